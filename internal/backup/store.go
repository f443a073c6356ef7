package backup

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"giaouoc/internal/db"
)

// column is a column of a table.
type column struct{ table, name string }

// fileColumns are the columns that refer to a stored file by its hash; the
// empty text refers to none.
var fileColumns = []column{
	{"covenant_version", "scan_hash"},
	{"directive_note", "file_hash"},
	{"evidence", "hash"},
	{"movement", "file_hash"},
	{"movement_review", "file_hash"},
	{"plan", "file_hash"},
	{"proposal", "scan_hash"},
	{"rule_book", "file_hash"},
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
	Leaves  string `json:"leaves"` // SHA-256 over the leaves of all entries, each with a newline, in the order of their ids
}

// readRecord reads the whole record and tells how far it has come.
func readRecord(tx *db.Tx) (Record, error) {
	const page = 10_000
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
			r.Leaves = sum(h.Sum(nil))
			return r, nil
		}
	}
}
