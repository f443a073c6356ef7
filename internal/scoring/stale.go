package scoring

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Stale says that a person's mark rests on what is no more so: which mark, what
// was computed and what stood before it then and now, and why they differ. The
// mark itself never changes by it.
type Stale struct {
	Given    Given // of a self-score its points stand in Points
	Name     string
	Was, Is  string // computed points in Vietnamese
	Why      string
	Computed bool // there is a computed value to accept
}

// AllStale lists the marks that count, or are being given, and rest on what is no
// more so; of each leaf only the last.
func (s Scored) AllStale() []Stale {
	var list []Stale
	for i := range s.Result.Units {
		u := &s.Result.Units[i]
		for j := range u.Leaves {
			l := &u.Leaves[j]
			if c, ok := s.staleAt(u.Unit.ID, l); ok {
				c.Name = u.Unit.Name
				list = append(list, c)
			}
		}
	}
	return list
}

// staleAt looks at the last mark of a leaf.
func (s Scored) staleAt(unitID string, l *Leaf) (Stale, bool) {
	if l.Unassigned {
		return Stale{}, false
	}
	for _, level := range slices.Backward(Levels) {
		if g := s.givenAt(unitID, l.Path, level); g.Points != "" {
			return s.stale(l, g)
		}
	}
	f := s.storedAt(unitID, l.Path)
	if f.Self == "" || f.Computed == ratText(l.Computed) {
		return Stale{}, false
	}
	g := Given{
		UnitID: unitID, Criterion: l.Path, Level: Self, Points: f.Self, Computed: f.Computed, Before: f.Computed, Reason: f.Note,
		AccountID: f.AccountID, Name: f.Name, At: f.At, Basis: f.basis(),
	}
	return s.stale(l, g)
}

// stale compares what a mark rested on with what is so now.
func (s Scored) stale(l *Leaf, g Given) (Stale, bool) {
	computed, before := ratText(l.Computed), ratText(l.previous(g.Level))
	if g.Computed == computed && (g.Before == unkept || g.Before == before) {
		return Stale{}, false
	}
	say := func(points string) string {
		if points == "" {
			return "chưa có"
		}
		return number(fraction(points))
	}
	c := Stale{Given: g, Was: say(g.Computed), Is: say(computed), Computed: l.Computed != nil}
	now := s.storedAt(g.UnitID, g.Criterion).basis()
	changed := fmt.Sprintf("giá trị tính đổi từ %s thành %s", c.Was, c.Is)
	switch {
	case g.Computed == computed:
		c.Why = fmt.Sprintf("điểm trước đó đổi từ %s thành %s", say(g.Before), say(before))
	case g.Basis == now:
		c.Why = changed + ", vì kết quả của đơn vị khác đổi"
	case g.Basis == "":
		c.Why = changed + ", vì đơn vị nay có «" + now + "»"
	default:
		c.Why = changed + ", vì đơn vị từ «" + g.Basis + "» thành «" + now + "»"
	}
	return c, true
}

// ReadStale lists the marks of a year that rest on what is no more so.
//
// Read: requires the right to read all of the sheet.
func ReadStale(tx *db.Tx, y cycle.Year) ([]Stale, error) {
	if err := access.Require(tx, access.ScoringRead, y.Scope()); err != nil {
		return nil, err
	}
	s, err := sheetIn(tx, y, Opened, Concluded, Published)
	if err != nil || s.State != Opened {
		return nil, err
	}
	sc, err := scored(tx, y, s)
	if err != nil {
		return nil, err
	}
	return sc.AllStale(), nil
}

// Decide answers a mark that rests on what is no more so: it accepts the computed
// value (giữ giá trị tính), or keeps the points with a reason.
func Decide(tx *db.Tx, y cycle.Year, unitID, criterion string, level Level, accept bool, reason string) error {
	if err := access.Require(tx, access.ScoringAppraise, y.Scope()); err != nil && !access.May(tx, access.ScoringConclude, y.Scope()) {
		return err
	}
	s, m, err := markingIn(tx, y, unitID, UnitSubmitted, UnitAppraised, UnitExplained, UnitAppraised2)
	if err != nil {
		return err
	}
	sc, err := scoredOf(tx, y, s, unitID)
	if err != nil {
		return err
	}
	g := sc.givenAt(unitID, criterion, level)
	if g.Points == "" {
		return problem.New(problem.NotFound, "Điểm này không còn; có thể đã có người chấm lại.")
	}
	mark := PersonMark{Criterion: criterion, AsComputed: accept, Again: true, Points: g.Points, Reason: strings.TrimSpace(reason)}
	if !accept && mark.Reason == "" {
		return problem.Field("reason", "Ghi vì sao giữ điểm %s.", number(fraction(g.Points)))
	}
	if level == Final {
		_, err = Settle(tx, y, unitID, m.Version, []PersonMark{mark})
		return err
	}
	if err := access.Require(tx, access.ScoringAppraise, y.Scope()); err != nil {
		return err
	}
	if err := mayJudge(tx, y, s, unitID); err != nil {
		return err
	}
	_, err = pen{act: access.ScoringAppraise, level: level, m: m, version: m.Version}.write(tx, y, sc, []PersonMark{mark})
	return err
}
