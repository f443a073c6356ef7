package clerk

import (
	"encoding/json"
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/dossier"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Draft begins a writing of a source. id is that of the form, so that one sent twice
// begins one.
func Draft(tx *db.Tx, b dossier.Basis, id string, src Source, k document.Kind) (Writing, error) {
	o, err := offered(tx, b, src, k)
	if err != nil {
		return Writing{}, err
	}
	if err := access.Require(tx, access.ClerkDraft, access.Scope{Unit: o.UnitID}); err != nil {
		return Writing{}, err
	}
	if served, err := writingByID(tx, id); err == nil {
		return served, served.begunBy(tx, o, src)
	} else if !errors.Is(err, db.ErrNoRow) {
		return Writing{}, fmt.Errorf("find writing %s: %w", id, err)
	}
	w := Writing{
		ID: id, UnitID: o.UnitID, Kind: k, Source: src.Of, SourceID: src.ID, Part: src.Part, State: Drafted, Words: "{}",
		AccountID: tx.Actor.ID, SavedBy: tx.Actor.Name, Version: 1, CreatedAt: db.At(tx.Now),
	}
	if len(w.ID) != len(db.NewID()) {
		w.ID = db.NewID()
	}
	d, err := w.made(tx, b)
	if err != nil {
		return w, err
	}
	if err := w.set(d, nil); err != nil {
		return w, err
	}
	if err := insertWriting(tx, w); err != nil {
		return w, fmt.Errorf("draft %s of %s %s: %w", k, src.Of, src.ID, err)
	}
	return w, w.record(tx, access.ClerkDraft, nil, "")
}

// begunBy refuses the id of a form that served another.
func (w *Writing) begunBy(tx *db.Tx, o Offer, src Source) error {
	if w.UnitID != o.UnitID || w.From() != src || w.AccountID != tx.Actor.ID {
		return problem.New(problem.Conflict, "Mẫu này đã dùng cho văn bản khác; tải lại trang rồi soạn.")
	}
	return nil
}

// Redraw makes a draft anew of what its source says now. Words that stand on an
// unchanged text are kept.
func Redraw(tx *db.Tx, b dossier.Basis, id string, version int64) (Writing, error) {
	w, err := drafted(tx, id, version)
	if err != nil {
		return w, err
	}
	before := w
	now, err := w.made(tx, b)
	if err != nil {
		return w, err
	}
	old, err := w.base()
	if err != nil {
		return w, err
	}
	words, err := w.words()
	if err != nil {
		return w, err
	}
	if err := w.set(now, carried(old, now, words)); err != nil {
		return w, err
	}
	return w, w.save(tx, access.ClerkDraft, before, "")
}

// set puts a document and the words on it into the writing.
func (w *Writing) set(d *document.Document, words map[string]string) error {
	base, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("write draft of %s: %w", w.Kind, err)
	}
	if words == nil {
		words = map[string]string{}
	}
	said, err := json.Marshal(words)
	if err != nil {
		return fmt.Errorf("write words of %s: %w", w.Kind, err)
	}
	w.Base, w.Words, w.Abstract = string(base), string(said), written(d, words).Abstract
	return nil
}

// find reads a writing.
func find(tx *db.Tx, id string) (Writing, error) {
	w, err := writingByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return w, problem.New(problem.NotFound, "Không có văn bản này.")
	}
	if err != nil {
		return w, fmt.Errorf("find writing %s: %w", id, err)
	}
	return w, nil
}

// drafted reads a draft for who may change it, as the person saw it.
func drafted(tx *db.Tx, id string, version int64) (Writing, error) {
	w, err := find(tx, id)
	if err != nil {
		return w, err
	}
	if err := access.Require(tx, access.ClerkDraft, access.Scope{Unit: w.UnitID}); err != nil {
		return w, err
	}
	return w, w.seen(Drafted, version)
}

// seen refuses a writing that is not in a state, or not as the person saw it.
func (w *Writing) seen(s State, version int64) error {
	switch {
	case w.State == Cancelled:
		return problem.New(problem.Closed, "Văn bản này đã hủy ngày %s: %s", w.CancelledOn.Short(), w.CancelledWhy)
	case w.State != s && w.State == Issued && w.Number != "":
		return problem.New(problem.Conflict, "Văn bản này đã ban hành, số %s ngày %s; lời văn không đổi được nữa.", w.Number, w.OnDay.Short())
	case w.State != s && w.State == Issued:
		return problem.New(problem.Conflict, "Văn bản này đã ban hành ngày %s; lời văn không đổi được nữa.", w.OnDay.Short())
	case w.State != s:
		return problem.New(problem.Closed, "Văn bản đang soạn; ban hành rồi mới làm việc này.")
	case w.Version != version:
		return problem.New(problem.Conflict, "%s vừa thay đổi văn bản này; xem lại rồi làm tiếp.", w.SavedBy)
	}
	return nil
}

// save stores the writing over the one before, with its entry.
func (w *Writing) save(tx *db.Tx, act access.Act, before Writing, reason string) error {
	w.SavedBy, w.Version = tx.Actor.Name, before.Version+1
	done, err := updateWriting(tx, *w)
	if err != nil {
		return fmt.Errorf("save writing %s: %w", w.ID, err)
	}
	if !done {
		return problem.New(problem.Conflict, "Văn bản này vừa được thay đổi; xem lại rồi làm tiếp.")
	}
	return w.record(tx, act, before.noted(), reason)
}

func (w *Writing) record(tx *db.Tx, act access.Act, before any, reason string) error {
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "writing", ID: w.ID}, Scope: access.Scope{Unit: w.UnitID}, Before: before, After: w.noted(), Reason: reason,
	})
}
