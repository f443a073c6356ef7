package scoring

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// maxExplanation bounds an explanation, in letters.
const maxExplanation = 2000

// Said is what a unit says to the appraised mark of one leaf; an empty Text takes
// it back.
type Said struct {
	Criterion string
	Text      string
}

// ExplainMarks stores what a unit says to its appraised marks (giải trình), as a
// draft until SendExplanations. version is the one the person saw; it returns the
// version from here on.
func ExplainMarks(tx *db.Tx, y cycle.Year, unitID string, version int64, said []Said) (int64, error) {
	scope := y.UnitScope(unitID)
	if err := access.Require(tx, access.ScoringSelf, scope); err != nil {
		return 0, err
	}
	s, m, err := markingIn(tx, y, unitID, UnitAppraised)
	if err != nil {
		return 0, err
	}
	if err := cycle.MustBeOpen(tx, y, cycle.Explain); err != nil {
		return 0, err
	}
	sc, err := scoredOf(tx, y, s, unitID)
	if err != nil {
		return 0, err
	}
	there, err := explanationsOf(tx, s.ID)
	if err != nil {
		return 0, fmt.Errorf("read explanations: %w", err)
	}
	changed, before, err := newWords(sc, m, version, said, there)
	if err != nil || len(changed) == 0 {
		return m.Version, err
	}
	m.Version++
	for _, e := range changed {
		e.SheetID, e.UnitID, e.Version = s.ID, unitID, m.Version
		e.AccountID, e.Name, e.At = tx.Actor.ID, tx.Actor.Name, db.At(tx.Now)
		if err := saveExplanation(tx, e); err != nil {
			return 0, fmt.Errorf("explain %s: %w", e.Criterion, err)
		}
	}
	if err := updateMarking(tx, m); err != nil {
		return 0, fmt.Errorf("store marking: %w", err)
	}
	return m.Version, noted(tx, scope, access.ScoringSelf, s, before, changed, "")
}

func newWords(sc Scored, m Marking, version int64, said []Said, there []Explanation) (changed, before []Explanation, err error) {
	var list problem.List
	for _, w := range said {
		field := "explain_" + w.Criterion
		w.Text = vn.NFC(strings.TrimSpace(w.Text))
		var stored Explanation
		if i := slices.IndexFunc(there, func(e Explanation) bool { return e.UnitID == m.UnitID && e.Criterion == w.Criterion }); i >= 0 {
			stored = there[i]
		}
		switch {
		case stored.Text == w.Text:
			continue
		case sc.leafRow(w.Criterion) == nil:
			list.Add(field, "Bảng chấm điểm không có tiêu chí «%s»; mở lại trang rồi viết lại.", w.Criterion)
			continue
		case stored.Version > version:
			list = append(list, conflict(field, w.Criterion, stored.Name, stored.At, stored.Text))
			continue
		case utf8.RuneCountInString(w.Text) > maxExplanation:
			list.Add(field, "Giải trình %s dài quá %s chữ; hãy rút ngắn, phần dài để trong tệp minh chứng.", w.Criterion, "2.000")
		}
		blob.RefuseSecrets(&list, field, w.Text)
		changed, before = append(changed, Explanation{Criterion: w.Criterion, Text: w.Text}), append(before, stored)
	}
	return changed, before, list.Err()
}

// SendExplanations hands a unit's explanations to the appraisers. Who agrees with
// the appraisal sends none.
func SendExplanations(tx *db.Tx, y cycle.Year, unitID string) error {
	scope := y.UnitScope(unitID)
	if err := access.Require(tx, access.ScoringSelf, scope); err != nil {
		return err
	}
	s, m, err := markingIn(tx, y, unitID, UnitAppraised)
	if err != nil {
		return err
	}
	if err := cycle.MustBeOpen(tx, y, cycle.Explain); err != nil {
		return err
	}
	there, err := explanationsOf(tx, s.ID)
	if err != nil {
		return fmt.Errorf("read explanations: %w", err)
	}
	if !slices.ContainsFunc(there, func(e Explanation) bool { return e.UnitID == unitID && e.Text != "" }) {
		return problem.New(problem.Invalid, "Chưa có giải trình nào. Thống nhất với điểm thẩm định thì không cần gửi.")
	}
	return move(tx, scope, access.ScoringSelf, s, m, UnitExplained, "")
}
