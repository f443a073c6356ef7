package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/web"
)

// nodes are servers on one PostgreSQL that share files and keys, with a clock that
// stands still unless it is moved: nothing that is kept gets old by itself.
type nodes struct {
	t     *testing.T
	dsn   string
	files string
	keys  string
	mu    sync.Mutex
	now   time.Time
}

func newNodes(t *testing.T) *nodes {
	t.Helper()
	n := &nodes{t: t, dsn: dbtest.Postgres(t), files: t.TempDir(), keys: filepath.Join(t.TempDir(), "khoa"), now: time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)}
	d := n.open()
	dbtest.Update(t, d, dbtest.Operator(), importAll)
	return n
}

func (n *nodes) clock() time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.now
}

func (n *nodes) open() *db.DB {
	n.t.Helper()
	d, err := db.Open(n.t.Context(), n.dsn)
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(func() { _ = d.Close() })
	d.SetClock(n.clock)
	return d
}

// start starts a node; with the address of a copy it reads pages from there.
func (n *nodes) start(replica string, change func(*web.Config)) *site {
	n.t.Helper()
	d := n.open()
	if replica != "" {
		if err := d.UseReplica(replica); err != nil {
			n.t.Fatal(err)
		}
	}
	s := siteOn(n.t, d, n.files, n.keys, func(c *web.Config) {
		c.Clock = n.clock
		if change != nil {
			change(c)
		}
	}).start()
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { d.Follow(ctx, slog.New(slog.DiscardHandler)) })
	running.Go(func() { s.pages.SharePaces(ctx) })
	n.t.Cleanup(func() { stop(); running.Wait() })
	soon(n.t, "the node hears the others", func() bool { return d.Commits() > 0 })
	return s
}

func soon(t *testing.T, what string, there func() bool) {
	t.Helper()
	for range 1000 {
		if there() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("not seen: %s", what)
}

// at is the same browser at another node.
func (p *person) at(s *site) *person { return &person{Client: p.Client, site: s, from: p.from} }

// again asks for a page that the reader has seen with a tag.
func again(t *testing.T, s *site, path, tag string) (*http.Response, string) {
	t.Helper()
	p := s.person()
	p.Transport = tagged{p.Client.Transport, tag}
	return p.get(path)
}

type tagged struct {
	next http.RoundTripper
	tag  string
}

func (g tagged) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("If-None-Match", g.tag)
	return g.next.RoundTrip(r)
}

func TestNodesShowTheSame(t *testing.T) {
	n := newNodes(t)
	one, two := n.start("", nil), n.start("", nil)
	visitor := two.person()
	shows := func(path, what string) bool { _, page := visitor.get(path); return strings.Contains(page, what) }
	if shows("/tin", "Bài ở nút một") {
		t.Fatal("shown before it was written")
	}
	one.publishes("Bài ở nút một", "Lời ở nút một.")
	soon(t, "what one node published, at the other", func() bool { return shows("/tin", "Bài ở nút một") })

	editor := one.as("bien-tap")
	if res, page := editor.get("/"); !strings.Contains(page, "Lý Thị Tin") {
		t.Fatalf("at its own node: %d", res.StatusCode)
	}
	if res, page := editor.at(two).get("/"); res.StatusCode != http.StatusOK || !strings.Contains(page, "Lý Thị Tin") {
		t.Errorf("a session of one node at the other: %d", res.StatusCode)
	}
	if _, page := two.person().get("/"); strings.Contains(page, "Lý Thị Tin") {
		t.Error("without the session too")
	}
}

