package main

import (
	"bufio"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"go.yaml.in/yaml/v3"

	"giaouoc/internal/db/dbtest"
)

// scraped reads the numbers as Prometheus does.
func scraped(t *testing.T, address string) map[string]*dto.MetricFamily {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("the numbers answer %d", res.StatusCode)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return families
}

// observed serves the demonstration and returns its address, that of its numbers, and
// the file of its log.
func observed(t *testing.T, w where, more ...string) (address, numbers, log string) {
	t.Helper()
	c := program(t, w.args(append([]string{"demo", "--addr", "127.0.0.1:0", "--metrics", "127.0.0.1:0"}, more...)...)...)
	log = filepath.Join(t.TempDir(), "log")
	written, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	c.Stderr = written
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill() // it may have ended
		_ = c.Wait()
		_ = written.Close()
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != ready {
		if at, ok := strings.CutPrefix(lines.Text(), "Số đo ở "); ok {
			numbers = at
		} else if address == "" {
			address = lines.Text()
		}
	}
	if address == "" || numbers == "" {
		t.Fatalf("served at %q, numbers at %q: %s", address, numbers, content(t, log))
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return address, numbers, log
}

func visit(t *testing.T, address string, status int) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != status {
		t.Errorf("%s answers %d, %v, not %d", address, res.StatusCode, err, status)
	}
}

// total is the sum of a counter over the series that have a label.
func total(families map[string]*dto.MetricFamily, name, label, value string) (sum float64) {
	for _, m := range families[name].GetMetric() {
		for _, l := range m.GetLabel() {
			if l.GetName() == label && l.GetValue() == value {
				sum += m.GetCounter().GetValue()
			}
		}
	}
	return sum
}

// labelsAllowed are the values that a label may have; the others are told by a pattern.
var labelsAllowed = map[string]*regexp.Regexp{
	"route":   regexp.MustCompile(`^/([a-z0-9.-]+|\{[a-z]+(\.\.\.)?\}|\{\$\}|/)*(\.[a-z]+)?$`),
	"method":  regexp.MustCompile(`^(GET|HEAD|POST|other)$`),
	"status":  regexp.MustCompile(`^([1-5]xx|none)$`),
	"answer":  regexp.MustCompile(`^(kept|made)$`),
	"outcome": regexp.MustCompile(`^(ok|refused|failed|taken)$`),
	"kind":    regexp.MustCompile(`^(view|update|alone)$`),
	"what":    regexp.MustCompile(`^(statement|transaction)$`),
	"pool":    regexp.MustCompile(`^(writer|reader|all)$`),
	"job":     regexp.MustCompile(`^[a-z-]+$`),
	"engine":  regexp.MustCompile(`^(sqlite|postgres)$`),
	"go":      regexp.MustCompile(`^go1\.`),
	"version": regexp.MustCompile(`^[v0-9a-z.+-]+$`),
}

// The numbers of a program that runs are read by Prometheus' own parser, count what was
// asked for by the patterns of routes, and hold nothing of anybody.
func TestTheNumbersOfARunningProgram(t *testing.T) {
	for engine, w := range map[string]where{
		"sqlite":   {data: filepath.Join(t.TempDir(), "data")},
		"postgres": {data: filepath.Join(t.TempDir(), "data"), db: dbtest.BarePostgres(t)},
	} {
		t.Run(engine, func(t *testing.T) {
			address, numbers, _ := observed(t, w)
			visit(t, address+"/don-vi/khong-co-don-vi", http.StatusNotFound)
			visit(t, address+"/en/don-vi/khong-co-don-vi", http.StatusNotFound)
			visit(t, address+"/ten-nguoi/bi-mat?so=001099000001", http.StatusNotFound)
			visit(t, address+"/", http.StatusOK)
			visit(t, address+"/", http.StatusOK)
			visit(t, address+"/metrics", http.StatusNotFound)
			visit(t, strings.TrimSuffix(numbers, "/metrics")+"/", http.StatusNotFound)
			families := scraped(t, numbers)
			if got := total(families, "giaouoc_requests_total", "route", "/don-vi/{unit}"); got != 2 {
				t.Errorf("%v requests for a unit", got)
			}
			if got := total(families, "giaouoc_requests_total", "route", "/"); got != 2 {
				t.Errorf("%v requests for what there is not", got)
			}
			if got := total(families, "giaouoc_kept_pages_total", "answer", "made"); got < 1 {
				t.Errorf("%v pages were made", got)
			}
			for _, name := range []string{"giaouoc_database_up", "giaouoc_build_info"} {
				if got := families[name].GetMetric()[0].GetGauge().GetValue(); got != 1 {
					t.Errorf("%s is %v", name, got)
				}
			}
			for name, f := range families {
				ours := strings.HasPrefix(name, "giaouoc_")
				if f.GetHelp() == "" || !ours && !strings.HasPrefix(name, "go_") && !strings.HasPrefix(name, "process_") && !strings.HasPrefix(name, "promhttp_") {
					t.Errorf("%s: %q", name, f.GetHelp())
				}
				for _, m := range f.GetMetric() {
					for _, l := range m.GetLabel() {
						if ours && (labelsAllowed[l.GetName()] == nil || !labelsAllowed[l.GetName()].MatchString(l.GetValue())) {
							t.Errorf("%s has %s=%q", name, l.GetName(), l.GetValue())
						}
					}
				}
			}
		})
	}
}

