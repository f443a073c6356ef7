package sheet

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// certificateOf computes the certificate of a bundle.
func certificateOf(t *testing.T, data string) map[string]any {
	t.Helper()
	return answer(t, []byte(data))["certificate"].(map[string]any)
}

// inOneLine writes a value of an answer the way the answer does, without spaces.
func inOneLine(t *testing.T, value any) string {
	t.Helper()
	out, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// crossRows writes cross-scores, rows of raters and columns of units, "-" where
// the two are one.
func crossRows(ids []string, rows ...string) string {
	var b strings.Builder
	b.WriteString("cross:\n")
	for i, row := range rows {
		for j, text := range strings.Fields(row) {
			if text != "-" {
				fmt.Fprintf(&b, "  - {from: %s, to: %s, points: %s}\n", ids[i], ids[j], text)
			}
		}
	}
	return b.String()
}

// direct is a sheet of one group of ten, and units with their points.
func direct(units ...string) string {
	b := "sheet: {criteria: [{code: I, max: 10, kind: direct}]}\nunits:\n"
	entries := "entries:\n"
	for _, u := range units {
		id, points, _ := strings.Cut(u, " ")
		b += "  - {id: " + id + "}\n"
		entries += "  - {unit: " + id + ", criterion: I, points: " + points + "}\n"
	}
	return b + entries
}

// Each row is a sentence of the contract on the certificate.
func TestCertificateOfTheContract(t *testing.T) {
	four := direct("U1 4", "U2 3", "U3 2", "U4 1")
	ids := []string{"U1", "U2", "U3", "U4"}
	even := crossRows(ids, "- 5 5 5", "5 - 5 5", "5 5 - 5", "5 5 5 -")
	const groups = "sheet: {tie_break: [B], rank_by: %s, bonus_cap: 3, criteria: [{code: A, max: 10, kind: direct}, {code: B, max: 10, kind: direct}, " +
		"{code: T1, max: 5, kind: bonus}, {code: T2, max: 5, kind: bonus}, {code: P1, max: 5, kind: penalty}, {code: P2, max: 5, kind: penalty}]}\n"
	entry := func(unit string, a, b, t1, t2, p1, p2 int) string {
		out := ""
		for i, code := range []string{"A", "B", "T1", "T2", "P1", "P2"} {
			out += fmt.Sprintf("  - {unit: %s, criterion: %s, points: %d}\n", unit, code, []int{a, b, t1, t2, p1, p2}[i])
		}
		return out
	}
	for _, tc := range []struct {
		name, data, key, want string
	}{
		// q̂ = ((n−1)·R + C) / (n·(n−2)), here with n = 4: R 15.01, 15, 15, 15 and
		// C 15, 15.01, 15, 15; q̂ − mean is 0.0025, 0, −0.00125, −0.00125.
		{"severity to four decimals, halves away from zero", four + crossRows(ids, "- 5 5 5", "5.01 - 5 5", "5 5 - 5", "5 5 5 -"), "severity", `{"U1":0.0025,"U2":0.0000,"U3":-0.0013,"U4":-0.0013}`},
		{"severity order, highest first, equals by id", four + crossRows(ids, "- 5 5 5", "5 - 5 5.01", "5 5 - 5", "5 5 5 -"), "severity_order", `["U4","U2","U1","U3"]`},
		{"severity needs three", direct("U1 1", "U2 2") + crossRows(ids, "- 5", "6 -"), "severity_order", "null"},
		{"ids by code points", direct("b 4", "Z 3", "Đ 2", "a 1") + crossRows([]string{"b", "Z", "Đ", "a"}, "- 5 5 5", "5 - 5 5", "5 5 - 5", "5 5 5 -"), "severity_order", `["Z","a","b","Đ"]`},

		// Equal opinions count ½ for each: 6 pairs, 2 raters each.
		{"pairwise among equals by id", four + even, "pairwise_order", `["U1","U2","U3","U4"]`},
		{"an equal opinion counts half", four + even, "pairwise_cost", "6.0"},
		{"the two of a pair are not asked", direct("U1 3", "U2 2", "U3 1") + crossRows(ids, "- 9 1", "9 - 1", "1 9 -"), "pairwise_order", `["U2","U1","U3"]`},
		{"pairwise of two by ids", direct("U1 1", "U2 2") + crossRows(ids, "- 9", "1 -"), "pairwise_order", `["U1","U2"]`},
		{"pairwise of two costs nothing", direct("U1 1", "U2 2") + crossRows(ids, "- 9", "1 -"), "pairwise_cost", "0.0"},

		{"margins never need cross", direct("U2 5", "U1 7"), "margins", `[{"above":"U1","below":"U2","delta":1.0000}]`},
		{"a margin of equals has a reason", direct("U2 5", "U1 5"), "margins", `[{"above":"U1","below":"U2","delta":null,"delta_reason":"Hai đơn vị bằng điểm nhau ở mọi nhóm tiêu chí."}]`},
		{
			// U1 7 + 5 + 3 − 4, U2 5 + 6 + 3 − 3: level at 11, U2 first by B.
			"bonus and penalty are a group each, the bonus under its cap; a tie goes by tie_break",
			fmt.Sprintf(groups, "total") + "units: [{id: U1}, {id: U2}]\nentries:\n" + entry("U1", 7, 5, 4, 0, 2, 2) + entry("U2", 5, 6, 2, 2, 0, 3), "margins",
			`[{"above":"U2","below":"U1","delta":0.0000}]`,
		},
		{
			"by total even when ranked by percent",
			fmt.Sprintf(groups, "percent_of_assigned") + "units: [{id: U1}, {id: U2}]\nentries:\n  - {unit: U1, criterion: A, assigned: false}\n  - {unit: U1, criterion: B, points: 9}\n" + entry("U2", 7, 7, 0, 0, 0, 0), "margins",
			`[{"above":"U2","below":"U1","delta":0.5556}]`,
		},
		{
			"the disqualified count for cross, not for margins",
			strings.Replace(four, "{id: U2}", "{id: U2, disqualified: {reason: a}}", 1) + even, "margins",
			`[{"above":"U1","below":"U3","delta":1.0000},{"above":"U3","below":"U4","delta":1.0000}]`,
		},
		{"the disqualified count for cross", strings.Replace(four, "{id: U2}", "{id: U2, disqualified: {reason: a}}", 1) + even, "severity_order", `["U1","U2","U3","U4"]`},

		{"coalition where another is level: one", four + even + "cross_range: [0, 10]\n", "coalition", "1"},
		{"… and the first id", four + even + "cross_range: [0, 10]\n", "coalition_raters", `["U1"]`},
		{"the first by plain mean, equals by id", four + even, "coalition_first", `"U1"`},
		{"no range, no coalition", four + even, "coalition", "null"},
		// U1 leads by 24; to lift U3 as high, U1 can give 9 more and U2 9 more to U3
		// and 9 less to U1.
		{"the fewest raters, the first in dictionary order", four + crossRows(ids, "- 1 1 1", "9 - 1 1", "9 1 - 1", "9 1 1 -") + "cross_range: [0, 10]\n", "coalition_raters", `["U1","U2"]`},
		{"criterion marks of a pair are summed", strings.Replace(direct("U1 1", "U2 2"), "[{code: I, max: 10, kind: direct}]", "[{code: I, max: 10, kind: direct}, {code: II, max: 10, kind: direct}]", 1) +
			"cross: [{from: U1, to: U2, criterion: I, points: 2}, {from: U1, to: U2, criterion: II, points: 3}, {from: U2, to: U1, criterion: I, points: 4}, {from: U2, to: U1, criterion: II, points: 0}]\n", "coalition_first", `"U2"`},
		{"every pair the same criteria", strings.Replace(direct("U1 1", "U2 2"), "[{code: I, max: 10, kind: direct}]", "[{code: I, max: 10, kind: direct}, {code: II, max: 10, kind: direct}]", 1) +
			"cross: [{from: U1, to: U2, criterion: I, points: 2}, {from: U2, to: U1, criterion: II, points: 4}]\n", "coalition_first", "null"},
		{"cross that is not complete", four + strings.Replace(even, "  - {from: U4, to: U3, points: 5}\n", "", 1), "pairwise_order", "null"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := certificateOf(t, tc.data)
			if d := cmp.Diff(tc.want, inOneLine(t, c[tc.key])); d != "" {
				t.Error(d)
			}
			if _, explained := c[tc.key+"_reason"].(string); explained != (tc.want == "null") {
				t.Errorf("its reason is %v", c[tc.key+"_reason"])
			}
		})
	}
}

