package load

import (
	"fmt"
	"path/filepath"
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
	"giaouoc/internal/scoring"
	"giaouoc/internal/sheet"
)

// country is how much there is of made-up data.
type country struct {
	provinces, communes, indicators int
}

// The country as it is since 1 July 2025.
var whole = country{provinces: 34, communes: 3321, indicators: 60}

const inBloc = 20 // communes

// bloc is a bloc of communes with its year.
type bloc struct {
	slug, period string
	units        []string
	year         cycle.Year
}

// marked are the leaves of a marking table: 4 groups of 15.
const groups, leaves = 4, 15

var now = time.Now()

// yearPath is where the signed-in work on a bloc's year.
func (b bloc) yearPath() string { return fmt.Sprintf("/lam-viec/%s/%d", b.slug, now.Year()) }

// publicPath is where readers look at it.
func (b bloc) publicPath() string { return fmt.Sprintf("/cum/%s/%d", b.slug, now.Year()) }

// place is an installation: a data folder and, of PostgreSQL, an address.
type place struct{ data, postgres string }

func (p place) dsn() string {
	if p.postgres != "" {
		return p.postgres
	}
	return filepath.Join(p.data, db.SQLiteFile)
}

// empty makes a place on an engine.
func empty(t *testing.T, engine string) place {
	t.Helper()
	p := place{data: filepath.Join(t.TempDir(), "data")}
	if engine == "postgres" {
		p.postgres = dbtest.BarePostgres(t)
	}
	return p
}

// found fills an empty database with the country and returns its blocs.
func (c country) found(t *testing.T, d *db.DB) []bloc {
	t.Helper()
	began := time.Now()
	var blocs []bloc
	for p := range c.provinces {
		first, last := c.communes*p/c.provinces, c.communes*(p+1)/c.provinces
		some := province(p, first, last)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error { return bring(tx, provinceBundle(p, some)) })
		for i := range some {
			dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error { return c.work(tx, &some[i]) })
			c.report(t, d, some[i])
		}
		blocs = append(blocs, some...)
	}
	t.Logf("made up %d provinces, %d communes in %d blocs, %d figures in %s", c.provinces, c.communes, len(blocs), c.communes*c.indicators, time.Since(began).Round(time.Second))
	return blocs
}

func bring(tx *db.Tx, text string) error {
	b, err := sheet.Read("load.yaml", []byte(text))
	if err != nil {
		return err
	}
	return sheet.Import(tx, b)
}

// province puts the communes from first to last of a province into blocs.
func province(p, first, last int) (list []bloc) {
	for n := first; n < last; n += inBloc {
		b := bloc{slug: fmt.Sprintf("khoi-%d-%d", p+1, len(list)+1)}
		for i := n; i < min(n+inBloc, last); i++ {
			b.units = append(b.units, fmt.Sprintf("x-%d", i+1))
		}
		list = append(list, b)
	}
	return list
}

// provinceBundle is a province with its communes, blocs and their accounts.
func provinceBundle(p int, blocs []bloc) string {
	parts := map[string]*strings.Builder{}
	add := func(part, format string, args ...any) {
		if parts[part] == nil {
			parts[part] = &strings.Builder{}
		}
		fmt.Fprintf(parts[part], "  - {"+format+"}\n", args...)
	}
	add("units", `id: t-%d, code: "%d", name: Tỉnh minh họa %d, kind: province`, p+1, 900+p, p+1)
	y := now.Year()
	for n, b := range blocs {
		add("clusters", `slug: %s, name: Khối xã số %d của tỉnh minh họa %d, kind: bloc, level: province, organised_by: Tỉnh minh họa %d`, b.slug, n+1, p+1, p+1)
		add("years", `cluster: %s, year: %d, illustrative: true`, b.slug, y)
		add("periods", `cluster: %s, year: %d, code: N, name: Cả năm, opens: %d-01-01, due: %d-12-31`, b.slug, y, y, y)
		add("leads", `cluster: %s, year: %d, unit: %s, post: lead`, b.slug, y, b.units[0])
		for _, u := range b.units {
			name := strings.TrimPrefix(u, "x-")
			add("units", `id: %s, code: "9%s", name: Xã minh họa %s, kind: commune, parent: t-%d`, u, name, name, p+1)
			add("members", `cluster: %s, unit: %s`, b.slug, u)
			add("accounts", `login: %s, name: Cán bộ xã %s, position: Chủ tịch, unit: %s`, u, name, u)
			add("grants", `login: %s, role: unit_leader, scope: unit, of: %s`, u, u)
		}
	}
	var all strings.Builder
	all.WriteString("format: giaouoc/1\n")
	for _, part := range []string{"units", "clusters", "members", "leads", "years", "periods", "accounts", "grants"} {
		all.WriteString(part + ":\n" + parts[part].String())
	}
	return all.String()
}

