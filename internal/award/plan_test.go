package award

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

var (
	planDay = vn.NewDate(2026, 9, 1)
	officer = db.Actor{ID: "o", Name: "Chuyên viên", Unit: "u", Grants: []db.Grant{{Role: string(access.Officer), Scope: access.ScopeUnit, ID: "u"}}}
	auditor = db.Actor{ID: "k", Name: "Kiểm toán", Grants: []db.Grant{{Role: string(access.Auditor), Scope: access.ScopeAll}}}
)

// person keeps a person with ratings of years up to 2026.
func person(t testing.TB, tx *db.Tx, unit, name string, rating rules.Rating, more func(*Subject)) string {
	t.Helper()
	s := Subject{ID: db.NewID(), UnitID: unit, Kind: rules.Person, Name: name, Folded: Folded(name), Classes: "official", Identity: []byte{}, Version: 1, CreatedAt: db.At(tx.Now)}
	if more != nil {
		more(&s)
	}
	if err := keep(tx, s); err != nil {
		t.Fatal(err)
	}
	for year := 2022; year <= 2026 && rating != ""; year++ {
		if err := saveYear(tx, Year{SubjectID: s.ID, Year: year, Rating: rating}); err != nil {
			t.Fatal(err)
		}
	}
	return s.ID
}

// What the plan reads at once is what the files say one by one.
func TestAPlanReadsWhatTheFilesSay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			a := person(t, tx, "u", "Trần Thị Đào", rules.HTT, func(s *Subject) { s.Female, s.BirthYear = true, 1980 })
			person(t, tx, "u", "Bùi Văn Không", "", nil)
			person(t, tx, "other", "Người Khác", rules.HTT, nil)
			c := person(t, tx, "u", "Phòng Tổng hợp", "", func(s *Subject) {
				s.Kind, s.Classes, s.Founded = rules.Collective, "small,enterprise", vn.NewDate(1990, 1, 1)
			})
			for _, y := range []Year{
				{SubjectID: c, Year: 2025, Rating: rules.HTXS, LeadOf: "central_council", Members: 9, Women: 1},
				{SubjectID: c, Year: 2026, Rating: rules.HTT, Outstanding: "ministry_or_province", Exceeded: "yes", Members: 10, Women: 7, Completed: 10, Advanced: 8, Fighters: 1},
			} {
				if err := saveYear(tx, y); err != nil {
					return err
				}
			}
			for i, e := range []Entry{
				{Kind: Grant, SubjectID: a, Award: "T-CSTDCS", Year: 2024, Occasion: rules.Merit},
				{Kind: Grant, SubjectID: a, Award: "B-BT", Year: 2023, Occasion: rules.AdHoc},
				{Kind: Grant, SubjectID: a, Award: "H-LD3", Year: 2022, Occasion: rules.Merit},
				{Kind: Annulment, SubjectID: a, OfID: "e2", Year: 2022, Occasion: rules.Merit},
				{Kind: Reissue, SubjectID: a, OfID: "e1", Award: "B-BT", Year: 2023, Occasion: rules.AdHoc},
			} {
				e.ID, e.CreatedAt = fmt.Sprintf("e%d", i), db.At(tx.Now)
				if err := insertEntry(tx, e); err != nil {
					return err
				}
			}
			if err := insertInitiative(tx, Initiative{ID: "i", SubjectID: a, Year: 2025, Scope: "unit"}); err != nil {
				return err
			}
			for _, x := range []Discipline{{ID: "1", SubjectID: a, Form: "khien_trach", FromDay: vn.NewDate(2021, 1, 1), ToDay: vn.NewDate(2022, 1, 1)}, {ID: "2", SubjectID: c, Form: Pending, FromDay: vn.NewDate(2026, 1, 1), Note: "Đang thanh tra"}} {
				if err := insertDiscipline(tx, x); err != nil {
					return err
				}
			}
			files, err := FilesOf(tx, "u")
			if err != nil {
				return err
			}
			got, err := prospectsOf(tx, "u", 2026)
			if err != nil || len(got) != len(files) || len(got) != 3 {
				t.Fatalf("%d prospects, %d files: %v", len(got), len(files), err)
			}
			same := cmp.Comparer(func(a, b rules.Day) bool { return a.Date == b.Date })
			anyOrder := cmpopts.SortSlices(func(a, b rules.Held) bool { return a.Award+fmt.Sprint(a.Year) < b.Award+fmt.Sprint(b.Year) })
			years := cmpopts.SortSlices(func(a, b rules.Rated) bool { return a.Year < b.Year })
			for i := range files {
				want := files[i].Facts(2026)
				for n := range want.Awards {
					want.Awards[n].Number, want.Awards[n].DecidedOn = "", rules.Day{} // no check looks at them
				}
				if diff := cmp.Diff(want, got[i].facts, same, anyOrder, years, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s (-file +plan):\n%s", files[i].Name, diff)
				}
			}
			if women := []bool{got[0].Women, got[1].Women, got[2].Women}; !cmp.Equal(women, []bool{false, true, true}) {
				t.Errorf("women first, in %s, %s, %s: %v", got[0].Name, got[1].Name, got[2].Name, women)
			}
			return nil
		})
	})
}

