package db

import (
	"context"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

func (d *DB) migrate(ctx context.Context) error {
	dialect := goose.DialectSQLite3
	if d.Engine == PostgreSQL {
		dialect = goose.DialectPostgres
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	// The numbers of files go by room, so a new one may stand before those that an
	// installation has already run.
	provider, err := goose.NewProvider(dialect, d.writer, files, goose.WithAllowOutofOrder(true))
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}
