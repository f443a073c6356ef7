package web_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	xhtml "golang.org/x/net/html"

	"giaouoc/data"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/jobs"
	"giaouoc/internal/key"
	"giaouoc/internal/record"
	"giaouoc/internal/signature"
	"giaouoc/internal/vn"
	"giaouoc/internal/web"
)

// A story is a script of testdata/script, played over HTTP from an empty
// database, by persons in their roles. Its commands:
//
//	day 2026-03-02         every later request happens on this day, at noon
//	day 2026-03-02 5       the same at another hour
//	load FILE…             giaouoc import FILE, as the person at the machine
//	job NAME               what the program does by itself: remind, digest, unseal, send, clean
//	as LOGIN | as -        who acts from here on; - is the public
//	get PATH               asks for a page
//	post PATH name=value…  sends a form; name=@FILE uploads a file
//	status CODE            the last answer's status
//	see TEXT, unseen TEXT  the last page's words (redirects are followed)
//	save FILE              keeps the last answer as a file
//	workbook FILE CELLS    makes a workbook of a text: "## Worksheet", then rows of
//	                       cells parted by tabs; a cell that is a number is one
//	cells                  reads the last answer as a workbook: see then sees
//	                       "Worksheet!A1 = text" for each cell
//	score FILE OUT         keeps what giaouoc score FILE --json answers
//	dump FILE              keeps every row of the database
//	again                  the server begins anew on the same database
//	serve                  from here on an installation as serve runs it, where persons
//	                       sign in; $FIRST is the link of the first administrator, which
//	                       ! serve does not print; as NAME is then a browser of that name
//	                       serve factors asks everybody for a second factor
//	letter ADDRESS TEXT [NUMBER]
//	                       has what waits sent to a mail server; see then sees the newest
//	                       letter to the address whose subject holds the text, of so many
//	refuse [ADDRESS]       the mail server refuses an address from here on, or none
//	fill FILE CRITERION|HEAD=VALUE …
//	                       fills cells of a saved marking table
//	agree FILE             the saved summary holds the numbers of the last page's tables
//	later 30m              the clock of the machine and of the installation goes on
//	enrol NAME             turns the second factor on, with a telephone whose secret is
//	                       then $NAME
//	totp NAME SECRET       sets $NAME to the code that a telephone with the secret shows
//	extra FILE             see then sees what a proof bundle carries beside the proof
//	holders                secret ballots have two holders of keys from here on
//	token NAME PATH CODE, cast NAME CHOICE…, replay NAME PATH [OLD NEW], checked, unseal
//	                       voters of a secret ballot, a check of its file from outside,
//	                       and the last answer as a sealed board that both holders open
//	folder [FILE]          the last answer as the folder of a dossier, perhaps with a byte of
//	                       a file changed, is checked from outside; see then sees the verdict
//	printed                the last page was a PDF; see and keep then read its text
//	signer NAME [expired|revoked|foreign]
//	                       makes NAME.p12, a key file with the password 1234
//	signedby NAME FILE OUT [DAYS]
//	                       signs a saved PDF outside of the program, so many days ago
//	altered FILE OUT       changes one byte of a file
//	drawn FILE             makes a small transparent PNG
//	sha256 FILE HEX        a saved file has this fingerprint
//	solve                  solves the puzzle of the last page: $TOKEN and $NUMBER
//	seal                   the record is sealed and published up to now
//	signin LOGIN PASSWORD [SECRET]
//	                       signs in on the pages; with a secret also with the next code
//	                       of the telephone, for which half a minute passes
//	solve                  solves the puzzle of the last page as its script does: $TOKEN
//	                       and $NUMBER are what the form then sends
//	keep NAME REGEXP       sets $NAME to the first group found in the last page's HTML;
//	                       ! keep wants none
//
// TEXT is compared with white space folded.
func TestStories(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		tell(t, func(e *testscript.Env) (string, error) { return filepath.Join(e.WorkDir, "story.db"), nil })
	})
	t.Run("postgres", func(t *testing.T) {
		dbtest.NeedPostgres(t)
		tell(t, func(e *testscript.Env) (string, error) {
			dsn, drop, err := dbtest.NewPostgres()
			if err == nil {
				e.Defer(func() {
					if err := drop(); err != nil {
						e.T().Log(err)
					}
				})
			}
			return dsn, err
		})
	})
}

