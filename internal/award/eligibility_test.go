package award

import (
	"strings"
	"testing"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// keptOfficial keeps the file of an official with five years and a provincial certificate.
func keptOfficial(t *testing.T, d *db.DB, l *rules.Law) (id string) {
	t.Helper()
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		if _, err := org.Create(tx, org.Unit{ID: "u", Code: "01", Name: "Sở Nội vụ", Kind: org.Department, Source: "tự đặt"}); err != nil {
			return err
		}
		s, err := Keep(tx, l, Subject{UnitID: "u", Kind: rules.Person, Name: "Trần Thị Đào", Classes: "official", Post: "Phó Trưởng phòng", Female: true})
		if err != nil {
			return err
		}
		id = s.ID
		for year := 2021; year <= 2025; year++ {
			if err := saveYear(tx, Year{SubjectID: id, Year: year, Rating: rules.HTT}); err != nil {
				return err
			}
			if year%2 == 1 {
				e := Entry{ID: db.NewID(), SubjectID: id, Kind: Grant, Award: "T-CSTDCS", Year: year, FromYear: year, Occasion: rules.Merit, CreatedAt: db.At(tx.Now)}
				if err := insertEntry(tx, e); err != nil {
					return err
				}
			}
		}
		return insertEntry(tx, Entry{ID: db.NewID(), SubjectID: id, Kind: Grant, Award: "B-BT", Year: 2020, FromYear: 2020, Occasion: rules.Merit, CreatedAt: db.At(tx.Now)})
	})
	return id
}

func TestASubjectIsAskedForEveryTitle(t *testing.T) {
	l := carried(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := keptOfficial(t, d, l)
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			day := vn.NewDate(2026, 3, 2)
			in, err := Ask(tx, l, id, Question{Received: day})
			if err != nil {
				return err
			}
			if in.Year != 2025 || in.Regime.ID != "2022-d152" {
				t.Errorf("asked for %d under %s", in.Year, in.Regime.ID)
			}
			at := map[string]int{}
			for i := range in.List {
				at[in.List[i].Award.Code] = i
				if i > 0 && nearness(in.List[i].Shown()) < nearness(in.List[i-1].Shown()) {
					t.Errorf("%s stands behind %s", in.List[i].Award.Code, in.List[i-1].Award.Code)
				}
			}
			of := in.List[at["B-TTG"]]
			if of.Answer.Answer == rules.NotEligible || !in.Next(&of) {
				t.Errorf("B-TTG: %s, missing %v", of.Answer.Answer, of.Answer.Missing)
			}
			if held := in.List[at["T-CSTDCS"]].Held; len(held) != 3 {
				t.Errorf("held %v", held)
			}
			if _, there := at["T-COCP"]; there {
				t.Error("a person is asked for a title of collectives")
			}
			return nil
		})
	})
}

func TestWhatIsSupposedStandsBesideTheFile(t *testing.T) {
	l := carried(t)
	d := dbtest.OpenSQLite(t)
	id := keptOfficial(t, d, l)
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		q := Question{Year: 2026, Received: vn.NewDate(2026, 9, 2)}
		_, e, err := AskFor(tx, l, id, "T-CSTDCS", q)
		if err != nil {
			return err
		}
		if e.Answer.Answer != rules.NotEligible || e.Supposed != nil {
			t.Errorf("as the file is: %s, supposed %v", e.Answer.Answer, e.Supposed)
		}
		q.Suppose = Supposition{Rating: rules.HTXS, Judged: []string{"internal-solidarity", "advanced-worker"}, Award: "T-LDTT"}
		in, e, err := AskFor(tx, l, id, "T-CSTDCS", q)
		if err != nil {
			return err
		}
		if e.Answer.Answer != rules.NotEligible || e.Supposed == nil || e.Supposed.Answer != rules.Eligible {
			t.Errorf("supposed: %+v", e.Supposed)
		}
		letter := in.Letter(l, &e)
		for _, want := range []string{
			"ông/bà Trần Thị Đào, Phó Trưởng phòng", "Giả định: năm xét được xếp loại hoàn thành xuất sắc nhiệm vụ", "không phải kết luận về hồ sơ",
			"hồ sơ nhận ngày 2/9/2026", "Kết luận: đủ điều kiện.", "khoản 2 Điều 23 Luật số 06/2022/QH15",
		} {
			if !strings.Contains(letter, want) {
				t.Errorf("the letter does not say %q:\n%s", want, letter)
			}
		}
		// Nothing was kept.
		f, err := FileOf(tx, id)
		if err != nil || len(f.Years) != 5 {
			t.Errorf("%d years, %v", len(f.Years), err)
		}
		for name, s := range map[string]Supposition{
			"an award that is none": {Award: "X"}, "a scope that is none": {Scope: "x", Initiatives: 1}, "more votes than members": {Council: &rules.Council{Members: 3, Yes: 5}},
		} {
			if _, _, err := AskFor(tx, l, id, "B-TTG", Question{Year: 2025, Suppose: s}); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, _, err := AskFor(tx, l, id, "X", q); !problem.Is(err, problem.NotFound) {
			t.Errorf("an award that is none: %v", err)
		}
		if _, err := Ask(tx, l, id, Question{Received: vn.NewDate(2010, 1, 1)}); !problem.Is(err, problem.Invalid) {
			t.Errorf("a day before every regime: %v", err)
		}
		return nil
	})
	err := dbtest.Try(d, db.Actor{ID: "x", Unit: "other", Grants: []db.Grant{{Role: string(access.Officer), Scope: access.ScopeUnit, ID: "other"}}}, func(tx *db.Tx) error {
		_, err := Ask(tx, l, id, Question{})
		return err
	})
	if !problem.Is(err, problem.Denied) {
		t.Errorf("an officer of another unit: %v", err)
	}
}

