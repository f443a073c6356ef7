package ranking

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaouoc/internal/scoring"
)

// table builds cross-scores from rows of marks, "-" on the diagonal; ids are U1…
func table(t *testing.T, rows ...string) *Table {
	t.Helper()
	var units []scoring.Unit
	var scores []scoring.CrossScore
	for i, row := range rows {
		units = append(units, scoring.Unit{ID: id(i)})
		for j, text := range strings.Fields(row) {
			if text != "-" {
				scores = append(scores, scoring.CrossScore{From: id(i), To: id(j), Points: rat(text)})
			}
		}
	}
	tab, why := NewTable(&scoring.Sheet{}, units, scores)
	if tab == nil {
		t.Fatal(why)
	}
	return tab
}

func id(i int) string { return fmt.Sprintf("U%d", i+1) }

// draw makes a complete table with marks from 0 to most.
func draw(rt *rapid.T, least, units int, most int64) *Table {
	n := rapid.IntRange(least, units).Draw(rt, "n")
	t := &Table{}
	for i := range n {
		t.ids = append(t.ids, id(i))
		row := make([]*big.Rat, n)
		for j := range n {
			if i != j {
				row[j] = big.NewRat(rapid.Int64Range(0, most).Draw(rt, fmt.Sprintf("%d→%d", i, j)), 2)
			}
		}
		t.mark = append(t.mark, row)
	}
	return t
}

func TestNewTable(t *testing.T) {
	s := &scoring.Sheet{Criteria: []*scoring.Criterion{
		{Code: "1", Max: rat("10"), Kind: scoring.Direct},
		{Code: "P", Max: rat("10"), Kind: scoring.Penalty},
	}}
	units := []scoring.Unit{{ID: "U2"}, {ID: "U1"}}
	score := func(from, to, criterion, points string) scoring.CrossScore {
		return scoring.CrossScore{From: from, To: to, Criterion: criterion, Points: rat(points)}
	}
	for _, tc := range []struct {
		name   string
		scores []scoring.CrossScore
		want   string // the mark U1 gives U2, or the reason
	}{
		{"totals", []scoring.CrossScore{score("U1", "U2", "", "7"), score("U2", "U1", "", "6")}, "7"},
		{
			"criteria are summed, penalty taken away",
			[]scoring.CrossScore{score("U1", "U2", "1", "7"), score("U2", "U1", "1", "6"), score("U1", "U2", "P", "2"), score("U2", "U1", "P", "1")},
			"5",
		},
		{"none", nil, "Không có điểm chấm chéo."},
		{
			"one missing",
			[]scoring.CrossScore{score("U1", "U2", "", "7")},
			"Chấm chéo chưa đầy đủ: đơn vị “U2” chưa chấm cho đơn vị “U1”.",
		},
		{
			"not the same criteria",
			[]scoring.CrossScore{score("U1", "U2", "1", "7"), score("U2", "U1", "", "6")},
			"Chấm chéo không cùng tiêu chí: “U1” chấm cho “U2” và “U2” chấm cho “U1” ghi các tiêu chí khác nhau.",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tab, got := NewTable(s, units, tc.scores)
			if tab != nil {
				got = tab.mark[0][1].RatString()
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestSeverity(t *testing.T) {
	// U1 marks everybody 8 lower than the others do, and gains nothing by it.
	got := table(t, "- 82 72", "80 - 80", "80 90 -").SeverityOrder()
	if d := cmp.Diff([]string{"U2", "U1", "U3"}, got.Order); d != "" {
		t.Error(d)
	}
	if table(t, "- 1", "1 -").SeverityOrder() != nil {
		t.Error("two units have an order by severity")
	}
}

// Where each mark is the merit of the unit less the harshness of the rater, the
// harshness drops out and the differences of merit remain exactly.
func TestSeverityRecoversMerit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tab := draw(rt, 3, 7, 0)
		n := len(tab.ids)
		merit, harsh := make([]*big.Rat, n), make([]*big.Rat, n)
		for i := range n {
			merit[i] = big.NewRat(rapid.Int64Range(0, 100).Draw(rt, "merit"), 3)
			harsh[i] = big.NewRat(rapid.Int64Range(0, 100).Draw(rt, "harsh"), 7)
		}
		for i := range n {
			for j := range n {
				if i != j {
					tab.mark[i][j] = new(big.Rat).Sub(merit[j], harsh[i])
				}
			}
		}
		got := tab.SeverityOrder()
		sum := new(big.Rat)
		for i := range n {
			sum.Add(sum, got.Value[id(i)])
			want := new(big.Rat).Sub(merit[i], merit[0])
			if d := new(big.Rat).Sub(got.Value[id(i)], got.Value[id(0)]); d.Cmp(want) != 0 {
				rt.Fatalf("difference %v, want %v", d, want)
			}
		}
		if sum.Sign() != 0 {
			rt.Fatalf("values add up to %v", sum)
		}
	})
}

// bruteKemeny tries every order; the first by ids among the best is kept since
// orders come in the order of a dictionary.
func bruteKemeny(t *Table) ([]string, *big.Rat) {
	n := len(t.ids)
	disagree := make([][]int64, n) // halves of opinions against "a before b"
	for a := range n {
		disagree[a] = make([]int64, n)
		for b := range n {
			for rater := range n {
				if a == b || rater == a || rater == b {
					continue
				}
				switch t.mark[rater][a].Cmp(t.mark[rater][b]) {
				case 0:
					disagree[a][b]++
				case -1:
					disagree[a][b] += 2
				}
			}
		}
	}
	var bestOrder []int
	best := int64(-1)
	var try func(order []int, cost int64)
	try = func(order []int, cost int64) {
		if len(order) == n {
			if best < 0 || cost < best {
				best, bestOrder = cost, slices.Clone(order)
			}
			return
		}
		for next := range n {
			if slices.Contains(order, next) {
				continue
			}
			more := cost
			for _, before := range order {
				more += disagree[before][next]
			}
			try(append(order, next), more)
		}
	}
	try(nil, 0)
	var ids []string
	for _, i := range bestOrder {
		ids = append(ids, t.ids[i])
	}
	return ids, big.NewRat(max(best, 0), 2)
}

func TestPairwiseIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tab := draw(rt, 1, 8, rapid.Int64Range(1, 6).Draw(rt, "most"))
		got := tab.Pairwise()
		order, cost := bruteKemeny(tab)
		if d := cmp.Diff(order, got.Order); d != "" {
			rt.Fatal(d)
		}
		if got.Cost.Cmp(cost) != 0 {
			rt.Fatalf("cost %v, want %v", got.Cost, cost)
		}
		bound := tab.PairwiseBound()
		if bound.Low.Cmp(cost) > 0 || bound.High.Cmp(cost) < 0 {
			rt.Fatalf("bounds %v to %v, the cost is %v", bound.Low, bound.High, cost)
		}
		if found := costOf(tab, bound.Order); found.Cmp(bound.High) != 0 {
			rt.Fatalf("the order found costs %v, not %v", found, bound.High)
		}
	})
}