// tell plays every story on databases that database makes.
func tell(t *testing.T, database func(*testscript.Env) (string, error)) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			dsn, err := database(e)
			if err != nil {
				return err
			}
			if err := begin(e, dsn); err != nil {
				return err
			}
			story, w := filepath.Base(e.WorkDir), e.Values[worldKey{}].(*world)
			e.Defer(func() {
				saysEverything(t, story, w)
				erasesEverybody(t, story, w)
			})
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"day": cmdDay, "load": cmdLoad, "as": cmdAs, "get": cmdGet, "post": cmdPost,
			"status": cmdStatus, "see": cmdSee, "unseen": cmdUnseen, "keep": cmdKeep,
			"serve": cmdServe, "later": cmdLater, "seal": cmdSeal, "extra": cmdExtra, "enrol": cmdEnrol, "letter": cmdLetter, "refuse": cmdRefuse, "totp": cmdTotp, "signin": cmdSignIn,
			"holders": cmdHolders, "token": cmdToken, "cast": cmdCast, "replay": cmdReplay, "checked": cmdChecked, "folder": cmdFolder, "unseal": cmdUnsealed, "printed": cmdPrinted,
			"signer": cmdSigner, "signedby": cmdSignedBy, "altered": cmdAltered, "drawn": cmdDrawn, "sha256": cmdSha256,
			"solve": cmdSolve, "score": cmdScore, "again": cmdAgain, "dump": cmdDump,
			"job": cmdJob, "save": cmdSave, "workbook": cmdWorkbook, "cells": cmdCells, "fill": cmdFill, "agree": cmdAgree,
		},
	})
}

// world is one story's server and its visitors.
type world struct {
	db      *db.DB
	jobs    *jobs.Runner
	server  *httptest.Server
	clients map[string]*http.Client
	voters  map[string]*storyVoter
	client  *http.Client
	config  web.Config
	serving bool
	root    *storyRoot      // who certifies the signers; nil while there are none
	trust   signature.Trust // of the server
	office  *postOffice     // where letters of the installation arrive
	now     atomic.Int64    // of the installation that is served, as Unix time

	status int
	path   string // of the last page, after redirects
	body   string // HTML of the last page
}

type worldKey struct{}

func begin(e *testscript.Env, dsn string) error {
	d, err := db.Open(context.Background(), dsn)
	if err != nil {
		return err
	}
	calendar, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		return err
	}
	blobs, err := blob.Open(filepath.Join(e.WorkDir, "blobs"))
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(testLog{e}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	keys, err := key.Open(filepath.Join(e.WorkDir, "khoa"))
	if err != nil {
		return err
	}
	files := filepath.Join(e.WorkDir, "nhat-ky")
	sealed, err := record.OpenLog(context.Background(), d, keys, record.Settings{Dir: files, Origin: "story.example/nhat-ky", Log: log})
	if err != nil {
		return err
	}
	w := &world{db: d, clients: map[string]*http.Client{}, voters: map[string]*storyVoter{}}
	w.jobs = jobs.New(jobs.Config{DB: d, Calendar: calendar, Log: log, Demo: true, Keys: keys})
	w.config = web.Config{DB: d, Blobs: blobs, Calendar: calendar, Log: log, Keys: keys, Demo: true, Mail: true, Record: sealed, RecordDir: files}
	w.config.Trust = func() (signature.Trust, error) { return w.trust, nil }
	w.server = httptest.NewServer(web.New(w.config))
	if w.office, err = openPostOffice(); err != nil {
		return err
	}
	e.Defer(func() { w.server.Close(); w.office.listener.Close(); d.Close() })
	e.Values[worldKey{}] = w
	w.be("-")
	return nil
}

type testLog struct{ e *testscript.Env }

func (l testLog) Write(p []byte) (int, error) {
	l.e.T().Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

func of(ts *testscript.TestScript) *world { return ts.Value(worldKey{}).(*world) }

func (w *world) be(login string) {
	if w.clients[login] == nil {
		jar, _ := cookiejar.New(nil)
		w.clients[login] = &http.Client{Jar: jar, Timeout: 30 * time.Second}
	}
	w.client = w.clients[login]
}

func (w *world) send(req *http.Request) error {
	res, err := w.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	w.status, w.path, w.body = res.StatusCode, res.Request.URL.Path, string(body)
	return undressed(w.body)
}

func cmdDay(ts *testscript.TestScript, neg bool, args []string) {
	hour := 12
	if len(args) == 2 {
		n, err := strconv.Atoi(args[1])
		ts.Check(err)
		hour, args = n, args[:1]
	}
	day, err := time.ParseInLocation("2006-01-02", one(ts, args), vn.Zone)
	ts.Check(err)
	at := day.Add(time.Duration(hour) * time.Hour)
	of(ts).now.Store(at.Unix())
	of(ts).db.SetClock(func() time.Time { return at })
}

func cmdJob(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(of(ts).jobs.Once(context.Background(), one(ts, args)))
}

func cmdSeal(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(of(ts).config.Record.Seal(context.Background()))
}

func cmdLoad(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		content := []byte(ts.ReadFile(name))
		err := dbtest.Try(of(ts).db, dbtest.Operator(), func(tx *db.Tx) error { return importFile(tx, name, content) })
		if (err != nil) != neg {
			ts.Fatalf("load %s: %v", name, err)
		}
		if err != nil {
			of(ts).body = "<p>" + html.EscapeString(err.Error()) + "</p>"
		}
	}
}

