package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"giaouoc/data"
	"giaouoc/internal/blob"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/indicator"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
	"giaouoc/internal/web"
)

// importFile reads a bundle and loads it.
func importFile(tx *db.Tx, name string, content []byte) error {
	b, err := sheet.Read(name, content)
	if err != nil {
		return err
	}
	return sheet.Import(tx, b)
}

// demoServer is a server over the demonstration's data, without a network; what more it
// holds is put there by more, which may be nil.
func demoServer(b *testing.B, more func(tx *db.Tx) error) http.Handler {
	b.Helper()
	d := dbtest.OpenSQLite(b)
	err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
		for _, f := range data.Demonstration() {
			if err := importFile(tx, f.Name, f.Content); err != nil {
				return err
			}
		}
		if more == nil {
			return nil
		}
		return more(tx)
	})
	if err != nil {
		b.Fatal(err)
	}
	blobs, err := blob.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	return served(b, web.Config{DB: d, Blobs: blobs})
}

// served is a server that says nothing, with the calendar of the demonstration.
func served(b *testing.B, c web.Config) http.Handler {
	b.Helper()
	calendar, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		b.Fatal(err)
	}
	c.Calendar, c.Log, c.Demo = calendar, slog.New(slog.DiscardHandler), true
	return web.New(c)
}

func get(b *testing.B, h http.Handler, path string) {
	b.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		b.Fatalf("%s answers %d", path, w.Code)
	}
}

// BenchmarkPublicPage is the server's time for a public page: at most 5 ms.
func BenchmarkPublicPage(b *testing.B) {
	h := demoServer(b, nil)
	for name, path := range map[string]string{"home": "/", "cluster": "/cum/nam-thanh-pho", "year": "/cum/nam-thanh-pho/2020"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				get(b, h, path)
			}
		})
	}
}

// built builds the stripped program once.
func built(b *testing.B) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "giaouoc")
	cmd := exec.Command("go", "build", "-ldflags", "-s -w", "-o", program, "giaouoc/cmd/giaouoc")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

// running is the program serving the demonstration.
type running struct {
	cmd     *exec.Cmd
	address string
}

func start(b *testing.B, program, dir string) *running {
	b.Helper()
	cmd := exec.Command(program, "demo", "--addr", "127.0.0.1:0", "--data", dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatalf("start: %v", err)
	}
	return &running{cmd, strings.TrimSpace(line)}
}

func (r *running) stop(b *testing.B) {
	b.Helper()
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		b.Fatal(err)
	}
	if err := r.cmd.Wait(); err != nil {
		b.Fatalf("stop: %v", err)
	}
}

// BenchmarkWarmStart is from the start of the process to its first answer, over
// data that is there: at most 0.5 s. It also gives the size of the program: at
// most 40 MB.
func BenchmarkWarmStart(b *testing.B) {
	program, dir := built(b), b.TempDir()
	start(b, program, dir).stop(b)
	info, err := os.Stat(program)
	if err != nil {
		b.Fatal(err)
	}
	var total time.Duration
	n := 0
	for b.Loop() {
		began := time.Now()
		r := start(b, program, dir)
		fetch(b, r.address+"/")
		total += time.Since(began)
		n++
		r.stop(b)
	}
	b.ReportMetric(total.Seconds()*1000/float64(n), "ms/start")
	b.ReportMetric(float64(info.Size())/1e6, "MB/program")
}

func fetch(b *testing.B, address string) string {
	b.Helper()
	res, err := http.Get(address)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 400 {
		b.Fatalf("%s answers %d, %v", address, res.StatusCode, err)
	}
	return string(body)
}

var localLink = regexp.MustCompile(`href="(/[^"#]*)"`)

// BenchmarkMemoryAfterCrawl is the resident memory of the program after every
// public page has been asked for: at most 100 MB.
func BenchmarkMemoryAfterCrawl(b *testing.B) {
	r := start(b, built(b), b.TempDir())
	defer r.stop(b)
	pages := 0
	for b.Loop() {
		pages = len(crawl(b, r.address))
	}
	b.ReportMetric(resident(b, r.cmd.Process.Pid), "MB/resident")
	b.ReportMetric(float64(pages), "pages")
}

// crawl follows every link of the public pages and returns the pages found.
func crawl(b *testing.B, address string) []string {
	b.Helper()
	seen, queue := map[string]bool{"/": true}, []string{"/"}
	for i := 0; i < len(queue); i++ {
		for _, m := range localLink.FindAllStringSubmatch(fetch(b, address+queue[i]), -1) {
			if link := strings.ReplaceAll(m[1], "&amp;", "&"); !seen[link] {
				seen[link] = true
				queue = append(queue, link)
			}
		}
	}
	return queue
}

// BenchmarkEveryPublicPage is the time of each public page of the demonstration,
// over loopback: the median page, and the slowest page by its own median.
func BenchmarkEveryPublicPage(b *testing.B) {
	r := start(b, built(b), b.TempDir())
	defer r.stop(b)
	pages := slices.DeleteFunc(crawl(b, r.address), func(p string) bool { return strings.Contains(p, ".") })
	times := map[string][]time.Duration{}
	for b.Loop() {
		for _, p := range pages {
			began := time.Now()
			fetch(b, r.address+p)
			times[p] = append(times[p], time.Since(began))
		}
	}
	var medians []time.Duration
	for _, p := range pages {
		slices.Sort(times[p])
		medians = append(medians, times[p][len(times[p])/2])
	}
	slices.Sort(medians)
	b.ReportMetric(float64(medians[len(medians)/2].Microseconds())/1000, "ms/median-page")
	b.ReportMetric(float64(medians[len(medians)-1].Microseconds())/1000, "ms/slowest-page")
	b.ReportMetric(float64(len(pages)), "pages")
}

