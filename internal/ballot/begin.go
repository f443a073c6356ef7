package ballot

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Begin opens a vote: from now on its text stands in the record and nothing of it
// changes. The motion has its identity, for which the holders have made their keys.
func Begin(tx *db.Tx, ring *key.Ring, scope access.Scope, m Motion) (*Opened, error) {
	if err := access.Require(tx, access.BallotOpen, scope); err != nil {
		return nil, err
	}
	receipt, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make key of receipts: %w", err)
	}
	if m.ReceiptKey, err = x509.MarshalPKIXPublicKey(&receipt.PublicKey); err != nil {
		return nil, fmt.Errorf("make key of receipts: %w", err)
	}
	o, err := Open(m)
	if err != nil {
		return nil, err
	}
	if until, _ := o.until(); !until.After(tx.Now) {
		return nil, problem.Field("until", "Giờ đóng bỏ phiếu phải sau bây giờ.")
	}
	private, err := x509.MarshalPKCS8PrivateKey(receipt)
	if err != nil {
		return nil, fmt.Errorf("keep key of receipts: %w", err)
	}
	hidden, err := ring.Encrypt(private, receiptOf(o.ID))
	if err != nil {
		return nil, fmt.Errorf("keep key of receipts: %w", err)
	}
	r := row{ID: o.ID, ClusterID: scope.Cluster, YearID: scope.Year, State: Running, Motion: o.Text, ReceiptKey: hidden, Version: 1}
	if err := insert(tx, r); err != nil {
		return nil, fmt.Errorf("open ballot %s: %w", o.ID, err)
	}
	return o, record.Publish(tx, record.Publication{Act: access.BallotOpen, Object: record.Object{Kind: "ballot", ID: o.ID}, Scope: scope, Format: motionFormat, Text: o.Text})
}

// receiptOf binds the encrypted key of receipts to its vote.
func receiptOf(id string) string { return "ballot/" + id + "/receipt" }

// running finds a vote that runs.
func running(tx *db.Tx, id string) (row, *Opened, error) {
	r, o, err := found(tx, id)
	if err == nil && r.State != Running {
		err = problem.New(problem.Closed, "Bỏ phiếu đã đóng; không nhận thêm phiếu.")
	}
	return r, o, err
}

func found(tx *db.Tx, id string) (row, *Opened, error) {
	r, err := findRow(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return r, nil, problem.New(problem.NotFound, "Không có lần bỏ phiếu này.")
	}
	if err != nil {
		return r, nil, fmt.Errorf("find ballot %s: %w", id, err)
	}
	o, err := Reopen(r.Motion)
	if err != nil {
		return r, nil, fmt.Errorf("read motion of ballot %s: %w", id, err)
	}
	return r, o, nil
}

// early reports whether it is too early to close: electronic papers are still to come
// and the moment that was announced has not.
func (o *Opened) early(now time.Time, toCome int) bool {
	until, err := o.until()
	return err == nil && now.Before(until) && toCome > 0
}
