package web_test

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	xhtml "golang.org/x/net/html"

	"giaouoc/internal/db"
	"giaouoc/internal/web"
)

func (p *person) send(method, path, kind string, body io.Reader) (*http.Response, string) {
	p.site.t.Helper()
	req, err := http.NewRequest(method, p.site.URL+path, body)
	if err != nil {
		p.site.t.Fatal(err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if p.from != "" {
		req.Header.Set("X-Forwarded-For", p.from)
		req.Header.Set("X-Forwarded-Proto", "https")
	}
	res, err := p.Do(req)
	if err != nil {
		p.site.t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil {
		p.site.t.Fatal(err)
	}
	if err := undressed(string(page)); err != nil {
		p.site.t.Error(path, err)
	}
	return res, string(page)
}

func (p *person) get(path string) (*http.Response, string) {
	return p.send(http.MethodGet, path, "", nil)
}

func (p *person) form(path, values string) (*http.Response, string) {
	return p.send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(values))
}

// file sends a form with a file and other fields, which alternate with values.
func (p *person) file(path, name string, content []byte, fields ...string) (*http.Response, string) {
	p.site.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for i := 0; i < len(fields); i += 2 {
		if err := m.WriteField(fields[i], fields[i+1]); err != nil {
			p.site.t.Fatal(err)
		}
	}
	part, err := m.CreateFormFile("file", name)
	if err != nil {
		p.site.t.Fatal(err)
	}
	part.Write(content) //nolint:errcheck // into memory
	m.Close()           //nolint:errcheck // into memory
	return p.send(http.MethodPost, path, m.FormDataContentType(), &body)
}

// kinds are requests whose answers are of every kind.
func (s *site) kinds() map[string]func() *http.Response {
	visitor, officer := s.person(), s.as("thuong-truc")
	answer := func(res *http.Response, _ string) *http.Response { return res }
	return map[string]func() *http.Response{
		"the first page":        func() *http.Response { return answer(visitor.get("/")) },
		"a signed-in page":      func() *http.Response { return answer(officer.get("/lam-viec")) },
		"a page that is denied": func() *http.Response { return answer(visitor.get("/don-vi/moi")) },
		"no page":               func() *http.Response { return answer(visitor.get("/khong-co")) },
		"an unknown method":     func() *http.Response { return answer(visitor.send(http.MethodDelete, "/", "", nil)) },
		"a redirect":            func() *http.Response { return answer(visitor.form("/vai/thuong-truc", "")) },
		"a refused form":        func() *http.Response { return answer(officer.form("/don-vi/moi", "id=x")) },
		"the style sheet":       func() *http.Response { return answer(visitor.get("/tinh/app.css")) },
		"a workbook":            func() *http.Response { return answer(officer.get("/cum/" + s.cluster() + "/2024/so-lieu.xlsx")) },
		"a form from elsewhere": func() *http.Response {
			req, err := http.NewRequest(http.MethodPost, s.URL+"/vai/thuong-truc", nil)
			if err != nil {
				s.t.Fatal(err)
			}
			req.Header.Set("Origin", "https://elsewhere.example")
			req.Header.Set("Sec-Fetch-Site", "cross-site")
			res, err := visitor.Do(req)
			if err != nil {
				s.t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode != http.StatusForbidden {
				s.t.Errorf("a form from elsewhere: status %d", res.StatusCode)
			}
			return res
		},
	}
}

// cluster is the slug of the demonstration's cluster.
func (s *site) cluster() string {
	_, page := s.person().get("/")
	_, rest, found := strings.Cut(page, `href="/cum/`)
	if !found {
		s.t.Fatal("the first page leads to no cluster")
	}
	return rest[:strings.IndexAny(rest, `"/?#`)]
}

func TestEveryAnswerIsSecured(t *testing.T) {
	s := newSite(t, nil).start()
	want := map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "", "Server": "", "X-Powered-By": "",
	}
	for name, ask := range s.kinds() {
		res := ask()
		for header, value := range want {
			if got := res.Header.Get(header); got != value {
				t.Errorf("%s: %s is %q, want %q", name, header, got, value)
			}
		}
		policy := res.Header.Get("Content-Security-Policy")
		for _, rule := range []string{
			"default-src 'none'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
		} {
			if !strings.Contains("; "+policy+";", "; "+rule+";") {
				t.Errorf("%s: the policy %q lacks %q", name, policy, rule)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") || strings.Contains(policy, "http") {
			t.Errorf("%s: the policy %q lets in too much", name, policy)
		}
		if p := res.Header.Get("Permissions-Policy"); !strings.Contains(p, "camera=()") || !strings.Contains(p, "geolocation=()") {
			t.Errorf("%s: Permissions-Policy is %q", name, p)
		}
	}
}

// A page holds no script, style or handler of its own: the policy would stop it.
func TestNoPageNeedsWhatThePolicyForbids(t *testing.T) {
	s := newSite(t, nil).start()
	p := s.as("thuong-truc")
	seen, todo := map[string]bool{}, []string{"/", "/lam-viec", "/vai", "/dang-nhap", "/khong-co", "/tai-khoan", "/quan-tri"}
	for len(todo) > 0 && len(seen) < 120 {
		path := todo[0]
		todo = todo[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		res, page := p.get(path)
		if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			continue
		}
		root, err := xhtml.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			todo = append(todo, inspectNode(t, path, n)...)
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d pages were found", len(seen))
	}
}

// unsafeScheme begins an address that runs or shows what it holds.
var unsafeScheme = regexp.MustCompile(`(?i)^\s*(javascript|data|vbscript|blob|file):`)

// inspectNode reports what the policy forbids of an element, and returns the
// addresses of this site that it leads to.
func inspectNode(t *testing.T, path string, n *xhtml.Node) (links []string) {
	t.Helper()
	if n.Type != xhtml.ElementNode {
		return nil
	}
	outside := false
	for _, a := range n.Attr {
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			t.Errorf("%s: <%s %s>", path, n.Data, a.Key)
		case a.Key == "href" && unsafeScheme.MatchString(a.Val):
			t.Errorf("%s: a link to %s", path, a.Val)
		case n.Data == "a" && a.Key == "href" && strings.HasPrefix(a.Val, "/"):
			link, _, _ := strings.Cut(a.Val, "#")
			links = append(links, link)
		case a.Key == "src" && path == "/tai-khoan/ma-xac-thuc" && strings.HasPrefix(a.Val, "data:image/png;base64,"):
			// A secret as a picture: the page's own policy lets it in, and no address has it.
		case a.Key == "src" && !strings.HasPrefix(a.Val, "/"), n.Data == "link" && a.Key == "href" && !strings.HasPrefix(a.Val, "/"),
			n.Data == "form" && a.Key == "action" && a.Val != "" && !strings.HasPrefix(a.Val, "/"):
			outside = true
		}
	}
	if outside {
		t.Errorf("%s: <%s> reaches outside of this site", path, n.Data)
	}
	if n.Data == "style" || n.Data == "script" && n.FirstChild != nil && scriptRuns(n) {
		t.Errorf("%s: <%s> within the page", path, n.Data)
	}
	return links
}

func scriptRuns(n *xhtml.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "type" && a.Val != "module" && !strings.Contains(a.Val, "javascript") {
			return false // data for a script
		}
	}
	return true
}

func TestCookiesAndHTTPS(t *testing.T) {
	cookie := func(res *http.Response, name string) *http.Cookie {
		for _, c := range res.Cookies() {
			if c.Name == name {
				return c
			}
		}
		return nil
	}
	enter := func(p *person) *http.Response {
		res, _ := p.form("/vai/thuong-truc", "")
		return res
	}
	plain := newSite(t, nil).start()
	if c := cookie(enter(plain.person()), "giaouoc"); c == nil || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("over HTTP the cookie is %v", c)
	}
	told := plain.person()
	told.from = "203.0.113.9"
	if res := enter(told); cookie(res, "giaouoc") == nil || res.Header.Get("Strict-Transport-Security") != "" {
		t.Error("a proxy that we are not told of is believed")
	}

	secure := newSite(t, nil)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	behind := newSite(t, func(c *web.Config) { c.BehindProxy = true }).start()
	proxied := behind.person()
	proxied.from = "203.0.113.9"
	for name, p := range map[string]*person{"TLS": secure.person(), "a proxy": proxied} {
		res := enter(p)
		c := cookie(res, "__Host-giaouoc")
		if c == nil || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("over %s the cookie is %v", name, c)
		}
		if cookie(res, "giaouoc") != nil {
			t.Errorf("over %s a cookie of HTTP is set", name)
		}
		if got := res.Header.Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=31536000") {
			t.Errorf("over %s HSTS is %q", name, got)
		}
	}
	// The cookie works where it was given.
	p := secure.as("thuong-truc")
	if res, _ := p.get("/don-vi/moi"); res.StatusCode != http.StatusOK {
		t.Errorf("over TLS the officer gets status %d", res.StatusCode)
	}
}

