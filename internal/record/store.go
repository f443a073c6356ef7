package record

import (
	"encoding/json"
	"fmt"

	"giaouoc/internal/db"
)

func insert(tx *db.Tx, l Leaf, salt, private []byte) error {
	leaf, err := json.Marshal(l)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO record_entry (id, at, act, object_kind, object_id, unit_id, role, salt, private, leaf)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		l.ID, l.At, string(l.Act), l.Kind, l.Object, l.Unit, l.Role, salt, string(private), string(leaf))
	return err
}

type stored struct {
	Private string
	Leaf    string
}

// Of returns the entries of one object, oldest first.
//
// Read: the page that shows an object has already required the right to it.
func Of(tx *db.Tx, o Object) ([]Entry, error) {
	rows, err := db.All[stored](tx, `
		SELECT private, leaf FROM record_entry
		WHERE object_kind = $1 AND object_id = $2 ORDER BY id`, o.Kind, o.ID)
	if err != nil {
		return nil, fmt.Errorf("read record of %s %s: %w", o.Kind, o.ID, err)
	}
	entries := make([]Entry, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal([]byte(r.Leaf), &entries[i].Leaf); err != nil {
			return nil, fmt.Errorf("read record of %s %s: %w", o.Kind, o.ID, err)
		}
		if err := json.Unmarshal([]byte(r.Private), &entries[i].Private); err != nil {
			return nil, fmt.Errorf("read record of %s %s: %w", o.Kind, o.ID, err)
		}
	}
	return entries, nil
}
