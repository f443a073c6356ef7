package scoring

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
)

// PersonMark is one mark as a person types it; empty Points take a mark back.
// AsComputed accepts the computed value (giữ giá trị tính).
type PersonMark struct {
	Criterion  string
	Points     string // decimal with a point
	AsComputed bool
	Again      bool // given anew on what is so now, though the points are the same
	Reason     string
}

// asComputed is the reason of a mark that accepts the computed value.
const asComputed = "giữ giá trị tính"

// Appraise stores the appraiser's marks of the given leaves of a unit (thẩm định):
// the first appraisal of what was submitted, the second of what was explained.
// They are a draft until FinishAppraisal. Nobody appraises the own unit, what the
// same person has typed, or what it has refused to. version is the one the person
// saw; a leaf that another has marked since is refused. It returns the version
// from here on.
func Appraise(tx *db.Tx, y cycle.Year, unitID string, version int64, marks []PersonMark) (int64, error) {
	if err := access.Require(tx, access.ScoringAppraise, y.Scope()); err != nil {
		return 0, err
	}
	s, m, err := markingIn(tx, y, unitID, UnitSubmitted, UnitAppraised, UnitExplained, UnitAppraised2)
	if err != nil {
		return 0, err
	}
	sc, err := scoredOf(tx, y, s, unitID)
	if err != nil {
		return 0, err
	}
	if err := appraisalOpen(tx, y, sc, m); err != nil {
		return 0, err
	}
	if err := mayJudge(tx, y, s, unitID); err != nil {
		return 0, err
	}
	pen := pen{act: access.ScoringAppraise, level: m.appraising(sc.Second), m: m, version: version}
	return pen.write(tx, y, sc, marks)
}

func appraisalOpen(tx *db.Tx, y cycle.Year, sc Scored, m Marking) error {
	switch m.appraising(sc.Second) {
	case Appraised:
		return cycle.MustBeOpen(tx, y, cycle.Appraise)
	case Appraised2:
		return cycle.MustBeOpen(tx, y, cycle.Reappraise)
	}
	return problem.New(problem.Closed, "Bảng chấm điểm này không có thẩm định lần hai; giải trình được trả lời khi kết luận.")
}

// pen is a person who gives marks of one level to one unit.
type pen struct {
	act     access.Act
	level   Level
	m       Marking
	version int64 // that the person saw
}

func (p pen) write(tx *db.Tx, y cycle.Year, sc Scored, marks []PersonMark) (int64, error) {
	changed, err := p.changes(sc, marks)
	if err != nil || len(changed) == 0 {
		return p.m.Version, err
	}
	p.m.Version++
	for i := range changed {
		g := &changed[i]
		g.SheetID, g.Number, g.UnitID, g.Level, g.Version = sc.Sheet.ID, sc.Sheet.Number, p.m.UnitID, p.level, p.m.Version
		g.AccountID, g.Name, g.At = tx.Actor.ID, access.Signature(tx.Actor, p.act, y.Scope()), db.At(tx.Now)
		if err := saveGiven(tx, *g); err != nil {
			return 0, fmt.Errorf("store mark of %s: %w", g.Criterion, err)
		}
	}
	if err := updateMarking(tx, p.m); err != nil {
		return 0, fmt.Errorf("store marking: %w", err)
	}
	return p.m.Version, noted(tx, y.Scope(), p.act, sc.Sheet, nil, map[string]any{"unit": p.m.UnitID, "level": p.level, "marks": marks}, "")
}

// changes are the marks that differ from what stands, checked.
func (p pen) changes(sc Scored, marks []PersonMark) ([]Given, error) {
	var list problem.List
	var changed []Given
	for _, a := range marks {
		l := sc.leafOf(p.m.UnitID, a.Criterion)
		if l == nil {
			list.Add(pointsField(a.Criterion), "Bảng chấm điểm không có tiêu chí «%s»; mở lại trang rồi chấm lại.", a.Criterion)
			continue
		}
		g, readable := p.mark(&list, l, a)
		if !readable {
			continue
		}
		g.Basis = sc.storedAt(p.m.UnitID, a.Criterion).basis()
		there := sc.givenAt(p.m.UnitID, a.Criterion, p.level)
		fresh := there.Computed == g.Computed && (there.Before == g.Before || there.Before == unkept)
		if there.Points == g.Points && there.Reason == g.Reason && (g.Points == "" || fresh || !a.AsComputed && !a.Again) {
			continue // a form that repeats a mark does not renew what it rests on
		}
		if there.Version > p.version {
			list = append(list, conflict(pointsField(a.Criterion), a.Criterion, there.Name, there.At, there.words()))
			continue
		}
		blob.RefuseSecrets(&list, reasonField(a.Criterion), g.Reason)
		if why := sc.lacksReason(l, g, p.level); why != "" && p.m.Counts(p.level) {
			list.Add(reasonField(a.Criterion), "%s", why)
		}
		changed = append(changed, g)
	}
	return changed, list.Err()
}

