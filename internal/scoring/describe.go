package scoring

import (
	"fmt"
	"strings"

	"giaouoc/internal/vn"
)

// SchemeName is the scheme in Vietnamese.
func (s Scheme) SchemeName() string {
	return map[Scheme]string{Attainment: "theo tỷ lệ", Threshold: "theo bậc", Leading: "so với đơn vị dẫn đầu"}[s]
}

// FinalName is the way in which levels become points, in Vietnamese.
func (f FinalBy) FinalName() string {
	return map[FinalBy]string{
		"": "điểm ở cấp sau cùng", LastLevel: "điểm ở cấp sau cùng", MeanCross: "trung bình các điểm chấm chéo", Weighted: "trung bình có trọng số",
	}[f]
}

// LevelName is the level in Vietnamese.
func (l Level) LevelName() string {
	return map[Level]string{
		Self: "tự chấm", Cross: "chấm chéo", Appraised: "thẩm định", Appraised2: "thẩm định lần hai", Final: "kết luận",
	}[l]
}

// Rule says how the criterion is scored, in a phrase: "chỉ tiêu, theo bậc (100%:
// 10; 95%: 8)"; empty for a group.
func (r Row) Rule() string {
	if r.Kind == "" {
		return ""
	}
	said := r.Kind.KindName()
	switch {
	case r.Kind == Target:
		said += ", " + r.Scheme.SchemeName()
		if r.Scheme == Threshold {
			said += " (" + StepsText(r.Steps, "%") + ")"
		}
		if r.Better == Less {
			said += ", càng thấp càng tốt"
		}
	case r.Kind == RankPoints:
		said += " (" + StepsText(r.Table, "") + ")"
	case r.Each != "":
		said += ", mỗi lần " + vn.Grouped(r.Each) + " điểm"
	}
	return said
}

// Notes lists what else is asked of the criterion.
func (r Row) Notes() []string {
	var notes []string
	if r.Measure != "" {
		notes = append(notes, "tính bằng "+r.Measure)
	}
	if r.Indicator != "" {
		notes = append(notes, "chỉ số "+r.Indicator)
	}
	if r.Evidence {
		notes = append(notes, "cần minh chứng")
	}
	if day, err := vn.ParseDate(r.Deadline); err == nil {
		notes = append(notes, "hạn "+day.Short())
	}
	return notes
}

// StepsText writes pairs as they are typed: "100%: 10; 95%: 8".
func StepsText(steps []StepRow, sign string) string {
	pairs := make([]string, len(steps))
	for i, s := range steps {
		pairs[i] = vn.Grouped(s.From) + sign + ": " + vn.Grouped(s.Points)
	}
	return strings.Join(pairs, "; ")
}

// line is the criterion in one line of text.
func (r Row) line() string {
	parts := []string{r.Path + ". " + r.Name}
	if r.Max != "" {
		parts = append(parts, vn.Grouped(r.Max)+" điểm")
	}
	if r.Kind != "" {
		parts = append(parts, r.Rule())
	}
	return strings.Join(append(parts, r.Notes()...), "; ")
}

// Text is the definition as lines of text, by which two versions are compared.
// unit names a unit.
func (d Definition) Text(unit func(id string) string) string {
	lines := d.lines(unit)
	for _, r := range d.Rows {
		lines = append(lines, r.line())
	}
	return strings.Join(lines, "\n")
}

// lines are the settings as sentences.
func (s Settings) lines(unit func(id string) string) []string {
	lines := []string{fmt.Sprintf("Điểm có %d chữ số thập phân.", s.Decimals)}
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	if s.RankBy == ByPercent {
		add("Xếp hạng theo tỷ lệ phần trăm của điểm tối đa được giao.")
	} else {
		add("Xếp hạng theo tổng điểm.")
	}
	if s.Unassigned == FullMark {
		add("Tiêu chí không giao được điểm tối đa.")
	} else {
		add("Tiêu chí không giao không tính vào điểm tối đa.")
	}
	if s.NoTarget == WholeCluster {
		add("Có kết quả mà không có chỉ tiêu: so với kết quả cao nhất của mọi đơn vị.")
	} else {
		add("Có kết quả mà không có chỉ tiêu: so với kết quả cao nhất của các đơn vị không có chỉ tiêu.")
	}
	if len(s.TieBreak) > 0 {
		add("Bằng điểm thì xét lần lượt: %s.", strings.Join(TieWords(s.TieBreak), ", "))
	}
	if s.BonusCap != "" {
		add("Điểm thưởng không quá %s.", vn.Grouped(s.BonusCap))
	}
	add("Điểm chốt của tiêu chí: %s.", s.Final.FinalName())
	for _, level := range []Level{Self, Cross, Appraised} {
		if w := s.Weights[level]; w != "" {
			add("Trọng số %s: %s.", level.LevelName(), vn.Grouped(w))
		}
	}
	if s.DropExtremes > 0 {
		add("Bỏ %d điểm chấm chéo cao nhất và %d điểm thấp nhất.", s.DropExtremes, s.DropExtremes)
	}
	if s.OwnCounts {
		add("Điểm tự chấm được tính cùng các điểm chấm chéo.")
	}
	switch s.CrossWay() {
	case CrossWhole:
		add("Chấm chéo niêm phong: mỗi đơn vị chấm đơn vị khác một điểm từ %s đến %s.", vn.Grouped(s.CrossLow), vn.Grouped(s.CrossHigh))
	case CrossByLeaf:
		add("Chấm chéo niêm phong: từng tiêu chí, trừ điểm thưởng và điểm trừ.")
	}
	if s.Second {
		add("Thẩm định hai lần: sau giải trình có thẩm định lần hai.")
	}
	for _, b := range s.Bands {
		line := "Mức " + b.Name + ": từ " + vn.Grouped(b.From)
		if b.Floor != "" {
			on := "tiêu chí"
			if b.FloorOn == FloorTop {
				on = "nhóm lớn"
			}
			line += ", không " + on + " nào dưới " + vn.Grouped(b.Floor) + "%"
		}
		add("%s.", line)
	}
	for _, g := range s.Groups {
		var names []string
		for _, u := range g.Units {
			names = append(names, unit(u))
		}
		add("Nhóm %s: %s.", g.Name, strings.Join(names, ", "))
	}
	return lines
}

// The words by which a person names tie-breaks that are no criterion.
var tieWords = map[string]string{TieBonus: "điểm thưởng", TieSelfTotal: "tổng điểm tự chấm"}

// TieWords writes tie-breaks as a person names them.
func TieWords(names []string) []string {
	said := make([]string, len(names))
	for i, name := range names {
		if said[i] = name; tieWords[name] != "" {
			said[i] = tieWords[name]
		}
	}
	return said
}

// ParseTies reads tie-breaks as a person names them, separated by semicolons or
// lines.
func ParseTies(text string) []string {
	var names []string
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' || r == '\r' }) {
		name = strings.TrimSpace(name)
		for tie, words := range tieWords {
			if vn.Fold(name) == vn.Fold(words) {
				name = tie
			}
		}
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}
