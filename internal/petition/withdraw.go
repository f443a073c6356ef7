package petition

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
)

// Withdraw notes that who sent a petition took it back (rút đơn).
func Withdraw(tx *db.Tx, ring *key.Ring, d Doing) error {
	b, err := begin(tx, ring, MoveWithdraw, d)
	if err != nil {
		return err
	}
	if b.doing.Words == "" {
		b.list.Add("words", "Ghi văn bản rút đơn.")
	}
	return b.finish(tx, access.PetitionKeep)
}
