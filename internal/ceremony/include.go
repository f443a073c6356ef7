package ceremony

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

const mostLines = 2000

// Include puts grants of a year's decisions into a draft (đưa vào chương trình): a new
// part where the proposed order has it, its names in their order; in a part that is there
// they come last. What was moved by hand stays.
func Include(tx *db.Tx, l *rules.Law, id string, version int64, year int, grants []string) error {
	c, err := find(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.CeremonyKeep, access.Scope{Unit: c.UnitID}); err != nil {
		return err
	}
	if err := c.held(version, Draft); err != nil {
		return err
	}
	chosen, err := c.choose(tx, year, grants)
	if err != nil {
		return err
	}
	p, err := programme(tx, c)
	if err != nil {
		return err
	}
	slices.SortStableFunc(chosen, byName)
	for _, g := range chosen {
		i := p.partFor(l, g)
		p.Scenes[i].Groups = append(p.Scenes[i].Groups, Group{Entries: []Entry{{Grant: g}}})
	}
	if err := p.arrange(tx); err != nil {
		return err
	}
	return c.change(tx, access.CeremonyKeep, nil, map[string]any{"lines": len(chosen), "year": year})
}

// choose finds the chosen grants and says what stands against each.
func (c *Ceremony) choose(tx *db.Tx, year int, grants []string) ([]award.Commended, error) {
	all, err := award.CommendedOf(tx, c.UnitID, year)
	if err != nil {
		return nil, err
	}
	names, err := takenNames(tx, c.UnitID)
	if err != nil {
		return nil, err
	}
	slices.Sort(grants)
	grants = slices.Compact(grants)
	var list problem.List
	if len(grants) == 0 {
		list.Add("grants", "Chọn ai được xướng tên.")
	}
	if len(grants) > mostLines {
		list.Add("grants", "Nhiều nhất %s trường hợp một lần.", vn.Grouped(fmt.Sprint(mostLines)))
	}
	var chosen []award.Commended
	for _, id := range grants {
		i := slices.IndexFunc(all, func(g award.Commended) bool { return g.ID == id })
		switch {
		case i < 0:
			list.Add("grants", "Có người không thuộc sổ khen thưởng của cơ quan; mở lại trang.")
			return nil, list.Err()
		case all[i].Annulled != nil:
			list.Add("grants", "Khen thưởng của %s đã hủy bỏ; không xướng tên.", all[i].Subject.Name)
		case names[id] != "":
			list.Add("grants", "%s đã ở trong buổi lễ «%s»; không xướng tên hai lần.", all[i].Subject.Name, names[id])
		}
		chosen = append(chosen, all[i])
	}
	return chosen, list.Err()
}

// partFor is the index of the part that a grant belongs to; a new one stands before the
// first that the proposed order has after it.
func (p *Programme) partFor(l *rules.Law, g award.Commended) int {
	own := Part{CeremonyID: p.ID, Award: g.Award, Decision: g.Number, DecidedOn: g.DecidedOn, Kind: g.Subject.Kind}
	compare := compareParts(l)
	for i := range p.Scenes {
		if compare(p.Scenes[i].Part, own) == 0 {
			return i
		}
	}
	i := slices.IndexFunc(p.Scenes, func(s Scene) bool { return compare(s.Part, own) > 0 })
	if i < 0 {
		i = len(p.Scenes)
	}
	p.Scenes = slices.Insert(p.Scenes, i, Scene{Part: own})
	return i
}

// arrange stores places as they stand, and what is new.
func (p *Programme) arrange(tx *db.Tx) error {
	for i := range p.Scenes {
		s := &p.Scenes[i]
		s.Place = int64(i + 1)
		var err error
		if s.ID == "" {
			s.ID = db.NewID()
			err = insertPart(tx, s.Part)
		} else {
			err = updatePart(tx, s.Part)
		}
		if err != nil {
			return fmt.Errorf("store part %s: %w", s.ID, err)
		}
		for j, e := range s.Entries() {
			e.Place = int64(j + 1)
			if e.ID == "" {
				e.Line = Line{ID: db.NewID(), CeremonyID: p.ID, PartID: s.ID, Place: e.Place, GrantID: e.Grant.ID, Standing: true}
				err = insertLine(tx, e.Line)
			} else {
				err = updateLine(tx, e.Line)
			}
			if err != nil {
				return fmt.Errorf("store line %s: %w", e.ID, err)
			}
		}
	}
	return nil
}
