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
	w, err := scoring.WaitingFor(tx, y)
	if problem.Is(err, problem.Denied) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if w.Unopened {
		if y.State == cycle.Running && access.May(tx, access.ScoringDefine, y.Scope()) && cycle.MustHaveBegun(tx, y, cycle.Score) == nil {
			return []Task{{Title: "Lập bảng chấm điểm và mở chấm", Page: cycle.ScoringPage, Phase: cycle.Score}}, nil
		}
		return nil, nil
	}
	var tasks []Task
	own := cycle.ScoringPage + "/" + w.Own.UnitID
	switch w.Own.State {
	case scoring.UnitOpen:
		tasks = append(tasks, Task{Title: "Tự chấm điểm", Page: own, Why: w.Own.State.StateName(), Phase: cycle.Score})
	case scoring.UnitReturned:
		tasks = append(tasks, Task{Title: "Sửa bảng tự chấm bị trả lại", Page: own, Why: w.Own.Reason, Phase: cycle.Score, Due: w.Own.Until})
	case scoring.UnitAppraised:
		if !w.Explain.IsZero() {
			tasks = append(tasks, Task{Title: "Xem điểm thẩm định", Why: "Giải trình ở tiêu chí chưa thống nhất, nếu có.", Page: own, Due: w.Explain})
		}
	}
	units := func(title, news string, n int, phase cycle.PhaseKind) {
		if n > 0 {
			tasks = append(tasks, Task{Title: title + " của " + strconv.Itoa(n) + " đơn vị", News: news, Page: cycle.ScoringPage + "/tien-do", Phase: phase})
		}
	}
	units("Thẩm định điểm", "Có điểm chờ thẩm định", w.Appraise, cycle.Appraise)
	units("Thẩm định lần hai giải trình", "Có giải trình chờ thẩm định lần hai", w.Reappraise, cycle.Reappraise)
	if w.Stale > 0 {
		tasks = append(tasks, Task{Title: "Xem lại " + strconv.Itoa(w.Stale) + " điểm vì số liệu đã đổi", News: "Số liệu đã đổi sau khi chấm điểm", Page: cycle.ScoringPage + "/xem-lai"})
	}
	if !w.Appeal.IsZero() {
		tasks = append(tasks, Task{Title: "Xem kết quả đã kết luận", Why: "Kiến nghị ở chỗ chưa thống nhất, nếu có.", Page: cycle.ScoringPage + "/xep-hang", Due: w.Appeal})
	}
	if w.Answer > 0 {
		tasks = append(tasks, Task{Title: "Trả lời " + strconv.Itoa(w.Answer) + " kiến nghị", News: "Có kiến nghị chờ trả lời", Page: scoring.AppealPage})
	}
	if w.Publish {
		tasks = append(tasks, Task{Title: "Công bố điểm và thứ hạng", Why: "Xác nhận lần thứ nhất; người khác xác nhận lần thứ hai.", Page: cycle.ScoringPage + "/cong-bo"})
	}
	if w.Confirm {
		tasks = append(tasks, Task{Title: "Xác nhận lần hai việc công bố", Why: "Một người khác đã xác nhận lần thứ nhất.", Page: cycle.ScoringPage + "/cong-bo"})
	}
	if w.Cross {
		t := Task{Title: "Chấm chéo các đơn vị khác", Page: cycle.CrossPage + "/" + tx.Actor.Unit, Why: "Lãnh đạo đơn vị niêm phong phiếu.", Phase: cycle.Cross}
		if w.Seal {
			t.Title, t.Why = "Chấm chéo và niêm phong phiếu", "Không ai xem được điểm trước khi mở niêm phong."
		}
		tasks = append(tasks, t)
	}
	if w.Unseal {
		tasks = append(tasks, Task{Title: "Mở niêm phong phiếu chấm chéo", Page: cycle.CrossPage})
	}
	if w.Conclude {
		tasks = append(tasks, Task{Title: "Kết luận điểm", Why: "Mọi đơn vị đã được thẩm định.", Page: cycle.ScoringPage})
	}
	return tasks, nil
}

func conferenceTasks(tx *db.Tx, y cycle.Year) ([]Task, error) {
	w, err := conference.WantingOf(tx, y)
	switch {
	case err != nil:
		return nil, err
	case w.Running && access.May(tx, access.ConferenceCount, y.UnitScope(tx.Actor.Unit)):
		return []Task{{Title: "Hội nghị đang họp", Page: cycle.ConferencePage, Why: "Điểm danh, biểu quyết, nhập kết quả kiểm phiếu.", Phase: cycle.Conference}}, nil
	case !w.Reply.IsZero():
		return []Task{{Title: "Trả lời giấy mời họp hội nghị tổng kết", Page: cycle.ConferencePage + "/giay-moi", Why: "Dự họp, cử người dự thay hoặc vắng có lý do.", Due: w.Reply}}, nil
	case w.Sign:
		return []Task{{Title: "Đọc và ký biên bản hội nghị", Page: cycle.ConferencePage + "/bien-ban", Why: "Chủ trì và thư ký cùng ký một văn bản."}}, nil
	}
	return nil, nil
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
