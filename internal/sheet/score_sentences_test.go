package sheet

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// one is a bundle of one sheet and units U1 and U2.
func one(sheet, rest string) string {
	return "sheet:\n" + sheet + "\nunits: [{id: U1}, {id: U2}]\n" + rest
}

// crit is the criteria of a sheet.
func crit(list ...string) string { return "  criteria:\n    - " + strings.Join(list, "\n    - ") }

// told lists what an answer says, a line for each fact: "U1 total 5.00",
// "U1 I/2 under 4.00", "margin U1 U2 0.5", "pairwise_cost 0.0".
func told(t *testing.T, data string) string {
	t.Helper()
	got := answer(t, []byte(data))
	var b strings.Builder
	for _, u := range got["units"].([]any) {
		unit := u.(map[string]any)
		for _, key := range []string{"total", "assigned_max", "percent", "rank", "tie_used", "provisional", "disqualified", "band"} {
			fmt.Fprintf(&b, "%s %s %v\n", unit["id"], key, unit[key])
		}
		fmt.Fprintf(&b, "%s missing %v\n", unit["id"], unit["missing"])
		for _, l := range unit["leaves"].([]any) {
			leaf := l.(map[string]any)
			fmt.Fprintf(&b, "%s %s %s %s\n", unit["id"], leaf["criterion"], leaf["case"], leaf["points"].(json.Number))
		}
	}
	c := got["certificate"].(map[string]any)
	for _, m := range c["margins"].([]any) {
		margin := m.(map[string]any)
		fmt.Fprintf(&b, "margin %s %s %v\n", margin["above"], margin["below"], margin["delta"])
	}
	for key, value := range c {
		fmt.Fprintf(&b, "%s %v\n", key, value)
	}
	return b.String()
}

