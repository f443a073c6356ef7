package web_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/measure"
	"giaouoc/internal/web"
)

// asking is a request with an id from an address.
func asking(path, id, from string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.RemoteAddr = from + ":40000"
	r.Header.Set("X-Request-Id", id)
	return r
}

func TestOnlyAProxyNearNamesARequest(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	for _, c := range []struct {
		behind   bool
		id, from string
		kept     bool
	}{
		{true, "tu-may-chu-1", "10.0.0.2", true},
		{true, "tu-may-chu-1", "203.0.113.7", false},
		{true, "ngan", "10.0.0.2", false},
		{true, "co dau cach o day", "10.0.0.2", false},
		{false, "tu-may-chu-1", "10.0.0.2", false},
	} {
		s := web.New(web.Config{DB: d, Log: slog.New(slog.DiscardHandler), BehindProxy: c.behind})
		answer := httptest.NewRecorder()
		s.ServeHTTP(answer, asking("/dang-nhap", c.id, c.from))
		if got := answer.Header().Get("X-Request-Id"); (got == c.id) != c.kept || !measure.IsRequest(got) {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// Who meets a failure of ours reads the id by which the operator finds it.
func TestAFailureHasAnIDInTheLogAndOnThePage(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	log := &lines{}
	s := web.New(web.Config{DB: d, Log: slog.New(slog.NewJSONHandler(log, nil)), BehindProxy: true})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, asking("/don-vi", "ma-so-12345", "127.0.0.1"))
	if answer.Code != http.StatusInternalServerError || !strings.Contains(answer.Body.String(), "Mã sự cố") || !strings.Contains(answer.Body.String(), "ma-so-12345") {
		t.Errorf("status %d: %s", answer.Code, answer.Body)
	}
	text := strings.TrimSpace(log.String())
	if text == "" {
		t.Fatal("nothing is logged")
	}
	for line := range strings.Lines(text) {
		var said map[string]any
		if err := json.Unmarshal([]byte(line), &said); err != nil || said["request"] != "ma-so-12345" {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// What a voter's browser sends is not numbered.
func TestAVoteHasNoID(t *testing.T) {
	s := web.New(web.Config{DB: dbtest.OpenSQLite(t), Log: slog.New(slog.DiscardHandler), BehindProxy: true})
	for _, path := range []string{"/cum/c/2026/bo-phieu/b/phieu", "/cum/c/2026/bo-phieu/b/the", "/en/cum/c/2026/bo-phieu/b/the"} {
		vote := asking(path, "ma-so-12345", "127.0.0.1")
		vote.Method = http.MethodPost
		answer := httptest.NewRecorder()
		s.ServeHTTP(answer, vote)
		if id := answer.Header().Get("X-Request-Id"); id != "" {
			t.Errorf("%s has the id %q", path, id)
		}
	}
}

// The log of all requests names no person: nothing that was typed is in it.
func TestTheLogNamesNobody(t *testing.T) {
	s := newSite(t, verbose).start()
	person := s.person()
	typed := []string{"Nguyễn Thị Kín", "0905123456", "kin.nguyen@example.vn", "mật khẩu của Kín"}
	send := func(path string, fields url.Values) {
		t.Helper()
		res, err := person.PostForm(s.URL+path, fields)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
	}
	send("/dang-nhap", url.Values{"login": {typed[2]}, "password": {typed[3]}})
	send("/ban-tin", url.Values{"email": {typed[2]}, "rhythm": {"day"}})
	send("/dien-hinh/gioi-thieu", url.Values{"name": {typed[0]}, "contact": {typed[1]}, "sender": {typed[0]}, "story": {typed[0]}})
	person.get("/tra-cuu?q=" + url.QueryEscape(typed[0]))
	officer := s.as("quan-tri")
	officer.get("/don-vi/moi?name=" + url.QueryEscape(typed[0]))
	s.Close() // the log is written
	text := s.log.String()
	if strings.Count(text, "msg=request") < 5 {
		t.Fatalf("the log says %q", text)
	}
	for _, word := range typed {
		for _, form := range []string{word, url.QueryEscape(word), url.PathEscape(word)} {
			if strings.Contains(text, form) {
				t.Errorf("%q is in the log: %s", form, text)
			}
		}
	}
	for line := range strings.Lines(text) {
		if strings.Contains(line, "msg=request") && !strings.Contains(line, " request=") {
			t.Errorf("no id: %s", line)
		}
	}
}
