package scoring

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Column is what a person writes on a unit's marking table.
type Column string

// The columns; the empty one only reads.
const (
	ColumnSelf    Column = "tu-cham"
	ColumnMark    Column = "tham-dinh"
	ColumnExplain Column = "giai-trinh"
	ColumnFinal   Column = "ket-luan"
)

// Desk is one unit's part of a sheet as the actor may see it and work on it.
type Desk struct {
	Sheet    YearSheet
	Decimals int
	Name     string // of the unit
	Marking  Marking
	Result   UnitResult
	Lines    []Line // in the order of the sheet, groups too
	Returned []Returned
	Recusals []Recusal
	Columns  []Column // that the actor may write now; the first is the one that waits
	Barred   string   // why the actor, who may mark others, may not mark this unit
	Closed   string   // why the column that waits cannot be written today
	Second   bool     // the sheet has a second appraisal
}

// Line is one criterion of a desk.
type Line struct {
	Row         Row
	Leaf        *Leaf    // nil of a group
	Sum         *big.Rat // of a group: what its leaves have by now
	Filled      Filled
	Given       map[Level]Given
	Stale       *Stale // the last mark rests on what is no more so
	Explanation Explanation
	Evidence    []Evidence
	Returned    string // why it was returned and is not answered
	Locked      string // why the unit may not change it
	Unassigned  string // the document by which it was not given
}

// Lacks reports whether a column still lacks the line.
func (d Desk) Lacks(l Line, column Column) bool {
	if l.Leaf == nil || l.Leaf.Unassigned {
		return false
	}
	switch column {
	case ColumnSelf:
		return !l.Leaf.selfMarked()
	case ColumnMark:
		level := d.Level(column)
		return l.Given[level].Points == "" && (level == Appraised || l.Explanation.Text != "")
	default:
		return false
	}
}

// Level is the level that a column of the desk writes.
func (d Desk) Level(column Column) Level {
	switch column {
	case ColumnMark:
		return d.Marking.appraising(d.Second)
	case ColumnFinal:
		return Final
	case ColumnSelf:
		return Self
	}
	return ""
}

// ReadDesk returns one unit's part of the sheet of a year. Marks of an appraisal
// that is not finished are for the appraisers alone.
//
// Read: requires the right to read the unit's part.
func ReadDesk(tx *db.Tx, y cycle.Year, unitID string) (Desk, error) {
	if err := access.Require(tx, access.ScoringRead, y.UnitScope(unitID)); err != nil {
		return Desk{}, err
	}
	s, err := sheetIn(tx, y, Drafted, Opened, Concluded, Published)
	if err != nil {
		return Desk{}, err
	}
	sc, err := scoredOf(tx, y, s, unitID)
	if err != nil {
		return Desk{}, err
	}
	u := sc.unit(unitID)
	if u == nil {
		return Desk{}, problem.New(problem.NotFound, "Đơn vị này không có trong bảng chấm điểm năm %d.", y.Year)
	}
	d := Desk{Sheet: s, Decimals: sc.Decimals, Name: u.Unit.Name, Result: *u, Marking: sc.marking(unitID), Second: sc.Second}
	if err := d.gather(tx, y, sc); err != nil {
		return d, err
	}
	return d, d.rights(tx, y, sc)
}

// gather fills the lines of a desk.
func (d *Desk) gather(tx *db.Tx, y cycle.Year, sc Scored) error {
	id, unitID := d.Sheet.ID, d.Marking.UnitID
	evidence, err := evidenceOf(tx, id, unitID)
	if err != nil {
		return fmt.Errorf("read evidence: %w", err)
	}
	explained, err := explanationsOf(tx, id)
	if err != nil {
		return fmt.Errorf("read explanations: %w", err)
	}
	unassigned, err := unassignedOf(tx, id)
	if err != nil {
		return fmt.Errorf("read unassigned: %w", err)
	}
	if d.Returned, err = returnsOf(tx, id, unitID); err != nil {
		return fmt.Errorf("read returns: %w", err)
	}
	all, err := recusalsOf(tx, id)
	if err != nil {
		return fmt.Errorf("read recusals: %w", err)
	}
	d.Recusals = slices.DeleteFunc(all, func(r Recusal) bool { return r.UnitID != unitID })
	locks, err := locksOf(tx, y, sc, d.Marking)
	if err != nil {
		return err
	}
	appraiser := access.May(tx, access.ScoringAppraise, y.Scope())
	own := access.May(tx, access.ScoringSelf, y.UnitScope(unitID))
	leaves := map[string]*Leaf{}
	for i := range d.Result.Leaves {
		leaves[d.Result.Leaves[i].Path] = &d.Result.Leaves[i]
	}
	for _, r := range sc.Rows {
		line := Line{Row: r, Leaf: leaves[r.Path], Given: map[Level]Given{}, Locked: locks.leaf[r.Path]}
		if line.Leaf == nil {
			line.Sum = d.sumBelow(sc, r.Path)
			d.Lines = append(d.Lines, line)
			continue
		}
		line.Filled = sc.storedAt(unitID, r.Path)
		for _, level := range Levels {
			if g := sc.givenAt(unitID, r.Path, level); g.Points != "" && (appraiser || d.Marking.Counts(level)) {
				line.Given[level] = g
			}
		}
		if c, stale := sc.staleAt(unitID, line.Leaf); stale && (appraiser || d.Marking.Counts(c.Given.Level)) && d.Sheet.State == Opened {
			line.Stale = &c
		}
		for _, e := range explained {
			if e.UnitID == unitID && e.Criterion == r.Path && (own || d.Marking.State != UnitAppraised) {
				line.Explanation = e
			}
		}
		for _, u := range unassigned {
			if u.UnitID == unitID && u.Criterion == r.Path {
				line.Unassigned = u.Document
			}
		}
		for _, b := range d.Returned {
			if b.AnsweredAt.IsZero() && b.Criterion == r.Path {
				line.Returned = b.Reason
			}
		}
		for _, e := range evidence {
			if e.Criterion == r.Path {
				line.Evidence = append(line.Evidence, e)
			}
		}
		d.Lines = append(d.Lines, line)
	}
	return nil
}

