package conference

import (
	"giaouoc/internal/ballot"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
)

// Base says of whom a threshold is a share.
type Base string

// The bases.
const (
	AllMembers     Base = "all_members"
	MembersPresent Base = "members_present"
)

// Rules are the parameters of a cluster's rule book that a conference needs.
type Rules struct {
	QuorumPercent    int
	ThresholdPercent int
	Base             Base
	NotForItself     bool   // no member votes on itself
	Again            string // whether a secret ballot may be cast again, as package ballot says it
	BoardFrom        int    // the least number of voters whose papers are all published
}

// RulesFrom takes the rules of a conference out of the parameters of its day.
func RulesFrom(parameters []cluster.Value) (r Rules) {
	for _, v := range parameters {
		switch v.Key {
		case cluster.QuorumPercent:
			r.QuorumPercent = v.Int()
		case cluster.ThresholdPercent:
			r.ThresholdPercent = v.Int()
		case cluster.VoteBase:
			r.Base = Base(v.Text)
		case cluster.SelfVote:
			r.NotForItself = v.Text == "excluded"
		case cluster.VoteAgain:
			r.Again = v.Text
		case cluster.BoardFrom:
			r.BoardFrom = v.Int()
		}
	}
	return r
}

// form is how the papers of a secret ballot with so many voters are published: by the
// number of voters and the rule book, before the opening, never by the result.
func (r Rules) form(voters int) string {
	if voters < r.BoardFrom {
		return ballot.Outcome
	}
	return ballot.Board
}

// ballotBase is the base in the words of package ballot.
func (r Rules) ballotBase() string {
	if r.Base == MembersPresent {
		return ballot.BasePresent
	}
	return ballot.BaseAll
}

// rulesOf are the rules that hold on the day of a conference of y.
func rulesOf(tx *db.Tx, y cycle.Year, c Conference) (Rules, error) {
	parameters, err := cluster.Parameters(tx, y.ClusterID, c.HeldOn)
	return RulesFrom(parameters), err
}

// Needed is the number of votes that p percent of n asks for.
func Needed(p, n int) int { return (p*n + 99) / 100 }
