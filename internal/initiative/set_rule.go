package initiative

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// SetRule writes what the unit's document says for a year: its criteria and its
// council. Members are short names of accounts. Once somebody has marked by it, only
// the document and the day can change.
func SetRule(tx *db.Tx, r Rule, logins []string) error {
	if err := access.Require(tx, access.InitiativeKeep, access.Scope{Unit: r.UnitID}); err != nil {
		return err
	}
	before, err := ruleOf(tx, r.UnitID, r.Year)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return fmt.Errorf("read rule of initiatives: %w", err)
	}
	if before.Version != r.Version {
		return problem.New(problem.Conflict, "Quy định sáng kiến năm %d vừa được người khác ghi; xem lại rồi ghi lần nữa.", r.Year)
	}
	if err := r.check(tx, logins); err != nil {
		return err
	}
	if before.ID != "" {
		marked, err := countMarks(tx, r.UnitID, r.Year)
		if err != nil {
			return fmt.Errorf("count marks: %w", err)
		}
		if marked > 0 && !sameCouncil(before, r) {
			return problem.Field("criteria", "Hội đồng đã chấm theo quy định này nên không đổi tiêu chí, điểm đạt, thành viên nữa.")
		}
		r.ID, r.CreatedAt = before.ID, before.CreatedAt
	} else {
		r.ID, r.CreatedAt = db.NewID(), db.At(tx.Now)
	}
	r.Version++
	if err := saveRule(tx, r); err != nil {
		return fmt.Errorf("store rule of initiatives: %w", err)
	}
	var was any
	if before.ID != "" {
		was = before
	}
	return record.Add(tx, record.Act{
		Act: access.InitiativeKeep, Object: record.Object{Kind: "initiative_rule", ID: r.ID}, Scope: access.Scope{Unit: r.UnitID}, Before: was, After: r,
	})
}

func sameCouncil(a, b Rule) bool {
	if a.Pass != b.Pass || len(a.Criteria) != len(b.Criteria) {
		return false
	}
	if !slices.Equal(a.Criteria, b.Criteria) || len(a.Members) != len(b.Members) {
		return false
	}
	return !slices.ContainsFunc(a.Members, func(m Member) bool {
		return !slices.ContainsFunc(b.Members, func(o Member) bool { return o.AccountID == m.AccountID })
	})
}

func (r *Rule) check(tx *db.Tx, logins []string) error {
	var list problem.List
	if r.Document = vn.Line(r.Document); r.Document == "" {
		list.Add("document", "Ghi văn bản của đơn vị có các tiêu chí này.")
	}
	if today := tx.Today().Year(); r.Year < 2000 || r.Year > today+1 {
		list.Add("nam", "Năm phải từ 2000 đến %d.", today+1)
	}
	if len(r.Criteria) == 0 || len(r.Criteria) > 20 {
		list.Add("criteria", "Ghi từ 1 đến 20 tiêu chí, mỗi dòng một tiêu chí: tên; điểm tối đa.")
	}
	most := decimal.Zero
	for i := range r.Criteria {
		c := &r.Criteria[i]
		c.N, c.Name = i+1, vn.Line(c.Name)
		p, ok := points(c.Most)
		if c.Name == "" || !ok || !p.IsPositive() {
			list.Add("criteria", "Dòng %d: ghi tên tiêu chí, dấu chấm phẩy, rồi điểm tối đa lớn hơn 0.", i+1)
			continue
		}
		c.Most, most = p.String(), most.Add(p)
	}
	if p, ok := points(r.Pass); !ok || p.IsNegative() || p.GreaterThan(most) {
		list.Add("pass", "Ghi điểm trung bình tối thiểu, từ 0 đến tổng điểm tối đa là %s.", vn.Format(most))
	} else {
		r.Pass = p.String()
	}
	for _, login := range logins {
		a, err := account.ByLogin(tx, login)
		if problem.Is(err, problem.NotFound) {
			list.Add("members", "Không có tài khoản «%s».", login)
			continue
		}
		if err != nil {
			return err
		}
		r.Members = append(r.Members, Member{AccountID: a.ID, Login: login, Name: a.Name})
	}
	if len(r.Members) == 0 && len(list) == 0 {
		list.Add("members", "Ghi ít nhất một thành viên hội đồng.")
	}
	return list.Err()
}

// points reads points as they are typed: 12,5.
func points(text string) (decimal.Decimal, bool) {
	d, err := decimal.NewFromString(strings.ReplaceAll(strings.TrimSpace(text), ",", "."))
	return d, err == nil && d.Exponent() >= -4 && d.LessThan(decimal.NewFromInt(1_000_000))
}