// The keys of the contract come first and are all there; whatever is null has
// its reason beside it, also among the keys behind them.
func TestEveryNullOfTheCertificateHasItsReason(t *testing.T) {
	ids := []string{"U1", "U2", "U3", "U4"}
	for name, data := range map[string]string{
		"one unit":     direct("U1 1"),
		"no cross":     direct("U1 1", "U2 2"),
		"two units":    direct("U1 1", "U2 2") + crossRows(ids, "- 5", "6 -"),
		"three units":  direct("U1 1", "U2 2", "U3 3") + crossRows(ids, "- 5 6", "6 - 7", "1 2 -"),
		"all equal":    direct("U1 1", "U2 2", "U3 3", "U4 4") + crossRows(ids, "- 5 5 5", "5 - 5 5", "5 5 - 5", "5 5 5 -"),
		"nobody ranks": "sheet: {criteria: [{code: I, max: 10, kind: direct}]}\nunits: [{id: U1, disqualified: {reason: a}}]\n",
	} {
		t.Run(name, func(t *testing.T) {
			c := certificateOf(t, data)
			for _, key := range []string{
				"severity_order", "severity", "pairwise_order", "pairwise_cost", "margins", "coalition", "coalition_first", "coalition_raters",
				"leniency", "agreement", "rank_intervals", "sentences",
			} {
				if _, there := c[key]; !there {
					t.Errorf("no key %s", key)
				}
			}
			var look func(where string, object map[string]any)
			look = func(where string, object map[string]any) {
				for key, value := range object {
					if _, explained := object[key+"_reason"].(string); (value == nil) != explained {
						t.Errorf("%s%s is %v, its reason %v", where, key, value, object[key+"_reason"])
					}
					if inner, ok := value.(map[string]any); ok {
						look(where+key+".", inner)
					}
				}
			}
			look("", c)
		})
	}
}

