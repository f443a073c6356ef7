package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/indicator"
)

// took is how long deeds of one kind took, and how many failed.
type took struct {
	times  []time.Duration
	failed int
	why    string // of the first that failed
}

// diary is what everybody notes.
type diary struct {
	mutex sync.Mutex
	kinds map[string]*took
	order []string
}

func newDiary() *diary { return &diary{kinds: map[string]*took{}} }

func (d *diary) note(kind string, since time.Time, err error) { d.add(kind, time.Since(since), err) }

func (d *diary) add(kind string, after time.Duration, err error) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	k := d.kinds[kind]
	if k == nil {
		k = &took{}
		d.kinds[kind] = k
		d.order = append(d.order, kind)
	}
	if err == nil {
		k.times = append(k.times, after)
		return
	}
	if k.failed++; k.failed == 1 {
		k.why = err.Error()
	}
}

// at is the time within which so many of a hundred deeds of a kind were done; of
// several kinds together.
func (d *diary) at(percent int, kinds ...string) time.Duration {
	var all []time.Duration
	for _, kind := range kinds {
		if k := d.kinds[kind]; k != nil {
			all = append(all, k.times...)
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(len(all)*percent/100, len(all)-1)]
}

// table is what was noted, each kind also as a multiple of the reference.
func (d *diary) table(reference string) string {
	var b strings.Builder
	b.WriteString("| what | times | median | p95 | p99 | p95 as multiple of " + reference + " | failed |\n|---|---|---|---|---|---|---|\n")
	slices.Sort(d.order)
	for _, kind := range d.order {
		k := d.kinds[kind]
		ratio := float64(d.at(95, kind)) / float64(max(d.at(95, reference), 1))
		fmt.Fprintf(&b, "| %s | %d | %s | %s | %s | %.1f | %d |\n", kind, len(k.times), short(d.at(50, kind)), short(d.at(95, kind)), short(d.at(99, kind)), ratio, k.failed)
	}
	return b.String()
}

func short(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// judge fails the test when a deed has failed.
func (d *diary) judge(t *testing.T) {
	t.Helper()
	for kind, k := range d.kinds {
		if k.failed > 0 {
			t.Errorf("%s: %d failed, the first: %.600s", kind, k.failed, k.why)
		}
		if len(k.times) == 0 {
			t.Errorf("%s: never done", kind)
		}
	}
}

var connections = &http.Client{
	Timeout:       time.Minute,
	Transport:     &http.Transport{MaxIdleConnsPerHost: 2000, MaxConnsPerHost: 2000, IdleConnTimeout: time.Minute},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// listening serves on this machine.
func listening(h http.Handler) *httptest.Server { return httptest.NewServer(h) }

// person is somebody at a browser, signed in or not.
type person struct {
	site   string
	cookie string
}

// ask sends one request and reads the whole answer; a form makes it a POST.
func (p *person) ask(ctx context.Context, path string, form url.Values, accept string) (body string, err error) {
	method, content := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, content = http.MethodPost, strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, method, p.site+path, content)
	if err != nil {
		return "", err
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if accept != "" {
		req.Header.Set("Accept", accept)
	}
	if p.cookie != "" {
		req.Header.Set("Cookie", p.cookie)
	}
	res, err := connections.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return "", err
	}
	if c := res.Cookies(); len(c) > 0 && p.cookie == "" {
		p.cookie = c[0].Name + "=" + c[0].Value
	}
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusSeeOther {
		return "", fmt.Errorf("%s %s answers %d: %.400s", method, path, res.StatusCode, text)
	}
	return string(text), nil
}

// signIn takes the role of an account; the cookie is the answer's.
func signIn(ctx context.Context, site, login string) (*person, error) {
	p := &person{site: site}
	_, err := p.ask(ctx, "/vai/"+login, url.Values{}, "")
	if err == nil && p.cookie == "" {
		err = errors.New("no cookie")
	}
	return p, err
}

// signedIn signs many in, some at a time.
func signedIn(t *testing.T, site string, logins []string) []*person {
	t.Helper()
	list := make([]*person, len(logins))
	var all sync.WaitGroup
	next := make(chan int)
	for range 8 {
		all.Go(func() {
			for i := range next {
				p, err := signIn(t.Context(), site, logins[i])
				if err != nil {
					t.Errorf("sign in %s: %v", logins[i], err)
				}
				list[i] = p
			}
		})
	}
	for i := range logins {
		next <- i
	}
	close(next)
	all.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return list
}

// deed is one thing that somebody does: what it is called, and how it is done.
type deed struct {
	kind string
	do   func(ctx context.Context) error
}

// play has somebody do one deed after the other, one in each stretch of time, until
// the end; with which they begin is chance, or all would do the same at once. Each is
// counted from when it was due.
func play(ctx context.Context, d *diary, every time.Duration, until time.Time, deeds ...deed) {
	due := time.Now().Add(rand.N(every))
	for i := rand.IntN(len(deeds)); due.Before(until); i++ {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Until(due)):
		}
		one := deeds[i%len(deeds)]
		d.note(one.kind, due, one.do(ctx))
		due = due.Add(every)
	}
}

