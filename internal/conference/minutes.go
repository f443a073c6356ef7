package conference

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Written is what the secretary adds to what happened: the remarks of the
// speakers (ý kiến phát biểu) and corrections.
type Written struct {
	ConferenceID string
	Remarks      string
	Corrections  string
	SavedBy      string
	Version      int64
	PublishedAt  db.Time // since when both have signed
}

// Minutes are the minutes (biên bản) of a conference: what happened in it, what
// the secretary wrote, and who has signed which text.
type Minutes struct {
	Sitting  Sitting
	Call     Call
	Struck   []Item
	Guests   []Guest
	Speeches []Speech
	Written  Written
	Officers []Officer
	Text     string // canonical; empty until the conference is over
	SHA256   string // hex, of the text
}

// Officer is who has a post; the zero Officer where nobody is named.
func (m Minutes) Officer(p Post) Officer {
	if i := slices.IndexFunc(m.Officers, func(o Officer) bool { return o.Post == p }); i >= 0 {
		return m.Officers[i]
	}
	return Officer{Post: p}
}

// Signed reports whether an officer's signature stands: it is of the text as it
// is now.
func (m Minutes) Signed(p Post) bool {
	o := m.Officer(p)
	return o.SHA256 != "" && o.SHA256 == m.SHA256
}

// Fallen reports whether an officer has signed a text that has changed since.
func (m Minutes) Fallen(p Post) bool {
	o := m.Officer(p)
	return o.SHA256 != "" && o.SHA256 != m.SHA256
}

// Published reports whether both have signed and the minutes are public.
func (m Minutes) Published() bool { return !m.Written.PublishedAt.IsZero() }

const signedFormat = "bien-ban/1"

// signedText is what the two sign.
type signedText struct {
	Format      string            `json:"format"`
	Conference  printedMinutes    `json:"conference"`
	GuidedBy    string            `json:"guided_by"`
	ReportedBy  string            `json:"reported_by"`
	Chair       signedPerson      `json:"chair"`
	Secretary   signedPerson      `json:"secretary"`
	Delegates   []signedDelegate  `json:"delegates"`
	Guests      []signedGuest     `json:"guests"`
	Agenda      []signedItem      `json:"agenda"`
	Struck      []signedItem      `json:"struck"`
	Speeches    []signedSpeech    `json:"speeches"`
	Covenant    *signedOfCovenant `json:"covenant,omitempty"`
	Remarks     string            `json:"remarks"`
	Corrections string            `json:"corrections"`
}

type signedPerson struct {
	Name     string `json:"name"`
	Position string `json:"position"`
}

type signedDelegate struct {
	Member    string   `json:"member"` // id
	Name      string   `json:"name"`
	State     Presence `json:"state"`
	Delegate  string   `json:"delegate"`
	Authority string   `json:"authority,omitempty"`
}

type signedGuest struct {
	Name         string `json:"name"`
	Organisation string `json:"organisation"`
}

type signedItem struct {
	Number     int    `json:"number,omitempty"`
	Title      string `json:"title"`
	Presenter  string `json:"presenter"`
	StartedAt  string `json:"started_at,omitempty"`
	FinishedAt string `json:"finished_at,omitempty"`
	StruckFor  string `json:"struck_for,omitempty"`
}

type signedSpeech struct {
	Point    string `json:"point"`
	Member   string `json:"member"` // id
	Name     string `json:"name"`
	Speaker  string `json:"speaker"`
	Topic    string `json:"topic"`
	CalledAt string `json:"called_at"`
	EndedAt  string `json:"ended_at"`
}

type signedOfCovenant struct {
	Year     int    `json:"year"`
	SignedOn string `json:"signed_on"`
}

// readMinutes reads all that the minutes are made of, and their text once the
// conference is over.
func readMinutes(tx *db.Tx, y cycle.Year, s Sitting) (m Minutes, err error) {
	id := s.Conference.ID
	m.Sitting = s
	for what, read := range map[string]func() error{
		"call":     func() (err error) { m.Call, err = callOf(tx, id); return },
		"struck":   func() (err error) { m.Struck, err = struckItemsOf(tx, id); return },
		"guests":   func() (err error) { m.Guests, err = guestsOf(tx, id); return },
		"speeches": func() (err error) { m.Speeches, err = speechesOf(tx, id); return },
		"written":  func() (err error) { m.Written, err = writtenOf(tx, id); return },
		"officers": func() (err error) { m.Officers, err = officersOf(tx, id); return },
	} {
		if err := read(); err != nil {
			return m, fmt.Errorf("read %s of minutes: %w", what, err)
		}
	}
	m.Speeches = spoken(m.Speeches)
	if s.Conference.State != Finished {
		return m, nil
	}
	t, err := m.signed(tx, y)
	if err != nil {
		return m, err
	}
	if m.Text, err = record.Canonical(t); err != nil {
		return m, err
	}
	sum := sha256.Sum256([]byte(m.Text))
	m.SHA256 = hex.EncodeToString(sum[:])
	return m, nil
}

