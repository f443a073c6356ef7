package backup

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// column is a column of a table.
type column struct{ table, name string }

// fileColumns are the columns that refer to a stored file by its hash; the
// empty text refers to none.
var fileColumns = []column{
	{"article_file", "file_hash"},
	{"article_picture", "large_hash"},
	{"article_picture", "middle_hash"},
	{"article_picture", "small_hash"},
	{"award_list", "file_hash"},
	{"certificate_design", "scan_hash"},
	{"clerk_errand", "sent_hash"},
	{"clerk_errand", "back_hash"},
	{"clerk_signing", "file_hash"},
	{"clerk_writing", "docx_hash"},
	{"clerk_writing", "pdf_hash"},
	{"clerk_writing", "signed_hash"},
	{"conference_document", "hash"},
	{"conference_invitation", "file_hash"},
	{"covenant_version", "scan_hash"},
	{"delivery_note", "file_hash"},
	{"directive_note", "file_hash"},
	{"dossier_decision", "file_hash"},
	{"dossier_part", "file_hash"},
	{"evidence", "hash"},
	{"exemplar", "photo_hash"},
	{"incoming_document", "file_hash"},
	{"initiative", "file_hash"},
	{"inspection_finding", "file_hash"},
	{"movement", "file_hash"},
	{"movement_review", "file_hash"},
	{"plan", "file_hash"},
	{"proposal", "scan_hash"},
	{"rule_book", "file_hash"},
	{"score_appeal", "hash"},
	{"score_evidence", "hash"},
}

// files lists the hashes of all files that a database refers to, each once. A
// column that the database does not have yet, or no longer, refers to none.
func files(tx *db.Tx) ([]string, error) {
	have, err := db.Columns(tx)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, c := range fileColumns {
		if !slices.Contains(have[c.table], c.name) {
			continue
		}
		some, err := db.All[string](tx, `SELECT DISTINCT `+c.name+` FROM `+c.table+` WHERE `+c.name+` <> ''`)
		if err != nil {
			return nil, fmt.Errorf("list files of %s: %w", c.table, err)
		}
		all = append(all, some...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// Record is how far the record had come at a moment.
type Record struct {
	Entries int64  `json:"entries"`
	Leaves  string `json:"leaves"`         // SHA-256 over the leaves of all entries, each with a newline, in the order of their ids
	Size    int64  `json:"size"`           // of the newest checkpoint: so many leaves were sealed
	Root    string `json:"root,omitempty"` // its root, base64
}

// page is how many entries are read at a time.
const page = 10_000

// readRecord reads the whole record, compares it with its newest checkpoint and
// tells how far it has come.
func readRecord(tx *db.Tx) (Record, error) {
	var r Record
	h := sha256.New()
	for last := ""; ; {
		rows, err := db.All[struct{ ID, Leaf string }](tx, `SELECT id, leaf FROM record_entry WHERE id > $1 ORDER BY id LIMIT $2`, last, page)
		if err != nil {
			return r, fmt.Errorf("read record: %w", err)
		}
		for _, row := range rows {
			fmt.Fprintln(h, row.Leaf)
			last = row.ID
		}
		r.Entries += int64(len(rows))
		if len(rows) < page {
			break
		}
	}
	r.Leaves = sum(h.Sum(nil))
	return r, r.readCheckpoint(tx)
}

// readCheckpoint finds the newest checkpoint and compares its root with the one
// that the leaves have.
func (r *Record) readCheckpoint(tx *db.Tx) error {
	have, err := db.Columns(tx)
	if err != nil || have["record_checkpoint"] == nil {
		return err // of before leaves were sealed
	}
	newest, err := db.One[struct {
		Size int64
		Root string
	}](tx, `SELECT size, root FROM record_checkpoint ORDER BY size DESC LIMIT 1`)
	if errors.Is(err, db.ErrNoRow) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read checkpoint: %w", err)
	}
	r.Size, r.Root = newest.Size, newest.Root
	root, err := rootOf(tx, newest.Size)
	if err != nil {
		return err
	}
	if root != newest.Root {
		return problem.New(problem.Closed, "Nhật ký trong cơ sở dữ liệu không khớp với điểm niêm phong %d mục đã ký: có mục bị sửa, bớt hoặc đảo chỗ. Hãy giữ nguyên thư mục dữ liệu này để điều tra và dùng bản sao lưu mới nhất còn khớp.", newest.Size)
	}
	return nil
}

// rootOf is the root over the first size leaves, in base64; empty when one of
// them is missing.
func rootOf(tx *db.Tx, size int64) (string, error) {
	var t tree
	for t.size < size {
		rows, err := db.All[struct {
			Seq  int64
			Leaf string
		}](tx, `SELECT seq, leaf FROM record_entry WHERE seq >= $1 AND seq < $2 ORDER BY seq`, t.size, min(t.size+page, size))
		if err != nil {
			return "", fmt.Errorf("read leaves: %w", err)
		}
		if len(rows) == 0 {
			return "", nil
		}
		for _, row := range rows {
			if row.Seq != t.size {
				return "", nil
			}
			t.add([]byte(row.Leaf))
		}
	}
	return t.root(), nil
}

// tree is the edge of a Merkle tree (RFC 6962): whole subtrees, the largest first.
type tree struct {
	size  int64
	edges []tlog.Hash
}

func (t *tree) add(leaf []byte) {
	h := tlog.RecordHash(leaf)
	for whole := t.size; whole&1 == 1; whole >>= 1 {
		last := len(t.edges) - 1
		h = tlog.NodeHash(t.edges[last], h)
		t.edges = t.edges[:last]
	}
	t.edges = append(t.edges, h)
	t.size++
}

func (t *tree) root() string {
	if t.size == 0 {
		h := sha256.Sum256(nil)
		return base64.StdEncoding.EncodeToString(h[:])
	}
	h := t.edges[len(t.edges)-1]
	for i := len(t.edges) - 2; i >= 0; i-- {
		h = tlog.NodeHash(t.edges[i], h)
	}
	return base64.StdEncoding.EncodeToString(h[:])
}
