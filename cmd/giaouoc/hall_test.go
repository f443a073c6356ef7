package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// certify makes an authority and a certificate of it for a name, and keeps them in a
// folder: ca.pem, site.pem, site.key.
func certify(dir, name string) error {
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	from, to := time.Now().Add(-time.Hour), time.Now().AddDate(0, 0, 30)
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Gốc thử"}, NotBefore: from, NotAfter: to,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	site := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, NotBefore: from, NotAfter: to,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	files := map[string]*pem.Block{"site.key": {Type: "PRIVATE KEY", Bytes: secret}}
	for file, c := range map[string]struct {
		template *x509.Certificate
		of       *ecdsa.PrivateKey
	}{"ca.pem": {root, rootKey}, "site.pem": {site, key}} {
		der, err := x509.CreateCertificate(rand.Reader, c.template, root, c.of.Public(), rootKey)
		if err != nil {
			return err
		}
		files[file] = &pem.Block{Type: "CERTIFICATE", Bytes: der}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for file, block := range files {
		if err := os.WriteFile(filepath.Join(dir, file), pem.EncodeToMemory(block), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// cmdCertify makes a certificate of an authority of its own: certify FOLDER NAME.
func cmdCertify(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(certify(ts.MkAbs(args[0]), args[1]))
}

// inHall starts serve in hall mode on this machine and returns what it prints.
func inHall(t *testing.T, certificates string, env ...string) string {
	t.Helper()
	cmd := program(t, "serve", "--data", t.TempDir(), "--addr", "127.0.0.1:0", "--hall", "hop.example.vn", "--hall-address", "127.0.0.1", "--dns", "127.0.0.1:0",
		"--cert", filepath.Join(certificates, "site.pem"), "--key", filepath.Join(certificates, "site.key"), "--no-hall-redirect")
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("serve ends with %v", err)
		}
	})
	var printed strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != ready; {
		printed.WriteString(lines.Text() + "\n")
	}
	return printed.String()
}

// A telephone that knows nothing but the address of the answerer finds the hall by its
// name and trusts it.
func TestHallIsFoundByNameAndTrusted(t *testing.T) {
	dir := t.TempDir()
	if err := certify(dir, "hop.example.vn"); err != nil {
		t.Fatal(err)
	}
	printed := inHall(t, dir, "SSL_CERT_FILE="+filepath.Join(dir, "ca.pem"))
	if strings.Contains(printed, "phiếu giấy") {
		t.Errorf("with a trusted certificate ballots are on paper only:\n%s", printed)
	}
	m := regexp.MustCompile(`(?s)^(https://hop\.example\.vn:\d+)\n.*nghe ở (127\.0\.0\.1:\d+);.*\n(https://hop\.example\.vn:\d+)/loi-moi/`).FindStringSubmatch(printed)
	if m == nil || m[1] != m[3] {
		t.Fatalf("serve prints\n%s", printed)
	}
	authority, err := os.ReadFile(filepath.Join(dir, "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	phone := func(most uint16) *http.Client {
		dialer := &net.Dialer{Resolver: &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, m[2])
		}}}
		return &http.Client{Transport: &http.Transport{
			DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: roots, MaxVersion: most, MinVersion: tls.VersionTLS10},
		}}
	}
	res, err := phone(0).Get(m[1] + "/")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK || res.ProtoMajor != 2 || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s over %s, %q", res.Status, res.Proto, res.Header)
	}
	if res, err := phone(tls.VersionTLS11).Get(m[1] + "/"); err == nil {
		res.Body.Close()
		t.Error("TLS 1.1 is spoken")
	}
}

func TestHallWithoutTrustIsOnPaperOnly(t *testing.T) {
	dir := t.TempDir()
	if err := certify(dir, "hop.example.vn"); err != nil {
		t.Fatal(err)
	}
	printed := inHall(t, dir)
	if !strings.Contains(printed, "Chỉ bỏ phiếu giấy, không bỏ phiếu kín điện tử: máy này không tin nơi cấp chứng thư «Gốc thử»") {
		t.Errorf("serve prints\n%s", printed)
	}
}

func TestPort80LeadsToTheSamePage(t *testing.T) {
	h := toSite(&url.URL{Scheme: "https", Host: "hop.example.vn"})
	for asked, want := range map[string]string{
		"http://hop.example.vn/":                        "https://hop.example.vn/",
		"http://hop.example.vn/cum/a/2026/bo-phieu?b=1": "https://hop.example.vn/cum/a/2026/bo-phieu?b=1",
		"http://192.168.10.1/a%2Fb":                     "https://hop.example.vn/a%2Fb",
		"http://hop.example.vn//khac.example.com/":      "https://hop.example.vn//khac.example.com/",
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, asked, nil))
		if got := w.Header().Get("Location"); got != want || w.Code != http.StatusTemporaryRedirect {
			t.Errorf("%s leads to %q (%d), want %q", asked, got, w.Code, want)
		}
	}
}
