package award

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// SetWhole says how many there are, in a year, of what the quota of an award is taken
// of, where the register does not know.
func SetWhole(tx *db.Tx, l *rules.Law, w Whole) error {
	if err := access.Require(tx, access.AwardNominate, access.Scope{Unit: w.UnitID}); err != nil {
		return err
	}
	var list problem.List
	w.Source = vn.Line(w.Source)
	if l.Award(w.Award) == nil {
		list.Add("hinh-thuc", "Chọn hình thức khen thưởng.")
	}
	if w.Whole < 0 || w.Whole > 1_000_000 {
		list.Add("so-luong", "Ghi một số từ 0 đến 1.000.000.")
	}
	if w.Source == "" {
		list.Add("nguon", "Ghi văn bản hoặc danh sách có con số này.")
	}
	if last := tx.Today().Year() + 1; w.Year < 2000 || w.Year > last {
		list.Add("nam", "Năm thành tích phải từ 2000 đến %d.", last)
	}
	if err := list.Err(); err != nil {
		return err
	}
	before, err := wholesOf(tx, w.UnitID, w.Year)
	if err != nil {
		return fmt.Errorf("read wholes of unit %s: %w", w.UnitID, err)
	}
	var was any
	var version int64
	for _, b := range before {
		if b.Award == w.Award {
			was, version = b, b.Version
		}
	}
	if version != w.Version {
		return problem.New(problem.Conflict, "Con số này vừa được người khác sửa. Hãy xem lại.")
	}
	w.Version++
	if err := saveWhole(tx, w); err != nil {
		return fmt.Errorf("set whole: %w", err)
	}
	return record.Add(tx, record.Act{
		Act: access.AwardNominate, Object: record.Object{Kind: "award_whole", ID: w.UnitID + "/" + w.Award}, Scope: access.Scope{Unit: w.UnitID}, Before: was, After: w,
	})
}
