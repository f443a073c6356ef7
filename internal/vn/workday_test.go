package vn_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giaouoc/data"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

func publishedCalendar(t *testing.T) *vn.Calendar {
	t.Helper()
	c, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWorkingDays(t *testing.T) {
	c := publishedCalendar(t)
	for _, test := range []struct {
		from string
		n    int
		want string
	}{
		{"2021-02-09", 1, "2021-02-17"}, // over Tết
		{"2021-04-29", 1, "2021-05-04"}, // over two holidays and a made-up Monday
		{"2024-05-03", 1, "2024-05-04"}, // a Saturday worked in exchange
		{"2018-12-28", 1, "2019-01-02"}, // a Monday exchanged over the end of the year
		{"2019-01-04", 1, "2019-01-05"}, // and its Saturday
		{"2026-01-09", 1, "2026-01-10"},
		{"2025-06-02", 20, "2025-06-30"},
		{"2025-06-28", 0, "2025-06-30"}, // from a Saturday
		{"2021-02-17", -1, "2021-02-09"},
		{"2025-06-30", -20, "2025-06-02"},
	} {
		got, err := c.AddWorkingDays(vn.MustDate(test.from), test.n)
		if err != nil || got != vn.MustDate(test.want) {
			t.Errorf("%s + %d: got %s, %v; want %s", test.from, test.n, got, err, test.want)
		}
		if n, err := c.WorkingDaysBetween(vn.MustDate(test.from), vn.MustDate(test.want)); test.n != 0 && (err != nil || n != test.n) {
			t.Errorf("%s to %s: got %d, %v; want %d", test.from, test.want, n, err, test.n)
		}
	}
}

func TestDoubtfulWorkingDaysSaySo(t *testing.T) {
	c := publishedCalendar(t)
	for _, test := range []struct{ from, want, says string }{
		{"2026-11-23", "2026-11-24", "Chưa rõ ngày 24/11/2026"},
		{"2026-12-31", "2027-01-04", "Chưa có lịch nghỉ lễ, tết đầy đủ của năm 2027"},
		{"2030-01-02", "2030-01-03", "Chưa có lịch nghỉ lễ, tết của năm 2030"},
		{"", "", "Chưa có ngày"},
	} {
		var from, want vn.Date
		if test.from != "" {
			from, want = vn.MustDate(test.from), vn.MustDate(test.want)
		}
		got, err := c.AddWorkingDays(from, 1)
		if !problem.Is(err, problem.Invalid) || !strings.Contains(err.Error(), test.says) || got != want {
			t.Errorf("%s + 1: got %s, %v; want %s and %q", test.from, got, err, test.want, test.says)
		}
		if _, err := c.WorkingDaysBetween(from, got); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s to %s: got %v, want a problem", test.from, got, err)
		}
	}
	if doubt := c.Doubt(vn.MustDate("2026-11-23")); doubt != "" || !c.Knows(2026) || c.Knows(2027) || c.Knows(2030) {
		t.Errorf("23/11/2026: got %q; 2026 is known, 2027 and 2030 are not", doubt)
	}
}

func TestCountingUndoesAdding(t *testing.T) {
	c := publishedCalendar(t)
	rapid.Check(t, func(t *rapid.T) {
		from, err := c.AddWorkingDays(vn.NewDate(2017, 1, 1).AddDays(rapid.IntRange(200, 3200).Draw(t, "day")), 0)
		if err != nil {
			t.Fatal(err)
		}
		n := rapid.IntRange(-90, 90).Draw(t, "n")
		to, err := c.AddWorkingDays(from, n)
		if err != nil || !c.IsWorkingDay(to) {
			t.Fatalf("%s + %d: got %s, %v", from, n, to, err)
		}
		if back, err := c.AddWorkingDays(to, -n); err != nil || back != from {
			t.Fatalf("%s + %d - %d: got %s, %v", from, n, n, back, err)
		}
		if got, err := c.WorkingDaysBetween(from, to); err != nil || got != n {
			t.Fatalf("%s to %s: got %d, %v; want %d", from, to, got, err, n)
		}
	})
}

// A calendar with a mistake does not load: a day off that is lost in silence is
// a deadline on a holiday.
func TestCalendarsThatDoNotHold(t *testing.T) {
	year := "years:\n  - {year: 2030, certainty: I, source: x, off: ["
	for content, says := range map[string]string{
		"years: [{year: 2030, certainty: I}]":                                     "source",
		"years: [{year: 2030, source: x}]":                                        "certainty",
		year + "{on: 2031-01-01, name: a}]}":                                      "no span",
		year + "{from: 2030-01-02, to: 2030-01-01, name: a}]}":                    "no span",
		year + "{from: 2030-01-02, name: a}]}":                                    "no span",
		year + "{on: 2030-01-01}]}":                                               "needs a name",
		year + "{on: 2030-01-01, name: a, cause: b}]}":                            "cause",
		year + "{on: 2030-01-01, name: a}, {on: 2030-01-01, name: b}]}":           "stands twice",
		year + "], working: [{on: 2030-01-01, name: a}]}":                         "no weekend",
		year + "]}\n  - {year: 2030, certainty: I, source: x}":                    "stands twice",
		year + "{on: 2030-01-01, from: 2030-01-01, to: 2030-01-02, name: a}]}":    "either on or from",
		year + "{on: 2030-01-01, name: a}], unsure: [{on: 2030-01-01, name: b}]}": "stands twice",
		year + "{on: 2030-01-01, name: a, certainty: maybe}]}":                    "certainty",
	} {
		if _, err := vn.LoadCalendar([]byte(content)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s\ngot %v, want an error with %q", content, err, says)
		}
	}
}
