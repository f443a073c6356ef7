package indicator

import (
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
)

// TargetSums are the targets of a year made into the cluster's own, indicator by
// indicator in the order of lists, as the indicator is summed; an aggregate
// names the members without a target.
//
// Read: targets are known to every member.
func TargetSums(tx *db.Tx, y cycle.Year) ([]Aggregate, error) {
	indicators, err := List(tx, y.ID)
	if err != nil {
		return nil, err
	}
	members, err := memberIDs(tx, y)
	if err != nil {
		return nil, err
	}
	targets, err := Targets(tx, y.ID)
	if err != nil {
		return nil, err
	}
	byIndicator := make(map[string]values, len(indicators))
	for _, t := range targets {
		if byIndicator[t.IndicatorID] == nil {
			byIndicator[t.IndicatorID] = values{}
		}
		byIndicator[t.IndicatorID][t.UnitID] = t.Value
	}
	list := make([]Aggregate, len(indicators))
	for n, i := range indicators {
		list[n] = aggregate(i, members, byIndicator[i.ID], byIndicator[i.WeightID])
	}
	return list, nil
}
