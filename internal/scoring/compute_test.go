package scoring

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// rat reads a decimal of a test.
func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(text)
	}
	return r
}

// opt is rat, with "" for a figure that was not given.
func opt(text string) *big.Rat {
	if text == "" {
		return nil
	}
	return rat(text)
}

func ptr[T any](x T) *T { return &x }

// one leaf "1" in group "I", and a unit for each entry.
func computeLeaf(t *testing.T, s *Sheet, leaf Criterion, entries ...Entry) []Leaf {
	t.Helper()
	leaf.Code = "1"
	s.Criteria = []*Criterion{{Code: "I", Children: []*Criterion{&leaf}}}
	units := make([]Unit, len(entries))
	for i := range entries {
		units[i].ID = fmt.Sprintf("U%02d", i+1)
		entries[i].Unit, entries[i].Criterion = units[i].ID, "I/1"
	}
	r, err := Compute(s, units, entries, nil)
	if err != nil {
		t.Fatal(err)
	}
	var leaves []Leaf
	for _, u := range r.Units {
		leaves = append(leaves, u.Leaves[0])
	}
	return leaves
}

func show(leaves []Leaf) []string {
	var out []string
	for _, l := range leaves {
		out = append(out, string(l.Case)+" "+Format(l.Points, 2))
	}
	return out
}

func figures(pairs ...[2]string) []Entry {
	var entries []Entry
	for _, p := range pairs {
		entries = append(entries, Entry{Target: opt(p[0]), Actual: opt(p[1])})
	}
	return entries
}

// Leaves of the cases below.
var (
	leaderLeaf        = Criterion{Kind: Target, Scheme: Leading, Max: rat("5")}
	lessLeaderLeaf    = Criterion{Kind: Target, Scheme: Leading, Max: rat("10"), Better: Less}
	tenPointLeaf      = Criterion{Kind: Target, Scheme: Leading, Max: rat("10")}
	attainLeaf        = Criterion{Kind: Target, Scheme: Attainment, Max: rat("10")}
	attainLessLeaf    = Criterion{Kind: Target, Scheme: Attainment, Max: rat("10"), Better: Less}
	testSteps         = []Step{{rat("90"), rat("5")}, {rat("100"), rat("10")}, {rat("95"), rat("8")}}
	thresholdLeaf     = Criterion{Kind: Target, Scheme: Threshold, Max: rat("10"), Steps: testSteps}
	thresholdLessLeaf = Criterion{Kind: Target, Scheme: Threshold, Max: rat("10"), Steps: testSteps, Better: Less}
)

