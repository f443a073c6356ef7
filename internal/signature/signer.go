package signature

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Signer is a key and the certificates that say whose it is: the signer's own first,
// then each one's issuer as far as they are known.
type Signer struct {
	Key   crypto.Signer
	Chain []*x509.Certificate
}

// mostKeyFile is larger than any PKCS#12 file of one person.
const mostKeyFile = 1 << 20

// ReadKey reads a PKCS#12 file (.p12, .pfx). A wrong password and a broken file are
// problems beside the fields "password" and "key".
func ReadKey(file []byte, password string) (Signer, error) {
	if len(file) > mostKeyFile {
		return Signer{}, problem.Field("key", "Tệp khóa lớn hơn 1 MB, không phải tệp PKCS#12 (.p12, .pfx) của một người.")
	}
	key, own, others, err := pkcs12.DecodeChain(file, password)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return Signer{}, problem.Field("password", "Mật khẩu của tệp khóa không đúng; hãy gõ lại.")
	case err != nil:
		return Signer{}, problem.Field("key", "Không đọc được tệp khóa: tệp hỏng, hoặc không phải tệp PKCS#12 (.p12, .pfx) có một khóa và chứng thư của khóa ấy.")
	}
	signing, ok := key.(crypto.Signer)
	if !ok {
		return Signer{}, problem.Field("key", "Loại khóa trong tệp không dùng để ký được; cần khóa RSA hoặc ECDSA.")
	}
	s := Signer{Key: signing, Chain: Chain(own, others)}
	return s, s.fits()
}

// Chain puts certificates in order: own, its issuer among others, and so on.
func Chain(own *x509.Certificate, others []*x509.Certificate) []*x509.Certificate {
	chain := []*x509.Certificate{own}
	for len(chain) < 8 {
		last := chain[len(chain)-1]
		next := len(chain)
		for _, c := range others {
			if !bytes.Equal(last.Raw, c.Raw) && bytes.Equal(last.RawIssuer, c.RawSubject) && last.CheckSignatureFrom(c) == nil {
				chain = append(chain, c)
				break
			}
		}
		if len(chain) == next || bytes.Equal(last.RawIssuer, last.RawSubject) {
			break
		}
	}
	return chain
}

// fits checks that the certificate is that of the key.
func (s Signer) fits() error {
	if s.Key == nil || len(s.Chain) == 0 {
		return problem.Field("key", "Chưa có khóa và chứng thư để ký.")
	}
	public, ok := s.Key.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(s.Chain[0].PublicKey) {
		return problem.Field("key", "Khóa và chứng thư không đi cùng nhau: chứng thư của %s là của một khóa khác.", nameOf(s.Chain[0]))
	}
	return nil
}

// may checks that the certificate is one to sign with at a time.
func (s Signer) may(at time.Time) error {
	if err := s.fits(); err != nil {
		return err
	}
	own := s.Chain[0]
	const asked = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	switch {
	case at.Before(own.NotBefore):
		return problem.Field("key", "Chứng thư của %s đến %s mới có hiệu lực; chưa ký được.", nameOf(own), moment(own.NotBefore))
	case at.After(own.NotAfter):
		return problem.Field("key", "Chứng thư của %s đã hết hạn lúc %s; hãy gia hạn chứng thư rồi ký.", nameOf(own), moment(own.NotAfter))
	case own.KeyUsage != 0 && own.KeyUsage&asked == 0:
		return problem.Field("key", "Chứng thư của %s không phải loại để ký văn bản.", nameOf(own))
	}
	return nil
}

// nameOf is who a certificate is of, as people say it.
func nameOf(c *x509.Certificate) string {
	switch {
	case c.Subject.CommonName != "":
		return c.Subject.CommonName
	case len(c.Subject.Organization) > 0:
		return c.Subject.Organization[0]
	}
	return "người không có tên trong chứng thư"
}

// agencyOf is the agency or unit in a certificate, or empty.
func agencyOf(c *x509.Certificate) string {
	if len(c.Subject.Organization) > 0 {
		return c.Subject.Organization[0]
	}
	return ""
}

// moment is a time as the report says it.
func moment(t time.Time) string { return t.In(vn.Zone).Format("15:04:05 ngày 02/01/2006") }

// ReadCertificates reads certificates, of PEM or one of DER.
func ReadCertificates(file []byte) ([]*x509.Certificate, error) {
	return readBlocks(file, "CERTIFICATE", x509.ParseCertificate)
}

// ReadRevoked reads lists of revoked certificates, of PEM or one of DER.
func ReadRevoked(file []byte) ([]*x509.RevocationList, error) {
	return readBlocks(file, "X509 CRL", x509.ParseRevocationList)
}

func readBlocks[T any](file []byte, kind string, parse func([]byte) (T, error)) ([]T, error) {
	var list []T
	if !bytes.Contains(file, []byte("-----BEGIN ")) {
		one, err := parse(file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", kind, err)
		}
		return []T{one}, nil
	}
	for rest := file; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != kind {
			continue
		}
		one, err := parse(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", kind, err)
		}
		list = append(list, one)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("read %s: there is none", kind)
	}
	return list, nil
}
