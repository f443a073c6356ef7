package signature

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"software.sslmate.com/src/go-pkcs12"
)

func TestReadKey(t *testing.T) {
	needs(t, "openssl")
	w := theWorld()
	for kind, key := range map[string]crypto.Signer{"RSA": keys.rsa(), "ECDSA": keys.ec()} {
		s := w.signer(key, "Nguyễn Văn A", nil)
		dir := t.TempDir()
		write(t, dir, "c.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Chain[0].Raw}))
		write(t, dir, "k.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(key))}))
		var chain []byte
		for _, c := range []*x509.Certificate{w.root.cert, w.below.cert} { // in any order
			chain = append(chain, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
		}
		write(t, dir, "chain.pem", chain)
		args := []string{"pkcs12", "-export", "-in", "c.pem", "-inkey", "k.pem", "-certfile", "chain.pem", "-passout", "pass:mật khẩu đúng", "-out", "new.p12"}
		if said, err := run(t, dir, "openssl", args...); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		made := map[string][]byte{
			"OpenSSL": must(os.ReadFile(filepath.Join(dir, "new.p12"))),
			"old":     must(pkcs12.LegacyDES.Encode(key, s.Chain[0], []*x509.Certificate{w.below.cert, w.root.cert}, "mật khẩu đúng")),
		}
		for how, file := range made {
			got, err := ReadKey(file, "mật khẩu đúng")
			if err != nil || len(got.Chain) != 3 || !got.Chain[0].Equal(s.Chain[0]) || !got.Chain[1].Equal(w.below.cert) || !got.Chain[2].Equal(w.root.cert) {
				t.Errorf("%s, %s: %v, %d certificates", kind, how, err, len(got.Chain))
				continue
			}
			if r := Check(signed(t, madePDF(1), got, Terms{}).PDF, w.trust()); !r.Good() {
				t.Errorf("%s, %s: %s", kind, how, r)
			}
			if _, err := ReadKey(file, "sai"); err == nil || !strings.Contains(err.Error(), "password: Mật khẩu của tệp khóa không đúng") {
				t.Errorf("%s, %s: a wrong password: %v", kind, how, err)
			}
			if _, err := ReadKey(file[:len(file)-9], "mật khẩu đúng"); err == nil || !strings.Contains(err.Error(), "key: Không đọc được tệp khóa") {
				t.Errorf("%s, %s: a file cut off: %v", kind, how, err)
			}
		}
		other := must(pkcs12.Modern.Encode(key, w.signer(keys.ec(), "B", nil).Chain[0], nil, "x"))
		if _, err := ReadKey(other, "x"); kind == "RSA" && (err == nil || !strings.Contains(err.Error(), "không đi cùng nhau")) {
			t.Errorf("a certificate of another key: %v", err)
		}
	}
	if _, err := ReadKey(make([]byte, 2<<20), ""); err == nil || !strings.Contains(err.Error(), "1 MB") {
		t.Errorf("a file too large: %v", err)
	}
}

func TestReadCertificatesAndLists(t *testing.T) {
	w := theWorld()
	der := w.root.cert.Raw
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	list := w.lists(t, now)[0]
	for what, c := range map[string]struct {
		file []byte
		n    int
	}{"DER": {der, 1}, "PEM": {text, 1}, "two": {append(text, text...), 2}, "none": {[]byte("x"), 0}, "another block": {pem.EncodeToMemory(&pem.Block{Type: "X", Bytes: der}), 0}} {
		if got, err := ReadCertificates(c.file); len(got) != c.n || (err == nil) != (c.n > 0) {
			t.Errorf("%s: %d, %v", what, len(got), err)
		}
	}
	if got, err := ReadRevoked(pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: list.Raw})); err != nil || len(got) != 1 {
		t.Errorf("a list: %d, %v", len(got), err)
	}
}
