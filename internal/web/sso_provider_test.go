package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/account"
)

// discovery serves what a provider publishes of itself, as answer changes it.
func discovery(t *testing.T, answer func(issuer string) (status int, body string)) *httptest.Server {
	t.Helper()
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, body := answer(server.URL)
		if status == http.StatusFound {
			w.Header().Set("Location", body)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server
}

func published(issuer, token string) string {
	return fmt.Sprintf(`{"issuer":%q,"authorization_endpoint":%q,"token_endpoint":%q,"jwks_uri":%q,"id_token_signing_alg_values_supported":["RS256"]}`,
		issuer, issuer+"/auth", token, issuer+"/keys")
}

func beginAt(issuer string) (*provider, error) {
	site, err := url.Parse("https://thidua.example.vn")
	if err != nil {
		return nil, err
	}
	p := newProvider(SSO{Issuer: issuer, Client: "giao-uoc"}, site)
	_, _, err = p.begin(context.Background(), &account.Journey{})
	return p, err
}

func TestAProviderIsFoundWhenItAnswersAsItShould(t *testing.T) {
	good := discovery(t, func(issuer string) (int, string) { return 200, published(issuer, issuer+"/token") })
	if _, err := beginAt(good.URL); err != nil {
		t.Fatalf("a provider without a fault: %v", err)
	}
	for what, answer := range map[string]func(string) (int, string){
		"another issuer":               func(i string) (int, string) { return 200, published("https://khac.example", i+"/token") },
		"a token address in the open":  func(i string) (int, string) { return 200, published(i, "http://khac.example/token") },
		"a failure":                    func(string) (int, string) { return 500, "{}" },
		"no JSON":                      func(string) (int, string) { return 200, "<html>" },
		"an answer of three megabytes": func(i string) (int, string) { return 200, published(i, i+"/token") + strings.Repeat(" ", 3<<20) },
		"another place":                func(string) (int, string) { return http.StatusFound, good.URL + "/.well-known/openid-configuration" },
	} {
		if _, err := beginAt(discovery(t, answer).URL); !errors.Is(err, errProviderDown) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestAProviderThatDidNotAnswerIsAskedAgainLater(t *testing.T) {
	up, asked := false, 0
	server := discovery(t, func(issuer string) (int, string) {
		asked++
		if !up {
			return http.StatusServiceUnavailable, "{}"
		}
		return 200, published(issuer, issuer+"/token")
	})
	p, err := beginAt(server.URL)
	if !errors.Is(err, errProviderDown) {
		t.Fatal(err)
	}
	up = true
	if _, _, err := p.begin(context.Background(), &account.Journey{}); !errors.Is(err, errProviderDown) || asked != 1 {
		t.Errorf("right after: asked %d times, %v", asked, err)
	}
	p.failed = time.Now().Add(-ssoRest)
	j := account.Journey{Fresh: true}
	address, state, err := p.begin(context.Background(), &j)
	if err != nil || asked != 2 {
		t.Fatalf("later: asked %d times, %v", asked, err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	for name, want := range map[string]string{
		"client_id": "giao-uoc", "response_type": "code", "redirect_uri": "https://thidua.example.vn/dang-nhap/sso/ve",
		"state": state, "nonce": j.Nonce, "code_challenge_method": "S256", "prompt": "login", "max_age": "0",
	} {
		if q.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, q.Get(name), want)
		}
	}
	if q.Get("code_challenge") == "" || q.Get("code_challenge") == j.Verifier || len(j.Nonce) < 40 || len(state) < 40 {
		t.Error("the journey can be guessed")
	}
}
