package scoring

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Define sets all criteria and settings of a year's sheet, while it is a draft
// or while an amendment of it is prepared. Everything must fit together. version
// is the one the person saw, 0 for a sheet not defined before.
func Define(tx *db.Tx, y cycle.Year, name string, d Definition, version int64) (YearSheet, error) {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return YearSheet{}, err
	}
	if err := y.MustRun(); err != nil {
		return YearSheet{}, err
	}
	s, before, err := draftIn(tx, y)
	if err != nil {
		return YearSheet{}, err
	}
	if err := s.seen(version, before.Rows, d.Rows); err != nil {
		return YearSheet{}, err
	}
	if err := complete(tx, y, strings.TrimSpace(name), d); err != nil {
		return YearSheet{}, err
	}
	return replace(tx, y, s, before, name, d)
}

// Sketch is Define for criteria that do not fit together yet; what is wrong with
// them stands on the page until it is mended, and the sheet does not open before.
func Sketch(tx *db.Tx, y cycle.Year, name string, d Definition, version int64) (YearSheet, error) {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return YearSheet{}, err
	}
	if err := y.MustRun(); err != nil {
		return YearSheet{}, err
	}
	s, before, err := draftIn(tx, y)
	if err != nil {
		return YearSheet{}, err
	}
	if err := s.seen(version, before.Rows, d.Rows); err != nil {
		return YearSheet{}, err
	}
	var list problem.List
	if d.build(name, &list) == nil {
		return YearSheet{}, list.Err() // it makes no tree
	}
	return replace(tx, y, s, before, name, d)
}

// seen refuses what was typed over a sheet that has changed since.
func (s YearSheet) seen(version int64, stored, typed []Row) error {
	if s.Version == version {
		return nil
	}
	return problem.New(problem.Conflict, "Bảng chấm điểm vừa được người khác lưu%s. Điều bạn gõ còn nguyên ở dưới; hãy mở trang ở thẻ khác để đối chiếu rồi lưu lại.", changed(stored, typed))
}

// replace stores a whole definition in place of another.
func replace(tx *db.Tx, y cycle.Year, s YearSheet, before Definition, name string, d Definition) (YearSheet, error) {
	if name = strings.TrimSpace(name); name == "" {
		return s, problem.Field("name", "Ghi tên bảng chấm điểm.")
	}
	if d.Rows = inOrder(d.Rows); s.State == Drafted {
		s.Name = name
	}
	return keep(tx, y, s, before, d)
}

// draftIn finds the sheet of a year whose criteria may be edited: a new one, a
// draft, or the amendment that is prepared of an open one.
func draftIn(tx *db.Tx, y cycle.Year) (YearSheet, Definition, error) {
	s, err := findSheet(tx, y.ID)
	if errors.Is(err, db.ErrNoRow) {
		return YearSheet{YearID: y.ID, State: Drafted}, Definition{Settings: Settings{Decimals: DefaultDecimals}}, nil
	}
	if err != nil {
		return s, Definition{}, fmt.Errorf("find sheet: %w", err)
	}
	switch {
	case s.State == Opened && s.Amending == "":
		return s, Definition{}, problem.New(problem.Closed, "Bảng %s nên tiêu chí đứng yên; muốn đổi thì soạn bản sửa đổi, có lý do và báo cho mọi thành viên.", s.State.StateName())
	case s.State != Drafted && s.State != Opened:
		return s, Definition{}, problem.New(problem.Closed, "Bảng chấm điểm %s; tiêu chí không đổi được nữa.", s.State.StateName())
	}
	d, err := readDefinition(s.edited())
	return s, d, err
}

// edited is the definition that is being edited.
func (s YearSheet) edited() string {
	if s.State == Opened {
		return s.Amending
	}
	return s.Definition
}

// keep stores what was edited, as one act in the record.
func keep(tx *db.Tx, y cycle.Year, s YearSheet, before, after Definition) (YearSheet, error) {
	text, err := after.text()
	if err != nil {
		return s, err
	}
	if s.State == Opened {
		s.Amending = text
	} else {
		s.Definition = text
	}
	if s.Version++; s.Version == 1 {
		s.ID = db.NewID()
		err = insertSheet(tx, s)
	} else {
		err = updateSheet(tx, s)
	}
	if err != nil {
		return s, fmt.Errorf("define sheet: %w", err)
	}
	was, is := parted(before, after)
	return s, noted(tx, y.Scope(), access.ScoringDefine, s, was, is, "")
}

// part is what the record keeps of an edited definition: what differs.
type part struct {
	Settings *Settings `json:"settings,omitempty"`
	Rows     []Row     `json:"rows,omitempty"`
	Order    []string  `json:"order,omitempty"` // where criteria only changed places
}

