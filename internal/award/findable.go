package award

import (
	"fmt"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/rules"
	"giaouoc/internal/search"
)

// findable has grants found by everyone as their decisions publish them, or no longer
// where they were annulled or have no decision.
func findable(tx *db.Tx, grants ...string) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	for len(grants) > 0 {
		n := min(len(grants), grantsAtOnce)
		list, err := grantsDecidedOf(tx, grants[:n])
		if err != nil {
			return fmt.Errorf("read decided grants: %w", err)
		}
		if err := asDecided(tx, list); err != nil {
			return err
		}
		var fresh []search.Entry
		for _, g := range list {
			if err := search.Remove(tx, search.Award, g.ID); err != nil {
				return err
			}
			if g.AnnulledBy == "" {
				fresh = append(fresh, g.found(l))
			}
		}
		if err := search.PutNew(tx, fresh); err != nil {
			return err
		}
		grants = grants[n:]
	}
	return nil
}

// findableOf is findable for all grants of a subject, whose name or unit has changed.
func findableOf(tx *db.Tx, subjectID string) error {
	grants, err := grantsOfSubject(tx, subjectID)
	if err != nil {
		return fmt.Errorf("find grants of %s: %w", subjectID, err)
	}
	return findable(tx, grants...)
}

func idsOf(list []Entry) []string {
	ids := make([]string, len(list))
	for i, e := range list {
		ids[i] = e.ID
	}
	return ids
}

// found is what is found of a grant: name, unit, award, number and day.
func (g PublicGrant) found(l *rules.Law) search.Entry {
	name := g.AsWritten
	if a := l.Award(g.Award); a != nil {
		name = a.Title()
	}
	return search.Entry{
		Kind: search.Award, ObjectID: g.ID, Title: g.Name, Day: g.DecidedOn,
		Detail: name + ", năm " + fmt.Sprint(g.Year) + ". " + g.UnitName + ". Quyết định " + g.Number + " của " + g.DecidedBy,
	}
}

// IndexGrants makes up to n grants after an id findable that were decided before
// there was search; it returns the last of them, empty when none is left.
//
// Public: the program itself; what it puts was decided, and the decision left its
// entry.
func IndexGrants(tx *db.Tx, after string, n int) (last string, err error) {
	ids, err := grantsWaiting(tx, after, n)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[len(ids)-1], findable(tx, ids...)
}

// findableDecision has the decision on a proposal found by everyone.
func findableDecision(tx *db.Tx, y cycle.Year, p Proposal, unit string) error {
	if p.State != Granted && p.State != Refused {
		return nil
	}
	c, err := cluster.Find(tx, y.ClusterID)
	if err != nil {
		return err
	}
	detail := fmt.Sprintf("%s năm %d, %s. %s", p.Award.Name(), y.Year, p.State.Name(), c.Name)
	if y.Illustrative {
		detail += ", năm minh họa"
	}
	if p.DecisionNumber != "" {
		detail += ". Quyết định " + p.DecisionNumber + " của " + p.DecidedBy
	}
	return search.Put(tx, search.Entry{
		Kind: search.Decision, ObjectID: p.ID, Title: unit, Detail: detail, Address: fmt.Sprintf("/cum/%s/%d#de-nghi", c.Slug, y.Year), Day: p.DecisionOn,
	})
}

// IndexDecisions makes the decisions on the proposals of a year findable that were
// made before there was search.
//
// Public: the program itself; what was decided on a proposal is public.
func IndexDecisions(tx *db.Tx, y cycle.Year) error {
	list, err := PublicOf(tx, y)
	if err != nil {
		return err
	}
	for _, p := range list {
		if known, err := search.Has(tx, search.Decision, p.ID); known || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		names, err := org.Names(tx, tx.Today(), p.UnitID)
		if err != nil {
			return err
		}
		if err := findableDecision(tx, y, p, names[p.UnitID]); err != nil {
			return err
		}
	}
	return nil
}