func TestWhoAsksAllNodesHasThePaceOfOne(t *testing.T) {
	n := newNodes(t)
	slow := func(c *web.Config) {
		c.BehindProxy = true
		c.Paces = web.Paces{Address: web.Pace{Burst: 30, Second: 0.001}}
	}
	one, two := n.start("", slow), n.start("", slow)
	hasty, other := one.person(), two.person()
	hasty.from, other.from = "203.0.113.7", "203.0.113.8"
	for i := range 30 {
		if res, _ := hasty.get("/don-vi/thanh-pho"); res.StatusCode != http.StatusOK {
			t.Fatalf("request %d: %d", i, res.StatusCode)
		}
	}
	soon(t, "held back at the other node too", func() bool {
		res, _ := hasty.at(two).get("/don-vi/thanh-pho")
		return res.StatusCode == http.StatusTooManyRequests
	})
	if res, _ := other.get("/don-vi/thanh-pho"); res.StatusCode != http.StatusOK {
		t.Errorf("somebody else is held back: %d", res.StatusCode)
	}
}

// A reader goes from node to node, of which one reads from a copy that runs behind.
func TestAReaderIsNeverShownAnOlderPage(t *testing.T) {
	copied := dbtest.StartReplica(t)
	n := newNodes(t)
	one, two := n.start("", nil), n.start(copied.At(n.dsn), nil)
	one.publishes("Bài có trước", "Lời có trước.")
	copied.Wait(n.dsn)
	res, page := two.person().get("/tin")
	if !strings.Contains(page, "Bài có trước") || res.Header.Get("ETag") == "" {
		t.Fatalf("from a copy that follows: %d", res.StatusCode)
	}
	copied.Pause()
	one.publishes("Bài mới hơn", "Lời mới hơn.")
	fresh, page := one.person().get("/tin")
	if !strings.Contains(page, "Bài mới hơn") {
		t.Fatal("the node that published it does not show it")
	}
	// The untampered thing first: a reader who has seen nothing yet may get the copy's page.
	soon(t, "the copy's page, which is older", func() bool {
		_, page := two.person().get("/tin")
		return strings.Contains(page, "Bài có trước") && !strings.Contains(page, "Bài mới hơn")
	})
	if res, page := again(t, two, "/tin", fresh.Header.Get("ETag")); res.StatusCode != http.StatusNotModified && !strings.Contains(page, "Bài mới hơn") {
		t.Errorf("who has seen the newer page is shown the older: %d", res.StatusCode)
	}
	// What the copy does not have yet is asked of the database.
	if res, page := two.person().get("/bai-viet/bai-moi-hon"); res.StatusCode != http.StatusOK || !strings.Contains(page, "Lời mới hơn.") {
		t.Errorf("an article that the copy lacks: %d", res.StatusCode)
	}
	copied.Resume(n.dsn)
	one.publishes("Bài cuối", "Lời cuối.")
	copied.Wait(n.dsn)
	soon(t, "the newest from the copy", func() bool { _, page := two.person().get("/tin"); return strings.Contains(page, "Bài cuối") })
}

// While the database is away, what visitors have read is shown for an hour as it was.
func TestThePortalOutlivesTheDatabase(t *testing.T) {
	now := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	s := newSite(t, func(c *web.Config) { c.Clock = func() time.Time { return now } }).start()
	s.publishes("Bài còn đọc được", "Lời còn đọc được.")
	visitor := s.person()
	shown := func() (int, bool) {
		res, page := visitor.get("/bai-viet/bai-con-doc-duoc")
		return res.StatusCode, strings.Contains(page, "Lời còn đọc được.")
	}
	if status, there := shown(); status != http.StatusOK || !there {
		t.Fatalf("before: %d", status)
	}
	if err := s.db.Close(); err != nil {
		t.Fatal(err)
	}
	if res, _ := visitor.get("/don-vi/thanh-pho"); res.StatusCode < http.StatusInternalServerError {
		t.Fatalf("the database is still there: %d", res.StatusCode)
	}
	for _, after := range []time.Duration{3 * time.Second, time.Second, 10 * time.Minute, 49 * time.Minute} {
		now = now.Add(after)
		if status, there := shown(); status != http.StatusOK || !there {
			t.Errorf("%s later: %d, shown %v", after, status, there)
		}
	}
	now = now.Add(2 * time.Minute)
	if status, _ := shown(); status < http.StatusInternalServerError {
		t.Errorf("after more than an hour: %d", status)
	}
}
