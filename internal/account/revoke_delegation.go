package account

import (
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// RevokeDelegation ends a delegation at once, with a reason. Its giver may, and
// who administers accounts. One that was revoked already stays as it is.
func RevokeDelegation(tx *db.Tx, id, reason string) error {
	d, err := findDelegation(tx, id)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return fmt.Errorf("find delegation %s: %w", id, err)
	}
	act, scope := access.AccountGrant, access.Scope{}
	if err == nil && d.GiverID == tx.Actor.ID {
		act, scope = access.RightDelegate, access.ScopeOf(d.Parts[0].ScopeKind, d.Parts[0].ScopeID)
	}
	if err := access.Require(tx, act, scope); err != nil {
		return problem.New(problem.NotFound, "Không có lần ủy quyền này của bạn.")
	}
	if err != nil {
		return problem.New(problem.NotFound, "Không có lần ủy quyền này.")
	}
	if !d.RevokedAt.IsZero() {
		return nil
	}
	if tx.Today().After(d.UntilDay) {
		return problem.New(problem.Closed, "Lần ủy quyền này đã hết hạn ngày %s; không còn gì để thu hồi.", d.UntilDay.Short())
	}
	reason = vn.NFC(strings.TrimSpace(reason))
	var list problem.List
	if reason == "" {
		list.Add("revoke", "Ghi lý do thu hồi.")
	}
	blob.RefuseSecrets(&list, "revoke", reason)
	if err := list.Err(); err != nil {
		return err
	}
	before := d
	d.RevokedAt, d.RevokedBy, d.RevokedFor = db.At(tx.Now), tx.Actor.ID, reason
	if err := updateRevoked(tx, d); err != nil {
		return fmt.Errorf("revoke delegation %s: %w", id, err)
	}
	err = record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "delegation", ID: d.ID}, Scope: scope, Before: before, After: d, Reason: reason,
	})
	if err != nil {
		return err
	}
	return tellDelegation(tx, d, "Ủy quyền của bạn cho "+d.Receiver+" đã được thu hồi", "Ủy quyền của "+d.Giver+" cho bạn đã được thu hồi")
}