// plannedUnit makes a unit of men and women with good years, one without ratings and one
// who left; by name.
func plannedUnit(t testing.TB, d *db.DB, people int) map[string]string {
	t.Helper()
	dbtest.SetDay(d, 2026, time.September, 1)
	ids := map[string]string{}
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		for i := range people {
			name := fmt.Sprintf("Người %02d", i)
			ids[name] = person(t, tx, "u", name, rules.HTT, func(s *Subject) { s.Female = i%4 == 3 })
		}
		ids["Chưa"] = person(t, tx, "u", "Chưa Xếp Loại", "", nil)
		ids["Rời"] = person(t, tx, "u", "Đã Rời", rules.HTT, func(s *Subject) { s.LeftOn = vn.NewDate(2026, 3, 1) })
		ids["Khác"] = person(t, tx, "v", "Đơn Vị Khác", rules.HTT, nil)
		ids["Tập thể"] = person(t, tx, "u", "Phòng Một", "", func(s *Subject) { s.Kind, s.Classes = rules.Collective, "small" })
		return nil
	})
	return ids
}

func quotaOf(award string, percent int, base Base, of string) Quota {
	return Quota{
		UnitID: "u", Award: award, Percent: percent, Base: base, OfAward: of, Rounding: RoundDown, Number: "1/QĐ-UBND", DecidedOn: vn.NewDate(2026, 1, 5), FromDay: vn.NewDate(2026, 1, 5),
	}
}

func TestNominating(t *testing.T) {
	l := carried(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ids := plannedUnit(t, d, 8)
		try := func(actor db.Actor, c ListChange) error {
			c.UnitID, c.Year, c.Day = "u", 2026, planDay
			return dbtest.Try(d, actor, func(tx *db.Tx) error { return Nominate(tx, l, c) })
		}
		subjects := func(names ...string) (list []string) {
			for _, n := range names {
				list = append(list, ids[n])
			}
			return list
		}
		refused := func(what string, err error, kind problem.Kind, word string) {
			t.Helper()
			if !problem.Is(err, kind) || !strings.Contains(err.Error(), word) {
				t.Errorf("%s: %v, want %s with %q", what, err, kind, word)
			}
		}
		dbtest.Update(t, d, officer, func(tx *db.Tx) error { return DeclareQuota(tx, l, quotaOf("T-LDTT", 30, OfPeople, "")) }) // of 9: 2
		refused("an auditor", try(auditor, ListChange{Award: "T-LDTT", Subjects: subjects("Người 00")}), problem.Denied, "quyền")
		refused("nobody", try(officer, ListChange{Award: "T-LDTT"}), problem.Invalid, "ít nhất một")
		refused("an unknown award", try(officer, ListChange{Award: "X", Subjects: subjects("Người 00")}), problem.Invalid, "Chọn hình thức")
		refused("of another unit", try(officer, ListChange{Award: "T-LDTT", Subjects: subjects("Khác")}), problem.NotFound, "Không có đối tượng")
		refused("who left", try(officer, ListChange{Award: "T-LDTT", Subjects: subjects("Rời")}), problem.Invalid, "đã rời đơn vị")
		refused("a collective for a person's title", try(officer, ListChange{Award: "T-LDTT", Subjects: subjects("Tập thể")}), problem.Invalid, "không có đường xét")
		refused("not eligible, no reason", try(officer, ListChange{Award: "T-LDTT", Subjects: subjects("Chưa")}), problem.Invalid, "Ghi lý do: Chưa Xếp Loại")
		if err := try(officer, ListChange{Award: "T-LDTT", Subjects: subjects("Người 00", "Người 00")}); err != nil {
			t.Errorf("the first: %v", err)
		}
		refused("twice", try(officer, ListChange{Award: "T-LDTT", Subjects: subjects("Người 00")}), problem.Invalid, "đã có trong danh sách")
		beyond := ListChange{Award: "T-LDTT", Subjects: subjects("Người 01", "Người 02"), Reason: "Công văn số 5 cho phép", Version: 1}
		refused("beyond the ceiling", try(officer, beyond), problem.Invalid, "Thêm 2 đối tượng sẽ vượt mức tối đa 2 (30% của 9)")
		beyond.Beyond, beyond.Version = true, 0
		refused("an older list", try(officer, beyond), problem.Conflict, "người khác sửa")
		beyond.Version, beyond.Reason = 1, "  "
		refused("no reason", try(officer, beyond), problem.Invalid, "Ghi lý do danh sách vượt")
		beyond.Reason = "Công văn số 5 cho phép"
		if err := try(officer, beyond); err != nil {
			t.Errorf("beyond with a reason: %v", err)
		}
		dbtest.Update(t, d, officer, func(tx *db.Tx) error {
			p, err := PlanOf(tx, l, "u", 2026, planDay, "")
			if err != nil {
				return err
			}
			a := p.Awards[p.Of("T-LDTT")]
			if a.Nominated != 3 || a.Binding().Most != 2 || p.Version != 2 || a.Not != 1 || a.Can() != 8 {
				t.Errorf("after: %+v, version %d", a, p.Version)
			}
			if p.Nominations[2].Reason != beyond.Reason || p.Nominations[0].Answer != rules.NeedsJudgement || p.Nominations[0].Name != "Chuyên viên" {
				t.Errorf("nominations: %+v", p.Nominations)
			}
			return nil
		})
	})
}

