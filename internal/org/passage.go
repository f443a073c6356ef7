package org

import (
	"cmp"
	"fmt"
	"slices"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Passage is a change with its units as they were the day before and as they
// are from its day on.
type Passage struct {
	Change
	Was []Unit
	Is  []Unit
}

// Ended are the units that are there no more after the change.
func (p Passage) Ended() []Unit {
	return slices.DeleteFunc(slices.Clone(p.Was), func(u Unit) bool { return hasUnit(p.Is, u.ID) })
}

// Begun are the units that were not there before the change.
func (p Passage) Begun() []Unit {
	return slices.DeleteFunc(slices.Clone(p.Is), func(u Unit) bool { return hasUnit(p.Was, u.ID) })
}

// Handed is a code that passes from one unit to another; the zero Unit is nobody.
type Handed struct {
	Code string
	Was  Unit
	Is   Unit
}

// Codes are the codes that pass to another unit or to nobody, or are new.
func (p Passage) Codes() []Handed {
	holders := map[string]*Handed{}
	at := func(u Unit) *Handed {
		key := u.ParentID + "/" + u.Code
		if holders[key] == nil {
			holders[key] = &Handed{Code: u.Code}
		}
		return holders[key]
	}
	for _, u := range p.Was {
		at(u).Was = u
	}
	for _, u := range p.Is {
		at(u).Is = u
	}
	var list []Handed
	for _, h := range holders {
		if h.Code != "" && h.Was.ID != h.Is.ID {
			list = append(list, *h)
		}
	}
	slices.SortFunc(list, func(a, b Handed) int { return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Is.ID, b.Is.ID)) })
	return list
}

// Passages returns every change of the register but creations, oldest day
// first, those of one day in Vietnamese order of the units they lead to.
//
// Public: the register of units is public.
func Passages(tx *db.Tx) ([]Passage, error) {
	changes, err := allChanges(tx)
	if err != nil {
		return nil, fmt.Errorf("list changes of units: %w", err)
	}
	changes = slices.DeleteFunc(changes, func(c Change) bool { return c.Kind == Created })
	versions, err := versionsOfChanged(tx)
	if err != nil {
		return nil, fmt.Errorf("list changed units: %w", err)
	}
	byUnit := map[string][]Unit{}
	for _, v := range versions {
		byUnit[v.ID] = append(byUnit[v.ID], v)
	}
	list := make([]Passage, len(changes))
	for i, c := range changes {
		list[i] = Passage{Change: c, Was: standOn(byUnit, c.Before, c.OnDay.AddDays(-1)), Is: standOn(byUnit, c.After, c.OnDay)}
	}
	slices.SortStableFunc(list, func(a, b Passage) int {
		return cmp.Or(a.OnDay.Compare(b.OnDay), vn.Compare(firstName(a.Is), firstName(b.Is)))
	})
	return list, nil
}

func firstName(units []Unit) string {
	if len(units) == 0 {
		return ""
	}
	return units[0].Name
}

// standOn picks the versions in force on a day, in the order of the ids; a unit
// that goes on comes in Vietnamese order of names with the others.
func standOn(byUnit map[string][]Unit, ids []string, day vn.Date) []Unit {
	var units []Unit
	for _, id := range ids {
		for _, v := range byUnit[id] {
			if v.InForce(day) {
				units = append(units, v)
			}
		}
	}
	slices.SortStableFunc(units, func(a, b Unit) int { return vn.Compare(a.Name, b.Name) })
	return units
}

// Effect is what a change does on its day.
type Effect struct {
	Passage
	Moved    []Unit // units below that stand below another unit from the day on
	ParentID string // of the units counted
	Before   int    // units below that parent the day before
	After    int    // and on the day
}

// EffectOf tells what the change of the units does on a day; the change has
// been made in this transaction.
//
// Public: the register of units is public.
func EffectOf(tx *db.Tx, kind ChangeKind, day vn.Date, ids ...string) (Effect, error) {
	e := Effect{Passage: Passage{Change: Change{Kind: kind, OnDay: day}}}
	byUnit := map[string][]Unit{}
	for _, id := range ids {
		versions, err := versionsOf(tx, id)
		if err != nil {
			return e, fmt.Errorf("find unit %s: %w", id, err)
		}
		byUnit[id] = versions
	}
	if kind != Created {
		e.Was = standOn(byUnit, ids, day.AddDays(-1))
	}
	e.Is = standOn(byUnit, ids, day)
	if len(e.Is) > 0 {
		e.ParentID = e.Is[0].ParentID
	}
	now, err := childrenOn(tx, e.ParentID, day)
	if err != nil {
		return e, fmt.Errorf("count units: %w", err)
	}
	was, err := childrenOn(tx, e.ParentID, day.AddDays(-1))
	if err != nil {
		return e, fmt.Errorf("count units: %w", err)
	}
	if e.Before, e.After = len(was), len(now); kind == Created {
		e.Before = e.After - 1 // one whose beginning is not known was there the day before
	}
	for _, u := range e.Is {
		below, err := childrenOn(tx, u.ID, day)
		if err != nil {
			return e, fmt.Errorf("find units below %s: %w", u.ID, err)
		}
		for _, c := range below {
			if old, err := versionOn(tx, c.ID, day.AddDays(-1)); err == nil && old.ParentID != c.ParentID && !slices.Contains(ids, c.ID) {
				e.Moved = append(e.Moved, c)
			}
		}
	}
	return e, nil
}

// Descent is a unit that another came from or became, and how; Next is what
// that unit in turn came from or became.
type Descent struct {
	Unit   Unit
	Kind   ChangeKind
	OnDay  vn.Date
	Source string
	Next   []Descent
}

// Lineage is what a unit came from and what became of it through mergers and
// splits.
type Lineage struct {
	From []Descent
	Into []Descent
}

// LineageOf tells where a unit comes from and what became of it.
//
// Public: the register of units is public.
func LineageOf(tx *db.Tx, id string) (Lineage, error) {
	passages, err := Passages(tx)
	if err != nil {
		return Lineage{}, err
	}
	passages = slices.DeleteFunc(passages, func(p Passage) bool { return p.Kind == Revised })
	return Lineage{From: cameFrom(passages, id), Into: became(passages, id)}, nil
}

// cameFrom looks only at earlier changes as it goes back, so it ends.
func cameFrom(passages []Passage, id string) []Descent {
	var list []Descent
	for i := len(passages) - 1; i >= 0; i-- {
		p := passages[i]
		if !hasUnit(p.Is, id) || p.Kind == Split && hasUnit(p.Was, id) {
			continue
		}
		for _, u := range p.Was {
			d := Descent{Unit: u, Kind: p.Kind, OnDay: p.OnDay, Source: p.Source}
			if u.ID != id {
				d.Next = cameFrom(passages[:i], u.ID)
			}
			list = append(list, d)
		}
	}
	return list
}

func became(passages []Passage, id string) []Descent {
	var list []Descent
	for i, p := range passages {
		if !hasUnit(p.Was, id) || p.Kind == Merged && hasUnit(p.Is, id) {
			continue
		}
		for _, u := range p.Is {
			if u.ID != id {
				list = append(list, Descent{Unit: u, Kind: p.Kind, OnDay: p.OnDay, Source: p.Source, Next: became(passages[i+1:], u.ID)})
			}
		}
	}
	return list
}
