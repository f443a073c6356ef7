package sheet

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaouoc/internal/problem"
)

// good is a bundle without a mistake; the cases below change one line each.
const good = `sheet:
  name: Bảng chấm điểm
  tie_break: [bonus]
  criteria:
    - code: I
      max: 90
      children:
        - {code: "1", max: 10, kind: achieved}
        - {code: "2", max: 10, kind: target, scheme: leader}
        - {code: "3", max: 10, kind: direct}
        - {code: "4", max: 10, kind: per_event, each: 3}
        - {code: "5", max: 10, kind: rank_points, table: {1: 10, 2: 8}}
        - {code: "6", max: 10, kind: deduction, each: 2}
        - {code: "7", max: 10, kind: target, scheme: threshold, steps: [[100, 10], [95, 8]]}
        - {code: "8", max: 10, kind: target, scheme: attainment, better: less}
        - {code: "9", max: 10, kind: direct}
        - {code: T, max: 5, kind: bonus}
        - {code: P, max: 5, kind: penalty, each: 1}
units:
  - {id: U1}
  - {id: U2, disqualified: {reason: kỷ luật, document: 1/QĐ}}
entries:
  - {unit: U1, criterion: I/1, achieved: true}
  - {unit: U1, criterion: I/2, target: 10, actual: 8}
  - {unit: U1, criterion: I/9, assigned: false}
marks:
  - {unit: U1, criterion: I/3, level: self, points: 7}
cross:
  - {from: U1, to: U2, points: 50}
cross_range: [0, 100]
`

// problems reads a bundle and lists what is wrong, one "line: text" each.
func problems(t *testing.T, data string) []string {
	t.Helper()
	b, err := ReadScoreBundle([]byte(data))
	if err == nil {
		return nil
	}
	if b != nil {
		t.Error("a bundle beside an error")
	}
	var out []string
	for _, p := range problem.All(err) {
		out = append(out, p.Error())
	}
	if out == nil {
		t.Fatalf("not a problem: %v", err)
	}
	return out
}

func TestGoodBundle(t *testing.T) {
	if got := problems(t, good); got != nil {
		t.Error(got)
	}
}

// Lines of the good bundle that the cases replace.
const (
	goodEntry = "  - {unit: U1, criterion: I/1, achieved: true}\n"
	goodMark  = "  - {unit: U1, criterion: I/3, level: self, points: 7}\n"
	goodCross = "  - {from: U1, to: U2, points: 50}\n"
)

