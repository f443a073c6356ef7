package web_test

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
)

// What a person may type, paste or be made to send. The marks in "pasted" and
// "decomposed" are looked for in the database: no text is kept with them.
const (
	unseen   = "dán\u200b\u202evào"
	attacker = `<script>alert(1)</script>`
)

var decomposed = norm.NFD.String("Nguyễn Thị Đượm")

var badTexts = map[string]func(kind string) string{
	"empty": func(string) string { return "" },
	"long":  func(string) string { return strings.Repeat("a", 100_000) },
	"wrong": func(kind string) string {
		if kind == "day" {
			return "31/2/2026"
		}
		return "mười hai phẩy 3"
	},
	"pasted":     func(string) string { return "\tdòng một\r\ndòng hai\x00 " + unseen },
	"emoji":      func(string) string { return "👨‍👩‍👧‍👦🎉 tốt" },
	"decomposed": func(string) string { return decomposed },
	"all": func(string) string {
		return unseen + "\t👨‍👩‍👧‍👦\x00 " + decomposed + attacker + "{{7*7}}'; DROP TABLE account; --\"\r\n"
	},
	"script": func(string) string { return attacker + "{{7*7}}'; DROP TABLE account; --\"" },
}

// spared are forms that end the session of who sends them, or change who acts.
var spared = []string{"POST /dang-xuat", "POST /vai/{login}"}

// noted are forms of which a refusal is an entry of its own: attempts to prove who one is.
var noted = []string{"POST /dang-nhap", "POST /dang-nhap/khoa", "POST /tai-khoan/mat-khau", "POST /tai-khoan/ma-xac-thuc"}

// whole are tables that are handed in whole: what is empty in them is said in one
// sentence, and its lines are marked.
var whole = []string{"POST /lam-viec/{cluster}/{year}/cham-cheo/{unit}", "POST /lam-viec/{cluster}/{year}/cham-diem/{unit}/tham-dinh", "POST /lam-viec/{cluster}/{year}/cham-diem/{unit}"}

// found is a form with who saw it, and where.
type found struct {
	form    pageForm
	login   string // empty for the public
	page    string
	pattern string
	known   url.Values
}

// formWalk finds every form of the site, and what each does with bad text.
type formWalk struct {
	w       *walkWorld
	router  router
	known   map[string]url.Values // by pattern
	seen    map[string]bool
	found   []found
	faults  map[string][]string
	entries string
}

// Every form of the site is sent with each kind of bad text in each of its fields: it
// takes it, or says beside the field what is wrong, keeps what was typed and saves
// nothing.
func TestEveryFormForgives(t *testing.T) {
	w := &walkWorld{dir: t.TempDir(), dsn: filepath.Join(t.TempDir(), "forms.db"), cookies: map[string]*http.Cookie{}, objects: map[string]map[string]string{}}
	w.open(t)
	f := newFormWalk(t, w)
	w.before = func(who, path string, pairs []string) { f.meanwhile(t, who, path, pairs) }
	w.play(t, "own", "cum", "u")
	w.before = nil
	for _, walker := range formWalkers {
		if walker != stranger {
			w.signIn(t, login(walker))
		}
	}
	f.keep(t)
	for _, walker := range formWalkers {
		f.gather(t, walker)
	}
	if len(f.seen) < 250 {
		t.Errorf("only %d forms were found", len(f.seen))
	}
	w.close(t)
	const shards = 2
	for n := range shards {
		t.Run(fmt.Sprintf("part %d", n+1), func(t *testing.T) {
			t.Parallel()
			part := *f
			part.w, part.faults = w.copied(t), map[string][]string{}
			for i := n; i < len(f.found); i += shards {
				part.try(t, f.found[i])
			}
			part.report(t)
		})
	}
	f.report(t)
}

// formWalkers have between them every form.
var formWalkers = []string{stranger, "officer", "leader", "lead", "deputy", "appraiser", "office", "council", "editor", "admin"}