// More than eighteen units: the order is null with its reason, which says the
// bound, and the bound stands beside it.
func TestPairwiseOfManyUnits(t *testing.T) {
	var units, rows, ids []string
	for i := range 19 {
		ids = append(ids, fmt.Sprintf("U%02d", i))
		units = append(units, ids[i]+" 5")
		var row []string
		for j := range 19 {
			if i == j {
				row = append(row, "-")
			} else {
				row = append(row, fmt.Sprint(50-j))
			}
		}
		rows = append(rows, strings.Join(row, " "))
	}
	c := certificateOf(t, direct(units...)+crossRows(ids, rows...))
	bound := c["pairwise_bound"].(map[string]any)
	if c["pairwise_order"] != nil || c["pairwise_cost"] != nil || inOneLine(t, bound["low"]) != "0.0" || inOneLine(t, bound["high"]) != "0.0" || inOneLine(t, bound["order"]) != inOneLine(t, ids) {
		t.Errorf("%v %v", c["pairwise_order"], bound)
	}
	const want = "Thứ tự chính xác chỉ tính được đến 18 đơn vị; mọi thứ tự của 19 đơn vị này đều trái với ít nhất 0 ý kiến, và thứ tự tìm được trái với 0 ý kiến."
	if d := cmp.Diff(want, c["pairwise_order_reason"]); d != "" {
		t.Error(d)
	}
}

// The leniency of the raters comes from the same formula with what was received
// and what was given changed over, and adds up to 0.
func TestLeniency(t *testing.T) {
	c := certificateOf(t, direct("U1 1", "U2 2", "U3 3")+crossRows([]string{"U1", "U2", "U3"}, "- 60 50", "80 - 76", "80 82 -"))
	// n = 3: (2·C + R)/3 − mean; C 110, 156, 162, R 160, 142, 126.
	sum := new(big.Rat)
	for id, want := range map[string]string{"U1": "-16.0000", "U2": "8.6667", "U3": "7.3333"} {
		got := c["leniency"].(map[string]any)[id].(json.Number)
		if string(got) != want {
			t.Errorf("%s has %s, want %s", id, got, want)
		}
		x, _ := new(big.Rat).SetString(string(got))
		sum.Add(sum, x)
	}
	if sum.Sign() != 0 {
		t.Errorf("they add up to %v", sum)
	}
}
