package conference

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Plan arranges the conference of a year, or changes its arrangement; c.Version
// is the version the person saw, 0 for a new one.
func Plan(tx *db.Tx, y cycle.Year, c Conference) (Conference, error) {
	if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
		return Conference{}, err
	}
	if err := y.MustRun(); err != nil {
		return Conference{}, err
	}
	if err := checkPlan(c); err != nil {
		return Conference{}, err
	}
	c.ClusterID, c.YearID, c.State = y.ClusterID, y.ID, Planned
	before, err := findByYear(tx, y.ID)
	switch {
	case errors.Is(err, db.ErrNoRow):
		c.ID, c.Version = db.NewID(), 1
		err = insert(tx, c)
	case err != nil:
	case before.State != Planned:
		return Conference{}, problem.New(problem.Closed, "Hội nghị %s; không sắp xếp lại được nữa.", before.State.Name())
	case before.Version != c.Version:
		return Conference{}, problem.New(problem.Conflict, "Kế hoạch hội nghị vừa được người khác lưu: ngày %s tại %s. Hãy đối chiếu rồi lưu lại.", before.HeldOn.Short(), before.Place)
	default:
		c.ID, c.Version = before.ID, before.Version+1
		err = update(tx, c)
	}
	if err != nil {
		return Conference{}, fmt.Errorf("plan conference: %w", err)
	}
	return c, noted(tx, y, access.ConferencePlan, c.ID, before, c, "")
}

func checkPlan(c Conference) error {
	var list problem.List
	if c.HeldOn.IsZero() {
		list.Add("held_on", "Ghi ngày họp.")
	}
	if strings.TrimSpace(c.Place) == "" {
		list.Add("place", "Ghi nơi họp.")
	}
	if c.VideoLink != "" && !strings.HasPrefix(c.VideoLink, "https://") {
		list.Add("video_link", "Đường dẫn họp trực tuyến bắt đầu bằng https://")
	}
	return list.Err()
}

func noted(tx *db.Tx, y cycle.Year, act access.Act, id string, before, after any, reason string) error {
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "conference", ID: id}, Scope: y.UnitScope(tx.Actor.Unit),
		Before: before, After: after, Reason: reason,
	})
}

// find returns the conference of a year in one of the states asked for.
func find(tx *db.Tx, y cycle.Year, states ...State) (Conference, error) {
	c, err := findByYear(tx, y.ID)
	if errors.Is(err, db.ErrNoRow) {
		return c, problem.New(problem.NotFound, "Năm %d chưa có hội nghị tổng kết.", y.Year)
	}
	if err != nil {
		return c, fmt.Errorf("find conference: %w", err)
	}
	for _, s := range states {
		if c.State == s {
			return c, nil
		}
	}
	if len(states) == 0 {
		return c, nil
	}
	if c.State == Planned {
		return c, problem.New(problem.Closed, "Hội nghị chưa khai mạc; việc này làm khi hội nghị đang họp.")
	}
	return c, problem.New(problem.Closed, "Hội nghị %s; không làm việc này được nữa.", c.State.Name())
}

// Start opens the conference.
func Start(tx *db.Tx, y cycle.Year) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	c, err := find(tx, y, Planned)
	if err != nil {
		return err
	}
	if err := cycle.MustHaveBegun(tx, y, cycle.Conference); err != nil {
		return err
	}
	if tx.Today().Before(c.HeldOn) {
		return problem.New(problem.Closed, "Hội nghị họp ngày %s; hôm nay là %s.", c.HeldOn.Short(), tx.Today().Short())
	}
	if err := start(tx, c.ID); err != nil {
		return fmt.Errorf("open conference: %w", err)
	}
	return noted(tx, y, access.ConferenceRun, c.ID, Planned, Running, "")
}

// Attend marks how a member takes part, from the day of the conference on.
func Attend(tx *db.Tx, y cycle.Year, a Attendance) error {
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return err
	}
	c, err := doorsOpen(tx, y)
	if err != nil {
		return err
	}
	if err := cycle.MustBeMember(tx, y, a.UnitID); err != nil {
		return err
	}
	if err := checkAttendance(a); err != nil {
		return err
	}
	a.ConferenceID = c.ID
	there, err := attendanceOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read attendance: %w", err)
	}
	if slices.Contains(there, a) {
		return nil // the same form sent twice
	}
	if err := saveAttendance(tx, a); err != nil {
		return fmt.Errorf("mark attendance: %w", err)
	}
	return noted(tx, y, access.ConferenceRun, c.ID, nil, a, "")
}

// EnterHistory stores what was published about the conference of a year.
func EnterHistory(tx *db.Tx, y cycle.Year, c Conference) error {
	if err := access.Require(tx, access.HistoryPublish, y.Scope()); err != nil {
		return err
	}
	if y.State != cycle.History {
		return problem.New(problem.Closed, "Năm %d đang chạy; hội nghị của năm được tổ chức ở đây.", y.Year)
	}
	if c.Source == "" {
		return problem.Field("source", "Ghi nguồn đã công bố.")
	}
	c.ID, c.ClusterID, c.YearID, c.State, c.Version = db.NewID(), y.ClusterID, y.ID, History, 1
	if err := insert(tx, c); err != nil {
		return fmt.Errorf("enter conference of %d: %w", y.Year, err)
	}
	if err := noted(tx, y, access.HistoryPublish, c.ID, nil, c, ""); err != nil {
		return err
	}
	return publish(tx, y, access.HistoryPublish)
}