// mark reads one typed mark of a leaf.
func (p pen) mark(list *problem.List, l *Leaf, a PersonMark) (Given, bool) {
	g := Given{Criterion: a.Criterion, Reason: strings.TrimSpace(a.Reason), Computed: ratText(l.Computed), Before: ratText(l.previous(p.level))}
	field := pointsField(a.Criterion)
	switch {
	case l.Unassigned && (a.AsComputed || a.Points != ""):
		list.Add(field, "%s không giao cho đơn vị này nên không chấm.", a.Criterion)
		return g, false
	case a.AsComputed && l.Computed == nil:
		list.Add(field, "%s không có giá trị tính để giữ; ghi điểm.", a.Criterion)
		return g, false
	case a.AsComputed:
		g.Points = decimalText(l.Computed)
		if g.Reason == "" && g.Computed != g.Before {
			g.Reason = asComputed
		}
		return g, true
	case a.Points == "":
		return g, true
	}
	points, ok := new(big.Rat).SetString(a.Points)
	switch {
	case !ok || points.Sign() < 0:
		list.Add(field, "Điểm của %s là số từ 0 đến %s.", a.Criterion, number(l.Criterion.Max))
		return g, false
	case points.Cmp(l.Criterion.Max) > 0:
		list.Add(field, "Điểm %s cao hơn điểm tối đa %s của %s.", number(points), number(l.Criterion.Max), a.Criterion)
		return g, false
	}
	g.Points = a.Points
	return g, true
}

// words is a mark in a line.
func (g Given) words() string {
	if g.Points == "" {
		return ""
	}
	points := number(fraction(g.Points))
	if g.Reason != "" {
		return points + ", " + g.Reason
	}
	return points
}

// lacksReason says that a mark differs from the one before it and gives no reason.
func (s Scored) lacksReason(l *Leaf, g Given, level Level) string {
	before := l.previous(level)
	if g.Points == "" || g.Reason != "" || before == nil || fraction(g.Points).Cmp(before) == 0 {
		return ""
	}
	return fmt.Sprintf("%s: điểm %s %s khác điểm trước đó %s; ghi lý do.", g.Criterion, level.LevelName(), number(fraction(g.Points)), s.points(before))
}

// KeepBefore marks each leaf of a unit that the level still lacks with the mark
// that stands before it (giữ điểm đứng trước).
func KeepBefore(tx *db.Tx, y cycle.Year, unitID string, version int64) (int64, error) {
	if err := access.Require(tx, access.ScoringAppraise, y.Scope()); err != nil {
		return 0, err
	}
	s, m, err := markingIn(tx, y, unitID, UnitSubmitted, UnitExplained)
	if err != nil {
		return 0, err
	}
	sc, err := scoredOf(tx, y, s, unitID)
	if err != nil {
		return 0, err
	}
	wanted, err := toAppraise(tx, sc, m)
	if err != nil {
		return 0, err
	}
	var marks []PersonMark
	for _, l := range wanted {
		before := l.previous(m.appraising(sc.Second))
		if before == nil || sc.givenAt(unitID, l.Path, m.appraising(sc.Second)).Points != "" {
			continue
		}
		marks = append(marks, PersonMark{Criterion: l.Path, Points: decimalText(before)})
	}
	return Appraise(tx, y, unitID, version, marks)
}

// toAppraise lists the leaves that an appraisal of the unit marks: all that were
// given to it, in the second only those that it has explained.
func toAppraise(tx *db.Tx, sc Scored, m Marking) ([]*Leaf, error) {
	u := sc.unit(m.UnitID)
	if u == nil {
		return nil, nil
	}
	explained, err := explanationsOf(tx, sc.Sheet.ID)
	if err != nil {
		return nil, fmt.Errorf("read explanations: %w", err)
	}
	var leaves []*Leaf
	for i := range u.Leaves {
		l := &u.Leaves[i]
		said := slices.ContainsFunc(explained, func(e Explanation) bool { return e.UnitID == m.UnitID && e.Criterion == l.Path && e.Text != "" })
		if !l.Unassigned && (m.appraising(sc.Second) == Appraised || said) {
			leaves = append(leaves, l)
		}
	}
	return leaves, nil
}

