package cms

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// StampRequest asks a time-stamp server about a value (RFC 3161).
type StampRequest struct {
	Encoded []byte
	nonce   *big.Int
	value   []byte
}

// NewStampRequest makes a request with a nonce, which asks for the server's
// certificate too.
func NewStampRequest(value []byte) (*StampRequest, error) {
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails
	r := &StampRequest{nonce: new(big.Int).SetBytes(random), value: value}
	digest := sha256.Sum256(value)
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
			addSHA256(b)
			b.AddASN1OctetString(digest[:])
		})
		b.AddASN1BigInt(r.nonce)
		b.AddASN1Boolean(true)
	})
	var err error
	if r.Encoded, err = b.Bytes(); err != nil {
		return nil, fmt.Errorf("ask for a time stamp: %w", err)
	}
	return r, nil
}

// Token takes the token out of an answer, and checks that it is one for this request.
// Whose server it was is not decided here.
func (r *StampRequest) Token(answer []byte) ([]byte, *Stamp, error) {
	in := cryptobyte.String(answer)
	var all, status, token cryptobyte.String
	var code int64
	if len(answer) > MostBytes || !in.ReadASN1(&all, casn1.SEQUENCE) || !all.ReadASN1(&status, casn1.SEQUENCE) || !status.ReadASN1Integer(&code) {
		return nil, nil, errors.New("the answer is no answer of a time-stamp server")
	}
	if code > 1 || code < 0 {
		return nil, nil, fmt.Errorf("the time-stamp server refuses, status %d", code)
	}
	if !all.ReadASN1Element(&token, casn1.SEQUENCE) {
		return nil, nil, errors.New("the answer holds no time stamp")
	}
	stamp, err := ParseStamp(token)
	if err != nil {
		return nil, nil, err
	}
	if stamp.nonce == nil || stamp.nonce.Cmp(r.nonce) != 0 {
		return nil, nil, errors.New("the time stamp answers another request")
	}
	return token, stamp, stamp.Verify(r.value)
}

// Stamp is a time stamp that was read.
type Stamp struct {
	Time   time.Time
	Signed *SignedData

	hash    crypto.Hash
	imprint []byte
	nonce   *big.Int
}

var errStamp = errors.New("it is no time stamp")

// ParseStamp reads a time-stamp token.
func ParseStamp(token []byte) (*Stamp, error) {
	signed, err := Parse(token)
	if err != nil {
		return nil, err
	}
	if !signed.contentType.Equal(oidTSTInfo) || len(signed.Signers) != 1 {
		return nil, errStamp
	}
	in := cryptobyte.String(signed.Content)
	var info, imprint, algo, value, clock, accuracy cryptobyte.String
	var version int64
	var policy, hash asn1.ObjectIdentifier
	if !in.ReadASN1(&info, casn1.SEQUENCE) || !info.ReadASN1Integer(&version) || !info.ReadASN1ObjectIdentifier(&policy) ||
		!info.ReadASN1(&imprint, casn1.SEQUENCE) || !imprint.ReadASN1(&algo, casn1.SEQUENCE) || !algo.ReadASN1ObjectIdentifier(&hash) ||
		!imprint.ReadASN1(&value, casn1.OCTET_STRING) || !info.SkipASN1(casn1.INTEGER) || !info.ReadASN1(&clock, casn1.GeneralizedTime) ||
		!info.ReadOptionalASN1(&accuracy, nil, casn1.SEQUENCE) || !info.SkipOptionalASN1(casn1.BOOLEAN) {
		return nil, errStamp
	}
	s := &Stamp{Signed: signed, imprint: value}
	var ok bool
	if s.hash, ok = hashOf(hash); !ok || s.hash == crypto.SHA1 {
		return nil, ErrUnknown
	}
	// Fractions of a second are allowed here, and Parse reads them unasked.
	if s.Time, err = time.Parse("20060102150405Z", string(clock)); err != nil {
		return nil, errStamp
	}
	if info.PeekASN1Tag(casn1.INTEGER) {
		s.nonce = new(big.Int)
		if !info.ReadASN1Integer(s.nonce) {
			return nil, errStamp
		}
	}
	return s, nil
}

// Verify checks that the stamp is for a value, and signed by a certificate for time
// stamps alone.
func (s *Stamp) Verify(value []byte) error {
	h := s.hash.New()
	h.Write(value)
	return s.VerifyDigest(h.Sum(nil))
}

// Hash is what the stamp takes a digest with.
func (s *Stamp) Hash() crypto.Hash { return s.hash }

// VerifyDigest is Verify for a value whose digest by Hash is known.
func (s *Stamp) VerifyDigest(digest []byte) error {
	if !bytes.Equal(digest, s.imprint) {
		return ErrDigest
	}
	signer := s.Signed.Signers[0]
	if signer.Digest == 0 {
		return ErrUnknown
	}
	content := signer.Digest.New()
	content.Write(s.Signed.Content)
	if err := s.Signed.Verify(signer, content.Sum(nil)); err != nil {
		return err
	}
	if bound, err := signer.Bound(); err != nil || bound == 0 {
		return ErrAttributes
	}
	if !slices.Equal(signer.Certificate.ExtKeyUsage, []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}) {
		return errors.New("its certificate is not one for time stamps")
	}
	return nil
}
