package ceremony

import (
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// State is how far a ceremony is.
type State string

// The states.
const (
	Draft     State = "draft"
	Approved  State = "approved"
	Finished  State = "finished"
	Cancelled State = "cancelled"
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{Draft: "đang soạn", Approved: "đã duyệt", Finished: "đã kết thúc", Cancelled: "đã hủy"}[s]
}

// Ceremony is one ceremony of an office.
type Ceremony struct {
	ID         string
	UnitID     string
	Name       string
	OnDay      vn.Date
	Place      string
	GroupSize  int64
	Opening    string // what is read first; empty is left to the officer
	Closing    string
	State      State
	ApprovedOn vn.Date
	ApprovedBy string
	Reason     string // of the last reopening, or of the cancelling
	Called     int64  // the group on stage, from 1; 0 before the first
	Request    string `json:"-"` // the form it came from
	AccountID  string
	Version    int64
	CreatedAt  db.Time
}

// Part is one award by one decision to those of one kind.
type Part struct {
	ID         string
	CeremonyID string
	Place      int64 // from 1
	Award      string
	Decision   string
	DecidedOn  vn.Date
	Kind       rules.Kind
	Giver      string
	Position   string // the giver's
	Script     string // empty while it is the drafted one
}

// Line is one grant in a part.
type Line struct {
	ID         string
	CeremonyID string
	PartID     string
	Place      int64 // within its part, from 1
	GrantID    string
	CallName   string // empty: as the register says
	Absent     bool
	Receiver   string // who receives in place of the absent; empty for nobody
	Standing   bool   `json:"-"`
}

// Entry is a line with what the register of awards says of its grant now.
type Entry struct {
	Line
	Grant award.Commended
}

// Calling is how the name is called: as written for the ceremony, else the name in the
// register with post and place, as later documents correct them.
func (e *Entry) Calling() string {
	if e.CallName != "" {
		return e.CallName
	}
	s := e.Grant.Subject
	entered := s.Post
	if s.Place != "" && entered != "" {
		entered += ", "
	}
	name := e.Grant.Corrected(award.CorrectName, s.Name)
	if where := e.Grant.Corrected(award.CorrectAddress, entered+s.Place); where != "" {
		name += ", " + where
	}
	return name
}

// Annulled says that the grant is in force no more: it is not called.
func (e *Entry) Annulled() bool { return e.Grant.Annulled != nil }

// Group are those who come on stage together.
type Group struct {
	Number  int64 // in the ceremony, from 1
	Entries []Entry
}

// InForce are those of a group whose grant nobody annulled.
func (g *Group) InForce() []Entry {
	var list []Entry
	for i := range g.Entries {
		if !g.Entries[i].Annulled() {
			list = append(list, g.Entries[i])
		}
	}
	return list
}

// Scene is a part with its groups in the order of the ceremony.
type Scene struct {
	Part
	Groups []Group
}

// Entries are the lines of all groups.
func (s *Scene) Entries() []Entry {
	var list []Entry
	for _, g := range s.Groups {
		list = append(list, g.Entries...)
	}
	return list
}

// Programme is a whole ceremony as it stands.
type Programme struct {
	Ceremony
	Scenes []Scene
}

// Last is the number of the last group; 0 while there is none.
func (p *Programme) Last() int64 {
	for i := len(p.Scenes) - 1; i >= 0; i-- {
		if g := p.Scenes[i].Groups; len(g) > 0 {
			return g[len(g)-1].Number
		}
	}
	return 0
}

// GroupOf finds a group and its part; nil where there is none.
func (p *Programme) GroupOf(number int64) (*Scene, *Group) {
	for i := range p.Scenes {
		for j := range p.Scenes[i].Groups {
			if p.Scenes[i].Groups[j].Number == number {
				return &p.Scenes[i], &p.Scenes[i].Groups[j]
			}
		}
	}
	return nil, nil
}
