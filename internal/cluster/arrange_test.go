package cluster

import (
	"testing"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// seat makes units and, of the first n, members of the shelf's cluster.
func (h *shelf) seat(n int, names ...string) (ids []string) {
	dbtest.Update(h.t, h.d, dbtest.Operator(), func(tx *db.Tx) error {
		for i, name := range names {
			u, err := org.Create(tx, org.Unit{Name: name, Code: name, Kind: org.Province})
			if err != nil {
				return err
			}
			ids = append(ids, u.ID)
			if i < n {
				if err := Join(tx, Member{ClusterID: h.s.Cluster, UnitID: u.ID}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return ids
}

func TestAClusterIsFoundedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := stock(t, d)
		bloc := Cluster{ID: db.NewID(), Name: "Khối thi đua các sở  ngành", Kind: KindBloc, Level: LevelProvince, OrganisedBy: "Hội đồng tỉnh"}
		create := func(c Cluster) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := Create(tx, c); return err }
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			first, err := Create(tx, bloc)
			if err != nil {
				return err
			}
			again, err := Create(tx, bloc)
			if err != nil || again.ID != first.ID || first.Slug != "khoi-thi-dua-cac-so-nganh" || first.Name != "Khối thi đua các sở ngành" {
				t.Errorf("first %+v, again %+v, %v", first, again, err)
			}
			return nil
		})
		other := bloc
		other.ID = ""
		h.refused("another bloc of the same address", problem.Invalid, "name", dbtest.Operator(), create(other))
		h.refused("no name", problem.Invalid, "name", dbtest.Operator(), create(Cluster{Name: "?!", Kind: KindBloc, Level: LevelBody}))
		h.refused("no kind", problem.Invalid, "kind", dbtest.Operator(), create(Cluster{Name: "X", Level: LevelBody}))
		h.refused("no level", problem.Invalid, "level", dbtest.Operator(), create(Cluster{Name: "X", Kind: KindBloc}))
		h.refused("a secret", problem.Invalid, "source", dbtest.Operator(), create(Cluster{Name: "X", Kind: KindBloc, Level: LevelBody, Source: "Độ mật: Mật"}))
		h.refused("the office of one cluster", problem.Denied, "", db.Actor{Grants: []db.Grant{{Role: string(access.StandingOffice), Scope: access.ScopeCluster, ID: h.s.Cluster}}}, create(bloc))
	})
}

func TestAMemberLeavesWithAReason(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := stock(t, d)
		units := h.seat(2, "A", "B", "C")
		on := vn.NewDate(2026, 7, 1)
		leave := func(unit string, day vn.Date, reason string) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { return Leave(tx, h.s.Cluster, unit, day, reason) }
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			return Appoint(tx, Lead{ClusterID: h.s.Cluster, Year: 2026, UnitID: units[0], Post: PostLead})
		})
		h.refused("the lead of that year", problem.Invalid, "unit", dbtest.Operator(), leave(units[0], on, "QĐ 1"))
		h.refused("who was never a member", problem.Invalid, "unit", dbtest.Operator(), leave(units[2], on, "QĐ 1"))
		h.refused("no day", problem.Invalid, "to_day", dbtest.Operator(), leave(units[1], vn.Date{}, "QĐ 1"))
		h.refused("no reason", problem.Invalid, "reason", dbtest.Operator(), leave(units[1], on, " "))
		h.refused("by the lead", problem.Denied, "", h.lead(), leave(units[1], on, "QĐ 1"))
		dbtest.Update(t, d, dbtest.Operator(), leave(units[1], on, "Sắp xếp lại theo QĐ 1"))
		dbtest.Update(t, d, dbtest.Operator(), leave(units[1], on, "Sắp xếp lại theo QĐ 1"))
		h.refused("who has left", problem.Invalid, "unit", dbtest.Operator(), leave(units[1], on.AddDays(1), "QĐ 1"))
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			before, err := MembersOn(tx, h.s.Cluster, on.AddDays(-1))
			if err != nil {
				return err
			}
			after, err := MembersOn(tx, h.s.Cluster, on)
			if len(before) != 2 || len(after) != 1 {
				t.Errorf("%d members before the day, %d on it", len(before), len(after))
			}
			return err
		})
		dbtest.Update(t, d, dbtest.Operator(), leave(units[0], vn.NewDate(2027, 1, 1), "QĐ 2"))
	})
}

func TestJoiningAndAppointingTwiceIsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := stock(t, d)
		units := h.seat(2, "A", "B", "C")
		join := func(m Member) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { m.ClusterID = h.s.Cluster; return Join(tx, m) }
		}
		appoint := func(l Lead) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { l.ClusterID = h.s.Cluster; return Appoint(tx, l) }
		}
		third := Member{ID: db.NewID(), UnitID: units[2]}
		dbtest.Update(t, d, dbtest.Operator(), join(third))
		dbtest.Update(t, d, dbtest.Operator(), join(third))
		h.refused("a member again", problem.Invalid, "unit", dbtest.Operator(), join(Member{UnitID: units[2]}))
		lead := Lead{ID: db.NewID(), Year: 2026, UnitID: units[0], Post: PostLead}
		dbtest.Update(t, d, dbtest.Operator(), appoint(lead))
		dbtest.Update(t, d, dbtest.Operator(), appoint(lead))
		h.refused("another lead without a day", problem.Invalid, "from_day", dbtest.Operator(), appoint(Lead{Year: 2026, UnitID: units[1], Post: PostLead}))
		h.refused("a year of two digits", problem.Invalid, "year", dbtest.Operator(), appoint(Lead{Year: 26, UnitID: units[1], Post: PostLead}))
		h.refused("no post", problem.Invalid, "post", dbtest.Operator(), appoint(Lead{Year: 2026, UnitID: units[1]}))
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			members, err := MembersEver(tx, h.s.Cluster)
			if err != nil {
				return err
			}
			leads, err := LeadsEver(tx, h.s.Cluster)
			if len(members) != 3 || len(leads) != 1 {
				t.Errorf("%d memberships, %d leads", len(members), len(leads))
			}
			return err
		})
	})
}
