package inspection

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Plan is the plan of inspections and courses of an office's year (kế hoạch kiểm tra,
// tập huấn).
type Plan struct {
	ID         string
	UnitID     string
	Year       int64
	Number     string // of the document that approved it
	ApprovedOn vn.Date
	ApprovedBy string
	Version    int64
	CreatedAt  db.Time
}

// Approved reports whether the plan was approved.
func (p *Plan) Approved() bool { return !p.ApprovedOn.IsZero() }

// Kind is what an item of a plan is.
type Kind string

// The kinds.
const (
	Inspect Kind = "inspection" // kiểm tra
	Course  Kind = "course"     // tập huấn
)

// Name is the kind in Vietnamese; empty for none.
func (k Kind) Name() string { return map[Kind]string{Inspect: "kiểm tra", Course: "tập huấn"}[k] }

// State is how far an item is.
type State string

// The states.
const (
	Planned State = "planned"
	Held    State = "held"
	Dropped State = "dropped"
)

// Name is the state of an item of a kind in Vietnamese.
func (s State) Name() string {
	return map[State]string{Planned: "theo kế hoạch", Held: "đã thực hiện", Dropped: "không thực hiện"}[s]
}

// Item is one inspection of a unit, or one course.
type Item struct {
	ID           string
	PlanID       string
	Kind         Kind
	TargetID     string // the unit that is inspected
	Content      string
	Team         string // of a course: who teaches, for whom
	FromDay      vn.Date
	ToDay        vn.Date
	AddedFor     string // why it came after the plan was approved
	State        State
	HeldOn       vn.Date
	Number       string // of the conclusion
	Conclusion   string
	Participants int64
	Papers       string
	DroppedFor   string
	Version      int64
	CreatedAt    db.Time
}

// Late reports whether the item should have been held by a day.
func (i *Item) Late(day vn.Date) bool { return i.State == Planned && day.After(i.ToDay) }

// FindingKind is what a finding is.
type FindingKind string

// The kinds of finding.
const (
	Shortcoming    FindingKind = "shortcoming"    // tồn tại
	Recommendation FindingKind = "recommendation" // kiến nghị
)

// Name is the kind in Vietnamese; empty for none.
func (k FindingKind) Name() string {
	return map[FindingKind]string{Shortcoming: "tồn tại", Recommendation: "kiến nghị"}[k]
}

// FindingState is how far a finding is mended.
type FindingState string

// The states of a finding.
const (
	Open     FindingState = "open"
	Reported FindingState = "reported"
	Mended   FindingState = "mended"
)

// Name is the state in Vietnamese.
func (s FindingState) Name() string {
	return map[FindingState]string{Open: "đang khắc phục", Reported: "đã báo cáo, chờ xác nhận", Mended: "đã khắc phục"}[s]
}

// Finding is what an inspection found and who has to mend it (kết luận cần khắc phục).
type Finding struct {
	ID        string
	ItemID    string
	Kind      FindingKind
	Body      string
	UnitID    string // who has to mend it
	DueOn     vn.Date
	State     FindingState
	Report    string
	FileHash  string
	FileName  string
	Answer    string
	ClosedOn  vn.Date
	Version   int64
	CreatedAt db.Time
}

// Late reports whether the finding is past its day and not mended.
func (f *Finding) Late(day vn.Date) bool { return f.State == Open && day.After(f.DueOn) }