// Each mistake the contract names has its case: a part of the good bundle, what
// stands there instead, and everything that is then reported.
var badBundles = []struct {
	name, old, new string
	want           []string
}{
	{"unknown key at the top", "cross_range:", "cross_rang:", []string{"dòng 30: Khóa “cross_rang” của tệp không được nhận; các khóa được nhận: sheet, units, entries, marks, cross, cross_range."}},
	{"unknown key of the sheet", "  name: Bảng", "  title: Bảng", []string{"dòng 2: Khóa “title” của bảng chấm điểm không được nhận; các khóa được nhận: name, decimals, rank_by, no_target, unassigned, tie_break, bonus_cap, final, drop_extremes, exclude_own, bands, criteria."}},
	{"unknown key of a criterion", "kind: achieved}", "kind: achieved, weight: 2}", []string{"dòng 8: Khóa “weight” của tiêu chí không được nhận; các khóa được nhận: code, name, max, kind, scheme, better, unit, each, table, steps, evidence, deadline, children."}},
	{"unknown key of an entry", "achieved: true", "achieved: true, note: a", []string{"dòng 23: Khóa “note” của số liệu (entries) không được nhận; các khóa được nhận: unit, criterion, assigned, target, actual, achieved, points, count, rank."}},
	{"a key twice", "achieved: true", "achieved: true, achieved: false", []string{"dòng 23: Khóa “achieved” của số liệu (entries) được ghi hai lần, lần đầu ở dòng 23."}},
	{"no kind", ", kind: achieved", "", []string{"dòng 8: Tiêu chí “I/1” chưa có cách chấm; hãy ghi kind là một trong: target, achieved, direct, per_event, rank_points, deduction, bonus, penalty."}},
	{"a wrong kind", "kind: achieved", "kind: reached", []string{"dòng 8: Giá trị “reached” của kind không được nhận; hãy ghi một trong: target, achieved, direct, per_event, rank_points, deduction, bonus, penalty."}},
	{"a wrong scheme", "scheme: leader", "scheme: best", []string{"dòng 9: Giá trị “best” của scheme không được nhận; hãy ghi một trong: attainment, threshold, leader."}},
	{"no scheme", ", scheme: leader", "", []string{"dòng 9: Tiêu chí “I/2” chưa có cách tính; hãy ghi scheme là một trong: attainment, threshold, leader."}},
	{"a wrong direction", "better: less", "better: fewer", []string{"dòng 15: Giá trị “fewer” của better không được nhận; hãy ghi một trong: more, less."}},
	{"a wrong rank_by", "  name: Bảng chấm điểm", "  rank_by: points", []string{"dòng 2: Giá trị “points” của rank_by không được nhận; hãy ghi một trong: total, percent_of_assigned."}},
	{"a wrong no_target", "  name: Bảng chấm điểm", "  no_target: none", []string{"dòng 2: Giá trị “none” của no_target không được nhận; hãy ghi một trong: no_target_group, whole_cluster."}},
	{"a wrong unassigned", "  name: Bảng chấm điểm", "  unassigned: zero", []string{"dòng 2: Giá trị “zero” của unassigned không được nhận; hãy ghi một trong: leaves_denominator, full_mark."}},
	{"decimals below zero", "  name: Bảng chấm điểm", "  decimals: -1", []string{"dòng 2: Số chữ số thập phân phải từ 0 đến 30."}},
	{"decimals not whole", "  name: Bảng chấm điểm", "  decimals: 1.5", []string{"dòng 2: Giá trị của “decimals” phải là số nguyên, không phải 1.5."}},
	{"a negative cap", "  name: Bảng chấm điểm", "  bonus_cap: -5", []string{"dòng 2: Số -5 ở bonus_cap là số âm; hãy ghi số không âm."}},
	{"an unknown way to points", "  name: Bảng chấm điểm", "  final: median", []string{"dòng 2: Giá trị “median” của final không được nhận; hãy ghi một trong: last_level, mean_cross, weights."}},
	{"weights without numbers", "  name: Bảng chấm điểm", "  final: weights", []string{"dòng 2: Các trọng số của weights cộng lại bằng 0; hãy ghi ít nhất một trọng số lớn hơn 0, ví dụ {cross: 30, appraised: 70}."}},
	{"a way to points that is a list", "  name: Bảng chấm điểm", "  final: [mean_cross]", []string{"dòng 2: Cách chốt điểm (final) phải là một nhóm khóa: giá trị, gồm các khóa: weights."}},
	{"an empty way to points", "  name: Bảng chấm điểm", "  final: {}", []string{"dòng 2: Cách chốt điểm “final” phải là last_level, mean_cross hoặc {weights: {cross: 30, appraised: 70}}."}},
	{"a weight of a level that has none", "  name: Bảng chấm điểm", "  final: {weights: {final: 3}}", []string{"dòng 2: Khóa “final” của trọng số (weights) không được nhận; các khóa được nhận: self, cross, appraised.", "dòng 2: Các trọng số của weights cộng lại bằng 0; hãy ghi ít nhất một trọng số lớn hơn 0, ví dụ {cross: 30, appraised: 70}."}},
	{"a weight of letters", "  name: Bảng chấm điểm", "  final: {weights: {cross: ba mươi}}", []string{"dòng 2: Giá trị của “cross” phải là số, không phải “ba mươi”."}},
	{"extremes that are not whole", "  name: Bảng chấm điểm", "  final: mean_cross\n  drop_extremes: 0.5", []string{"dòng 3: Giá trị của “drop_extremes” phải là số nguyên, không phải 0.5.", "dòng 30: Bảng này chốt điểm theo điểm chấm chéo của từng tiêu chí; đơn vị “U1” chấm cho đơn vị “U2” theo tổng hoặc theo nhóm; hãy ghi từng tiêu chí ở criterion."}},
	{"extremes of nothing", "  name: Bảng chấm điểm", "  drop_extremes: 1", []string{"dòng 2: drop_extremes chỉ dùng khi điểm chấm chéo vào điểm chốt (final: mean_cross hoặc weights có cross)."}},
	{"points from totals", "  name: Bảng chấm điểm", "  final: mean_cross", []string{"dòng 29: Bảng này chốt điểm theo điểm chấm chéo của từng tiêu chí; đơn vị “U1” chấm cho đơn vị “U2” theo tổng hoặc theo nhóm; hãy ghi từng tiêu chí ở criterion."}},
	{"an unknown key of a band", "  name: Bảng chấm điểm", "  bands: [{name: tốt, from: 80, share: 20}]", []string{"dòng 2: Khóa “share” của mức xếp loại (bands) không được nhận; các khóa được nhận: name, from, floor, floor_on."}},
	{"bands upside down", "  name: Bảng chấm điểm", "  bands:\n    - {name: khá, from: 70}\n    - {name: tốt, from: 80}", []string{"dòng 4: Mức xếp loại “tốt” từ 80 không thấp hơn mức “khá” đứng trước từ 70; hãy xếp từ mức cao xuống mức thấp."}},
	{"evidence that is a word", "kind: achieved", "kind: achieved, evidence: có", []string{"dòng 8: Giá trị của “evidence” phải là true hoặc false."}},
	{"a deadline that is no day", "kind: achieved", "kind: achieved, deadline: cuối năm", []string{"dòng 8: Giá trị của “deadline” là “cuối năm”, không phải là ngày; hãy ghi như 2026-11-30."}},
	{"an unlisted tie-break", "[bonus]", "[bonus, I/99]", []string{"dòng 3: Tiêu chí phụ “I/99” không có trong bảng chấm điểm; hãy ghi đường dẫn mã tiêu chí, hoặc bonus, hoặc self_total."}},
	{"a parent that is not the sum", "max: 90", "max: 100.5", []string{"dòng 6: Điểm tối đa của nhóm “I” là 100,5 nhưng tổng điểm tối đa của các tiêu chí con là 90 (không tính điểm thưởng, điểm trừ); hãy sửa cho khớp."}},
	{"a parent with a kind", "      max: 90", "      kind: direct", []string{"dòng 6: “I” là nhóm có tiêu chí con nên không có cách chấm riêng; hãy bỏ kind."}},
	{"a parent without children", "    - code: I\n", "    - {code: II, children: []}\n    - code: I\n", []string{"dòng 5: Nhóm tiêu chí “II” chưa có tiêu chí con nào; hãy ghi tiêu chí con hoặc bỏ children."}},
	{"a code twice", `code: "3"`, `code: "1"`, []string{"dòng 10: Mã tiêu chí “I/1” đã được dùng ở dòng 8; mỗi mã trong cùng một nhóm chỉ dùng một lần.", "dòng 27: Tiêu chí “I/3” không có trong bảng chấm điểm."}},
	{"no code", `code: "3", `, "", []string{"dòng 10: Tiêu chí “” chưa có mã; hãy ghi code.", "dòng 27: Tiêu chí “I/3” không có trong bảng chấm điểm."}},
	{"a code with a slash", `code: "4"`, `code: "4/a"`, []string{"dòng 11: Mã tiêu chí “4/a” không được chứa dấu “/”, vì dấu này nối các mã thành đường dẫn."}},
	{"no maximum", "max: 5, kind: bonus", "kind: bonus", []string{"dòng 17: Tiêu chí “I/T” chưa có điểm tối đa; hãy ghi max."}},
	{"a negative maximum", "max: 5, kind: bonus", "max: -5, kind: bonus", []string{"dòng 17: Số -5 ở max là số âm; hãy ghi số không âm."}},
	{"each is missing", ", each: 3", "", []string{"dòng 11: Tiêu chí “I/4” chưa có số điểm cho mỗi lần; hãy ghi each."}},
	{"each where it means nothing", "kind: achieved", "kind: achieved, each: 3", []string{"dòng 8: Tiêu chí “I/1” thuộc loại achieved nên không dùng each."}},
	{"steps where they mean nothing", "scheme: leader", "scheme: leader, steps: [[1, 1]]", []string{"dòng 9: Tiêu chí “I/2” có steps nhưng steps chỉ dùng với scheme threshold."}},
	{"no steps", ", steps: [[100, 10], [95, 8]]", "", []string{"dòng 14: Tiêu chí “I/7” chưa có bậc điểm; hãy ghi steps, ví dụ [[100, 10], [95, 8]]."}},
	{"a step of one number", "[95, 8]", "[95]", []string{"dòng 14: Giá trị của “steps” phải là hai số, ví dụ [95, 8]."}},
	{"a step above the maximum", "[95, 8]", "[95, 18]", []string{"dòng 14: Bậc từ 95% của tiêu chí “I/7” cho 18 điểm, cao hơn điểm tối đa 10."}},
	{"a step twice", "[95, 8]", "[100, 8]", []string{"dòng 14: Bậc từ 100% của tiêu chí “I/7” được ghi hai lần."}},
	{"no table", ", table: {1: 10, 2: 8}", "", []string{"dòng 12: Tiêu chí “I/5” chưa có bảng điểm theo thứ hạng; hãy ghi table, ví dụ {1: 10, 2: 8}."}},
	{"a table with a rank twice", "{1: 10, 2: 8}", `{1: 10, "1": 8}`, []string{"dòng 12: Thứ hạng 1 trong “table” được ghi hai lần."}},
	{"a table with a rank of letters", "{1: 10, 2: 8}", "{nhất: 10}", []string{"dòng 12: Thứ hạng “nhất” trong “table” phải là số nguyên."}},
	{"a table with rank 0", "{1: 10, 2: 8}", "{0: 10}", []string{"dòng 12: Bảng điểm của tiêu chí “I/5” có thứ hạng 0; thứ hạng phải từ 1 trở lên."}},
	{"a table above the maximum", "{1: 10, 2: 8}", "{1: 11}", []string{"dòng 12: Bảng điểm của tiêu chí “I/5” cho thứ hạng 1 là 11 điểm, cao hơn điểm tối đa 10."}},

	{"a unit twice", "id: U2,", "id: U1,", []string{"dòng 21: Mã đơn vị “U1” đã được dùng ở dòng 20; mỗi đơn vị có một mã riêng.", "dòng 29: Đơn vị “U2” không có trong danh sách đơn vị (units)."}},
	{"a unit without id", "id: U2, ", "name: Sở, ", []string{"dòng 21: Đơn vị “Sở” chưa có mã; hãy ghi id.", "dòng 29: Đơn vị “U2” không có trong danh sách đơn vị (units)."}},
	{"disqualified without why", "{reason: kỷ luật, document: 1/QĐ}", "{document: 1/QĐ}", []string{"dòng 21: Đơn vị “U2” bị loại khỏi xếp hạng nhưng chưa có lý do; hãy ghi reason."}},
	{"disqualified as a flag", "{reason: kỷ luật, document: 1/QĐ}", "true", []string{"dòng 21: Lý do loại (disqualified) phải là một nhóm khóa: giá trị, gồm các khóa: reason, document."}},

	{"an entry twice", goodEntry, goodEntry + goodEntry, []string{"dòng 24: Đơn vị “U1” đã có số liệu cho tiêu chí “I/1” ở dòng 23; mỗi đơn vị chỉ ghi một lần cho một tiêu chí."}},
	{"an entry on a parent", "criterion: I/1,", "criterion: I,", []string{"dòng 23: “I” là nhóm có tiêu chí con nên không chấm trực tiếp; hãy ghi vào từng tiêu chí con."}},
	{"an entry of an unlisted unit", "{unit: U1, criterion: I/1,", "{unit: U9, criterion: I/1,", []string{"dòng 23: Đơn vị “U9” không có trong danh sách đơn vị (units)."}},
	{"an entry without a unit", "{unit: U1, criterion: I/1,", "{criterion: I/1,", []string{"dòng 23: Chưa ghi đơn vị; hãy ghi unit."}},
	{"an entry on an unlisted criterion", "criterion: I/1,", "criterion: I/99,", []string{"dòng 23: Tiêu chí “I/99” không có trong bảng chấm điểm."}},
	{"an entry without a criterion", "criterion: I/1,", "", []string{"dòng 23: Chưa ghi tiêu chí; hãy ghi criterion là đường dẫn mã, ví dụ I/2."}},
	{"not assigned, with figures", "achieved: true", "achieved: true, assigned: false", []string{"dòng 23: Tiêu chí “I/1” không giao cho đơn vị “U1” (assigned: false) nhưng vẫn có số liệu ở achieved; hãy bỏ một trong hai."}},
	{"a figure of another kind", "achieved: true", "achieved: true, count: 3", []string{"dòng 23: Tiêu chí “I/1” thuộc loại achieved nên không nhận count."}},
	{"a target of 0", "target: 10,", "target: 0,", []string{"dòng 24: Chỉ tiêu của đơn vị “U1” ở tiêu chí “I/2” là 0, không tính được tỷ lệ thực hiện; nếu không giao chỉ tiêu thì bỏ target hoặc ghi assigned: false."}},
	{"a target of 0 without a result", "target: 10, actual: 8", "target: 0.0", []string{"dòng 24: Chỉ tiêu của đơn vị “U1” ở tiêu chí “I/2” là 0, không tính được tỷ lệ thực hiện; nếu không giao chỉ tiêu thì bỏ target hoặc ghi assigned: false."}},
	{"no target in threshold", goodEntry, "  - {unit: U1, criterion: I/7, actual: 5}\n", []string{"dòng 23: Đơn vị “U1” có kết quả nhưng không có chỉ tiêu ở tiêu chí “I/7”; cách tính threshold cần target."}},
	{"no target in attainment", goodEntry, "  - {unit: U1, criterion: I/8, actual: 5}\n", []string{"dòng 23: Đơn vị “U1” có kết quả nhưng không có chỉ tiêu ở tiêu chí “I/8”; cách tính attainment cần target."}},
	{"negative figures", "target: 10, actual: 8", "target: 10, actual: -8", []string{"dòng 24: Số -8 ở actual là số âm; hãy ghi số không âm."}},
	{"typed points above the maximum", goodEntry, "  - {unit: U1, criterion: I/3, points: 10.000000000000001}\n", []string{"dòng 23: Điểm 10,000000000000001 cao hơn điểm tối đa 10 của tiêu chí “I/3”."}},
	{"typed bonus above the maximum", goodEntry, "  - {unit: U1, criterion: I/T, points: 6}\n", []string{"dòng 23: Điểm 6 cao hơn điểm tối đa 5 của tiêu chí “I/T”."}},
	{"points and count", goodEntry, "  - {unit: U1, criterion: I/P, points: 1, count: 1}\n", []string{"dòng 23: Tiêu chí “I/P” chỉ nhận points hoặc count, không nhận cả hai."}},
	{"a count without each", goodEntry, "  - {unit: U1, criterion: I/T, count: 1}\n", []string{"dòng 23: Tiêu chí “I/T” không có số điểm cho mỗi lần (each) nên không nhận count; hãy ghi points."}},
	{"a count that is not whole", goodEntry, "  - {unit: U1, criterion: I/4, count: 1.5}\n", []string{"dòng 23: Giá trị của “count” phải là số nguyên, không phải 1.5."}},
	{"a negative count", goodEntry, "  - {unit: U1, criterion: I/4, count: -1}\n", []string{"dòng 23: Số -1 ở count không hợp lệ; hãy ghi số nguyên từ 0 trở lên."}},
	{"rank 0", goodEntry, "  - {unit: U1, criterion: I/5, rank: 0}\n", []string{"dòng 23: Số 0 ở rank không hợp lệ; hãy ghi số nguyên từ 1 trở lên."}},
	{"not a flag", "achieved: true", `achieved: "true"`, []string{"dòng 23: Giá trị của “achieved” phải là true hoặc false."}},
	{"a number in quotes", "actual: 8", `actual: "8"`, []string{"dòng 24: Giá trị của “actual” phải là số, không phải chữ “8”; hãy ghi số không có dấu ngoặc kép, phần thập phân sau dấu chấm, ví dụ 7.5."}},
	{"a decimal comma", "{unit: U1, criterion: I/2, target: 10, actual: 8}", "unit: U1\n    criterion: I/2\n    target: 10\n    actual: 8,5", []string{"dòng 27: Giá trị của “actual” phải là số, không phải chữ “8,5”; hãy ghi số không có dấu ngoặc kép, phần thập phân sau dấu chấm, ví dụ 7.5."}},
	{"letters for a number", "actual: 8", "actual: tám", []string{"dòng 24: Giá trị của “actual” phải là số, không phải “tám”."}},
	{"not a decimal", "actual: 8", "actual: 0x1F", []string{"dòng 24: Giá trị của “actual” là “0x1F”, cách viết số không được nhận; hãy ghi số thập phân thường, ví dụ 1250.5."}},
	{"a leading zero", "actual: 8", "actual: 010", []string{"dòng 24: Giá trị của “actual” là “010”, cách viết số không được nhận; hãy ghi số thập phân thường, ví dụ 1250.5."}},
	{"infinity", "actual: 8", "actual: .inf", []string{"dòng 24: Giá trị của “actual” là “.inf”, cách viết số không được nhận; hãy ghi số thập phân thường, ví dụ 1250.5."}},

	{"a mark twice", goodMark, goodMark + goodMark, []string{"dòng 28: Đơn vị “U1” đã có điểm cấp self cho tiêu chí “I/3” ở dòng 27; mỗi cấp chỉ cho điểm một lần."}},
	{"a mark on a parent", "criterion: I/3,", "criterion: I,", []string{"dòng 27: “I” là nhóm có tiêu chí con nên không chấm trực tiếp; hãy ghi vào từng tiêu chí con."}},
	{"a mark of an unlisted unit", "{unit: U1, criterion: I/3,", "{unit: U9, criterion: I/3,", []string{"dòng 27: Đơn vị “U9” không có trong danh sách đơn vị (units)."}},
	{"a mark on an unlisted criterion", "criterion: I/3,", "criterion: I/33,", []string{"dòng 27: Tiêu chí “I/33” không có trong bảng chấm điểm."}},
	{"a mark on an unassigned leaf", "criterion: I/3,", "criterion: I/9,", []string{"dòng 27: Tiêu chí “I/9” không giao cho đơn vị “U1” ở dòng 25 nên không cho điểm được."}},
	{"a mark above the maximum", "points: 7}", "points: 10.5}", []string{"dòng 27: Điểm 10,5 cao hơn điểm tối đa 10 của tiêu chí “I/3”."}},
	{"a mark without points", ", points: 7}", "}", []string{"dòng 27: Chưa ghi số điểm cho đơn vị “U1”, tiêu chí “I/3”; hãy ghi points."}},
	{"a mark without a level", "level: self, ", "", []string{"dòng 27: Chưa ghi cấp cho điểm; hãy ghi level."}},
	{"a wrong level", "level: self", "level: peer", []string{"dòng 27: Giá trị “peer” của level không được nhận; hãy ghi một trong: self, cross, appraised, appraised_2, final."}},

	{"a cross-score twice", goodCross, goodCross + goodCross, []string{"dòng 30: Đơn vị “U1” đã chấm cho đơn vị “U2” ở dòng 29; mỗi cặp chỉ chấm một lần."}},
	{"a cross-score of oneself", "to: U2,", "to: U1,", []string{"dòng 29: Đơn vị “U1” không tự chấm chéo cho mình."}},
	{"a cross-score from an unlisted unit", "from: U1,", "from: U9,", []string{"dòng 29: Đơn vị “U9” không có trong danh sách đơn vị (units)."}},
	{"a cross-score without points", ", points: 50", "", []string{"dòng 29: Chưa ghi số điểm đơn vị “U1” chấm cho đơn vị “U2”; hãy ghi points."}},
	{"a cross-score on an unlisted criterion", "points: 50", "criterion: II, points: 50", []string{"dòng 29: Tiêu chí “II” không có trong bảng chấm điểm."}},
	{"a cross-score above a criterion", "points: 50", "criterion: I/3, points: 50", []string{"dòng 29: Điểm 50 cao hơn điểm tối đa 10 của tiêu chí “I/3”."}},
	{"a cross total and a criterion", goodCross, goodCross + "  - {from: U1, to: U2, criterion: I/3, points: 5}\n", []string{"dòng 30: Đơn vị “U1” chấm cho đơn vị “U2” vừa theo tổng vừa theo tiêu chí ở dòng 29; hãy chọn một cách."}},
	{"a cross-score of a group and its child", goodCross, "  - {from: U1, to: U2, criterion: I, points: 50}\n  - {from: U1, to: U2, criterion: I/3, points: 5}\n", []string{"dòng 30: Đơn vị “U1” chấm cho đơn vị “U2” cả nhóm lẫn tiêu chí con của nhóm ở dòng 29; hãy chọn một cách."}},
	{"a cross total outside the range", "points: 50", "points: 100.5", []string{"dòng 29: Điểm 100,5 đơn vị “U1” chấm cho đơn vị “U2” nằm ngoài khoảng [0, 100] của cross_range."}},
	{"criterion marks that add up above the range", goodCross + "cross_range: [0, 100]", "  - {from: U1, to: U2, criterion: I/3, points: 8}\n  - {from: U1, to: U2, criterion: I/4, points: 8}\ncross_range: [0, 15]", []string{"dòng 29: Điểm 16 đơn vị “U1” chấm cho đơn vị “U2” nằm ngoài khoảng [0, 15] của cross_range."}},
	{"a range upside down", "[0, 100]", "[100, 0]", []string{"dòng 30: Khoảng điểm chấm chéo [100, 0] có số đầu lớn hơn số cuối."}},
	{"a range of one number", "[0, 100]", "100", []string{"dòng 30: Giá trị của “cross_range” phải là hai số, ví dụ [0, 100]."}},
}

