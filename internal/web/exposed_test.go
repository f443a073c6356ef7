package web_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	xhtml "golang.org/x/net/html"

	"giaouoc/internal/db"
	"giaouoc/internal/web/static"
)

// What a person types is text wherever it is shown.
func TestMarkupStaysText(t *testing.T) {
	s := newSite(t, nil).start()
	officer := s.as("thuong-truc")
	const evil = `<script>alert(1)</script>"'><img src=x onerror=alert(2)> Khối`
	res, page := officer.form("/sap-xep", url.Values{"id": {db.NewID()}, "name": {evil}, "kind": {"bloc"}, "level": {"central"}, "organised_by": {evil}}.Encode())
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("status %d: %s", res.StatusCode, words(page))
	}
	for _, path := range []string{res.Header.Get("Location"), "/", "/sap-xep", "/lam-viec"} {
		_, page := officer.get(path)
		root, err := xhtml.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			inspectNode(t, path, n)
			if n.Type == xhtml.ElementNode && n.Data == "img" {
				t.Errorf("%s: a picture of the name", path)
			}
		}
	}
	if _, page := officer.get(res.Header.Get("Location")); !strings.Contains(words(page), "<script>alert(1)</script>") {
		t.Error("the name is not shown as it was typed")
	}
}

// A file that was sent comes back as a download under a name and a type of ours,
// in a sandbox, whatever its sender called it.
func TestWhatIsDownloadedStaysADownload(t *testing.T) {
	s := newSite(t, nil).start()
	officer := s.as("thuong-truc")
	book := "/lam-viec/" + s.cluster() + "/quy-che/soan"
	officer.form(book, "")
	html := []byte("%PDF-1.4\n<script>alert(1)</script>\n%%EOF\n")
	if res, page := officer.file(book+"/ban-goc", "../../x\r\nSet-Cookie: a=b\".html", html); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("status %d: %s", res.StatusCode, words(page))
	}
	res, page := officer.get(book + "/ban-goc")
	h := res.Header
	if res.StatusCode != http.StatusOK || page != string(html) {
		t.Fatalf("status %d", res.StatusCode)
	}
	disposition := h.Get("Content-Disposition")
	if !strings.HasPrefix(disposition, "attachment;") || !strings.Contains(disposition, ".pdf") || strings.ContainsAny(disposition, "\r\n/\\") || h.Get("Set-Cookie") != "" {
		t.Errorf("Content-Disposition is %q", disposition)
	}
	if h.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(h.Get("Content-Security-Policy"), "sandbox;") || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers %v", h)
	}
}

func TestEveryAnswerSaysItsType(t *testing.T) {
	s := newSite(t, nil).start()
	for name, ask := range s.kinds() {
		res := ask()
		want := "text/html; charset=utf-8"
		switch name {
		case "the style sheet":
			want = "text/css; charset=utf-8"
		case "a workbook":
			want = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		case "a redirect":
			want = ""
		}
		if got := res.Header.Get("Content-Type"); got != want && (res.ContentLength != 0 || want != "") {
			t.Errorf("%s (%d): Content-Type is %q, want %q", name, res.StatusCode, got, want)
		}
	}
}

// raw sends bytes as they are and returns the statuses of the answers until the
// server ends the connection.
func (s *site) raw(sent string) (statuses []int) {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, sent); err != nil {
		s.t.Fatal(err)
	}
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		s.t.Fatal(err)
	}
	for r := bufio.NewReader(conn); ; {
		res, err := http.ReadResponse(r, nil)
		if err != nil {
			return statuses
		}
		io.Copy(io.Discard, res.Body) //nolint:errcheck // the status is enough
		statuses = append(statuses, res.StatusCode)
	}
}

// A request whose end can be read in two ways does not carry a second one inside.
func TestSmuggledRequestsAreRefused(t *testing.T) {
	s := newSite(t, nil).start()
	const inside = "GET /khong-co HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
	head := "POST /dang-nhap HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
	for name, c := range map[string]struct {
		sent string
		most int // answers
		want int // status of the first
	}{
		"two lengths":         {head + "Content-Length: 0\r\nContent-Length: 54\r\n\r\n" + inside, 1, 400},
		"an unknown encoding": {head + "Transfer-Encoding: xchunked\r\n\r\n" + inside, 1, 501},
		"encoding and length": {head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + inside, 2, 422},
		"a bare line feed":    {head + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 1, 400},
		"no host":             {"GET / HTTP/1.1\r\n\r\n", 1, 400},
	} {
		got := s.raw(c.sent)
		if len(got) == 0 || len(got) > c.most || got[0] != c.want {
			t.Errorf("%s: statuses %v", name, got)
		}
	}
}

