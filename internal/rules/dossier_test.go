package rules

import (
	"strings"
	"testing"

	"giaouoc/internal/vn"
)

func madeOf(l *Law, award, kind string, of Proposer, simple bool, day string) string {
	var list []string
	for _, c := range l.Dossier.ComponentsFor(l.Award(award), kind, of, simple, vn.MustDate(day)) {
		word := c.Part
		if c.Each {
			word += "*"
		}
		list = append(list, word)
	}
	return strings.Join(list, " ")
}

// What each award's dossier is made of, by Law 06/2022/QH15, Article 84, and Decree
// 152/2025/NĐ-CP, Articles 33 and 36 to 42.
func TestWhatADossierIsMadeOf(t *testing.T) {
	l := load(t)
	for _, c := range []struct {
		award, kind string
		of          Proposer
		simple      bool
		day, want   string
	}{
		{"T-CSTDTQ", "yearly", ByUnit, false, "2026-03-02", "letter report* minutes ballot initiative* party"},
		{"T-CSTDCS", "yearly", ByUnit, false, "2026-03-02", "letter report* minutes initiative*"},
		{"T-COCP", "yearly", ByUnit, false, "2026-03-02", "letter report* minutes ballot"},
		{"T-COCP", "yearly", ByCluster, false, "2026-03-02", "letter report* cluster_minutes minutes"},
		{"B-TTG", "yearly", ByUnit, false, "2026-03-02", "letter report* minutes"},
		{"B-TTG", "ad_hoc", ByUnit, false, "2026-03-02", "letter report* minutes feat*"},
		{"B-TTG", "ad_hoc", ByUnit, true, "2026-03-02", "letter report*"},
		{"H-DL1", "yearly", ByUnit, false, "2026-03-02", "letter report* minutes party"},
		{"V-AHLD", "yearly", ByUnit, false, "2026-03-02", "letter report* minutes ballot party"},
		{"M-CSVV1", "service", ByUnit, true, "2026-03-02", "letter list"},
		{"G-GK", "yearly", ByUnit, false, "2024-03-02", "letter report* minutes"},
		{"T-COCP", "yearly", ByCluster, false, "2021-04-09", "letter report* minutes"},
		{"T-COCP", "yearly", ByUnit, false, "2016-01-01", ""},
	} {
		if got := madeOf(l, c.award, c.kind, c.of, c.simple, c.day); got != c.want {
			t.Errorf("%s %s %s simple=%v on %s: %q, want %q", c.award, c.kind, c.of, c.simple, c.day, got, c.want)
		}
	}
}

// Posting is owed for orders, prizes, state titles and, by the decree, for the national
// fighter; for others it is free. Consulting likewise by Article 84, clause 3.
func TestWhatIsOwedForAnAward(t *testing.T) {
	l := load(t)
	for _, c := range []struct {
		award               string
		of                  Proposer
		day                 string
		posting, consulting string
	}{
		{"H-LD3", ByUnit, "2026-03-02", "06/2022/QH15, Điều 84, khoản 5", "06/2022/QH15, Điều 84, khoản 3"},
		{"P-NN", ByUnit, "2026-03-02", "06/2022/QH15, Điều 84, khoản 5", "06/2022/QH15, Điều 84, khoản 3"},
		{"V-NGUT", ByUnit, "2024-03-02", "06/2022/QH15, Điều 84, khoản 5", "06/2022/QH15, Điều 84, khoản 3"},
		{"T-CSTDTQ", ByUnit, "2026-03-02", "152/2025/NĐ-CP, Điều 44, khoản 2", ""},
		{"T-CSTDTQ", ByUnit, "2025-06-30", "", ""},
		{"B-TTG", ByUnit, "2026-03-02", "", "06/2022/QH15, Điều 84, khoản 3"},
		{"B-BT", ByUnit, "2026-03-02", "", ""},
		{"T-COCP", ByUnit, "2026-03-02", "", "06/2022/QH15, Điều 84, khoản 3"},
		{"T-COCP", ByCluster, "2021-04-09", "", ""},
	} {
		cite := func(duty string) string {
			if d := l.Dossier.DutyFor(duty, l.Award(c.award), c.of, vn.MustDate(c.day)); d != nil && !d.Judged {
				return d.Cite
			}
			return ""
		}
		if p, q := cite(PostingDuty), cite(ConsultingDuty); p != c.posting || q != c.consulting {
			t.Errorf("%s on %s: posting %q, consulting %q", c.award, c.day, p, q)
		}
	}
	if d := l.Dossier.DutyFor(ConsultingDuty, l.Award("T-COCP"), ByCluster, vn.MustDate("2026-03-02")); d == nil || !d.Judged || d.Certainty != Inferred {
		t.Errorf("what the law leaves open is not shown as open: %+v", d)
	}
}

