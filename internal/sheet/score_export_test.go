package sheet

import (
	"bytes"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giaouoc/internal/ranking"
	"giaouoc/internal/scoring"
	"giaouoc/internal/scoring/scoretest"
)

// drawnYear is a year as the web application has it: units under ids of the
// database, everything entered and marked.
type drawnYear struct {
	sheet   *scoring.Sheet
	units   []scoring.Unit
	entries []scoring.Entry
	marks   []scoring.Mark
	cross   []scoring.CrossScore
	bounds  *scoring.CrossRange
}

// dbID is a unit's id in the database, code the one it is written with.
func dbID(i int) string { return fmt.Sprintf("zz-%d-zz", i) }
func code(i int) string { return fmt.Sprintf("0%d", i) }

func quarters(rt *rapid.T, most int64, label string) *big.Rat {
	return big.NewRat(rapid.Int64Range(0, most*4).Draw(rt, label), 4)
}

func drawYear(rt *rapid.T) drawnYear {
	pick := func(label string) bool { return rapid.Bool().Draw(rt, label) }
	y := drawnYear{sheet: &scoring.Sheet{
		Name: "Bảng chấm điểm", Decimals: rapid.SampledFrom([]int{0, 1, 2, 5}).Draw(rt, "decimals"),
		RankBy:     rapid.SampledFrom([]scoring.RankBy{"", scoring.ByTotal, scoring.ByPercent}).Draw(rt, "by"),
		NoTarget:   rapid.SampledFrom([]scoring.NoTarget{scoring.NoTargetGroup, scoring.WholeCluster}).Draw(rt, "no target"),
		Unassigned: rapid.SampledFrom([]scoring.WhenUnassigned{scoring.LeavesDenominator, scoring.FullMark}).Draw(rt, "unassigned"),
		TieBreak:   rapid.SampledFrom([][]string{nil, {"I"}, {"bonus", "self_total", "II/1"}}).Draw(rt, "ties"),
		Final: rapid.SampledFrom([]scoring.FinalRule{
			{},
			{By: scoring.MeanCross, DropExtremes: 1},
			{By: scoring.MeanCross, OwnCounts: true},
			{By: scoring.Weighted, Weights: map[scoring.Level]*big.Rat{scoring.Cross: big.NewRat(30, 1), scoring.Appraised: big.NewRat(145, 2)}},
		}).Draw(rt, "final"),
		Bands: []scoring.Band{{Name: "Xuất sắc", From: big.NewRat(30, 1), Floor: big.NewRat(85, 1)}, {Name: "Tốt", From: big.NewRat(10, 1), Floor: big.NewRat(20, 1), FloorOn: scoring.FloorTop}},
	}}
	if pick("cap") {
		y.sheet.BonusCap = big.NewRat(7, 2)
	}
	ten, one := big.NewRat(10, 1), big.NewRat(5, 4)
	y.sheet.Criteria = []*scoring.Criterion{
		{Code: "I", Name: "Nhóm một", Children: []*scoring.Criterion{
			{Code: "1", Max: ten, Kind: scoring.Target, Scheme: scoring.Leading, Better: rapid.SampledFrom([]scoring.Better{scoring.More, scoring.Less}).Draw(rt, "better")},
			{Code: "2", Max: ten, Kind: scoring.Target, Scheme: scoring.Attainment},
			{Code: "3", Max: ten, Kind: scoring.Target, Scheme: scoring.Threshold, Steps: []scoring.Step{{From: big.NewRat(100, 1), Points: ten}, {From: big.NewRat(181, 2), Points: one}}},
			{Code: "4", Max: ten, Kind: scoring.Achieved, Evidence: true, Deadline: "2026-11-30"},
		}},
		{Code: "II", Name: "Nhóm hai", Children: []*scoring.Criterion{
			{Code: "1", Max: ten, Kind: scoring.Direct},
			{Code: "2", Max: ten, Kind: scoring.PerEvent, Each: one},
			{Code: "3", Max: ten, Kind: scoring.RankPoints, Table: map[int64]*big.Rat{1: ten, 2: one}},
			{Code: "4", Max: ten, Kind: scoring.Deduction, Each: one},
		}},
		{Code: "T", Max: big.NewRat(5, 1), Kind: scoring.Bonus},
		{Code: "T2", Max: big.NewRat(5, 1), Kind: scoring.Bonus, Each: one},
		{Code: "P", Max: ten, Kind: scoring.Penalty, Each: one},
	}
	for i := range rapid.IntRange(1, 5).Draw(rt, "units") {
		u := scoring.Unit{ID: dbID(i + 1), Name: fmt.Sprintf("Đơn vị %d", i+1)}
		if rapid.IntRange(0, 5).Draw(rt, "out") == 0 {
			u.Disqualified = &scoring.Disqualified{Reason: "kỷ luật", Document: "QĐ 1"}
		}
		y.units = append(y.units, u)
	}
	for _, u := range y.units {
		for _, top := range y.sheet.Criteria {
			for _, c := range top.Children {
				y.fill(rt, u.ID, top.Code+"/"+c.Code, c)
			}
			if top.IsLeaf() {
				y.fill(rt, u.ID, top.Code, top)
			}
		}
	}
	if y.sheet.Final.By == "" && pick("crossed") { // totals, for the certificate alone
		y.cross = nil
		for _, from := range y.units {
			for _, to := range y.units {
				if from.ID != to.ID {
					y.cross = append(y.cross, scoring.CrossScore{From: from.ID, To: to.ID, Points: quarters(rt, 100, "given")})
				}
			}
		}
		y.bounds = &scoring.CrossRange{Low: new(big.Rat), High: big.NewRat(100, 1)}
	}
	return y
}