// FinishAppraisal makes an appraiser's marks of a unit count: every leaf is
// marked, each with its reason, on the figures as they are now.
func FinishAppraisal(tx *db.Tx, y cycle.Year, unitID string) error {
	if err := access.Require(tx, access.ScoringAppraise, y.Scope()); err != nil {
		return err
	}
	s, m, err := markingIn(tx, y, unitID, UnitSubmitted, UnitExplained)
	if err != nil {
		return err
	}
	sc, err := scoredOf(tx, y, s, unitID)
	if err != nil {
		return err
	}
	if err := appraisalOpen(tx, y, sc, m); err != nil {
		return err
	}
	if err := mayJudge(tx, y, s, unitID); err != nil {
		return err
	}
	level, to := m.appraising(sc.Second), UnitAppraised
	if level == Appraised2 {
		to = UnitAppraised2
	}
	wanted, err := toAppraise(tx, sc, m)
	if err != nil {
		return err
	}
	if err := completeAt(sc, m, wanted, level); err != nil {
		return err
	}
	title := map[Level]string{Appraised: "Điểm của đơn vị đã được thẩm định", Appraised2: "Giải trình đã được thẩm định lần hai"}[level]
	if err := cycle.TellUnits(tx, y, title, cycle.ScoringPage+"/"+unitID, unitID); err != nil {
		return err
	}
	return move(tx, y.Scope(), access.ScoringAppraise, s, m, to, "")
}

// completeAt reports which marks of a level a unit lacks, which lack a reason, and
// which rest on what is no more so.
func completeAt(sc Scored, m Marking, wanted []*Leaf, level Level) error {
	var list problem.List
	var missing []string
	for _, l := range wanted {
		g := sc.givenAt(m.UnitID, l.Path, level)
		if g.Points == "" {
			missing = append(missing, l.Path)
			continue
		}
		if why := sc.lacksReason(l, g, level); why != "" {
			list.Add(reasonField(l.Path), "%s", why)
		}
		if c, stale := sc.stale(l, g); stale {
			list.Add(pointsField(l.Path), "%s: %s. Chấm lại, hoặc quyết định ở trang «Điểm cần xem lại».", l.Path, c.Why)
		}
	}
	if len(missing) > 0 {
		list = slices.Insert(list, 0, problem.New(problem.Invalid, "Còn %d tiêu chí chưa có điểm %s: %s. Ghi 0 nếu không có điểm, hoặc giữ điểm đứng trước.",
			len(missing), level.LevelName(), strings.Join(missing, ", ")))
	}
	return list.Err()
}

// MayJudge tells why the actor, who may appraise or conclude in the year, may not
// do so for one unit.
//
// Read: requires the right to appraise or conclude.
func MayJudge(tx *db.Tx, y cycle.Year, unitID string) error {
	if err := access.Require(tx, access.ScoringAppraise, y.Scope()); err != nil && !access.May(tx, access.ScoringConclude, y.Scope()) {
		return err
	}
	s, err := sheetIn(tx, y, Opened)
	if err != nil {
		return err
	}
	return mayJudge(tx, y, s, unitID)
}

// mayJudge refuses who is of the unit itself or may mark on its behalf, who has
// typed its self-score or any of its figures of the year (phân nhiệm), who has
// refused to mark it, and who acts for one of these.
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
	if access.May(tx, access.ScoringSelf, y.UnitScope(unitID)) {
		return problem.New(problem.Denied, "Bạn tự chấm được thay đơn vị này nên không thẩm định; người khác trong tổ thẩm định làm việc này.")
	}
	recusals, err := recusalsOf(tx, s.ID)
	if err != nil {
		return fmt.Errorf("read recusals: %w", err)
	}
	for _, r := range recusals {
		if r.UnitID == unitID && slices.Contains(persons, r.AccountID) {
			return problem.New(problem.Denied, "%s đã từ chối chấm đơn vị này vì xung đột lợi ích (%s); người khác trong tổ thẩm định làm việc này.", r.Name, r.Reason)
		}
	}
	return nil
}
