package fund

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Correction takes back an entry (bút toán đảo).
type Correction struct {
	OfYear   int   // the book in which the wrong entry stands: this year's, or an earlier one
	Number   int64 // its number there
	Document string
	On       vn.Date
	Reason   string
	Request  string // the form it comes from; one that was entered is not entered again
}

// Reverse writes an entry that takes another back whole. The right sum is entered
// anew.
func Reverse(tx *db.Tx, l *rules.Law, unitID string, year int, version int64, c Correction) error {
	if err := access.Require(tx, access.FundKeep, access.Scope{Unit: unitID}); err != nil {
		return err
	}
	if again, err := sent(tx, unitID, year, c.Request); again || err != nil {
		return err
	}
	b, err := editable(tx, l, unitID, year, version)
	if err != nil {
		return err
	}
	c.Document, c.Reason = strings.TrimSpace(vn.NFC(c.Document)), strings.TrimSpace(vn.NFC(c.Reason))
	var list problem.List
	b.checkPaper(tx, &list, c.Document, c.On)
	if c.Reason == "" {
		list.Add("reason", "Ghi lý do đảo bút toán.")
	}
	old, wrong, err := b.wrongEntry(tx, l, c)
	switch {
	case err != nil:
		return err
	case wrong != nil:
		list = append(list, wrong)
	default:
		if old.Kind == Receipt {
			b.refuseOverdrawn(&list, "number", old.Dong)
		}
	}
	if err := list.Err(); err != nil {
		return err
	}
	e := b.next(tx, 0)
	e.Kind, e.Purpose, e.Dong, e.GrantID, e.Reverses = old.Kind, old.Purpose, old.Dong, old.GrantID, old.ID
	e.Document, e.OnDay, e.Note, e.Request = c.Document, c.On, c.Reason, c.Request
	return b.store(tx, b.grown(1), []Entry{e}, c.Reason)
}

// wrongEntry finds the entry that is taken back, or says why it cannot be.
func (b *Book) wrongEntry(tx *db.Tx, l *rules.Law, c Correction) (Entry, *problem.Problem, error) {
	refuse := func(format string, args ...any) (Entry, *problem.Problem, error) {
		return Entry{}, problem.Field("number", format, args...), nil
	}
	from := *b
	if c.OfYear != b.Year.Year {
		var err error
		from, err = bookOf(tx, l, b.UnitID, c.OfYear)
		switch {
		case problem.Is(err, problem.NotFound):
			return refuse("Không có sổ quỹ năm %d.", c.OfYear)
		case err != nil:
			return Entry{}, nil, err
		case from.ClosedOn.IsZero() || c.OfYear > b.Year.Year:
			return refuse("Sổ quỹ năm %d đang mở; đảo bút toán ngay trong sổ ấy.", c.OfYear)
		}
	}
	i := slices.IndexFunc(from.List, func(e Entry) bool { return e.Number == c.Number })
	if i < 0 {
		return refuse("Sổ quỹ năm %d không có bút toán số %d.", c.OfYear, c.Number)
	}
	old := from.List[i]
	if old.Reverses != "" {
		return refuse("Bút toán số %d là bút toán đảo; ghi lại khoản đúng thành bút toán mới.", c.Number)
	}
	if gone, err := isReversed(tx, old.ID); err != nil {
		return Entry{}, nil, err
	} else if gone {
		return refuse("Bút toán số %d đã được đảo.", c.Number)
	}
	if old.GrantID != "" && old.Kind == Spending {
		entries, err := standingOfGrant(tx, old.GrantID)
		if err != nil {
			return Entry{}, nil, fmt.Errorf("find what came back: %w", err)
		}
		if slices.ContainsFunc(entries, func(e Entry) bool { return e.Kind == Receipt }) {
			return refuse("Tiền thưởng của bút toán số %d đã được thu hồi; đảo bút toán thu hồi trước.", c.Number)
		}
	}
	return old, nil, nil
}