// Taking somebody off a list lowers the ceiling of the title that is a share of it.
func TestDroppingLowersAnotherCeiling(t *testing.T) {
	l := carried(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ids := plannedUnit(t, d, 10)
		dbtest.Update(t, d, officer, func(tx *db.Tx) error { return DeclareQuota(tx, l, quotaOf("T-CSTDCS", 20, OfNominated, "T-LDTT")) })
		all := func(n int) (list []string) {
			for i := range n {
				list = append(list, ids[fmt.Sprintf("Người %02d", i)])
			}
			return list
		}
		change := ListChange{UnitID: "u", Year: 2026, Day: planDay, Award: "T-LDTT", Subjects: all(10)}
		dbtest.Update(t, d, officer, func(tx *db.Tx) error { return Nominate(tx, l, change) })
		change.Award, change.Subjects, change.Reason = "T-CSTDCS", all(2), "Sáng kiến đang chờ công nhận"
		dbtest.Update(t, d, officer, func(tx *db.Tx) error { return Nominate(tx, l, change) }) // 20 % of 10: 2
		var of []Nomination
		dbtest.Update(t, d, officer, func(tx *db.Tx) (err error) { of, err = nominationsOf(tx, "u", 2026); return err })
		drop := ListChange{UnitID: "u", Year: 2026, Day: planDay, Nominations: []string{of[5].ID}, Version: 2}
		try := func() error {
			return dbtest.Try(d, officer, func(tx *db.Tx) error { return DropNomination(tx, l, drop) })
		}
		if err := try(); !problem.Is(err, problem.Invalid) || !strings.Contains(err.Error(), "sẽ còn 1 (20% của 9)") {
			t.Errorf("dropping one of ten: %v", err)
		}
		drop.Beyond, drop.Reason = true, "Bị kỷ luật"
		if err := try(); err != nil {
			t.Error(err)
		}
		if err := try(); !problem.Is(err, problem.Conflict) {
			t.Errorf("dropped twice: %v", err)
		}
		// A list that is too long already may be shortened without a question.
		drop.Nominations, drop.Beyond, drop.Reason = []string{of[10].ID}, false, ""
		if err := try(); err != nil {
			t.Errorf("shortening the list that is too long: %v", err)
		}
	})
}

