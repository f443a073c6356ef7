package dossier

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Posting is one time for which the names of a dossier are made public (niêm yết).
type Posting struct {
	ID        string
	DossierID string
	Place     string
	Number    string // of the document that makes it public
	FromDay   vn.Date
	UntilDay  vn.Date // it stays at least until the end of this day
	ClosedOn  vn.Date
	Opinions  int    // counted when it was closed
	Sealed    string // SHA-256 of the closed set, canonical JSON
	Online    bool   // stands on the portal
}

// Way is how an opinion of the public came.
type Way string

// The ways.
const (
	ByPost    Way = "post"
	ByMail    Way = "mail"
	ByPhone   Way = "phone"
	AtMeeting Way = "meeting"
	ByWeb     Way = "web" // on the portal; nobody enters it by hand
)

// Ways are those that an officer can choose.
var Ways = []Way{ByPost, ByMail, ByPhone, AtMeeting}

// Name is the way in Vietnamese.
func (w Way) Name() string {
	return map[Way]string{ByPost: "thư, văn bản", ByMail: "thư điện tử", ByPhone: "điện thoại", AtMeeting: "trực tiếp", ByWeb: "cổng thông tin"}[w]
}

// View is what an opinion of the public speaks for.
type View string

// The views.
const (
	For     View = "for"
	Against View = "against"
	Neither View = "other"
)

// Views are all views.
var Views = []View{For, Against, Neither}

// Name is the view in Vietnamese.
func (v View) Name() string {
	return map[View]string{For: "ủng hộ", Against: "không đồng tình", Neither: "ý kiến khác"}[v]
}

// PublicOpinion is one opinion that came during a posting.
type PublicOpinion struct {
	ID          string
	DossierID   string
	PostingID   string
	CandidateID string // empty for the whole list
	Way         Way
	Person      string // who said so; empty where no name was given
	ReceivedOn  vn.Date
	Stance      View
	Body        string
	Answer      string
	AnsweredOn  vn.Date
}

// freely is how long a posting of free will stays, in working days: what the decree
// asks where posting is owed.
const freely = 10

// Post makes the names public. It stays so for the working days of the law, counted
// from the day after; of free will as long.
func Post(tx *db.Tx, b Basis, a Ask, place, number string) (Dossier, error) {
	before, m, err := begin(tx, MovePost, a)
	if err != nil {
		return before, err
	}
	p := Posting{ID: db.NewID(), DossierID: before.ID, Place: vn.Line(place), Number: vn.Line(number), FromDay: tx.Today(), Online: true}
	if p.Place == "" {
		return before, problem.Field("place", "Ghi nơi niêm yết, ví dụ trụ sở đơn vị và cổng thông tin điện tử.")
	}
	days := freely
	if limit := b.Law.Values.Deadline("posting", tx.Today()); limit != nil {
		days = limit.WorkingDays
	}
	p.UntilDay, _ = b.Calendar.AddWorkingDays(p.FromDay, days)
	if err := insertPosting(tx, p); err != nil {
		return before, fmt.Errorf("post dossier %s: %w", before.ID, err)
	}
	return finish(tx, b, m, before, before, a.Reason, "")
}

// posted finds the open posting of a dossier that is at that step.
func posted(tx *db.Tx, a Ask) (Dossier, Move, Posting, error) {
	d, m, err := begin(tx, MoveUnpost, a)
	if err != nil {
		return d, m, Posting{}, err
	}
	list, err := postingsOf(tx, d.ID)
	if err != nil {
		return d, m, Posting{}, fmt.Errorf("read postings of dossier %s: %w", d.ID, err)
	}
	i := slices.IndexFunc(list, func(p Posting) bool { return p.ClosedOn.IsZero() })
	if i < 0 {
		return d, m, Posting{}, fmt.Errorf("dossier %s is posted without a posting", d.ID)
	}
	return d, m, list[i], nil
}

// Opine writes an opinion of the public that came by post, mail, telephone or in person.
func Opine(tx *db.Tx, a Ask, o PublicOpinion) error {
	d, _, p, err := posted(tx, a)
	if err != nil {
		return err
	}
	o.Person, o.Body = vn.Line(o.Person), vn.Text(o.Body)
	var list problem.List
	if !slices.Contains(Ways, o.Way) {
		list.Add("way", "Chọn ý kiến đến bằng cách nào.")
	}
	if !slices.Contains(Views, o.Stance) {
		list.Add("stance", "Chọn ý kiến ủng hộ, không đồng tình hay khác.")
	}
	if o.Body == "" {
		list.Add("body", "Ghi nội dung ý kiến.")
	}
	if o.ReceivedOn.IsZero() || o.ReceivedOn.Before(p.FromDay) || o.ReceivedOn.After(tx.Today()) {
		list.Add("received_on", "Ghi ngày nhận ý kiến, từ ngày niêm yết %s đến hôm nay.", p.FromDay.Short())
	}
	if o.CandidateID != "" {
		if _, err := findCandidate(tx, d.ID, o.CandidateID); err != nil {
			list.Add("candidate", "Hồ sơ không có đối tượng này.")
		}
	}
	if err := list.Err(); err != nil {
		return err
	}
	o.ID, o.DossierID, o.PostingID, o.Answer, o.AnsweredOn = db.NewID(), d.ID, p.ID, "", vn.Date{}
	if err := insertOpinion(tx, o); err != nil {
		return fmt.Errorf("write opinion on dossier %s: %w", d.ID, err)
	}
	return opinionNoted(tx, d, nil, o)
}

