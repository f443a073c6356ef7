package record

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// actor does the acts of the tests.
var actor = db.Actor{
	ID: "tai-khoan-1", Name: "Nguyễn Văn A", Position: "Chuyên viên", Unit: "don-vi-1",
	Grants: []db.Grant{{Role: string(access.Operator), Scope: access.ScopeAll}},
}

func act(object string) Act {
	return Act{
		Act: access.OrgChange, Object: Object{Kind: "unit", ID: object},
		Before: map[string]string{"name": "cũ"}, After: map[string]string{"name": "mới <b>"}, Reason: "đổi tên",
	}
}

func sha(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

func row(t *testing.T, tx *db.Tx, object string) stored {
	t.Helper()
	r, err := db.One[stored](tx, `SELECT `+storedColumns+` FROM record_entry WHERE object_id = $1`, object)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestALeafTellsNoNameAndHashesWhoAndWhatApart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, actor, func(tx *db.Tx) error { return Add(tx, act("u")) })
		dbtest.Update(t, d, actor, func(tx *db.Tx) error {
			r := row(t, tx, "u")
			who := `{"account":"tai-khoan-1","name":"Nguyễn Văn A","position":"Chuyên viên"}`
			what := `{"before":{"name":"cũ"},"after":{"name":"mới \u003cb\u003e"},"reason":"đổi tên"}`
			if r.Private != who || *r.What != what {
				t.Errorf("who %s, what %s", r.Private, *r.What)
			}
			e, err := r.entry()
			if err != nil {
				return err
			}
			want := `{"v":2,"id":"` + e.ID + `","at":"` + e.At.Format("2006-01-02T15:04:05.999999999Z") + `","act":"` + string(access.OrgChange) +
				`","kind":"unit","object":"u","unit":"don-vi-1","role":"operator","who":"` + sha(string(r.Salt), who) + `","what":"` + sha(string(r.WhatSalt), what) + `"}`
			if r.Leaf != want {
				t.Errorf("leaf %s\nwant %s", r.Leaf, want)
			}
			if e.Name != actor.Name || e.Reason != "đổi tên" || string(e.After) != `{"name":"mới \u003cb\u003e"}` || e.Seq != nil || e.Erased || e.WhatErased {
				t.Errorf("read %+v", e)
			}
			return nil
		})
	})
}

func TestErasingDestroysTextAndSaltAndKeepsTheLeaf(t *testing.T) {
	other := actor
	other.ID, other.Name = "tai-khoan-2", "Trần Thị B"
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, actor, func(tx *db.Tx) error { return Add(tx, act("own")) })
		dbtest.Update(t, d, other, func(tx *db.Tx) error { return Add(tx, act("about")) })
		dbtest.Update(t, d, other, func(tx *db.Tx) error { return Add(tx, act("else")) })
		dbtest.Update(t, d, actor, func(tx *db.Tx) error {
			before := row(t, tx, "own").Leaf
			if err := Erase(tx, actor.ID, Object{Kind: "unit", ID: "about"}); err != nil {
				return err
			}
			for object, want := range map[string][2]bool{"own": {true, false}, "about": {false, true}, "else": {false, false}} {
				list, err := Of(tx, Object{Kind: "unit", ID: object})
				if err != nil {
					return err
				}
				if e := list[0]; e.Erased != want[0] || e.WhatErased != want[1] || (e.Name == "") != want[0] || (e.Reason == "") != want[1] {
					t.Errorf("%s: %+v", object, e)
				}
			}
			own, about := row(t, tx, "own"), row(t, tx, "about")
			if own.Leaf != before || len(own.Salt) != 0 || own.Private != "" || len(about.WhatSalt) != 0 || *about.What != "" {
				t.Errorf("left behind: %+v, %+v", own, about)
			}
			return nil
		})
	})
}

// An entry of form 1, which hashes who and what as one, is read as it was
// written, and erased as one.
func TestEntriesOfForm1StayReadable(t *testing.T) {
	const private = `{"account":"tai-khoan-1","name":"Nguyễn Văn A","position":"Chuyên viên","before":{"n":1},"reason":"vì"}`
	const leaf = `{"v":1,"id":"i","at":"2026-01-02T03:04:05Z","act":"org.change","kind":"unit","object":"u","role":"operator","digest":"d"}`
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, actor, func(tx *db.Tx) error {
			_, err := tx.Exec(`
				INSERT INTO record_entry (id, at, act, object_kind, object_id, unit_id, role, account_id, salt, private, leaf)
				VALUES ('i', $1, 'org.change', 'unit', 'u', '', 'operator', 'tai-khoan-1', $2, $3, $4)`, db.At(tx.Now), []byte("salt"), private, leaf)
			return err
		})
		dbtest.Update(t, d, actor, func(tx *db.Tx) error {
			list, err := Of(tx, Object{Kind: "unit", ID: "u"})
			if err != nil {
				return err
			}
			if e := list[0]; e.V != 1 || e.Digest != "d" || e.Name != "Nguyễn Văn A" || string(e.Before) != `{"n":1}` || e.Reason != "vì" || e.Erased || e.WhatErased {
				t.Errorf("read %+v", e)
			}
			if err := Erase(tx, "tai-khoan-1"); err != nil {
				return err
			}
			list, err = Of(tx, Object{Kind: "unit", ID: "u"})
			if err != nil {
				return err
			}
			if e := list[0]; !e.Erased || !e.WhatErased || e.Name != "" || e.Before != nil || e.V != 1 {
				t.Errorf("erased %+v", e)
			}
			return nil
		})
	})
}