func TestWhatMayBeKept(t *testing.T) {
	s := newSite(t, nil).start()
	visitor, officer := s.person(), s.as("thuong-truc")
	_, home := visitor.get("/")
	_, sheet, _ := strings.Cut(home, `rel="stylesheet" href="`)
	sheet, _, _ = strings.Cut(sheet, `"`)
	for name, c := range map[string]struct {
		res  *http.Response
		want string
	}{
		"a public page":              {first(visitor.get("/")), "public, max-age=0, s-maxage=1, stale-while-revalidate=5, stale-if-error=3600"},
		"the same page, signed in":   {first(officer.get("/")), "no-store"},
		"a signed-in page":           {first(officer.get("/lam-viec")), "no-store"},
		"a denied page":              {first(officer.get("/khong-co")), "no-store"},
		"a refused form":             {first(officer.form("/don-vi/moi", "id=x")), "no-store"},
		"a form of nobody":           {first(visitor.form("/don-vi/moi", "id=x")), "no-store"},
		"a file of a signed-in page": {first(officer.get("/lam-viec/" + s.cluster() + "/du-lieu.yaml")), "no-store"},
		"the style sheet":            {first(visitor.get(sheet)), "immutable"},
	} {
		if got := strings.Join(c.res.Header.Values("Cache-Control"), ", "); !strings.Contains(got, c.want) {
			t.Errorf("%s (%d): Cache-Control is %q", name, c.res.StatusCode, got)
		}
	}
}

