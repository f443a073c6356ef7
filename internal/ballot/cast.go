package ballot

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

// Put puts a paper into the box and returns its receipt. The same paper sent again
// lies there once.
//
// Public: a paper under a token is the right; who casts it is not known. Nothing is
// recorded.
func Put(tx *db.Tx, ring *key.Ring, id string, c Cast) (receipt string, err error) {
	r, o, err := running(tx, id)
	if err != nil {
		return "", err
	}
	p, err := o.Valid(c)
	if err != nil {
		return "", err
	}
	sum := digest("token", p.Token)
	token := hex.EncodeToString(sum[:])
	before, err := papersOfToken(tx, id, token)
	if err != nil {
		return "", fmt.Errorf("find papers: %w", err)
	}
	switch {
	case p.Number <= len(before) && before[p.Number-1].Paper == c.Paper:
		return o.receipt(ring, r, c)
	case p.Number <= len(before):
		return "", problem.New(problem.Conflict, "Phiếu lần %d của thẻ phiếu này đã bỏ rồi.", p.Number)
	case p.Number != len(before)+1:
		return "", problem.New(problem.Conflict, "Thiếu phiếu lần %d của thẻ phiếu này; hãy tải lại trang.", len(before)+1)
	}
	tokens, err := json.Marshal(c.Tokens)
	if err != nil {
		return "", fmt.Errorf("write paper: %w", err)
	}
	place := make([]byte, 16)
	rand.Read(place)
	if err := insertPaper(tx, boxRow{hex.EncodeToString(place), id, token, p.Number, c.Paper, c.Signature, string(tokens)}); err != nil {
		return "", fmt.Errorf("put paper: %w", err)
	}
	return o.receipt(ring, r, c)
}

func (o *Opened) receipt(ring *key.Ring, r row, c Cast) (string, error) {
	private, err := ring.Decrypt(r.ReceiptKey, receiptOf(o.ID))
	if err != nil {
		return "", err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(private)
	if err != nil {
		return "", fmt.Errorf("read key of receipts: %w", err)
	}
	return o.ReceiptOf(parsed.(*ecdsa.PrivateKey), c)
}
