package scoring

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Define sets the criteria of a year's sheet while it is a draft. version is
// the one the person saw, 0 for a sheet not defined before.
func Define(tx *db.Tx, y cycle.Year, name string, decimals int, rows []Row, version int64) (YearSheet, error) {
	if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
		return YearSheet{}, err
	}
	if err := y.MustRun(); err != nil {
		return YearSheet{}, err
	}
	if strings.TrimSpace(name) == "" {
		return YearSheet{}, problem.Field("name", "Ghi tên bảng chấm điểm.")
	}
	if err := checkRows(tx, y, name, decimals, rows); err != nil {
		return YearSheet{}, err
	}
	definition, err := json.Marshal(rows)
	if err != nil {
		return YearSheet{}, fmt.Errorf("write criteria: %w", err)
	}
	s := YearSheet{YearID: y.ID, State: Drafted, Name: strings.TrimSpace(name), Decimals: decimals, Definition: string(definition)}
	before, err := findSheet(tx, y.ID)
	switch {
	case errors.Is(err, db.ErrNoRow):
		s.ID, s.Version = db.NewID(), 1
		err = insertSheet(tx, s)
	case err != nil:
	case before.State != Drafted:
		return YearSheet{}, problem.New(problem.Closed, "Bảng chấm điểm %s; tiêu chí không đổi được nữa.", before.State.StateName())
	case before.Version != version:
		return YearSheet{}, problem.New(problem.Conflict, "Bảng chấm điểm vừa được người khác lưu. Điều bạn gõ còn nguyên ở dưới; hãy mở trang ở thẻ khác để đối chiếu rồi lưu lại.")
	default:
		s.ID, s.Version = before.ID, before.Version+1
		err = updateSheet(tx, s)
	}
	if err != nil {
		return YearSheet{}, fmt.Errorf("define sheet: %w", err)
	}
	return s, noted(tx, y.Scope(), access.ScoringDefine, s, before.Definition, s.Definition, "")
}

func checkRows(tx *db.Tx, y cycle.Year, name string, decimals int, rows []Row) error {
	if len(rows) == 0 {
		return problem.Field("rows", "Bảng chưa có tiêu chí nào.")
	}
	if _, err := Build(name, decimals, rows); err != nil {
		return err
	}
	indicators, err := indicator.List(tx, y.ID)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, i := range indicators {
		known[i.Code] = true
	}
	var list problem.List
	for i, r := range rows {
		if r.Indicator != "" && !known[r.Indicator] {
			list.Add(fmt.Sprintf("dòng %d", i+1), "Chỉ số «%s» không có trong giao ước năm %d.", r.Indicator, y.Year)
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
	members, err := cycle.Members(tx, y)
	if err != nil {
		return err
	}
	for _, m := range members {
		if err := insertMarking(tx, Marking{SheetID: s.ID, UnitID: m.UnitID, State: UnitOpen, Version: 1}); err != nil {
			return fmt.Errorf("open sheet for unit %s: %w", m.UnitID, err)
		}
	}
	s.State = Opened
	if err := updateSheet(tx, s); err != nil {
		return fmt.Errorf("open sheet: %w", err)
	}
	return noted(tx, y.Scope(), access.ScoringDefine, s, Drafted, Opened, "")
}