func TestNeighbours(t *testing.T) {
	tab := table(t, "- 8 5 5", "9 - 5 4", "9 8 - 7", "3 8 6 -")
	var got []string
	for _, o := range tab.Neighbours([]string{"U1", "U2", "U3", "U4"}) {
		got = append(got, fmt.Sprint(o.Above, ">", o.Below, " ", o.For.FloatString(1), " ", o.Against.FloatString(1)))
	}
	// U1 and U2: U3 for, U4 against. U2 and U3: U1 and U4 for. U3 and U4: U1 level, U2 for.
	if d := cmp.Diff([]string{"U1>U2 1.0 1.0", "U2>U3 2.0 0.0", "U3>U4 1.5 0.5"}, got); d != "" {
		t.Error(d)
	}
}

// The matrix says of every pair what Neighbours says of one, and both sides of a
// pair make up the raters outside it.
func TestMatrix(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tab := draw(rt, 2, 7, 3)
		order := slices.Clone(tab.ids)
		slices.Reverse(order)
		m := tab.Matrix(order)
		for i, a := range order {
			for j, b := range order {
				if i == j {
					if m[i][j] != nil {
						rt.Fatal("a unit before itself")
					}
					continue
				}
				want := tab.Neighbours([]string{a, b})[0]
				if m[i][j].Cmp(want.For) != 0 || m[j][i].Cmp(want.Against) != 0 {
					rt.Fatalf("%s, %s: %v and %v, not %+v", a, b, m[i][j], m[j][i], want)
				}
				if new(big.Rat).Add(m[i][j], m[j][i]).Cmp(big.NewRat(int64(len(order)-2), 1)) != 0 {
					rt.Fatalf("%s, %s: %v and %v of %d", a, b, m[i][j], m[j][i], len(order)-2)
				}
			}
		}
	})
}

// costOf counts the opinions against an order of all units.
func costOf(t *Table, order []string) *big.Rat {
	cost := new(big.Rat)
	for i, above := range order {
		for _, below := range order[i+1:] {
			a, b := slices.Index(t.ids, above), slices.Index(t.ids, below)
			for rater := range t.ids {
				if rater != a && rater != b {
					cost.Add(cost, big.NewRat(int64(1-t.mark[rater][a].Cmp(t.mark[rater][b])), 2))
				}
			}
		}
	}
	return cost
}

