package award

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
)

// MostFound is how many subjects a search shows; a person reads no more.
const MostFound = 50

// Found is a subject with what a list says of its awards.
type Found struct {
	Subject
	Awards int   // grants that nobody annulled
	Latest Entry // the last of them; zero when there is none
	Rated  Year  // the last year that was rated; zero when none was
}

// Search finds, in the registers that the actor may look at, the subjects with a
// name in which the words of query follow each other, the last of them perhaps only
// begun; marks and case do not matter, earlier names count. More says that there are
// others than the first MostFound. Names that hold the very words come first.
//
// Read: finds what the actor has the right to see.
func Search(tx *db.Tx, query string) (found []Found, more bool, err error) {
	prefix := []byte(Folded(query))
	if len(prefix) == 0 || !Looks(tx) {
		return nil, false, nil
	}
	subjects, err := byPrefix(tx, prefix)
	if err != nil {
		return nil, false, fmt.Errorf("search names: %w", err)
	}
	if more = len(subjects) > MostFound; more {
		subjects = subjects[:MostFound]
	}
	found, err = foundOf(tx, subjects)
	if err != nil {
		return nil, false, fmt.Errorf("read what was found: %w", err)
	}
	return found, more, nil
}

// reach lists the units whose registers the actor may look at; everywhere says that
// it is all of them.
func reach(tx *db.Tx) (units []string, everywhere bool) {
	if access.May(tx, access.AwardLook, access.Scope{Unit: ""}) {
		return nil, true
	}
	for _, g := range tx.Actor.Grants {
		ids := []string{g.ID}
		for id := range g.Units {
			ids = append(ids, id)
		}
		for _, id := range ids {
			if access.May(tx, access.AwardLook, access.Scope{Unit: id}) {
				units = append(units, id)
			}
		}
	}
	slices.Sort(units)
	return slices.Compact(units), false
}

// byPrefix finds one subject more than is shown, in the order of what was found.
func byPrefix(tx *db.Tx, prefix []byte) ([]Subject, error) {
	w := walk{prefix: prefix, before: append(bytes.Clone(prefix), 0xff), after: tailRow{Tail: prefix}} // no text has this byte
	w.units, w.everywhere = reach(tx)
	w.apart = !w.everywhere && len(w.units) <= fewUnits
	seen := map[string]bool{}
	var list []Subject
	for {
		rows, last, err := w.next(tx)
		if err != nil {
			return nil, err
		}
		var ids []string
		for _, r := range rows {
			if !seen[r.SubjectID] { // a word may stand in a name twice, or in two names
				seen[r.SubjectID] = true
				ids = append(ids, r.SubjectID)
			}
		}
		for some := range slices.Chunk(ids, tailsAtOnce) {
			subjects, err := subjectsByID(tx, some)
			if err != nil {
				return nil, err
			}
			for _, s := range subjects {
				if s.JoinedTo == "" {
					list = append(list, s)
				}
			}
			if len(list) > MostFound {
				return list[:MostFound+1], nil
			}
		}
		if last {
			return list, nil
		}
	}
}

// tailRow is a name from one of its words on, and whose it is.
type tailRow struct {
	Tail      []byte
	SubjectID string
	UnitID    string
}

const (
	fewUnits = 8    // are asked one by one from the beginning
	mostRead = 4000 // tails that are read past before many units are asked one by one
)

// walk goes through the tails with a prefix, in their order. Where the actor looks
// at many registers, those of all units are read and the others passed over, until
// it shows that the actor's own are few among them.
type walk struct {
	prefix, before []byte
	after          tailRow
	units          []string
	everywhere     bool
	apart          bool // each unit is asked for its own
	read           int
}

// next reads the next tails; last says that there are no more.
func (w *walk) next(tx *db.Tx) (rows []tailRow, last bool, err error) {
	if w.apart {
		return w.ofUnits(tx)
	}
	n := tailsAtOnce
	if !w.everywhere {
		n = 10 * tailsAtOnce
	}
	rows, err = tailsEverywhere(tx, w.after, w.before, n)
	if err != nil {
		return nil, false, err
	}
	last = len(rows) < n
	if !last {
		w.after = rows[len(rows)-1]
	}
	w.read += len(rows)
	w.apart = !w.everywhere && w.read > mostRead
	if !w.everywhere {
		rows = slices.DeleteFunc(rows, func(r tailRow) bool { _, mine := slices.BinarySearch(w.units, r.UnitID); return !mine })
	}
	return rows, last, nil
}

// ofUnits reads the next tails of each unit, and of them the first.
func (w *walk) ofUnits(tx *db.Tx) (rows []tailRow, last bool, err error) {
	for some := range slices.Chunk(w.units, unitsAtOnce) {
		more, err := tailsOfUnits(tx, some, w.after, w.before)
		if err != nil {
			return nil, false, err
		}
		rows = append(rows, more...)
	}
	slices.SortFunc(rows, func(a, b tailRow) int {
		return cmp.Or(bytes.Compare(a.Tail, b.Tail), cmp.Compare(a.SubjectID, b.SubjectID))
	})
	if len(rows) < tailsAtOnce {
		return rows, true, nil
	}
	rows = rows[:tailsAtOnce]
	w.after = rows[len(rows)-1]
	return rows, false, nil
}

// foundOf reads what a list says of subjects.
func foundOf(tx *db.Tx, subjects []Subject) ([]Found, error) {
	if len(subjects) == 0 {
		return nil, nil
	}
	ids := make([]string, len(subjects))
	for i, s := range subjects {
		ids[i] = s.ID
	}
	entries, err := entriesOfThese(tx, ids)
	if err != nil {
		return nil, err
	}
	years, err := yearsOfThese(tx, ids)
	if err != nil {
		return nil, err
	}
	of := map[string][]Entry{}
	for _, e := range entries {
		of[e.SubjectID] = append(of[e.SubjectID], e)
	}
	rated := map[string]Year{}
	for _, y := range years {
		rated[y.SubjectID] = y
	}
	list := make([]Found, len(subjects))
	for i, s := range subjects {
		list[i] = Found{Subject: s, Rated: rated[s.ID]}
		standing := inForce(of[s.ID])
		if list[i].Awards = len(standing); len(standing) > 0 {
			list[i].Latest = standing[len(standing)-1]
		}
	}
	return list, nil
}
