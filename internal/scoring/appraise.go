package scoring

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
)

// AppraisedMark is one mark of an appraiser; empty Points accept what stands.
type AppraisedMark struct {
	Criterion string
	Points    string // decimal with a point
	Reason    string
}

// Appraise stores the appraiser's marks of a unit (thẩm định). A mark that
// differs from the one before it needs a reason. Nobody appraises the own unit
// or what the same person has typed.
func Appraise(tx *db.Tx, y cycle.Year, unitID string, version int64, marks []AppraisedMark) error {
	if err := access.Require(tx, access.ScoringAppraise, y.Scope()); err != nil {
		return err
	}
	s, m, err := markingIn(tx, y, unitID, UnitSubmitted, UnitAppraised)
	if err != nil {
		return err
	}
	if err := cycle.MustHaveBegun(tx, y, cycle.Appraise); err != nil {
		return err
	}
	if err := mayJudge(tx, y, s, unitID); err != nil {
		return err
	}
	if m.Version != version {
		return problem.New(problem.Conflict, "Điểm thẩm định của đơn vị vừa được người khác lưu. Điều bạn gõ còn nguyên ở dưới; hãy đối chiếu rồi lưu lại.")
	}
	r, err := computed(tx, y, s)
	if err != nil {
		return err
	}
	given, err := checkAppraised(r, unitID, marks)
	if err != nil {
		return err
	}
	if err := clearMarks(tx, s, unitID); err != nil {
		return fmt.Errorf("clear marks: %w", err)
	}
	for _, g := range given {
		g.SheetID, g.Number, g.UnitID, g.Level = s.ID, s.Number, unitID, Appraised
		g.AccountID, g.Name, g.At = tx.Actor.ID, access.Signature(tx.Actor, access.ScoringAppraise, y.Scope()), db.At(tx.Now)
		if err := insertMark(tx, g); err != nil {
			return fmt.Errorf("store mark of %s: %w", g.Criterion, err)
		}
	}
	if _, err := computed(tx, y, s); err != nil {
		return err // a mark above its maximum is refused beside its leaf
	}
	m.State, m.Version = UnitAppraised, m.Version+1
	if err := updateMarking(tx, m); err != nil {
		return fmt.Errorf("store appraisal: %w", err)
	}
	return noted(tx, y.Scope(), access.ScoringAppraise, s, nil, map[string]any{"unit": unitID, "marks": marks}, "")
}

// MayJudge tells why the actor, who may appraise in the year, may not appraise one
// unit.
//
// Read: requires the right to appraise.
func MayJudge(tx *db.Tx, y cycle.Year, unitID string) error {
	if err := access.Require(tx, access.ScoringAppraise, y.Scope()); err != nil {
		return err
	}
	s, err := sheetIn(tx, y, Opened)
	if err != nil {
		return err
	}
	return mayJudge(tx, y, s, unitID)
}

// mayJudge refuses who is of the unit itself, and who has typed its self-score or
// any of its figures of the year, or acts for one who has (phân nhiệm).
func mayJudge(tx *db.Tx, y cycle.Year, s YearSheet, unitID string) error {
	if tx.Actor.Unit == unitID {
		return problem.New(problem.Denied, "Không ai thẩm định đơn vị của chính mình.")
	}
	writers, err := writersOf(tx, s.ID, unitID)
	if err != nil {
		return fmt.Errorf("find who filled in %s: %w", unitID, err)
	}
	typed, err := indicator.TypedFor(tx, y, unitID)
	if err != nil {
		return err
	}
	persons := tx.Actor.Persons()
	if typed || slices.ContainsFunc(writers, func(w writer) bool { return slices.Contains(persons, w.AccountID) }) {
		return problem.New(problem.Denied, "Bạn hoặc người bạn làm thay đã nhập số liệu của đơn vị này nên không thẩm định được; người khác trong tổ thẩm định làm việc này.")
	}
	return nil
}

func checkAppraised(r *Result, unitID string, marks []AppraisedMark) ([]Given, error) {
	before := map[string]Leaf{}
	for _, u := range r.Units {
		if u.Unit.ID == unitID {
			for _, l := range u.Leaves {
				before[l.Path] = l
			}
		}
	}
	var list problem.List
	var given []Given
	for _, a := range marks {
		if a.Points == "" {
			continue
		}
		leaf, ok := before[a.Criterion]
		points, readable := new(big.Rat).SetString(a.Points)
		if !ok || !readable {
			list.Add("points_"+a.Criterion, "Điểm của %s không đọc được.", a.Criterion)
			continue
		}
		if points.Cmp(standing(leaf)) != 0 && strings.TrimSpace(a.Reason) == "" {
			list.Add("reason_"+a.Criterion, "Điểm thẩm định %s khác điểm trước đó %s; ghi lý do.", Format(points, r.Sheet.Decimals), Format(standing(leaf), r.Sheet.Decimals))
		}
		g := Given{Criterion: a.Criterion, Points: a.Points, Reason: strings.TrimSpace(a.Reason)}
		if leaf.Computed != nil {
			g.Computed = leaf.Computed.RatString()
		}
		given = append(given, g)
	}
	return given, list.Err()
}

// standing is what a leaf is worth before any appraised mark.
func standing(l Leaf) *big.Rat {
	if m := l.Mark(Self); m != nil {
		return m.Points
	}
	if l.Computed != nil {
		return l.Computed
	}
	return new(big.Rat)
}

// ReturnSelf gives a self-score back to its unit, with a reason.
func ReturnSelf(tx *db.Tx, y cycle.Year, unitID, reason string) error {
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
	if reason = strings.TrimSpace(reason); reason == "" {
		return problem.Field("reason", "Ghi lý do trả lại.")
	}
	m.State, m.Reason, m.Version = UnitReturned, reason, m.Version+1
	if err := updateMarking(tx, m); err != nil {
		return fmt.Errorf("return self-score: %w", err)
	}
	if err := cycle.TellUnits(tx, y, "Bản tự chấm điểm bị trả lại", cycle.ScoringPage+"/"+unitID, unitID); err != nil {
		return err
	}
	return noted(tx, y.Scope(), access.ScoringAppraise, s, nil, map[string]any{"unit": unitID, "state": UnitReturned}, reason)
}

// Disqualify takes a unit out of the ranking for a fact, with the document that
// says so; an empty reason takes it in again.
func Disqualify(tx *db.Tx, y cycle.Year, unitID, reason, document string) error {
	if err := access.Require(tx, access.ScoringConclude, y.Scope()); err != nil {
		return err
	}
	s, m, err := markingIn(tx, y, unitID, UnitOpen, UnitSubmitted, UnitReturned, UnitAppraised)
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
