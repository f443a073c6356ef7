package award

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// FileOf reads all that is kept of a subject.
//
// Read: requires the right to see the register of its unit.
func FileOf(tx *db.Tx, id string) (File, error) {
	s, err := subject(tx, id)
	if err != nil {
		return File{}, err
	}
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: s.UnitID}); err != nil {
		return File{}, err
	}
	return fileOf(tx, s)
}

func subject(tx *db.Tx, id string) (Subject, error) {
	s, err := findSubject(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return s, problem.New(problem.NotFound, "Không có hồ sơ này trong sổ khen thưởng.")
	}
	if err != nil {
		return s, fmt.Errorf("find subject %s: %w", id, err)
	}
	return s, nil
}

func fileOf(tx *db.Tx, s Subject) (File, error) {
	f := File{Subject: s}
	var err [6]error
	f.Names, err[0] = namingsOf(tx, s.ID)
	f.Years, err[1] = yearsOf(tx, s.ID)
	f.Initiatives, err[2] = initiativesOf(tx, s.ID)
	f.Disciplines, err[3] = disciplinesOf(tx, s.ID)
	f.Entries, err[4] = entriesOf(tx, s.ID)
	f.Corrections, err[5] = correctionsOf(tx, s.ID)
	if err := errors.Join(err[:]...); err != nil {
		return f, fmt.Errorf("read file of subject %s: %w", s.ID, err)
	}
	return f, nil
}

// FilesOf reads the files that a unit keeps, in the order of names.
//
// Read: requires the right to see the register of the unit.
func FilesOf(tx *db.Tx, unitID string) ([]File, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	files, err := filesOf(tx, unitID)
	if err != nil {
		return nil, fmt.Errorf("read register of unit %s: %w", unitID, err)
	}
	return files, nil
}

func filesOf(tx *db.Tx, unitID string) ([]File, error) {
	subjects, err := subjectsOf(tx, unitID)
	if err != nil {
		return nil, err
	}
	files := make([]File, len(subjects))
	at := make(map[string]*File, len(subjects))
	for i, s := range subjects {
		files[i].Subject = s
		at[s.ID] = &files[i]
	}
	years, err := yearsOfUnit(tx, unitID)
	if err != nil {
		return nil, err
	}
	for _, y := range years {
		at[y.SubjectID].Years = append(at[y.SubjectID].Years, y)
	}
	initiatives, err := initiativesOfUnit(tx, unitID)
	if err != nil {
		return nil, err
	}
	for _, i := range initiatives {
		at[i.SubjectID].Initiatives = append(at[i.SubjectID].Initiatives, i)
	}
	disciplines, err := disciplinesOfUnit(tx, unitID)
	if err != nil {
		return nil, err
	}
	for _, d := range disciplines {
		at[d.SubjectID].Disciplines = append(at[d.SubjectID].Disciplines, d)
	}
	entries, err := entriesOfUnit(tx, unitID)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		at[e.SubjectID].Entries = append(at[e.SubjectID].Entries, e)
	}
	for i := range files {
		slices.SortFunc(files[i].Entries, func(a, b Entry) int {
			return cmp.Or(cmp.Compare(a.Year, b.Year), a.DecidedOn.Compare(b.DecidedOn), cmp.Compare(a.ID, b.ID))
		})
	}
	return files, nil
}
