package dossier

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Decision is what the authority decided on a dossier (quyết định).
type Decision struct {
	ID        string
	DossierID string
	Number    string
	SignedOn  vn.Date
	Signer    string
	Authority string
	Granted   int
	Refused   int
	FileHash  string
	FileName  string
	EnteredBy string
	CreatedAt db.Time `json:"-"`

	Names map[int]bool // whom it names, by the candidate's number: granted, not stored
	All   bool         // it names everybody who was put forward; not stored
	Same  bool         // the person says that it is the decision of another dossier too; not stored
	File  blob.File    `json:"-"` // its scan; empty while it is not at hand; not stored
}

// Decide enters the decision on a dossier, as it was signed: its number, and whom of
// those put forward it names. Who is named gets a grant in the register of awards; a
// file is opened there for who has none.
func Decide(tx *db.Tx, b Basis, a Ask, x Decision) (Dossier, error) {
	before, m, err := begin(tx, MoveDecide, a)
	if err != nil {
		return before, err
	}
	return before.decided(tx, b, m, x)
}

// decided enters the decision on a dossier, by a move that the actor may make.
func (d *Dossier) decided(tx *db.Tx, b Basis, m Move, x Decision) (Dossier, error) {
	before := *d
	f, err := folderOf(tx, before)
	if err != nil {
		return before, err
	}
	if err := x.check(tx, b, &f); err != nil {
		return before, err
	}
	x.ID, x.DossierID, x.CreatedAt = db.NewID(), before.ID, db.At(tx.Now)
	x.FileHash, x.FileName = x.File.Hash, x.File.Name
	x.EnteredBy = access.Signature(tx.Actor, m.Who.Act(), before.scope(m.Who))
	for i := range f.List {
		c := &f.List[i]
		c.Outcome = Refused
		if x.names(b, &before, c, tx.Today()) {
			c.Outcome = Granted
			x.Granted++
		} else {
			x.Refused++
		}
	}
	if err := f.grant(tx, b, &x); err != nil {
		return before, err
	}
	if err := insertDecision(tx, x, tx.Actor.ID); err != nil {
		return before, fmt.Errorf("enter decision on dossier %s: %w", before.ID, err)
	}
	if err := f.settled(tx, x); err != nil {
		return before, err
	}
	after := before
	after.Awarded = x.Granted
	return finish(tx, b, m, before, after, "", "")
}

// names reports whether the decision names a candidate.
func (x *Decision) names(b Basis, d *Dossier, c *Candidate, today vn.Date) bool {
	if x.All {
		return c.PutForward(b, d, today)
	}
	return x.Names[c.N]
}

// PutForward reports whether the dossier put the candidate forward to who decides.
func (c *Candidate) PutForward(b Basis, d *Dossier, today vn.Date) bool {
	if d.Simple {
		return c.Verdict == Fit
	}
	return b.Carried(d, c, today)
}

func (x *Decision) check(tx *db.Tx, b Basis, f *Folder) error {
	x.Number, x.Signer, x.Authority = vn.Line(x.Number), vn.Line(x.Signer), vn.Line(x.Authority)
	var list problem.List
	if x.Number == "" {
		list.Add("decision_number", "Ghi số, ký hiệu quyết định.")
	}
	if x.SignedOn.IsZero() || x.SignedOn.After(tx.Today()) || x.SignedOn.Before(f.UpwardOn) {
		list.Add("decision_on", "Ghi ngày quyết định: không trước ngày tờ trình (%s), không sau hôm nay.", f.UpwardOn.Short())
	}
	if x.Authority == "" {
		list.Add("authority", "Ghi cấp quyết định, ví dụ Thủ tướng Chính phủ.")
	}
	if x.Signer == "" {
		list.Add("signer", "Ghi người ký quyết định.")
	}
	for i := range f.List {
		c := &f.List[i]
		if x.Names[c.N] && !c.PutForward(b, &f.Dossier, tx.Today()) {
			list.Add("granted", "%s không nằm trong những đối tượng đã trình nên quyết định không nêu tên được; đối chiếu lại quyết định.", c.Name)
		}
		if len(list) >= mostMistakes {
			break
		}
	}
	if len(list) > 0 {
		return list.Err()
	}
	others, err := decisionsOfNumber(tx, award.Folded(x.Number), x.SignedOn.Year())
	if err != nil {
		return fmt.Errorf("find decisions of number %s: %w", x.Number, err)
	}
	for _, o := range others {
		switch {
		case award.Folded(o.Authority) != award.Folded(x.Authority):
		case o.SignedOn != x.SignedOn:
			list.Add("decision_number", "Số %s của %s đã dùng cho quyết định ngày %s.", o.Number, o.Authority, o.SignedOn.Short())
		case !x.Same:
			list.Add("same", "Quyết định %s ngày %s của %s đã nhập cho hồ sơ khác. Nếu cùng một quyết định, đánh dấu ở đây.", o.Number, o.SignedOn.Short(), o.Authority)
		}
	}
	return list.Err()
}

