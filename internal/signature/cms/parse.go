package cms

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// most elements of a list in a SignedData are read.
const most = 256

// SignedData is one that was read.
type SignedData struct {
	Content      []byte // what it carries itself; nil when it stands elsewhere
	Certificates []*x509.Certificate
	Revoked      []*x509.RevocationList
	Signers      []*Signer

	contentType asn1.ObjectIdentifier
}

// Signer is one signature in a SignedData.
type Signer struct {
	Certificate *x509.Certificate // nil when it is not among those in the SignedData
	Value       []byte
	Digest      crypto.Hash // 0 when it is not known here

	digestOID  asn1.ObjectIdentifier
	algo       asn1.ObjectIdentifier
	parameters []byte
	signedRaw  []byte // content of the signed attributes; nil when there are none
	signed     map[string][]byte
	unsigned   map[string][]byte
}

var errShape = errors.New("it is no SignedData")

// Parse reads a SignedData, of DER or BER. What follows it in data is not looked at.
func Parse(data []byte) (*SignedData, error) {
	der, err := toDER(data)
	if err != nil {
		return nil, fmt.Errorf("read a signature: %w", err)
	}
	s, err := parse(der)
	if err != nil {
		return nil, fmt.Errorf("read a signature: %w", err)
	}
	return s, nil
}

func parse(der []byte) (*SignedData, error) {
	in := cryptobyte.String(der)
	var info, outer, inner, digests, content cryptobyte.String
	var kind asn1.ObjectIdentifier
	var version int64
	s := &SignedData{}
	if !in.ReadASN1(&info, casn1.SEQUENCE) || !info.ReadASN1ObjectIdentifier(&kind) || !kind.Equal(oidSignedData) ||
		!info.ReadASN1(&outer, tag0) || !outer.ReadASN1(&inner, casn1.SEQUENCE) ||
		!inner.ReadASN1Integer(&version) || !inner.ReadASN1(&digests, casn1.SET) ||
		!inner.ReadASN1(&content, casn1.SEQUENCE) || !content.ReadASN1ObjectIdentifier(&s.contentType) {
		return nil, errShape
	}
	var explicit, raw, certificates, lists, signers cryptobyte.String
	var carried, hasCertificates, hasLists bool
	if !content.ReadOptionalASN1(&explicit, &carried, tag0) || carried && !explicit.ReadASN1(&raw, casn1.OCTET_STRING) ||
		!inner.ReadOptionalASN1(&certificates, &hasCertificates, tag0) || !inner.ReadOptionalASN1(&lists, &hasLists, tag1) ||
		!inner.ReadASN1(&signers, casn1.SET) {
		return nil, errShape
	}
	if carried {
		s.Content = append([]byte{}, raw...)
	}
	for n := 0; !certificates.Empty(); n++ {
		var one cryptobyte.String
		var tag casn1.Tag
		if n == most || !certificates.ReadAnyASN1Element(&one, &tag) {
			return nil, errShape
		}
		if c, err := x509.ParseCertificate(one); err == nil { // attribute certificates and broken ones vouch for nobody
			s.Certificates = append(s.Certificates, c)
		}
	}
	s.Revoked = revocationLists(lists)
	for n := 0; !signers.Empty(); n++ {
		var one cryptobyte.String
		if n == most || !signers.ReadASN1(&one, casn1.SEQUENCE) {
			return nil, errShape
		}
		signer, err := s.parseSigner(one)
		if err != nil {
			return nil, err
		}
		s.Signers = append(s.Signers, signer)
	}
	return s, nil
}

// revocationLists are those in a list that can be read.
func revocationLists(in cryptobyte.String) []*x509.RevocationList {
	var list []*x509.RevocationList
	for n := 0; !in.Empty() && n < most; n++ {
		var one cryptobyte.String
		var tag casn1.Tag
		if !in.ReadAnyASN1Element(&one, &tag) {
			break
		}
		if l, err := x509.ParseRevocationList(one); err == nil {
			list = append(list, l)
		}
	}
	return list
}

