package petition

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
)

// Settle enters the conclusion on a petition (kết luận, quyết định giải quyết): its
// number, what it found, in the words of the step.
func Settle(tx *db.Tx, ring *key.Ring, d Doing, outcome Outcome, number string) error {
	b, err := begin(tx, ring, MoveSettle, d)
	if err != nil {
		return err
	}
	if outcome.Name() == "" {
		b.list.Add("outcome", "Chọn kết luận: nội dung đơn đúng, đúng một phần hay sai.")
	}
	if number = tidy(number); number == "" {
		b.list.Add("number", "Ghi số, ký hiệu văn bản kết luận, quyết định giải quyết.")
	}
	if b.doing.Words == "" {
		b.list.Add("words", "Ghi nội dung kết luận.")
	}
	b.Outcome, b.SettledNo = outcome, number
	return b.finish(tx, access.PetitionKeep)
}
