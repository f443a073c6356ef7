package document

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// CancelNumber says that the document of a number was not issued. The number stays in
// the register and is not given again.
func CancelNumber(tx *db.Tx, unitID, id, why string) (Entry, error) {
	scope := access.Scope{Unit: unitID}
	if err := access.Require(tx, access.DocumentNumber, scope); err != nil {
		return Entry{}, err
	}
	before, err := entryOf(tx, unitID, id)
	if err != nil {
		return Entry{}, err
	}
	if !before.CancelledOn.IsZero() {
		return Entry{}, problem.New(problem.Conflict, "Số %s đã được hủy ngày %s.", before.Line(), before.CancelledOn.Short())
	}
	why = vn.Line(why)
	switch n := len([]rune(why)); {
	case n == 0:
		return Entry{}, problem.Field("why", "Ghi lý do hủy số.")
	case n > longestAbout:
		return Entry{}, problem.Field("why", "Lý do dài quá %d chữ.", longestAbout)
	}
	e := before
	e.CancelledOn, e.CancelledWhy = tx.Today(), why
	if err := cancelEntry(tx, e); err != nil {
		return Entry{}, fmt.Errorf("cancel number %s: %w", e.Line(), err)
	}
	return e, record.Add(tx, record.Act{Act: access.DocumentNumber, Object: record.Object{Kind: "document_entry", ID: e.ID}, Scope: scope, Before: before, After: e})
}
