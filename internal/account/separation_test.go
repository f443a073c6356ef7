package account

import (
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// office is a unit with a head, a deputy head, an administrator and an auditor.
type office struct {
	head, deputy, administrator, auditor Account
	right                                string // id of the head's grant
}

func opened(t *testing.T, d *db.DB) office {
	t.Helper()
	dbtest.SetDay(d, 2026, time.March, 2)
	var o office
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		for _, p := range []struct {
			account *Account
			login   string
			role    access.Role
			kind    string
		}{
			{&o.head, "head", access.UnitLeader, access.ScopeUnit},
			{&o.deputy, "deputy", "", ""},
			{&o.administrator, "administrator", access.Administrator, access.ScopeAll},
			{&o.auditor, "auditor", access.Auditor, access.ScopeAll},
		} {
			if *p.account, err = Create(tx, New{Login: p.login, Name: p.login, Position: p.login, UnitID: "u"}); err != nil {
				return err
			}
			if p.role == "" {
				continue
			}
			g := Grant{AccountID: p.account.ID, Role: p.role, ScopeKind: p.kind}
			if p.kind == access.ScopeUnit {
				g.ScopeID = "u"
			}
			if err := Give(tx, g); err != nil {
				return err
			}
		}
		grants, err := grantsOn(tx, o.head.ID, tx.Today())
		o.right = grants[0].ID
		return err
	})
	return o
}

func as(t *testing.T, d *db.DB, a Account) db.Actor {
	t.Helper()
	var actor db.Actor
	dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) (err error) {
		actor, err = Actor(tx, a.ID)
		return err
	})
	return actor
}

func holds(a db.Actor, r access.Role) bool {
	_, ok := access.RoleFor(a, access.RightDelegate, access.Scope{Unit: "u"})
	return ok && len(a.Grants) == 1 && a.Grants[0].Role == string(r)
}

func TestRolesThatDoNotGoTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := opened(t, d)
		for name, c := range map[string]struct {
			grant Grant
			field string // of the problem; empty: none
		}{
			"a second role of the field":         {Grant{AccountID: o.head.ID, Role: access.Officer, ScopeKind: access.ScopeUnit, ScopeID: "u"}, ""},
			"the administrator types":            {Grant{AccountID: o.administrator.ID, Role: access.Officer, ScopeKind: access.ScopeUnit, ScopeID: "u"}, "role"},
			"the head administers":               {Grant{AccountID: o.head.ID, Role: access.Administrator, ScopeKind: access.ScopeAll}, "role"},
			"the head administers later":         {Grant{AccountID: o.head.ID, Role: access.Administrator, ScopeKind: access.ScopeAll, FromDay: vn.NewDate(2027, 1, 1)}, "role"},
			"the head administered before":       {Grant{AccountID: o.head.ID, Role: access.Administrator, ScopeKind: access.ScopeAll, FromDay: vn.NewDate(2020, 1, 1), ToDay: vn.NewDate(2021, 1, 1)}, "role"},
			"the auditor decides":                {Grant{AccountID: o.auditor.ID, Role: access.StandingOffice, ScopeKind: access.ScopeAll}, "role"},
			"the auditor administers":            {Grant{AccountID: o.auditor.ID, Role: access.Administrator, ScopeKind: access.ScopeAll}, "role"},
			"a head of a cluster":                {Grant{AccountID: o.deputy.ID, Role: access.UnitLeader, ScopeKind: access.ScopeCluster, ScopeID: "c"}, "scope"},
			"an officer of everything":           {Grant{AccountID: o.deputy.ID, Role: access.Officer, ScopeKind: access.ScopeAll}, "scope"},
			"an operator":                        {Grant{AccountID: o.deputy.ID, Role: access.Operator, ScopeKind: access.ScopeAll}, "role"},
			"a lead by hand":                     {Grant{AccountID: o.deputy.ID, Role: access.Lead, ScopeKind: access.ScopeYear, ScopeID: "y"}, "role"},
			"an officer of a unit and all below": {Grant{AccountID: o.deputy.ID, Role: access.Officer, ScopeKind: access.ScopeSubtree, ScopeID: "u"}, ""},
		} {
			err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
				if err := Give(tx, c.grant); err != nil {
					return err
				}
				return errDone
			})
			list := problem.All(err)
			if c.field == "" && err != errDone || c.field != "" && (len(list) != 1 || list[0].Field != c.field) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

var errDone = problem.New(problem.Closed, "done")

