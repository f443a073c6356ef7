package cluster

import (
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// A form that is sent many times at once joins a unit once, and none of them
// fails. Whether the key or the serialization stops a sender is a matter of
// moments, so it is tried on many units.
func TestJoiningManyTimesAtOnceIsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := stock(t, d)
		units := h.seat(0, "A", "B", "C", "D", "E", "F", "G", "H", "I", "K", "L", "M", "N", "O", "P", "Q")
		for _, unit := range units {
			joinAtOnce(t, d, Member{ID: db.NewID(), ClusterID: h.s.Cluster, UnitID: unit})
		}
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			members, err := MembersEver(tx, h.s.Cluster)
			if len(members) != len(units) {
				t.Errorf("%d memberships of %d units", len(members), len(units))
			}
			return err
		})
	})
}

func joinAtOnce(t *testing.T, d *db.DB, m Member) {
	t.Helper()
	const senders = 20
	done := make(chan error, senders)
	for range senders {
		go func() {
			done <- dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { return Join(tx, m) })
		}()
	}
	for range senders {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
