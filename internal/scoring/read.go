package scoring

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
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
}

// Stale reports whether the computed points of a leaf have changed since a
// person marked it.
func (s Scored) Stale(g Given) bool {
	if g.Computed == "" {
		return false
	}
	then, ok := new(big.Rat).SetString(g.Computed)
	if !ok {
		return false
	}
	for _, u := range s.Result.Units {
		for _, l := range u.Leaves {
			if u.Unit.ID == g.UnitID && l.Path == g.Criterion {
				return l.Computed == nil || l.Computed.Cmp(then) != 0
			}
		}
	}
	return false
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

// withhold leaves out units' parts: before publication a unit sees itself.
func (s *Scored) withhold(hidden func(unitID string) bool) {
	s.Markings = slices.DeleteFunc(s.Markings, func(m Marking) bool { return hidden(m.UnitID) })
	s.Given = slices.DeleteFunc(s.Given, func(g Given) bool { return hidden(g.UnitID) })
	s.Filled = slices.DeleteFunc(s.Filled, func(f Filled) bool { return hidden(f.UnitID) })
	s.Result.Units = slices.DeleteFunc(s.Result.Units, func(u UnitResult) bool { return hidden(u.Unit.ID) })
}

// PublicStanding returns the computed sheet of a year once it is published.
//
// Public: it was published.
func PublicStanding(tx *db.Tx, y cycle.Year) (Scored, error) {
	s, err := readScored(tx, y)
	if err == nil && s.Sheet.State != Published {
		return Scored{}, problem.New(problem.NotFound, "Kết quả chấm điểm năm %d chưa công bố.", y.Year)
	}
	return s, err
}

func readScored(tx *db.Tx, y cycle.Year) (Scored, error) {
	s, err := sheetIn(tx, y, Drafted, Opened, Concluded, Published)
	if err != nil {
		return Scored{}, err
	}
	out := Scored{Sheet: s}
	if out.Definition, err = s.Defined(); err != nil {
		return out, err
	}
	if s.State == Drafted { // no unit is in it yet
		out.Result = &Result{}
		return out, nil
	}
	if out.Markings, err = markingsOf(tx, s.ID); err != nil {
		return out, fmt.Errorf("read markings: %w", err)
	}
	if out.Given, err = marksOf(tx, s); err != nil {
		return out, fmt.Errorf("read marks: %w", err)
	}
	if out.Filled, err = gather(tx, y, s); err != nil {
		return out, err
	}
	out.Result, err = computed(tx, y, s)
	return out, err
}

// computed gives every unit of a sheet its points.
func computed(tx *db.Tx, y cycle.Year, s YearSheet) (*Result, error) {
	sheet, err := s.Sheet()
	if err != nil {
		return nil, err
	}
	units, err := unitsOf(tx, s)
	if err != nil {
		return nil, err
	}
	filled, err := gather(tx, y, s)
	if err != nil {
		return nil, err
	}
	entries, marks, err := asEntries(sheet, filled)
	if err != nil {
		return nil, err
	}
	given, err := marksOf(tx, s)
	if err != nil {
		return nil, fmt.Errorf("read marks: %w", err)
	}
	for _, g := range given {
		marks = append(marks, Mark{
			Unit: g.UnitID, Criterion: g.Criterion, Level: g.Level, Points: fraction(g.Points), Reason: g.Reason,
			Place: Place{Whole: "points_" + g.Criterion},
		})
	}
	return Compute(sheet, units, entries, marks)
}

func unitsOf(tx *db.Tx, s YearSheet) ([]Unit, error) {
	markings, err := markingsOf(tx, s.ID)
	if err != nil {
		return nil, fmt.Errorf("read markings: %w", err)
	}
	units := make([]Unit, 0, len(markings))
	for _, m := range markings {
		names, err := org.Names(tx, tx.Today(), m.UnitID)
		if err != nil {
			return nil, err
		}
		u := Unit{ID: m.UnitID, Name: names[m.UnitID]}
		if m.DQReason != "" {
			u.Disqualified = &Disqualified{Reason: m.DQReason, Document: m.DQDocument}
		}
		units = append(units, u)
	}
	return units, nil
}

// gather is all that was filled in, and target and actual of the criteria bound
// to indicators: as they are now, or as they were when the sheet was concluded.
func gather(tx *db.Tx, y cycle.Year, s YearSheet) ([]Filled, error) {
	if s.Frozen != "" {
		var frozen []Filled
		if err := json.Unmarshal([]byte(s.Frozen), &frozen); err != nil {
			return nil, fmt.Errorf("read frozen entries: %w", err)
		}
		return frozen, nil
	}
	filled, err := allFilled(tx, s)
	if err != nil {
		return nil, fmt.Errorf("read what was filled in: %w", err)
	}
	d, err := s.Defined()
	if err != nil {
		return nil, err
	}
	return bound(tx, y, s, d.Rows, filled)
}

// bound puts targets and accepted figures into what was filled in.
func bound(tx *db.Tx, y cycle.Year, s YearSheet, rows []Row, filled []Filled) ([]Filled, error) {
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
	markings, err := markingsOf(tx, s.ID)
	if err != nil {
		return nil, fmt.Errorf("read markings: %w", err)
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

// asEntries turns what was filled in into entries, and the points of Direct
// leaves into self-marks.
func asEntries(sheet *Sheet, filled []Filled) ([]Entry, []Mark, error) {
	var entries []Entry
	var marks []Mark
	var list problem.List
	for _, f := range filled {
		c := sheet.Find(f.Criterion)
		if c == nil {
			continue
		}
		place := "value_" + f.Criterion
		value := fraction(f.Value)
		e := Entry{Unit: f.UnitID, Criterion: f.Criterion, Place: Place{Whole: place}}
		if f.Value != "" && value == nil && c.Kind != Achieved {
			list.Add(place, "«%s» không phải là số.", f.Value)
		}
		if c.Kind == Achieved && f.Value != "" && f.Value != "0" && f.Value != "1" {
			list.Add(place, "Chọn đạt hoặc không đạt.")
			continue
		}
		switch c.Kind {
		case Achieved:
			if f.Value == "" {
				continue
			}
			yes := f.Value == "1"
			e.Achieved = &yes
		case Target:
			e.Target, e.Actual = fraction(f.Target), fraction(f.Actual)
			if e.Actual == nil {
				continue
			}
		case Direct:
			if value != nil {
				marks = append(marks, Mark{Unit: f.UnitID, Criterion: f.Criterion, Level: Self, Points: value, Place: Place{Whole: place}})
			}
			continue
		case PerEvent, Deduction:
			if value == nil {
				continue
			}
			if !value.IsInt() {
				list.Add(place, "Số lần là số nguyên.")
				continue
			}
			n := value.Num().Int64()
			e.Count = &n
		default:
			if value == nil {
				continue
			}
			e.Points = value
		}
		entries = append(entries, e)
	}
	return entries, marks, list.Err()
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