func (f *formWalk) report(t *testing.T) {
	t.Helper()
	for _, fault := range slices.Sorted(maps.Keys(f.faults)) {
		where := f.faults[fault]
		slices.Sort(where)
		t.Errorf("%s\n\t%s", fault, strings.Join(slices.Compact(where), "\n\t"))
	}
}

// keep makes the database as it is what restore puts back.
func (f *formWalk) keep(t *testing.T) {
	t.Helper()
	f.w.close(t)
	made, err := os.ReadFile(f.w.dsn)
	if err != nil {
		t.Fatal(err)
	}
	f.w.made = made
	f.w.open(t)
	f.entries = f.latest(t)
}

// meanwhile tries a form of the world at the moment it is about to be sent there, on a
// database of its own: later it may stand on no page any more.
func (f *formWalk) meanwhile(t *testing.T, who, path string, pairs []string) {
	t.Helper()
	pattern := f.router.pattern(http.MethodPost, path)
	if who == "-" || slices.ContainsFunc(slices.Collect(maps.Keys(f.seen)), func(k string) bool { return strings.HasPrefix(k, pattern+" | ") }) {
		return
	}
	for page := path; strings.Count(page, "/") > 1; page = page[:strings.LastIndex(page, "/")] {
		answer := f.w.send(httptest.NewRequest(http.MethodGet, page, nil), who)
		p, err := parsePage(answer.Body.String())
		if err != nil {
			t.Fatal(err)
		}
		before := len(f.found)
		if f.take(who, page, slices.DeleteFunc(p.forms, func(form pageForm) bool { return form.action != path })); len(f.found) == before {
			continue
		}
		one := f.found[before]
		f.found = f.found[:before]
		one.known = url.Values{}
		for _, pair := range pairs {
			if name, value, _ := strings.Cut(pair, "="); !strings.HasPrefix(value, "@") {
				one.known.Add(name, strings.ReplaceAll(value, `\t`, "\t"))
			}
		}
		f.keep(t)
		aside, world := *f, *f.w
		world.db, world.dsn = nil, filepath.Join(t.TempDir(), "aside.db")
		aside.w = &world
		world.restore(t)
		aside.try(t, one)
		world.close(t)
		return
	}
}

func newFormWalk(t *testing.T, w *walkWorld) *formWalk {
	t.Helper()
	f := &formWalk{w: w, router: newRouter(w.server.Patterns()), known: map[string]url.Values{}, seen: map[string]bool{}, faults: map[string][]string{}}
	rows, _ := readRows(t)
	for _, r := range rows {
		if r.posts() && len(r.form) > len(f.known[r.pattern]) {
			f.known[r.pattern] = r.form
		}
	}
	return f
}

// gather reads what a walker may open, and the pages that those lead to.
func (f *formWalk) gather(t *testing.T, walker string) {
	rows, _ := readRows(t)
	var todo []string
	for _, r := range rows {
		if !r.posts() && r.cells["own"][walker] == http.StatusOK {
			todo = append(todo, f.w.address(t, r, "own"))
		}
	}
	opened := map[string]bool{}
	for len(todo) > 0 {
		path, _, _ := strings.Cut(todo[0], "#")
		todo = todo[1:]
		key := f.router.pattern(http.MethodGet, path) + "?" + queryNames(path)
		if strings.HasPrefix(path, "/en") || opened[path] || opened[key] && strings.Contains(key, "{") && strings.HasSuffix(key, "?x") {
			continue
		}
		opened[path], opened[key] = true, true
		answer := f.w.send(httptest.NewRequest(http.MethodGet, path, nil), login(walker))
		if answer.Code != http.StatusOK || !strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html") {
			continue
		}
		p, err := parsePage(answer.Body.String())
		if err != nil {
			t.Fatal(err)
		}
		f.take(login(walker), path, p.forms)
		for _, link := range p.links {
			if key := f.router.pattern(http.MethodGet, link) + "?" + queryNames(link); strings.HasPrefix(link, "/") && !strings.HasPrefix(key, "?") && !opened[key] {
				todo = append(todo, link)
			}
		}
	}
}

