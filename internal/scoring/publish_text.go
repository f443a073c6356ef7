package scoring

import (
	"math/big"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
)

const pointsFormat = "diem/1"

// printedPoints is what a citizen sees of a published sheet: every point, and
// the rule by which the units are put in order. Points are exact fractions.
type printedPoints struct {
	Format   string        `json:"format"`
	Year     int           `json:"year"`
	Sheet    string        `json:"sheet"`
	RankBy   RankBy        `json:"rank_by"`
	TieBreak []string      `json:"tie_break"`
	Units    []printedUnit `json:"units"`
}

type printedUnit struct {
	ID           string         `json:"id"`
	Name         string         `json:"name"`
	Total        string         `json:"total"`
	Assigned     string         `json:"assigned"` // the sum of the maxima that count
	Disqualified string         `json:"disqualified,omitempty"`
	Document     string         `json:"document,omitempty"` // that disqualifies
	Points       []printedPoint `json:"points"`
}

type printedPoint struct {
	Criterion string `json:"criterion"` // path
	Points    string `json:"points"`
}

func printed(tx *db.Tx, y cycle.Year, s YearSheet) (string, error) {
	r, err := computed(tx, y, s)
	if err != nil {
		return "", err
	}
	t := printedPoints{Format: pointsFormat, Year: y.Year, Sheet: r.Sheet.Name, RankBy: r.Sheet.RankBy, TieBreak: []string{}, Units: []printedUnit{}}
	t.TieBreak = append(t.TieBreak, r.Sheet.TieBreak...)
	for _, u := range r.Units {
		p := printedUnit{ID: u.Unit.ID, Name: u.Unit.Name, Total: exact(u.Total), Assigned: exact(u.AssignedMax), Points: []printedPoint{}}
		if d := u.Unit.Disqualified; d != nil {
			p.Disqualified, p.Document = d.Reason, d.Document
		}
		for _, l := range u.Leaves {
			p.Points = append(p.Points, printedPoint{l.Path, exact(l.Points)})
		}
		t.Units = append(t.Units, p)
	}
	return record.Canonical(t)
}

func exact(r *big.Rat) string {
	if r == nil {
		return ""
	}
	return r.RatString()
}
