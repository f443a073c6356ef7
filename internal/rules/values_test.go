package rules

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giaouoc/data"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// The sums were worked out by hand from the decree and the base salary of the day.
func TestBonuses(t *testing.T) {
	v := &load(t).Values
	for _, c := range []struct {
		award string
		kind  Kind
		day   string
		dong  int64
		works string
	}{
		{"T-COCP", Collective, "2025-07-01", 28_080_000, "12 × 2.340.000 đồng"},
		{"B-TTG", Collective, "2025-08-01", 16_380_000, "3,5 × 2 × 2.340.000 đồng"},
		{"B-TTG", Person, "2025-08-01", 8_190_000, "3,5 × 2.340.000 đồng"},
		{"B-TTG", Household, "2025-08-01", 12_290_000, "3,5 × 1,5 × 2.340.000 đồng"}, // 12,285,000
		{"T-LDTT", Person, "2025-08-01", 710_000, "0,3 × 2.340.000 đồng"},            // 702,000
		{"T-TTLDTT", Collective, "2025-08-01", 1_880_000, "0,8 × 2.340.000 đồng"},    // 1,872,000
		{"T-LDTT", Person, "2023-06-30", 450_000, "0,3 × 1.490.000 đồng"},            // 447,000
		{"T-CSTDCS", Person, "2023-06-30", 1_490_000, "1 × 1.490.000 đồng"},
		{"T-CSTDCS", Person, "2023-07-01", 1_800_000, "1 × 1.800.000 đồng"},
		{"B-BT", Person, "2023-12-31", 1_800_000, "1 × 1.800.000 đồng"},
		{"B-BT", Person, "2025-07-01", 3_510_000, "1,5 × 2.340.000 đồng"},
		{"B-BT", Household, "2025-07-01", 5_270_000, "1,5 × 1,5 × 2.340.000 đồng"}, // 5,265,000
		{"H-LD1", Person, "2025-07-01", 21_060_000, "9 × 2.340.000 đồng"},
		{"H-LD1", Collective, "2025-07-01", 42_120_000, "9 × 2 × 2.340.000 đồng"},
		{"H-SV", Collective, "2025-07-01", 215_280_000, "46 × 2 × 2.340.000 đồng"},
		{"V-AHLD", Person, "2025-07-01", 36_270_000, "15,5 × 2.340.000 đồng"},
		{"P-HCM", Person, "2025-07-01", 631_800_000, "270 × 2.340.000 đồng"},
		{"M-CSVV3", Person, "2025-07-01", 3_510_000, "1,5 × 2.340.000 đồng"},
	} {
		b, err := v.Bonus(c.award, c.kind, vn.MustDate(c.day))
		if err != nil || b.Dong != c.dong || b.Works != c.works {
			t.Errorf("%s, %s, %s: %d (%s), want %d (%s); %v", c.award, c.kind, c.day, b.Dong, b.Works, c.dong, c.works, err)
		}
	}
	if b, err := v.Bonus("K-KNC", Person, vn.MustDate("2025-07-01")); err != nil || !b.AtMost || b.Dong != 1_410_000 {
		t.Errorf("a ceiling: %+v, %v", b, err)
	}
}

func TestABonusSaysHowSureItIs(t *testing.T) {
	v := &load(t).Values
	b, err := v.Bonus("B-TTG", Collective, vn.MustDate("2025-07-01"))
	if err != nil || b.Certainty != Likely || strings.Join(b.Cites, "; ") != "152/2025/NĐ-CP, Điều 54, khoản 2, điểm a; 152/2025/NĐ-CP, Điều 54, khoản 1, điểm a; 152/2025/NĐ-CP, Điều 49, khoản 2; 73/2024/NĐ-CP" {
		t.Errorf("%+v, %v", b, err)
	}
	for day, warns := range map[string]bool{"2023-12-31": false, "2025-07-01": false, "2025-07-02": true, "2026-11-27": true} {
		b, err := v.Bonus("T-CSTDCS", Person, vn.MustDate(day))
		if err != nil || strings.Contains(strings.Join(b.Notes, " "), "đã quá 12 tháng") != warns {
			t.Errorf("%s: %v, %v", day, b.Notes, err)
		}
	}
}

// What the data does not have is refused, never a sum of nothing.
func TestABonusThatIsNotThereIsRefused(t *testing.T) {
	v := &load(t).Values
	for name, c := range map[string]struct {
		award string
		kind  Kind
		day   string
	}{
		"under the decree that was not read": {"B-TTG", Person, "2024-08-01"},
		"after the decree":                   {"B-TTG", Person, "2027-03-01"},
		"before the first salary":            {"T-LDTT", Person, "2019-06-30"},
		"no sum in the decree":               {"H-HN", Person, "2025-08-01"},
		"a flag of a person":                 {"T-COCP", Person, "2025-08-01"},
		"bravery of a collective":            {"H-DC", Collective, "2025-08-01"},
	} {
		if b, err := v.Bonus(c.award, c.kind, vn.MustDate(c.day)); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: %+v, %v", name, b, err)
		}
	}
}