// sumBelow adds the points of the leaves below a group.
func (d *Desk) sumBelow(sc Scored, path string) *big.Rat {
	return sc.Result.Sheet.net(d.Result.Leaves, func(l *Leaf) bool { return inSubtree(l.Path, path) }, (*Leaf).points).rat()
}

// rights says which columns the actor may write now.
func (d *Desk) rights(tx *db.Tx, y cycle.Year, sc Scored) error {
	if d.Sheet.State != Opened {
		return nil
	}
	unitID := d.Marking.UnitID
	offer := func(c Column, closed error) error {
		list := problem.All(closed)
		if closed != nil && list == nil {
			return closed
		}
		if closed == nil {
			d.Columns = append(d.Columns, c)
		} else if d.Closed == "" {
			d.Closed = list[0].Text
		}
		return nil
	}
	if access.May(tx, access.ScoringSelf, y.UnitScope(unitID)) {
		switch d.Marking.State {
		case UnitOpen, UnitReturned:
			locks, err := locksOf(tx, y, sc, d.Marking)
			if err != nil {
				return err
			}
			return offer(ColumnSelf, locks.whole)
		case UnitAppraised:
			return offer(ColumnExplain, cycle.MustBeOpen(tx, y, cycle.Explain))
		}
	}
	appraise, settle := access.May(tx, access.ScoringAppraise, y.Scope()), access.May(tx, access.ScoringConclude, y.Scope())
	if !appraise && !settle || tx.Actor.Unit == unitID {
		return nil
	}
	err := mayJudge(tx, y, d.Sheet, unitID)
	if barred := problem.All(err); len(barred) > 0 {
		d.Barred = barred[0].Text
		return nil
	}
	if err != nil {
		return err
	}
	if appraise && d.Marking.appraising(sc.Second) != "" {
		if err := offer(ColumnMark, appraisalOpen(tx, y, sc, d.Marking)); err != nil {
			return err
		}
	}
	if settle && d.Marking.Counts(Appraised) && (d.Marking.State != UnitExplained || !sc.Second) {
		return offer(ColumnFinal, cycle.MustHaveBegun(tx, y, cycle.Appraise))
	}
	return nil
}

// scored computes a sheet with all that was filled in and given. Of the marks only
// those that count by now have a part in the points.
func scored(tx *db.Tx, y cycle.Year, s YearSheet) (Scored, error) { return scoredOf(tx, y, s, "") }

// scoredOf is scored for the points of one unit alone: of the others it reads what
// the unit is compared with.
func scoredOf(tx *db.Tx, y cycle.Year, s YearSheet, unitID string) (Scored, error) {
	out := Scored{Sheet: s, Result: &Result{}}
	var err error
	if out.Definition, err = s.Defined(); err != nil {
		return out, err
	}
	if s.State == Drafted { // no unit is in it yet
		return out, nil
	}
	if out.Markings, err = markingsOf(tx, s.ID); err != nil {
		return out, fmt.Errorf("read markings: %w", err)
	}
	if out.Given, err = marksFor(tx, s, unitID); err != nil {
		return out, fmt.Errorf("read marks: %w", err)
	}
	if out.Filled, err = gather(tx, y, s, out.Rows, out.Markings, unitID); err != nil {
		return out, err
	}
	out.index()
	sheet, err := out.Definition.Sheet(s.Name)
	if err != nil {
		return out, err
	}
	units, err := unitsOf(tx, out.Settings, out.Markings)
	if err != nil {
		return out, err
	}
	entries, marks, err := asEntries(sheet, out.Filled)
	if err != nil {
		return out, err
	}
	if out.Cross, out.CrossRange, err = crossScores(tx, s, out.Definition, unitID); err != nil {
		return out, err
	}
	out.Result, err = Compute(sheet, units, entries, append(marks, out.counting()...), out.Cross...)
	return out, err
}

