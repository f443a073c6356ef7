package clerk

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/dossier"
	"giaouoc/internal/problem"
	"giaouoc/internal/signature"
)

// Look is a writing as its page shows it.
type Look struct {
	Writing
	Document *document.Document
	Slots    []Slot
	Gaps     int
	Stale    bool // its source says something else now
	Signings []Signing
	MayEdit  bool
	MayIssue bool
	MaySign  bool
}

// LookAt reads a writing.
//
// Read: requires the right to see the register of its office.
func LookAt(tx *db.Tx, b dossier.Basis, id string) (Look, error) {
	w, err := Find(tx, id)
	if err != nil {
		return Look{}, err
	}
	v := Look{Writing: w}
	if v.Document, err = w.Document(); err != nil {
		return v, err
	}
	base, err := w.base()
	if err != nil {
		return v, err
	}
	v.Slots = slotsOf(base)
	words, err := w.words()
	if err != nil {
		return v, err
	}
	for i, s := range v.Slots {
		v.Slots[i].Was = s.Text
		if text, ok := words[s.Key]; ok {
			v.Slots[i].Text = text
		}
	}
	v.Gaps = gaps(v.Document)
	scope := access.Scope{Unit: w.UnitID}
	v.MayEdit = w.State == Drafted && access.May(tx, access.ClerkDraft, scope)
	v.MayIssue = w.State != Cancelled && access.May(tx, access.DocumentNumber, scope)
	v.MaySign = w.State == Issued && access.May(tx, access.ClerkSign, scope)
	if w.State == Drafted {
		if v.Stale, err = w.stale(tx, b); err != nil && problem.All(err) == nil {
			return v, err // who may not read the source is not told how it changed
		}
	}
	if v.Signings, err = signingsOf(tx, id); err != nil {
		return v, fmt.Errorf("read signatures of writing %s: %w", id, err)
	}
	return v, nil
}

// Find reads a writing.
//
// Read: requires the right to see the register of its office.
func Find(tx *db.Tx, id string) (Writing, error) {
	w, err := find(tx, id)
	if err != nil {
		return w, err
	}
	return w, access.Require(tx, access.DocumentRead, access.Scope{Unit: w.UnitID})
}

// Report checks the signatures of a signed writing.
func (v *Look) Report(store *blob.Store, t signature.Trust) (*signature.Report, error) {
	if v.SignedHash == "" {
		return nil, nil
	}
	file, err := bytesOf(store, v.SignedHash)
	if err != nil {
		return nil, err
	}
	return signature.Check(file, t), nil
}

// Shelf is the writings of a source, and those that can be begun.
type Shelf struct {
	Writings []Writing
	Offers   []Offer
}

// ShelfOf reads the writings of a source that the actor may see, and those that the
// actor may begin of it.
//
// Read: lists what the actor has the right to see; offers ask for the right to the source.
func ShelfOf(tx *db.Tx, b dossier.Basis, src Source) (Shelf, error) {
	var s Shelf
	all, err := writingsOf(tx, src.Of, src.ID)
	if err != nil {
		return s, fmt.Errorf("read writings of %s %s: %w", src.Of, src.ID, err)
	}
	for _, w := range all {
		if access.May(tx, access.DocumentRead, access.Scope{Unit: w.UnitID}) {
			s.Writings = append(s.Writings, w)
		}
	}
	offers, err := offersOf(tx, b, src)
	if err != nil {
		return s, err
	}
	for _, o := range offers {
		if access.May(tx, access.ClerkDraft, access.Scope{Unit: o.UnitID}) {
			s.Offers = append(s.Offers, o)
		}
	}
	return s, nil
}

// DraftsOf are the drafts of an office, the newest first.
//
// Read: requires the right to see the register of the office.
func DraftsOf(tx *db.Tx, unitID string) ([]Writing, error) {
	if err := access.Require(tx, access.DocumentRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := writingsOfUnit(tx, unitID, Drafted)
	if err != nil {
		return nil, fmt.Errorf("read drafts of office %s: %w", unitID, err)
	}
	return list, nil
}

// ByEntry are the writings of an office by the entry of their number in the register.
//
// Read: requires the right to see the register of the office.
func ByEntry(tx *db.Tx, unitID string) (map[string]Writing, error) {
	if err := access.Require(tx, access.DocumentRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := numbered(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("read writings of office %s: %w", unitID, err)
	}
	by := map[string]Writing{}
	for _, w := range list {
		by[w.EntryID] = w
	}
	return by, nil
}

// PapersOf are the issued writings of a dossier as files of its folder: the PDF with the
// signatures that it has, and the editable file.
//
// Read: for the folder of a finished dossier, which asks for the right to the dossier and
// is the same for everybody.
func PapersOf(tx *db.Tx, dossierID string) ([]dossier.Paper, error) {
	all, err := writingsOf(tx, OfDossier, dossierID)
	if err != nil {
		return nil, fmt.Errorf("read writings of dossier %s: %w", dossierID, err)
	}
	var list []dossier.Paper
	for i := range all {
		w := &all[i]
		if w.State != Issued {
			continue
		}
		what := w.Kind.Name()
		if w.Signatures > 0 {
			what += fmt.Sprintf(" (%d chữ ký số)", w.Signatures)
		}
		name := fmt.Sprintf("van-ban/%02d-%s", len(list)/2+1, w.FileName())
		list = append(list,
			dossier.Paper{Path: name + ".pdf", What: what, Number: w.Number, On: w.OnDay, Hash: w.FileHash()},
			dossier.Paper{Path: name + ".docx", What: w.Kind.Name() + ", tệp Word", Number: w.Number, On: w.OnDay, Hash: w.DocxHash})
	}
	return list, nil
}
