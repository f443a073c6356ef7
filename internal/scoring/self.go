package scoring

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// AsComputed stands in Filled.Self for the computed points (giữ giá trị tính).
const AsComputed = "="

// FillIn stores what a unit says of its own year (tự chấm): what it achieved on
// each of the given leaves, and the points it gives itself. What is left empty is
// not marked yet; 0 is a mark. version is the one the person saw: a leaf that
// another has typed since is refused, with what stands there now. It returns the
// version from here on.
func FillIn(tx *db.Tx, y cycle.Year, unitID string, version int64, filled []Filled) (int64, error) {
	scope := y.UnitScope(unitID)
	if err := access.Require(tx, access.ScoringSelf, scope); err != nil {
		return 0, err
	}
	s, m, err := markingIn(tx, y, unitID, UnitOpen, UnitReturned)
	if err != nil {
		return 0, err
	}
	sc, err := scoredOf(tx, y, s, unitID)
	if err != nil {
		return 0, err
	}
	locks, err := locksOf(tx, y, sc, m)
	if err != nil {
		return 0, err
	}
	if err := locks.whole; err != nil {
		return 0, err
	}
	changed, before, err := changes(sc, m, version, filled, locks)
	if err != nil || len(changed) == 0 {
		return m.Version, err
	}
	m.Version++
	if err := storeFilled(tx, y, s, m, changed); err != nil {
		return 0, err
	}
	if err := updateMarking(tx, m); err != nil {
		return 0, fmt.Errorf("store marking: %w", err)
	}
	return m.Version, noted(tx, scope, access.ScoringSelf, s, before, changed, "")
}

// changes are the leaves whose typed values differ from the stored ones, and the
// stored ones; an error where one of them may not be changed now.
func changes(sc Scored, m Marking, version int64, filled []Filled, locks locks) (changed, before []Filled, err error) {
	var list problem.List
	for _, f := range filled {
		if r := sc.leafRow(f.Criterion); r == nil {
			list.Add(valueField(f.Criterion), "Bảng chấm điểm không có tiêu chí «%s»; mở lại trang rồi ghi lại.", f.Criterion)
			continue
		} else if r.Indicator != "" {
			f.Target, f.Actual = "", "" // they are the indicator's
		}
		stored := sc.storedAt(m.UnitID, f.Criterion)
		if r := sc.leafRow(f.Criterion); r.Indicator != "" {
			stored.Target, stored.Actual = "", ""
		}
		if f.typed() == stored.typed() {
			continue
		}
		if why := locks.leaf[f.Criterion]; why != "" {
			list = append(list, &problem.Problem{Kind: problem.Closed, Field: valueField(f.Criterion), Text: why})
			continue
		}
		if stored.Version > version {
			list = append(list, conflict(valueField(f.Criterion), f.Criterion, stored.Name, stored.At, stored.words()))
			continue
		}
		blob.RefuseSecrets(&list, noteField(f.Criterion), f.Note)
		f.checkTarget(&list, sc.leafRow(f.Criterion))
		changed, before = append(changed, f), append(before, stored)
	}
	return changed, before, list.Err()
}

// checkTarget reports a target that no rate can be computed from, in the words of the
// page.
func (f Filled) checkTarget(list *problem.List, r *Row) {
	target := fraction(f.Target)
	switch {
	case r.Kind != Target:
	case target != nil && target.Sign() == 0 && r.Better != Less:
		list.Add(valueField(f.Criterion), "%s: chỉ tiêu là 0 nên không tính được tỷ lệ thực hiện; không có chỉ tiêu thì để trống, không giao việc này thì đề nghị cụm trưởng ghi «không giao».", f.Criterion)
	case target == nil && f.Actual != "" && r.Scheme != Leading:
		list.Add(valueField(f.Criterion), "%s: có kết quả thì cần cả chỉ tiêu, vì cách tính «%s» so kết quả với chỉ tiêu.", f.Criterion, r.Scheme.SchemeName())
	}
}

// words is what a person typed on a leaf, in a line.
func (f Filled) words() string {
	parts := []string{f.basis()}
	if f.Self != "" {
		parts = append(parts, "tự chấm "+vn.Grouped(f.Self))
	}
	if f.Note != "" {
		parts = append(parts, f.Note)
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "; ")
}

