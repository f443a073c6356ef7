package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// Two hundred people behind one address work all day and are not held back; one
// who sends without a pause is.
func TestAnOfficeBehindOneAddressIsNotHeldBack(t *testing.T) {
	p := newPaced(UsualPaces.Address, mostPaced)
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	for second := range 3600 {
		requests := 66 // a page every three seconds each
		if second%600 == 300 {
			requests = 1000 // everybody opens five pages at once: a ballot begins
		}
		for i := range requests {
			at := now.Add(time.Duration(second)*time.Second + time.Duration(i)*time.Second/time.Duration(requests))
			if wait := p.wait("office", at); wait > 0 {
				t.Fatalf("held back in second %d for %s", second, wait)
			}
		}
	}
	alone, refused := newPaced(UsualPaces.Account, mostPaced), 0
	for i := range 1000 {
		if alone.wait("one", now.Add(time.Duration(i)*10*time.Millisecond)) > 0 {
			refused++
		}
	}
	if refused < 600 {
		t.Errorf("of 1000 requests in 10 seconds of one account %d were refused", refused)
	}
}

// However many addresses come, so many are remembered; those that come again are.
func TestThePaceOfManyTakesLittleMemory(t *testing.T) {
	p := newPaced(Pace{Burst: 2, Second: 0.001}, 100)
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	for i := range 100_000 {
		p.wait(fmt.Sprint(i), now)
		p.wait("again", now)
	}
	if len(p.byKey) != 100 || p.order.Len() != 100 {
		t.Errorf("%d and %d are remembered", len(p.byKey), p.order.Len())
	}
	if p.wait("again", now) == 0 {
		t.Error("who comes again is forgotten")
	}
}

func TestWhoAsks(t *testing.T) {
	for name, c := range map[string]struct {
		behind   bool
		peer     string
		from     []string
		proto    string
		address  string
		https    bool
		together string // address of the pace
	}{
		"no proxy":              {false, "203.0.113.7:5000", nil, "", "203.0.113.7", false, "203.0.113.7"},
		"a forged header":       {false, "203.0.113.7:5000", []string{"8.8.8.8"}, "https", "203.0.113.7", false, "203.0.113.7"},
		"a proxy":               {true, "127.0.0.1:5000", []string{"203.0.113.7"}, "https", "203.0.113.7", true, "203.0.113.7"},
		"a proxy of HTTP":       {true, "10.0.0.2:5000", []string{"203.0.113.7"}, "http", "203.0.113.7", false, "203.0.113.7"},
		"forged before a proxy": {true, "127.0.0.1:5000", []string{"8.8.8.8, 203.0.113.7"}, "https", "203.0.113.7", true, "203.0.113.7"},
		"forged in a line":      {true, "127.0.0.1:5000", []string{"8.8.8.8", "203.0.113.7"}, "https", "203.0.113.7", true, "203.0.113.7"},
		"with a port":           {true, "127.0.0.1:5000", []string{"203.0.113.7:1234"}, "https", "203.0.113.7", true, "203.0.113.7"},
		"past the proxy":        {true, "203.0.113.66:5000", []string{"8.8.8.8"}, "https", "203.0.113.66", false, "203.0.113.66"},
		"nonsense":              {true, "127.0.0.1:5000", []string{"unknown"}, "gopher", "127.0.0.1", false, "127.0.0.1"},
		"IPv6":                  {true, "[::1]:5000", []string{"2001:db8:1:2:3:4:5:6"}, "https", "2001:db8:1:2:3:4:5:6", true, "2001:db8:1:2::/64"},
		"IPv4 in IPv6":          {false, "[::ffff:203.0.113.7]:5000", nil, "", "203.0.113.7", false, "203.0.113.7"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.peer
		for _, line := range c.from {
			r.Header.Add("X-Forwarded-For", line)
		}
		if c.proto != "" {
			r.Header.Set("X-Forwarded-Proto", c.proto)
		}
		var got visitor
		s := &Server{Config: Config{BehindProxy: c.behind}}
		s.met(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			got = visitorOfRequest(r)
			if addressOf(r) != c.address {
				t.Errorf("%s: address %s, want %s", name, addressOf(r), c.address)
			}
		})).ServeHTTP(httptest.NewRecorder(), r)
		if got.https != c.https || networkOf(got.address) != c.together {
			t.Errorf("%s: %v, pace of %s", name, got, networkOf(got.address))
		}
	}
}
