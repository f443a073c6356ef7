package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	sqlite3 "modernc.org/sqlite/lib"

	"giaouoc/internal/problem"
)

// Tables that stand in a database while Move fills it. One that has the first is
// not opened.
const (
	moveUnfinished = "move_unfinished"
	moveFinished   = "move_finished" // names of tables that are filled
	moveLater      = "move_later"    // statements that put on again what was taken off for speed
)

// target is the database that a move fills.
type target struct {
	d       *DB
	conn    *sql.Conn // of PostgreSQL: holds the lock
	resumed bool
}

func (t *target) close() {
	if t.conn != nil {
		t.conn.Close() //nolint:errcheck // everything is committed
	}
	t.d.Close() //nolint:errcheck // everything is committed
}

var errFilled = problem.New(problem.Conflict, "Nơi chuyển đến không trống; chỉ chuyển vào một tệp SQLite chưa có, hoặc một cơ sở dữ liệu PostgreSQL mới tạo.")

// openTarget opens an empty place, or one that a move has begun to fill, and
// marks it as unfinished.
func openTarget(ctx context.Context, dsn string) (*target, error) {
	t := &target{}
	var err error
	if EngineOf(dsn) == PostgreSQL {
		t.d, err = connect(dsn)
	} else {
		t.d, err = exclusiveSQLite(dsn)
	}
	if err != nil {
		return nil, err
	}
	if err := t.take(ctx); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

func (t *target) take(ctx context.Context) error {
	if err := t.lock(ctx); err != nil {
		return err
	}
	query := `SELECT COUNT(*) AS held, COUNT(CASE WHEN name = $1 THEN 1 END) AS marked FROM sqlite_master`
	if t.d.Engine == PostgreSQL {
		query = `SELECT COUNT(*) AS held, COUNT(CASE WHEN relname = $1 THEN 1 END) AS marked FROM pg_class WHERE relnamespace = current_schema()::regnamespace`
	}
	return t.write(ctx, func(tx *Tx) error {
		is, err := One[struct{ Held, Marked int64 }](tx, query, moveUnfinished)
		if err != nil {
			return fmt.Errorf("look into target: %w", err)
		}
		if t.resumed = is.Marked > 0; t.resumed {
			return nil
		}
		if is.Held > 0 {
			return errFilled
		}
		for _, statement := range []string{
			`CREATE TABLE ` + moveUnfinished + ` (id TEXT PRIMARY KEY)`,
			`CREATE TABLE ` + moveFinished + ` (name TEXT PRIMARY KEY)`,
			`CREATE TABLE ` + moveLater + ` (place BIGINT NOT NULL, statement TEXT NOT NULL)`,
		} {
			if _, err := tx.Exec(statement); err != nil {
				return fmt.Errorf("mark target: %w", err)
			}
		}
		return nil
	})
}

// lock keeps a second move from the target. The server may need a moment to see
// that who was killed has gone.
func (t *target) lock(ctx context.Context) error {
	inUse := problem.New(problem.Conflict, "Nơi chuyển đến đang có chương trình khác dùng; hãy tắt chương trình ấy rồi chạy lại.")
	if t.d.Engine == SQLite {
		err := t.d.lockSQLite(ctx)
		switch {
		case isBusy(err):
			return inUse
		case isCode(err, sqlite3.SQLITE_NOTADB):
			return errFilled
		}
		return wrapped("open target", err)
	}
	var err error
	if t.conn, err = t.d.writer.Conn(ctx); err != nil {
		return fmt.Errorf("open target: %w", err)
	}
	for try := 0; ; try++ {
		var got bool
		err := t.conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock(hashtextextended('giaouoc/move', 0))`).Scan(&got)
		switch {
		case err != nil:
			return fmt.Errorf("lock target: %w", err)
		case got:
			return nil
		case try == 50:
			return inUse
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func wrapped(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

func (t *target) write(ctx context.Context, fn func(tx *Tx) error) error {
	return t.d.run(ctx, t.d.writer, nil, fn)
}

// prepare makes the tables and takes indexes and foreign keys off: no order of
// tables suits all keys, and an index is built faster than it is kept up.
func (t *target) prepare(ctx context.Context, want []moveTable) error {
	provider, err := t.d.provider()
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return err
	}
	return t.write(ctx, func(tx *Tx) error {
		have, err := describe(tx)
		if err != nil {
			return err
		}
		if len(have) != len(want) {
			return fmt.Errorf("%d tables in the target, %d in the source", len(have), len(want))
		}
		for i, w := range want {
			if have[i].name != w.name || !slices.Equal(have[i].columns, w.columns) {
				return fmt.Errorf("table %s of the source is not like table %s of the target", w.name, have[i].name)
			}
		}
		if tx.engine == PostgreSQL {
			return stripPostgres(tx)
		}
		return stripSQLite(tx)
	})
}

type taken struct{ Off, Again string }

func stripSQLite(tx *Tx) error {
	rows, err := All[struct{ Name, SQL string }](tx, `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name`)
	if err != nil {
		return err
	}
	list := make([]taken, len(rows))
	for i, r := range rows {
		list[i] = taken{`DROP INDEX ` + quote(r.Name), r.SQL}
	}
	return takeOff(tx, 1, list)
}

func stripPostgres(tx *Tx) error {
	keys, err := All[taken](tx, `
		SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS off,
			format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS again
		FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conrelid, conname`)
	if err != nil {
		return err
	}
	if err := takeOff(tx, 2, keys); err != nil {
		return err
	}
	indexes, err := All[taken](tx, `
		SELECT format('DROP INDEX %s', i.indexrelid::regclass) AS off, pg_get_indexdef(i.indexrelid) AS again
		FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
		WHERE c.relnamespace = current_schema()::regnamespace
			AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
		ORDER BY c.relname`)
	if err != nil {
		return err
	}
	return takeOff(tx, 1, indexes)
}

// takeOff keeps how each is put on again, and takes it off.
func takeOff(tx *Tx, place int64, list []taken) error {
	for _, l := range list {
		if _, err := tx.Exec(`INSERT INTO `+moveLater+` (place, statement) VALUES ($1, $2)`, place, l.Again); err != nil {
			return err
		}
		if _, err := tx.Exec(l.Off); err != nil {
			return err
		}
	}
	return nil
}

// finished lists the tables that an earlier move has filled.
func (t *target) finished(ctx context.Context) (names []string, err error) {
	err = t.d.View(ctx, func(tx *Tx) error {
		names, err = All[string](tx, `SELECT name FROM `+moveFinished)
		return err
	})
	return names, err
}

// fill fills one table anew.
func (t *target) fill(ctx context.Context, table moveTable, r *rowReader) error {
	if t.d.Engine == PostgreSQL {
		return t.fillPostgres(ctx, table, r)
	}
	return t.fillSQLite(ctx, table, r)
}

// finish keeps that a table is filled. It was there if it is filled over again.
func finish(tx *Tx, name string) error {
	if _, err := tx.Exec(`DELETE FROM `+moveFinished+` WHERE name = $1`, name); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO `+moveFinished+` (name) VALUES ($1)`, name)
	return err
}

// fillPostgres copies a table in one transaction, so that a part of it is never
// there; rows stream through.
func (t *target) fillPostgres(ctx context.Context, table moveTable, r *rowReader) error {
	stx, err := t.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer stx.Rollback() //nolint:errcheck // after a commit it reports only that
	tx := &Tx{Ctx: ctx, tx: stx, engine: PostgreSQL}
	// What migrations wrote themselves is in the source as well.
	if _, err := tx.Exec(`TRUNCATE ` + quote(table.name)); err != nil {
		return err
	}
	err = t.conn.Raw(func(raw any) error {
		_, err := raw.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table.name}, table.names(), r)
		return err
	})
	if err != nil {
		return err
	}
	if err := finish(tx, table.name); err != nil {
		return err
	}
	return stx.Commit()
}