// Nothing but the site's own pages is served: no folder, no file of the data
// folder, no page for developers, no method that nobody needs.
func TestNothingElseIsServed(t *testing.T) {
	s := newSite(t, nil).start()
	visitor := s.person()
	for _, path := range []string{
		"/.git/config", "/.env", "/debug/pprof/", "/debug/vars", "/metrics", "/giaouoc.db", "/tep/", "/khoa/", "/khoa/du-lieu.khoa", "/tinh/", "/tinh/static.go",
		"/tinh/../server.go", "/..%2f..%2fetc/passwd", "/tinh/..%2fserver.go", "/openapi.json", "/swagger", "/robots.php", "/index.php",
	} {
		if res, page := visitor.get(path); res.StatusCode == http.StatusOK || strings.Contains(page, "package ") {
			t.Errorf("%s: status %d", path, res.StatusCode)
		}
	}
	for _, method := range []string{http.MethodTrace, http.MethodConnect, http.MethodPut, http.MethodPatch, http.MethodDelete, "PROPFIND"} {
		if got := s.raw(method + " / HTTP/1.1\r\nHost: x\r\nX-Secret: shown\r\nConnection: close\r\n\r\n"); len(got) != 1 || got[0] < 400 {
			t.Errorf("%s: statuses %v", method, got)
		}
	}
}

func TestThePasswordFieldHelps(t *testing.T) {
	s := newSite(t, nil).start()
	_, page := s.person().get("/dang-nhap")
	field := regexp.MustCompile(`<input[^>]*name="password"[^>]*>`).FindString(page)
	if !strings.Contains(field, `type="password"`) || !strings.Contains(field, `autocomplete="current-password"`) {
		t.Errorf("the field is %s", field)
	}
	for _, no := range []string{"onpaste", "maxlength", "readonly", `autocomplete="off"`} {
		if strings.Contains(field, no) {
			t.Errorf("the field has %s: %s", no, field)
		}
	}
}

// Who signs in gets a new token of 256 bits, and the one before opens nothing.
func TestTheSessionTokenIsNewAndLong(t *testing.T) {
	s := newSite(t, nil).start()
	token := func(res *http.Response) string {
		for _, c := range res.Cookies() {
			if c.Name == "giaouoc" {
				return c.Value
			}
		}
		return ""
	}
	p := s.person()
	before := token(first(p.form("/vai/bien-tap", "")))
	after := token(first(p.form("/vai/thuong-truc", "")))
	if len(before) < 43 || len(after) < 43 || before == after {
		t.Errorf("tokens %q and %q", before, after)
	}
	if res, _ := p.get("/don-vi/moi"); res.StatusCode != http.StatusOK {
		t.Errorf("the new token: status %d", res.StatusCode)
	}
	old := s.person()
	at, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	old.Jar.SetCookies(at, []*http.Cookie{{Name: "giaouoc", Value: before}})
	if _, page := old.get("/"); strings.Contains(page, "/dang-xuat") {
		t.Error("the old token is still signed in")
	}
}

func TestEverySignedInPageOffersSigningOut(t *testing.T) {
	s := newSite(t, nil).start()
	officer := s.as("thuong-truc")
	for _, path := range []string{"/", "/lam-viec", "/don-vi", "/don-vi/moi", "/tai-khoan", "/sap-xep", "/khong-co", "/lam-viec/" + s.cluster()} {
		if _, page := officer.get(path); !strings.Contains(page, `action="/dang-xuat"`) {
			t.Errorf("%s does not offer to sign out", path)
		}
	}
}

