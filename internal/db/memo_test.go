package db_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

type memoRow struct {
	ID   string
	Body string
}

// A transaction asks each question once, and sees all the same what it writes itself.
func TestATransactionRemembersWhatItRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := tx.Exec(`CREATE TABLE memo_row (id TEXT PRIMARY KEY, body TEXT NOT NULL)`)
			return err
		})
		all := func(tx *db.Tx) []memoRow {
			list, err := db.All[memoRow](tx, `SELECT id, body FROM memo_row WHERE body <> $1 ORDER BY id`, "")
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			if _, err := db.One[memoRow](tx, `SELECT id, body FROM memo_row WHERE id = $1`, "1"); !errors.Is(err, db.ErrNoRow) {
				t.Errorf("a row before there is one: %v", err)
			}
			if list := all(tx); len(list) != 0 {
				t.Errorf("rows before there are any: %v", list)
			}
			for _, id := range []string{"2", "1"} {
				if _, err := tx.Exec(`INSERT INTO memo_row (id, body) VALUES ($1, $2)`, id, "chữ "+id); err != nil {
					return err
				}
			}
			if row, err := db.One[memoRow](tx, `SELECT id, body FROM memo_row WHERE id = $1`, "1"); err != nil || row.Body != "chữ 1" {
				t.Errorf("the row that was written: %v %v", row, err)
			}
			list := all(tx)
			if len(list) != 2 {
				t.Fatalf("the rows that were written: %v", list)
			}
			slices.Reverse(list)
			list[0].Body = "đổi"
			if again := all(tx); again[0].ID != "1" || again[1].Body != "chữ 2" {
				t.Errorf("who changed the first answer changed the second: %v", again)
			}
			if _, err := tx.Exec(`UPDATE memo_row SET body = '' WHERE id = '2'`); err != nil {
				return err
			}
			if list := all(tx); len(list) != 1 {
				t.Errorf("after an update: %v", list)
			}
			if _, err := tx.Exec(`DELETE FROM memo_row`); err != nil {
				return err
			}
			if list := all(tx); len(list) != 0 {
				t.Errorf("after a delete: %v", list)
			}
			return nil
		})
	})
}

// Two questions whose words run together are two.
func TestQuestionsAreToldApart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			for _, args := range [][2]string{{"a b", "c"}, {"a", "b c"}, {"a", "\" \"b"}} {
				row, err := db.One[memoRow](tx, `SELECT CAST($1 AS TEXT) AS id, CAST($2 AS TEXT) AS body`, args[0], args[1])
				if err != nil || row.ID != args[0] || row.Body != args[1] {
					t.Errorf("%q: %q %v", args, row, err)
				}
			}
			return nil
		})
	})
}

// How many statements a page sends is what an observer counts: those that were asked.
func TestARememberedQuestionIsNotSent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var s seen
		d.Watch(s.watch(time.Nanosecond))
		if err := d.View(t.Context(), func(tx *db.Tx) error {
			for range 5 {
				if _, err := db.All[memoRow](tx, `SELECT id, title AS body FROM article ORDER BY id`); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if counted := s.statements(); counted != 1 {
			t.Errorf("%d statements for one question asked five times", counted)
		}
	})
}

// statements is how many statements were told of, without their transactions.
func (s *seen) statements() (n int) {
	for _, l := range s.slow {
		if l.SQL != "" {
			n++
		}
	}
	return n
}
