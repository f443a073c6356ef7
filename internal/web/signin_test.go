package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

func TestTheWayOnStaysOnThisSite(t *testing.T) {
	for next, want := range map[string]string{
		"/tai-khoan":             "/tai-khoan",
		"/cum/a/2026?x=1&y=%2F":  "/cum/a/2026?x=1&y=%2F",
		"":                       "",
		"tai-khoan":              "",
		"//example.org":          "",
		"/\\example.org":         "",
		"\\\\example.org":        "",
		"https://example.org/":   "",
		"javascript:alert(1)":    "",
		"/\t/example.org":        "",
		"/a\r\nLocation: //x":    "",
		"/dang-nhap":             "",
		"/dang-nhap?tiep=/x":     "",
		"/%2F/example.org":       "",
		"/%5Cexample.org/../%2F": "/%5Cexample.org/../%2F",
	} {
		if got := ownPath(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

// A link that is handed over leads to the address that was set. Where there is none
// but the machine's own name it leads to where the person opened the site, also
// behind a proxy that speaks HTTPS before us.
func TestALinkLeadsToTheSite(t *testing.T) {
	local := &url.URL{Scheme: "http", Host: "localhost:8080"}
	set := &url.URL{Scheme: "https", Host: "thidua.danang.example"}
	for _, c := range []struct {
		site        *url.URL
		proto, want string
	}{
		{nil, "", "http://thidua.example"},
		{nil, "https", "https://thidua.example"},
		{local, "", "http://thidua.example"},
		{local, "https", "https://thidua.example"},
		{set, "", "https://thidua.danang.example"},
	} {
		s := &Server{Config: Config{BehindProxy: true, Site: c.site}}
		r := httptest.NewRequest("GET", "http://thidua.example/quan-tri", nil)
		r.RemoteAddr = "127.0.0.1:5000"
		if c.proto != "" {
			r.Header.Set("X-Forwarded-Proto", c.proto)
		}
		got := ""
		s.met(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = s.address(r) })).ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("set to %v and opened over %q: %s, want %s", c.site, c.proto, got, c.want)
		}
	}
}

func TestALogHoldsNoLink(t *testing.T) {
	for path, want := range map[string]string{"/loi-moi/secret": "/loi-moi/…", "/don-vi/u-a": "/don-vi/u-a"} {
		if got := loggedPath(httptest.NewRequest("GET", path, nil)); got != want {
			t.Errorf("%s is logged as %s", path, got)
		}
	}
}

func TestBrowsersAreNamedAsTheirOwnersKnowThem(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                        "Firefox trên Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":                         "Chrome trên Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0":               "Edge trên Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/130.0 Chrome/124.0 Safari/537.36":       "Cốc Cốc trên Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1": "Safari trên iPhone",
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36":            "Samsung Internet trên Android",
		"curl/8.5.0": "trình duyệt khác",
	} {
		if got := browserName(agent); got != want {
			t.Errorf("%s is called %s, want %s", agent, got, want)
		}
	}
}
