package web_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"image"
	"image/png"
	"io"
	"log/slog"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"giaouoc/data"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web"
)

// walkWorld is a server on which the clusters of the walk were played.
type walkWorld struct {
	dir     string
	dsn     string
	db      *db.DB
	server  *web.Server
	day     time.Time
	objects map[string]map[string]string
	cookies map[string]*http.Cookie // by login
	sealed  *record.Log             // nil until all is played
	made    []byte                  // the database as it was played; SQLite only

	before func(who, path string, pairs []string) // is told of each form of the world before it is sent; nil for nobody
}

// played makes the world on an empty database.
func played(t *testing.T, dsn string) *walkWorld {
	t.Helper()
	w := &walkWorld{dir: t.TempDir(), dsn: dsn, cookies: map[string]*http.Cookie{}, objects: map[string]map[string]string{}}
	w.open(t)
	w.play(t, "own", "cum", "u")
	w.play(t, "other", "khac", "k")
	w.objects["unit"] = maps.Clone(w.objects["own"])
	for name, value := range w.objects["own"] {
		if of, ok := strings.CutSuffix(name, "_d"); ok {
			w.objects["unit"][of] = value
		}
	}
	w.objects["unit"]["unit"] = "u-d"
	for _, walker := range walkers[1:] {
		w.signIn(t, "u-"+walker)
	}
	w.seal(t)
	if strings.HasSuffix(dsn, ".db") {
		w.close(t)
		made, err := os.ReadFile(dsn)
		if err != nil {
			t.Fatal(err)
		}
		w.made = made
		w.open(t)
	}
	t.Cleanup(func() { w.close(t) })
	return w
}