// resident is the memory of a process in MB, as Linux tells it.
func resident(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skipf("no /proc here: %v", err)
	}
	for line := range strings.Lines(string(status)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kb); n == 1 {
			return kb / 1000
		}
	}
	b.Fatal("no VmRSS")
	return 0
}

// BenchmarkReportPage is the server's time for the signed-in page of a period of
// 20 units and 60 indicators, every figure in: at most 20 ms.
func BenchmarkReportPage(b *testing.B) {
	path, ask := bigPeriod(b, 20, 60)
	for b.Loop() {
		ask(http.MethodGet, path, "", "")
	}
}

// bigPeriod makes a cluster with a full period and signs its lead in.
func bigPeriod(b *testing.B, units, indicators int) (path string, ask visit) {
	b.Helper()
	d := dbtest.OpenSQLite(b)
	var bundle strings.Builder
	bundle.WriteString("format: giaouoc/1\nunits:\n")
	for i := range units {
		fmt.Fprintf(&bundle, "  - {id: u-%d, code: \"%d\", name: Tỉnh %d, kind: province}\n", i, i, i)
	}
	bundle.WriteString("clusters:\n  - {slug: c, name: Cụm, kind: cluster, level: central}\nmembers:\n")
	for i := range units {
		fmt.Fprintf(&bundle, "  - {cluster: c, unit: u-%d}\n", i)
	}
	bundle.WriteString("leads:\n  - {cluster: c, year: 2026, unit: u-0, post: lead}\nyears:\n  - {cluster: c, year: 2026}\n" +
		"periods:\n  - {cluster: c, year: 2026, code: N, name: Cả năm, opens: 2026-01-01, due: 2026-12-31}\n" +
		"accounts:\n  - {login: lead, name: Cụm trưởng, position: Chủ tịch, unit: u-0}\n" +
		"grants:\n  - {login: lead, role: unit_leader, scope: unit, of: u-0}\n")
	dbtest.SetDay(d, 2026, time.June, 1)
	err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
		if err := importFile(tx, "big.yaml", []byte(bundle.String())); err != nil {
			return err
		}
		var err error
		path, err = fillPeriod(tx, units, indicators)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return path, signedIn(b, d, "lead")
}

// visit asks for a page, or sends a form, and fails where it is not answered well.
type visit func(method, path, form, accept string) []byte

// signedIn is a person in a browser of a server over a database.
func signedIn(b *testing.B, d *db.DB, login string) visit {
	b.Helper()
	h := served(b, web.Config{DB: d})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/vai/"+login, nil))
	cookies := w.Result().Cookies()
	if len(cookies) == 0 {
		b.Fatalf("signing in answers %d without a cookie", w.Code)
	}
	return func(method, path, form, accept string) []byte {
		req := httptest.NewRequest(method, path, strings.NewReader(form))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Accept", accept)
		req.AddCookie(cookies[0])
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, req); w.Code != http.StatusOK {
			b.Fatalf("%s %s answers %d: %s", method, path, w.Code, w.Body)
		}
		return w.Body.Bytes()
	}
}

// fillPeriod defines indicators and hands in a full report for every unit.
func fillPeriod(tx *db.Tx, units, indicators int) (path string, err error) {
	c, err := cluster.BySlug(tx, "c")
	if err != nil {
		return "", err
	}
	y, err := cycle.Find(tx, c.ID, 2026)
	if err != nil {
		return "", err
	}
	periods, err := cycle.Periods(tx, y.ID)
	if err != nil {
		return "", err
	}
	var entries []indicator.Entry
	for i := range indicators {
		n, err := indicator.Define(tx, y, indicator.Indicator{
			Code: fmt.Sprintf("CS_%d", i), Name: fmt.Sprintf("Chỉ số %d", i), Unit: "tỷ đồng", Direction: indicator.More, Sum: indicator.Total,
		})
		if err != nil {
			return "", err
		}
		entries = append(entries, indicator.Entry{IndicatorID: n.ID, Value: decimal.NewNullDecimal(decimal.New(int64(1000+i), -1))})
	}
	for i := range units {
		unit := fmt.Sprintf("u-%d", i)
		r, _, err := indicator.Save(tx, y, indicator.Saving{PeriodID: periods[0].ID, UnitID: unit, Entries: entries})
		if err != nil {
			return "", err
		}
		if _, err := indicator.Submit(tx, y, indicator.Submission{PeriodID: periods[0].ID, UnitID: unit, Version: r.Version}); err != nil {
			return "", err
		}
	}
	return "/lam-viec/c/2026/bao-cao/" + periods[0].ID, nil
}

// posted sends content to a server without a visitor.
func posted(h http.Handler, path string, content []byte) (status int, answer []byte) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("POST", path, bytes.NewReader(content)))
	return w.Code, w.Body.Bytes()
}
