package statistics

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

func carried(t testing.TB) *rules.Law {
	t.Helper()
	l, err := rules.Carried()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var officer = db.Actor{ID: "o", Name: "Chuyên viên", Unit: "u", Grants: []db.Grant{{Role: string(access.Officer), Scope: access.ScopeUnit, ID: "u"}}}

// count is the figure of a cell, -1 where there is none.
func count(t *testing.T, s *Set, form, row, column string) int {
	t.Helper()
	_, _, c, ok := s.Form(form).Of(row, column)
	if !ok {
		t.Fatalf("form %s has no row %s or column %s", form, row, column)
	}
	if n, known := c.Count(); known {
		return n
	}
	return -1
}

// sums checks that the rows and columns of a form add up to its totals.
func sums(t testing.TB, f *Form, rows [][]string, columns bool) {
	t.Helper()
	for i, c := range f.Columns {
		_, _, total, _ := f.Of("tong", c.Key)
		for _, parts := range rows {
			var all []int
			for _, key := range parts {
				if _, _, cell, ok := f.Of(key, c.Key); ok {
					all = append(all, cell.Counted...)
				}
			}
			slices.Sort(all)
			if !slices.Equal(all, total.Counted) {
				t.Errorf("form %s, column %s: the rows %v hold %v, the total %v", f.Code, c.Key, parts, all, total.Counted)
			}
		}
		if i == 0 && columns {
			for _, r := range f.Rows {
				n := 0
				for j, cell := range r.Cells {
					if j > 0 {
						n += len(cell.Counted)
					}
				}
				if !r.Heading && n != len(r.Cells[0].Counted) {
					t.Errorf("form %s, row %s: the columns hold %d, the total %d", f.Code, r.Key, n, len(r.Cells[0].Counted))
				}
			}
		}
	}
}

var (
	recipientRows = []string{"tap-the", "ho", "ca-nhan"}
	wayRows       = []string{"cong-trang", "chuyen-de", "dot-xuat", "doi-ngoai", "cong-hien", "nien-han"}
)

// Whatever a register holds, every grant stands once in every division of its form, or
// among those that no form asks for.
func TestEveryGrantIsCountedOnceInEachDivision(t *testing.T) {
	l := carried(t)
	rapid.Check(t, func(rt *rapid.T) {
		s := &Set{Year: 2026, Files: 1}
		for i := range rapid.IntRange(0, 30).Draw(rt, "grants") {
			g := award.Commended{Entry: award.Entry{ID: fmt.Sprint(i), Kind: award.Grant}}
			g.Award = rapid.SampledFrom(l.Awards).Draw(rt, "award").Code
			g.Occasion = rapid.SampledFrom(append(rules.Occasions(), "")).Draw(rt, "occasion")
			g.Subject.Kind = rapid.SampledFrom([]rules.Kind{rules.Person, rules.Collective, rules.Household, rules.Foreigner}).Draw(rt, "kind")
			g.Subject.Classes = rapid.SampledFrom([]string{"", "worker", "leader", "leader,entrepreneur", "enterprise", "official,overseas", "foreign_organisation"}).Draw(rt, "classes")
			g.Subject.Female = rapid.Bool().Draw(rt, "female")
			s.Grants = append(s.Grants, g)
		}
		s.fill(l)
		in := len(s.Outside)
		for _, code := range []string{StateAwards, BodyAwards} {
			f := s.Form(code)
			sums(t, f, [][]string{recipientRows, wayRows}, true)
			_, _, total, _ := f.Of("tong", "1")
			in += len(total.Counted)
			for _, c := range f.Columns {
				_, _, all, _ := f.Of("ca-nhan", c.Key)
				groups := 0
				for _, key := range []string{"doanh-nhan", "truc-tiep", "lanh-dao", "chua-xep"} {
					_, _, cell, _ := f.Of(key, c.Key)
					groups += len(cell.Counted)
				}
				if groups != len(all.Counted) {
					t.Errorf("form %s, column %s: %d persons, %d in their groups", code, c.Key, len(all.Counted), groups)
				}
			}
		}
		if in != len(s.Grants) {
			t.Errorf("%d grants, %d in the forms and outside", len(s.Grants), in)
		}
	})
}

func TestMovementsAddUp(t *testing.T) {
	day := vn.NewDate
	list := []cycle.Launched{
		{Movement: cycle.Movement{ID: "a", LaunchedBy: "Thủ tướng Chính phủ", FromDay: day(2026, 1, 1), ToDay: day(2026, 12, 31)}},
		{Movement: cycle.Movement{ID: "b", FromDay: day(2026, 1, 1), ToDay: day(2026, 6, 30)}},
		{Movement: cycle.Movement{ID: "c", UnitID: "u", FromDay: day(2024, 2, 29), ToDay: day(2027, 2, 27)}, UnitKind: org.Province},
		{Movement: cycle.Movement{ID: "d", UnitID: "v", FromDay: day(2024, 2, 29)}, UnitKind: org.Department},
		{Movement: cycle.Movement{ID: "e", UnitID: "v", FromDay: day(2021, 1, 1), ToDay: day(2025, 12, 31)}, UnitKind: org.Department},
	}
	f := movementForm(list)
	s := &Set{Movements: list, Forms: []Form{f}}
	sums(t, &f, [][]string{{"toan-quoc", "dia-phuong", "cum", "don-vi"}, {"duoi-1", "1-nam", "1-3", "3-5", "tu-5", "chua-ro"}}, true)
	for at, want := range map[[2]string]int{
		{"tong", "1"}: 5, {"tong", "2"}: 1, {"tong", "3"}: 1, {"tong", "4"}: 2, {"tong", "khac"}: 1, {"1-nam", "2"}: 1, {"duoi-1", "khac"}: 1,
		{"3-5", "3"}: 0, {"1-3", "3"}: 1, {"chua-ro", "4"}: 1, {"tu-5", "4"}: 1, {"chuyen-de", "1"}: -1,
	} {
		if got := count(t, s, Movements, at[0], at[1]); got != want {
			t.Errorf("row %s, column %s: %d, want %d", at[0], at[1], got, want)
		}
	}
}

// fillRegister gives awards to the register of u, below it v, and apart w: in 2026 and
// before, in force and annulled.
func fillRegister(t *testing.T, tx *db.Tx) {
	t.Helper()
	give := func(unit string, s award.Subject, code string, day vn.Date, occasion rules.Occasion) award.Entry {
		e, err := award.Give(tx, award.Given{UnitID: unit, SubjectID: s.ID, Subject: s, Entry: award.Entry{Award: code, Year: day.Year(), Number: "1/QĐ", DecidedOn: day, DecidedBy: "Chủ tịch", Occasion: occasion}})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	in := vn.NewDate(2026, 5, 4)
	give("u", award.Subject{Kind: rules.Person, Name: "Nguyễn Thị Công Nhân", Female: true, Classes: "worker"}, "B-BT", in, rules.AdHoc)
	give("u", award.Subject{Kind: rules.Collective, Name: "Công ty C", Classes: "enterprise"}, "B-TTG", in, rules.Merit)
	give("u", award.Subject{Kind: rules.Household, Name: "Hộ ông H"}, "B-BT", in, rules.Merit)
	give("u", award.Subject{Kind: rules.Foreigner, Name: "John"}, "H-HN", in, rules.Merit)
	give("u", award.Subject{Kind: rules.Person, Name: "Trần Văn Trưởng", Classes: "leader"}, "T-CSTDBT", in, rules.Merit)
	give("u", award.Subject{Kind: rules.Person, Name: "Năm Trước", Classes: "worker"}, "B-BT", vn.NewDate(2025, 12, 31), rules.Merit)
	give("u", award.Subject{Kind: rules.Person, Name: "Lao Động"}, "T-LDTT", in, rules.Merit)
	give("v", award.Subject{Kind: rules.Person, Name: "Người Sở V"}, "B-BT", in, rules.Merit)
	give("w", award.Subject{Kind: rules.Person, Name: "Người Sở W"}, "B-BT", in, rules.Merit)
	for _, kind := range []award.EntryKind{award.Annulment, award.Reissue} {
		e := give("u", award.Subject{Kind: rules.Person, Name: "Người " + string(kind), Classes: "worker"}, "B-BT", in, rules.Merit)
		f, err := award.FileOf(tx, e.SubjectID)
		if err != nil {
			t.Fatal(err)
		}
		later := award.Entry{SubjectID: e.SubjectID, Achievement: "Bằng bị mất", OfID: e.ID, Number: "9/QĐ", DecidedOn: vn.NewDate(2026, 8, 1), DecidedBy: "Chủ tịch"}
		if kind == award.Annulment {
			_, err = award.Annul(tx, f.Version, later, "a", "")
		} else {
			_, err = award.IssueAgain(tx, f.Version, later)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// The sums equal what the files of the register say, each counted by itself: an
// annulled grant, a re-issue, another year and another unit are not counted.
func TestFormsEqualTheRegister(t *testing.T) {
	l := carried(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.SetDay(d, 2026, time.December, 1)
		var set *Set
		var files []award.File
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			for _, u := range []org.Unit{{ID: "u", Code: "1", Name: "Tỉnh U", Kind: org.Province}, {ID: "v", Code: "2", Name: "Sở V", Kind: org.Department, ParentID: "u"}, {ID: "w", Code: "3", Name: "Sở W", Kind: org.Department}} {
				if _, err := org.Create(tx, u); err != nil {
					return err
				}
			}
			fillRegister(t, tx)
			var err error
			if set, err = Of(tx, l, "u", 2026, false); err != nil {
				return err
			}
			files, err = award.FilesOf(tx, "u")
			return err
		})
		own := map[string]int{}
		for i := range files {
			for _, e := range files[i].InForce() {
				if e.DecidedOn.Year() == 2026 {
					own[e.Award]++
					own["all"]++
				}
			}
		}
		if own["all"] != len(set.Grants) || len(set.Annulled) != 1 || own["all"] != 7 {
			t.Errorf("the files hold %d grants, the set %d and %d annulled", own["all"], len(set.Grants), len(set.Annulled))
		}
		for at, want := range map[[3]string]int{
			{BodyAwards, "tong", "2"}: own["B-BT"], {BodyAwards, "tong", "1"}: own["B-BT"] + own["T-CSTDBT"], {StateAwards, "tong", "1"}: own["B-TTG"] + own["H-HN"],
			{BodyAwards, "truc-tiep", "2"}: 2, {BodyAwards, "nu", "2"}: 1, {BodyAwards, "ho", "2"}: 1, {BodyAwards, "dot-xuat", "2"}: 1, {BodyAwards, "nu", "3"}: -1,
			{BodyAwards, "lanh-dao-so", "3"}: -1, {BodyAwards, "lanh-dao", "3"}: 1, {BodyAwards, "tap-the", "2"}: 0,
			{StateAwards, "doanh-nghiep", "7t"}: 1, {StateAwards, "doi-ngoai", "1"}: 1, {StateAwards, "khang-chien", "1"}: -1, {StateAwards, "trinh-tinh", "1"}: -1,
			{Bodies, "tong", "1"}: -1,
		} {
			if got := count(t, set, at[0], at[1], at[2]); got != want {
				t.Errorf("form %s, row %s, column %s: %d, want %d", at[0], at[1], at[2], got, want)
			}
		}
		if want := "Đối chiếu với sổ khen thưởng: 8 lần tặng có quyết định trong năm = 2 (biểu 0602) + 4 (biểu 0603) + 1 hình thức khác không thuộc biểu nào + 1 đã bị hủy bỏ."; set.Sums() != want {
			t.Errorf("got  %s\nwant %s", set.Sums(), want)
		}
		err := dbtest.Try(d, officer, func(tx *db.Tx) (err error) {
			if set, err = Of(tx, l, "u", 2026, true); err != nil {
				return err
			}
			_, err = Of(tx, l, "w", 2026, false)
			return err
		})
		if !problem.Is(err, problem.Denied) || set.Withheld != 1 || set.Registers != 1 {
			t.Errorf("an officer of u: %v, %d withheld of %d", err, set.Withheld, set.Registers)
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
			if set, err = Of(tx, l, "u", 2026, true); err != nil {
				return err
			}
			if got := count(t, set, BodyAwards, "tong", "2"); got != own["B-BT"]+1 || set.Registers != 2 {
				t.Errorf("with the units below: %d of %d registers", got, set.Registers)
			}
			none, err := Of(tx, l, "v", 2027, false)
			if err == nil && none.Form(Movements).None == "" {
				t.Error("a year without movements is told as zero")
			}
			return err
		})
	})
}
