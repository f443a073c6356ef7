package clerk

import (
	"bytes"
	"fmt"
	"io"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/signature"
)

// ToSign is the file of an issued writing that the next signature goes on.
//
// Read: requires the right to sign documents of the office.
func ToSign(tx *db.Tx, store *blob.Store, id string, version int64) (Writing, []byte, error) {
	w, err := find(tx, id)
	if err != nil {
		return w, nil, err
	}
	if err := access.Require(tx, access.ClerkSign, access.Scope{Unit: w.UnitID}); err != nil {
		return w, nil, err
	}
	if err := w.seen(Issued, version); err != nil {
		return w, nil, err
	}
	file, err := bytesOf(store, w.FileHash())
	return w, file, err
}

// Sign keeps the file of an issued writing with one more signature or several. It has to
// be the file that went out to be signed: what a person signed elsewhere begins with its
// very bytes; an agent may write the file anew, and then nothing that people read has
// changed. Every signature has to be good.
func Sign(tx *db.Tx, store *blob.Store, t signature.Trust, id string, version int64, way Way, signed []byte) (*signature.Report, error) {
	w, sent, err := ToSign(tx, store, id, version)
	if err != nil {
		return nil, err
	}
	if err := access.Require(tx, access.ClerkSign, access.Scope{Unit: w.UnitID}); err != nil {
		return nil, err
	}
	if way != ByAgent && !bytes.HasPrefix(signed, sent) {
		return nil, problem.Field("file", "%s", w.notTheFile(store, signed))
	}
	r, err := signature.Returned(sent, signed, t)
	if err != nil {
		return r, besideFile(err)
	}
	f, err := store.Put(bytes.NewReader(signed), w.FileName()+"-da-ky.pdf")
	if err != nil {
		return r, besideFile(err)
	}
	before := w
	s := Signing{ID: db.NewID(), WritingID: w.ID, Number: w.Signatures + 1, Way: way, FileHash: f.Hash, AccountID: tx.Actor.ID, Name: tx.Actor.Name, MadeAt: db.At(tx.Now)}
	if err := insertSigning(tx, s); err != nil {
		return r, fmt.Errorf("keep signature on writing %s: %w", w.ID, err)
	}
	if err := deleteErrands(tx, w.ID, db.At(tx.Now)); err != nil {
		return r, fmt.Errorf("end errands of writing %s: %w", w.ID, err)
	}
	w.SignedHash, w.Signatures = f.Hash, s.Number
	return r, w.save(tx, access.ClerkSign, before, "")
}

// notTheFile says why an uploaded file is not the one that went out.
func (w *Writing) notTheFile(store *blob.Store, signed []byte) string {
	if w.SignedHash != "" {
		if first, err := bytesOf(store, w.PDFHash); err == nil && bytes.HasPrefix(signed, first) {
			return "Tệp này ký trên bản ban hành mà thiếu chữ ký đã có sau đó. Tải bản đã ký mới nhất về, ký tiếp trên bản ấy rồi gửi lên."
		}
	}
	return "Tệp này không phải tệp đã ban hành thêm chữ ký: các byte của bản ban hành đã bị đổi, hoặc là tệp khác. Tải bản ban hành về, ký trên chính bản ấy rồi gửi lên."
}

// besideFile puts a refusal beside the field of the file.
func besideFile(err error) error {
	if list := problem.All(err); list != nil {
		return problem.Field("file", "%s", list[0].Text)
	}
	return err
}

func bytesOf(store *blob.Store, hash string) ([]byte, error) {
	f, err := store.Open(hash)
	if err != nil {
		return nil, fmt.Errorf("open file %s: %w", hash, err)
	}
	defer f.Close()
	return io.ReadAll(f)
}
