package outbox

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
)

var aMail = Mail{To: "binh@danang.gov.vn", Name: "Trần Thị Bình", Subject: "Báo cáo được trả lại", Lines: []Line{{Text: "Mở trang này", Href: "/lam-viec"}}}

// world is a postman of one machine with a clock that stands until it is moved.
type world struct {
	t   *testing.T
	d   *db.DB
	now time.Time

	mu   sync.Mutex
	sent []string // Message-IDs, in order
	fail error    // of the next tries
}

func begin(t *testing.T, d *db.DB) *world {
	return &world{t: t, d: d, now: time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)}
}

func (w *world) worker(name string) *Worker {
	return &Worker{
		DB: w.d, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Name: name, Clock: func() time.Time { return w.now },
		Send: func(_ context.Context, _ Mail, id string) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			if w.fail != nil {
				return w.fail
			}
			w.sent = append(w.sent, id)
			return nil
		},
	}
}

func (w *world) add(e Effect) {
	w.t.Helper()
	if e.Mail.To == "" {
		e.Mail = aMail
	}
	dbtest.Update(w.t, w.d, dbtest.Operator(), func(tx *db.Tx) error { return Add(tx, e) })
}

func (w *world) run(k *Worker) {
	w.t.Helper()
	if err := k.Run(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) all() []Effect {
	w.t.Helper()
	var list []Effect
	dbtest.Update(w.t, w.d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		list, err = Recent(tx, "", 1000)
		return err
	})
	return list
}

func (w *world) only() Effect {
	w.t.Helper()
	list := w.all()
	if len(list) != 1 {
		w.t.Fatalf("%d effects, want 1", len(list))
	}
	return list[0]
}

func TestAnEffectIsSentOnceItsActIsCommitted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		k := w.worker("one")
		stop := errors.New("the act fails after all")
		err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
			if err := Add(tx, Effect{Key: "rolled back", Mail: aMail}); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		w.run(k)
		if len(w.sent) != 0 {
			t.Fatal("a mail was sent for an act that was rolled back")
		}
		w.add(Effect{Key: "a"})
		w.add(Effect{Key: "a"}) // asked for twice
		w.run(k)
		w.run(k)
		e := w.only()
		if len(w.sent) != 1 || w.sent[0] != e.ID || e.State != Sent || e.DoneAt.IsZero() || e.Payload != "" {
			t.Errorf("sent %q, and the effect is %+v", w.sent, e)
		}
	})
}

func TestTriesGrowApartAndEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		k := w.worker("one")
		w.fail = errors.New("connection refused")
		w.add(Effect{Key: "a"})
		begun, before := w.now, time.Duration(0)
		for try := 1; ; try++ {
			w.run(k)
			w.run(k) // before its time: nothing
			e := w.only()
			if e.Tries != try {
				t.Fatalf("try %d is counted as %d", try, e.Tries)
			}
			if e.State == Failed {
				if try != mostTries || e.Payload == "" || !strings.Contains(e.Error, "Đã thử") {
					t.Errorf("given up after %d tries: %+v", try, e)
				}
				break
			}
			apart := e.NextAt.Sub(w.now)
			if apart < before || apart < firstWait || apart > longest {
				t.Fatalf("after try %d the next is %s later, before it was %s", try, apart, before)
			}
			before, w.now = apart, e.NextAt.Time
		}
		if took := w.now.Sub(begun); took < 47*time.Hour || took > 50*time.Hour {
			t.Errorf("given up after %s, want two days", took)
		}
	})
}

func TestAServerThatComesBackGetsItOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		k := w.worker("one")
		w.fail = errors.New("connection refused")
		w.add(Effect{Key: "a"})
		w.run(k)
		w.fail = nil
		w.run(k)
		if len(w.sent) != 0 {
			t.Error("tried again before its time")
		}
		w.now = w.only().NextAt.Time
		w.run(k)
		w.run(k)
		if e := w.only(); len(w.sent) != 1 || e.State != Sent || e.Error != "" {
			t.Errorf("sent %q, effect %+v", w.sent, e)
		}
	})
}

func TestARefusalIsNotTriedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, c := range []struct {
			refusal *Refusal
			told    int
		}{{&Refusal{Code: 550, Address: true}, 1}, {&Refusal{Code: 554}, 0}} {
			w := begin(t, d)
			k := w.worker("one")
			told := 0
			k.Refused = func(_ *db.Tx, e Effect) error {
				if e.Mail.To != aMail.To {
					t.Errorf("told of the address %q", e.Mail.To)
				}
				told++
				return nil
			}
			w.fail = c.refusal
			w.add(Effect{Key: db.NewID()})
			w.run(k)
			w.now = w.now.Add(72 * time.Hour)
			w.run(k)
			if e := w.all()[0]; e.State != Failed || e.Tries != 1 || told != c.told {
				t.Errorf("%d: %+v, told %d times", c.refusal.Code, e, told)
			}
		}
	})
}

func TestWhatFailedIsSentAgainWhileItIsKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		d.SetClock(func() time.Time { return w.now })
		k := w.worker("one")
		w.fail = &Refusal{Code: 550, Address: true}
		w.add(Effect{Key: "a"})
		w.run(k)
		id := w.only().ID
		officer := db.Actor{ID: "x", Grants: []db.Grant{{Role: string(access.Officer), Scope: access.ScopeUnit, ID: "u"}}}
		again := func(actor db.Actor) error {
			return dbtest.Try(d, actor, func(tx *db.Tx) error {
				_, err := SendAgain(tx, id)
				return err
			})
		}
		if err := again(officer); !problem.Is(err, problem.Denied) {
			t.Errorf("by an officer: %v", err)
		}
		w.fail = nil
		for range 2 {
			if err := again(dbtest.Operator()); err != nil {
				t.Fatal(err)
			}
		}
		w.run(k)
		if err := again(dbtest.Operator()); err != nil { // it has been sent
			t.Fatal(err)
		}
		w.run(k)
		if e := w.only(); len(w.sent) != 1 || e.State != Sent || e.Payload != "" {
			t.Errorf("sent %q, effect %+v", w.sent, e)
		}

		w.fail = &Refusal{Code: 550}
		w.add(Effect{Key: "b", ExpiresAt: db.At(w.now.Add(time.Hour))})
		w.run(k)
		id = w.all()[0].ID
		w.now = w.now.Add(2 * time.Hour)
		if err := again(dbtest.Operator()); !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), "hết hạn") {
			t.Errorf("an expired letter: %v", err)
		}
		w.add(Effect{Key: "c"})
		w.run(k)
		id = w.all()[0].ID
		w.now = w.now.Add(failedTime + time.Hour)
		if err := k.Clean(context.Background()); err != nil {
			t.Fatal(err)
		}
		if err := again(dbtest.Operator()); !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), "7 ngày") {
			t.Errorf("after a week: %v", err)
		}
		for _, e := range w.all() {
			if e.Payload != "" {
				t.Errorf("the letter %s is still kept", e.Key)
			}
		}
	})
}

func TestSeveralMachinesShareTheWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		const letters = 24
		for range letters {
			w.add(Effect{Key: db.NewID()})
		}
		var all sync.WaitGroup
		failed := make([]error, 4)
		for i := range failed {
			all.Go(func() { failed[i] = w.worker(db.NewID()).Run(context.Background()) })
		}
		all.Wait()
		if err := errors.Join(failed...); err != nil {
			t.Fatal(err)
		}
		seen := map[string]int{}
		for _, id := range w.sent {
			seen[id]++
		}
		if len(w.sent) != letters || len(seen) != letters {
			t.Errorf("%d letters were sent %d times, %d different", letters, len(w.sent), len(seen))
		}
	})
}

func TestAKilledMachineLosesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.add(Effect{Key: "a"})
		killed := w.worker("killed")
		if _, ok, err := killed.take(context.Background()); err != nil || !ok {
			t.Fatal(ok, err)
		}
		other := w.worker("other")
		w.run(other)
		if len(w.sent) != 0 {
			t.Fatal("another machine sends what is held")
		}
		if err := other.Begin(context.Background()); err != nil {
			t.Fatal(err)
		}
		if d.Engine == db.PostgreSQL {
			w.run(other)
			if len(w.sent) != 0 {
				t.Fatal("a machine that starts takes what another holds")
			}
			w.now = w.now.Add(leaseTime)
		}
		w.run(other)
		if e := w.only(); len(w.sent) != 1 || e.State != Sent || e.Tries != 2 {
			t.Errorf("sent %q, effect %+v", w.sent, e)
		}
		// What comes back from the dead does not undo what the other has noted.
		dead := w.only()
		dead.State, dead.Error = Failed, "too late"
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			if held, err := finish(tx, dead, killed.Name); err != nil || held {
				t.Errorf("held %v, %v", held, err)
			}
			return nil
		})
	})
}

