// Package scoretest makes score sheets for tests and benchmarks. A sheet has the
// size of a real provincial one of 1,000 points; its numbers are made up, and
// the same each time.
package scoretest

import (
	"fmt"
	"math/big"
	"math/rand/v2"

	"giaouoc/internal/scoring"
)

// Year is a sheet with everything that was entered and marked on it.
type Year struct {
	Sheet   *scoring.Sheet
	Units   []scoring.Unit
	Entries []scoring.Entry
	Marks   []scoring.Mark
	Cross   []scoring.CrossScore // every unit on every leaf of every other
}

// What a real sheet consists of.
const (
	Nodes        = 230
	Parents      = 54
	Leaves       = 176
	Depth        = 5
	Quantitative = 12
	Qualitative  = 51
)

// Large makes a sheet of 230 criteria in five levels, and a full marking of it:
// every leaf of every unit entered, scored by itself and appraised.
func Large(units int, seed uint64) Year {
	r := rand.New(rand.NewPCG(seed, 1))
	y := Year{Sheet: layout()}
	for i := range units {
		y.Units = append(y.Units, scoring.Unit{ID: fmt.Sprintf("U%02d", i+1), Name: fmt.Sprintf("Đơn vị %d", i+1)})
	}
	leaves := leavesOf("", y.Sheet.Criteria)
	for _, u := range y.Units {
		for _, l := range leaves {
			e := scoring.Entry{Unit: u.ID, Criterion: l.path}
			switch l.c.Kind {
			case scoring.Target:
				if l.c.Scheme != scoring.Leading || r.IntN(5) > 0 {
					e.Target = big.NewRat(1+r.Int64N(900_000), 10)
				}
				e.Actual = big.NewRat(r.Int64N(1_000_000_000), 1000)
				if e.Target != nil {
					e.Actual = new(big.Rat).Mul(e.Target, big.NewRat(80_000+r.Int64N(40_000), 100_000))
				}
			case scoring.Achieved:
				yes := r.IntN(10) > 0
				e.Achieved = &yes
			default:
				e.Points = share(r, l.c.Max)
			}
			y.Entries = append(y.Entries, e)
			for _, level := range []scoring.Level{scoring.Self, scoring.Appraised} {
				y.Marks = append(y.Marks, scoring.Mark{Unit: u.ID, Criterion: l.path, Level: level, Points: share(r, l.c.Max)})
			}
		}
	}
	for _, from := range y.Units {
		for _, to := range y.Units {
			for _, l := range leaves {
				if from.ID != to.ID {
					y.Cross = append(y.Cross, scoring.CrossScore{From: from.ID, To: to.ID, Criterion: l.path, Points: share(r, l.c.Max)})
				}
			}
		}
	}
	return y
}

// share draws points from three quarters of a maximum on, in quarters of a point.
func share(r *rand.Rand, most *big.Rat) *big.Rat {
	quarters := new(big.Rat).Mul(most, big.NewRat(4, 1)).Num().Int64()
	return big.NewRat(quarters-r.Int64N(quarters/4+1), 4)
}

type leaf struct {
	path string
	c    *scoring.Criterion
}

func leavesOf(above string, criteria []*scoring.Criterion) (list []leaf) {
	for _, c := range criteria {
		if c.IsLeaf() {
			list = append(list, leaf{above + c.Code, c})
		}
		list = append(list, leavesOf(above+c.Code+"/", c.Children)...)
	}
	return list
}

// layout is the tree: 3, 9, 18 and 24 groups in four levels, leaves in all but
// the first.
func layout() *scoring.Sheet {
	s := &scoring.Sheet{Name: "Bảng chấm điểm 1.000 điểm", Decimals: 2, NoTarget: scoring.NoTargetGroup}
	var levels [4][]*scoring.Criterion
	for n, size := range []int{3, 9, 18, 24} {
		for i := range size {
			c := &scoring.Criterion{Code: fmt.Sprintf("%d", i+1), Name: fmt.Sprintf("Nhóm tiêu chí %d cấp %d", i+1, n+1)}
			levels[n] = append(levels[n], c)
			if n == 0 {
				s.Criteria = append(s.Criteria, c)
				continue
			}
			up := levels[n-1][i%len(levels[n-1])]
			up.Children = append(up.Children, c)
		}
	}
	made := 0
	for n, each := range []int{0, 2, 3, 4} {
		for i, up := range levels[n] {
			for range each {
				up.Children = append(up.Children, leafNumber(made))
				made++
			}
			if n == 3 && i < 8 { // the rest of 176
				up.Children = append(up.Children, leafNumber(made))
				made++
			}
		}
	}
	for _, level := range levels {
		for _, c := range level {
			c.Max = c.Maximum()
		}
	}
	return s
}

// leafNumber is the n-th leaf: 12 of figures, 51 of yes and no, the rest marked
// straight, spread over the sheet. The maxima add up to 1,000.
func leafNumber(n int) *scoring.Criterion {
	c := &scoring.Criterion{
		Code: fmt.Sprintf("%da", n+1), Name: fmt.Sprintf("Tiêu chí số %d", n+1),
		Max: big.NewRat([]int64{8, 10, 11, 12, 15, 22, 30, 40}[n%8], 4), Kind: scoring.Direct,
	}
	if n == Leaves-1 {
		c.Max = big.NewRat(1000*4-rest, 4)
	}
	switch {
	case n%14 == 3 && n/14 < Quantitative:
		c.Kind, c.Scheme, c.Measure = scoring.Target, scoring.Leading, "tỷ đồng"
		switch n / 14 % 6 {
		case 4:
			c.Scheme = scoring.Attainment
		case 5:
			c.Scheme = scoring.Threshold
			c.Steps = []scoring.Step{{From: big.NewRat(100, 1), Points: c.Max}, {From: big.NewRat(95, 1), Points: new(big.Rat).Mul(c.Max, big.NewRat(1, 2))}}
		}
	case n%10 < 3 && n%14 != 3:
		c.Kind = scoring.Achieved
	}
	return c
}

// rest is what the maxima of all leaves but the last add up to, in quarters.
const rest = 21*(8+10+11+12+15+22+30+40) + (8 + 10 + 11 + 12 + 15 + 22 + 30)
