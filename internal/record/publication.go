package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Publication is what an act made public, as a citizen sees it.
type Publication struct {
	Act    access.Act
	Object Object
	Scope  access.Scope
	Format string // of the text, such as "giao-uoc/1"
	Text   string // canonical: the bytes whose fingerprint the entry holds
}

// Published is all that the entry of a publication says of it: no name, no free
// text, so that it may stand in a proof that anyone downloads.
type Published struct {
	Format string `json:"published"`
	SHA256 string `json:"sha256"` // hex, of the text's bytes
	Bytes  int    `json:"bytes"`
}

// Printed is a publication as it is stored.
type Printed struct {
	EntryID string
	Kind    string `db:"object_kind"`
	Object  string `db:"object_id"`
	Format  string
	SHA256  string `db:"sha256"`
	Text    string `db:"body"`
}

// Canonical writes a value as the bytes of a publication: compact JSON in the
// order of the value's own keys, without escapes for HTML, NFC, without a line
// break at the end.
func Canonical(value any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return "", fmt.Errorf("write publication: %w", err)
	}
	return vn.NFC(string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))), nil
}

// Publish writes the entry of an act that makes something public and keeps the
// text that a citizen sees.
func Publish(tx *db.Tx, p Publication) error {
	var text any
	if err := json.Unmarshal([]byte(p.Text), &text); err != nil {
		return fmt.Errorf("publish %s: %w", p.Object.Kind, err)
	}
	if err := eachText(text, blob.RefuseSecret); err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(p.Text))
	said := Published{Format: p.Format, SHA256: hex.EncodeToString(sum[:]), Bytes: len(p.Text)}
	id, err := add(tx, Act{Act: p.Act, Object: p.Object, Scope: p.Scope, After: said})
	if err != nil {
		return err
	}
	if err := insertPublication(tx, Printed{EntryID: id, Kind: p.Object.Kind, Object: p.Object.ID, Format: p.Format, SHA256: said.SHA256, Text: p.Text}); err != nil {
		return fmt.Errorf("publish %s: %w", p.Object.Kind, err)
	}
	return nil
}

// Publications returns what was published of an object, newest first, without
// the texts.
//
// Public: it was published.
func Publications(tx *db.Tx, o Object) ([]Printed, error) {
	list, err := publicationsOf(tx, o)
	if err != nil {
		return nil, fmt.Errorf("read publications of %s: %w", o.Kind, err)
	}
	return list, nil
}

// PublicationsOfKind returns the newest publication of each object of a kind
// within a year, by object, without the texts.
//
// Public: it was published.
func PublicationsOfKind(tx *db.Tx, kind, yearID string) (map[string]Printed, error) {
	list, err := publicationsOfKind(tx, kind, yearID)
	if err != nil {
		return nil, fmt.Errorf("read publications of %s: %w", kind, err)
	}
	newest := make(map[string]Printed, len(list))
	for _, p := range list {
		if _, ok := newest[p.Object]; !ok {
			newest[p.Object] = p
		}
	}
	return newest, nil
}

// Print returns a publication with its text by its entry.
//
// Public: it was published.
func Print(tx *db.Tx, entryID string) (Printed, error) {
	p, err := findPublication(tx, entryID)
	if errors.Is(err, db.ErrNoRow) {
		return p, problem.New(problem.NotFound, "Không có lần công bố này trong nhật ký.")
	}
	if err != nil {
		return p, fmt.Errorf("find publication %s: %w", entryID, err)
	}
	return p, nil
}

// IsPublic reports whether the part "what" of an entry may stand in a proof that
// anyone downloads: it says that something was published and nothing else.
func IsPublic(before, after json.RawMessage, reason string) bool {
	if len(before) > 0 || reason != "" || len(after) == 0 {
		return false
	}
	var p Published
	dec := json.NewDecoder(bytes.NewReader(after))
	dec.DisallowUnknownFields()
	if dec.Decode(&p) != nil {
		return false
	}
	sum, err := hex.DecodeString(p.SHA256)
	return err == nil && len(sum) == sha256.Size && formats[p.Format] != "" && p.Bytes > 0
}

// formats lists the texts that are published, with what they are in Vietnamese.
// What is not here has no place in a public proof.
var formats = map[string]string{
	"giao-uoc/1":          "bản giao ước đã ký",
	"so-ket/1":            "báo cáo sơ kết đã ban hành",
	"so-lieu-ky/1":        "số liệu đã công bố của một kỳ",
	"so-lieu-cong-bo/1":   "số liệu của năm đã qua",
	"diem/1":              "điểm và căn cứ xếp hạng đã công bố",
	"xep-hang/1":          "thứ hạng, điểm và căn cứ xếp hạng đã công bố",
	"xep-hang/2":          "thứ hạng, điểm, xếp loại và căn cứ xếp hạng đã công bố",
	"niem-phong-cheo/1":   "niêm phong một phiếu chấm chéo",
	"mo-cham-cheo/1":      "mở niêm phong các phiếu chấm chéo",
	"hoi-nghi/1":          "biên bản và quyết nghị của hội nghị",
	"bien-ban/1":          "biên bản hội nghị đã ký",
	"quy-che/1":           "bản quy chế đã ban hành",
	"de-nghi/1":           "đề nghị và quyết định khen thưởng",
	"chi-dao/1":           "chỉ đạo của Hội đồng",
	"phong-trao/1":        "phong trào, đợt thi đua",
	"so-ket-phong-trao/1": "kết quả phong trào, đợt thi đua",
}

// FormatName says in Vietnamese what a published text is.
func FormatName(format string) string { return formats[format] }

// Open reports whether the part "what" of an entry may stand in a proof that
// anyone downloads.
//
// Public: it says only whether something is public.
func Open(tx *db.Tx, entryID string) (bool, error) {
	r, err := findEntry(tx, entryID)
	if errors.Is(err, db.ErrNoRow) {
		return false, problem.New(problem.NotFound, "Nhật ký không có mục này.")
	}
	if err != nil {
		return false, fmt.Errorf("find entry %s: %w", entryID, err)
	}
	e, err := r.entry()
	return err == nil && IsPublic(e.Before, e.After, e.Reason), err
}
