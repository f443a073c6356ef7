package account

import (
	"testing"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// What is kept of a person says how far a role reaches: a unit alone, or with all
// units below it.
func TestARoleIsReadBackAsFarAsItReaches(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		opened(t, d)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			a, err := Create(tx, New{Login: "wide", Name: "wide", UnitID: "u"})
			if err != nil {
				return err
			}
			for _, kind := range []string{access.ScopeUnit, access.ScopeSubtree} {
				if err := Give(tx, Grant{AccountID: a.ID, Role: access.Officer, ScopeKind: kind, ScopeID: "u"}); err != nil {
					return err
				}
			}
			e, err := All(tx, a.ID)
			if err == nil && (len(e.Grants) != 2 || e.Grants[0].ScopeKind != access.ScopeUnit || e.Grants[1].ScopeKind != access.ScopeSubtree) {
				t.Errorf("%+v", e.Grants)
			}
			return err
		})
	})
}
