package petition

import (
	"strconv"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Kind is what a petition is.
type Kind string

// The kinds.
const (
	Complaint    Kind = "complaint"    // khiếu nại
	Denunciation Kind = "denunciation" // tố cáo
	Request      Kind = "request"      // kiến nghị, phản ánh
)

// Kinds lists them in the order of pages.
func Kinds() []Kind { return []Kind{Complaint, Denunciation, Request} }

// Name is the kind in Vietnamese; empty for none.
func (k Kind) Name() string {
	return map[Kind]string{Complaint: "khiếu nại", Denunciation: "tố cáo", Request: "kiến nghị, phản ánh"}[k]
}

// State is how far a petition is.
type State string

// The states.
const (
	Received   State = "received"
	Classified State = "classified"
	Accepted   State = "accepted"
	Refused    State = "refused"
	Forwarded  State = "forwarded"
	Settled    State = "settled"
	Withdrawn  State = "withdrawn"
	Closed     State = "closed"
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{
		Received: "đã tiếp nhận", Classified: "đã phân loại", Accepted: "đã thụ lý", Refused: "không thụ lý", Forwarded: "đã chuyển",
		Settled: "đã kết luận", Withdrawn: "đã rút đơn", Closed: "đã đóng",
	}[s]
}

// Open reports whether the office still has to settle it or refuse it.
func (s State) Open() bool { return s == Received || s == Classified || s == Accepted }

// Outcome is what a conclusion says.
type Outcome string

// The outcomes.
const (
	Upheld   Outcome = "upheld"
	Partly   Outcome = "partly"
	Rejected Outcome = "rejected"
)

// Outcomes lists them in the order of pages.
func Outcomes() []Outcome { return []Outcome{Upheld, Partly, Rejected} }

// Name is the outcome in Vietnamese; empty for none.
func (o Outcome) Name() string {
	return map[Outcome]string{Upheld: "đúng", Partly: "đúng một phần", Rejected: "sai"}[o]
}

// Petition is one petition of an office's register (đơn thư).
type Petition struct {
	ID          string
	UnitID      string // the office
	Year        int64
	Number      int64 // in the year's register
	Kind        Kind
	Round       int64  // 1, or 2 for a second complaint
	OfID        string // the first complaint; empty for none
	Anonymous   bool
	Sender      []byte // encrypted
	About       string
	Decision    string
	GrantID     string
	DossierID   string
	ReceivedOn  vn.Date
	KnownOn     vn.Date // when the sender got or knew of the decision
	Remote      bool    // where travel is hard
	Complicated bool
	Extended    int64 // times
	OwnDue      vn.Date
	State       State
	StateOn     vn.Date
	AcceptedOn  vn.Date
	Outcome     Outcome
	SettledNo   string
	HandlerID   string
	Handler     string
	Request     string
	Version     int64
	CreatedAt   db.Time
}

// Name is what the petition is called: "Tố cáo số 3/2026".
func (p *Petition) Name() string {
	name := map[Kind]string{Complaint: "Khiếu nại", Denunciation: "Tố cáo", Request: "Kiến nghị"}[p.Kind]
	if p.Round == 2 {
		name += " lần hai"
	}
	return name + " số " + strconv.FormatInt(p.Number, 10) + "/" + strconv.FormatInt(p.Year, 10)
}

// Step is one thing that was done with a petition.
type Step struct {
	ID         string
	PetitionID string
	Move       Move
	OnDay      vn.Date
	Words      string
	Name       string
	AccountID  string
	CreatedAt  db.Time
}

// Move is what can be done with a petition.
type Move string

// The moves.
const (
	MoveReceive  Move = "receive"
	MoveAssign   Move = "assign"
	MoveClassify Move = "classify"
	MoveAccept   Move = "accept"
	MoveRefuse   Move = "refuse"
	MoveForward  Move = "forward"
	MoveExtend   Move = "extend"
	MoveSettle   Move = "settle"
	MoveWithdraw Move = "withdraw"
	MoveClose    Move = "close"
)

// moves says of each move its name, the states it begins in and the one it leads to
// (empty: it stays).
var moves = map[Move]struct {
	name string
	from []State
	to   State
}{
	MoveReceive:  {"tiếp nhận", nil, Received},
	MoveAssign:   {"giao người xử lý", []State{Received, Classified, Accepted, Settled}, ""},
	MoveClassify: {"phân loại", []State{Received, Classified}, Classified},
	MoveAccept:   {"thụ lý", []State{Classified}, Accepted},
	MoveRefuse:   {"không thụ lý", []State{Received, Classified}, Refused},
	MoveForward:  {"chuyển cơ quan có thẩm quyền", []State{Received, Classified}, Forwarded},
	MoveExtend:   {"gia hạn giải quyết", []State{Accepted}, ""},
	MoveSettle:   {"kết luận", []State{Accepted}, Settled},
	MoveWithdraw: {"ghi việc rút đơn", []State{Received, Classified, Accepted}, Withdrawn},
	MoveClose:    {"đóng hồ sơ đơn", []State{Settled}, Closed},
}

// Name is the move in Vietnamese.
func (m Move) Name() string { return moves[m].name }

// May reports whether a petition's state allows a move.
func (p *Petition) May(m Move) bool {
	for _, s := range moves[m].from {
		if s == p.State {
			return true
		}
	}
	return false
}
