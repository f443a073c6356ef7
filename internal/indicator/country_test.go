package indicator

import (
	"encoding/json"
	"testing"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/org"
	"giaouoc/internal/vn"
)

// bloc adds a bloc of two communes below Hà Nội and one below Đà Nẵng, whose revenue is
// named as the cities' is, and returns its year, its period and its units.
func (w *world) bloc(t *testing.T) (y cycle.Year, period string, units []string) {
	t.Helper()
	dbtest.Update(t, w.d, dbtest.Operator(), func(tx *db.Tx) error {
		c, err := cluster.Create(tx, cluster.Cluster{Slug: "khoi-xa", Name: "Khối xã", Kind: cluster.KindBloc, Level: cluster.LevelCommune})
		if err != nil {
			return err
		}
		for n, above := range []string{"Hà Nội", "Hà Nội", "Đà Nẵng"} {
			u, err := org.Create(tx, org.Unit{Code: "0000" + string(rune('1'+n)), Name: "Xã " + string(rune('A'+n)), Kind: org.Commune, ParentID: w.units[above]})
			if err != nil {
				return err
			}
			if err := cluster.Join(tx, cluster.Member{ClusterID: c.ID, UnitID: u.ID}); err != nil {
				return err
			}
			units = append(units, u.ID)
		}
		if y, err = cycle.Open(tx, cycle.Opening{ClusterID: c.ID, Year: 2026}); err != nil {
			return err
		}
		if _, err = Define(tx, y, Indicator{Code: "THU_NS", Name: "Thu ngân sách", Unit: "tỷ đồng", Direction: More, Sum: Total}); err != nil {
			return err
		}
		p, err := cycle.SetPeriod(tx, y, cycle.Period{Code: "6T", Name: "Sáu tháng", OpensOn: vn.NewDate(2026, 3, 1), DueOn: vn.NewDate(2026, 3, 31)})
		period = p.ID
		return err
	})
	return y, period, units
}

// handIn submits the revenue alone for a unit.
func (w *world) handIn(t *testing.T, y cycle.Year, period, unit, value string) {
	t.Helper()
	dbtest.Update(t, w.d, dbtest.Operator(), func(tx *db.Tx) error {
		list, err := List(tx, y.ID)
		if err != nil {
			return err
		}
		var put []Entry
		for _, i := range list {
			if i.Code == "THU_NS" {
				put = append(put, Entry{IndicatorID: i.ID, Value: null(value)})
			}
		}
		_, err = HandIn(tx, y, Saving{PeriodID: period, UnitID: unit, Entries: put}, "Các số khác chưa có.")
		return err
	})
}

func (w *world) country(t *testing.T, code string) (c Country) {
	t.Helper()
	dbtest.Update(t, w.d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		c, err = ReadCountry(tx, 2026, code)
		return err
	})
	return c
}

func (w *world) keep(t *testing.T, want int) {
	t.Helper()
	dbtest.Update(t, w.d, dbtest.Operator(), func(tx *db.Tx) error {
		n, err := KeepSums(tx, 2026, 100)
		if n != want {
			t.Errorf("%d periods were added up, not %d", n, want)
		}
		return err
	})
}

func lineOfCode(t *testing.T, c Country, code string) CountryLine {
	t.Helper()
	for _, l := range c.Lines {
		if l.Code == code {
			return l
		}
	}
	t.Fatalf("no line %s in %+v", code, c)
	return CountryLine{}
}

