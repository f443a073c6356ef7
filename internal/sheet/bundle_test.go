package sheet

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/data"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func readAndImport(tx *db.Tx, name string, content []byte) error {
	b, err := Read(name, content)
	if err != nil {
		return err
	}
	return Import(tx, b)
}

func load(t *testing.T, d *db.DB, name string, content []byte) {
	t.Helper()
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error { return readAndImport(tx, name, content) })
}

func dump(t *testing.T, d *db.DB, name string) []byte {
	t.Helper()
	var out []byte
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		out, err = Export(tx, name, "")
		return err
	})
	return out
}

// An export, loaded into an empty database and exported again, is equal to the
// last letter, whether it travelled as YAML or as a workbook.
func TestImportOfAnExportIsEqual(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		load(t, d, "units.yaml", data.Units)
		load(t, d, "five-cities.yaml", data.FiveCities)
		want := dump(t, d, "out.yaml")
		for _, name := range []string{"out.yaml", "out.xlsx"} {
			again := dbtest.OpenSQLite(t)
			load(t, again, name, dump(t, d, name))
			if diff := cmp.Diff(string(want), string(dump(t, again, "out.yaml"))); diff != "" {
				t.Errorf("through %s (-first +again):\n%s", name, diff)
			}
		}
	})
}

func TestCodeFifteenBeforeAndAfterTheMergers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		load(t, d, "units.yaml", data.Units)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			for day, want := range map[vn.Date]int{vn.NewDate(2025, 6, 30): 63, vn.NewDate(2025, 7, 1): 34} {
				units, err := org.On(tx, "", day)
				if err != nil || len(units) != want {
					t.Errorf("units on %s: got %d, %v; want %d", day, len(units), err, want)
				}
			}
			for code, names := range map[string][2]string{
				"15": {"Yên Bái", "Lào Cai"}, "24": {"Bắc Giang", "Bắc Ninh"}, "44": {"Quảng Bình", "Quảng Trị"},
				"52": {"Bình Định", "Gia Lai"}, "80": {"Long An", "Tây Ninh"}, "82": {"Tiền Giang", "Đồng Tháp"}, "91": {"Kiên Giang", "An Giang"},
			} {
				for i, day := range []vn.Date{vn.NewDate(2024, 6, 1), vn.NewDate(2026, 6, 1)} {
					if u, err := org.ByCode(tx, code, "", day); err != nil || u.Name != names[i] {
						t.Errorf("code %s on %s: got %q, %v; want %q", code, day, u.Name, err, names[i])
					}
				}
			}
			return nil
		})
	})
}

func TestAWrongBundleLoadsNothingAndNamesEveryMistake(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	load(t, d, "units.yaml", data.Units)
	before := dump(t, d, "out.yaml")
	bad := `format: giaouoc/1
clusters:
  - {slug: a, name: Cụm A, kind: cluster, level: central}
  - {slug: b, name: Cụm B, kind: nhóm, level: central}
members:
  - {cluster: a, unit: u-ha-noi}
  - {cluster: a, unit: u-ha-noi}
  - {cluster: c, unit: u-hue}
  - {cluster: a, unit: u-atlantis, from: hôm qua}
years:
  - {cluster: a, nam: 2020}
`
	err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { return readAndImport(tx, "bad.yaml", []byte(bad)) })
	var places []string
	for _, p := range problem.All(err) {
		places = append(places, p.Field)
	}
	want := []string{"dòng 4", "dòng 7", "dòng 8", "dòng 9", "dòng 11", "dòng 11"}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Errorf("places (-want +got):\n%s\n%v", diff, err)
	}
	if after := dump(t, d, "out.yaml"); !bytes.Equal(before, after) {
		t.Errorf("a refused file changed the database:\n%s", after)
	}
}

func TestAnUnreadableFileIsRefusedInVietnamese(t *testing.T) {
	for name, content := range map[string]string{
		"a.yaml": "format: [", "b.yaml": "", "c.xlsx": "not a workbook", "d.yaml": "format: other/9",
	} {
		d := dbtest.OpenSQLite(t)
		err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { return readAndImport(tx, name, []byte(content)) })
		if len(problem.All(err)) == 0 || strings.Contains(err.Error(), "yaml") {
			t.Errorf("%s: got %v, want a problem in Vietnamese", name, err)
		}
	}
}

// A bundle that was read is not used up: a transaction that is run again loads the
// same, and says the same mistakes.
func TestABundleIsLoadedAgain(t *testing.T) {
	for name, content := range map[string]string{
		"good": string(data.Units),
		"bad":  "format: giaouoc/1\nunits:\n  - {code: a, name: A, kind: no-kind, from: 2026-01-01}\n  - {code: b}\n",
	} {
		b, err := Read("units.yaml", []byte(content))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		said := func() string {
			if err := dbtest.Try(dbtest.OpenSQLite(t), dbtest.Operator(), func(tx *db.Tx) error { return Import(tx, b) }); err != nil {
				return err.Error()
			}
			return ""
		}
		first := said()
		if (first != "") != (name == "bad") {
			t.Fatalf("%s: %s", name, first)
		}
		if again := said(); again != first {
			t.Errorf("%s: at first %q, again %q", name, first, again)
		}
	}
}
