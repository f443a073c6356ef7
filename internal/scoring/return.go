package scoring

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Return is what an appraiser gives back to a unit, and why.
type Return struct {
	Criteria []string // paths; none gives back the whole sheet
	Reason   string
	Until    vn.Date // last day for mending; needed once the phase has ended
}

// ReturnSelf gives a self-score back to its unit, the whole or single criteria,
// with a reason. The other criteria stand still meanwhile.
func ReturnSelf(tx *db.Tx, y cycle.Year, unitID string, r Return) error {
	if err := access.Require(tx, access.ScoringAppraise, y.Scope()); err != nil {
		return err
	}
	s, m, err := markingIn(tx, y, unitID, UnitSubmitted, UnitAppraised)
	if err != nil {
		return err
	}
	if err := mayJudge(tx, y, s, unitID); err != nil {
		return err
	}
	sc, err := scoredOf(tx, y, s, unitID)
	if err != nil {
		return err
	}
	if err := r.check(tx, y, sc); err != nil {
		return err
	}
	if len(r.Criteria) == 0 {
		r.Criteria = []string{""}
	}
	if err := giveBack(tx, s, unitID, access.Signature(tx.Actor, access.ScoringAppraise, y.Scope()), r.Reason, r.Criteria); err != nil {
		return err
	}
	if err := cycle.TellUnits(tx, y, "Bản tự chấm điểm bị trả lại", cycle.ScoringPage+"/"+unitID, unitID); err != nil {
		return err
	}
	m.Reason, m.Until = r.Reason, r.Until
	return move(tx, y.Scope(), access.ScoringAppraise, s, m, UnitReturned, r.Reason)
}

// giveBack notes what a unit has to mend, and who says so.
func giveBack(tx *db.Tx, s YearSheet, unitID, by, reason string, criteria []string) error {
	for _, path := range criteria {
		err := insertReturn(tx, Returned{
			ID: db.NewID(), SheetID: s.ID, UnitID: unitID, Criterion: path, Reason: reason,
			AccountID: tx.Actor.ID, Name: by, At: db.At(tx.Now),
		})
		if err != nil {
			return fmt.Errorf("return %s: %w", path, err)
		}
	}
	return nil
}

func (r *Return) check(tx *db.Tx, y cycle.Year, sc Scored) error {
	var list problem.List
	if r.Reason = strings.TrimSpace(r.Reason); r.Reason == "" {
		list.Add("reason", "Ghi lý do trả lại.")
	}
	blob.RefuseSecrets(&list, "reason", r.Reason)
	for _, path := range r.Criteria {
		if sc.leafRow(path) == nil {
			list.Add("criteria", "Bảng chấm điểm không có tiêu chí «%s»; ghi mã đầy đủ như %s.", path, sc.Result.Units[0].Leaves[0].Path)
		}
	}
	if err := checkUntil(tx, y, r.Until, &list); err != nil {
		return err
	}
	return list.Err()
}

// checkUntil reports a last day for mending that has passed, or that is needed
// and absent. The error is ours.
func checkUntil(tx *db.Tx, y cycle.Year, until vn.Date, list *problem.List) error {
	closed := cycle.MustBeOpen(tx, y, cycle.Score)
	switch {
	case closed != nil && problem.All(closed) == nil:
		return closed
	case until.IsZero() && closed != nil:
		list.Add("until", "Giai đoạn tự chấm điểm đã hết; ghi hạn để đơn vị sửa.")
	case !until.IsZero() && until.Before(tx.Today()):
		list.Add("until", "Hạn sửa phải từ hôm nay trở đi.")
	}
	return nil
}

// Disqualify takes a unit out of the ranking for a fact, with the document that
// says so; an empty reason takes it in again.
func Disqualify(tx *db.Tx, y cycle.Year, unitID, reason, document string) error {
	if err := access.Require(tx, access.ScoringConclude, y.Scope()); err != nil {
		return err
	}
	s, m, err := markingIn(tx, y, unitID, UnitOpen, UnitSubmitted, UnitReturned, UnitAppraised, UnitExplained, UnitAppraised2)
	if err != nil {
		return err
	}
	if err := mayJudge(tx, y, s, unitID); err != nil {
		return err
	}
	reason, document = strings.TrimSpace(reason), strings.TrimSpace(document)
	if reason != "" && document == "" {
		return problem.Field("document", "Ghi số, ngày văn bản làm căn cứ.")
	}
	if m.DQReason == reason && m.DQDocument == document {
		return nil // the same form sent twice
	}
	m.DQReason, m.DQDocument, m.Version = reason, document, m.Version+1
	if err := updateMarking(tx, m); err != nil {
		return fmt.Errorf("disqualify unit: %w", err)
	}
	return noted(tx, y.Scope(), access.ScoringConclude, s, nil, map[string]any{"unit": unitID, "document": document}, reason)
}
