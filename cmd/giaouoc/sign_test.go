package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"image"
	"image/color"
	"image/png"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"software.sslmate.com/src/go-pkcs12"
)

// office is a folder with what an officer has: a PDF, a key file, pictures, the root
// certificate and a list of revoked certificates.
func office(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	die := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	die(err)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	die(err)
	certify := func(c, parent *x509.Certificate, public any) *x509.Certificate {
		c.NotBefore, c.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour)
		raw, err := x509.CreateCertificate(rand.Reader, c, parent, public, rootKey)
		die(err)
		out, err := x509.ParseCertificate(raw)
		die(err)
		return out
	}
	top := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Gốc minh họa"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	root := certify(top, top, rootKey.Public())
	own := certify(&x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Nguyễn Văn A", Organization: []string{"Sở Nội vụ"}}, KeyUsage: x509.KeyUsageDigitalSignature}, root, key.Public())
	stampKey, err := rsa.GenerateKey(rand.Reader, 2048)
	die(err)
	stamps := certify(&x509.Certificate{SerialNumber: big.NewInt(3), Subject: pkix.Name{CommonName: "Máy chủ dấu thời gian"}, KeyUsage: x509.KeyUsageDigitalSignature, ExtraExtensions: []pkix.Extension{
		{Id: []int{2, 5, 29, 37}, Critical: true, Value: []byte{0x30, 0x0a, 0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 3, 8}},
	}}, root, stampKey.Public())
	write(t, filepath.Join(dir, "tsa.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: stamps.Raw}))
	write(t, filepath.Join(dir, "tsa.key"), pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(stampKey)}))
	write(t, filepath.Join(dir, "serial"), []byte("01\n"))
	write(t, filepath.Join(dir, "ts.cnf"), []byte("[tsa]\ndefault_tsa=one\n[one]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=tsa.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\ness_cert_id_alg=sha256\n"))
	p12, err := pkcs12.Modern.Encode(key, own, []*x509.Certificate{root}, "mật khẩu")
	die(err)
	write(t, filepath.Join(dir, "a.p12"), p12)
	write(t, filepath.Join(dir, "mat-khau"), []byte("mật khẩu\n"))
	write(t, filepath.Join(dir, "sai"), []byte("sai\n"))
	write(t, filepath.Join(dir, "root.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Raw}))
	for name, entries := range map[string][]x509.RevocationListEntry{"none.crl": nil, "own.crl": {{SerialNumber: own.SerialNumber, RevocationTime: time.Now().Add(-time.Minute)}}} {
		raw, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: time.Now().Add(-time.Hour), NextUpdate: time.Now().Add(time.Hour), RevokedCertificateEntries: entries}, root, rootKey)
		die(err)
		write(t, filepath.Join(dir, name), raw)
	}
	m := image.NewNRGBA(image.Rect(0, 0, 40, 40))
	m.SetNRGBA(20, 20, color.NRGBA{255, 0, 0, 255})
	var picture bytes.Buffer
	die(png.Encode(&picture, m))
	write(t, filepath.Join(dir, "dau.png"), picture.Bytes())
	doc := fpdf.New("P", "mm", "A4", "")
	doc.AddPage()
	die(doc.OutputFileAndClose(filepath.Join(dir, "a.pdf")))
	return dir
}

// in runs the program with file names in a folder: those that begin with @.
func in(t *testing.T, dir string, args ...string) (code int, out, mistakes string) {
	t.Helper()
	for i, a := range args {
		if name, ok := strings.CutPrefix(a, "@"); ok {
			args[i] = filepath.Join(dir, name)
		}
	}
	var o, m bytes.Buffer
	code = run(context.Background(), args, &o, &m)
	return code, o.String(), m.String()
}

