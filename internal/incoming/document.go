package incoming

import (
	"strings"

	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// The kinds of thing that a document can be about.
const (
	AboutDossier    = "dossier"
	AboutDirective  = "directive"
	AboutConference = "conference"
)

// Page is the address of the registers of incoming documents; that of an office stands
// below it, and below that each document.
const Page = "/van-ban-den"

// Document is one line of the register.
type Document struct {
	ID          string
	UnitID      string // the office
	Year        int
	Number      int64 // of arrival; 0 in a form: the next one
	ReceivedOn  vn.Date
	Sender      string
	Sign        string // number and sign of the sender; empty for none
	SignedOn    vn.Date
	Abstract    string
	Folded      string `json:"-"`
	DueOn       vn.Date
	HandlerID   string // account
	Handler     string
	AboutKind   string
	AboutID     string
	AboutPage   string // its signed-in address
	FileHash    string
	FileName    string
	TextNumber  string // of a legal text; empty for another document
	TextName    string
	TextFrom    vn.Date // in force from and until, as the text states it
	TextUntil   vn.Date
	TextChanges string // number of the instrument that it replaces or amends
	HandledOn   vn.Date
	HandledHow  string
	Request     string `json:"-"`
	AccountID   string
	EnteredBy   string
	Version     int64
	CreatedAt   db.Time `json:"-"`

	File  func() (blob.File, error) `db:"-" json:"-"` // asked for once the rest is in order; not stored
	Again bool                      `db:"-" json:"-"` // the same document came before, and that is meant
}

// IsText reports whether the document is a legal text.
func (d *Document) IsText() bool { return d.TextNumber != "" }

// Line names the document in a sentence: "45/UBND-NC của Ủy ban nhân dân tỉnh A".
func (d *Document) Line() string {
	if d.Sign == "" {
		return "văn bản không số của " + d.Sender
	}
	return d.Sign + " của " + d.Sender
}

// Folded is a text as it is looked for.
func Folded(text string) string { return strings.Join(strings.Fields(vn.Fold(text)), " ") }