func TestSumsOverTheCountry(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		y, period, units := w.bloc(t)
		cities := w.period(t)
		w.handIn(t, w.y, cities.ID, w.units["Hải Phòng"], "100")
		w.handIn(t, y, period, units[0], "7.25")
		w.handIn(t, y, period, units[2], "0.5")
		look := func(when, want string, have int) {
			t.Helper()
			l := lineOfCode(t, w.country(t, ""), "THU_NS")
			if l.Value == nil || l.Value.Round(2).String() != want || l.Have != have || l.Members != 6 || l.Clusters != 2 {
				t.Errorf("%s: %+v", when, l)
			}
		}
		look("added up from the figures", "107.75", 3)
		w.keep(t, 2)
		look("kept", "107.75", 3)
		w.keep(t, 0)

		l := lineOfCode(t, w.country(t, ""), "THU_NS")
		below := map[string]string{}
		for _, part := range l.Below {
			if part.Value != nil {
				below[part.ParentID] = part.Value.Round(2).String()
			}
		}
		if below[""] != "100" || below[w.units["Hà Nội"]] != "7.25" || below[w.units["Đà Nẵng"]] != "0.5" {
			t.Errorf("by the units above: %v", below)
		}

		w.handIn(t, y, period, units[1], "2")
		look("a report later, before it is kept", "109.75", 4)
		w.keep(t, 1)
		look("kept again", "109.75", 4)

		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			return cluster.Leave(tx, y.ClusterID, units[1], tx.Today(), "Sáp nhập theo nghị quyết")
		})
		l = lineOfCode(t, w.country(t, ""), "THU_NS")
		if l.Value.Round(2).String() != "107.75" || l.Members != 5 {
			t.Errorf("a member has left: %+v", l)
		}
	})
}

// What is kept is read, not made again: otherwise nothing would be gained.
func TestKeptSumsAreRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		cities := w.period(t)
		w.handIn(t, w.y, cities.ID, w.units["Hải Phòng"], "100")
		w.keep(t, 1)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			kept, err := keptIn(tx, 2026)
			if err != nil {
				return err
			}
			for _, k := range kept {
				var parts []Part
				if err := json.Unmarshal([]byte(k.Sums), &parts); err != nil {
					return err
				}
				parts[0].Over = dec("123456")
				if err := keepSum(tx, k.PeriodID, k.MadeFrom, parts); err != nil {
					return err
				}
			}
			return nil
		})
		if l := lineOfCode(t, w.country(t, ""), "THU_NS"); l.Value.Round(0).String() != "123456" {
			t.Errorf("made again though it was kept: %s", l.Value.Round(0))
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := Define(tx, w.y, Indicator{Code: "MOI", Name: "Mới", Unit: "%", Direction: More, Sum: Average})
			return err
		})
		if l := lineOfCode(t, w.country(t, ""), "THU_NS"); l.Value.Round(0).String() != "100" {
			t.Errorf("an indicator was added, and the old sums are read: %s", l.Value.Round(0))
		}
	})
}

// Figures for practice are never added to real ones, and nobody sees sums of what the
// person may not read.
func TestSumsOfWhatMayBeAdded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		y, period, units := w.bloc(t)
		cities := w.period(t)
		w.handIn(t, w.y, cities.ID, w.units["Hải Phòng"], "100")
		w.handIn(t, y, period, units[0], "7")
		var c Country
		dbtest.Update(t, d, w.officer("Hải Phòng"), func(tx *db.Tx) (err error) {
			c, err = ReadCountry(tx, 2026, "")
			return err
		})
		if c.Clusters != 0 || c.Hidden != 2 || len(c.Lines) != 0 {
			t.Errorf("an officer of one unit sees %+v", c)
		}
		if c := w.country(t, "KHONG_CO"); c.Clusters != 0 || c.Without != 2 {
			t.Errorf("of a period that there is not: %+v", c)
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			other, err := cluster.Create(tx, cluster.Cluster{Slug: "cum-tap", Name: "Cụm tập dùng", Kind: cluster.KindCluster, Level: cluster.LevelCentral})
			if err != nil {
				return err
			}
			practice, err := cycle.Open(tx, cycle.Opening{ClusterID: other.ID, Year: 2026, Illustrative: true})
			if err != nil {
				return err
			}
			_, err = cycle.SetPeriod(tx, practice, cycle.Period{Code: "6T", Name: "Sáu tháng", OpensOn: vn.NewDate(2026, 3, 1), DueOn: vn.NewDate(2026, 3, 31)})
			return err
		})
		if c := w.country(t, ""); c.Practice != 1 || c.MadeUp || c.Clusters != 2 {
			t.Errorf("beside a year for practice: %+v", c)
		}
	})
}
