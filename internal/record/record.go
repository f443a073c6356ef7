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
	V      int        `json:"v"` // version of this form: 2
	ID     string     `json:"id"`
	At     db.Time    `json:"at"`
	Act    access.Act `json:"act"`
	Kind   string     `json:"kind"`
	Object string     `json:"object"`
	Unit   string     `json:"unit,omitempty"` // unit on whose behalf, by id
	Role   string     `json:"role"`

	WhoHash  string `json:"who,omitempty"`    // hex SHA-256 over salt and text of who
	WhatHash string `json:"what,omitempty"`   // the same of what
	Digest   string `json:"digest,omitempty"` // form 1: over one salt and one text of both
}

// Who is the part of an entry that tells who acted.
type Who struct {
	AccountID string     `json:"account"`
	Name      string     `json:"name"`
	Position  string     `json:"position"`
	For       *db.Person `json:"for,omitempty"` // on whose delegation
}

// What is the part of an entry that tells what changed, and why.
type What struct {
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
	Reason string          `json:"reason,omitempty"`
}

// Entry is a stored entry as pages read it.
type Entry struct {
	Leaf
	Who
	What
	Seq        *int64 // place in the log, from 0; nil while it waits to be sealed
	Erased     bool   // who acted was destroyed on request
	WhatErased bool   // what changed was destroyed on request
	Lost       bool   // both were lost with a database; the leaf was taken up from the public files
	Cluster    string // the cluster and the year it belongs to, by id; empty for none
	Year       string
}

// text is a part of an entry as it is hashed: canonical JSON with its salt.
type text struct {
	salt []byte
	json []byte
}

// saltSize is 128 bits, enough that a hash tells nothing of a short text.
const saltSize = 16

// mostLeaf is what an entry bundle of the log can carry.
const mostLeaf = 1<<16 - 1

// Add writes the entry of an act of the transaction's actor. Its error is a
// problem when what the act would leave behind bears a mark of state secrecy.
func Add(tx *db.Tx, a Act) error {
	_, err := add(tx, a)
	return err
}

// add is Add, and returns the id of the entry.
func add(tx *db.Tx, a Act) (string, error) {
	changed, err := whatOf(a)
	if err != nil {
		return "", fmt.Errorf("record %s: %w", a.Act, err)
	}
	if err := refuseSecrets(changed); err != nil {
		return "", err
	}
	who, err := salted(whoOf(tx.Actor, a))
	if err != nil {
		return "", fmt.Errorf("record %s: %w", a.Act, err)
	}
	what, err := salted(changed)
	if err != nil {
		return "", fmt.Errorf("record %s: %w", a.Act, err)
	}
	role, err := roleOf(tx.Actor, a)
	if err != nil {
		return "", fmt.Errorf("record %s: %w", a.Act, err)
	}
	leaf := Leaf{
		V: 2, ID: db.NewID(), At: db.At(tx.Now), Act: a.Act, Kind: a.Object.Kind, Object: a.Object.ID,
		Unit: tx.Actor.Unit, Role: string(role), WhoHash: who.hash(), WhatHash: what.hash(),
	}
	if err := insert(tx, leaf, a.Scope, who, what); err != nil {
		return "", fmt.Errorf("record %s: %w", a.Act, err)
	}
	return leaf.ID, nil
}

// roleOf is the role by which an act was allowed. An act of the signed-in that
// no role of theirs allows on its scope is a fault of its use case.
func roleOf(actor db.Actor, a Act) (access.Role, error) {
	if role, ok := access.RoleFor(actor, a.Act, a.Scope); ok {
		return role, nil
	}
	_, own := access.OwnActs()[a.Act]
	switch {
	case actor.ID == "":
		return "", nil
	case !own:
		return "", fmt.Errorf("no role of account %s allows it on %+v", actor.ID, a.Scope)
	case a.Object.Kind == "account" && a.Object.ID != actor.ID:
		if role, ok := access.RoleFor(actor, access.AccountGrant, access.Scope{}); ok {
			return role, nil
		}
	}
	return access.Self, nil
}

func whoOf(actor db.Actor, a Act) Who {
	return Who{AccountID: actor.ID, Name: actor.Name, Position: actor.Position, For: access.GiverFor(actor, a.Act, a.Scope)}
}

func whatOf(a Act) (What, error) {
	w := What{Reason: a.Reason}
	var err error
	if a.Before != nil {
		if w.Before, err = json.Marshal(a.Before); err != nil {
			return w, err
		}
	}
	if a.After != nil {
		if w.After, err = json.Marshal(a.After); err != nil {
			return w, err
		}
	}
	return w, nil
}

// salted is the canonical text of a part with a new salt.
func salted(part any) (text, error) {
	content, err := json.Marshal(part)
	if err != nil {
		return text{}, err
	}
	salt := make([]byte, saltSize)
	if _, err := rand.Read(salt); err != nil {
		return text{}, err
	}
	return text{salt, content}, nil
}

func (t text) hash() string {
	h := sha256.New()
	h.Write(t.salt)
	h.Write(t.json)
	return hex.EncodeToString(h.Sum(nil))
}

// refuseSecrets refuses an act in which the reason, or a text of what is left
// behind, bears a mark of state secrecy. What was there before may not be
// refused: it is how such a text is taken out again.
func refuseSecrets(w What) error {
	if err := blob.RefuseSecret(w.Reason); err != nil || w.After == nil {
		return err
	}
	var after any
	if err := json.Unmarshal(w.After, &after); err != nil {
		return fmt.Errorf("read what is left behind: %w", err)
	}
	return eachText(after, blob.RefuseSecret)
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
