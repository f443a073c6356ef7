package load

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/indicator"
	"giaouoc/internal/key"
)

// long reports whether the whole country is asked for.
func long() bool { return os.Getenv("GIAOUOC_LOAD") == "long" }

// crowd is how many do what, and for how long.
type crowd struct {
	markers, reporters, readers, voters int
	every                               time.Duration // of a marker and a reporter
	lasts                               time.Duration
	imports                             int
}

// open opens the place's database.
func (p place) open(t *testing.T) *db.DB {
	t.Helper()
	if err := os.MkdirAll(p.data, 0o700); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(t.Context(), p.dsn())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// mix has everybody at work at the same time and returns what they noted.
func mix(t *testing.T, s server, blocs []bloc, c country, e election, k crowd, importing func(n int) error) *diary {
	t.Helper()
	type seat struct {
		b    bloc
		unit string
	}
	var seats []seat
	for i := 0; len(seats) < k.markers+k.reporters; i++ { // one of each bloc, then the next
		b := blocs[i%len(blocs)]
		if n := i / len(blocs); n < len(b.units) {
			seats = append(seats, seat{b, b.units[n]})
		} else if n > inBloc {
			t.Fatalf("%d communes are too few", c.communes)
		}
	}
	logins := make([]string, len(seats))
	for i, one := range seats {
		logins[i] = one.unit
	}
	began := time.Now()
	people := signedIn(t, s.site, logins)
	t.Logf("%d signed in within %s", len(people), time.Since(began).Round(time.Second))
	d, ctx := newDiary(), t.Context()
	until := time.Now().Add(k.lasts)
	var all sync.WaitGroup
	for i, p := range people {
		all.Go(func() {
			if i < k.markers {
				play(ctx, d, k.every, until, marker(p, seats[i].b, seats[i].unit)...)
				return
			}
			// The first of each bloc have not handed in: their reports are open.
			b := seats[i].b
			play(ctx, d, k.every, until, reporter(p, b, seats[i].unit, c.indicators)...)
		})
	}
	for range k.readers {
		all.Go(func() { play(ctx, d, time.Second, until, readerOf(s.site, blocs)...) })
	}
	all.Go(func() { e.hold(ctx, s.site, d, k.lasts*8/10) })
	all.Go(func() {
		for n := range k.imports {
			due := time.Now()
			d.note("an import", due, importing(n))
		}
	})
	all.Go(func() { references(ctx, s.site, d, 100*time.Millisecond, until) })
	all.Wait()
	return d
}

// more is a bundle of another province with so many communes.
func more(n, communes int) string {
	p := 500 + n
	return provinceBundle(p, province(p, 100_000+200*n, 100_000+200*n+communes))
}

// Some seconds of everything at once with a small country: nothing fails, nothing is
// refused.
func TestTheMixOfWork(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			p := empty(t, engine)
			d := p.open(t)
			t.Cleanup(func() { d.Close() }) //nolint:errcheck // after the server has ended
			c := country{provinces: 2, communes: 40, indicators: 4}
			blocs := c.found(t, d)
			sums(t, d, c, blocs)
			ring, err := key.Open(filepath.Join(p.data, "khoa"))
			if err != nil {
				t.Fatal(err)
			}
			e := elect(t, p, d, ring, 4)
			s := within(t, p, d, ring)
			noted := mix(t, s, blocs, c, e, crowd{markers: 12, reporters: 3, readers: 3, voters: 4, every: time.Second, lasts: 5 * time.Second, imports: 1}, func(n int) error {
				other := p.open(t) // as a command beside the server
				defer other.Close()
				return dbtest.Try(other, dbtest.Operator(), func(tx *db.Tx) error { return bring(tx, more(n, 40)) })
			})
			noted.judge(t)
			t.Log("\n" + noted.table(reference))
		})
	}
}

