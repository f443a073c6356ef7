package web

import (
	"testing"

	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// The defaults that pages show come from package cluster; a conference's own are
// the same.
func TestWithoutARuleBookAConferenceGoesByItsDefaults(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			rules, values, err := rulesOf(tx, cycle.Year{ClusterID: "none"}, tx.Today())
			if rules != conference.DefaultRules || len(values) != len(conferenceKeys) {
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
