package record

import (
	"bytes"
	"encoding/json"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
)

func insert(tx *db.Tx, l Leaf, scope access.Scope, who, what text) error {
	leaf, err := json.Marshal(l)
	if err != nil {
		return err
	}
	if len(leaf) > mostLeaf {
		return fmt.Errorf("leaf of %d bytes", len(leaf))
	}
	_, err = tx.Exec(`
		INSERT INTO record_entry (id, at, act, object_kind, object_id, unit_id, role, account_id, cluster_id, year_id, salt, private, what_salt, what, leaf)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		l.ID, l.At, string(l.Act), l.Kind, l.Object, l.Unit, l.Role, tx.Actor.ID, scope.Cluster, scope.Year,
		who.salt, string(who.json), what.salt, string(what.json), string(leaf))
	return err
}

// stored is an entry as it lies in its row.
type stored struct {
	Leaf     string
	Salt     []byte
	Private  string
	WhatSalt []byte
	What     *string
	Seq      *int64
}

const storedColumns = `leaf, salt, private, what_salt, what, seq`

// Of returns the entries of one object, oldest first.
//
// Read: the page that shows an object has already required the right to it.
func Of(tx *db.Tx, o Object) ([]Entry, error) {
	rows, err := db.All[stored](tx, `
		SELECT `+storedColumns+` FROM record_entry
		WHERE object_kind = $1 AND object_id = $2 ORDER BY id`, o.Kind, o.ID)
	if err != nil {
		return nil, fmt.Errorf("read record of %s %s: %w", o.Kind, o.ID, err)
	}
	entries := make([]Entry, len(rows))
	for i, r := range rows {
		if entries[i], err = r.entry(); err != nil {
			return nil, fmt.Errorf("read record of %s %s: %w", o.Kind, o.ID, err)
		}
	}
	return entries, nil
}

func (r stored) entry() (Entry, error) {
	e := Entry{Seq: r.Seq, Lost: r.Private == "" && bytes.Equal(r.Salt, lost)}
	if err := json.Unmarshal([]byte(r.Leaf), &e.Leaf); err != nil {
		return e, err
	}
	what := r.Private // form 1 keeps both in one text
	if r.What != nil {
		what = *r.What
	}
	if e.Lost {
		return e, nil
	}
	e.Erased, e.WhatErased = r.Private == "", what == ""
	if !e.Erased {
		if err := json.Unmarshal([]byte(r.Private), &e.Who); err != nil {
			return e, err
		}
	}
	if !e.WhatErased {
		return e, json.Unmarshal([]byte(what), &e.What)
	}
	return e, nil
}

func eraseAccount(tx *db.Tx, accountID string) error {
	_, err := tx.Exec(`UPDATE record_entry SET account_id = '', salt = $1, private = '' WHERE account_id = $2`, []byte{}, accountID)
	return err
}

func eraseObject(tx *db.Tx, o Object) error {
	if _, err := tx.Exec(`
		UPDATE record_entry SET what_salt = $1, what = ''
		WHERE object_kind = $2 AND object_id = $3 AND what IS NOT NULL`, []byte{}, o.Kind, o.ID); err != nil {
		return err
	}
	_, err := tx.Exec(`
		UPDATE record_entry SET account_id = '', salt = $1, private = ''
		WHERE object_kind = $2 AND object_id = $3 AND what IS NULL`, []byte{}, o.Kind, o.ID)
	return err
}

func entryByID(tx *db.Tx, id string) (stored, error) {
	return db.One[stored](tx, `SELECT `+storedColumns+` FROM record_entry WHERE id = $1`, id)
}
