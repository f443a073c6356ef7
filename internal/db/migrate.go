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
	if err := d.refuseUnfinished(ctx); err != nil {
		return err
	}
	if err := d.refuseMoving(ctx); err != nil {
		return err
	}
	provider, err := d.provider()
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

func (d *DB) provider() (*goose.Provider, error) {
	dialect := goose.DialectSQLite3
	if d.Engine == PostgreSQL {
		dialect = goose.DialectPostgres
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	// The numbers of files go by room, so a new one may stand before those that an
	// installation has already run.
	return goose.NewProvider(dialect, d.writer, files, goose.WithAllowOutofOrder(true))
}

// knownVersions lists the migrations of this program.
func knownVersions() ([]int64, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	list := make([]int64, len(names))
	for i, name := range names {
		if list[i], err = goose.NumericComponent(name); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// refuseUnfinished refuses a PostgreSQL database that Load has begun to fill and
// not finished.
func (d *DB) refuseUnfinished(ctx context.Context) error {
	if d.Engine != PostgreSQL {
		return nil
	}
	var there bool
	if err := d.writer.QueryRowContext(ctx, `SELECT to_regclass($1) IS NOT NULL`, unfinished).Scan(&there); err != nil {
		return err
	}
	if there {
		return problem.New(problem.Closed, "Lần khôi phục vào cơ sở dữ liệu PostgreSQL này bị ngắt giữa chừng nên dữ liệu chưa đủ; hãy xóa cơ sở dữ liệu, tạo lại và khôi phục lại từ đầu.")
	}
	return nil
}
