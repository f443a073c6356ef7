package award

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Base is what a quota is a share of (mẫu số).
type Base string

// The bases of a quota.
const (
	OfPeople      Base = "people"       // all persons in the register of the unit
	OfCollectives Base = "collectives"  // all collectives in it
	OfMet         Base = "met"          // those who meet what another award asks
	OfNominated   Base = "nominated"    // those nominated for another award, or given it in the year
	OfCeiling     Base = "ceiling"      // as many as may be given another award: a share of a share
	OfFlagLeaders Base = "flag_leaders" // leaders of clusters that meet the flag's standard; a number typed with its source
	OfTyped       Base = "typed"        // what the document counts; a number typed with its source
)

// Bases are the bases in the order in which they are offered.
var Bases = []Base{OfPeople, OfCollectives, OfNominated, OfMet, OfCeiling, OfFlagLeaders, OfTyped}

// Name is a base in Vietnamese; of one that goes by another award, that award's name
// follows.
func (b Base) Name() string {
	return map[Base]string{
		OfPeople: "tổng số người trong sổ của đơn vị", OfCollectives: "tổng số tập thể trong sổ của đơn vị",
		OfMet: "số đạt tiêu chuẩn (kể cả chờ đánh giá)", OfNominated: "số dự kiến đề nghị hoặc đã được tặng trong năm",
		OfCeiling: "số tối đa được xét", OfFlagLeaders: "số tập thể dẫn đầu cụm, khối đạt tiêu chuẩn cờ thi đua của Bộ, ban, ngành, tỉnh", OfTyped: "số khác, do văn bản quy định",
	}[b]
}

// ByAward reports whether the base goes by another award.
func (b Base) ByAward() bool { return b == OfMet || b == OfNominated || b == OfCeiling }

// Typed reports whether people say how many there are.
func (b Base) Typed() bool { return b == OfFlagLeaders || b == OfTyped }

// Rounding is what becomes of a part of one (làm tròn).
type Rounding string

// The ways of rounding; RoundDown never exceeds a ceiling, the others need a document.
const (
	RoundDown    Rounding = "down"
	RoundNearest Rounding = "nearest"
	RoundUp      Rounding = "up"
)

// Name is the rounding in Vietnamese.
func (r Rounding) Name() string {
	return map[Rounding]string{RoundDown: "làm tròn xuống", RoundNearest: "làm tròn đến số gần nhất", RoundUp: "làm tròn lên"}[r]
}

// most is a percentage of a whole in whole numbers.
func (r Rounding) most(percent, whole int) int {
	switch r {
	case RoundNearest:
		return (percent*whole + 50) / 100
	case RoundUp:
		return (percent*whole + 99) / 100
	default:
		return percent * whole / 100
	}
}

// Quota is the share that may be given an award at most (tỷ lệ tối đa), as a document
// fixes it for a unit or as the law does.
type Quota struct {
	ID          string
	UnitID      string
	Award       string
	Percent     int
	Base        Base
	OfAward     string // of OfMet, OfNominated, OfCeiling
	Says        string // what the document counts, in its words
	Rounding    Rounding
	RoundingDoc string // the document that lets it be rounded otherwise than down
	Number      string // of the document
	DecidedOn   vn.Date
	FromDay     vn.Date
	ToDay       vn.Date // the last day; zero while it holds
	Version     int64
	Law         *rules.Quota `db:"-" json:"-"` // of the law's own; it has no ID
}

func (q *Quota) on(day vn.Date) bool {
	return !day.Before(q.FromDay) && (q.ToDay.IsZero() || !day.After(q.ToDay))
}

// lawQuotas are the ceilings that the law itself fixes on a day, for the awards given.
func lawQuotas(l *rules.Law, awards []*rules.Award, day vn.Date) []Quota {
	var list []Quota
	for _, a := range awards {
		q := l.Values.Quota(a.Code, day)
		if q == nil {
			continue
		}
		own := Quota{Award: a.Code, Percent: q.Percent, Base: OfTyped, Says: q.Of, Rounding: RoundDown, FromDay: q.From, ToDay: q.To, Number: q.Cite, Law: q}
		switch a.Code {
		case string(GovernmentFlag):
			own.Base = OfFlagLeaders
		case "T-CSTDCS":
			own.Base, own.OfAward = OfNominated, "T-LDTT"
		}
		list = append(list, own)
	}
	return list
}

