package award

import (
	"giaouoc/internal/vn"
)

// Key names an award as the law's lists do.
type Key string

// The awards that a cluster proposes.
const (
	GovernmentFlag Key = "T-COCP" // Cờ thi đua của Chính phủ
	Certificate    Key = "B-TTG"  // Bằng khen của Thủ tướng Chính phủ
)

// Keys are the awards in the order of their weight.
var Keys = []Key{GovernmentFlag, Certificate}

// Name is the award in Vietnamese.
func (k Key) Name() string {
	return map[Key]string{GovernmentFlag: "Cờ thi đua của Chính phủ", Certificate: "Bằng khen của Thủ tướng Chính phủ"}[k]
}

// Short is the award in one or two words.
func (k Key) Short() string {
	return map[Key]string{GovernmentFlag: "Cờ", Certificate: "Bằng khen"}[k]
}

// State is where a proposal stands.
type State string

// States of a proposal.
const (
	Proposed  State = "proposed"
	Submitted State = "submitted"
	Granted   State = "granted"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{
		Proposed: "đã đề nghị", Submitted: "đã trình", Granted: "được tặng", Refused: "không được tặng", Withdrawn: "đã rút",
	}[s]
}

// Proposal is one unit proposed for one award of a year (đề nghị khen thưởng).
type Proposal struct {
	ID             string
	YearID         string
	Award          Key
	UnitID         string
	Rank           int // in the cluster's ranking; 0 when none was given
	ResolutionID   string
	State          State
	LetterNumber   string // tờ trình
	LetterOn       vn.Date
	DecisionNumber string
	DecisionOn     vn.Date
	DecidedBy      string
	ScanHash       string
	ScanName       string
	Source         string
	Checked        string `json:"-"` // what the law check said when it was made, canonical JSON; empty where none was
	CheckReason    string // why it was made although the law or the number of places did not carry it
	Version        int64
}
