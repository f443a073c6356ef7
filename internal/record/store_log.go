package record

import (
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"giaouoc/internal/db"
)

// sealed is a leaf with its place in the log.
type sealed struct {
	Seq  int64
	Leaf string
}

// awaiting reports whether a committed leaf has no number yet.
func awaiting(tx *db.Tx) (bool, error) {
	_, err := db.One[struct{ ID string }](tx, `SELECT id FROM record_entry WHERE seq IS NULL LIMIT 1`)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}

// number gives the next numbers, from size on, to at most limit leaves that have
// none, in the order they were written, and returns them in that order.
func number(tx *db.Tx, size, limit int64) ([]sealed, error) {
	rows, err := db.All[sealed](tx, `
		UPDATE record_entry SET seq = $1 + next.place
		FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM record_entry WHERE seq IS NULL ORDER BY id LIMIT $2) AS next
		WHERE record_entry.id = next.id
		RETURNING seq, leaf`, size, limit)
	if err != nil {
		return nil, fmt.Errorf("number leaves: %w", err)
	}
	slices.SortFunc(rows, func(a, b sealed) int { return int(a.Seq - b.Seq) })
	for i, r := range rows {
		if r.Seq != size+int64(i) {
			return nil, fmt.Errorf("number leaves: leaf %d of %d has number %d", i, len(rows), r.Seq)
		}
	}
	return rows, nil
}

// leavesFrom reads the leaves numbered from first up to, without, end.
func leavesFrom(tx *db.Tx, first, end int64) ([]sealed, error) {
	rows, err := db.All[sealed](tx, `SELECT seq, leaf FROM record_entry WHERE seq >= $1 AND seq < $2 ORDER BY seq`, first, end)
	if err != nil {
		return nil, fmt.Errorf("read leaves: %w", err)
	}
	return rows, nil
}

type checkpointRow struct {
	Size int64
	Root string
	Note string
}

func (r checkpointRow) checkpoint() (Checkpoint, error) {
	root, err := tlog.ParseHash(r.Root)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("read checkpoint of size %d: %w", r.Size, err)
	}
	return Checkpoint{Size: r.Size, Root: root, Note: []byte(r.Note)}, nil
}

// newest returns the newest checkpoint; none is there before the first seal.
func newest(tx *db.Tx) (c Checkpoint, there bool, err error) {
	r, err := db.One[checkpointRow](tx, `SELECT size, root, note FROM record_checkpoint ORDER BY size DESC LIMIT 1`)
	return found(r, err)
}

// checkpointAt returns the checkpoint of one size.
func checkpointAt(tx *db.Tx, size int64) (c Checkpoint, there bool, err error) {
	r, err := db.One[checkpointRow](tx, `SELECT size, root, note FROM record_checkpoint WHERE size = $1`, size)
	return found(r, err)
}

func found(r checkpointRow, err error) (Checkpoint, bool, error) {
	if errors.Is(err, db.ErrNoRow) {
		return Checkpoint{}, false, nil
	}
	if err != nil {
		return Checkpoint{}, false, fmt.Errorf("read checkpoint: %w", err)
	}
	c, err := r.checkpoint()
	return c, err == nil, err
}

func insertCheckpoint(tx *db.Tx, c Checkpoint) error {
	_, err := tx.Exec(`INSERT INTO record_checkpoint (size, root, note, signed_at) VALUES ($1, $2, $3, $4)`,
		c.Size, c.Root.String(), string(c.Note), db.At(tx.Now))
	return err
}

func updateNote(tx *db.Tx, c Checkpoint) error {
	_, err := tx.Exec(`UPDATE record_checkpoint SET note = $1 WHERE size = $2`, string(c.Note), c.Size)
	return err
}

// keyRow is one key of the chain of keys that sign the log.
type keyRow struct {
	Verifier string
	HandOver string
}

func keyChain(tx *db.Tx) ([]keyRow, error) {
	rows, err := db.All[keyRow](tx, `SELECT verifier, hand_over FROM record_key ORDER BY number`)
	if err != nil {
		return nil, fmt.Errorf("read keys of the record: %w", err)
	}
	return rows, nil
}

func insertKey(tx *db.Tx, number int, k keyRow) error {
	_, err := tx.Exec(`INSERT INTO record_key (number, verifier, hand_over, since) VALUES ($1, $2, $3, $4)`,
		number, k.Verifier, k.HandOver, db.At(tx.Now))
	return err
}

// wholeRow is an entry with the columns that pages search by.
type wholeRow struct {
	ID         string
	At         db.Time
	Act        string
	ObjectKind string
	ObjectID   string
	UnitID     string
	Role       string
	stored
}

// rowsFrom reads the entries numbered from first up to, without, end.
func rowsFrom(tx *db.Tx, first, end int64) ([]wholeRow, error) {
	rows, err := db.All[wholeRow](tx, `
		SELECT id, at, act, object_kind, object_id, unit_id, role, `+storedColumns+`
		FROM record_entry WHERE seq >= $1 AND seq < $2 ORDER BY seq`, first, end)
	if err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	return rows, nil
}

// checkpointsBetween returns the roots of the checkpoints of more leaves than
// first, up to end, by their size.
func checkpointsBetween(tx *db.Tx, first, end int64) (map[int64]string, error) {
	rows, err := db.All[checkpointRow](tx, `SELECT size, root, note FROM record_checkpoint WHERE size > $1 AND size <= $2`, first, end)
	if err != nil {
		return nil, fmt.Errorf("read checkpoints: %w", err)
	}
	roots := make(map[int64]string, len(rows))
	for _, r := range rows {
		roots[r.Size] = r.Root
	}
	return roots, nil
}

func countAwaiting(tx *db.Tx) (int64, error) {
	row, err := db.One[struct{ N int64 }](tx, `SELECT count(*) AS n FROM record_entry WHERE seq IS NULL`)
	return row.N, err
}

// lost is the salt of a text that was lost with a database, not destroyed on
// request.
var lost = []byte{0}

// insertLost writes the entry of a leaf of which nothing else is left.
func insertLost(tx *db.Tx, seq int64, l Leaf, text string) error {
	var what *string
	var salt []byte
	if l.V > 1 {
		what, salt = new(string), lost
	}
	_, err := tx.Exec(`
		INSERT INTO record_entry (id, at, act, object_kind, object_id, unit_id, role, account_id, salt, private, what_salt, what, leaf, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, '', $9, $10, $11, $12)`,
		l.ID, l.At, string(l.Act), l.Kind, l.Object, l.Unit, l.Role, lost, salt, what, text, seq)
	return err
}

func numberOne(tx *db.Tx, id string, seq int64) error {
	_, err := tx.Exec(`UPDATE record_entry SET seq = $1 WHERE id = $2`, seq, id)
	return err
}
