package web

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
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

// honest is a provider that states who signs in, for the journey that it was begun
// for, with its own key.
type honest struct {
	*httptest.Server
	key    *rsa.PrivateKey
	nonce  string
	kind   string            // typ of the statement's header
	onward map[string]string // addresses by path that it sends on to
}

func newHonest(t *testing.T) *honest {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	h := &honest{key: key, kind: "JWT", onward: map[string]string{}}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to := h.onward[r.URL.Path]; to != "" {
			http.Redirect(w, r, to+r.URL.Path, http.StatusTemporaryRedirect)
			return
		}
		h.answer(w, r.URL.Path, h.URL)
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *honest) answer(w http.ResponseWriter, path, issuer string) {
	w.Header().Set("Content-Type", "application/json")
	switch path {
	case "/.well-known/openid-configuration":
		_, _ = io.WriteString(w, published(issuer, issuer+"/token"))
	case "/keys":
		fmt.Fprintf(w, `{"keys":[{"kty":"RSA","alg":"RS256","use":"sig","kid":"k","e":"AQAB","n":%q}]}`, base64.RawURLEncoding.EncodeToString(h.key.N.Bytes()))
	case "/token":
		now := time.Now().Unix()
		part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
		text := part(fmt.Sprintf(`{"alg":"RS256","kid":"k","typ":%q}`, h.kind)) + "." +
			part(fmt.Sprintf(`{"iss":%q,"sub":"an","aud":"giao-uoc","nonce":%q,"iat":%d,"exp":%d}`, issuer, h.nonce, now, now+60))
		sum := sha256.Sum256([]byte(text))
		signature, _ := rsa.SignPKCS1v15(rand.Reader, h.key, crypto.SHA256, sum[:])
		fmt.Fprintf(w, `{"access_token":"x","token_type":"Bearer","id_token":%q}`, text+"."+base64.RawURLEncoding.EncodeToString(signature))
	}
}

// signIn goes the whole way of signing in with a new client.
func (h *honest) signIn(t *testing.T) (account.Identity, error) {
	t.Helper()
	site, err := url.Parse("https://thidua.example.vn")
	if err != nil {
		t.Fatal(err)
	}
	p := newProvider(SSO{Issuer: h.URL, Client: "giao-uoc"}, site)
	var j account.Journey
	if _, _, err := p.begin(context.Background(), &j); err != nil {
		return account.Identity{}, err
	}
	h.nonce = j.Nonce
	return p.finish(context.Background(), url.Values{"code": {"c"}}, j)
}

// No address to which the provider would send the program on is asked: not for
// what it is, not for its keys, not with the code and the secret.
func TestAProviderIsNotFollowedElsewhere(t *testing.T) {
	h := newHonest(t)
	asked := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		h.answer(w, r.URL.Path, h.URL)
	}))
	defer elsewhere.Close()
	for _, path := range []string{"/.well-known/openid-configuration", "/token", "/keys"} {
		if who, err := h.signIn(t); err != nil || who.Subject != "an" {
			t.Fatalf("a provider that sends nobody on: %+v, %v", who, err)
		}
		h.onward[path] = elsewhere.URL
		if who, err := h.signIn(t); err == nil || asked > 0 {
			t.Errorf("%s: asked elsewhere %d times, %+v, %v", path, asked, who, err)
		}
		asked = 0
		delete(h.onward, path)
	}
}

// An access or logout token, rightly signed for this program, states no identity.
func TestATokenOfAnotherKindIsRefused(t *testing.T) {
	h := newHonest(t)
	for kind, want := range map[string]bool{"JWT": true, "jwt": true, "": true, "at+jwt": false, "logout+jwt": false, "dpop+jwt": false} {
		h.kind = kind
		if _, err := h.signIn(t); (err == nil) != want {
			t.Errorf("%q: %v", kind, err)
		}
	}
}

// The certificate of the provider is looked at: one that this machine does not
// trust is the same as no answer.
func TestAProviderWithoutATrustedCertificateIsDown(t *testing.T) {
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, published(server.URL, server.URL+"/token"))
	})
	p, err := beginAt(server.URL)
	if unknown := new(x509.UnknownAuthorityError); !errors.Is(err, errProviderDown) || !errors.As(err, unknown) {
		t.Errorf("not trusted: %v", err)
	}
	p.failed, p.client.Transport = time.Time{}, server.Client().Transport
	if _, _, err := p.begin(context.Background(), &account.Journey{}); err != nil {
		t.Errorf("trusted: %v", err)
	}
}

// The person is offered to end the session at the provider only at an address that
// the provider itself has published, and that is safe.
func TestWhereTheSessionAtTheProviderEnds(t *testing.T) {
	for end, want := range map[string]string{
		"https://noi.vn/end":       "https://noi.vn/end?client_id=giao-uoc",
		"https://noi.vn/end?x=1":   "https://noi.vn/end?client_id=giao-uoc&x=1",
		"http://localhost:1/end":   "http://localhost:1/end?client_id=giao-uoc",
		"http://noi.vn/end":        "",
		"javascript:alert(1)//end": "",
		"":                         "",
	} {
		server := discovery(t, func(issuer string) (int, string) {
			return 200, strings.TrimSuffix(published(issuer, issuer+"/token"), "}") + fmt.Sprintf(`,"end_session_endpoint":%q}`, end)
		})
		p, err := beginAt(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.endSession(context.Background()); got != want {
			t.Errorf("%q: %q, want %q", end, got, want)
		}
	}
	down := discovery(t, func(string) (int, string) { return 500, "" })
	if p, _ := beginAt(down.URL); p.endSession(context.Background()) != "" {
		t.Error("a provider that is down offers an address")
	}
}