var targetCases = []struct {
	name  string
	sheet Sheet
	leaf  Criterion
	in    []Entry
	want  []string
}{
	{
		"the worked example of the regulation",
		Sheet{},
		leaderLeaf,
		figures([2]string{"10", "20"}, [2]string{"10", "15"}, [2]string{"10", "10"}, [2]string{"10", "8"}),
		[]string{"leader 5.00", "over 3.75", "equal 2.50", "under 2.00"},
	},
	{
		"the group without a target",
		Sheet{},
		tenPointLeaf,
		figures([2]string{"", "150"}, [2]string{"", "100"}, [2]string{"", "75"}),
		[]string{"no_target 10.00", "no_target 6.67", "no_target 5.00"},
	},
	{
		"leaders who tie all get the maximum, by percentage and not by amount",
		Sheet{},
		leaderLeaf,
		figures([2]string{"10", "20"}, [2]string{"3", "6"}, [2]string{"100", "150"}),
		[]string{"leader 5.00", "leader 5.00", "over 3.75"},
	},
	{
		"the group without a target keeps to itself",
		Sheet{},
		tenPointLeaf,
		figures([2]string{"10", "300"}, [2]string{"", "150"}, [2]string{"", "75"}),
		[]string{"leader 10.00", "no_target 10.00", "no_target 5.00"},
	},
	{
		"or is compared with the whole cluster",
		Sheet{NoTarget: WholeCluster},
		tenPointLeaf,
		figures([2]string{"10", "300"}, [2]string{"", "150"}, [2]string{"", "75"}),
		[]string{"leader 10.00", "no_target 5.00", "no_target 2.50"},
	},
	{
		"a best of 0 gives 0",
		Sheet{},
		tenPointLeaf,
		figures([2]string{"", "0"}, [2]string{"", "0"}),
		[]string{"no_target 0.00", "no_target 0.00"},
	},
	{
		"less: the group without a target",
		Sheet{},
		lessLeaderLeaf,
		figures([2]string{"", "4"}, [2]string{"", "6"}, [2]string{"", "8"}),
		[]string{"no_target 10.00", "no_target 6.67", "no_target 5.00"},
	},
	{
		"less: an actual of 0 without a target gets all, the rest nothing",
		Sheet{},
		lessLeaderLeaf,
		figures([2]string{"", "0"}, [2]string{"", "8"}),
		[]string{"no_target 10.00", "no_target 0.00"},
	},
	{
		"less: half as many is twice as good",
		Sheet{},
		lessLeaderLeaf,
		figures([2]string{"10", "5"}, [2]string{"10", "8"}, [2]string{"10", "10"}, [2]string{"10", "20"}, [2]string{"0", "3"}),
		[]string{"leader 10.00", "over 6.25", "equal 5.00", "under 2.50", "under 0.00"},
	},
	{
		"less: an actual of 0 gets the maximum and is the leader",
		Sheet{},
		lessLeaderLeaf,
		figures([2]string{"10", "0"}, [2]string{"0", "0"}, [2]string{"10", "5"}),
		[]string{"leader 10.00", "leader 10.00", "over 5.00"},
	},
	{
		"attainment is capped",
		Sheet{},
		attainLeaf,
		figures([2]string{"3", "2"}, [2]string{"3", "4"}, [2]string{"3", "0"}),
		[]string{"attainment 6.67", "attainment 10.00", "attainment 0.00"},
	},
	{
		"attainment where less is better",
		Sheet{},
		attainLessLeaf,
		figures([2]string{"2", "3"}, [2]string{"4", "3"}, [2]string{"4", "0"}, [2]string{"0", "2"}),
		[]string{"attainment 6.67", "attainment 10.00", "attainment 10.00", "attainment 0.00"},
	},
	{
		"a step is reached exactly, by the exact ratio",
		Sheet{},
		thresholdLeaf,
		figures([2]string{"3", "3"}, [2]string{"3", "2.9999999999"}, [2]string{"20", "19"}, [2]string{"10", "9"}, [2]string{"10", "8.9"}),
		[]string{"threshold 10.00", "threshold 8.00", "threshold 8.00", "threshold 5.00", "threshold 0.00"},
	},
	{
		"steps where less is better",
		Sheet{},
		thresholdLessLeaf,
		figures([2]string{"9", "10"}, [2]string{"9", "0"}, [2]string{"0", "9"}),
		[]string{"threshold 5.00", "threshold 10.00", "threshold 0.00"},
	},
	{
		"a target without a result is missing",
		Sheet{},
		leaderLeaf,
		figures([2]string{"10", ""}, [2]string{"", ""}, [2]string{"10", "10"}),
		[]string{"missing 0.00", "missing 0.00", "equal 2.50"},
	},
}

