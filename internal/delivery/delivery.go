package delivery

import (
	"strconv"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Item is one kind of thing in stock (loại hiện vật).
type Item struct {
	ID        string
	UnitID    string
	Name      string
	Folded    string `json:"-"`
	Measure   string // chiếc, bộ
	CreatedAt db.Time
}

// Condition is how good an item is.
type Condition string

// The conditions.
const (
	Good    Condition = "good"
	Damaged Condition = "damaged"
)

// Name is the condition in Vietnamese; empty for none.
func (c Condition) Name() string {
	return map[Condition]string{Good: "dùng được", Damaged: "hỏng"}[c]
}

// MoveKind is what a move does.
type MoveKind string

// The kinds of move.
const (
	Receipt MoveKind = "intake"
	Issue   MoveKind = "issue"
	Return  MoveKind = "back"
	Count   MoveKind = "count"
)

// Name is the kind in Vietnamese.
func (k MoveKind) Name() string {
	return map[MoveKind]string{Receipt: "nhập", Issue: "giao", Return: "thu về do hủy biên bản", Count: "chênh lệch kiểm kê"}[k]
}

// Move is one change of the stock; it is never changed itself.
type Move struct {
	ID        string
	ItemID    string
	Kind      MoveKind
	State     Condition
	Quantity  int64
	Document  string
	OnDay     vn.Date
	Reason    string
	NoteID    string
	Request   string `json:"-"` // the form it came from
	Name      string
	AccountID string
	CreatedAt db.Time
}

// NoteState is how far a note is.
type NoteState string

// The states of a note.
const (
	Handed    NoteState = "handed"
	Signed    NoteState = "signed"
	Cancelled NoteState = "cancelled"
)

// Name is the state in Vietnamese.
func (s NoteState) Name() string {
	return map[NoteState]string{Handed: "chờ ký nhận", Signed: "đã ký nhận", Cancelled: "đã hủy"}[s]
}

// Note is one handing over (biên bản giao nhận).
type Note struct {
	ID           string
	UnitID       string
	Year         int64
	Number       int64
	Decision     string
	DecidedOn    vn.Date
	OnDay        vn.Date
	Receiver     string
	Position     string
	ToUnit       string
	State        NoteState
	SignedOn     vn.Date
	SignedBy     string
	FileHash     string
	FileName     string
	CancelledFor string
	HandedBy     string
	AccountID    string
	Request      string `json:"-"` // the form it came from
	Version      int64
	CreatedAt    db.Time
}

// Name is what the note is called.
func (n *Note) Name() string {
	return "Biên bản giao nhận số " + strconv.FormatInt(n.Number, 10) + "/" + strconv.FormatInt(n.Year, 10)
}

// Line is one item for one grant.
type Line struct {
	ID       string
	NoteID   string
	ItemID   string
	GrantID  string
	Standing bool
}

// Stock is how many of an item there are, by condition.
type Stock struct {
	Item
	Good    int64
	Damaged int64
}
