package scoring

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// PrepareAmendment begins the next version of an open sheet as a copy of the one
// in force, which stays in force until the amendment is adopted.
func PrepareAmendment(tx *db.Tx, y cycle.Year) error {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return err
	}
	s, err := sheetIn(tx, y, Opened)
	if err != nil {
		return err
	}
	if s.Amending != "" {
		return nil // another editor has begun it
	}
	s.Amending, s.Version = s.Definition, s.Version+1
	if err := updateSheet(tx, s); err != nil {
		return fmt.Errorf("prepare amendment: %w", err)
	}
	return noted(tx, y.Scope(), access.ScoringDefine, s, nil, map[string]any{"preparing": s.Number + 1}, "")
}

// DropAmendment throws the prepared amendment away.
func DropAmendment(tx *db.Tx, y cycle.Year) error {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return err
	}
	s, err := sheetIn(tx, y, Opened)
	if err != nil {
		return err
	}
	if s.Amending == "" {
		return nil
	}
	before := s.Amending
	s.Amending, s.Version = "", s.Version+1
	if err := updateSheet(tx, s); err != nil {
		return fmt.Errorf("drop amendment: %w", err)
	}
	return noted(tx, y.Scope(), access.ScoringDefine, s, before, nil, "")
}

// Amendment is what the person says who puts an amendment in force.
type Amendment struct {
	Reason  string
	Until   vn.Date // last day for marking again; needed once the phase has ended
	Version int64   // of the sheet that the person saw
}

// Amend puts the prepared amendment in force as the next version. What was given
// on criteria that it does not touch goes along; the rest stays with its
// version, and the units it concerns mark again. Every member is told.
func Amend(tx *db.Tx, y cycle.Year, a Amendment) error {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return err
	}
	s, err := sheetIn(tx, y, Opened)
	if err != nil {
		return err
	}
	if s.Amending == "" {
		return problem.New(problem.Closed, "Chưa soạn bản sửa đổi nào.")
	}
	if s.Version != a.Version {
		return problem.New(problem.Conflict, "Bản sửa đổi vừa được người khác lưu; hãy xem lại chỗ khác nhau rồi ban hành.")
	}
	before, err := s.Defined()
	if err != nil {
		return err
	}
	after, err := readDefinition(s.Amending)
	if err != nil {
		return err
	}
	changes := Compare(before.Rows, after.Rows)
	switch {
	case strings.TrimSpace(a.Reason) == "":
		return problem.Field("reason", "Ghi lý do sửa đổi; mọi thành viên đọc được.")
	case len(changes) == 0 && before.Settings.Fingerprint() == after.Settings.Fingerprint() && slices.EqualFunc(before.Rows, after.Rows, samePath):
		return problem.New(problem.Invalid, "Bản sửa đổi chưa khác bản đang dùng ở chỗ nào.")
	}
	if err := complete(tx, y, s.Name, after); err != nil {
		return err
	}
	if err := keepCross(tx, s, before, after, changes); err != nil {
		return err
	}
	old := s
	s.Number++
	s.Definition, s.Amending, s.Version = s.Amending, "", s.Version+1
	a.Reason = strings.TrimSpace(a.Reason)
	if err := carry(tx, old, s, untouched(before.Rows, changes)); err != nil {
		return fmt.Errorf("carry marks to version %d: %w", s.Number, err)
	}
	if err := insertVersion(tx, Version{SheetID: s.ID, Number: s.Number, Name: s.Name, Definition: s.Definition, Reason: a.Reason, At: db.At(tx.Now)}); err != nil {
		return fmt.Errorf("store version: %w", err)
	}
	if err := updateSheet(tx, s); err != nil {
		return fmt.Errorf("amend sheet: %w", err)
	}
	if err := a.reopen(tx, y, old, s, changes); err != nil {
		return err
	}
	was, is := parted(before, after)
	return noted(tx, y.Scope(), access.ScoringDefine, s, map[string]any{"number": old.Number, "changed": was}, map[string]any{"number": s.Number, "changed": is}, a.Reason)
}

func samePath(a, b Row) bool { return a.Path == b.Path }

// untouched lists the leaves whose marks go along.
func untouched(rows []Row, changes []Change) []string {
	touched := map[string]bool{}
	for _, c := range changes {
		if c.Touches() {
			touched[c.Path()] = true
		}
	}
	var paths []string
	for _, r := range rows {
		if r.Kind != "" && !touched[r.Path] {
			paths = append(paths, r.Path)
		}
	}
	return paths
}