func (s *SignedData) parseSigner(in cryptobyte.String) (*Signer, error) {
	out := &Signer{}
	var version int64
	var sid, digest, attributes, algo, value, unsigned cryptobyte.String
	var tag casn1.Tag
	var hasSigned, hasUnsigned bool
	if !in.ReadASN1Integer(&version) || !in.ReadAnyASN1(&sid, &tag) ||
		!in.ReadASN1(&digest, casn1.SEQUENCE) || !digest.ReadASN1ObjectIdentifier(&out.digestOID) ||
		!in.ReadOptionalASN1(&attributes, &hasSigned, tag0) ||
		!in.ReadASN1(&algo, casn1.SEQUENCE) || !algo.ReadASN1ObjectIdentifier(&out.algo) ||
		!in.ReadASN1(&value, casn1.OCTET_STRING) || !in.ReadOptionalASN1(&unsigned, &hasUnsigned, tag1) || !in.Empty() {
		return nil, errShape
	}
	out.parameters, out.Value = algo, value
	out.Digest, _ = hashOf(out.digestOID)
	var err error
	if hasSigned {
		out.signedRaw = attributes
		if out.signed, err = parseAttributes(attributes); err != nil {
			return nil, err
		}
	}
	if out.unsigned, err = parseAttributes(unsigned); err != nil {
		return nil, err
	}
	if out.Certificate, err = s.named(sid, tag); err != nil {
		return nil, err
	}
	if raw, ok := out.signed[oidAdobeRevoked.String()]; ok {
		s.Revoked = append(s.Revoked, adobeLists(raw)...)
	}
	return out, nil
}

// named finds the certificate that a signer names, by issuer and number or by key.
func (s *SignedData) named(sid cryptobyte.String, tag casn1.Tag) (*x509.Certificate, error) {
	var issuer cryptobyte.String
	serial := new(big.Int)
	byKey := tag == casn1.Tag(0).ContextSpecific()
	if !byKey && (tag != casn1.SEQUENCE || !sid.ReadASN1Element(&issuer, casn1.SEQUENCE) || !sid.ReadASN1Integer(serial)) {
		return nil, errShape
	}
	for _, c := range s.Certificates {
		if byKey && len(sid) > 0 && bytes.Equal(c.SubjectKeyId, sid) || !byKey && bytes.Equal(c.RawIssuer, issuer) && c.SerialNumber.Cmp(serial) == 0 {
			return c, nil
		}
	}
	return nil, nil
}

// parseAttributes maps each attribute to the content of its set of values. One that
// stands there twice is refused: two readers could see two things.
func parseAttributes(in cryptobyte.String) (map[string][]byte, error) {
	out := map[string][]byte{}
	for !in.Empty() {
		var one, values cryptobyte.String
		var oid asn1.ObjectIdentifier
		if len(out) == most || !in.ReadASN1(&one, casn1.SEQUENCE) || !one.ReadASN1ObjectIdentifier(&oid) || !one.ReadASN1(&values, casn1.SET) {
			return nil, errShape
		}
		if _, twice := out[oid.String()]; twice {
			return nil, fmt.Errorf("attribute %s stands there twice", oid)
		}
		out[oid.String()] = values
	}
	return out, nil
}

// adobeLists are the revocation lists in RevocationInfoArchival, as Acrobat writes it.
func adobeLists(values []byte) []*x509.RevocationList {
	in := cryptobyte.String(values)
	var archive, explicit, lists cryptobyte.String
	var there bool
	if !in.ReadASN1(&archive, casn1.SEQUENCE) || !archive.ReadOptionalASN1(&explicit, &there, tag0) || !there || !explicit.ReadASN1(&lists, casn1.SEQUENCE) {
		return nil
	}
	return revocationLists(lists)
}

// SigningTime is the time in the signed attributes, which PAdES baseline forbids and
// others write; false when there is none.
func (s *Signer) SigningTime() (time.Time, bool) {
	in := cryptobyte.String(s.signed[oidSigningTime.String()])
	var t time.Time
	if in.PeekASN1Tag(casn1.UTCTime) && in.ReadASN1UTCTime(&t) || in.PeekASN1Tag(casn1.GeneralizedTime) && in.ReadASN1GeneralizedTime(&t) {
		return t, true
	}
	return t, false
}

// HasSigningTime reports whether the attribute is there, readable or not.
func (s *Signer) HasSigningTime() bool { return s.signed[oidSigningTime.String()] != nil }

// Token is the time-stamp token beside the signature, or nil.
func (s *Signer) Token() []byte { return s.unsigned[oidTimeStamp.String()] }
