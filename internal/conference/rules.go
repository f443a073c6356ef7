package conference

import (
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
		}
	}
	return r
}

// rulesOf are the rules that hold on the day of a conference of y.
func rulesOf(tx *db.Tx, y cycle.Year, c Conference) (Rules, error) {
	parameters, err := cluster.Parameters(tx, y.ClusterID, c.HeldOn)
	return RulesFrom(parameters), err
}

// Needed is the number of votes that p percent of n asks for.
func Needed(p, n int) int { return (p*n + 99) / 100 }