func parted(before, after Definition) (was, is part) {
	if before.Settings.Fingerprint() != after.Settings.Fingerprint() {
		was.Settings, is.Settings = &before.Settings, &after.Settings
	}
	for _, c := range Compare(before.Rows, after.Rows) {
		if c.Before != nil {
			was.Rows = append(was.Rows, *c.Before)
		}
		if c.After != nil {
			is.Rows = append(is.Rows, *c.After)
		}
	}
	if was.Settings == nil && len(was.Rows)+len(is.Rows) == 0 {
		was.Order, is.Order = order(before.Rows), order(after.Rows)
	}
	return was, is
}

func order(rows []Row) []string {
	paths := make([]string, len(rows))
	for i, r := range rows {
		paths[i] = r.Path
	}
	return paths
}

// changed names the criteria on which two definitions differ, as the end of a
// sentence.
func changed(stored, typed []Row) string {
	var names []string
	for _, c := range Compare(typed, stored) {
		switch {
		case c.Before == nil:
			names = append(names, fmt.Sprintf("có thêm «%s»", c.After.Path))
		case c.After == nil:
			names = append(names, fmt.Sprintf("không có «%s»", c.Before.Path))
		default:
			names = append(names, fmt.Sprintf("«%s» khác", c.After.Path))
		}
	}
	const most = 8
	switch {
	case len(names) == 0:
		return ""
	case len(names) > most:
		return fmt.Sprintf(" (so với bản bạn gõ: %s và %d chỗ nữa)", strings.Join(names[:most], ", "), len(names)-most)
	}
	return fmt.Sprintf(" (so với bản bạn gõ: %s)", strings.Join(names, ", "))
}

// knownIndicators refuses indicators that the year does not have.
func knownIndicators(tx *db.Tx, y cycle.Year, rows []Row) error {
	if !slices.ContainsFunc(rows, func(r Row) bool { return r.Indicator != "" }) {
		return nil
	}
	indicators, err := indicator.List(tx, y.ID)
	if err != nil {
		return err
	}
	var list problem.List
	for i, r := range rows {
		known := func(o indicator.Indicator) bool { return o.Code == r.Indicator }
		if r.Indicator != "" && !slices.ContainsFunc(indicators, known) {
			list.Add(r.at(i), "Chỉ số «%s» không có trong giao ước năm %d.", r.Indicator, y.Year)
		}
	}
	return list.Err()
}

func noted(tx *db.Tx, scope access.Scope, act access.Act, s YearSheet, before, after any, reason string) error {
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "score_sheet", ID: s.ID}, Scope: scope, Before: before, After: after, Reason: reason,
	})
}

// sheetIn finds the sheet of a year in one of the states asked for.
func sheetIn(tx *db.Tx, y cycle.Year, states ...State) (YearSheet, error) {
	s, err := findSheet(tx, y.ID)
	if errors.Is(err, db.ErrNoRow) {
		return s, problem.New(problem.NotFound, "Năm %d chưa có bảng chấm điểm.", y.Year)
	}
	if err != nil {
		return s, fmt.Errorf("find sheet: %w", err)
	}
	for _, state := range states {
		if s.State == state {
			return s, nil
		}
	}
	if s.State == Drafted {
		return s, problem.New(problem.Closed, "Bảng chấm điểm đang soạn; chưa mở chấm.")
	}
	return s, problem.New(problem.Closed, "Bảng chấm điểm %s; không làm việc này được nữa.", s.State.StateName())
}

// complete refuses a definition by which nobody could be marked, with all that
// it lacks.
func complete(tx *db.Tx, y cycle.Year, name string, d Definition) error {
	if _, err := d.Sheet(name); err != nil {
		return err
	}
	return knownIndicators(tx, y, d.Rows)
}

// OpenSheet freezes the criteria and lets the units mark.
func OpenSheet(tx *db.Tx, y cycle.Year) error {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return err
	}
	s, err := sheetIn(tx, y, Drafted)
	if err != nil {
		return err
	}
	if err := cycle.MustHaveBegun(tx, y, cycle.Score); err != nil {
		return err
	}
	d, err := s.Defined()
	if err != nil {
		return err
	}
	if err := complete(tx, y, s.Name, d); err != nil {
		return err
	}
	members, err := cycle.Members(tx, y)
	if err != nil {
		return err
	}
	for _, m := range members {
		if err := insertMarking(tx, Marking{SheetID: s.ID, UnitID: m.UnitID, State: UnitOpen, Version: 1}); err != nil {
			return fmt.Errorf("open sheet for unit %s: %w", m.UnitID, err)
		}
	}
	s.State, s.Number = Opened, 1
	if err := insertVersion(tx, Version{SheetID: s.ID, Number: s.Number, Name: s.Name, Definition: s.Definition, At: db.At(tx.Now)}); err != nil {
		return fmt.Errorf("open sheet: %w", err)
	}
	if err := updateSheet(tx, s); err != nil {
		return fmt.Errorf("open sheet: %w", err)
	}
	return noted(tx, y.Scope(), access.ScoringDefine, s, Drafted, Opened, "")
}
