package award

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

// Lists are the lists that were brought to the register of a unit, the newest first.
//
// Read: requires the right to see the register of the unit.
func Lists(tx *db.Tx, unitID string) ([]PastList, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := listsOf(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("find lists of unit %s: %w", unitID, err)
	}
	return list, nil
}

// FindList finds a list of a unit.
//
// Read: requires the right to see the register of the unit.
func FindList(tx *db.Tx, unitID, id string) (PastList, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return PastList{}, err
	}
	return listOf(tx, unitID, id)
}

func listOf(tx *db.Tx, unitID, id string) (PastList, error) {
	l, err := findList(tx, id)
	if errors.Is(err, db.ErrNoRow) || err == nil && l.UnitID != unitID {
		return PastList{}, problem.New(problem.NotFound, "Không có danh sách này.")
	}
	if err != nil {
		return l, fmt.Errorf("find list %s: %w", id, err)
	}
	return l, nil
}

// ReadList holds an open list against the register as it is now.
//
// Read: requires the right to keep the register of the unit, since it shows whom of
// other units the list may mean.
func ReadList(tx *db.Tx, ring *key.Ring, unitID, id string) (*Plan, error) {
	if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	l, err := openList(tx, unitID, id)
	if err != nil {
		return nil, err
	}
	return plan(tx, ring, l)
}

// openList finds a list that is not closed.
func openList(tx *db.Tx, unitID, id string) (PastList, error) {
	l, err := listOf(tx, unitID, id)
	switch {
	case err != nil:
		return l, err
	case l.State == ListEntered:
		return l, problem.New(problem.Closed, "Danh sách «%s» đã ghi vào sổ; không ghi lần nữa.", l.Name)
	case l.State == ListDropped:
		return l, problem.New(problem.Closed, "Danh sách «%s» đã bỏ; muốn nhập thì gửi lại tệp.", l.Name)
	}
	return l, nil
}

func plan(tx *db.Tx, ring *key.Ring, l PastList) (*Plan, error) {
	list, err := storedParties(tx, ring, l.ID)
	if err != nil {
		return nil, err
	}
	lines, err := listLinesOf(tx, l.ID)
	if err != nil {
		return nil, fmt.Errorf("read lines of list %s: %w", l.ID, err)
	}
	known, read, err := candidates(tx, ring, l.UnitID)
	if err != nil {
		return nil, err
	}
	return planned(l, list, lines, known, read)
}

// candidates are the subjects that a list brought to a unit may mean: those of every
// unit whose register the actor keeps. The function reads their files.
func candidates(tx *db.Tx, ring *key.Ring, unitID string) (*Known, func(string) (*File, error), error) {
	units, err := keepers(tx)
	if err != nil {
		return nil, nil, fmt.Errorf("find units that keep files: %w", err)
	}
	var list []Candidate
	subjects := map[string]Subject{}
	for _, unit := range units {
		if !access.May(tx, access.AwardKeep, access.Scope{Unit: unit}) {
			continue
		}
		of, err := subjectsOf(tx, unit)
		if err != nil {
			return nil, nil, fmt.Errorf("read subjects of unit %s: %w", unit, err)
		}
		before, err := earlierNames(tx, unit)
		if err != nil {
			return nil, nil, fmt.Errorf("read names of unit %s: %w", unit, err)
		}
		for _, s := range of {
			number, err := identityOf(ring, s)
			if err != nil {
				return nil, nil, err
			}
			subjects[s.ID] = s
			list = append(list, Candidate{ID: s.ID, UnitID: s.UnitID, Who: s.Who(number), Before: before[s.ID]})
		}
	}
	files := map[string]*File{} // of the unit, read the first time that one is asked for
	read := func(id string) (*File, error) {
		s := subjects[id]
		if s.UnitID != unitID {
			f, err := fileOf(tx, s)
			return &f, err
		}
		if len(files) == 0 {
			of, err := filesOf(tx, unitID)
			if err != nil {
				return nil, fmt.Errorf("read register of unit %s: %w", unitID, err)
			}
			for i := range of {
				files[of[i].ID] = &of[i]
			}
		}
		return files[id], nil
	}
	return NewKnown(unitID, list), read, nil
}

// Who is whom a file is of; identity is the number in clear.
func (s Subject) Who(identity string) Who {
	return Who{Kind: s.Kind, Name: s.Name, BirthYear: s.BirthYear, Female: s.Female, Identity: identity, Post: s.Post, Place: s.Place, Founded: s.Founded}
}

func storedParties(tx *db.Tx, ring *key.Ring, listID string) ([]Party, error) {
	rows, err := partiesOf(tx, listID)
	if err != nil {
		return nil, fmt.Errorf("read parties of list %s: %w", listID, err)
	}
	list := make([]Party, len(rows))
	for i, r := range rows {
		number, err := unsealed(ring, r.Identity, partyAbout(listID, r.N))
		if err != nil {
			return nil, err
		}
		list[i] = Party{
			ListID: listID, N: r.N, Choice: r.Choice, LikeWhy: r.AlikeWhy,
			Who:      Who{Kind: r.kind(), Name: r.Name, BirthYear: r.BirthYear, Female: r.Female, Identity: number, Post: r.Post, Place: r.Place, Founded: r.Founded},
			Matching: Matching{Verdict: Verdict(r.Verdict), Reason: r.Reason, Found: parted(r.Found)},
		}
		for _, n := range parted(r.Alike) {
			number, err := strconv.Atoi(n)
			if err != nil {
				return nil, fmt.Errorf("party %d of list %s: %w", r.N, listID, err)
			}
			list[i].Like = append(list[i].Like, number)
		}
	}
	return list, nil
}

func storeParties(tx *db.Tx, ring *key.Ring, listID string, list []Party) error {
	rows := make([]partyRow, len(list))
	for i, p := range list {
		number, err := sealed(ring, p.Identity, partyAbout(listID, p.N))
		if err != nil {
			return err
		}
		var alike []string
		for _, n := range p.Like {
			alike = append(alike, strconv.Itoa(n))
		}
		rows[i] = partyRow{
			N: p.N, Kind: string(p.Kind), Name: p.Name, BirthYear: p.BirthYear, Female: p.Female, Post: p.Post, Place: p.Place, Founded: p.Founded, Identity: number,
			Verdict: string(p.Verdict), Reason: p.Reason, Found: strings.Join(p.Found, ","), Alike: strings.Join(alike, ","), AlikeWhy: p.LikeWhy, Choice: p.Choice,
		}
	}
	if err := insertParties(tx, listID, rows); err != nil {
		return fmt.Errorf("store parties of list %s: %w", listID, err)
	}
	return nil
}

func parted(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

func partyAbout(listID string, n int) string {
	return "award_list/" + listID + "/" + strconv.Itoa(n) + "/identity"
}
