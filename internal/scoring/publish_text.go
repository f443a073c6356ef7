package scoring

import (
	"math/big"
	"slices"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/record"
)

const rankingFormat = "xep-hang/1"

// Placing is the place of one unit in the ranking that is published.
type Placing struct {
	Rank    int    // from 1, shared by equals; 0 for a unit without a rank
	TieUsed string // the tie-break that separated it from a neighbour, else empty
}

// printedRanking is what a citizen sees of a published ranking: the units in the
// order published, every point behind it, and the rule. Numbers are exact
// fractions.
type printedRanking struct {
	Format   string        `json:"format"`
	Year     int           `json:"year"`
	Sheet    string        `json:"sheet"`
	RankBy   RankBy        `json:"rank_by"`
	TieBreak []string      `json:"tie_break"`
	Units    []printedUnit `json:"units"`
}

type printedUnit struct {
	Rank         int            `json:"rank,omitempty"` // left out for a unit without a rank
	Code         string         `json:"code"`           // in the register of units on the day of publication; empty where it has none
	ID           string         `json:"id"`
	Name         string         `json:"name"`
	Total        string         `json:"total"`
	Assigned     string         `json:"assigned"`           // the sum of the maxima that count
	Percent      string         `json:"percent,omitempty"`  // of the assigned, where the sheet ranks by it
	TieUsed      string         `json:"tie_used,omitempty"` // the tie-break that separated it from a neighbour
	Disqualified string         `json:"disqualified,omitempty"`
	Document     string         `json:"document,omitempty"` // that disqualifies
	Points       []printedPoint `json:"points"`
}

type printedPoint struct {
	Criterion string `json:"criterion"` // path
	Points    string `json:"points"`
}

func printed(tx *db.Tx, y cycle.Year, s YearSheet, order func(*Result) []Placing) (string, error) {
	sc, err := scored(tx, y, s)
	if err != nil {
		return "", err
	}
	r := sc.Result
	t := printedRanking{Format: rankingFormat, Year: y.Year, Sheet: r.Sheet.Name, RankBy: r.Sheet.RankBy, TieBreak: []string{}, Units: []printedUnit{}}
	t.TieBreak = append(t.TieBreak, r.Sheet.TieBreak...)
	placings := order(r)
	for i, u := range r.Units {
		p := printedUnit{
			Rank: placings[i].Rank, ID: u.Unit.ID, Name: u.Unit.Name, Total: exact(u.Total), Assigned: exact(u.AssignedMax),
			TieUsed: placings[i].TieUsed, Points: []printedPoint{},
		}
		if r.Sheet.RankBy == ByPercent {
			p.Percent = exact(u.Percent())
		}
		if p.Code, err = codeOf(tx, u.Unit.ID); err != nil {
			return "", err
		}
		if d := u.Unit.Disqualified; d != nil {
			p.Disqualified, p.Document = d.Reason, d.Document
		}
		for _, l := range u.Leaves {
			p.Points = append(p.Points, printedPoint{l.Path, exact(l.Points)})
		}
		t.Units = append(t.Units, p)
	}
	slices.SortStableFunc(t.Units, func(a, b printedUnit) int {
		if (a.Rank == 0) != (b.Rank == 0) {
			return b.Rank - a.Rank // who has no rank stands last
		}
		return a.Rank - b.Rank
	})
	return record.Canonical(t)
}

// codeOf is the code of a unit today, or the last it had.
func codeOf(tx *db.Tx, unitID string) (string, error) {
	versions, _, err := org.History(tx, unitID)
	if err != nil {
		return "", err
	}
	code := versions[0].Code
	for _, v := range versions[1:] {
		if !v.FromDay.After(tx.Today()) {
			code = v.Code
		}
	}
	return code, nil
}

func exact(r *big.Rat) string {
	if r == nil {
		return ""
	}
	return r.RatString()
}