// A database from before the table of roles may hold both: the administrator, or
// the auditor, is what is left.
func TestWhatAnOldDatabaseHoldsIsWithheld(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := opened(t, d)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			for _, a := range []Account{o.administrator, o.auditor} {
				if err := insertGrant(tx, Grant{ID: db.NewID(), AccountID: a.ID, Role: access.UnitLeader, ScopeKind: access.ScopeUnit, ScopeID: "u"}); err != nil {
					return err
				}
			}
			return nil
		})
		for role, a := range map[access.Role]Account{access.Administrator: o.administrator, access.Auditor: o.auditor} {
			actor := as(t, d, a)
			if len(actor.Grants) != 1 || actor.Grants[0].Role != string(role) || len(actor.Withheld) != 1 || actor.Withheld[0].Role != string(access.UnitLeader) {
				t.Errorf("%s: has %v, withheld %v", role, actor.Grants, actor.Withheld)
			}
			err := dbtest.Try(d, actor, func(tx *db.Tx) error {
				_, _, err := ToDelegate(tx)
				return err
			})
			if !problem.Is(err, problem.Denied) {
				t.Errorf("%s delegates what is withheld: %v", role, err)
			}
		}
		if actor := as(t, d, o.head); len(actor.Grants) != 1 || len(actor.Withheld) != 0 {
			t.Errorf("the head: has %v, withheld %v", actor.Grants, actor.Withheld)
		}
	})
}

func TestDelegationEndsWithWhatItStandsOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := opened(t, d)
		head := as(t, d, o.head)
		var given Delegation
		dbtest.Update(t, d, head, func(tx *db.Tx) (err error) {
			given, err = Delegate(tx, Delegating{
				ReceiverID: o.deputy.ID, GrantIDs: []string{o.right}, FromDay: vn.NewDate(2026, 3, 2), UntilDay: vn.NewDate(2026, 3, 31), Reason: "đi công tác",
			})
			return err
		})
		acting := as(t, d, o.deputy)
		if !holds(acting, access.UnitLeader) || acting.Grants[0].For == nil || acting.Grants[0].For.ID != o.head.ID {
			t.Fatalf("the deputy does not act: %v", acting.Grants)
		}
		for name, change := range map[string]func(tx *db.Tx) error{
			"the grant ends":    exec(`UPDATE account_grant SET to_day = '2026-03-02' WHERE id = $1`, o.right),
			"the grant is lost": exec(`DELETE FROM account_grant WHERE id = $1`, o.right),
			"the grant is withheld": func(tx *db.Tx) error {
				return insertGrant(tx, Grant{ID: db.NewID(), AccountID: o.head.ID, Role: access.Auditor, ScopeKind: access.ScopeAll})
			},
			"the giver moves":    exec(`UPDATE account SET unit_id = 'v' WHERE id = $1`, o.head.ID),
			"the receiver moves": exec(`UPDATE account SET unit_id = 'v' WHERE id = $1`, o.deputy.ID),
			"it is revoked":      func(tx *db.Tx) error { tx.Actor = head; return RevokeDelegation(tx, given.ID, "về sớm") },
			"an administrator revokes it": func(tx *db.Tx) error {
				tx.Actor = as2(tx, o.administrator)
				return RevokeDelegation(tx, given.ID, "theo đề nghị")
			},
			"the receiver audits": func(tx *db.Tx) error {
				return insertGrant(tx, Grant{ID: db.NewID(), AccountID: o.deputy.ID, Role: access.Auditor, ScopeKind: access.ScopeAll})
			},
		} {
			err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
				if err := change(tx); err != nil {
					return err
				}
				if left := as2(tx, o.deputy); holds(left, access.UnitLeader) {
					t.Errorf("%s: the deputy still acts: %v", name, left.Grants)
				}
				return errDone
			})
			if err != errDone {
				t.Errorf("%s: %v", name, err)
			}
		}
		if !holds(as(t, d, o.deputy), access.UnitLeader) {
			t.Error("the deputy does not act any more though nothing was kept")
		}
		// What was received is not handed on, nor revoked by who received it.
		err := dbtest.Try(d, acting, func(tx *db.Tx) error {
			_, err := Delegate(tx, Delegating{ReceiverID: o.auditor.ID, GrantIDs: []string{o.right}, FromDay: vn.NewDate(2026, 3, 2), UntilDay: vn.NewDate(2026, 3, 3), Reason: "bận"})
			return err
		})
		if !problem.Is(err, problem.Denied) {
			t.Errorf("handed on: %v", err)
		}
		if err := dbtest.Try(d, acting, func(tx *db.Tx) error { return RevokeDelegation(tx, given.ID, "thôi") }); !problem.Is(err, problem.NotFound) {
			t.Errorf("revoked by the receiver: %v", err)
		}
		// Who acts does not become an administrator meanwhile.
		err = dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error {
			return Give(tx, Grant{AccountID: o.deputy.ID, Role: access.Administrator, ScopeKind: access.ScopeAll})
		})
		if list := problem.All(err); len(list) != 1 || list[0].Field != "role" {
			t.Errorf("an administrator who acts for the head: %v", err)
		}
	})
}

func as2(tx *db.Tx, a Account) db.Actor {
	actor, err := Actor(tx, a.ID)
	if err != nil {
		return db.Actor{Name: err.Error()}
	}
	return actor
}

func exec(query string, args ...any) func(tx *db.Tx) error {
	return func(tx *db.Tx) error {
		n, err := tx.Exec(query, args...)
		if err == nil && n != 1 {
			return problem.New(problem.Invalid, "%d rows", n)
		}
		return err
	}
}
