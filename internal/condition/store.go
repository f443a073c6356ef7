package condition

import (
	"errors"
	"time"

	"giaouoc/internal/db"
)

// newest tells how many entries are sealed, and when the last were.
func newest(tx *db.Tx) (int64, time.Time, error) {
	row, err := db.One[struct {
		Size     int64
		SignedAt db.Time
	}](tx, `SELECT size, signed_at FROM record_checkpoint ORDER BY size DESC LIMIT 1`)
	if errors.Is(err, db.ErrNoRow) {
		return 0, time.Time{}, nil
	}
	return row.Size, row.SignedAt.Time, err
}

// queue is a count, with the moment at which the oldest began to wait.
func queue(tx *db.Tx, count, oldest string) (Queue, error) {
	n, err := db.One[struct{ N int64 }](tx, count)
	if err != nil || n.N == 0 {
		return Queue{}, err
	}
	at, err := db.One[struct{ At db.Time }](tx, oldest)
	if errors.Is(err, db.ErrNoRow) {
		return Queue{N: n.N}, nil
	}
	return Queue{N: n.N, Age: max(0, tx.Now.Sub(at.At.Time))}, err
}

func unsealed(tx *db.Tx) (Queue, error) {
	return queue(
		tx,
		`SELECT COUNT(*) AS n FROM record_entry WHERE seq IS NULL`,
		`SELECT at FROM record_entry WHERE seq IS NULL ORDER BY id LIMIT 1`,
	)
}

func waitingLetters(tx *db.Tx) (Queue, error) {
	return queue(
		tx,
		`SELECT COUNT(*) AS n FROM outbox WHERE state = 'waiting'`,
		`SELECT created_at AS at FROM outbox WHERE state = 'waiting' ORDER BY id LIMIT 1`,
	)
}

func failedLetters(tx *db.Tx, since time.Time) (Failures, error) {
	n, err := db.One[struct{ N, Lately int64 }](tx, `
		SELECT COUNT(*) AS n, COUNT(CASE WHEN done_at >= $1 THEN 1 END) AS lately FROM outbox WHERE state = 'failed'`, db.At(since))
	if err != nil || n.Lately == 0 {
		return Failures{N: n.N}, err
	}
	last, err := db.One[struct{ Error string }](tx, `SELECT error FROM outbox WHERE state = 'failed' ORDER BY done_at DESC LIMIT 1`)
	return Failures{N: n.N, Lately: n.Lately, Last: last.Error}, err
}

func jobList(tx *db.Tx) ([]Job, error) {
	return db.All[Job](tx, `SELECT name, due_at, locked_by, started_at, ended_at, error FROM job ORDER BY name`)
}

// signingKey is the public half of the key that signs the record; empty before the first.
func signingKey(tx *db.Tx) (string, error) {
	row, err := db.One[struct{ Verifier string }](tx, `SELECT verifier FROM record_key ORDER BY number DESC LIMIT 1`)
	if errors.Is(err, db.ErrNoRow) {
		return "", nil
	}
	return row.Verifier, err
}
