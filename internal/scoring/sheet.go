package scoring

import (
	"math/big"
	"strings"
)

// Kind says how a leaf is scored (cách chấm).
type Kind string

// The kinds of leaf.
const (
	Target     Kind = "target"      // định lượng, có chỉ tiêu: by a Scheme from target and actual
	Achieved   Kind = "achieved"    // định tính: đạt gives the maximum, không đạt 0
	Direct     Kind = "direct"      // chấm thẳng: points typed
	PerEvent   Kind = "per_event"   // điểm theo lần: count × each, capped at the maximum
	RankPoints Kind = "rank_points" // điểm theo thứ hạng: a rank given by an authority, by a table
	Deduction  Kind = "deduction"   // điểm chuẩn trừ dần: maximum − count × each, never below 0
	Bonus      Kind = "bonus"       // điểm thưởng: points, or count × each capped; added
	Penalty    Kind = "penalty"     // điểm trừ: points, or count × each capped; subtracted
)

// Scheme is the formula of a Target leaf (cách tính).
type Scheme string

// The schemes of a Target leaf.
const (
	Attainment Scheme = "attainment" // maximum × ratio, capped at the maximum
	Threshold  Scheme = "threshold"  // a table of steps over the ratio in percent
	Leading    Scheme = "leader"     // relative to the unit that exceeds its target the most
)

// Better says which direction of a figure is good.
type Better string

// The directions; the empty one means More.
const (
	More Better = "more"
	Less Better = "less"
)

// RankBy says which number puts the units in order (căn cứ xếp hạng).
type RankBy string

// What units are ranked by; the empty one means ByTotal.
const (
	ByTotal   RankBy = "total"
	ByPercent RankBy = "percent_of_assigned"
)

// NoTarget says whom a unit with a result but no target is compared with, in
// scheme Leading.
type NoTarget string

// The comparisons; the empty one means NoTargetGroup.
const (
	NoTargetGroup NoTarget = "no_target_group" // the best result among units without a target
	WholeCluster  NoTarget = "whole_cluster"   // the best result of all units
)

// WhenUnassigned says what a leaf that was not assigned is worth (không giao).
type WhenUnassigned string

// The two rules; the empty one means LeavesDenominator.
const (
	LeavesDenominator WhenUnassigned = "leaves_denominator" // no points, and out of the maximum
	FullMark          WhenUnassigned = "full_mark"          // its maximum, and in the maximum
)

// The words that may stand in Sheet.TieBreak beside paths of criteria.
const (
	TieBonus     = "bonus"      // the sum of bonus leaves, capped
	TieSelfTotal = "self_total" // the total by self-scores, computed where a self-score is absent
)

// DefaultDecimals is the number of decimals of a leaf where the regulation is silent.
const DefaultDecimals = 2

// maxDecimals keeps a slip of the keyboard from printing pages of zeros.
const maxDecimals = 30

// Sheet is the score sheet (bảng chấm điểm) of one cluster and one year.
type Sheet struct {
	Name       string
	Decimals   int // of every leaf; 0 is whole points
	RankBy     RankBy
	NoTarget   NoTarget
	Unassigned WhenUnassigned
	TieBreak   []string  // in order: paths of criteria, TieBonus or TieSelfTotal
	BonusCap   *big.Rat  // the most that all bonus leaves of a unit may add; nil is no cap
	Final      FinalRule // how the levels of marks become the points of a leaf
	Bands      []Band    // mức xếp loại, the highest first; empty where the regulation has none
	Criteria   []*Criterion
	Place      Place
}

