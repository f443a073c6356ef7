package record

import (
	"fmt"

	"giaouoc/internal/db"
)

// EraseMentions destroys what changed in every entry, whoever acted, whose text
// holds one of the words as a whole value: a person's name, login, address. A
// word inside a longer sentence is not found. Who acted for the person under a
// delegation goes too. Leaves and proofs stay.
//
// Within: the erasure of a person's data.
func EraseMentions(tx *db.Tx, accountID string, words ...string) error {
	for _, w := range append(words, accountID) {
		if w == "" {
			continue
		}
		if err := eraseMentions(tx, w); err != nil {
			return fmt.Errorf("erase mentions of account %s: %w", accountID, err)
		}
	}
	if err := eraseActedFor(tx, accountID); err != nil {
		return fmt.Errorf("erase acts for account %s: %w", accountID, err)
	}
	if err := deleteLooks(tx, accountID); err != nil {
		return fmt.Errorf("erase looks of account %s: %w", accountID, err)
	}
	return nil
}
