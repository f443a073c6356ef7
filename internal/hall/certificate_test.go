package hall

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/problem"
)

const own = "hop.example.vn"

var day = time.Date(2026, 3, 20, 2, 0, 0, 0, time.UTC)

// authority issues certificates for the tests.
type authority struct {
	t    *testing.T
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// sign makes a certificate of a template; the authority nil signs itself.
func (a *authority) sign(template *x509.Certificate, key *ecdsa.PrivateKey) *x509.Certificate {
	a.t.Helper()
	template.SerialNumber = big.NewInt(time.Now().UnixNano())
	parent, by := a.cert, a.key
	if parent == nil {
		parent, by = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), by)
	if err != nil {
		a.t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		a.t.Fatal(err)
	}
	return c
}

// below is an authority that a certifies; nil makes a root.
func (a *authority) below(name string) *authority {
	k := newKey(a.t)
	c := a.sign(&x509.Certificate{
		Subject: pkix.Name{CommonName: name, Organization: []string{"Sở Nội vụ"}}, NotBefore: day.AddDate(-1, 0, 0), NotAfter: day.AddDate(5, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}, k)
	return &authority{a.t, c, k}
}

// site is a certificate for names, valid for 90 days around the day.
func (a *authority) site(change func(*x509.Certificate)) (*x509.Certificate, *ecdsa.PrivateKey) {
	k := newKey(a.t)
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: own}, DNSNames: []string{own}, NotBefore: day.AddDate(0, 0, -45), NotAfter: day.AddDate(0, 0, 45),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if change != nil {
		change(template)
	}
	return a.sign(template, k), k
}

func chainFile(t *testing.T, chain ...*x509.Certificate) string {
	t.Helper()
	var b strings.Builder
	for _, c := range chain {
		if err := pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}); err != nil {
			t.Fatal(err)
		}
	}
	return textFile(t, b.String())
}

func keyFile(t *testing.T, k *ecdsa.PrivateKey) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	return textFile(t, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
}

func textFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tep.pem")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCertificate(t *testing.T) {
	root := (&authority{t: t}).below("Gốc thử")
	between := root.below("Nơi cấp thử")
	stranger := (&authority{t: t}).below("Nơi lạ")
	roots := x509.NewCertPool()
	roots.AddCert(root.cert)
	expire := func(c *x509.Certificate) { c.NotAfter = day.Add(-time.Minute) }
	for name, test := range map[string]struct {
		of     *authority
		change func(*x509.Certificate)
		chain  []*x509.Certificate
		now    time.Time
		want   string // a part of why not; empty when trusted
		warns  string
	}{
		"trusted":             {of: root},
		"through another":     {of: between, chain: []*x509.Certificate{between.cert}},
		"in any case":         {of: root, change: func(c *x509.Certificate) { c.DNSNames = []string{"*.example.vn"} }},
		"chain is incomplete": {of: between, want: "thiếu phần trung gian"},
		"unknown authority":   {of: stranger, chain: []*x509.Certificate{stranger.cert}, want: "không tin nơi cấp chứng thư «Nơi lạ (Sở Nội vụ)»"},
		"signed by itself":    {of: &authority{t: t}, want: "không tin nơi cấp"},
		"expired":             {of: root, change: expire, want: "hết hạn lúc 8 giờ 59 phút ngày 20/3/2026"},
		"expired, unknown":    {of: stranger, change: expire, want: "hết hạn lúc"},
		"not yet":             {of: root, now: day.AddDate(0, 0, -46), want: "xem lại đồng hồ"},
		"other name":          {of: root, change: func(c *x509.Certificate) { c.DNSNames = []string{"khac.example.vn"} }, want: "cấp cho khac.example.vn, không phải cho hop.example.vn"},
		"no name at all":      {of: root, change: func(c *x509.Certificate) { c.DNSNames = nil }, want: "không cấp cho tên miền nào"},
		"not for a site":      {of: root, change: func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }, want: "không dùng được cho một trang web"},
		"ends tomorrow":       {of: root, now: day.AddDate(0, 0, 45).Add(-23 * time.Hour), warns: "chưa đầy 24 giờ"},
		"longer than taken":   {of: root, change: func(c *x509.Certificate) { c.NotAfter = c.NotBefore.AddDate(3, 0, 0) }, warns: "825 ngày"},
	} {
		t.Run(name, func(t *testing.T) {
			leaf, key := test.of.site(test.change)
			now := test.now
			if now.IsZero() {
				now = day
			}
			c, err := ReadCertificate(chainFile(t, append([]*x509.Certificate{leaf}, test.chain...)...), keyFile(t, key), own, now, roots)
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Distrust(now); (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("distrust %q, want %q", got, test.want)
			}
			if got := strings.Join(c.Warnings(now), " "); (got == "") != (test.warns == "") || !strings.Contains(got, test.warns) {
				t.Errorf("warnings %q, want %q", got, test.warns)
			}
		})
	}
}