// Criterion is a node of the sheet (tiêu chí): a parent when it has children,
// else a leaf. The fields below Kind belong to the kinds named beside them.
type Criterion struct {
	Code     string // as printed: "I", "2.a"; never holds "/"
	Name     string
	Max      *big.Rat           // điểm tối đa; nil on a parent means the sum of its children
	Kind     Kind               // empty on a parent
	Measure  string             // đơn vị tính: %, tỷ đồng, vụ
	Scheme   Scheme             // Target
	Better   Better             // Target
	Steps    []Step             // Target with Threshold
	Each     *big.Rat           // PerEvent, Deduction, Bonus, Penalty: points for one
	Evidence bool               // minh chứng bắt buộc: a mark above 0 needs a file or a link
	Deadline string             // hạn của tiêu chí, "2026-11-30"; empty where there is none
	Table    map[int64]*big.Rat // RankPoints: rank → points; any other rank gives 0
	Children []*Criterion
	Place    Place
}

// Step gives Points from a ratio of From percent on.
type Step struct {
	From   *big.Rat
	Points *big.Rat
}

// FinalBy says how the levels of marks become the points of a leaf (cách chốt điểm).
type FinalBy string

// The ways; the empty one means LastLevel.
const (
	LastLevel FinalBy = "last_level" // the last level present wins over what was computed
	MeanCross FinalBy = "mean_cross" // the mean of the marks that the other units gave
	Weighted  FinalBy = "weights"    // a weighted mean of self, cross mean and appraised
)

// FinalRule is the sheet's rule of how levels become points. A conclusion (level
// Final) overrides every rule.
type FinalRule struct {
	By           FinalBy
	Weights      map[Level]*big.Rat // Weighted: of Self, Cross and Appraised; they need not add up to 100
	DropExtremes int                // how many of the highest and of the lowest cross-marks of a leaf are left out
	OwnCounts    bool               // the unit's self-mark is one of the cross-marks; the bundle says exclude_own: false
}

// Band is a class of results (mức xếp loại): xuất sắc from 90 points, with no
// criterion under 85 % of its maximum.
type Band struct {
	Name    string
	From    *big.Rat // the least value of what the sheet ranks by; the last band may have none
	Floor   *big.Rat // percent of the maximum that every criterion reaches; nil is none
	FloorOn FloorOn
	Place   Place
}

// FloorOn says which criteria a band's floor is held against.
type FloorOn string

// The criteria; the empty one means FloorLeaves. Bonus, penalty and unassigned
// leaves have no floor.
const (
	FloorLeaves FloorOn = "leaf"
	FloorTop    FloorOn = "top"
)

// Unit is a member that is scored (đơn vị).
type Unit struct {
	ID           string
	Name         string
	Group        string        // the units of the cluster among which it is ranked; empty where all are ranked together
	Disqualified *Disqualified // nil for a unit that is ranked
	Place        Place
}

// Disqualified is the fact that takes a unit out of the ranking (loại khỏi xếp
// hạng), with the document that says so.
type Disqualified struct {
	Reason   string
	Document string
}

// Entry is what one unit achieved on one leaf. Fields that were not given are
// nil; which of them count is fixed by the kind of the leaf.
type Entry struct {
	Unit       string // Unit.ID
	Criterion  string // path of codes: "I/2.a"
	Unassigned bool   // không giao
	Target     *big.Rat
	Actual     *big.Rat
	Achieved   *bool
	Points     *big.Rat
	Count      *int64
	Rank       *int64
	Place      Place
}

// Level says whose mark it is.
type Level string

// The levels, in the order in which they are given; a later one wins.
const (
	Self       Level = "self"        // tự chấm
	Cross      Level = "cross"       // chấm chéo
	Appraised  Level = "appraised"   // thẩm định
	Appraised2 Level = "appraised_2" // thẩm định lần hai
	Final      Level = "final"       // kết luận
)

// Levels lists the levels in the order in which they are given.
var Levels = []Level{Self, Cross, Appraised, Appraised2, Final}

// The places of the levels among Levels.
const (
	atSelf = iota
	atCross
	atAppraised
	atAppraised2
	atFinal
	levelCount
)

// order is the place of a level among Levels, or -1.
func (l Level) order() int {
	switch l {
	case Self:
		return atSelf
	case Cross:
		return atCross
	case Appraised:
		return atAppraised
	case Appraised2:
		return atAppraised2
	case Final:
		return atFinal
	default:
		return -1
	}
}