// Whole is how many people say there are of what a quota is taken of, in one year.
type Whole struct {
	UnitID  string
	Award   string
	Year    int
	Whole   int
	Source  string
	Version int64
}

// Limit is a quota with its arithmetic for a year.
type Limit struct {
	Quota
	Whole  int
	Known  bool // false while nobody has said how many the whole is
	Source string
	Below  *Limit // of OfCeiling: the one that it is a share of
	Most   int
}

// counts are the wholes that quotas may be taken of, and what is on the lists.
type counts struct {
	people, collectives int
	met, listed         map[string]int // by award; listed: nominated, or given in the year
	typed               map[string]Whole
}

// ceilings works out the quotas of an award; those that are shares of another's
// ceiling rest on the lowest of that one's.
func (c *counts) ceilings(quotas []Quota, award string) []Limit {
	return c.ceilingsWithin(quotas, award, nil)
}

func (c *counts) ceilingsWithin(quotas []Quota, award string, above []string) []Limit {
	var list []Limit
	for _, q := range quotas {
		if q.Award != award {
			continue
		}
		x := Limit{Quota: q, Known: true}
		switch q.Base {
		case OfPeople:
			x.Whole = c.people
		case OfCollectives:
			x.Whole = c.collectives
		case OfMet:
			x.Whole = c.met[q.OfAward]
		case OfNominated:
			x.Whole = c.listed[q.OfAward]
		case OfCeiling:
			x.Known = false
			if !slices.Contains(above, q.OfAward) && q.OfAward != award { // a circle has no beginning
				if x.Below = lowest(c.ceilingsWithin(quotas, q.OfAward, append(slices.Clone(above), award))); x.Below != nil {
					x.Whole, x.Known = x.Below.Most, true
				}
			}
		default:
			w, known := c.typed[award]
			x.Whole, x.Known, x.Source = w.Whole, known, w.Source
		}
		if x.Known {
			x.Most = q.Rounding.most(q.Percent, x.Whole)
		}
		list = append(list, x)
	}
	return list
}

// lowest is the ceiling that binds, or nil when none is known.
func lowest(list []Limit) *Limit {
	var best *Limit
	for i := range list {
		if list[i].Known && (best == nil || list[i].Most < best.Most) {
			best = &list[i]
		}
	}
	return best
}

// Break is a ceiling that a change of the list goes beyond, or further beyond.
type Break struct {
	Award string
	Limit Limit
	Used  int // after the change
}

// By is how many are too many.
func (b Break) By() int { return b.Used - b.Limit.Most }

// Says is the arithmetic of a ceiling: "15% của 40".
func (x *Limit) Says() string {
	return strconv.Itoa(x.Percent) + "% của " + strconv.Itoa(x.Whole)
}

// breaks lists the ceilings that stand worse after a change than before. A list that
// was too long already may be shortened, or left, without a question.
func breaks(quotas []Quota, before, after *counts) []Break {
	var list []Break
	var seen []string
	for _, q := range quotas {
		if slices.Contains(seen, q.Award) {
			continue
		}
		seen = append(seen, q.Award)
		was := before.ceilings(quotas, q.Award)
		for i, x := range after.ceilings(quotas, q.Award) {
			over := after.listed[q.Award] - x.Most
			if x.Known && over > 0 && (!was[i].Known || over > before.listed[q.Award]-was[i].Most) {
				list = append(list, Break{Award: q.Award, Limit: x, Used: after.listed[q.Award]})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Break) int { return cmp.Compare(a.Award, b.Award) })
	return list
}

// circle reports whether a quota that is a share of another's ceiling comes back to
// itself.
func circle(quotas []Quota, q Quota) bool {
	all := append(slices.Clone(quotas), q)
	var comesBack func(award string, path []string) bool
	comesBack = func(award string, path []string) bool {
		if slices.Contains(path, award) {
			return true
		}
		path = append(path, award)
		return slices.ContainsFunc(all, func(o Quota) bool {
			return o.Award == award && o.Base == OfCeiling && comesBack(o.OfAward, path)
		})
	}
	return q.Base == OfCeiling && comesBack(q.Award, nil)
}

// Document says where a quota stands.
func (q *Quota) Document() string {
	if q.DecidedOn.IsZero() {
		return q.Number
	}
	return strings.TrimSpace(q.Number + " ngày " + q.DecidedOn.Short())
}
