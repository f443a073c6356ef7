package document

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Entry is one number of the register of outgoing documents (sổ văn bản đi). It is
// never taken away; a document that was cancelled keeps its number.
type Entry struct {
	ID           string
	UnitID       string // the office
	Year         int
	Series       string // which row of numbers: empty, one for all kinds, or the code of a type
	Number       int64
	Kind         Kind
	Sign         string // "TTr-UBND"
	Abstract     string
	OnDay        vn.Date // the day of the document
	Request      string  `json:"-"` // the form it came from
	AccountID    string
	CancelledOn  vn.Date // zero while it stands
	CancelledWhy string
	CreatedAt    db.Time `json:"-"`
}

// Line is "05/TTr-UBND".
func (e *Entry) Line() string { return count(int(e.Number)) + "/" + e.Sign }
