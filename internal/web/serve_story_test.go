package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/rogpeppe/go-internal/testscript"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/web"
)

// cmdServe ends the demonstration, or the installation, and starts an
// installation on the same database; with "factors" everybody needs a second factor
// there, as --second-factor-for-all asks.
func cmdServe(ts *testscript.TestScript, neg bool, args []string) {
	w := of(ts)
	w.server.Close()
	if w.now.Load() == 0 {
		w.now.Store(time.Date(2026, time.March, 2, 5, 0, 0, 0, time.UTC).Unix())
	}
	clock := func() time.Time { return time.Unix(w.now.Load(), 0) }
	w.db.SetClock(clock)
	c := w.config
	c.Demo, c.Clock, c.FactorForAll = false, clock, len(args) == 1 && args[0] == "factors"
	w.serving = true
	w.post(ts)
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

var shownSecret = regexp.MustCompile(`Khóa để gõ tay ((?:[A-Z2-7]{1,4} )+)`)

func cmdEnrol(ts *testscript.TestScript, neg bool, args []string) {
	name := one(ts, args)
	cmdGet(ts, false, []string{"/tai-khoan/ma-xac-thuc"})
	m := shownSecret.FindStringSubmatch(words(of(ts).body))
	if m == nil {
		ts.Fatalf("no secret on the page: %s", words(of(ts).body))
	}
	secret := strings.ReplaceAll(m[1], " ", "")
	ts.Setenv(name, secret)
	cmdPost(ts, false, []string{"/tai-khoan/ma-xac-thuc", "code=" + codeOf(ts, secret)})
	cmdStatus(ts, false, []string{"200"})
}

func cmdTotp(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: totp NAME SECRET")
	}
	ts.Setenv(args[0], codeOf(ts, args[1]))
}

// codeOf is what a telephone with the secret shows now.
func codeOf(ts *testscript.TestScript, secret string) string {
	code, err := totp.GenerateCode(secret, time.Unix(of(ts).now.Load(), 0))
	ts.Check(err)
	return code
}

func cmdSignIn(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 && len(args) != 3 {
		ts.Fatalf("usage: signin LOGIN PASSWORD [SECRET]")
	}
	cmdPost(ts, false, []string{"/dang-nhap", "login=" + args[0], "password=" + args[1]})
	if len(args) == 3 {
		cmdLater(ts, false, []string{"30s"})
		cmdPost(ts, false, []string{"/dang-nhap/ma", "code=" + codeOf(ts, args[2])})
	}
	path := of(ts).path
	if in := of(ts).status == http.StatusOK && !strings.HasPrefix(path, "/dang-nhap"); in == neg {
		ts.Fatalf("signin %s: status %d at %s: %s", args[0], of(ts).status, path, words(of(ts).body))
	}
}