// conflict says what another person has typed into a field since it was seen.
func conflict(field, criterion, name string, at db.Time, now string) *problem.Problem {
	if now == "" {
		now = "để trống"
	}
	return &problem.Problem{
		Kind: problem.Conflict, Field: field,
		Text: fmt.Sprintf("%s vừa được %s ghi lúc %s: %s. Điều bạn gõ chưa lưu; xem lại rồi ghi nếu vẫn khác.", criterion, name, clock(at), now),
	}
}

func clock(at db.Time) string { return at.In(vn.Zone).Format("15:04") }

// storeFilled stores entries, and with self-marks what was computed beside them.
func storeFilled(tx *db.Tx, y cycle.Year, s YearSheet, m Marking, filled []Filled) error {
	if err := insertWriter(tx, s.ID, m.UnitID); err != nil {
		return fmt.Errorf("note who filled in: %w", err)
	}
	store := func(f Filled) error {
		f.SheetID, f.Number, f.UnitID = s.ID, s.Number, m.UnitID
		f.AccountID, f.Name, f.At, f.Version = tx.Actor.ID, tx.Actor.Name, db.At(tx.Now), m.Version
		if err := saveFilled(tx, f); err != nil {
			return fmt.Errorf("store %s: %w", f.Criterion, err)
		}
		return nil
	}
	for _, f := range filled {
		if f.Self == AsComputed {
			f.Self = ""
		}
		if err := store(f); err != nil {
			return err
		}
	}
	sc, err := scoredOf(tx, y, s, m.UnitID)
	if err != nil {
		return err // the figures do not suit the criteria: every mistake, beside its leaf
	}
	var list problem.List
	for _, f := range filled {
		l := sc.leafOf(m.UnitID, f.Criterion)
		switch {
		case f.Self == "" || l == nil:
			continue
		case f.Self == AsComputed && l.Computed == nil:
			list.Add(selfField(f.Criterion), "%s chưa có giá trị tính để giữ; ghi kết quả trước.", f.Criterion)
			continue
		case f.Self == AsComputed:
			f.Self = decimalText(l.Computed)
		}
		f.Computed = ratText(l.Computed)
		if err := store(f); err != nil {
			return err
		}
	}
	return list.Err()
}

// markingIn finds a unit's part of the open sheet in one of the states.
func markingIn(tx *db.Tx, y cycle.Year, unitID string, states ...UnitState) (YearSheet, Marking, error) {
	s, err := sheetIn(tx, y, Opened)
	if err != nil {
		return s, Marking{}, err
	}
	m, err := findMarking(tx, s.ID, unitID)
	if errors.Is(err, db.ErrNoRow) {
		return s, m, problem.New(problem.NotFound, "Đơn vị này không có trong bảng chấm điểm năm %d.", y.Year)
	}
	if err != nil {
		return s, m, fmt.Errorf("find marking: %w", err)
	}
	if !slices.Contains(states, m.State) {
		return s, m, problem.New(problem.Closed, "Bảng của đơn vị %s; không sửa được lúc này.", m.State.StateName())
	}
	return s, m, nil
}

// locks say what a unit may not change of its own part now, and why.
type locks struct {
	whole error             // nil when anything may be changed
	leaf  map[string]string // by path; empty for what may be changed
}

func locksOf(tx *db.Tx, y cycle.Year, sc Scored, m Marking) (locks, error) {
	l := locks{leaf: map[string]string{}}
	mending := m.State == UnitReturned && !m.Until.IsZero()
	if mending && tx.Today().After(m.Until) {
		l.whole = problem.New(problem.Closed, "Hạn sửa phần bị trả lại là ngày %s, đã qua. Đề nghị tổ thẩm định trả lại với hạn mới.", m.Until.Short())
	}
	if !mending {
		l.whole = cycle.MustBeOpen(tx, y, cycle.Score)
		if l.whole != nil && problem.All(l.whole) == nil {
			return l, l.whole
		}
	}
	returned, err := returnsOf(tx, sc.Sheet.ID, m.UnitID)
	if err != nil {
		return l, fmt.Errorf("read returns: %w", err)
	}
	open := map[string]bool{}
	for _, r := range returned {
		if r.AnsweredAt.IsZero() {
			open[r.Criterion] = true
		}
	}
	single := m.State == UnitReturned && len(open) > 0 && !open[""]
	today := tx.Today()
	for _, r := range sc.Rows {
		due, err := vn.ParseDate(r.Deadline)
		past := r.Deadline != "" && err == nil && today.After(due)
		switch {
		case r.Kind == "":
		case single && !open[r.Path]:
			l.leaf[r.Path] = fmt.Sprintf("%s không bị trả lại nên giữ nguyên; chỉ sửa các tiêu chí bị trả lại.", r.Path)
		case past && !mending && !open[r.Path]:
			l.leaf[r.Path] = fmt.Sprintf("Hạn của tiêu chí %s là ngày %s, đã qua.", r.Path, due.Short())
		}
	}
	return l, nil
}

