package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/measure"
	"giaouoc/internal/web"
)

// counted sums what the numbers have of requests, by the beginning of the labels.
func counted(t *testing.T, m *measure.Metrics, name, label string) (sum float64) {
	t.Helper()
	families, err := m.Registry().Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, one := range f.GetMetric() {
			for _, l := range one.GetLabel() {
				if f.GetName() == name && l.GetValue() == label {
					sum += one.GetCounter().GetValue()
				}
			}
		}
	}
	return sum
}

// A voter's two requests, and the pages of a ballot before and after them, are nowhere
// counted, timed or logged; other requests of the same moment are.
func TestAVoterIsNotMeasured(t *testing.T) {
	d, m := dbtest.OpenSQLite(t), measure.NewMetrics("sqlite")
	var told atomic.Int64
	d.Watch(&db.Watch{Slow: 1, Done: func(db.Work) { told.Add(1) }, Lag: func(context.Context, db.Slow) { told.Add(1) }})
	var log strings.Builder
	s := web.New(web.Config{DB: d, Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), Metrics: m, Site: &url.URL{Scheme: "http", Host: "localhost"}})
	ask := func(method, path string) int {
		r := httptest.NewRequest(method, path, strings.NewReader("{}"))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Code
	}
	for _, prefix := range []string{"", "/en"} {
		const one = "/cum/a/2026/bo-phieu/b"
		for _, path := range []string{one + "/the", one + "/phieu"} {
			if code := ask(http.MethodPost, prefix+path); code < 400 || code >= 500 {
				t.Errorf("%s answers %d", path, code)
			}
		}
		for _, path := range []string{"/cum/a/2026/bo-phieu", one, one + "/noi-dung.json"} {
			ask(http.MethodGet, prefix+path)
		}
	}
	if n := told.Load(); n != 0 {
		t.Errorf("the database told %d times of what voters asked", n)
	}
	families, err := m.Registry().Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if strings.HasPrefix(f.GetName(), "giaouoc_request") && f.GetName() != "giaouoc_requests_under_way" && len(f.GetMetric()) > 0 {
			t.Errorf("%s: %v", f.GetName(), f)
		}
	}
	if code := ask(http.MethodGet, "/don-vi"); code != http.StatusOK {
		t.Errorf("another page answers %d", code)
	}
	if told.Load() == 0 || counted(t, m, "giaouoc_requests_total", "/don-vi") != 1 {
		t.Errorf("another page is not counted: %d, %v", told.Load(), counted(t, m, "giaouoc_requests_total", "/don-vi"))
	}
}

func TestFormsAreCounted(t *testing.T) {
	d, m := dbtest.OpenSQLite(t), measure.NewMetrics("sqlite")
	s := web.New(web.Config{DB: d, Log: slog.New(slog.DiscardHandler), Metrics: m, Clock: time.Now})
	post := func(path, kind, body string) int {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Code
	}
	if code := post("/dang-nhap", "application/x-www-form-urlencoded", "login=ai&password=khong-dung"); code < 400 {
		t.Fatalf("a wrong password answers %d", code)
	}
	post("/sap-xep", "multipart/form-data; boundary=x", "--x--\r\n")
	families, err := m.Registry().Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == "giaouoc_sign_in_refusals_total" && f.GetMetric()[0].GetCounter().GetValue() != 1 {
			t.Errorf("%v", f)
		}
	}
	if counted(t, m, "giaouoc_uploads_total", "refused") != 1 || counted(t, m, "giaouoc_uploads_total", "taken") != 0 {
		t.Error("a refused form with files is not counted as such")
	}
}
