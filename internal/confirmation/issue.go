package confirmation

import (
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

const longest = 300

// Abstract is what the letter is about, as its register of documents has it.
const Abstract = "xác nhận khen thưởng"

// Issue issues a letter (cấp văn bản xác nhận): on the grant that c names, or that the
// register has none of the name in c.About. Other says that whoever the register has
// under that name is another person. The number is the next one of the office.
func Issue(tx *db.Tx, l *rules.Law, c Confirmation, other bool) (Confirmation, error) {
	scope := access.Scope{Unit: c.UnitID}
	if err := access.Require(tx, access.ConfirmationIssue, scope); err != nil {
		return c, err
	}
	if c.Request != "" {
		served, err := confirmationOfRequest(tx, c.UnitID, c.Request)
		if err == nil || !errors.Is(err, db.ErrNoRow) {
			return served, err
		}
	}
	if err := c.check(tx, l, other); err != nil {
		return c, err
	}
	e, err := document.TakeNumber(tx, c.UnitID, document.Taking{Kind: document.KindConfirmation, Sign: c.Sign, Abstract: Abstract + " của " + c.About, On: c.OnDay, Request: c.Request})
	if err != nil {
		return c, err
	}
	c.ID, c.EntryID, c.Year, c.Line, c.Sign = db.NewID(), e.ID, int64(e.Year), e.Line(), e.Sign
	c.CancelledOn, c.CancelledFor, c.AccountID, c.Version, c.CreatedAt = vn.Date{}, "", tx.Actor.ID, 1, db.At(tx.Now)
	if err := insertConfirmation(tx, c); err != nil {
		return c, fmt.Errorf("issue confirmation: %w", err)
	}
	return c, record.Add(tx, record.Act{Act: access.ConfirmationIssue, Object: record.Object{Kind: "confirmation", ID: c.ID}, Scope: scope, After: c})
}

func (c *Confirmation) check(tx *db.Tx, l *rules.Law, other bool) error {
	var list problem.List
	for _, f := range []struct {
		field, missing string
		text           *string
	}{
		{"asked_by", "Ghi người, cơ quan đề nghị.", &c.AskedBy},
		{"paper", "Ghi giấy tờ đề nghị, ví dụ đơn, công văn số.", &c.Paper},
		{"place", "Ghi địa danh.", &c.Place},
		{"sign", "Ghi chữ viết tắt của cơ quan, ví dụ SNV.", &c.Sign},
		{"signer", "Ghi họ tên người ký.", &c.Signer},
		{"position", "Ghi chức vụ người ký.", &c.Position},
	} {
		*f.text = vn.Line(*f.text)
		short(&list, f.field, *f.text, f.missing)
	}
	past(tx, &list, "asked_on", c.AskedOn)
	past(tx, &list, "on", c.OnDay)
	if !c.OnDay.IsZero() && c.OnDay.Before(c.AskedOn) {
		list.Add("on", "Ngày văn bản không được trước ngày đề nghị, %s.", c.AskedOn.Short())
	}
	if err := c.lookUp(tx, l, other, &list); err != nil {
		return err
	}
	return list.Err()
}

// lookUp asks the register and writes what it says.
func (c *Confirmation) lookUp(tx *db.Tx, l *rules.Law, other bool, list *problem.List) error {
	if c.GrantID != "" {
		g, err := GrantOf(tx, c.UnitID, c.GrantID)
		if err != nil {
			return err
		}
		c.Outcome = Found
		if g.Annulled != nil {
			c.Outcome = Annulled
		}
		c.About, c.Body = g.Corrected(award.CorrectName, g.Subject.Name), strings.Join(Words(l, &g), "\n")
		return nil
	}
	c.Outcome, c.About = Absent, vn.Line(c.About)
	short(list, "about", c.About, "Ghi họ tên, tên tập thể được hỏi.")
	grants, more, err := Search(tx, c.UnitID, c.About)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if !other && award.Folded(g.Subject.Name) == award.Folded(c.About) {
			list.Add("other", "Sổ có khen thưởng của %s. Lập văn bản theo lần khen ấy, hoặc đánh dấu là người khác trùng tên.", g.Subject.Name)
			break
		}
	}
	if more && !other {
		list.Add("other", "Tên này hợp với nhiều hồ sơ, chưa xem hết được. Ghi đủ họ tên, hoặc đánh dấu đã kiểm tra.")
	}
	c.Body = strings.Join(WordsOfNone(c.About), "\n")
	return nil
}

func short(list *problem.List, field, text, missing string) {
	if text == "" {
		list.Add(field, "%s", missing)
	}
	if len([]rune(text)) > longest {
		list.Add(field, "Dài quá %d chữ.", longest)
	}
	blob.RefuseSecrets(list, field, text)
}

func past(tx *db.Tx, list *problem.List, field string, on vn.Date) {
	switch {
	case on.IsZero():
		list.Add(field, "Ghi ngày.")
	case on.After(tx.Today()):
		list.Add(field, "Ngày không được sau hôm nay, %s.", tx.Today().Short())
	}
}
