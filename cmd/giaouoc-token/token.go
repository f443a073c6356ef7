//go:build token

package main

import (
	"bufio"
	"encoding/asn1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"

	"github.com/miekg/pkcs11"

	"giaouoc/internal/signature"
)

// longest is the longest line that is read.
const longest = 64 << 10

// sha256Info is what PKCS #1 puts before a SHA-256 digest.
var sha256Info = []byte{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}

// serve answers questions about the tokens of a module until there are none.
func serve(module string, in io.Reader, out io.Writer) error {
	ctx := pkcs11.New(module)
	if ctx == nil {
		return fmt.Errorf("không mở được thư viện PKCS#11 %s", module)
	}
	defer ctx.Destroy()
	if err := ctx.Initialize(); err != nil {
		return fmt.Errorf("khởi động thư viện PKCS#11: %w", err)
	}
	defer func() { _ = ctx.Finalize() }() // the program ends
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longest)
	answers := json.NewEncoder(out)
	for lines.Scan() {
		if err := answers.Encode(answer(ctx, lines.Bytes())); err != nil {
			return fmt.Errorf("trả lời: %w", err)
		}
	}
	return lines.Err()
}

func answer(ctx *pkcs11.Ctx, line []byte) signature.TokenAnswer {
	var r signature.TokenRequest
	if err := json.Unmarshal(line, &r); err != nil {
		return signature.TokenAnswer{Error: signature.TokenUnread}
	}
	var a signature.TokenAnswer
	var err error
	switch r.Do {
	case signature.TokenList:
		a.Certificates, err = list(ctx)
	case signature.TokenSign:
		a.Signature, err = sign(ctx, r)
	default:
		return signature.TokenAnswer{Error: signature.TokenUnread}
	}
	if err != nil {
		return signature.TokenAnswer{Error: said(err)}
	}
	return a
}

var (
	errAbsent = errors.New("no token")
	errNoKey  = errors.New("no key")
)

// said is the word for an error.
func said(err error) string {
	var code pkcs11.Error
	switch {
	case errors.Is(err, errAbsent):
		return signature.TokenAbsent
	case errors.Is(err, errNoKey):
		return signature.TokenNoKey
	case !errors.As(err, &code):
		return signature.TokenFailed
	}
	switch code {
	case pkcs11.CKR_PIN_INCORRECT, pkcs11.CKR_PIN_LEN_RANGE, pkcs11.CKR_PIN_INVALID:
		return signature.TokenWrongPIN
	case pkcs11.CKR_PIN_LOCKED:
		return signature.TokenLocked
	case pkcs11.CKR_TOKEN_NOT_PRESENT, pkcs11.CKR_DEVICE_REMOVED:
		return signature.TokenAbsent
	}
	return signature.TokenFailed
}

// list lists the certificates on every token.
func list(ctx *pkcs11.Ctx) ([]signature.TokenCertificate, error) {
	slots, err := ctx.GetSlotList(true)
	if err != nil {
		return nil, err
	}
	if len(slots) == 0 {
		return nil, errAbsent
	}
	var all []signature.TokenCertificate
	for _, slot := range slots {
		info, err := ctx.GetTokenInfo(slot)
		if err != nil || info.Flags&pkcs11.CKF_TOKEN_INITIALIZED == 0 {
			continue
		}
		err = within(ctx, slot, func(s pkcs11.SessionHandle) error {
			objects, err := find(ctx, s, pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_CERTIFICATE))
			if err != nil {
				return err
			}
			for _, o := range objects {
				at, err := ctx.GetAttributeValue(s, o, []*pkcs11.Attribute{
					pkcs11.NewAttribute(pkcs11.CKA_ID, nil), pkcs11.NewAttribute(pkcs11.CKA_LABEL, nil), pkcs11.NewAttribute(pkcs11.CKA_VALUE, nil),
				})
				if err != nil {
					return err
				}
				all = append(all, signature.TokenCertificate{
					ID: fmt.Sprintf("%d:%x", slot, at[0].Value), Token: info.Label, Label: string(at[1].Value), DER: at[2].Value,
				})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func within(ctx *pkcs11.Ctx, slot uint, do func(pkcs11.SessionHandle) error) error {
	s, err := ctx.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION)
	if err != nil {
		return err
	}
	return errors.Join(do(s), ctx.CloseSession(s))
}

func find(ctx *pkcs11.Ctx, s pkcs11.SessionHandle, by ...*pkcs11.Attribute) ([]pkcs11.ObjectHandle, error) {
	if err := ctx.FindObjectsInit(s, by); err != nil {
		return nil, err
	}
	objects, _, err := ctx.FindObjects(s, 64)
	return objects, errors.Join(err, ctx.FindObjectsFinal(s))
}

// sign signs a digest with the key that has the id of a certificate.
func sign(ctx *pkcs11.Ctx, r signature.TokenRequest) (value []byte, err error) {
	where, text, _ := strings.Cut(r.ID, ":")
	slot, err := strconv.ParseUint(where, 10, 32)
	if err != nil {
		return nil, errNoKey
	}
	id, err := hex.DecodeString(text)
	if err != nil || len(r.Digest) != 32 {
		return nil, errNoKey
	}
	err = within(ctx, uint(slot), func(s pkcs11.SessionHandle) error {
		if err := ctx.Login(s, pkcs11.CKU_USER, r.PIN); err != nil {
			return err
		}
		keys, err := find(ctx, s, pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_PRIVATE_KEY), pkcs11.NewAttribute(pkcs11.CKA_ID, id))
		if err == nil && len(keys) == 0 {
			err = errNoKey
		}
		if err == nil {
			value, err = signWith(ctx, s, keys[0], r.Digest)
		}
		return errors.Join(err, ctx.Logout(s))
	})
	return value, err
}

func signWith(ctx *pkcs11.Ctx, s pkcs11.SessionHandle, key pkcs11.ObjectHandle, digest []byte) ([]byte, error) {
	at, err := ctx.GetAttributeValue(s, key, []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, nil)})
	if err != nil {
		return nil, err
	}
	elliptic := len(at[0].Value) > 0 && at[0].Value[0] == pkcs11.CKK_EC
	mechanism, input := uint(pkcs11.CKM_RSA_PKCS), append(append([]byte{}, sha256Info...), digest...)
	if elliptic {
		mechanism, input = pkcs11.CKM_ECDSA, digest
	}
	if err := ctx.SignInit(s, []*pkcs11.Mechanism{pkcs11.NewMechanism(mechanism, nil)}, key); err != nil {
		return nil, err
	}
	value, err := ctx.Sign(s, input)
	if err != nil || !elliptic {
		return value, err
	}
	// A token gives both numbers one after the other; CMS wants a SEQUENCE.
	half := len(value) / 2
	return asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(value[:half]), new(big.Int).SetBytes(value[half:])})
}
