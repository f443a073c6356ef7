package indicator

import (
	"fmt"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Line is where the report of one unit for one period stands.
type Line struct {
	PeriodID string
	UnitID   string
	Report   Report
	Entered  Rate // figures entered of all indicators
	Timing   Timing
	Until    vn.Date // last day allowed after the deadline; zero: none
}

// Overview is a period of the whole cluster as the lead sees it. Figures of
// reports that are not submitted are not in it, only how many there are.
type Overview struct {
	Period      cycle.Period
	Indicators  []Indicator
	Lines       []Line                       // one for each member, in the order of members
	Figures     map[string]map[string]Figure // unit, indicator
	Sums        []Aggregate                  // one for each indicator
	Entered     Rate                         // of the whole cluster
	OnTime      Rate                         // reports submitted by the deadline, of all members
	Exceptions  []Exception
	PublishedAt db.Time // zero: not public
}

// ReadOverview returns a period of the whole cluster.
//
// Read: requires the right to read it.
func ReadOverview(tx *db.Tx, y cycle.Year, periodID string) (Overview, error) {
	if err := access.Require(tx, access.ReportRead, y.Scope()); err != nil {
		return Overview{}, err
	}
	var o Overview
	var err error
	if o.Period, err = periodOf(tx, y, periodID); err != nil {
		return o, err
	}
	if o.Indicators, err = List(tx, y.ID); err != nil {
		return o, err
	}
	members, err := memberIDs(tx, y)
	if err != nil {
		return o, err
	}
	if o.Exceptions, err = exceptionsOf(tx, periodID); err != nil {
		return o, fmt.Errorf("find exceptions: %w", err)
	}
	if err := o.fillLines(tx, y, members); err != nil {
		return o, err
	}
	figures, err := figuresOfPeriod(tx, periodID)
	if err != nil {
		return o, fmt.Errorf("find figures: %w", err)
	}
	o.Figures = make(map[string]map[string]Figure, len(members))
	for _, f := range figures {
		if o.Figures[f.UnitID] == nil {
			o.Figures[f.UnitID] = map[string]Figure{}
		}
		o.Figures[f.UnitID][f.IndicatorID] = Figure{IndicatorID: f.IndicatorID, Value: f.Value, Paper: f.Paper, Note: f.Note}
	}
	if o.Sums, err = sums(tx, y, periodID, members, o.Indicators, figures); err != nil {
		return o, err
	}
	published, err := publishedPeriods(tx, y.ID)
	if err != nil {
		return o, fmt.Errorf("find published periods: %w", err)
	}
	for _, p := range published {
		if p.PeriodID == periodID {
			o.PublishedAt = p.At
		}
	}
	return o, nil
}

func (o *Overview) fillLines(tx *db.Tx, y cycle.Year, members []string) error {
	reports, err := reportsOf(tx, o.Period.ID)
	if err != nil {
		return fmt.Errorf("find reports: %w", err)
	}
	counts, err := enteredOfPeriod(tx, o.Period.ID)
	if err != nil {
		return fmt.Errorf("count figures: %w", err)
	}
	byUnit := make(map[string]Report, len(reports))
	for _, r := range reports {
		byUnit[r.UnitID] = r
	}
	for _, unit := range members {
		r, ok := byUnit[unit]
		if !ok {
			r = Report{YearID: y.ID, PeriodID: o.Period.ID, UnitID: unit, State: Draft}
		}
		l := lineOf(r, o.Period, counts, len(o.Indicators), lastDay(o.Exceptions, unit), tx.Today())
		o.Entered.Part += l.Entered.Part
		o.Entered.Whole += l.Entered.Whole
		o.OnTime.Whole++
		if l.Timing == OnTime {
			o.OnTime.Part++
		}
		o.Lines = append(o.Lines, l)
	}
	return nil
}

func lineOf(r Report, p cycle.Period, counts []entered, indicators int, until, today vn.Date) Line {
	l := Line{PeriodID: p.ID, UnitID: r.UnitID, Report: r, Entered: Rate{Whole: indicators}, Until: until, Timing: timing(r, p, until, today)}
	for _, c := range counts {
		if c.ReportID == r.ID {
			l.Entered.Part = c.N
		}
	}
	return l
}

// UnitLines returns where a unit's reports stand, one line for each period of
// the year in the order of their deadlines.
//
// Read: requires the right to read it.
func UnitLines(tx *db.Tx, y cycle.Year, unitID string) ([]Line, error) {
	scope := y.UnitScope(unitID)
	if !access.May(tx, access.ReportWrite, scope) {
		if err := access.Require(tx, access.ReportRead, scope); err != nil {
			return nil, err
		}
	}
	periods, err := cycle.Periods(tx, y.ID)
	if err != nil {
		return nil, err
	}
	indicators, err := List(tx, y.ID)
	if err != nil {
		return nil, err
	}
	reports, err := reportsOfUnit(tx, y.ID, unitID)
	if err != nil {
		return nil, fmt.Errorf("find reports: %w", err)
	}
	counts, err := enteredOfUnit(tx, y.ID, unitID)
	if err != nil {
		return nil, fmt.Errorf("count figures: %w", err)
	}
	exceptions, err := exceptionsOfUnit(tx, y.ID, unitID)
	if err != nil {
		return nil, fmt.Errorf("find exceptions: %w", err)
	}
	var lines []Line
	for _, p := range periods {
		r := Report{YearID: y.ID, PeriodID: p.ID, UnitID: unitID, State: Draft}
		for _, o := range reports {
			if o.PeriodID == p.ID {
				r = o
			}
		}
		var mine []Exception
		for _, e := range exceptions {
			if e.PeriodID == p.ID {
				mine = append(mine, e)
			}
		}
		lines = append(lines, lineOf(r, p, counts, len(indicators), lastDay(mine, unitID), tx.Today()))
	}
	return lines, nil
}

// Sums returns the cluster's value of each indicator for a period, out of the
// reports that are submitted or accepted, with the share of the country.
//
// Read: requires the right to read it.
func Sums(tx *db.Tx, y cycle.Year, periodID string) ([]Aggregate, error) {
	o, err := ReadOverview(tx, y, periodID)
	return o.Sums, err
}

// PublicPeriod is a period whose accepted figures are public.
type PublicPeriod struct {
	Period      cycle.Period
	PublishedAt db.Time
	Members     []string // units by id
	Sums        []Aggregate
	Figures     map[string]map[string]Figure // unit, indicator; without notes
}

// PublicSums returns the periods that the lead has published, with the
// cluster's value of each indicator out of accepted reports only.
//
// Public: the lead has published these figures.
func PublicSums(tx *db.Tx, y cycle.Year) ([]PublicPeriod, error) {
	published, err := publishedPeriods(tx, y.ID)
	if err != nil || len(published) == 0 {
		return nil, err
	}
	indicators, err := List(tx, y.ID)
	if err != nil {
		return nil, err
	}
	members, err := memberIDs(tx, y)
	if err != nil {
		return nil, err
	}
	var list []PublicPeriod
	for _, pub := range published {
		p := PublicPeriod{PublishedAt: pub.At, Members: members, Figures: map[string]map[string]Figure{}}
		if p.Period, err = cycle.PeriodByID(tx, pub.PeriodID); err != nil {
			return nil, err
		}
		all, err := figuresOfPeriod(tx, pub.PeriodID)
		if err != nil {
			return nil, fmt.Errorf("find figures: %w", err)
		}
		var accepted []unitFigure
		for _, f := range all {
			if f.State != Accepted {
				continue
			}
			accepted = append(accepted, f)
			if p.Figures[f.UnitID] == nil {
				p.Figures[f.UnitID] = map[string]Figure{}
			}
			p.Figures[f.UnitID][f.IndicatorID] = Figure{IndicatorID: f.IndicatorID, Value: f.Value}
		}
		if p.Sums, err = sums(tx, y, pub.PeriodID, members, indicators, accepted); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// PublishedOf returns what was published about a year outside the program.
//
// Public: it was published.
func PublishedOf(tx *db.Tx, yearID string) ([]Published, error) {
	list, err := publishedOf(tx, yearID)
	if err != nil {
		return nil, fmt.Errorf("list published figures: %w", err)
	}
	return list, nil
}

func memberIDs(tx *db.Tx, y cycle.Year) ([]string, error) {
	members, err := cycle.Members(tx, y)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(members))
	for n, m := range members {
		ids[n] = m.UnitID
	}
	return ids, nil
}

// sums makes the cluster's values out of figures that count.
func sums(tx *db.Tx, y cycle.Year, periodID string, members []string, indicators []Indicator, figures []unitFigure) ([]Aggregate, error) {
	nationals, err := nationalOf(tx, periodID)
	if err != nil {
		return nil, fmt.Errorf("find national figures: %w", err)
	}
	country := make(map[string]*National, len(nationals))
	for _, n := range nationals {
		country[n.IndicatorID] = &n
	}
	before, err := publishedBefore(tx, y, "")
	if err != nil {
		return nil, err
	}
	byIndicator := make(map[string]values, len(indicators))
	for _, f := range figures {
		if byIndicator[f.IndicatorID] == nil {
			byIndicator[f.IndicatorID] = values{}
		}
		if f.Value.Valid {
			byIndicator[f.IndicatorID][f.UnitID] = f.Value.Decimal
		}
	}
	list := make([]Aggregate, len(indicators))
	for n, i := range indicators {
		list[n] = aggregate(i, members, byIndicator[i.ID], byIndicator[i.WeightID]).withNational(country[i.ID])
		if p, ok := before[i.Code]; ok {
			list[n] = list[n].withPrevious(&p)
		}
	}
	return list, nil
}

// FinalFigures returns the accepted figures of the year's last period, by unit
// and indicator; they are what scores are computed from.
//
// Read: called by scoring, which has required its own right.
func FinalFigures(tx *db.Tx, y cycle.Year) (map[string]map[string]decimal.Decimal, error) {
	periods, err := cycle.Periods(tx, y.ID)
	if err != nil || len(periods) == 0 {
		return nil, err
	}
	all, err := figuresOfPeriod(tx, periods[len(periods)-1].ID)
	if err != nil {
		return nil, fmt.Errorf("find figures: %w", err)
	}
	figures := map[string]map[string]decimal.Decimal{}
	for _, f := range all {
		if f.State != Accepted || !f.Value.Valid {
			continue
		}
		if figures[f.UnitID] == nil {
			figures[f.UnitID] = map[string]decimal.Decimal{}
		}
		figures[f.UnitID][f.IndicatorID] = f.Value.Decimal
	}
	return figures, nil
}
