package sheet

import (
	_ "embed"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaouoc/data"
	"giaouoc/internal/cluster"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

//go:embed testdata/rich.yaml
var rich []byte

// The rich bundle fills every column of every section, so that what the other
// tests say of it they say of all.
func TestTheRichBundleFillsEveryColumn(t *testing.T) {
	b, err := Read("rich.yaml", rich)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sections() {
		for _, c := range s.columns {
			filled := false
			for _, r := range b.rows[s.key] {
				filled = filled || r.text(c.key) != ""
			}
			if !filled {
				t.Errorf("testdata/rich.yaml: no row of %s has a value of %s", s.key, c.key)
			}
		}
	}
}

// said is what a bundle says, section by section.
func said(t *testing.T, name string, content []byte) map[string][]string {
	t.Helper()
	b, err := Read(name, content)
	if err != nil {
		t.Fatal(err)
	}
	list := map[string][]string{}
	for _, s := range sections() {
		for _, r := range b.rows[s.key] {
			list[s.key] = append(list[s.key], r.canonical())
		}
	}
	return list
}

// What goes in comes out, but for accounts and roles: first from a file that a
// person wrote, then from every export of it, as YAML and as a workbook.
func TestEverySectionComesOutAsItWentIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		december(d)
		load(t, d, "rich.yaml", rich)
		first := dump(t, d, "out.yaml")
		want := said(t, "rich.yaml", rich)
		delete(want, "accounts")
		delete(want, "grants")
		if diff := cmp.Diff(want, said(t, "out.yaml", first)); diff != "" {
			t.Errorf("what was loaded (-) and what came out (+):\n%s", diff)
		}
		for _, name := range []string{"out.yaml", "out.xlsx"} {
			again := fresh(t)
			december(again)
			load(t, again, name, dump(t, d, name))
			if diff := cmp.Diff(string(first), string(dump(t, again, "out.yaml"))); diff != "" {
				t.Errorf("through %s (-first +again):\n%s", name, diff)
			}
		}
	})
}

// fresh opens an empty database of the engine of the subtest.
func fresh(t *testing.T) *db.DB {
	if strings.Contains(t.Name(), "/postgres") {
		return dbtest.OpenPostgres(t)
	}
	return dbtest.OpenSQLite(t)
}

func december(d *db.DB) { dbtest.SetDay(d, 2026, time.December, 1) }

// A file that was exported and is loaded where it came from changes nothing, and
// with one row more it adds that row: so a person may go on writing in an export.
func TestAnExportCanBeContinued(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	december(d)
	load(t, d, "rich.yaml", rich)
	before := dump(t, d, "out.yaml")
	load(t, d, "again.xlsx", dump(t, d, "out.xlsx"))
	if diff := cmp.Diff(string(before), string(dump(t, d, "out.yaml"))); diff != "" {
		t.Errorf("the same file loaded twice (-once +twice):\n%s", diff)
	}
	more := strings.Replace(string(before), "\nmovement_reviews:\n",
		"\n  - {cluster: khoi, year: 2026, number: 7, parent: 4, unit: u-x, kind: movement, name: Xã X xanh, from: 2/4/2026, goals: Trồng cây, launch_number: 14/KH, launch_on: 2/4/2026}\nmovement_reviews:\n", 1)
	err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { return readAndImport(tx, "more.yaml", []byte(more)) })
	if err == nil {
		t.Error("a unit that stands under another province joined its movement")
	}
	more = strings.Replace(more, "parent: 4, unit: u-x", "parent: 1, unit: u-b", 1)
	more = strings.Replace(more, "kind: movement, name: Xã X xanh, from: 2/4/2026,", "kind: drive, name: Tỉnh B nước rút, from: 2/4/2026, to: 30/6/2026,", 1)
	load(t, d, "more.yaml", []byte(more))
	if !strings.Contains(string(dump(t, d, "out.yaml")), "number: \"7\", parent: \"1\", unit: u-b") {
		t.Errorf("the row that was added is not there:\n%s", dump(t, d, "out.yaml"))
	}
}

