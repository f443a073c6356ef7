package award

import (
	"fmt"

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

// LimitsOn works out the ceilings of an award on a day, those that documents of a
// unit fix and the law's own, for a list that is being made.
//
// Read: requires the right to see the register of the unit.
func LimitsOn(tx *db.Tx, l *rules.Law, unitID, code string, year int, day vn.Date, n Numbers) ([]Limit, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	declared, err := quotasOf(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("read quotas of unit %s: %w", unitID, err)
	}
	typed, err := wholesOf(tx, unitID, year)
	if err != nil {
		return nil, fmt.Errorf("read wholes of unit %s: %w", unitID, err)
	}
	var quotas []Quota
	for _, q := range declared {
		if q.on(day) {
			quotas = append(quotas, q)
		}
	}
	quotas = append(quotas, lawQuotas(l, l.Awards, day)...)
	c := counts{people: n.People, met: n.Met, listed: n.Listed, typed: map[string]Whole{}}
	for _, w := range typed {
		c.typed[w.Award] = w
	}
	return c.ceilings(quotas, code), nil
}

// Binding is the lowest of the ceilings that are known, or nil.
func Binding(list []Limit) *Limit { return lowest(list) }