var versionOf = regexp.MustCompile(`name="version"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="version"`)

// version is that of the form on a page.
func version(page string) string {
	m := versionOf.FindStringSubmatch(page)
	if m == nil {
		return ""
	}
	return m[1] + m[2]
}

// marker opens the own marking table, writes a mark that the page saves in passing,
// and looks at what waits.
func marker(p *person, b bloc, unit string) []deed {
	page, n := b.yearPath()+"/cham-diem/"+unit, 0
	seen := "1"
	return []deed{
		{"open the marking table", func(ctx context.Context) error {
			text, err := p.ask(ctx, page, nil, "")
			if err == nil && strings.Count(text, "data-leaf=") != groups*leaves {
				err = fmt.Errorf("the table has %d leaves", strings.Count(text, "data-leaf="))
			}
			if v := version(text); v != "" {
				seen = v
			}
			return err
		}},
		{"save a mark", func(ctx context.Context) error {
			n++
			at := leaf(n%groups, n%leaves)
			text, err := p.ask(ctx, page, url.Values{"version": {seen}, "value_" + at: {fmt.Sprint(n % 3)}}, "application/json")
			if err == nil && (strings.Contains(text, `"problems"`) || !strings.Contains(text, `"version"`)) {
				err = fmt.Errorf("not saved: %s", text)
			}
			return err
		}},
		{"what waits for me", func(ctx context.Context) error { _, err := p.ask(ctx, "/lam-viec", nil, ""); return err }},
	}
}

// reporter opens the own report and writes two figures of it.
func reporter(p *person, b bloc, unit string, indicators int) []deed {
	page, n := b.yearPath()+"/bao-cao/"+b.period+"/"+unit, 0
	seen := ""
	open := func(ctx context.Context) error {
		text, err := p.ask(ctx, page, nil, "")
		if seen = version(text); err == nil && seen == "" {
			err = errors.New("a report without a version")
		}
		return err
	}
	return []deed{
		{"open the report", open},
		{"save figures", func(ctx context.Context) error {
			if n++; seen == "" {
				if err := open(ctx); err != nil {
					return err
				}
			}
			form := url.Values{"version": {seen}}
			for i := range 2 {
				form.Set(indicator.ValueField(code((2*n+i)%indicators)), fmt.Sprint(100+n))
			}
			_, err := p.ask(ctx, page, form, "")
			return err
		}},
	}
}

// readerOf looks at the public pages.
func readerOf(site string, blocs []bloc) []deed {
	p := &person{site: site}
	b := blocs[rand.IntN(len(blocs))]
	var list []deed
	for _, one := range [][2]string{
		{"front page", "/"},
		{"public bloc", "/cum/" + b.slug},
		{"public year", b.publicPath()},
		{"public unit", "/don-vi/" + b.units[0]},
		{"public record", "/nhat-ky"},
		{"search", "/tra-cuu?q=xa+minh+hoa+" + fmt.Sprint(rand.IntN(100))},
	} {
		list = append(list, deed{one[0], func(ctx context.Context) error { p.cookie = ""; _, err := p.ask(ctx, one[1], nil, ""); return err }})
	}
	return list
}
