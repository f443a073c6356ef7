package record

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

var (
	auditor = db.Actor{ID: "kiem-toan", Name: "Kiểm toán", Grants: []db.Grant{{Role: string(access.Auditor), Scope: access.ScopeAll}}}
	lead    = db.Actor{ID: "truong", Name: "Trưởng cụm", Grants: []db.Grant{{Role: string(access.Lead), Scope: access.ScopeYear, ID: "nam-1"}}}
)

// addMany writes n acts, one a minute, of two persons in two years by turns.
func addMany(t *testing.T, d *db.DB, n int) {
	t.Helper()
	start := time.Date(2026, 3, 1, 1, 0, 0, 0, time.UTC)
	for i := range n {
		d.SetClock(func() time.Time { return start.Add(time.Duration(i) * time.Minute) })
		who := actor
		who.ID = fmt.Sprintf("tai-khoan-%d", i%2)
		dbtest.Update(t, d, who, func(tx *db.Tx) error {
			return Add(tx, Act{
				Act: access.OrgChange, Object: Object{Kind: "unit", ID: fmt.Sprintf("u%d", i%5)}, Scope: access.Scope{Cluster: "cum", Year: fmt.Sprintf("nam-%d", i%2)},
				After: map[string]int{"n": i},
			})
		})
	}
}

func countOf(t *testing.T, e Entry) int {
	t.Helper()
	var after map[string]int
	if err := json.Unmarshal(e.After, &after); err != nil {
		t.Fatal(err)
	}
	return after["n"]
}

func TestTheRecordIsReadPageByPageNewestFirst(t *testing.T) {
	const n = 2*pageSize + 7
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		addMany(t, d, n)
		dbtest.Update(t, d, auditor, func(tx *db.Tx) error {
			var q Query
			for want, pages := n-1, 0; ; pages++ {
				p, err := Search(tx, q)
				if err != nil {
					return err
				}
				for _, e := range p.Entries {
					if got := countOf(t, e); got != want {
						t.Fatalf("page %d: entry %d, want %d", pages, got, want)
					}
					want--
				}
				if p.Next.ID == "" {
					if want != -1 || pages != 2 {
						t.Errorf("ended before entry %d, after %d pages", want, pages)
					}
					return nil
				}
				q.After = p.Next
			}
		})
	})
}

func TestAFilterFindsWhatItNamesAndNothingElse(t *testing.T) {
	day := vn.NewDate(2026, 3, 1)
	for name, c := range map[string]struct {
		q    Query
		want int
	}{
		"nothing asked":         {Query{}, 20},
		"a person":              {Query{Account: "tai-khoan-1"}, 10},
		"a year":                {Query{Year: "nam-0"}, 10},
		"an object":             {Query{Object: Object{Kind: "unit", ID: "u3"}}, 4},
		"a kind":                {Query{Object: Object{Kind: "unit"}}, 20},
		"another kind":          {Query{Object: Object{Kind: "report"}}, 0},
		"a unit":                {Query{Unit: actor.Unit}, 20},
		"another unit":          {Query{Unit: "don-vi-9"}, 0},
		"an act":                {Query{Act: access.OrgChange}, 20},
		"another act":           {Query{Act: access.YearOpen}, 0},
		"this day":              {Query{From: day, To: day}, 20},
		"from the day after":    {Query{From: day.AddDays(1)}, 0},
		"up to the day before":  {Query{To: day.AddDays(-1)}, 0},
		"a person in a year":    {Query{Account: "tai-khoan-1", Year: "nam-0"}, 0},
		"the cluster in common": {Query{Cluster: "cum", Year: "nam-0", Common: true}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				addMany(t, d, 20)
				dbtest.Update(t, d, auditor, func(tx *db.Tx) error {
					p, err := Search(tx, c.q)
					if len(p.Entries) != c.want {
						t.Errorf("found %d, want %d", len(p.Entries), c.want)
					}
					return err
				})
			})
		})
	}
}

func TestWhoMayReadTheRecord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		addMany(t, d, 4)
		var id string
		dbtest.Update(t, d, auditor, func(tx *db.Tx) error {
			p, err := Search(tx, Query{Year: "nam-0"})
			id = p.Entries[0].ID
			return err
		})
		for name, c := range map[string]struct {
			who    db.Actor
			q      Query
			denied bool
		}{
			"the auditor, all":           {auditor, Query{}, false},
			"the lead, its year":         {lead, Query{Year: "nam-1"}, false},
			"the lead, another year":     {lead, Query{Year: "nam-0"}, true},
			"the lead, all":              {lead, Query{}, true},
			"the lead, a person":         {lead, Query{Account: "tai-khoan-1"}, true},
			"a visitor":                  {db.Actor{}, Query{}, true},
			"a person, the own":          {db.Actor{ID: "tai-khoan-1"}, Query{Account: "tai-khoan-1"}, false},
			"a person, another's":        {db.Actor{ID: "tai-khoan-1"}, Query{Account: "tai-khoan-0"}, true},
			"a visitor, without account": {db.Actor{}, Query{Account: ""}, true},
		} {
			err := dbtest.Try(d, c.who, func(tx *db.Tx) error {
				_, err := Search(tx, c.q)
				return err
			})
			if c.denied != problem.Is(err, problem.Denied) || !c.denied && err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, c := range map[string]struct {
			who    db.Actor
			denied bool
		}{
			"the auditor": {auditor, false}, "who did it": {db.Actor{ID: "tai-khoan-0"}, false},
			"the lead of another year": {lead, true}, "a visitor": {db.Actor{}, true},
		} {
			err := dbtest.Try(d, c.who, func(tx *db.Tx) error {
				_, err := Find(tx, id)
				return err
			})
			if c.denied != problem.Is(err, problem.Denied) || !c.denied && err != nil {
				t.Errorf("one entry, %s: %v", name, err)
			}
		}
	})
}

func TestThePublicSeesLeavesAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		addMany(t, d, 3)
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			latest, err := Latest(tx, 2)
			if err != nil {
				return err
			}
			history, err := PublicHistory(tx, Object{Kind: "unit", ID: "u2"}, 5)
			if err != nil {
				return err
			}
			one, err := PublicLeaf(tx, latest[0].ID)
			if len(latest) != 2 || len(history) != 1 || one.ID != history[0].ID {
				t.Errorf("latest %d, history %d, %s", len(latest), len(history), one.ID)
			}
			for _, e := range slices.Concat(latest, history, []Entry{one}) {
				if e.Name != "" || e.AccountID != "" || e.After != nil || e.Reason != "" {
					t.Errorf("the public sees %+v", e)
				}
			}
			return err
		})
	})
}

func TestALookIsRecordedOnceAnHour(t *testing.T) {
	look := Act{Act: access.RecordRead, Object: Object{Kind: "record"}, After: map[string]string{"filter": "x"}}
	other := look
	other.Object = Object{Kind: "account", ID: "tai-khoan-1"}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		at := time.Date(2026, 3, 1, 1, 10, 0, 0, time.UTC)
		for _, step := range []struct {
			after time.Duration
			act   Act
			asked string
			want  int // entries of the looker so far
		}{
			{0, look, "x", 1},
			{5 * time.Minute, look, "x", 1},
			{6 * time.Minute, look, "y", 2},
			{7 * time.Minute, other, "x", 3},
			{time.Hour, look, "x", 4},
			{time.Hour, look, "x", 4},
		} {
			d.SetClock(func() time.Time { return at.Add(step.after) })
			dbtest.Update(t, d, auditor, func(tx *db.Tx) error {
				if err := Look(tx, step.act, step.asked); err != nil {
					return err
				}
				seen, err := Looked(tx, step.act, step.asked)
				if err != nil {
					return err
				}
				p, err := Search(tx, Query{Account: auditor.ID})
				if len(p.Entries) != step.want || !seen {
					t.Errorf("after %s: %d entries, seen %v, want %d", step.after, len(p.Entries), seen, step.want)
				}
				return err
			})
		}
	})
}

func TestAPublicationHoldsItsFingerprintAndNothingElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := Object{Kind: "covenant", ID: "c"}
		text, err := Canonical(map[string]string{"name": "Nguyễn Văn A <&> e\u0302"})
		if err != nil {
			t.Fatal(err)
		}
		if want := `{"name":"Nguyễn Văn A <&> ê"}`; text != want {
			t.Fatalf("canonical %s, want %s", text, want)
		}
		signatory := db.Actor{ID: "lanh-dao", Name: "Lãnh đạo", Grants: []db.Grant{{Role: string(access.UnitLeader), Scope: access.ScopeUnit, ID: "u"}}}
		scope := access.Scope{Unit: "u"}
		dbtest.Update(t, d, signatory, func(tx *db.Tx) error {
			return Publish(tx, Publication{Act: access.CovenantSign, Object: o, Scope: scope, Format: "giao-uoc/1", Text: text})
		})
		err = dbtest.Try(d, signatory, func(tx *db.Tx) error {
			return Publish(tx, Publication{Act: access.CovenantSign, Object: o, Scope: scope, Format: "giao-uoc/1", Text: `{"a":["Độ mật: Mật"]}`})
		})
		if !problem.Is(err, problem.Invalid) {
			t.Errorf("a marked text was published: %v", err)
		}
		dbtest.Update(t, d, auditor, func(tx *db.Tx) error {
			list, err := Publications(tx, o)
			if err != nil || len(list) != 1 {
				t.Fatalf("%d publications, %v", len(list), err)
			}
			printed, err := Print(tx, list[0].EntryID)
			if err != nil {
				return err
			}
			e, err := Find(tx, list[0].EntryID)
			if err != nil {
				return err
			}
			want := fmt.Sprintf(`{"published":"giao-uoc/1","sha256":"%s","bytes":%d}`, sha(text), len(text))
			if printed.Text != text || printed.SHA256 != sha(text) || string(e.After) != want || e.Before != nil || e.Reason != "" {
				t.Errorf("printed %+v, entry holds %s, want %s", printed, e.After, want)
			}
			if !IsPublic(e.Before, e.After, e.Reason) {
				t.Error("the entry of a publication is not public")
			}
			return nil
		})
	})
}

func TestOnlyAPublicationIsPublic(t *testing.T) {
	good := fmt.Sprintf(`{"published":"giao-uoc/1","sha256":"%s","bytes":5}`, sha("x"))
	for name, c := range map[string]struct {
		before, after, reason string
		want                  bool
	}{
		"a publication":     {"", good, "", true},
		"with a reason":     {"", good, "vì ông A", false},
		"with a before":     {`"x"`, good, "", false},
		"another field":     {"", fmt.Sprintf(`{"published":"giao-uoc/1","sha256":"%s","bytes":5,"name":"Nguyễn Văn A"}`, sha("x")), "", false},
		"an unknown format": {"", fmt.Sprintf(`{"published":"Nguyễn Văn A","sha256":"%s","bytes":5}`, sha("x")), "", false},
		"no fingerprint":    {"", `{"published":"giao-uoc/1","sha256":"Nguyễn Văn A","bytes":5}`, "", false},
		"an account":        {"", `{"ID":"1","Login":"a","Name":"Nguyễn Văn A"}`, "", false},
		"a state":           {"", `"signed"`, "", false},
		"nothing":           {"", "", "", false},
	} {
		if got := IsPublic(json.RawMessage(c.before), json.RawMessage(c.after), c.reason); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