func TestHowOldFiguresMayBe(t *testing.T) {
	f := load(t).Dossier.FreshOn(vn.MustDate("2026-03-02"))
	if f == nil {
		t.Fatal("no rule")
	}
	for day, oldest := range map[string]string{"2026-03-02": "2025-09-02", "2026-08-31": "2026-02-28", "2026-01-31": "2025-07-31", "2026-12-31": "2026-06-30"} {
		if got := f.Oldest(vn.MustDate(day)); got != vn.MustDate(oldest) {
			t.Errorf("%s: %s, want %s", day, got, oldest)
		}
	}
	if load(t).Dossier.FreshOn(vn.MustDate("2021-04-09")) != nil {
		t.Error("the decree speaks before it was issued")
	}
}

// ceil(p × N): who is absent counts against.
func TestVotesNeeded(t *testing.T) {
	for _, c := range []struct{ percent, members, needed int }{
		{80, 9, 8}, {90, 9, 9}, {80, 11, 9}, {90, 11, 10}, {80, 13, 11}, {90, 13, 12}, {80, 15, 12}, {90, 15, 14}, {90, 10, 9}, {80, 5, 4},
	} {
		if got := (&Majority{Percent: c.percent}).Needed(c.members); got != c.needed {
			t.Errorf("%d %% of %d: %d, want %d", c.percent, c.members, got, c.needed)
		}
	}
}

// A row that names what is not there does not load.
func TestDossierLawWithMistakesIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, from, to, says string }{
		"an award":     {"dossier/thanh-phan.yaml", "awards: [T-COCP]", "awards: [T-COOCP]", `không có mã "T-COOCP"`},
		"a group":      {"dossier/nghia-vu.yaml", "groups: [huân chương, giải thưởng", "groups: [huân chươn, giải thưởng", `không có nhóm "huân chươn"`},
		"a kind":       {"dossier/thanh-phan.yaml", "kinds: [service]", "kinds: [servise]", `không có loại hồ sơ "servise"`},
		"a time limit": {"dossier/nghia-vu.yaml", "limit: posting", "limit: postin", "limit có trong thoi-han.yaml"},
		"a citation":   {"dossier/loai-ho-so.yaml", "Điều 8, khoản 6", "Điều 8, khoản 9", "không có trong mục lục"},
		"an occasion":  {"dossier/loai-ho-so.yaml", "occasion: ad_hoc", "occasion: adhoc", `loại hồ sơ "ad_hoc"`},
		"a proposer":   {"dossier/nghia-vu.yaml", "of: cluster", "of: clusters", `of "clusters"`},
		"no freshness": {"dossier/so-lieu.yaml", "months: 6", "months: 0", "cần months"},
		"no name":      {"dossier/thanh-phan.yaml", `name: "Tờ trình", simple: true, groups`, `name: "", simple: true, groups`, "cần part, name"},
	} {
		if _, err := Load(altered(t, c.file, c.from, c.to)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