// spoken are the speeches that were held, in their order.
func spoken(list []Speech) []Speech {
	list = slices.DeleteFunc(list, func(s Speech) bool { return s.State != Ended && s.State != Called })
	slices.SortStableFunc(list, func(a, b Speech) int { return a.CalledAt.Compare(b.CalledAt.Time) })
	return list
}

// signed is the text of the minutes as it stands.
func (m Minutes) signed(tx *db.Tx, y cycle.Year) (t signedText, err error) {
	s := m.Sitting
	chair, secretary := m.Officer(Chair), m.Officer(Secretary)
	t = signedText{
		Format: signedFormat, GuidedBy: s.Conference.GuidedBy, ReportedBy: s.Conference.ReportedBy,
		Chair: signedPerson{chair.Name, chair.Position}, Secretary: signedPerson{secretary.Name, secretary.Position},
		Remarks: m.Written.Remarks, Corrections: m.Written.Corrections,
		Delegates: []signedDelegate{}, Guests: []signedGuest{}, Agenda: []signedItem{}, Struck: []signedItem{}, Speeches: []signedSpeech{},
	}
	if t.Conference, err = s.printed(tx, y); err != nil {
		return t, err
	}
	names, err := memberNamesOf(tx, s)
	if err != nil {
		return t, err
	}
	for _, a := range s.Attendance {
		t.Delegates = append(t.Delegates, signedDelegate{a.UnitID, names[a.UnitID], a.State, a.Delegate, a.Authority})
	}
	for _, g := range m.Guests {
		t.Guests = append(t.Guests, signedGuest{g.Name, g.Organisation})
	}
	titles := map[string]string{}
	for _, i := range s.Items {
		titles[i.ID] = i.Title
		t.Agenda = append(t.Agenda, i.signed())
	}
	for _, i := range m.Struck {
		t.Struck = append(t.Struck, i.signed())
	}
	for _, p := range m.Speeches {
		t.Speeches = append(t.Speeches, signedSpeech{titles[p.ItemID], p.UnitID, names[p.UnitID], p.Speaker, p.Topic, moment(p.CalledAt), moment(p.EndedAt)})
	}
	t.Covenant, err = covenantOf(tx, y, s.Conference)
	return t, err
}

func (i Item) signed() signedItem {
	return signedItem{i.Number, i.Title, i.Presenter, moment(i.StartedAt), moment(i.FinishedAt), i.StruckFor}
}

func memberNamesOf(tx *db.Tx, s Sitting) (map[string]string, error) {
	ids := make([]string, len(s.Members))
	for i, m := range s.Members {
		ids[i] = m.UnitID
	}
	return org.Names(tx, s.Conference.HeldOn, ids...)
}

// covenantOf is the signing of the next year's covenant, where the conference had
// it on its plan.
func covenantOf(tx *db.Tx, y cycle.Year, c Conference) (*signedOfCovenant, error) {
	if !c.Signs {
		return nil, nil
	}
	next, err := cycle.Find(tx, y.ClusterID, y.Year+1)
	if err != nil {
		return nil, err
	}
	text, err := covenant.Find(tx, next)
	if err != nil {
		return nil, err
	}
	return &signedOfCovenant{next.Year, text.SignedOn.String()}, nil
}

// DraftMinutes are the minutes for those who take part, as far as they have come.
//
// Read: requires the right to read the conference.
func DraftMinutes(tx *db.Tx, y cycle.Year) (Minutes, error) {
	s, err := Overview(tx, y)
	if err != nil {
		return Minutes{}, err
	}
	return readMinutes(tx, y, s)
}

// PublicMinutes are the minutes of a finished conference. What the secretary
// wrote is public once both have signed.
//
// Public: what a finished conference decided is public.
func PublicMinutes(tx *db.Tx, y cycle.Year) (Minutes, error) {
	s, err := PublicOf(tx, y)
	if err != nil {
		return Minutes{}, err
	}
	m, err := readMinutes(tx, y, s)
	if err == nil && !m.Published() {
		m.Written, m.Text, m.SHA256 = Written{}, "", ""
	}
	return m, err
}

// finished is the conference of a year that is over while its minutes are not
// signed by both.
func finished(tx *db.Tx, y cycle.Year) (Minutes, error) {
	s, err := read(tx, y)
	if err != nil {
		return Minutes{}, err
	}
	if s.Conference.State != Finished {
		return Minutes{}, problem.New(problem.Closed, "Hội nghị %s; ký biên bản sau khi bế mạc.", s.Conference.State.Name())
	}
	return readMinutes(tx, y, s)
}
