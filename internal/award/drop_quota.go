package award

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// DropQuota takes back a quota that was entered by mistake.
func DropQuota(tx *db.Tx, unitID, id string, version int64, reason string) error {
	if err := access.Require(tx, access.AwardNominate, access.Scope{Unit: unitID}); err != nil {
		return err
	}
	q, err := quotaInHand(tx, unitID, id, version)
	if err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return problem.Field("ly-do", "Ghi lý do bỏ tỷ lệ đã nhập.")
	}
	if err := deleteQuota(tx, id); err != nil {
		return fmt.Errorf("drop quota %s: %w", id, err)
	}
	return record.Add(tx, record.Act{
		Act: access.AwardNominate, Object: record.Object{Kind: "award_quota", ID: id}, Scope: access.Scope{Unit: unitID}, Before: q, Reason: reason,
	})
}