// AnswerOpinion writes what was answered to an opinion of the public.
func AnswerOpinion(tx *db.Tx, a Ask, opinionID, answer string) error {
	d, _, p, err := posted(tx, a)
	if err != nil {
		return err
	}
	list, err := opinionsOf(tx, p.ID)
	if err != nil {
		return fmt.Errorf("read opinions on dossier %s: %w", d.ID, err)
	}
	i := slices.IndexFunc(list, func(o PublicOpinion) bool { return o.ID == opinionID })
	switch answer = vn.Text(answer); {
	case i < 0:
		return problem.New(problem.NotFound, "Không có ý kiến này.")
	case list[i].Answer != "":
		return problem.New(problem.Closed, "Ý kiến này đã được trả lời ngày %s.", list[i].AnsweredOn.Short())
	case answer == "":
		return problem.Field("answer_"+opinionID, "Ghi nội dung trả lời.")
	}
	o := list[i]
	o.Answer, o.AnsweredOn = answer, tx.Today()
	if err := updateOpinion(tx, o); err != nil {
		return fmt.Errorf("answer opinion %s: %w", o.ID, err)
	}
	return opinionNoted(tx, d, list[i], o)
}

func opinionNoted(tx *db.Tx, d Dossier, before any, o PublicOpinion) error {
	after := d
	after.Version++
	if err := store(tx, d, after); err != nil {
		return err
	}
	return record.Add(tx, record.Act{
		Act: Handler.Act(), Object: record.Object{Kind: "dossier_opinion", ID: o.ID}, Scope: d.scope(Handler), Before: before, After: o,
	})
}

// Unpost ends a posting once its days are over and every opinion is answered. The set
// of opinions is counted and its fingerprint written down; nothing is added afterwards.
func Unpost(tx *db.Tx, b Basis, a Ask) (Dossier, error) {
	before, m, p, err := posted(tx, a)
	if err != nil {
		return before, err
	}
	if !tx.Today().After(p.UntilDay) {
		return before, problem.New(problem.Closed, "Niêm yết từ ngày %s phải giữ đến hết ngày %s; kết thúc được từ ngày sau đó.", p.FromDay.Short(), p.UntilDay.Short())
	}
	list, err := opinionsOf(tx, p.ID)
	if err != nil {
		return before, fmt.Errorf("read opinions on dossier %s: %w", before.ID, err)
	}
	open := 0
	for _, o := range list {
		if o.Answer == "" {
			open++
		}
	}
	if open > 0 {
		return before, problem.New(problem.Closed, "Còn %d ý kiến chưa được trả lời.", open)
	}
	text, err := record.Canonical(list)
	if err != nil {
		return before, err
	}
	sum := sha256.Sum256([]byte(text))
	p.ClosedOn, p.Opinions, p.Sealed = tx.Today(), len(list), hex.EncodeToString(sum[:])
	if err := closePosting(tx, p); err != nil {
		return before, fmt.Errorf("close posting of dossier %s: %w", before.ID, err)
	}
	if err := record.Add(tx, record.Act{
		Act: Handler.Act(), Object: record.Object{Kind: "dossier_posting", ID: p.ID}, Scope: before.scope(Handler), After: p,
	}); err != nil {
		return before, err
	}
	return finish(tx, b, m, before, before, "", "")
}

// Owed is a duty of the law on a dossier, and whether it is done.
type Owed struct {
	*rules.Duty
	Done bool
	On   vn.Date // when it was done
}

// owed are the duties of a dossier by the law of a day.
func owed(tx *db.Tx, b Basis, d *Dossier, day vn.Date) ([]Owed, error) {
	a := b.Law.Award(d.Award)
	if a == nil {
		return nil, nil
	}
	var list []Owed
	if x := b.Law.Dossier.DutyFor(rules.ConsultingDuty, a, d.Proposer, day); x != nil {
		asked, err := consultationsOf(tx, d.ID)
		if err != nil {
			return nil, fmt.Errorf("read consultations of dossier %s: %w", d.ID, err)
		}
		o := Owed{Duty: x, Done: len(asked) > 0 && d.Step != Consulting}
		for _, c := range asked {
			if c.AnsweredOn.After(o.On) {
				o.On = c.AnsweredOn
			}
		}
		list = append(list, o)
	}
	if x := b.Law.Dossier.DutyFor(rules.PostingDuty, a, d.Proposer, day); x != nil {
		o := Owed{Duty: x}
		postings, err := postingsOf(tx, d.ID)
		if err != nil {
			return nil, fmt.Errorf("read postings of dossier %s: %w", d.ID, err)
		}
		for _, p := range postings {
			if !p.ClosedOn.IsZero() {
				o.Done, o.On = true, p.ClosedOn
			}
		}
		list = append(list, o)
	}
	return list, nil
}