// A bonus is never under the exact product, and less than one step over it.
func TestBonusesRoundUpByLessThanAStep(t *testing.T) {
	v := load(t).Values
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.Int64Range(1_000_000, 20_000_000).Draw(t, "base")
		times := rapid.Int64Range(1, 30_000).Draw(t, "hundredths")
		v := Values{
			Salaries: []Salary{{Source: Source{From: vn.MustDate("2020-01-01")}, Dong: base}},
			Rates:    []Rates{{Source: v.Rates[0].Source, RoundUp: 10_000, Rows: []Rate{{Award: "T-LDTT", For: Person, Times: multiple(times)}}}},
		}
		b, err := v.Bonus("T-LDTT", Person, vn.MustDate("2020-06-01"))
		if over := b.Dong*100 - base*times; err != nil || b.Dong%10_000 != 0 || over < 0 || over >= 10_000*100 {
			t.Fatalf("%d × %d/100 is %d, %v", base, times, b.Dong, err)
		}
	})
}

func TestQuotas(t *testing.T) {
	v := &load(t).Values
	for _, c := range []struct {
		award, day  string
		whole, most int
	}{
		{"T-COCP", "2025-07-01", 10, 2},
		{"T-COCP", "2025-07-01", 14, 2},
		{"T-COCP", "2025-07-01", 15, 3},
		{"T-COCP", "2025-07-01", 4, 0},
		{"T-CSTDCS", "2023-12-31", 40, 6},
		{"T-CSTDCS", "2023-12-31", 39, 5},
		{"T-CSTDCS", "2023-12-31", 6, 0},
		{"T-COCP", "2022-01-01", 10, 2},
	} {
		q := v.Quota(c.award, vn.MustDate(c.day))
		if q == nil || q.Of == "" || q.Most(c.whole) != c.most {
			t.Errorf("%s of %d on %s: %+v", c.award, c.whole, c.day, q)
		}
	}
	if q := v.Quota("T-CSTDCS", vn.MustDate("2025-07-01")); q != nil {
		t.Errorf("left to ministries and provinces since 2024: %+v", q)
	}
}

// The majorities stand twice, as values and as conditions; they must not differ.
func TestMajoritiesAreThoseOfTheRules(t *testing.T) {
	l := load(t)
	r, n := l.Regime("2022-d152"), 0
	for _, a := range l.Awards {
		m := l.Values.Majority(a.Code, r.From)
		percent := 0
		each(r.Rule(a).General, func(c *Condition) {
			if b, ok := c.check.(*ballotCheck); ok {
				percent = b.Percent
			}
		})
		switch {
		case m == nil && percent != 0, m != nil && m.Percent != percent:
			t.Errorf("%s: the rule asks for %d %%, the value is %+v", a.Code, percent, m)
		case m != nil:
			n++
		}
	}
	if n != 5 {
		t.Errorf("%d majorities", n)
	}
	for members, needed := range map[int][2]int{9: {8, 9}, 11: {9, 10}, 13: {11, 12}, 15: {12, 14}} {
		if VotesNeeded(80, members) != needed[0] || VotesNeeded(90, members) != needed[1] {
			t.Errorf("of %d members", members)
		}
	}
}

func TestDeadlines(t *testing.T) {
	v := &load(t).Values
	calendar, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ id, began, due string }{
		{"dossier-national-fighter", "2025-10-01", "2026-12-31"},
		{"dossier-government-flag", "2025-12-31", "2026-06-30"},
		{"dossier-government-flag-schools", "2025-08-31", "2025-12-31"},
		{"opinion", "2025-07-07", "2025-07-21"},
		{"appraisal-home-affairs", "2025-07-07", "2025-08-04"},
		{"appraisal-ministry", "2025-07-07", "2025-08-18"},
		{"posting", "2025-08-25", "2025-09-10"}, // over the National Day
	} {
		d := v.Deadline(c.id, vn.MustDate(c.began))
		if d == nil {
			t.Errorf("%s: none", c.id)
			continue
		}
		if due, err := d.Due(calendar, vn.MustDate(c.began)); err != nil || due != vn.MustDate(c.due) {
			t.Errorf("%s from %s: %s, %v", c.id, c.began, due, err)
		}
	}
	if d := v.Deadline("opinion", vn.MustDate("2025-06-30")); d != nil {
		t.Errorf("before the decree: %+v", d)
	}
}
