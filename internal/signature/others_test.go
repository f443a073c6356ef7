package signature

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"giaouoc/internal/signature/cms"
)

// run runs a program and gives what it says on both outputs.
func run(t *testing.T, dir, name string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// nssWith is a database of NSS that trusts a root, as pdfsig asks it.
func nssWith(t *testing.T, root *x509.Certificate) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "root.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"-N", "-d", "sql:" + dir, "--empty-password"},
		{"-A", "-d", "sql:" + dir, "-n", "root", "-t", "CT,CT,CT", "-i", filepath.Join(dir, "root.pem")},
	} {
		if out, err := run(t, dir, "certutil", args...); err != nil {
			t.Fatalf("certutil: %v: %s", err, out)
		}
	}
	return dir
}

// parts are the signed bytes and the CMS of the last signature, read by the two
// numbers that any reader would look for and not by the code under test.
func parts(t *testing.T, file []byte) (content, der []byte) {
	t.Helper()
	all := regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+) *\]`).FindAllSubmatch(file, -1)
	if len(all) == 0 {
		t.Fatal("no ByteRange")
	}
	var n [3]int
	for i := range n {
		n[i] = must(strconv.Atoi(string(all[len(all)-1][i+1])))
	}
	if n[1]+n[2] != len(file) {
		t.Fatalf("the last signature ends at %d of %d", n[1]+n[2], len(file))
	}
	content = append(bytes.Clone(file[:n[0]]), file[n[1]:]...)
	text := strings.ToLower(string(file[n[0]+1 : n[1]-1]))
	for i := 0; i < len(text); i += 2 {
		der = append(der, byte(must(strconv.ParseUint(text[i:i+2], 16, 8))))
	}
	var one asn1.RawValue
	if _, err := asn1.Unmarshal(der, &one); err != nil {
		t.Fatal(err)
	}
	return content, one.FullBytes
}

func TestOthersCallTheSignaturesValid(t *testing.T) {
	needs(t, "pdfsig", "certutil", "openssl")
	w := theWorld()
	nss := nssWith(t, w.root.cert)
	server := newStampServer(t, w.below)
	for name, file := range files(t) {
		for kind, key := range map[string]crypto.Signer{"RSA": keys.rsa(), "ECDSA": keys.ec()} {
			for level, ask := range map[Level]Stamper{LevelB: nil, LevelT: server.ask} {
				what := name + ", " + kind + ", " + string(level)
				first := signed(t, file, w.signer(keys.rsa(), "Lãnh đạo", nil), Terms{})
				out := signed(t, first.PDF, w.signer(key, "Văn thư", nil), Terms{Stamper: ask, Reason: "Phát hành", Place: "Hà Nội"})
				dir := t.TempDir()
				write(t, dir, "a.pdf", out.PDF)

				said, err := run(t, dir, "pdfsig", "-nssdir", nss, "a.pdf")
				if err != nil || strings.Count(said, "Signature is Valid.") != 2 || strings.Count(said, "Certificate is Trusted.") != 2 ||
					!strings.Contains(said, "Total document signed") || strings.Count(said, "ETSI.CAdES.detached") != 2 || !strings.Contains(said, "Văn thư") {
					t.Errorf("%s: pdfsig: %v: %s", what, err, said)
				}
				if said, err := run(t, dir, "pdftotext", "a.pdf", "-"); err != nil || strings.Contains(said, "Error") {
					t.Errorf("%s: pdftotext: %v: %s", what, err, said)
				}
				content, der := parts(t, out.PDF)
				write(t, dir, "content", content)
				write(t, dir, "cms", der)
				write(t, dir, "root.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: w.root.cert.Raw}))
				args := []string{"cms", "-verify", "-binary", "-inform", "DER", "-in", "cms", "-content", "content", "-CAfile", "root.pem", "-purpose", "any", "-cades", "-out", "verified"}
				if said, err := run(t, dir, "openssl", args...); err != nil || !strings.Contains(said, "successful") {
					t.Errorf("%s: openssl: %v: %s", what, err, said)
				}
				content[len(content)/2] ^= 1
				write(t, dir, "content", content)
				if said, err := run(t, dir, "openssl", args...); err == nil {
					t.Errorf("%s: openssl does not see a changed byte: %s", what, said)
				}
			}
		}
	}
}

func write(t *testing.T, dir, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// The CMS is read here by hand: exactly three signed attributes, signing-certificate-v2
// among them and signing-time not.
func TestTheCMSIsOfPAdESBaseline(t *testing.T) {
	s := theWorld().signer(keys.rsa(), "Nguyễn Văn A", nil)
	out := signed(t, madePDF(1), s, Terms{})
	_, der := parts(t, out.PDF)
	want := map[string]bool{
		"1.2.840.113549.1.9.3": true, "1.2.840.113549.1.9.4": true, "1.2.840.113549.1.9.16.2.47": true, // not 1.2.840.113549.1.9.5
	}
	got := attributesOf(t, der)
	for oid := range got {
		if !want[oid] {
			t.Errorf("there is a signed attribute %s", oid)
		}
	}
	if len(got) != len(want) {
		t.Errorf("the signed attributes are %v", got)
	}
	// ESSCertIDv2 with SHA-256 by default: the digest is all there is.
	digest := crypto.SHA256.New()
	digest.Write(s.Chain[0].Raw)
	fingerprint := digest.Sum(nil)
	ess := append([]byte{0x30, 0x26, 0x30, 0x24, 0x30, 0x22, 0x04, 0x20}, fingerprint...)
	if !bytes.Equal(got["1.2.840.113549.1.9.16.2.47"], ess) {
		t.Errorf("signing-certificate-v2 is %x", got["1.2.840.113549.1.9.16.2.47"])
	}
	if !bytes.Contains(out.PDF, []byte("/SubFilter /ETSI.CAdES.detached")) || !bytes.Contains(out.PDF, []byte("/M <443a")) {
		t.Error("the signature's dictionary is not one of PAdES baseline")
	}
	// OpenSSL sees an attribute that is there: the reader above can find one.
	needs(t, "openssl")
	dir := t.TempDir()
	write(t, dir, "x", []byte("x"))
	write(t, dir, "c.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Chain[0].Raw}))
	write(t, dir, "k.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(s.Key))}))
	if said, err := run(t, dir, "openssl", "cms", "-sign", "-binary", "-in", "x", "-signer", "c.pem", "-inkey", "k.pem", "-outform", "DER", "-out", "old"); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if attributesOf(t, must(os.ReadFile(filepath.Join(dir, "old"))))["1.2.840.113549.1.9.5"] == nil {
		t.Error("the reader does not find the signing-time that is there")
	}
}

// attributesOf are the values of the signed attributes of the only signer.
func attributesOf(t *testing.T, der []byte) map[string][]byte {
	t.Helper()
	in := cryptobyte.String(der)
	var info, outer, signedData, signers, signer, attributes cryptobyte.String
	zero := casn1.Tag(0).Constructed().ContextSpecific()
	ok := in.ReadASN1(&info, casn1.SEQUENCE) && info.SkipASN1(casn1.OBJECT_IDENTIFIER) && info.ReadASN1(&outer, zero) && outer.ReadASN1(&signedData, casn1.SEQUENCE) &&
		signedData.SkipASN1(casn1.INTEGER) && signedData.SkipASN1(casn1.SET) && signedData.SkipASN1(casn1.SEQUENCE) && signedData.SkipASN1(zero) &&
		signedData.ReadASN1(&signers, casn1.SET) && signers.ReadASN1(&signer, casn1.SEQUENCE) && signers.Empty() &&
		signer.SkipASN1(casn1.INTEGER) && signer.SkipASN1(casn1.SEQUENCE) && signer.SkipASN1(casn1.SEQUENCE) && signer.ReadASN1(&attributes, zero)
	if !ok {
		t.Fatal("it is no SignedData of one signer")
	}
	out := map[string][]byte{}
	for !attributes.Empty() {
		var one, values cryptobyte.String
		var oid asn1.ObjectIdentifier
		if !attributes.ReadASN1(&one, casn1.SEQUENCE) || !one.ReadASN1ObjectIdentifier(&oid) || !one.ReadASN1(&values, casn1.SET) {
			t.Fatal("an attribute is none")
		}
		out[oid.String()] = values
	}
	return out
}

// A time-stamp server that is down, slow or wrong lowers the level and stops nothing.
func TestAStampServerThatFailsLowersTheLevel(t *testing.T) {
	w := theWorld()
	s := w.signer(keys.ec(), "Nguyễn Văn A", nil)
	server, other := newStampServer(t, w.below), newStampServer(t, w.root)
	if r := signed(t, madePDF(1), s, Terms{Stamper: server.ask}); r.Level != LevelT || r.Said != "" || !Check(r.PDF, w.trust()).Has(TimeStamped) {
		t.Fatalf("a server that works: %s", r.Said)
	}
	old := must(server.ask(context.Background(), mustRequest(t, []byte("another value"))))
	for what, c := range map[string]struct {
		ask  Stamper
		want string
	}{
		"down":            {func(context.Context, []byte) ([]byte, error) { return nil, os.ErrNotExist }, "không hỏi được"},
		"slow":            {func(ctx context.Context, _ []byte) ([]byte, error) { <-ctx.Done(); return nil, ctx.Err() }, "không trả lời kịp"},
		"deaf":            {func(context.Context, []byte) ([]byte, error) { select {} }, "không trả lời kịp"},
		"nothing":         {func(context.Context, []byte) ([]byte, error) { return nil, nil }, "trả lời sai"},
		"a page":          {func(context.Context, []byte) ([]byte, error) { return []byte("<html>"), nil }, "trả lời sai"},
		"an old answer":   {func(context.Context, []byte) ([]byte, error) { return old, nil }, "trả lời sai"},
		"refused":         {func(context.Context, []byte) ([]byte, error) { return []byte{0x30, 5, 0x30, 3, 2, 1, 2}, nil }, "trả lời sai"},
		"a changed stamp": {func(ctx context.Context, r []byte) ([]byte, error) { return flipped(server.ask(ctx, r)) }, "trả lời sai"},
	} {
		r := signed(t, madePDF(1), s, Terms{Stamper: c.ask, Wait: 300e6})
		if what != "deaf" && what != "slow" {
			r = signed(t, madePDF(1), s, Terms{Stamper: c.ask})
		}
		report := Check(r.PDF, w.trust())
		if r.Level != LevelB || !strings.Contains(r.Said, c.want) || !report.Good() || report.Signatures[0].Level != LevelB {
			t.Errorf("%s: level %s, %q; %s", what, r.Level, r.Said, report)
		}
	}
	// A server that nobody trusts gives level T in form, and its time is not relied on.
	r := signed(t, madePDF(1), s, Terms{Stamper: other.ask})
	trust := Trust{Roots: []*x509.Certificate{w.below.cert}, At: now}
	if report := Check(r.PDF, trust); !report.Good() || report.Has(TimeStamped) || !report.Has(StampBad) {
		t.Errorf("an untrusted server: %s", report)
	}
}

func mustRequest(t *testing.T, value []byte) []byte {
	t.Helper()
	r, err := cms.NewStampRequest(value)
	if err != nil {
		t.Fatal(err)
	}
	return r.Encoded
}

func flipped(b []byte, err error) ([]byte, error) {
	if err == nil {
		b[len(b)-20] ^= 1
	}
	return b, err
}
