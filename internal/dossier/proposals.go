package dossier

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
)

// RegisterProposals opens a dossier of the cluster's lead, d.UnitID, with what the
// conference of a year proposed for one award: those that no other dossier carries.
func RegisterProposals(tx *db.Tx, b Basis, y cycle.Year, d Dossier) (Dossier, error) {
	if err := access.Require(tx, access.DossierKeep, access.Scope{Unit: d.UnitID}); err != nil {
		return d, err
	}
	if err := access.Require(tx, access.AwardPropose, y.Scope()); err != nil {
		return d, err
	}
	proposals, err := award.OfYear(tx, y)
	if err != nil {
		return d, err
	}
	var units []string
	var carried []award.Proposal
	for _, p := range proposals {
		if string(p.Award) != d.Award || p.State != award.Proposed {
			continue
		}
		taken, err := carries(tx, p.ID)
		if err != nil {
			return d, fmt.Errorf("find dossier of proposal %s: %w", p.ID, err)
		}
		if !taken {
			carried, units = append(carried, p), append(units, p.UnitID)
		}
	}
	if len(carried) == 0 {
		return d, problem.Field("award", "Không còn đề nghị nào của năm %d cho hình thức này mà chưa nằm trong hồ sơ.", y.Year)
	}
	d.Proposer, d.YearID, d.Year, d.FromYear, d.Kind = rules.ByCluster, y.ID, y.Year, y.Year, "yearly"
	if d, err = Register(tx, b, d); err != nil {
		return d, err
	}
	names, err := org.Names(tx, tx.Today(), units...)
	if err != nil {
		return d, err
	}
	added := make([]Candidate, len(carried))
	for i, p := range carried {
		added[i] = Candidate{Kind: rules.Collective, Name: names[p.UnitID], ProposalID: p.ID, OwnVotes: Unvoted}
		if added[i].SubjectID, err = award.SubjectThatIs(tx, p.UnitID); err != nil {
			return d, err
		}
	}
	if _, err := AddCandidates(tx, b, Ask{ID: d.ID, Version: d.Version}, added, func(n int, _ string) string { return added[n].Name }); err != nil {
		return d, err
	}
	return find(tx, d.ID)
}

// submitted marks the proposals that a dossier carries as sent upward with its letter.
func (f *Folder) submitted(tx *db.Tx) error {
	if f.YearID == "" {
		return nil
	}
	return f.eachProposal(tx, award.Proposed, func(y cycle.Year, _ *Candidate, p award.Proposal) error {
		return award.Submit(tx, y, p.ID, p.Version, f.LetterNumber, f.LetterOn)
	})
}

// settled enters the decision on the proposals that a dossier carries.
func (f *Folder) settled(tx *db.Tx, d Decision) error {
	if f.YearID == "" {
		return nil
	}
	return f.eachProposal(tx, award.Submitted, func(y cycle.Year, c *Candidate, p award.Proposal) error {
		return award.Decide(tx, y, p.ID, p.Version, award.Decision{
			Granted: c.Outcome == Granted, Number: d.Number, On: d.SignedOn, DecidedBy: d.Authority, Scan: d.File,
		})
	})
}

func (f *Folder) eachProposal(tx *db.Tx, state award.State, do func(cycle.Year, *Candidate, award.Proposal) error) error {
	y, err := cycle.ByID(tx, f.YearID)
	if err != nil {
		return err
	}
	proposals, err := award.OfYear(tx, y)
	if err != nil {
		return err
	}
	for i := range f.List {
		c := &f.List[i]
		for _, p := range proposals {
			if p.ID != c.ProposalID {
				continue
			}
			if p.State == award.Withdrawn {
				return problem.New(problem.Closed, "Đề nghị %s cho %s đã được rút; bỏ khỏi hồ sơ trước khi làm tiếp.", p.Award.Name(), c.Name)
			}
			if p.State == state {
				if err := do(y, c, p); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
