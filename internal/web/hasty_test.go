package web_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"giaouoc/internal/web"
)

// Who asks too fast is told when to come again, in words, and then may; others,
// and what pages load, are not held back.
func TestWhoAsksTooFastWaits(t *testing.T) {
	now := time.Date(2026, 3, 2, 5, 0, 0, 0, time.UTC)
	s := newSite(t, func(c *web.Config) {
		c.BehindProxy, c.Clock = true, func() time.Time { return now }
		c.Paces = web.Paces{Address: web.Pace{Burst: 20, Second: 0.5}, Account: web.Pace{Burst: 5, Second: 0.25}}
	}).start()
	one, other := s.person(), s.person()
	one.from, other.from = "203.0.113.7", "203.0.113.8"
	refused := func(p *person, path string, wait string) {
		t.Helper()
		res, page := p.get(path)
		if res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") != wait || !strings.Contains(words(page), "Hãy chờ "+wait+" giây") {
			t.Errorf("status %d, Retry-After %q: %s", res.StatusCode, res.Header.Get("Retry-After"), words(page))
		}
		if res.Header.Get("Content-Security-Policy") == "" || res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("headers %v", res.Header)
		}
	}
	passes := func(p *person, path string) {
		t.Helper()
		if res, page := p.get(path); res.StatusCode != http.StatusOK {
			t.Errorf("status %d: %s", res.StatusCode, words(page))
		}
	}
	for range 20 {
		passes(one, "/don-vi/thanh-pho")
	}
	refused(one, "/don-vi/thanh-pho", "2")
	passes(other, "/don-vi/thanh-pho")
	passes(one, "/tinh/app.css")
	one.from = "203.0.113.9, 203.0.113.7" // what it says of itself is not believed
	refused(one, "/don-vi/thanh-pho", "2")
	now = now.Add(2 * time.Second)
	passes(one, "/don-vi/thanh-pho")
	refused(one, "/don-vi/thanh-pho", "2")

	// An account is the same from everywhere.
	mover := s.person()
	for i := range 6 {
		mover.from = "203.0.113.2" + string(rune('0'+i))
		if i == 0 {
			if res, _ := mover.form("/vai/thuong-truc", ""); res.StatusCode != http.StatusSeeOther {
				t.Fatalf("sign in: status %d", res.StatusCode)
			}
			continue
		}
		passes(mover, "/lam-viec")
	}
	mover.from = "203.0.113.99"
	refused(mover, "/lam-viec", "4")

	// The machine itself is not held back: a proxy nobody told us of looks like it.
	local := s.person()
	for range 60 {
		passes(local, "/don-vi/thanh-pho")
	}
}

// A browser that is slow to ask, to send or to ask again is not waited for. The
// real limits are minutes; the test divides each by a hundred.
func TestASlowBrowserIsNotWaitedFor(t *testing.T) {
	s := newSite(t, nil)
	for name, limit := range map[string]*time.Duration{
		"header": &s.Config.ReadHeaderTimeout, "read": &s.Config.ReadTimeout, "write": &s.Config.WriteTimeout, "idle": &s.Config.IdleTimeout,
	} {
		if *limit <= 0 || *limit > 5*time.Minute {
			t.Errorf("the limit of %s is %s", name, *limit)
		}
		*limit /= 100
	}
	s.start()
	for name, sent := range map[string]string{
		"half a header": "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
		"half a form":   "POST /dang-nhap HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nlogin=",
		"nothing more":  "GET /khong-co HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("tcp", s.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(conn, sent); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadAll(conn); err != nil && !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("the server did not end the connection: %v", err)
			}
		})
	}
}