func TestDeclaringAQuota(t *testing.T) {
	l := carried(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.September, 1)
		try := func(change func(*Quota)) error {
			q := quotaOf("T-CSTDCS", 15, OfCeiling, "T-LDTT")
			change(&q)
			return dbtest.Try(d, officer, func(tx *db.Tx) error { return DeclareQuota(tx, l, q) })
		}
		for word, change := range map[string]func(*Quota){
			"Chọn hình thức khen":      func(q *Quota) { q.Award = "X" },
			"từ 1 đến 100":             func(q *Quota) { q.Percent = 0 },
			"trên số nào":              func(q *Quota) { q.Base = "" },
			"Chọn hình thức khác":      func(q *Quota) { q.OfAward = q.Award },
			"đếm những ai":             func(q *Quota) { q.Base = OfTyped },
			"cách làm tròn":            func(q *Quota) { q.Rounding = "" },
			"cho phép làm tròn khác":   func(q *Quota) { q.Rounding = RoundUp },
			"ký hiệu văn bản":          func(q *Quota) { q.Number = " " },
			"Ghi ngày của văn bản":     func(q *Quota) { q.DecidedOn = vn.NewDate(2027, 1, 1) },
			"Ghi ngày bắt đầu":         func(q *Quota) { q.FromDay = vn.Date{} },
			"không trước ngày bắt đầu": func(q *Quota) { q.ToDay = vn.NewDate(2025, 1, 1) },
		} {
			if err := try(change); !problem.Is(err, problem.Invalid) || !strings.Contains(err.Error(), word) {
				t.Errorf("%q: %v", word, err)
			}
		}
		if err := try(func(*Quota) {}); err != nil {
			t.Fatal(err)
		}
		if err := try(func(*Quota) {}); err == nil || !strings.Contains(err.Error(), "đã có tỷ lệ 15%") {
			t.Errorf("a second in the same days: %v", err)
		}
		if err := try(func(q *Quota) { q.Award, q.OfAward = "T-LDTT", "T-CSTDCS" }); err == nil || !strings.Contains(err.Error(), "của nhau") {
			t.Errorf("a circle: %v", err)
		}
		var q Quota
		dbtest.Update(t, d, officer, func(tx *db.Tx) error { list, err := Quotas(tx, "u"); q = list[0]; return err })
		end := func(version int64, last vn.Date) error {
			return dbtest.Try(d, officer, func(tx *db.Tx) error { return EndQuota(tx, "u", q.ID, version, last) })
		}
		if err := end(1, vn.NewDate(2025, 1, 1)); !problem.Is(err, problem.Invalid) {
			t.Errorf("ended before it began: %v", err)
		}
		if err := end(1, vn.NewDate(2026, 6, 30)); err != nil {
			t.Error(err)
		}
		if err := end(1, vn.NewDate(2026, 6, 30)); !problem.Is(err, problem.Conflict) {
			t.Errorf("an older version: %v", err)
		}
		if err := try(func(q *Quota) { q.FromDay = vn.NewDate(2026, 7, 1) }); err != nil {
			t.Errorf("the next one: %v", err)
		}
		if err := dbtest.Try(d, officer, func(tx *db.Tx) error { return DropQuota(tx, "u", q.ID, 2, " ") }); !problem.Is(err, problem.Invalid) {
			t.Errorf("dropped without a reason: %v", err)
		}
		if err := dbtest.Try(d, officer, func(tx *db.Tx) error { return DropQuota(tx, "u", q.ID, 2, "nhập nhầm") }); err != nil {
			t.Error(err)
		}
	})
}

// The law's own ceiling on the Government's flag rests on a number that somebody
// gives, with its source.
func TestAWholeIsTypedWithItsSource(t *testing.T) {
	l := carried(t)
	d := dbtest.OpenSQLite(t)
	plannedUnit(t, d, 1)
	flag := func() *Limit {
		var p *YearPlan
		dbtest.Update(t, d, officer, func(tx *db.Tx) (err error) { p, err = PlanOf(tx, l, "u", 2026, planDay, ""); return err })
		return &p.Awards[p.Of("T-COCP")].Limits[0]
	}
	if x := flag(); x.Known || x.Law == nil || x.Base != OfFlagLeaders {
		t.Errorf("before: %+v", x)
	}
	set := func(w Whole) error {
		w.UnitID, w.Award, w.Year = "u", "T-COCP", 2026
		return dbtest.Try(d, officer, func(tx *db.Tx) error { return SetWhole(tx, l, w) })
	}
	if err := set(Whole{Whole: 14}); !problem.Is(err, problem.Invalid) {
		t.Errorf("without a source: %v", err)
	}
	if err := set(Whole{Whole: 14, Source: "Báo cáo 5/BC"}); err != nil {
		t.Error(err)
	}
	if err := set(Whole{Whole: 15, Source: "Báo cáo 6/BC"}); !problem.Is(err, problem.Conflict) {
		t.Errorf("an older version: %v", err)
	}
	if x := flag(); !x.Known || x.Most != 2 || x.Source != "Báo cáo 5/BC" {
		t.Errorf("20 %% of 14: %+v", x)
	}
}

