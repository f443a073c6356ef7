//go:build token

package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/miekg/pkcs11"

	"giaouoc/internal/signature"
)

const module = "/usr/lib/softhsm/libsofthsm2.so"

// soft runs softhsm2-util.
func soft(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("softhsm2-util", args...).CombinedOutput(); err != nil {
		t.Fatalf("softhsm2-util %s: %v: %s", args[0], err, out)
	}
}

// newToken makes a token of SoftHSM that holds keys, each with its certificate.
func newToken(t *testing.T, keys map[string]crypto.Signer) {
	t.Helper()
	dir := t.TempDir()
	conf := filepath.Join(dir, "softhsm2.conf")
	if err := os.WriteFile(conf, []byte("directories.tokendir = "+dir+"\nobjectstore.backend = file\nlog.level = ERROR\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOFTHSM2_CONF", conf)
	soft(t, "--init-token", "--free", "--label", "minh họa", "--so-pin", "11111111", "--pin", "2468")
	ids := map[string]string{"RSA": "01", "ECDSA": "02"}
	certificates := map[string][]byte{}
	for name, key := range keys {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, name+".pem")
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		soft(t, "--import", file, "--token", "minh họa", "--label", name, "--id", ids[name], "--pin", "2468")
		c := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Người giữ " + name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature}
		if certificates[name], err = x509.CreateCertificate(rand.Reader, c, c, key.Public(), key); err != nil {
			t.Fatal(err)
		}
	}
	ctx := pkcs11.New(module)
	if ctx == nil {
		t.Fatal("no SoftHSM")
	}
	defer ctx.Destroy()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(ctx.Initialize())
	slots, err := ctx.GetSlotList(true)
	check(err)
	s, err := ctx.OpenSession(slots[0], pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
	check(err)
	check(ctx.Login(s, pkcs11.CKU_USER, "2468"))
	for name, der := range certificates {
		own, err := x509.ParseCertificate(der)
		check(err)
		_, err = ctx.CreateObject(s, []*pkcs11.Attribute{
			pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_CERTIFICATE), pkcs11.NewAttribute(pkcs11.CKA_CERTIFICATE_TYPE, pkcs11.CKC_X_509),
			pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, false), pkcs11.NewAttribute(pkcs11.CKA_SUBJECT, own.RawSubject),
			pkcs11.NewAttribute(pkcs11.CKA_ID, []byte{ids[name][1] - '0'}), pkcs11.NewAttribute(pkcs11.CKA_LABEL, name), pkcs11.NewAttribute(pkcs11.CKA_VALUE, der),
		})
		check(err)
	}
	check(ctx.Finalize())
}

// ask runs serve as a process would and gives the client of it.
func ask(t *testing.T) *signature.Token {
	t.Helper()
	in, questions := io.Pipe()
	answers, out := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serve(module, in, out) }()
	t.Cleanup(func() {
		_ = questions.Close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return signature.NewToken(questions, answers)
}

func TestATokenSigns(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	newToken(t, map[string]crypto.Signer{"RSA": rsaKey, "ECDSA": ecKey})
	token := ask(t)
	p := fpdf.New("P", "mm", "A4", "")
	p.AddPage()
	var file strings.Builder
	if err := p.Output(&file); err != nil {
		t.Fatal(err)
	}
	for _, label := range []string{"RSA", "ECDSA"} {
		s, err := token.Signer(label, "2468")
		if err != nil {
			t.Fatal(err)
		}
		out, err := signature.Sign(t.Context(), []byte(file.String()), s, signature.Terms{At: time.Now()})
		if err != nil {
			t.Fatalf("%s: %v", label, err)
		}
		r := signature.Check(out.PDF, signature.Trust{Roots: s.Chain, At: time.Now()})
		if !r.Good() || r.Signatures[0].Who != "Người giữ "+label {
			t.Errorf("%s: %s", label, r)
		}
		wrong, err := token.Signer(label, "1357")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := signature.Sign(t.Context(), []byte(file.String()), wrong, signature.Terms{At: time.Now()}); err == nil || !strings.Contains(err.Error(), "Mã PIN của thiết bị ký không đúng") {
			t.Errorf("%s: a wrong PIN: %v", label, err)
		}
	}
	if _, err := token.Signer("", "2468"); err == nil || !strings.Contains(err.Error(), "có 2 chứng thư") {
		t.Errorf("which of two: %v", err)
	}
	if _, err := token.Signer("khác", "2468"); err == nil || !strings.Contains(err.Error(), "không có chứng thư tên «khác»") {
		t.Errorf("a label that is not there: %v", err)
	}
}

func TestWhatIsNoQuestion(t *testing.T) {
	newToken(t, nil)
	var out strings.Builder
	if err := serve(module, strings.NewReader("x\n{\"do\":\"format\"}\n{\"do\":\"sign\",\"id\":\"x\"}\n"), &out); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "{\"error\":\"unread\"}\n{\"error\":\"unread\"}\n{\"error\":\"no_key\"}\n"; got != want {
		t.Errorf("%s", got)
	}
	if err := serve("/nowhere.so", strings.NewReader(""), io.Discard); err == nil {
		t.Error("a module that is not there was opened")
	}
}
