package indicator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/vn"
)

// Part is what the members of one cluster below one unit add up to for an indicator.
type Part struct {
	Same
	Decimals int
	ParentID string          // the unit above the members; empty directly under the centre
	Members  int             // units that were to report
	Have     int             // units whose figure counts
	Over     decimal.Decimal // of the values, each times its weight
	Under    decimal.Decimal // of the weights; one each where nothing weighs
}

// Same is what two indicators of different clusters must have in common to be added
// up. The code alone does not say it: each cluster chooses its own.
type Same struct {
	Code string
	Name string
	Unit string
	Sum  Sum
}

// value is the value that a part stands for; nil: no figure counts, or there is no sum.
func (p Part) value() *Fraction {
	switch {
	case p.Have == 0 || p.Sum == NoSum || p.Under.IsZero():
		return nil
	case p.Sum == Total:
		return &Fraction{Over: p.Over, Under: decimal.NewFromInt(1)}
	}
	return &Fraction{Over: p.Over, Under: p.Under}
}

func (p Part) plus(o Part) Part {
	p.Decimals = max(p.Decimals, o.Decimals)
	p.Members += o.Members
	p.Have += o.Have
	p.Over, p.Under = p.Over.Add(o.Over), p.Under.Add(o.Under)
	return p
}

// CountryLine is one indicator over many clusters.
type CountryLine struct {
	Part
	Value    *Fraction
	Clusters int
	Below    []CountryPart // by the unit above the members, the one with most figures first
}

// CountryPart is the part of a CountryLine that lies below one unit.
type CountryPart struct {
	Part
	Value *Fraction
}

// Country is what the figures of a calendar year add up to over clusters.
type Country struct {
	Year     int
	Clusters int      // whose sums are in it
	Hidden   int      // clusters that the person may not read
	Without  int      // clusters that have no such period
	Practice int      // clusters whose year is for practice; left out beside real ones
	MadeUp   bool     // only practice years are in it
	Code     string   // of the period that was added up
	Codes    []string // of the periods that there are, in the order of their days
	Names    map[string]string
	Lines    []CountryLine // in the order of code and name
}

// EachLast stands for the last period of each cluster, whatever its code.
const EachLast = "cuoi"

// ReadCountry adds up the figures of submitted and accepted reports over all clusters
// whose reports the person may read: of the period with a code, or with "" of the
// newest one for which somebody has written a report. Kept sums are taken where they were made from what there is
// now; others are added up from their figures. Years for practice are left out beside
// real ones.
//
// Read: takes the clusters that the person may read, and no others.
func ReadCountry(tx *db.Tx, year int, code string) (Country, error) {
	c := Country{Year: year, Code: code, Names: map[string]string{}}
	all, err := groundsIn(tx, year)
	if err != nil {
		return c, err
	}
	kept, err := keptIn(tx, year)
	if err != nil {
		return c, fmt.Errorf("find kept sums of %d: %w", year, err)
	}
	c.MadeUp = !slices.ContainsFunc(all, func(g grounds) bool { return g.readable(tx) && !g.year.Illustrative })
	if c.Code == "" {
		c.Code = newest(tx, all)
	}
	var parts [][]Part
	for _, g := range all {
		if !g.readable(tx) {
			c.Hidden++
			continue
		}
		if g.year.Illustrative && !c.MadeUp {
			c.Practice++
			continue
		}
		for _, p := range g.periods {
			if c.Names[p.Code] == "" {
				c.Codes, c.Names[p.Code] = append(c.Codes, p.Code), p.Name
			}
		}
		p, found := g.period(c.Code)
		if !found {
			c.Without++
			continue
		}
		some, err := g.parts(tx, p, kept[p.ID])
		if err != nil {
			return c, err
		}
		c.Clusters++
		parts = append(parts, some)
	}
	c.Lines = addUp(parts)
	return c, nil
}

// addUp makes the lines of the country of the parts of each cluster.
func addUp(clusters [][]Part) []CountryLine {
	lines := map[Same]*CountryLine{}
	below := map[Same]map[string]int{}
	for _, parts := range clusters {
		counted := map[Same]bool{}
		for _, p := range parts {
			l := lines[p.Same]
			if l == nil {
				l = &CountryLine{Part: Part{Same: p.Same}}
				lines[p.Same], below[p.Same] = l, map[string]int{}
			}
			if !counted[p.Same] {
				counted[p.Same] = true
				l.Clusters++
			}
			l.Part = l.plus(p)
			at, known := below[p.Same][p.ParentID]
			if !known {
				at = len(l.Below)
				below[p.Same][p.ParentID] = at
				l.Below = append(l.Below, CountryPart{Part: Part{Same: p.Same, ParentID: p.ParentID}})
			}
			l.Below[at].Part = l.Below[at].plus(p)
		}
	}
	list := make([]CountryLine, 0, len(lines))
	for _, l := range lines {
		l.Value = l.value()
		for i := range l.Below {
			l.Below[i].Value = l.Below[i].value()
		}
		slices.SortStableFunc(l.Below, func(a, b CountryPart) int { return b.Have - a.Have })
		list = append(list, *l)
	}
	slices.SortFunc(list, func(a, b CountryLine) int {
		if a.Code != b.Code {
			return vn.Compare(a.Code, b.Code)
		}
		return strings.Compare(a.Name+"\x00"+a.Unit+"\x00"+string(a.Sum), b.Name+"\x00"+b.Unit+"\x00"+string(b.Sum))
	})
	return list
}

