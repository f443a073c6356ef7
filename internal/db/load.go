package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"giaouoc/internal/problem"
)

// unfinished is a table that stands in a PostgreSQL database while Load fills
// it; a database that has it is not opened.
const unfinished = "restore_unfinished"

// Fits refuses an image that this program cannot load at dsn: one of a newer
// release, or of the other engine.
func (im Image) Fits(dsn string) error {
	if im.Engine != SQLite && im.Engine != PostgreSQL || len(im.Versions) == 0 {
		return problem.New(problem.Invalid, "Bản sao lưu không ghi loại cơ sở dữ liệu và cấu trúc mà phần mềm hiểu.")
	}
	known, err := knownVersions()
	if err != nil {
		return err
	}
	for _, v := range im.Versions {
		if !slices.Contains(known, v) {
			return problem.New(problem.Closed, "Bản sao lưu do một bản mới hơn của phần mềm ghi (có cấu trúc %d mà bản này không biết); hãy khôi phục bằng bản phần mềm mới hơn.", v)
		}
	}
	if im.Engine != EngineOf(dsn) {
		return problem.New(problem.Invalid, "Bản sao lưu này là của %s nên không khôi phục được sang %s. Hãy khôi phục vào %[1]s, rồi chuyển dữ liệu nghiệp vụ bằng giaouoc export và giaouoc import.", im.Engine.name(), EngineOf(dsn).name())
	}
	return nil
}

// RequireEmpty refuses a place for a database that holds anything.
func RequireEmpty(ctx context.Context, dsn string) error {
	if EngineOf(dsn) == SQLite {
		_, err := os.Stat(dsn)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look for a database: %w", err)
		}
		return problem.New(problem.Conflict, "Đã có cơ sở dữ liệu %s; chỉ khôi phục vào nơi trống.", dsn)
	}
	d, err := connect(dsn)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.View(ctx, func(tx *Tx) error {
		held, err := One[int64](tx, `SELECT COUNT(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace`)
		if err != nil {
			return fmt.Errorf("look into the database: %w", err)
		}
		if held > 0 {
			return problem.New(problem.Conflict, "Cơ sở dữ liệu PostgreSQL này không trống; hãy tạo một cơ sở dữ liệu mới rồi khôi phục vào đó.")
		}
		return nil
	})
}

// Load makes the database at dsn, where none is yet, from the files of a
// snapshot in dir, and calls check on what it loaded. It ends with every row
// loaded and every key checked; killed before, it leaves on PostgreSQL a database
// that Open refuses. Migrations that are newer than the snapshot are left to Open.
func Load(ctx context.Context, dsn, dir string, im Image, check func(tx *Tx) error) error {
	if err := im.Fits(dsn); err != nil {
		return err
	}
	if im.Engine == SQLite {
		return loadSQLite(ctx, dsn, filepath.Join(dir, SQLiteFile), check)
	}
	if err := loadPostgres(ctx, dsn, dir, im, check); err != nil {
		return fmt.Errorf("load PostgreSQL: %w", err)
	}
	return nil
}

func (e Engine) name() string {
	if e == PostgreSQL {
		return "PostgreSQL"
	}
	return "SQLite"
}

// Broken reads the whole file of an SQLite database and lists where its structure does
// not hold. PostgreSQL looks after its own files; there the list is empty.
func Broken(tx *Tx) ([]string, error) {
	if tx.engine == PostgreSQL {
		return nil, nil
	}
	faults, err := All[string](tx, `PRAGMA integrity_check`)
	if err != nil {
		return nil, fmt.Errorf("check database: %w", err)
	}
	if len(faults) == 1 && faults[0] == "ok" {
		return nil, nil
	}
	return faults, nil
}

