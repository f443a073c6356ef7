package scoring

import (
	"fmt"
	"math/big"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Row is one criterion of a sheet as it is typed: a path of codes, and what the
// kind needs. A row without a kind is a group.
type Row struct {
	Path      string `json:"path"` // "I/2.a"
	Name      string `json:"name"`
	Max       string `json:"max"` // decimal with a point; may be empty for a group
	Kind      Kind   `json:"kind,omitempty"`
	Scheme    Scheme `json:"scheme,omitempty"`
	Better    Better `json:"better,omitempty"`
	Each      string `json:"each,omitempty"`
	Indicator string `json:"indicator,omitempty"` // code of the year's indicator that gives target and actual
}

// kindWords are the kinds that a row may name, in Vietnamese and as in the
// score bundle.
var kindWords = map[string]Kind{
	"chi tieu": Target, "dat": Achieved, "cham thang": Direct, "thuong": Bonus, "tru": Penalty, "theo lan": PerEvent, "tru dan": Deduction,
	"target": Target, "achieved": Achieved, "direct": Direct, "bonus": Bonus, "penalty": Penalty, "per_event": PerEvent, "deduction": Deduction,
}

// kindList names the kinds that a row may have.
const kindList = "chỉ tiêu, đạt, chấm thẳng, thưởng, trừ, theo lần, trừ dần"

// KindName is the kind in Vietnamese.
func (k Kind) KindName() string {
	return map[Kind]string{
		Target: "chỉ tiêu", Achieved: "đạt hoặc không", Direct: "chấm thẳng", Bonus: "điểm thưởng", Penalty: "điểm trừ",
		PerEvent: "điểm theo lần", Deduction: "trừ dần", RankPoints: "theo thứ hạng",
	}[k]
}

var schemeWords = map[string]Scheme{"": Attainment, "ty le": Attainment, "attainment": Attainment, "dan dau": Leading, "leader": Leading}

var betterWords = map[string]Better{"": More, "cao": More, "more": More, "thap": Less, "less": Less}

// ParseRows reads rows pasted from a spreadsheet: path, name, maximum, kind,
// scheme, direction, indicator, points for one; tabs between. Every mistake is
// named by its line.
func ParseRows(text string) ([]Row, error) {
	var rows []Row
	var list problem.List
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		place := fmt.Sprintf("dòng %d", i+1)
		cells := strings.Split(line, "\t")
		cell := func(n int) string {
			if n >= len(cells) {
				return ""
			}
			return vn.NFC(strings.TrimSpace(cells[n]))
		}
		r := Row{Path: cell(0), Name: cell(1), Indicator: strings.ToUpper(cell(6))}
		r.Max = decimalCell(&list, place, "điểm tối đa", cell(2))
		r.Each = decimalCell(&list, place, "điểm mỗi lần", cell(7))
		if word := cell(3); word != "" {
			var ok bool
			if r.Kind, ok = kindWords[vn.Fold(word)]; !ok {
				list.Add(place, "Không có cách chấm «%s»; các cách chấm: %s.", word, kindList)
			}
		}
		if r.Kind == Target {
			var okScheme, okBetter bool
			r.Scheme, okScheme = schemeWords[vn.Fold(cell(4))]
			r.Better, okBetter = betterWords[vn.Fold(cell(5))]
			if !okScheme {
				list.Add(place, "Không có công thức «%s»; ghi «tỷ lệ» hoặc «dẫn đầu».", cell(4))
			}
			if !okBetter {
				list.Add(place, "Chiều tốt là «cao» hoặc «thấp», không phải «%s».", cell(5))
			}
		}
		rows = append(rows, r)
	}
	return rows, list.Err()
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

// Build makes the sheet of rows and checks it. A row's parent stands before it.
func Build(name string, decimals int, rows []Row) (*Sheet, error) {
	s := &Sheet{Name: name, Decimals: decimals}
	var list problem.List
	at := map[string]*Criterion{}
	for i, r := range rows {
		place := fmt.Sprintf("dòng %d", i+1)
		up, code := "", r.Path
		if j := strings.LastIndex(r.Path, "/"); j >= 0 {
			up, code = r.Path[:j], r.Path[j+1:]
		}
		c := &Criterion{
			Code: code, Name: r.Name, Kind: r.Kind, Scheme: r.Scheme, Better: r.Better,
			Max: fraction(r.Max), Each: fraction(r.Each), Place: Place{Whole: place},
		}
		if code == "" || at[r.Path] != nil {
			list.Add(place, "Mã «%s» trống hoặc có hai lần.", r.Path)
			continue
		}
		at[r.Path] = c
		switch {
		case up == "":
			s.Criteria = append(s.Criteria, c)
		case at[up] == nil:
			list.Add(place, "Nhóm «%s» phải đứng trước tiêu chí «%s».", up, r.Path)
		default:
			at[up].Children = append(at[up].Children, c)
		}
	}
	for i, r := range rows {
		if c := at[r.Path]; r.Kind == "" && c != nil && len(c.Children) == 0 {
			list.Add(fmt.Sprintf("dòng %d", i+1), "«%s» không có cách chấm và không có tiêu chí con; ghi cách chấm (%s), hoặc ghi mã tiêu chí con là %s/1, %s/2 …", r.Path, kindList, r.Path, r.Path)
		}
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	return s, s.Check()
}

// fraction is a decimal as an exact fraction; nil when it is empty.
func fraction(text string) *big.Rat {
	if text == "" {
		return nil
	}
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil
	}
	return x
}
