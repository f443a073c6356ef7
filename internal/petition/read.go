package petition

import (
	"cmp"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Looks reports whether the actor may see the register of some office.
//
// Read: asks for the right by the actor's own grants.
func Looks(tx *db.Tx) bool {
	return slices.ContainsFunc(tx.Actor.Grants, func(g db.Grant) bool { return access.May(tx, access.PetitionRead, access.Scope{Unit: g.ID}) })
}

// Listed is a petition with its last day.
type Listed struct {
	Petition
	Due  Due
	Has  bool // it has a last day
	Late bool
}

// Register lists the petitions of an office received in a year or still open, the
// latest number first.
//
// Read: requires the right to see the register of the office.
func Register(tx *db.Tx, l *rules.Law, cal *vn.Calendar, unitID string, year int) ([]Listed, error) {
	if err := access.Require(tx, access.PetitionRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := petitionsOf(tx, unitID, year)
	if err != nil {
		return nil, fmt.Errorf("read petitions of unit %s: %w", unitID, err)
	}
	return dated(tx, l, cal, list), nil
}

func dated(tx *db.Tx, l *rules.Law, cal *vn.Calendar, list []Petition) []Listed {
	all := make([]Listed, len(list))
	for i, p := range list {
		all[i].Petition = p
		all[i].Due, all[i].Has = p.DueNow(l, cal)
		all[i].Late = all[i].Has && tx.Today().After(all[i].Due.On)
	}
	return all
}

// Late are those of a register that are past their day, the latest first.
func Late(list []Listed) []Listed {
	var late []Listed
	for _, p := range list {
		if p.Late {
			late = append(late, p)
		}
	}
	slices.SortStableFunc(late, func(a, b Listed) int { return cmp.Or(a.Due.On.Compare(b.Due.On), cmp.Compare(a.Number, b.Number)) })
	return late
}

// Find reads one petition with what was done with it, the latest last.
//
// Read: requires the right to see the register of its office.
func Find(tx *db.Tx, id string) (Petition, []Step, error) {
	p, err := found(tx, id)
	if err != nil {
		return p, nil, err
	}
	if err := access.Require(tx, access.PetitionRead, access.Scope{Unit: p.UnitID}); err != nil {
		return p, nil, err
	}
	steps, err := stepsOf(tx, id)
	if err != nil {
		return p, nil, fmt.Errorf("read steps of petition %s: %w", id, err)
	}
	return p, steps, nil
}

// MayHandle refuses who does not handle a petition, before what was typed is read.
//
// Read: requires the right to handle it.
func MayHandle(tx *db.Tx, p *Petition) error {
	if err := access.Require(tx, access.PetitionKeep, access.Scope{Unit: p.UnitID}); err != nil {
		return err
	}
	if p.HandlerID != tx.Actor.ID {
		return problem.New(problem.Denied, "%s do %s xử lý; người khác không làm thay. Lãnh đạo cơ quan giao lại được.", p.Name(), p.Handler)
	}
	return nil
}

// Waits are the petitions that wait for the actor: those the actor handles, and of
// offices that the actor directs those past their day.
//
// Read: each asks for the right to what it is about.
func Waits(tx *db.Tx, l *rules.Law, cal *vn.Calendar) ([]Listed, error) {
	mine, err := openOfHandler(tx, tx.Actor.ID)
	if err != nil {
		return nil, fmt.Errorf("find petitions of account %s: %w", tx.Actor.ID, err)
	}
	var list []Listed
	seen := map[string]bool{}
	for _, p := range dated(tx, l, cal, mine) {
		if access.May(tx, access.PetitionKeep, access.Scope{Unit: p.UnitID}) {
			list, seen[p.ID] = append(list, p), true
		}
	}
	for _, g := range tx.Actor.Grants {
		scope := access.Scope{Unit: g.ID}
		if g.ID == "" || access.ScopeOf(g.Scope, g.ID) != scope || !access.May(tx, access.PetitionDirect, scope) {
			continue
		}
		open, err := openOfUnit(tx, g.ID)
		if err != nil {
			return nil, fmt.Errorf("find petitions of unit %s: %w", g.ID, err)
		}
		for _, p := range dated(tx, l, cal, open) {
			if p.Late && !seen[p.ID] {
				list, seen[p.ID] = append(list, p), true
			}
		}
	}
	return list, nil
}
