package scoring

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
)

// Scored is a year's sheet computed, with who has marked what.
type Scored struct {
	Sheet YearSheet
	Definition
	Markings []Marking
	Result   *Result
	Given    []Given
	Filled   []Filled

	Cross      []CrossScore // the opened cross-scores; none before the opening
	CrossRange *CrossRange  // what they may be in all; nil where the sheet does not say

	filledAt, markAt map[cell]int // into Filled and Given
}

// Standing returns the computed sheet of a year for those who work on it.
//
// Read: requires the right to read it.
func Standing(tx *db.Tx, y cycle.Year) (Scored, error) {
	scope, err := cycle.WhereMay(tx, y, access.ScoringRead)
	if err != nil {
		return Scored{}, err
	}
	if err := access.Require(tx, access.ScoringRead, scope); err != nil {
		return Scored{}, err
	}
	s, err := readScored(tx, y)
	if err != nil || access.May(tx, access.ScoringRead, y.Scope()) {
		return s, err
	}
	s.withhold(func(unitID string) bool { return !access.May(tx, access.ScoringRead, y.UnitScope(unitID)) })
	return s, nil
}

// withhold leaves out units' parts: until the conclusion a unit sees itself; from
// then on every point and rank, and still only of itself who typed what.
func (s *Scored) withhold(hidden func(unitID string) bool) {
	s.filledAt, s.markAt = nil, nil
	s.Given = slices.DeleteFunc(s.Given, func(g Given) bool { return hidden(g.UnitID) })
	s.Filled = slices.DeleteFunc(s.Filled, func(f Filled) bool { return hidden(f.UnitID) })
	if s.Sheet.State == Concluded || s.Sheet.State == Published {
		return
	}
	s.Markings = slices.DeleteFunc(s.Markings, func(m Marking) bool { return hidden(m.UnitID) })
	s.Cross = slices.DeleteFunc(s.Cross, func(x CrossScore) bool { return hidden(x.To) })
	s.Result.Units = slices.DeleteFunc(s.Result.Units, func(u UnitResult) bool { return hidden(u.Unit.ID) })
}

// PublicStanding returns the computed sheet of a year once it is published.
//
// Public: it was published.
func PublicStanding(tx *db.Tx, y cycle.Year) (Scored, error) {
	s, err := readScored(tx, y)
	if err == nil && s.Sheet.State != Published {
		return Scored{}, notPublished(y)
	}
	return s, err
}

// PublicSheet returns the sheet of a year once its points are published.
//
// Public: it was published.
func PublicSheet(tx *db.Tx, y cycle.Year) (YearSheet, error) {
	s, err := sheetIn(tx, y, Drafted, Opened, Concluded, Published)
	if err == nil && s.State != Published {
		return YearSheet{}, notPublished(y)
	}
	return s, err
}

func notPublished(y cycle.Year) error {
	return problem.New(problem.NotFound, "Kết quả chấm điểm năm %d chưa công bố.", y.Year)
}

func readScored(tx *db.Tx, y cycle.Year) (Scored, error) {
	s, err := sheetIn(tx, y, Drafted, Opened, Concluded, Published)
	if err != nil {
		return Scored{}, err
	}
	return scored(tx, y, s)
}

// gather is all that was filled in, or what concerns one unit, what was not given to a unit, and target and
// actual of the criteria bound to indicators: as they are now, or as they were when
// the sheet was concluded.
func gather(tx *db.Tx, y cycle.Year, s YearSheet, rows []Row, markings []Marking, unitID string) ([]Filled, error) {
	if s.Frozen != "" {
		var frozen []Filled
		if err := json.Unmarshal([]byte(s.Frozen), &frozen); err != nil {
			return nil, fmt.Errorf("read frozen entries: %w", err)
		}
		return frozen, nil
	}
	filled, err := filledFor(tx, s, rows, unitID)
	if err != nil {
		return nil, fmt.Errorf("read what was filled in: %w", err)
	}
	if slices.ContainsFunc(rows, func(r Row) bool { return r.Indicator != "" }) {
		if filled, err = bound(tx, y, rows, markings, filled); err != nil {
			return nil, err
		}
	}
	unassigned, err := unassignedOf(tx, s.ID)
	if err != nil {
		return nil, fmt.Errorf("read unassigned: %w", err)
	}
	for _, u := range unassigned {
		at := func(f Filled) bool { return f.UnitID == u.UnitID && f.Criterion == u.Criterion }
		i := slices.IndexFunc(filled, at)
		if i < 0 {
			i, filled = len(filled), append(filled, Filled{UnitID: u.UnitID, Criterion: u.Criterion})
		}
		filled[i].Unassigned = true
	}
	return filled, nil
}

// filledFor is what all units filled in, or one unit and the others on what the
// leader of the cluster decides.
func filledFor(tx *db.Tx, s YearSheet, rows []Row, unitID string) ([]Filled, error) {
	if unitID == "" {
		return allFilled(tx, s)
	}
	var compared []string
	for _, r := range rows {
		if r.Kind == Target && r.Scheme == Leading {
			compared = append(compared, r.Path)
		}
	}
	return filledAround(tx, s, unitID, compared)
}

