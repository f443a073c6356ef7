package scoring

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaouoc/internal/problem"
)

// crossOn makes the marks that other units gave U1 on a leaf: "8 9 7.5".
func crossOn(path, marks string) []CrossScore {
	var list []CrossScore
	for i, text := range strings.Fields(marks) {
		list = append(list, CrossScore{From: fmt.Sprintf("R%d", i+1), To: "U1", Criterion: path, Points: rat(text)})
	}
	return list
}

// marksText makes marks of U1 on a leaf: "self:8 appraised:7".
func marksText(path, marks string) []Mark {
	var list []Mark
	for _, text := range strings.Fields(marks) {
		level, points, _ := strings.Cut(text, ":")
		list = append(list, Mark{Unit: "U1", Criterion: path, Level: Level(level), Points: rat(points)})
	}
	return list
}

func raters(n int) []Unit {
	units := []Unit{{ID: "U1"}}
	for i := range n {
		units = append(units, Unit{ID: fmt.Sprintf("R%d", i+1)})
	}
	return units
}

// weightsOf reads "self:0 cross:30 appraised:70".
func weightsOf(text string) map[Level]*big.Rat {
	w := map[Level]*big.Rat{}
	for _, m := range marksText("", text) {
		w[m.Level] = m.Points
	}
	return w
}

func weighted(text string) FinalRule { return FinalRule{By: Weighted, Weights: weightsOf(text)} }

// finalCase is one leaf under one rule; want is its case, its points and the level
// that gave them.
type finalCase struct {
	name  string
	rule  FinalRule
	leaf  Criterion
	entry *Entry
	marks string
	cross string
	want  string // case, points, level
}

