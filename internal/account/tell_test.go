package account

import (
	"slices"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/notice"
	"giaouoc/internal/vn"
)

// A unit is told through who works for it that day, but for the person whose act
// it is.
func TestAUnitIsToldThroughWhoWorksForIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := opened(t, d)
		var below Account
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
			if below, err = Create(tx, New{Login: "below", Name: "below", UnitID: "u"}); err != nil {
				return err
			}
			return Give(tx, Grant{AccountID: below.ID, Role: access.Officer, ScopeKind: access.ScopeSubtree, ScopeID: "u"})
		})
		head := as(t, d, o.head)
		told := func(by db.Actor) (names []string) {
			dbtest.Update(t, d, by, func(tx *db.Tx) error {
				if _, err := tx.Exec(`DELETE FROM notice`); err != nil {
					return err
				}
				if err := TellUnit(tx, "u", notice.Notice{Kind: notice.Answer, Title: "Báo cáo bị trả lại"}); err != nil {
					return err
				}
				for _, a := range []Account{o.head, o.deputy, o.administrator, o.auditor, below} {
					tx.Actor = db.Actor{ID: a.ID}
					if n, err := notice.Unread(tx); err != nil {
						return err
					} else if n > 0 {
						names = append(names, a.Name)
					}
				}
				return nil
			})
			return names
		}
		expect := func(what string, got []string, want ...string) {
			t.Helper()
			if !slices.Equal(got, want) {
				t.Errorf("%s: told %q, want %q", what, got, want)
			}
		}
		expect("from the start", told(dbtest.Operator()), "head", "below")
		expect("of the head's own act", told(head), "below")
		dbtest.Update(t, d, head, func(tx *db.Tx) error {
			_, err := Delegate(tx, Delegating{
				ReceiverID: o.deputy.ID, GrantIDs: []string{o.right}, FromDay: vn.NewDate(2026, 3, 2), UntilDay: vn.NewDate(2026, 3, 31), Reason: "đi công tác",
			})
			return err
		})
		expect("while the deputy acts", told(dbtest.Operator()), "head", "deputy", "below")
		dbtest.SetDay(d, 2026, time.April, 1)
		expect("after the delegation", told(dbtest.Operator()), "head", "below")
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE account SET disabled_at = $1 WHERE id = $2`, db.At(tx.Now), o.head.ID)
			return err
		})
		expect("without the head", told(dbtest.Operator()), "below")
	})
}
