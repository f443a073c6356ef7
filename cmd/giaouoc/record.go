package main

import (
	"context"
	"log/slog"
	"path/filepath"

	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/record"
)

func (p *place) recordDir() string { return filepath.Join(p.Data, "nhat-ky") }

// openRecord opens the record's log with the keys of the data folder.
func (p *place) openRecord(ctx context.Context, d *db.DB, keys *key.Ring, log *slog.Logger) (*record.Log, error) {
	return record.OpenLog(ctx, d, keys, record.Settings{Dir: p.recordDir(), Origin: p.Origin, Log: log})
}

// sealing seals what is committed, in the background, until stop is called.
func sealing(l *record.Log) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.Run(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}
