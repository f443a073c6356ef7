package web

import (
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/handover"
	"giaouoc/internal/indicator"
	"giaouoc/internal/midreview"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
)

// waits is one piece of work that waits for the person: the act that can be done
// now, and the phase and object that its deadline is found by.
type waits struct {
	components.Task
	phase  cycle.PhaseKind
	object string
	due    vn.Date
}

// waiting lists what the person has to do in a year, late first: what each word
// of the field says can be done now, with the deadline of its reminder, and the
// reminders that no word has a finer sentence for. It returns all reminders of
// the year too.
func (s *Server) waiting(tx *db.Tx, c cluster.Cluster, y cycle.Year) ([]components.Task, []cycle.Reminder, error) {
	base := workPath(c, y)
	var list []waits
	for _, look := range []func(*db.Tx, cycle.Year, string) ([]waits, error){
		setupTasks, covenantTasks, reportTasks, midReviewTasks, scoringTasks, conferenceTasks, handoverTasks,
	} {
		more, err := look(tx, y, base)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, more...)
	}
	reminders, err := s.reminders(tx, y)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range reminders {
		if !r.Concerns(tx.Actor, y) {
			continue
		}
		i := slices.IndexFunc(list, func(w waits) bool { return w.phase == r.Phase && w.object == r.Object })
		if i < 0 {
			w, ok := remind(r, base)
			if !ok {
				continue
			}
			i, list = len(list), append(list, w)
		}
		list[i].due, list[i].Due, list[i].Left, list[i].Tag = r.DueOn, r.DueOn.Short(), left(r), tagOf(r)
	}
	slices.SortStableFunc(list, func(a, b waits) int {
		if a.due.IsZero() != b.due.IsZero() { // what is asked of the person by name comes first
			return map[bool]int{true: -1, false: 1}[a.due.IsZero()]
		}
		return a.due.Compare(b.due)
	})
	tasks := make([]components.Task, len(list))
	for i, w := range list {
		tasks[i] = w.Task
	}
	return tasks, reminders, nil
}

// reminders asks each word of the field what is in, and the year what is due.
func (s *Server) reminders(tx *db.Tx, y cycle.Year) ([]cycle.Reminder, error) {
	var in []cycle.Arrival
	for _, arrived := range []func(*db.Tx, cycle.Year) ([]cycle.Arrival, error){
		covenant.Arrived, indicator.Arrived, midreview.Arrived, scoring.Arrived, conference.Arrived, award.Arrived, handover.Arrived,
	} {
		more, err := arrived(tx, y)
		if err != nil {
			return nil, err
		}
		in = append(in, more...)
	}
	return cycle.Reminders(tx, y, s.Calendar, in)
}

