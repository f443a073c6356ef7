package record

import (
	"encoding/json"
	"fmt"

	"giaouoc/internal/db"
)

// Mentioning returns every entry that tells of a person by one of the words
// or by the account's id, whoever acted, and those in which somebody acted for the account under a
// delegation, oldest first. Acts of the account and on it are left out: EachBy
// and About have them.
//
// Read: called by personal, which requires its own right.
func Mentioning(tx *db.Tx, accountID string, words Words) ([]Entry, error) {
	words = append(Words{accountID}, words...)
	rows, err := mentioning(tx, accountID, words)
	if err != nil {
		return nil, fmt.Errorf("find mentions of account %s: %w", accountID, err)
	}
	var list []Entry
	for _, r := range rows {
		if r.AccountID == accountID || r.ObjectKind == "account" && r.ObjectID == accountID {
			continue
		}
		e, err := r.entry()
		if err != nil {
			return nil, fmt.Errorf("read entry %s: %w", r.ID, err)
		}
		list = append(list, e)
	}
	return list, nil
}

// EraseMentions destroys what changed in every entry, whoever acted, that tells
// of a person by one of the words or by the account's id. Who acted for the person under a delegation
// goes too, and what the program remembers of looks by the person and at the
// person. Leaves and proofs stay.
//
// Within: the erasure of a person's data.
func EraseMentions(tx *db.Tx, accountID string, words Words) error {
	words = append(Words{accountID}, words...)
	rows, err := mentioning(tx, accountID, words)
	if err != nil {
		return fmt.Errorf("find mentions of account %s: %w", accountID, err)
	}
	for _, r := range rows {
		if err := eraseTexts(tx, r.ID, r.For(accountID) || r.What == nil, r.What != nil && r.mentions(words)); err != nil {
			return fmt.Errorf("erase mention %s of account %s: %w", r.ID, accountID, err)
		}
	}
	if err := deleteLooks(tx, accountID, words); err != nil {
		return fmt.Errorf("erase looks of account %s: %w", accountID, err)
	}
	return nil
}

// mention is an entry that tells of a person.
type mention struct {
	placed
	ObjectKind string
	ObjectID   string
}

// mentions reports whether one of the words stands in what changed; in entries of
// form 1 that is one text with who acted.
func (m mention) mentions(words Words) bool {
	text := m.Private
	if m.What != nil {
		text = *m.What
	}
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return false
	}
	found := false
	_ = eachText(value, func(text string) error {
		found = found || words.In(text)
		return nil
	})
	return found
}

// For reports whether the act was done for an account under a delegation.
func (m mention) For(accountID string) bool {
	var who Who
	return m.Private != "" && json.Unmarshal([]byte(m.Private), &who) == nil && who.For != nil && who.For.ID == accountID
}
