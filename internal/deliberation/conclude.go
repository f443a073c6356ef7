package deliberation

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/dossier"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Ruling is the unit's own decision on a list.
type Ruling struct {
	Number string
	On     vn.Date
	Signer string
}

// Decide enters the unit's own decision on a list, where the head of the unit has the
// power (Law 06/2022/QH15, Article 80): each grant goes into the register of awards.
func Decide(tx *db.Tx, l *rules.Law, id string, version int64, title string, r Ruling) error {
	d, lists, err := atEnd(tx, l, id, version, title)
	if err != nil {
		return err
	}
	var list problem.List
	if r.Number = vn.Line(r.Number); r.Number == "" {
		list.Add("number", "Ghi số, ký hiệu quyết định.")
	}
	if r.On.IsZero() || r.On.After(tx.Today()) || r.On.Before(d.PublishedOn) {
		list.Add("decided_on", "Ghi ngày quyết định, từ ngày công bố %s đến hôm nay.", d.PublishedOn.Short())
	}
	if r.Signer = vn.Line(r.Signer); r.Signer == "" {
		list.Add("signer", "Ghi người ký.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	u, err := org.Find(tx, d.UnitID, tx.Today())
	if err != nil {
		return err
	}
	t := lists.Of(title)
	entries := make([]award.Entry, len(t.On))
	for i, s := range t.On {
		for _, h := range s.facts.Awards {
			if h.Award == title && h.Year == d.Year {
				return problem.New(problem.Conflict, "%s đã có danh hiệu này năm %d trong sổ, theo quyết định %s.", s.Name, d.Year, h.Number)
			}
		}
		entries[i] = award.Entry{
			SubjectID: s.SubjectID, Award: title, Year: d.Year, Number: r.Number, DecidedOn: r.On, DecidedBy: u.Name, Signer: r.Signer, Occasion: rules.Merit,
			Source: fmt.Sprintf("bình xét năm %d", d.Year),
		}
	}
	if err := award.GiveMany(tx, entries); err != nil {
		return err
	}
	return d.end(tx, lists, End{DeliberationID: d.ID, Award: title, People: len(entries), Number: r.Number, DecidedOn: r.On, Signer: r.Signer})
}

// SendUpward makes a dossier of a list, to the office that receives it.
func SendUpward(tx *db.Tx, b dossier.Basis, id string, version int64, title, officeID string, level dossier.Level) (dossierID string, err error) {
	d, lists, err := atEnd(tx, b.Law, id, version, title)
	if err != nil {
		return "", err
	}
	made, err := dossier.Register(tx, b, dossier.Dossier{UnitID: d.UnitID, OfficeID: officeID, Level: level, Kind: "yearly", Award: title, Year: d.Year, OwnMembers: d.council(tx)})
	if err != nil {
		return "", err
	}
	on := lists.Of(title).On
	candidates := make([]dossier.Candidate, len(on))
	for i, s := range on {
		candidates[i] = dossier.Candidate{
			Kind: rules.Person, Name: s.Name, BirthYear: s.BirthYear, Female: s.Female, Post: s.Post, Place: s.Department, Direct: s.Direct, SubjectID: s.SubjectID,
			OwnVotes: s.Of(title).Vote.Yes,
		}
	}
	if _, err := dossier.AddCandidates(tx, b, dossier.Ask{ID: made.ID, Version: made.Version}, candidates, func(n int, _ string) string { return on[n].Name }); err != nil {
		return "", err
	}
	return made.ID, d.end(tx, lists, End{DeliberationID: d.ID, Award: title, People: len(on), DossierID: made.ID})
}

// council is how many were called to the unit's meeting.
func (d *Deliberation) council(tx *db.Tx) int {
	held, err := meetingsOf(tx, d.ID)
	if err != nil {
		return 0
	}
	for i := range held {
		if held[i].Department == "" && held[i].Members <= 1000 {
			return held[i].Members
		}
	}
	return 0
}

// atEnd finds a deliberation whose list can be ended, with its lists.
func atEnd(tx *db.Tx, l *rules.Law, id string, version int64, title string) (Deliberation, *Lists, error) {
	d, err := find(tx, id)
	if err != nil {
		return d, nil, err
	}
	if err := access.Require(tx, access.DeliberationConclude, access.Scope{Unit: d.UnitID}); err != nil {
		return d, nil, err
	}
	if d.State != Published {
		return d, nil, problem.New(problem.Closed, "Đợt bình xét %s; kết luận sau khi công bố kết quả.", d.State.Name())
	}
	if err := d.seen(version); err != nil {
		return d, nil, err
	}
	if !tx.Today().After(d.ObjectUntil) && d.ObjectDays > 0 {
		return d, nil, problem.New(problem.Closed, "Còn nhận phản ánh đến hết ngày %s (%s); kết luận sau ngày đó.", d.ObjectUntil.Short(), d.Document)
	}
	open, err := countUnanswered(tx, d.ID)
	if err != nil {
		return d, nil, fmt.Errorf("count objections of %s: %w", d.ID, err)
	}
	if open > 0 {
		return d, nil, problem.New(problem.Closed, "Còn %d phản ánh chưa trả lời.", open)
	}
	if _, err := endOf(tx, d.ID, title); err == nil {
		return d, nil, problem.New(problem.Conflict, "Danh sách này đã có kết luận.")
	} else if !errors.Is(err, db.ErrNoRow) {
		return d, nil, fmt.Errorf("find end of list: %w", err)
	}
	lists, err := d.lists(tx, l)
	if err != nil {
		return d, nil, err
	}
	if err := lists.asPublished(tx); err != nil {
		return d, nil, err
	}
	if len(lists.Of(title).On) == 0 {
		return d, nil, problem.New(problem.Closed, "Danh sách không có ai.")
	}
	return d, lists, nil
}

// asPublished refuses lists that have come to differ from the published ones, because
// the register of awards was changed in the meantime.
func (l *Lists) asPublished(tx *db.Tx) error {
	results, err := resultsOf(tx, l.ID)
	if err != nil {
		return fmt.Errorf("read results of %s: %w", l.ID, err)
	}
	listed := map[[2]string]bool{}
	for _, r := range results {
		listed[[2]string{r.StaffID, r.Award}] = r.Listed
	}
	for i := range l.People {
		s := &l.People[i]
		for k, title := range Titles {
			if s.at[k].Listed != listed[[2]string{s.ID, title}] {
				return problem.New(problem.Conflict, "Kết quả của %s nay khác kết quả đã công bố, vì sổ khen thưởng đã thay đổi: %s Trả lời bằng một phản ánh được chấp nhận, rồi công bố lại.", s.Name, s.at[k].Why)
			}
		}
	}
	return nil
}

// end stores what became of a list; once all lists with somebody on them have ended
// the deliberation is concluded.
func (d *Deliberation) end(tx *db.Tx, lists *Lists, e End) error {
	if err := insertEnd(tx, e); err != nil {
		return fmt.Errorf("end list of %s: %w", d.ID, err)
	}
	all := true
	for k, title := range Titles {
		if len(lists.Titles[k].On) == 0 || title == e.Award {
			continue
		}
		if _, err := endOf(tx, d.ID, title); errors.Is(err, db.ErrNoRow) {
			all = false
		} else if err != nil {
			return fmt.Errorf("find end of list: %w", err)
		}
	}
	before := *d
	if all {
		d.State = Concluded
	}
	return d.changed(tx, access.DeliberationConclude, before, "")
}
