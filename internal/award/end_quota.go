package award

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// EndQuota says on which day a quota holds for the last time.
func EndQuota(tx *db.Tx, unitID, id string, version int64, last vn.Date) error {
	if err := access.Require(tx, access.AwardNominate, access.Scope{Unit: unitID}); err != nil {
		return err
	}
	before, err := quotaInHand(tx, unitID, id, version)
	if err != nil {
		return err
	}
	if last.IsZero() || last.Before(before.FromDay) {
		return problem.Field("den-ngay", "Ghi ngày áp dụng cuối cùng, không trước ngày %s.", before.FromDay.Short())
	}
	if !before.ToDay.IsZero() && last.After(before.ToDay) {
		return problem.Field("den-ngay", "Tỷ lệ này áp dụng đến ngày %s; muốn kéo dài thì nhập tỷ lệ mới theo văn bản mới.", before.ToDay.Short())
	}
	q := before
	q.ToDay, q.Version = last, q.Version+1
	if err := updateQuota(tx, q); err != nil {
		return fmt.Errorf("end quota %s: %w", id, err)
	}
	return notedQuota(tx, before, q, "")
}
