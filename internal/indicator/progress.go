package indicator

import (
	"fmt"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Progress is what an indicator adds up to in a period, against what the
// members promised for the year and against the year before.
type Progress struct {
	Aggregate
	Target *Comparison // nil: nobody has both a figure and a target
	Before *Comparison // nil: nothing of the year before is known
}

// Comparison sets the cluster's value beside another one of the same indicator,
// both over the same members.
type Comparison struct {
	Units []string // members that have both, by id
	Value Fraction
	Other Fraction
	From  string // what the other is: "cùng kỳ năm 2025"
	Note  string // how it is known: "các đơn vị nhập"
}

// compare makes both values over the members that have both; nil where none has
// or the indicator has no sum.
func compare(i Indicator, members []string, figures, other, weights values) *Comparison {
	var units []string
	for _, unit := range members {
		_, now := figures[unit]
		_, then := other[unit]
		if now && then {
			units = append(units, unit)
		}
	}
	a, b := aggregate(i, units, figures, weights), aggregate(i, units, other, weights)
	if a.Value == nil || b.Value == nil {
		return nil
	}
	return &Comparison{Units: a.Have, Value: *a.Value, Other: *b.Value}
}

// ReadProgress returns the progress of each indicator in the period of an
// overview.
//
// Read: requires the right to read the period.
func ReadProgress(tx *db.Tx, y cycle.Year, o Overview) ([]Progress, error) {
	if err := access.Require(tx, access.ReportRead, y.Scope()); err != nil {
		return nil, err
	}
	targets, err := Targets(tx, y.ID)
	if err != nil {
		return nil, err
	}
	promised := map[string]values{}
	for _, t := range targets {
		put(promised, t.IndicatorID, t.UnitID, t.Value)
	}
	now := map[string]values{}
	members := make([]string, len(o.Lines))
	for n, l := range o.Lines {
		members[n] = l.UnitID
		for id, f := range o.Figures[l.UnitID] {
			if f.Value.Valid {
				put(now, id, l.UnitID, f.Value.Decimal)
			}
		}
	}
	same, err := samePeriodBefore(tx, y, o)
	if err != nil {
		return nil, err
	}
	pasted, err := pastedBefore(tx, y, members)
	if err != nil {
		return nil, err
	}
	list := make([]Progress, len(o.Sums))
	for n, a := range o.Sums {
		i := a.Indicator
		p := Progress{Aggregate: a, Target: compare(i, members, now[i.ID], promised[i.ID], now[i.WeightID])}
		for _, c := range []*Comparison{
			compare(i, members, now[i.ID], same[i.Code], now[i.WeightID]).of(fmt.Sprintf("cùng kỳ năm %d", y.Year-1), ""),
			a.againstPublished().of(fmt.Sprintf("số cả năm %d", y.Year-1), "đã công bố"),
			compare(i, members, now[i.ID], pasted[i.ID], now[i.WeightID]).of(fmt.Sprintf("số cả năm %d", y.Year-1), "các đơn vị nhập"),
		} {
			if p.Before == nil {
				p.Before = c
			}
		}
		list[n] = p
	}
	return list, nil
}

// of says what the other value of a comparison is.
func (c *Comparison) of(from, note string) *Comparison {
	if c != nil {
		c.From, c.Note = from, note
	}
	return c
}

// againstPublished compares a complete value with the one published for the
// whole year before, when both are in the same unit of measure.
func (a Aggregate) againstPublished() *Comparison {
	if a.Previous == nil || a.Value == nil || !a.Complete() || a.Previous.Unit != a.Indicator.Unit {
		return nil
	}
	return &Comparison{Units: a.Have, Value: *a.Value, Other: Fraction{Over: a.Previous.Value, Under: decimal.NewFromInt(1)}}
}

func put(to map[string]values, key, unit string, v decimal.Decimal) {
	if to[key] == nil {
		to[key] = values{}
	}
	to[key][unit] = v
}

// samePeriodBefore returns, by code of the indicator, the members' figures of
// the same period of the year before. An indicator that was measured in another
// unit then is left out.
func samePeriodBefore(tx *db.Tx, y cycle.Year, o Overview) (map[string]values, error) {
	before, err := cycle.Find(tx, y.ClusterID, y.Year-1)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	periods, err := cycle.Periods(tx, before.ID)
	if err != nil {
		return nil, err
	}
	unitNow := map[string]string{}
	for _, i := range o.Indicators {
		unitNow[i.Code] = i.Unit
	}
	indicators, err := List(tx, before.ID)
	if err != nil {
		return nil, err
	}
	known := byID(indicators)
	list := map[string]values{}
	for _, p := range periods {
		if p.Code != o.Period.Code {
			continue
		}
		figures, err := figuresOfPeriod(tx, p.ID)
		if err != nil {
			return nil, fmt.Errorf("find figures of %s %d: %w", p.Code, before.Year, err)
		}
		for _, f := range figures {
			if i := known[f.IndicatorID]; f.Value.Valid && i.Unit == unitNow[i.Code] {
				put(list, i.Code, f.UnitID, f.Value.Decimal)
			}
		}
	}
	return list, nil
}

// pastedBefore returns, by indicator, what the members entered themselves about
// the whole year before.
func pastedBefore(tx *db.Tx, y cycle.Year, members []string) (map[string]values, error) {
	list := map[string]values{}
	for _, unit := range members {
		figures, err := pastOf(tx, y.ID, unit)
		if err != nil {
			return nil, fmt.Errorf("find pasted figures: %w", err)
		}
		for _, f := range figures {
			put(list, f.IndicatorID, unit, f.Value)
		}
	}
	return list, nil
}