// loadSQLite checks the file of a snapshot and moves it to its place.
func loadSQLite(ctx context.Context, path, file string, check func(tx *Tx) error) error {
	pool, err := sql.Open("sqlite", "file:"+filepath.ToSlash(file)+"?_pragma=query_only(1)")
	if err != nil {
		return err
	}
	d := newDB(SQLite, pool, pool)
	err = d.View(ctx, func(tx *Tx) error {
		faults, err := Broken(tx)
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			return fmt.Errorf("the database is damaged: %s", strings.Join(faults, "; "))
		}
		broken, err := All[string](tx, `SELECT DISTINCT "table" FROM pragma_foreign_key_check`)
		if err != nil {
			return fmt.Errorf("check database: %w", err)
		}
		if len(broken) > 0 {
			return fmt.Errorf("foreign keys do not hold in %s", strings.Join(broken, ", "))
		}
		return check(tx)
	})
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	return os.Rename(file, path)
}

func loadPostgres(ctx context.Context, dsn, dir string, im Image, check func(tx *Tx) error) error {
	d, err := connect(dsn)
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.writer.ExecContext(ctx, `CREATE TABLE `+unfinished+` (id TEXT)`); err != nil {
		return err
	}
	provider, err := d.provider()
	if err != nil {
		return err
	}
	for _, v := range im.Versions {
		if _, err := provider.ApplyVersion(ctx, v, true); err != nil {
			return fmt.Errorf("make tables of version %d: %w", v, err)
		}
	}
	conn, err := d.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	stx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer stx.Rollback() //nolint:errcheck // after a commit it reports only that
	tx := &Tx{Ctx: ctx, tx: stx, engine: PostgreSQL}
	if err := fill(conn, tx, dir, im); err != nil {
		return err
	}
	if err := check(tx); err != nil {
		return err
	}
	return stx.Commit()
}

// fill copies every table in. Foreign keys are taken off and put on again, which
// checks them: tables refer to each other, and no order of copying suits all.
func fill(conn *sql.Conn, tx *Tx, dir string, im Image) error {
	if err := plainText(tx); err != nil {
		return err
	}
	have, err := tables(tx)
	if err != nil {
		return err
	}
	if len(have) != len(im.Tables) {
		return fmt.Errorf("the snapshot has %d tables, its versions make %d", len(im.Tables), len(have))
	}
	keys, err := All[struct{ Name, Tab, Def string }](tx, `
		SELECT conname AS name, conrelid::regclass::text AS tab, pg_get_constraintdef(oid) AS def
		FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conrelid, conname`)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if _, err := tx.Exec("ALTER TABLE " + k.Tab + " DROP CONSTRAINT " + pgx.Identifier{k.Name}.Sanitize()); err != nil {
			return err
		}
	}
	for i, t := range im.Tables {
		if err := sameColumns(have[i], t); err != nil {
			return err
		}
		if err := fillTable(conn, tx, t, filepath.Join(dir, t.File())); err != nil {
			return fmt.Errorf("fill table %s: %w", t.Name, err)
		}
	}
	for _, k := range keys {
		if _, err := tx.Exec("ALTER TABLE " + k.Tab + " ADD CONSTRAINT " + pgx.Identifier{k.Name}.Sanitize() + " " + k.Def); err != nil {
			return fmt.Errorf("foreign key %s of %s: %w", k.Name, k.Tab, err)
		}
	}
	_, err = tx.Exec(`DROP TABLE ` + unfinished)
	return err
}

// sameColumns compares a table with one of a snapshot. The order of columns may
// differ: an installation that grew by updates has them in another one.
func sameColumns(have, want Table) error {
	a, b := slices.Sorted(slices.Values(have.Columns)), slices.Sorted(slices.Values(want.Columns))
	if have.Name != want.Name || !slices.Equal(a, b) {
		return fmt.Errorf("the snapshot has table %s (%s), its versions make %s (%s)", want.Name, strings.Join(b, ", "), have.Name, strings.Join(a, ", "))
	}
	return nil
}

func fillTable(conn *sql.Conn, tx *Tx, t Table, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	// What migrations wrote themselves is in the snapshot as well.
	if _, err := tx.Exec(`DELETE FROM ` + pgx.Identifier{t.Name}.Sanitize()); err != nil {
		return err
	}
	return copyIn(tx.Ctx, conn, t, f)
}
