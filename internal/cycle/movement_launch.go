package cycle

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// LaunchMovement starts a movement or drive: the cluster's own, with an empty
// unit, or a unit's. The cluster's own may serve one of the centre, its parent.
// The same movement sent twice is one.
func LaunchMovement(tx *db.Tx, y Year, m Movement) (Movement, error) {
	act := access.MovementLaunch
	if m.UnitID != "" {
		act = access.MovementJoin
	}
	if err := access.Require(tx, act, y.UnitScope(m.UnitID)); err != nil {
		return Movement{}, err
	}
	if err := y.MustRun(); err != nil {
		return Movement{}, err
	}
	if err := MustHaveBegun(tx, y, Launch); err != nil {
		return Movement{}, err
	}
	if m.UnitID != "" {
		if err := MustHaveBeenMember(tx, y, m.UnitID); err != nil {
			return Movement{}, err
		}
	}
	m.LaunchedBy = ""
	if err := mustServeCentre(tx, y, m); err != nil {
		return Movement{}, err
	}
	return launch(tx, y, act, m)
}

// NoteMovement keeps a movement that the centre launched, so that the cluster's
// own can serve it and members can join it. It waits for no phase of the year.
func NoteMovement(tx *db.Tx, y Year, m Movement) (Movement, error) {
	if err := access.Require(tx, access.MovementLaunch, y.Scope()); err != nil {
		return Movement{}, err
	}
	if err := y.MustRun(); err != nil {
		return Movement{}, err
	}
	m.UnitID, m.ParentID = "", ""
	if vn.Line(m.LaunchedBy) == "" {
		return Movement{}, problem.Field("launched_by", "Ghi ai phát động: Thủ tướng Chính phủ, Hội đồng Thi đua - Khen thưởng Trung ương…")
	}
	return launch(tx, y, access.MovementLaunch, m)
}

// mustServeCentre refuses a parent of a movement that is launched, other than
// one of the centre for the cluster's own.
func mustServeCentre(tx *db.Tx, y Year, m Movement) error {
	if m.ParentID == "" {
		return nil
	}
	parent, err := movementOf(tx, y, m.ParentID)
	if err != nil {
		return err
	}
	if !m.OfCluster() || !parent.OfCentre() {
		return problem.Field("parent", "Phong trào của cụm, khối chỉ phục vụ phong trào do trung ương phát động.")
	}
	return mustStand(parent)
}

// JoinMovement lets a unit take part in a movement of the level above, with its
// own goals, days and slogan. A city may enter it for a commune of its own.
func JoinMovement(tx *db.Tx, y Year, m Movement) (Movement, error) {
	if err := requireJoin(tx, y, m.UnitID); err != nil {
		return Movement{}, err
	}
	if err := y.MustRun(); err != nil {
		return Movement{}, err
	}
	if err := MustHaveBegun(tx, y, Launch); err != nil {
		return Movement{}, err
	}
	parent, err := movementOf(tx, y, m.ParentID)
	if err != nil {
		return Movement{}, err
	}
	if err := mustStand(parent); err != nil {
		return Movement{}, err
	}
	m.LaunchedBy = ""
	if err := mustBeBelow(tx, y, parent, m); err != nil {
		return Movement{}, err
	}
	return launch(tx, y, access.MovementJoin, m)
}

// EnterMovement stores a movement of a year of history, as it was published.
func EnterMovement(tx *db.Tx, y Year, m Movement) (Movement, error) {
	if err := access.Require(tx, access.HistoryPublish, y.Scope()); err != nil {
		return Movement{}, err
	}
	if y.State != History {
		return Movement{}, problem.New(problem.Closed, "Năm %d đang chạy; phong trào của năm được phát động ở đây.", y.Year)
	}
	if clean(m.Source) == "" {
		return Movement{}, problem.Field("source", "Ghi nguồn đã công bố.")
	}
	return launch(tx, y, access.HistoryPublish, m)
}

// MustJoin refuses an actor who may not join a movement for a unit, as a form asks
// before it reads what was typed.
//
// Read: requires the right to join.
func MustJoin(tx *db.Tx, y Year, unitID string) error { return requireJoin(tx, y, unitID) }

