package petition

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/rules"
)

// Accept takes a petition up (thụ lý). One of an unknown sender is not taken up; a
// complaint that came after its days needs a reason.
func Accept(tx *db.Tx, l *rules.Law, ring *key.Ring, d Doing) error {
	b, err := begin(tx, ring, MoveAccept, d)
	if err != nil {
		return err
	}
	if b.Anonymous && b.Kind != Request {
		b.list.Add("on", "%s không rõ người gửi nên không thụ lý. Nội dung rõ, có chứng cứ cụ thể thì chuyển cơ quan có thẩm quyền kiểm tra; còn lại ghi không thụ lý.", b.Name())
	}
	if last, limit, tardy := b.Tardy(l); tardy && b.doing.Words == "" {
		b.list.Add("words", "Đơn đến sau ngày %s, ngày cuối để khiếu nại (%s, %s). Ghi trở ngại khách quan làm người gửi đến muộn, hoặc ghi không thụ lý.", last.Short(), limit.Cite, limit.Certainty.Name())
	}
	b.AcceptedOn = b.doing.On
	return b.finish(tx, access.PetitionKeep)
}
