package opendata

import (
	"math/big"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/ranking"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// addRanking adds the points and places of the year once they are published.
func (s *Sets) addRanking(tx *db.Tx, r *yearRows, _ *Year) error {
	sc, err := scoring.PublicStanding(tx, r.year)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	units := sc.Result.Units
	ids := make([]string, len(units))
	for i := range units {
		ids[i] = units[i].Unit.ID
	}
	called, err := scoring.CalledUnits(tx, sc.Sheet, ids)
	if err != nil {
		return err
	}
	printed, err := scoring.Printing(tx, sc.Sheet)
	if err != nil {
		return err
	}
	proof := ""
	if printed.EntryID != "" {
		proof = "/chung-minh/" + printed.EntryID
	}
	for i, at := range ranking.Placings(sc.Result) {
		u := &units[i]
		row := Ranking{
			Of: r.of, Group: u.Unit.Group, Rank: at.Rank, Unit: u.Unit.ID, Code: called[u.Unit.ID].Code, UnitName: called[u.Unit.ID].Name,
			Total: points(u.Total, sc.Decimals), Assigned: points(u.AssignedMax, sc.Decimals), RankBy: string(sc.Result.Sheet.RankBy), TieUsed: at.TieUsed,
			Disqualified: u.Unit.Disqualified != nil, PublishedOn: vn.DateOf(sc.Sheet.PublishedAt.Time).String(), SHA256: printed.SHA256, Proof: proof,
			Address: r.path + "/xep-hang",
		}
		if u.Band != nil {
			row.Band = u.Band.Name
		}
		s.Rankings = append(s.Rankings, row)
		for n := range u.Leaves {
			l := &u.Leaves[n]
			s.Points = append(s.Points, Points{
				Of: r.of, Group: u.Unit.Group, Unit: u.Unit.ID, UnitName: row.UnitName, Criterion: l.Path, Name: l.Criterion.Name,
				Penalty: l.Criterion.Kind == scoring.Penalty, Max: points(l.Criterion.Max, sc.Decimals), Points: points(l.Points, sc.Decimals), Assigned: !l.Unassigned,
			})
		}
	}
	return nil
}

// points are points as their sheet rounds them; empty for none.
func points(x *big.Rat, decimals int) string {
	if x == nil {
		return ""
	}
	return scoring.Format(x, decimals)
}
