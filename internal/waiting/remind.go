package waiting

import (
	"fmt"
	"slices"
	"strconv"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/notice"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Steps beside the working days left.
const (
	toldNone = 1000 // only that the work waits
	toldLate = -1
)

// move is one change of what has been told.
type move struct {
	place  Place
	task   Task
	before *row // nil: the task was not known to wait
	now    *row // nil: it waits no longer
}

// Remind tells the person what has begun to wait, and each deadline at the steps
// that the person has chosen, and settles the notices of what is in.
//
// Public: the calendar reminds, no person does; it tells the person's own.
func Remind(tx *db.Tx, cal *vn.Calendar) error {
	moves, err := moves(tx, cal)
	if err != nil {
		return err
	}
	for _, m := range moves {
		if err := m.make(tx); err != nil {
			return fmt.Errorf("remind account %s: %w", tx.Actor.ID, err)
		}
	}
	return nil
}

// Due reports whether Remind has anything to do for the person, so that nobody
// waits for a transaction that changes nothing.
//
// Public: the calendar asks.
func Due(tx *db.Tx, cal *vn.Calendar) (bool, error) {
	list, err := moves(tx, cal)
	return len(list) > 0, err
}

// moves compares what waits with what has been told.
func moves(tx *db.Tx, cal *vn.Calendar) ([]move, error) {
	settings, _, err := notice.Of(tx, tx.Actor.ID)
	if err != nil {
		return nil, err
	}
	known, err := rowsOf(tx, tx.Actor.ID)
	if err != nil {
		return nil, fmt.Errorf("read what was told to account %s: %w", tx.Actor.ID, err)
	}
	places, err := Places(tx, cal)
	if err != nil {
		return nil, err
	}
	awake := tx.Now.In(vn.Zone).Hour() >= settings.Hour
	var list []move
	for _, p := range places {
		tasks, _, err := List(tx, cal, p.Year)
		if err != nil {
			return nil, err
		}
		for _, t := range tasks {
			now := row{AccountID: tx.Actor.ID, YearID: p.Year.ID, TaskKey: t.Key(), Since: db.At(tx.Now), DueOn: t.Due, Told: toldNone}
			i := slices.IndexFunc(known, func(r row) bool { return r.YearID == now.YearID && r.TaskKey == now.TaskKey })
			if awake {
				now.Told = step(t, settings.Steps)
			}
			if i < 0 {
				if !slices.ContainsFunc(list, func(m move) bool { return m.now != nil && *m.now == now }) {
					list = append(list, move{place: p, task: t, now: &now})
				}
				continue
			}
			before := known[i]
			known = slices.Delete(known, i, i+1)
			if before.DueOn == now.DueOn && (!awake || before.Told <= now.Told) {
				continue
			}
			list = append(list, move{place: p, task: t, before: &before, now: &now})
		}
	}
	for _, r := range known {
		list = append(list, move{before: &r})
	}
	return list, nil
}

// step is the nearest of the steps that a deadline has reached.
func step(t Task, steps []int) int {
	switch r := t.Reminder; {
	case r == nil || r.Confirms():
		return toldNone
	case r.Urgency == cycle.Late:
		return toldLate
	default:
		nearest := toldNone
		for _, n := range steps {
			if r.Left <= n && n < nearest {
				nearest = n
			}
		}
		return nearest
	}
}

func (m move) make(tx *db.Tx) error {
	switch {
	case m.now == nil:
		if err := end(tx, *m.before); err != nil {
			return err
		}
		return notice.Settle(tx, m.before.AccountID, m.before.YearID, m.before.TaskKey)
	case m.before == nil:
		if first, err := begin(tx, *m.now); !first || err != nil {
			return err
		}
		return notice.Tell(tx, m.notice(notice.Work))
	}
	if mine, err := advance(tx, *m.before, *m.now); !mine || err != nil || m.now.Told == toldNone {
		return err // moved away from its deadline, or told by another
	}
	return notice.Tell(tx, m.notice(notice.Work))
}

// notice is what the person is told: the most pressing of what there is to say.
func (m move) notice(kind notice.Kind) notice.Notice {
	title := "Việc mới: " + m.task.told()
	if m.task.News != "" {
		title = m.task.News
	}
	day := ""
	if !m.task.Due.IsZero() && (m.task.Reminder == nil || !m.task.Reminder.Confirms()) {
		day = ", hạn " + m.task.Due.Short()
	}
	switch {
	case m.now.Told == toldLate:
		kind, title = notice.Overdue, "Quá hạn: "+m.task.told()
	case m.now.Told != toldNone && m.task.Reminder.Urgency == cycle.Today:
		kind, title = notice.Deadline, "Hạn hôm nay: "+m.task.told()
	case m.now.Told != toldNone:
		kind, title = notice.Deadline, "Còn "+about(m.task.Reminder)+strconv.Itoa(m.task.Reminder.Left)+" ngày làm việc: "+m.task.told()
	}
	return notice.Notice{
		AccountID: m.now.AccountID, Kind: kind, Title: title + day, Note: m.place.Name(), Href: m.place.Path() + m.task.Page,
		YearID: m.place.Year.ID, TaskKey: m.task.Key(),
	}
}

// about says that a number of days may change where the days off on the way are
// not all announced.
func about(r *cycle.Reminder) string {
	if r.Doubt != "" {
		return "khoảng "
	}
	return ""
}

// gone lets pass that there is no such account any more.
func gone(err error) error {
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	return err
}

// Settle ends what has been told of work that is in, so that the person is not
// reminded of it until the calendar looks again.
//
// Public: as Remind.
func Settle(tx *db.Tx, cal *vn.Calendar) error {
	list, err := moves(tx, cal)
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.now != nil {
			continue
		}
		if err := m.make(tx); err != nil {
			return fmt.Errorf("settle notices of account %s: %w", tx.Actor.ID, err)
		}
	}
	return nil
}

// Settled reports whether something told to the person is in by now.
//
// Public: as Due.
func Settled(tx *db.Tx, cal *vn.Calendar) (bool, error) {
	if told, err := rowsOf(tx, tx.Actor.ID); err != nil || len(told) == 0 {
		return false, err
	}
	list, err := moves(tx, cal)
	return slices.ContainsFunc(list, func(m move) bool { return m.now == nil }), err
}