func TestTarget(t *testing.T) {
	for _, tc := range targetCases {
		t.Run(tc.name, func(t *testing.T) {
			tc.sheet.Decimals = 2
			got := show(computeLeaf(t, &tc.sheet, tc.leaf, tc.in...))
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestOtherKinds(t *testing.T) {
	for _, tc := range []struct {
		name string
		leaf Criterion
		in   Entry
		want string
	}{
		{"achieved", Criterion{Kind: Achieved, Max: rat("50")}, Entry{Achieved: ptr(true)}, "achieved 50.00"},
		{"not achieved", Criterion{Kind: Achieved, Max: rat("50")}, Entry{Achieved: ptr(false)}, "not_achieved 0.00"},
		{"direct, the half away from zero", Criterion{Kind: Direct, Max: rat("20")}, Entry{Points: rat("7.125")}, "direct 7.13"},
		{"per event", Criterion{Kind: PerEvent, Max: rat("12"), Each: rat("3")}, Entry{Count: ptr(int64(3))}, "per_event 9.00"},
		{"per event capped", Criterion{Kind: PerEvent, Max: rat("12"), Each: rat("3")}, Entry{Count: ptr(int64(5))}, "per_event 12.00"},
		{"rank", Criterion{Kind: RankPoints, Max: rat("10"), Table: map[int64]*big.Rat{1: rat("10"), 2: rat("8")}}, Entry{Rank: ptr(int64(2))}, "rank_points 8.00"},
		{"rank outside the table", Criterion{Kind: RankPoints, Max: rat("10"), Table: map[int64]*big.Rat{1: rat("10")}}, Entry{Rank: ptr(int64(7))}, "rank_points 0.00"},
		{"deduction", Criterion{Kind: Deduction, Max: rat("10"), Each: rat("2")}, Entry{Count: ptr(int64(3))}, "deduction 4.00"},
		{"deduction has a floor", Criterion{Kind: Deduction, Max: rat("10"), Each: rat("2")}, Entry{Count: ptr(int64(6))}, "deduction 0.00"},
		{"bonus points", Criterion{Kind: Bonus, Max: rat("5")}, Entry{Points: rat("4")}, "bonus 4.00"},
		{"bonus counts capped", Criterion{Kind: Bonus, Max: rat("5"), Each: rat("2")}, Entry{Count: ptr(int64(3))}, "bonus 5.00"},
		{"penalty is printed positive", Criterion{Kind: Penalty, Max: rat("5"), Each: rat("2")}, Entry{Count: ptr(int64(2))}, "penalty 4.00"},
		{"lacking its input", Criterion{Kind: Bonus, Max: rat("5")}, Entry{}, "missing 0.00"},
		{"not assigned", Criterion{Kind: Direct, Max: rat("5")}, Entry{Unassigned: true}, "unassigned 0.00"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := show(computeLeaf(t, &Sheet{Decimals: 2}, tc.leaf, tc.in))
			if d := cmp.Diff([]string{tc.want}, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// everything is a sheet with one leaf of each sort that totals treat apart.
func everything() *Sheet {
	return &Sheet{
		Decimals: 2,
		Criteria: []*Criterion{
			{Code: "I", Max: rat("30"), Children: []*Criterion{
				{Code: "1", Max: rat("10"), Kind: Direct},
				{Code: "2", Max: rat("20"), Kind: Achieved},
				{Code: "T", Max: rat("8"), Kind: Bonus},
			}},
			{Code: "II", Max: rat("10"), Kind: Direct},
			{Code: "T", Max: rat("6"), Kind: Bonus},
			{Code: "P", Max: rat("50"), Kind: Penalty},
		},
	}
}

func compute(t *testing.T, s *Sheet, entries []Entry, marks ...Mark) UnitResult {
	t.Helper()
	for i := range entries {
		entries[i].Unit = "U1"
	}
	for i := range marks {
		marks[i].Unit = "U1"
	}
	r, err := Compute(s, []Unit{{ID: "U1"}}, entries, marks)
	if err != nil {
		t.Fatal(err)
	}
	return r.Units[0]
}

func TestTotals(t *testing.T) {
	full := []Entry{
		{Criterion: "I/1", Points: rat("7")},
		{Criterion: "I/2", Achieved: ptr(true)},
		{Criterion: "II", Points: rat("4.5")},
		{Criterion: "I/T", Points: rat("8")},
		{Criterion: "T", Points: rat("6")},
		{Criterion: "P", Points: rat("3")},
	}
	with := func(change func([]Entry) []Entry) []Entry { return change(slices.Clone(full)) }
	capped := everything()
	capped.BonusCap = rat("10")
	fullMark := everything()
	fullMark.Unassigned = FullMark
	for _, tc := range []struct {
		name    string
		sheet   *Sheet
		entries []Entry
		marks   []Mark
		total   string
		most    string
		missing []string
	}{
		{"bonus is added and penalty taken away", everything(), full, nil, "42.50", "40.00", []string{}},
		{"the cap limits the sum of bonus leaves", capped, full, nil, "38.50", "40.00", []string{}},
		{
			"a leaf that was not assigned leaves the denominator", everything(),
			with(func(e []Entry) []Entry { e[1] = Entry{Criterion: "I/2", Unassigned: true}; return e }), nil, "22.50", "20.00",
			[]string{},
		},
		{
			"or gives its maximum", fullMark,
			with(func(e []Entry) []Entry { e[0] = Entry{Criterion: "I/1", Unassigned: true}; return e }), nil, "45.50", "40.00",
			[]string{},
		},
		{
			"but no bonus and no penalty for want of an assignment", fullMark,
			with(func(e []Entry) []Entry {
				e[4] = Entry{Criterion: "T", Unassigned: true}
				e[5] = Entry{Criterion: "P", Unassigned: true}
				return e
			}), nil, "39.50", "40.00",
			[]string{},
		},
		{"without entries only what counts is missing", everything(), nil, nil, "0.00", "40.00", []string{"I/1", "I/2", "II"}},
		{
			"the total has no floor", everything(),
			[]Entry{{Criterion: "P", Points: rat("50")}},
			nil,
			"-50.00", "40.00",
			[]string{"I/1", "I/2", "II"},
		},
		{
			"the last mark wins, and one mark is enough", everything(), full[1:], []Mark{
				{Criterion: "I/1", Level: Final, Points: rat("9.005")},
				{Criterion: "I/1", Level: Self, Points: rat("10")},
				{Criterion: "II", Level: Appraised2, Points: rat("0")},
				{Criterion: "II", Level: Appraised, Points: rat("4")},
			}, "40.01", "40.00", []string{},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			u := compute(t, tc.sheet, slices.Clone(tc.entries), tc.marks...)
			if got := Format(u.Total, 2); got != tc.total {
				t.Errorf("total %s, want %s", got, tc.total)
			}
			if got := Format(u.AssignedMax, 2); got != tc.most {
				t.Errorf("assigned maximum %s, want %s", got, tc.most)
			}
			if d := cmp.Diff(tc.missing, u.Missing); d != "" {
				t.Error(d)
			}
			if u.Provisional != (len(tc.missing) > 0) {
				t.Errorf("provisional is %v", u.Provisional)
			}
		})
	}
}

func TestCaseOfMarkedLeaf(t *testing.T) {
	s := &Sheet{Criteria: []*Criterion{
		{Code: "1", Max: rat("10"), Kind: Target, Scheme: Leading},
		{Code: "2", Max: rat("10"), Kind: Achieved},
		{Code: "3", Max: rat("10"), Kind: Deduction, Each: rat("1")},
		{Code: "4", Max: rat("10"), Kind: Target, Scheme: Leading},
	}}
	var marks []Mark
	for _, code := range []string{"1", "2", "3", "4"} {
		marks = append(marks, Mark{Criterion: code, Level: Appraised, Points: rat("1")})
	}
	u := compute(t, s, []Entry{{Criterion: "4", Target: rat("4"), Actual: rat("2")}}, marks...)
	want := []string{"direct 1.00", "achieved 1.00", "deduction 1.00", "under 1.00"}
	if d := cmp.Diff(want, show(u.Leaves)); d != "" {
		t.Error(d)
	}
	if got := Format(u.Leaves[3].Computed, 1); got != "3.0" {
		t.Errorf("the mark replaced the computed value: %s", got)
	}
}

func TestTieValue(t *testing.T) {
	s := everything()
	s.BonusCap = rat("5")
	u := compute(t, s, []Entry{
		{Criterion: "I/1", Points: rat("7")},
		{Criterion: "I/T", Points: rat("8")},
		{Criterion: "P", Points: rat("3")},
	}, Mark{Criterion: "I/1", Level: Self, Points: rat("9")}, Mark{Criterion: "I/1", Level: Final, Points: rat("6")})
	for name, want := range map[string]string{
		"I": "11", "I/1": "6", "I/T": "8", "P": "-3", TieBonus: "5", TieSelfTotal: "11", "II": "0",
	} {
		if got := Format(s.TieValue(&u, name), 0); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestRound(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"0.005", "0.01"},
		{"-0.005", "-0.01"},
		{"0.0049999999999999999999", "0.00"},
		{"-0.004", "0.00"},
		{"1.015", "1.02"},
		{"2/3", "0.67"},
		{"1000000000000000000000.125", "1000000000000000000000.13"},
	} {
		if got := Format(Round(rat(tc.in), 2), 2); got != tc.want {
			t.Errorf("%s rounds to %s, want %s", tc.in, got, tc.want)
		}
		if got := Format(rat(tc.in), 2); got != tc.want {
			t.Errorf("%s prints as %s, want %s", tc.in, got, tc.want)
		}
	}
}

// amount draws a figure with up to two decimals, sometimes 0.
func amount(t *rapid.T, from int64, label string) *big.Rat {
	return big.NewRat(rapid.Int64Range(from, 500).Draw(t, label), rapid.SampledFrom([]int64{1, 4, 100}).Draw(t, label+" unit"))
}

func TestTargetProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		leaf := &Criterion{
			Kind: Target, Max: amount(rt, 0, "max"),
			Scheme: rapid.SampledFrom([]Scheme{Attainment, Leading}).Draw(rt, "scheme"),
			Better: rapid.SampledFrom([]Better{More, Less, ""}).Draw(rt, "better"),
		}
		rule := rapid.SampledFrom([]NoTarget{NoTargetGroup, WholeCluster}).Draw(rt, "no target")
		var entries []*Entry
		for range rapid.IntRange(1, 6).Draw(rt, "n") {
			e := &Entry{Target: amount(rt, 1, "target"), Actual: amount(rt, 0, "actual")}
			if leaf.Scheme == Leading && rapid.Bool().Draw(rt, "without target") {
				e.Target = nil
			}
			entries = append(entries, e)
		}
		around := leaf.peersOf(entries, rule)
		leaders, over := 0, 0
		for i, e := range entries {
			got := leaf.compute(e, around, LeavesDenominator)
			if got.points.sign() < 0 || got.points.cmp(numOf(leaf.Max)) > 0 {
				rt.Fatalf("%v outside 0..%v", got.points, leaf.Max)
			}
			leaders += map[bool]int{true: 1}[got.what == CaseLeader]
			over += map[bool]int{true: 1}[got.what == CaseOver]
			for _, other := range entries[:i] {
				if (e.Target == nil) != (other.Target == nil) {
					continue
				}
				better := compareEntries(leaf, e, other)
				theirs := leaf.compute(other, around, LeavesDenominator)
				if c := got.points.cmp(theirs.points); c*better < 0 {
					rt.Fatalf("better by %d yet points compare %d", better, c)
				}
			}
		}
		if over > 0 && leaders == 0 {
			rt.Fatal("units above the target but no leader")
		}
	})
}

// compareEntries says which of two entries is the better one, without the
// ratios of the code: by cross-multiplying.
func compareEntries(leaf *Criterion, a, b *Entry) int {
	var c int
	if a.Target == nil {
		c = a.Actual.Cmp(b.Actual)
	} else {
		c = new(big.Rat).Mul(a.Actual, b.Target).Cmp(new(big.Rat).Mul(b.Actual, a.Target))
	}
	if leaf.Better == Less {
		return -c
	}
	return c
}

// Turning a figure around is the same as turning the direction around.
func TestLessMirrorsMore(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		scheme := rapid.SampledFrom([]Scheme{Attainment, Leading}).Draw(rt, "scheme")
		more := &Criterion{Kind: Target, Max: rat("10"), Scheme: scheme}
		less := &Criterion{Kind: Target, Max: rat("10"), Scheme: scheme, Better: Less}
		var up, down []*Entry
		for range rapid.IntRange(1, 5).Draw(rt, "n") {
			a, b := amount(rt, 1, "a"), amount(rt, 1, "b")
			up = append(up, &Entry{Target: a, Actual: b})
			down = append(down, &Entry{Target: b, Actual: a})
		}
		upPeers, downPeers := more.peersOf(up, ""), less.peersOf(down, "")
		for i := range up {
			x, y := more.compute(up[i], upPeers, ""), less.compute(down[i], downPeers, "")
			if x.what != y.what || x.points.cmp(y.points) != 0 {
				rt.Fatalf("%v is not %v", x, y)
			}
		}
	})
}

// The groups of the certificate add up to the total, whatever was typed.
func TestGroupsAddUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := everything()
		if rapid.Bool().Draw(rt, "capped") {
			s.BonusCap = amount(rt, 0, "cap")
		}
		var entries []Entry
		for _, p := range newCheck(s, nil).leaves {
			if p.c.Kind != Achieved && rapid.Bool().Draw(rt, p.path) {
				entries = append(entries, Entry{Unit: "U1", Criterion: p.path, Points: least(numOf(p.c.Max), numOf(amount(rt, 0, p.path))).rat()})
			}
		}
		r, err := Compute(s, []Unit{{ID: "U1"}}, entries, nil)
		if err != nil {
			rt.Fatal(err)
		}
		sum := new(big.Rat)
		for _, g := range s.Groups(&r.Units[0]) {
			sum.Add(sum, g)
		}
		if sum.Cmp(r.Units[0].Total) != 0 {
			rt.Fatalf("groups %v, total %v", sum, r.Units[0].Total)
		}
	})
}
