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
