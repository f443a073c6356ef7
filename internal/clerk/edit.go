package clerk

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
)

// Edit puts words into a draft. typed has a text for each place; a place that is not
// named goes back to what the source made.
func Edit(tx *db.Tx, id string, version int64, typed map[string]string) (Writing, error) {
	w, err := drafted(tx, id, version)
	if err != nil {
		return w, err
	}
	before := w
	d, err := w.base()
	if err != nil {
		return w, err
	}
	words, err := chosen(d, typed)
	if err != nil {
		return w, err
	}
	if err := w.set(d, words); err != nil {
		return w, err
	}
	if w.Words == before.Words {
		return w, nil
	}
	return w, w.save(tx, access.ClerkDraft, before, "")
}

// Preview is the document that a draft would be with these words; nothing is stored.
//
// Read: requires the right to write the draft.
func Preview(tx *db.Tx, id string, typed map[string]string) (*document.Document, error) {
	w, err := find(tx, id)
	if err != nil {
		return nil, err
	}
	if err := access.Require(tx, access.ClerkDraft, access.Scope{Unit: w.UnitID}); err != nil {
		return nil, err
	}
	d, err := w.base()
	if err != nil {
		return nil, err
	}
	words, err := chosen(d, typed)
	if err != nil {
		return nil, err
	}
	return written(d, words), nil
}
