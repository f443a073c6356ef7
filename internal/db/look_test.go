package db_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
)

func TestADatabaseSaysHowItIs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		v, err := d.Vitals(t.Context())
		if err != nil || v.Server == "" || v.Size <= 0 || v.Took <= 0 || v.Ahead.Abs().Seconds() > 5 || (v.Zone != "") != (d.Engine == db.PostgreSQL) {
			t.Errorf("%+v, %v", v, err)
		}
		if flaws, err := d.Integrity(t.Context()); err != nil || len(flaws) > 0 {
			t.Errorf("%q, %v", flaws, err)
		}
	})
}

// Looking says how the tables differ and changes none of them.
func TestLookingMigratesNothing(t *testing.T) {
	for engine, dsn := range map[string]string{"sqlite": filepath.Join(t.TempDir(), "a.db"), "postgres": dbtest.BarePostgres(t)} {
		t.Run(engine, func(t *testing.T) {
			if _, _, err := db.Look(t.Context(), dsn); !problem.Is(err, problem.NotFound) {
				t.Errorf("where there is nothing: %v", err)
			}
			d, err := db.Open(t.Context(), dsn)
			if err != nil {
				t.Fatal(err)
			}
			look := func(missing, foreign int) {
				t.Helper()
				l, s, err := db.Look(t.Context(), dsn)
				if err != nil || len(s.Missing) != missing || len(s.Foreign) != foreign || s.Same() != (missing+foreign == 0) || s.Have == 0 {
					t.Fatalf("%+v, %v", s, err)
				}
				if err := l.Close(); err != nil {
					t.Error(err)
				}
			}
			look(0, 0)
			dbtest.Older(t, d, `UPDATE goose_db_version SET version_id = 999999 WHERE version_id = 223`)
			look(1, 1)
			look(1, 1)
			dbtest.Older(t, d, `DELETE FROM goose_db_version WHERE version_id = 999999`)
			look(1, 0)
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWhatIsNoDatabaseIsSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "giaouoc.db")
	if err := os.WriteFile(path, bytes.Repeat([]byte("không phải cơ sở dữ liệu "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := db.Look(t.Context(), path); !problem.Is(err, problem.Invalid) || !strings.Contains(err.Error(), "khôi phục") {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(path + "-none"); err == nil {
		t.Error("a file was made")
	}
	if _, _, err := db.Look(t.Context(), path+"-none"); !problem.Is(err, problem.NotFound) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(path + "-none"); err == nil {
		t.Error("looking has made a database")
	}
}

// Pages that were overwritten are found.
func TestABrokenDatabaseIsFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "giaouoc.db")
	d, err := db.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(content) - 16<<10; i < len(content); i++ {
		content[i] ^= 0xff
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	l, _, err := db.Look(t.Context(), path)
	if problem.All(err) != nil {
		return // what is broken is met while it is opened
	}
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if flaws, err := l.Integrity(t.Context()); err == nil && len(flaws) == 0 {
		t.Error("a broken database is whole")
	}
}
