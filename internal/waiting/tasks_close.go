package waiting

import (
	"slices"
	"strconv"

	"giaouoc/internal/access"
	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/handover"
	"giaouoc/internal/midreview"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
)

func scoringTasks(tx *db.Tx, y cycle.Year) ([]Task, error) {
	sc, err := scoring.Standing(tx, y)
	if problem.Is(err, problem.Denied) {
		return nil, nil
	}
	if err != nil && !problem.Is(err, problem.NotFound) {
		return nil, err
	}
	if sc.Sheet.State != scoring.Opened {
		unopened := err != nil || sc.Sheet.State == scoring.Drafted
		if unopened && y.State == cycle.Running && access.May(tx, access.ScoringDefine, y.Scope()) && cycle.MustHaveBegun(tx, y, cycle.Score) == nil {
			return []Task{{Title: "Lập bảng chấm điểm và mở chấm", Page: cycle.ScoringPage, Phase: cycle.Score}}, nil
		}
		return nil, nil
	}
	var tasks []Task
	waiting := 0
	for _, m := range sc.Markings {
		own := m.UnitID == tx.Actor.Unit && access.May(tx, access.ScoringSelf, y.UnitScope(m.UnitID))
		if own && (m.State == scoring.UnitOpen || m.State == scoring.UnitReturned) {
			tasks = append(tasks, Task{Title: "Tự chấm điểm", Page: cycle.ScoringPage + "/" + m.UnitID, Why: m.State.StateName(), Phase: cycle.Score})
		}
		if m.State == scoring.UnitSubmitted {
			waiting++
		}
	}
	if waiting > 0 && access.May(tx, access.ScoringAppraise, y.Scope()) {
		tasks = append(tasks, Task{Title: "Thẩm định điểm của " + strconv.Itoa(waiting) + " đơn vị", News: "Có điểm chờ thẩm định", Page: cycle.ScoringPage, Phase: cycle.Appraise})
	}
	return tasks, nil
}

func conferenceTasks(tx *db.Tx, y cycle.Year) ([]Task, error) {
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
	return []Task{{Title: "Hội nghị đang họp", Page: cycle.ConferencePage, Why: "Điểm danh, biểu quyết, nhập kết quả kiểm phiếu.", Phase: cycle.Conference}}, nil
}

func handoverTasks(tx *db.Tx, y cycle.Year) ([]Task, error) {
	h, err := handover.Find(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if h.State == handover.Offered && h.ToUnit == tx.Actor.Unit {
		return []Task{{Title: "Nhận bàn giao năm " + strconv.Itoa(y.Year), Page: cycle.HandoverPage}}, nil
	}
	if h.State == handover.Returned && h.FromUnit == tx.Actor.Unit {
		return []Task{{Title: "Bàn giao bị trả lại", Page: cycle.HandoverPage, Why: h.Reason, Phase: cycle.HandOver}}, nil
	}
	return nil, nil
}

// midReviewTasks are what waits for the lead once the phase has opened, and the
// remark that a member may still make.
func midReviewTasks(tx *db.Tx, y cycle.Year) ([]Task, error) {
	if y.State != cycle.Running || !access.May(tx, access.MidReviewRead, y.Scope()) || cycle.MustHaveBegun(tx, y, cycle.MidReview) != nil {
		return nil, nil
	}
	work, err := midreview.Overview(tx, y)
	none := problem.Is(err, problem.NotFound)
	if err != nil && !none {
		return nil, err
	}
	ask := func(title, why string) []Task {
		return []Task{{Title: title, Why: why, Page: cycle.MidReviewPage, Phase: cycle.MidReview}}
	}
	mine := func(m midreview.Remark) bool { return m.UnitID == tx.Actor.Unit }
	switch leads := access.May(tx, access.MidReviewIssue, y.Scope()); {
	case none && leads:
		return ask("Soạn báo cáo sơ kết", "Phần kết quả được soạn từ số liệu."), nil
	case none || work.Review.State != midreview.Writing:
		return nil, nil
	case leads:
		return ask("Hoàn thành và ban hành báo cáo sơ kết", "Viết hạn chế, nguyên nhân, nhiệm vụ; đọc góp ý của các đơn vị."), nil
	case access.May(tx, access.MidReviewRemark, y.UnitScope(tx.Actor.Unit)) && !slices.ContainsFunc(work.Remarks, mine):
		return ask("Góp ý báo cáo sơ kết", "Nếu có, trước khi báo cáo được ban hành."), nil
	}
	return nil, nil
}
