package award

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// DeclareQuota enters the share of a unit that a document allows for an award, with
// what it is a share of.
func DeclareQuota(tx *db.Tx, l *rules.Law, q Quota) error {
	if err := access.Require(tx, access.AwardNominate, access.Scope{Unit: q.UnitID}); err != nil {
		return err
	}
	q.Says, q.RoundingDoc, q.Number = vn.Line(q.Says), vn.Line(q.RoundingDoc), vn.Line(q.Number)
	if !q.Base.ByAward() {
		q.OfAward = ""
	}
	if q.Base != OfTyped {
		q.Says = ""
	}
	if q.Rounding == RoundDown {
		q.RoundingDoc = ""
	}
	others, err := quotasOf(tx, q.UnitID)
	if err != nil {
		return fmt.Errorf("read quotas of unit %s: %w", q.UnitID, err)
	}
	if err := checkQuota(tx, l, q, others); err != nil {
		return err
	}
	q.ID, q.Version = db.NewID(), 1
	if err := insertQuota(tx, q); err != nil {
		return fmt.Errorf("declare quota: %w", err)
	}
	return notedQuota(tx, nil, q, "")
}

func checkQuota(tx *db.Tx, l *rules.Law, q Quota, others []Quota) error {
	var list problem.List
	if l.Award(q.Award) == nil {
		list.Add("hinh-thuc", "Chọn hình thức khen thưởng.")
	}
	if q.Percent < 1 || q.Percent > 100 {
		list.Add("ty-le", "Tỷ lệ là số nguyên từ 1 đến 100.")
	}
	if q.Base.Name() == "" {
		list.Add("mau-so", "Chọn tỷ lệ này tính trên số nào.")
	}
	if q.Base.ByAward() && (l.Award(q.OfAward) == nil || q.OfAward == q.Award) {
		list.Add("cua", "Chọn hình thức khác mà mẫu số tính theo.")
	}
	if q.Base == OfTyped && q.Says == "" {
		list.Add("dem", "Ghi văn bản đếm những ai, ví dụ: biên chế được giao.")
	}
	if q.Rounding.Name() == "" {
		list.Add("lam-tron", "Chọn cách làm tròn.")
	} else if q.Rounding != RoundDown && q.RoundingDoc == "" {
		list.Add("lam-tron-theo", "Ghi văn bản cho phép làm tròn khác; không có văn bản thì làm tròn xuống để không vượt mức tối đa.")
	}
	if q.Number == "" {
		list.Add("so", "Ghi số, ký hiệu văn bản quy định tỷ lệ.")
	}
	if q.DecidedOn.IsZero() || q.DecidedOn.After(tx.Today()) {
		list.Add("ngay-van-ban", "Ghi ngày của văn bản, không sau hôm nay.")
	}
	if q.FromDay.IsZero() {
		list.Add("tu-ngay", "Ghi ngày bắt đầu áp dụng.")
	}
	if !q.ToDay.IsZero() && q.ToDay.Before(q.FromDay) {
		list.Add("den-ngay", "Ngày cuối không trước ngày bắt đầu áp dụng.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	var together []Quota
	for _, o := range others {
		if (q.ToDay.IsZero() || !o.FromDay.After(q.ToDay)) && (o.ToDay.IsZero() || !q.FromDay.After(o.ToDay)) {
			together = append(together, o)
		}
	}
	if i := slices.IndexFunc(together, func(o Quota) bool { return o.Award == q.Award }); i >= 0 {
		return problem.Field("tu-ngay", "Trong những ngày đó đã có tỷ lệ %d%% theo %s cho hình thức này; hãy ghi ngày cuối của tỷ lệ ấy trước.", together[i].Percent, together[i].Document())
	}
	if circle(together, q) {
		return problem.Field("cua", "Hai tỷ lệ lấy mức tối đa của nhau làm mẫu số; hãy chọn mẫu số khác.")
	}
	return nil
}

func notedQuota(tx *db.Tx, before any, q Quota, reason string) error {
	return record.Add(tx, record.Act{
		Act: access.AwardNominate, Object: record.Object{Kind: "award_quota", ID: q.ID}, Scope: access.Scope{Unit: q.UnitID}, Before: before, After: q, Reason: reason,
	})
}

// quotaInHand is a quota of a unit at the version that the person saw.
func quotaInHand(tx *db.Tx, unitID, id string, version int64) (Quota, error) {
	q, err := findQuota(tx, id)
	if errors.Is(err, db.ErrNoRow) || err == nil && q.UnitID != unitID {
		return q, problem.New(problem.NotFound, "Không có tỷ lệ này.")
	}
	if err != nil {
		return q, fmt.Errorf("find quota %s: %w", id, err)
	}
	if q.Version != version {
		return q, problem.New(problem.Conflict, "Tỷ lệ này vừa được người khác sửa. Hãy xem lại.")
	}
	return q, nil
}