// fill enters and marks one leaf of one unit, or leaves it empty.
func (y *drawnYear) fill(rt *rapid.T, unit, path string, c *scoring.Criterion) {
	e := scoring.Entry{Unit: unit, Criterion: path}
	what := rapid.IntRange(0, 6).Draw(rt, "entry")
	count := rapid.Int64Range(0, 9).Draw(rt, "count")
	switch {
	case what == 0:
	case what == 1:
		e.Unassigned = true
	case c.Kind == scoring.Target:
		e.Actual = quarters(rt, 30, "actual")
		if c.Scheme != scoring.Leading || what > 2 {
			e.Target = new(big.Rat).Add(quarters(rt, 20, "target"), big.NewRat(1, 8))
		}
	case c.Kind == scoring.Achieved:
		yes := what > 3
		e.Achieved = &yes
	case c.Kind == scoring.RankPoints:
		count++
		e.Rank = &count
	case c.Kind == scoring.PerEvent || c.Kind == scoring.Deduction || c.Each != nil && what > 3:
		e.Count = &count
	default:
		e.Points = quarters(rt, 5, "points")
	}
	if what > 0 {
		y.entries = append(y.entries, e)
	}
	if what == 1 {
		return
	}
	for _, level := range scoring.Levels {
		if rapid.IntRange(0, 3).Draw(rt, "marked") == 0 {
			y.marks = append(y.marks, scoring.Mark{Unit: unit, Criterion: path, Level: level, Points: quarters(rt, 5, "mark"), Reason: "Bà Nguyễn Thị Chấm nói vậy"})
		}
	}
	for _, from := range y.units {
		if from.ID != unit && rapid.IntRange(0, 4).Draw(rt, "crossed") > 0 {
			y.cross = append(y.cross, scoring.CrossScore{From: from.ID, To: unit, Criterion: path, Points: quarters(rt, 5, "cross")})
		}
	}
}

func (y drawnYear) compute(t interface{ Fatal(...any) }) *scoring.Result {
	r, err := scoring.Compute(y.sheet, y.units, y.entries, y.marks, y.cross...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (y drawnYear) as() map[string]scoring.Unit {
	as := map[string]scoring.Unit{}
	for i, u := range y.units {
		as[u.ID] = scoring.Unit{ID: code(i + 1), Name: u.Name, Disqualified: u.Disqualified}
	}
	return as
}

// answerOf is what the web application has: the very result, ranked and certified.
func (y drawnYear) answerOf(r *scoring.Result) *ScoreAnswer {
	return &ScoreAnswer{Result: r, Standings: ranking.Of(r), Certificate: ranking.Certify(r, y.cross, y.bounds)}
}

func jsonOf(t interface{ Fatal(...any) }, a *ScoreAnswer) string {
	var out bytes.Buffer
	if err := a.WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Whatever the sheet and its settings, the file exported computes to what the web
// application has computed, to the last digit of every number.
func TestAnExportComputesToTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		y := drawYear(rt)
		r := y.compute(rt)
		want := jsonOf(rt, y.answerOf(r))
		for i := range y.units {
			want = strings.ReplaceAll(want, dbID(i+1), code(i+1))
		}
		b := ExportScore(r, y.cross, y.bounds, y.as())
		for what, write := range map[string]func() ([]byte, error){"yaml": b.WriteYAML, "xlsx": b.WriteWorkbook} {
			content, err := write()
			if err != nil {
				rt.Fatal(err)
			}
			if bytes.Contains(content, []byte("Nguyễn Thị Chấm")) {
				rt.Fatal("a reason stands in the file")
			}
			read, err := readScore(content)
			if err != nil {
				rt.Fatalf("%s: %v\n%s", what, err, content)
			}
			a, err := read.Answer()
			if err != nil {
				rt.Fatal(err)
			}
			if got := jsonOf(rt, a); got != want {
				rt.Fatalf("%s:\n%s\nnot\n%s", what, got, want)
			}
		}
	})
}