// A ward that was made of two keeps their history beside its own: both readings are
// shown, and people judge where they differ.
func TestACollectiveThatWasMergedShowsBothReadings(t *testing.T) {
	l := carried(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var id string
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			for _, u := range []org.Unit{
				{ID: "p", Code: "01", Name: "Tỉnh A", Kind: org.Province, Source: "tự đặt"},
				{ID: "one", Code: "00001", Name: "Phường Một", Kind: org.Ward, ParentID: "p", Source: "tự đặt"},
				{ID: "two", Code: "00002", Name: "Phường Hai", Kind: org.Ward, ParentID: "p", Source: "tự đặt"},
			} {
				if _, err := org.Create(tx, u); err != nil {
					return err
				}
			}
			merged, err := org.Merge(tx, org.Merger{From: []string{"one", "two"}, On: vn.NewDate(2025, 7, 1), Into: "one", Result: org.Unit{Code: "00003", Name: "Phường Mới", Kind: org.Ward, ParentID: "p"}, Source: "tự đặt"})
			if err != nil {
				return err
			}
			keep := func(name, own string, from, to int) (string, error) {
				s, err := Keep(tx, l, Subject{UnitID: "p", Kind: rules.Collective, Name: name, OwnUnit: own})
				for year := from; err == nil && year <= to; year++ {
					err = saveYear(tx, Year{SubjectID: s.ID, Year: year, Rating: rules.HTXS})
				}
				return s.ID, err
			}
			if id, err = keep("Phường Mới", merged.ID, 2025, 2026); err != nil {
				return err
			}
			for own, name := range map[string]string{"one": "Phường Một", "two": "Phường Hai"} { // the unit "one" goes on as the new ward; its old file is another's
				old, err := keep(name, own, 2020, 2024)
				if err != nil {
					return err
				}
				for _, e := range []Entry{{Award: "B-BT", Year: 2020}, {Award: "T-COBT", Year: 2022}, {Award: "T-COBT", Year: 2024}} {
					e.ID, e.SubjectID, e.Kind, e.FromYear, e.Occasion, e.CreatedAt = db.NewID(), old, Grant, e.Year, rules.Merit, db.At(tx.Now)
					if err := insertEntry(tx, e); err != nil {
						return err
					}
				}
			}
			return nil
		})
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			in, e, err := AskFor(tx, l, id, "B-TTG", Question{Year: 2026, Received: vn.NewDate(2026, 9, 2)})
			if err != nil {
				return err
			}
			if len(in.Before) != 2 || len(in.Before[0].Files) != 1 {
				t.Fatalf("before: %+v", in.Before)
			}
			if e.Reading == nil || e.Reading.Alone.Answer != rules.NotEligible || e.Reading.Together.Answer == rules.NotEligible || e.Answer.Answer != rules.NeedsJudgement {
				t.Errorf("answer %s, reading %+v", e.Answer.Answer, e.Reading)
			}
			letter := in.Letter(l, &e)
			for _, want := range []string{"Phường Một", "Nếu tính cả thành tích của tập thể trước", "khoản 5 Điều 60 Nghị định số 152/2025/NĐ-CP"} {
				if !strings.Contains(letter, want) {
					t.Errorf("the letter does not say %q:\n%s", want, letter)
				}
			}
			return nil
		})
	})
}
