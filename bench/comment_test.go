package bench

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"giaouoc/internal/comment"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// Readers' comments of a place with 1,000 approved ones, a fifth of them replies, beside
// 20,000 of other places: a page of 50 threads with their replies and the total is
// promised under 50 ms for 95 of 100.
func BenchmarkComments(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { comments(b, dbtest.OpenSQLite(b), func() {}) })
	b.Run("postgres", func(b *testing.B) {
		if os.Getenv(dbtest.Env) == "" {
			b.Skip("no PostgreSQL server is named")
		}
		source := dbtest.Postgres(b)
		d, err := db.Open(b.Context(), source)
		if err != nil {
			b.Fatal(err)
		}
		defer d.Close()
		comments(b, d, func() { dbtest.Settle(b, source) })
	})
}

func comments(b *testing.B, d *db.DB, settle func()) {
	fillComments(b, d)
	settle()
	place := comment.Place{Kind: "year", ID: "y0"}
	for b.Loop() {
		var took []time.Duration
		for n := range 200 {
			began := time.Now()
			err := d.View(b.Context(), func(tx *db.Tx) error {
				p, err := comment.PublicOf(tx, place, 1+n%16)
				if err == nil && (p.Total != 1000 || p.Pages != 16 || len(p.Threads) != comment.PageSize || len(p.Threads[0].Replies)+len(p.Threads[1].Replies)+len(p.Threads[2].Replies)+len(p.Threads[3].Replies) != 1) {
					return fmt.Errorf("page %d: %d of %d on %d pages", p.Page, len(p.Threads), p.Total, p.Pages)
				}
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		half, most := took[len(took)/2], took[len(took)*95/100]
		b.ReportMetric(float64(half.Microseconds())/1000, "ms/page")
		b.ReportMetric(float64(most.Microseconds())/1000, "ms/p95")
		if most > 50*time.Millisecond {
			b.Errorf("p95 %s, promised under 50 ms", most)
		}
	}
}

// fillComments writes 1,000 comments on each of 21 places; the last of five is a reply
// to the first of them.
func fillComments(b *testing.B, d *db.DB) {
	b.Helper()
	dbtest.Older(b, d, `
		INSERT INTO comment (id, place_kind, place_id, parent_id, office, name, email, body, state, reason, judged_by, judged_at, reports, sender, request, created_at)
		WITH RECURSIVE row (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM row WHERE i + 1 < 21000)
		SELECT CAST(1000000 + i AS TEXT), 'year', 'y' || CAST(i / 1000 AS TEXT), CASE WHEN i % 5 = 4 THEN CAST(1000000 + i - 4 AS TEXT) ELSE '' END, FALSE,
			'Nguyễn Văn An', $1, 'Kết quả của các đơn vị năm nay tốt hơn năm trước; mong cụm công bố sớm số liệu của từng đơn vị, nhất là các chỉ số về giải ngân và cải cách hành chính mà người dân quan tâm.',
			'approved', '', 'e', $2, 0, '', CAST(i AS TEXT), $3
		FROM row`, []byte{}, db.At(time.Now()), db.At(time.Now()))
}
