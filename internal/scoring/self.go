package scoring

import (
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// FillIn stores what a unit says of its own year (tự chấm): what it achieved on
// each leaf, and for a Direct leaf the points it gives itself. What is left
// empty is not marked yet; 0 is a mark. version is the one the person saw.
func FillIn(tx *db.Tx, y cycle.Year, unitID string, version int64, filled []Filled) error {
	scope := y.UnitScope(unitID)
	if err := access.Require(tx, access.ScoringSelf, scope); err != nil {
		return err
	}
	s, m, err := markingIn(tx, y, unitID, UnitOpen, UnitReturned)
	if err != nil {
		return err
	}
	if err := cycle.MustBeOpen(tx, y, cycle.Score); err != nil {
		return err
	}
	before, err := filledOf(tx, s, unitID)
	if err != nil {
		return fmt.Errorf("read what was filled in: %w", err)
	}
	if m.Version != version {
		return problem.New(problem.Conflict, "Bảng của đơn vị vừa được người khác lưu%s. Điều bạn gõ còn nguyên ở dưới; hãy đối chiếu rồi lưu lại.", whatChanged(before, filled))
	}
	if err := replaceFilled(tx, s, unitID, filled); err != nil {
		return err
	}
	if _, err := computed(tx, y, s); err != nil {
		return err // the figures do not suit the criteria: every mistake, beside its leaf
	}
	m.Version++
	if err := updateMarking(tx, m); err != nil {
		return fmt.Errorf("store marking: %w", err)
	}
	return noted(tx, scope, access.ScoringSelf, s, before, filled, "")
}

// whatChanged names the leaves on which the stored values differ from the
// typed ones.
func whatChanged(stored, typed []Filled) string {
	by := map[string]Filled{}
	for _, f := range typed {
		by[f.Criterion] = f
	}
	var names []string
	for _, f := range stored {
		if t, ok := by[f.Criterion]; ok && t.Value != f.Value {
			names = append(names, fmt.Sprintf("%s nay là «%s»", f.Criterion, f.Value))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ": " + strings.Join(names, "; ")
}

func replaceFilled(tx *db.Tx, s YearSheet, unitID string, filled []Filled) error {
	if err := clearFilled(tx, s, unitID); err != nil {
		return fmt.Errorf("clear what was filled in: %w", err)
	}
	if err := insertWriter(tx, s.ID, unitID); err != nil {
		return fmt.Errorf("note who filled in: %w", err)
	}
	var list problem.List
	for _, f := range filled {
		if f.Value == "" && f.Target == "" && f.Actual == "" && f.Note == "" {
			continue
		}
		blob.RefuseSecrets(&list, "note_"+f.Criterion, f.Note)
		f.SheetID, f.Number, f.UnitID, f.AccountID = s.ID, s.Number, unitID, tx.Actor.ID
		if err := insertFilled(tx, f); err != nil {
			return fmt.Errorf("store %s: %w", f.Criterion, err)
		}
	}
	return list.Err()
}

// markingIn finds a unit's part of the open sheet in one of the states.
func markingIn(tx *db.Tx, y cycle.Year, unitID string, states ...UnitState) (YearSheet, Marking, error) {
	s, err := sheetIn(tx, y, Opened)
	if err != nil {
		return s, Marking{}, err
	}
	m, err := findMarking(tx, s.ID, unitID)
	if errors.Is(err, db.ErrNoRow) {
		return s, m, problem.New(problem.NotFound, "Đơn vị này không có trong bảng chấm điểm năm %d.", y.Year)
	}
	if err != nil {
		return s, m, fmt.Errorf("find marking: %w", err)
	}
	for _, state := range states {
		if m.State == state {
			return s, m, nil
		}
	}
	return s, m, problem.New(problem.Closed, "Bảng của đơn vị %s; không sửa được lúc này.", m.State.StateName())
}

// SubmitSelf hands a unit's complete self-score to the appraisers.
func SubmitSelf(tx *db.Tx, y cycle.Year, unitID string) error {
	scope := y.UnitScope(unitID)
	if err := access.Require(tx, access.ScoringSelf, scope); err != nil {
		return err
	}
	s, m, err := markingIn(tx, y, unitID, UnitOpen, UnitReturned)
	if err != nil {
		return err
	}
	if err := cycle.MustBeOpen(tx, y, cycle.Score); err != nil {
		return err
	}
	r, err := computed(tx, y, s)
	if err != nil {
		return err
	}
	for _, u := range r.Units {
		if u.Unit.ID == unitID && len(u.Missing) > 0 {
			return problem.New(problem.Invalid, "Còn %d tiêu chí chưa chấm: %s. Ghi 0 nếu không có, để trống là chưa chấm.", len(u.Missing), strings.Join(u.Missing, ", "))
		}
	}
	m.State, m.Reason, m.Version = UnitSubmitted, "", m.Version+1
	if err := updateMarking(tx, m); err != nil {
		return fmt.Errorf("submit self-score: %w", err)
	}
	return noted(tx, scope, access.ScoringSelf, s, nil, map[string]any{"unit": unitID, "state": UnitSubmitted}, "")
}
