package bench

import (
	"database/sql"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// madeRows makes rows of a table with every type of column and three indexes, some
// 350 bytes each.
const madeRows = `
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
INSERT INTO subject (id, unit_id, kind, name, folded, birth_year, female, post, place, classes, founded, own_unit, identity, left_on, joined_to, version, created_at)
SELECT printf('01990000-0000-7000-8000-%012d', i), 'don-vi-' || (i % 5000), 'person', 'Nguyễn Thị Thanh Thủy ' || i, 'nguyen thi thanh thuy ' || i, 1950 + i % 55, i % 2,
	'Chuyên viên', 'Phòng Tổng hợp, Văn phòng Ủy ban nhân dân', 'lao động tiên tiến,chiến sĩ thi đua cơ sở', '', '', randomblob(40), '', '', 1, strftime('%Y-%m-%dT%H:%M:%S', 1767225600 + i, 'unixepoch') || '.000000Z'
FROM n`

// BenchmarkMove moves a database of GIAOUOC_BENCH_ROWS rows from SQLite to
// PostgreSQL and back, compared on both sides: 10 million are promised in 10
// minutes, that is 16,700 a second each way. It also gives the most memory of the
// Go heap meanwhile.
func BenchmarkMove(b *testing.B) {
	if os.Getenv(dbtest.Env) == "" {
		b.Skip("no PostgreSQL server is named")
	}
	rows := 20_000
	if text := os.Getenv("GIAOUOC_BENCH_ROWS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		rows = n
	}
	from := filepath.Join(b.TempDir(), "a.db")
	d, err := db.Open(b.Context(), from)
	if err != nil {
		b.Fatal(err)
	}
	d.Close()
	pool, err := sql.Open("sqlite", from)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := pool.Exec(madeRows, rows); err != nil {
		b.Fatal(err)
	}
	pool.Close()
	for b.Loop() {
		postgres := dbtest.BarePostgres(b)
		there, most := timedMove(b, from, postgres)
		back, more := timedMove(b, postgres, filepath.Join(b.TempDir(), "b.db"))
		b.ReportMetric(float64(rows)/there.Seconds(), "rows/s-to-postgres")
		b.ReportMetric(float64(rows)/back.Seconds(), "rows/s-to-sqlite")
		b.ReportMetric(float64(max(most, more))/1e6, "MB/heap")
	}
}

func timedMove(b *testing.B, from, to string) (took time.Duration, most uint64) {
	b.Helper()
	runtime.GC()
	began := time.Now()
	_, err := db.Move(b.Context(), from, to, db.Moving{Progress: func(db.Progress) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapAlloc)
	}})
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(began), most
}
