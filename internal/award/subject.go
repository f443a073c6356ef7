package award

import (
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Subject is who is proposed and commended (đối tượng), as it is now.
type Subject struct {
	ID        string
	UnitID    string // the unit that keeps the file
	Kind      rules.Kind
	Name      string
	Folded    string `json:"-"`
	BirthYear int    // of a person; 0 when not known
	Female    bool
	Post      string  // chức vụ
	Place     string  // nơi công tác, within the unit
	Classes   string  // as facts have them, joined by commas
	Founded   vn.Date // of a collective
	OwnUnit   string  // the unit of the register that a collective is; empty for none
	Identity  []byte  `json:"-"` // identity number, encrypted; empty when none is kept
	LeftOn    vn.Date // the day on which it left the unit or was dissolved; zero while it is there
	JoinedTo  string  // the subject it turned out to be; empty for none
	Version   int64
	CreatedAt db.Time `json:"-"`
}

// Folded is a name as it is looked for: without marks or case, one space between
// words.
func Folded(name string) string { return strings.Join(strings.Fields(vn.Fold(name)), " ") }

// tails are a folded name from each of its words to its end.
func tails(folded string) []string {
	list := []string{folded}
	for i, r := range folded {
		if r == ' ' {
			list = append(list, folded[i+1:])
		}
	}
	return list
}

// Naming is what a subject was called, and where it was, on some days.
type Naming struct {
	ID        string
	SubjectID string
	FromDay   vn.Date // zero: as far back as is known
	ToDay     vn.Date // the first day on which it is no longer so; zero is open
	Name      string
	UnitID    string
	Place     string
	Post      string
	Source    string
}

// Year is how a subject did in a year. Numbers of members are those of a
// collective; 0 is not known.
type Year struct {
	SubjectID   string
	Year        int
	Rating      rules.Rating // empty when not rated
	Source      string       // the document that says so
	LeadOf      string       // whose cluster a collective leads: central_council, ministry_or_province
	Outstanding string       // whose cluster a collective is outstanding in
	Exceeded    string       // all targets: yes, no; empty when not known
	Members     int
	Women       int
	Completed   int
	Advanced    int // holders of «Lao động tiên tiến», «Chiến sĩ tiên tiến»
	Fighters    int // of «Chiến sĩ thi đua cơ sở»
	Disciplined int // from cảnh cáo up
}

// Initiative is an initiative or piece of research (sáng kiến, đề tài) with the
// document that recognises it.
type Initiative struct {
	ID        string
	SubjectID string
	Year      int
	Scope     string // unit, ministry_or_province, national
	Name      string
	Number    string
	Source    string
}

// Pending is the form of a Discipline that is not one: something is being looked
// into, which suspends consideration.
const Pending = "pending"

// Discipline is a measure of discipline (kỷ luật) with the days in which it was in
// force, or what is pending.
type Discipline struct {
	ID        string
	SubjectID string
	Form      string
	FromDay   vn.Date
	ToDay     vn.Date // zero while it goes on
	Number    string
	Note      string
}
