package award

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
)

// Open opens a file by hand. The form brings the id, so that sending twice opens one
// file; a subject of the same name is refused unless it is said to be another.
func Open(tx *db.Tx, l *rules.Law, s Subject, another bool) (Subject, error) {
	if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: s.UnitID}); err != nil {
		return Subject{}, err
	}
	there, err := findSubject(tx, s.ID)
	switch {
	case err == nil && there.UnitID == s.UnitID && there.Folded == Folded(s.Name):
		return there, nil
	case err == nil:
		return Subject{}, problem.New(problem.Conflict, "Hồ sơ này đã được lập từ một thẻ khác; mở lại biểu để lập hồ sơ mới.")
	case !errors.Is(err, db.ErrNoRow):
		return Subject{}, fmt.Errorf("find subject %s: %w", s.ID, err)
	}
	if !another {
		alike, err := subjectsNamed(tx, s.UnitID, Folded(s.Name))
		if err != nil {
			return Subject{}, fmt.Errorf("find subjects named alike: %w", err)
		}
		for _, o := range alike {
			if o.Kind == s.Kind && (o.BirthYear == s.BirthYear || o.BirthYear == 0 || s.BirthYear == 0) {
				return Subject{}, problem.Field("another", "Sổ đã có hồ sơ %s. Nếu đây là người khác, tập thể khác cùng tên, hãy đánh dấu ở đây.", o.described())
			}
		}
	}
	return Keep(tx, l, s)
}

// described is a subject in a few words, to be told from another of its name.
func (s *Subject) described() string {
	text := s.Name
	if s.BirthYear != 0 {
		text += fmt.Sprintf(", sinh năm %d", s.BirthYear)
	}
	if s.Place != "" {
		text += ", " + s.Place
	}
	return text
}