// reopen gives the sheets of the units that must mark again back to them, and
// tells every member.
func (a Amendment) reopen(tx *db.Tx, y cycle.Year, old, s YearSheet, changes []Change) error {
	again, err := toMarkAgain(tx, old, changes)
	if err != nil {
		return err
	}
	if len(again) > 0 {
		var list problem.List
		if err := checkUntil(tx, y, a.Until, &list); err != nil {
			return err
		}
		if err := list.Err(); err != nil {
			return err
		}
	}
	markings, err := markingsOf(tx, s.ID)
	if err != nil {
		return fmt.Errorf("read markings: %w", err)
	}
	var units []string
	for _, m := range markings {
		units = append(units, m.UnitID)
		paths := again[m.UnitID]
		if len(paths) == 0 {
			continue
		}
		m.Version++
		if m.State != UnitOpen {
			m.State = UnitReturned
			m.Until = a.Until
			m.Reason = fmt.Sprintf("Bảng chấm điểm sửa đổi thành bản %d (%s); chấm lại: %s.", s.Number, a.Reason, strings.Join(paths, ", "))
			if err := giveBack(tx, s, m.UnitID, access.Signature(tx.Actor, access.ScoringDefine, y.Scope()), m.Reason, paths); err != nil {
				return err
			}
		}
		if err := updateMarking(tx, m); err != nil {
			return fmt.Errorf("reopen the sheet of %s: %w", m.UnitID, err)
		}
	}
	title := fmt.Sprintf("Bảng chấm điểm năm %d sửa đổi thành bản %d", y.Year, s.Number)
	return cycle.TellUnits(tx, y, title, fmt.Sprintf("%s/bang/ban/%d", cycle.ScoringPage, s.Number), units...)
}

// toMarkAgain lists, for each unit, the criteria that it marks again: new ones,
// and those on which what was given before no longer stands.
func toMarkAgain(tx *db.Tx, old YearSheet, changes []Change) (map[string][]string, error) {
	markings, err := markingsOf(tx, old.ID)
	if err != nil {
		return nil, fmt.Errorf("read markings: %w", err)
	}
	left, err := leftBehind(tx, old.ID, old.Number)
	if err != nil {
		return nil, fmt.Errorf("read what stays with version %d: %w", old.Number, err)
	}
	again := map[string][]string{}
	for _, c := range changes {
		if !c.Touches() || c.After == nil || c.After.Kind == "" {
			continue
		}
		for _, m := range markings {
			was := func(o leftOver) bool { return o.UnitID == m.UnitID && o.Criterion == c.Path() }
			if c.Before == nil || c.Before.Kind == "" || slices.ContainsFunc(left, was) {
				again[m.UnitID] = append(again[m.UnitID], c.Path())
			}
		}
	}
	return again, nil
}

// Amended is a version of a sheet with what it changed.
type Amended struct {
	Version
	Definition Definition
	Before     Definition          // of the version before; empty for the first
	Changes    []Change            // in the criteria
	Again      map[string][]string // by unit, what it marks again since
}

// Prepared returns the amendment that is prepared of a year's sheet, and what it
// would have the units mark again.
//
// Read: requires the right to define the sheet.
func Prepared(tx *db.Tx, y cycle.Year) (Amended, error) {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return Amended{}, err
	}
	s, err := sheetIn(tx, y, Opened)
	if err != nil {
		return Amended{}, err
	}
	if s.Amending == "" {
		return Amended{}, problem.New(problem.Closed, "Chưa soạn bản sửa đổi nào.")
	}
	a := Amended{Version: Version{SheetID: s.ID, Number: s.Number + 1, Name: s.Name}}
	if a.Before, err = s.Defined(); err != nil {
		return a, err
	}
	if a.Definition, err = readDefinition(s.Amending); err != nil {
		return a, err
	}
	a.Changes = Compare(a.Before.Rows, a.Definition.Rows)
	a.Again, err = toMarkAgain(tx, s, a.Changes)
	return a, err
}

// Versions returns the versions of a year's sheet, the newest first. A unit
// sees its own part of what is marked again.
//
// Read: requires the right to read the sheet.
func Versions(tx *db.Tx, y cycle.Year) ([]Amended, error) {
	scope, err := cycle.WhereMay(tx, y, access.ScoringRead)
	if err != nil {
		return nil, err
	}
	if err := access.Require(tx, access.ScoringRead, scope); err != nil {
		return nil, err
	}
	s, err := sheetIn(tx, y, Drafted, Opened, Concluded, Published)
	if err != nil {
		return nil, err
	}
	versions, err := versionsOf(tx, s.ID)
	if err != nil {
		return nil, fmt.Errorf("read versions: %w", err)
	}
	var list []Amended
	for i, v := range versions {
		a := Amended{Version: v}
		if a.Definition, err = readDefinition(v.Definition); err != nil {
			return nil, err
		}
		if i > 0 {
			a.Before = list[i-1].Definition
			a.Changes = Compare(a.Before.Rows, a.Definition.Rows)
			if a.Again, err = toMarkAgain(tx, YearSheet{ID: s.ID, Number: versions[i-1].Number}, a.Changes); err != nil {
				return nil, err
			}
			for unit := range a.Again {
				if !access.May(tx, access.ScoringRead, y.UnitScope(unit)) {
					delete(a.Again, unit)
				}
			}
		}
		list = append(list, a)
	}
	slices.Reverse(list)
	return list, nil
}
