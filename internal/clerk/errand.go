package clerk

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/signature"
)

// errand is a file that went out to the agent on a signer's machine. The agent has no
// session of the person: the secret in its address is its right, for one file.
type errand struct {
	Token     string // SHA-256 of the secret
	WritingID string
	AccountID string
	Version   int64 // of the writing
	SentHash  string
	BackHash  string // empty until the signed file came back
	ExpiresAt db.Time
}

// errandLasts is how long a person has to plug a token in and type its PIN.
const errandLasts = 10 * time.Minute

// Send lets the agent on the signer's machine fetch the file of a writing and bring it
// back. The secret of the address is returned here once and not kept.
func Send(tx *db.Tx, store *blob.Store, id string, version int64) (secret string, err error) {
	w, _, err := ToSign(tx, store, id, version)
	if err != nil {
		return "", err
	}
	if err := access.Require(tx, access.ClerkSign, access.Scope{Unit: w.UnitID}); err != nil {
		return "", err
	}
	random := make([]byte, 32)
	if _, err := rand.Read(random); err != nil {
		return "", fmt.Errorf("make secret of errand: %w", err)
	}
	secret = base64.RawURLEncoding.EncodeToString(random)
	e := errand{Token: digest(secret), WritingID: w.ID, AccountID: tx.Actor.ID, Version: w.Version, SentHash: w.FileHash(), ExpiresAt: db.At(tx.Now.Add(errandLasts))}
	if err := insertErrand(tx, e); err != nil {
		return "", fmt.Errorf("send writing %s to be signed: %w", w.ID, err)
	}
	return secret, w.record(tx, access.ClerkSign, w.noted(), "gửi đến công cụ ký số trên máy của người ký")
}

func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// sent finds an errand that is under way.
func sent(tx *db.Tx, secret string) (errand, error) {
	e, err := errandOf(tx, digest(secret))
	if errors.Is(err, db.ErrNoRow) || err == nil && tx.Now.After(e.ExpiresAt.Time) {
		return e, problem.New(problem.NotFound, "Địa chỉ ký này không có hoặc đã hết hạn; bắt đầu lại từ trang văn bản.")
	}
	if err != nil {
		return e, fmt.Errorf("find errand: %w", err)
	}
	return e, nil
}

// Fetched is the file that an agent is to sign.
//
// Public: the secret of the address is the right to this one file.
func Fetched(tx *db.Tx, secret string) (hash, name string, err error) {
	e, err := sent(tx, secret)
	if err != nil {
		return "", "", err
	}
	w, err := find(tx, e.WritingID)
	return e.SentHash, w.FileName() + ".pdf", err
}

// Bring takes the file that an agent has signed. It waits there until the person who
// began has it put to the writing.
//
// Public: the secret of the address is the right to bring this one file.
func Bring(tx *db.Tx, store *blob.Store, t signature.Trust, secret string, signed []byte) error {
	e, err := sent(tx, secret)
	if err != nil {
		return err
	}
	out, err := bytesOf(store, e.SentHash)
	if err != nil {
		return err
	}
	if _, err := signature.Returned(out, signed, t); err != nil {
		return err
	}
	f, err := store.Put(bytes.NewReader(signed), "da-ky.pdf")
	if err != nil {
		return besideFile(err)
	}
	e.BackHash = f.Hash
	if err := saveBack(tx, e); err != nil {
		return fmt.Errorf("keep what the agent signed: %w", err)
	}
	return nil
}

// Receive puts what the agent signed to the writing, for the person who began.
func Receive(tx *db.Tx, store *blob.Store, t signature.Trust, id, secret string) (*signature.Report, error) {
	w, err := find(tx, id)
	if err != nil {
		return nil, err
	}
	if err := access.Require(tx, access.ClerkSign, access.Scope{Unit: w.UnitID}); err != nil {
		return nil, err
	}
	e, err := sent(tx, secret)
	switch {
	case err != nil:
		return nil, err
	case e.WritingID != w.ID || e.AccountID != tx.Actor.ID:
		return nil, problem.New(problem.Denied, "Lần ký này do người khác bắt đầu, hoặc của văn bản khác.")
	case e.BackHash == "":
		return nil, problem.New(problem.Closed, "Công cụ ký số chưa gửi tệp đã ký về; chưa có gì được lưu.")
	}
	signed, err := bytesOf(store, e.BackHash)
	if err != nil {
		return nil, err
	}
	return Sign(tx, store, t, w.ID, e.Version, ByAgent, signed)
}
