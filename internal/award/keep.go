package award

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Keep opens the file of a subject in the register of a unit. s.ID may be set by a
// form; otherwise it is made here.
func Keep(tx *db.Tx, l *rules.Law, s Subject) (Subject, error) {
	if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: s.UnitID}); err != nil {
		return Subject{}, err
	}
	if err := checkSubject(tx, l, &s); err != nil {
		return Subject{}, err
	}
	if s.ID == "" {
		s.ID = db.NewID()
	}
	s.Folded, s.Version, s.CreatedAt = Folded(s.Name), 1, db.At(tx.Now)
	if err := keep(tx, s); err != nil {
		return Subject{}, fmt.Errorf("keep file of %s: %w", s.Name, err)
	}
	return s, record.Add(tx, record.Act{
		Act: access.AwardKeep, Object: record.Object{Kind: "subject", ID: s.ID}, Scope: access.Scope{Unit: s.UnitID}, After: s,
	})
}

func keep(tx *db.Tx, s Subject) error {
	if err := insertSubject(tx, s); err != nil {
		return err
	}
	return insertNaming(tx, Naming{ID: db.NewID(), SubjectID: s.ID, Name: s.Name, UnitID: s.UnitID, Place: s.Place, Post: s.Post})
}

func checkSubject(tx *db.Tx, l *rules.Law, s *Subject) error {
	var list problem.List
	if s.Name = vn.Line(s.Name); s.Name == "" {
		list.Add("name", "Ghi tên.")
	}
	s.Post, s.Place = strings.TrimSpace(vn.NFC(s.Post)), strings.TrimSpace(vn.NFC(s.Place))
	today := tx.Today()
	switch s.Kind {
	case rules.Person, rules.Foreigner:
		s.Founded, s.OwnUnit = vn.Date{}, ""
	case rules.Collective, rules.Household:
		s.BirthYear, s.Female = 0, false
	default:
		list.Add("kind", "Chọn loại đối tượng.")
	}
	if s.BirthYear != 0 && (s.BirthYear < 1900 || s.BirthYear > today.Year()-14) {
		list.Add("birth_year", "Năm sinh phải từ 1900 đến %d.", today.Year()-14)
	}
	if s.Founded.After(today) {
		list.Add("founded", "Ngày thành lập không sau hôm nay.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	f := File{Subject: *s}
	return l.Validate(f.Facts(today.Year()))
}