// Above the sizes that can be tried out, the order found costs what is said, and
// no single unit moved makes it better.
func TestPairwiseOfMore(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tab := draw(rt, 9, 12, 6)
		got, bound := tab.Pairwise(), tab.PairwiseBound()
		if cost := costOf(tab, got.Order); cost.Cmp(got.Cost) != 0 {
			rt.Fatalf("the order costs %v, not %v", cost, got.Cost)
		}
		if got.Cost.Cmp(bound.High) > 0 || got.Cost.Cmp(bound.Low) < 0 {
			rt.Fatalf("cost %v outside %v to %v", got.Cost, bound.Low, bound.High)
		}
		i := rapid.IntRange(0, len(got.Order)-1).Draw(rt, "unit")
		j := rapid.IntRange(0, len(got.Order)-1).Draw(rt, "place")
		moved := slices.Insert(slices.Delete(slices.Clone(got.Order), i, i+1), j, got.Order[i])
		if cost := costOf(tab, moved); cost.Cmp(got.Cost) < 0 {
			rt.Fatalf("%v costs %v, less than %v", moved, cost, got.Cost)
		}
	})
}

func TestPairwiseAtItsLimits(t *testing.T) {
	two := table(t, "- 1", "9 -").Pairwise()
	if d := cmp.Diff([]string{"U1", "U2"}, two.Order); d != "" || two.Cost.Sign() != 0 {
		t.Errorf("%s cost %v", d, two.Cost)
	}
	big := func(n int) *Table {
		tab := &Table{}
		for i := range n {
			tab.ids = append(tab.ids, fmt.Sprintf("U%02d", i))
			row := make([]string, n)
			for j := range n {
				row[j] = fmt.Sprint((n - j) * 3)
			}
			tab.mark = append(tab.mark, nil)
			for _, text := range row {
				tab.mark[i] = append(tab.mark[i], rat(text))
			}
		}
		return tab
	}
	if got := big(MaxPairwise).Pairwise(); !slices.IsSorted(got.Order) || got.Cost.Sign() != 0 {
		t.Errorf("order %v at cost %v", got.Order, got.Cost)
	}
	if big(MaxPairwise+1).Pairwise() != nil {
		t.Error("an order for more units than can be computed exactly")
	}
	if got := big(20).PairwiseBound(); !slices.IsSorted(got.Order) || got.Low.Sign() != 0 || got.High.Sign() != 0 {
		t.Errorf("where all raters agree: order %v at cost %v to %v", got.Order, got.Low, got.High)
	}
}

// bruteCoalition tries every set of raters, setting their marks in the way that
// helps each rival most.
func bruteCoalition(t *Table, low, high *big.Rat) []string {
	n := len(t.ids)
	first := 0
	for i := range n {
		if t.received(i).Cmp(t.received(first)) > 0 {
			first = i
		}
	}
	var best []string
	for set := 1; set < 1<<n; set++ {
		var names []string
		for i := range n {
			if set&(1<<i) != 0 {
				names = append(names, t.ids[i])
			}
		}
		if best != nil && (len(names) > len(best) || len(names) == len(best) && slices.Compare(names, best) >= 0) {
			continue
		}
		for rival := range n {
			sums := map[int]*big.Rat{first: new(big.Rat), rival: new(big.Rat)}
			for rater := range n {
				for unit, sum := range sums {
					switch {
					case rater == unit:
					case set&(1<<rater) == 0:
						sum.Add(sum, t.mark[rater][unit])
					case unit == first:
						sum.Add(sum, low)
					default:
						sum.Add(sum, high)
					}
				}
			}
			if rival != first && sums[rival].Cmp(sums[first]) >= 0 {
				best = names
				break
			}
		}
	}
	return best
}

func TestCoalitionIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tab := draw(rt, 1, 8, 20)
		low, high := rat("0"), big.NewRat(rapid.Int64Range(20, 30).Draw(rt, "high"), 2)
		got := tab.Coalition(low, high)
		if d := cmp.Diff(bruteCoalition(tab, low, high), got.Raters); d != "" {
			rt.Fatal(d)
		}
		for i := range tab.ids {
			first := slices.Index(tab.ids, got.First)
			if c := tab.received(i).Cmp(tab.received(first)); c > 0 || c == 0 && i < first {
				rt.Fatalf("%s stands before the first, %s", id(i), got.First)
			}
		}
	})
}

func TestCoalition(t *testing.T) {
	for _, tc := range []struct {
		name string
		high string
		rows []string
		want string
	}{
		{"already level: one, and the first id", "10", []string{"- 5 5", "5 - 5", "5 5 -"}, "U1 [U1]"},
		{"one rater is enough by plain mean", "100", []string{"- 90 80 70", "95 - 80 70", "95 90 - 70", "95 90 80 -"}, "U1 [U2]"},
		{"two units: the first may raise the other", "100", []string{"- 60", "90 -"}, "U1 [U1]"},
		{"nobody else to come first", "10", []string{"-"}, "U1 []"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := table(t, tc.rows...).Coalition(rat("0"), rat(tc.high))
			if d := cmp.Diff(tc.want, fmt.Sprint(got.First, " ", got.Raters)); d != "" {
				t.Error(d)
			}
		})
	}
	if got := table(t, "- 1", "9 -").Coalition(nil, nil); got.First != "U1" || got.Raters != nil {
		t.Errorf("without a range: %v", got)
	}
}
