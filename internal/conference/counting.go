package conference

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Counting are the counting minutes (biên bản kiểm phiếu) of a motion: all its numbers,
// whatever is published, and the tellers who signed them.
type Counting struct {
	Conference Conference
	Motion     Motion
	Rules      Rules
	Tellers    []Teller // who signed, in the order of signing
	SHA256     string   // hex, of the text that is signed
	MaySign    bool     // the reader is a teller who has not signed
}

// Teller is a member of the counting committee (ban kiểm phiếu) who signed.
type Teller struct {
	MotionID  string
	AccountID string
	Name      string
	Position  string
	SHA256    string // of the text signed
	SignedAt  db.Time
}

// CountingOf returns the counting minutes of a motion with a confirmed result.
//
// Read: requires the right to run the conference, or to be a teller of the motion.
func CountingOf(tx *db.Tx, y cycle.Year, motionID string) (Counting, error) {
	if access.May(tx, access.ConferenceRun, y.Scope()) {
		return readCounting(tx, y, motionID)
	}
	if err := MustCount(tx, y); err != nil {
		return Counting{}, err
	}
	n, err := readCounting(tx, y, motionID)
	if err == nil && !n.Motion.counts(tx.Actor) {
		err = notTeller()
	}
	if err != nil {
		return Counting{}, err
	}
	return n, nil
}

func notTeller() error {
	return problem.New(problem.Denied, "Biên bản kiểm phiếu do ban kiểm phiếu ký: người được nêu tên hoặc người đã nhập kết quả của nội dung này.")
}

// counts reports whether a person is a teller of the motion: named, or one who entered
// its count.
func (m Motion) counts(a db.Actor) bool {
	if slices.ContainsFunc(m.Counts, func(n Count) bool { return n.AccountID == a.ID }) {
		return true
	}
	return slices.ContainsFunc(strings.Split(m.Tellers, "\n"), func(name string) bool {
		return name != "" && vn.Fold(name) == vn.Fold(a.Name)
	})
}

func readCounting(tx *db.Tx, y cycle.Year, motionID string) (n Counting, err error) {
	if n.Conference, err = find(tx, y); err != nil {
		return n, err
	}
	if n.Rules, err = rulesOf(tx, y, n.Conference); err != nil {
		return n, err
	}
	if n.Motion, err = motionOf(tx, n.Conference.ID, motionID); err != nil {
		return n, err
	}
	if n.Motion.Standing() != Confirmed {
		return n, problem.New(problem.NotFound, "Nội dung này chưa có kết quả kiểm phiếu.")
	}
	if n.Tellers, err = tellersOf(tx, motionID); err != nil {
		return n, err
	}
	text, err := n.text()
	if err != nil {
		return n, err
	}
	sum := sha256.Sum256([]byte(text))
	n.SHA256 = hex.EncodeToString(sum[:])
	n.MaySign = n.Motion.counts(tx.Actor) && !n.signedBy(tx.Actor.ID)
	return n, nil
}

func (n Counting) signedBy(account string) bool {
	return slices.ContainsFunc(n.Tellers, func(t Teller) bool { return t.AccountID == account })
}

const countingFormat = "bien-ban-kiem-phieu/1"

// countingText is what the tellers sign.
type countingText struct {
	Format     string        `json:"format"`
	Conference string        `json:"conference"`
	Motion     string        `json:"motion"`
	Kind       Kind          `json:"kind"`
	Round      int           `json:"round"`
	Paper      ballot.Kind   `json:"paper"`
	Seats      int           `json:"seats"`
	Members    int           `json:"members"`
	Present    int           `json:"present"`
	Needed     int           `json:"needed"`
	OnPaper    []sheetsText  `json:"on_paper"`
	Electronic []votedText   `json:"electronic"`
	Candidates []outcomeText `json:"candidates"`
}

type sheetsText struct {
	Candidates []string `json:"candidates"`
	Issued     int      `json:"issued"`
	Returned   int      `json:"returned"`
	Valid      int      `json:"valid"`
}

type votedText struct {
	Ballot   string `json:"ballot"`
	Given    int    `json:"given"`
	Returned int    `json:"returned"`
	Valid    int    `json:"valid"`
}

type outcomeText struct {
	Unit    string `json:"unit"`
	Votes   int    `json:"votes"`
	Against int    `json:"against"`
	Points  int    `json:"points"`
	Passed  bool   `json:"passed"`
	Tied    bool   `json:"tied"`
}

func (n Counting) text() (string, error) {
	m := n.Motion
	t := countingText{
		Format: countingFormat, Conference: n.Conference.ID, Motion: m.ID, Kind: m.Kind, Round: m.Round, Paper: m.Paper, Seats: m.Seats,
		Members: m.Members, Present: m.Present, OnPaper: []sheetsText{}, Electronic: []votedText{}, Candidates: []outcomeText{},
	}
	for _, v := range m.Votes {
		t.Electronic = append(t.Electronic, votedText{v.BallotID, v.Result.Given, v.Result.Returned, v.Result.Result.Valid})
	}
	switch {
	case len(m.Counts) == 0:
	case m.Apart():
		for _, id := range m.Candidates {
			s := m.Counts[0].sheetsOf(m, id)
			t.OnPaper = append(t.OnPaper, sheetsText{[]string{id}, s.issued, s.returned, s.valid})
		}
	default:
		s := m.Counts[0]
		t.OnPaper = append(t.OnPaper, sheetsText{m.Candidates, s.Issued, s.Returned, s.Valid})
	}
	outcomes, needed := m.Outcomes(n.Rules)
	t.Needed = needed
	for _, o := range outcomes {
		t.Candidates = append(t.Candidates, outcomeText{o.UnitID, o.Votes, o.Against, o.Points, o.Passed, o.Tied})
	}
	return record.Canonical(t)
}
