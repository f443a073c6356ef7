package midreview

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// world is a cluster of two members, the first of which leads 2026, in July
// with a period and an indicator.
type world struct {
	t      *testing.T
	d      *db.DB
	y      cycle.Year
	units  []string
	period string
	export string
}

func begin(t *testing.T, d *db.DB) *world {
	w := &world{t: t, d: d}
	dbtest.SetDay(d, 2026, time.July, 5)
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		c, err := cluster.Create(tx, cluster.Cluster{Name: "Cụm", Kind: cluster.KindCluster, Level: cluster.LevelCentral})
		if err != nil {
			return err
		}
		for _, name := range []string{"A", "B"} {
			u, err := org.Create(tx, org.Unit{Name: name, Code: name, Kind: org.Province})
			if err != nil {
				return err
			}
			w.units = append(w.units, u.ID)
			if err := cluster.Join(tx, cluster.Member{ClusterID: c.ID, UnitID: u.ID}); err != nil {
				return err
			}
		}
		if err := cluster.Appoint(tx, cluster.Lead{ClusterID: c.ID, Year: 2026, UnitID: w.units[0], Post: cluster.PostLead}); err != nil {
			return err
		}
		if w.y, err = cycle.Open(tx, cycle.Opening{ClusterID: c.ID, Year: 2026}); err != nil {
			return err
		}
		p, err := cycle.SetPeriod(tx, w.y, cycle.Period{Code: "6T", Name: "Sáu tháng", OpensOn: vn.NewDate(2026, 6, 15), DueOn: vn.NewDate(2026, 7, 10)})
		w.period = p.ID
		return err
	})
	w.must(0, func(tx *db.Tx) error {
		i, err := indicator.Define(tx, w.y, indicator.Indicator{Code: "XK", Name: "Xuất khẩu", Unit: "tỷ USD", Direction: indicator.More, Sum: indicator.Total})
		w.export = i.ID
		return err
	})
	return w
}

func (w *world) person(unit int) db.Actor {
	a := db.Actor{ID: "person-" + w.units[unit], Name: "Người " + w.units[unit], Unit: w.units[unit], Grants: []db.Grant{
		{Role: string(access.UnitLeader), Scope: access.ScopeUnit, ID: w.units[unit]},
	}}
	dbtest.Update(w.t, w.d, a, func(tx *db.Tx) error {
		more, err := cycle.Derived(tx, a)
		a.Grants = append(a.Grants, more...)
		return err
	})
	return a
}

func (w *world) must(unit int, fn func(tx *db.Tx) error) {
	w.t.Helper()
	dbtest.Update(w.t, w.d, w.person(unit), fn)
}

func (w *world) refused(what string, kind problem.Kind, unit int, fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := dbtest.Try(w.d, w.person(unit), fn); !problem.Is(err, kind) {
		w.t.Errorf("%s: got %v, want a %s problem", what, err, kind)
	}
}

func (w *world) report(unit int, value string) {
	w.t.Helper()
	w.must(unit, func(tx *db.Tx) error {
		r, _, err := indicator.Save(tx, w.y, indicator.Saving{PeriodID: w.period, UnitID: w.units[unit], Entries: []indicator.Entry{
			{IndicatorID: w.export, Value: decimal.NewNullDecimal(decimal.RequireFromString(value))},
		}})
		if err != nil {
			return err
		}
		_, err = indicator.Submit(tx, w.y, indicator.Submission{PeriodID: w.period, UnitID: w.units[unit], Version: r.Version})
		return err
	})
}

func (w *world) overview(unit int) (work Work) {
	w.t.Helper()
	w.must(unit, func(tx *db.Tx) (err error) { work, err = Overview(tx, w.y); return err })
	return work
}

