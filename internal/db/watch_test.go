package db_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/measure"
	"giaouoc/internal/problem"
)

// seen collects what a watch is told.
type seen struct {
	mu   sync.Mutex
	work []db.Work
	slow []db.Slow
}

func (s *seen) watch(slow time.Duration) *db.Watch {
	return &db.Watch{
		Slow: slow,
		Done: func(w db.Work) { s.mu.Lock(); s.work = append(s.work, w); s.mu.Unlock() },
		Lag:  func(_ context.Context, l db.Slow) { s.mu.Lock(); s.slow = append(s.slow, l); s.mu.Unlock() },
	}
}

func TestTransactionsAreTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var s seen
		d.Watch(s.watch(time.Minute))
		ctx := t.Context()
		ours := errors.New("ours")
		nothing := func(*db.Tx) error { return nil }
		for _, err := range []error{
			d.View(ctx, nothing), d.Update(ctx, nothing), d.Alone(ctx, "x", nothing),
			d.Update(measure.Unmeasured(ctx), func(tx *db.Tx) error { return dbtest.Change(tx, "voter") }),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		_ = d.Update(ctx, func(*db.Tx) error { return problem.New(problem.Closed, "hết hạn") })
		_ = d.View(ctx, func(*db.Tx) error { return ours })
		want := []db.Work{{Kind: db.KindView}, {Kind: db.KindUpdate}, {Kind: db.KindAlone}, {Kind: db.KindUpdate, Refused: true}, {Kind: db.KindView, Failed: true}}
		if len(s.work) != len(want) || len(s.slow) != 0 {
			t.Fatalf("told of %d transactions and %d slow ones: %+v", len(s.work), len(s.slow), s.work)
		}
		for i, w := range s.work {
			if w.Kind != want[i].Kind || w.Refused != want[i].Refused || w.Failed != want[i].Failed || w.Runs != 1 || w.Took <= 0 || w.Waited > w.Took {
				t.Errorf("%d: %+v, want %+v", i, w, want[i])
			}
		}
		d.Watch(nil)
		if err := d.View(ctx, nothing); err != nil || len(s.work) != len(want) {
			t.Errorf("told after the watch has ended: %v", err)
		}
	})
}

// A statement that takes long is told with its text and its rows, and never with what
// its placeholders stand for; nor is its transaction told a second time.
func TestASlowStatementIsToldWithoutItsArguments(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var s seen
		d.Watch(s.watch(time.Nanosecond))
		ctx := t.Context()
		err := d.Update(ctx, func(tx *db.Tx) error {
			if err := dbtest.Change(tx, "bí-mật"); err != nil {
				return err
			}
			if _, err := db.All[string](tx, `SELECT token FROM session WHERE token = $1`, "bí-mật"); err != nil {
				return err
			}
			return db.Each(tx, `SELECT token FROM session`, nil, func(scan func(...any) error) error { var x string; return scan(&x) })
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(s.slow) != 3 {
			t.Fatalf("told %d times: %+v", len(s.slow), s.slow)
		}
		for i, l := range s.slow {
			if l.SQL == "" || strings.Contains(l.SQL, "bí-mật") || l.Rows != 1 || l.Took <= 0 || l.Kind != db.KindUpdate {
				t.Errorf("%d: %+v", i, l)
			}
		}
		s.slow = nil
		if err := d.Update(measure.Unmeasured(ctx), func(tx *db.Tx) error { return dbtest.Change(tx, "phiếu") }); err != nil || len(s.slow) > 0 {
			t.Errorf("a voter's statement is told: %+v, %v", s.slow, err)
		}
	})
}

// A transaction that is slow without a slow statement is told itself.
func TestASlowTransactionIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var s seen
		d.Watch(s.watch(200 * time.Millisecond))
		err := d.View(t.Context(), func(tx *db.Tx) error {
			time.Sleep(250 * time.Millisecond)
			_, err := db.One[int64](tx, `SELECT COUNT(*) FROM session`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(s.slow) != 1 || s.slow[0].SQL != "" || s.slow[0].Statements != 1 || s.slow[0].Took < 250*time.Millisecond {
			t.Errorf("%+v", s.slow)
		}
	})
}

func TestPoolsAreTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.View(t.Context(), func(*db.Tx) error {
			used := 0
			for _, p := range d.Pools() {
				if p.Name == "" || p.Most <= 0 {
					t.Errorf("%+v", p)
				}
				used += p.InUse
			}
			if used != 1 {
				t.Errorf("%d connections in use", used)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// What watching costs ten point selects and the transaction around them: one watched
// after one unwatched, so that both meet the same machine, and the faster tenth of each
// compared, since what others do on it only makes slower.
func BenchmarkWatched(b *testing.B) {
	d := dbtest.OpenSQLite(b)
	one := func() time.Duration {
		began := time.Now()
		err := d.View(b.Context(), func(tx *db.Tx) error {
			for range 10 {
				if _, err := db.One[int64](tx, `SELECT version_id FROM goose_db_version WHERE id = $1`, 1); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		return time.Since(began)
	}
	w := &db.Watch{Slow: time.Hour, Done: func(db.Work) {}, Lag: func(context.Context, db.Slow) { b.Error("slow") }}
	var not, watched []time.Duration
	for b.Loop() {
		d.Watch(nil)
		not = append(not, one())
		d.Watch(w)
		watched = append(watched, one())
	}
	fast := func(list []time.Duration) float64 { slices.Sort(list); return float64(list[len(list)/10]) }
	b.ReportMetric(fast(not)/1e3, "µs/not")
	b.ReportMetric(fast(watched)/1e3, "µs/watched")
	b.ReportMetric(fast(watched)/fast(not), "ratio")
}
