package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaouoc/data"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/vn"
	"giaouoc/internal/web"
)

// TestEnginesAnswerAlike reads every public page, and the pages of a lead and of
// an officer, on both engines: the same words in the same order.
func TestEnginesAnswerAlike(t *testing.T) {
	lite, postgres := readAll(t, filepath.Join(t.TempDir(), "a.db")), readAll(t, dbtest.Postgres(t))
	if len(lite) < 30 {
		t.Fatalf("only %d pages", len(lite))
	}
	if diff := cmp.Diff(lite, postgres); diff != "" {
		t.Errorf("SQLite and PostgreSQL answer differently:\n%s", diff)
	}
}

var (
	anID      = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	aSalted   = regexp.MustCompile(`"(who|what)":"[0-9a-f]{64}"`)        // a hash with a salt of its own
	aQuestion = regexp.MustCompile(`(?s)<div class="puzzle".*?</label>`) // another one each time
	localHref = regexp.MustCompile(`href="(/[^"#]*)"`)
)

// readAll is the words of each page by its address, ids and salted hashes left
// out.
func readAll(t *testing.T, dsn string) map[string]string {
	t.Helper()
	d, err := db.Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	dbtest.SetDay(d, 2026, time.February, 24)
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		if err := importAll(tx); err != nil {
			return err
		}
		return importFile(tx, "practice-covenant.yaml", data.PracticeCovenant)
	})
	dbtest.SetDay(d, 2026, time.March, 10)
	calendar, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	keys, err := key.Open(filepath.Join(t.TempDir(), "khoa"))
	if err != nil {
		t.Fatal(err)
	}
	h := web.New(web.Config{DB: d, Blobs: blobs, Keys: keys, Calendar: calendar, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Demo: true})
	pages := map[string]string{}
	for _, person := range []string{"", "ha-noi-lanh-dao", "da-nang-chuyen-vien"} {
		crawl(t, h, person, pages)
	}
	return pages
}

func crawl(t *testing.T, h http.Handler, person string, pages map[string]string) {
	t.Helper()
	var cookies []*http.Cookie
	queue := []string{"/"}
	if person != "" {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/vai/"+person, nil))
		cookies = w.Result().Cookies()
		queue = []string{"/lam-viec"}
	}
	seen := map[string]bool{queue[0]: true}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		req := httptest.NewRequest(http.MethodGet, path, nil)
		for _, c := range cookies {
			req.AddCookie(c)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, req)
		if w.Code != http.StatusOK {
			t.Fatalf("%s answers %d to %q", path, w.Code, person)
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		body := aQuestion.ReplaceAllString(w.Body.String(), "")
		pages[person+" "+anID.ReplaceAllString(path, "ID")] = aSalted.ReplaceAllString(anID.ReplaceAllString(words(body), "ID"), "HASH")
		for _, m := range localHref.FindAllStringSubmatch(body, -1) {
			link := strings.ReplaceAll(m[1], "&amp;", "&")
			below := person == "" || strings.HasPrefix(link, "/lam-viec")
			if !seen[link] && below && !strings.HasPrefix(link, "/static") {
				seen[link] = true
				queue = append(queue, link)
			}
		}
	}
}
