package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// Who asks while the database is away is told what is true of the request: nothing
// was written, or nobody knows.
func TestWhatIsSaidWhileTheDatabaseIsAway(t *testing.T) {
	s := New(Config{DB: dbtest.OpenSQLite(t), Log: slog.New(slog.DiscardHandler)})
	gone, unsure := fmt.Errorf("begin transaction: %w: %w", db.ErrAway, errors.New("FATAL x")), fmt.Errorf("%w: conn closed", db.ErrUnsure)
	for name, c := range map[string]struct {
		method string
		writes bool // before it fails
		err    error
		status int
		says   string
		later  string
	}{
		"reading":                  {http.MethodGet, false, gone, 503, "Hãy chờ ít giây rồi tải lại trang.", "5"},
		"reading, and noting that": {http.MethodGet, true, gone, 503, "Hãy chờ ít giây rồi tải lại trang.", "5"},
		"writing":                  {http.MethodPost, false, gone, 503, "chưa được ghi", "5"},
		"the second of two writes": {http.MethodPost, true, gone, 504, "chưa rõ việc vừa rồi đã được ghi hay chưa", ""},
		"a commit without answer":  {http.MethodPost, false, unsure, 504, "chưa rõ việc vừa rồi đã được ghi hay chưa", ""},
		"a failure of ours":        {http.MethodPost, false, errors.New("x"), 500, "Hệ thống gặp lỗi", ""},
	} {
		w := httptest.NewRecorder()
		h := noting(s.sessions.LoadAndSave(s.page(func(_ http.ResponseWriter, r *http.Request) error {
			if c.writes {
				if err := s.DB.Update(r.Context(), func(*db.Tx) error { return nil }); err != nil {
					t.Fatal(err)
				}
			}
			return c.err
		})))
		h.ServeHTTP(w, httptest.NewRequest(c.method, "/sap-xep", nil))
		text := w.Body.String()
		if w.Code != c.status || !strings.Contains(text, c.says) || w.Header().Get("Retry-After") != c.later {
			t.Errorf("%s: %d, Retry-After %q, %s", name, w.Code, w.Header().Get("Retry-After"), text)
		}
		if strings.Contains(text, "FATAL") || c.status == 504 && strings.Contains(text, "chưa được ghi") {
			t.Errorf("%s: it says too much: %s", name, text)
		}
	}
}