// Nothing is counted of what voters ask in a secret ballot, and no statement of theirs
// stands in the log as slow.
func TestNothingOfAVoterIsCounted(t *testing.T) {
	w := where{data: filepath.Join(t.TempDir(), "data")}
	address, numbers, log := observed(t, w, "--slow", "1ns")
	// The pages of a voter's browser before, and what it sends.
	const ballots = "/cum/nam-thanh-pho/2026/bo-phieu/khong-co"
	for range 3 {
		for _, page := range []string{"/noi-dung.json", ""} {
			res, err := http.Get(address + ballots + page)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
		}
		for _, page := range []string{"/the", "/phieu"} {
			res, err := http.Post(address+ballots+page, "application/json", strings.NewReader(`{}`))
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
		}
	}
	after := scraped(t, numbers)
	for _, m := range after["giaouoc_requests_total"].GetMetric() {
		for _, l := range m.GetLabel() {
			if strings.Contains(l.GetValue(), "bo-phieu") {
				t.Errorf("a voter's requests are counted: %v", m)
			}
		}
	}
	if strings.Contains(content(t, log), "FROM ballot") {
		t.Error("what a voter asked stands in the log as a slow statement")
	}
}

func TestWhereNumbersAreServed(t *testing.T) {
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	for address, want := range map[string]string{
		"127.0.0.1:9090": "", "[::1]:9090": "", "10.1.2.3:9090": "", "localhost:9090": "", "203.0.113.5:9090": "", "0.0.0.0:9090": "",
		":9090": "ghi rõ địa chỉ", "9090": "không phải là địa chỉ và cổng", "khong-co.invalid:9090": "Không tìm được máy",
	} {
		err := metricsHost(address, log)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
	if code, _, says := command("serve", "--data", t.TempDir(), "--addr", "127.0.0.1:0", "--metrics", ":9090"); code != 1 || !strings.Contains(says, "ghi rõ địa chỉ") {
		t.Errorf("serve: %d, %s", code, says)
	}
}

var metricName = regexp.MustCompile(`\b(?:giaouoc|process|go)_[a-z_]+|\bup\b`)

// The alerts that we hand over are rules of Prometheus, ask for numbers that there are,
// and stand in the operator's guide.
func TestTheAlertsAskForWhatThereIs(t *testing.T) {
	var rules struct {
		Groups []struct {
			Name  string
			Rules []struct {
				Alert       string
				Expr        string
				For         model.Duration
				Labels      map[string]string
				Annotations map[string]string
			}
		}
	}
	d := yaml.NewDecoder(strings.NewReader(packaged(t, "prometheus/giaouoc.rules.yml")))
	d.KnownFields(true)
	if err := d.Decode(&rules); err != nil {
		t.Fatal(err)
	}
	address, numbers, _ := observed(t, where{data: filepath.Join(t.TempDir(), "data"), db: dbtest.BarePostgres(t)})
	visit(t, address+"/don-vi", http.StatusOK)
	families := scraped(t, numbers)
	known := func(name string) bool {
		for _, suffix := range []string{"", "_bucket", "_sum", "_count"} {
			if families[strings.TrimSuffix(name, suffix)] != nil {
				return true
			}
		}
		return name == "up" // of Prometheus itself
	}
	guide, err := os.ReadFile(filepath.Join("..", "..", "docs", "operate", "van-hanh.md"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, g := range rules.Groups {
		for _, r := range g.Rules {
			n++
			names := metricName.FindAllString(r.Expr, -1)
			if r.Alert == "" || len(names) == 0 || r.Annotations["summary"] == "" || !slices.Contains([]string{"page", "ticket"}, r.Labels["severity"]) {
				t.Errorf("%+v", r)
			}
			for _, name := range names {
				if !known(name) {
					t.Errorf("%s asks for %s, which there is not; there are %v", r.Alert, name, slices.Sorted(maps.Keys(families)))
				}
			}
			if !strings.Contains(string(guide), r.Alert) {
				t.Errorf("the guide has nothing of %s", r.Alert)
			}
		}
	}
	if n < 10 {
		t.Errorf("only %d alerts", n)
	}
}

// A statement that takes long stands in the log once, with the id of its request and
// without anything that a person typed.
func TestASlowStatementStandsInTheLog(t *testing.T) {
	w := where{data: filepath.Join(t.TempDir(), "data")}
	address, _, said := observed(t, w, "--slow", "1ns")
	res, err := http.Get(address + "/don-vi?tim=nguyenvanbimat")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	id := res.Header.Get("X-Request-Id")
	until(t, func() bool {
		for line := range strings.Lines(content(t, said)) {
			if strings.Contains(line, "slow statement") && strings.Contains(line, "request="+id) && strings.Contains(line, "SELECT") && strings.Contains(line, "took=") {
				return true
			}
		}
		return false
	})
	if strings.Contains(content(t, said), "nguyenvanbimat") {
		t.Error("what was typed stands in the log")
	}
}