func login(walker string) string {
	if walker == stranger {
		return ""
	}
	return "u-" + walker
}

// queryNames are the names of what an address asks for.
func queryNames(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.Join(slices.Sorted(maps.Keys(u.Query())), " ")
}

// take notes the forms that were not seen before.
func (f *formWalk) take(login, page string, forms []pageForm) {
	for _, form := range forms {
		address, _, _ := strings.Cut(page, "?")
		form.action = cmp.Or(form.action, address)
		pattern := f.router.pattern(cmp.Or(form.method, "GET"), form.action)
		key := pattern + " | " + form.names()
		if form.method != http.MethodPost || !strings.HasPrefix(pattern, "POST ") || f.seen[key] || slices.Contains(spared, pattern) {
			continue
		}
		f.seen[key] = true
		f.found = append(f.found, found{form, login, page, pattern, f.known[pattern]})
	}
}

// try sends one form as it should be, and with bad text.
func (f *formWalk) try(t *testing.T, one found) {
	values := one.form.plausible(one.known, func(s string) string { return expand(s, f.w.objects["own"]) })
	base := f.send(t, one, values)
	for _, q := range one.form.fields {
		if !slices.Contains(written, q.kind) {
			if q.kind == "choice" || q.kind == "hidden" || q.kind == "button" {
				bad := maps.Clone(values)
				bad[q.name] = []string{attacker}
				f.send(t, one, bad)
			}
			continue
		}
		for _, kind := range kindsOf(q) {
			bad := maps.Clone(values)
			bad[q.name] = []string{badTexts[kind](q.kind)}
			answer := f.send(t, one, bad)
			if kind == "long" && q.kind != "area" && q.kind != "password" && answer.Code == http.StatusSeeOther {
				f.fault(one, "takes 100,000 letters in a line", q.name)
			}
			if answer.Code >= 400 && answer.Code < 500 {
				f.refused(t, one, q, kind, bad, answer, base.Code < 400)
			}
		}
	}
}

// kindsOf are the kinds of bad text that mean something else to a field.
func kindsOf(q formField) []string {
	if q.kind == "line" || q.kind == "area" {
		return []string{"empty", "long", "all"}
	}
	return []string{"empty", "long", "wrong", "all"}
}

func (f *formWalk) fault(one found, what string, about ...string) {
	line := one.pattern + " " + strings.Join(about, " ") + " [" + one.login + " " + one.page + "]"
	f.faults[what] = append(f.faults[what], line)
}

// send asks, holds what every answer keeps, and puts back what was changed.
func (f *formWalk) send(t *testing.T, one found, values url.Values) *httptest.ResponseRecorder {
	t.Helper()
	body, kind := one.form.body(t, values)
	req := httptest.NewRequest(http.MethodPost, one.form.action, body)
	req.Header.Set("Content-Type", kind)
	answer := f.w.send(req, one.login)
	name := ""
	for k, v := range values {
		for _, x := range v {
			if strings.Contains(x, attacker) {
				name = k
			}
		}
	}
	if answer.Code >= 500 {
		f.fault(one, "breaks", fmt.Sprint(answer.Code), values.Encode()[:min(len(values.Encode()), 300)])
	}
	pages := []string{answer.Body.String()}
	if to := answer.Header().Get("Location"); to != "" {
		for _, path := range []string{to, one.page} {
			next := f.w.send(httptest.NewRequest(http.MethodGet, path, nil), one.login)
			if next.Code >= 500 {
				f.fault(one, "breaks the page after it", path, values.Encode()[:min(len(values.Encode()), 300)])
			}
			pages = append(pages, next.Body.String())
		}
	}
	for _, page := range pages {
		if strings.Contains(page, attacker) {
			f.fault(one, "shows a script as it was sent", name)
		}
	}
	if answer.Code < 400 {
		f.stored(t, one, values)
		f.w.restore(t)
	} else if f.latest(t) != f.entries {
		if !slices.Contains(noted, one.pattern) {
			f.fault(one, "is refused and saved", answer.Result().Status)
		}
		f.w.restore(t)
	}
	return answer
}

