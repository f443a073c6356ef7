package scoring

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Part is how much of something is there.
type Part struct{ Done, All int }

// Whole reports whether nothing is missing.
func (p Part) Whole() bool { return p.Done == p.All }

// Progress is how far the marking of one unit is, level by level; it shows no
// mark.
type Progress struct {
	UnitID     string
	Name       string
	Marking    Marking
	Self       Part
	Appraised  Part
	By         map[Level]string // who gave marks of a level
	Explained  int
	Appraised2 Part
	Final      int
	Stale      int
	Late       string // who is late with what, and since when; empty where nobody is
	Recusals   []Recusal
}

// ReadProgress lists how far the marking of a year is, of the units whose part the
// actor may read.
//
// Read: requires the right to read somewhere in the year.
func ReadProgress(tx *db.Tx, y cycle.Year) ([]Progress, error) {
	scope, err := cycle.WhereMay(tx, y, access.ScoringRead)
	if err != nil {
		return nil, err
	}
	if err := access.Require(tx, access.ScoringRead, scope); err != nil {
		return nil, err
	}
	s, err := sheetIn(tx, y, Opened, Concluded, Published)
	if err != nil {
		return nil, err
	}
	sc, err := scored(tx, y, s)
	if err != nil {
		return nil, err
	}
	explained, err := explanationsOf(tx, s.ID)
	if err != nil {
		return nil, fmt.Errorf("read explanations: %w", err)
	}
	recusals, err := recusalsOf(tx, s.ID)
	if err != nil {
		return nil, fmt.Errorf("read recusals: %w", err)
	}
	phases, err := cycle.Phases(tx, y.ID)
	if err != nil {
		return nil, err
	}
	stale := map[string]int{}
	for _, c := range sc.AllStale() {
		stale[c.Given.UnitID]++
	}
	var list []Progress
	for i := range sc.Result.Units {
		u := &sc.Result.Units[i]
		id := u.Unit.ID
		if !access.May(tx, access.ScoringRead, y.UnitScope(id)) {
			continue
		}
		p := sc.progressOf(u, explained)
		p.Stale = stale[id]
		p.Recusals = slices.DeleteFunc(slices.Clone(recusals), func(r Recusal) bool { return r.UnitID != id })
		if s.State == Opened {
			p.Late = late(p.Marking, phases, tx.Today())
		}
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b Progress) int { return vn.Compare(a.Name, b.Name) })
	return list, nil
}

func (s Scored) progressOf(u *UnitResult, explained []Explanation) Progress {
	p := Progress{UnitID: u.Unit.ID, Name: u.Unit.Name, Marking: s.marking(u.Unit.ID), By: map[Level]string{}}
	said := map[string]bool{}
	for _, e := range explained {
		if e.UnitID == p.UnitID && e.Text != "" && p.Marking.State != UnitAppraised {
			said[e.Criterion] = true
		}
	}
	by := map[Level]map[string]bool{Self: {}, Appraised: {}, Appraised2: {}, Final: {}}
	for i := range u.Leaves {
		l := &u.Leaves[i]
		if f := s.storedAt(p.UnitID, l.Path); f.Name != "" {
			by[Self][f.Name] = true
		}
		for _, level := range []Level{Appraised, Appraised2, Final} {
			g := s.givenAt(p.UnitID, l.Path, level)
			if g.Points == "" {
				continue
			}
			by[level][g.Name] = true
			switch level {
			case Appraised:
				p.Appraised.Done++
			case Appraised2:
				p.Appraised2.Done++
			case Final:
				p.Final++
			}
		}
		if l.Unassigned {
			continue
		}
		p.Self.All++
		p.Appraised.All++
		if l.selfMarked() {
			p.Self.Done++
		}
		if said[l.Path] {
			p.Appraised2.All++
			p.Explained++
		}
	}
	for level, names := range by {
		p.By[level] = sortedNames(names)
	}
	return p
}

// late says who is behind with a unit's part today.
func late(m Marking, phases []cycle.Phase, today vn.Date) string {
	due := func(kind cycle.PhaseKind) vn.Date {
		for _, p := range phases {
			if p.Kind == kind {
				return p.DueOn
			}
		}
		return vn.Date{}
	}
	say := func(who string, day vn.Date) string {
		if day.IsZero() || !today.After(day) {
			return ""
		}
		return who + " quá hạn từ " + day.Short()
	}
	switch m.State {
	case UnitOpen:
		return say("đơn vị", due(cycle.Score))
	case UnitReturned:
		if !m.Until.IsZero() {
			return say("đơn vị sửa", m.Until)
		}
		return say("đơn vị sửa", due(cycle.Score))
	case UnitSubmitted:
		return say("thẩm định", due(cycle.Appraise))
	case UnitExplained:
		return say("thẩm định lần hai", due(cycle.Reappraise))
	}
	return ""
}