func finalCases() []finalCase {
	direct := Criterion{Code: "1", Kind: Direct, Max: rat("10")}
	penalty := Criterion{Code: "1", Kind: Penalty, Max: rat("10")}
	bonus := Criterion{Code: "1", Kind: Bonus, Max: rat("10")}
	typed := &Entry{Points: rat("4")}
	return []finalCase{
		{"last level: cross-scores do not count", FinalRule{}, direct, typed, "self:5 appraised:6", "9 9", "direct 6.00 appraised"},
		{"last level: no mark", FinalRule{By: LastLevel}, direct, typed, "", "9 9", "direct 4.00 "},
		{"last level: a level of cross is one mark", FinalRule{}, direct, typed, "self:5 cross:7", "", "direct 7.00 cross"},

		{"mean", FinalRule{By: MeanCross}, direct, typed, "self:5 appraised:6", "8 9 7", "direct 8.00 cross"},
		{"mean of one", FinalRule{By: MeanCross}, direct, nil, "", "8.125", "direct 8.13 cross"},
		{"mean of thirds, rounded once", FinalRule{By: MeanCross}, direct, nil, "", "1 1 2", "direct 1.33 cross"},
		{"mean without cross-scores", FinalRule{By: MeanCross}, direct, typed, "self:5", "", "missing 0.00 "},
		{"mean, concluded", FinalRule{By: MeanCross}, direct, typed, "final:2", "8 9", "direct 2.00 final"},
		{"mean, concluded without cross-scores", FinalRule{By: MeanCross}, direct, nil, "final:2", "", "direct 2.00 final"},
		{"mean without the extremes", FinalRule{By: MeanCross, DropExtremes: 1}, direct, nil, "", "0 8 9 10", "direct 8.50 cross"},
		{"only one of equal extremes is left out", FinalRule{By: MeanCross, DropExtremes: 1}, direct, nil, "", "2 2 10 10", "direct 6.00 cross"},
		{"two of each side", FinalRule{By: MeanCross, DropExtremes: 2}, direct, nil, "", "0 1 7 9 10", "direct 7.00 cross"},
		{"nothing left without the extremes", FinalRule{By: MeanCross, DropExtremes: 1}, direct, typed, "", "8 9", "missing 0.00 "},
		{"the own mark counts", FinalRule{By: MeanCross, OwnCounts: true}, direct, nil, "self:10", "7 7", "direct 8.00 cross"},
		{"the own mark is an extreme", FinalRule{By: MeanCross, OwnCounts: true, DropExtremes: 1}, direct, nil, "self:10", "6 7", "direct 7.00 cross"},
		{"the own mark is not there", FinalRule{By: MeanCross, OwnCounts: true}, direct, nil, "", "7 8", "direct 7.50 cross"},
		{"the own mark does not count", FinalRule{By: MeanCross}, direct, nil, "self:10", "7 7", "direct 7.00 cross"},
		{"penalty without cross-scores", FinalRule{By: MeanCross}, penalty, typed, "", "", "penalty 4.00 "},
		{"penalty that the appraisers marked", FinalRule{By: MeanCross}, penalty, typed, "self:1 appraised:2", "", "penalty 2.00 appraised"},
		{"penalty with cross-scores", FinalRule{By: MeanCross}, penalty, typed, "", "1 2", "penalty 1.50 cross"},
		{"bonus without anything", FinalRule{By: MeanCross}, bonus, nil, "", "", "bonus 0.00 "},
		{"unassigned", FinalRule{By: MeanCross}, direct, &Entry{Unassigned: true}, "", "1 2", "unassigned 0.00 "},

		{"weights", weighted("self:0 cross:30 appraised:70"), direct, nil, "self:1 appraised:9", "8 9", "direct 8.85 weights"},
		{"weights need not add up to 100", weighted("cross:3 appraised:7"), direct, nil, "appraised:9", "8 9", "direct 8.85 weights"},
		{"weights: the last appraisal", weighted("cross:1 appraised:1"), direct, nil, "appraised:9 appraised_2:5", "7", "direct 6.00 weights"},
		{"weights: computed where nobody appraised", weighted("cross:1 appraised:1"), direct, typed, "", "6", "direct 5.00 weights"},
		{"weights: computed where the unit did not mark", weighted("self:1 appraised:1"), direct, typed, "appraised:8", "", "direct 6.00 weights"},
		{"weights: the mean is not rounded before", weighted("cross:1 appraised:1"), direct, nil, "appraised:1", "1.01 1", "direct 1.00 weights"},
		{"weights without cross-scores", weighted("cross:30 appraised:70"), direct, typed, "appraised:9", "", "missing 0.00 "},
		{"weights without an appraisal", weighted("cross:30 appraised:70"), direct, nil, "", "9", "missing 0.00 "},
		{"a weight of 0 asks for nothing", weighted("cross:0 appraised:70"), direct, nil, "appraised:9", "", "direct 9.00 weights"},
		{"weights, concluded", weighted("cross:30 appraised:70"), direct, nil, "final:2", "", "direct 2.00 final"},
		{"weights: penalty that nobody marked", weighted("cross:30 appraised:70"), penalty, typed, "self:1", "", "penalty 1.00 self"},
		{"weights: penalty", weighted("cross:30 appraised:70"), penalty, typed, "", "2", "penalty 3.40 weights"},
		{"weights: penalty that the others did not mark", weighted("cross:30 appraised:70"), penalty, typed, "appraised:3", "", "penalty 3.00 appraised"},
		{"weights: bonus without anything", weighted("cross:30 appraised:70"), bonus, nil, "", "", "bonus 0.00 "},
		{"weights of one's own and the appraisal: bonus", weighted("self:50 appraised:50"), bonus, typed, "appraised:3", "", "bonus 3.50 weights"},
		{"weights: unassigned", weighted("cross:30 appraised:70"), direct, &Entry{Unassigned: true}, "", "2", "unassigned 0.00 "},
		{"weights: extremes and the own mark", FinalRule{By: Weighted, Weights: weightsOf("cross:1 appraised:1"), DropExtremes: 1, OwnCounts: true}, direct, nil, "self:10 appraised:4", "5 6 0", "direct 4.75 weights"},
	}
}

func TestFinalRule(t *testing.T) {
	for _, tc := range finalCases() {
		t.Run(tc.name, func(t *testing.T) {
			s := &Sheet{Decimals: 2, Final: tc.rule, Criteria: []*Criterion{&tc.leaf}}
			var entries []Entry
			if tc.entry != nil {
				e := *tc.entry
				e.Unit, e.Criterion = "U1", "1"
				entries = []Entry{e}
			}
			r, err := Compute(s, raters(5), entries, marksText("1", tc.marks), crossOn("1", tc.cross)...)
			if err != nil {
				t.Fatal(err)
			}
			l := &r.Units[0].Leaves[0]
			by := string(l.Level)
			if l.Weighted {
				by = "weights"
			}
			if got := fmt.Sprintf("%s %s %s", l.Case, Format(l.Points, 2), by); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
			if missing := l.Case == CaseMissing; missing != r.Units[0].Provisional || missing != (len(r.Units[0].Missing) == 1) {
				t.Errorf("provisional %v, missing %v", r.Units[0].Provisional, r.Units[0].Missing)
			}
		})
	}
}

