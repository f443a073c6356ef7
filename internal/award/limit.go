package award

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Numbers are what the quotas of a list that is being made may be taken of.
type Numbers struct {
	People int            // all who could be on it
	Met    map[string]int // by award, who meets what it asks
	Listed map[string]int // by award, who is on its list
}

// LimitsOfList are the ceilings of an award on a day for a list that is being made, of
// the law and of a unit's documents; what they are shares of is counted in the list.
//
// Read: requires the right to see the register of the unit.
func LimitsOfList(tx *db.Tx, l *rules.Law, unitID, award string, year int, day vn.Date, n Numbers) ([]Limit, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	quotas, typed, err := quotasOn(tx, l, unitID, year, day)
	if err != nil {
		return nil, err
	}
	c := counts{people: n.People, met: n.Met, listed: n.Listed, typed: typed}
	return c.ceilings(quotas, award), nil
}

// LimitsOfYear are the ceilings of an award on a day for what is proposed of a year, of
// the law and of a unit's documents; what they are shares of is counted in the register.
// Where nobody is in it, nobody has kept it, and the ceiling is not known.
//
// Within: a dossier that is proposed; it has asked for the right.
func LimitsOfYear(tx *db.Tx, l *rules.Law, unitID, award string, year int, day vn.Date) ([]Limit, error) {
	quotas, _, err := quotasOn(tx, l, unitID, year, day)
	if err != nil {
		return nil, err
	}
	some := slices.ContainsFunc(quotas, func(q Quota) bool { return q.Award == award })
	if !some || l.On(day) == nil {
		return nil, nil
	}
	p, err := planOf(tx, l, unitID, year, day, "")
	if err != nil {
		return nil, err
	}
	limits := p.counts.ceilings(p.quotas, award)
	for i := range limits {
		limits[i].Known = limits[i].Known && limits[i].Whole > 0
	}
	return limits, nil
}

// quotasOn are the quotas that hold for a unit on a day, of its documents and of the law,
// and by award what people gave for a year of what quotas are taken of.
func quotasOn(tx *db.Tx, l *rules.Law, unitID string, year int, day vn.Date) ([]Quota, map[string]Whole, error) {
	quotas, err := quotasOf(tx, unitID)
	if err != nil {
		return nil, nil, fmt.Errorf("read quotas of unit %s: %w", unitID, err)
	}
	wholes, err := wholesOf(tx, unitID, year)
	if err != nil {
		return nil, nil, fmt.Errorf("read wholes of unit %s: %w", unitID, err)
	}
	quotas = slices.DeleteFunc(quotas, func(q Quota) bool { return !q.on(day) })
	typed := make(map[string]Whole, len(wholes))
	for _, w := range wholes {
		typed[w.Award] = w
	}
	return append(quotas, lawQuotas(l, l.Awards, day)...), typed, nil
}

// Binding is the lowest of the ceilings that are known, or nil.
func Binding(list []Limit) *Limit { return lowest(list) }