// The whole country at one server: what is promised of markers, of memory and of the
// sums of a year. It judges that nothing fails; the figures are for RESULTS.md.
func TestTheCountry(t *testing.T) {
	if !long() {
		return
	}
	exe := program(t)
	for _, one := range []struct {
		engine  string
		markers int
	}{{"sqlite", 200}, {"postgres", 1000}} {
		t.Run(one.engine, func(t *testing.T) {
			p := empty(t, one.engine)
			d := p.open(t)
			blocs := whole.found(t, d)
			ring, err := key.Open(filepath.Join(p.data, "khoa"))
			if err != nil {
				t.Fatal(err)
			}
			e := elect(t, p, d, ring, 60)
			sums(t, d, whole, blocs)
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			s := apart(t, p, exe)
			before, _ := s.memory()
			noted := mix(t, s, blocs, whole, e, crowd{markers: one.markers, reporters: 50, readers: 20, voters: 60, every: 10 * time.Second, lasts: time.Minute, imports: 1}, func(n int) error {
				file := filepath.Join(t.TempDir(), "more.yaml")
				if err := os.WriteFile(file, []byte(more(n, 200)), 0o600); err != nil {
					return err
				}
				out, err := exec.Command(exe, p.args("import", file)...).CombinedOutput()
				if err != nil {
					return fmt.Errorf("%w: %s", err, out)
				}
				return nil
			})
			after, most := s.memory()
			noted.judge(t)
			t.Logf("%d markers, an action in 10 s each: p95 %s (%s); memory %.0f MB at first, %.0f MB after, %.0f MB at most\n%s", one.markers,
				short(noted.at(95, "open the marking table", "save a mark", "what waits for me")), one.engine, before, after, most, noted.table(reference))
		})
	}
}

// sums adds the figures of a year up over every bloc of the country: from each figure,
// then from kept sums, and as long as the job that keeps them takes.
func sums(t *testing.T, d *db.DB, c country, blocs []bloc) {
	t.Helper()
	read := func(what string, times int) {
		t.Helper()
		var took []time.Duration
		for range times {
			began := time.Now()
			dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error { // as the command line sees it: everything
				all, err := indicator.ReadCountry(tx, now.Year(), indicator.EachLast)
				if err == nil && (all.Clusters != len(blocs) || len(all.Lines) != c.indicators || all.Lines[0].Members != c.communes || all.Lines[0].Have == 0 || len(all.Lines[0].Below) != c.provinces) {
					t.Errorf("%s: %d blocs, %d lines, %+v", what, all.Clusters, len(all.Lines), all.Lines[0].Part)
				}
				return err
			})
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		t.Logf("the sums of a year over %d blocs, %s: median %s, 95th of %d %s", len(blocs), what, short(took[len(took)/2]), len(took), short(took[(len(took)*95-1)/100]))
	}
	read("from every figure", 10)
	began, kept := time.Now(), 0
	for n := 21; n > 20; kept += min(n, 20) {
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
			n, err = indicator.KeepSums(tx, now.Year(), 20)
			return err
		})
	}
	t.Logf("%d periods kept in %s", kept, time.Since(began).Round(time.Millisecond))
	read("from kept sums", 100)
}

// What one request costs while nothing else happens, with a hundredth of the country,
// a tenth, and all of it.
func TestTheCostAsDataGrow(t *testing.T) {
	sizes, times := []country{{1, 20, 3}}, 2
	if long() {
		sizes, times = []country{{1, 33, 60}, {4, 332, 60}, whole}, 40
	}
	if os.Getenv("GIAOUOC_LOAD") == "profile" { // within the test, for -cpuprofile
		sizes, times = []country{whole}, 40
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			for _, c := range sizes {
				p := empty(t, engine)
				d := p.open(t)
				t.Cleanup(func() { d.Close() }) //nolint:errcheck // after the server has ended
				blocs := c.found(t, d)
				ring, err := key.Open(filepath.Join(p.data, "khoa"))
				if err != nil {
					t.Fatal(err)
				}
				var s server
				if long() {
					s = apart(t, p, program(t))
				} else {
					s = within(t, p, d, ring)
				}
				b := blocs[len(blocs)/2]
				noted, spent, until := newDiary(), newDiary(), time.Now().Add(5*time.Minute)
				unit := b.units[1] // the first leads the bloc
				one := signedIn(t, s.site, []string{unit})[0]
				deeds := slices.Concat(marker(one, b, unit), reporter(one, b, unit, c.indicators), readerOf(s.site, []bloc{b}))
				ref := &person{site: s.site}
				for range times {
					for _, x := range deeds {
						before, due := s.spent(), time.Now()
						err := x.do(t.Context())
						noted.note(x.kind, due, err)
						spent.add(x.kind, s.spent()-before, err)
						before, due = s.spent(), time.Now()
						_, err = ref.ask(t.Context(), "/song", nil, "")
						noted.note(reference, due, err)
						spent.add(reference, s.spent()-before, err)
					}
					if time.Now().After(until) {
						t.Fatal("it takes too long")
					}
				}
				noted.judge(t)
				t.Logf("%d communes\n%s", c.communes, noted.table(reference))
				if long() {
					t.Logf("processor time of the server, %d communes\n%s", c.communes, spent.table(reference))
				}
			}
		})
	}
}
