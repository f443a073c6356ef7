package conference

import (
	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

const minutesFormat = "hoi-nghi/1"

// printedMinutes is what a citizen sees of a conference: no delegate's name.
type printedMinutes struct {
	Format      string              `json:"format"`
	Year        int                 `json:"year"`
	HeldOn      vn.Date             `json:"held_on"`
	Place       string              `json:"place"`
	StartedAt   string              `json:"started_at,omitempty"`
	FinishedAt  string              `json:"finished_at,omitempty"`
	Postponed   string              `json:"postponed,omitempty"`
	Source      string              `json:"source,omitempty"`
	Attendance  []printedPresence   `json:"attendance"`
	Motions     []printedMotion     `json:"motions"`
	Resolutions []printedResolution `json:"resolutions"`
}

type printedPresence struct {
	Member string   `json:"member"` // id
	Name   string   `json:"name"`
	State  Presence `json:"state"`
}

type printedMotion struct {
	Kind     Kind           `json:"kind"`
	Round    int            `json:"round"`
	Seats    int            `json:"seats"`
	Present  int            `json:"present"`
	Members  int            `json:"members"`
	Issued   int            `json:"issued"`
	Returned int            `json:"returned"`
	Valid    int            `json:"valid"`
	Votes    map[string]int `json:"votes"`             // by unit id, in their order; none where the board is sealed
	Ballots  []string       `json:"ballots,omitempty"` // ids of the secret ballots
	Chosen   []string       `json:"chosen,omitempty"`  // unit ids, of secret ballots
}

type printedResolution struct {
	Number   int    `json:"number"`
	Body     string `json:"body"`
	InFavour int    `json:"in_favour"`
	Against  int    `json:"against"`
	Passed   bool   `json:"passed"`
}

// publish makes the conference public as it stands.
func publish(tx *db.Tx, y cycle.Year, act access.Act) error {
	s, err := PublicOf(tx, y)
	if err != nil {
		return err
	}
	t, err := s.printed(tx, y)
	if err != nil {
		return err
	}
	text, err := record.Canonical(t)
	if err != nil {
		return err
	}
	return record.Publish(tx, record.Publication{
		Act: act, Object: record.Object{Kind: "conference", ID: s.Conference.ID}, Scope: y.Scope(), Format: minutesFormat, Text: text,
	})
}

// printed is the conference as a citizen sees it.
func (s Sitting) printed(tx *db.Tx, y cycle.Year) (printedMinutes, error) {
	c := s.Conference
	r, err := rulesOf(tx, y, c)
	if err != nil {
		return printedMinutes{}, err
	}
	t := printedMinutes{
		Format: minutesFormat, Year: y.Year, HeldOn: c.HeldOn, Place: c.Place, StartedAt: moment(c.StartedAt), FinishedAt: moment(c.FinishedAt),
		Postponed: c.Postponed, Source: c.Source, Attendance: []printedPresence{}, Motions: []printedMotion{}, Resolutions: []printedResolution{},
	}
	for _, a := range s.Attendance {
		names, err := org.Names(tx, tx.Today(), a.UnitID)
		if err != nil {
			return t, err
		}
		t.Attendance = append(t.Attendance, printedPresence{a.UnitID, names[a.UnitID], a.State})
	}
	for _, m := range s.Motions {
		p := printedMotion{Kind: m.Kind, Round: m.Round, Seats: m.Seats, Present: m.Present, Members: m.Members, Votes: map[string]int{}}
		switch {
		case m.Way == BySecret:
			p.secret(m, r)
		case len(m.Counts) > 0: // two persons have entered the same
			n := m.Counts[0]
			p.Issued, p.Returned, p.Valid, p.Votes = n.Issued, n.Returned, n.Valid, n.Votes
		}
		t.Motions = append(t.Motions, p)
	}
	for _, r := range s.Resolutions {
		t.Resolutions = append(t.Resolutions, printedResolution{r.Number, r.Body, r.InFavour, r.Against, r.Passed})
	}
	return t, nil
}

// secret prints the result of secret ballots: the files of each are published apart.
func (p *printedMotion) secret(m Motion, r Rules) {
	outcomes, _ := m.Outcomes(r)
	for _, o := range outcomes {
		if !m.Sealed() {
			p.Votes[o.UnitID] = o.Votes
		}
		if o.Passed {
			p.Chosen = append(p.Chosen, o.UnitID)
		}
	}
	for _, v := range m.Votes {
		p.Ballots = append(p.Ballots, v.BallotID)
		if !m.Apart() {
			p.Issued, p.Returned, p.Valid = v.Result.Given, v.Result.Returned, v.Result.Result.Valid
		}
	}
}

func moment(t db.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}
