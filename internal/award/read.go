package award

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/ranking"
	"giaouoc/internal/scoring"
)

// OfYear returns the proposals of a year for those who work on them, by award
// and rank.
//
// Read: requires the right to read them.
func OfYear(tx *db.Tx, y cycle.Year) ([]Proposal, error) {
	if err := access.Require(tx, access.AwardRead, y.Scope()); err != nil {
		return nil, err
	}
	return sorted(tx, y)
}

// PublicOf returns the proposals of a year whose conference is finished, but
// those withdrawn.
//
// Public: what a finished conference proposed is public.
func PublicOf(tx *db.Tx, y cycle.Year) ([]Proposal, error) {
	if y.State != cycle.History {
		if _, err := conference.PublicOf(tx, y); problem.Is(err, problem.NotFound) {
			return nil, nil
		} else if err != nil {
			return nil, err
		}
	}
	list, err := sorted(tx, y)
	return slices.DeleteFunc(list, func(p Proposal) bool { return p.State == Withdrawn }), err
}

func sorted(tx *db.Tx, y cycle.Year) ([]Proposal, error) {
	list, err := ofYear(tx, y.ID)
	if err != nil {
		return nil, fmt.Errorf("read proposals: %w", err)
	}
	slices.SortStableFunc(list, func(a, b Proposal) int {
		if a.Award != b.Award {
			return slices.Index(Keys, a.Award) - slices.Index(Keys, b.Award)
		}
		return a.Rank - b.Rank
	})
	return list, nil
}

// Ranks are the ranks of the units in the published ranking of a year, 0 for a
// unit that is not ranked; empty where no ranking was published.
//
// Public: the ranking was published.
func Ranks(tx *db.Tx, y cycle.Year) (map[string]int, error) {
	scored, err := scoring.PublicStanding(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	ranks := map[string]int{}
	for _, s := range ranking.Of(scored.Result) {
		ranks[s.Unit] = s.Rank
	}
	return ranks, nil
}
