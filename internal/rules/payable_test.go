package rules

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func granted(award, day string, from, to int) Granted {
	kind := Person
	if slices.Contains([]string{"T-COCP", "T-TTLDXS", "T-TTLDTT"}, award) {
		kind = Collective
	}
	return Granted{ID: award + day, Award: award, Kind: kind, FromYear: from, Year: to, DecidedOn: vn.MustDate(day)}
}

func TestWhichBonusesArePaid(t *testing.T) {
	l := load(t)
	for name, c := range map[string]struct {
		list []Granted
		want string
		cite string // of the first that is not due
	}{
		"one alone":                                   {[]Granted{granted("T-LDTT", "2025-12-31", 2025, 2025)}, "due", ""},
		"titles of the same period: the highest":      {[]Granted{granted("T-LDTT", "2025-12-31", 2025, 2025), granted("T-CSTDCS", "2025-12-31", 2025, 2025)}, "less due", "152/2025/NĐ-CP, Điều 49, khoản 5"},
		"three of them":                               {[]Granted{granted("T-CSTDBT", "2025-12-31", 2025, 2025), granted("T-LDTT", "2025-12-31", 2025, 2025), granted("T-CSTDCS", "2025-12-31", 2025, 2025)}, "due less less", "152/2025/NĐ-CP, Điều 49, khoản 5"},
		"titles of different periods: each":           {[]Granted{granted("T-CSTDCS", "2025-12-31", 2025, 2025), granted("T-CSTDBT", "2025-12-31", 2023, 2025)}, "due due", ""},
		"years apart: each":                           {[]Granted{granted("T-LDTT", "2025-12-31", 2024, 2024), granted("T-LDTT", "2025-12-31", 2025, 2025)}, "due due", ""},
		"a title and a form: both":                    {[]Granted{granted("T-CSTDCS", "2025-12-31", 2025, 2025), granted("B-BT", "2025-12-31", 2025, 2025)}, "due due", ""},
		"forms of different periods: each":            {[]Granted{granted("B-BT", "2025-12-31", 2024, 2025), granted("G-GK", "2025-12-31", 2025, 2025)}, "due due", ""},
		"forms of the same period: asked":             {[]Granted{granted("B-BT", "2025-12-31", 2025, 2025), granted("G-GK", "2025-12-31", 2025, 2025)}, "due ask", "152/2025/NĐ-CP, Điều 49, khoản 6"},
		"titles decided on different days":            {[]Granted{granted("T-LDTT", "2025-12-01", 2025, 2025), granted("T-CSTDCS", "2025-12-31", 2025, 2025)}, "ask due", "152/2025/NĐ-CP, Điều 49, khoản 5"},
		"two of one day, one of another":              {[]Granted{granted("T-CSTDBT", "2025-12-01", 2025, 2025), granted("T-LDTT", "2025-12-31", 2025, 2025), granted("T-CSTDCS", "2025-12-31", 2025, 2025)}, "due less ask", "152/2025/NĐ-CP, Điều 49, khoản 5"},
		"under the decree whose clause is not read":   {[]Granted{granted("T-LDTT", "2023-12-30", 2023, 2023), granted("T-CSTDCS", "2023-12-30", 2023, 2023)}, "ask due", ""},
		"under the decree whose sums are not entered": {[]Granted{granted("T-LDTT", "2024-12-30", 2024, 2024), granted("T-CSTDCS", "2024-12-30", 2024, 2024)}, "none none", ""},
		"no sum in the decree":                        {[]Granted{granted("H-HN", "2025-12-31", 2025, 2025)}, "none", ""},
		"collectives":                                 {[]Granted{granted("T-TTLDTT", "2025-12-31", 2025, 2025), granted("T-TTLDXS", "2025-12-31", 2025, 2025), granted("T-COCP", "2025-12-31", 2025, 2025)}, "less less due", "152/2025/NĐ-CP, Điều 49, khoản 5"},
	} {
		var got []string
		cite := ""
		for _, p := range l.Payable(c.list) {
			got = append(got, string(p.Pay))
			if p.Pay != PayDue && cite == "" {
				cite = strings.Join(p.Cites, "; ")
			}
			if (p.Pay == PayDue) != (p.Why == "") {
				t.Errorf("%s: %s is %s because %q", name, p.Award, p.Pay, p.Why)
			}
		}
		if strings.Join(got, " ") != c.want || cite != c.cite {
			t.Errorf("%s: %s (%s), want %s (%s)", name, got, cite, c.want, c.cite)
		}
	}
}

func TestAForeignerGetsAKeepsake(t *testing.T) {
	p := load(t).Payable([]Granted{{Award: "B-TTG", Kind: Foreigner, FromYear: 2025, Year: 2025, DecidedOn: vn.MustDate("2025-12-31")}})[0]
	if p.Pay != PayNone || !strings.Contains(p.Why, "tặng phẩm lưu niệm") || !slices.Equal(p.Cites, []string{"152/2025/NĐ-CP, Điều 48, khoản 4"}) {
		t.Errorf("%+v", p)
	}
}

