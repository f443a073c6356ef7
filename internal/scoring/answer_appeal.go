package scoring

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// AppealAnswer answers an appeal. One that is accepted marks a criterion anew, or
// ranks a unit that was left out of the ranking.
type AppealAnswer struct {
	Accept    bool
	Criterion string // of an appeal against the ranking: which one is marked anew
	Points    string // decimal with a point
	Requalify bool   // the unit is ranked again
	Reason    string
}

// AnswerAppeal accepts or refuses an appeal, with a reason. Who may not judge the
// unit does not answer it. The new mark is a concluding one; what it changes of the
// mark, the total and the rank is kept with the appeal. version is the one the
// person saw.
func AnswerAppeal(tx *db.Tx, y cycle.Year, id string, version int64, answer AppealAnswer, order Order) error {
	if err := access.Require(tx, access.ScoringConclude, y.Scope()); err != nil {
		return err
	}
	a, err := appealIn(tx, y, id)
	if err != nil {
		return err
	}
	answer.Reason = vn.NFC(strings.TrimSpace(answer.Reason))
	to := AppealRefused
	if answer.Accept {
		to = AppealAccepted
	}
	if a.State == to && a.Answer == answer.Reason && a.AnsweredID == tx.Actor.ID {
		return nil // the same form sent twice
	}
	if a.State != AppealOpen {
		return problem.New(problem.Conflict, "Kiến nghị này %s; xem câu trả lời dưới đây.", a.State.StateName())
	}
	s, err := sheetIn(tx, y, Concluded)
	if err != nil {
		return err
	}
	if err := mayJudge(tx, y, s, a.UnitID); err != nil {
		return err
	}
	if a.Version != version {
		return problem.New(problem.Conflict, "Kiến nghị vừa đổi; hãy xem lại rồi trả lời.")
	}
	if err := answer.check(a); err != nil {
		return err
	}
	was, err := scored(tx, y, s)
	if err != nil {
		return err
	}
	a.keepWas(was, order)
	if answer.Accept {
		if err := a.accept(tx, y, was, answer); err != nil {
			return err
		}
	}
	is, err := scored(tx, y, s)
	if err != nil {
		return err
	}
	a.keepIs(was, is, order)
	a.State, a.Answer, a.Version = to, answer.Reason, a.Version+1
	a.AnsweredID, a.AnsweredBy, a.AnsweredAt = tx.Actor.ID, access.Signature(tx.Actor, access.ScoringConclude, y.Scope()), db.At(tx.Now)
	if err := updateAppeal(tx, a); err != nil {
		return fmt.Errorf("answer appeal: %w", err)
	}
	if err := cycle.TellUnits(tx, y, "Kiến nghị đã được trả lời", AppealPage+"/"+a.ID, a.UnitID); err != nil {
		return err
	}
	before := map[string]any{"state": AppealOpen, "total": a.TotalWas, "rank": a.RankWas}
	after := map[string]any{"state": a.State, "total": a.TotalIs, "rank": a.RankIs}
	if a.Marked != "" {
		before["points"], after["points"], after["criterion"] = a.PointsWas, a.PointsIs, a.Marked
	}
	return notedAppeal(tx, y.Scope(), access.ScoringConclude, a, before, after, answer.Reason)
}

// check reports what an answer lacks.
func (n AppealAnswer) check(a Appeal) error {
	var list problem.List
	switch {
	case n.Reason == "":
		list.Add("reason", "Ghi lý do trả lời; đơn vị và bạn đọc sẽ đọc.")
	case utf8.RuneCountInString(n.Reason) > maxAppeal:
		list.Add("reason", "Lý do dài quá %s chữ; hãy rút ngắn.", "4.000")
	}
	blob.RefuseSecrets(&list, "reason", n.Reason)
	if n.Accept && !n.Requalify {
		if cmp.Or(a.Criterion, n.Criterion) == "" {
			list.Add("criterion", "Chọn tiêu chí được chấm lại.")
		}
		if n.Points == "" {
			list.Add("points", "Chấp nhận thì ghi điểm kết luận mới.")
		}
	}
	return list.Err()
}

// accept does what an accepted appeal brings.
func (a *Appeal) accept(tx *db.Tx, y cycle.Year, sc Scored, n AppealAnswer) error {
	m := sc.marking(a.UnitID)
	if n.Requalify {
		if m.DQReason == "" {
			return problem.Field("xep", "Đơn vị đang được xếp hạng nên không có gì để bỏ.")
		}
		m.DQReason, m.DQDocument, m.Version = "", "", m.Version+1
		if err := updateMarking(tx, m); err != nil {
			return fmt.Errorf("rank unit again: %w", err)
		}
		return nil
	}
	a.Marked = cmp.Or(a.Criterion, n.Criterion)
	l := sc.leafOf(a.UnitID, a.Marked)
	if l == nil {
		return problem.Field("criterion", "Bảng chấm điểm không có tiêu chí «%s»; chọn một tiêu chí trong danh sách.", a.Marked)
	}
	if points := fraction(n.Points); points != nil && l.Points != nil && points.Cmp(l.Points) == 0 {
		return problem.Field("points", "Điểm của %s đang là %s; chấp nhận thì ghi điểm khác, giữ nguyên thì trả lời không chấp nhận.", a.Marked, sc.points(l.Points))
	}
	pen := pen{act: access.ScoringConclude, level: Final, m: m, version: m.Version}
	_, err := pen.write(tx, y, sc, []PersonMark{{Criterion: a.Marked, Points: n.Points, Reason: n.Reason}})
	for _, p := range problem.All(err) {
		p.Field = map[string]string{pointsField(a.Marked): "points", reasonField(a.Marked): "reason"}[p.Field]
	}
	return err
}

// keepWas notes where the unit stands before the answer.
func (a *Appeal) keepWas(sc Scored, order Order) {
	for i, u := range sc.Result.Units {
		if u.Unit.ID == a.UnitID {
			a.TotalWas, a.RankWas = exact(u.Total), order(sc.Result)[i].Rank
		}
	}
}

// keepIs notes where it stands after it.
func (a *Appeal) keepIs(was, is Scored, order Order) {
	for i, u := range is.Result.Units {
		if u.Unit.ID == a.UnitID {
			a.TotalIs, a.RankIs = exact(u.Total), order(is.Result)[i].Rank
		}
	}
	if a.Marked != "" {
		a.PointsWas, a.PointsIs = exact(was.leafOf(a.UnitID, a.Marked).Points), exact(is.leafOf(a.UnitID, a.Marked).Points)
	}
}