func TestDraftedFiguresFollowTheReports(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.report(0, "65.3")
		w.refused("by a member", problem.Denied, 1, func(tx *db.Tx) error { _, err := DraftFrom(tx, w.y, w.period); return err })
		w.refused("from no period", problem.Invalid, 0, func(tx *db.Tx) error { _, err := DraftFrom(tx, w.y, "x"); return err })
		for range 2 {
			w.must(0, func(tx *db.Tx) error { _, err := DraftFrom(tx, w.y, w.period); return err })
		}
		if got := w.overview(0); got.Data.Indicators[0].Value != "65.3" || len(got.Since) != 0 || got.Review.Drafted != 1 {
			t.Fatalf("drafted: %+v", got)
		}
		w.report(1, "33")
		got := w.overview(0)
		if got.Data.Indicators[0].Value != "65.3" || len(got.Since) != 3 {
			t.Fatalf("a draft stands still and tells what changed (report, sum, figure): %+v", got.Since)
		}
		if member := w.overview(1); member.Since != nil {
			t.Errorf("a member sees what is not drafted yet: %+v", member.Since)
		}
		w.refused("a stale drafting", problem.Conflict, 0, func(tx *db.Tx) error { _, err := Redraft(tx, w.y, w.period, 5); return err })
		for range 2 { // a double click
			w.must(0, func(tx *db.Tx) error { _, err := Redraft(tx, w.y, w.period, 1); return err })
		}
		got = w.overview(0)
		if got.Data.Indicators[0].Value != "98.3" || len(got.Changed) != 3 || len(got.Since) != 0 || got.Review.Drafted != 2 {
			t.Fatalf("drafted again: %+v", got)
		}
	})
}

func TestIssueFreezesTheTextWithItsData(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := begin(t, d)
		w.must(0, func(tx *db.Tx) error { _, err := DraftFrom(tx, w.y, w.period); return err })
		issue := func(i Issuing) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := Issue(tx, w.y, i); return err }
		}
		write := func(version int64, written Written) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := Write(tx, w.y, version, written); return err }
		}
		remark := func(tx *db.Tx) error { return AddRemark(tx, w.y, "Ghi rõ tên đơn vị") }
		w.refused("blank parts", problem.Invalid, 0, issue(Issuing{Version: 1, Drafted: 1}))
		first := Written{Shortcomings: "Chậm", Causes: "Ít người", Tasks: "Đôn đốc"}
		w.must(0, write(1, first))
		second := first
		second.Causes = "Thiếu đầu mối"
		err := dbtest.Try(w.d, w.person(0), write(1, second))
		if list := problem.All(err); len(list) != 2 || list[1].Field != "causes" || !strings.Contains(list[1].Text, "Ít người") {
			t.Errorf("a stale write: got %v, want a conflict beside the causes that names what is stored", err)
		}
		w.must(1, remark)
		w.must(1, remark)
		w.refused("issued by a member", problem.Denied, 1, issue(Issuing{Version: 2, Drafted: 1}))
		w.refused("issued unseen", problem.Conflict, 0, issue(Issuing{Version: 1, Drafted: 1}))
		w.report(1, "33")
		w.refused("figures that changed", problem.Invalid, 0, issue(Issuing{Version: 2, Drafted: 1}))
		for range 2 { // a double click
			w.must(0, issue(Issuing{Version: 2, Drafted: 1, AsIs: true, Number: "15/BC"}))
		}
		w.refused("a remark after issue", problem.Closed, 1, func(tx *db.Tx) error { return AddRemark(tx, w.y, "Muộn") })
		w.refused("a text after issue", problem.Closed, 0, write(2, second))
		w.refused("figures after issue", problem.Closed, 0, func(tx *db.Tx) error { _, err := Redraft(tx, w.y, w.period, 1); return err })
		if got := w.overview(1); len(got.Remarks) != 1 {
			t.Errorf("got %d remarks, want the one sent twice", len(got.Remarks))
		}
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			r, text, err := PublicOf(tx, w.y)
			if err != nil {
				return err
			}
			if text.Written != first || text.Data.Indicators[0].Value != "" || text.Number != "15/BC" {
				t.Errorf("frozen: %+v", text)
			}
			again, print, err := canonical(text)
			if err == nil && (again != r.Text || print != r.Fingerprint) {
				t.Errorf("the text does not give its own fingerprint")
			}
			return err
		})
	})
}