// The exact sentences of the contract, one by one: a bundle, and facts that its
// answer tells, or the mistake that it is refused for.
var sentences = []struct {
	sentence, data string
	want           []string
	refused        string
}{
	{"an unknown key", one(crit("{code: I, max: 5, kind: direct, weight: 2}"), ""), nil, "dòng 3: Khóa “weight”"},
	{"a duplicate entry", one(crit("{code: I, max: 5, kind: direct}"), "entries:\n  - {unit: U1, criterion: I, points: 1}\n  - {unit: U1, criterion: I, points: 1}\n"), nil, "dòng 7: Đơn vị “U1” đã có số liệu cho tiêu chí “I” ở dòng 6"},
	{"a duplicate mark", one(crit("{code: I, max: 5, kind: direct}"), "marks:\n  - {unit: U1, criterion: I, level: self, points: 1}\n  - {unit: U1, criterion: I, level: self, points: 1}\n"), nil, "dòng 7: Đơn vị “U1” đã có điểm cấp self"},
	{"an entry on a parent", one(crit("{code: I, children: [{code: a, max: 5, kind: direct}]}"), "entries: [{unit: U1, criterion: I, points: 1}]\n"), nil, "“I” là nhóm có tiêu chí con"},
	{"a unit that is not listed", one(crit("{code: I, max: 5, kind: direct}"), "entries: [{unit: U9, criterion: I, points: 1}]\n"), nil, "Đơn vị “U9” không có trong danh sách"},
	{"a criterion that is not listed", one(crit("{code: I, max: 5, kind: direct}"), "entries: [{unit: U1, criterion: II, points: 1}]\n"), nil, "Tiêu chí “II” không có trong bảng"},
	{"assigned: false with figures", one(crit("{code: I, max: 5, kind: direct}"), "entries: [{unit: U1, criterion: I, assigned: false, points: 1}]\n"), nil, "(assigned: false) nhưng vẫn có số liệu ở points"},
	{"a mark on an unassigned leaf", one(crit("{code: I, max: 5, kind: direct}"), "entries: [{unit: U1, criterion: I, assigned: false}]\nmarks: [{unit: U1, criterion: I, level: final, points: 1}]\n"), nil, "không giao cho đơn vị “U1” ở dòng 5 nên không cho điểm được"},
	{"a target of 0 with better: more", one(crit("{code: I, max: 5, kind: target, scheme: leader}"), "entries: [{unit: U1, criterion: I, target: 0, actual: 1}]\n"), nil, "Chỉ tiêu của đơn vị “U1” ở tiêu chí “I” là 0"},
	{"a target of 0 with better: less", one(crit("{code: I, max: 5, kind: target, scheme: attainment, better: less}"), "entries: [{unit: U1, criterion: I, target: 0, actual: 1}]\n"), []string{"U1 I attainment 0.00"}, ""},
	{"an actual without a target outside leader", one(crit("{code: I, max: 5, kind: target, scheme: attainment}"), "entries: [{unit: U1, criterion: I, actual: 1}]\n"), nil, "có kết quả nhưng không có chỉ tiêu"},
	{"an entry lacking its input is missing; null counts as lacking", one(crit("{code: I, max: 5, kind: direct}", "{code: II, max: 5, kind: achieved}"), "entries: [{unit: U1, criterion: I, points: null}, {unit: U1, criterion: II}]\n"), []string{"U1 missing [I II]", "U1 I missing 0.00", "U1 assigned_max 10.00", "U1 provisional true"}, ""},
	{"deduction takes count", one(crit("{code: I, max: 5, kind: deduction, each: 2}"), "entries: [{unit: U1, criterion: I, points: 1}]\n"), nil, "thuộc loại deduction nên không nhận points"},
	{"bonus takes points", one(crit("{code: T, max: 5, kind: bonus, each: 2}"), "entries: [{unit: U1, criterion: T, points: 1}, {unit: U2, criterion: T, count: 2}]\n"), []string{"U1 T bonus 1.00", "U2 T bonus 4.00"}, ""},
	{"never both", one(crit("{code: P, max: 5, kind: penalty, each: 2}"), "entries: [{unit: U1, criterion: P, points: 1, count: 2}]\n"), nil, "chỉ nhận points hoặc count, không nhận cả hai"},
	{"count only with each", one(crit("{code: P, max: 5, kind: penalty}"), "entries: [{unit: U1, criterion: P, count: 2}]\n"), nil, "không có số điểm cho mỗi lần (each)"},
	{"the last level present wins, in the order self, cross, appraised, appraised_2, final", one(crit("{code: I, max: 9, kind: direct}"), "marks:\n  - {unit: U1, criterion: I, level: appraised_2, points: 4}\n  - {unit: U1, criterion: I, level: self, points: 1}\n  - {unit: U1, criterion: I, level: appraised, points: 3}\n  - {unit: U1, criterion: I, level: cross, points: 2}\n  - {unit: U2, criterion: I, level: final, points: 5}\n  - {unit: U2, criterion: I, level: appraised_2, points: 4}\n"), []string{"U1 I direct 4.00", "U2 I direct 5.00"}, ""},
	{"a mark at any level makes the leaf not missing", one(crit("{code: I, max: 9, kind: direct}"), "marks: [{unit: U1, criterion: I, level: self, points: 0}]\n"), []string{"U1 missing []", "U1 provisional false", "U2 missing [I]"}, ""},

	{"halves round away from zero", one(crit("{code: I, max: 9, kind: direct}", "{code: P, max: 9, kind: penalty}"), "entries: [{unit: U1, criterion: I, points: 1.005}, {unit: U1, criterion: P, points: 2.005}]\n"), []string{"U1 I direct 1.01", "U1 P penalty 2.01", "U1 total -1.00"}, ""},
	{"once, from the exact value", one(crit("{code: I, max: 9, kind: direct}"), "entries: [{unit: U1, criterion: I, points: 1.0049999999999999999}]\n"), []string{"U1 I direct 1.00"}, ""},
	{"percent is rounded half away from zero", one("  decimals: 0\n"+crit("{code: I, max: 16000, kind: direct}"), "entries: [{unit: U1, criterion: I, points: 1}, {unit: U2, criterion: I, points: 1}]\n"), []string{"U1 percent 0.0063"}, ""},
	{"typed points above the maximum", one(crit("{code: I, max: 9, kind: direct}"), "entries: [{unit: U1, criterion: I, points: 9.001}]\n"), nil, "Điểm 9,001 cao hơn điểm tối đa 9"},
	{"a typed mark above the maximum", one(crit("{code: I, max: 9, kind: direct}"), "marks: [{unit: U1, criterion: I, level: self, points: 9.001}]\n"), nil, "Điểm 9,001 cao hơn điểm tối đa 9"},
	{"typed points are then rounded, even over the maximum", one("  decimals: 0\n"+crit("{code: I, max: 9.5, kind: direct}"), "entries: [{unit: U1, criterion: I, points: 9.5}]\n"), []string{"U1 I direct 10", "U1 assigned_max 10"}, ""},
	{"products of a count are capped", one(crit("{code: I, max: 9, kind: per_event, each: 4}"), "entries: [{unit: U1, criterion: I, count: 3}]\n"), []string{"U1 I per_event 9.00"}, ""},
	{"a bonus or penalty leaf without an entry gives 0 with its own case and is not missing", one(crit("{code: T, max: 5, kind: bonus}", "{code: P, max: 5, kind: penalty}", "{code: I, max: 5, kind: direct}"), "entries: [{unit: U1, criterion: I, points: 5}]\n"), []string{"U1 T bonus 0.00", "U1 P penalty 0.00", "U1 missing []"}, ""},
	{"a penalty prints positive, is subtracted, and the total has no floor", one(crit("{code: P, max: 50, kind: penalty}", "{code: I, max: 5, kind: direct}"), "entries: [{unit: U1, criterion: P, points: 50}, {unit: U1, criterion: I, points: 5}]\n"), []string{"U1 P penalty 50.00", "U1 total -45.00", "U1 percent -900.0000"}, ""},
	{"bonus_cap limits the sum before totals, tie-breaks and margins; leaves stay uncut", one("  bonus_cap: 4\n  tie_break: [bonus]\n"+crit("{code: T, max: 5, kind: bonus}", "{code: B, max: 5, kind: bonus}", "{code: I, max: 5, kind: direct}"), "entries: [{unit: U1, criterion: T, points: 5}, {unit: U1, criterion: B, points: 5}, {unit: U1, criterion: I, points: 5}, {unit: U2, criterion: T, points: 4}, {unit: U2, criterion: I, points: 5}]\n"), []string{"U1 T bonus 5.00", "U1 B bonus 5.00", "U1 total 9.00", "U2 total 9.00", "U1 rank 1", "U2 rank 1", "U1 tie_used <nil>", "margin U1 U2 <nil>"}, ""},
	{"bonus and penalty maxima are in no maximum", one(crit("{code: I, max: 5, children: [{code: a, max: 5, kind: direct}, {code: T, max: 3, kind: bonus}, {code: P, max: 7, kind: penalty}]}"), ""), []string{"U1 assigned_max 5.00"}, ""},
	{"a rank not in the table gives 0", one(crit("{code: I, max: 5, kind: rank_points, table: {1: 5}}"), "entries: [{unit: U1, criterion: I, rank: 2}]\n"), []string{"U1 I rank_points 0.00", "U1 missing []"}, ""},
	{"full_mark gives an unassigned leaf its maximum, in assigned_max", one("  unassigned: full_mark\n"+crit("{code: I, max: 5, kind: direct}"), "entries: [{unit: U1, criterion: I, assigned: false}]\n"), []string{"U1 I unassigned 5.00", "U1 assigned_max 5.00", "U1 missing []"}, ""},
	{"case does not change when a mark replaces the computed value", one(crit("{code: I, max: 8, kind: target, scheme: leader}"), "entries: [{unit: U1, criterion: I, target: 4, actual: 2}]\nmarks: [{unit: U1, criterion: I, level: final, points: 7}]\n"), []string{"U1 I under 7.00"}, ""},
	{"a leaf that has only a mark has the case of its kind, direct for a target", one(crit("{code: I, max: 8, kind: target, scheme: leader}", "{code: II, max: 8, kind: achieved}"), "marks: [{unit: U1, criterion: I, level: self, points: 7}, {unit: U1, criterion: II, level: self, points: 7}]\n"), []string{"U1 I direct 7.00", "U1 II achieved 7.00"}, ""},

	{"leader: over", one(crit("{code: I, max: 8, kind: target, scheme: leader}"), "entries: [{unit: U1, criterion: I, target: 10, actual: 15}, {unit: U2, criterion: I, target: 10, actual: 20}]\n"), []string{"U1 I over 6.00", "U2 I leader 8.00"}, ""},
	{"leader, less: r is T/A and A = 0 gives the full maximum", one(crit("{code: I, max: 8, kind: target, scheme: leader, better: less}"), "entries: [{unit: U1, criterion: I, target: 10, actual: 0}, {unit: U2, criterion: I, target: 10, actual: 20}]\n"), []string{"U1 I leader 8.00", "U2 I under 2.00"}, ""},
	{"a best of 0 in the no-target group gives every unit of it 0", one(crit("{code: I, max: 8, kind: target, scheme: leader}"), "entries: [{unit: U1, criterion: I, actual: 0}, {unit: U2, criterion: I, actual: 0}]\n"), []string{"U1 I no_target 0.00", "U2 I no_target 0.00"}, ""},
	{"no target, less: MS × smallest A / A", one(crit("{code: I, max: 8, kind: target, scheme: leader, better: less}"), "entries: [{unit: U1, criterion: I, actual: 2}, {unit: U2, criterion: I, actual: 8}]\n"), []string{"U1 I no_target 8.00", "U2 I no_target 2.00"}, ""},
	{"no target, less: A = 0 gets MS", one(crit("{code: I, max: 8, kind: target, scheme: leader, better: less}"), "entries: [{unit: U1, criterion: I, actual: 0}, {unit: U2, criterion: I, actual: 8}]\n"), []string{"U1 I no_target 8.00", "U2 I no_target 0.00"}, ""},
	{"a disqualified unit counts for leaders, not for ranks and margins", "sheet:\n" + crit("{code: I, max: 8, kind: target, scheme: leader}") + "\nunits: [{id: U1}, {id: U2, disqualified: {reason: kỷ luật}}]\nentries: [{unit: U1, criterion: I, target: 10, actual: 15}, {unit: U2, criterion: I, target: 10, actual: 20}]\n", []string{"U1 I over 6.00", "U1 rank 1", "U2 rank <nil>", "U2 disqualified true", "margins []"}, ""},

	{"percent is exact in the ranking", one("  decimals: 0\n  rank_by: percent_of_assigned\n"+crit("{code: I, max: 3000000, kind: direct}", "{code: II, max: 1, kind: direct}"), "entries: [{unit: U1, criterion: I, points: 1000000}, {unit: U1, criterion: II, assigned: false}, {unit: U2, criterion: I, points: 1000000}, {unit: U2, criterion: II, points: 0}]\n"), []string{"U1 percent 33.3333", "U2 percent 33.3333", "U1 rank 1", "U2 rank 2"}, ""},
	{"assigned_max 0: percent and rank are null", one(crit("{code: I, max: 3, kind: direct}"), "entries: [{unit: U1, criterion: I, assigned: false}]\n"), []string{"U1 percent <nil>", "U1 rank <nil>", "U1 provisional false"}, ""},
	{"a parent counts as its subtree net of penalties; tie_used names the tie-break", one("  tie_break: [I]\n"+crit("{code: I, children: [{code: a, max: 5, kind: direct}, {code: P, max: 5, kind: penalty}]}", "{code: II, max: 9, kind: direct}"), "entries: [{unit: U1, criterion: I/a, points: 5}, {unit: U1, criterion: I/P, points: 3}, {unit: U1, criterion: II, points: 4}, {unit: U2, criterion: I/a, points: 4}, {unit: U2, criterion: II, points: 2}]\n"), []string{"U1 total 6.00", "U2 total 6.00", "U1 rank 2", "U2 rank 1", "U1 tie_used I", "U2 tie_used I"}, ""},
	{"self_total uses computed where no self mark exists", one("  tie_break: [self_total]\n"+crit("{code: I, max: 9, kind: direct}"), "entries: [{unit: U1, criterion: I, points: 6}, {unit: U2, criterion: I, points: 6}]\nmarks: [{unit: U2, criterion: I, level: self, points: 7}, {unit: U2, criterion: I, level: final, points: 6}]\n"), []string{"U1 rank 2", "U2 rank 1", "U1 tie_used self_total"}, ""},
	{"equals share a rank", one(crit("{code: I, max: 9, kind: direct}"), "entries: [{unit: U1, criterion: I, points: 6}, {unit: U2, criterion: I, points: 6}]\n"), []string{"U1 rank 1", "U2 rank 1", "U1 tie_used <nil>"}, ""},

	{"margins go by total even when ranked by percent", one("  rank_by: percent_of_assigned\n"+crit("{code: I, max: 9, kind: direct}", "{code: II, max: 9, kind: direct}"), "entries: [{unit: U1, criterion: I, points: 8}, {unit: U1, criterion: II, assigned: false}, {unit: U2, criterion: I, points: 6}, {unit: U2, criterion: II, points: 6}]\n"), []string{"U1 rank 1", "margin U2 U1 0.5000"}, ""},
	{"all bonus leaves form one group, all penalty leaves one, negative", one(crit("{code: I, children: [{code: a, max: 9, kind: direct}, {code: T, max: 9, kind: bonus}]}", "{code: B, max: 9, kind: bonus}", "{code: P, max: 9, kind: penalty}"), "entries: [{unit: U1, criterion: I/a, points: 9}, {unit: U1, criterion: I/T, points: 1}, {unit: U1, criterion: P, points: 2}, {unit: U2, criterion: I/a, points: 3}, {unit: U2, criterion: B, points: 1}]\n"), []string{"margin U1 U2 0.5000"}, ""},
	{"delta is 1 when no group favours the lower", one(crit("{code: I, max: 9, kind: direct}"), "entries: [{unit: U1, criterion: I, points: 6}, {unit: U2, criterion: I, points: 5}]\n"), []string{"margin U1 U2 1.0000"}, ""},
	{"margins never need cross, and each null part has its reason", one(crit("{code: I, max: 9, kind: direct}"), "entries: [{unit: U1, criterion: I, points: 6}, {unit: U2, criterion: I, points: 5}]\n"), []string{"margin U1 U2 1.0000", "coalition <nil>", "coalition_reason Không có điểm chấm chéo.", "pairwise_order_reason Không có điểm chấm chéo."}, ""},
	{"every pair the same criteria, or one total", one(crit("{code: I, max: 9, kind: direct}", "{code: II, max: 9, kind: direct}"), "cross: [{from: U1, to: U2, criterion: I, points: 5}, {from: U2, to: U1, criterion: II, points: 5}]\n"), []string{"pairwise_order <nil>"}, ""},
	{"a total outside cross_range", one(crit("{code: I, max: 9, kind: direct}"), "cross: [{from: U1, to: U2, points: 11}]\ncross_range: [0, 10]\n"), nil, "nằm ngoài khoảng [0, 10]"},
	{"without cross_range the coalition is null", one(crit("{code: I, max: 9, kind: direct}"), "cross: [{from: U1, to: U2, points: 5}, {from: U2, to: U1, points: 6}]\n"), []string{"coalition <nil>", "coalition_first U1", "coalition_reason Chưa ghi khoảng điểm chấm chéo (cross_range)."}, ""},
	{"a coalition has at least one rater: already level, it is 1 and the first id", one(crit("{code: I, max: 9, kind: direct}"), "cross: [{from: U1, to: U2, points: 5}, {from: U2, to: U1, points: 5}]\ncross_range: [0, 10]\n"), []string{"coalition 1", "coalition_raters [U1]"}, ""},
	{"pairwise at n = 2 is by ids with cost 0", one(crit("{code: I, max: 9, kind: direct}"), "cross: [{from: U1, to: U2, points: 9}, {from: U2, to: U1, points: 5}]\n"), []string{"pairwise_order [U1 U2]", "pairwise_cost 0.0"}, ""},
	{"ids compare by Unicode code points", "sheet:\n" + crit("{code: I, max: 9, kind: direct}") + "\nunits: [{id: đ}, {id: e}]\ncross: [{from: đ, to: e, points: 5}, {from: e, to: đ, points: 5}]\n", []string{"pairwise_order [e đ]", "coalition_first e"}, ""},
	{"units are printed in the order of units", "sheet:\n" + crit("{code: I, max: 9, kind: direct}") + "\nunits: [{id: U2}, {id: U1}]\nentries: [{unit: U1, criterion: I, points: 6}, {unit: U2, criterion: I, points: 5}]\n", []string{"U2 rank 2\nU2 tie_used <nil>\nU2 provisional false\nU2 disqualified false\nU2 band <nil>\nU2 missing []\nU2 I direct 5.00\nU1 total 6.00"}, ""},
}

func TestExactSentences(t *testing.T) {
	for _, s := range sentences {
		t.Run(s.sentence, func(t *testing.T) {
			if s.refused != "" {
				if got := problems(t, s.data); len(got) != 1 || !strings.Contains(got[0], s.refused) {
					t.Errorf("want %q, got %q", s.refused, got)
				}
				return
			}
			got := told(t, s.data)
			for _, want := range s.want {
				if !strings.Contains("\n"+got, "\n"+want+"\n") && !strings.HasPrefix(got, want+"\n") {
					t.Errorf("%q is not told:\n%s", want, got)
				}
			}
		})
	}
}