func TestExplainWeights(t *testing.T) {
	for _, tc := range []struct{ weights, marks, cross, want string }{
		{"cross:30 appraised:70", "appraised:9", "8 9", "(30 × 8,5 + 70 × 9)/(30 + 70) = 8,85"},
		{"self:1 cross:1 appraised:1", "self:10 appraised:4", "6", "(1 × 10 + 1 × 6 + 1 × 4)/(1 + 1 + 1) ≈ 6,67"},
	} {
		s := &Sheet{Decimals: 2, Final: weighted(tc.weights), Criteria: []*Criterion{{Code: "1", Kind: Direct, Max: rat("10")}}}
		r, err := Compute(s, raters(5), nil, marksText("1", tc.marks), crossOn("1", tc.cross)...)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Units[0].Leaves[0].ExplainWeights(); got != tc.want {
			t.Errorf("%s, want %s", got, tc.want)
		}
		if got := r.Units[1].Leaves[0].ExplainWeights(); got != "" {
			t.Errorf("a leaf that is missing explains %s", got)
		}
	}
}

func TestBadFinalRules(t *testing.T) {
	leaf := []*Criterion{{Code: "I", Children: []*Criterion{{Code: "1", Kind: Direct, Max: rat("10")}}}}
	for _, tc := range []struct {
		name  string
		rule  FinalRule
		cross []CrossScore
		want  string
	}{
		{"an unknown way", FinalRule{By: "median"}, nil, "final: Giá trị “median” của final không được nhận; hãy ghi một trong: last_level, mean_cross, weights."},
		{"weights of nothing", weighted("cross:0"), nil, "final: Các trọng số của weights cộng lại bằng 0; hãy ghi ít nhất một trọng số lớn hơn 0, ví dụ {cross: 30, appraised: 70}."},
		{"a negative weight", weighted("cross:-1 appraised:3"), nil, "final: Số -1 ở final là số âm; hãy ghi số không âm."},
		{"a weight of a conclusion", weighted("cross:1 final:3"), nil, "final: Giá trị “final” của final không được nhận; hãy ghi một trong: self, cross, appraised."},
		{"weights of another way", FinalRule{By: MeanCross, Weights: weightsOf("self:1")}, nil, "final: Trọng số chỉ dùng với cách chốt điểm weights."},
		{"fewer than no extremes", FinalRule{By: MeanCross, DropExtremes: -1}, nil, "drop_extremes: Số điểm cao nhất, thấp nhất được bỏ phải là số nguyên từ 0 trở lên."},
		{"extremes of nothing", FinalRule{DropExtremes: 1}, nil, "drop_extremes: drop_extremes chỉ dùng khi điểm chấm chéo vào điểm chốt (final: mean_cross hoặc weights có cross)."},
		{"the own mark among nothing", weightedOwn(), nil, "exclude_own: exclude_own: false chỉ dùng khi điểm chấm chéo vào điểm chốt (final: mean_cross hoặc weights có cross)."},
		{
			"points from totals",
			FinalRule{By: MeanCross},
			append(crossOn("", "5 5"), crossOn("I", "")...),
			"cross: Bảng này chốt điểm theo điểm chấm chéo của từng tiêu chí; đơn vị “R1” chấm cho đơn vị “U1” theo tổng hoặc theo nhóm; hãy ghi từng tiêu chí ở criterion.",
		},
		{
			"points from a group", weighted("cross:1"), crossOn("I", "5"),
			"cross: Bảng này chốt điểm theo điểm chấm chéo của từng tiêu chí; đơn vị “R1” chấm cho đơn vị “U1” theo tổng hoặc theo nhóm; hãy ghi từng tiêu chí ở criterion.",
		},
		{"totals where points do not come from them", FinalRule{}, crossOn("", "5 5"), ""},
		{"a cross-score above the maximum", FinalRule{By: MeanCross}, crossOn("I/1", "5 11"), "I/1: Điểm 11 cao hơn điểm tối đa 10 của tiêu chí “I/1”."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Compute(&Sheet{Final: tc.rule, Criteria: leaf}, raters(2), nil, nil, tc.cross...)
			var got []string
			for _, p := range problem.All(err) {
				got = append(got, p.Error())
			}
			if d := cmp.Diff(tc.want, strings.Join(got, "\n")); d != "" {
				t.Error(d)
			}
		})
	}
}

func weightedOwn() FinalRule {
	f := weighted("appraised:1")
	f.OwnCounts = true
	return f
}

// crowd is a leaf that every one of n units marked for U1, and what U1 has.
type crowd struct {
	units []Unit
	marks []Mark
	cross []CrossScore
}

func drawCluster(rt *rapid.T) crowd {
	c := crowd{units: raters(rapid.IntRange(1, 9).Draw(rt, "raters"))}
	points := func(label string) *big.Rat { return big.NewRat(rapid.Int64Range(0, 800).Draw(rt, label), 100) }
	for _, u := range c.units[1:] {
		c.cross = append(c.cross, CrossScore{From: u.ID, To: "U1", Criterion: "1", Points: points(u.ID)})
	}
	for _, level := range []Level{Self, Appraised} {
		c.marks = append(c.marks, Mark{Unit: "U1", Criterion: "1", Level: level, Points: points(string(level))})
	}
	return c
}

