package db_test

import (
	"context"
	"errors"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

func TestReadyKnowsTheTablesOfThisProgram(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		if err := d.Ready(ctx); err != nil {
			t.Fatal(err)
		}
		dbtest.Newer(t, d)
		if err := d.Ready(ctx); !errors.Is(err, db.ErrOtherSchema) {
			t.Errorf("a newer program's tables: %v", err)
		}
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if err := d.Ready(gone); err == nil || errors.Is(err, db.ErrOtherSchema) {
			t.Errorf("nobody waits: %v", err)
		}
	})
}
