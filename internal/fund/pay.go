package fund

import (
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Due is one grant to be paid.
type Due struct {
	GrantID string
	Dong    int64 // typed where the law fixes a ceiling only, or no sum; 0 otherwise
}

// Order is a payment of bonuses with one document.
type Order struct {
	List     []Due
	Document string
	On       vn.Date
	Note     string // on what ground, where the law leaves it open
	Request  string // the form it comes from; one that was entered is not entered again
}

// Pay pays the bonuses of grants in the register of a unit out of its fund, all or
// none.
func Pay(tx *db.Tx, l *rules.Law, unitID string, year int, version int64, o Order) error {
	if err := access.Require(tx, access.FundKeep, access.Scope{Unit: unitID}); err != nil {
		return err
	}
	if again, err := sent(tx, unitID, year, o.Request); again || err != nil {
		return err
	}
	b, err := editable(tx, l, unitID, year, version)
	if err != nil {
		return err
	}
	o.Document, o.Note = strings.TrimSpace(vn.NFC(o.Document)), strings.TrimSpace(vn.NFC(o.Note))
	var list problem.List
	if len(o.List) == 0 {
		list.Add("grant", "Đánh dấu ít nhất một người, tập thể được chi.")
	}
	b.checkPaper(tx, &list, o.Document, o.On)
	var entries []Entry
	var sum int64
	seen := map[string]bool{}
	for _, due := range o.List {
		if seen[due.GrantID] {
			continue
		}
		seen[due.GrantID] = true
		c, err := claimOf(tx, l, due.GrantID)
		if err != nil {
			return err
		}
		if c.Grant.Subject.UnitID != unitID {
			return problem.New(problem.NotFound, "Không có lần khen thưởng này trong sổ của đơn vị.")
		}
		e := b.next(tx, len(entries))
		e.Kind, e.Purpose, e.GrantID, e.Document, e.OnDay, e.Note, e.Request = Spending, bonus, due.GrantID, o.Document, o.On, o.Note, o.Request
		e.Dong = c.checkDue(&list, l, due.Dong, o)
		entries, sum = append(entries, e), sum+e.Dong
	}
	if len(list) == 0 {
		b.refuseOverdrawn(&list, "grant", sum)
	}
	if err := list.Err(); err != nil {
		return err
	}
	return b.store(tx, b.grown(len(entries)), entries, o.Note)
}

// checkDue says what a claim is paid, or why it is not.
func (c *Claim) checkDue(list *problem.List, l *rules.Law, typed int64, o Order) int64 {
	who := c.Grant.Subject.Name
	if a := l.Award(c.Grant.Award); a != nil {
		who += ", " + a.Name
	}
	switch {
	case c.Paid != nil:
		list.Add("grant", "%s: đã chi ngày %s theo chứng từ %s. Mỗi lần khen thưởng chi một lần.", who, c.Paid.OnDay.Short(), c.Paid.Document)
	case c.Grant.Annulled != nil:
		list.Add("grant", "%s: quyết định đã bị hủy bỏ; không chi.", who)
	case c.Answer.Pay == rules.PayLess:
		list.Add("grant", "%s: %s (%s)", who, c.Answer.Why, strings.Join(c.Answer.Cites, "; "))
	case o.On.Before(c.Grant.DecidedOn):
		list.Add("on_day", "Ngày chi trước ngày quyết định khen thưởng %s của %s.", c.Grant.DecidedOn.Short(), who)
	case c.Explained() && o.Note == "":
		list.Add("note", "%s: %s Ghi căn cứ để chi.", who, c.Answer.Why)
	}
	if !c.Typed() {
		return c.Answer.Bonus.Dong
	}
	field := "dong-" + c.Grant.ID
	switch most := c.Answer.Bonus.Dong; {
	case typed < 1:
		list.Add(field, "%s: ghi số tiền chi.", who)
	case most > 0 && typed > most:
		list.Add(field, "%s: nghị định cho không quá %s đồng.", who, Money(most))
	case typed > mostDong:
		list.Add(field, "%s: số tiền quá lớn; kiểm tra lại số chữ số.", who)
	}
	return typed
}
