package award

import (
	"cmp"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
)

// EnterList enters an open list into the register, all of it at once: files are
// opened for who is new, lines that are there already are passed over. It is refused
// while something is not decided, and when the register has changed so that somebody
// is no longer found as he was.
func EnterList(tx *db.Tx, law *rules.Law, ring *key.Ring, unitID, id string, version int64) (PastList, error) {
	scope := access.Scope{Unit: unitID}
	if err := access.Require(tx, access.AwardKeep, scope); err != nil {
		return PastList{}, err
	}
	l, err := openList(tx, unitID, id)
	if err != nil {
		return PastList{}, err
	}
	if l.Version != version {
		return PastList{}, problem.New(problem.Conflict, "Người khác vừa lưu quyết định của danh sách này; xem lại rồi ghi vào sổ.")
	}
	p, err := plan(tx, ring, l)
	if err != nil {
		return PastList{}, err
	}
	if err := p.ready(); err != nil {
		return PastList{}, err
	}
	e := entering{tx: tx, law: law, ring: ring, plan: p, opened: map[int]string{}}
	if err := e.enter(); err != nil {
		return PastList{}, err
	}
	before := l
	l.State, l.ClosedAt, l.Entered, l.People = ListEntered, db.At(tx.Now), e.lines, len(e.opened)
	l.Version++
	if stored, err := updateList(tx, l); err != nil || !stored {
		return PastList{}, stale(err)
	}
	if err := forgetIdentities(tx, l.ID); err != nil {
		return PastList{}, fmt.Errorf("close list %s: %w", l.ID, err)
	}
	return l, record.Add(tx, record.Act{
		Act: access.AwardKeep, Object: record.Object{Kind: "award_list", ID: l.ID}, Scope: scope, Before: before, After: l,
	})
}

// ready refuses a plan in which something has to be decided first.
func (p *Plan) ready() error {
	c := p.Counts()
	var changed []string
	for _, q := range p.Parties {
		if q.Changed {
			changed = append(changed, q.Name)
		}
	}
	switch {
	case len(changed) > 0:
		return problem.New(problem.Conflict, "Sổ đã thay đổi từ lúc danh sách được đối chiếu nên phải xem lại: %s. Quyết định lại ở dưới rồi ghi.", enough(changed))
	case c.Doubtful > c.Decided:
		return problem.New(problem.Conflict, "Còn %d người hoặc tập thể chưa quyết định; chọn cho từng người ở dưới rồi lưu.", c.Doubtful-c.Decided)
	case c.Twice+c.Clash > 0:
		return problem.New(problem.Conflict, "Còn %d dòng có thể trùng hoặc trái với sổ chưa quyết định; chọn cho từng dòng ở dưới rồi lưu.", c.Twice+c.Clash)
	case c.Fresh == 0:
		return problem.New(problem.Conflict, "Không có dòng nào để ghi: các dòng đã có trong sổ hoặc đã bỏ. Hãy bỏ danh sách này.")
	}
	return nil
}

// enough is the beginning of a list of names.
func enough(names []string) string {
	const most = 5
	text := ""
	for i, name := range names[:min(len(names), most)] {
		if i > 0 {
			text += ", "
		}
		text += name
	}
	if len(names) > most {
		text += fmt.Sprintf(" và %d tên nữa", len(names)-most)
	}
	return text
}

// entering is a list on its way into the register.
type entering struct {
	tx     *db.Tx
	law    *rules.Law
	ring   *key.Ring
	plan   *Plan
	opened map[int]string // files opened, by party
	years  map[string]map[int]Year
	awards []Entry
	lines  int
}

func (e *entering) enter() error {
	e.years = map[string]map[int]Year{}
	comes := map[int]bool{} // parties of whom something is entered, or of one that goes with them
	for _, l := range e.plan.Lines {
		if l.State == LineFresh {
			comes[e.plan.Parties[l.Party-1].Leader] = true
		}
	}
	for _, q := range e.plan.Parties {
		if !comes[q.N] {
			continue
		}
		if err := e.open(q); err != nil {
			return err
		}
	}
	for _, l := range e.plan.Lines {
		if l.State != LineFresh {
			continue
		}
		if err := e.line(l); err != nil {
			return fmt.Errorf("enter line %d: %w", l.N, err)
		}
		e.lines++
	}
	if err := insertEntries(e.tx, e.awards); err != nil {
		return fmt.Errorf("enter awards: %w", err)
	}
	if err := findable(e.tx, idsOf(e.awards)...); err != nil {
		return err
	}
	for id, years := range e.years {
		for _, y := range years {
			if err := saveYear(e.tx, y); err != nil {
				return fmt.Errorf("enter year %d of %s: %w", y.Year, id, err)
			}
		}
	}
	return nil
}

