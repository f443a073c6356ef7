package conference

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Inviting is who is invited to a conference and how they answer.
type Inviting struct {
	Conference  Conference
	Call        Call
	Invitations []Invitation // of all members for who plans, for others of those for which they answer
	Passes      []Pass       // of the same
	Guests      []Guest
	Items       []Item
	Documents   []Document
	Whole       bool // all members are shown
}

// Moved reports whether day or place are others than the members were told.
func (i Inviting) Moved() bool {
	return i.Call.Sent() && (i.Call.ToldOn != i.Conference.HeldOn || i.Call.ToldPlace != i.Conference.Place)
}

// Of is the invitation of a member and its code.
func (i Inviting) Of(unitID string) (Invitation, Pass, bool) {
	at := slices.IndexFunc(i.Invitations, func(o Invitation) bool { return o.UnitID == unitID })
	if at < 0 {
		return Invitation{}, Pass{}, false
	}
	var pass Pass
	if p := slices.IndexFunc(i.Passes, func(p Pass) bool { return p.UnitID == unitID }); p >= 0 {
		pass = i.Passes[p]
	}
	return i.Invitations[at], pass, true
}

// Invited is who is invited, for who plans the conference; another person sees
// what the unit was sent and answered for which the person may answer.
//
// Read: requires the right to read the conference.
func Invited(tx *db.Tx, y cycle.Year) (i Inviting, err error) {
	if err := access.Require(tx, access.ConferenceRead, y.Scope()); err != nil {
		return i, err
	}
	if i.Conference, err = find(tx, y); err != nil {
		return i, err
	}
	id := i.Conference.ID
	for what, read := range map[string]func() error{
		"call":        func() (err error) { i.Call, err = callOf(tx, id); return },
		"invitations": func() (err error) { i.Invitations, err = invitationsOf(tx, id); return },
		"passes":      func() (err error) { i.Passes, err = passesOf(tx, id); return },
		"guests":      func() (err error) { i.Guests, err = guestsOf(tx, id); return },
		"agenda":      func() (err error) { i.Items, err = itemsOf(tx, id); return },
		"documents":   func() (err error) { i.Documents, err = documentsOf(tx, id); return },
	} {
		if err := read(); err != nil {
			return i, fmt.Errorf("read %s: %w", what, err)
		}
	}
	if i.Whole = access.May(tx, access.ConferencePlan, y.Scope()); i.Whole {
		return i, nil
	}
	answers := func(unitID string) bool { return access.May(tx, access.ConferenceJoin, y.UnitScope(unitID)) }
	i.Invitations = slices.DeleteFunc(i.Invitations, func(o Invitation) bool { return !answers(o.UnitID) })
	i.Passes = slices.DeleteFunc(i.Passes, func(p Pass) bool { return !answers(p.UnitID) })
	return i, nil
}

// InvitationOf is the invitation of one member, for the paper and its file.
//
// Read: requires the right to read the conference, and shows what Invited does.
func InvitationOf(tx *db.Tx, y cycle.Year, unitID string) (Inviting, Invitation, Pass, error) {
	i, err := Invited(tx, y)
	if err != nil {
		return i, Invitation{}, Pass{}, err
	}
	own, pass, found := i.Of(unitID)
	if !found {
		return i, own, pass, problem.New(problem.NotFound, "Không có giấy mời của đơn vị này cho bạn xem.")
	}
	return i, own, pass, nil
}

// Floor is the agenda as it runs, and who speaks.
type Floor struct {
	Sitting   Sitting
	Struck    []Item
	Documents []Document
	Speeches  []Speech
	Now       db.Time
}

// Current is the point under way; false when there is none.
func (f Floor) Current() (Item, bool) {
	if at := slices.IndexFunc(f.Sitting.Items, func(i Item) bool { return i.State() == ItemRunning }); at >= 0 {
		return f.Sitting.Items[at], true
	}
	return Item{}, false
}

// Next is the first point that waits; false when there is none.
func (f Floor) Next() (Item, bool) {
	if at := slices.IndexFunc(f.Sitting.Items, func(i Item) bool { return i.State() == ItemWaiting }); at >= 0 {
		return f.Sitting.Items[at], true
	}
	return Item{}, false
}

// Speaking is who has the floor; false when nobody has.
func (f Floor) Speaking() (Speech, bool) {
	if at := slices.IndexFunc(f.Speeches, func(s Speech) bool { return s.State == Called }); at >= 0 {
		return f.Speeches[at], true
	}
	return Speech{}, false
}

// Queue are those who wait to speak on a point, in the order in which they asked.
func (f Floor) Queue(itemID string) []Speech {
	var list []Speech
	for _, s := range f.Speeches {
		if s.State == Asked && s.ItemID == itemID {
			list = append(list, s)
		}
	}
	return list
}

// OnFloor is the conference as it runs.
//
// Read: requires the right to read the conference.
func OnFloor(tx *db.Tx, y cycle.Year) (f Floor, err error) {
	if f.Sitting, err = Overview(tx, y); err != nil {
		return f, err
	}
	id := f.Sitting.Conference.ID
	f.Now = db.At(tx.Now)
	if f.Struck, err = struckItemsOf(tx, id); err != nil {
		return f, fmt.Errorf("read struck points: %w", err)
	}
	if f.Documents, err = documentsOf(tx, id); err != nil {
		return f, fmt.Errorf("read documents: %w", err)
	}
	if f.Speeches, err = speechesOf(tx, id); err != nil {
		return f, fmt.Errorf("read speeches: %w", err)
	}
	return f, nil
}

// OnScreen is the conference as the hall sees it: what is not published is not on the
// screen, whoever opens it.
//
// Read: requires the right to read the conference.
func OnScreen(tx *db.Tx, y cycle.Year) (Floor, error) {
	f, err := OnFloor(tx, y)
	if err != nil {
		return f, err
	}
	return f, f.Sitting.seal(tx, y)
}

// DocumentOf is a file of the agenda.
//
// Read: requires the right to read the conference.
func DocumentOf(tx *db.Tx, y cycle.Year, id string) (Document, error) {
	f, err := OnFloor(tx, y)
	if err != nil {
		return Document{}, err
	}
	at := slices.IndexFunc(f.Documents, func(d Document) bool { return d.ID == id })
	if at < 0 {
		return Document{}, problem.New(problem.NotFound, "Không có tài liệu này.")
	}
	return f.Documents[at], nil
}
