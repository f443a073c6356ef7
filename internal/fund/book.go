package fund

import (
	"strconv"

	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Year is the book of a unit's fund for one year. Sums are whole đồng.
type Year struct {
	ID         string
	UnitID     string
	Year       int
	Opening    int64  // typed with the first book; 0 of the others, which carry over
	Source     string // the document of that balance
	Ceiling    string // id of the law's ceiling for the unit; empty when not chosen
	Base       int64  // what the ceiling is a share of; 0 when not known
	BaseSource string
	Entries    int64   // how many it has
	ClosedOn   vn.Date // zero while it is open
	Version    int64
	CreatedAt  db.Time `json:"-"`
}

// Kind is whether money came in or went out.
type Kind string

// Kinds of entry.
const (
	Receipt  Kind = "receipt"  // thu
	Spending Kind = "spending" // chi
)

// Entry is one line of a book (bút toán). It is never changed.
type Entry struct {
	ID        string
	YearID    string
	Number    int64 // in the year's book, from 1
	Kind      Kind
	Purpose   string // id of the law's list of receipts or spendings
	Dong      int64
	Document  string // its number
	OnDay     vn.Date
	GrantID   string // the grant that is paid, or whose bonus came back; empty for none
	Reverses  string // the entry that this one takes back; empty for none
	Note      string
	Request   string `json:"-"` // the form it came from
	AccountID string
	CreatedAt db.Time `json:"-"`
}

// Signed is what the entry adds to its kind: less than nothing where it takes
// another back.
func (e *Entry) Signed() int64 {
	if e.Reverses != "" {
		return -e.Dong
	}
	return e.Dong
}

// adds is what the entry adds to what is left.
func (e *Entry) adds() int64 {
	if e.Kind == Spending {
		return -e.Signed()
	}
	return e.Signed()
}

// Ids of the purposes that are of one grant.
const (
	bonus    = "bonus"
	returned = "returned"
)

// Book is a year with its entries in their order.
type Book struct {
	Year
	Carried int64 // what the year began with
	Settled bool  // the year before is closed, or there is none: Carried stays
	List    []Entry
	Rules   *rules.Fund
	Warning string // of Rules
	lowest  int64  // what may still be spent: the least left in this year and those after
}

// Received is the sum of the receipts.
func (b *Book) Received() int64 { return b.sum(func(e *Entry) bool { return e.Kind == Receipt }) }

// Spent is the sum of the spendings.
func (b *Book) Spent() int64 { return b.sum(func(e *Entry) bool { return e.Kind == Spending }) }

// Left is what remains at the end.
func (b *Book) Left() int64 { return b.Carried + b.Received() - b.Spent() }

// Whole is the fund of the year: what it began with and what came in.
func (b *Book) Whole() int64 { return b.Carried + b.Received() }

// FromBudget is what the state budget gave in the year.
func (b *Book) FromBudget() int64 {
	return b.sum(func(e *Entry) bool { p := b.Purpose(e); return e.Kind == Receipt && p != nil && p.Budget })
}

// BudgetCeiling is the most that the state budget may give, with its place in the
// law; ok is false where the unit has none or its base is not known.
func (b *Book) BudgetCeiling() (most int64, c *rules.Ceiling, ok bool) {
	c = b.Rules.Ceiling(b.Ceiling)
	if c == nil || c.Base == "" || b.Base == 0 {
		return 0, c, false
	}
	return c.Of(b.Base), c, true
}

// OnOrganising is what was spent on organising.
func (b *Book) OnOrganising() int64 {
	return b.sum(func(e *Entry) bool { p := b.Purpose(e); return e.Kind == Spending && p != nil && p.Organising })
}

// OrganisingCeiling is the share of the whole fund that is for organising.
func (b *Book) OrganisingCeiling() int64 { return b.Rules.Organising.Of(b.Whole()) }

// Purpose is the line of the law's list that an entry stands in; nil for one that
// the list of this year does not have.
func (b *Book) Purpose(e *Entry) *rules.Purpose {
	if e.Kind == Receipt {
		return b.Rules.Receipt(e.Purpose)
	}
	return b.Rules.Spending(e.Purpose)
}

func (b *Book) sum(of func(*Entry) bool) int64 {
	var n int64
	for i := range b.List {
		if of(&b.List[i]) {
			n += b.List[i].Signed()
		}
	}
	return n
}

// Running are the balances after each entry.
func (b *Book) Running() []int64 {
	list := make([]int64, len(b.List))
	left := b.Carried
	for i := range b.List {
		left += b.List[i].adds()
		list[i] = left
	}
	return list
}

// Money is a sum as a page shows it: 1.490.000.
func Money(dong int64) string { return vn.Grouped(strconv.FormatInt(dong, 10)) }