// grounds are what the sums of a year of one cluster are made from.
type grounds struct {
	year    cycle.Year
	periods []cycle.Period
	members []string // units by id
	parents map[string]string
	reports map[string]changes // by period
	defined changes
}

// groundsIn returns the grounds of every year of a calendar year that has periods.
func groundsIn(tx *db.Tx, year int) ([]grounds, error) {
	years, err := cycle.InYear(tx, year)
	if err != nil {
		return nil, err
	}
	periods, err := cycle.PeriodsIn(tx, year)
	if err != nil {
		return nil, err
	}
	last := vn.NewDate(year, 12, 31)
	members, err := cluster.EveryMemberOn(tx, last)
	if err != nil {
		return nil, err
	}
	parents, err := org.Parents(tx, last)
	if err != nil {
		return nil, err
	}
	reports, err := reportsIn(tx, year)
	if err != nil {
		return nil, fmt.Errorf("look at the reports of %d: %w", year, err)
	}
	defined, err := indicatorsIn(tx, year)
	if err != nil {
		return nil, fmt.Errorf("look at the indicators of %d: %w", year, err)
	}
	var list []grounds
	for _, y := range years {
		if len(periods[y.ID]) > 0 {
			list = append(list, grounds{year: y, periods: periods[y.ID], members: members[y.ClusterID], parents: parents, reports: reports, defined: defined[y.ID]})
		}
	}
	return list, nil
}

func (g grounds) readable(tx *db.Tx) bool {
	return access.May(tx, access.ReportRead, g.year.Scope())
}

// newest is the code of the last period with a report, of those that may be read.
func newest(tx *db.Tx, all []grounds) string {
	code, due := EachLast, vn.Date{}
	for _, g := range all {
		for _, p := range g.periods {
			if g.reports[p.ID].N > 0 && p.DueOn.After(due) && g.readable(tx) {
				code, due = p.Code, p.DueOn
			}
		}
	}
	return code
}

// period is the period with a code, or the last one.
func (g grounds) period(code string) (cycle.Period, bool) {
	if code == EachLast {
		return g.periods[len(g.periods)-1], true
	}
	at := slices.IndexFunc(g.periods, func(p cycle.Period) bool { return p.Code == code })
	if at < 0 {
		return cycle.Period{}, false
	}
	return g.periods[at], true
}

// of is the hash of what the sums of a period are made from.
func (g grounds) of(p cycle.Period) string {
	h := sha256.New()
	r := g.reports[p.ID]
	fmt.Fprintf(h, "%d %d %s\n%d %d %s\n", r.N, r.Sum, r.Newest, g.defined.N, g.defined.Sum, g.defined.Newest)
	for _, unit := range g.members {
		h.Write([]byte(unit + " " + g.parents[unit] + "\n"))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// parts takes the kept sums of a period where they are not old, or adds up.
func (g grounds) parts(tx *db.Tx, p cycle.Period, kept keptSum) ([]Part, error) {
	if kept.MadeFrom == g.of(p) {
		var parts []Part
		if err := json.Unmarshal([]byte(kept.Sums), &parts); err != nil {
			return nil, fmt.Errorf("read kept sums of period %s: %w", p.ID, err)
		}
		return parts, nil
	}
	return g.add(tx, p)
}

// add adds a period up from its figures.
func (g grounds) add(tx *db.Tx, p cycle.Period) ([]Part, error) {
	indicators, err := List(tx, g.year.ID)
	if err != nil {
		return nil, err
	}
	figures, err := figuresOfPeriod(tx, p.ID)
	if err != nil {
		return nil, fmt.Errorf("find figures: %w", err)
	}
	by := map[string]values{}
	for _, f := range figures {
		if f.Value.Valid {
			put(by, f.IndicatorID, f.UnitID, f.Value.Decimal)
		}
	}
	below := map[string][]string{}
	var parents []string
	for _, unit := range g.members {
		parent := g.parents[unit]
		if below[parent] == nil {
			parents = append(parents, parent)
		}
		below[parent] = append(below[parent], unit)
	}
	var parts []Part
	for _, i := range indicators {
		for _, parent := range parents {
			over, under, have, _ := weigh(i, below[parent], by[i.ID], by[i.WeightID])
			parts = append(parts, Part{
				Same: Same{Code: i.Code, Name: i.Name, Unit: i.Unit, Sum: i.Sum}, Decimals: i.Decimals,
				ParentID: parent, Members: len(below[parent]), Have: len(have), Over: over, Under: under,
			})
		}
	}
	return parts, nil
}
