package web

import (
	"testing"

	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// Without a rule book two thirds make a quorum, as a whole percent by which two of
// three are enough, and more than half of all members carry a motion.
func TestWithoutARuleBookAConferenceGoesByItsDefaults(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			rules, values, err := rulesOf(tx, cycle.Year{ClusterID: "none"}, conference.Conference{})
			if rules != (conference.Rules{QuorumPercent: 66, ThresholdPercent: 51, Base: conference.AllMembers, Again: "last", BoardFrom: 5}) || len(values) != len(conferenceKeys) {
				t.Errorf("rules %+v of %d parameters", rules, len(values))
			}
			for _, v := range values {
				if !v.Default {
					t.Errorf("%s is no default: %+v", v.Key, v)
				}
			}
			return err
		})
	})
}
