package cycle

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// State is where a year stands.
type State string

// States of a year.
const (
	Running State = "running" // đang thực hiện
	Closed  State = "closed"  // đã tổng kết
	History State = "history" // nhập từ nguồn đã công bố
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{Running: "đang chạy", Closed: "đã tổng kết", History: "theo nguồn đã công bố"}[s]
}

// Year is one emulation year of one cluster (năm thi đua).
type Year struct {
	ID           string
	ClusterID    string
	Year         int
	State        State
	Illustrative bool // số liệu minh họa
	CopiedFrom   string
	HandedTo     string // unit that received the year; empty until the hand-over is confirmed
	CreatedAt    db.Time
}

// Scope is the access scope of a year: the year and its cluster.
func (y Year) Scope() access.Scope { return access.Scope{Cluster: y.ClusterID, Year: y.ID} }

// UnitScope is the access scope of a member unit's own part of the year.
func (y Year) UnitScope(unitID string) access.Scope {
	return access.Scope{Cluster: y.ClusterID, Year: y.ID, Unit: unitID}
}

// MustRun refuses an act on a year that is not running.
func (y Year) MustRun() error {
	switch y.State {
	case Closed:
		return problem.New(problem.Closed, "Năm thi đua %d đã tổng kết; không sửa được nữa.", y.Year)
	case History:
		return problem.New(problem.Closed, "Năm %d được nhập từ nguồn đã công bố; không làm việc trên đó.", y.Year)
	}
	return nil
}

// PhaseKind is a step of the year.
type PhaseKind string

// The phases in their usual order.
const (
	Draft      PhaseKind = "draft"
	Sign       PhaseKind = "sign"
	Launch     PhaseKind = "launch"
	Register   PhaseKind = "register"
	Report     PhaseKind = "report"
	MidReview  PhaseKind = "mid_review"
	Score      PhaseKind = "score"
	Cross      PhaseKind = "cross"
	Appraise   PhaseKind = "appraise"
	Explain    PhaseKind = "explain"
	Reappraise PhaseKind = "reappraise"
	Conference PhaseKind = "conference"
	Propose    PhaseKind = "propose"
	HandOver   PhaseKind = "hand_over"
)

// PhaseKinds are all phases in their usual order.
var PhaseKinds = []PhaseKind{Draft, Sign, Launch, Register, Report, MidReview, Score, Cross, Appraise, Explain, Reappraise, Conference, Propose, HandOver}

// Name is the phase in Vietnamese.
func (k PhaseKind) Name() string { return phaseNames[k] }

var phaseNames = map[PhaseKind]string{
	Draft: "Soạn giao ước", Sign: "Ký kết", Launch: "Phát động", Register: "Đăng ký chỉ tiêu", Report: "Báo cáo số liệu",
	MidReview: "Sơ kết", Score: "Tự chấm điểm", Cross: "Chấm chéo", Appraise: "Thẩm định điểm", Explain: "Giải trình điểm", Reappraise: "Thẩm định lần hai",
	Conference: "Hội nghị tổng kết",
	Propose:    "Đề nghị khen thưởng", HandOver: "Bàn giao",
}

// Phase is one phase of a year with its first and last day.
type Phase struct {
	ID      string
	YearID  string
	Kind    PhaseKind
	OpensOn vn.Date
	DueOn   vn.Date
	Clause  string
	Version int64
}

// Period is a reporting period (kỳ báo cáo) with the days on which reports are
// taken.
type Period struct {
	ID      string
	YearID  string
	Code    string // such as "6T" or "NAM"
	Name    string
	OpensOn vn.Date
	DueOn   vn.Date
	Version int64
}