func first(res *http.Response, _ string) *http.Response { return res }

// swollen is a workbook that takes seconds to look into.
func swollen(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>",
		"xl/worksheets/sheet1.xml": "<s>" + strings.Repeat("<c>a</c>", 7_500_000) + "</s>",
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// uploading lists the files that are being judged.
func (s *site) uploading() []string {
	list, err := fs.Glob(os.DirFS(s.files), "upload-*")
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

// stored counts the files kept.
func (s *site) stored() (n int) {
	err := filepath.WalkDir(s.files, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// Others write while a file is judged: it is judged outside of the transaction.
func TestOthersWriteWhileAFileIsJudged(t *testing.T) {
	s := newSite(t, nil).start()
	book := "/lam-viec/" + s.cluster() + "/quy-che"
	officer, other := s.as("thuong-truc"), s.as("thuong-truc")
	if res, page := officer.form(book+"/soan", ""); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("begin a rule book: %d %s", res.StatusCode, page)
	}
	during := false
	done := make(chan *http.Response, 1)
	go func() { done <- first(officer.file(book+"/soan/ban-goc", "lon.xlsx", swollen(t))) }()
	for during = false; !during; runtime.Gosched() {
		before := s.uploading()
		if len(before) == 0 {
			select {
			case res := <-done:
				t.Fatalf("nobody wrote while the file was judged (status %d)", res.StatusCode)
			default:
			}
			continue
		}
		res, page := other.form("/sap-xep", "id="+db.NewID()+"&name=Kh%E1%BB%91i+"+db.NewID()+"&kind=bloc&level=central&organised_by=x")
		if res.StatusCode != http.StatusSeeOther {
			t.Fatalf("write: %d %s", res.StatusCode, page)
		}
		after := s.uploading()
		during = len(after) == 1 && after[0] == before[0]
	}
	if res := <-done; res.StatusCode != http.StatusSeeOther {
		t.Errorf("the file: status %d", res.StatusCode)
	}
	if s.stored() != 1 {
		t.Errorf("%d files are kept", s.stored())
	}
}

// A file is judged and kept only for who may send it.
func TestNoFileOfWhoMayNotSendOne(t *testing.T) {
	s := newSite(t, nil).start()
	at := "/lam-viec/" + s.cluster() + "/quy-che/soan/ban-goc"
	pdf := []byte("%PDF-1.4\n%%EOF\n")
	if res, page := s.as("thuong-truc").form("/lam-viec/"+s.cluster()+"/quy-che/soan", ""); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("begin a rule book: %d %s", res.StatusCode, page)
	}
	for name, p := range map[string]*person{"a visitor": s.person(), "a reader": s.as("kiem-toan")} {
		if res, _ := p.file(at, "a.pdf", pdf); res.StatusCode != http.StatusForbidden {
			t.Errorf("%s: status %d", name, res.StatusCode)
		}
	}
	if s.stored() != 0 {
		t.Errorf("%d files are kept", s.stored())
	}
	if res, _ := s.as("thuong-truc").file(at, "a.pdf", pdf); res.StatusCode != http.StatusSeeOther || s.stored() != 1 {
		t.Errorf("the officer: status %d, %d files are kept", res.StatusCode, s.stored())
	}
}

// What is sent is bounded by what the sender may need.
func TestWhatIsSentIsBounded(t *testing.T) {
	s := newSite(t, nil).start()
	officer, visitor := s.as("thuong-truc"), s.person()
	long := func(mb int) string { return "id=x&name=" + strings.Repeat("a", mb<<20) }
	for name, c := range map[string]struct {
		answer func() (*http.Response, string)
		status int
		see    string
	}{
		"a form of a visitor":  {func() (*http.Response, string) { return visitor.form("/don-vi/moi", long(1)) }, 422, "lớn hơn 1 MB"},
		"a form":               {func() (*http.Response, string) { return officer.form("/don-vi/moi", long(4)) }, 422, "lớn hơn 4 MB"},
		"a form within bounds": {func() (*http.Response, string) { return officer.form("/don-vi/moi", long(3)) }, 422, "Chọn loại đơn vị"},
		"a file": {func() (*http.Response, string) {
			return officer.file("/lam-viec/"+s.cluster()+"/quy-che/soan/ban-goc", "a.pdf", make([]byte, 33<<20))
		}, 422, "lớn hơn 20 MB"},
	} {
		res, page := c.answer()
		if res.StatusCode != c.status || !strings.Contains(page, c.see) {
			t.Errorf("%s: status %d, %s", name, res.StatusCode, words(page))
		}
	}
	req, err := http.NewRequest(http.MethodGet, s.URL+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Long", strings.Repeat("a", 100<<10))
	res, err := visitor.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("headers of 100 kB: status %d", res.StatusCode)
	}
}

// A failure of ours shows nothing of where the program runs.
func TestAFailureShowsNothing(t *testing.T) {
	t.Setenv("GIAOUOC_TEST_SECRET", "mot-bi-mat-cua-may")
	hostname, _ := os.Hostname()
	quiet := func(name string, s *site, res *http.Response, page string) {
		t.Helper()
		if res.StatusCode != http.StatusInternalServerError || !strings.Contains(page, "Hệ thống gặp lỗi") {
			t.Fatalf("%s: status %d: %s", name, res.StatusCode, page)
		}
		for _, word := range []string{
			s.files, "mot-bi-mat-cua-may", hostname, runtime.Version(), "goroutine", "panic", ".go:", "internal/", "sql", "closed", "no such", "permission", "runtime error",
		} {
			if word != "" && strings.Contains(strings.ToLower(page), strings.ToLower(word)) {
				t.Errorf("%s: the page says %q", name, word)
			}
		}
		if !strings.Contains(s.log.String(), "level=ERROR") {
			t.Errorf("%s: the log says nothing", name)
		}
		if res.Header.Get("Content-Security-Policy") == "" || res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: headers %v", name, res.Header)
		}
	}
	send := func(s *site) (*http.Response, string) {
		book := "/lam-viec/" + s.cluster() + "/quy-che/soan"
		officer := s.as("thuong-truc")
		officer.form(book, "")
		return officer.file(book+"/ban-goc", "a.pdf", []byte("%PDF-1.4\n%%EOF\n"))
	}

	s := newSite(t, nil).start()
	if err := os.RemoveAll(s.files); err != nil {
		t.Fatal(err)
	}
	res, page := send(s)
	quiet("a store that is gone", s, res, page)

	s = newSite(t, func(c *web.Config) { c.Blobs = nil }).start()
	res, page = send(s)
	quiet("a broken program", s, res, page)
	if res, _ := s.person().get("/"); res.StatusCode != http.StatusOK {
		t.Errorf("after it broke: status %d", res.StatusCode)
	}

	s = newSite(t, nil).start()
	officer := s.as("thuong-truc")
	if err := s.db.Close(); err != nil {
		t.Fatal(err)
	}
	res, page = officer.get("/lam-viec")
	quiet("a database that is gone, signed in", s, res, page)
	res, page = s.person().get("/")
	quiet("a database that is gone", s, res, page)
}