// Mark is the points that a person gave to one leaf of one unit.
type Mark struct {
	Unit      string // Unit.ID
	Criterion string // path of codes
	Level     Level
	Points    *big.Rat
	Reason    string
	Place     Place
}

// CrossScore is the mark that one unit gives another (chấm điểm chéo), for the
// whole sheet or for one criterion. It feeds the certificate, and the points of
// a leaf where the sheet's FinalRule says so.
type CrossScore struct {
	From, To  string // Unit.ID
	Criterion string // path; empty when Points are a total
	Points    *big.Rat
	Place     Place
}

// CrossRange is what a cross-score of the whole sheet may be.
type CrossRange struct {
	Low, High *big.Rat
	Place     Place
}

// Place says where an item was read, so that a mistake in it can be pointed at.
// It is empty for items that come from no file.
type Place struct {
	Whole  string                  // "dòng 12"
	Keys   map[string]string       // places of single keys, where they differ from Whole
	Find   func(key string) string // instead of Whole and Keys, where places are worked out when asked for
	Unread []string                // keys that stood there and could not be read; the reader has reported them
}

// Of returns the place of a key, else that of the whole item.
func (p Place) Of(key string) string {
	if p.Find != nil {
		return p.Find(key)
	}
	if at, ok := p.Keys[key]; ok {
		return at
	}
	return p.Whole
}

// unread reports whether the reader has already complained of this key.
func (p Place) unread(key string) bool {
	for _, k := range p.Unread {
		if k == key {
			return true
		}
	}
	return false
}

// IsLeaf reports whether the criterion is scored itself.
func (c *Criterion) IsLeaf() bool { return len(c.Children) == 0 }

// Counts reports whether the leaf's maximum counts in its parents and in the
// assigned maximum; those of bonus and penalty leaves do not.
func (c *Criterion) Counts() bool { return c.Kind != Bonus && c.Kind != Penalty }

// Maximum is the maximum of a criterion: of a leaf its own, of a parent the sum
// of its children without bonus and penalty. It is nil when a maximum is absent.
func (c *Criterion) Maximum() *big.Rat {
	if most, ok := c.maximum(); ok {
		return most.rat()
	}
	return nil
}

func (c *Criterion) maximum() (most num, ok bool) {
	if c.IsLeaf() {
		if c.Max == nil {
			return num{}, false
		}
		return numOf(c.Max), true
	}
	for _, child := range c.Children {
		if child.IsLeaf() && !child.Counts() {
			continue
		}
		var m num
		switch {
		case child.Max != nil:
			m = numOf(child.Max)
		default:
			if m, ok = child.maximum(); !ok {
				return num{}, false
			}
		}
		most = most.add(m)
	}
	return most, true
}

// position is a criterion with its place in the tree.
type position struct {
	path  string
	depth int // 0 at the top
	top   int // index in Sheet.Criteria
	c     *Criterion
}

// positions lists every criterion, parents first, in the order of the sheet.
func (s *Sheet) positions() []position {
	var all []position
	var down func(prefix string, depth, top int, c *Criterion)
	down = func(prefix string, depth, top int, c *Criterion) {
		path := c.Code
		if prefix != "" {
			path = prefix + "/" + c.Code
		}
		all = append(all, position{path: path, depth: depth, top: top, c: c})
		for _, child := range c.Children {
			down(path, depth+1, top, child)
		}
	}
	for i, c := range s.Criteria {
		down("", 0, i, c)
	}
	return all
}

// Find returns the criterion at a path of codes, or nil.
func (s *Sheet) Find(path string) *Criterion {
	siblings := s.Criteria
	var found *Criterion
	for _, code := range strings.Split(path, "/") {
		found = nil
		for _, c := range siblings {
			if c.Code == code {
				found = c
				break
			}
		}
		if found == nil {
			return nil
		}
		siblings = found.Children
	}
	return found
}
