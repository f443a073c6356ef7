package cluster

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Create founds a cluster. An empty slug is made from the name.
func Create(tx *db.Tx, c Cluster) (Cluster, error) {
	if err := access.Require(tx, access.ClusterArrange, access.Scope{}); err != nil {
		return Cluster{}, err
	}
	var list problem.List
	if strings.TrimSpace(c.Name) == "" {
		list.Add("name", "Ghi tên cụm hoặc khối thi đua.")
	}
	if c.Kind != KindCluster && c.Kind != KindBloc {
		list.Add("kind", "Chọn cụm thi đua hoặc khối thi đua.")
	}
	if _, ok := LevelNames[c.Level]; !ok {
		list.Add("level", "Chọn cấp tổ chức.")
	}
	if c.Slug == "" {
		c.Slug = vn.Slug(c.Name)
	}
	taken, err := slugTaken(tx, c.Slug)
	if err != nil {
		return Cluster{}, fmt.Errorf("check slug %s: %w", c.Slug, err)
	}
	if taken {
		list.Add("name", "Đã có cụm hoặc khối với địa chỉ «%s»; hãy đặt tên khác.", c.Slug)
	}
	if err := list.Err(); err != nil {
		return Cluster{}, err
	}
	c.ID, c.CreatedAt = db.NewID(), db.At(tx.Now)
	if err := insert(tx, c); err != nil {
		return Cluster{}, fmt.Errorf("create cluster %s: %w", c.Name, err)
	}
	return c, arranged(tx, c.ID, c)
}

func arranged(tx *db.Tx, clusterID string, after any) error {
	return record.Add(tx, record.Act{
		Act: access.ClusterArrange, Object: record.Object{Kind: "cluster", ID: clusterID},
		Scope: Scope(clusterID), After: after,
	})
}

// Join makes a unit a member between two days.
func Join(tx *db.Tx, m Member) error {
	if err := access.Require(tx, access.ClusterArrange, Scope(m.ClusterID)); err != nil {
		return err
	}
	day := m.FromDay
	if day.IsZero() {
		day = tx.Today()
	}
	if _, err := org.Find(tx, m.UnitID, day); err != nil {
		return problem.Field("unit", "Chọn một đơn vị có hiệu lực vào ngày %s.", day.Short())
	}
	members, err := membersEver(tx, m.ClusterID)
	if err != nil {
		return fmt.Errorf("find members of cluster %s: %w", m.ClusterID, err)
	}
	for _, o := range members {
		if o.UnitID == m.UnitID && overlap(o.FromDay, o.ToDay, m.FromDay, m.ToDay) {
			return problem.Field("unit", "Đơn vị này đã là thành viên trong thời gian đó.")
		}
	}
	m.ID = db.NewID()
	if err := insertMember(tx, m); err != nil {
		return fmt.Errorf("join cluster %s: %w", m.ClusterID, err)
	}
	return arranged(tx, m.ClusterID, m)
}

// Leave ends a membership on a day.
func Leave(tx *db.Tx, clusterID, unitID string, on vn.Date, reason string) error {
	if err := access.Require(tx, access.ClusterArrange, Scope(clusterID)); err != nil {
		return err
	}
	if on.IsZero() || strings.TrimSpace(reason) == "" {
		return problem.Field("to_day", "Ghi ngày thôi là thành viên và lý do.")
	}
	n, err := endMembership(tx, clusterID, unitID, on)
	if err != nil {
		return fmt.Errorf("leave cluster %s: %w", clusterID, err)
	}
	if n == 0 {
		return problem.Field("unit", "Đơn vị này không phải là thành viên vào ngày %s.", on.Short())
	}
	return record.Add(tx, record.Act{
		Act: access.ClusterArrange, Object: record.Object{Kind: "cluster", ID: clusterID},
		Scope: Scope(clusterID), After: map[string]any{"left": unitID, "on": on}, Reason: reason,
	})
}

// Appoint gives a member a post for an emulation year. Another holder of the
// same post of that year ends on the day the new one begins.
func Appoint(tx *db.Tx, l Lead) error {
	if err := access.Require(tx, access.ClusterArrange, Scope(l.ClusterID)); err != nil {
		return err
	}
	if err := appoint(tx, l); err != nil {
		return err
	}
	return arranged(tx, l.ClusterID, l)
}

// Elected gives posts as a conference decided; the conference has required the
// right and records the act.
//
// Within: called by conference.Elect, which requires the right and records it.
func Elected(tx *db.Tx, leads ...Lead) error {
	for _, l := range leads {
		if err := appoint(tx, l); err != nil {
			return err
		}
	}
	return nil
}

func appoint(tx *db.Tx, l Lead) error {
	if l.Post != PostLead && l.Post != PostDeputy {
		return problem.Field("post", "Chọn trưởng hoặc phó.")
	}
	if l.Year < 1948 || l.Year > 2200 {
		return problem.Field("year", "Ghi năm thi đua bằng bốn chữ số.")
	}
	day := l.FromDay
	if day.IsZero() {
		day = vn.NewDate(l.Year, 12, 31)
	}
	members, err := MembersOn(tx, l.ClusterID, day)
	if err != nil {
		return err
	}
	if !memberAmong(members, l.UnitID) {
		return problem.Field("unit", "Trưởng, phó phải là đơn vị thành viên vào ngày %s.", day.Short())
	}
	held, err := leadsOf(tx, l.ClusterID, l.Year)
	if err != nil {
		return fmt.Errorf("find leads of %d: %w", l.Year, err)
	}
	for _, h := range held {
		if h.UnitID == l.UnitID && h.Post != l.Post && overlap(h.FromDay, h.ToDay, l.FromDay, l.ToDay) {
			return problem.Field("unit", "Một đơn vị không vừa là trưởng vừa là phó trong cùng một năm.")
		}
		if h.Post == l.Post && overlap(h.FromDay, h.ToDay, l.FromDay, l.ToDay) {
			if l.FromDay.IsZero() {
				return problem.Field("unit", "Năm %d đã có %s; ghi ngày bắt đầu để thay.", l.Year, l.Post.Word(KindCluster))
			}
			if err := endPost(tx, h.ID, l.FromDay); err != nil {
				return fmt.Errorf("end post %s: %w", h.ID, err)
			}
		}
	}
	l.ID = db.NewID()
	if err := insertLead(tx, l); err != nil {
		return fmt.Errorf("appoint %s of %d: %w", l.Post, l.Year, err)
	}
	return nil
}

func memberAmong(members []Member, unitID string) bool {
	for _, m := range members {
		if m.UnitID == unitID {
			return true
		}
	}
	return false
}

// overlap reports whether two spans of days, each open where zero and without
// its end, share a day.
func overlap(aFrom, aTo, bFrom, bTo vn.Date) bool {
	return (aTo.IsZero() || bFrom.IsZero() || bFrom.Before(aTo)) &&
		(bTo.IsZero() || aFrom.IsZero() || aFrom.Before(bTo))
}