// seal publishes the record of what was played. What is asked for afterwards waits
// to be sealed; a database that is put back still is the one that was sealed.
func (w *walkWorld) seal(t *testing.T) {
	t.Helper()
	keys, err := key.Open(filepath.Join(w.dir, "khoa"))
	if err != nil {
		t.Fatal(err)
	}
	w.sealed, err = record.OpenLog(context.Background(), w.db, keys, record.Settings{
		Dir: filepath.Join(w.dir, "nhat-ky"), Origin: "walk.example/nhat-ky", Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.server = serverOn(t, w.db, w.dir, true, w.sealed)
}

// copied is the same world on a database of its own.
func (w *walkWorld) copied(t *testing.T) *walkWorld {
	t.Helper()
	c := *w
	c.dsn = filepath.Join(t.TempDir(), "part.db")
	c.restore(t)
	t.Cleanup(func() { c.close(t) })
	return &c
}

// restore puts the database back to what was played.
func (w *walkWorld) restore(t *testing.T) {
	t.Helper()
	if w.made == nil {
		t.Fatal("something was changed that cannot be put back")
	}
	w.close(t)
	for _, more := range []string{"-wal", "-shm"} {
		if err := os.Remove(w.dsn + more); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(w.dsn, w.made, 0o600); err != nil {
		t.Fatal(err)
	}
	w.open(t)
}

func (w *walkWorld) open(t *testing.T) {
	t.Helper()
	d, err := db.Open(context.Background(), w.dsn)
	if err != nil {
		t.Fatal(err)
	}
	w.db = d
	w.db.SetClock(func() time.Time { return w.day })
	w.server = serverOn(t, d, w.dir, true, w.sealed)
}

func (w *walkWorld) close(t *testing.T) {
	t.Helper()
	if w.db == nil {
		return
	}
	if err := w.db.Close(); err != nil {
		t.Error(err)
	}
	w.db = nil
}

// serverOn is a server with what a walk needs; sealed is nil where the record is not
// sealed.
func serverOn(t *testing.T, d *db.DB, dir string, demo bool, sealed *record.Log) *web.Server {
	t.Helper()
	calendar, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.Open(filepath.Join(dir, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := key.Open(filepath.Join(dir, "khoa"))
	if err != nil {
		t.Fatal(err)
	}
	site := &url.URL{Scheme: "http", Host: "localhost"} // a name, so that there are passkeys
	sso := web.SSO{Issuer: "http://localhost:1", Client: "giao-uoc"}
	log := slog.New(slog.NewTextHandler(walkLog{t}, &slog.HandlerOptions{Level: slog.LevelError}))
	c := web.Config{DB: d, Blobs: blobs, Calendar: calendar, Log: log, Keys: keys, Site: site, SSO: sso, Demo: demo, Mail: true}
	if sealed != nil {
		c.Record, c.RecordDir = sealed, filepath.Join(dir, "nhat-ky")
	}
	return web.New(c)
}

// walkLog makes what the server could not do a failure.
type walkLog struct{ t *testing.T }

func (l walkLog) Write(p []byte) (int, error) {
	l.t.Errorf("%s", strings.TrimSpace(string(p)))
	return len(p), nil
}

// play takes one cluster through testdata/routes/world.txt.
func (w *walkWorld) play(t *testing.T, object, slug, prefix string) {
	t.Helper()
	kept := map[string]string{"C": slug, "P": prefix}
	w.objects[object] = kept
	facts := expand(string(readFile(t, "testdata/routes/world.yaml")), kept)
	w.day = time.Date(2024, 1, 5, 5, 0, 0, 0, time.UTC)
	if err := dbtest.Try(w.db, dbtest.Operator(), func(tx *db.Tx) error { return importFile(tx, "world.yaml", []byte(facts)) }); err != nil {
		t.Fatal(err)
	}
	who, page := "", ""
	for n, line := range strings.Split(string(readFile(t, "testdata/routes/world.txt")), "\n") {
		args := split(line)
		if len(args) == 0 {
			continue
		}
		for i := range args {
			if args[0] != "keep" {
				args[i] = expand(args[i], kept)
			}
		}
		at := fmt.Sprintf("world.txt:%d: %s", n+1, strings.Join(args, " "))
		switch args[0] {
		case "day":
			day, err := time.Parse(time.DateOnly, args[1])
			if err != nil {
				t.Fatal(err)
			}
			w.day = day.Add(5 * time.Hour)
		case "as":
			if who = args[1]; who != "-" {
				w.signIn(t, who)
			}
		case "again":
			delete(w.cookies, who)
			w.signIn(t, who)
		case "get":
			answer := w.send(httptest.NewRequest(http.MethodGet, args[1], nil), who)
			if page = answer.Body.String(); answer.Code != http.StatusOK {
				t.Fatalf("%s: %d: %s", at, answer.Code, words(page))
			}
		case "post":
			if w.before != nil {
				w.before(who, args[1], args[2:])
			}
			body, kind := filled(t, args[2:])
			req := httptest.NewRequest(http.MethodPost, args[1], body)
			req.Header.Set("Content-Type", kind)
			answer := w.send(req, who)
			if page = answer.Body.String(); answer.Code != http.StatusSeeOther && answer.Code != http.StatusOK {
				t.Fatalf("%s: %d: %s", at, answer.Code, words(page))
			}
		case "keep":
			found := regexp.MustCompile(args[2]).FindStringSubmatch(html.UnescapeString(page))
			if len(found) < 2 {
				t.Fatalf("%s: not found in %s", at, page)
			}
			kept[args[1]] = found[1]
		default:
			t.Fatalf("%s: unknown command", at)
		}
	}
	kept["ballot"] = w.openVote(t, slug)
	maps.Copy(kept, map[string]string{
		"regime": "2022-d152", "award": "B-TTG", "instrument": "06-2022-qh15",
		"cluster": slug, "year": "2026", "unit": prefix + "-b", "number": "1", "version": "1", "login": prefix + "-officer", "token": "khong-co", "file": "khong-co.ics", "list": "khong-co", "form": "0603", "format": "xlsx",
		"person": "khong-co", "comment": "khong-co", "meeting": "khong-co", "objection": "khong-co", "initiative": "khong-co",
		"move": "propose", "consult": "khong-co", "opinion": "khong-co", "secret": "khong-co",
		"kind": "movement", "object": kept["movement"], "object_d": kept["movement_d"],
		"bundle": "giaouoc-" + kept["entry"] + ".tlog-proof", "bundle_d": "giaouoc-" + kept["entry_d"] + ".tlog-proof",
	})
}

// openVote opens a secret ballot of a cluster.
func (w *walkWorld) openVote(t *testing.T, slug string) string {
	t.Helper()
	keys, err := key.Open(filepath.Join(w.dir, "khoa"))
	if err != nil {
		t.Fatal(err)
	}
	holders, _ := near(t)
	m := twoNames
	m.ID = db.NewID()
	return openVotes(t, w.db, keys, slug, 2026, holders, m).o.ID
}

func (w *walkWorld) signIn(t *testing.T, login string) {
	t.Helper()
	if w.cookies[login] != nil {
		return
	}
	answer := w.send(httptest.NewRequest(http.MethodPost, "/vai/"+login, nil), "")
	for _, c := range answer.Result().Cookies() {
		if c.Name == "giaouoc" {
			w.cookies[login] = c
		}
	}
	if w.cookies[login] == nil {
		t.Fatalf("%s cannot sign in: %d", login, answer.Code)
	}
	w.send(httptest.NewRequest(http.MethodGet, "/lam-viec", nil), login) // takes the greeting off
}

func (w *walkWorld) send(req *http.Request, login string) *httptest.ResponseRecorder {
	if c := w.cookies[login]; c != nil {
		req.AddCookie(c)
	}
	answer := httptest.NewRecorder()
	w.server.ServeHTTP(answer, req)
	return answer
}

// split parts a line into words; quotes keep one together, a # begins a comment.
func split(line string) []string {
	var args []string
	for line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#"); line = strings.TrimLeft(line, " ") {
		var word strings.Builder
		quoted := false
		i := 0
		for ; i < len(line) && (quoted || line[i] != ' '); i++ {
			if line[i] == '\'' {
				quoted = !quoted
			} else {
				word.WriteByte(line[i])
			}
		}
		args, line = append(args, word.String()), line[i:]
	}
	return args
}

func expand(text string, kept map[string]string) string {
	return os.Expand(text, func(name string) string { return kept[name] })
}

// filled is the body of a form of name=value pairs; name=@FILE sends a small PDF, or a
// small PNG where the name ends so.
func filled(t *testing.T, pairs []string) (io.Reader, string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for _, p := range pairs {
		name, value, _ := strings.Cut(p, "=")
		file, isFile := strings.CutPrefix(value, "@")
		if !isFile {
			if err := form.WriteField(name, strings.ReplaceAll(value, `\t`, "\t")); err != nil {
				t.Fatal(err)
			}
			continue
		}
		part, err := form.CreateFormFile(name, file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, ".png") {
			if err := png.Encode(part, image.NewGray(image.Rect(0, 0, 80, 80))); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if _, err := io.WriteString(part, "%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return &b, form.FormDataContentType()
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
