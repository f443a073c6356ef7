package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"encoding/asn1"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// What is wrong with a signature.
var (
	ErrNoCertificate = errors.New("the signer's certificate is not there")
	ErrUnknown       = errors.New("it is made with an algorithm that is not known here")
	ErrDigest        = errors.New("the content is not what was signed")
	ErrValue         = errors.New("the signature is not of this certificate's key")
	ErrAttributes    = errors.New("its signed attributes are not what they must be")
)

// Verify checks that the signer's key signed a content with this digest, made by the
// signer's Digest. It says nothing of whose key it is.
func (s *SignedData) Verify(signer *Signer, digest []byte) error {
	if signer.Certificate == nil {
		return ErrNoCertificate
	}
	if signer.Digest == 0 {
		return ErrUnknown
	}
	sum := digest
	if signer.signedRaw != nil {
		kind := cryptobyte.String(signer.signed[oidContentType.String()])
		claimed := cryptobyte.String(signer.signed[oidMessageDigest.String()])
		var oid asn1.ObjectIdentifier
		var value cryptobyte.String
		if !kind.ReadASN1ObjectIdentifier(&oid) || !kind.Empty() || !oid.Equal(s.contentType) ||
			!claimed.ReadASN1(&value, casn1.OCTET_STRING) || !claimed.Empty() {
			return ErrAttributes
		}
		if !bytes.Equal(value, digest) {
			return ErrDigest
		}
		h := signer.Digest.New()
		h.Write(head(0x31, len(signer.signedRaw)))
		h.Write(signer.signedRaw)
		sum = h.Sum(nil)
	}
	return verify(signer.Certificate.PublicKey, signer.algo, signer.parameters, signer.Digest, sum, signer.Value)
}

func verify(key any, algo asn1.ObjectIdentifier, parameters []byte, digest crypto.Hash, sum, value []byte) error {
	way := scheme(0)
	for _, s := range schemes {
		if s.oid.Equal(algo) && (s.hash == 0 || s.hash == digest) {
			way = s.scheme
		}
	}
	good := false
	switch key := key.(type) {
	case *rsa.PublicKey:
		if key.N.BitLen() > 16384 {
			return ErrUnknown
		}
		switch way {
		case pkcs1:
			good = rsa.VerifyPKCS1v15(key, digest, sum, value) == nil
		case pss:
			if !pssOf(parameters, digest) {
				return ErrUnknown
			}
			good = rsa.VerifyPSS(key, digest, sum, value, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthAuto, Hash: digest}) == nil
		default:
			return ErrUnknown
		}
	case *ecdsa.PublicKey:
		if way != ecdsaScheme {
			return ErrUnknown
		}
		good = ecdsa.VerifyASN1(key, sum, value)
	default:
		return ErrUnknown
	}
	if !good {
		return ErrValue
	}
	return nil
}

// pssOf reports whether the parameters of RSASSA-PSS name this hash.
func pssOf(parameters []byte, digest crypto.Hash) bool {
	in := cryptobyte.String(parameters)
	var all, explicit, algo cryptobyte.String
	var there bool
	var oid asn1.ObjectIdentifier
	if !in.ReadASN1(&all, casn1.SEQUENCE) || !all.ReadOptionalASN1(&explicit, &there, tag0) {
		return false
	}
	if !there {
		return digest == crypto.SHA1
	}
	if !explicit.ReadASN1(&algo, casn1.SEQUENCE) || !algo.ReadASN1ObjectIdentifier(&oid) {
		return false
	}
	named, _ := hashOf(oid)
	return named == digest
}

// Bound says how the signed attributes name the signer's certificate: 2 by
// signing-certificate-v2, 1 by its forerunner with SHA-1, 0 not at all. An attribute
// that names another certificate is an error.
func (s *Signer) Bound() (int, error) {
	for version, oid := range []asn1.ObjectIdentifier{2: oidCertificateV2, 1: oidCertificateV1} {
		if oid == nil {
			continue
		}
		raw, ok := s.signed[oid.String()]
		if !ok {
			continue
		}
		in := cryptobyte.String(raw)
		var all, certs, first, algo, claimed cryptobyte.String
		if !in.ReadASN1(&all, casn1.SEQUENCE) || !all.ReadASN1(&certs, casn1.SEQUENCE) || !certs.ReadASN1(&first, casn1.SEQUENCE) {
			return 0, ErrAttributes
		}
		hash := crypto.SHA1
		if version == 2 {
			hash = crypto.SHA256
			var named bool
			var oid asn1.ObjectIdentifier
			if !first.ReadOptionalASN1(&algo, &named, casn1.SEQUENCE) || named && !algo.ReadASN1ObjectIdentifier(&oid) {
				return 0, ErrAttributes
			}
			if named {
				if hash, ok = hashOf(oid); !ok {
					return 0, ErrUnknown
				}
			}
		}
		if !first.ReadASN1(&claimed, casn1.OCTET_STRING) {
			return 0, ErrAttributes
		}
		if s.Certificate == nil {
			return 0, ErrNoCertificate
		}
		h := hash.New()
		h.Write(s.Certificate.Raw)
		if !bytes.Equal(h.Sum(nil), claimed) {
			return 0, fmt.Errorf("they name another certificate: %w", ErrAttributes)
		}
		return version, nil
	}
	return 0, nil
}
