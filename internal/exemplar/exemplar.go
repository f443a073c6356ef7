package exemplar

import (
	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Kinds are of whom a story can be.
func Kinds() []rules.Kind { return []rules.Kind{rules.Person, rules.Collective, rules.Household} }

// State is how far a story is.
type State string

// The states.
const (
	Draft     State = "draft"
	Published State = "published"
	Withdrawn State = "withdrawn"
)

// Name is the state in Vietnamese; empty for none.
func (s State) Name() string {
	return map[State]string{Draft: "bản soạn", Published: "đã đăng", Withdrawn: "đã rút"}[s]
}

// Exemplar is one story (điển hình tiên tiến).
type Exemplar struct {
	ID           string
	OfficeID     string // that keeps the story
	Slug         string // on the address; empty until it is published first
	Kind         rules.Kind
	Name         string
	Title        string
	UnitID       string // where the person or collective is
	ClusterID    string // empty for none
	SubjectID    string // in the register of awards; empty for none
	Work         string // field of work
	Story        string // paragraphs, parted by empty lines
	Folded       string `json:"-"`
	Direct       bool   // a direct worker
	Small        bool   // a small collective
	Consent      string // how who is shown agreed
	PhotoHash    string
	PhotoAlt     string // what the picture shows
	State        State
	WriterID     string // accounts of who began it and who saved it last
	SavedID      string
	SavedBy      string
	PublishedOn  vn.Date
	PublishedBy  string
	WithdrawnOn  vn.Date
	WithdrawnFor string
	Version      int64
	CreatedAt    db.Time `json:"-"`
}

// OfPerson reports whether people are shown whose consent is needed.
func (e *Exemplar) OfPerson() bool { return e.Kind == rules.Person || e.Kind == rules.Household }

// Verdict is what the office made of a suggestion.
type Verdict string

// The verdicts.
const (
	Waiting  Verdict = "waiting"
	Taken    Verdict = "taken"
	Declined Verdict = "declined"
)

// Name is the verdict in Vietnamese; empty for none.
func (v Verdict) Name() string {
	return map[Verdict]string{Waiting: "chờ xem xét", Taken: "đã nhận để viết bài", Declined: "không nhận"}[v]
}

// Suggestion is somebody that the grassroots names (giới thiệu điển hình).
type Suggestion struct {
	ID         string
	OfficeID   string // in whose queue it stands
	UnitID     string // that it names
	Kind       rules.Kind
	Name       string
	Place      string // where within the unit
	Deed       string // what they did
	Code       string `json:"-"` // SHA-256 of the code of the receipt
	Sender     []byte `json:"-"` // encrypted; empty where none was given
	Request    string `json:"-"`
	ReceivedOn vn.Date
	Verdict    Verdict
	DecidedOn  vn.Date
	DecidedBy  string
	Reason     string
	ExemplarID string // the story it became; empty for none
	Version    int64
	CreatedAt  db.Time `json:"-"`
}

// Sender is who suggested, as far as was said. Only the office reads it.
type Sender struct {
	Name    string
	Contact string
}
