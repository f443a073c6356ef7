package bench

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/scoring"
)

// The marking table of one of 20 units on a sheet of 230 criteria and 5 levels,
// everything filled in and appraised: under 60 ms at the median and under 150 KB
// compressed; and what an appraiser waits for when a cell is saved in passing.
func BenchmarkMarkingPage(b *testing.B) {
	for _, who := range []string{"unit", "appraiser"} {
		b.Run(who, func(b *testing.B) {
			ask := markedYear(b, 20, who)
			var times []time.Duration
			size := 0
			for b.Loop() {
				begun := time.Now()
				page := ask("GET", "/lam-viec/c/2026/cham-diem/u-1", "", "")
				times = append(times, time.Since(begun))
				if n := bytes.Count(page, []byte("data-leaf=")); n != 176 {
					b.Fatalf("%d leaves on the page", n)
				}
				if size == 0 {
					size = compressed(b, page)
				}
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms/median")
			b.ReportMetric(float64(size)/1000, "KB")
		})
	}
	b.Run("save", func(b *testing.B) {
		ask := markedYear(b, 20, "appraiser")
		for n := 0; b.Loop(); n++ {
			ask("POST", "/lam-viec/c/2026/cham-diem/u-1/tham-dinh", "version=1000&reason_I/1/1=x&points_I/1/1="+strconv.Itoa(n%3), "application/json")
		}
	})
}

// What offices take away of 20 units on that sheet: the summary of all as a workbook,
// under 2 s; the same as a page; one unit's table to fill.
func BenchmarkMarkingWorkbooks(b *testing.B) {
	ask := markedYear(b, 20, "appraiser")
	for _, c := range [][2]string{{"summary.xlsx", "/tong-hop.xlsx"}, {"summary", "/tong-hop"}, {"table.xlsx", "/u-1/bang-tinh/tep"}} {
		b.Run(c[0], func(b *testing.B) {
			size := 0
			for b.Loop() {
				size = len(ask("GET", "/lam-viec/c/2026/cham-diem"+c[1], "", ""))
			}
			b.ReportMetric(float64(size)/1000, "KB")
		})
	}
}

func compressed(b *testing.B, page []byte) int {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(page); err != nil {
		b.Fatal(err)
	}
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	return out.Len()
}

// realRows are a sheet of the size that a provincial force used in 2025: 230
// criteria of which 54 are parents, 5 levels; 12 leaves by target against the
// leader, 51 yes or no, 113 with points typed.
func realRows() []scoring.Row {
	const leaves, quantitative, qualitative = 176, 12, 51
	var parents []string
	for top := range 3 {
		code := []string{"I", "II", "III"}[top]
		parents = append(parents, code)
		for i := range 17 { // chains of four below each top
			switch up := parents[len(parents)-1]; {
			case i%4 == 0:
				parents = append(parents, fmt.Sprintf("%s/%d", code, i/4+1))
			case strings.Count(up, "/") < 3:
				parents = append(parents, up+"/a")
			default:
				parents = append(parents, parents[len(parents)-2]+"/b")
			}
		}
	}
	below := map[string][]scoring.Row{}
	for i := range leaves {
		p := parents[i%len(parents)]
		r := scoring.Row{Path: fmt.Sprintf("%s/%d", p, 30+i), Name: fmt.Sprintf("Thực hiện nhiệm vụ thứ %d đúng tiến độ, đạt chất lượng theo kế hoạch năm", i+1), Max: "5", Kind: scoring.Direct}
		if p == "I/1" && len(below[p]) == 0 {
			r.Path = "I/1/1"
		}
		switch {
		case i < quantitative:
			r.Kind, r.Scheme = scoring.Target, scoring.Leading
		case i < quantitative+qualitative && r.Path != "I/1/1":
			r.Kind = scoring.Achieved
		}
		if r.Path == "I/1/1" {
			r.Kind, r.Scheme = scoring.Direct, ""
		}
		below[p] = append(below[p], r)
	}
	var rows []scoring.Row
	for _, p := range parents {
		sum := 0
		for q, list := range below {
			if q == p || strings.HasPrefix(q, p+"/") {
				sum += 5 * len(list)
			}
		}
		rows = append(rows, scoring.Row{Path: p, Name: "Nhóm nhiệm vụ " + p, Max: strconv.Itoa(sum)})
		rows = append(rows, below[p]...)
	}
	return rows
}

// markedYear is a server with a year in which every unit is marked and submitted,
// and appraised in draft; somebody is signed in.
func markedYear(b *testing.B, units int, who string) visit {
	b.Helper()
	d := dbtest.OpenSQLite(b)
	var f strings.Builder
	f.WriteString("format: giaouoc/1\nunits:\n")
	for i := range units {
		fmt.Fprintf(&f, "  - {id: u-%d, code: \"%d\", name: Tỉnh %d, kind: province}\n", i, i, i)
	}
	f.WriteString("clusters:\n  - {slug: c, name: Cụm, kind: cluster, level: central}\nmembers:\n")
	for i := range units {
		fmt.Fprintf(&f, "  - {cluster: c, unit: u-%d}\n", i)
	}
	f.WriteString("leads:\n  - {cluster: c, year: 2026, unit: u-0, post: lead}\nyears:\n  - {cluster: c, year: 2026}\n" +
		"accounts:\n  - {login: unit, name: Lãnh đạo, position: Chủ tịch, unit: u-1}\n  - {login: appraiser, name: Tổ thẩm định, position: Tổ trưởng}\n" +
		"grants:\n  - {login: unit, role: unit_leader, scope: unit, of: u-1}\n  - {login: appraiser, role: appraiser, scope: cluster, of: c}\n")
	dbtest.SetDay(d, 2026, time.December, 1)
	var y cycle.Year
	rows := realRows()
	as := func(a db.Actor, fn func(tx *db.Tx) error) {
		b.Helper()
		if err := dbtest.Try(d, a, fn); err != nil {
			b.Fatal(err)
		}
	}
	as(dbtest.Operator(), func(tx *db.Tx) error {
		if err := importFile(tx, "big.yaml", []byte(f.String())); err != nil {
			return err
		}
		c, err := cluster.BySlug(tx, "c")
		if err != nil {
			return err
		}
		if y, err = cycle.Find(tx, c.ID, 2026); err != nil {
			return err
		}
		if _, err := scoring.Define(tx, y, "Bảng 2026", scoring.Definition{Settings: scoring.Settings{Decimals: 2}, Rows: rows}, 0); err != nil {
			return err
		}
		return scoring.OpenSheet(tx, y)
	})
	for i := range units {
		id := fmt.Sprintf("u-%d", i)
		head := db.Actor{ID: "h" + id, Name: "Lãnh đạo", Unit: id, Grants: []db.Grant{{Role: string(access.UnitLeader), Scope: access.ScopeUnit, ID: id}}}
		as(head, func(tx *db.Tx) error {
			if _, err := scoring.FillIn(tx, y, id, 1, typedIn(rows, i)); err != nil || who == "unit" && i == 1 {
				return err
			}
			return scoring.SubmitSelf(tx, y, id)
		})
		if who == "appraiser" {
			judge := db.Actor{ID: "judge", Name: "Tổ thẩm định", Grants: []db.Grant{{Role: string(access.Appraiser), Scope: access.ScopeAll}}}
			as(judge, func(tx *db.Tx) error { _, err := scoring.KeepBefore(tx, y, id, 3); return err })
		}
	}
	return signedIn(b, d, who)
}

// typedIn is what a unit typed on every leaf.
func typedIn(rows []scoring.Row, unit int) []scoring.Filled {
	var list []scoring.Filled
	for i, r := range rows {
		f := scoring.Filled{Criterion: r.Path, Note: "Báo cáo số " + strconv.Itoa(i)}
		switch r.Kind {
		case scoring.Target:
			f.Target, f.Actual = "100", strconv.Itoa(80+(unit*7+i)%50)
		case scoring.Achieved:
			f.Value = strconv.Itoa((unit + i) % 2)
		case scoring.Direct:
			f.Value = strconv.Itoa((unit+i)%5) + ".5"
		default:
			continue
		}
		list = append(list, f)
	}
	return list
}
