package account

import (
	"sync"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
)

func (w *world) offer() string {
	w.t.Helper()
	var token string
	dbtest.Update(w.t, w.db, db.Actor{}, func(tx *db.Tx) (err error) { token, err = OfferFirst(tx); return err })
	return token
}

func (w *world) knock(token string) problem.List {
	w.t.Helper()
	var d Door
	if err := dbtest.Try(w.db, db.Actor{}, func(tx *db.Tx) (err error) { d, err = Knock(tx, token, w.from("192.0.2.1")); return err }); err != nil {
		w.t.Fatal(err)
	}
	return d.Refused
}

func TestTheFirstAdministratorComesByALink(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		old := w.offer()
		if l := w.knock(old); len(l) > 0 {
			t.Fatalf("a new link: %v", l)
		}
		token := w.offer()
		if l := w.knock(old); len(l) == 0 {
			t.Error("the link of the start before still opens")
		}
		w.later(24 * time.Hour)
		if l := w.knock(token); len(l) == 0 {
			t.Error("the link opens after a day")
		}
		token = w.offer()
		chosen, err := Choose(secretWords, secretWords)
		if err != nil {
			t.Fatal(err)
		}
		var entered int
		var lock sync.Mutex
		var group sync.WaitGroup
		for _, login := range []string{"an", "binh"} {
			group.Go(func() {
				err := dbtest.Try(d, db.Actor{}, func(tx *db.Tx) error {
					_, err := AcceptFirst(tx, token, New{Login: login, Name: login}, chosen, w.from("192.0.2.1"))
					return err
				})
				lock.Lock()
				defer lock.Unlock()
				if err == nil {
					entered++
				} else if !problem.Is(err, problem.Closed) {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if entered != 1 {
			t.Fatalf("%d administrators came by one link", entered)
		}
		if again := w.offer(); again != "" {
			t.Error("a link is offered though there is an administrator")
		}
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			c, err := db.One[count](tx, `SELECT COUNT(*) AS n FROM record_entry WHERE private LIKE $1 OR what LIKE $2 OR leaf LIKE $3 OR what LIKE '%argon2id%'`, "%"+token+"%", "%"+token+"%", "%"+token+"%")
			if c.N != 0 {
				t.Error("the record holds the token or the hash")
			}
			return err
		})
	})
}

// Whoever tries links at random has to wait.
func TestLinksAreNotGuessed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for i := range 30 {
			if l := w.knock("khong-co"); !problem.Is(l, problem.NotFound) {
				t.Fatalf("attempt %d: %v", i+1, l)
			}
		}
		err := dbtest.Try(d, db.Actor{}, func(tx *db.Tx) error { _, err := Knock(tx, "khong-co", w.from("192.0.2.1")); return err })
		if waitOf(err) == 0 {
			t.Errorf("after 30 wrong links: %v", err)
		}
	})
}
