package bench

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

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
	dbtest.Many(b, from, rows)
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
