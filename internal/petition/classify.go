package petition

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/vn"
)

// Classes is what classifying a petition settles (phân loại).
type Classes struct {
	Remote      bool    // the way there is hard: the law gives more days
	Complicated bool    // or it has to be verified in many places
	OwnDue      vn.Date // of a request: the day that the office sets
}

// Classify says what kind of case a petition is; the kind itself stays as it was
// received.
func Classify(tx *db.Tx, ring *key.Ring, d Doing, c Classes) error {
	b, err := begin(tx, ring, MoveClassify, d)
	if err != nil {
		return err
	}
	switch {
	case b.Kind != Request && !c.OwnDue.IsZero():
		b.list.Add("own_due", "Thời hạn của %s do luật định; không tự đặt.", b.Kind.Name())
	case !c.OwnDue.IsZero() && c.OwnDue.Before(b.ReceivedOn):
		b.list.Add("own_due", "Hạn trả lời không được trước ngày nhận đơn, %s.", b.ReceivedOn.Short())
	}
	b.Remote, b.Complicated, b.OwnDue = c.Remote, c.Complicated, c.OwnDue
	return b.finish(tx, access.PetitionKeep)
}
