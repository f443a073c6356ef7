package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/record"
	"giaouoc/internal/web"
)

// Full tiles are kept by whoever has read them, what changes is asked for again,
// and a refusal is kept by nobody. Pages of other sites may read the record.
func TestHowTheRecordIsServed(t *testing.T) {
	d, dir := dbtest.OpenSQLite(t), t.TempDir()
	keys, err := key.Open(filepath.Join(dir, "khoa"))
	if err != nil {
		t.Fatal(err)
	}
	err = dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
		for range 257 {
			if err := record.Add(tx, record.Act{Act: access.OrgChange, Object: record.Object{Kind: "unit", ID: "u"}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	files := filepath.Join(dir, "nhat-ky")
	sealed, err := record.OpenLog(context.Background(), d, keys, record.Settings{Dir: files, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	server := web.New(web.Config{DB: d, Log: log, Keys: keys, Record: sealed, RecordDir: files})
	const (
		text = "text/plain; charset=utf-8"
		tile = "application/octet-stream"
		long = "public, max-age=31536000, immutable"
	)
	for path, want := range map[string]struct {
		status      int
		kind, cache string
	}{
		"/nhat-ky/checkpoint":             {200, text, "no-cache"},
		"/nhat-ky/khoa":                   {200, text, "no-cache"},
		"/nhat-ky/tile/0/000":             {200, tile, long},
		"/nhat-ky/tile/entries/000":       {200, tile, long},
		"/nhat-ky/tile/0/001.p/1":         {200, tile, "public, max-age=600"},
		"/nhat-ky/tile/1/000.p/1":         {200, tile, "public, max-age=600"},
		"/nhat-ky/tile/0/002":             {404, "text/html; charset=utf-8", "no-cache"},
		"/nhat-ky/tile/0/001.p/256":       {404, "text/html; charset=utf-8", "no-cache"},
		"/nhat-ky/tile/00/000":            {404, "text/html; charset=utf-8", "no-cache"},
		"/nhat-ky/tile/0/..%2f..%2fkhoa":  {404, "text/html; charset=utf-8", "no-cache"},
		"/nhat-ky/tile/0/001.p":           {404, "text/html; charset=utf-8", "no-cache"},
		"/nhat-ky/tile/0/..\\..\\khoa":    {404, "text/html; charset=utf-8", "no-cache"},
		"/nhat-ky/tile/0/000%00":          {404, "text/html; charset=utf-8", "no-cache"},
		"/nhat-ky/tile/entries/000.p/%0a": {404, "text/html; charset=utf-8", "no-cache"},
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		if r.URL, err = r.URL.Parse(path); err != nil {
			t.Fatal(err)
		}
		server.ServeHTTP(w, r)
		open := ""
		if want.status == 200 {
			open = "*"
		}
		h := w.Header()
		if w.Code != want.status || h.Get("Content-Type") != want.kind || h.Get("Cache-Control") != want.cache || h.Get("Access-Control-Allow-Origin") != open {
			t.Errorf("%s: %d %v", path, w.Code, h)
		}
	}
}
