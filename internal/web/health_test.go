package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/web"
)

// probe asks h for a path from an address and returns the status and the word.
func probe(h http.Handler, path, from string) (int, string) {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.RemoteAddr = from + ":40000"
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	return answer.Code, strings.TrimSpace(answer.Body.String())
}

func TestReadinessSaysInAWordWhatIsMissing(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	s := serverOn(t, d, t.TempDir(), false, nil)
	want := func(when string, status int, word string) {
		t.Helper()
		if got, said := probe(s, "/san-sang", "127.0.0.1"); got != status || said != word {
			t.Errorf("%s: %d %q, want %d %q", when, got, said, status, word)
		}
		if got, said := probe(s, "/song", "127.0.0.1"); got != http.StatusOK || said != "ok" {
			t.Errorf("%s: alive is %d %q", when, got, said)
		}
	}
	want("at first", http.StatusOK, "ok")
	dbtest.Newer(t, d)
	want("with the tables of a newer program", http.StatusServiceUnavailable, "cấu trúc dữ liệu")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	want("without a database", http.StatusServiceUnavailable, "cơ sở dữ liệu")
	s.Drain()
	want("while it stops", http.StatusServiceUnavailable, "đang dừng")
}

func TestMachinesNearAskAsOftenAsTheyLike(t *testing.T) {
	s := web.New(web.Config{DB: dbtest.OpenSQLite(t), Log: slog.New(slog.DiscardHandler), Paces: web.Paces{Address: web.Pace{Burst: 3, Second: 0.001}}})
	last := func(from string) (status int) {
		for range 6 {
			status, _ = probe(s, "/song", from)
		}
		return status
	}
	for from, status := range map[string]int{"127.0.0.1": http.StatusOK, "10.1.2.3": http.StatusOK, "203.0.113.7": http.StatusTooManyRequests} {
		if got := last(from); got != status {
			t.Errorf("from %s: %d, want %d", from, got, status)
		}
	}
}
