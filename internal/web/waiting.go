package web

import (
	"slices"

	"giaouoc/internal/cycle"
	"giaouoc/internal/vn"
	"giaouoc/internal/waiting"
	"giaouoc/internal/web/components"
)

// taskList is what waits for the person in a year, as the page shows it.
func taskList(list []waiting.Task, base string) []components.Task {
	tasks := make([]components.Task, len(list))
	for i, t := range list {
		tasks[i] = components.Task{Title: t.Title, Why: t.Why, Href: base + t.Page, Due: t.Due.Short()}
		if t.Reminder != nil {
			tasks[i].Left, tasks[i].Tag = left(*t.Reminder), tagOf(*t.Reminder)
		}
	}
	return tasks
}

var urgencyTags = map[cycle.Urgency]components.TagProps{
	cycle.Late:  {Text: "Quá hạn", Tone: components.ToneBad},
	cycle.Today: {Text: "Hạn hôm nay", Tone: components.ToneWarn},
	cycle.Soon:  {Text: "Sắp đến hạn", Tone: components.ToneWarn},
}

// tagOf says how near a deadline is. What is still to be confirmed after the
// owner's day is neither late nor in time: it waits.
func tagOf(r cycle.Reminder) components.TagProps {
	if r.Left < 0 && r.Urgency == cycle.Soon {
		return components.TagProps{Text: "Chờ bạn xác nhận", Tone: components.ToneInfo}
	}
	return urgencyTags[r.Urgency]
}

// left says how many working days remain to a deadline. Where the days off on
// the way are not all announced, it says that the number may change.
func left(r cycle.Reminder) string {
	about := ""
	if r.Doubt != "" {
		about = "khoảng "
	}
	switch {
	case r.Left < 0 && r.Urgency == cycle.Soon:
		return ""
	case r.Left < 0 || r.Urgency == cycle.Late:
		return "quá " + about + itoa(max(-r.Left, 1)) + " ngày làm việc"
	case r.Urgency == cycle.Today:
		return ""
	}
	return "còn " + about + itoa(r.Left) + " ngày làm việc"
}

// timelineOf is the year as a line: what is in, what is late, and where the year
// stands, which is the open phase whose deadline comes first.
func timelineOf(y cycle.Year, phases []cycle.Phase, reminders []cycle.Reminder, today vn.Date) components.TimelineProps {
	t := components.TimelineProps{Label: "Năm thi đua " + itoa(y.Year)}
	here := -1
	for i, ph := range phases {
		state := components.PhaseAhead
		open := slices.ContainsFunc(reminders, func(r cycle.Reminder) bool { return r.Phase == ph.Kind })
		switch over := today.After(ph.DueOn); {
		case today.Before(ph.OpensOn):
		case over && open:
			state = components.PhaseLate
		case over, !open && ph.Kind != cycle.Report: // between two periods no report is due
			state = components.PhaseDone
		case here < 0 || ph.DueOn.Before(phases[here].DueOn):
			here = i
		}
		t.Phases = append(t.Phases, components.Phase{Name: ph.Kind.Name(), When: ph.DueOn.Short(), State: state})
	}
	if here >= 0 {
		t.Phases[here].State = components.PhaseHere
		t.Note = phases[here].Kind.Name() + ": từ " + phases[here].OpensOn.Short() + " đến " + phases[here].DueOn.Short()
	}
	return t
}
