package scoring

import (
	"fmt"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// column is a column of pasted criteria; heads are the words over it, folded.
type column struct {
	name  string
	heads []string
}

// columns stand in the order of a paste without a head.
var columns = []column{
	{"path", []string{"ma", "ma tieu chi", "stt", "tt", "so tt", "so thu tu"}},
	{"name", []string{"ten", "ten tieu chi", "tieu chi", "noi dung", "noi dung tieu chi", "noi dung thi dua"}},
	{"max", []string{"diem toi da", "toi da", "diem chuan", "thang diem", "diem"}},
	{"kind", []string{"cach cham"}},
	{"scheme", []string{"cong thuc", "cach tinh"}},
	{"better", []string{"chieu tot"}},
	{"indicator", []string{"ma chi so", "chi so"}},
	{"each", []string{"diem moi lan"}},
	{"measure", []string{"don vi tinh", "dvt"}},
	{"steps", []string{"bac", "cac bac", "bac diem"}},
	{"table", []string{"bang thu hang", "diem theo thu hang", "thu hang"}},
	{"evidence", []string{"minh chung", "minh chung bat buoc"}},
	{"deadline", []string{"han", "thoi han"}},
}

// kindWords are the kinds that a row may name, in Vietnamese and as in the
// score bundle.
var kindWords = map[string]Kind{
	"chi tieu": Target, "dat": Achieved, "dat hoac khong": Achieved, "cham thang": Direct, "thuong": Bonus, "diem thuong": Bonus, "tru": Penalty, "diem tru": Penalty,
	"theo lan": PerEvent, "diem theo lan": PerEvent, "tru dan": Deduction, "thu hang": RankPoints, "theo thu hang": RankPoints,
	"target": Target, "achieved": Achieved, "direct": Direct, "bonus": Bonus, "penalty": Penalty, "per_event": PerEvent, "deduction": Deduction, "rank_points": RankPoints,
}

// kindList names the kinds that a row may have.
const kindList = "chỉ tiêu, đạt, chấm thẳng, theo lần, trừ dần, thứ hạng, thưởng, trừ"

var schemeWords = map[string]Scheme{
	"": Attainment, "ty le": Attainment, "attainment": Attainment, "dan dau": Leading, "leader": Leading, "theo bac": Threshold, "bac": Threshold, "threshold": Threshold,
}

var betterWords = map[string]Better{"": More, "cao": More, "more": More, "thap": Less, "less": Less}

var evidenceWords = map[string]bool{"": false, "khong": false, "co": true, "x": true, "bat buoc": true}

// ParseRows reads criteria pasted from a spreadsheet, one a line, tabs between;
// a first line with the heads of the columns may put these in another order.
// Codes are paths ("I/2.a") or the numbering of the document ("I", "1.", "1.1",
// "a)", "-"). Leaves that name no kind get unsaid. Every mistake is named by its
// line.
func ParseRows(text string, unsaid Kind) ([]Row, error) {
	var list problem.List
	var rows []Row
	order := map[string]int{}
	for i, c := range columns {
		order[c.name] = i
	}
	lines := pastedLines(text)
	if len(lines) > MaxRows+1 {
		list.Add("rows", "Bạn dán %s dòng; một bảng chấm điểm có nhiều nhất %s tiêu chí. Kiểm tra xem có dán nhầm cả cột trống hay bảng khác không.",
			vn.Grouped(fmt.Sprint(len(lines))), vn.Grouped(fmt.Sprint(MaxRows)))
		return nil, list.Err()
	}
	for i, line := range lines {
		if heads := headsOf(line.cells); i == 0 && heads != nil {
			order = heads
			continue
		}
		cell := func(name string) string {
			n, ok := order[name]
			if !ok || n >= len(line.cells) {
				return ""
			}
			return vn.NFC(strings.Join(strings.Fields(line.cells[n]), " "))
		}
		rows = append(rows, parseRow(&list, rowPlace(line.number-1), cell))
	}
	nest(rows)
	if unsaid != "" {
		for i := range rows {
			if rows[i].Kind == "" && rows[i].said == "" && !hasChildren(rows, i) {
				rows[i].Kind = unsaid
			}
		}
	}
	return rows, list.Err()
}

// headsOf finds which column stands where; nil for a line that is no head.
func headsOf(cells []string) map[string]int {
	order := map[string]int{}
	for i, text := range cells {
		text = strings.Join(strings.Fields(vn.Fold(text)), " ")
		for _, c := range columns {
			for _, head := range c.heads {
				if _, taken := order[c.name]; text == head && !taken {
					order[c.name] = i
				}
			}
		}
	}
	_, path := order["path"]
	_, name := order["name"]
	if !path || !name {
		return nil
	}
	return order
}

func parseRow(list *problem.List, place string, cell func(string) string) Row {
	r := Row{
		Path: cell("path"), Name: cell("name"), Measure: cell("measure"), Indicator: strings.ToUpper(cell("indicator")),
		said: cell("kind"), place: place,
	}
	r.Max = decimalCell(list, place, "điểm tối đa", cell("max"))
	r.Each = decimalCell(list, place, "điểm mỗi lần", cell("each"))
	var ok bool
	if r.said != "" {
		if r.Kind, ok = kindWords[vn.Fold(r.said)]; !ok {
			list.Add(place, "Không có cách chấm «%s»; các cách chấm: %s.", r.said, kindList)
		}
	}
	if r.Kind == Target {
		if r.Scheme, ok = schemeWords[vn.Fold(cell("scheme"))]; !ok {
			list.Add(place, "Không có công thức «%s»; ghi «tỷ lệ», «theo bậc» hoặc «dẫn đầu».", cell("scheme"))
		}
		if r.Better, ok = betterWords[vn.Fold(cell("better"))]; !ok {
			list.Add(place, "Chiều tốt là «cao» hoặc «thấp», không phải «%s».", cell("better"))
		}
	}
	var err error
	if r.Steps, err = ParseSteps(cell("steps")); err != nil {
		list.Add(place, "Bậc: %s", sentence(err))
	}
	if r.Table, err = ParseSteps(cell("table")); err != nil {
		list.Add(place, "Bảng thứ hạng: %s", sentence(err))
	}
	if r.Evidence, ok = evidenceWords[vn.Fold(cell("evidence"))]; !ok {
		list.Add(place, "Minh chứng bắt buộc: ghi «có» hoặc để trống, không phải «%s».", cell("evidence"))
	}
	if text := cell("deadline"); text != "" {
		day, err := vn.ParseDate(text)
		if err != nil {
			list.Add(place, "Hạn: %s", sentence(err))
		} else {
			r.Deadline = day.String()
		}
	}
	return r
}

// ParseSteps reads pairs of numbers as "100: 10; 95: 8", or one pair a line.
func ParseSteps(text string) ([]StepRow, error) {
	var steps []StepRow
	for _, pair := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' || r == '\r' }) {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		left, right, ok := strings.Cut(pair, ":")
		from, err := vn.ParseNumber(strings.TrimSuffix(strings.TrimSpace(left), "%"))
		points, wrong := vn.ParseNumber(right)
		if !ok || err != nil || wrong != nil {
			return nil, problem.Field("", "«%s» không đọc được; ghi hai số với dấu hai chấm ở giữa, như «100: 10», các cặp cách nhau bằng dấu chấm phẩy.", strings.TrimSpace(pair))
		}
		steps = append(steps, StepRow{from.String(), points.String()})
	}
	return steps, nil
}

