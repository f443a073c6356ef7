package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

var (
	tag0 = casn1.Tag(0).Constructed().ContextSpecific()
	tag1 = casn1.Tag(1).Constructed().ContextSpecific()
)

// Unstamped is a signature that may yet get a time stamp.
type Unstamped struct {
	Value  []byte // the signature itself: what a time stamp is for
	chain  []*x509.Certificate
	signed []byte // the signed attributes, one after the other
	algo   asn1.ObjectIdentifier
	stamp  []byte // a time-stamp token, or nil
}

// Sign signs the SHA-256 digest of a content that stands elsewhere. The chain begins
// with the signer's certificate, which must be that of the key; RSA and ECDSA.
func Sign(key crypto.Signer, chain []*x509.Certificate, digest []byte) (*Unstamped, error) {
	if len(chain) == 0 || len(digest) != sha256.Size {
		return nil, errors.New("sign: a certificate and a SHA-256 digest are needed")
	}
	u := &Unstamped{chain: chain}
	var err error
	if u.signed, err = signedAttributes(chain[0], digest); err != nil {
		return nil, err
	}
	switch key.Public().(type) {
	case *rsa.PublicKey:
		u.algo = oidRSASHA256
	case *ecdsa.PublicKey:
		u.algo = oidECDSASHA256
	default:
		return nil, fmt.Errorf("sign: a key of type %T", key.Public())
	}
	hash := sha256.New()
	hash.Write(head(0x31, len(u.signed)))
	hash.Write(u.signed)
	sum := hash.Sum(nil)
	if u.Value, err = key.Sign(rand.Reader, sum, crypto.SHA256); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	// A token that fails, or holds another key, is found out before anybody has the file.
	if err := verify(chain[0].PublicKey, u.algo, nil, crypto.SHA256, sum, u.Value); err != nil {
		return nil, fmt.Errorf("check the own signature: %w", err)
	}
	return u, nil
}

// signedAttributes are the three in the order of DER.
func signedAttributes(own *x509.Certificate, digest []byte) ([]byte, error) {
	fingerprint := sha256.Sum256(own.Raw)
	list := make([][]byte, 0, 3)
	for _, a := range []struct {
		oid   asn1.ObjectIdentifier
		value func(*cryptobyte.Builder)
	}{
		{oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) }},
		{oidMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest) }},
		{oidCertificateV2, func(b *cryptobyte.Builder) {
			// SigningCertificateV2, ESSCertIDv2 in it: SHA-256 is the default and not written.
			b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1OctetString(fingerprint[:]) })
				})
			})
		}},
	} {
		one, err := attribute(a.oid, a.value)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	slices.SortFunc(list, bytes.Compare)
	return bytes.Join(list, nil), nil
}

func attribute(oid asn1.ObjectIdentifier, value func(*cryptobyte.Builder)) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		b.AddASN1(casn1.SET, value)
	})
	out, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("encode an attribute: %w", err)
	}
	return out, nil
}

// Stamp adds a time-stamp token for Value.
func (u *Unstamped) Stamp(token []byte) { u.stamp = token }

// Encode is the SignedData in DER.
func (u *Unstamped) Encode() ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(tag0, func(b *cryptobyte.Builder) {
			b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(1)
				b.AddASN1(casn1.SET, addSHA256)
				b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
				b.AddASN1(tag0, func(b *cryptobyte.Builder) {
					for _, c := range u.chain {
						b.AddBytes(c.Raw)
					}
				})
				b.AddASN1(casn1.SET, func(b *cryptobyte.Builder) { b.AddASN1(casn1.SEQUENCE, u.addSigner) })
			})
		})
	})
	out, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("encode a signature: %w", err)
	}
	return out, nil
}

func addSHA256(b *cryptobyte.Builder) {
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidSHA256) })
}

func (u *Unstamped) addSigner(b *cryptobyte.Builder) {
	b.AddASN1Int64(1)
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(u.chain[0].RawIssuer)
		b.AddASN1BigInt(u.chain[0].SerialNumber)
	})
	addSHA256(b)
	b.AddASN1(tag0, func(b *cryptobyte.Builder) { b.AddBytes(u.signed) })
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(u.algo)
		if u.algo.Equal(oidRSASHA256) {
			b.AddASN1NULL()
		}
	})
	b.AddASN1OctetString(u.Value)
	if u.stamp != nil {
		b.AddASN1(tag1, func(b *cryptobyte.Builder) {
			b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1ObjectIdentifier(oidTimeStamp)
				b.AddASN1(casn1.SET, func(b *cryptobyte.Builder) { b.AddBytes(u.stamp) })
			})
		})
	}
}
