package ceremony

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// List lists the ceremonies of an office, the latest first.
//
// Read: requires the right to see the ceremonies of the office.
func List(tx *db.Tx, unitID string) ([]Ceremony, error) {
	if err := access.Require(tx, access.CeremonyRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	list, err := ceremoniesOf(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("read ceremonies of unit %s: %w", unitID, err)
	}
	return list, nil
}

// Look is a whole ceremony with what the register says of its grants now.
//
// Read: requires the right to see the ceremonies of the office, and its register.
func Look(tx *db.Tx, id string) (Programme, error) {
	c, err := find(tx, id)
	if err != nil {
		return Programme{}, err
	}
	if err := access.Require(tx, access.CeremonyRead, access.Scope{Unit: c.UnitID}); err != nil {
		return Programme{}, err
	}
	return programme(tx, c)
}

// Decision is a decision in the register of an office, with those of its grants that are
// in force and stand in no ceremony yet.
type Decision struct {
	Number string
	On     vn.Date
	Free   []award.Commended
	Taken  int // in force, in some ceremony
}

// DecisionsOf lists the decisions of a year, the latest first.
//
// Read: requires the right to see the ceremonies of the office, and its register.
func DecisionsOf(tx *db.Tx, unitID string, year int) ([]Decision, error) {
	if err := access.Require(tx, access.CeremonyRead, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	all, err := award.CommendedOf(tx, unitID, year)
	if err != nil {
		return nil, err
	}
	names, err := takenNames(tx, unitID)
	if err != nil {
		return nil, err
	}
	var list []Decision
	for _, c := range all {
		if c.Annulled != nil || c.DecidedOn.Year() != year {
			continue
		}
		i := slices.IndexFunc(list, func(d Decision) bool { return d.Number == c.Number && d.On == c.DecidedOn })
		if i < 0 {
			i, list = len(list), append(list, Decision{Number: c.Number, On: c.DecidedOn})
		}
		if names[c.ID] != "" {
			list[i].Taken++
		} else {
			list[i].Free = append(list[i].Free, c)
		}
	}
	slices.SortStableFunc(list, func(a, b Decision) int { return b.On.Compare(a.On) })
	return list, nil
}

// takenNames are the ceremonies in which grants stand, by grant.
func takenNames(tx *db.Tx, unitID string) (map[string]string, error) {
	list, err := takenOf(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("find grants in ceremonies of unit %s: %w", unitID, err)
	}
	names := map[string]string{}
	for _, t := range list {
		names[t.GrantID] = t.Name
	}
	return names, nil
}

func find(tx *db.Tx, id string) (Ceremony, error) {
	c, err := ceremonyByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return c, problem.New(problem.NotFound, "Không có buổi lễ này.")
	}
	if err != nil {
		return c, fmt.Errorf("find ceremony %s: %w", id, err)
	}
	return c, nil
}

func programme(tx *db.Tx, c Ceremony) (Programme, error) {
	p := Programme{Ceremony: c}
	parts, err := partsOf(tx, c.ID)
	if err != nil {
		return p, fmt.Errorf("read parts of ceremony %s: %w", c.ID, err)
	}
	lines, err := linesOf(tx, c.ID)
	if err != nil {
		return p, fmt.Errorf("read lines of ceremony %s: %w", c.ID, err)
	}
	grants, err := grantsOf(tx, c.UnitID, parts, lines)
	if err != nil {
		return p, err
	}
	number := int64(0)
	for _, part := range parts {
		s := Scene{Part: part}
		var entries []Entry
		for _, l := range lines {
			if l.PartID == part.ID {
				entries = append(entries, Entry{Line: l, Grant: grants[l.GrantID]})
			}
		}
		for some := range slices.Chunk(entries, int(c.GroupSize)) {
			number++
			s.Groups = append(s.Groups, Group{Number: number, Entries: some})
		}
		p.Scenes = append(p.Scenes, s)
	}
	return p, nil
}

// grantsOf reads the grants of lines as the register has them now.
func grantsOf(tx *db.Tx, unitID string, parts []Part, lines []Line) (map[string]award.Commended, error) {
	grants, years := map[string]award.Commended{}, map[int]bool{}
	for _, p := range parts {
		if year := p.DecidedOn.Year(); !years[year] {
			years[year] = true
			all, err := award.CommendedOf(tx, unitID, year)
			if err != nil {
				return nil, err
			}
			for _, c := range all {
				grants[c.ID] = c
			}
		}
	}
	for _, l := range lines {
		if _, known := grants[l.GrantID]; known {
			continue
		}
		c, _, err := award.GrantOf(tx, l.GrantID) // its file was joined to another since
		if err != nil {
			return nil, err
		}
		grants[l.GrantID] = c
	}
	return grants, nil
}

// held is a ceremony that who works on it may change, as it was when the page was
// opened.
func (c *Ceremony) held(version int64, in ...State) error {
	switch {
	case !slices.Contains(in, c.State):
		return problem.New(problem.Closed, "Buổi lễ «%s» %s.", c.Name, c.State.Name())
	case c.Version != version:
		return problem.New(problem.Conflict, "Buổi lễ «%s» vừa có thay đổi sau khi bạn mở trang. Xem lại rồi bấm lần nữa nếu vẫn đúng.", c.Name)
	}
	return nil
}

func (c *Ceremony) change(tx *db.Tx, act access.Act, before, after any) error {
	c.Version++
	if err := updateCeremony(tx, *c); err != nil {
		return fmt.Errorf("store ceremony %s: %w", c.ID, err)
	}
	return record.Add(tx, record.Act{Act: act, Object: record.Object{Kind: "ceremony", ID: c.ID}, Scope: access.Scope{Unit: c.UnitID}, Before: before, After: after})
}
