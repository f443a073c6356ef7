package deliberation

import (
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// The titles that a unit deliberates on, the lower first; who is nominated for the
// higher is for the lower too.
const (
	Advanced = "T-LDTT"   // Lao động tiên tiến
	Fighter  = "T-CSTDCS" // Chiến sĩ thi đua cơ sở
)

// Titles are the titles, the lower first.
var Titles = []string{Advanced, Fighter}

// State is where a deliberation stands.
type State string

// The states of a deliberation.
const (
	Gathering State = "gathering"
	Meetings  State = "meeting"
	Published State = "published"
	Concluded State = "concluded"
)

// Name is the state in Vietnamese.
func (s State) Name() string {
	return map[State]string{Gathering: "đang lập danh sách", Meetings: "đang họp xét", Published: "đã công bố kết quả", Concluded: "đã kết thúc"}[s]
}

// Of is what a share of votes is taken of.
type Of string

// The bases of a majority.
const (
	OfPresent Of = "present"
	OfMembers Of = "members"
)

// Name is the base in Vietnamese.
func (o Of) Name() string {
	return map[Of]string{OfPresent: "số người có mặt", OfMembers: "tổng số người được triệu tập"}[o]
}

// Deliberation is one unit's deliberation of a year (đợt bình xét).
type Deliberation struct {
	ID          string
	UnitID      string
	Year        int
	Document    string // the unit's own rules of the meetings
	Quorum      int    // percent of the members who have to be there; 0 not fixed
	Majority    int    // percent that has to agree
	MajorityOf  Of
	ObjectDays  int
	State       State
	FileName    string // of the list that was brought and is not imported
	Pending     string `json:"-"` // its lines
	PublishedOn vn.Date
	ObjectUntil vn.Date
	Version     int64
	CreatedAt   db.Time `json:"-"`
}

// open reports whether lists and votes may still change.
func (d *Deliberation) open() bool { return d.State == Gathering || d.State == Meetings }

// Staff is a person on the list (người trong danh sách bình xét).
type Staff struct {
	ID             string
	DeliberationID string
	N              int
	Line
	AccountID string
	SubjectID string // in the register of awards; empty while it is doubtful who it is
	Doubt     string // why, in words
	Found     string // ids of the subjects that it may be, parted by a space
}

// Line is what a list says of a person.
type Line struct {
	Code       string // of the unit's own staff list; empty where it has none
	Name       string
	Folded     string `json:"-"`
	BirthYear  int
	Female     bool
	Post       string
	Department string
	Leader     bool
	Direct     bool   // works directly
	Login      string `db:"-" json:",omitempty"` // short name of the account, as the list has it
	Rating     rules.Rating
	Unrated    string // why there is no rating
	Registered string // the highest title that the person registered for; empty for none
	Nominated  string // that the department nominates for
	NoTitles   bool   `db:"-" json:",omitempty"` // the list has no column of titles: those there stay
}

// Wanted is the highest title that the person is deliberated for: the nominated one,
// else the registered one.
func (l *Line) Wanted() string {
	if l.Nominated != "" {
		return l.Nominated
	}
	return l.Registered
}

// wants reports whether the person is deliberated for a title.
func (l *Line) wants(title string) bool {
	wanted := l.Wanted()
	return wanted != "" && slices.Index(Titles, title) <= slices.Index(Titles, wanted)
}

// MayBe are the ids of the subjects whom a doubtful person may be.
func (s *Staff) MayBe() []string { return strings.Fields(s.Found) }

// Manner is how a meeting votes.
type Manner string

// The manners of voting.
const (
	Secret Manner = "secret" // bỏ phiếu kín
	Hands  Manner = "hands"  // giơ tay
)

// Name is the manner in Vietnamese.
func (m Manner) Name() string {
	return map[Manner]string{Secret: "bỏ phiếu kín", Hands: "biểu quyết giơ tay"}[m]
}

// MeetingState is whether the minutes of a meeting are closed.
type MeetingState string

// The states of a meeting.
const (
	MeetingOpen   MeetingState = "open"
	MeetingClosed MeetingState = "closed"
)

// Meeting is one meeting (cuộc họp xét) of a department, or of the unit.
type Meeting struct {
	ID             string
	DeliberationID string
	Department     string // empty: the unit's
	HeldOn         vn.Date
	Place          string
	Members        int // called
	Present        int
	Manner         Manner
	Chair          string
	Secretary      string
	Remarks        string
	State          MeetingState
	Version        int64
	CreatedAt      db.Time `json:"-"`
}

// Name is whose meeting it is.
func (m *Meeting) Name() string {
	if m.Department == "" {
		return "Cuộc họp của đơn vị"
	}
	return "Cuộc họp của " + m.Department
}

// Vote is how a meeting voted on a person for a title. Papers that say neither are
// the rest of those present.
type Vote struct {
	MeetingID string
	StaffID   string
	Award     string
	Yes       int
	No        int
}

// Needed is how many have to agree at a meeting for a title on a day, and who says so:
// the law where it fixes a majority, else the unit's own rules.
func (d *Deliberation) Needed(l *rules.Law, m *Meeting, title string) (votes int, says string) {
	if law := l.Values.Majority(title, m.HeldOn); law != nil {
		return law.Needed(m.Members), law.Cite
	}
	whole := m.Present
	if d.MajorityOf == OfMembers {
		whole = m.Members
	}
	return rules.VotesNeeded(d.Majority, whole), d.Document
}

// Objection is what a person says against a result (phản ánh), with its answer.
type Objection struct {
	ID             string
	DeliberationID string
	StaffID        string
	AccountID      string
	ReceivedOn     vn.Date
	Body           string
	Answer         string
	Upheld         bool
	AnsweredOn     vn.Date
	AnsweredBy     string
}

// Result is what came of a person for a title, as it was published.
type Result struct {
	DeliberationID string
	StaffID        string
	Award          string
	Listed         bool
	Why            string
}

// End is what became of a list: the unit's own decision, or a dossier.
type End struct {
	DeliberationID string
	Award          string
	People         int
	Number         string
	DecidedOn      vn.Date
	Signer         string
	DossierID      string
}
