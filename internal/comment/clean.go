package comment

import (
	"fmt"
	"time"

	"giaouoc/internal/db"
)

const (
	senderLife = 48 * time.Hour      // of the hash of an address: the limit of a day, and a day
	emailLife  = 30 * 24 * time.Hour // of an e-mail address after its comment was judged
)

// Clean throws away what is kept of senders no longer than it serves: the hashes of their
// addresses and their e-mail addresses.
//
// Public: what is over is thrown away; nobody is asked.
func Clean(tx *db.Tx) error {
	if err := forgetSenders(tx, tx.Now.Add(-senderLife)); err != nil {
		return fmt.Errorf("forget senders: %w", err)
	}
	if err := forgetEmails(tx, tx.Now.Add(-emailLife)); err != nil {
		return fmt.Errorf("forget addresses: %w", err)
	}
	return nil
}