// grant writes the grants into the register of awards.
func (f *Folder) grant(tx *db.Tx, b Basis, x *Decision) error {
	kind := b.Law.Dossier.Kind(f.Kind)
	occasion := rules.Merit
	if kind != nil {
		occasion = kind.Occasion
	}
	for i := range f.List {
		c := &f.List[i]
		if c.Outcome == Granted {
			g := award.Given{
				UnitID: f.UnitID, SubjectID: c.SubjectID,
				Subject: award.Subject{Kind: c.Kind, Name: c.Name, BirthYear: c.BirthYear, Female: c.Female, Post: c.Post, Place: c.Place, Classes: c.classes()},
				Entry: award.Entry{
					Award: f.Award, Year: f.Year, FromYear: f.FromYear, Number: x.Number, DecidedOn: x.SignedOn, DecidedBy: x.Authority, Signer: x.Signer,
					Occasion: occasion, Achievement: c.Achievement, Source: "Hồ sơ «" + f.Title + "»",
				},
			}
			e, err := award.Give(tx, g)
			if err != nil {
				return fmt.Errorf("grant to candidate %s: %w", c.ID, err)
			}
			c.SubjectID, c.EntryID = e.SubjectID, e.ID
		}
		if err := saveOutcome(tx, *c); err != nil {
			return fmt.Errorf("store outcome of candidate %s: %w", c.ID, err)
		}
	}
	return nil
}

func (c *Candidate) classes() string {
	switch {
	case c.Direct:
		return "worker"
	case c.Small:
		return "small"
	}
	return ""
}

// Match finds the candidates of a dossier by the names of a decision's list: by name,
// then by year of birth and place where several have it. A name that is nobody's, or
// that may be several, stops the whole list.
func Match(list, named []Candidate, places []string) (found map[int]bool, wrong problem.List) {
	found = map[int]bool{}
	for i := range named {
		q := &named[i]
		q.Folded = award.Folded(vn.Line(q.Name))
		var like []*Candidate
		for n := range list {
			c := &list[n]
			switch {
			case c.Folded != q.Folded:
			case q.BirthYear != 0 && c.BirthYear != 0 && q.BirthYear != c.BirthYear:
			case q.Place != "" && c.Place != "" && award.Folded(q.Place) != award.Folded(c.Place) && sameName(list, c) > 1:
			default:
				like = append(like, c)
			}
		}
		switch {
		case len(like) == 0:
			wrong.Add(places[i], "%s không có trong hồ sơ.", q.Name)
		case len(like) > 1:
			wrong.Add(places[i], "%s: hồ sơ có %d đối tượng như vậy; ghi thêm năm sinh, nơi công tác.", q.Name, len(like))
		case found[like[0].N]:
			wrong.Add(places[i], "%s có hai lần trong danh sách.", q.Name)
		default:
			found[like[0].N] = true
		}
		if len(wrong) >= mostMistakes {
			break
		}
	}
	return found, wrong
}

func sameName(list []Candidate, c *Candidate) int {
	n := 0
	for i := range list {
		if list[i].Folded == c.Folded {
			n++
		}
	}
	return n
}

// ReadyToDecide is the dossier on which a decision is about to be entered, with its
// candidates.
//
// Read: requires the right to enter decisions of the office.
func ReadyToDecide(tx *db.Tx, id string) (Folder, error) {
	d, err := find(tx, id)
	if err != nil {
		return Folder{}, err
	}
	if err := access.Require(tx, access.DossierHandle, access.Scope{Unit: d.OfficeID}); err != nil {
		return Folder{}, err
	}
	return folderOf(tx, d)
}

// DecisionOf is the decision on a dossier; ok is false while there is none.
//
// Read: requires the right to see the dossier.
func DecisionOf(tx *db.Tx, dossierID string) (x Decision, ok bool, err error) {
	d, err := find(tx, dossierID)
	if err != nil {
		return x, false, err
	}
	if err := d.mayRead(tx); err != nil {
		return x, false, err
	}
	x, err = decisionOf(tx, dossierID)
	if errors.Is(err, db.ErrNoRow) {
		return x, false, nil
	}
	return x, err == nil, err
}
