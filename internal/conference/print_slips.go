package conference

import (
	"crypto/x509"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Slip is a voter's slip (phiếu mã): one code for every secret ballot that it was
// printed for. The code is kept nowhere else.
type Slip struct {
	UnitID string
	Name   string
	Code   string
	For    []string // what is decided, in words
}

// Slips are all slips of one printing.
type Slips struct {
	Number int // slips of an earlier printing are void
	List   []Slip
}

// PrintSlips makes a new code for each voter by slip of all secret ballots that are
// being prepared, and keeps only the public halves of the keys. Earlier slips for the
// same ballots are void.
func PrintSlips(tx *db.Tx, y cycle.Year) (Slips, error) {
	var out Slips
	if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
		return out, err
	}
	c, err := find(tx, y, Running)
	if err != nil {
		return out, err
	}
	motions, err := motionsOf(tx, c.ID)
	if err != nil {
		return out, fmt.Errorf("read motions: %w", err)
	}
	for _, m := range motions {
		for _, v := range m.Votes {
			if v.State == Prepared {
				out.Number = max(out.Number, v.Slips+1)
			}
		}
	}
	for _, m := range motions {
		for _, v := range m.Votes {
			if v.State != Prepared {
				continue
			}
			v.Slips = out.Number
			if err := out.enter(v); err != nil {
				return out, err
			}
			if err := saveVote(tx, v); err != nil {
				return out, fmt.Errorf("print slips: %w", err)
			}
		}
	}
	if len(out.List) == 0 {
		return out, problem.New(problem.Closed, "Không có nội dung nào đang chuẩn bị có cử tri dùng phiếu mã.")
	}
	slices.SortFunc(out.List, func(a, b Slip) int { return strings.Compare(a.UnitID, b.UnitID) })
	return out, noted(tx, y, access.ConferenceRun, c.ID, nil, map[string]any{"slips": len(out.List), "printing": out.Number}, "")
}

// enter puts a secret ballot on the slips of its voters, in place.
func (s *Slips) enter(v Vote) error {
	for i, voter := range v.Draft.Roll {
		if voter.Credential.Kind != ballot.Slip {
			continue
		}
		at := slices.IndexFunc(s.List, func(o Slip) bool { return o.UnitID == voter.ID })
		if at < 0 {
			at = len(s.List)
			s.List = append(s.List, Slip{UnitID: voter.ID, Name: voter.Name, Code: ballot.NewSlipCode()})
		}
		key, err := ballot.SlipKey(v.BallotID, voter.ID, s.List[at].Code)
		if err != nil {
			return err
		}
		if v.Draft.Roll[i].Credential.Key, err = x509.MarshalPKIXPublicKey(&key.PublicKey); err != nil {
			return fmt.Errorf("write key of slip: %w", err)
		}
		if !slices.Contains(s.List[at].For, v.Draft.Title) {
			s.List[at].For = append(s.List[at].For, v.Draft.Title)
		}
	}
	return nil
}
