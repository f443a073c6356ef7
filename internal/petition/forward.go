package petition

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
)

// Forward hands a petition on to the body that is competent (chuyển đơn); the words
// name it and the document.
func Forward(tx *db.Tx, ring *key.Ring, d Doing) error {
	b, err := begin(tx, ring, MoveForward, d)
	if err != nil {
		return err
	}
	if b.doing.Words == "" {
		b.list.Add("words", "Ghi cơ quan nhận và số văn bản chuyển.")
	}
	return b.finish(tx, access.PetitionKeep)
}
