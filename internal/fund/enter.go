package fund

import (
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Line is an entry as it is typed.
type Line struct {
	Kind     Kind
	Purpose  string
	Dong     int64
	Document string
	On       vn.Date
	Note     string
	Over     bool   // entered although it goes over a ceiling of the law
	Request  string // the form it comes from; one that was entered is not entered again
}

// Enter writes a receipt, or a spending that is not a bonus.
func Enter(tx *db.Tx, l *rules.Law, unitID string, year int, version int64, line Line) error {
	if err := access.Require(tx, access.FundKeep, access.Scope{Unit: unitID}); err != nil {
		return err
	}
	if again, err := sent(tx, unitID, year, line.Request); again || err != nil {
		return err
	}
	b, err := editable(tx, l, unitID, year, version)
	if err != nil {
		return err
	}
	e := b.next(tx, 0)
	e.Kind, e.Purpose, e.Dong, e.OnDay, e.Request = line.Kind, line.Purpose, line.Dong, line.On, line.Request
	e.Document, e.Note = strings.TrimSpace(vn.NFC(line.Document)), strings.TrimSpace(vn.NFC(line.Note))
	if err := b.checkLine(tx, e, line.Over); err != nil {
		return err
	}
	return b.store(tx, b.grown(1), []Entry{e}, "")
}

func (b *Book) checkLine(tx *db.Tx, e Entry, over bool) error {
	var list problem.List
	p := b.Purpose(&e)
	switch {
	case e.Kind != Receipt && e.Kind != Spending || p == nil:
		list.Add("purpose", "Chọn nội dung trong danh sách.")
	case p.OfGrant:
		list.Add("purpose", "%s được ghi từ trang Tiền thưởng, để mỗi lần khen thưởng chỉ được chi và thu hồi một lần.", p.Name)
	}
	checkSum(&list, "dong", e.Dong, 1)
	b.checkPaper(tx, &list, e.Document, e.OnDay)
	if e.Kind == Spending {
		b.refuseOverdrawn(&list, "dong", e.Dong)
	}
	if len(list) == 0 && !over {
		b.warn(&list, p, e.Dong)
	}
	return list.Err()
}

// warn asks back before a ceiling of the law is exceeded.
func (b *Book) warn(list *problem.List, p *rules.Purpose, dong int64) {
	if p.Budget {
		if most, c, ok := b.BudgetCeiling(); ok && b.FromBudget()+dong > most {
			list.Add("over", "Ngân sách cấp trong năm sẽ là %s đồng, quá mức tối đa %s đồng (%s%% của %s đồng; %s). Đối chiếu lại; nếu vẫn đúng, đánh dấu ô «Vẫn ghi».",
				Money(b.FromBudget()+dong), Money(most), c.Percent, Money(b.Base), c.Cite)
		}
	}
	if p.Organising {
		if most := b.OrganisingCeiling(); b.OnOrganising()+dong > most {
			list.Add("over", "Chi tổ chức phong trào và công tác thi đua sẽ là %s đồng, quá %s%% tổng quỹ năm là %s đồng (%s). Đối chiếu lại; nếu vẫn đúng, đánh dấu ô «Vẫn ghi».",
				Money(b.OnOrganising()+dong), b.Rules.Organising.Percent, Money(most), b.Rules.Organising.Cite)
		}
	}
}
