package web_test

import (
	"context"
	"net/http/httptest"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/web"
)

// cmdServe ends the demonstration, or the installation, and starts an
// installation on the same database.
func cmdServe(ts *testscript.TestScript, neg bool, args []string) {
	w := of(ts)
	w.server.Close()
	if w.now.Load() == 0 {
		w.now.Store(time.Date(2026, time.March, 2, 5, 0, 0, 0, time.UTC).Unix())
	}
	clock := func() time.Time { return time.Unix(w.now.Load(), 0) }
	w.db.SetClock(clock)
	c := w.config
	c.Demo, c.Clock = false, clock
	w.serving = true
	w.server = httptest.NewServer(web.New(c))
	var token string
	ts.Check(w.db.Update(context.Background(), func(tx *db.Tx) (err error) {
		token, err = account.OfferFirst(tx)
		return err
	}))
	if (token == "") != neg {
		ts.Fatalf("serve: link of the first administrator %q", token)
	}
	ts.Setenv("FIRST", "")
	if token != "" {
		ts.Setenv("FIRST", "/loi-moi/"+token)
	}
}

func cmdLater(ts *testscript.TestScript, neg bool, args []string) {
	d, err := time.ParseDuration(one(ts, args))
	ts.Check(err)
	w := of(ts)
	if !w.serving {
		ts.Fatalf("later: only an installation that is served has this clock")
	}
	w.now.Add(int64(d / time.Second))
}