// SubmitSelf hands a unit's complete self-score to the appraisers.
func SubmitSelf(tx *db.Tx, y cycle.Year, unitID string) error {
	scope := y.UnitScope(unitID)
	if err := access.Require(tx, access.ScoringSelf, scope); err != nil {
		return err
	}
	s, m, err := markingIn(tx, y, unitID, UnitOpen, UnitReturned)
	if err != nil {
		return err
	}
	sc, err := scoredOf(tx, y, s, unitID)
	if err != nil {
		return err
	}
	locks, err := locksOf(tx, y, sc, m)
	if err != nil {
		return err
	}
	if err := locks.whole; err != nil {
		return err
	}
	if err := mayHandIn(tx, sc, unitID); err != nil {
		return err
	}
	if err := answerReturns(tx, s.ID, unitID); err != nil {
		return fmt.Errorf("answer returns: %w", err)
	}
	m.Reason, m.Until = "", vn.Date{}
	return move(tx, scope, access.ScoringSelf, s, m, UnitSubmitted, "")
}

// move brings a unit's part into a state.
func move(tx *db.Tx, scope access.Scope, act access.Act, s YearSheet, m Marking, to UnitState, reason string) error {
	m.State, m.MovedBy, m.MovedAt, m.Version = to, access.Signature(tx.Actor, act, scope), db.At(tx.Now), m.Version+1
	if err := updateMarking(tx, m); err != nil {
		return fmt.Errorf("move unit's part to %s: %w", to, err)
	}
	return noted(tx, scope, act, s, nil, map[string]any{"unit": m.UnitID, "state": to}, reason)
}

// mayHandIn reports what a self-score lacks: marks, evidence, and why a mark is
// not the computed one.
func mayHandIn(tx *db.Tx, sc Scored, unitID string) error {
	u := sc.unit(unitID)
	if u == nil {
		return problem.New(problem.NotFound, "Đơn vị này không có trong bảng chấm điểm.")
	}
	var missing []string
	for i := range u.Leaves {
		if l := &u.Leaves[i]; !l.selfMarked() {
			missing = append(missing, l.Path)
		}
	}
	if len(missing) > 0 {
		return problem.New(problem.Invalid, "Còn %d tiêu chí chưa chấm: %s. Ghi 0 nếu không có, để trống là chưa chấm.", len(missing), strings.Join(missing, ", "))
	}
	evidence, err := evidenceOf(tx, sc.Sheet.ID, unitID)
	if err != nil {
		return fmt.Errorf("read evidence: %w", err)
	}
	shown := map[string]bool{}
	for _, e := range evidence {
		shown[e.Criterion] = true
	}
	var list problem.List
	for i := range u.Leaves {
		l := &u.Leaves[i]
		points := l.selfPoints(sc.Result.Sheet.Decimals).rat()
		if l.Criterion.Evidence && points.Sign() > 0 && !shown[l.Path] {
			list.Add(valueField(l.Path), "%s được %s điểm nên cần minh chứng; thêm tệp hoặc liên kết.", l.Path, sc.points(points))
		}
		f := sc.storedAt(unitID, l.Path)
		if l.Computed != nil && f.Self != "" && fraction(f.Self).Cmp(l.Computed) != 0 && f.Note == "" {
			list.Add(noteField(l.Path), "%s tự chấm %s, khác giá trị tính %s; ghi lý do.", l.Path, vn.Grouped(f.Self), sc.points(l.Computed))
		}
	}
	return list.Err()
}

func valueField(path string) string  { return "value_" + path }
func selfField(path string) string   { return "self_" + path }
func noteField(path string) string   { return "note_" + path }
func pointsField(path string) string { return "points_" + path }
func reasonField(path string) string { return "reason_" + path }
