package dossier

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// PageSize is how many dossiers a page of the list shows.
const PageSize = 50

// Filter is what is looked for among the dossiers.
type Filter struct {
	Step   Step // empty for all
	Award  string
	Kind   string
	Year   int
	Unit   string // that proposes
	Office string
	Mine   bool    // that the person works on
	Late   bool    // whose step is over its day
	Open   bool    // that are not over
	Today  vn.Date // by which Late goes
	Page   int     // from 1
}

// reach is which units' dossiers the actor may see; everywhere for all.
func reach(tx *db.Tx) (units []string, everywhere bool) {
	if access.May(tx, access.DossierRead, access.Scope{Unit: ""}) {
		return nil, true
	}
	for _, g := range tx.Actor.Grants {
		ids := []string{g.ID}
		for id := range g.Units {
			ids = append(ids, id)
		}
		for _, id := range ids {
			if id != "" && access.May(tx, access.DossierRead, access.Scope{Unit: id}) {
				units = append(units, id)
			}
		}
	}
	slices.Sort(units)
	return slices.Compact(units), false
}

// Looks reports whether the actor may see dossiers of some unit.
//
// Read: says only what the actor has a right to.
func Looks(tx *db.Tx) bool {
	return slices.ContainsFunc(tx.Actor.Grants, func(g db.Grant) bool { return access.May(tx, access.DossierRead, access.Scope{Unit: g.ID}) })
}

// List reads one page of the dossiers that the actor may see, the newest first, and
// says how many there are on all pages.
//
// Read: lists what the actor has the right to see.
func List(tx *db.Tx, q Filter) (list []Dossier, total int, err error) {
	if !Looks(tx) {
		return nil, 0, access.Require(tx, access.DossierRead, access.Scope{Unit: tx.Actor.Unit})
	}
	if q.Page < 1 {
		return nil, 0, problem.New(problem.NotFound, "Không có trang này.")
	}
	q.Today = tx.Today()
	where, args := q.where(tx)
	if total, err = countListed(tx, where, args); err != nil {
		return nil, 0, fmt.Errorf("count dossiers: %w", err)
	}
	if q.Page > 1 && (q.Page-1)*PageSize >= total {
		return nil, 0, problem.New(problem.NotFound, "Không có trang %d; có %d hồ sơ như vậy.", q.Page, total)
	}
	if list, err = listed(tx, where, args, (q.Page-1)*PageSize); err != nil {
		return nil, 0, fmt.Errorf("list dossiers: %w", err)
	}
	return list, total, nil
}

func (d *Dossier) mayRead(tx *db.Tx) error {
	if access.May(tx, access.DossierRead, access.Scope{Unit: d.OfficeID}) && d.Step != Registered {
		return nil
	}
	return access.Require(tx, access.DossierRead, access.Scope{Unit: d.UnitID})
}

// View is all of a dossier that its page shows.
type Look struct {
	Folder
	Items    []Item
	Gaps     []Gap
	Duties   []Owed
	History  []Made
	Asked    []Consultation
	Postings []Posting
	Opinions []PublicOpinion          // of the newest posting
	Decision *Decision                // nil while there is none
	Together []Dossier                // other dossiers of the same letter
	Limits   []award.Limit            // of the award in the unit's year; only while the dossier is with its unit
	Others   int                      // candidates of the unit for the same award and year in other dossiers that were sent
	Since    map[string][]award.Later // what became of a grant later, by its entry
	Moves    []Move                   // that the actor may make now
}

// LookAt reads a dossier.
//
// Read: requires the right to see the dossiers of its unit, or of its office once it
// was sent there.
func LookAt(tx *db.Tx, b Basis, id string) (Look, error) {
	d, err := find(tx, id)
	if err != nil {
		return Look{}, err
	}
	if err := d.mayRead(tx); err != nil {
		return Look{}, err
	}
	v := Look{}
	var failed [8]error
	v.Folder, failed[0] = folderOf(tx, d)
	v.History, failed[1] = historyOf(tx, id)
	v.Asked, failed[2] = consultationsOf(tx, id)
	v.Postings, failed[3] = postingsOf(tx, id)
	v.Duties, failed[4] = owed(tx, b, &d, d.Day(tx.Today()))
	v.Together, failed[5] = lettered(tx, d)
	v.Since, failed[6] = award.SinceOf(tx, v.Folder.grants())
	if d.Step.Open() {
		v.Limits, v.Others, failed[7] = d.ceilings(tx, b)
	}
	if err := errors.Join(failed[:]...); err != nil {
		return v, fmt.Errorf("read dossier %s: %w", id, err)
	}
	if n := len(v.Postings); n > 0 {
		if v.Opinions, err = opinionsOf(tx, v.Postings[n-1].ID); err != nil {
			return v, fmt.Errorf("read opinions on dossier %s: %w", id, err)
		}
	}
	x, err := decisionOf(tx, id)
	if err == nil {
		v.Decision = &x
	} else if !errors.Is(err, db.ErrNoRow) {
		return v, fmt.Errorf("read decision on dossier %s: %w", id, err)
	}
	day := d.Day(tx.Today())
	v.Items, v.Gaps = v.Checklist(b.Law, day), v.Folder.Gaps(b.Law, day)
	for _, m := range Moves {
		if m.Leaves(d.Step) && d.offers(tx, m) {
			v.Moves = append(v.Moves, m)
		}
	}
	return v, nil
}

// offers reports whether the actor may make a move, so that a page offers it.
func (d *Dossier) offers(tx *db.Tx, m Move) bool {
	if m.ID == MoveSimple && (!d.Simple || d.Step == Registered && d.UnitID != d.OfficeID) {
		return false
	}
	return d.may(tx, m.Who) == nil
}

// Can reports whether the actor may make a move of a dossier that was looked at.
func (v *Look) Can(id MoveID) bool {
	return slices.ContainsFunc(v.Moves, func(m Move) bool { return m.ID == id })
}

// PartFile finds a file of a dossier, also one that was replaced.
//
// Read: requires the right to see the dossier.
func PartFile(tx *db.Tx, dossierID, partID string) (Part, error) {
	d, err := find(tx, dossierID)
	if err != nil {
		return Part{}, err
	}
	if err := d.mayRead(tx); err != nil {
		return Part{}, err
	}
	p, err := findPart(tx, dossierID, partID)
	if errors.Is(err, db.ErrNoRow) {
		return p, problem.New(problem.NotFound, "Hồ sơ không có tệp này.")
	}
	if err != nil {
		return p, fmt.Errorf("find part %s: %w", partID, err)
	}
	return p, nil
}

// Joinable are the dossiers to which one can be joined.
//
// Read: requires the right to work on the dossier.
func Joinable(tx *db.Tx, d Dossier) ([]Dossier, error) {
	if err := access.Require(tx, access.DossierHandle, access.Scope{Unit: d.OfficeID}); err != nil {
		return nil, err
	}
	list, err := like(tx, d)
	if err != nil {
		return nil, fmt.Errorf("find dossiers like %s: %w", d.ID, err)
	}
	return slices.DeleteFunc(list, func(o Dossier) bool { return !d.joins(&o) }), nil
}
