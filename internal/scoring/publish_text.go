package scoring

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

const rankingFormat = "xep-hang/2"

// Placing is the place of one unit in the ranking that is published.
type Placing struct {
	Rank    int    // from 1 in its group, shared by equals; 0 for a unit without a rank
	TieUsed string // the tie-break that separated it from a neighbour, else empty
}

// Order puts the units of a computed sheet in order; placings come in the order of
// the units.
type Order func(*Result) []Placing

// printedRanking is what a citizen sees of a published ranking: the units in the
// order published, group by group, every point behind it, and the rule. Numbers
// are exact fractions.
type printedRanking struct {
	Format      string         `json:"format"`
	Year        int            `json:"year"`
	Sheet       string         `json:"sheet"`
	Version     int64          `json:"version"`             // of the sheet
	RuleBook    *printedBook   `json:"rule_book,omitempty"` // left out where the cluster has none
	RankBy      RankBy         `json:"rank_by"`
	TieBreak    []string       `json:"tie_break"`
	Provisional bool           `json:"provisional"`
	Appeals     printedAppeals `json:"appeals"`
	Units       []printedUnit  `json:"units"`
}

// printedBook is the rule book by which the year was marked.
type printedBook struct {
	Version  int    `json:"version"`
	Title    string `json:"title"`
	Document string `json:"document"`
}

// printedAppeals counts what became of the appeals.
type printedAppeals struct {
	Accepted  int `json:"accepted"`
	Refused   int `json:"refused"`
	Withdrawn int `json:"withdrawn"`
}

type printedUnit struct {
	Group        string         `json:"group,omitempty"` // among which it is ranked
	Rank         int            `json:"rank,omitempty"`  // left out for a unit without a rank
	Code         string         `json:"code"`            // in the register of units on the day of publication; empty where it has none
	ID           string         `json:"id"`
	Name         string         `json:"name"`
	Total        string         `json:"total"`
	Assigned     string         `json:"assigned"`           // the sum of the maxima that count
	Percent      string         `json:"percent,omitempty"`  // of the assigned, where the sheet ranks by it
	TieUsed      string         `json:"tie_used,omitempty"` // the tie-break that separated it from a neighbour
	Band         string         `json:"band,omitempty"`
	Held         []printedFloor `json:"held,omitempty"` // what withheld a higher band
	Disqualified string         `json:"disqualified,omitempty"`
	Document     string         `json:"document,omitempty"` // that disqualifies
	Points       []printedPoint `json:"points"`
}

// printedFloor is a criterion under the floor of a band.
type printedFloor struct {
	Band      string `json:"band"`
	Criterion string `json:"criterion"`
	Percent   string `json:"percent"` // of its maximum
}

type printedPoint struct {
	Criterion string `json:"criterion"` // path
	Points    string `json:"points"`
}

// text is what would be published of a concluded sheet now, and its fingerprint.
func (s Scored) text(tx *db.Tx, y cycle.Year, order Order) (text, sha string, err error) {
	t, err := s.printed(tx, y, order)
	if err != nil {
		return "", "", err
	}
	if text, err = record.Canonical(t); err != nil {
		return "", "", err
	}
	sum := sha256.Sum256([]byte(text))
	return text, hex.EncodeToString(sum[:]), nil
}

func (s Scored) printed(tx *db.Tx, y cycle.Year, order Order) (printedRanking, error) {
	r := s.Result
	t := printedRanking{
		Format: rankingFormat, Year: y.Year, Sheet: r.Sheet.Name, Version: s.Sheet.Number, RankBy: r.Sheet.RankBy,
		TieBreak: append([]string{}, r.Sheet.TieBreak...), Units: []printedUnit{},
	}
	book, err := RuleBookOf(tx, y, s.Sheet)
	switch {
	case err == nil:
		t.RuleBook = &printedBook{Version: book.Number, Title: book.Title, Document: book.DocNumber}
	case !problem.Is(err, problem.NotFound):
		return t, err
	}
	appeals, err := appealsOf(tx, s.Sheet.ID)
	if err != nil {
		return t, fmt.Errorf("read appeals: %w", err)
	}
	for _, a := range appeals {
		switch a.State {
		case AppealAccepted:
			t.Appeals.Accepted++
		case AppealRefused:
			t.Appeals.Refused++
		case AppealWithdrawn:
			t.Appeals.Withdrawn++
		}
	}
	placings := order(r)
	for i := range r.Units {
		u := &r.Units[i]
		p := u.printed(r.Sheet, placings[i])
		if p.Code, err = codeOf(tx, u.Unit.ID); err != nil {
			return t, err
		}
		t.Provisional = t.Provisional || u.Provisional
		t.Units = append(t.Units, p)
	}
	group := func(u printedUnit) int {
		i := slices.IndexFunc(s.Groups, func(g UnitGroup) bool { return g.Name == u.Group })
		if i < 0 {
			return len(s.Groups)
		}
		return i
	}
	slices.SortStableFunc(t.Units, func(a, b printedUnit) int {
		if g, h := group(a), group(b); g != h {
			return g - h
		}
		if (a.Rank == 0) != (b.Rank == 0) {
			return b.Rank - a.Rank // who has no rank stands last
		}
		return a.Rank - b.Rank
	})
	return t, nil
}

func (u *UnitResult) printed(s *Sheet, at Placing) printedUnit {
	p := printedUnit{
		Group: u.Unit.Group, Rank: at.Rank, ID: u.Unit.ID, Name: u.Unit.Name, Total: exact(u.Total), Assigned: exact(u.AssignedMax),
		TieUsed: at.TieUsed, Points: []printedPoint{},
	}
	if s.RankBy == ByPercent {
		p.Percent = exact(u.Percent())
	}
	if u.Band != nil {
		p.Band = u.Band.Name
	}
	for _, h := range u.Held {
		for _, x := range h.Under {
			p.Held = append(p.Held, printedFloor{h.Band.Name, x.Path, exact(x.Percent)})
		}
	}
	if d := u.Unit.Disqualified; d != nil {
		p.Disqualified, p.Document = d.Reason, d.Document
	}
	for _, l := range u.Leaves {
		p.Points = append(p.Points, printedPoint{l.Path, exact(l.Points)})
	}
	return p
}

// RuleBookOf is the rule book by which a year was marked: the one in force when its
// sheet was concluded, or today where that has not happened; not found where the
// cluster has none.
//
// Public: an adopted rule book is public.
func RuleBookOf(tx *db.Tx, y cycle.Year, s YearSheet) (cluster.RuleBook, error) {
	day := s.ConcludedOn
	if day.IsZero() {
		day = tx.Today()
	}
	return cluster.RuleBookOn(tx, y.ClusterID, day)
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
