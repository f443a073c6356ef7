package rules

import (
	"slices"
	"strings"
	"testing"

	"giaouoc/law"
)

func TestChangesAreThoseOfThePrintedDiff(t *testing.T) {
	l := load(t)
	before, after := l.Regime("2003-d91"), l.Regime("2022-d98")
	var b strings.Builder
	if err := l.WriteDiff(&b, before, after); err != nil {
		t.Fatal(err)
	}
	list := l.Diff(before, after)
	if len(list) < 10 {
		t.Fatalf("%d changes", len(list))
	}
	for _, c := range list {
		for _, line := range slices.Concat(c.Gone, c.Come, []string{c.Award.Title()}) {
			if !strings.Contains(b.String(), line) {
				t.Errorf("not printed: %s", line)
			}
		}
		before, of := l.Change(after, c.Award)
		if before.ID != "2003-d91" || of == nil || of.Only != c.Only || !slices.Equal(of.Come, c.Come) {
			t.Errorf("%s: %+v, want %+v", c.Award.Code, of, c)
		}
	}
	if r, c := l.Change(l.Regimes[0], l.Award("T-COCP")); r != nil || c != nil {
		t.Error("something is before the first regime")
	}
	if list := l.Diff(after, after); len(list) != 0 {
		t.Errorf("a regime differs from itself: %v", list)
	}
}

// Every condition is found on the page of the instrument that it cites.
func TestEveryCitationIsListedUnderItsInstrument(t *testing.T) {
	l := load(t)
	cited := map[string]bool{}
	for _, i := range l.Instruments {
		if l.BySlug(i.Slug()) != i {
			t.Errorf("%s and another have the address %s", i.Number, i.Slug())
		}
		for _, c := range l.CitedIn(i.Number) {
			code := ""
			if c.Award != nil {
				code = c.Award.Code
			}
			cited[c.Regime.ID+code+c.Text+c.Says] = true
		}
	}
	n := 0
	for _, r := range l.Regimes {
		for _, a := range l.Awards {
			if rule := r.Rule(a); rule != nil && r.Inherits == "" {
				for _, route := range rule.Routes {
					each(route.All, func(c *Condition) {
						if n++; !cited[r.ID+a.Code+c.Cite+c.Says] {
							t.Errorf("%s %s: %s", r.ID, a.Code, c.Cite)
						}
					})
				}
			}
		}
	}
	if n < 300 {
		t.Errorf("%d conditions", n)
	}
	if got := l.Titled("152/2025/NĐ-CP, Điều 60, khoản 5"); got != "Điều khoản chuyển tiếp" {
		t.Errorf("title %q", got)
	}
	if c, _ := ParseCitation("06/2022/QH15, Điều 73, khoản 1"); c.Anchor() != "dieu-73" {
		t.Errorf("anchor %q", c.Anchor())
	}
}

func TestFactsInShort(t *testing.T) {
	l := load(t)
	text := `
subject: {kind: person, classes: [official]}
year: 2024
years: [{year: 2020, rating: HTT}, {year: 2021, rating: HTT}, {year: 2022, rating: HTT}, {year: 2024, rating: HTXS}]
awards: [{award: B-BT, year: 2019}, {award: B-BT, year: 2023, occasion: ad_hoc}]
initiatives: [{year: 2021, scope: unit}, {year: 2023, scope: unit}]
pending: [đơn tố cáo]
decided: {selected: true, other: false}
`
	f, err := l.ReadFacts([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	got := f.Short(l)
	for _, want := range []string{
		"cá nhân, xét năm 2024", "HTXS 2024; HTT 2020–2022", "bằng khen của Bộ, ban, ngành, tỉnh 2019; ", "2023 (thành tích đột xuất)", "cấp cơ sở 2021, 2023",
		"đang chờ kết luận: đơn tố cáo", "đã đánh giá 2 điều, đạt 1",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	list, err := l.Cases(law.Cases)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if s := c.Facts.Short(l); !strings.HasPrefix(s, c.Facts.Subject.Kind.Name()) {
			t.Errorf("%s: %q", c.Name, s)
		}
	}
}
