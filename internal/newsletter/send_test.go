package newsletter

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/article"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
)

func editor(id string) db.Actor {
	return db.Actor{ID: id, Name: "Biên tập viên", Grants: []db.Grant{{Role: string(access.Editor), Scope: access.ScopePortal}}}
}

// A letter does not hold all that came in a busy week; that there is more is said.
func TestALetterSaysThatThereIsMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ring, err := key.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		dbtest.SetDay(d, 2026, time.March, 2)
		payload := ""
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			seen := db.At(tx.Now.Add(-time.Hour))
			r := Reader{ID: db.NewID(), Mark: "m", State: Confirmed, Every: Daily, AskedAt: seen, ConfirmedAt: &seen, SeenAt: &seen}
			if r.Email, err = ring.Encrypt([]byte("doc@example.vn"), Topic+r.ID); err != nil {
				return err
			}
			if err := insertReader(tx, r); err != nil {
				return err
			}
			for n := range mostInLetter + 1 {
				tx.Actor = editor("one")
				a, err := article.Write(tx, article.News, article.Text{Title: fmt.Sprintf("Bài số %d.", n), Summary: "Tóm tắt", Source: "Nguồn", Author: "Tác giả", Body: "Thân"}, "")
				if err != nil {
					return err
				}
				if a, err = article.Send(tx, a.ID, a.Version); err != nil {
					return err
				}
				tx.Actor = editor("two")
				if _, err = article.Publish(tx, a.ID, a.Version, time.Time{}); err != nil {
					return err
				}
			}
			tx.Actor = db.Actor{}
			if n, err := Send(tx, ring); err != nil || n != 1 {
				return fmt.Errorf("%d readers, %w", n, err)
			}
			payload, err = db.One[string](tx, `SELECT payload FROM outbox WHERE topic = $1`, Topic+r.ID)
			return err
		})
		if n := strings.Count(payload, "Bài số"); n != mostInLetter+1 || !strings.Contains(payload, "Còn bài mới khác") { // the first is in the subject too
			t.Errorf("%d times: %s", n, payload)
		}
	})
}
