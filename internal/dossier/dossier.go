package dossier

import (
	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// MostCandidates is how many candidates one dossier holds.
const MostCandidates = 5000

// Level is how high the office of a dossier stands; the law's time limits go by it.
type Level string

// The levels.
const (
	AtUnit        Level = "unit"         // cơ quan, đơn vị cơ sở
	AtMinistry    Level = "ministry"     // Bộ, ban, ngành, tỉnh
	AtHomeAffairs Level = "home_affairs" // Bộ Nội vụ
)

// Levels are all levels, the lowest first.
var Levels = []Level{AtUnit, AtMinistry, AtHomeAffairs}

// Name is the level in Vietnamese.
func (l Level) Name() string {
	return map[Level]string{AtUnit: "cơ quan, đơn vị cơ sở", AtMinistry: "Bộ, ban, ngành, tỉnh", AtHomeAffairs: "Bộ Nội vụ"}[l]
}

// Dossier is one dossier (hồ sơ).
type Dossier struct {
	ID            string
	UnitID        string // that proposes
	OfficeID      string // that receives and appraises
	Level         Level  // of the office
	Kind          string // id of a rules.DossierKind
	Award         string // code
	Year          int    // of the achievement, or the end of its period
	FromYear      int
	Proposer      rules.Proposer
	YearID        string // the cluster's year whose proposals it carries; empty for none
	Simple        bool
	Title         string
	Step          Step
	Candidates    int
	Awarded       int
	FiguresOn     vn.Date // of the newest figures of the reports
	OwnMembers    int     // of the proposer's council; 0 not said
	LetterNumber  string  // tờ trình of the proposer
	LetterOn      vn.Date
	ProposedBy    string // account
	ProposedOn    vn.Date
	ReceiptNumber string
	ReceivedOn    vn.Date
	HandlerID     string // account
	Handler       string
	Conclusion    string // of the appraisal
	Members       int    // of the office's council
	Present       int
	CouncilOn     vn.Date
	MinutesNumber string
	UpwardNumber  string // tờ trình to who decides
	UpwardOn      vn.Date
	UpwardTo      string
	NotifiedHow   string
	DeliveredAt   string
	Shelf         string
	IntoID        string
	FromID        string
	BeganOn       vn.Date // of the step
	DueOn         vn.Date // of the step; zero where no limit is known
	LimitID       string
	Version       int64
	CreatedAt     db.Time `json:"-"`
}

// OfCluster reports whether a cluster proposes.
func (d *Dossier) OfCluster() bool { return d.Proposer == rules.ByCluster }

// Day is the day by whose law the dossier is held: that of its receipt, today before.
func (d *Dossier) Day(today vn.Date) vn.Date {
	if d.ReceivedOn.IsZero() {
		return today
	}
	return d.ReceivedOn
}

// Verdict is what the appraisal says of a candidate.
type Verdict string

// The verdicts.
const (
	Fit   Verdict = "fit"
	Unfit Verdict = "unfit"
)

// Outcome is what was decided of a candidate.
type Outcome string

// The outcomes.
const (
	Granted Outcome = "granted"
	Refused Outcome = "refused"
)

// Unvoted says that no votes were noted.
const Unvoted = -1

// Candidate is who is proposed in a dossier (đối tượng đề nghị).
type Candidate struct {
	ID               string
	DossierID        string
	N                int
	Kind             rules.Kind
	Name             string
	Folded           string `json:"-"`
	BirthYear        int
	Female           bool
	Post             string
	Place            string
	Direct           bool   // a direct worker
	Small            bool   // a small collective
	Hard             bool   // of a border, sea, island or hardest area
	Achievement      string // what for, as a certificate says it
	SubjectID        string // in the register of awards
	ProposalID       string // of the cluster's year
	Initiative       string
	InitiativeNumber string // of the document that recognises it
	InitiativeScope  string // as award.Initiative
	OwnVotes         int    // of the proposer's council; Unvoted when not said
	Verdict          Verdict
	Why              string
	Votes            int // of the office's council; Unvoted when not said
	Outcome          Outcome
	EntryID          string // the grant in the register of awards
}

// Part is a file of a dossier.
type Part struct {
	ID          string
	DossierID   string
	CandidateID string // empty for the whole dossier
	Part        string // of rules.Component
	Number      string
	OnDay       vn.Date
	FileHash    string
	FileName    string
	AccountID   string
	AddedBy     string
	CreatedAt   db.Time
	DroppedAt   db.Time // replaced or taken out
}

// Made is one move that was made.
type Made struct {
	ID        string
	DossierID string
	Move      MoveID
	FromStep  Step
	ToStep    Step
	OfficeID  string
	BeganOn   vn.Date // of the step that ended
	DueOn     vn.Date
	EndedOn   vn.Date
	Reason    string
	Cite      string
	AccountID string
	Name      string
	MadeAt    db.Time
}