// stored looks for what no text is kept with.
func (f *formWalk) stored(t *testing.T, one found, values url.Values) {
	for name, v := range values {
		if len(v) == 0 || !strings.Contains(v[0], decomposed) {
			continue
		}
		for _, part := range []string{"", "-wal"} {
			content, err := os.ReadFile(f.w.dsn + part)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			if bytes.Contains(content, []byte(decomposed)) {
				f.fault(one, "keeps decomposed text", name)
			}
			if bytes.Contains(content, []byte(unseen)) {
				f.fault(one, "keeps what nobody sees", name)
			}
		}
	}
}

// refused holds what the answer to a refused form says; alone tells that nothing but
// the bad text can be the reason.
func (f *formWalk) refused(t *testing.T, one found, q formField, kind string, sent url.Values, answer *httptest.ResponseRecorder, alone bool) {
	p, err := parsePage(answer.Body.String())
	if err != nil {
		t.Fatal(err)
	}
	if answer.Code == http.StatusForbidden || answer.Code == http.StatusNotFound || answer.Code == http.StatusConflict && !alone {
		return
	}
	about := []string{q.name, kind, fmt.Sprint(answer.Code)}
	if !p.summary {
		f.fault(one, "is refused without a summary", append(about, strings.Join(strings.Fields(words(answer.Body.String())), " ")[:200])...)
		return
	}
	for _, id := range p.leads {
		if !p.ids[id] {
			f.fault(one, "its summary leads nowhere", append(about, id)...)
		}
	}
	again := f.again(one, q.name, p)
	if again == nil {
		f.fault(one, "loses the form", about...)
		return
	}
	for _, field := range again.fields {
		if field.marked && field.shut {
			f.fault(one, "hides what is wrong", append(about, field.name)...)
		}
		if typed := sent.Get(field.name); slices.Contains(written, field.kind) && field.kind != "password" && field.name != components.PuzzleWords && typed != "" && (len(field.values) == 0 || vn.Line(field.values[0]) != vn.Line(typed)) {
			f.fault(one, "loses what was typed", append(about, "in "+field.name)...)
		}
	}
	if alone && !slices.Contains(whole, one.pattern) && !again.field(q.name).marked {
		f.fault(one, "says nothing beside the field", append(about, "summary: "+strings.Join(p.leads, ","))...)
	}
}

// again finds the form in the page that answers it.
func (f *formWalk) again(one found, name string, p parsed) *pageForm {
	for _, form := range p.forms {
		address, _, _ := strings.Cut(cmp.Or(form.action, one.form.action), "?")
		if own, _, _ := strings.Cut(one.form.action, "?"); address == own && form.field(name) != nil {
			return &form
		}
	}
	return nil
}

// latest names the last entries of the record.
func (f *formWalk) latest(t *testing.T) (ids string) {
	t.Helper()
	if err := dbtest.Try(f.w.db, dbtest.Operator(), func(tx *db.Tx) error {
		entries, err := record.Latest(tx, 100)
		for _, e := range entries {
			ids += e.ID + " "
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return ids
}

// body is a form as a browser sends it; files are left out.
func (p pageForm) body(t *testing.T, values url.Values) (io.Reader, string) {
	t.Helper()
	if !p.files {
		return strings.NewReader(values.Encode()), "application/x-www-form-urlencoded"
	}
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for name, list := range values {
		for _, v := range list {
			if err := m.WriteField(name, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	return &b, m.FormDataContentType()
}