// requireJoin asks for the right of the unit itself, or of the unit above it.
func requireJoin(tx *db.Tx, y Year, unitID string) error {
	scope, err := y.scopeOf(tx, unitID)
	if err != nil {
		return err
	}
	return access.Require(tx, access.MovementJoin, scope)
}

// mustBeBelow refuses a unit that the parent movement does not reach: a member
// of the year under the centre's and the cluster's own, a unit below under a
// unit's.
func mustBeBelow(tx *db.Tx, y Year, parent, m Movement) error {
	if parent.UnitID == "" {
		return MustHaveBeenMember(tx, y, m.UnitID)
	}
	day := m.FromDay
	if day.IsZero() {
		day = tx.Today()
	}
	u, err := org.Find(tx, m.UnitID, day)
	if problem.Is(err, problem.NotFound) || err == nil && u.ParentID != parent.UnitID {
		return problem.Field("unit", "Chỉ đơn vị trực thuộc đơn vị đã phát động mới hưởng ứng phong trào này.")
	}
	return err
}

func mustStand(m Movement) error {
	if m.State == MovementWithdrawn {
		return problem.New(problem.Closed, "«%s» đã được rút: %s.", m.Name, m.WithdrawnFor)
	}
	return nil
}

// launch checks and stores a movement whose right has been required.
func launch(tx *db.Tx, y Year, act access.Act, m Movement) (Movement, error) {
	m.tidy()
	all, err := movementsOf(tx, y.ID)
	if err != nil {
		return Movement{}, fmt.Errorf("read movements: %w", err)
	}
	if twin, ok := twinOf(all, m); ok {
		if twin.same(m) {
			return twin, nil // the same form sent twice
		}
		if m.UnitID != "" && m.ParentID != "" {
			return Movement{}, problem.New(problem.Closed, "Đơn vị này đã hưởng ứng phong trào bằng «%s»; hãy sửa bản đã ghi.", twin.Name)
		}
		return Movement{}, problem.Field("name", "Đã có «%s» trong năm %d.", twin.Name, y.Year)
	}
	m.YearID, m.State = y.ID, MovementRunning
	if err := checkMovement(tx, y, m, all); err != nil {
		return Movement{}, err
	}
	m.ID, m.Version, m.CreatedAt = db.NewID(), 1, db.At(tx.Now)
	if err := insertMovement(tx, m); err != nil {
		return Movement{}, fmt.Errorf("launch movement: %w", err)
	}
	return m, publishMovement(tx, y, act, m)
}

func (m *Movement) tidy() {
	m.Name, m.Slogan = vn.Line(m.Name), vn.Line(m.Slogan)
	m.LaunchNumber, m.LaunchedBy, m.Source = vn.Line(m.LaunchNumber), vn.Line(m.LaunchedBy), vn.Line(m.Source)
	var goals []string
	for _, g := range m.Goals {
		if g = vn.Line(g); g != "" {
			goals = append(goals, g)
		}
	}
	m.Goals = goals
}

// same reports whether two movements say the same, whatever the register adds.
func (m Movement) same(o Movement) bool {
	return m.Kind == o.Kind && m.Name == o.Name && m.Slogan == o.Slogan && m.FromDay == o.FromDay && m.ToDay == o.ToDay &&
		m.LaunchNumber == o.LaunchNumber && m.LaunchOn == o.LaunchOn && m.LaunchedBy == o.LaunchedBy && m.ParentID == o.ParentID && slices.Equal(m.Goals, o.Goals)
}

// twinOf finds the movement that m would be a second one of: the unit's answer
// to the same parent, or one of the same name launched by the same level.
func twinOf(all []Movement, m Movement) (Movement, bool) {
	answers := m.UnitID != "" && m.ParentID != ""
	for _, o := range all {
		if o.State == MovementWithdrawn || o.ID == m.ID || o.UnitID != m.UnitID || o.OfCentre() != m.OfCentre() {
			continue
		}
		if answers && o.ParentID == m.ParentID {
			return o, true
		}
		launched := m.UnitID == "" || o.ParentID == ""
		if !answers && launched && vn.Fold(o.Name) == vn.Fold(m.Name) {
			return o, true
		}
	}
	return Movement{}, false
}

