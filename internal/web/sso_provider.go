package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"giaouoc/internal/account"
)

// SSO is the single sign-on of an installation (đăng nhập một lần): an OpenID
// Connect provider that the province or the ministry runs. Without an Issuer
// there is none.
type SSO struct {
	Issuer string // exactly as the provider writes it in its answers
	Client string // the name under which the provider knows this installation
	Secret string // empty for a client that proves itself by PKCE alone
	Name   string // words of the button; a default when empty
	Factor string // acr or amr value that stands for two factors; empty: none does
}

const (
	ssoAnswerAddress = "/dang-nhap/sso/ve"
	ssoButton        = "Đăng nhập một lần"

	ssoTimeout   = 8 * time.Second  // for one request to the provider
	ssoRest      = 10 * time.Second // a provider that did not answer is left alone so long
	ssoMaxAnswer = 1 << 20          // bytes of one answer of the provider
	ssoOldest    = 5 * time.Minute  // of the provider's statement
	ssoSkew      = time.Minute      // its clock may be ahead of ours
)

var (
	errProviderDown    = errors.New("the provider does not answer")
	errProviderRefused = errors.New("the provider signed nobody in")
)

// wrongAnswer is why an answer proves nothing, in words of our own.
type wrongAnswer string

func (w wrongAnswer) Error() string { return string(w) }

// provider talks to the OpenID Connect provider. It is found at the first use,
// so that a provider that is down does not keep the site from starting.
type provider struct {
	settings SSO
	redirect string
	client   *http.Client

	mu     sync.Mutex
	found  *oidc.Provider
	failed time.Time // when it last did not answer
}

func newProvider(settings SSO, site *url.URL) *provider {
	return &provider{
		settings: settings, redirect: site.Scheme + "://" + site.Host + ssoAnswerAddress,
		client: &http.Client{
			Timeout:       ssoTimeout,
			Transport:     cut{http.DefaultTransport},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// name is the words of the button.
func (p *provider) name() string {
	if p.settings.Name == "" {
		return ssoButton
	}
	return p.settings.Name
}

// cut cuts an answer that is larger than any honest provider's.
type cut struct{ next http.RoundTripper }

func (c cut) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := c.next.RoundTrip(r)
	if err == nil {
		res.Body = http.MaxBytesReader(nil, res.Body, ssoMaxAnswer)
	}
	return res, err
}

// discover finds the provider's addresses and keys once. After a failure it
// waits a little, so that a provider that hangs does not hang every visitor.
func (p *provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.found != nil:
		return p.found, nil
	case time.Since(p.failed) < ssoRest:
		return nil, fmt.Errorf("%w: it did not a moment ago", errProviderDown)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), ssoTimeout)
	defer cancel()
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, p.client), p.settings.Issuer)
	if err == nil {
		err = p.reasonable(found)
	}
	if err != nil {
		p.failed = time.Now()
		return nil, fmt.Errorf("%w: %w", errProviderDown, err)
	}
	p.found = found
	return found, nil
}

// reasonable refuses addresses over which a secret would travel in the open.
func (p *provider) reasonable(found *oidc.Provider) error {
	var claims struct {
		Keys string `json:"jwks_uri"`
	}
	if err := found.Claims(&claims); err != nil {
		return err
	}
	for _, address := range []string{p.settings.Issuer, found.Endpoint().AuthURL, found.Endpoint().TokenURL, claims.Keys} {
		if !safe(address) {
			return fmt.Errorf("%q is no https address", address)
		}
	}
	return nil
}

// endSession is the provider's address at which a person ends the session there
// (OpenID Connect RP-Initiated Logout); empty where it has none. No token is kept
// to name the person with, so the provider asks.
func (p *provider) endSession(ctx context.Context) string {
	found, err := p.discover(ctx)
	var claims struct {
		End string `json:"end_session_endpoint"`
	}
	if err != nil || found.Claims(&claims) != nil || !safe(claims.End) {
		return ""
	}
	u, err := url.Parse(claims.End)
	if err != nil {
		return ""
	}
	q := u.Query()
	q.Set("client_id", p.settings.Client)
	u.RawQuery = q.Encode()
	return u.String()
}

// safe reports whether what goes to an address does not travel in the open.
func safe(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http" && ownMachine(u.Hostname()))
}

func ownMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (p *provider) config(found *oidc.Provider) oauth2.Config {
	endpoint := found.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader
	var claims struct {
		Ways []string `json:"token_endpoint_auth_methods_supported"`
	}
	if found.Claims(&claims) == nil && len(claims.Ways) > 0 && !slices.Contains(claims.Ways, "client_secret_basic") || p.settings.Secret == "" {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return oauth2.Config{
		ClientID: p.settings.Client, ClientSecret: p.settings.Secret, Endpoint: endpoint, RedirectURL: p.redirect,
		Scopes: []string{oidc.ScopeOpenID, oidc.ScopeProfile, oidc.ScopeEmail},
	}
}

// begin returns the provider's address to send the browser to, and the state that
// the browser brings back; it fills in what the answer is checked against.
func (p *provider) begin(ctx context.Context, j *account.Journey) (address, state string, err error) {
	found, err := p.discover(ctx)
	if err != nil {
		return "", "", err
	}
	state = random()
	j.Nonce, j.Verifier = random(), oauth2.GenerateVerifier()
	options := []oauth2.AuthCodeOption{oidc.Nonce(j.Nonce), oauth2.S256ChallengeOption(j.Verifier)}
	if j.Fresh {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	config := p.config(found)
	return config.AuthCodeURL(state, options...), state, nil
}

// random is 256 bits that nobody can guess.
func random() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// statement is what the program reads of an ID token beyond what go-oidc does.
type statement struct {
	Party    string   `json:"azp"`
	Context  string   `json:"acr"`
	Methods  []string `json:"amr"`
	At       int64    `json:"auth_time"`
	Username string   `json:"preferred_username"`
	Email    string   `json:"email"`
	Name     string   `json:"name"`
}

// finish checks the answer that the browser brought back, fetches the provider's
// statement and checks it: who signed it, for whom, for which journey, when.
func (p *provider) finish(ctx context.Context, answer url.Values, j account.Journey) (account.Identity, error) {
	found, err := p.discover(ctx)
	if err != nil {
		return account.Identity{}, err
	}
	if err := p.answers(found, answer); err != nil {
		return account.Identity{}, err
	}
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, p.client), 2*ssoTimeout)
	defer cancel()
	config := p.config(found)
	token, err := config.Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(j.Verifier))
	if err != nil {
		var refusal *oauth2.RetrieveError
		if !errors.As(err, &refusal) || refusal.Response.StatusCode >= http.StatusInternalServerError {
			return account.Identity{}, fmt.Errorf("%w: %w", errProviderDown, err)
		}
		return account.Identity{}, wrongAnswer("the code was refused")
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return account.Identity{}, wrongAnswer("no id token")
	}
	id, err := found.Verifier(&oidc.Config{ClientID: p.settings.Client}).Verify(ctx, raw)
	if err != nil {
		return account.Identity{}, err
	}
	if !statesIdentity(raw) {
		return account.Identity{}, wrongAnswer("a token of another kind")
	}
	return p.identity(id, token.AccessToken, j)
}

// statesIdentity reports whether a token is no access or logout token, which the
// same provider signs for the same audience: those name their kind (RFC 9068,
// OpenID Connect Back-Channel Logout).
func statesIdentity(raw string) bool {
	head, _, _ := strings.Cut(raw, ".")
	text, err := base64.RawURLEncoding.DecodeString(head)
	var header struct {
		Kind string `json:"typ"`
	}
	return err == nil && json.Unmarshal(text, &header) == nil && (header.Kind == "" || strings.EqualFold(header.Kind, "JWT"))
}

// answers checks what came with the browser. A provider that names itself in its
// answers (RFC 9207) must do so in each: an answer of another provider, mixed
// into this journey, is not taken to this one's token address.
func (p *provider) answers(found *oidc.Provider, answer url.Values) error {
	var claims struct {
		Names bool `json:"authorization_response_iss_parameter_supported"`
	}
	if err := found.Claims(&claims); err != nil {
		return err
	}
	for _, list := range answer {
		if len(list) > 1 {
			return wrongAnswer("a parameter stands twice")
		}
	}
	if issuer := answer.Get("iss"); issuer != p.settings.Issuer && (issuer != "" || claims.Names) {
		return wrongAnswer("answer of another issuer")
	}
	if code := answer.Get("error"); code != "" {
		return fmt.Errorf("%w: %.60q", errProviderRefused, code)
	}
	if answer.Get("code") == "" {
		return wrongAnswer("no code")
	}
	return nil
}

func (p *provider) identity(id *oidc.IDToken, accessToken string, j account.Journey) (account.Identity, error) {
	var s statement
	if err := id.Claims(&s); err != nil {
		return account.Identity{}, fmt.Errorf("read id token: %w", err)
	}
	age := time.Since(id.IssuedAt)
	switch {
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(j.Nonce)) != 1:
		return account.Identity{}, wrongAnswer("another nonce")
	case s.Party != "" && s.Party != p.settings.Client, s.Party == "" && len(id.Audience) > 1:
		return account.Identity{}, wrongAnswer("issued to another party")
	case age > ssoOldest || age < -ssoSkew:
		return account.Identity{}, wrongAnswer("issued at another time")
	case id.Subject == "" || len(id.Subject) > 255:
		return account.Identity{}, wrongAnswer("no subject")
	case j.Fresh && (s.At == 0 || time.Since(time.Unix(s.At, 0)) > ssoOldest):
		return account.Identity{}, wrongAnswer("the person was not asked anew")
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(accessToken); err != nil {
			return account.Identity{}, err
		}
	}
	factor := p.settings.Factor
	return account.Identity{
		Issuer: id.Issuer, Subject: id.Subject, Label: firstWord(s.Username, s.Email, s.Name),
		TwoFactors: factor != "" && (s.Context == factor || slices.Contains(s.Methods, factor)),
	}, nil
}

// firstWord is the first of the texts that says something.
func firstWord(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
