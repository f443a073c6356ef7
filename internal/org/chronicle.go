package org

import (
	"fmt"
	"slices"

	"giaouoc/internal/db"
)

// Chronicle tells the register in an order in which it can be entered again.
// First are the units that were entered before anything else happened, as they
// were at their beginning; Changes is the rest, creations among them.
type Chronicle struct {
	First   []Unit
	Changes []Change
}

// ChronicleOf reads the whole register.
//
// Public: the register of units is public.
func ChronicleOf(tx *db.Tx) (Chronicle, error) {
	changes, err := allChanges(tx)
	if err != nil {
		return Chronicle{}, fmt.Errorf("list changes of units: %w", err)
	}
	versions, err := allVersions(tx)
	if err != nil {
		return Chronicle{}, fmt.Errorf("list units: %w", err)
	}
	beginning := map[string]Unit{}
	for _, v := range versions {
		if _, known := beginning[v.ID]; !known {
			beginning[v.ID] = v
		}
	}
	var c Chronicle
	entered := map[string]bool{"": true}
	var waiting []Change // creations below a unit that a later change makes
	for _, change := range changes {
		if change.Kind == Created && !entered[beginning[change.After[0]].ParentID] {
			waiting = append(waiting, change)
			continue
		}
		c.add(change, beginning, entered)
		for i := 0; i < len(waiting); i++ {
			if w := waiting[i]; entered[beginning[w.After[0]].ParentID] {
				c.add(w, beginning, entered)
				waiting, i = slices.Delete(waiting, i, i+1), -1
			}
		}
	}
	return c, nil
}

func (c *Chronicle) add(change Change, beginning map[string]Unit, entered map[string]bool) {
	for _, id := range change.After {
		entered[id] = true
	}
	if change.Kind == Created && len(c.Changes) == 0 {
		c.First = append(c.First, beginning[change.After[0]])
		return
	}
	c.Changes = append(c.Changes, change)
}