// remind is a reminder as a task of its own; ok is false where the person can do
// nothing until somebody else has opened the work.
func remind(r cycle.Reminder, base string) (w waits, ok bool) {
	page := map[cycle.PhaseKind]string{
		cycle.Draft: covenantPage, cycle.Launch: movementPage, cycle.Register: registerPage,
		cycle.Conference: conferencePage, cycle.Propose: awardPage, cycle.HandOver: handoverPage,
	}[r.Phase]
	title := r.Work
	switch {
	case r.Phase == "":
		page = directivePage + "/viec/" + r.Object
	case r.Phase == cycle.Launch && r.Object != "":
		page += "/" + r.Object
	case r.Phase == cycle.Conference:
		title = "Chuẩn bị hội nghị tổng kết"
	case page == "":
		return waits{}, false
	}
	return waits{Task: components.Task{Title: title, Href: base + page}, phase: r.Phase, object: r.Object}, true
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

// setupTasks asks for the deadlines of a year that has none yet.
func setupTasks(tx *db.Tx, y cycle.Year, base string) ([]waits, error) {
	if y.State != cycle.Running || !access.May(tx, access.PhaseSet, y.Scope()) {
		return nil, nil
	}
	phases, err := cycle.Phases(tx, y.ID)
	if err != nil || len(phases) > 0 {
		return nil, err
	}
	return []waits{{Task: components.Task{Title: "Đặt giai đoạn và kỳ báo cáo", Href: base + setupPage, Why: "Năm này chưa có thời hạn nào; chép được từ năm trước."}}}, nil
}

func covenantTasks(tx *db.Tx, y cycle.Year, base string) ([]waits, error) {
	c, err := covenant.Find(tx, y)
	if problem.Is(err, problem.NotFound) {
		if y.State == cycle.Running && access.May(tx, access.CovenantDraft, y.Scope()) {
			return []waits{{Task: components.Task{Title: "Soạn giao ước", Href: base + covenantPage, Why: "Năm này chưa có giao ước."}, phase: cycle.Draft}}, nil
		}
		return nil, nil
	}
	if err != nil || !access.May(tx, access.CovenantRead, y.Scope()) {
		return nil, err
	}
	work, err := covenant.Overview(tx, y)
	if err != nil {
		return nil, err
	}
	var tasks []waits
	unit := tx.Actor.Unit
	answered := slices.ContainsFunc(work.Comments, func(m covenant.Remark) bool { return m.UnitID == unit })
	switch {
	case c.State == covenant.Comment && !answered && access.May(tx, access.CovenantComment, y.UnitScope(unit)):
		tasks = append(tasks, waits{Task: components.Task{Title: "Góp ý bản thảo giao ước", Href: base + commentPage, Due: c.CommentDue.Short()}, due: c.CommentDue})
	case c.State == covenant.Comment && len(work.Silent()) == 0 && access.May(tx, access.CovenantOpenSigning, y.Scope()):
		tasks = append(tasks, waits{Task: components.Task{Title: "Mở ký giao ước", Href: base + covenantPage, Why: "Mọi đơn vị đã trả lời bản thảo."}, phase: cycle.Sign})
	case c.State == covenant.Signing:
		signed := func(part covenant.Part, unitID string) bool {
			return slices.ContainsFunc(work.Signatures, func(g covenant.Signature) bool { return g.Part == part && g.UnitID == unitID })
		}
		if access.May(tx, access.CovenantSign, y.UnitScope(unit)) && !signed(covenant.PartMember, unit) {
			tasks = append(tasks, waits{Task: components.Task{Title: "Xác nhận giao ước", Href: base + signPage, Why: "Thay mặt đơn vị."}, phase: cycle.Sign})
		}
		if access.May(tx, access.CovenantWitness, y.Scope()) && !signed(covenant.PartWitness, "") {
			tasks = append(tasks, waits{Task: components.Task{Title: "Chứng kiến ký giao ước", Href: base + signPage}})
		}
	case c.State == covenant.Draft && access.May(tx, access.CovenantDraft, y.Scope()):
		tasks = append(tasks, waits{Task: components.Task{Title: "Hoàn thành bản soạn giao ước và gửi lấy ý kiến", Href: base + covenantPage}, phase: cycle.Draft})
	}
	return tasks, nil
}

// reportTasks are the own reports that are still with the unit, and for the
// lead those that wait for a review.
func reportTasks(tx *db.Tx, y cycle.Year, base string) ([]waits, error) {
	var tasks []waits
	periods, err := cycle.Periods(tx, y.ID)
	if err != nil {
		return nil, err
	}
	if y.State == cycle.Running && access.May(tx, access.ReportWrite, y.UnitScope(tx.Actor.Unit)) {
		lines, err := indicator.UnitLines(tx, y, tx.Actor.Unit)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			i := slices.IndexFunc(periods, func(p cycle.Period) bool { return p.ID == l.PeriodID })
			if i < 0 || l.Report.State.Counts() || tx.Today().Before(periods[i].OpensOn) {
				continue
			}
			why := itoa(l.Entered.Part) + "/" + itoa(l.Entered.Whole) + " chỉ số đã có số"
			if l.Timing == indicator.Overdue {
				why += "; báo cáo đã khóa, đề nghị cụm trưởng gia hạn"
			}
			tasks = append(tasks, waits{
				Task:  components.Task{Title: "Báo cáo " + periods[i].Name, Href: base + reportPage + "/" + l.PeriodID + "/" + l.UnitID, Why: why},
				phase: cycle.Report, object: l.PeriodID,
			})
		}
	}
	if !access.May(tx, access.ReportReview, y.Scope()) {
		return tasks, nil
	}
	for _, p := range periods {
		o, err := indicator.ReadOverview(tx, y, p.ID)
		if err != nil {
			return nil, err
		}
		n := 0
		for _, l := range o.Lines {
			if l.Report.State == indicator.Submitted && l.UnitID != tx.Actor.Unit {
				n++
			}
		}
		if n > 0 {
			tasks = append(tasks, waits{Task: components.Task{Title: "Duyệt " + itoa(n) + " báo cáo " + p.Name, Href: base + reportPage + "/" + p.ID}})
		}
	}
	return tasks, nil
}

