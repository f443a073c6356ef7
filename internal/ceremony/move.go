package ceremony

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Move moves a part, or a line within its part, one place up or down in a draft. Nothing
// moves beyond the ends.
func Move(tx *db.Tx, id string, version int64, what string, down bool) error {
	p, err := drafted(tx, id, version)
	if err != nil {
		return err
	}
	step := -1
	if down {
		step = 1
	}
	if i := slices.IndexFunc(p.Scenes, func(s Scene) bool { return s.ID == what }); i >= 0 {
		if to := i + step; to >= 0 && to < len(p.Scenes) {
			p.Scenes[i], p.Scenes[to] = p.Scenes[to], p.Scenes[i]
		}
	} else {
		s, j := p.lineAt(what)
		if s == nil {
			return noLine()
		}
		entries := s.Entries()
		if to := j + step; to >= 0 && to < len(entries) {
			entries[j], entries[to] = entries[to], entries[j]
		}
		s.Groups = []Group{{Entries: entries}}
	}
	if err := p.arrange(tx); err != nil {
		return err
	}
	return p.change(tx, access.CeremonyKeep, nil, map[string]any{"order": what, "after": down})
}

// Drop takes a grant out of a draft (bỏ khỏi chương trình), and its part with the last.
func Drop(tx *db.Tx, id string, version int64, lineID string) error {
	p, err := drafted(tx, id, version)
	if err != nil {
		return err
	}
	s, j := p.lineAt(lineID)
	if s == nil {
		return noLine()
	}
	entries := s.Entries()
	dropped := entries[j].Line
	if err := deleteLine(tx, lineID); err != nil {
		return fmt.Errorf("drop line %s: %w", lineID, err)
	}
	s.Groups = []Group{{Entries: slices.Delete(entries, j, j+1)}}
	if len(s.Entries()) == 0 {
		if err := deletePart(tx, s.ID); err != nil {
			return fmt.Errorf("drop part %s: %w", s.ID, err)
		}
		gone := s.ID
		p.Scenes = slices.DeleteFunc(p.Scenes, func(s Scene) bool { return s.ID == gone })
	}
	if err := p.arrange(tx); err != nil {
		return err
	}
	return p.change(tx, access.CeremonyKeep, dropped, nil)
}

// drafted is a draft that the actor may change.
func drafted(tx *db.Tx, id string, version int64) (Programme, error) {
	c, err := find(tx, id)
	if err != nil {
		return Programme{}, err
	}
	if err := access.Require(tx, access.CeremonyKeep, access.Scope{Unit: c.UnitID}); err != nil {
		return Programme{}, err
	}
	if err := c.held(version, Draft); err != nil {
		return Programme{}, err
	}
	return programme(tx, c)
}

// lineAt finds a line: its part, and where it stands there.
func (p *Programme) lineAt(id string) (s *Scene, at int) {
	for i := range p.Scenes {
		if at = slices.IndexFunc(p.Scenes[i].Entries(), func(e Entry) bool { return e.ID == id }); at >= 0 {
			return &p.Scenes[i], at
		}
	}
	return nil, -1
}

func noLine() error {
	return problem.New(problem.NotFound, "Dòng này không còn trong chương trình; mở lại trang.")
}