// fillSQLite writes a table in one transaction a batch.
func (t *target) fillSQLite(ctx context.Context, table moveTable, r *rowReader) error {
	marks := make([]string, len(table.columns))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	insert := `INSERT INTO ` + quote(table.name) + ` (` + quoteAll(table.names()) + `) VALUES (` + strings.Join(marks, ", ") + `)`
	for first, more := true, true; more; first = false {
		err := t.write(ctx, func(tx *Tx) error {
			if first {
				for _, statement := range []string{`DELETE FROM ` + quote(table.name), `DELETE FROM ` + moveFinished + ` WHERE name = '` + table.name + `'`} {
					if _, err := tx.Exec(statement); err != nil {
						return err
					}
				}
			}
			var err error
			if more, err = insertBatch(ctx, tx, insert, r); err != nil || more {
				return err
			}
			return finish(tx, table.name)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// insertBatch writes the next rows and reports whether there may be more.
func insertBatch(ctx context.Context, tx *Tx, insert string, r *rowReader) (more bool, err error) {
	prepared, err := tx.tx.PrepareContext(ctx, insert)
	if err != nil {
		return false, err
	}
	defer prepared.Close() //nolint:errcheck // an insertion has told already
	for range mostBetween {
		if !r.Next() {
			return false, r.Err()
		}
		for i, v := range r.values {
			if at, ok := v.(time.Time); ok {
				r.values[i] = at.Format(timeLayout)
			}
		}
		if _, err := prepared.ExecContext(ctx, r.values...); err != nil {
			return false, err
		}
	}
	return true, nil
}

// complete puts indexes and foreign keys on again, which checks them.
func (t *target) complete(ctx context.Context) error {
	err := t.write(ctx, func(tx *Tx) error {
		list, err := All[string](tx, `SELECT statement FROM `+moveLater+` ORDER BY place, statement`)
		if err != nil {
			return err
		}
		for _, statement := range list {
			if _, err := tx.Exec(statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		if _, err := tx.Exec(`DELETE FROM ` + moveLater); err != nil {
			return err
		}
		if tx.engine == PostgreSQL {
			return nil
		}
		broken, err := All[string](tx, `SELECT DISTINCT "table" FROM pragma_foreign_key_check`)
		if err == nil && len(broken) > 0 {
			err = fmt.Errorf("foreign keys do not hold in %s", strings.Join(broken, ", "))
		}
		return err
	})
	if err != nil || t.d.Engine == SQLite {
		return err
	}
	_, err = t.conn.ExecContext(ctx, `ANALYZE`) // or the first pages would be planned blindly
	return err
}

// release takes the mark away: from now on the target may be opened.
func (t *target) release(ctx context.Context) error {
	err := t.write(ctx, func(tx *Tx) error {
		for _, name := range []string{moveLater, moveFinished, moveUnfinished} {
			if _, err := tx.Exec(`DROP TABLE ` + name); err != nil {
				return err
			}
		}
		return nil
	})
	return wrapped("take the mark off the target", err)
}

// refuseMoving refuses a database that a move has begun to fill and not finished.
func (d *DB) refuseMoving(ctx context.Context) error {
	query := `SELECT COUNT(*) FROM sqlite_master WHERE name = $1`
	if d.Engine == PostgreSQL {
		query = `SELECT COUNT(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = $1`
	}
	var there int64
	if err := d.writer.QueryRowContext(ctx, query, moveUnfinished).Scan(&there); err != nil {
		return err
	}
	if there > 0 {
		return problem.New(problem.Closed, "Lần chuyển vào cơ sở dữ liệu này bị ngắt giữa chừng nên dữ liệu chưa đủ; hãy chạy lại đúng lệnh giaouoc move ấy để chuyển tiếp, hoặc xóa cơ sở dữ liệu này và dùng tiếp cơ sở dữ liệu cũ.")
	}
	return nil
}
