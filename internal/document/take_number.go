package document

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Taking is what a document's number is asked for with.
type Taking struct {
	Series   string // empty: the office counts all kinds in one row
	Kind     Kind
	Sign     string
	Abstract string
	On       vn.Date
	Number   int64  // 0: the next one; else as it was typed
	Leaving  bool   // a typed number leaves others free, and that is meant
	Request  string // the form it comes from; one that was served gets its number again
}

const (
	firstYear    = 1990
	mostNumber   = 999_999
	longestSign  = 60
	longestAbout = 500
)

// TakeNumber gives a document the next number of an office in the year of its day, or
// the number that was typed when nobody has it. Two who ask at once get two numbers.
func TakeNumber(tx *db.Tx, unitID string, t Taking) (Entry, error) {
	scope := access.Scope{Unit: unitID}
	if err := access.Require(tx, access.DocumentNumber, scope); err != nil {
		return Entry{}, err
	}
	if t.Request != "" {
		if served, err := entriesOfRequest(tx, unitID, t.Request); err != nil || len(served) > 0 {
			if err != nil {
				return Entry{}, fmt.Errorf("find number of form %s: %w", t.Request, err)
			}
			return served[0], nil
		}
	}
	t.Sign, t.Series = vn.Line(t.Sign), vn.Line(t.Series)
	t.Abstract = vn.Line(t.Abstract)
	if err := t.check(tx); err != nil {
		return Entry{}, err
	}
	last, err := lastNumber(tx, unitID, t.On.Year(), t.Series)
	if err != nil {
		return Entry{}, fmt.Errorf("find last number of %d: %w", t.On.Year(), err)
	}
	if t.Number == 0 {
		t.Number = last + 1
	}
	if err := t.free(tx, unitID, last); err != nil {
		return Entry{}, err
	}
	e := Entry{
		ID: db.NewID(), UnitID: unitID, Year: t.On.Year(), Series: t.Series, Number: t.Number, Kind: t.Kind, Sign: t.Sign, Abstract: t.Abstract,
		OnDay: t.On, Request: t.Request, AccountID: tx.Actor.ID, CreatedAt: db.At(tx.Now),
	}
	if err := insertEntry(tx, e); err != nil {
		return Entry{}, fmt.Errorf("take number %s: %w", e.Line(), err)
	}
	return e, record.Add(tx, record.Act{Act: access.DocumentNumber, Object: record.Object{Kind: "document_entry", ID: e.ID}, Scope: scope, After: e})
}

func (t *Taking) check(tx *db.Tx) error {
	var list problem.List
	if t.Kind.Name() == "" {
		list.Add("kind", "Chọn loại văn bản trong danh sách.")
	}
	switch {
	case t.Sign == "":
		list.Add("sign", "Ghi ký hiệu của văn bản, ví dụ TTr-UBND.")
	case strings.ContainsAny(t.Sign, "/ "):
		list.Add("sign", "Ký hiệu không có dấu gạch chéo và khoảng trắng: số đứng trước dấu gạch chéo được cấp riêng.")
	case len([]rune(t.Sign)) > longestSign || len([]rune(t.Series)) > longestSign:
		list.Add("sign", "Ký hiệu dài quá %d chữ.", longestSign)
	}
	switch n := len([]rune(t.Abstract)); {
	case n == 0:
		list.Add("abstract", "Ghi trích yếu nội dung văn bản.")
	case n > longestAbout:
		list.Add("abstract", "Trích yếu dài quá %d chữ.", longestAbout)
	}
	switch {
	case t.On.IsZero():
		list.Add("on", "Ghi ngày của văn bản.")
	case t.On.After(tx.Today()):
		list.Add("on", "Ngày của văn bản không được sau hôm nay, %s.", tx.Today().Short())
	case t.On.Year() < firstYear:
		list.Add("on", "Năm phải từ %d trở lên.", firstYear)
	}
	if t.Number < 0 || t.Number > mostNumber {
		list.Add("number", "Số phải từ 1 đến %s.", vn.Grouped(fmt.Sprint(mostNumber)))
	}
	return list.Err()
}

// free refuses a number that somebody has, and asks back before one that leaves
// others free.
func (t *Taking) free(tx *db.Tx, unitID string, last int64) error {
	taken, err := entriesOfNumber(tx, unitID, t.On.Year(), t.Series, t.Number)
	if err != nil {
		return fmt.Errorf("find number %d: %w", t.Number, err)
	}
	switch {
	case len(taken) > 0 && !taken[0].CancelledOn.IsZero():
		return problem.Field("number", "Số %d năm %d đã được hủy (%s) và không dùng lại; số tiếp theo là %d.", t.Number, t.On.Year(), taken[0].Line(), last+1)
	case len(taken) > 0:
		return problem.Field("number", "Số %d năm %d đã cấp cho văn bản %s ngày %s, «%s»; số tiếp theo là %d.",
			t.Number, t.On.Year(), taken[0].Line(), taken[0].OnDay.Short(), taken[0].Abstract, last+1)
	case last > 0 && t.Number > last+1 && !t.Leaving:
		return problem.Field("number", "Số tiếp theo là %d; ghi số %d sẽ bỏ trống từ %d đến %d. Nếu đúng như vậy, đánh dấu ô «Vẫn ghi».", last+1, t.Number, last+1, t.Number-1)
	}
	return nil
}
