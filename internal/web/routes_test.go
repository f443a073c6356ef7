package web_test

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"giaouoc/internal/db/dbtest"
)

// The walk asks every route, as every role, for an object of the own and of
// another unit and cluster, and knows what each gets: testdata/routes/table.txt
// has a row for each route, and a route without one fails. Rows of routes that are
// new, or whose cells were deleted, are written by
//
//	go test ./internal/web -run TestEveryRouteKnows -update
//
// and are then read, cell by cell, against the table of package access.
var update = flag.Bool("update", false, "write what new routes answer into testdata/routes/table.txt")

const (
	routeTable = "testdata/routes/table.txt"
	stranger   = "public"
)

// walkers are who walks: the public, and a person for each role in the cluster
// "cum". The unit of officer, leader and acting is B, which is also the unit of
// the own object; member is an officer of D, lead heads A, deputy heads C.
var walkers = []string{
	stranger, "officer", "leader", "acting", "lead", "deputy", "member", "subtree", "appraiser", "office", "bureau",
	"council", "editor", "auditor", "admin",
}

// objects are whose object is asked for: of unit B in the cluster of the walkers,
// of unit D there, of unit B of a cluster that only the roles for everything
// reach.
var objects = []string{"own", "unit", "other"}

// cell is what the walkers get for one object: a status for each.
type cell map[string]int

// row is one route with what it answers.
type row struct {
	pattern string            // "GET /don-vi"
	path    map[string]string // values of the address that differ from the objects' own
	form    url.Values
	cells   map[string]cell
}

// place parts the pattern; one without a method is asked for with GET.
func (r row) place() (method, path string) {
	method, path, ok := strings.Cut(r.pattern, " ")
	if !ok {
		return http.MethodGet, r.pattern
	}
	return method, path
}

func (r row) posts() bool { method, _ := r.place(); return method == http.MethodPost }

// asks lists the objects for which a route is asked.
func (r row) asks() []string {
	names := wildcard.FindAllString(r.pattern, -1)
	has := func(name string) bool { return slices.Contains(names, "{"+name+"}") }
	switch {
	case has("cluster") && (has("unit") || has("task") || has("plan") || has("movement")), has("entry"), has("object"):
		return objects
	case has("cluster"), has("unit"), has("delegation"), has("session"), has("notice"), has("subject"), has("writing"):
		return []string{"own", "other"}
	}
	return []string{"own"}
}

var wildcard = regexp.MustCompile(`\{[a-z]+\}`)

func TestEveryRouteKnowsWhoMayAsk(t *testing.T) {
	rows, comments := readRows(t)
	w := played(t, filepath.Join(t.TempDir(), "walk.db"))
	known := map[string]bool{}
	for _, r := range rows {
		known[r.pattern] = true
		if !slices.Contains(w.server.Patterns(), r.pattern) {
			t.Errorf("%s has a row and does not exist", r.pattern)
		}
	}
	for _, p := range w.server.Patterns() {
		if known[p] {
			continue
		}
		if !*update {
			t.Errorf("%s has no row in %s", p, routeTable)
			continue
		}
		rows = append(rows, row{pattern: p, cells: map[string]cell{}})
	}
	const shards = 2
	if *update {
		patterns := w.server.Patterns()
		rows = slices.DeleteFunc(rows, func(r row) bool { return !slices.Contains(patterns, r.pattern) })
		slices.SortStableFunc(rows, func(a, b row) int { return slices.Index(patterns, a.pattern) - slices.Index(patterns, b.pattern) })
		for _, r := range rows {
			if len(r.cells) == 0 {
				w.walk(t, r, true)
			}
		}
		writeRows(t, comments, rows)
		return
	}
	w.close(t)
	for n := range shards {
		t.Run(fmt.Sprintf("part %d", n+1), func(t *testing.T) {
			t.Parallel()
			w := w.copied(t)
			for i := n; i < len(rows); i += shards {
				w.walk(t, rows[i], false)
				w.cross(t, rows[i])
			}
		})
	}
}

