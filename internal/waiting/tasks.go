package waiting

import (
	"slices"
	"strconv"

	"giaouoc/internal/access"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
)

// setupTasks asks for the deadlines of a year that has none yet.
func setupTasks(tx *db.Tx, y cycle.Year) ([]Task, error) {
	if y.State != cycle.Running || !access.May(tx, access.PhaseSet, y.Scope()) {
		return nil, nil
	}
	phases, err := cycle.Phases(tx, y.ID)
	if err != nil || len(phases) > 0 {
		return nil, err
	}
	return []Task{{Title: "Đặt giai đoạn và kỳ báo cáo", Page: cycle.SetupPage, Why: "Năm này chưa có thời hạn nào; chép được từ năm trước."}}, nil
}

func covenantTasks(tx *db.Tx, y cycle.Year) ([]Task, error) {
	c, err := covenant.Find(tx, y)
	if problem.Is(err, problem.NotFound) {
		if y.State == cycle.Running && access.May(tx, access.CovenantDraft, y.Scope()) {
			return []Task{{Title: "Soạn giao ước", Page: cycle.CovenantPage, Why: "Năm này chưa có giao ước.", Phase: cycle.Draft}}, nil
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
	var tasks []Task
	unit := tx.Actor.Unit
	answered := slices.ContainsFunc(work.Comments, func(m covenant.Remark) bool { return m.UnitID == unit })
	switch {
	case c.State == covenant.Comment && !answered && access.May(tx, access.CovenantComment, y.UnitScope(unit)):
		tasks = append(tasks, Task{Title: "Góp ý bản thảo giao ước", Page: cycle.CommentPage, Due: c.CommentDue})
	case c.State == covenant.Comment && len(work.Silent()) == 0 && access.May(tx, access.CovenantOpenSigning, y.Scope()):
		tasks = append(tasks, Task{Title: "Mở ký giao ước", Page: cycle.CovenantPage, Why: "Mọi đơn vị đã trả lời bản thảo.", Phase: cycle.Sign})
	case c.State == covenant.Signing:
		signed := func(part covenant.Part, unitID string) bool {
			return slices.ContainsFunc(work.Signatures, func(g covenant.Signature) bool { return g.Part == part && g.UnitID == unitID })
		}
		if access.May(tx, access.CovenantSign, y.UnitScope(unit)) && !signed(covenant.PartMember, unit) {
			tasks = append(tasks, Task{Title: "Xác nhận giao ước", Page: cycle.SignPage, Why: "Thay mặt đơn vị.", Phase: cycle.Sign})
		}
		if access.May(tx, access.CovenantWitness, y.Scope()) && !signed(covenant.PartWitness, "") {
			tasks = append(tasks, Task{Title: "Chứng kiến ký giao ước", Page: cycle.SignPage})
		}
	case c.State == covenant.Draft && access.May(tx, access.CovenantDraft, y.Scope()):
		tasks = append(tasks, Task{Title: "Hoàn thành bản soạn giao ước và gửi lấy ý kiến", Page: cycle.CovenantPage, Phase: cycle.Draft})
	}
	return tasks, nil
}

// reportTasks are the own reports that are still with the unit, and those that
// wait for the person's review.
func reportTasks(tx *db.Tx, y cycle.Year) ([]Task, error) {
	var tasks []Task
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
			why := strconv.Itoa(l.Entered.Part) + "/" + strconv.Itoa(l.Entered.Whole) + " chỉ số đã có số"
			if l.Timing == indicator.Overdue {
				why += "; báo cáo đã khóa, đề nghị cụm trưởng gia hạn"
			}
			tasks = append(tasks, Task{
				Title: "Báo cáo " + periods[i].Name, Page: cycle.ReportPage + "/" + l.PeriodID + "/" + l.UnitID, Why: why,
				Phase: cycle.Report, Object: l.PeriodID, Due: l.Until,
			})
		}
	}
	more, err := reviewTasks(tx, y, periods)
	return append(tasks, more...), err
}

// reviewTasks are the reports that wait for who reviews them: together for who
// reviews the whole of a period, one by one for who reviews some units alone.
func reviewTasks(tx *db.Tx, y cycle.Year, periods []cycle.Period) ([]Task, error) {
	if !access.May(tx, access.ReportReview, y.Scope()) {
		return unitReviewTasks(tx, y, periods)
	}
	var tasks []Task
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
			tasks = append(tasks, Task{Title: "Duyệt " + strconv.Itoa(n) + " báo cáo " + p.Name, News: "Có báo cáo chờ duyệt: " + p.Name, Page: cycle.ReportPage + "/" + p.ID})
		}
	}
	return tasks, nil
}

func unitReviewTasks(tx *db.Tx, y cycle.Year, periods []cycle.Period) ([]Task, error) {
	units, err := reviewed(tx, y)
	if err != nil || len(units) == 0 {
		return nil, err
	}
	names, err := org.Names(tx, tx.Today(), units...)
	if err != nil {
		return nil, err
	}
	var tasks []Task
	for _, unit := range units {
		lines, err := indicator.UnitLines(tx, y, unit)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			i := slices.IndexFunc(periods, func(p cycle.Period) bool { return p.ID == l.PeriodID })
			if i < 0 || l.Report.State != indicator.Submitted {
				continue
			}
			what := "báo cáo " + periods[i].Name + " của " + names[unit]
			tasks = append(tasks, Task{Title: "Duyệt " + what, News: "Chờ duyệt: " + what, Page: cycle.ReportPage + "/" + l.PeriodID + "/" + unit})
		}
	}
	return tasks, nil
}

// reviewed are the members of a year other than the own unit whose reports the
// person reviews.
func reviewed(tx *db.Tx, y cycle.Year) ([]string, error) {
	members, err := cycle.Members(tx, y)
	if err != nil {
		return nil, err
	}
	var units []string
	for _, m := range members {
		if m.UnitID != tx.Actor.Unit && access.May(tx, access.ReportReview, y.UnitScope(m.UnitID)) {
			units = append(units, m.UnitID)
		}
	}
	return units, nil
}
