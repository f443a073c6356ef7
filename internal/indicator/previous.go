package indicator

import (
	"fmt"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// previousOf returns, by indicator, the value that stands beside a unit's new
// one: the last figure of an earlier period of the year; else the last of the
// year before; else what was published for that year; else what the unit pasted
// from its own papers. Indicators of two years are the same by code.
func previousOf(tx *db.Tx, y cycle.Year, p cycle.Period, unitID string, indicators []Indicator) (map[string]Previous, error) {
	byCode := map[string]Previous{}
	ids := map[string]string{}
	for _, i := range indicators {
		ids[i.ID] = i.Code
	}
	pasted, err := pastOf(tx, y.ID, unitID)
	if err != nil {
		return nil, fmt.Errorf("find pasted figures: %w", err)
	}
	known := byID(indicators)
	for _, f := range pasted {
		byCode[ids[f.IndicatorID]] = Previous{Value: f.Value, Unit: known[f.IndicatorID].Unit, From: fmt.Sprintf("năm %d, đơn vị nhập", y.Year-1)}
	}
	published, err := publishedBefore(tx, y, unitID)
	if err != nil {
		return nil, err
	}
	for code, f := range published {
		byCode[code] = f
	}
	before, err := cycle.Find(tx, y.ClusterID, y.Year-1)
	switch {
	case problem.Is(err, problem.NotFound):
	case err != nil:
		return nil, err
	default:
		if err := addFigures(tx, byCode, before.ID, unitID, vn.NewDate(9999, 12, 31), fmt.Sprintf("năm %d, ", before.Year)); err != nil {
			return nil, err
		}
	}
	if err := addFigures(tx, byCode, y.ID, unitID, p.DueOn, ""); err != nil {
		return nil, err
	}
	list := make(map[string]Previous, len(byCode))
	for _, i := range indicators {
		if f, ok := byCode[i.Code]; ok {
			list[i.ID] = f
		}
	}
	return list, nil
}

func addFigures(tx *db.Tx, to map[string]Previous, yearID, unitID string, day vn.Date, from string) error {
	figures, err := figuresBefore(tx, yearID, unitID, day)
	if err != nil {
		return fmt.Errorf("find earlier figures: %w", err)
	}
	for _, f := range figures {
		to[f.Code] = Previous{Value: f.Value, Unit: f.Unit, From: from + f.Period}
	}
	return nil
}

// publishedBefore returns, by code, what was published about the year before
// for a unit, or for the whole cluster where unitID is empty.
func publishedBefore(tx *db.Tx, y cycle.Year, unitID string) (map[string]Previous, error) {
	before, err := cycle.Find(tx, y.ClusterID, y.Year-1)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	figures, err := publishedOfUnit(tx, before.ID, unitID)
	if err != nil {
		return nil, fmt.Errorf("find published figures of %d: %w", before.Year, err)
	}
	list := make(map[string]Previous, len(figures))
	for _, f := range figures {
		list[f.Code] = Previous{Value: f.Value.Decimal, Unit: f.Unit, From: fmt.Sprintf("năm %d, đã công bố", before.Year)}
	}
	return list, nil
}