// The routes that choose a role or a day, or show everyone's letters, exist in the demonstration alone.
func TestAnInstallationHasNoRoleToChoose(t *testing.T) {
	demo := []string{"GET /vai", "POST /vai/{login}", "POST /ngay", "GET /thu-minh-hoa"}
	d := dbtest.OpenSQLite(t)
	with, without := serverOn(t, d, t.TempDir(), true, nil), serverOn(t, d, t.TempDir(), false, nil)
	for _, p := range demo {
		if !slices.Contains(with.Patterns(), p) || slices.Contains(without.Patterns(), p) {
			t.Errorf("%s: in the demonstration %v, in an installation %v", p, slices.Contains(with.Patterns(), p), slices.Contains(without.Patterns(), p))
		}
		method, path, _ := strings.Cut(strings.ReplaceAll(p, "{login}", "quan-tri"), " ")
		answer := httptest.NewRecorder()
		without.ServeHTTP(answer, httptest.NewRequest(method, path, nil))
		if answer.Code != http.StatusNotFound {
			t.Errorf("%s: an installation answers %d", p, answer.Code)
		}
	}
	for _, p := range with.Patterns() {
		if !slices.Contains(demo, p) && !slices.Contains(without.Patterns(), p) {
			t.Errorf("%s is missing in an installation", p)
		}
	}
}

// On PostgreSQL the walk is thinner: what is read, and what is refused; nothing
// is changed but that a notice was read, so nothing has to be put back.
func TestEveryRouteOnPostgres(t *testing.T) {
	rows, _ := readRows(t)
	w := played(t, dbtest.Postgres(t))
	for _, r := range rows {
		for object, c := range r.cells {
			for walker, status := range c {
				if r.posts() && status < 400 || !slices.Contains([]string{stranger, "officer", "lead", "bureau", "auditor", "admin"}, walker) {
					delete(r.cells[object], walker)
				}
			}
		}
		w.walk(t, r, false)
	}
}

// walk asks one route for all its objects as all walkers.
func (w *walkWorld) walk(t *testing.T, r row, note bool) {
	t.Helper()
	for _, object := range r.asks() {
		want, ok := r.cells[object]
		if !ok && !note {
			t.Errorf("%s: no answer is known for the object %q", r.pattern, object)
			continue
		}
		got := cell{}
		for _, walker := range walkers {
			status, asked := want[walker]
			if !asked && !note {
				continue
			}
			got[walker] = w.ask(t, r, object, walker)
			if !note && got[walker] != status {
				t.Errorf("%s, object %s, as %s: %d, want %d", r.pattern, object, walker, got[walker], status)
			}
			if r.posts() && got[walker] == http.StatusForbidden {
				w.rightFirst(t, r, object, walker)
			}
		}
		if note {
			r.cells[object] = got
		}
	}
}

// ofCluster are the parts of an address that stand for something of one cluster.
var ofCluster = []string{
	"{clause}", "{period}", "{directive}", "{task}", "{movement}", "{plan}", "{indicator}", "{rule}", "{content}", "{proposal}", "{motion}", "{evidence}",
	"{note}", "{unit}", "{appeal}", "{item}", "{document}", "{guest}", "{speech}",
}

// bare are the routes that may answer although a part of their address is another
// cluster's: what was removed already is as good as removed, and a piece of
// evidence is known by its own id alone, with the right to the report it is of.
var bare = map[string]string{
	"POST /lam-viec/{cluster}/quy-che/dieu-khoan/{clause}/bo":                                  "{clause}",
	"POST /lam-viec/{cluster}/{year}/ke-hoach/{plan}/bo":                                       "{plan}",
	"GET /lam-viec/{cluster}/{year}/bao-cao/{period}/{unit}/{indicator}/minh-chung/{evidence}": "{period}{unit}{indicator}",
}