// A split that was made cannot be made another by a file that says more of it.
func TestASplitIsNotChangedByAFile(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	december(d)
	load(t, d, "rich.yaml", rich)
	more := strings.Replace(string(dump(t, d, "out.yaml")), "\nclusters:\n",
		"\n  - {change: split, on: 2025-08-01, unit: u-d-ba, from: u-d, code: \"10\", name: Tỉnh D ba}\n  - {change: split, on: 2025-08-01, unit: u-d-tu, from: u-d, code: \"11\", name: Tỉnh D tư}\nclusters:\n", 1)
	err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { return readAndImport(tx, "more.yaml", []byte(more)) })
	if list := problem.All(err); len(list) != 1 || !strings.Contains(list[0].Text, "ngày 1/8/2025 đã có") {
		t.Errorf("got %v", err)
	}
}

// What persons have done is not in a bundle: nobody has signed, submitted or
// marked anything by loading a file.
func TestAFileActsForNobody(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	december(d)
	load(t, d, "rich.yaml", rich)
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		ex, err := newExporter(tx, "khoi")
		if err != nil {
			return err
		}
		reports, tasks := 0, 0
		err = ex.reports(func(_ cluster.Cluster, _ cycle.Year, f indicator.Form) {
			reports++
			if f.Report.State != indicator.Draft || !f.Report.FirstSubmittedAt.IsZero() {
				t.Errorf("a report of %s is %s", f.Report.UnitID, f.Report.State)
			}
		})
		if err != nil {
			return err
		}
		err = ex.boards(func(_ cluster.Cluster, y cycle.Year, board []cycle.BoardRow) {
			for _, d := range board {
				tasks += d.Count(cycle.TaskOpen)
				if d.Count(cycle.TaskOpen) != len(d.Tasks) {
					t.Errorf("tasks of %d: %+v", y.Year, d.Tasks)
				}
			}
			if c, err := covenant.Find(tx, y); err != nil || c.State != covenant.Draft {
				t.Errorf("the covenant of %d is %s, %v", y.Year, c.State, err)
			}
			if s, err := scoring.Standing(tx, y); err != nil || s.Sheet.State != scoring.Drafted {
				t.Errorf("the score sheet of %d is %s, %v", y.Year, s.Sheet.State, err)
			}
		})
		if reports != 4 || tasks != 2 {
			t.Errorf("read %d reports and %d tasks, want 4 and 2", reports, tasks)
		}
		return err
	})
}

// The practice year's file and the published one load over each other.
func TestTheDemonstrationComesOutAsItWentIn(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	load(t, d, "units.yaml", data.Units)
	load(t, d, "five-cities.yaml", data.FiveCities)
	load(t, d, "demo.yaml", data.Demo)
	first := dump(t, d, "out.yaml")
	again := dbtest.OpenSQLite(t)
	load(t, again, "out.xlsx", dump(t, d, "out.xlsx"))
	if diff := cmp.Diff(string(first), string(dump(t, again, "out.yaml"))); diff != "" {
		t.Errorf("(-first +again):\n%s", diff)
	}
}

// What a member promised and launched before it left in the course of the year
// stays in the year's papers, and its export can be loaded.
func TestAnExportWithAMemberThatLeft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		december(d)
		load(t, d, "rich.yaml", []byte(strings.Replace(string(rich), "  - {cluster: khoi, year: 2026, unit: u-b, post: deputy}\n", "", 1)))
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			c, err := cluster.BySlug(tx, "khoi")
			if err != nil {
				return err
			}
			return cluster.Leave(tx, c.ID, "u-b", vn.NewDate(2026, 11, 1), "Quyết định 9/QĐ")
		})
		first := dump(t, d, "out.yaml")
		if list := said(t, "out.yaml", first)["targets"]; len(list) != 3 {
			t.Errorf("targets of the year: %q", list)
		}
		again := fresh(t)
		december(again)
		load(t, again, "out.yaml", first)
		if diff := cmp.Diff(string(first), string(dump(t, again, "out.yaml"))); diff != "" {
			t.Errorf("(-first +again):\n%s", diff)
		}
	})
}
