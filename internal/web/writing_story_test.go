package web_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/big"
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"software.sslmate.com/src/go-pkcs12"

	"giaouoc/internal/signature"
)

// storyRoot issues the certificates of a story's signers.
type storyRoot struct {
	cert   *x509.Certificate
	key    crypto.Signer
	serial int64
}

func (r *storyRoot) issue(key crypto.Signer, name string, from, to time.Time, authority bool) (*x509.Certificate, error) {
	r.serial++
	c := &x509.Certificate{
		SerialNumber: big.NewInt(r.serial), Subject: pkix.Name{CommonName: name, Organization: []string{"UBND thành phố minh họa"}}, SubjectKeyId: []byte(name),
		NotBefore: from, NotAfter: to, KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true, IsCA: authority,
	}
	parent, signing := r.cert, r.key
	if authority {
		c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
		parent, signing = c, key
	}
	raw, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), signing)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(raw)
}

func newStoryRoot(at time.Time) (*storyRoot, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	r := &storyRoot{key: key, serial: 100}
	r.cert, err = r.issue(key, "Gốc minh họa", at.AddDate(-10, 0, 0), at.AddDate(10, 0, 0), true)
	return r, err
}

// cmdSigner makes the key file NAME.p12 of a signer, with the password 1234 and a
// certificate that is good, or expired, revoked or of a foreign root.
func cmdSigner(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 1 {
		ts.Fatalf("usage: signer NAME [expired|revoked|foreign]")
	}
	w, how := of(ts), ""
	if len(args) == 2 {
		how = args[1]
	}
	at := time.Unix(w.now.Load(), 0)
	if w.root == nil {
		r, err := newStoryRoot(at)
		ts.Check(err)
		w.root = r
		w.trust.Roots = []*x509.Certificate{r.cert}
	}
	root := w.root
	if how == "foreign" {
		r, err := newStoryRoot(at)
		ts.Check(err)
		root = r
	}
	from, to := at.AddDate(-2, 0, 0), at.AddDate(2, 0, 0)
	if how == "expired" {
		to = at.AddDate(0, 0, -1)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ts.Check(err)
	cert, err := root.issue(key, args[0], from, to, false)
	ts.Check(err)
	if how == "revoked" {
		l := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: at.Add(-time.Hour), NextUpdate: at.AddDate(1, 0, 0), RevokedCertificateEntries: []x509.RevocationListEntry{{SerialNumber: cert.SerialNumber, RevocationTime: at.AddDate(0, 0, -2)}}}
		raw, err := x509.CreateRevocationList(rand.Reader, l, root.cert, root.key)
		ts.Check(err)
		list, err := x509.ParseRevocationList(raw)
		ts.Check(err)
		w.trust.Revoked = append(w.trust.Revoked, list)
	}
	file, err := pkcs12.Modern.Encode(key, cert, []*x509.Certificate{root.cert}, "1234")
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".p12"), file, 0o600))
}

// cmdSignedBy signs a saved PDF outside of the program: signedby NAME FILE OUT [DAYS AGO].
func cmdSignedBy(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 3 {
		ts.Fatalf("usage: signedby NAME FILE OUT [DAYS]")
	}
	days := 0
	if len(args) == 4 {
		_, err := fmt.Sscan(args[3], &days)
		ts.Check(err)
	}
	s, err := signature.ReadKey([]byte(ts.ReadFile(args[0]+".p12")), "1234")
	ts.Check(err)
	r, err := signature.Sign(context.Background(), []byte(ts.ReadFile(args[1])), s, signature.Terms{At: time.Unix(of(ts).now.Load(), 0).AddDate(0, 0, -days)})
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), r.PDF, 0o600))
}

// cmdAltered changes one byte in the middle of a file.
func cmdAltered(ts *testscript.TestScript, neg bool, args []string) {
	content := []byte(ts.ReadFile(args[0]))
	content[len(content)/3] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), content, 0o600))
}

// cmdDrawn makes a small transparent PNG.
func cmdDrawn(ts *testscript.TestScript, neg bool, args []string) {
	m := image.NewNRGBA(image.Rect(0, 0, 120, 80))
	for i := range 60 {
		m.Set(i+10, i, color.NRGBA{R: 200, A: 255})
	}
	var b bytes.Buffer
	ts.Check(png.Encode(&b, m))
	ts.Check(os.WriteFile(ts.MkAbs(one(ts, args)), b.Bytes(), 0o600))
}

// The script of the agent speaks with the agent's own address alone, and what it sends
// is what the server wrote.
func TestTheAgentsScriptNamesNoAddress(t *testing.T) {
	content, err := os.ReadFile("static/agent.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, foreign := range []string{"ws:", "wss:", "http:", "https:", "localhost", "127.0.0.1"} {
		if bytes.Contains(content, []byte(foreign)) {
			t.Errorf("the script names %s itself", foreign)
		}
	}
}
