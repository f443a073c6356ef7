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