// sentence is the text of a problem.
func sentence(err error) string {
	if all := problem.All(err); len(all) > 0 {
		return all[0].Text
	}
	return err.Error()
}

func decimalCell(list *problem.List, place, what, text string) string {
	if text == "" {
		return ""
	}
	d, err := vn.ParseNumber(text)
	if err != nil {
		list.Add(place, "%s «%s» không phải là số; ghi như 10 hoặc 7,5.", what, text)
		return ""
	}
	return d.String()
}

// pastedLine is a line of a paste with its number in the text.
type pastedLine struct {
	number int
	cells  []string
}

// pastedLines splits a paste into lines and cells, without the empty ones. A
// spreadsheet puts a cell of several lines in quotes.
func pastedLines(text string) []pastedLine {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	var lines []pastedLine
	for number := 1; text != ""; {
		at := pastedLine{number: number}
		for {
			cell, used := pastedCell(text)
			number += strings.Count(text[:used], "\n")
			text = text[used:]
			at.cells = append(at.cells, cell)
			if !strings.HasPrefix(text, "\t") {
				break
			}
			text = text[1:]
		}
		if strings.HasPrefix(text, "\n") {
			number, text = number+1, text[1:]
		}
		if strings.TrimSpace(strings.Join(at.cells, "")) != "" {
			lines = append(lines, at)
		}
	}
	return lines
}

// pastedCell is the first cell of a text and how many bytes of it that took.
func pastedCell(text string) (string, int) {
	plain := strings.IndexAny(text, "\t\n")
	if plain < 0 {
		plain = len(text)
	}
	if !strings.HasPrefix(text, `"`) {
		return text[:plain], plain
	}
	for i := 1; i < len(text); i++ {
		if text[i] != '"' {
			continue
		}
		switch {
		case i+1 < len(text) && text[i+1] == '"':
			i++
		case i+1 == len(text) || text[i+1] == '\t' || text[i+1] == '\n':
			return strings.ReplaceAll(text[1:i], `""`, `"`), i + 1
		default:
			return text[:plain], plain // the quotes are part of the words
		}
	}
	return text[:plain], plain
}
