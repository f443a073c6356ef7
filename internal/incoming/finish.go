package incoming

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Finish says that a document is handled, and how; by whom it was given to, or by who
// keeps the register.
func Finish(tx *db.Tx, id string, version int64, how string) error {
	before, err := find(tx, id)
	if err != nil {
		return err
	}
	scope := access.Scope{Unit: before.UnitID}
	if err := access.Require(tx, access.IncomingFinish, scope); err != nil {
		return err
	}
	if before.HandlerID != tx.Actor.ID || tx.Actor.ID == "" {
		if err := access.Require(tx, access.IncomingKeep, scope); err != nil {
			return err
		}
	}
	if err := before.waits(version); err != nil {
		return err
	}
	d := before
	if d.HandledHow = vn.Line(how); d.HandledHow == "" {
		return problem.Field("how", "Ghi kết quả xử lý, ví dụ số văn bản trả lời.")
	}
	if len([]rune(d.HandledHow)) > longestAbout {
		return problem.Field("how", "Dài quá %d chữ.", longestAbout)
	}
	d.HandledOn = tx.Today()
	return d.save(tx, before, access.IncomingFinish, "")
}