// checkMovement refuses what cannot be said of a movement by itself, of its
// parent, or of those that have joined it.
func checkMovement(tx *db.Tx, y Year, m Movement, all []Movement) error {
	var list problem.List
	if m.Name == "" {
		list.Add("name", "Ghi tên phong trào hoặc đợt thi đua.")
	}
	if m.Kind.Name() == "" {
		list.Add("kind", "Chọn phong trào thi đua hoặc đợt thi đua.")
	}
	if len(m.Goals) == 0 && y.State != History {
		list.Add("goals", "Ghi ít nhất một mục tiêu cụ thể, mỗi dòng một mục tiêu.")
	}
	checkMovementDays(m, &list)
	for _, o := range all {
		switch {
		case o.ID == m.ParentID:
			checkUnder(o, m, &list)
		case o.ParentID == m.ID && m.ID != "" && o.State == MovementRunning:
			checkOver(m, o, &list)
		}
	}
	if m.LaunchNumber == "" && y.State != History {
		list.Add("launch_number", "Ghi số, ký hiệu văn bản phát động.")
	}
	switch {
	case m.LaunchOn.IsZero():
		list.Add("launch_on", "Ghi ngày phát động, là ngày của văn bản phát động.")
	case m.LaunchOn.After(tx.Today()):
		list.Add("launch_on", "Ngày phát động %s chưa tới; ghi sau khi văn bản phát động đã ban hành.", m.LaunchOn.Short())
	}
	blob.RefuseSecrets(&list, "name", m.Name, "slogan", m.Slogan, "goals", strings.Join(m.Goals, "\n"), "launch_number", m.LaunchNumber, "launched_by", m.LaunchedBy)
	return list.Err()
}

func checkMovementDays(m Movement, list *problem.List) {
	switch {
	case m.FromDay.IsZero():
		list.Add("from_day", "Ghi ngày bắt đầu.")
	case m.ToDay.IsZero() && m.Kind == Drive:
		list.Add("to_day", "Đợt thi đua có ngày kết thúc; ghi ngày kết thúc.")
	case !m.ToDay.IsZero() && m.ToDay.Before(m.FromDay):
		list.Add("to_day", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
	}
}

// checkUnder holds a movement inside the one it joins.
func checkUnder(parent, m Movement, list *problem.List) {
	serves := parent.OfCentre() && m.OfCluster() && m.Kind == Drive // a drive for a lasting movement of the centre
	if m.Kind.Name() != "" && m.Kind != parent.Kind && !serves {
		list.Add("kind", "Cấp trên phát động %s; hưởng ứng phải cùng loại.", parent.Kind.Name())
	}
	if !m.FromDay.IsZero() && m.FromDay.Before(parent.LaunchOn) {
		list.Add("from_day", "Cấp trên phát động ngày %s; không bắt đầu trước ngày đó.", parent.LaunchOn.Short())
	}
	if !parent.ToDay.IsZero() && (m.ToDay.IsZero() || m.ToDay.After(parent.ToDay)) {
		list.Add("to_day", "Cấp trên kết thúc ngày %s; phải kết thúc không muộn hơn ngày đó.", parent.ToDay.Short())
	}
}

// checkOver refuses days that would leave a movement that has joined outside.
func checkOver(m, child Movement, list *problem.List) {
	if child.FromDay.Before(m.LaunchOn) {
		list.Add("launch_on", "Đã có đơn vị hưởng ứng từ ngày %s; ngày phát động không được sau ngày đó.", child.FromDay.Short())
	}
	if !m.ToDay.IsZero() && (child.ToDay.IsZero() || child.ToDay.After(m.ToDay)) {
		end := "không có ngày kết thúc"
		if !child.ToDay.IsZero() {
			end = "kết thúc ngày " + child.ToDay.Short()
		}
		list.Add("to_day", "Đã có đơn vị hưởng ứng mà %s; không rút ngắn hơn được.", end)
	}
	if serves := m.OfCentre() && child.OfCluster() && child.Kind == Drive; child.Kind != m.Kind && !serves {
		list.Add("kind", "Đã có đơn vị hưởng ứng; không đổi loại được.")
	}
}

func clean(text string) string { return vn.NFC(strings.TrimSpace(text)) }
