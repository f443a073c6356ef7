package signature

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// now is when everything here happens. OpenSSL's time stamps bear the machine's clock.
var now = time.Now().Truncate(time.Second)

const year = 365 * 24 * time.Hour

// authority issues certificates.
type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
}

var serial = big.NewInt(1000)

var keys = struct {
	rsa, ec func() crypto.Signer
}{
	sync.OnceValue(func() crypto.Signer { return must(rsa.GenerateKey(rand.Reader, 2048)) }),
	sync.OnceValue(func() crypto.Signer { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) }),
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// issue has an authority issue a certificate; change alters what it says.
func (a *authority) issue(key crypto.Signer, name string, change func(*x509.Certificate)) *x509.Certificate {
	serial.Add(serial, big.NewInt(1))
	c := &x509.Certificate{
		SerialNumber: new(big.Int).Set(serial), Subject: pkix.Name{CommonName: name, Organization: []string{"UBND tỉnh minh họa"}},
		SubjectKeyId: []byte(name), NotBefore: now.Add(-year), NotAfter: now.Add(year), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
	}
	if change != nil {
		change(c)
	}
	parent, signing := c, key
	if a != nil {
		parent, signing = a.cert, a.key
	}
	return must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, c, parent, key.Public(), signing))))
}

func asAuthority(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
}

func newAuthority(above *authority, name string) *authority {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	return &authority{above.issue(key, name, asAuthority), key}
}

// world is a root, an authority below it, and signers.
type world struct {
	root, below *authority
}

var theWorld = sync.OnceValue(func() *world {
	root := newAuthority(nil, "Gốc minh họa")
	return &world{root, newAuthority(root, "Nơi cấp minh họa")}
})

func (w *world) signer(key crypto.Signer, name string, change func(*x509.Certificate)) Signer {
	return Signer{key, []*x509.Certificate{w.below.issue(key, name, change), w.below.cert}}
}

func (w *world) trust() Trust {
	return Trust{Roots: []*x509.Certificate{w.root.cert}, At: now}
}

// lists are lists of revoked certificates of both authorities.
func (w *world) lists(t *testing.T, at time.Time, revoked ...*x509.Certificate) []*x509.RevocationList {
	t.Helper()
	var out []*x509.RevocationList
	for _, a := range []*authority{w.root, w.below} {
		l := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: now.Add(-time.Hour), NextUpdate: now.Add(time.Hour)}
		for _, c := range revoked {
			if bytes.Equal(c.RawIssuer, a.cert.RawSubject) {
				l.RevokedCertificateEntries = append(l.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: c.SerialNumber, RevocationTime: at})
			}
		}
		raw, err := x509.CreateRevocationList(rand.Reader, l, a.cert, a.key)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, must(x509.ParseRevocationList(raw)))
	}
	return out
}

// madePDF is a file with a classic table of references.
func madePDF(pages int) []byte {
	p := fpdf.New("P", "mm", "A4", "")
	p.SetFont("Times", "", 14)
	for i := range pages {
		p.AddPage()
		p.Text(30, 40, fmt.Sprintf("Quyet dinh, trang %d", i+1))
	}
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// streamedPDF is a file with a stream of references and an object stream, compressed
// with a predictor as most programs write them.
func streamedPDF() []byte { return streamed("") }

// streamed is streamedPDF with more in its page.
func streamed(more string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	at := map[int]int{}
	put := func(n int, text string) {
		at[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, text)
	}
	pack := func(raw []byte) []byte {
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		_, _ = w.Write(raw)
		_ = w.Close()
		return z.Bytes()
	}
	content := "BT /F1 14 Tf 90 700 Td (Quyet dinh) Tj ET"
	put(4, fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content))
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
		"<</Type/Page/Parent 2 0 R " + more + "/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>", "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
	}
	head, body := "", ""
	for i, o := range objects {
		head += fmt.Sprintf("%d %d ", []int{1, 2, 3, 5}[i], len(body))
		body += o + " "
	}
	packed := pack([]byte(head + body))
	put(6, fmt.Sprintf("<</Type/ObjStm/N 4/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", len(head), len(packed), packed))
	start := b.Len()
	rows := [][4]byte{{0}, {2, 0, 6, 0}, {2, 0, 6, 1}, {2, 0, 6, 2}, {1, byte(at[4] >> 8), byte(at[4])}, {2, 0, 6, 3}, {1, byte(at[6] >> 8), byte(at[6])}, {1, byte(start >> 8), byte(start)}}
	var table []byte
	var before [4]byte
	for _, row := range rows {
		table = append(table, 2) // up
		for i := range row {
			table = append(table, row[i]-before[i])
		}
		before = row
	}
	packed = pack(table)
	fmt.Fprintf(&b, "7 0 obj\n<</Type/XRef/Size 8/Root 1 0 R/W[1 2 1]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>/Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", len(packed), packed, start)
	return b.Bytes()
}

// officePDF is one that LibreOffice converted.
var officePDF = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "office")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "a.csv"), []byte("QUYẾT ĐỊNH\nVề việc tặng Cờ thi đua\n"), 0o600); err != nil {
		return nil, err
	}
	said, err := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf:calc_pdf_Export", "--outdir", dir, filepath.Join(dir, "a.csv")).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, said)
	}
	return os.ReadFile(filepath.Join(dir, "a.pdf"))
})

// needs skips a test where a program is missing; nowhere in CI is one.
func needs(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
}

// stampServer is `openssl ts`: each answer is made by a process of its own, as a
// time-stamp server would.
type stampServer struct {
	dir  string
	cert *x509.Certificate
}

func newStampServer(t *testing.T, a *authority) *stampServer {
	t.Helper()
	needs(t, "openssl")
	key := must(rsa.GenerateKey(rand.Reader, 2048))
	s := &stampServer{t.TempDir(), a.issue(key, "Máy chủ dấu thời gian minh họa", func(c *x509.Certificate) {
		c.KeyUsage = x509.KeyUsageDigitalSignature
		value := []byte{0x30, 0x0a, 0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 3, 8}
		c.ExtraExtensions = []pkix.Extension{{Id: []int{2, 5, 29, 37}, Critical: true, Value: value}}
	})}
	for name, block := range map[string]*pem.Block{
		"tsa.key": {Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(key))},
		"tsa.pem": {Type: "CERTIFICATE", Bytes: s.cert.Raw}, "chain.pem": {Type: "CERTIFICATE", Bytes: a.cert.Raw},
	} {
		s.write(t, name, pem.EncodeToMemory(block))
	}
	s.write(t, "serial", []byte("01\n"))
	s.write(t, "ts.cnf", []byte("[tsa]\ndefault_tsa=one\n[one]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=tsa.key\ncerts=chain.pem\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256,sha384,sha512\naccuracy=secs:1\nordering=no\ntsa_name=no\ness_cert_id_chain=no\ness_cert_id_alg=sha256\n"))
	return s
}

func (s *stampServer) write(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// ask is a Stamper.
func (s *stampServer) ask(ctx context.Context, request []byte) ([]byte, error) {
	query := filepath.Join(s.dir, "query")
	if err := os.WriteFile(query, request, 0o600); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "openssl", "ts", "-reply", "-config", "ts.cnf", "-queryfile", query)
	cmd.Dir = s.dir
	return cmd.Output()
}
