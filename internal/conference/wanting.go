package conference

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Wanting is what a conference wants of the actor.
type Wanting struct {
	Running bool
	Reply   vn.Date // the day of the conference whose invitation the own unit has not answered; zero for none
	Sign    bool    // the minutes wait for the actor's signature
}

// WantingOf is what the conference of a year wants of the actor; nothing where
// there is none.
//
// Read: requires the right to read the conference, and wants nothing without it.
func WantingOf(tx *db.Tx, y cycle.Year) (w Wanting, err error) {
	err = access.Require(tx, access.ConferenceRead, y.Scope())
	if problem.Is(err, problem.Denied) {
		return w, nil
	}
	if err != nil {
		return w, err
	}
	c, err := find(tx, y)
	if problem.Is(err, problem.NotFound) {
		return w, nil
	}
	if err != nil {
		return w, err
	}
	switch c.State {
	case Planned:
		return w.reply(tx, y, c)
	case Finished:
		return w.sign(tx, y, c)
	}
	w.Running = c.State == Running
	return w, nil
}

func (w Wanting) reply(tx *db.Tx, y cycle.Year, c Conference) (Wanting, error) {
	own := tx.Actor.Unit
	if own == "" || !access.May(tx, access.ConferenceJoin, y.UnitScope(own)) {
		return w, nil
	}
	list, err := invitationsOf(tx, c.ID)
	if err != nil {
		return w, fmt.Errorf("read invitations: %w", err)
	}
	if slices.ContainsFunc(list, func(i Invitation) bool { return i.UnitID == own && i.Reply == Unanswered }) {
		w.Reply = c.HeldOn
	}
	return w, nil
}

func (w Wanting) sign(tx *db.Tx, y cycle.Year, c Conference) (Wanting, error) {
	officers, err := officersOf(tx, c.ID)
	if err != nil {
		return w, fmt.Errorf("read officers: %w", err)
	}
	own := slices.IndexFunc(officers, func(o Officer) bool { return o.AccountID == tx.Actor.ID })
	if own < 0 {
		return w, nil
	}
	m, err := finished(tx, y)
	if err != nil {
		return w, err
	}
	w.Sign = !m.Published() && !m.Signed(officers[own].Post)
	return w, nil
}