// work gives a bloc's year its marking table, open for filling in, and its indicators.
func (c country) work(tx *db.Tx, b *bloc) error {
	k, err := cluster.BySlug(tx, b.slug)
	if err != nil {
		return err
	}
	if b.year, err = cycle.Find(tx, k.ID, now.Year()); err != nil {
		return err
	}
	periods, err := cycle.Periods(tx, b.year.ID)
	if err != nil {
		return err
	}
	b.period = periods[0].ID
	for i := range c.indicators {
		n := indicator.Indicator{Code: code(i), Name: fmt.Sprintf("Chỉ số minh họa %d", i+1), Unit: "tỷ đồng", Direction: indicator.More, Sum: indicator.Total}
		if _, err := indicator.Define(tx, b.year, n); err != nil {
			return err
		}
	}
	if _, err := scoring.Define(tx, b.year, "Bảng chấm điểm minh họa", scoring.Definition{Settings: scoring.Settings{Decimals: 2}, Rows: rows()}, 0); err != nil {
		return err
	}
	return scoring.OpenSheet(tx, b.year)
}

func code(i int) string { return fmt.Sprintf("CS_%02d", i+1) }

// rows is a marking table of 60 leaves.
func rows() (list []scoring.Row) {
	for g := range groups {
		group := fmt.Sprint(g + 1)
		list = append(list, scoring.Row{Path: group, Name: "Nhóm nhiệm vụ " + group, Max: fmt.Sprint(2 * leaves)})
		for l := range leaves {
			list = append(list, scoring.Row{Path: leaf(g, l), Name: fmt.Sprintf("Thực hiện nhiệm vụ %d đúng tiến độ, đạt chất lượng theo kế hoạch năm", l+1), Max: "2", Kind: scoring.Direct})
		}
	}
	return list
}

func leaf(g, l int) string { return fmt.Sprintf("%d/%d", g+1, l+1) }

// report enters the figures of every commune of a bloc, by the commune's own officer.
func (c country) report(t *testing.T, d *db.DB, b bloc) {
	t.Helper()
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		list, err := indicator.List(tx, b.year.ID)
		if err != nil {
			return err
		}
		for n, unit := range b.units {
			entries := make([]indicator.Entry, len(list))
			for i, one := range list {
				entries[i] = indicator.Entry{IndicatorID: one.ID, Value: decimal.NewNullDecimal(decimal.New(int64(1000+17*n+i), -1))}
			}
			tx.Actor = db.Actor{ID: "made", Name: "Cán bộ minh họa", Unit: unit, Grants: []db.Grant{{Role: string(access.UnitLeader), Scope: access.ScopeUnit, ID: unit}}}
			r, _, err := indicator.Save(tx, b.year, indicator.Saving{PeriodID: b.period, UnitID: unit, Entries: entries})
			if err != nil {
				return err
			}
			if n >= inBloc/2 { // half of a bloc have handed it in
				if _, err := indicator.Submit(tx, b.year, indicator.Submission{PeriodID: b.period, UnitID: unit, Version: r.Version}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