func TestSignAndVerifyAPDF(t *testing.T) {
	dir := office(t)
	code, out, mistakes := in(t, dir, "sign", "@a.pdf", "--key", "@a.p12", "--password-file", "@mat-khau", "--out", "@b.pdf", "--text", "--at", "120,200", "--image", "@dau.png", "--reason", "Phê duyệt")
	if code != 0 || !strings.Contains(out, "mức B của PAdES baseline") {
		t.Fatalf("%d: %s%s", code, out, mistakes)
	}
	code, out, mistakes = in(t, dir, "sign", "@b.pdf", "--key", "@a.p12", "--password-file", "@mat-khau", "--out", "@c.pdf", "--seal", "@dau.png", "--seal-width", "36")
	if code != 0 {
		t.Fatalf("the seal over the signature: %d: %s%s", code, out, mistakes)
	}
	code, out, mistakes = in(t, dir, "verify", "pdf", "@c.pdf", "--roots", "@root.pem", "--crl", "@none.crl")
	if code != 0 || !strings.Contains(out, "ĐÚNG: 2 chữ ký") || !strings.Contains(out, "Nguyễn Văn A, Sở Nội vụ") || !strings.Contains(out, "không có trong danh sách thu hồi") {
		t.Fatalf("%d: %s%s", code, out, mistakes)
	}
	content, err := os.ReadFile(filepath.Join(dir, "c.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	content[300] ^= 1
	write(t, filepath.Join(dir, "changed.pdf"), content)
	for what, c := range map[string]struct {
		args []string
		want string
	}{
		"changed":    {[]string{"verify", "pdf", "@changed.pdf", "--roots", "@root.pem"}, "SAI: "},
		"no roots":   {[]string{"verify", "pdf", "@c.pdf"}, "SAI: Chữ ký 1: Chưa tin được chứng thư là của Nguyễn Văn A"},
		"revoked":    {[]string{"verify", "pdf", "@c.pdf", "--roots", "@root.pem", "--crl", "@own.crl"}, "đã bị thu hồi lúc"},
		"not signed": {[]string{"verify", "pdf", "@a.pdf", "--roots", "@root.pem"}, "SAI: Tệp không có chữ ký số nào"},
		"no PDF":     {[]string{"verify", "pdf", "@a.p12", "--roots", "@root.pem"}, "SAI: Không đọc được tệp"},
		"no file":    {[]string{"verify", "pdf", "@x", "--roots", "@root.pem"}, "tệp: Không đọc được tệp"},
		"no root":    {[]string{"verify", "pdf", "@c.pdf", "--roots", "@a.pdf"}, "--roots: "},
		"no list":    {[]string{"verify", "pdf", "@c.pdf", "--crl", "@root.pem"}, "--crl: "},

		"a wrong password":            {[]string{"sign", "@a.pdf", "--key", "@a.p12", "--password-file", "@sai", "--out", "@x.pdf"}, "--password-file: Mật khẩu của tệp khóa không đúng"},
		"nowhere to ask":              {[]string{"sign", "@a.pdf", "--key", "@a.p12", "--out", "@x.pdf"}, "--password-file: Không có màn hình"},
		"no key":                      {[]string{"sign", "@a.pdf", "--out", "@x.pdf"}, "--key: Hãy nêu tệp khóa"},
		"a key that is none":          {[]string{"sign", "@a.pdf", "--key", "@a.pdf", "--password-file", "@sai", "--out", "@x.pdf"}, "--key: Không đọc được tệp khóa"},
		"a file that is none":         {[]string{"sign", "@a.p12", "--key", "@a.p12", "--password-file", "@mat-khau", "--out", "@x.pdf"}, "tệp: Không đọc được cấu trúc"},
		"a file that is":              {[]string{"sign", "@a.pdf", "--key", "@a.p12", "--password-file", "@mat-khau", "--out", "@b.pdf"}, "--out: "},
		"no place":                    {[]string{"sign", "@a.pdf", "--key", "@a.p12", "--password-file", "@mat-khau", "--out", "@x.pdf", "--text"}, "--at: Hãy nêu vị trí"},
		"a place that is none":        {[]string{"sign", "@a.pdf", "--key", "@a.p12", "--password-file", "@mat-khau", "--out", "@x.pdf", "--text", "--at", "12"}, "--at: «12»"},
		"nothing to cover":            {[]string{"sign", "@a.pdf", "--key", "@a.p12", "--password-file", "@mat-khau", "--out", "@x.pdf", "--seal", "@dau.png", "--seal-width", "36"}, "--at: Tệp chưa có chữ ký nào"},
		"a server that is no address": {[]string{"sign", "@a.pdf", "--key", "@a.p12", "--password-file", "@mat-khau", "--out", "@x.pdf", "--tsa", "tsa"}, "--tsa: "},
		"no token program":            {[]string{"sign", "@a.pdf", "--token", "@a.p12", "--password-file", "@mat-khau", "--out", "@x.pdf"}, "--token: Không chạy được"},
	} {
		code, out, mistakes := in(t, dir, c.args...)
		if code != 1 || !strings.Contains(mistakes, c.want) {
			t.Errorf("%s: %d: %s%s", what, code, out, mistakes)
		}
		if _, err := os.Stat(filepath.Join(dir, "x.pdf")); err == nil {
			t.Fatalf("%s: a file was written", what)
		}
	}
}

// A real answer, made by OpenSSL, comes over HTTP.
func TestAStampComesOverHTTP(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	dir := office(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query, err := io.ReadAll(r.Body)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "query"), query, 0o600)
		}
		cmd := exec.Command("openssl", "ts", "-reply", "-config", "ts.cnf", "-queryfile", "query")
		cmd.Dir = dir
		answer, err2 := cmd.Output()
		if err != nil || err2 != nil {
			t.Error(err, err2)
		}
		w.Header().Set("Content-Type", "application/timestamp-reply")
		_, _ = w.Write(answer)
	}))
	defer server.Close()
	code, out, mistakes := in(t, dir, "sign", "@a.pdf", "--key", "@a.p12", "--password-file", "@mat-khau", "--out", "@t.pdf", "--tsa", server.URL)
	if code != 0 || !strings.Contains(out, "mức T của PAdES baseline") {
		t.Fatalf("%d: %s%s", code, out, mistakes)
	}
	code, out, mistakes = in(t, dir, "verify", "pdf", "@t.pdf", "--roots", "@root.pem")
	if code != 0 || !strings.Contains(out, "theo dấu thời gian của Máy chủ dấu thời gian") {
		t.Errorf("%d: %s%s", code, out, mistakes)
	}
}

// A time-stamp server is asked by HTTP; one that is wrong or not there lowers the level.
func TestTheStampServerIsAsked(t *testing.T) {
	dir := office(t)
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/timestamp-query" {
			t.Errorf("%s %s", r.Method, r.Header.Get("Content-Type"))
		}
		if asked == 2 {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}
		_, _ = w.Write([]byte("?"))
	}))
	defer server.Close()
	for i, want := range []string{"máy chủ dấu thời gian trả lời sai", "không hỏi được máy chủ dấu thời gian"} {
		code, out, mistakes := in(t, dir, "sign", "@a.pdf", "--key", "@a.p12", "--password-file", "@mat-khau", "--out", "@"+string(rune('p'+i))+".pdf", "--tsa", server.URL)
		if code != 0 || asked != i+1 || !strings.Contains(out, "mức B") || !strings.Contains(out, want) {
			t.Errorf("%d: %d: %s%s", i, code, out, mistakes)
		}
	}
}
