package scoring

import (
	"giaouoc/internal/db"
)

// State is where a year's score sheet stands.
type State string

// States of a year's score sheet.
const (
	Drafted   State = "draft"     // đang soạn
	Opened    State = "open"      // đang chấm; tiêu chí đứng yên
	Concluded State = "concluded" // đã kết luận; điểm đứng yên
	Published State = "published" // đã công bố
)

// StateName is the state in Vietnamese.
func (s State) StateName() string {
	return map[State]string{Drafted: "đang soạn", Opened: "đang chấm điểm", Concluded: "đã kết luận", Published: "đã công bố"}[s]
}

// UnitState is how far one unit's marking is.
type UnitState string

// States of one unit's marking.
const (
	UnitOpen      UnitState = "open"
	UnitSubmitted UnitState = "submitted"
	UnitReturned  UnitState = "returned"
	UnitAppraised UnitState = "appraised"
)

// StateName is the state in Vietnamese.
func (s UnitState) StateName() string {
	return map[UnitState]string{
		UnitOpen: "đang tự chấm", UnitSubmitted: "đã nộp, chờ thẩm định", UnitReturned: "trả lại", UnitAppraised: "đã thẩm định",
	}[s]
}

// YearSheet is the score sheet of one year with its state.
type YearSheet struct {
	ID          string
	YearID      string
	State       State
	Name        string
	Definition  string // JSON of the Definition in force, or of the draft
	Number      int64  // of the version in force; entries and marks carry it; 0 for a draft
	Amending    string // JSON of the Definition that is prepared as the next version; empty for none
	Frozen      string // JSON of []Filled, once concluded
	PublishedAt db.Time
	Version     int64
}

// Version is a text of the sheet by which units were marked (bản của bảng chấm).
type Version struct {
	SheetID    string
	Number     int64
	Name       string
	Definition string
	Reason     string // of an amendment
	At         db.Time
}

// Marking is one unit's part of a sheet.
type Marking struct {
	SheetID    string
	UnitID     string
	State      UnitState
	Reason     string // why it was returned
	DQReason   string `db:"dq_reason"` // why the unit is not ranked; empty when it is
	DQDocument string `db:"dq_document"`
	Version    int64
}

// Filled is what a unit typed on one leaf: Value is yes or no for Achieved,
// points for Direct, Bonus and Penalty, a count for PerEvent and Deduction;
// Target and Actual for a target without an indicator. Decimals have a point.
type Filled struct {
	SheetID   string `json:"-"`
	Number    int64  `json:"-"` // of the version of the sheet
	UnitID    string `json:"unit"`
	Criterion string `json:"criterion"`
	Value     string `json:"value,omitempty"`
	Target    string `json:"target,omitempty"`
	Actual    string `json:"actual,omitempty"`
	Note      string `json:"note,omitempty"`
	AccountID string `json:"-"`
}

// Given is a mark that a person gave.
type Given struct {
	SheetID   string
	Number    int64 // of the version of the sheet
	UnitID    string
	Criterion string
	Level     Level
	Points    string
	Computed  string // the computed points at that time
	Reason    string
	AccountID string
	Name      string
	At        db.Time
}
