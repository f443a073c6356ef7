package clerk

import (
	"bytes"
	"encoding/json"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/document/docx"
	"giaouoc/internal/document/layout"
	"giaouoc/internal/document/pdf"
	"giaouoc/internal/dossier"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Issuing is what a draft is issued with.
type Issuing struct {
	On      vn.Date
	Number  int64 // 0: the next one
	Leaving bool  // a typed number leaves others free, and that is meant
	Gaps    bool  // "…" is left in it, and that is meant
}

// Issue takes the number of a draft and freezes its two files in the store.
func Issue(tx *db.Tx, b dossier.Basis, store *blob.Store, id string, version int64, i Issuing) (Writing, error) {
	w, err := find(tx, id)
	if err != nil {
		return w, err
	}
	if err := access.Require(tx, access.DocumentNumber, access.Scope{Unit: w.UnitID}); err != nil {
		return w, err
	}
	if err := w.seen(Drafted, version); err != nil {
		return w, err
	}
	before := w
	d, err := w.Document()
	if err != nil {
		return w, err
	}
	if err := w.fit(tx, b, d, i); err != nil {
		return w, err
	}
	d.Date = i.On
	if d.Sign != "" {
		e, err := w.take(tx, d, i)
		if err != nil {
			return w, err
		}
		w.EntryID, w.Number, d.Number = e.ID, e.Line(), int(e.Number)
	}
	w.OnDay = i.On
	if err := w.freeze(store, d); err != nil {
		return w, err
	}
	base, err := json.Marshal(d)
	if err != nil {
		return w, fmt.Errorf("write document %s: %w", w.ID, err)
	}
	w.Base, w.Words, w.State, w.Abstract = string(base), "{}", Issued, d.Abstract
	return w, w.save(tx, access.DocumentNumber, before, "")
}

// fit says what keeps a draft from being issued.
func (w *Writing) fit(tx *db.Tx, b dossier.Basis, d *document.Document, i Issuing) error {
	stale, err := w.stale(tx, b)
	if err != nil {
		return err
	}
	if stale {
		return problem.New(problem.Conflict, "Số liệu nguồn, thông tin cơ quan hoặc lời văn mẫu đã đổi từ khi soạn; bấm «Lấy lại số liệu», xem lại rồi ban hành.")
	}
	list := problem.All(d.Check())
	switch {
	case i.On.IsZero():
		list = append(list, problem.Field("on", "Ghi ngày của văn bản."))
	case i.On.After(tx.Today()):
		list = append(list, problem.Field("on", "Ngày của văn bản không được sau hôm nay, %s.", tx.Today().Short()))
	}
	if n := gaps(d); n > 0 && !i.Gaps {
		list = append(list, problem.Field("gaps", "Văn bản còn %d chỗ «…» chưa ai ghi. Ghi nốt, hoặc đánh dấu ô này nếu vẫn ban hành.", n))
	}
	return problem.List(list).Err()
}

func (w *Writing) take(tx *db.Tx, d *document.Document, i Issuing) (document.Entry, error) {
	o, err := readOffice(tx, w.UnitID)
	if err != nil {
		return document.Entry{}, err
	}
	return document.TakeNumber(tx, w.UnitID, document.Taking{
		Series: o.series(w.Kind), Kind: w.Kind, Sign: d.Sign, Abstract: d.Abstract, On: i.On, Number: i.Number, Leaving: i.Leaving, Request: "writing " + w.ID,
	})
}

// freeze writes both files and keeps them.
func (w *Writing) freeze(store *blob.Store, d *document.Document) error {
	word, paper, err := Files(d)
	if err != nil {
		return err
	}
	name := w.FileName()
	kept, err := store.Put(bytes.NewReader(word), name+".docx")
	if err != nil {
		return refusedFile(err)
	}
	w.DocxHash = kept.Hash
	if kept, err = store.Put(bytes.NewReader(paper), name+".pdf"); err != nil {
		return refusedFile(err)
	}
	w.PDFHash = kept.Hash
	return nil
}

// refusedFile is a refusal of the store; there is no field of a file on the form.
func refusedFile(err error) error {
	if list := problem.All(err); list != nil {
		return problem.New(problem.Invalid, "Không lưu được văn bản: %s", list[0].Text)
	}
	return fmt.Errorf("keep file of writing: %w", err)
}

// Files writes a document as docx and as PDF.
func Files(d *document.Document) (word, paper []byte, err error) {
	l, err := layout.Compose(d)
	if err != nil {
		return nil, nil, fmt.Errorf("arrange document: %w", err)
	}
	var a, p bytes.Buffer
	if err := docx.Write(&a, &l); err != nil {
		return nil, nil, fmt.Errorf("write docx: %w", err)
	}
	if err := pdf.Write(&p, &l); err != nil {
		return nil, nil, fmt.Errorf("write PDF: %w", err)
	}
	return a.Bytes(), p.Bytes(), nil
}
