package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// ErrOtherSchema says that the database has not exactly the migrations of this
// program: another version of it has changed the tables.
var ErrOtherSchema = errors.New("the migrations are not those of this program")

// Ready reports whether the database answers and has the tables of this program.
func (d *DB) Ready(ctx context.Context) error {
	rows, err := d.reader.QueryContext(ctx, `SELECT version_id FROM goose_db_version WHERE is_applied AND version_id > 0`)
	if err != nil {
		return fmt.Errorf("ask the database: %w", err)
	}
	defer rows.Close() //nolint:errcheck // reports only what Err does
	var have []int64
	for rows.Next() {
		var version int64
		if err := rows.Scan(&version); err != nil {
			return fmt.Errorf("read migrations: %w", err)
		}
		have = append(have, version)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	want, err := knownVersions()
	if err != nil {
		return err
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(slices.Compact(have), want) {
		return ErrOtherSchema
	}
	return nil
}