// A share of a share is rounded down at each level, so that neither ceiling is passed;
// a circle of shares has no value.
func TestNestedSharesRoundDownAtEachLevel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		percent := rapid.IntRange(1, 100)
		a, b, c := percent.Draw(t, "a"), percent.Draw(t, "b"), percent.Draw(t, "c")
		people := rapid.IntRange(0, 5000).Draw(t, "people")
		quotas := []Quota{quotaOf("C", c, OfCeiling, "B"), quotaOf("B", b, OfCeiling, "A"), quotaOf("A", a, OfPeople, "")}
		n := counts{people: people}
		x := n.ceilings(quotas, "C")[0]
		first := a * people / 100
		second := b * first / 100
		if want := c * second / 100; !x.Known || x.Most != want || x.Below.Most != second || x.Below.Below.Most != first {
			t.Fatalf("%+v, want %d of %d of %d", x, want, second, first)
		}
		if 100*100*100*x.Most > a*b*c*people {
			t.Fatalf("%d is more than the share of the shares", x.Most)
		}
		quotas[2].Base, quotas[2].OfAward = OfCeiling, "C"
		for _, award := range []string{"A", "B", "C"} {
			if n.ceilings(quotas, award)[0].Known {
				t.Fatalf("%s has a ceiling in a circle", award)
			}
		}
		if !circle(quotas[:2], quotas[2]) || circle(quotas[:1], quotas[1]) {
			t.Fatal("the circle is not seen, or one is that is none")
		}
	})
}

// Whatever is put on and taken off, a list passes a ceiling only where somebody was
// shown it and gave a reason.
func TestNoListPassesACeilingSilently(t *testing.T) {
	l := carried(t)
	d := dbtest.OpenSQLite(t)
	ids := plannedUnit(t, d, 12)
	rapid.Check(t, func(t *rapid.T) {
		err := dbtest.Try(d, officer, func(tx *db.Tx) error {
			percent := rapid.IntRange(1, 100)
			for _, q := range []Quota{quotaOf("T-LDTT", percent.Draw(t, "first"), OfPeople, ""), quotaOf("T-CSTDCS", percent.Draw(t, "second"), rapid.SampledFrom([]Base{OfNominated, OfCeiling, OfMet}).Draw(t, "base"), "T-LDTT")} {
				if err := DeclareQuota(tx, l, q); err != nil {
					return err
				}
			}
			for range rapid.IntRange(1, 8).Draw(t, "steps") {
				on, err := nominationsOf(tx, "u", 2026)
				if err != nil {
					return err
				}
				c := ListChange{UnitID: "u", Year: 2026, Day: planDay, Award: rapid.SampledFrom([]string{"T-LDTT", "T-CSTDCS"}).Draw(t, "award"), Reason: "lý do"}
				if len(on) > 0 && rapid.IntRange(0, 3).Draw(t, "drop") == 0 {
					c.Nominations = []string{on[rapid.IntRange(0, len(on)-1).Draw(t, "which")].ID}
					err = DropNomination(tx, l, c)
				} else {
					for range rapid.IntRange(1, 4).Draw(t, "how many") {
						c.Subjects = append(c.Subjects, ids[fmt.Sprintf("Người %02d", rapid.IntRange(0, 11).Draw(t, "who"))])
					}
					err = Nominate(tx, l, c)
				}
				if err != nil && problem.All(err) == nil {
					return err
				}
				p, err := planOf(tx, l, "u", 2026, planDay, "")
				if err != nil {
					return err
				}
				for _, a := range p.Awards {
					if x := a.Binding(); x != nil && a.Used() > x.Most {
						t.Fatalf("%s: %d of %d, and nobody was asked", a.Award.Code, a.Used(), x.Most)
					}
				}
			}
			return errUndo
		})
		if err != errUndo {
			t.Fatal(err)
		}
	})
}

var errUndo = fmt.Errorf("undo")