func cmdAs(ts *testscript.TestScript, neg bool, args []string) {
	w, login := of(ts), one(ts, args)
	first := w.clients[login] == nil
	w.be(login)
	if login == "-" || !first || w.serving {
		return
	}
	req, err := http.NewRequest(http.MethodPost, w.server.URL+"/vai/"+login, nil)
	ts.Check(err)
	ts.Check(w.send(req))
	if w.status != http.StatusOK {
		ts.Fatalf("as %s: status %d: %s", login, w.status, words(w.body))
	}
}

func cmdGet(ts *testscript.TestScript, neg bool, args []string) {
	w := of(ts)
	req, err := http.NewRequest(http.MethodGet, w.server.URL+one(ts, args), nil)
	ts.Check(err)
	ts.Check(w.send(req))
}

func cmdPost(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: post PATH name=value…")
	}
	w := of(ts)
	body, kind := form(ts, args[1:])
	req, err := http.NewRequest(http.MethodPost, w.server.URL+args[0], body)
	ts.Check(err)
	req.Header.Set("Content-Type", kind)
	ts.Check(w.send(req))
}

func form(ts *testscript.TestScript, pairs []string) (io.Reader, string) {
	if !strings.Contains(strings.Join(pairs, " "), "=@") {
		values := url.Values{}
		for _, p := range pairs {
			name, value, ok := strings.Cut(p, "=")
			if !ok {
				ts.Fatalf("post: %q is not name=value", p)
			}
			values.Add(name, strings.NewReplacer(`\t`, "\t", `\n`, "\n").Replace(value))
		}
		return strings.NewReader(values.Encode()), "application/x-www-form-urlencoded"
	}
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for _, p := range pairs {
		name, value, _ := strings.Cut(p, "=")
		if file, ok := strings.CutPrefix(value, "@"); ok {
			part, err := m.CreateFormFile(name, filepath.Base(file))
			ts.Check(err)
			_, err = io.WriteString(part, ts.ReadFile(file))
			ts.Check(err)
			continue
		}
		ts.Check(m.WriteField(name, value))
	}
	ts.Check(m.Close())
	return &b, m.FormDataContentType()
}

func cmdStatus(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(one(ts, args))
	ts.Check(err)
	if w := of(ts); w.status != want {
		ts.Fatalf("status %d, want %d: %s", w.status, want, words(w.body))
	}
}

func cmdSee(ts *testscript.TestScript, neg bool, args []string) {
	text := strings.Join(strings.Fields(one(ts, args)), " ")
	if page := words(of(ts).body); !strings.Contains(page, text) {
		ts.Fatalf("did not see %q in: %s", text, page)
	}
}

func cmdUnseen(ts *testscript.TestScript, neg bool, args []string) {
	text := strings.Join(strings.Fields(one(ts, args)), " ")
	if page := words(of(ts).body); strings.Contains(page, text) {
		ts.Fatalf("saw %q in: %s", text, page)
	}
}

func cmdKeep(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: keep NAME REGEXP")
	}
	re, err := regexp.Compile(args[1])
	ts.Check(err)
	m := re.FindStringSubmatch(html.UnescapeString(of(ts).body))
	if neg && m == nil {
		return
	}
	if len(m) < 2 || neg {
		ts.Fatalf("keep %s: %q not found in: %s", args[0], args[1], of(ts).body)
	}
	ts.Setenv(args[0], m[1])
}

func one(ts *testscript.TestScript, args []string) string {
	if len(args) != 1 {
		ts.Fatalf("want one argument, got %d", len(args))
	}
	return args[0]
}

// words is what a reader sees of a page: its text with white space folded.
func words(page string) string {
	root, err := xhtml.Parse(strings.NewReader(page))
	if err != nil {
		return fmt.Sprintf("unreadable page: %v", err)
	}
	var b strings.Builder
	var walk func(*xhtml.Node)
	walk = func(n *xhtml.Node) {
		if n.Type == xhtml.ElementNode && (n.Data == "script" || n.Data == "style") {
			return
		}
		if n.Type == xhtml.TextNode {
			b.WriteString(n.Data + " ")
		}
		for _, a := range n.Attr {
			if n.Data == "input" && a.Key == "value" {
				b.WriteString(a.Val + " ")
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return strings.Join(strings.Fields(b.String()), " ")
}