func TestBadBundles(t *testing.T) {
	for _, tc := range badBundles {
		t.Run(tc.name, func(t *testing.T) {
			if strings.Count(good, tc.old) == 0 {
				t.Fatalf("the good bundle has no %q", tc.old)
			}
			if d := cmp.Diff(tc.want, problems(t, strings.Replace(good, tc.old, tc.new, 1))); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestUnreadableBundles(t *testing.T) {
	const noYAML = "Không đọc được tệp từ quanh dòng này; hãy kiểm tra thụt lề (dùng dấu cách, không dùng tab), dấu hai chấm, dấu ngoặc và bảng mã UTF-8."
	for _, tc := range []struct {
		name, data string
		want       []string
	}{
		{"empty", "", []string{"dòng 1: Tệp trống; hãy ghi sheet, units và entries."}},
		{"only a comment", "# chưa có gì\n", []string{"dòng 1: Tệp trống; hãy ghi sheet, units và entries."}},
		{"a list", "- 1\n", []string{"dòng 1: Tệp phải là một nhóm khóa: giá trị, gồm các khóa: sheet, units, entries, marks, cross, cross_range."}},
		{"no YAML", "sheet: {\n", []string{"dòng 1: " + noYAML}},
		{"a tab", "sheet:\n\tname: a\n", []string{"dòng 2: " + noYAML}},
		{"no UTF-8", "sheet: \xff\n", []string{"dòng 1: " + noYAML}},
		{"two documents", good + "---\na: 1\n", []string{"dòng 31: Tệp có hơn một văn bản YAML (dấu ---); hãy giữ một."}},
		{"no sheet", "units: [{id: U1}]\n", []string{"dòng 1: Tệp chưa có bảng chấm điểm; hãy ghi sheet."}},
		{"no units", "sheet: {criteria: [{code: I, max: 1, kind: direct}]}\n", []string{"dòng 1: Chưa có đơn vị nào; hãy ghi ít nhất một đơn vị ở units."}},
		{"units that are no list", "sheet: {criteria: [{code: I, max: 1, kind: direct}]}\nunits: {id: U1}\n", []string{"dòng 2: Giá trị của “units” phải là một danh sách."}},
		{"no criteria", "sheet: {name: a}\nunits: [{id: U1}]\n", []string{"dòng 1: Bảng chấm điểm chưa có tiêu chí nào; hãy ghi ít nhất một tiêu chí ở criteria."}},
		{"a whole part by alias", "sheet: &s {criteria: [{code: I, max: 1, kind: direct}]}\nunits: *s\n", []string{"dòng 2: Khóa “units” dùng bí danh YAML (*s) cho cả một nhóm; hãy ghi đầy đủ."}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, problems(t, tc.data)); d != "" {
				t.Error(d)
			}
		})
	}
}

// All mistakes are told at once, in the order of lines, and one unreadable
// value is told once.
func TestEveryMistakeIsTold(t *testing.T) {
	bad := strings.NewReplacer("max: 90", "max: 91", "actual: 8", "actual: tám", "points: 7}", "points: 70}", "to: U2", "to: U7").Replace(good)
	var lines []string
	for _, p := range problems(t, bad) {
		where, _, _ := strings.Cut(p, ":")
		lines = append(lines, where)
	}
	if d := cmp.Diff([]string{"dòng 6", "dòng 24", "dòng 27", "dòng 29"}, lines); d != "" {
		t.Error(d)
	}
}

// Codes keep the letters they were printed with, numbers their exact value.
func TestReadsExactly(t *testing.T) {
	b, err := ReadScoreBundle([]byte("sheet:\n  criteria:\n    - {code: 2.10, max: 0.1000000000000000000000000000001, kind: direct}\n" +
		"    - {code: \"Tie\u0302u\", max: 1e2, kind: direct}\nunits: [{id: 07}]\nentries: [{unit: 07, criterion: 2.10, points: null}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Sheet.Criteria[0].Max.FloatString(31); b.Sheet.Criteria[0].Code != "2.10" || got != "0.1000000000000000000000000000001" {
		t.Errorf("code %s, max %s", b.Sheet.Criteria[0].Code, got)
	}
	if got := b.Sheet.Criteria[1]; got.Code != "Ti\u00eau" || got.Max.RatString() != "100" {
		t.Errorf("code %q, max %s", got.Code, got.Max)
	}
	if b.Units[0].ID != "07" || b.Sheet.Decimals != 2 || b.Entries[0].Points != nil {
		t.Errorf("%+v %d", b.Units[0], b.Sheet.Decimals)
	}
	a, err := b.Answer()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"2.10", "Ti\u00eau"}, a.Result.Units[0].Missing); d != "" {
		t.Error(d)
	}
}

// No file, however broken, does more than be refused.
func TestNeverPanics(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		data := []byte(good)
		for range rapid.IntRange(1, 4).Draw(rt, "cuts") {
			from := rapid.IntRange(0, len(data)-1).Draw(rt, "from")
			to := min(len(data), from+rapid.IntRange(0, 12).Draw(rt, "length"))
			put := rapid.SampledFrom([]string{"", "null", "[]", "{}", "-1", "0", "x", ": ", "1e9", "*a", "&a ", "\n", "- "}).Draw(rt, "put")
			data = append(append(append([]byte{}, data[:from]...), put...), data[to:]...)
		}
		b, err := ReadScoreBundle(data)
		if err != nil {
			if problem.All(err) == nil {
				rt.Fatalf("not a problem: %v", err)
			}
			return
		}
		if _, err := b.Answer(); err != nil {
			rt.Fatalf("read without a mistake, yet %v", err)
		}
	})
}
