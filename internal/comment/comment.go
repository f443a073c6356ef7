package comment

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
)

// QueuePage is the address of the moderators' page.
const QueuePage = "/y-kien-ban-doc"

// Place names what is commented on.
type Place struct {
	Kind string // "year", "article"
	ID   string
}

// Topic is what a puzzle for a comment on the place is bound to.
func (p Place) Topic() string { return "comment:" + p.Kind + ":" + p.ID }

// State is where a comment stands.
type State string

// The states.
const (
	Waiting   State = "waiting"
	Approved  State = "approved"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{Waiting: "chờ duyệt", Approved: "đã duyệt", Refused: "đã từ chối", Withdrawn: "đã gỡ"}[s]
}

// Office is the name under which the editors answer.
const Office = "Ban biên tập"

// Comment is one comment.
type Comment struct {
	ID        string
	PlaceKind string
	PlaceID   string
	ParentID  string // the comment it replies to; empty of no reply
	Office    bool   // of the editors
	Name      string
	Email     []byte `json:"-"` // encrypted; empty for none
	Body      string
	State     State
	Reason    string // why it was refused or withdrawn
	JudgedBy  string
	JudgedAt  db.Time
	Reports   int64  // not judged yet
	Sender    string `json:"-"`
	Request   string `json:"-"`
	CreatedAt db.Time
}

// Place is what the comment is about.
func (c Comment) Place() Place { return Place{c.PlaceKind, c.PlaceID} }

// Reported reports whether a comment in sight waits for a moderator again.
func (c Comment) Reported() bool { return c.State == Approved && c.Reports > 0 }

// ReportKind is why a reader reports a comment.
type ReportKind string

// The kinds of report.
const (
	Insult  ReportKind = "insult"
	False   ReportKind = "false"
	Private ReportKind = "private"
	Advert  ReportKind = "advert"
	Other   ReportKind = "other"
)

// ReportKinds are all kinds.
var ReportKinds = []ReportKind{Insult, False, Private, Advert, Other}

// Name is the kind in Vietnamese.
func (k ReportKind) Name() string {
	return map[ReportKind]string{
		Insult: "xúc phạm, công kích cá nhân", False: "sai sự thật", Private: "làm lộ thông tin cá nhân", Advert: "quảng cáo, không liên quan", Other: "lý do khác",
	}[k]
}

// Complaint is one report of a reader on a comment.
type Complaint struct {
	ID        string
	CommentID string
	Kind      ReportKind
	Note      string
	SettledAt db.Time
	Sender    string `json:"-"`
	Request   string `json:"-"`
	CreatedAt db.Time
}

var portal = access.Scope{Portal: true}

func objectOf(id string) record.Object { return record.Object{Kind: "comment", ID: id} }

// judged is what the record says of a comment that an editor judged: its words stand in
// the comment, and their fingerprint in the entry of its arrival.
type judged struct {
	State  State  `json:"comment_state"`
	Reason string `json:"reason,omitempty"`
}
