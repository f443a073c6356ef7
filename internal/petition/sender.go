package petition

import (
	"encoding/json"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Sender is who sent a petition (người khiếu nại, người tố cáo).
type Sender struct {
	Name    string
	Address string
	Contact string
}

func (s *Sender) trim() {
	for _, field := range []*string{&s.Name, &s.Address, &s.Contact} {
		*field = vn.Line(*field)
	}
}

// SenderOf is who sent a petition; ok is false where it is anonymous or the actor is
// not the one who may know.
//
// Read: of a denunciation the handler alone reads it, of the others who keeps the
// register.
func SenderOf(tx *db.Tx, ring *key.Ring, p *Petition) (s Sender, ok bool, err error) {
	if p.Anonymous || !seesSender(tx, p) {
		return s, false, nil
	}
	s, err = reveal(ring, p)
	return s, err == nil, err
}

func seesSender(tx *db.Tx, p *Petition) bool {
	if !access.May(tx, access.PetitionKeep, access.Scope{Unit: p.UnitID}) {
		return false
	}
	return p.Kind != Denunciation || p.HandlerID == tx.Actor.ID
}

// SeesContent reports whether the actor may read what a petition says.
//
// Read: of a denunciation its handler and who directs the office.
func SeesContent(tx *db.Tx, p *Petition) bool {
	if p.Kind != Denunciation {
		return access.May(tx, access.PetitionRead, access.Scope{Unit: p.UnitID})
	}
	return seesSender(tx, p) || access.May(tx, access.PetitionDirect, access.Scope{Unit: p.UnitID})
}

func hide(ring *key.Ring, id string, s Sender) ([]byte, error) {
	plain, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("write sender: %w", err)
	}
	hidden, err := ring.Encrypt(plain, aboutSender(id))
	if err != nil {
		return nil, fmt.Errorf("encrypt sender: %w", err)
	}
	return hidden, nil
}

func reveal(ring *key.Ring, p *Petition) (s Sender, err error) {
	plain, err := ring.Decrypt(p.Sender, aboutSender(p.ID))
	if err != nil {
		return s, fmt.Errorf("decrypt sender: %w", err)
	}
	if err := json.Unmarshal(plain, &s); err != nil {
		return s, fmt.Errorf("read sender: %w", err)
	}
	return s, nil
}

// aboutSender binds an encrypted sender to its petition.
func aboutSender(id string) string { return "petition/" + id + "/sender" }

// names adds a problem beside a field whose text names the sender of a denunciation.
func (s Sender) names(list *problem.List, field, text string) {
	folded := " " + strings.Join(strings.FieldsFunc(vn.Fold(text), notLetter), " ") + " "
	for _, secret := range []string{s.Name, s.Contact} {
		if f := strings.Join(strings.FieldsFunc(vn.Fold(secret), notLetter), " "); f != "" && strings.Contains(folded, " "+f+" ") {
			list.Add(field, "Chỗ này nêu người tố cáo. Người tố cáo được giữ bí mật: viết lại không có họ tên, liên lạc của người ấy.")
			return
		}
	}
}

func notLetter(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '0' || r > '9')
}
