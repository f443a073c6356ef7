package incoming

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

const (
	mostNumber   = 999_999
	longestShort = 200
	longestAbout = 1000
	firstYear    = 1990
)

// Receive enters a document into the register of an office under the next number of
// the year of its arrival, or the number that was typed when nobody has it.
func Receive(tx *db.Tx, d Document) (Document, error) {
	scope := access.Scope{Unit: d.UnitID}
	if err := access.Require(tx, access.IncomingKeep, scope); err != nil {
		return Document{}, err
	}
	if d.Request != "" {
		if served, err := ofRequest(tx, d.UnitID, d.Request); err != nil || len(served) > 0 {
			if err != nil {
				return Document{}, fmt.Errorf("find document of form %s: %w", d.Request, err)
			}
			return served[0], nil
		}
	}
	if err := d.check(tx); err != nil {
		return Document{}, err
	}
	if d.File != nil {
		file, err := d.File()
		if err != nil {
			return Document{}, err
		}
		d.FileHash, d.FileName = file.Hash, file.Name
	}
	d.ID, d.AccountID, d.EnteredBy = db.NewID(), tx.Actor.ID, access.Signature(tx.Actor, access.IncomingKeep, scope)
	d.Version, d.CreatedAt, d.Folded = 1, db.At(tx.Now), Folded(d.Sender+" "+d.Sign+" "+d.Abstract)
	if err := insert(tx, d); err != nil {
		return Document{}, fmt.Errorf("enter document %d of %d: %w", d.Number, d.Year, err)
	}
	return d, record.Add(tx, record.Act{Act: access.IncomingKeep, Object: d.object(), Scope: scope, After: d})
}

func (d *Document) object() record.Object {
	return record.Object{Kind: "incoming_document", ID: d.ID}
}

func (d *Document) check(tx *db.Tx) error {
	d.Sender, d.Sign, d.Abstract = vn.Line(d.Sender), vn.Line(d.Sign), vn.Line(d.Abstract)
	d.TextNumber, d.TextName, d.TextChanges = vn.Line(d.TextNumber), vn.Line(d.TextName), vn.Line(d.TextChanges)
	var list problem.List
	for _, f := range []struct {
		name, value, missing string
		longest              int
	}{
		{"sender", d.Sender, "Ghi cơ quan, người gửi.", longestShort},
		{"abstract", d.Abstract, "Ghi trích yếu nội dung.", longestAbout},
		{"sign", d.Sign, "", longestShort},
		{"text_number", d.TextNumber, "", longestShort},
		{"text_name", d.TextName, "", longestAbout},
		{"text_changes", d.TextChanges, "", longestShort},
	} {
		if f.value == "" && f.missing != "" {
			list.Add(f.name, "%s", f.missing)
		}
		if len([]rune(f.value)) > f.longest {
			list.Add(f.name, "Dài quá %d chữ.", f.longest)
		}
	}
	switch {
	case d.ReceivedOn.IsZero():
		list.Add("received_on", "Ghi ngày đến.")
	case d.ReceivedOn.After(tx.Today()):
		list.Add("received_on", "Ngày đến không sau hôm nay, %s.", tx.Today().Short())
	case d.ReceivedOn.Year() < firstYear:
		list.Add("received_on", "Năm phải từ %d trở lên.", firstYear)
	case !d.DueOn.IsZero() && d.DueOn.Before(d.ReceivedOn):
		list.Add("due_on", "Hạn xử lý không trước ngày đến, %s.", d.ReceivedOn.Short())
	}
	if !d.SignedOn.IsZero() && d.SignedOn.After(tx.Today()) {
		list.Add("signed_on", "Ngày của văn bản không sau hôm nay, %s.", tx.Today().Short())
	}
	d.checkText(&list)
	if err := d.checkHandler(tx, &list); err != nil {
		return err
	}
	if len(list) == 0 {
		if err := d.checkNumber(tx, &list); err != nil {
			return err
		}
	}
	return list.Err()
}

// checkText refuses a validity without a text, and one that ends before it begins.
func (d *Document) checkText(list *problem.List) {
	if !d.IsText() {
		if d.TextName != "" || d.TextChanges != "" || !d.TextFrom.IsZero() || !d.TextUntil.IsZero() {
			list.Add("text_number", "Ghi số, ký hiệu của văn bản quy phạm, hoặc xóa các ô về hiệu lực.")
		}
		return
	}
	if d.TextName == "" {
		list.Add("text_name", "Ghi tên văn bản quy phạm.")
	}
	if !d.TextFrom.IsZero() && !d.TextUntil.IsZero() && d.TextUntil.Before(d.TextFrom) {
		list.Add("text_until", "Ngày hết hiệu lực không trước ngày có hiệu lực, %s.", d.TextFrom.Short())
	}
}

// checkNumber gives the next number where none was typed, and refuses a number that is
// taken and a document that came before.
func (d *Document) checkNumber(tx *db.Tx, list *problem.List) error {
	d.Year = d.ReceivedOn.Year()
	last, err := lastNumber(tx, d.UnitID, d.Year)
	if err != nil {
		return fmt.Errorf("find last number of %d: %w", d.Year, err)
	}
	switch {
	case d.Number == 0:
		d.Number = last + 1
	case d.Number < 0 || d.Number > mostNumber:
		list.Add("number", "Số đến phải từ 1 đến %d.", mostNumber)
		return nil
	}
	taken, err := ofNumber(tx, d.UnitID, d.Year, d.Number)
	if err != nil {
		return fmt.Errorf("find number %d: %w", d.Number, err)
	}
	if len(taken) > 0 {
		list.Add("number", "Số đến %d năm %d đã ghi cho %s; số tiếp theo là %d.", d.Number, d.Year, taken[0].Line(), last+1)
	}
	if d.Sign == "" || d.Again {
		return nil
	}
	same, err := ofSign(tx, d.UnitID, d.Sign, d.SignedOn)
	if err != nil {
		return fmt.Errorf("find documents %s: %w", d.Sign, err)
	}
	for _, s := range same {
		if Folded(s.Sender) == Folded(d.Sender) {
			list.Add("sign", "Văn bản này đã vào sổ: số đến %d ngày %s. Nếu đến lần nữa, đánh dấu ô «Vẫn ghi».", s.Number, s.ReceivedOn.Short())
			break
		}
	}
	return nil
}
