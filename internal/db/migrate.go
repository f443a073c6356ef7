package db

import (
	"context"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"

	"giaouoc/internal/problem"
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
	have, err := provider.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	known := provider.ListSources()
	if last := known[len(known)-1].Version; have > last {
		return problem.New(problem.Closed, "Cơ sở dữ liệu này do một bản mới hơn của phần mềm ghi (cấu trúc %d, bản này biết đến %d); hãy dùng bản phần mềm mới hơn.", have, last)
	}
	_, err = provider.Up(ctx)
	return err
}
