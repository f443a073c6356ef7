package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
)

const (
	insertSubject = `INSERT INTO subject (id, unit_id, kind, name, folded, birth_year, female, post, place, classes, founded, own_unit, identity, left_on, joined_to, version, created_at)
		VALUES ($1, $1, 'person', $2, '', $3, $4, '', '', '', '', '', $5, '', '', 1, $6)`
	insertName = `INSERT INTO subject_name (id, subject_id, from_day, to_day, name, unit_id, place, post, source) VALUES ($1, $2, '', '', '', '', '', '', '')`
)

// filled makes a database with rows that are hard to move: empty and long bytes,
// texts that look like something else, marks above letters, both booleans, moments
// of two centuries, and keys that refer to rows of a later table.
func filled(t *testing.T, dsn string, rows int) {
	t.Helper()
	d, err := db.Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		ids := []string{"b", "A", "ặ", "1e3", "0x10", " ", "true", "NULL", "\\N", "a\tb\n\"'"}
		for i := range rows {
			ids = append(ids, fmt.Sprintf("%07d", i))
		}
		for i, id := range ids {
			at := time.Date(1900+i%200, 2, 3, 4, 5, 6, 7000, time.FixedZone("", 7*3600))
			if _, err := tx.Exec(insertSubject, id, "Đặng «"+id+"»", int64(i-5)<<40, i%2 == 0, make([]byte, i%7), db.At(at)); err != nil {
				return err
			}
			if _, err := tx.Exec(insertName, id, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// places are an address with rows and a maker of empty ones, for each way.
func places(t *testing.T, rows int, test func(t *testing.T, from, to string)) {
	t.Run("to postgres", func(t *testing.T) {
		from := filepath.Join(t.TempDir(), "a.db")
		filled(t, from, rows)
		test(t, from, dbtest.BarePostgres(t))
	})
	t.Run("to sqlite", func(t *testing.T) {
		from := dbtest.Postgres(t)
		filled(t, from, rows)
		test(t, from, filepath.Join(t.TempDir(), "b.db"))
	})
}

func rowsOf(m db.Moved, table string) int64 {
	i := slices.IndexFunc(m.Tables, func(t db.MovedTable) bool { return t.Name == table })
	if i < 0 {
		return -1
	}
	return m.Tables[i].Rows
}

// indexes names what the target must have again besides its tables.
func indexes(t *testing.T, dsn string) (names []string) {
	t.Helper()
	d, err := db.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	query := `SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name`
	if d.Engine == db.PostgreSQL {
		query = `SELECT name FROM (
			SELECT pg_get_indexdef(indexrelid) AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE relnamespace = current_schema()::regnamespace
			UNION ALL SELECT conrelid::regclass || conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = current_schema()::regnamespace) x ORDER BY name`
	}
	err = d.View(t.Context(), func(tx *db.Tx) error {
		names, err = db.All[string](tx, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// A move that ends at any point goes on when it is started again, and until it has
// ended well nobody can open the target.
func TestAMoveThatWasBrokenOffGoesOn(t *testing.T) {
	places(t, 11_000, func(t *testing.T, from, to string) {
		for _, at := range []int64{1, 15_000, 30_000, 1 << 40} {
			ctx, cancel := context.WithCancel(t.Context())
			refused := errors.New("not yet")
			_, err := db.Move(ctx, from, to, db.Moving{
				Progress: func(p db.Progress) {
					if p.Done >= at {
						cancel()
					}
				},
				Check: func(context.Context, *db.DB) error { return refused },
			})
			cancel()
			if err == nil || at < 1<<40 && !errors.Is(err, context.Canceled) || at == 1<<40 && !errors.Is(err, refused) {
				t.Fatalf("broken off at %d: %v", at, err)
			}
			if _, err := db.Open(t.Context(), to); problem.All(err) == nil || !strings.Contains(err.Error(), "giaouoc move") {
				t.Errorf("open what is not finished: %v", err)
			}
		}
		// In between the source changes: what was finished is looked at again.
		d, err := db.Open(t.Context(), from)
		if err != nil {
			t.Fatal(err)
		}
		dbtest.Older(t, d, `UPDATE subject SET name = 'Khác' WHERE id = 'A'`)
		d.Close()
		moved, err := db.Move(t.Context(), from, to, db.Moving{})
		if err != nil {
			t.Fatal(err)
		}
		if !moved.Resumed || rowsOf(moved, "subject") != 11_010 || rowsOf(moved, "subject_name") != 11_010 {
			t.Errorf("resumed %v, %d and %d rows", moved.Resumed, rowsOf(moved, "subject"), rowsOf(moved, "subject_name"))
		}
		if _, err := db.Move(t.Context(), from, to, db.Moving{}); problem.All(err) == nil || !strings.Contains(err.Error(), "không trống") {
			t.Errorf("a second time: %v", err)
		}
		fresh := filepath.Join(t.TempDir(), "c.db")
		if db.EngineOf(to) == db.PostgreSQL {
			fresh = dbtest.Postgres(t)
		}
		if want, got := indexes(t, fresh), indexes(t, to); !reflect.DeepEqual(want, got) {
			t.Errorf("indexes and keys %v, want %v", got, want)
		}
		back, err := db.Move(t.Context(), to, filepath.Join(t.TempDir(), "d.db"), db.Moving{})
		if err != nil || !reflect.DeepEqual(back.Tables, moved.Tables) {
			t.Errorf("moved on: %v", err)
		}
	})
}

// A source of another release, one in use and one that is half filled are refused.
func TestWhatIsNotMoved(t *testing.T) {
	places(t, 1, func(t *testing.T, from, to string) {
		ctx := t.Context()
		refused := func(what, want string) {
			t.Helper()
			if _, err := db.Move(ctx, from, to, db.Moving{}); problem.All(err) == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", what, err)
			}
		}
		d, err := db.Open(ctx, from)
		if err != nil {
			t.Fatal(err)
		}
		dbtest.Older(t, d, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`)
		refused("in use", "đang có chương trình dùng")
		d.Close()
		refused("newer", "bản mới hơn")
		older := func(statement string) {
			t.Helper()
			driver := "sqlite"
			if db.EngineOf(from) == db.PostgreSQL {
				driver = "pgx"
			}
			pool, err := sql.Open(driver, from)
			if err != nil {
				t.Fatal(err)
			}
			defer pool.Close()
			if _, err := pool.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		older(`DELETE FROM goose_db_version WHERE version_id IN (99999, 36)`)
		refused("older", "bản cũ hơn")
		older(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (36, TRUE)`)
		older(`CREATE TABLE move_unfinished (id TEXT)`)
		refused("half filled", "chưa đủ")
		older(`DROP TABLE move_unfinished`)
		if _, err := db.Move(ctx, from, to, db.Moving{}); err != nil {
			t.Errorf("after all: %v", err)
		}
	})
}

// Nothing of the database counts by itself or does something by itself: a move
// would have to bring it over.
func TestNoTableHasWhatAMoveLeavesBehind(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		query := `SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') OR sql LIKE '%AUTOINCREMENT%' AND name <> 'goose_db_version' OR sql LIKE '%GENERATED%'`
		if d.Engine == db.PostgreSQL {
			query = `SELECT relname::text AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind NOT IN ('r', 'i') AND relname <> 'goose_db_version_id_seq'
				UNION ALL SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal
				UNION ALL SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND is_generated = 'ALWAYS'`
		}
		err := d.View(t.Context(), func(tx *db.Tx) error {
			found, err := db.All[string](tx, query)
			if len(found) > 0 {
				t.Errorf("found %v", found)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}