// Waiting are the numbers behind the tasks of a year's marking, for one person.
type Waiting struct {
	Unopened   bool    // there is no sheet, or only a draft
	Own        Marking // of the actor's unit, for which the actor marks
	Explain    vn.Date // until when the own unit may explain; zero where it is not asked
	Appraise   int     // units that wait for an appraisal that the actor may give
	Reappraise int
	Stale      int
	Conclude   bool    // everything is ready to be concluded, and the actor may
	Appeal     vn.Date // until when the own unit may appeal; zero where the actor may not
	Answer     int     // appeals that wait for an answer which the actor may give
	Publish    bool    // the result waits for its first confirmation, and the actor may
	Confirm    bool    // and for its second
	Cross      bool    // the own unit has not sealed what it gives the others
	Seal       bool    // the actor is the one who seals it
	Unseal     bool    // the seals may be broken, and the actor may
}

// WaitingFor counts what waits for the actor in a year's marking.
//
// Read: it shows what the actor has a right to.
func WaitingFor(tx *db.Tx, y cycle.Year) (Waiting, error) {
	var w Waiting
	scope, err := cycle.WhereMay(tx, y, access.ScoringRead)
	if err != nil {
		return w, err
	}
	if err := access.Require(tx, access.ScoringRead, scope); err != nil {
		return w, err
	}
	s, err := sheetIn(tx, y, Drafted, Opened, Concluded, Published)
	if w.Unopened = problem.Is(err, problem.NotFound) || err == nil && s.State == Drafted; w.Unopened {
		return w, nil
	}
	if err == nil && s.State == Concluded {
		return w, w.settling(tx, y, s)
	}
	if err != nil || s.State != Opened {
		return w, err
	}
	markings, err := markingsOf(tx, s.ID)
	if err != nil {
		return w, fmt.Errorf("read markings: %w", err)
	}
	d, err := s.Defined()
	if err != nil {
		return w, err
	}
	appraise, settle := access.May(tx, access.ScoringAppraise, y.Scope()), access.May(tx, access.ScoringConclude, y.Scope())
	for _, m := range markings {
		if m.UnitID == tx.Actor.Unit && access.May(tx, access.ScoringSelf, y.UnitScope(m.UnitID)) {
			w.Own = m
		}
		if !appraise || m.State != UnitSubmitted && m.State != UnitExplained {
			continue
		}
		err := mayJudge(tx, y, s, m.UnitID)
		switch {
		case problem.All(err) != nil:
		case err != nil:
			return w, err
		case m.State == UnitSubmitted:
			w.Appraise++
		case d.Second:
			w.Reappraise++
		}
	}
	if w.Own.State == UnitAppraised && cycle.MustBeOpen(tx, y, cycle.Explain) == nil {
		phases, err := cycle.Phases(tx, y.ID)
		if err != nil {
			return w, err
		}
		if i := slices.IndexFunc(phases, func(p cycle.Phase) bool { return p.Kind == cycle.Explain }); i >= 0 {
			w.Explain = phases[i].DueOn
		}
	}
	if err := w.crossing(tx, y); err != nil {
		return w, err
	}
	if !appraise && !settle {
		return w, nil
	}
	sc, err := scored(tx, y, s)
	if err != nil {
		return w, err
	}
	w.Stale = len(sc.AllStale())
	err = ready(tx, y, sc)
	if problem.All(err) == nil && err != nil {
		return w, err
	}
	w.Conclude = settle && err == nil
	return w, nil
}

// crossing fills in what waits for the actor among the cross-scores.
func (w *Waiting) crossing(tx *db.Tx, y cycle.Year) error {
	p, err := planCross(tx, y, Opened)
	if problem.Is(err, problem.NotFound) || err == nil && p.opening != nil {
		return nil
	}
	if err != nil {
		return err
	}
	seals, err := crossSealsOf(tx, p.sheet.ID)
	if err != nil {
		return fmt.Errorf("read seals: %w", err)
	}
	due, err := crossDue(tx, y)
	if err != nil {
		return err
	}
	w.Unseal = access.May(tx, access.ScoringUnseal, y.Scope()) && (len(p.unsealed(seals)) == 0 || passed(tx, due))
	own := y.UnitScope(tx.Actor.Unit)
	if slices.Contains(p.units, tx.Actor.Unit) && access.May(tx, access.ScoringCross, own) && p.mustMark(tx.Actor.Unit) && lastOf(seals, tx.Actor.Unit).SheetNumber != p.sheet.Number {
		w.Cross, w.Seal = cycle.MustBeOpen(tx, y, cycle.Cross) == nil, access.May(tx, access.ScoringSeal, own)
	}
	return nil
}