// The scripts remember the chosen colours, which objects were open last until their
// person signs out, and in one tab which guide is open and what was typed and not taken;
// nothing else of a person or a page. They make no markup of what they read.
func TestTheScriptKeepsNothingOfAPerson(t *testing.T) {
	remembers := regexp.MustCompile(`localStorage\.(getItem|setItem|removeItem)\('(theme|contrast)'|localStorage\.removeItem\('recent'`)
	own := map[string]*regexp.Regexp{
		"find.js":  regexp.MustCompile(`localStorage\.(getItem|setItem|removeItem)\(key\b`),
		"help.js":  regexp.MustCompile(`sessionStorage\.(getItem|setItem|removeItem)\(place\b`),
		"typed.js": regexp.MustCompile(`sessionStorage\.(getItem|setItem|removeItem)\(store\b|sessionStorage\.length`),
	}
	for _, name := range []string{"app.js", "find.js", "help.js", "marking.js", "passkey.js", "sitting.js", "typed.js"} {
		f, ok := static.Find(static.Prefix + name)
		if !ok {
			continue
		}
		text := remembers.ReplaceAllString(string(f.Body), "")
		if own[name] != nil {
			text = own[name].ReplaceAllString(text, "")
		}
		for _, no := range []string{
			"localStorage", "sessionStorage", "indexedDB", "document.cookie", "eval(", "new Function", "document.write", "insertAdjacentHTML", "outerHTML", "__proto__", "postMessage",
		} {
			if strings.Contains(text, no) {
				t.Errorf("%s uses %s", name, no)
			}
		}
		for _, m := range regexp.MustCompile(`innerHTML\s*\+?=\s*(.)`).FindAllStringSubmatch(text, -1) {
			if m[1] != "'" {
				t.Errorf("%s makes markup of what is no constant", name)
			}
		}
	}
}

// A form changes what its fields name: what stands in the address, twice or beside
// them does nothing.
func TestFormsCarryOnlyTheirFields(t *testing.T) {
	s := newSite(t, nil).start()
	officer := s.as("thuong-truc")
	values := url.Values{
		"id": {db.NewID()}, "name": {"Khối thứ nhất", "Khối thứ hai"}, "kind": {"bloc"}, "level": {"central"}, "organised_by": {"Hội đồng"},
		"slug": {"chiem-dia-chi"}, "state": {"closed"}, "created_at": {"1999-01-01"},
	}
	res, page := officer.form("/sap-xep?name=Kh%E1%BB%91i+trong+%C4%91%E1%BB%8Ba+ch%E1%BB%89&kind=cluster", values.Encode())
	if at := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || at != "/lam-viec/khoi-thu-nhat" {
		t.Fatalf("status %d, leads to %q: %s", res.StatusCode, at, words(page))
	}
	_, page = officer.get("/")
	for word, there := range map[string]bool{"Khối thứ nhất": true, "Khối thứ hai": false, "trong địa chỉ": false} {
		if strings.Contains(words(page), word) != there {
			t.Errorf("%q is there: %v", word, !there)
		}
	}
}

// Who is refused is noted with the account and the address.
func TestRefusalsAreLogged(t *testing.T) {
	s := newSite(t, nil).start()
	editor := s.as("bien-tap")
	if res, _ := editor.get("/don-vi/moi"); res.StatusCode != http.StatusForbidden {
		t.Fatalf("status %d", res.StatusCode)
	}
	s.Close() // the log is written
	text := s.log.String()
	if !regexp.MustCompile(`msg=denied method=GET path=/don-vi/moi account=[0-9a-f-]{36} address=127\.0\.0\.1`).MatchString(text) {
		t.Errorf("the log says %q", text)
	}
}

// The log holds no password, no cookie and no token of a one-time link, and what
// is asked for does not begin a line of its own.
func TestTheLogTellsNoSecret(t *testing.T) {
	s := newSite(t, verbose).start()
	p := s.person()
	p.form("/dang-nhap", "login=thuong-truc&password=mot-mat-khau-rat-rieng")
	res, _ := p.get("/loi-moi/mot-ma-lien-ket-rat-rieng")
	if res.Header.Get("Referrer-Policy") != "no-referrer" || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("the page of a link: headers %v", res.Header)
	}
	res, _ = p.form("/vai/thuong-truc", "")
	cookie := res.Cookies()[0].Value
	p.get("/don-vi/moi%0alevel=ERROR%20msg=forged")
	s.Close()
	text := s.log.String()
	if !strings.Contains(text, "path=/loi-moi/…") && !strings.Contains(text, `path="/loi-moi/…"`) {
		t.Errorf("the log does not name the page of a link: %s", text)
	}
	for _, secret := range []string{"mot-mat-khau-rat-rieng", "mot-ma-lien-ket-rat-rieng", cookie} {
		if strings.Contains(text, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "time=") || strings.HasPrefix(line, "level=ERROR msg=forged") {
			t.Errorf("a line of the log is %q", line)
		}
	}
}
