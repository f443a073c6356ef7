package opendata

import (
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/rules"
)

// Awards returns awards by the day of their decision, the newest first, from an
// offset on, at most n; madeUp says that the installation is a demonstration.
//
// Public: what a decision publishes of who was commended is public.
func Awards(tx *db.Tx, l *rules.Law, s award.Span, offset, n int, madeUp bool) ([]Award, error) {
	list, err := award.PublicGrants(tx, s, offset, n)
	if err != nil {
		return nil, err
	}
	rows := make([]Award, len(list))
	for i, g := range list {
		rows[i] = Award{
			ID: g.ID, Kind: string(g.Kind), Name: g.Name, Unit: g.UnitID, UnitName: g.UnitName, Award: g.Award, AwardName: g.AsWritten, Year: g.Year, FromYear: g.FromYear,
			DecisionNumber: g.Number, DecisionOn: g.DecidedOn.String(), DecidedBy: g.DecidedBy, Illustrative: madeUp,
		}
		if a := l.Award(g.Award); a != nil {
			rows[i].AwardName = a.Title()
		}
		if g.AnnulledBy != "" {
			rows[i].Annulled, rows[i].AnnulledBy, rows[i].AnnulledOn = true, g.AnnulledBy, g.AnnulledOn.String()
		}
	}
	return rows, nil
}