func scoringTasks(tx *db.Tx, y cycle.Year, base string) ([]waits, error) {
	if !access.May(tx, access.ScoringRead, y.UnitScope(tx.Actor.Unit)) {
		return nil, nil
	}
	sc, err := scoring.Standing(tx, y)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return nil, err
	}
	if sc.Sheet.State != scoring.Opened {
		unopened := err != nil || sc.Sheet.State == scoring.Drafted
		if unopened && y.State == cycle.Running && access.May(tx, access.ScoringDefine, y.Scope()) && cycle.MustHaveBegun(tx, y, cycle.Score) == nil {
			return []waits{{Task: components.Task{Title: "Lập bảng chấm điểm và mở chấm", Href: base + scoringPage}, phase: cycle.Score}}, nil
		}
		return nil, nil
	}
	var tasks []waits
	waiting := 0
	for _, m := range sc.Markings {
		own := m.UnitID == tx.Actor.Unit && access.May(tx, access.ScoringSelf, y.UnitScope(m.UnitID))
		if own && (m.State == scoring.UnitOpen || m.State == scoring.UnitReturned) {
			tasks = append(tasks, waits{Task: components.Task{Title: "Tự chấm điểm", Href: base + scoringPage + "/" + m.UnitID, Why: m.State.StateName()}, phase: cycle.Score})
		}
		if m.State == scoring.UnitSubmitted {
			waiting++
		}
	}
	if waiting > 0 && access.May(tx, access.ScoringAppraise, y.Scope()) {
		tasks = append(tasks, waits{Task: components.Task{Title: "Thẩm định điểm của " + itoa(waiting) + " đơn vị", Href: base + scoringPage}, phase: cycle.Appraise})
	}
	return tasks, nil
}

func conferenceTasks(tx *db.Tx, y cycle.Year, base string) ([]waits, error) {
	if !access.May(tx, access.ConferenceCount, y.UnitScope(tx.Actor.Unit)) || !access.May(tx, access.ConferenceRead, y.Scope()) {
		return nil, nil
	}
	s, err := conference.Overview(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil || s.Conference.State != conference.Running {
		return nil, err
	}
	return []waits{{Task: components.Task{Title: "Hội nghị đang họp", Href: base + conferencePage, Why: "Điểm danh, biểu quyết, nhập kết quả kiểm phiếu."}, phase: cycle.Conference}}, nil
}

func handoverTasks(tx *db.Tx, y cycle.Year, base string) ([]waits, error) {
	h, err := handover.Find(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if h.State == handover.Offered && h.ToUnit == tx.Actor.Unit {
		return []waits{{Task: components.Task{Title: "Nhận bàn giao năm " + itoa(y.Year), Href: base + handoverPage}}}, nil
	}
	if h.State == handover.Returned && h.FromUnit == tx.Actor.Unit {
		return []waits{{Task: components.Task{Title: "Bàn giao bị trả lại", Href: base + handoverPage, Why: h.Reason}, phase: cycle.HandOver}}, nil
	}
	return nil, nil
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
