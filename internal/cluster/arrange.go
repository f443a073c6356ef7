package cluster

import (
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Create founds a cluster. An empty slug is made from the name. A form sent twice
// carries the same id, and founds one cluster.
func Create(tx *db.Tx, c Cluster) (Cluster, error) {
	if err := access.Require(tx, access.ClusterArrange, access.Scope{}); err != nil {
		return Cluster{}, err
	}
	c.Name, c.OrganisedBy, c.Source = vn.Line(c.Name), vn.Line(c.OrganisedBy), clean(c.Source)
	if c.Slug == "" {
		c.Slug = vn.Slug(c.Name)
	}
	if have, err := findByID(tx, c.ID); err == nil {
		return have, nil
	} else if !errors.Is(err, db.ErrNoRow) {
		return Cluster{}, fmt.Errorf("find cluster %s: %w", c.ID, err)
	}
	_, err := findBySlug(tx, c.Slug)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return Cluster{}, fmt.Errorf("find slug %s: %w", c.Slug, err)
	}
	if err := checkCluster(c, err == nil); err != nil {
		return Cluster{}, err
	}
	c.ID, c.CreatedAt = formID(c.ID), db.At(tx.Now)
	if err := insert(tx, c); err != nil {
		return Cluster{}, fmt.Errorf("create cluster %s: %w", c.Name, err)
	}
	if err := findable(tx, c); err != nil {
		return Cluster{}, err
	}
	return c, arranged(tx, c.ID, c)
}

// formID is the id that a form carries, or a new one where it carries none.
func formID(id string) string {
	if uuid.Validate(id) != nil {
		return db.NewID()
	}
	return id
}

func checkCluster(c Cluster, taken bool) error {
	var list problem.List
	if c.Name == "" || c.Slug == "" {
		list.Add("name", "Ghi tên cụm hoặc khối thi đua.")
	}
	if c.Kind != KindCluster && c.Kind != KindBloc {
		list.Add("kind", "Chọn cụm thi đua hoặc khối thi đua.")
	}
	if _, ok := LevelNames[c.Level]; !ok {
		list.Add("level", "Chọn cấp tổ chức.")
	}
	if taken {
		list.Add("name", "Đã có cụm hoặc khối với địa chỉ «%s»; hãy đặt tên khác.", c.Slug)
	}
	blob.RefuseSecrets(&list, "name", c.Name, "organised_by", c.OrganisedBy, "source", c.Source)
	return list.Err()
}

func arranged(tx *db.Tx, clusterID string, after any) error {
	return record.Add(tx, record.Act{
		Act: access.ClusterArrange, Object: record.Object{Kind: "cluster", ID: clusterID},
		Scope: Scope(clusterID), After: after,
	})
}

// Join makes a unit a member between two days. A form sent twice carries the
// same id, and is stored once.
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
		if o.ID == m.ID {
			return nil
		}
		if o.UnitID == m.UnitID && overlap(o.FromDay, o.ToDay, m.FromDay, m.ToDay) {
			return problem.Field("unit", "Đơn vị này đã là thành viên trong thời gian đó.")
		}
	}
	m.ID = formID(m.ID)
	if err := insertMember(tx, m); err != nil {
		return fmt.Errorf("join cluster %s: %w", m.ClusterID, err)
	}
	return arranged(tx, m.ClusterID, m)
}

// Leave ends a membership on a day, the first on which the unit is no member any
// more. A unit that holds a post of that year or a later one hands it on first.
func Leave(tx *db.Tx, clusterID, unitID string, on vn.Date, reason string) error {
	if err := access.Require(tx, access.ClusterArrange, Scope(clusterID)); err != nil {
		return err
	}
	reason = clean(reason)
	if err := checkLeave(tx, clusterID, unitID, on, reason); err != nil {
		return err
	}
	members, err := membersEver(tx, clusterID)
	if err != nil {
		return fmt.Errorf("find members of cluster %s: %w", clusterID, err)
	}
	if slices.ContainsFunc(members, func(m Member) bool { return m.UnitID == unitID && m.ToDay == on }) {
		return nil // a second click
	}
	n, err := endMembership(tx, clusterID, unitID, on)
	if err != nil {
		return fmt.Errorf("leave cluster %s: %w", clusterID, err)
	}
	if n == 0 {
		return problem.Field("unit", "Đơn vị này không phải là thành viên trước ngày %s.", on.Short())
	}
	return record.Add(tx, record.Act{
		Act: access.ClusterArrange, Object: record.Object{Kind: "cluster", ID: clusterID},
		Scope: Scope(clusterID), After: map[string]any{"left": unitID, "on": on}, Reason: reason,
	})
}

func checkLeave(tx *db.Tx, clusterID, unitID string, on vn.Date, reason string) error {
	var list problem.List
	if unitID == "" {
		list.Add("unit", "Chọn đơn vị thôi là thành viên.")
	}
	if on.IsZero() {
		list.Add("to_day", "Ghi ngày thôi là thành viên.")
	}
	if reason == "" {
		list.Add("reason", "Ghi lý do và văn bản làm căn cứ.")
	}
	blob.RefuseSecrets(&list, "reason", reason)
	if err := list.Err(); err != nil {
		return err
	}
	leads, err := leadsEver(tx, clusterID)
	if err != nil {
		return fmt.Errorf("find leads of cluster %s: %w", clusterID, err)
	}
	c, err := Find(tx, clusterID)
	if err != nil {
		return err
	}
	for _, l := range leads {
		if l.UnitID == unitID && l.Year >= on.Year() && (l.ToDay.IsZero() || l.ToDay.After(on)) {
			return problem.Field("unit", "Đơn vị này là %s năm %d; giao nhiệm vụ đó cho đơn vị khác trước khi cho thôi là thành viên.", l.Post.Word(c.Kind), l.Year)
		}
	}
	return nil
}

// Appoint gives a member a post for an emulation year. Another holder of the
// same post of that year ends on the day the new one begins. A form sent twice
// carries the same id, and is stored once.
func Appoint(tx *db.Tx, l Lead) error {
	if err := access.Require(tx, access.ClusterArrange, Scope(l.ClusterID)); err != nil {
		return err
	}
	held, err := leadsOf(tx, l.ClusterID, l.Year)
	if err != nil {
		return fmt.Errorf("find leads of %d: %w", l.Year, err)
	}
	if slices.ContainsFunc(held, func(h Lead) bool { return h.ID == l.ID }) {
		return nil
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
	var list problem.List
	if l.Year < 1948 || l.Year > 2200 {
		list.Add("year", "Ghi năm thi đua bằng bốn chữ số.")
	}
	if l.UnitID == "" {
		list.Add("unit", "Chọn một đơn vị thành viên.")
	}
	if l.Post != PostLead && l.Post != PostDeputy {
		list.Add("post", "Chọn trưởng hoặc phó.")
	}
	if err := list.Err(); err != nil {
		return err
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
	c, err := Find(tx, l.ClusterID)
	if err != nil {
		return err
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
				return problem.Field("from_day", "Năm %d đã có %s; ghi ngày bắt đầu để thay.", l.Year, l.Post.Word(c.Kind))
			}
			if err := endPost(tx, h.ID, l.FromDay); err != nil {
				return fmt.Errorf("end post %s: %w", h.ID, err)
			}
		}
	}
	l.ID = formID(l.ID)
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
