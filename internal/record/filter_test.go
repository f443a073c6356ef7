package record

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/vn"
)

// million is how many entries the record of a large installation has after some
// years.
const million = 1_000_000

// fillRecord writes a million entries at once, as large as real ones, spread over
// 5 years, 11 units, 41 accounts, 9 kinds and their acts. The year y0 has nothing
// of the unit u0, of the account a0 and of the kind k0, each of which has much
// elsewhere: who looks for both reads far and finds nothing.
func fillRecord(b *testing.B, d *db.DB) {
	b.Helper()
	numbers := fmt.Sprintf("generate_series(0, %d) AS n(i)", million-1)
	padded, at := "lpad(i::text, 12, '0')", "timestamptz '2024-01-01 00:00:00+00' + i * interval '1 minute'"
	salt := "'\\x00112233445566778899aabbccddeeff'::bytea"
	if d.Engine == db.SQLite {
		numbers = fmt.Sprintf("(WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT i FROM n)", million-1)
		padded, at = "printf('%012d', i)", "strftime('%Y-%m-%dT%H:%M:%f000Z', 1704067200 + i * 60, 'unixepoch')"
		salt = "x'00112233445566778899aabbccddeeff'"
	}
	of := func(letter string, every, many int) string {
		return fmt.Sprintf("'%s' || (CASE WHEN i %% 5 = 0 AND (i / %d) %% %d = 0 THEN %d ELSE (i / %d) %% %d END)", letter, every, many, many, every, many)
	}
	// Text of the length of real ones; what it says is not read.
	private, leaf := strings.Repeat("p", 200), strings.Repeat("l", 330)
	_, err := execute(d, fmt.Sprintf(`
		INSERT INTO record_entry (id, at, act, object_kind, object_id, unit_id, role, account_id, salt, private, what_salt, what, leaf, seq, cluster_id, year_id)
		SELECT '019343a0-0000-7000-8000-' || %s, %s, %s || '.act' || ((i / 13) %% 4), %s, 'o' || (i / 8), %s, 'lead', %s,
			%s, '{"account":"%s"}', %s, '{"after":"%s"}', '{"v":2,"id":"x","leaf":"%s"}', i, 'c', 'y' || (i %% 5)
		FROM %s`,
		padded, at, of("k", 11, 8), of("k", 11, 8), of("u", 5, 10), of("a", 7, 40), salt, private, salt, private, leaf, numbers))
	if err != nil {
		b.Fatal(err)
	}
}

func execute(d *db.DB, text string) (n int64, err error) {
	err = dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		n, err = tx.Exec(text)
		return err
	})
	return n, err
}

// filters are what a person asks the record for.
var filters = []struct {
	name  string
	query Query
}{
	{"everything", Query{}},
	{"year", Query{Year: "y0"}},
	{"unit", Query{Unit: "u1"}},
	{"account", Query{Account: "a1"}},
	{"kind", Query{Object: Object{Kind: "k1"}}},
	{"object", Query{Object: Object{Kind: "k1", ID: "o12"}}},
	{"act", Query{Act: "k1.act1"}},
	{"year+unit", Query{Year: "y0", Unit: "u1"}},
	{"year+unit,none", Query{Year: "y0", Unit: "u0"}},
	{"year+account", Query{Year: "y0", Account: "a1"}},
	{"year+account,none", Query{Year: "y0", Account: "a0"}},
	{"year+kind", Query{Year: "y0", Object: Object{Kind: "k1"}}},
	{"year+kind,none", Query{Year: "y0", Object: Object{Kind: "k0"}}},
	{"year+act,none", Query{Year: "y0", Act: "k0.act1"}},
	{"unit+kind,none", Query{Unit: "u10", Object: Object{Kind: "k8"}, Year: "y1"}},
	{"unit+act,none", Query{Unit: "u1", Act: "k9.act1"}},
	{"unit+account,none", Query{Unit: "u0", Account: "a40"}},
	{"account+kind,none", Query{Account: "a40", Object: Object{Kind: "k0"}}},
	{"kind+unit,none", Query{Unit: "u10", Object: Object{Kind: "k0"}}},
	{"year,far", Query{Year: "y0", To: vn.NewDate(2024, 6, 1)}},
	{"year+unit,none,days", Query{Year: "y0", Unit: "u0", From: vn.NewDate(2024, 3, 1), To: vn.NewDate(2025, 6, 1)}},
}

// BenchmarkFilters is the time of a page of the record among a million entries,
// by filter: under 200 ms at the median.
func BenchmarkFilters(b *testing.B) {
	for _, engine := range []struct {
		name string
		open func(testing.TB) *db.DB
	}{{"sqlite", dbtest.OpenSQLite}, {"postgres", dbtest.OpenPostgres}} {
		b.Run(engine.name, func(b *testing.B) {
			d := engine.open(b)
			fillRecord(b, d)
			if d.Engine == db.PostgreSQL { // as its autovacuum does by itself after a while
				if _, err := execute(d, `ANALYZE record_entry`); err != nil {
					b.Fatal(err)
				}
			}
			for _, f := range filters {
				b.Run(f.name, func(b *testing.B) { timePage(b, d, f.query) })
			}
			b.Run("append", func(b *testing.B) { timeAppend(b, d) })
		})
	}
}

func timePage(b *testing.B, d *db.DB, q Query) {
	var times []time.Duration
	for b.Loop() {
		err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
			began := time.Now()
			_, err := Search(tx, q)
			times = append(times, time.Since(began))
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	reportMedian(b, times)
}

// timeAppend is the time that an act adds, alone in its transaction, and commits.
func timeAppend(b *testing.B, d *db.DB) {
	var times []time.Duration
	for b.Loop() {
		for i := range 500 {
			began := time.Now()
			err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
				return Add(tx, Act{
					Act: access.OrgChange, Object: Object{Kind: "unit", ID: fmt.Sprint("o", i)},
					Scope: access.Scope{Cluster: "c", Year: "y4"}, Before: "Cụm thi đua cũ", After: "Cụm thi đua mới", Reason: "theo quyết định",
				})
			})
			if err != nil {
				b.Fatal(err)
			}
			times = append(times, time.Since(began))
		}
	}
	reportMedian(b, times)
}

func reportMedian(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms/median")
}
