package exemplar

import (
	"fmt"
	"strings"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Whatever somebody types is answered: the words of a page are not looked at without end.
func TestAFilterOfManyWordsIsAnswered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			e := Exemplar{ID: "e", OfficeID: "u", Slug: "nguoi-giu-rung", Kind: rules.Person, Name: "Đặng Văn Đức", Title: "Người giữ rừng", State: Published, PublishedOn: vn.NewDate(2026, 3, 2), Version: 1, CreatedAt: db.At(tx.Now)}
			e.Folded = e.folded()
			return insertExemplar(tx, e)
		})
		for words, want := range map[string]int{
			"": 1, "rung dang": 1, "rừng rừng rừng": 1, "rung khong": 0, "du\u200bc": 1,
			strings.Repeat("rung ", 5000): 1, "dang " + strings.Repeat("x ", 5000): 0,
		} {
			dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
				list, total, err := PublicList(tx, Filter{Words: words})
				if total != want || len(list) != want {
					t.Errorf("%.20q finds %d", words, total)
				}
				return err
			})
		}
	})
}

// Who was named first is not hidden by who was named after.
func TestTheQueueBeginsWithWhoWaitsLongest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			for n := range atOnceInQueue + 1 {
				id := fmt.Sprintf("%04d", n)
				g := Suggestion{ID: id, OfficeID: "u", UnitID: "u", Kind: rules.Person, Name: id, Deed: "x", Code: id, Sender: []byte{}, Request: id, ReceivedOn: tx.Today(), Verdict: Waiting, Version: 1, CreatedAt: db.At(tx.Now)}
				if err := insertSuggestion(tx, g); err != nil {
					return err
				}
			}
			list, err := suggestionsOf(tx, "u", Waiting)
			if err == nil && (len(list) != atOnceInQueue || list[0].Name != "0000") {
				t.Errorf("%d wait, the first is %s", len(list), list[0].Name)
			}
			return err
		})
	})
}
