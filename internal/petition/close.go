package petition

import (
	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
)

// Close ends the work on a settled petition (đóng). Where one about an award was
// upheld, the award was annulled, or the words say why not.
func Close(tx *db.Tx, ring *key.Ring, d Doing) error {
	b, err := begin(tx, ring, MoveClose, d)
	if err != nil {
		return err
	}
	if b.GrantID != "" && b.Outcome != Rejected && b.doing.Words == "" {
		c, _, err := award.GrantOf(tx, b.GrantID)
		if err != nil {
			return err
		}
		if c.Annulled == nil {
			b.list.Add("words", "Nội dung đơn đúng mà khen thưởng chưa bị hủy bỏ. Ghi hủy bỏ trong sổ khen thưởng trước, hoặc ghi vì sao không hủy bỏ (Điều 93 Luật 06/2022/QH15).")
		}
	}
	return b.finish(tx, access.PetitionKeep)
}
