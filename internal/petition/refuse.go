package petition

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
)

// Refuse says that a petition is not taken up, and why (không thụ lý).
func Refuse(tx *db.Tx, ring *key.Ring, d Doing) error {
	b, err := begin(tx, ring, MoveRefuse, d)
	if err != nil {
		return err
	}
	if b.doing.Words == "" {
		b.list.Add("words", "Ghi lý do không thụ lý, để thông báo cho người gửi.")
	}
	return b.finish(tx, access.PetitionKeep)
}