func TestSayComparison(t *testing.T) {
	members := []SnapMember{{ID: "a", Name: "A"}, {ID: "b", Name: "B"}}
	both := []string{"a", "b"}
	fraction := func(over, under string) indicator.Fraction {
		return indicator.Fraction{Over: decimal.RequireFromString(over), Under: decimal.RequireFromString(under)}
	}
	for name, c := range map[string]struct {
		unit          string
		have, missing []string
		c             indicator.Comparison
		want          string
	}{
		"a share":       {"tỷ đồng", both, nil, indicator.Comparison{Units: []string{"a", "b"}, Value: fraction("55", "1"), Other: fraction("100", "1"), From: "chỉ tiêu cả năm"}, "bằng 55,0% chỉ tiêu cả năm (100 tỷ đồng)"},
		"averages":      {"điểm", both, nil, indicator.Comparison{Units: []string{"a", "b"}, Value: fraction("15", "2"), Other: fraction("20", "2"), From: "chỉ tiêu cả năm"}, "bằng 75,0% chỉ tiêu cả năm (10 điểm)"},
		"some members":  {"tỷ đồng", both, nil, indicator.Comparison{Units: []string{"b"}, Value: fraction("5", "1"), Other: fraction("4", "1"), From: "số cả năm 2025", Note: "đã công bố"}, "bằng 125,0% số cả năm 2025 (4 tỷ đồng; đã công bố; tính trên B)"},
		"what is there": {"tỷ đồng", []string{"b"}, []string{"a"}, indicator.Comparison{Units: []string{"b"}, Value: fraction("5", "1"), Other: fraction("4", "1"), From: "chỉ tiêu cả năm"}, "bằng 125,0% chỉ tiêu cả năm của các đơn vị này (4 tỷ đồng)"},
		"points":        {"%", both, nil, indicator.Comparison{Units: []string{"a", "b"}, Value: fraction("15", "2"), Other: fraction("16", "2"), From: "chỉ tiêu cả năm"}, "thấp hơn chỉ tiêu cả năm (8%) 0,5 điểm phần trăm"},
		"the same":      {"%", both, nil, indicator.Comparison{Units: []string{"a", "b"}, Value: fraction("16", "2"), Other: fraction("16", "2"), From: "chỉ tiêu cả năm"}, "bằng chỉ tiêu cả năm (8%)"},
		"against zero":  {"vụ", both, nil, indicator.Comparison{Units: []string{"a", "b"}, Value: fraction("3", "1"), Other: fraction("0", "1"), From: "cùng kỳ năm 2025"}, "cao hơn cùng kỳ năm 2025 (0 vụ) 3,0 vụ"},
		"from a loss":   {"tỷ đồng", both, nil, indicator.Comparison{Units: []string{"a", "b"}, Value: fraction("-3", "1"), Other: fraction("-1", "1"), From: "cùng kỳ năm 2025"}, "thấp hơn cùng kỳ năm 2025 (-1 tỷ đồng) 2,0 tỷ đồng"},
		"nothing yet":   {"tỷ đồng", both, nil, indicator.Comparison{Units: []string{"a", "b"}, Value: fraction("0", "1"), Other: fraction("9", "1"), From: "chỉ tiêu cả năm"}, "bằng 0,0% chỉ tiêu cả năm (9 tỷ đồng)"},
	} {
		a := indicator.Aggregate{Indicator: indicator.Indicator{Unit: c.unit, Decimals: 1, Sum: indicator.Total}, Have: c.have, Missing: c.missing}
		if got := sayComparison(a, c.c, members); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}
