package db_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

type clusterRow struct{ ID, Name string }

const clusterNames = `SELECT id, name FROM cluster ORDER BY id`

func addCluster(tx *db.Tx, id string) error {
	_, err := tx.Exec(`
		INSERT INTO cluster (id, slug, name, kind, level, organised_by, source, created_at) VALUES ($1, $2, $3, 'cluster', 'central', '', '', $4)`,
		id, id, "Cụm "+id, db.At(tx.Now))
	return err
}

func renameCluster(tx *db.Tx, id, name string) error {
	_, err := tx.Exec(`UPDATE cluster SET name = $1 WHERE id = $2`, name, id)
	return err
}

func names(t *testing.T, d *db.DB) (list []clusterRow) {
	t.Helper()
	if err := d.View(t.Context(), func(tx *db.Tx) (err error) {
		list, err = db.All[clusterRow](tx, clusterNames)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// What a register has answered is kept between transactions, until somebody writes to
// that register: this process or another.
func TestARegisterIsAskedOnce(t *testing.T) {
	everyOther(t, func(t *testing.T, d, other *db.DB) {
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error { return addCluster(tx, "mot") })
		names(t, d)
		var s seen
		d.Watch(s.watch(time.Nanosecond))
		if list := names(t, d); len(list) != 1 || list[0].Name != "Cụm mot" {
			t.Errorf("the register says %v", list)
		}
		if n := s.statements(); n != 1 {
			t.Errorf("%d statements for a register that was asked before, want the one for its stamp", n)
		}
		dbtest.Update(t, other, dbtest.Operator(), func(tx *db.Tx) error { return renameCluster(tx, "mot", "Cụm khác") })
		if list := names(t, d); len(list) != 1 || list[0].Name != "Cụm khác" {
			t.Errorf("after another process has renamed the cluster: %v", list)
		}
		s.slow = nil
		dbtest.Update(t, other, dbtest.Operator(), func(tx *db.Tx) error { return dbtest.Change(tx, "voter") })
		if names(t, d); s.statements() != 1 {
			t.Errorf("what was written elsewhere made the register be asked again")
		}
	})
}

// A statement that returns what it wrote writes, also where nothing is remembered.
func TestAWriteThatReturnsRowsIsAWrite(t *testing.T) {
	everyOther(t, func(t *testing.T, d, other *db.DB) {
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error { return addCluster(tx, "mot") })
		names(t, d)
		if err := other.Alone(t.Context(), "thu", func(tx *db.Tx) error {
			_, err := db.One[clusterRow](tx, `UPDATE cluster SET name = 'Cụm khác' WHERE id = 'mot' RETURNING id, name`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if list := names(t, d); list[0].Name != "Cụm khác" {
			t.Errorf("after a write that returned its row: %v", list)
		}
	})
}

func TestWhatWasUndoneIsInNoRegister(t *testing.T) {
	everyOther(t, func(t *testing.T, d, _ *db.DB) {
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error { return addCluster(tx, "mot") })
		names(t, d)
		undone := errors.New("undone")
		err := d.Update(t.Context(), func(tx *db.Tx) error {
			if err := renameCluster(tx, "mot", "Cụm chưa có"); err != nil {
				return err
			}
			list, err := db.All[clusterRow](tx, clusterNames)
			if err != nil || list[0].Name != "Cụm chưa có" {
				t.Errorf("within: %v %v", list, err)
			}
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		if list := names(t, d); list[0].Name != "Cụm mot" {
			t.Errorf("after it was undone: %v", list)
		}
	})
}

// While two processes rename a cluster, whoever reads finds in memory what the database
// tells the same transaction.
func TestARegisterIsNeverOlderThanItsSnapshot(t *testing.T) {
	everyOther(t, func(t *testing.T, d, other *db.DB) {
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error { return addCluster(tx, "mot") })
		until := time.Now().Add(2 * time.Second)
		var all sync.WaitGroup
		for w, writer := range []*db.DB{d, other} {
			all.Go(func() {
				for i := 0; time.Now().Before(until); i++ {
					if err := dbtest.Try(writer, dbtest.Operator(), func(tx *db.Tx) error { return renameCluster(tx, "mot", fmt.Sprintf("%d của %d", i, w)) }); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		for r := range 4 {
			all.Go(func() {
				reader := []*db.DB{d, other}[r%2]
				for time.Now().Before(until) {
					if err := reader.View(t.Context(), func(tx *db.Tx) error {
						kept, err := db.All[clusterRow](tx, clusterNames)
						if err != nil {
							return err
						}
						return db.Each(tx, `SELECT name FROM cluster`, nil, func(scan func(...any) error) error {
							var name string
							if err := scan(&name); err != nil {
								return err
							}
							if name != kept[0].Name {
								t.Errorf("in memory %q, in the database %q", kept[0].Name, name)
							}
							return nil
						})
					}); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
	})
}

// everyOther opens one database of each engine twice, as two processes do.
func everyOther(t *testing.T, test func(t *testing.T, d, other *db.DB)) {
	for engine, dsn := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "hai.db") },
		"postgres": func(t *testing.T) string { dbtest.NeedPostgres(t); return dbtest.Postgres(t) },
	} {
		t.Run(engine, func(t *testing.T) {
			address := dsn(t)
			open := func() *db.DB {
				d, err := db.Open(t.Context(), address)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { d.Close() }) //nolint:errcheck // the test has ended
				return d
			}
			test(t, open(), open())
		})
	}
}
