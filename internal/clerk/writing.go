package clerk

import (
	"encoding/json"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/vn"
)

// State is where a writing stands.
type State string

// The states.
const (
	Drafted   State = "draft"     // đang soạn
	Issued    State = "issued"    // đã ban hành
	Cancelled State = "cancelled" // đã hủy
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{Drafted: "đang soạn", Issued: "đã ban hành", Cancelled: "đã hủy"}[s]
}

// Of is what a writing is made of.
type Of string

// The sources.
const (
	OfDossier Of = "dossier" // a dossier for an award
	OfYear    Of = "year"    // a cluster's year
)

// Source names what a writing is made of: which dossier or year, and which part of it.
type Source struct {
	Of   Of
	ID   string
	Part string // "unit", "office" of a dossier; a motion of a conference; empty for the whole
}

// Writing is one document of an office (văn bản soạn trong chương trình).
type Writing struct {
	ID           string
	UnitID       string // the office
	Kind         document.Kind
	Source       Of
	SourceID     string
	Part         string
	State        State
	Base         string // JSON of the document as its source made it
	Words        string // JSON: what was written instead, by place
	Abstract     string
	EntryID      string // of the register of numbers
	Number       string // "05/TTr-UBND"; empty while there is none
	OnDay        vn.Date
	DocxHash     string
	PDFHash      string `db:"pdf_hash"`
	SignedHash   string
	Signatures   int
	CancelledOn  vn.Date
	CancelledWhy string
	AccountID    string
	SavedBy      string
	Version      int64
	CreatedAt    db.Time
}

// From is the source of the writing.
func (w *Writing) From() Source { return Source{w.Source, w.SourceID, w.Part} }

// Page is the address of the writings; one stands below it by its id.
const Page = "/van-ban"

// Path is the address of the writing.
func (w *Writing) Path() string { return Page + "/" + w.ID }

// FileHash is the file to read: the last signed one, or the issued one.
func (w *Writing) FileHash() string {
	if w.SignedHash != "" {
		return w.SignedHash
	}
	return w.PDFHash
}

// FileName is what a file of the writing is called, without its ending.
func (w *Writing) FileName() string {
	name := vn.Slug(w.Kind.Name())
	if w.Number != "" {
		name += "-" + vn.Slug(w.Number)
	}
	return name
}

func (w *Writing) base() (*document.Document, error) {
	var d document.Document
	if err := json.Unmarshal([]byte(w.Base), &d); err != nil {
		return nil, fmt.Errorf("read draft of writing %s: %w", w.ID, err)
	}
	return &d, nil
}

func (w *Writing) words() (map[string]string, error) {
	words := map[string]string{}
	if err := json.Unmarshal([]byte(w.Words), &words); err != nil {
		return nil, fmt.Errorf("read words of writing %s: %w", w.ID, err)
	}
	return words, nil
}

// Document is the document as it stands, with the words that were written.
func (w *Writing) Document() (*document.Document, error) {
	d, err := w.base()
	if err != nil {
		return nil, err
	}
	words, err := w.words()
	if err != nil {
		return nil, err
	}
	return written(d, words), nil
}

// Way is how a signature came to a writing.
type Way string

// The ways.
const (
	ByKey   Way = "key"   // a key file, for this one signing
	ByFile  Way = "file"  // a file that was signed elsewhere
	ByAgent Way = "agent" // the agent on the signer's machine
)

// Name is the way in Vietnamese.
func (w Way) Name() string {
	return map[Way]string{ByKey: "ký bằng tệp khóa", ByFile: "nhận tệp đã ký nơi khác", ByAgent: "ký bằng công cụ trên máy"}[w]
}

// Signing is one file that came back with a signature more.
type Signing struct {
	ID        string
	WritingID string
	Number    int
	Way       Way
	FileHash  string
	AccountID string
	Name      string // of who brought it
	MadeAt    db.Time
}

// noted is what the record says of a writing.
type noted struct {
	UnitID     string
	Kind       document.Kind
	Abstract   string
	Number     string
	OnDay      vn.Date
	State      State
	SHA256     string // of the file to read
	Signatures int
	Why        string
}

func (w *Writing) noted() noted {
	return noted{w.UnitID, w.Kind, w.Abstract, w.Number, w.OnDay, w.State, w.FileHash(), w.Signatures, w.CancelledWhy}
}
