package scoring_test

import (
	"math/big"
	"testing"

	"giaouoc/internal/scoring"
)

// summaryOf computes two units on three leaves in two groups.
func summaryOf(t *testing.T, final scoring.FinalBy, entries []scoring.Entry, marks []scoring.Mark, cross ...scoring.CrossScore) scoring.Summary {
	t.Helper()
	d := scoring.Definition{Settings: scoring.Settings{Decimals: 2, Final: final}, Rows: []scoring.Row{
		{Path: "I", Name: "Nhiệm vụ"},
		{Path: "I/1", Name: "Chất lượng", Max: "10", Kind: scoring.Direct},
		{Path: "I/2", Name: "Kế hoạch", Max: "5", Kind: scoring.Achieved},
		{Path: "II", Name: "Trừ", Max: "3", Kind: scoring.Penalty},
	}}
	s, err := d.Sheet("Bảng")
	if err != nil {
		t.Fatal(err)
	}
	r, err := scoring.Compute(s, []scoring.Unit{{ID: "a", Name: "A"}, {ID: "b", Name: "B"}}, entries, marks, cross...)
	if err != nil {
		t.Fatal(err)
	}
	return scoring.Scored{Definition: d, Result: r}.Summary()
}

func mark(unit, path string, level scoring.Level, points string) scoring.Mark {
	x, _ := new(big.Rat).SetString(points)
	return scoring.Mark{Unit: unit, Criterion: path, Level: level, Points: x}
}

func shown(x *big.Rat) string {
	if x == nil {
		return "–"
	}
	return scoring.Format(x, 2)
}

// A summary shows the levels at which somebody was marked; the sum of a level
// stands only where no leaf lacks it, what was not assigned counts for nothing.
func TestASummaryPutsUnitsSideBySide(t *testing.T) {
	yes := true
	s := summaryOf(t, scoring.LastLevel,
		[]scoring.Entry{{Unit: "a", Criterion: "I/2", Achieved: &yes}, {Unit: "b", Criterion: "I/2", Unassigned: true}, {Unit: "a", Criterion: "II", Points: big.NewRat(1, 2)}},
		[]scoring.Mark{
			mark("a", "I/1", scoring.Self, "7.125"), mark("a", "I/1", scoring.Appraised, "6"), mark("a", "I/2", scoring.Appraised, "5"), mark("a", "II", scoring.Appraised, "1"),
			mark("b", "I/1", scoring.Self, "8"),
		})
	if len(s.Columns) != 3 || s.Columns[0] != scoring.Self || s.Columns[1] != scoring.Appraised || s.Columns[2] != "" {
		t.Fatalf("the columns are %v", s.Columns)
	}
	for _, c := range []struct {
		line, unit int
		want       [3]string
	}{
		{0, 0, [3]string{"12.13", "11.00", "11.00"}},
		{1, 0, [3]string{"7.13", "6.00", "6.00"}},
		{2, 0, [3]string{"5.00", "5.00", "5.00"}},
		{3, 0, [3]string{"0.50", "1.00", "1.00"}},
		{0, 1, [3]string{"8.00", "–", "8.00"}},
		{1, 1, [3]string{"8.00", "–", "8.00"}},
		{3, 1, [3]string{"0.00", "–", "0.00"}},
	} {
		for i, cell := range s.Lines[c.line].Cells[c.unit] {
			if got := shown(cell.Points); got != c.want[i] || cell.Unassigned {
				t.Errorf("%s of unit %d, column %d: %s, not %s", s.Lines[c.line].Row.Path, c.unit, i, got, c.want[i])
			}
		}
	}
	for i, cell := range s.Lines[2].Cells[1] {
		if !cell.Unassigned || cell.Points != nil {
			t.Errorf("what was not assigned, column %d: %+v", i, cell)
		}
	}
	for unit, want := range [][3]string{{"11.63", "10.00", "10.00"}, {"8.00", "–", "8.00"}} {
		for i, x := range s.Totals[unit] {
			if shown(x) != want[i] {
				t.Errorf("total of unit %d, column %d: %s, not %s", unit, i, shown(x), want[i])
			}
		}
	}
}

// Where the points come from cross-scores, their mean is a level of its own.
func TestASummaryShowsTheMeanOfCrossScores(t *testing.T) {
	s := summaryOf(t, scoring.MeanCross, nil, nil, scoring.CrossScore{From: "a", To: "b", Criterion: "I/1", Points: big.NewRat(17, 3)})
	if len(s.Columns) != 3 || s.Columns[1] != scoring.Cross {
		t.Fatalf("the columns are %v", s.Columns)
	}
	if got := shown(s.Lines[1].Cells[1][1].Points); got != "5.67" {
		t.Errorf("the mean is %s", got)
	}
}

// A line says what it still lacks before its column can be handed in.
func TestWhatALineStillWants(t *testing.T) {
	d := scoring.Definition{Settings: scoring.Settings{Decimals: 2}, Rows: []scoring.Row{{Path: "1", Name: "Kế hoạch", Max: "5", Kind: scoring.Achieved, Evidence: true}}}
	sheet, err := d.Sheet("Bảng")
	if err != nil {
		t.Fatal(err)
	}
	yes := true
	line := func(entry bool, marks ...scoring.Mark) scoring.Line {
		var entries []scoring.Entry
		if entry {
			entries = []scoring.Entry{{Unit: "a", Criterion: "1", Achieved: &yes}}
		}
		r, err := scoring.Compute(sheet, []scoring.Unit{{ID: "a", Name: "A"}}, entries, marks)
		if err != nil {
			t.Fatal(err)
		}
		return scoring.Line{Row: d.Rows[0], Leaf: &r.Units[0].Leaves[0], Given: map[scoring.Level]scoring.Given{}, Evidence: []scoring.Evidence{{}}}
	}
	bare := line(true)
	bare.Evidence = nil
	other := line(true, mark("a", "1", scoring.Self, "4"))
	other.Filled.Self = "4"
	said := other
	said.Filled.Note = "chậm"
	appraised := line(true)
	appraised.Given[scoring.Appraised] = scoring.Given{Points: "3"}
	kept := line(true)
	kept.Given[scoring.Appraised] = scoring.Given{Points: "5"}
	desk := scoring.Desk{Decimals: 2, Marking: scoring.Marking{State: scoring.UnitSubmitted}}
	for what, c := range map[string]struct {
		line   scoring.Line
		column scoring.Column
		want   string
	}{
		"nothing":                     {line(true), scoring.ColumnSelf, ""},
		"evidence":                    {bare, scoring.ColumnSelf, "cần minh chứng"},
		"a reason":                    {other, scoring.ColumnSelf, "thiếu lý do: điểm khác giá trị tính"},
		"no reason any more":          {said, scoring.ColumnSelf, ""},
		"the reason of an appraisal":  {appraised, scoring.ColumnMark, "thiếu lý do: điểm khác điểm trước đó"},
		"no reason for what was kept": {kept, scoring.ColumnMark, ""},
		"nothing for an explanation":  {bare, scoring.ColumnExplain, ""},
	} {
		if got := desk.Want(c.line, c.column); got != c.want {
			t.Errorf("%s: %q", what, got)
		}
	}
}