// bound puts targets and accepted figures into what was filled in.
func bound(tx *db.Tx, y cycle.Year, rows []Row, markings []Marking, filled []Filled) ([]Filled, error) {
	indicators, err := indicator.List(tx, y.ID)
	if err != nil {
		return nil, err
	}
	targets, err := indicator.Targets(tx, y.ID)
	if err != nil {
		return nil, err
	}
	actuals, err := indicator.FinalFigures(tx, y)
	if err != nil {
		return nil, err
	}
	ids := map[string]string{}
	for _, i := range indicators {
		ids[i.Code] = i.ID
	}
	promised := map[[2]string]decimal.Decimal{}
	for _, t := range targets {
		promised[[2]string{t.UnitID, t.IndicatorID}] = t.Value
	}
	at := map[[2]string]int{}
	for i, f := range filled {
		at[[2]string{f.UnitID, f.Criterion}] = i
	}
	for _, r := range rows {
		if r.Indicator == "" {
			continue
		}
		for _, m := range markings {
			target, actual := "", ""
			if v, ok := promised[[2]string{m.UnitID, ids[r.Indicator]}]; ok {
				target = v.String()
			}
			if v, ok := actuals[m.UnitID][ids[r.Indicator]]; ok {
				actual = v.String()
			}
			if t := fraction(target); r.Scheme != Leading && (t == nil || t.Sign() == 0) {
				actual = "" // without a target this formula has no answer: the leaf stays unmarked
			}
			i, there := at[[2]string{m.UnitID, r.Path}]
			switch {
			case there:
				filled[i].Target, filled[i].Actual = target, actual
			case actual != "":
				filled = append(filled, Filled{UnitID: m.UnitID, Criterion: r.Path, Target: target, Actual: actual})
			}
		}
	}
	return filled, nil
}

// asEntries turns what was filled in into entries, and the points that units give
// themselves into self-marks.
func asEntries(sheet *Sheet, filled []Filled) ([]Entry, []Mark, error) {
	var entries []Entry
	var marks []Mark
	var list problem.List
	for _, f := range filled {
		c := sheet.Find(f.Criterion)
		if c == nil || !c.IsLeaf() {
			continue
		}
		if f.Unassigned {
			entries = append(entries, Entry{Unit: f.UnitID, Criterion: f.Criterion, Unassigned: true})
			continue
		}
		self := f.Self
		if c.Kind == Direct {
			self = f.Value
		}
		if points := fraction(self); points != nil {
			place := selfField(f.Criterion)
			if c.Kind == Direct {
				place = valueField(f.Criterion)
			}
			marks = append(marks, Mark{Unit: f.UnitID, Criterion: f.Criterion, Level: Self, Points: points, Reason: f.Note, Place: Place{Whole: place}})
		} else if self != "" {
			list.Add(valueField(f.Criterion), "«%s» không phải là số.", self)
		}
		if e, there := c.entry(f, &list); there {
			entries = append(entries, e)
		}
	}
	return entries, marks, list.Err()
}

// entry is what a unit achieved on a leaf; false where it has typed nothing.
func (c *Criterion) entry(f Filled, list *problem.List) (Entry, bool) {
	place := valueField(f.Criterion)
	e := Entry{Unit: f.UnitID, Criterion: f.Criterion, Place: Place{Whole: place}}
	if c.Kind == Target {
		e.Target, e.Actual = fraction(f.Target), fraction(f.Actual)
		return e, e.Actual != nil
	}
	if f.Value == "" || c.Kind == Direct {
		return e, false
	}
	if c.Kind == Achieved {
		if f.Value != "0" && f.Value != "1" {
			list.Add(place, "Chọn đạt hoặc không đạt.")
			return e, false
		}
		yes := f.Value == "1"
		e.Achieved = &yes
		return e, true
	}
	value := fraction(f.Value)
	whole := c.Kind == PerEvent || c.Kind == Deduction || c.Kind == RankPoints || c.Each != nil
	switch {
	case value == nil:
		list.Add(place, "«%s» không phải là số.", f.Value)
		return e, false
	case whole && (!value.IsInt() || !value.Num().IsInt64()):
		list.Add(place, "Số lần, thứ hạng là số nguyên.")
		return e, false
	case !whole:
		e.Points = value
		return e, true
	}
	n := value.Num().Int64()
	if c.Kind == RankPoints {
		e.Rank = &n
	} else {
		e.Count = &n
	}
	return e, true
}

// Editing returns what is edited of a year's sheet: a new or drafted one, or the
// amendment that is prepared.
//
// Read: requires the right to define it.
func Editing(tx *db.Tx, y cycle.Year) (YearSheet, Definition, error) {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return YearSheet{}, Definition{}, err
	}
	return draftIn(tx, y)
}
