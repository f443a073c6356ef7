package indicator

import (
	"github.com/shopspring/decimal"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Report is what one unit reports for one period (báo cáo). A report that
// nobody has saved yet has no id and version 0.
type Report struct {
	ID               string
	YearID           string
	PeriodID         string
	UnitID           string
	State            State
	FirstSubmittedAt db.Time // zero: never submitted
	Version          int64
}

// State is where a report stands.
type State string

// States of a report.
const (
	Draft     State = "draft"     // đang nhập
	Submitted State = "submitted" // đã nộp
	Returned  State = "returned"  // trả lại để sửa
	Accepted  State = "accepted"  // đã duyệt
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	switch s {
	case Draft:
		return "đang nhập"
	case Submitted:
		return "đã nộp, chờ duyệt"
	case Returned:
		return "trả lại để sửa"
	case Accepted:
		return "đã duyệt"
	}
	return ""
}

// Counts reports whether the figures of a report in this state count in sums.
func (s State) Counts() bool { return s == Submitted || s == Accepted }

// Figure is one number of a report (số liệu).
type Figure struct {
	ReportID    string
	IndicatorID string
	Value       decimal.NullDecimal // not valid: not entered
	Paper       string              // neutral number of the paper dossier that holds a secret figure
	Note        string
	Confirmed   string // why a jump against the previous value is right
}

// Entered reports whether the figure is there, here or on paper.
func (f Figure) Entered() bool { return f.Value.Valid || f.Paper != "" }

// Change is one change of a figure.
type Change struct {
	IndicatorID string
	Version     int64 // of the report after the change
	OldValue    decimal.NullDecimal
	NewValue    decimal.NullDecimal
	OldNote     string
	NewNote     string
	OldPaper    string
	NewPaper    string
	AccountID   string // who changed it
	Name        string
	At          db.Time
}

// MoveKind is a step of a report.
type MoveKind string

// The steps.
const (
	MoveSubmit MoveKind = "submit" // nộp
	MoveReturn MoveKind = "return" // trả lại
	MoveAccept MoveKind = "accept" // duyệt
)

// Name is the step in Vietnamese.
func (k MoveKind) Name() string {
	switch k {
	case MoveSubmit:
		return "nộp báo cáo"
	case MoveReturn:
		return "trả lại"
	case MoveAccept:
		return "duyệt"
	}
	return ""
}

// Move is one step of a report, with the reason of a return or of missing
// figures.
type Move struct {
	ID        string
	ReportID  string
	Kind      MoveKind
	Reason    string
	AccountID string
	Name      string
	At        db.Time
}

// Evidence is a file that proves a figure (minh chứng).
type Evidence struct {
	ID          string
	ReportID    string
	IndicatorID string
	Hash        string
	Name        string
	Type        string
	Size        int64
	AddedBy     string
	At          db.Time
}

// Comment is a remark on one figure.
type Comment struct {
	ID          string
	ReportID    string
	IndicatorID string
	Text        string
	AccountID   string
	Name        string
	Position    string
	At          db.Time
}

// Exception lets one unit report after the deadline, until a day, included
// (gia hạn).
type Exception struct {
	ID       string
	PeriodID string
	UnitID   string
	Until    vn.Date `db:"until_day"`
	Reason   string
	Name     string // who allowed it
	At       db.Time
}

// Names of form fields, by the code of the indicator they belong to; problems
// name them.
const (
	fieldValue  = "value-"
	fieldNote   = "note-"
	fieldPaper  = "paper-"
	fieldReason = "reason-"
)

// ValueField is the form field of an indicator's value.
func ValueField(code string) string { return fieldValue + code }

// NoteField is the form field of the note on a figure.
func NoteField(code string) string { return fieldNote + code }

// PaperField is the form field of the number of a paper dossier.
func PaperField(code string) string { return fieldPaper + code }

// ReasonField is the form field of the reason for a jump.
func ReasonField(code string) string { return fieldReason + code }

// Timing says how a report stands to its deadline.
type Timing string

// Timings of a report.
const (
	OnTime  Timing = "on_time"  // đúng hạn
	Allowed Timing = "allowed"  // trong thời gian được gia hạn
	Late    Timing = "late"     // quá hạn
	Waiting Timing = "waiting"  // chưa đến hạn
	Overdue Timing = "over_due" // quá hạn, chưa nộp
)

// Name is the timing in Vietnamese.
func (t Timing) Name() string {
	switch t {
	case OnTime:
		return "đúng hạn"
	case Allowed:
		return "trong thời gian gia hạn"
	case Late:
		return "trễ hạn"
	case Waiting:
		return "chưa nộp"
	case Overdue:
		return "quá hạn, chưa nộp"
	}
	return ""
}

// timing compares the first submission with the deadline and, after it, with
// the last day allowed to the unit (zero: none).
func timing(r Report, p cycle.Period, until, today vn.Date) Timing {
	if r.FirstSubmittedAt.IsZero() {
		if today.After(p.DueOn) {
			return Overdue
		}
		return Waiting
	}
	switch day := vn.DateOf(r.FirstSubmittedAt.Time); {
	case !day.After(p.DueOn):
		return OnTime
	case !until.IsZero() && !day.After(until):
		return Allowed
	}
	return Late
}

// Rate is a part of a whole count, such as figures entered of all indicators.
type Rate struct{ Part, Whole int }

// Percent is the rate in percent, to one decimal; 0 of 0 is 0.
func (r Rate) Percent() decimal.Decimal {
	if r.Whole == 0 {
		return decimal.Zero
	}
	return decimal.NewFromInt(int64(r.Part)*100).DivRound(decimal.NewFromInt(int64(r.Whole)), 1)
}
