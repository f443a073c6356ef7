// Package record is the nhật ký: for each act one entry, written in the same
// transaction as the change, never altered afterwards.
//
// An entry (mục nhật ký) has two parts. The leaf (lá) is what the public log
// will carry: the moment, the act, the kind and id of the object, the role, and
// a salted hash of the rest. The private part holds who, what before, what
// after and why. Erasing a person's data destroys the private part and its
// salt; the leaf stays, so that every proof over it still verifies.
//
// The leaf is compact JSON with the keys in the order of the type Leaf, NFC,
// UTF-8. Its hash in the log is SHA-256 over a zero byte and the leaf (RFC
// 6962). Leaves are not yet numbered and sealed.
//
// What never happens: a name, a free text or a figure in a leaf; a text that bears
// a mark of state secrecy in the database: the act that brings one is refused
// here, whatever its use case has looked at.
package record

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
)

// Object is what an act touched.
type Object struct {
	Kind string // word of the field, such as "covenant"
	ID   string
}

// Act is one act as a use case reports it.
type Act struct {
	Act    access.Act
	Object Object
	Scope  access.Scope // the scope the act was allowed on
	Before any          // JSON value, nil when the object is new
	After  any          // JSON value, nil when nothing remains
	Reason string       // why, where the act asks for it
}

// Leaf is the public part of an entry.
type Leaf struct {
	V      int        `json:"v"` // version of this form: 1
	ID     string     `json:"id"`
	At     db.Time    `json:"at"`
	Act    access.Act `json:"act"`
	Kind   string     `json:"kind"`
	Object string     `json:"object"`
	Unit   string     `json:"unit,omitempty"` // unit on whose behalf, by id
	Role   string     `json:"role"`
	Digest string     `json:"digest"` // hex SHA-256 over salt and private part
}

// Private is the part of an entry that can be erased.
type Private struct {
	AccountID string          `json:"account"`
	Name      string          `json:"name"`
	Position  string          `json:"position"`
	Before    json.RawMessage `json:"before,omitempty"`
	After     json.RawMessage `json:"after,omitempty"`
	Reason    string          `json:"reason,omitempty"`
}

// Entry is a stored entry as pages read it.
type Entry struct {
	Leaf
	Private
}

// saltSize is 128 bits, enough that a hash tells nothing of a short text.
const saltSize = 16

// Add writes the entry of an act of the transaction's actor. Its error is a
// problem when what the act would leave behind bears a mark of state secrecy.
func Add(tx *db.Tx, a Act) error {
	private, err := privatePart(tx.Actor, a)
	if err != nil {
		return fmt.Errorf("record %s: %w", a.Act, err)
	}
	if err := refuseSecrets(private); err != nil {
		return err
	}
	salt := make([]byte, saltSize)
	if _, err := rand.Read(salt); err != nil {
		return fmt.Errorf("record %s: %w", a.Act, err)
	}
	role, _ := access.RoleFor(tx.Actor, a.Act, a.Scope)
	leaf := Leaf{
		V: 1, ID: db.NewID(), At: db.At(tx.Now), Act: a.Act, Kind: a.Object.Kind, Object: a.Object.ID,
		Unit: tx.Actor.Unit, Role: string(role), Digest: digest(salt, private),
	}
	if err := insert(tx, leaf, salt, private); err != nil {
		return fmt.Errorf("record %s: %w", a.Act, err)
	}
	return nil
}

func privatePart(actor db.Actor, a Act) ([]byte, error) {
	p := Private{AccountID: actor.ID, Name: actor.Name, Position: actor.Position, Reason: a.Reason}
	var err error
	if a.Before != nil {
		if p.Before, err = json.Marshal(a.Before); err != nil {
			return nil, err
		}
	}
	if a.After != nil {
		if p.After, err = json.Marshal(a.After); err != nil {
			return nil, err
		}
	}
	return json.Marshal(p)
}

// refuseSecrets refuses a private part in which the reason, or a text of what is
// left behind, bears a mark of state secrecy. What was there before may not be
// refused: it is how such a text is taken out again.
func refuseSecrets(private []byte) error {
	var p struct {
		Reason string `json:"reason"`
		After  any    `json:"after"`
	}
	if err := json.Unmarshal(private, &p); err != nil {
		return fmt.Errorf("read private part: %w", err)
	}
	if err := blob.RefuseSecret(p.Reason); err != nil {
		return err
	}
	return eachText(p.After, blob.RefuseSecret)
}

// eachText calls fn for every text of a JSON value until one is refused.
func eachText(value any, fn func(string) error) error {
	switch v := value.(type) {
	case string:
		return fn(v)
	case []any:
		for _, x := range v {
			if err := eachText(x, fn); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, x := range v {
			if err := eachText(x, fn); err != nil {
				return err
			}
		}
	}
	return nil
}

func digest(salt, private []byte) string {
	h := sha256.New()
	h.Write(salt)
	h.Write(private)
	return hex.EncodeToString(h.Sum(nil))
}
