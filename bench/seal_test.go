package bench

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/record"
)

// writers act at the same time.
const writers = 64

// each calls fn n times, from so many goroutines at once, and returns how many it
// did in a second.
func each(b *testing.B, goroutines, n int, fn func(i int) error) float64 {
	b.Helper()
	var next atomic.Int64
	var all sync.WaitGroup
	began := time.Now()
	for range goroutines {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := fn(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return float64(n) / time.Since(began).Seconds()
}

func openLog(b testing.TB, d *db.DB, dir string) *record.Log {
	b.Helper()
	keys, err := key.Open(filepath.Join(dir, "khoa"))
	if err != nil {
		b.Fatal(err)
	}
	l, err := record.OpenLog(context.Background(), d, keys, record.Settings{Dir: filepath.Join(dir, "nhat-ky"), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	return l
}

// oneAct is an act as a use case does it: right, change, record.
func oneAct(object string) func(tx *db.Tx) error {
	return func(tx *db.Tx) error {
		if err := access.Require(tx, access.OrgChange, access.Scope{}); err != nil {
			return err
		}
		if err := oneRow(object)(tx); err != nil {
			return err
		}
		return record.Add(tx, record.Act{
			Act: access.OrgChange, Object: record.Object{Kind: "unit", ID: object},
			Before: map[string]string{"name": "Sở Nội vụ"}, After: map[string]string{"name": "Sở Nội vụ và Lao động"}, Reason: "theo nghị quyết",
		})
	}
}

// oneRow is the same change without right and record.
func oneRow(object string) func(tx *db.Tx) error {
	return func(tx *db.Tx) error { return dbtest.Change(tx, object) }
}

// BenchmarkAppendWithProof is acts in a second on SQLite: each committed with FULL
// sync, sealed, published, and its proof of inclusion computed; at least 1,000,
// and at least 60 % of bare one-row FULL commits of the same run. The reference is
// measured twice: one writer who commits row after row, and as many writers as
// act here, on one connection.
func BenchmarkAppendWithProof(b *testing.B) {
	const acts = 8000
	for b.Loop() {
		bare := dbtest.Bare(b)
		one := each(b, 1, acts/4, func(int) error { return bare() })
		many := each(b, writers, acts/4, func(int) error { return bare() })
		rate := appended(b, acts)
		b.ReportMetric(rate, "acts/s")
		b.ReportMetric(one, "bare-sequential/s")
		b.ReportMetric(many, "bare-concurrent/s")
		b.ReportMetric(100*rate/max(one, many), "%-of-the-faster")
	}
}

// appended does acts, and proves each as soon as it is published.
func appended(b *testing.B, acts int) float64 {
	d, dir := dbtest.OpenSQLite(b), b.TempDir()
	l := openLog(b, d, dir)
	ctx, stop := context.WithCancel(context.Background())
	var background sync.WaitGroup
	background.Go(func() { l.Run(ctx) })
	defer background.Wait()
	defer stop()
	began := time.Now()
	background.Go(func() { // a proof of every leaf, in the order of the log
		for proved := int64(0); proved < int64(acts); {
			c, err := l.Next(ctx, proved)
			if err != nil {
				return // the benchmark has failed
			}
			for ; proved < c.Size; proved++ {
				if _, err := l.Inclusion(c, proved); err != nil {
					b.Error(err)
					return
				}
			}
		}
		stop()
	})
	each(b, writers, acts, func(i int) error {
		return dbtest.Try(d, dbtest.Operator(), oneAct(fmt.Sprint(i)))
	})
	if b.Failed() {
		stop()
	}
	<-ctx.Done()
	return float64(acts) / time.Since(began).Seconds()
}

// BenchmarkOverhead is what rights and record add to a write: under 1 ms. One
// writer alone, who does the two in turn, by their medians; and many, by how many
// they do in a second.
func BenchmarkOverhead(b *testing.B) {
	const n = 2000
	b.Run("writers=1", func(b *testing.B) {
		for b.Loop() {
			d := dbtest.OpenSQLite(b)
			bare := make([]time.Duration, n)
			whole := make([]time.Duration, n)
			for i := range n {
				bare[i] = timed(b, d, oneRow(fmt.Sprintf("a%d", i)))
				whole[i] = timed(b, d, oneAct(fmt.Sprintf("b%d", i)))
			}
			b.ReportMetric(median(whole)-median(bare), "µs-more/write")
			b.ReportMetric(median(bare), "µs/write")
			b.ReportMetric(median(whole), "µs/act")
		}
	})
	b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
		for b.Loop() {
			d := dbtest.OpenSQLite(b)
			bare := each(b, writers, n, func(i int) error {
				return dbtest.Try(d, dbtest.Operator(), oneRow(fmt.Sprintf("a%d", i)))
			})
			whole := each(b, writers, n, func(i int) error {
				return dbtest.Try(d, dbtest.Operator(), oneAct(fmt.Sprintf("b%d", i)))
			})
			b.ReportMetric(1e6/whole-1e6/bare, "µs-more/write")
			b.ReportMetric(bare, "writes/s")
			b.ReportMetric(whole, "acts/s")
		}
	})
}

func timed(b *testing.B, d *db.DB, fn func(tx *db.Tx) error) time.Duration {
	b.Helper()
	began := time.Now()
	if err := dbtest.Try(d, dbtest.Operator(), fn); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}

// median is the middle of some times, in microseconds.
func median(times []time.Duration) float64 {
	slices.Sort(times)
	return float64(times[len(times)/2].Nanoseconds()) / 1000
}

const million = 1_000_000

// millionLog is a log of a million leaves, made once.
var millionLog = sync.OnceValues(func() (*record.Log, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "giaouoc-million-")
	if err != nil {
		return nil, err
	}
	left = append(left, dir)
	d, err := db.Open(ctx, filepath.Join(dir, "giaouoc.db"))
	if err != nil {
		return nil, err
	}
	const together = 10_000
	for n := 0; n < million; n += together {
		err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
			for i := range together {
				if err := record.Add(tx, record.Act{Act: access.OrgChange, Object: record.Object{Kind: "unit", ID: fmt.Sprint(n + i)}, Reason: "đo"}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	keys, err := key.Open(filepath.Join(dir, "khoa"))
	if err != nil {
		return nil, err
	}
	return record.OpenLog(ctx, d, keys, record.Settings{Dir: filepath.Join(dir, "nhat-ky"), Log: slog.New(slog.DiscardHandler)})
})

// left are folders to take away at the end.
var left []string

// TestMain runs the benchmarks, or is the process that BenchmarkReadWorkbook starts.
func TestMain(m *testing.M) {
	if file := os.Getenv("BENCH_WORKBOOK"); file != "" {
		if err := readWorkbook(file); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	code := m.Run()
	for _, dir := range left {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// BenchmarkInclusionProof is a proof of inclusion in a log of a million leaves,
// read from the published files and checked against the signed root: under 1 ms.
func BenchmarkInclusionProof(b *testing.B) {
	l, err := millionLog()
	if err != nil {
		b.Fatal(err)
	}
	c := l.Published()
	var times []time.Duration
	for b.Loop() {
		began := time.Now()
		if _, err := l.Inclusion(c, rand.Int64N(c.Size)); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(began))
	}
	b.ReportMetric(float64(c.Size), "leaves")
	b.ReportMetric(median(times), "µs/median")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "µs/p99")
}
