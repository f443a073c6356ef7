package rules

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"giaouoc/internal/vn"
	"giaouoc/law"
)

// altered is the law with one text of one file replaced.
func altered(t *testing.T, file, old, new string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(law.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(law.Files, name)
		if name == file {
			if !strings.Contains(string(text), old) {
				t.Fatalf("%s has no %q", file, old)
			}
			text = []byte(strings.Replace(string(text), old, new, 1))
		}
		files[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestAMistypedLawDoesNotLoad(t *testing.T) {
	if _, err := Load(law.Files); err != nil {
		t.Fatal(err)
	}
	certificates := "rules/2022/bang-khen.yaml"
	for name, c := range map[string]struct{ file, old, new, says string }{
		"an unknown check":            {certificates, "check: holds", "check: hold", `không có phép kiểm "hold"`},
		"a key of another check":      {certificates, "check: holds, award: B-BT", "check: holds, rating: HTT, award: B-BT", `không có khóa "rating"`},
		"an unknown award":            {certificates, "award: T-CSTDCS, count: 3", "award: T-CSTD, count: 3", `không có mã "T-CSTD"`},
		"an unknown rating":           {certificates, "rating: HTT", "rating: TOT", `rating "TOT"`},
		"an article that is none":     {certificates, "Điều 73, khoản 1, điểm b", "Điều 173, khoản 1, điểm b", "không có trong mục lục"},
		"a point that is none":        {certificates, "Điều 73, khoản 1, điểm b", "Điều 73, khoản 1, điểm k", "không có trong mục lục"},
		"an instrument that is none":  {certificates, "06/2022/QH15, Điều 73, khoản 1, điểm b", "07/2022/QH15, Điều 73", "không có văn bản"},
		"no citation":                 {certificates, `cite: "06/2022/QH15, Điều 73, khoản 1, điểm b", says: "Liên`, `says: "Liên`, "căn cứ"},
		"an id twice":                 {certificates, "id: five-years-good", "id: certificate-of-ministry", "có hai lần"},
		"a percentage over 100":       {"rules/2022/danh-hieu-tap-the.yaml", "percent: 80", "percent: 180", "percent 180"},
		"a certainty that is none":    {certificates, "in_period: true, cite", "in_period: true, certainty: X, cite", `certainty "X"`},
		"regimes with a gap":          {"regimes.yaml", "from: 2025-07-01", "from: 2025-07-02", "không nối liền ngày"},
		"an award said to be absent":  {"regimes.yaml", "not_entered: [", "not_entered: [B-TTG, ", "đã có tiêu chuẩn"},
		"a bonus of no award":         {"values/tien-thuong.yaml", "award: T-COCP", "award: T-COXX", `không có mã "T-COXX"`},
		"a factor that is none":       {"values/tien-thuong.yaml", "times: 4.5", "times: 4.555", `hệ số "4.555"`},
		"two bonuses for one":         {"values/tien-thuong.yaml", "award: T-CSTDBT", "award: T-CSTDTQ", "có hai lần"},
		"a bonus without a source":    {"values/tien-thuong.yaml", "Điều 50, khoản 1, điểm d", "Điều 50, khoản 1, điểm k", "không có trong mục lục"},
		"salaries out of order":       {"values/luong-co-so.yaml", "2023-07-01", "2018-07-01", "không theo thứ tự ngày"},
		"two majorities on a day":     {"values/da-so.yaml", "award: T-COCP", "award: T-CSTDTQ", "có hai giá trị cho cùng một ngày"},
		"a quota rounded up":          {"values/chi-tieu.yaml", "rounding: down", "rounding: up", "rounding: down"},
		"a day that is none":          {"values/thoi-han.yaml", "day: 06-30", "day: 06-31", "working_days, day"},
		"an instrument without a day": {"instruments/06-2022-qh15.yaml", "checked: 2026-11-27\n", "", "thiếu"},
	} {
		_, err := Load(altered(t, c.file, c.old, c.new))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFactsThatCannotBeAreRefused(t *testing.T) {
	l := load(t)
	const good = `subject: {kind: collective, founded: 2000-01-01}
years:
  - {year: 2023, rating: HTT}
awards:
  - {award: B-BT, year: 2021, decided_on: 2022-01-20}
discipline:
  - {form: khien_trach, from: 2020-03-01, to: 2021-03-01}
council: {members: 15, present: 13, yes: 12}
year: 2024
`
	if _, err := l.ReadFacts([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, new, says string }{
		"an unknown key":           {"subject:", "person:", "dòng 1: không có khóa «person»"},
		"an unknown award":         {"B-BT", "B-XX", `dòng 5: không có danh hiệu, hình thức khen thưởng "B-XX"`},
		"a day that is none":       {"2022-01-20", "2022-02-30", "dòng 5: «2022-02-30» không phải là ngày có thật"},
		"two ratings for one year": {"rating: HTT}", "rating: HTT}\n  - {year: 2023, rating: HT}", "dòng 4: năm 2023 có hai xếp loại"},
		"founded after the award":  {"founded: 2000-01-01", "founded: 2022-01-01", "dòng 5: thành lập ngày"},
		"decided before the year":  {"decided_on: 2022-01-20", "decided_on: 2019-01-20", "dòng 5: quyết định ngày"},
		"an end before the start":  {"to: 2021-03-01", "to: 2019-03-01", "dòng 7: from ngày"},
		"more votes than members":  {"yes: 12", "yes: 16", "dòng 8: hội đồng"},
		"an unknown rating":        {"rating: HTT", "rating: TỐT", "dòng 3: xếp loại"},
		"no year":                  {"year: 2024\n", "", "year phải là"},
		"a word for a number":      {"year: 2024", "year: hai nghìn", "dòng 9: giá trị"},
		"an unknown kind":          {"kind: collective", "kind: tập thể", "dòng 1: kind"},
	} {
		_, err := l.ReadFacts([]byte(strings.Replace(good, c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := l.ReadFacts(nil); err == nil {
		t.Error("an empty file")
	}
}

// After 1 October 2026 the amendments are not known: no answer is sure, and each
// says so.
func TestUnknownAmendmentsMakeNoAnswerSure(t *testing.T) {
	l := load(t)
	n := 0
	for _, c := range cases(t, l) {
		if c.Regime != "2022-d152" {
			continue
		}
		n++
		a := l.Check(l.Regime("2026-l06"), l.Award(c.Award), c.Facts)
		if a.Answer == Eligible || c.Answer == Eligible && a.Answer != NeedsJudgement {
			t.Errorf("%s: %s becomes %s", c.Name, c.Answer, a.Answer)
		}
		if !strings.Contains(strings.Join(a.Notes, " "), "chưa nhập nội dung") {
			t.Errorf("%s: no note: %v", c.Name, a.Notes)
		}
	}
	if n == 0 {
		t.Error("no case was asked")
	}
}

// Each boundary of a regime: the day before and the day itself.
func TestTheDayDecidesTheRegime(t *testing.T) {
	l := load(t)
	for day, want := range map[string]string{
		"2017-09-30": "", "2017-10-01": "2003-d91", "2023-12-31": "2003-d91", "2024-01-01": "2022-d98",
		"2025-06-30": "2022-d98", "2025-07-01": "2022-d152", "2026-09-30": "2022-d152", "2026-10-01": "2026-l06",
	} {
		got := ""
		if r := l.On(vn.MustDate(day)); r != nil {
			got = r.ID
		}
		if got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
}