func (c crowd) leaf(rt *rapid.T, rule FinalRule) *Leaf {
	s := &Sheet{Decimals: 2, Final: rule, Criteria: []*Criterion{{Code: "1", Kind: Direct, Max: rat("10")}}}
	r, err := Compute(s, c.units, nil, c.marks, c.cross...)
	if err != nil {
		rt.Fatal(err)
	}
	return &r.Units[0].Leaves[0]
}

func drawRule(rt *rapid.T) FinalRule {
	f := FinalRule{
		By: MeanCross, DropExtremes: rapid.IntRange(0, 3).Draw(rt, "drop"), OwnCounts: rapid.Bool().Draw(rt, "own"),
	}
	if rapid.Bool().Draw(rt, "weights") {
		f.By, f.Weights = Weighted, map[Level]*big.Rat{Cross: big.NewRat(rapid.Int64Range(1, 100).Draw(rt, "cross weight"), 1)}
		for _, level := range []Level{Self, Appraised} {
			f.Weights[level] = big.NewRat(rapid.Int64Range(0, 100).Draw(rt, string(level)+" weight"), 1)
		}
	}
	return f
}

// The order in which raters stand changes nothing.
func TestOrderOfRatersChangesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c, rule := drawCluster(rt), drawRule(rt)
		want := c.leaf(rt, rule)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0)).Shuffle(len(c.cross), func(i, j int) { c.cross[i], c.cross[j] = c.cross[j], c.cross[i] })
		if got := c.leaf(rt, rule); got.Points.Cmp(want.Points) != 0 || got.Case != want.Case || (got.Cross == nil) != (want.Cross == nil) {
			rt.Fatalf("%v %v, then %v %v", want.Case, want.Points, got.Case, got.Points)
		}
	})
}

// All weights times a constant are the same weights.
func TestScaledWeightsChangeNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c, rule := drawCluster(rt), drawRule(rt)
		rule.By = Weighted
		if rule.Weights == nil {
			rule.Weights = weightsOf("cross:1 appraised:2")
		}
		want := c.leaf(rt, rule)
		k := big.NewRat(rapid.Int64Range(1, 1000).Draw(rt, "k"), rapid.Int64Range(1, 1000).Draw(rt, "k under"))
		scaled := map[Level]*big.Rat{}
		for level, w := range rule.Weights {
			scaled[level] = new(big.Rat).Mul(w, k)
		}
		rule.Weights = scaled
		if got := c.leaf(rt, rule); got.Points.Cmp(want.Points) != 0 || got.Case != want.Case {
			rt.Fatalf("%v times %v: %v, not %v", rule, k, got.Points, want.Points)
		}
	})
}

// A constant added to every mark that goes into the mean is added to the mean.
func TestConstantMovesTheMean(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c, rule := drawCluster(rt), drawRule(rt)
		before := c.leaf(rt, rule)
		k := big.NewRat(rapid.Int64Range(0, 200).Draw(rt, "k"), 100)
		for i := range c.cross {
			c.cross[i].Points = new(big.Rat).Add(c.cross[i].Points, k)
		}
		for i := range c.marks {
			c.marks[i].Points = new(big.Rat).Add(c.marks[i].Points, k)
		}
		after := c.leaf(rt, rule)
		if (before.Cross == nil) != (after.Cross == nil) {
			rt.Fatal("the mean comes and goes")
		}
		if before.Cross != nil && new(big.Rat).Sub(after.Cross, before.Cross).Cmp(k) != 0 {
			rt.Fatalf("from %v to %v, not by %v", before.Cross, after.Cross, k)
		}
	})
}

// The mean lies between the marks that were not left out, so that one rater can
// move it no further than its neighbours say.
func TestMeanLiesBetweenTheKeptMarks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := drawCluster(rt)
		drop := rapid.IntRange(0, 4).Draw(rt, "drop")
		got := c.leaf(rt, FinalRule{By: MeanCross, DropExtremes: drop})
		below, above := 0, 0
		if (got.Cross != nil) != (len(c.cross) > 2*drop) {
			rt.Fatalf("%d marks, %d left out on each side: %v", len(c.cross), drop, got.Cross)
		}
		if got.Cross == nil {
			return
		}
		for _, x := range c.cross {
			if x.Points.Cmp(got.Cross) <= 0 {
				below++
			}
			if x.Points.Cmp(got.Cross) >= 0 {
				above++
			}
		}
		if below <= drop || above <= drop {
			rt.Fatalf("%d marks up to the mean, %d from it on, %d left out", below, above, drop)
		}
	})
}
