package confirmation

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Outcome is what the register says.
type Outcome string

// The outcomes.
const (
	Found    Outcome = "found"
	Annulled Outcome = "annulled"
	Absent   Outcome = "not_in_register"
)

// Name is the outcome in Vietnamese.
func (o Outcome) Name() string {
	return map[Outcome]string{Found: "có trong sổ, đang có hiệu lực", Annulled: "có trong sổ, đã hủy bỏ", Absent: "không có trong sổ"}[o]
}

// Confirmation is one letter as it was issued.
type Confirmation struct {
	ID           string
	UnitID       string
	EntryID      string // its number in the register of documents
	Year         int64
	Line         string // "05/SNV"
	Sign         string `json:"-"` // "SNV"
	OnDay        vn.Date
	Place        string // where it is issued
	AskedBy      string // person or office
	Paper        string // on what paper it was asked
	AskedOn      vn.Date
	About        string // of whom
	Outcome      Outcome
	GrantID      string // the grant it rests on; empty where none was found
	Body         string // paragraphs as issued, a line each
	Signer       string
	Position     string // the signer's
	CancelledOn  vn.Date
	CancelledFor string
	Request      string `json:"-"` // the form it came from
	AccountID    string
	Version      int64
	CreatedAt    db.Time
}
