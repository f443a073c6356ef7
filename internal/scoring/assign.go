package scoring

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Unassign says that the task of a leaf was not given to a unit (không giao), with
// the document that says so; an empty document takes that back. What the unit had
// typed there is kept, and is without effect meanwhile.
func Unassign(tx *db.Tx, y cycle.Year, unitID, criterion, document string) error {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return err
	}
	s, m, err := markingIn(tx, y, unitID, UnitOpen, UnitSubmitted, UnitReturned, UnitAppraised, UnitExplained, UnitAppraised2)
	if err != nil {
		return err
	}
	if tx.Actor.Unit == unitID {
		return problem.New(problem.Denied, "Không ai quyết định việc không giao của đơn vị mình; cơ quan thường trực Hội đồng làm việc này.")
	}
	sc, err := scoredOf(tx, y, s, unitID)
	if err != nil {
		return err
	}
	if r := sc.leafRow(criterion); r == nil || r.Kind == Bonus || r.Kind == Penalty {
		return problem.Field("document", "Chỉ tiêu chí có điểm tối đa mới có thể không giao; điểm thưởng, điểm trừ thì không.")
	}
	var list problem.List
	blob.RefuseSecrets(&list, "document", document)
	if err := list.Err(); err != nil {
		return err
	}
	u := Unassigned{SheetID: s.ID, UnitID: unitID, Criterion: criterion, Document: strings.TrimSpace(document), AccountID: tx.Actor.ID, Name: tx.Actor.Name, At: db.At(tx.Now)}
	there, err := unassignedOf(tx, s.ID)
	if err != nil {
		return fmt.Errorf("read unassigned: %w", err)
	}
	was := ""
	if i := slices.IndexFunc(there, func(o Unassigned) bool { return o.UnitID == unitID && o.Criterion == criterion }); i >= 0 {
		was = there[i].Document
	}
	switch {
	case was == u.Document && was == "":
		return problem.Field("document", "Ghi số, ngày văn bản cho biết nhiệm vụ này không giao cho đơn vị.")
	case was == u.Document:
		return nil
	case u.Document == "":
		err = deleteUnassigned(tx, s.ID, unitID, criterion)
	default:
		err = insertUnassigned(tx, u)
	}
	if err != nil {
		return fmt.Errorf("unassign %s: %w", criterion, err)
	}
	m.Version++
	if err := updateMarking(tx, m); err != nil {
		return fmt.Errorf("store marking: %w", err)
	}
	return noted(tx, y.Scope(), access.ScoringDefine, s, was, u, "")
}