// The real size goes out and comes back as well.
func TestALargeExportComputesToTheSame(t *testing.T) {
	large := scoretest.Large(6, 1)
	y := drawnYear{sheet: large.Sheet, units: large.Units, entries: large.Entries, marks: large.Marks, cross: large.Cross}
	r := y.compute(t)
	as := map[string]scoring.Unit{}
	for _, u := range y.units {
		as[u.ID] = u
	}
	content, err := ExportScore(r, y.cross, nil, as).WriteYAML()
	if err != nil {
		t.Fatal(err)
	}
	b, err := readScore(content)
	if err != nil {
		t.Fatal(err)
	}
	a, err := b.Answer()
	if err != nil {
		t.Fatal(err)
	}
	if jsonOf(t, a) != jsonOf(t, y.answerOf(r)) {
		t.Error("the export computes to something else")
	}
}

// With groups each file ranks its own units, by the points they have in the whole
// cluster.
func TestAnExportOfGroupsKeepsThePoints(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		y := drawYear(rt)
		if rapid.Bool().Draw(rt, "no leader") {
			y.sheet.Criteria[0].Children[0].Scheme = scoring.Attainment
			y.entries = slices.DeleteFunc(y.entries, func(e scoring.Entry) bool { return e.Criterion == "I/1" && e.Target == nil && !e.Unassigned })
		}
		r := y.compute(rt)
		groups := []scoring.UnitGroup{{Name: "A"}, {Name: "B"}}
		for i, u := range y.units {
			if at := i % 3; at < 2 { // every third unit is in no group
				groups[at].Units = append(groups[at].Units, u.ID)
			}
		}
		as, seen := y.as(), 0
		for _, f := range ExportGroups(r, y.cross, y.bounds, groups, as) {
			a, err := f.Bundle.Answer()
			if err != nil {
				rt.Fatal(err)
			}
			var own scoring.Result
			own.Sheet = r.Sheet
			for i, u := range r.Units {
				if got := []string{"A", "B", "Ngoài các nhóm"}[i%3]; got == f.Group {
					own.Units = append(own.Units, u)
				}
			}
			for i, want := range ranking.Of(&own) {
				at := slices.IndexFunc(a.Standings, func(s ranking.Standing) bool { return s.Unit == as[want.Unit].ID })
				if at < 0 {
					rt.Fatalf("%s lacks %s", f.Group, want.Unit)
				}
				seen++
				u := a.Result.Units[at]
				if a.Standings[at].Rank != want.Rank || a.Standings[at].TieUsed != want.TieUsed || u.Total.Cmp(own.Units[i].Total) != 0 || u.AssignedMax.Cmp(own.Units[i].AssignedMax) != 0 {
					rt.Fatalf("%s in %s: %+v, %v; not %+v, %v", want.Unit, f.Group, a.Standings[at], u.Total, want, own.Units[i].Total)
				}
			}
			for i, s := range a.Standings {
				if s.Rank > 0 && !slices.ContainsFunc(own.Units, func(u scoring.UnitResult) bool { return as[u.Unit.ID].ID == s.Unit }) {
					rt.Fatalf("%s is ranked in the file of group %s", a.Result.Units[i].Unit.Name, f.Group)
				}
			}
		}
		if seen != len(y.units) {
			rt.Fatalf("%d of %d units stand in the files", seen, len(y.units))
		}
	})
}