func marksFor(tx *db.Tx, s YearSheet, unitID string) ([]Given, error) {
	if unitID == "" {
		return marksOf(tx, s)
	}
	return marksOn(tx, s, unitID)
}

// counting are the marks of persons that have a part in the points.
func (s Scored) counting() []Mark {
	state := map[string]Marking{}
	for _, m := range s.Markings {
		state[m.UnitID] = m
	}
	var marks []Mark
	for _, g := range s.Given {
		if g.Points == "" || !state[g.UnitID].Counts(g.Level) || s.storedAt(g.UnitID, g.Criterion).Unassigned {
			continue
		}
		marks = append(marks, Mark{
			Unit: g.UnitID, Criterion: g.Criterion, Level: g.Level, Points: fraction(g.Points), Reason: g.Reason,
			Place: Place{Whole: pointsField(g.Criterion)},
		})
	}
	return marks
}

func unitsOf(tx *db.Tx, s Settings, markings []Marking) ([]Unit, error) {
	ids := make([]string, len(markings))
	for i, m := range markings {
		ids[i] = m.UnitID
	}
	names, err := org.Names(tx, tx.Today(), ids...)
	if err != nil {
		return nil, err
	}
	units := make([]Unit, 0, len(markings))
	for _, m := range markings {
		u := Unit{ID: m.UnitID, Name: names[m.UnitID], Group: s.GroupOf(m.UnitID)}
		if m.DQReason != "" {
			u.Disqualified = &Disqualified{Reason: m.DQReason, Document: m.DQDocument}
		}
		units = append(units, u)
	}
	return units, nil
}

// leafRow is the row of a leaf by its path; nil for a group and for none.
func (s Scored) leafRow(path string) *Row {
	i := slices.IndexFunc(s.Rows, func(r Row) bool { return r.Path == path && r.Kind != "" })
	if i < 0 {
		return nil
	}
	return &s.Rows[i]
}

func (s Scored) unit(unitID string) *UnitResult {
	i := slices.IndexFunc(s.Result.Units, func(u UnitResult) bool { return u.Unit.ID == unitID })
	if i < 0 {
		return nil
	}
	return &s.Result.Units[i]
}

func (s Scored) marking(unitID string) Marking {
	for _, m := range s.Markings {
		if m.UnitID == unitID {
			return m
		}
	}
	return Marking{}
}

func (s Scored) leafOf(unitID, path string) *Leaf {
	u := s.unit(unitID)
	if u == nil {
		return nil
	}
	i := slices.IndexFunc(u.Leaves, func(l Leaf) bool { return l.Path == path })
	if i < 0 {
		return nil
	}
	return &u.Leaves[i]
}

// points are points as the sheet rounds them, in Vietnamese.
func (s Scored) points(r *big.Rat) string { return vn.Grouped(Format(r, s.Decimals)) }

// cell is one leaf of one unit, and the level of a mark on it.
type cell struct {
	unit, path string
	level      Level
}

// index finds entries and marks by their cells.
func (s *Scored) index() {
	s.filledAt, s.markAt = make(map[cell]int, len(s.Filled)), make(map[cell]int, len(s.Given))
	for i, f := range s.Filled {
		s.filledAt[cell{unit: f.UnitID, path: f.Criterion}] = i
	}
	for i, g := range s.Given {
		s.markAt[cell{g.UnitID, g.Criterion, g.Level}] = i
	}
}

// storedAt is what a unit typed on a leaf, with the figures of its indicator.
func (s Scored) storedAt(unitID, path string) Filled {
	if i, ok := s.filledAt[cell{unit: unitID, path: path}]; ok {
		return s.Filled[i]
	}
	return Filled{UnitID: unitID, Criterion: path}
}

// givenAt is a person's mark of one level on a leaf; without points for none.
func (s Scored) givenAt(unitID, path string, level Level) Given {
	if i, ok := s.markAt[cell{unitID, path, level}]; ok {
		return s.Given[i]
	}
	return Given{UnitID: unitID, Criterion: path, Level: level}
}

func sortedNames(names map[string]bool) string {
	var list []string
	for n := range names {
		list = append(list, n)
	}
	slices.SortFunc(list, vn.Compare)
	return strings.Join(list, ", ")
}