// open opens the file of somebody new, or completes the one that is there with what
// only the list knows.
func (e *entering) open(q PartyPlan) error {
	if q.Target == AsNew {
		return e.openNew(q)
	}
	f := e.plan.Files[q.Target]
	if f == nil || q.Target == LeaveOut {
		return nil
	}
	if err := access.Require(e.tx, access.AwardKeep, access.Scope{Unit: f.UnitID}); err != nil {
		return err
	}
	s := f.Subject
	var err error
	if len(s.Identity) == 0 && q.Identity != "" {
		if s.Identity, err = sealedIdentity(e.ring, q.Identity, s.ID); err != nil {
			return err
		}
	}
	s.BirthYear, s.Founded = cmp.Or(s.BirthYear, q.BirthYear), cmp.Or(s.Founded, q.Founded)
	if s.BirthYear == f.BirthYear && s.Founded == f.Founded && len(s.Identity) == len(f.Identity) {
		return nil
	}
	s.Version++
	f.Subject = s
	return completeSubject(e.tx, s)
}

func (e *entering) openNew(q PartyPlan) error {
	if q.Leader != q.N {
		return nil
	}
	s := Subject{
		UnitID: e.plan.List.UnitID, Kind: q.Kind, Name: q.Name, BirthYear: q.BirthYear, Female: q.Female, Post: q.Post, Place: q.Place, Founded: q.Founded,
	}
	if err := checkSubject(e.tx, e.law, &s); err != nil {
		return err
	}
	s.ID, s.Folded, s.Version, s.CreatedAt = db.NewID(), Folded(s.Name), 1, db.At(e.tx.Now)
	var err error
	if s.Identity, err = sealedIdentity(e.ring, q.Identity, s.ID); err != nil {
		return err
	}
	if err := keep(e.tx, s); err != nil {
		return fmt.Errorf("open file of %s: %w", s.Name, err)
	}
	e.opened[q.N] = s.ID
	return nil
}

// line enters one line.
func (e *entering) line(l LinePlan) error {
	q := e.plan.Parties[l.Party-1]
	id := q.Target
	if id == AsNew {
		id = e.opened[q.Leader]
	}
	source := "«" + e.plan.List.Name + "», ô " + l.Place
	switch l.Kind {
	case OfRating:
		e.rate(id, l, source)
		return nil
	case OfInitiative:
		return insertInitiative(e.tx, Initiative{ID: db.NewID(), SubjectID: id, Year: l.Year, Scope: l.Scope, Name: l.Title, Number: l.Number, Source: source})
	case OfDiscipline:
		return insertDiscipline(e.tx, Discipline{ID: db.NewID(), SubjectID: id, Form: l.Form, FromDay: l.FromDay, ToDay: l.ToDay, Number: l.Number, Note: source})
	}
	e.awards = append(e.awards, Entry{
		ID: db.NewID(), SubjectID: id, Kind: Grant, Award: l.Award, Year: l.Year, FromYear: l.FromYear, Number: l.Number, DecidedOn: l.DecidedOn,
		DecidedBy: l.DecidedBy, Signer: l.Signer, Occasion: l.Occasion, Achievement: l.Achievement, AsWritten: l.AsWritten,
		Source: source, ListID: e.plan.List.ID, CreatedAt: db.At(e.tx.Now),
	})
	return nil
}

// rate puts a rating into the year that is there.
func (e *entering) rate(id string, l LinePlan, source string) {
	if e.years[id] == nil {
		e.years[id] = map[int]Year{}
	}
	y := Year{SubjectID: id, Year: l.Year}
	if f := e.plan.Files[id]; f != nil {
		for _, have := range f.Years {
			if have.Year == l.Year {
				y = have
			}
		}
	}
	y.Rating, y.Source = l.Rating, source
	e.years[id][l.Year] = y
}
