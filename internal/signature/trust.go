package signature

import (
	"bytes"
	"crypto/x509"
	"errors"
	"time"

	"giaouoc/internal/signature/cms"
)

// chain leads a certificate to a root at a time, without looking at whether the
// certificate itself was in force then. The fault is a clause, or empty.
func (c *check) chain(own *x509.Certificate, others []*x509.Certificate, at time.Time, use x509.ExtKeyUsage) ([]*x509.Certificate, string) {
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, r := range c.trust.Roots {
		roots.AddCert(r)
	}
	for _, list := range [][]*x509.Certificate{others, c.certificates} {
		for _, o := range list {
			between.AddCert(o)
		}
	}
	if at.Before(own.NotBefore) {
		at = own.NotBefore
	}
	if at.After(own.NotAfter) {
		at = own.NotAfter
	}
	paths, err := own.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{use}})
	var invalid x509.CertificateInvalidError
	switch {
	case err == nil:
		return paths[0], ""
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return nil, "chứng thư của nơi cấp không còn hoặc chưa có hiệu lực lúc ấy"
	case errors.As(err, &invalid):
		return nil, "chứng thư dẫn lên nơi cấp không đúng quy cách"
	}
	return nil, "không dẫn đến chứng thư gốc nào được tin"
}

// hit is what lists of revoked certificates say of a chain.
type hit struct {
	revoked *x509.Certificate // nil for none
	at      time.Time         // since when
	known   bool              // a list in force at the time of checking speaks of each certificate below the root
}

// revocation looks a chain up in every list whose issuer signed it.
func (c *check) revocation(path []*x509.Certificate, more []*x509.RevocationList) hit {
	out := hit{known: len(path) > 1}
	for i := 0; i+1 < len(path); i++ {
		own, issuer := path[i], path[i+1]
		fresh := false
		for _, lists := range [][]*x509.RevocationList{c.trust.Revoked, c.revoked, more} {
			for _, l := range lists {
				if !bytes.Equal(l.RawIssuer, own.RawIssuer) || l.CheckSignatureFrom(issuer) != nil {
					continue
				}
				fresh = fresh || !c.trust.At.Before(l.ThisUpdate) && !c.trust.At.After(l.NextUpdate)
				for _, e := range l.RevokedCertificateEntries {
					const taken = 8 // removeFromCRL
					if e.ReasonCode != taken && e.SerialNumber.Cmp(own.SerialNumber) == 0 && (out.revoked == nil || e.RevocationTime.Before(out.at)) {
						out.revoked, out.at = own, e.RevocationTime
					}
				}
			}
		}
		out.known = out.known && fresh
	}
	return out
}

// person says whose certificate it is and whether it held at a time.
func (c *check) person(s *Signature, signed *cms.SignedData, own *x509.Certificate, at time.Time) {
	stamped := !at.Equal(c.trust.At)
	when := "lúc kiểm tra"
	if stamped {
		when = "lúc ký"
	}
	const asked = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	if own.KeyUsage != 0 && own.KeyUsage&asked == 0 {
		s.add(Purpose, true, "Chứng thư này không phải loại để ký văn bản.")
	}
	path, fault := c.chain(own, signed.Certificates, at, x509.ExtKeyUsageAny)
	if fault != "" {
		s.add(Foreign, true, "Chưa tin được chứng thư là của %s: chứng thư %s.", s.Who, fault)
	} else {
		for _, p := range path {
			s.Chain = append(s.Chain, printable(nameOf(p)))
		}
		s.add(Trusted, false, "Chứng thư do %s cấp, dẫn đến chứng thư gốc được tin «%s».", s.Issuer, s.Chain[len(s.Chain)-1])
	}
	switch {
	case at.Before(own.NotBefore):
		s.add(NotYetValid, true, "Chứng thư %s chưa có hiệu lực; hiệu lực từ %s.", when, moment(own.NotBefore))
	case at.After(own.NotAfter) && stamped:
		s.add(Expired, true, "Chứng thư đã hết hạn lúc %s, trước khi ký.", moment(own.NotAfter))
	case at.After(own.NotAfter):
		s.add(Expired, true, "Chứng thư đã hết hạn lúc %s; không có dấu thời gian được tin nên không chứng minh được đã ký trước lúc ấy.", moment(own.NotAfter))
	case !s.Claimed.IsZero() && s.Claimed.Before(own.NotBefore):
		s.add(NotYetValid, true, "Giờ ký mà người ký khai sớm hơn lúc chứng thư có hiệu lực (%s).", moment(own.NotBefore))
	}
	c.revokedOf(s, path, signed.Revoked, at, stamped)
}

// revokedOf says what is known of revocation.
func (c *check) revokedOf(s *Signature, path []*x509.Certificate, more []*x509.RevocationList, at time.Time, stamped bool) {
	if path == nil {
		return // without its issuer no list can be believed
	}
	h := c.revocation(path, more)
	switch {
	case h.revoked != nil && stamped && at.Before(h.at):
		s.add(Revoked, false, "Chứng thư của %s bị thu hồi lúc %s, sau khi ký theo dấu thời gian: chữ ký vẫn có giá trị.", printable(nameOf(h.revoked)), moment(h.at))
	case h.revoked != nil:
		s.add(Revoked, true, "Chứng thư của %s đã bị thu hồi lúc %s.", printable(nameOf(h.revoked)), moment(h.at))
	case h.known:
		s.add(NotRevoked, false, "Chứng thư không có trong danh sách thu hồi đang có hiệu lực.")
	default:
		s.add(RevocationUnknown, false, "Chưa biết chứng thư có bị thu hồi không: không có danh sách thu hồi (CRL) còn hiệu lực, và chương trình không hỏi OCSP.")
	}
}