// cross asks for what a walker may reach in the own cluster, with one part of the
// address replaced by the id of another cluster's object: nothing is shown of it,
// and nothing done to it.
func (w *walkWorld) cross(t *testing.T, r row) {
	t.Helper()
	if !strings.Contains(r.pattern, "/{cluster}") {
		return
	}
	for _, part := range wildcard.FindAllString(r.pattern, -1) {
		if !slices.Contains(ofCluster, part) {
			continue
		}
		name := strings.Trim(part, "{}")
		foreign := r
		foreign.path = maps.Clone(r.path)
		foreign.path[name] = cmp.Or(expand(r.path[name], w.objects["other"]), w.objects["other"][name])
		for _, walker := range walkers {
			if status := r.cells["own"][walker]; status == http.StatusForbidden || status == http.StatusNotFound {
				continue
			}
			if status := w.ask(t, foreign, "own", walker); status < http.StatusBadRequest && !strings.Contains(bare[r.pattern], part) {
				t.Errorf("%s with a foreign %s, as %s: %d", r.pattern, part, walker, status)
			}
		}
	}
}

// rightFirst asks a form again with what nobody can read in each of its fields:
// who has no right learns that, and not what is wrong with the form.
func (w *walkWorld) rightFirst(t *testing.T, r row, object, walker string) {
	t.Helper()
	r.form = mistyped()
	if status := w.ask(t, r, object, walker); status != http.StatusForbidden {
		t.Errorf("%s, object %s, as %s: %d once the form is mistyped: the right comes first", r.pattern, object, walker, status)
	}
}

