package ranking

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/scoring"
)

// crossOf writes the rows of a table as cross-scores.
func crossOf(rows ...string) []scoring.CrossScore {
	var scores []scoring.CrossScore
	for i, row := range rows {
		for j, text := range strings.Fields(row) {
			if text != "-" {
				scores = append(scores, scoring.CrossScore{From: id(i), To: id(j), Points: rat(text)})
			}
		}
	}
	return scores
}

func TestFindings(t *testing.T) {
	four := []string{"U1 9 5 0 0", "U2 5 8 0 0", "U3 3 3 0 0", "U4 1 1 0 0"}
	cross := crossOf("- 82 72 60", "90 - 80 62", "90 88 - 66", "92 85 75 -")
	bounds := &scoring.CrossRange{Low: rat("0"), High: rat("100")}
	for _, tc := range []struct {
		name   string
		lines  []string
		cross  []scoring.CrossScore
		bounds *scoring.CrossRange
		part   string
		want   string
	}{
		{"severity that changes nothing", four, cross, bounds, "severity", "Trừ đi độ nghiêm của từng người chấm, thứ tự theo điểm chấm chéo không đổi; chấm chặt nhất là «U1», thấp hơn mức chung 3,50 điểm."},
		{"severity that changes the order", four[:3], crossOf("- 60 50", "80 - 76", "80 82 -"), bounds, "severity", "Trừ đi độ nghiêm của từng người chấm, 2 đơn vị đổi chỗ trong thứ tự theo điểm chấm chéo, nhiều nhất là «U1» (từ thứ 1 thành thứ 2); chấm chặt nhất là «U1», thấp hơn mức chung 16,00 điểm."},
		{"nobody harsher", four[:3], crossOf("- 8 7", "9 - 7", "9 8 -"), bounds, "severity", "Trừ đi độ nghiêm của từng người chấm, thứ tự theo điểm chấm chéo không đổi; các đơn vị chấm chặt như nhau."},
		{"no cross", four, nil, bounds, "severity", "Không có điểm chấm chéo."},
		{"pairwise", four, cross, bounds, "pairwise", "Khi mỗi cặp chỉ do các đơn vị ngoài cặp phân định, thứ tự ít ý kiến trái nhất bắt đầu bằng «U1», «U2», «U3»: trái với 0 trong 12 ý kiến, không thứ tự nào trái với ít hơn."},
		{"pairwise of two", four[:2], crossOf("- 8", "9 -"), bounds, "pairwise", "Ngoài mỗi cặp không còn đơn vị nào để phân định, nên thứ tự này chỉ theo mã đơn vị."},
		{"margins", four, nil, nil, "margins", "Cặp sát nhau nhất là «U1» trên «U2»: tăng, giảm trọng số các nhóm tiêu chí trong vòng 14,29% là đủ để hai đơn vị bằng điểm."},
		{"margins of a tie", []string{"U1 6 4 0 0", "U2 5 5 0 0"}, nil, nil, "margins", "«U1» và «U2» bằng tổng điểm, nên đổi trọng số các nhóm tiêu chí ít đến đâu cũng có thể đổi chỗ hai đơn vị."},
		{"margins that nothing moves", []string{"U1 6 4 0 0", "U2 5 4 0 0"}, nil, nil, "margins", "Đơn vị trên không kém đơn vị liền dưới ở nhóm tiêu chí nào, nên không trọng số nào đổi được thứ tự của hai đơn vị liền nhau."},
		{"margins of equals", []string{"U1 6 4 0 0", "U2 6 4 0 0"}, nil, nil, "margins", "Mọi cặp đơn vị liền nhau bằng điểm ở mọi nhóm tiêu chí, nên không trọng số nào phân được trên dưới."},
		{"margins of one", four[:1], nil, nil, "margins", "Cần ít nhất hai đơn vị được xếp hạng."},
		{"coalition", four, cross, bounds, "coalition", "Theo trung bình điểm chấm chéo, «U1» đứng thứ nhất; chỉ cần 1 đơn vị (ví dụ «U1») cho điểm khác đi trong khoảng được phép là có đơn vị khác bằng hoặc vượt."},
		{"coalition without a range", four, cross, nil, "coalition", "Chưa ghi khoảng điểm chấm chéo (cross_range)."},
		{"agreement of three", four[:3], crossOf("- 8 7", "9 - 7", "9 8 -"), bounds, "agreement", "Độ thống nhất α là 1,00 (khoảng 95%: 1,00 đến 1,00), đủ tin cậy."},
		{"agreement of four", four, cross, bounds, "agreement", "Độ thống nhất α là 0,93 (khoảng 95%: 0,31 đến 0,99), chưa chắc vì khoảng này còn rộng; khác biệt giữa các điểm có 94% do đơn vị được chấm, 3% do người chấm, còn lại riêng từng cặp; không thấy dấu hiệu có đi có lại (p = 0,250)."},
		{"intervals", four, nil, nil, "intervals", "Trong 10.000 lần đổi trọng số, thang đo và cách tổng hợp, «U1» đứng thứ nhất 82% số lần; đổi hạng nhiều nhất là «U1», từ hạng 1 đến hạng 2 trong chín phần mười số lần."},
		{"intervals of one", four[:1], nil, nil, "intervals", "Cần ít nhất hai đơn vị được xếp hạng."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := Certify(cluster(t, nil, tc.lines...), tc.cross, tc.bounds)
			for _, p := range c.Parts(func(id string) string { return "«" + id + "»" }) {
				if p.Key == tc.part && p.Finding != tc.want {
					t.Errorf("says\n%s\nwant\n%s", p.Finding, tc.want)
				}
			}
		})
	}
}

