package indicator

import (
	"testing"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/org"
	"giaouoc/internal/vn"
)

// world is the good state from which the tests deviate: a cluster of three
// cities in 2026 with two indicators, on 10 March 2026.
type world struct {
	d       *db.DB
	y       cycle.Year
	units   map[string]string // name → id
	revenue Indicator
	growth  Indicator
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func null(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	dbtest.SetDay(d, 2026, 3, 10)
	w := &world{d: d, units: map[string]string{}}
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		c, err := cluster.Create(tx, cluster.Cluster{Slug: "cum-thu", Name: "Cụm thử", Kind: cluster.KindCluster, Level: cluster.LevelCentral})
		if err != nil {
			return err
		}
		for _, u := range []org.Unit{
			{Code: "01", Name: "Hà Nội"}, {Code: "31", Name: "Hải Phòng"}, {Code: "48", Name: "Đà Nẵng"}, {Code: "99", Name: "Ngoài cụm"},
		} {
			u.Kind = org.CentralCity
			made, err := org.Create(tx, u)
			if err != nil {
				return err
			}
			w.units[u.Name] = made.ID
			if u.Name == "Ngoài cụm" {
				continue
			}
			if err := cluster.Join(tx, cluster.Member{ClusterID: c.ID, UnitID: made.ID}); err != nil {
				return err
			}
		}
		if w.y, err = cycle.Open(tx, cycle.Opening{ClusterID: c.ID, Year: 2026}); err != nil {
			return err
		}
		w.revenue, err = Define(tx, w.y, Indicator{Code: "thu_ns", Name: "Thu ngân sách", Unit: "tỷ đồng", Direction: More, Sum: Total})
		if err != nil {
			return err
		}
		w.growth, err = Define(tx, w.y, Indicator{
			Code: "TANG", Name: "Tăng trưởng", Unit: "%", Direction: More, Sum: Weighted, WeightID: w.revenue.ID, Decimals: 2,
		})
		return err
	})
	return w
}

func (w *world) officer(unit string) db.Actor {
	return db.Actor{
		ID: "officer-" + unit, Name: "Chuyên viên " + unit, Unit: w.units[unit],
		Grants: []db.Grant{
			{Role: string(access.Officer), Scope: access.ScopeUnit, ID: w.units[unit]},
			{Role: string(access.Member), Scope: access.ScopeCluster, ID: w.y.ClusterID},
		},
	}
}

func (w *world) lead() db.Actor {
	a := w.officer("Hà Nội")
	a.Grants = append(a.Grants, db.Grant{Role: string(access.Lead), Scope: access.ScopeYear, ID: w.y.ID})
	return a
}

func (w *world) phase(t *testing.T, kind cycle.PhaseKind, from, to vn.Date) {
	t.Helper()
	dbtest.Update(t, w.d, dbtest.Operator(), func(tx *db.Tx) error {
		return cycle.SetPhase(tx, w.y, cycle.Phase{Kind: kind, OpensOn: from, DueOn: to})
	})
}