// mistyped is a form that has every field that the handlers of this package read,
// each with a value that is no number and no day.
var mistyped = sync.OnceValue(func() url.Values {
	form := url.Values{
		"value-THU": {"?"}, "version-THU": {"?"}, "votes_u-a": {"?"}, "state_u-b": {"?"}, "value_1": {"?"}, "points_1": {"?"}, "join_from_day": {"?"},
		"leave_to_day": {"?"}, "lead_year": {"?"}, "lead_from_day": {"?"}, "move_opens_on": {"?"}, "move_due_on": {"?"},
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 20 {
		panic(fmt.Sprintf("the handlers are not here: %v", err))
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		for _, m := range regexp.MustCompile(`(?:text|dayOf|typedDay|typedCount|typedDecimal|typedNumber|FormValue)\((?:r, )?"([a-z_]+)"`).FindAllSubmatch(content, -1) {
			if field := string(m[1]); field != "buoc" { // which button was pressed
				form.Set(field, "?")
			}
		}
	}
	return form
})

// ask sends one request; a change it makes is taken back.
func (w *walkWorld) ask(t *testing.T, r row, object, walker string) int {
	t.Helper()
	return w.answer(t, r, object, walker).Code
}

// answer is ask with the page.
func (w *walkWorld) answer(t *testing.T, r row, object, walker string) *httptest.ResponseRecorder {
	t.Helper()
	path := w.address(t, r, object)
	req := httptest.NewRequest(http.MethodGet, path, nil)
	if r.posts() {
		req = httptest.NewRequest(http.MethodPost, path, strings.NewReader(r.form.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if cookie := w.cookies["u-"+walker]; cookie != nil {
		req.AddCookie(cookie)
	} else if walker != stranger {
		t.Fatalf("%s has not signed in", walker)
	}
	answer := httptest.NewRecorder()
	w.server.ServeHTTP(answer, req)
	if err := undressed(answer.Body.String()); err != nil {
		t.Errorf("%s: %v", path, err)
	}
	if answer.Code < http.StatusBadRequest && r.posts() {
		w.restore(t)
	}
	return answer
}

func (w *walkWorld) address(t *testing.T, r row, object string) string {
	t.Helper()
	_, path := r.place()
	if p := r.path["path"]; p != "" {
		return expand(p, w.objects[object])
	}
	path = strings.TrimSuffix(path, "{$}")
	return wildcard.ReplaceAllStringFunc(path, func(name string) string {
		name = strings.Trim(name, "{}")
		value := cmp.Or(expand(r.path[name], w.objects[object]), w.objects[object][name])
		if value == "" {
			t.Fatalf("%s: the walk has no %q of the object %q", r.pattern, name, object)
		}
		return value
	})
}

// readRows reads the table: the comment at its top, then a line for each route,
//
//	POST /path/{unit} @year=2025 name=value | own 409=lead else=403 | other else=403
//
// where @ sets a value of the address, $name in it is what was kept of the object,
// and name=value is a field of the form.
func readRows(t *testing.T) (rows []row, comment string) {
	t.Helper()
	content, err := os.ReadFile(routeTable)
	if err != nil && !(*update && os.IsNotExist(err)) {
		t.Fatal(err)
	}
	for n, line := range strings.Split(string(content), "\n") {
		if strings.HasPrefix(line, "#") || line == "" && len(rows) == 0 {
			comment += line + "\n"
			continue
		}
		if line == "" {
			continue
		}
		parts := strings.Split(line, " | ")
		head := split(parts[0])
		r := row{pattern: head[0], path: map[string]string{}, form: url.Values{}, cells: map[string]cell{}}
		if len(head) > 1 && strings.HasPrefix(head[1], "/") {
			r.pattern, head = head[0]+" "+head[1], head[1:]
		}
		for _, field := range head[1:] {
			name, value, _ := strings.Cut(field, "=")
			if of, ok := strings.CutPrefix(name, "@"); ok {
				r.path[of] = value
			} else {
				r.form.Add(name, value)
			}
		}
		for _, part := range parts[1:] {
			object, c, err := readCell(part)
			if err != nil {
				t.Fatalf("%s:%d: %v", routeTable, n+1, err)
			}
			r.cells[object] = c
		}
		rows = append(rows, r)
	}
	return rows, comment
}

func readCell(text string) (object string, c cell, err error) {
	fields := strings.Fields(text)
	if len(fields) == 0 || !slices.Contains(objects, fields[0]) {
		return "", nil, fmt.Errorf("%q does not begin with an object", text)
	}
	c = cell{}
	for _, f := range fields[1:] {
		left, right, _ := strings.Cut(f, "=")
		code, err := strconv.Atoi(left)
		if left == "else" {
			for _, walker := range walkers {
				if c[walker] == 0 {
					if c[walker], err = strconv.Atoi(right); err != nil {
						return "", nil, err
					}
				}
			}
			continue
		}
		if err != nil {
			return "", nil, fmt.Errorf("%q is no status", left)
		}
		for _, walker := range strings.Split(right, ",") {
			if !slices.Contains(walkers, walker) {
				return "", nil, fmt.Errorf("nobody is called %q", walker)
			}
			c[walker] = code
		}
	}
	if len(c) != len(walkers) {
		return "", nil, fmt.Errorf("%q does not say what everyone gets", text)
	}
	return fields[0], c, nil
}

func writeRows(t *testing.T, comment string, rows []row) {
	t.Helper()
	var b strings.Builder
	b.WriteString(comment)
	for _, r := range rows {
		b.WriteString(r.pattern)
		for _, name := range slices.Sorted(maps.Keys(r.path)) {
			fmt.Fprintf(&b, " @%s=%s", name, r.path[name])
		}
		for _, name := range slices.Sorted(maps.Keys(r.form)) {
			fmt.Fprintf(&b, " '%s=%s'", name, r.form.Get(name))
		}
		for _, object := range r.asks() {
			fmt.Fprintf(&b, " | %s%s", object, cellText(r.cells[object]))
		}
		b.WriteString("\n")
	}
	if err := os.WriteFile(routeTable, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// cellText says who gets what; everyone else is refused, or gets what most get.
func cellText(c cell) string {
	by := map[int][]string{}
	for _, walker := range walkers {
		by[c[walker]] = append(by[c[walker]], walker)
	}
	rest := http.StatusForbidden
	if by[rest] == nil {
		for code, list := range by {
			if len(list) > len(by[rest]) {
				rest = code
			}
		}
	}
	text := ""
	for _, code := range slices.Sorted(maps.Keys(by)) {
		if code != rest {
			text += fmt.Sprintf(" %d=%s", code, strings.Join(by[code], ","))
		}
	}
	return text + fmt.Sprintf(" else=%d", rest)
}
