package bench

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"giaouoc/internal/signature"
)

// BenchmarkSignature signs a PDF of 1 MB without a time stamp, under 5 ms, and checks
// it. The reference is the key alone, on a digest.
func BenchmarkSignature(b *testing.B) {
	file := megabyte(b)
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	now := time.Now()
	for name, key := range map[string]crypto.Signer{"rsa2048": rsaKey, "p256": ecKey} {
		c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Nguyễn Văn A"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature}
		raw, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
		if err != nil {
			b.Fatal(err)
		}
		own, err := x509.ParseCertificate(raw)
		if err != nil {
			b.Fatal(err)
		}
		s := signature.Signer{Key: key, Chain: []*x509.Certificate{own}}
		var out signature.Result
		b.Run(name+"/sign", func(b *testing.B) {
			for b.Loop() {
				if out, err = signature.Sign(b.Context(), file, s, signature.Terms{At: now}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/seen", func(b *testing.B) {
			terms := signature.Terms{At: now, Look: &signature.Look{X: 20, Y: 20, Lines: signature.Shown(s, now)}}
			for b.Loop() {
				if _, err := signature.Sign(b.Context(), file, s, terms); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/check", func(b *testing.B) {
			for b.Loop() {
				if r := signature.Check(out.PDF, signature.Trust{Roots: s.Chain, At: now}); !r.Good() {
					b.Fatal(r)
				}
			}
		})
		b.Run(name+"/key", func(b *testing.B) {
			digest := make([]byte, 32)
			for b.Loop() {
				if _, err := key.Sign(rand.Reader, digest, crypto.SHA256); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// megabyte is a PDF of 1 MB: 46 pages of text that is not compressed.
func megabyte(b *testing.B) []byte {
	b.Helper()
	p := fpdf.New("P", "mm", "A4", "")
	p.SetCompression(false)
	p.SetFont("Times", "", 8)
	for range 46 {
		p.AddPage()
		for line := range 260 {
			p.Text(10, 10+float64(line), "Danh sach de nghi khen thuong: ca nhan, tap the co thanh tich")
		}
	}
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		b.Fatal(err)
	}
	if out.Len() < 1<<20 {
		b.Fatalf("the file has only %d bytes", out.Len())
	}
	return out.Bytes()
}