// A certificate that runs out while the hall is open is no longer trusted then.
func TestCertificateRunsOut(t *testing.T) {
	root := (&authority{t: t}).below("Gốc thử")
	roots := x509.NewCertPool()
	roots.AddCert(root.cert)
	leaf, key := root.site(nil)
	c, err := ReadCertificate(chainFile(t, leaf), keyFile(t, key), own, day, roots)
	if err != nil || c.Distrust(day) != "" {
		t.Fatalf("%v %q", err, c.Distrust(day))
	}
	if got := c.Distrust(day.AddDate(0, 2, 0)); !strings.Contains(got, "hết hạn") {
		t.Errorf("after its end: %q", got)
	}
}

func TestCertificateRefused(t *testing.T) {
	root := (&authority{t: t}).below("Gốc thử")
	leaf, key := root.site(nil)
	chain, secret := chainFile(t, leaf), keyFile(t, key)
	absent := filepath.Join(t.TempDir(), "khong-co.pem")
	for name, test := range map[string]struct{ cert, key, field, want string }{
		"no certificate":    {absent, secret, "--cert", "Không có tệp"},
		"no key":            {chain, absent, "--key", "Không có tệp"},
		"a folder":          {t.TempDir(), secret, "--cert", "Không đọc được"},
		"not PEM":           {textFile(t, "\x30\x82\x01\x01"), secret, "--cert", "PEM"},
		"swapped":           {secret, chain, "--cert", "có thể là khóa"},
		"key of another":    {chain, keyFile(t, newKey(t)), "--key", "không đi với"},
		"key with password": {chain, textFile(t, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n"), "--key", "mật khẩu"},
		"broken":            {textFile(t, "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"), secret, "--key", "không đi với"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadCertificate(test.cert, test.key, own, day, nil)
			list := problem.All(err)
			if len(list) != 1 || list[0].Field != test.field || !strings.Contains(list[0].Text, test.want) {
				t.Errorf("%v, want %s: %s", err, test.field, test.want)
			}
		})
	}
}

func TestPaperOnly(t *testing.T) {
	for site, paper := range map[string]bool{
		"https://thi-dua.danang.gov.vn": false, "https://10.0.0.5": false, "http://localhost:8080": false, "http://LOCALHOST": false,
		"http://demo.localhost:8080": false, "http://127.0.0.1:8080": false, "http://127.8.9.1": false, "http://[::1]:8080": false,
		"http://thi-dua.danang.gov.vn": true, "http://10.0.0.5:8080": true, "http://localhost.example.vn": true, "http://[fe80::1]": true,
		"http://128.0.0.1": true, "http://xlocalhost": true,
	} {
		u, err := url.Parse(site)
		if err != nil {
			t.Fatal(err)
		}
		if got := PaperOnly(u, nil, day); (got != "") != paper {
			t.Errorf("%s: %q, paper only %v", site, got, paper)
		}
	}
	// In a hall the certificate decides, not the address.
	u := &url.URL{Scheme: "https", Host: own}
	if got := PaperOnly(u, &Certificate{NotBefore: day, NotAfter: day.AddDate(0, 0, 1)}, day); got != "" {
		t.Errorf("a trusted certificate: %q", got)
	}
	if got := PaperOnly(u, &Certificate{NotBefore: day, NotAfter: day.AddDate(0, 0, 1), fault: "không tin"}, day); got != "không tin" {
		t.Errorf("an untrusted certificate: %q", got)
	}
}