// Each part of each cluster says one sentence of what was found and one of what
// that does not mean.
func TestEveryPartSpeaks(t *testing.T) {
	cross := crossOf("- 82 72 60", "90 - 80 62", "90 88 - 66", "92 85 75 -")
	for n := range 5 {
		var lines []string
		var scores []scoring.CrossScore
		for i := range n {
			lines = append(lines, id(i)+" 5 5 0 0")
		}
		if n == 0 {
			continue
		}
		for _, x := range cross {
			if x.From <= id(n-1) && x.To <= id(n-1) {
				scores = append(scores, x)
			}
		}
		c := Certify(cluster(t, nil, lines...), scores, &scoring.CrossRange{Low: rat("0"), High: rat("100")})
		parts := c.Parts(func(id string) string { return id })
		if len(parts) != 6 {
			t.Fatalf("%d parts", len(parts))
		}
		for _, p := range parts {
			for _, text := range []string{p.Finding, p.Caution} {
				first := []rune(text + " ")[0]
				if !unicode.IsUpper(first) || !strings.HasSuffix(text, ".") || strings.Contains(text, ". ") || !norm.NFC.IsNormalString(text) {
					t.Errorf("%d units, %s: %q", n, p.Key, text)
				}
			}
		}
	}
}

// A cluster of twenty has no exact pairwise order; the certificate says so, gives
// bounds, and has all its other parts.
func TestTwentyUnits(t *testing.T) {
	var lines, rows []string
	for i := range 20 {
		lines = append(lines, strings.Join([]string{id(i), "5", "5", "0", "0"}, " "))
		var row []string
		for j := range 20 {
			switch {
			case i == j:
				row = append(row, "-")
			default:
				row = append(row, rat("80").Sub(rat("80"), rat(strings.Repeat("1", 1+(i*j+i+3*j)%2))).RatString())
			}
		}
		rows = append(rows, strings.Join(row, " "))
	}
	c := Certify(cluster(t, nil, lines...), crossOf(rows...), &scoring.CrossRange{Low: rat("0"), High: rat("100")})
	if c.Pairwise != nil || c.Bound == nil || c.Bound.Low.Cmp(c.Bound.High) > 0 || len(c.Bound.Order) != 20 {
		t.Fatalf("%+v %+v", c.Pairwise, c.Bound)
	}
	if !strings.HasPrefix(c.PairwiseReason, "Thứ tự chính xác chỉ tính được đến 18 đơn vị; mọi thứ tự của 20 đơn vị này đều trái với ít nhất ") {
		t.Error(c.PairwiseReason)
	}
	if c.Severity == nil || c.Coalition == nil || c.Agreement.Alpha == nil || c.Agreement.Components == nil || c.Agreement.Reciprocity == nil || c.Intervals == nil {
		t.Errorf("%+v", c)
	}
}
