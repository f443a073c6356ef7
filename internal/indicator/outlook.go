package indicator

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
)

// Outlook is how far one unit has come with one indicator of a year: what it promised,
// what its submitted reports say, period by period, and how that stands.
type Outlook struct {
	Indicator Indicator
	Promise   decimal.NullDecimal
	Results   []Result            // one for each period, in the order of their deadlines
	Newest    *Result             // the last of them that has a figure; nil: none has
	Before    decimal.NullDecimal // the same period of the year before
	Final     bool                // the newest is that of the last period
}

// Result is the figure of one period.
type Result struct {
	Period cycle.Period
	Value  decimal.NullDecimal
}

// Standing is how an indicator stands against its promise. It says what is known and
// foretells nothing.
type Standing string

// The standings.
const (
	Kept       Standing = "kept"       // the promise is kept
	Broken     Standing = "broken"     // the last period is in, and the promise is not kept
	Ahead      Standing = "ahead"      // on the way, no worse than in the same period of the year before
	Behind     Standing = "behind"     // on the way, worse than then
	Underway   Standing = "underway"   // on the way, with nothing to compare it with
	Unpromised Standing = "unpromised" // no target was registered
	Unknown    Standing = "unknown"    // no submitted report has a figure
)

// Standings are all of them, in the order in which a leader wants to hear of them.
var Standings = []Standing{Broken, Behind, Underway, Ahead, Kept, Unknown, Unpromised}

// Name is the standing in Vietnamese.
func (s Standing) Name() string {
	switch s {
	case Kept:
		return "đạt cam kết"
	case Broken:
		return "chưa đạt cam kết"
	case Ahead:
		return "theo kịp cùng kỳ"
	case Behind:
		return "kém cùng kỳ"
	case Underway:
		return "đang thực hiện"
	case Unpromised:
		return "chưa đăng ký chỉ tiêu"
	case Unknown:
		return "chưa có số liệu"
	}
	return ""
}

// Standing compares the newest figure with the promise. Before the last period a figure
// of which less is better keeps no promise yet: it may still grow.
func (o Outlook) Standing() Standing {
	switch {
	case o.Newest == nil:
		return Unknown
	case !o.Promise.Valid:
		return Unpromised
	}
	value, less := o.Newest.Value.Decimal, o.Indicator.Direction == Less
	reached := value.GreaterThanOrEqual(o.Promise.Decimal)
	if less {
		reached = value.LessThanOrEqual(o.Promise.Decimal)
	}
	switch {
	case reached && (o.Final || !less):
		return Kept
	case o.Final:
		return Broken
	case !o.Before.Valid:
		return Underway
	case less && value.GreaterThan(o.Before.Decimal), !less && value.LessThan(o.Before.Decimal):
		return Behind
	}
	return Ahead
}

// Share is the newest figure in percent of the promise; not valid where that says
// nothing: no promise above zero, or less is better.
func (o Outlook) Share() decimal.NullDecimal {
	if o.Newest == nil || !o.Promise.Valid || !o.Promise.Decimal.IsPositive() || o.Indicator.Direction == Less {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(o.Newest.Value.Decimal.Mul(decimal.NewFromInt(100)).DivRound(o.Promise.Decimal, 1))
}

// ReadOutlook returns how far a unit has come with each indicator of a year.
//
// Read: requires the right to read the unit's reports.
func ReadOutlook(tx *db.Tx, y cycle.Year, unitID string) ([]Outlook, error) {
	if err := access.Require(tx, access.ReportRead, y.UnitScope(unitID)); err != nil {
		return nil, err
	}
	all, err := outlooks(tx, y, []string{unitID})
	return all[unitID], err
}

// ReadOutlooks is ReadOutlook for every member, by unit.
//
// Read: requires the right to read the reports of all.
func ReadOutlooks(tx *db.Tx, y cycle.Year) (map[string][]Outlook, error) {
	if err := access.Require(tx, access.ReportRead, y.Scope()); err != nil {
		return nil, err
	}
	members, err := memberIDs(tx, y)
	if err != nil {
		return nil, err
	}
	return outlooks(tx, y, members)
}

func outlooks(tx *db.Tx, y cycle.Year, units []string) (map[string][]Outlook, error) {
	indicators, err := List(tx, y.ID)
	if err != nil {
		return nil, err
	}
	periods, err := cycle.Periods(tx, y.ID)
	if err != nil {
		return nil, err
	}
	targets, err := Targets(tx, y.ID)
	if err != nil {
		return nil, err
	}
	now, before := make([]map[string]values, len(periods)), make([]map[string]values, len(periods))
	for n, p := range periods {
		if now[n], err = submittedIn(tx, p); err != nil {
			return nil, err
		}
		if len(now[n]) > 0 {
			if before[n], err = samePeriodBefore(tx, y, Overview{Period: p, Indicators: indicators}); err != nil {
				return nil, err
			}
		}
	}
	all := make(map[string][]Outlook, len(units))
	for _, unit := range units {
		for _, i := range indicators {
			o := Outlook{Indicator: i}
			if n := slices.IndexFunc(targets, func(t Target) bool { return t.UnitID == unit && t.IndicatorID == i.ID }); n >= 0 {
				o.Promise = decimal.NewNullDecimal(targets[n].Value)
			}
			o.fill(periods, unit, now, before)
			all[unit] = append(all[unit], o)
		}
	}
	return all, nil
}

// submittedIn are the figures of the submitted reports of a period, by indicator.
func submittedIn(tx *db.Tx, p cycle.Period) (map[string]values, error) {
	figures, err := figuresOfPeriod(tx, p.ID)
	if err != nil {
		return nil, fmt.Errorf("find figures of %s: %w", p.Code, err)
	}
	list := map[string]values{}
	for _, f := range figures {
		if f.Value.Valid {
			put(list, f.IndicatorID, f.UnitID, f.Value.Decimal)
		}
	}
	return list, nil
}

func (o *Outlook) fill(periods []cycle.Period, unit string, now, before []map[string]values) {
	o.Results = make([]Result, len(periods))
	for n, p := range periods {
		value, ok := now[n][o.Indicator.ID][unit]
		o.Results[n] = Result{Period: p, Value: decimal.NullDecimal{Decimal: value, Valid: ok}}
		if !ok {
			continue
		}
		o.Newest, o.Final = &o.Results[n], n == len(periods)-1
		then, known := before[n][o.Indicator.Code][unit]
		o.Before = decimal.NullDecimal{Decimal: then, Valid: known}
	}
}
