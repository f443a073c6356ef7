package sheet

import (
	"bytes"
	"fmt"
	"io"
	"math/big"
	"strings"
	"unicode/utf8"

	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// cases names each case for a reader.
var cases = map[scoring.Case]string{
	scoring.CaseUnder:       "dưới chỉ tiêu",
	scoring.CaseEqual:       "đúng chỉ tiêu",
	scoring.CaseLeader:      "vượt chỉ tiêu cao nhất cụm",
	scoring.CaseOver:        "vượt chỉ tiêu",
	scoring.CaseNoTarget:    "có kết quả, không có chỉ tiêu",
	scoring.CaseAttainment:  "theo tỷ lệ thực hiện",
	scoring.CaseThreshold:   "theo bậc tỷ lệ",
	scoring.CaseAchieved:    "đạt",
	scoring.CaseNotAchieved: "không đạt",
	scoring.CaseDirect:      "chấm thẳng",
	scoring.CasePerEvent:    "theo số lần",
	scoring.CaseRankPoints:  "theo thứ hạng",
	scoring.CaseDeduction:   "trừ dần",
	scoring.CaseBonus:       "điểm thưởng",
	scoring.CasePenalty:     "điểm trừ",
	scoring.CaseUnassigned:  "không giao",
	scoring.CaseMissing:     "chưa có số liệu",
}

// levels names each level of a mark for a reader.
var levels = map[scoring.Level]string{
	scoring.Self:       "tự chấm",
	scoring.Cross:      "chấm chéo",
	scoring.Appraised:  "thẩm định",
	scoring.Appraised2: "thẩm định lần hai",
	scoring.Final:      "kết luận",
}

// WriteText writes the answer for a reader, in Vietnamese; withLeaves adds a
// table of every leaf of every unit.
func (a *ScoreAnswer) WriteText(w io.Writer, withLeaves bool) error {
	var b bytes.Buffer
	s := a.Result.Sheet
	if s.Name != "" {
		fmt.Fprintf(&b, "%s\n", s.Name)
	}
	fmt.Fprintf(&b, "Xếp hạng theo %s. Mỗi tiêu chí làm tròn đến %d chữ số thập phân.\n", a.rankedBy(), s.Decimals)
	if rule := ruleOf(s.Final); rule != "" {
		fmt.Fprintf(&b, "%s\n", rule)
	}
	b.WriteString("\n")
	a.unitTable().write(&b, unitRight...)
	a.writeCertificate(&b)
	if withLeaves {
		for i := range a.Result.Units {
			u := &a.Result.Units[i]
			fmt.Fprintf(&b, "\n%s\n", named(u.Unit.ID, u.Unit.Name))
			a.leafTable(u).write(&b, leafRight...)
		}
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write score answer as text: %w", err)
	}
	return nil
}

// ruleOf says how levels become points; empty where the last level does.
func ruleOf(f scoring.FinalRule) string {
	mean := "trung bình điểm chấm chéo"
	if f.OwnCounts {
		mean += " và điểm tự chấm"
	}
	if f.DropExtremes > 0 {
		mean += fmt.Sprintf(", bỏ %d điểm cao nhất và %d điểm thấp nhất", f.DropExtremes, f.DropExtremes)
	}
	switch f.By {
	case scoring.MeanCross:
		return "Điểm mỗi tiêu chí là " + mean + "."
	case scoring.Weighted:
		var parts []string
		for _, level := range weightKeys {
			if w := f.Weights[scoring.Level(level)]; w != nil && w.Sign() > 0 {
				name := levels[scoring.Level(level)]
				if level == string(scoring.Cross) {
					name = mean
				}
				parts = append(parts, vn.Grouped(decimalOf(w))+" phần "+name)
			}
		}
		return "Điểm mỗi tiêu chí là trung bình theo trọng số: " + strings.Join(parts, "; ") + "."
	default:
		return ""
	}
}

// unitRight are the columns of numbers of unitTable.
var unitRight = []int{2, 3, 4}

// unitTable is the ranking, in the order of the units.
func (a *ScoreAnswer) unitTable() table {
	t := table{{"Hạng", "Đơn vị", "Tổng điểm", "Điểm tối đa", "Tỷ lệ (%)", "Ghi chú"}}
	decimals := a.Result.Sheet.Decimals
	for i := range a.Result.Units {
		u, standing := &a.Result.Units[i], a.Standings[i]
		rank := "–"
		if standing.Rank > 0 {
			rank = fmt.Sprint(standing.Rank)
		}
		var notes []string
		if d := u.Unit.Disqualified; d != nil {
			note := "loại khỏi xếp hạng: " + d.Reason
			if d.Document != "" {
				note += " (" + d.Document + ")"
			}
			notes = append(notes, note)
		} else if standing.Rank == 0 {
			notes = append(notes, "không được giao tiêu chí nào nên không xếp hạng")
		}
		if standing.TieUsed != "" {
			notes = append(notes, "phân hạng bằng tiêu chí phụ "+standing.TieUsed)
		}
		notes = append(notes, BandNotes(u)...)
		if u.Provisional {
			notes = append(notes, "tạm thời, còn thiếu "+strings.Join(u.Missing, ", "))
		}
		t = append(t, []string{
			rank, named(u.Unit.ID, u.Unit.Name), comma(u.Total, decimals), comma(u.AssignedMax, decimals),
			comma(u.Percent(), percentDecimals), strings.Join(notes, "; "),
		})
	}
	return t
}

// BandNotes says which band a unit reached, and what kept it from a higher one.
func BandNotes(u *scoring.UnitResult) (notes []string) {
	if u.Band != nil {
		notes = append(notes, "xếp loại "+u.Band.Name)
	}
	for _, h := range u.Held {
		var under []string
		for _, x := range h.Under {
			under = append(under, x.Path+" đạt "+comma(x.Percent, 2)+"%")
		}
		notes = append(notes, fmt.Sprintf("đủ điểm loại %s nhưng có tiêu chí dưới %s%%: %s", h.Band.Name, vn.Grouped(decimalOf(h.Band.Floor)), strings.Join(under, ", ")))
	}
	return notes
}

func (a *ScoreAnswer) writeCertificate(b *bytes.Buffer) {
	b.WriteString("\nChứng nhận công bằng (không làm thay đổi hạng)\n")
	for i, p := range a.Certificate.Parts(a.unitName) {
		fmt.Fprintf(b, "\n%d. %s\n%s\n%s\n", i+1, p.Title, p.Finding, p.Caution)
		if t := a.certificateTable(p.Key); len(t.rows) > 1 {
			b.WriteString("\n")
			t.rows.write(b, t.right...)
		}
	}
}

// leafRight are the columns of numbers of leafTable.
var leafRight = []int{1, 2}

// leafTable is every leaf of a unit.
func (a *ScoreAnswer) leafTable(u *scoring.UnitResult) table {
	decimals := a.Result.Sheet.Decimals
	t := table{{"Tiêu chí", "Điểm", "Tối đa", "Cách chấm", "Nội dung"}}
	for i := range u.Leaves {
		leaf := &u.Leaves[i]
		how := HowOf(leaf)
		if leaf.Level != "" {
			how += "; điểm " + levels[leaf.Level]
			if leaf.Computed != nil && leaf.Computed.Cmp(leaf.Points) != 0 {
				how += ", máy tính " + comma(leaf.Computed, decimals)
			}
		}
		points := comma(leaf.Points, decimals)
		if leaf.Criterion.Kind == scoring.Penalty && leaf.Points.Sign() > 0 {
			points = "-" + points
		}
		t = append(t, []string{leaf.Path, points, comma(leaf.Criterion.Max, decimals), how, leaf.Criterion.Name})
	}
	return t
}

// HowOf says in words how a leaf came to its points before any mark: its case and
// the arithmetic, and the weights where they decide.
func HowOf(leaf *scoring.Leaf) string {
	how := cases[leaf.Case]
	if leaf.Case == scoring.CaseMissing && leaf.Computed != nil {
		how = "chưa đủ điểm để chốt"
	}
	if work := leaf.Explain(); work != "" {
		how += ": " + work
	}
	if leaf.Weighted {
		how += "; theo trọng số: " + leaf.ExplainWeights()
	}
	return how
}

// named is a unit by id and, when it has one, name.
func named(id, name string) string {
	return strings.TrimSpace(id + " " + name)
}

// comma writes a number the Vietnamese way; a dash where there is none.
func comma(x *big.Rat, decimals int) string {
	if x == nil {
		return "–"
	}
	return vn.Grouped(scoring.Format(x, decimals))
}

// table is rows of cells, the first the heading.
type table [][]string

// write lines the columns up, two spaces apart; the listed columns to the right.
func (t table) write(b *bytes.Buffer, right ...int) {
	width := make([]int, len(t[0]))
	for _, row := range t {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	toRight := make([]bool, len(width))
	for _, i := range right {
		toRight[i] = true
	}
	for _, row := range t {
		var line strings.Builder
		for i, cell := range row {
			fill := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if toRight[i] {
				line.WriteString(fill + cell + "  ")
			} else {
				line.WriteString(cell + fill + "  ")
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}
