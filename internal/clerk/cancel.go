package clerk

import (
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Cancel ends a writing. The number of an issued one stays in the register, and its
// files stay to be read.
func Cancel(tx *db.Tx, id string, version int64, why string) (Writing, error) {
	w, err := find(tx, id)
	if err != nil {
		return w, err
	}
	act := access.ClerkDraft
	if w.State == Issued {
		act = access.DocumentNumber
	}
	if err := access.Require(tx, act, access.Scope{Unit: w.UnitID}); err != nil {
		return w, err
	}
	if err := w.seen(w.State, version); err != nil {
		return w, err
	}
	why = strings.Join(linesOf(vn.NFC(vn.Legible(why))), " ")
	switch n := len([]rune(why)); {
	case n == 0:
		return w, problem.Field("why", "Ghi lý do hủy văn bản.")
	case n > 500:
		return w, problem.Field("why", "Lý do dài quá 500 chữ.")
	}
	before := w
	if w.EntryID != "" {
		if _, err := document.CancelNumber(tx, w.UnitID, w.EntryID, why); err != nil {
			return w, err
		}
	}
	w.State, w.CancelledOn, w.CancelledWhy = Cancelled, tx.Today(), why
	return w, w.save(tx, act, before, why)
}

// MustBeByHand refuses to cancel the number of a writing in the register: it is
// cancelled with the writing.
//
// Read: requires the right to see the register of the office.
func MustBeByHand(tx *db.Tx, unitID, entryID string) error {
	by, err := ByEntry(tx, unitID)
	if err != nil {
		return err
	}
	if w, ok := by[entryID]; ok {
		return problem.New(problem.Closed, "Số %s là của văn bản soạn trong chương trình; hủy ở trang của văn bản ấy.", w.Number)
	}
	return nil
}

// SeriesOf is the row of numbers that a kind of document has in an office.
//
// Read: requires the right to see the register of the office.
func SeriesOf(tx *db.Tx, unitID string, k document.Kind) (string, error) {
	o, err := OfficeOf(tx, unitID)
	return o.series(k), err
}
