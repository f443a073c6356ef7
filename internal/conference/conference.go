package conference

import (
	"giaouoc/internal/ballot"
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// State is where a conference stands.
type State string

// States of a conference.
const (
	Planned  State = "planned"  // đang chuẩn bị
	Running  State = "running"  // đang họp
	Finished State = "finished" // đã bế mạc
	History  State = "history"  // theo nguồn đã công bố
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{Planned: "đang chuẩn bị", Running: "đang họp", Finished: "đã bế mạc", History: "theo nguồn đã công bố"}[s]
}

// Conference is the conference that closes a year.
type Conference struct {
	ID         string
	ClusterID  string
	YearID     string
	Signs      bool   // the covenant of the next year
	Postponed  string // why it was not signed here after all
	Elects     bool   // lead and deputy of the next year
	HeldOn     vn.Date
	Place      string
	GuidedBy   string
	ReportedBy string
	VideoLink  string
	State      State
	StartedAt  db.Time // zero until it has opened
	FinishedAt db.Time
	Source     string
	Version    int64
}

// Item is one point of the agenda.
type Item struct {
	ID           string
	ConferenceID string
	Number       int // from 1 on; 0 for a point that was struck
	Title        string
	Presenter    string
	Minutes      int
	StartedAt    db.Time
	FinishedAt   db.Time
	StruckFor    string // why it was taken off a running conference
	Version      int64
}

// Presence is how a member takes part.
type Presence string

// The ways of taking part.
const (
	Present   Presence = "present"
	Delegated Presence = "delegated" // by a delegate with written authority
	Absent    Presence = "absent"
)

// Name is the presence in Vietnamese.
func (p Presence) Name() string {
	return map[Presence]string{Present: "có mặt", Delegated: "ủy quyền dự", Absent: "vắng"}[p]
}

// Attendance is one member at the conference.
type Attendance struct {
	ConferenceID string
	UnitID       string
	State        Presence
	Delegate     string
	Authority    string
}

// Kind is what a motion decides.
type Kind string

// Kinds of motion.
const (
	Flag        Kind = "flag"        // đề nghị Cờ thi đua của Chính phủ
	Certificate Kind = "certificate" // đề nghị Bằng khen của Thủ tướng Chính phủ
	Lead        Kind = "lead"        // bầu đơn vị trưởng
	Deputy      Kind = "deputy"      // bầu đơn vị phó
)

// Kinds are all kinds of motion, in the order of the conference.
var Kinds = []Kind{Flag, Certificate, Lead, Deputy}

// Name is the kind in Vietnamese.
func (k Kind) Name() string {
	return map[Kind]string{
		Flag: "Đề nghị tặng Cờ thi đua của Chính phủ", Certificate: "Đề nghị tặng Bằng khen của Thủ tướng Chính phủ",
		Lead: "Bầu đơn vị trưởng năm sau", Deputy: "Bầu đơn vị phó năm sau",
	}[k]
}

// Way is how a motion is voted on.
type Way string

// The ways of voting.
const (
	OnPaper  Way = "paper"  // phiếu giấy, do ban kiểm phiếu đếm
	BySecret Way = "ballot" // bỏ phiếu kín điện tử kiểm chứng được, có thể kèm phiếu giấy
)

// Motion puts member units to a vote.
type Motion struct {
	ID           string
	ConferenceID string
	Kind         Kind
	Round        int // 1, or more where the vote was taken again
	Seats        int
	Present      int // members present when it was put
	Members      int // members in all when it was put
	Way          Way
	Paper        ballot.Kind // how a paper is filled in
	Tellers      string      // names of who counts, one a line
	Candidates   []string    `db:"-"`          // unit ids
	Counts       []Count     `db:"-"`          // of paper
	Votes        []Vote      `db:"-" json:"-"` // where the way is BySecret
	Decided      []Outcome   `db:"-" json:"-"` // nil unless the numbers are kept from who reads
	PaperVoters  int         `db:"-" json:"-"` // of secret ballots that are open
	Entered      int         `db:"-"`          // how many persons have entered the count, seen or not
	Teller       bool        `db:"-" json:"-"` // the reader is one of who counts
}

// VoteState is where a secret ballot of a motion stands.
type VoteState string

// States of a secret ballot of a motion.
const (
	Prepared VoteState = "prepared" // đang chuẩn bị
	Voting   VoteState = "open"     // đang bỏ phiếu
	Voted    VoteState = "closed"   // đã đóng
)

// Name is the state in Vietnamese.
func (s VoteState) Name() string {
	return map[VoteState]string{Prepared: "đang chuẩn bị", Voting: "đang bỏ phiếu", Voted: "đã đóng"}[s]
}

// Vote is one secret ballot of a motion: of all its candidates, or of one where a
// member may not vote on itself.
type Vote struct {
	BallotID string
	MotionID string
	Number   int
	State    VoteState
	Slips    int           // how often slips were printed
	Draft    ballot.Motion `db:"-"` // as it will be opened, or was
	Result   *VoteResult   `db:"-"` // nil until it is closed
}

// VoteResult is what a closed secret ballot says, with the numbers that a sealed board
// does not publish.
type VoteResult struct {
	Given    int             `json:"given"` // check-offs, and papers handed out
	Returned int             `json:"returned"`
	Result   ballot.Result   `json:"result"`
	OnPaper  *ballot.Counted `json:"on_paper"` // nil where nobody voted on paper
}

// Line is what is counted of one candidate besides its votes.
type Line struct {
	Against  int `json:"against"`
	Points   int `json:"points"`
	Issued   int `json:"issued"` // the last three where each candidate has papers of its own
	Returned int `json:"returned"`
	Valid    int `json:"valid"`
}

// Count is one person's entry of the paper minutes of a motion.
type Count struct {
	MotionID  string
	AccountID string
	Name      string
	At        db.Time
	Issued    int
	Returned  int
	Valid     int
	Votes     map[string]int  `db:"-"` // by unit id
	Lines     map[string]Line `db:"-"` // by unit id; empty where papers choose names and all stand on one
}

// Resolution is one decision of a conference.
type Resolution struct {
	ID           string
	ConferenceID string
	Number       int
	Body         string
	InFavour     int
	Against      int
	Passed       bool
	MotionID     string // the secret vote whose result it writes down; empty for a show of hands
}