// What is refused says which decree it is under.
func TestABonusThatIsNotThereSaysWhy(t *testing.T) {
	l := load(t)
	for _, c := range []struct{ award, day, says string }{
		{"T-LDTT", "2024-01-01", "theo Nghị định 98/2023/NĐ-CP; mức tiền thưởng của văn bản này chưa nhập"},
		{"T-LDTT", "2025-06-30", "theo Nghị định 98/2023/NĐ-CP; mức tiền thưởng của văn bản này chưa nhập"},
		{"T-LDTT", "2027-03-01", "Chưa có văn bản nào về mức tiền thưởng cho ngày 1/3/2027"},
		{"T-LDTT", "2019-06-30", "Chưa nhập mức lương cơ sở cho ngày 30/6/2019"},
		{"H-HN", "2025-12-31", "Nghị định 152/2025/NĐ-CP không có mức tiền thưởng «Huân chương Hữu nghị» cho cá nhân"},
		{"H-HN", "2023-12-01", "Mức tiền thưởng theo Nghị định 91/2017/NĐ-CP của «Huân chương Hữu nghị» cho cá nhân chưa nhập"},
		{"X", "2025-12-31", "Không có danh hiệu, hình thức khen thưởng mã X"},
	} {
		if b, err := l.Bonus(c.award, Person, vn.MustDate(c.day)); !problem.Is(err, problem.NotFound) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s, %s: %+v, %v", c.award, c.day, b, err)
		}
	}
	if _, err := l.Bonus("T-LDTT", Person, vn.Date{}); !problem.Is(err, problem.NotFound) {
		t.Errorf("without a day: %v", err)
	}
	for day, says := range map[string]bool{"2026-09-30": false, "2026-10-01": true} {
		b, err := l.Bonus("T-LDTT", Person, vn.MustDate(day))
		if err != nil || strings.Contains(strings.Join(b.Notes, " "), "06/2026/QH16: chưa nhập nội dung sửa đổi") != says {
			t.Errorf("%s: %v, %v", day, b.Notes, err)
		}
	}
}

// Whatever a subject was given: of the titles of a period one is due and it is the
// highest; nothing is paid less because of an award of another kind or period; the
// order of the list changes nothing.
func TestOneTitleOfAPeriodIsPaid(t *testing.T) {
	l := load(t)
	var codes []string
	for _, a := range l.Awards {
		codes = append(codes, a.Code)
	}
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Granted {
			year := rapid.IntRange(2024, 2026).Draw(t, "year")
			return Granted{
				ID: rapid.StringMatching(`[a-z]{8}`).Draw(t, "id"), Award: rapid.SampledFrom(codes).Draw(t, "award"), Kind: Person,
				FromYear: year - rapid.IntRange(0, 1).Draw(t, "before"), Year: year,
				DecidedOn: vn.NewDate(2025, 12, 1).AddDays(rapid.IntRange(0, 1).Draw(t, "day")),
			}
		}), 0, 12).Draw(t, "list")
		answers := l.Payable(list)
		due := map[[3]int]int64{} // kind and period
		key := func(p Payment) [3]int {
			k := [3]int{0, p.FromYear, p.Year}
			if l.Award(p.Award).Group == TitleGroup {
				k[0] = 1
			}
			return k
		}
		for _, p := range answers {
			if p.Pay == PayNone {
				if p.Bonus.Dong != 0 {
					t.Fatalf("a sum that is not there: %+v", p)
				}
				continue
			}
			if p.Bonus.Dong <= 0 || p.Bonus.Dong%10_000 != 0 {
				t.Fatalf("%+v", p)
			}
			if p.Pay == PayDue {
				if _, twice := due[key(p)]; twice {
					t.Fatalf("two are due of %v: %+v", key(p), answers)
				}
				due[key(p)] = p.Bonus.Dong
			}
		}
		for _, p := range answers {
			if highest, any := due[key(p)]; p.Pay != PayNone && (!any || p.Bonus.Dong > highest) {
				t.Fatalf("%+v is over what is due, %d", p, highest)
			}
			if p.Pay == PayLess && key(p)[0] == 0 {
				t.Fatalf("a form is not paid because of another: %+v", p)
			}
		}
		backwards := slices.Clone(list)
		slices.Reverse(backwards)
		again := l.Payable(backwards)
		slices.Reverse(again)
		for i := range answers {
			if answers[i].Pay != again[i].Pay && !slices.ContainsFunc(list, func(g Granted) bool { return g.ID == list[i].ID && g != list[i] }) {
				t.Fatalf("the order matters: %+v, %+v", answers[i], again[i])
			}
		}
	})
}

func TestTheFund(t *testing.T) {
	l := load(t)
	f, warning := l.Values.Fund(vn.MustDate("2026-12-31"))
	if warning != "" {
		t.Error(warning)
	}
	for id, want := range map[string]int64{"central": 200_000_000, "provincial": 200_000_000, "budget-lowland": 10_000_000, "budget-upland": 15_000_000} {
		if c := f.Ceiling(id); c == nil || c.Of(1_000_000_000) != want || c.Of(1_000_000_004) != want {
			t.Errorf("%s: %+v", id, c)
		}
	}
	if got := f.Organising.Of(123_456_789); got != 24_691_357 {
		t.Errorf("for organising: %d", got)
	}
	if got := f.Organising.Of(9_000_000_000_000_000_000); got != 1_800_000_000_000_000_000 {
		t.Errorf("of a very large sum: %d", got)
	}
	for award, payer := range map[string]string{"T-COCP": "proposer", "B-TTG": "proposer", "T-CSTDTQ": "proposer", "H-LD3": "proposer", "M-CSVV1": "proposer", "V-AHLD": "proposer", "V-NGND": "organiser", "P-HCM": "organiser", "B-BT": "decider", "T-LDTT": "decider", "T-CSTDBT": "decider", "T-COBT": "decider", "G-GK": "decider", "K-KNC": "decider"} {
		if got := f.Payer(l.Award(award)); got.ID != payer {
			t.Errorf("%s is paid by %s, want %s", award, got.ID, payer)
		}
	}
	for day, warns := range map[string]bool{"2025-06-30": true, "2025-07-01": false, "2027-02-28": false, "2027-03-01": true} {
		if _, warning := l.Values.Fund(vn.MustDate(day)); (warning != "") != warns {
			t.Errorf("%s: %q", day, warning)
		}
	}
}
