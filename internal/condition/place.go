package condition

import (
	"context"
	"path/filepath"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/record"
)

// Place is the installation that is looked at.
type Place struct {
	DB     *db.DB
	Schema db.Schema // how its tables differ from this program's
	Data   string    // the data folder

	// Of a program that runs; zero where somebody looks from outside.
	Log     *record.Log
	Began   time.Time
	Holders []string // of secret ballots' keys, by name
}

// The parts of a data folder.
func (p Place) keysDir() string   { return filepath.Join(p.Data, "khoa") }
func (p Place) recordDir() string { return filepath.Join(p.Data, "nhat-ky") }

// quickTime bounds what Quick waits for: somebody waits for its page.
const quickTime = 3 * time.Second

// Quick tells what a running program can within a moment.
func Quick(ctx context.Context, p Place) Condition {
	ctx, cancel := context.WithTimeout(ctx, quickTime)
	defer cancel()
	now := time.Now()
	r, err := Read(ctx, p)
	if err != nil {
		return Condition{now, []Part{silent(err), backups(p, now), machine(p)}}
	}
	return Condition{now, []Part{
		database(p, r), sealed(p, r), stock(ctx, p, false), letters(r), jobsOf(r, true), backups(p, now), ballots(p), machine(p),
	}}
}

// Whole reads everything there is to read.
func Whole(ctx context.Context, p Place) Condition {
	now := time.Now()
	c := Condition{At: now}
	if !p.Schema.Same() {
		part := Part{Title: titleDatabase}
		part.schema(p.Schema)
		c.Parts = []Part{part, backups(p, now), machine(p)}
		return c
	}
	r, err := Read(ctx, p)
	if err != nil {
		c.Parts = []Part{silent(err), backups(p, now), machine(p)}
		return c
	}
	base := database(p, r)
	base.integrity(ctx, p)
	c.Parts = []Part{base, audited(ctx, p), keys(ctx, p), stock(ctx, p, true), letters(r), jobsOf(r, false), backups(p, now), machine(p)}
	return c
}
