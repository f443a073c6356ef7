package dossier

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Document is a part as it is handed in.
type Document struct {
	Part        string
	CandidateID string // empty for the whole dossier
	Number      string
	On          vn.Date
	Shared      bool                      // a letter that another dossier of the unit was sent with: one letter for several awards
	File        func() (blob.File, error) // asked for once the rest is in order
}

// Attach puts a file into an open dossier as one of its parts. The same part of the
// same candidate, or of the whole, takes the place of the one before.
func Attach(tx *db.Tx, b Basis, a Ask, doc Document) error {
	d, err := open(tx, a)
	if err != nil {
		return err
	}
	f, err := folderOf(tx, d)
	if err != nil {
		return err
	}
	var list problem.List
	items := f.Checklist(b.Law, tx.Today())
	i := slices.IndexFunc(items, func(i Item) bool { return i.Part == doc.Part })
	switch {
	case i < 0:
		list.Add("part", "Chọn thành phần mà luật đòi ở hồ sơ này.")
	case doc.CandidateID != "" && !items[i].Each:
		list.Add("candidate", "%s là của cả hồ sơ, không của riêng một đối tượng.", items[i].Name)
	case doc.CandidateID != "" && !slices.ContainsFunc(f.List, func(c Candidate) bool { return c.ID == doc.CandidateID }):
		list.Add("candidate", "Hồ sơ không có đối tượng này.")
	}
	doc.Number = vn.Line(doc.Number)
	if doc.Part == LetterPart {
		if err := f.checkLetter(tx, doc, &list); err != nil {
			return err
		}
	}
	if doc.On.After(tx.Today()) {
		list.Add("on", "Ngày văn bản không sau hôm nay.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	file, err := doc.File()
	if err != nil {
		return err
	}
	if err := dropParts(tx, d.ID, doc.Part, doc.CandidateID, db.At(tx.Now)); err != nil {
		return fmt.Errorf("replace part of dossier %s: %w", d.ID, err)
	}
	p := Part{
		ID: db.NewID(), DossierID: d.ID, CandidateID: doc.CandidateID, Part: doc.Part, Number: doc.Number, OnDay: doc.On, FileHash: file.Hash, FileName: file.Name,
		AccountID: tx.Actor.ID, AddedBy: access.Signature(tx.Actor, access.DossierKeep, access.Scope{Unit: d.UnitID}), CreatedAt: db.At(tx.Now),
	}
	if err := insertPart(tx, p); err != nil {
		return fmt.Errorf("attach to dossier %s: %w", d.ID, err)
	}
	before := d
	if doc.Part == LetterPart {
		d.LetterNumber, d.LetterOn = doc.Number, doc.On
	}
	return changed(tx, before, d)
}

// checkLetter refuses a letter without number or day, or with a number that the unit
// has used. One letter may go with several dossiers to the same office on the same day,
// where who attaches it says so.
func (f *Folder) checkLetter(tx *db.Tx, doc Document, list *problem.List) error {
	if doc.Number == "" {
		list.Add("number", "Ghi số, ký hiệu tờ trình.")
	}
	if doc.On.IsZero() {
		list.Add("on", "Ghi ngày tờ trình.")
	}
	if doc.Number == "" || doc.On.IsZero() {
		return nil
	}
	other, err := letterOf(tx, f.UnitID, doc.Number, doc.On.Year(), f.ID)
	switch {
	case errors.Is(err, db.ErrNoRow):
	case err != nil:
		return fmt.Errorf("look for letter %s of unit %s: %w", doc.Number, f.UnitID, err)
	case other.LetterOn != doc.On || other.OfficeID != f.OfficeID:
		list.Add("number", "Số tờ trình %s năm %d đã dùng ngày %s, cho hồ sơ khác: %s.", doc.Number, doc.On.Year(), other.LetterOn.Short(), other.Title)
	case !doc.Shared:
		list.Add("number", "Số tờ trình %s năm %d đã dùng cho hồ sơ khác: %s. Nếu một tờ trình đề nghị nhiều hình thức, đánh dấu «Chung tờ trình với hồ sơ khác».", doc.Number, doc.On.Year(), other.Title)
	}
	return nil
}

// Detach takes a part out of an open dossier; that it was there stays known.
func Detach(tx *db.Tx, a Ask, partID string) error {
	d, err := open(tx, a)
	if err != nil {
		return err
	}
	n, err := dropPart(tx, d.ID, partID, db.At(tx.Now))
	if err != nil {
		return fmt.Errorf("take part out of dossier %s: %w", d.ID, err)
	}
	if n == 0 {
		return problem.New(problem.NotFound, "Hồ sơ không còn tệp này.")
	}
	return changed(tx, d, d)
}
