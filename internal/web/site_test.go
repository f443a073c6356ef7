package web_test

import (
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/data"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/vn"
	"giaouoc/internal/web"
)

// site is a demonstration that is served over a real connection.
type site struct {
	*httptest.Server
	t     *testing.T
	db    *db.DB
	files string // the folder of stored files
	log   *lines
	pages *web.Server
}

// lines is a log that is read while it is written.
type lines struct {
	sync.Mutex
	text strings.Builder
}

func (l *lines) Write(b []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.Lock()
	defer l.Unlock()
	return l.text.String()
}

func newSite(t *testing.T, change func(*web.Config)) *site {
	t.Helper()
	d := dbtest.OpenSQLite(t)
	dbtest.Update(t, d, dbtest.Operator(), importAll)
	dbtest.SetDay(d, 2026, time.March, 2)
	return siteOn(t, d, t.TempDir(), filepath.Join(t.TempDir(), "khoa"), change)
}

// siteOn is a server on a database, with the folders of its files and keys.
func siteOn(t *testing.T, d *db.DB, files, keysDir string, change func(*web.Config)) *site {
	t.Helper()
	s := &site{t: t, db: d, files: files, log: &lines{}}
	calendar, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.Open(s.files)
	if err != nil {
		t.Fatal(err)
	}
	c := web.Config{DB: s.db, Blobs: blobs, Calendar: calendar, Log: slog.New(slog.NewTextHandler(s.log, nil)), Demo: true}
	keys, err := key.Open(keysDir)
	if err != nil {
		t.Fatal(err)
	}
	c.Keys = keys
	if change != nil {
		change(&c)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	s.Server = httptest.NewUnstartedServer(nil)
	s.pages = web.New(c)
	s.Config = web.HTTPServer(s.pages, c.Log)
	return s
}

// verbose lets a site note every request.
func verbose(c *web.Config) { c.Log = nil }

func (s *site) start() *site {
	s.Server.Start()
	s.t.Cleanup(s.Close)
	return s
}

// person is one browser at a site.
type person struct {
	*http.Client
	site *site
	from string // what a proxy says of the address and the protocol, or empty
}

func (s *site) person() *person {
	jar, _ := cookiejar.New(nil)
	c := *s.Client()
	c.Jar, c.Timeout = jar, time.Minute
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &person{Client: &c, site: s}
}

// as is a browser in a role of the demonstration.
func (s *site) as(login string) *person {
	s.t.Helper()
	p := s.person()
	if res, page := p.form("/vai/"+login, ""); res.StatusCode != http.StatusSeeOther {
		s.t.Fatalf("as %s: %d %s", login, res.StatusCode, page)
	}
	return p
}
