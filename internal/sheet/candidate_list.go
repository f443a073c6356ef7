package sheet

import (
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/dossier"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
)

// CandidateList is a list of candidates, or of those whom a decision names.
type CandidateList struct {
	Candidates []dossier.Candidate
	Rows       []int  // of the worksheet, by candidate
	Sheet      string // its name
	columns    map[string]int
}

// candidateHeads are the columns of a list of candidates by what offices call them,
// without marks and case.
var candidateHeads = map[string][]string{
	"name":              {"ho va ten", "ho ten", "ten tap the", "ten", "ho va ten ten tap the", "ten doi tuong"},
	"kind":              {"loai", "loai doi tuong"},
	"birth_year":        {"nam sinh"},
	"female":            {"nu", "gioi tinh"},
	"post":              {"chuc vu"},
	"place":             {"noi cong tac", "don vi", "don vi cong tac"},
	"direct":            {"truc tiep", "truc tiep lao dong"},
	"small":             {"tap the nho"},
	"hard":              {"dia ban kho khan", "vung kho khan"},
	"achievement":       {"thanh tich", "thanh tich tom tat"},
	"initiative":        {"sang kien", "ten sang kien"},
	"initiative_number": {"so cong nhan sang kien", "so quyet dinh cong nhan"},
	"own_votes":         {"so phieu", "phieu dong y"},
}

var candidateKinds = map[string]rules.Kind{
	"": rules.Person, "ca nhan": rules.Person, "tap the": rules.Collective, "ho gia dinh": rules.Household, "nguoi nuoc ngoai": rules.Foreigner,
}

// CandidateColumns are the columns of the workbook to fill.
func CandidateColumns() []Column {
	return []Column{
		{Head: "Họ và tên", Width: 30},
		{Head: "Loại đối tượng", Width: 16},
		{Head: "Năm sinh", Width: 10},
		{Head: "Nữ", Width: 6},
		{Head: "Chức vụ", Width: 22},
		{Head: "Nơi công tác", Width: 30},
		{Head: "Trực tiếp lao động", Width: 12},
		{Head: "Tập thể nhỏ", Width: 12},
		{Head: "Địa bàn khó khăn", Width: 12},
		{Head: "Thành tích", Width: 40},
		{Head: "Sáng kiến", Width: 30},
		{Head: "Số công nhận sáng kiến", Width: 22},
		{Head: "Số phiếu", Width: 10},
	}
}

// ReadCandidates reads a list from the first worksheet that has a column of names. The
// problems name each cell that cannot be read.
func ReadCandidates(content []byte) (CandidateList, problem.List) {
	b, err := openMarks(content)
	if err != nil {
		return CandidateList{}, problem.All(err)
	}
	for _, s := range b.sheets {
		g, err := b.readGrid(s)
		if err != nil || len(g.rows) == 0 {
			continue
		}
		for i, row := range g.rows {
			columns := candidateColumns(row)
			if _, named := columns["name"]; !named {
				continue
			}
			l := CandidateList{Sheet: s.name, columns: columns}
			var list problem.List
			for _, r := range g.rows[i+1:] {
				l.row(r, &list)
			}
			if len(l.Candidates) == 0 && len(list) == 0 {
				break
			}
			return l, list
		}
	}
	return CandidateList{}, problem.List{problem.Field("file", "Không trang tính nào có hàng để nhập. Hàng tiêu đề cần cột «Họ và tên» hoặc «Tên tập thể».")}
}

func candidateColumns(row gridRow) map[string]int {
	at := map[string]int{}
	for i, c := range row.cells {
		said := award.Folded(strings.NewReplacer("(", " ", ")", " ", ",", " ", "/", " ").Replace(c.text))
		for key, heads := range candidateHeads {
			for _, h := range heads {
				if _, taken := at[key]; said == h && !taken {
					at[key] = i
				}
			}
		}
	}
	return at
}

func (l *CandidateList) row(r gridRow, list *problem.List) {
	text := func(key string) string {
		if at, ok := l.columns[key]; ok {
			return r.cell(at).text
		}
		return ""
	}
	wrong := func(key, format string, args ...any) {
		list.Add(l.Sheet+"!"+cellName(l.columns[key], r.n), format, args...)
	}
	if text("name") == "" {
		return
	}
	c := dossier.Candidate{
		Name: text("name"), Post: text("post"), Place: text("place"), Achievement: text("achievement"), Initiative: text("initiative"),
		InitiativeNumber: text("initiative_number"), OwnVotes: dossier.Unvoted,
	}
	var known bool
	if c.Kind, known = candidateKinds[award.Folded(text("kind"))]; !known {
		wrong("kind", "«%s» không phải là loại đối tượng; ghi cá nhân, tập thể, hộ gia đình hoặc người nước ngoài.", shorten(text("kind")))
	}
	c.Female, c.Direct, c.Small, c.Hard = marked(text("female")), marked(text("direct")), marked(text("small")), marked(text("hard"))
	if y := text("birth_year"); y != "" {
		if c.BirthYear = smallCount(y); c.BirthYear == 0 {
			wrong("birth_year", "«%s» không phải là năm sinh.", shorten(y))
		}
	}
	if v := text("own_votes"); v != "" {
		if c.OwnVotes = smallCount(v); c.OwnVotes == 0 && v != "0" {
			wrong("own_votes", "«%s» không phải là số phiếu.", shorten(v))
		}
	}
	l.Candidates, l.Rows = append(l.Candidates, c), append(l.Rows, r.n)
}

// Place is the cell of a field of a candidate of the list.
func (l *CandidateList) Place(n int, field string) string {
	at, ok := l.columns[field]
	if !ok {
		at = l.columns["name"]
	}
	return l.Sheet + "!" + cellName(at, l.Rows[n])
}

// marked reads a cell that is crossed or says yes.
func marked(text string) bool {
	switch award.Folded(text) {
	case "x", "co", "nu", "1", "yes":
		return true
	}
	return false
}

// smallCount reads a number of at most four figures; 0 for none.
func smallCount(text string) int {
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' || n > 999 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}
