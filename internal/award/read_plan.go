package award

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// PlanOf is the plan of a unit for a year, by the regime of a day. With assumed,
// every subject that has no rating of the year yet is taken to have that one; nothing
// of it is kept.
//
// Read: requires the right to see the register of the unit.
func PlanOf(tx *db.Tx, l *rules.Law, unitID string, year int, day vn.Date, assumed rules.Rating) (*YearPlan, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	return planOf(tx, l, unitID, year, day, assumed)
}

func planOf(tx *db.Tx, l *rules.Law, unitID string, year int, day vn.Date, assumed rules.Rating) (*YearPlan, error) {
	p := &YearPlan{UnitID: unitID, Year: year, Day: day, Regime: l.On(day), Assumed: assumed, law: l}
	if err := checkPlan(tx, p); err != nil {
		return nil, err
	}
	var err error
	if p.Prospects, err = prospectsOf(tx, unitID, year); err != nil {
		return nil, fmt.Errorf("read candidates of unit %s: %w", unitID, err)
	}
	if p.Nominations, err = nominationsOf(tx, unitID, year); err != nil {
		return nil, fmt.Errorf("read nominations of unit %s: %w", unitID, err)
	}
	if p.Version, err = listVersion(tx, unitID, year); err != nil {
		return nil, fmt.Errorf("read list of unit %s: %w", unitID, err)
	}
	quotas, typed, err := quotasOn(tx, l, unitID, year, day)
	if err != nil {
		return nil, err
	}
	p.quotas = quotas
	p.at = make(map[string]int, len(p.Prospects))
	for i := range p.Prospects {
		c := &p.Prospects[i]
		c.Left = !c.LeftOn.IsZero() && !c.LeftOn.After(day)
		p.at[c.ID] = i
	}
	p.judge()
	p.count(typed)
	return p, nil
}

func checkPlan(tx *db.Tx, p *YearPlan) error {
	var list problem.List
	if last := tx.Today().Year() + 1; p.Year < 2000 || p.Year > last {
		list.Add("nam", "Năm thành tích phải từ 2000 đến %d.", last)
	}
	if p.Regime == nil {
		list.Add("ngay", "Dữ liệu luật có từ ngày %s; chọn ngày nhận hồ sơ từ ngày đó.", p.law.Regimes[0].From.Short())
	}
	if p.Assumed != "" && p.Assumed != rules.HTXS && p.Assumed != rules.HTT {
		list.Add("gia-su", "Chỉ giả sử được hoàn thành xuất sắc (HTXS) hoặc hoàn thành tốt (HTT).")
	}
	return list.Err()
}

// Quotas are the quotas that documents fix for a unit, past ones among them.
//
// Read: requires the right to see the register of the unit.
func Quotas(tx *db.Tx, unitID string) ([]Quota, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := quotasOf(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("read quotas of unit %s: %w", unitID, err)
	}
	return list, nil
}

// Wholes are the numbers that people gave for a year, of what quotas are taken of.
//
// Read: requires the right to see the register of the unit.
func Wholes(tx *db.Tx, unitID string, year int) ([]Whole, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := wholesOf(tx, unitID, year)
	if err != nil {
		return nil, fmt.Errorf("read wholes of unit %s: %w", unitID, err)
	}
	return list, nil
}
