package opendata

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/vn"
)

func number(n int) string { return strconv.Itoa(n) }

// exact is a decimal as it is kept; empty for none.
func exact(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}

// addFigures adds what the lead published of the year's periods, and what was
// published of the year elsewhere, with the indicators that only these name.
func (s *Sets) addFigures(tx *db.Tx, r *yearRows, row *Year) error {
	periods, err := indicator.PublicSums(tx, r.year)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, i := range s.Indicators {
		if i.Of == r.of {
			known[i.Code] = true
		}
	}
	add := func(i Indicator) {
		if !known[i.Code] {
			known[i.Code] = true
			s.Indicators = append(s.Indicators, i)
		}
	}
	for _, p := range periods {
		for _, a := range p.Sums {
			i := a.Indicator
			add(Indicator{Of: r.of, Code: i.Code, Name: i.Name, Measure: i.Unit, Direction: string(i.Direction), Sum: i.Sum.Name()})
		}
		if err := s.addPeriod(tx, r, p); err != nil {
			return err
		}
	}
	list, err := indicator.PublishedOf(tx, r.year.ID)
	if err != nil {
		return err
	}
	for _, f := range list {
		add(Indicator{Of: r.of, Code: f.Code, Name: f.Name, Measure: f.Unit})
		name, err := r.name(tx, f.UnitID)
		if err != nil {
			return err
		}
		if f.UnitID == "" {
			name = r.whole()
		}
		s.Figures = append(s.Figures, Figure{
			Of: r.of, Origin: "source", Indicator: f.Code, Name: f.Name, Measure: f.Unit, Unit: f.UnitID, UnitName: name, Value: exact(f.Value),
			AsPrinted: f.AsPrinted, Share: exact(f.NationalShare), Source: f.Source, SourceURL: f.SourceURL, Note: f.Note,
		})
	}
	row.Published = len(periods)+len(list) > 0
	return nil
}

// whole names the cluster or bloc where a figure is of all of it.
func (r *yearRows) whole() string { return "Toàn " + r.cluster.Kind.Word() }

// addPeriod adds the sums of a published period and the figures of its members.
func (s *Sets) addPeriod(tx *db.Tx, r *yearRows, p indicator.PublicPeriod) error {
	for _, a := range p.Sums {
		i := a.Indicator
		base := Figure{
			Of: r.of, Origin: "reported", Period: p.Period.Code, PeriodName: p.Period.Name, Indicator: i.Code, Name: i.Name, Measure: i.Unit,
			Source: "báo cáo của các đơn vị, đã duyệt", PublishedOn: vn.DateOf(p.PublishedAt.Time).String(),
		}
		sum := base
		sum.UnitName = r.whole()
		if a.Value != nil {
			sum.Value = a.Value.Round(i.Decimals).String()
			if !a.Complete() {
				sum.Note = "từ " + number(len(a.Have)) + "/" + number(len(p.Members)) + " đơn vị"
			}
		}
		if a.Share != nil {
			sum.Share = a.Share.Round(1).String()
		}
		if a.National != nil {
			sum.National = a.National.Value.String()
			sum.Source += "; số cả nước: " + a.National.Source
			sum.SourceURL = a.National.SourceURL
		}
		s.Figures = append(s.Figures, sum)
		for _, unit := range p.Members {
			f, ok := p.Figures[unit][i.ID]
			if !ok || !f.Value.Valid {
				continue
			}
			own := base
			own.Unit, own.Value = unit, exact(f.Value)
			var err error
			if own.UnitName, err = r.name(tx, unit); err != nil {
				return err
			}
			s.Figures = append(s.Figures, own)
		}
	}
	return nil
}

// Newest returns the newest year of a cluster that has rows among these, made up for
// practice only where there is no other; 0 for none.
func Newest[T Row](list []T, cluster string) int {
	newest, madeUp := 0, 0
	for r := range slices.Values(list) {
		switch c, y := r.Place(); {
		case c != cluster:
		case r.MadeUp():
			madeUp = max(madeUp, y)
		default:
			newest = max(newest, y)
		}
	}
	return cmp.Or(newest, madeUp)
}
