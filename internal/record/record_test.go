package record

import (
	"testing"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
)

func TestNoEntryBearsAMarkOfSecrecy(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		act := Act{Act: access.OrgChange, Object: Object{Kind: "unit", ID: "u"}}
		for name, c := range map[string]struct {
			change  func(*Act)
			refused bool
		}{
			"a plain text":           {func(a *Act) { a.After = map[string]any{"name": "Bảo mật và bí mật đều là từ thường"} }, false},
			"a marked text":          {func(a *Act) { a.After = map[string]any{"lines": []string{"một", "TUYỆT MẬT"}} }, true},
			"a marked reason":        {func(a *Act) { a.Reason = "Độ mật: Mật" }, true},
			"a marked text leaving":  {func(a *Act) { a.Before = "TỐI MẬT" }, false},
			"a struct with a marked": {func(a *Act) { a.After = struct{ Title string }{"Tối mật"} }, true},
		} {
			a := act
			c.change(&a)
			err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { return Add(tx, a) })
			if c.refused && !problem.Is(err, problem.Invalid) || !c.refused && err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// The entry of an act done on another person's delegation keeps the role and says
// for whom, in the part that can be erased.
func TestAnEntrySaysForWhom(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		giver := &db.Person{ID: "giver", Name: "Bà Giao", Position: "Giám đốc"}
		lent := db.Grant{Role: string(access.StandingOffice), Scope: access.ScopeAll, For: giver}
		own := lent
		own.For = nil
		for name, c := range map[string]struct {
			grants []db.Grant
			want   *db.Person
		}{
			"delegated":             {[]db.Grant{lent}, giver},
			"delegated beside own":  {[]db.Grant{lent, own}, nil},
			"own":                   {[]db.Grant{own}, nil},
			"delegated, other role": {[]db.Grant{{Role: string(access.Auditor), Scope: access.ScopeAll, For: giver}, own}, nil},
		} {
			object := Object{Kind: "unit", ID: name}
			dbtest.Update(t, d, db.Actor{ID: "receiver", Name: "Ông Nhận", Grants: c.grants}, func(tx *db.Tx) error {
				if err := Add(tx, Act{Act: access.OrgChange, Object: object}); err != nil {
					return err
				}
				entries, err := Of(tx, object)
				if err != nil || len(entries) != 1 {
					t.Fatalf("%s: %v, %v", name, entries, err)
				}
				e := entries[0]
				if e.Role != string(access.StandingOffice) || e.Name != "Ông Nhận" || (e.For == nil) != (c.want == nil) || e.For != nil && *e.For != *c.want {
					t.Errorf("%s: role %s, %s for %v", name, e.Role, e.Name, e.For)
				}
				return nil
			})
		}
	})
}

// What the signed-in do stands with the role that allowed it; without one it is
// refused, unless it needs none.
func TestTheRoleOfAnEntry(t *testing.T) {
	with := func(id string, role access.Role, kind, scope string) db.Actor {
		return db.Actor{ID: id, Grants: []db.Grant{{Role: string(role), Scope: kind, ID: scope}}}
	}
	officer := with("p", access.Officer, access.ScopeUnit, "u")
	administrator := with("q", access.Administrator, access.ScopeAll, "")
	account := Object{Kind: "account", ID: "p"}
	for name, c := range map[string]struct {
		actor db.Actor
		act   Act
		want  access.Role
		fails bool
	}{
		"allowed on the unit":            {officer, Act{Act: access.ReportWrite, Scope: access.Scope{Unit: "u"}}, access.Officer, false},
		"another unit":                   {officer, Act{Act: access.ReportWrite, Scope: access.Scope{Unit: "v"}}, "", true},
		"no scope named":                 {officer, Act{Act: access.ReportWrite}, "", true},
		"an act nobody knows":            {officer, Act{Act: "nobody.knows", Scope: access.Scope{Unit: "u"}}, "", true},
		"without a role":                 {db.Actor{ID: "p"}, Act{Act: access.YearRead}, "", true},
		"on the own account":             {officer, Act{Act: access.PasswordSet, Object: account}, access.Self, false},
		"an administrator's own":         {administrator, Act{Act: access.PasswordSet, Object: Object{Kind: "account", ID: "q"}}, access.Self, false},
		"an administrator on another's":  {administrator, Act{Act: access.LinkMade, Object: account}, access.Administrator, false},
		"the holder of another's letter": {with("r", access.Officer, access.ScopeUnit, "u"), Act{Act: access.NoticeSet, Object: account}, access.Self, false},
		"a visitor":                      {db.Actor{}, Act{Act: access.SignInRefused}, "", false},
		"the program by itself":          {db.Actor{}, Act{Act: access.YearOpen}, "", false},
	} {
		got, err := roleOf(c.actor, c.act)
		if got != c.want || (err != nil) != c.fails {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if access.Self.Name() == "" {
		t.Error("a reader has no word for it")
	}
}
