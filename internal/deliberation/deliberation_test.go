package deliberation

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// head is who does everything inside a unit.
func head() db.Actor {
	return db.Actor{ID: "a", Name: "A", Grants: []db.Grant{{Role: "officer", Scope: "unit", ID: "u"}, {Role: "unit_leader", Scope: "unit", ID: "u"}}}
}

// manyLines are n people in twenty departments, all nominated.
func manyLines(n int) []Line {
	ratings := []rules.Rating{rules.HTXS, rules.HTT, rules.HTT, rules.HT}
	list := make([]Line, n)
	for i := range list {
		list[i] = Line{
			Code: fmt.Sprint("M", i), Name: fmt.Sprintf("Nguyễn Văn %c%c%c", 'A'+i%26, 'a'+i/26%26, 'a'+i/676), BirthYear: 1965 + i%40, Department: fmt.Sprint("Phòng ", i%20),
			Direct: i%10 != 0, Leader: i%10 == 0, Rating: ratings[i/20%4], Nominated: Titles[1-i/20%2],
		}
	}
	return list
}

// metAt holds a meeting at which everybody is carried.
func metAt(tx *db.Tx, law *rules.Law, id, department string) error {
	now, err := find(tx, id)
	if err != nil {
		return err
	}
	m, err := Hold(tx, now.Version, Meeting{
		DeliberationID: id, Department: department, HeldOn: vn.NewDate(2025, 12, 9), Place: "P", Members: 10, Present: 9, Manner: Secret, Chair: "B", Secretary: "C",
	})
	if err != nil {
		return err
	}
	for i, title := range Titles {
		if err := VoteOnRest(tx, law, m.ID, int64(i+1), Count{Award: title, Yes: 8, No: 1}); err != nil {
			return err
		}
	}
	return CloseMeeting(tx, law, m.ID, "", 3)
}

// Two thousand people are imported, looked through, voted on and listed.
func TestTwoThousandPeople(t *testing.T) {
	law, err := rules.Carried()
	if err != nil {
		t.Fatal(err)
	}
	ring, err := key.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	const people = 2000
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2025, time.December, 10)
		var of Deliberation
		step := func(what string, fn func(tx *db.Tx) error) {
			t.Helper()
			began := time.Now()
			if err := dbtest.Try(d, head(), fn); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			t.Logf("%s: %s", what, time.Since(began).Round(time.Millisecond))
		}
		lines := manyLines(people)
		place := func(n int, field string) string { return fmt.Sprint(field, n) }
		step("open", func(tx *db.Tx) (err error) {
			of, err = Open(tx, Deliberation{UnitID: "u", Year: 2025, Document: "QC", Majority: 50, MajorityOf: OfPresent, Quorum: 50})
			return err
		})
		step("bring", func(tx *db.Tx) error { return Bring(tx, of.ID, 1, "ds.xlsx", lines, place) })
		step("import", func(tx *db.Tx) error {
			done, err := Import(tx, law, ring, of.ID, 2, false)
			if err == nil && (done.New != people || done.Doubtful != 0) {
				err = fmt.Errorf("imported %+v", done)
			}
			return err
		})
		step("bring the same again", func(tx *db.Tx) error { return Bring(tx, of.ID, 3, "ds.xlsx", lines, place) })
		step("import the same again", func(tx *db.Tx) error {
			done, err := Import(tx, law, ring, of.ID, 4, false)
			if err == nil && done != (Imported{}) {
				err = fmt.Errorf("imported %+v", done)
			}
			return err
		})
		step("a page of the staff", func(tx *db.Tx) error {
			list, total, err := Staffs(tx, of.ID, Filter{Department: "Phòng 3", Page: 2})
			if err == nil && (total != 100 || len(list) != 50) {
				err = fmt.Errorf("%d of %d", len(list), total)
			}
			return err
		})
		meet := func(department string) {
			step("the meeting of "+department, func(tx *db.Tx) error {
				return metAt(tx, law, of.ID, department)
			})
		}
		for i := range 20 {
			meet(fmt.Sprint("Phòng ", i))
		}
		meet("")
		step("lists", func(tx *db.Tx) error {
			lists, err := ListsOf(tx, law, of.ID)
			if err != nil {
				return err
			}
			// HT is not enough for either title; HTT without an initiative is for the lower alone.
			if on, top := len(lists.Titles[0].On), len(lists.Titles[1].On); on != people*3/4 || top != people/4 {
				return fmt.Errorf("%d and %d on the lists", on, top)
			}
			return nil
		})
	})
}

// Who the register cannot tell apart is left to a person, and is on no list before.
func TestADoubtfulPersonIsLeftToSomebody(t *testing.T) {
	law, err := rules.Carried()
	if err != nil {
		t.Fatal(err)
	}
	ring, err := key.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2025, time.December, 10)
		var of Deliberation
		var was award.Subject
		dbtest.Update(t, d, head(), func(tx *db.Tx) (err error) {
			if was, err = award.Keep(tx, law, award.Subject{UnitID: "u", Kind: rules.Person, Name: "Lê Tám", BirthYear: 1980, Place: "Thanh tra"}); err != nil {
				return err
			}
			if of, err = Open(tx, Deliberation{UnitID: "u", Year: 2025, Document: "QC", Majority: 50, MajorityOf: OfPresent}); err != nil {
				return err
			}
			lines := []Line{{Name: "Lê Tám", BirthYear: 1980, Department: "Văn phòng", Rating: rules.HTT, Nominated: Advanced}}
			if err := Bring(tx, of.ID, 1, "ds.csv", lines, func(int, string) string { return "A1" }); err != nil {
				return err
			}
			done, err := Import(tx, law, ring, of.ID, 2, false)
			if err == nil && done.Doubtful != 1 {
				err = fmt.Errorf("imported %+v", done)
			}
			return err
		})
		dbtest.Update(t, d, head(), func(tx *db.Tx) error {
			list, _, err := Staffs(tx, of.ID, Filter{Doubtful: true, Page: 1})
			if err != nil || len(list) != 1 || !strings.Contains(list[0].Doubt, "khác nơi công tác") {
				t.Fatalf("doubtful are %+v, %v", list, err)
			}
			if err := Identify(tx, law, ring, of.ID, list[0].ID, "somebody else", 3); !problem.Is(err, problem.Invalid) {
				t.Fatalf("identified as nobody: %v", err)
			}
			if err := Identify(tx, law, ring, of.ID, list[0].ID, was.ID, 3); err != nil {
				return err
			}
			f, err := award.FileOf(tx, was.ID)
			if err == nil && (len(f.Years) != 1 || f.Years[0].Rating != rules.HTT) {
				err = fmt.Errorf("rated %+v", f.Years)
			}
			return err
		})
	})
}
