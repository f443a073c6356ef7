package dossier

import (
	"fmt"
	"slices"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/notice"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Receive takes a dossier in. Its days run from here; who receives it works on it
// until it is given to another.
func Receive(tx *db.Tx, b Basis, a Ask, number string) (Dossier, error) {
	before, m, err := begin(tx, MoveReceive, a)
	if err != nil {
		return before, err
	}
	d := before
	if d.ReceiptNumber = vn.Line(number); d.ReceiptNumber != "" {
		other, err := receiptOf(tx, d.OfficeID, d.ReceiptNumber, tx.Today().Year(), d.ID)
		if err == nil {
			return before, problem.Field("number", "Số đến %s đã ghi cho hồ sơ «%s».", d.ReceiptNumber, other.Title)
		}
	}
	d.ReceivedOn, d.HandlerID, d.Handler = tx.Today(), tx.Actor.ID, tx.Actor.Name
	return finish(tx, b, m, before, d, "", "")
}

// Accept says that all parts are there; the appraisal begins.
func Accept(tx *db.Tx, b Basis, a Ask) (Dossier, error) {
	before, m, err := begin(tx, MoveAccept, a)
	if err != nil {
		return before, err
	}
	f, err := folderOf(tx, before)
	if err != nil {
		return before, err
	}
	if err := refusal(f.Gaps(b.Law, before.Day(tx.Today()))); err != nil {
		return before, err
	}
	return finish(tx, b, m, before, before, "", "")
}

// Return sends a dossier back to its unit, with the reason and the place in the law.
func Return(tx *db.Tx, b Basis, a Ask, cite string) (Dossier, error) {
	before, m, err := begin(tx, MoveReturn, a)
	if err != nil {
		return before, err
	}
	c, ok := rules.ParseCitation(vn.Line(cite))
	if !ok || b.Law.Instrument(c.Instrument) == nil {
		return before, problem.Field("cite", "Ghi căn cứ pháp luật của việc trả lại, ví dụ: 06/2022/QH15, Điều 84, khoản 1, điểm d.")
	}
	d := before
	d.HandlerID, d.Handler, d.ProposedBy = "", "", ""
	return finish(tx, b, m, before, d, a.Reason, vn.Line(cite))
}

// Assign gives a dossier to one of the office.
func Assign(tx *db.Tx, b Basis, a Ask, accountID string) (Dossier, error) {
	return give(tx, b, MoveAssign, a, accountID)
}

// HandOver passes a dossier on to another of the office, with a reason.
func HandOver(tx *db.Tx, b Basis, a Ask, accountID string) (Dossier, error) {
	return give(tx, b, MoveHandOver, a, accountID)
}

func give(tx *db.Tx, b Basis, id MoveID, a Ask, accountID string) (Dossier, error) {
	before, m, err := begin(tx, id, a)
	if err != nil {
		return before, err
	}
	people, err := account.OfUnit(tx, before.OfficeID)
	if err != nil {
		return before, err
	}
	i := slices.IndexFunc(people, func(p account.Account) bool { return p.ID == accountID })
	switch {
	case i < 0:
		return before, problem.Field("handler", "Chọn một người làm việc ở cơ quan tiếp nhận.")
	case accountID == before.ProposedBy:
		return before, problem.Field("handler", "%s đã gửi đề nghị này nên không thụ lý được.", people[i].Name)
	case accountID == before.HandlerID:
		return before, problem.Field("handler", "%s đang thụ lý hồ sơ này.", people[i].Name)
	}
	d := before
	d.HandlerID, d.Handler = people[i].ID, people[i].Name
	if d, err = finish(tx, b, m, before, d, a.Reason, ""); err != nil || accountID == tx.Actor.ID {
		return d, err
	}
	if err := notice.Tell(tx, notice.Notice{AccountID: accountID, Kind: notice.Work, Title: "Hồ sơ khen thưởng được giao cho bạn thụ lý", Note: d.Title, Href: d.Path()}); err != nil {
		return d, fmt.Errorf("tell handler of dossier %s: %w", d.ID, err)
	}
	return d, nil
}

// Colleagues are those of the office to whom a dossier can be given.
//
// Read: requires the right to work on the dossier, or to direct the office.
func Colleagues(tx *db.Tx, d Dossier) ([]account.Account, error) {
	if err := d.may(tx, OfficeHead); err != nil {
		if err := d.may(tx, Handler); err != nil {
			return nil, err
		}
	}
	people, err := account.OfUnit(tx, d.OfficeID)
	return slices.DeleteFunc(people, func(p account.Account) bool { return p.ID == d.ProposedBy || p.ID == d.HandlerID }), err
}

// MustBe refuses who is not of a side of a dossier, before a file is read.
//
// Read: requires the right of the side.
func MustBe(tx *db.Tx, id string, who Side) error {
	d, err := find(tx, id)
	if err != nil {
		return err
	}
	return d.may(tx, who)
}
