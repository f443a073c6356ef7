package scoring

import (
	"math/big"
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// UnitState is how far one unit's marking is.
type UnitState string

// States of one unit's marking.
const (
	UnitOpen       UnitState = "open"
	UnitSubmitted  UnitState = "submitted"
	UnitReturned   UnitState = "returned"
	UnitAppraised  UnitState = "appraised"
	UnitExplained  UnitState = "explained"
	UnitAppraised2 UnitState = "appraised_2"
)

// StateName is the state in Vietnamese.
func (s UnitState) StateName() string {
	return map[UnitState]string{
		UnitOpen: "đang tự chấm", UnitSubmitted: "đã nộp, chờ thẩm định", UnitReturned: "trả lại", UnitAppraised: "đã thẩm định",
		UnitExplained: "đã giải trình", UnitAppraised2: "đã thẩm định lần hai",
	}[s]
}

// Marking is one unit's part of a sheet.
type Marking struct {
	SheetID    string
	UnitID     string
	State      UnitState
	Reason     string  // why it was returned
	Until      vn.Date // last day for mending what was returned; zero where the phase has it
	DQReason   string  `db:"dq_reason"` // why the unit is not ranked; empty when it is
	DQDocument string  `db:"dq_document"`
	MovedBy    string  // who brought it into its state
	MovedAt    db.Time
	Version    int64
}

// Counts reports whether marks of a level count by now. An appraisal counts as a
// whole, once it is finished; until then it is the appraisers' draft.
func (m Marking) Counts(level Level) bool {
	switch level {
	case Appraised:
		return m.State == UnitAppraised || m.State == UnitExplained || m.State == UnitAppraised2
	case Appraised2:
		return m.State == UnitAppraised2
	default:
		return true
	}
}

// appraising is the level that an appraiser gives in the state; empty in none, and
// where the sheet has no second appraisal, so that a conclusion answers what was
// explained.
func (m Marking) appraising(second bool) Level {
	switch m.State {
	case UnitSubmitted, UnitAppraised:
		return Appraised
	case UnitExplained, UnitAppraised2:
		if second {
			return Appraised2
		}
	}
	return ""
}

// Filled is what a unit typed on one leaf: Value is yes or no for Achieved,
// points for Direct, and for Bonus and Penalty without points for one, a rank for
// RankPoints, else a count; Target and Actual for a target without an indicator.
// Self are the points that the unit gives itself where they are not those
// computed; the note then says why. Decimals have a point.
type Filled struct {
	SheetID    string  `json:"-"`
	Number     int64   `json:"-"` // of the version of the sheet
	UnitID     string  `json:"unit"`
	Criterion  string  `json:"criterion"`
	Value      string  `json:"value,omitempty"`
	Target     string  `json:"target,omitempty"`
	Actual     string  `json:"actual,omitempty"`
	Self       string  `json:"self,omitempty"`
	Computed   string  `json:"-"` // the computed points when Self was given
	Note       string  `json:"note,omitempty"`
	Unassigned bool    `json:"unassigned,omitempty" db:"-"` // không giao
	AccountID  string  `json:"-"`
	Name       string  `json:"-"`
	At         db.Time `json:"-"`
	Version    int64   `json:"-"` // of the unit's part when it was typed
}

// typed is the part of an entry that a person types.
func (f Filled) typed() [5]string { return [5]string{f.Value, f.Target, f.Actual, f.Self, f.Note} }

// basis is what points are computed from.
func (f Filled) basis() string {
	if f.Unassigned {
		return "không giao"
	}
	switch {
	case f.Target != "" && f.Actual != "":
		return "thực hiện " + vn.Grouped(f.Actual) + " / chỉ tiêu " + vn.Grouped(f.Target)
	case f.Actual != "":
		return "thực hiện " + vn.Grouped(f.Actual)
	default:
		return f.Value
	}
}

// Given is a mark that a person gave; without Points it was taken back.
type Given struct {
	SheetID   string
	Number    int64 // of the version of the sheet
	UnitID    string
	Criterion string
	Level     Level
	Points    string
	Computed  string // the computed points at that time; empty for none
	Before    string // the mark before it at that time; empty for none, unkept where that was not kept
	Basis     string // what the unit had achieved at that time
	Reason    string
	AccountID string
	Name      string
	At        db.Time
	Version   int64 // of the unit's part when it was given
}

// unkept stands where a mark is older than the keeping of what stood before it.
const unkept = "-"

// Returned is what an appraiser gave back to a unit (trả lại): one criterion, or
// the whole sheet where Criterion is empty.
type Returned struct {
	ID         string
	SheetID    string
	UnitID     string
	Criterion  string
	Reason     string
	AccountID  string
	Name       string
	At         db.Time
	AnsweredAt db.Time // zero while the unit has it to mend
}

// Explanation is what a unit says to an appraised mark (giải trình).
type Explanation struct {
	SheetID   string
	UnitID    string
	Criterion string
	Text      string
	AccountID string
	Name      string
	At        db.Time
	Version   int64
}

// Evidence is a file, or a link, that shows what a unit has achieved on one leaf
// (minh chứng).
type Evidence struct {
	ID        string
	SheetID   string
	UnitID    string
	Criterion string
	Hash      string // of a file
	Link      string // https, where it is no file
	Name      string
	Type      string
	Size      int64
	AccountID string
	AddedBy   string
	At        db.Time
}

// Recusal is a person's refusal to mark a unit for a conflict of interest.
type Recusal struct {
	SheetID   string
	UnitID    string
	AccountID string
	Name      string
	Reason    string
	At        db.Time
}

// Unassigned says that a leaf's task was not given to a unit (không giao).
type Unassigned struct {
	SheetID   string
	UnitID    string
	Criterion string
	Document  string
	AccountID string
	Name      string
	At        db.Time
}

// ratText is points as they are compared; empty for none.
func ratText(r *big.Rat) string {
	if r == nil {
		return ""
	}
	return r.RatString()
}

// decimalText is rounded or typed points as a decimal with a point.
func decimalText(r *big.Rat) string {
	text := r.FloatString(maxDecimals)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// selfMarked reports whether a unit has said of a leaf what its own part is, be the
// rule of the sheet what it may.
func (l *Leaf) selfMarked() bool {
	return l.Unassigned || l.Computed != nil || l.Mark(Self) != nil
}

// previous is the mark on a leaf that stands before a level: the last one of the
// levels before it that counts toward its unit, else what was computed.
func (l *Leaf) previous(level Level) *big.Rat {
	at := slices.Index(Levels, level)
	for i := at - 1; i >= 0; i-- {
		if Levels[i] == Cross {
			continue
		}
		if m := l.Mark(Levels[i]); m != nil {
			return m.Points
		}
	}
	return l.Computed
}
