package db

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Image says what a snapshot of a database holds, beside its files: those of a
// folder, giaouoc.db for SQLite, one file a table for PostgreSQL.
type Image struct {
	Engine   Engine  `json:"engine"`
	Versions []int64 `json:"versions"`         // of the migrations that had run
	Tables   []Table `json:"tables,omitempty"` // of PostgreSQL
}

// Table is a table and the columns in the order in which its file has them.
type Table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
}

// File is the name of the file with the rows of the table.
func (t Table) File() string { return t.Name + ".copy" }

// SQLiteFile is the name of the file of a snapshot of SQLite.
const SQLiteFile = "giaouoc.db"

// EngineOf tells which engine keeps the database at dsn.
func EngineOf(dsn string) Engine {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		return PostgreSQL
	}
	return SQLite
}

// Snapshot writes what the database at dsn holds at one moment into the folder
// dir, while others go on reading and writing. It changes nothing there and
// migrates nothing: the server that runs may be of another release. read is
// called on the same moment.
func Snapshot(ctx context.Context, dsn, dir string, read func(tx *Tx) error) (Image, error) {
	if EngineOf(dsn) == PostgreSQL {
		im, err := snapshotPostgres(ctx, dsn, dir, read)
		if err != nil {
			return im, fmt.Errorf("snapshot of PostgreSQL: %w", err)
		}
		return im, nil
	}
	im, err := snapshotSQLite(ctx, dsn, dir, read)
	if err != nil {
		return im, fmt.Errorf("snapshot of SQLite: %w", err)
	}
	return im, nil
}

// snapshotSQLite copies with VACUUM INTO: one reading transaction, so writers go
// on, and pages that hold only what was deleted are left behind. The backup
// interface of SQLite would begin again whenever another process writes.
func snapshotSQLite(ctx context.Context, path, dir string, read func(tx *Tx) error) (Image, error) {
	im := Image{Engine: SQLite}
	if _, err := os.Stat(path); err != nil {
		return im, err // opening would make an empty one
	}
	pool, err := sql.Open("sqlite", sqliteDSN(path, false))
	if err != nil {
		return im, err
	}
	file := filepath.Join(dir, SQLiteFile)
	_, err = pool.ExecContext(ctx, `VACUUM INTO $1`, file)
	if err = errors.Join(err, pool.Close()); err != nil {
		return im, err
	}
	copied, err := sql.Open("sqlite", "file:"+filepath.ToSlash(file)+"?_pragma=query_only(1)")
	if err != nil {
		return im, err
	}
	d := newDB(SQLite, copied, copied)
	err = d.View(ctx, func(tx *Tx) error {
		if im.Versions, err = versions(tx); err != nil {
			return err
		}
		return read(tx)
	})
	return im, errors.Join(err, d.Close())
}

// snapshotPostgres copies every table within one transaction that sees one
// moment.
func snapshotPostgres(ctx context.Context, dsn, dir string, read func(tx *Tx) error) (Image, error) {
	im := Image{Engine: PostgreSQL}
	d, err := connect(dsn)
	if err != nil {
		return im, err
	}
	defer d.Close()
	conn, err := d.reader.Conn(ctx)
	if err != nil {
		return im, err
	}
	defer conn.Close()
	stx, err := conn.BeginTx(ctx, d.readOptions())
	if err != nil {
		return im, err
	}
	defer stx.Rollback() //nolint:errcheck // nothing was written
	tx := &Tx{Ctx: ctx, Now: d.now(), tx: stx, engine: PostgreSQL}
	if err := plainText(tx); err != nil {
		return im, err
	}
	if im.Versions, err = versions(tx); err != nil {
		return im, err
	}
	if im.Tables, err = tables(tx); err != nil {
		return im, err
	}
	if err := read(tx); err != nil {
		return im, err
	}
	for _, t := range im.Tables {
		if err := copyOut(ctx, conn, t, filepath.Join(dir, t.File())); err != nil {
			return im, fmt.Errorf("copy table %s: %w", t.Name, err)
		}
	}
	return im, nil
}

// plainText sets how the server writes values as text, whatever its own
// settings are, so that any other server reads them the same.
func plainText(tx *Tx) error {
	for _, set := range []string{
		`SET LOCAL client_encoding = 'UTF8'`, `SET LOCAL datestyle = 'ISO, YMD'`, `SET LOCAL timezone = 'UTC'`,
		`SET LOCAL bytea_output = 'hex'`, `SET LOCAL extra_float_digits = 1`,
	} {
		if _, err := tx.Exec(set); err != nil {
			return err
		}
	}
	return nil
}

func copyOut(ctx context.Context, conn *sql.Conn, t Table, path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	err = conn.Raw(func(raw any) error {
		_, err := raw.(*stdlib.Conn).Conn().PgConn().CopyTo(ctx, w, "COPY "+t.quoted()+" TO STDOUT")
		return err
	})
	return errors.Join(err, w.Flush(), f.Close())
}

func copyIn(ctx context.Context, conn *sql.Conn, t Table, r io.Reader) error {
	return conn.Raw(func(raw any) error {
		_, err := raw.(*stdlib.Conn).Conn().PgConn().CopyFrom(ctx, bufio.NewReaderSize(r, 1<<20), "COPY "+t.quoted()+" FROM STDIN")
		return err
	})
}

// quoted is the table with its columns as COPY names them.
func (t Table) quoted() string {
	columns := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = pgx.Identifier{c}.Sanitize()
	}
	return pgx.Identifier{t.Name}.Sanitize() + " (" + strings.Join(columns, ", ") + ")"
}

// versions lists the migrations that have run.
func versions(tx *Tx) ([]int64, error) {
	return All[int64](tx, `SELECT version_id FROM goose_db_version WHERE is_applied AND version_id > 0 ORDER BY version_id`)
}

// tables lists the tables of PostgreSQL that migrations have made, by name.
func tables(tx *Tx) ([]Table, error) {
	rows, err := All[struct{ Name, Column string }](tx, `
		SELECT c.table_name AS name, c.column_name AS "column"
		FROM information_schema.columns c
		JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
		WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
			AND c.table_name NOT IN ('goose_db_version', '`+unfinished+`')
		ORDER BY c.table_name, c.ordinal_position`)
	if err != nil {
		return nil, err
	}
	var list []Table
	for _, r := range rows {
		if n := len(list); n == 0 || list[n-1].Name != r.Name {
			list = append(list, Table{Name: r.Name})
		}
		t := &list[len(list)-1]
		t.Columns = append(t.Columns, r.Column)
	}
	return list, nil
}

// Columns lists the columns of every table of the database, by table.
func Columns(tx *Tx) (map[string][]string, error) {
	query := `SELECT t.name AS name, c.name AS "column" FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'`
	if tx.engine == PostgreSQL {
		query = `SELECT table_name AS name, column_name AS "column" FROM information_schema.columns WHERE table_schema = current_schema()`
	}
	rows, err := All[struct{ Name, Column string }](tx, query)
	if err != nil {
		return nil, fmt.Errorf("list columns: %w", err)
	}
	columns := map[string][]string{}
	for _, r := range rows {
		columns[r.Name] = append(columns[r.Name], r.Column)
	}
	return columns, nil
}
