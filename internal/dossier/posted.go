package dossier

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/receipt"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// PublicPosting is a posting as the portal shows it.
type PublicPosting struct {
	Posting
	Title      string // of the dossier; for the office, a page of the public says the award
	Award      string // code
	Year       int
	FromYear   int
	UnitID     string // that proposes
	OfficeID   string
	Proposer   rules.Proposer
	Candidates int
	ReceivedOn vn.Date
}

// Over reports whether opinions are no longer taken on the portal.
func (p *PublicPosting) Over(today vn.Date) bool {
	return !p.ClosedOn.IsZero() || today.After(p.UntilDay)
}

// Duty is why the list has to be posted, by the law of the day on which the dossier was
// received; nil where it is posted of free will.
func (p *PublicPosting) Duty(l *rules.Law) *rules.Duty {
	a, day := l.Award(p.Award), p.ReceivedOn
	if day.IsZero() {
		day = p.FromDay
	}
	if a == nil {
		return nil
	}
	return l.Dossier.DutyFor(rules.PostingDuty, a, p.Proposer, day)
}

// PostedAtOnce is how many postings a page of the portal shows.
const PostedAtOnce = 20

// PublicPostings lists the postings of the portal, those that take opinions first, with
// how many there are.
//
// Public: what is posted is posted for everybody.
func PublicPostings(tx *db.Tx, page int) ([]PublicPosting, int, error) {
	list, total, err := postedOnline(tx, PostedAtOnce, (max(1, page)-1)*PostedAtOnce)
	if err != nil {
		return nil, 0, fmt.Errorf("list postings: %w", err)
	}
	return list, total, nil
}

func publicPosting(tx *db.Tx, id string) (PublicPosting, error) {
	p, err := postingOnline(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return p, problem.New(problem.NotFound, "Không có danh sách nào được lấy ý kiến ở địa chỉ này.")
	}
	if err != nil {
		return p, fmt.Errorf("find posting %s: %w", id, err)
	}
	return p, nil
}

// Nominee is what a posting says of a candidate; nothing else of a person is public.
type Nominee struct {
	N           int
	Kind        rules.Kind
	Name        string
	Place       string // of work; a household's home is not said
	Achievement string
}

// Reply is what the office answered to one opinion.
type Reply struct {
	Stance     View
	ReceivedOn vn.Date
	Answer     string
	AnsweredOn vn.Date
}

// PostedList is all that the portal shows of a posting: who is proposed while the list is
// posted, and what came of it once it is closed.
type PostedList struct {
	PublicPosting
	List    []Nominee    // a page of it; nobody once it is closed: a name is not posted longer than it has to be
	Total   int          // of all pages
	Counts  map[View]int // of the closed set
	Replies []Reply      // of the closed set
}

// NomineesAtOnce is how many of a posted list stand on a page.
const NomineesAtOnce = 100

// PublicPostingOf reads a posting of the portal with a page of its list, from 1; one
// beyond the last is the last.
//
// Public: names stand there while they are posted, counts and answers once the set is
// closed; what the opinions say is not published.
func PublicPostingOf(tx *db.Tx, id string, page int) (PostedList, error) {
	p, err := publicPosting(tx, id)
	if err != nil {
		return PostedList{}, err
	}
	v := PostedList{PublicPosting: p, Counts: map[View]int{}}
	if p.ClosedOn.IsZero() {
		if v.Total, err = countCandidates(tx, p.DossierID); err != nil {
			return v, fmt.Errorf("count candidates of dossier %s: %w", p.DossierID, err)
		}
		last := max(0, (v.Total-1)/NomineesAtOnce)
		if v.List, err = nomineesOf(tx, p.DossierID, NomineesAtOnce, min(max(0, page-1), last)*NomineesAtOnce); err != nil {
			return v, fmt.Errorf("read candidates of dossier %s: %w", p.DossierID, err)
		}
		for i := range v.List {
			if v.List[i].Kind == rules.Household {
				v.List[i].Place = ""
			}
		}
		return v, nil
	}
	list, err := opinionsOf(tx, p.ID)
	if err != nil {
		return v, fmt.Errorf("read opinions on posting %s: %w", p.ID, err)
	}
	v.Counts = CountsOf(list)
	for _, o := range list {
		v.Replies = append(v.Replies, Reply{Stance: o.Stance, ReceivedOn: o.ReceivedOn, Answer: o.Answer, AnsweredOn: o.AnsweredOn})
	}
	return v, nil
}

// CountsOf are how many opinions speak for what.
func CountsOf(list []PublicOpinion) map[View]int {
	counts := map[View]int{}
	for _, o := range list {
		counts[o.Stance]++
	}
	return counts
}

// Receipt is what the code of an opinion shows: that it came, is counted and what was
// answered; not what it says, for a code may be found by somebody else.
type Receipt struct {
	PublicPosting
	Opinion PublicOpinion // without its body
	About   string        // the candidate; empty for the whole list
}

// ReceiptOf finds an opinion of the portal by its code.
//
// Public: the code opens it.
func ReceiptOf(tx *db.Tx, code string) (Receipt, error) {
	missing := problem.Field("code", "Không có ý kiến nào mang mã này. Kiểm tra lại từng chữ: mã gồm 16 chữ và số.")
	v, err := voiceByCode(tx, receipt.Digest(code))
	if errors.Is(err, db.ErrNoRow) {
		return Receipt{}, missing
	}
	if err != nil {
		return Receipt{}, fmt.Errorf("find opinion of a code: %w", err)
	}
	o, err := opinionByID(tx, v.OpinionID)
	if err != nil {
		return Receipt{}, fmt.Errorf("find opinion %s: %w", v.OpinionID, err)
	}
	p, err := postingEver(tx, o.PostingID)
	if err != nil {
		return Receipt{}, fmt.Errorf("find posting %s: %w", o.PostingID, err)
	}
	r := Receipt{PublicPosting: p, Opinion: o}
	r.Opinion.Body = ""
	if o.CandidateID != "" && p.ClosedOn.IsZero() {
		c, err := findCandidate(tx, o.DossierID, o.CandidateID)
		if err != nil {
			return Receipt{}, fmt.Errorf("find candidate %s: %w", o.CandidateID, err)
		}
		r.About = c.Name
	}
	return r, nil
}

// SetOf is the closed set of opinions of a posting, to the byte as it was sealed:
// whoever hashes it finds the seal.
//
// Read: requires the right to see the dossiers of the office.
func SetOf(tx *db.Tx, dossierID, postingID string) (string, error) {
	d, err := find(tx, dossierID)
	if err != nil {
		return "", err
	}
	if err := access.Require(tx, access.DossierRead, access.Scope{Unit: d.OfficeID}); err != nil {
		return "", err
	}
	postings, err := postingsOf(tx, d.ID)
	if err != nil {
		return "", fmt.Errorf("read postings of dossier %s: %w", d.ID, err)
	}
	i := slices.IndexFunc(postings, func(p Posting) bool { return p.ID == postingID && !p.ClosedOn.IsZero() })
	if i < 0 {
		return "", problem.New(problem.NotFound, "Hồ sơ không có lần niêm yết đã kết thúc này.")
	}
	list, err := opinionsOf(tx, postingID)
	if err != nil {
		return "", fmt.Errorf("read opinions on posting %s: %w", postingID, err)
	}
	text, err := record.Canonical(list)
	return text, err
}
