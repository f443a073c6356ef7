package rules

import (
	"slices"
	"strings"
	"testing"
)

// A commune of a merger: alone it has nothing yet, with those before it five years.
func lineFacts() (alone, first, second *Facts) {
	rated := func(from int, list ...Rating) (years []Rated) {
		for i, r := range list {
			years = append(years, Rated{from + i, r})
		}
		return years
	}
	alone = &Facts{Subject: Subject{Kind: Collective, Name: "Phường mới"}, Year: 2026, Years: rated(2025, HTXS, HTXS), Decided: map[string]bool{}}
	first = &Facts{Subject: Subject{Kind: Collective}, Year: 2026, Years: rated(2021, HTXS, HTXS, HTXS, HTXS), Awards: []Held{{Award: "B-BT", Year: 2020}, {Award: "T-COBT", Year: 2023}}}
	second = &Facts{Subject: Subject{Kind: Collective}, Year: 2026, Years: rated(2022, HTXS, HTT, HTXS, KHT), Awards: []Held{{Award: "T-COBT", Year: 2022}}}
	return alone, first, second
}

// A year before the merger is as good as the worst of those before was in it; the
// collective's own year stands.
func TestYearsOfThoseBeforeAreTheWorstOfThem(t *testing.T) {
	alone, first, second := lineFacts()
	all := Together(alone, first, second)
	got := map[int]Rating{}
	for _, y := range all.Years {
		if got[y.Year] != "" {
			t.Errorf("%d twice", y.Year)
		}
		got[y.Year] = y.Rating
	}
	want := map[int]Rating{2021: HTXS, 2022: HTXS, 2023: HTT, 2024: HTXS, 2025: HTXS, 2026: HTXS}
	for year, r := range want {
		if got[year] != r {
			t.Errorf("%d: %s, want %s", year, got[year], r)
		}
	}
	if len(all.Awards) != 3 || len(alone.Awards) != 0 || len(alone.Years) != 2 {
		t.Errorf("awards %v; the facts alone were changed: %v, %v", all.Awards, alone.Awards, alone.Years)
	}
}

// Where no text says whether the history counts, and it matters, people judge; the
// two readings stand beside the answer. Where it does not matter the answer stands.
func TestWhatNoTextSaysIsForPeopleToJudge(t *testing.T) {
	l := load(t)
	flag := l.Award("B-TTG")
	alone, first, second := lineFacts()
	for _, id := range []string{"2003-d91", "2022-d98", "2022-d152", "2026-l06"} {
		regime := l.Regime(id)
		for _, how := range []string{Merged, Split} {
			s := regime.Succession(how)
			if s == nil || s.Counts != "open" || s.Cite == "" || len(s.Notes) == 0 {
				t.Fatalf("%s, %s: %+v", id, how, s)
			}
		}
	}
	second.Years[1].Rating = HTXS // 2023
	regime := l.Regime("2022-d152")
	r := l.CheckLine(regime, flag, alone, Together(alone, first, second), Merged)
	if r.Alone.Answer != NotEligible || r.Together.Answer == NotEligible || !r.Differ() {
		t.Fatalf("alone %s, together %s: %v", r.Alone.Answer, r.Together.Answer, r.Together.Missing)
	}
	if r.Answer.Answer != NeedsJudgement || r.Answer.Earliest != nil || len(r.Answer.Missing) != 0 {
		t.Errorf("%+v", r.Answer)
	}
	if !slices.ContainsFunc(r.Answer.Notes, func(n string) bool {
		return strings.Contains(n, "sáp nhập, hợp nhất") && strings.Contains(n, "152/2025/NĐ-CP, Điều 60, khoản 5")
	}) {
		t.Errorf("the notes do not say why: %v", r.Answer.Notes)
	}
	same := l.CheckLine(regime, flag, alone, alone, Split)
	if same.Differ() || same.Answer.Answer != NotEligible {
		t.Errorf("it does not matter: %s", same.Answer.Answer)
	}
}

// What a text says is followed.
func TestWhatATextSaysOfThoseBeforeIsFollowed(t *testing.T) {
	l := load(t)
	alone, first, second := lineFacts()
	second.Years[1].Rating = HTXS
	for counts, want := range map[string]Verdict{"yes": NeedsJudgement, "no": NotEligible} {
		regime := *l.Regime("2022-d152")
		regime.Successions = []Succession{{How: Merged, Counts: counts, Cite: "152/2025/NĐ-CP, Điều 60, khoản 5", Certainty: Likely}}
		l.Regimes[2] = &regime
		r := l.CheckLine(&regime, l.Award("B-TTG"), alone, Together(alone, first, second), Merged)
		if r.Answer.Answer != want || counts == "yes" && r.Answer.Answer != r.Together.Answer || r.Answer.Certainty != Likely {
			t.Errorf("%s: %s (%s), together %s", counts, r.Answer.Answer, r.Answer.Certainty, r.Together.Answer)
		}
	}
}

func TestASuccessionThatIsMistypedDoesNotLoad(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"{how: split, counts: open, cite: 98/2023", "{how: split, counts: maybe, cite: 98/2023", `counts "maybe"`},
		{"{how: split, counts: open, cite: 98/2023", "{how: merged, counts: open, cite: 98/2023", "đúng một lần"},
		{"Điều 60, khoản 5\", notes", "Điều 60, khoản 9\", notes", "không có trong mục lục"},
	} {
		_, err := Load(altered(t, "regimes.yaml", c.old, c.new))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.new, err)
		}
	}
}