func TestAProgramThatStopsNotesWhatHasArrived(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.add(Effect{Key: "a"})
		ctx, stop := context.WithCancel(context.Background())
		k := w.worker("one")
		send := k.Send
		k.Send = func(ctx context.Context, m Mail, id string) error {
			defer stop()
			return send(ctx, m, id)
		}
		if err := k.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if e := w.only(); len(w.sent) != 1 || e.State != Sent {
			t.Errorf("sent %q, effect %+v", w.sent, e)
		}
	})
}

func TestWhatIsNotWantedAnyMoreIsWithdrawn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		k := w.worker("one")
		wanted := true
		k.Ready = func(_ *db.Tx, e Effect) (Mail, bool, error) {
			m := e.Mail
			m.Subject = "Nay: " + m.Subject
			return m, wanted, nil
		}
		subject := ""
		k.Send = func(_ context.Context, m Mail, id string) error {
			subject = m.Subject
			w.sent = append(w.sent, id)
			return nil
		}
		w.add(Effect{Key: "a", Topic: "notice|1"})
		w.run(k)
		if subject != "Nay: "+aMail.Subject {
			t.Errorf("sent %q, not what was made ready", subject)
		}
		wanted = false
		w.add(Effect{Key: "b", Topic: "notice|2"})
		w.run(k)
		if e := w.all()[0]; e.State != Withdrawn || len(w.sent) != 1 {
			t.Errorf("%+v, sent %d", e, len(w.sent))
		}
		k.Send = nil // no mail server
		w.add(Effect{Key: "c"})
		w.run(k)
		if e := w.all()[0]; e.State != Withdrawn || !strings.Contains(e.Error, "chưa đặt máy chủ thư") {
			t.Errorf("without a mail server: %+v", e)
		}
	})
}

func TestOldEffectsAreCleanedAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		d.SetClock(func() time.Time { return w.now })
		k := w.worker("one")
		w.add(Effect{Key: "sent"})
		w.run(k)
		w.fail = errors.New("down")
		w.add(Effect{Key: "waits"})
		w.now = w.now.Add(keepTime + time.Hour)
		if err := k.Clean(context.Background()); err != nil {
			t.Fatal(err)
		}
		if e := w.only(); e.Key != "waits" {
			t.Errorf("left is %+v", e)
		}
	})
}

func TestAddressesAndHeadersStandAlone(t *testing.T) {
	for _, good := range []string{"binh@danang.gov.vn", " binh.tran+thi-dua@sub.danang.gov.vn ", "a@localhost"} {
		if got, err := Address(good); err != nil || got != strings.TrimSpace(good) {
			t.Errorf("%q: %q, %v", good, got, err)
		}
	}
	for _, bad := range []string{
		"", "binh", "binh@", "@danang.gov.vn", "binh@danang", "a@b.vn, c@d.vn", "Bình <a@b.vn>", "a@b.vn\r\nBcc: c@d.vn", "a@b.vn\nx", "bình@b.vn",
		`"a b"@b.vn`, "a@[127.0.0.1]", "a b@c.vn", strings.Repeat("a", 65) + "@b.vn", "a@b.vn\x00",
	} {
		if got, err := Address(bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("%q is taken as %q: %v", bad, got, err)
		}
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		try := func(change func(*Mail)) error {
			m := aMail
			change(&m)
			return dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { return Add(tx, Effect{Key: db.NewID(), Mail: m}) })
		}
		if err := try(func(*Mail) {}); err != nil {
			t.Fatal(err)
		}
		for name, change := range map[string]func(*Mail){
			"a name that ends its header":    func(m *Mail) { m.Name = "Bình\r\nBcc: c@d.vn" },
			"a subject that ends its header": func(m *Mail) { m.Subject = "Xong\nBcc: c@d.vn" },
			"a second receiver":              func(m *Mail) { m.To = "a@b.vn, c@d.vn" },
			"no subject":                     func(m *Mail) { m.Subject = " " },
			"a link to elsewhere":            func(m *Mail) { m.Lines = []Line{{Text: "x", Href: "//evil.example"}} },
			"a link with a scheme":           func(m *Mail) { m.Lines = []Line{{Text: "x", Href: "https://evil.example"}} },
			"a link that ends its line":      func(m *Mail) { m.Lines = []Line{{Text: "x", Href: "/a\r\nb"}} },
		} {
			if err := try(change); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
