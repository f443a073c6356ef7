package incoming

import (
	"sync"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

var officer = db.Actor{ID: "o", Name: "Chuyên viên", Unit: "u", Grants: []db.Grant{{Role: string(access.Officer), Scope: access.ScopeUnit, ID: "u"}}}

func arrived(sign, abstract string) Document {
	return Document{UnitID: "u", ReceivedOn: vn.NewDate(2026, 3, 2), Sender: "Bộ Nội vụ", Sign: sign, SignedOn: vn.NewDate(2026, 2, 27), Abstract: abstract}
}

// Many who enter documents at once get a number each, without a gap.
func TestNumbersAreTakenOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.March, 2)
		var all sync.WaitGroup
		for range 12 {
			all.Go(func() {
				dbtest.Update(t, d, officer, func(tx *db.Tx) error {
					_, err := Receive(tx, arrived("", "văn bản"))
					return err
				})
			})
		}
		all.Wait()
		dbtest.Update(t, d, officer, func(tx *db.Tx) error {
			list, err := Register(tx, "u", 2026, "")
			for i, x := range list {
				if x.Number != int64(len(list)-i) {
					t.Errorf("place %d has number %d", i, x.Number)
				}
			}
			if len(list) != 12 {
				t.Errorf("%d documents", len(list))
			}
			return err
		})
	})
}

func TestWhatASearchFinds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.March, 2)
		dbtest.Update(t, d, officer, func(tx *db.Tx) error {
			for _, x := range []Document{arrived("1/BNV", "Đạt 100% kế hoạch"), arrived("2/BNV", "Khen thưởng_đợt hai"), arrived(`3\BNV`, "Hội nghị")} {
				if _, err := Receive(tx, x); err != nil {
					return err
				}
			}
			for query, want := range map[string]int{"": 3, "100%": 1, "%": 1, "_": 1, `\`: 1, "DAT 100": 1, "bo noi vu": 3, "khong co": 0} {
				list, err := Register(tx, "u", 2026, query)
				if err != nil || len(list) != want {
					t.Errorf("%q finds %d, want %d (%v)", query, len(list), want, err)
				}
			}
			return nil
		})
	})
}

// A form sent again is answered with what it entered; another office sees nothing.
func TestAFormEntersOnceAndForItsOfficeAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.March, 2)
		var first, second Document
		dbtest.Update(t, d, officer, func(tx *db.Tx) (err error) {
			x := arrived("9/BNV", "một")
			x.Request, x.AboutKind, x.AboutID, x.AboutPage = "r", AboutDossier, "d", "/ho-so/d"
			if first, err = Receive(tx, x); err != nil {
				return err
			}
			second, err = Receive(tx, x)
			return err
		})
		if first.ID != second.ID {
			t.Errorf("entered twice: %s, %s", first.ID, second.ID)
		}
		other := db.Actor{ID: "x", Unit: "v", Grants: []db.Grant{{Role: string(access.Officer), Scope: access.ScopeUnit, ID: "v"}}}
		err := dbtest.Try(d, other, func(tx *db.Tx) error {
			list, err := About(tx, AboutDossier, "d")
			if err != nil || len(list) != 0 {
				t.Errorf("another office sees %d documents (%v)", len(list), err)
			}
			_, err = Find(tx, first.ID)
			return err
		})
		if !problem.Is(err, problem.Denied) {
			t.Errorf("another office reads it: %v", err)
		}
		err = dbtest.Try(d, officer, func(tx *db.Tx) error { return Finish(tx, first.ID, first.Version+1, "xong") })
		if !problem.Is(err, problem.Conflict) {
			t.Errorf("from an old page: %v", err)
		}
	})
}
