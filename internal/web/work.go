package web

import (
	"net/http"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/handover"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// work is what waits for the person who is signed in, over all running years.
func (s *Server) work(w http.ResponseWriter, r *http.Request) error {
	var p pages.WorkProps
	err := s.view(r, func(tx *db.Tx) error {
		if tx.Actor.ID == "" {
			return problem.New(problem.Denied, "Trang này dành cho người đã đăng nhập.")
		}
		p.Frame = s.frame(tx, r, "Việc của tôi")
		clusters, err := cluster.List(tx)
		if err != nil {
			return err
		}
		for _, c := range clusters {
			if access.Require(tx, access.YearRead, cluster.Scope(c.ID)) != nil {
				continue // what waits there is not this person's to see
			}
			years, err := cycle.Years(tx, c.ID)
			if err != nil {
				return err
			}
			for _, y := range years {
				if y.State == cycle.History {
					continue
				}
				tasks, err := s.waiting(tx, c, y)
				if err != nil {
					return err
				}
				p.Years = append(p.Years, pages.WorkYear{
					Tasks: components.TaskListProps{Heading: c.Name + ", năm " + itoa(y.Year), Tasks: tasks, Empty: "Không có việc nào đang chờ bạn trong năm này."},
					Href:  workPath(c, y), Year: y.Year,
				})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Work(p))
}

// waiting lists what the person has to do in a year, word by word.
func (s *Server) waiting(tx *db.Tx, c cluster.Cluster, y cycle.Year) ([]components.Task, error) {
	var tasks []components.Task
	for _, look := range []func(*db.Tx, cycle.Year, string) ([]components.Task, error){
		covenantTasks, s.reportTasks, scoringTasks, conferenceTasks, handoverTasks,
	} {
		list, err := look(tx, y, workPath(c, y))
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, list...)
	}
	return tasks, nil
}

func covenantTasks(tx *db.Tx, y cycle.Year, base string) ([]components.Task, error) {
	c, err := covenant.Find(tx, y)
	if problem.Is(err, problem.NotFound) {
		if y.State == cycle.Running && access.May(tx, access.CovenantDraft, y.Scope()) {
			return []components.Task{{Title: "Soạn giao ước", Href: base + covenantPage, Why: "Năm này chưa có giao ước."}}, nil
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
	var tasks []components.Task
	unit := tx.Actor.Unit
	switch {
	case c.State == covenant.Comment && access.May(tx, access.CovenantComment, y.UnitScope(unit)):
		if !slices.ContainsFunc(work.Comments, func(m covenant.Remark) bool { return m.UnitID == unit }) {
			tasks = append(tasks, components.Task{Title: "Góp ý bản thảo giao ước", Href: base + commentPage, Due: c.CommentDue.Short()})
		}
	case c.State == covenant.Signing:
		signed := func(part covenant.Part, unitID string) bool {
			return slices.ContainsFunc(work.Signatures, func(g covenant.Signature) bool { return g.Part == part && g.UnitID == unitID })
		}
		if access.May(tx, access.CovenantSign, y.UnitScope(unit)) && !signed(covenant.PartMember, unit) {
			tasks = append(tasks, components.Task{Title: "Xác nhận giao ước", Href: base + signPage, Why: "Thay mặt đơn vị."})
		}
		if access.May(tx, access.CovenantWitness, y.Scope()) && !signed(covenant.PartWitness, "") {
			tasks = append(tasks, components.Task{Title: "Chứng kiến ký giao ước", Href: base + signPage})
		}
	case c.State == covenant.Draft && access.May(tx, access.CovenantDraft, y.Scope()):
		tasks = append(tasks, components.Task{Title: "Hoàn thành bản soạn giao ước và gửi lấy ý kiến", Href: base + covenantPage})
	}
	return tasks, nil
}

// reportTasks are the own reports that are still with the unit, and for the
// lead those that wait for a review.
func (s *Server) reportTasks(tx *db.Tx, y cycle.Year, base string) ([]components.Task, error) {
	var tasks []components.Task
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
			tasks = append(tasks, components.Task{
				Title: "Báo cáo " + periods[i].Name, Href: base + reportPage + "/" + l.PeriodID + "/" + l.UnitID,
				Why: itoa(l.Entered.Part) + "/" + itoa(l.Entered.Whole) + " chỉ số đã có số", Due: periods[i].DueOn.Short(), Left: s.left(tx.Today(), periods[i].DueOn),
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
			if l.Report.State == indicator.Submitted {
				n++
			}
		}
		if n > 0 {
			tasks = append(tasks, components.Task{Title: "Duyệt " + itoa(n) + " báo cáo " + p.Name, Href: base + reportPage + "/" + p.ID})
		}
	}
	return tasks, nil
}

// left says how many working days remain to a deadline.
func (s *Server) left(today, due vn.Date) string {
	n, err := s.Calendar.WorkingDaysBetween(today, due)
	if err != nil {
		return "còn " + itoa(max(today.DaysUntil(due), 0)) + " ngày (chưa có lịch nghỉ chính thức)"
	}
	if n < 0 {
		return "quá hạn " + itoa(-n) + " ngày làm việc"
	}
	return "còn " + itoa(n) + " ngày làm việc"
}

func scoringTasks(tx *db.Tx, y cycle.Year, base string) ([]components.Task, error) {
	if !access.May(tx, access.ScoringRead, y.UnitScope(tx.Actor.Unit)) {
		return nil, nil
	}
	sc, err := scoring.Standing(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil || sc.Sheet.State != scoring.Opened {
		return nil, err
	}
	var tasks []components.Task
	waiting := 0
	for _, m := range sc.Markings {
		own := m.UnitID == tx.Actor.Unit && access.May(tx, access.ScoringSelf, y.UnitScope(m.UnitID))
		if own && (m.State == scoring.UnitOpen || m.State == scoring.UnitReturned) {
			tasks = append(tasks, components.Task{Title: "Tự chấm điểm", Href: base + scoringPage + "/" + m.UnitID, Why: m.State.StateName()})
		}
		if m.State == scoring.UnitSubmitted {
			waiting++
		}
	}
	if waiting > 0 && access.May(tx, access.ScoringAppraise, y.Scope()) {
		tasks = append(tasks, components.Task{Title: "Thẩm định điểm của " + itoa(waiting) + " đơn vị", Href: base + scoringPage})
	}
	return tasks, nil
}

func conferenceTasks(tx *db.Tx, y cycle.Year, base string) ([]components.Task, error) {
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
	return []components.Task{{Title: "Hội nghị đang họp", Href: base + conferencePage, Why: "Điểm danh, biểu quyết, nhập kết quả kiểm phiếu."}}, nil
}

func handoverTasks(tx *db.Tx, y cycle.Year, base string) ([]components.Task, error) {
	h, err := handover.Find(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if h.State == handover.Offered && h.ToUnit == tx.Actor.Unit {
		return []components.Task{{Title: "Nhận bàn giao năm " + itoa(y.Year), Href: base + handoverPage}}, nil
	}
	if h.State == handover.Returned && h.FromUnit == tx.Actor.Unit {
		return []components.Task{{Title: "Bàn giao bị trả lại", Href: base + handoverPage, Why: h.Reason}}, nil
	}
	return nil, nil
}

// yearWork is a year at a glance: its phases, what waits, how far each step is.
func (s *Server) yearWork(w http.ResponseWriter, r *http.Request) error {
	var p pages.YearWorkProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.YearRead, y.Scope()); err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, "Năm thi đua "+itoa(y.Year))
		p.Public = yearPath(c, y)
		phases, err := cycle.Phases(tx, y.ID)
		if err != nil {
			return err
		}
		p.Timeline = timelineOf(y, phases, tx.Today())
		tasks, err := s.waiting(tx, c, y)
		p.Tasks = components.TaskListProps{Heading: "Việc chờ bạn", Tasks: tasks}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.YearWork(p))
}

// timelineOf is the year as a line; here is the last phase that has begun.
func timelineOf(y cycle.Year, phases []cycle.Phase, today vn.Date) components.TimelineProps {
	t := components.TimelineProps{Label: "Năm thi đua " + itoa(y.Year)}
	here := -1
	for i, ph := range phases {
		if !today.Before(ph.OpensOn) {
			here = i
		}
	}
	for i, ph := range phases {
		state := components.PhaseAhead
		switch {
		case i == here:
			state = components.PhaseHere
			t.Note = ph.Kind.Name() + ": từ " + ph.OpensOn.Short() + " đến " + ph.DueOn.Short()
		case i < here:
			state = components.PhaseDone
		}
		t.Phases = append(t.Phases, components.Phase{Name: ph.Kind.Name(), When: ph.DueOn.Short(), State: state})
	}
	return t
}
