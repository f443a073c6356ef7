package document

import "giaouoc/internal/rules"

// Measure is one measure of the layout that the decree fixes: what it allows, and
// what these documents take of it.
type Measure struct {
	Name      string // how the layout asks for it
	What      string // in Vietnamese
	Least     float64
	Most      float64
	Taken     float64
	Unit      string // mm, pt (size of letters, gaps), cm, lần (of the line or of single spacing)
	Cite      string
	Certainty rules.Certainty
}

const (
	annexPage = "30/2020/NĐ-CP, Phụ lục I, phần I, mục I"
	annexPart = "30/2020/NĐ-CP, Phụ lục I, phần I, mục II"
	annexLast = "30/2020/NĐ-CP, Phụ lục I, phần I, mục III"
)

// measures is the whole of what the decree measures. Those that were read in the
// source are marked so; the others are general knowledge of the annex and have to be
// held against it before the templates are called compared.
var measures = []Measure{
	{"paper_width", "Khổ giấy A4, bề rộng", 210, 210, 210, "mm", annexPage, rules.AtSource},
	{"paper_height", "Khổ giấy A4, bề cao", 297, 297, 297, "mm", annexPage, rules.AtSource},
	{"top", "Lề trên", 20, 25, 20, "mm", annexPage, rules.AtSource},
	{"bottom", "Lề dưới", 20, 25, 20, "mm", annexPage, rules.AtSource},
	{"left", "Lề trái", 30, 35, 30, "mm", annexPage, rules.AtSource},
	{"right", "Lề phải", 15, 20, 15, "mm", annexPage, rules.AtSource},
	{"page_number", "Số trang, cỡ chữ", 13, 14, 13, "pt", annexPage, rules.AtSource},
	{"nation", "Quốc hiệu: in hoa, đứng, đậm", 12, 13, 12, "pt", annexPart, rules.Likely},
	{"motto", "Tiêu ngữ: in thường, đứng, đậm", 13, 14, 13, "pt", annexPart, rules.Likely},
	{"motto_rule", "Đường kẻ dưới Tiêu ngữ, so với dòng chữ", 1, 1, 1, "lần", annexPart, rules.Likely},
	{"superior", "Tên cơ quan chủ quản: in hoa, đứng", 12, 13, 12, "pt", annexPart, rules.Likely},
	{"issuer", "Tên cơ quan ban hành: in hoa, đứng, đậm", 12, 13, 12, "pt", annexPart, rules.Likely},
	{"issuer_rule", "Đường kẻ dưới tên cơ quan, so với dòng chữ", 1. / 3, 1. / 2, 0.4, "lần", annexPart, rules.Likely},
	{"number", "Số, ký hiệu: đứng", 13, 13, 13, "pt", annexPart, rules.Likely},
	{"place", "Địa danh, thời gian: nghiêng", 13, 14, 13, "pt", annexPart, rules.Likely},
	{"title", "Tên loại: in hoa, đứng, đậm", 13, 14, 14, "pt", annexPart, rules.Likely},
	{"abstract", "Trích yếu: đứng, đậm", 13, 14, 14, "pt", annexPart, rules.Likely},
	{"abstract_rule", "Đường kẻ dưới trích yếu, so với dòng chữ", 1. / 3, 1. / 2, 0.4, "lần", annexPart, rules.Likely},
	{"about", "Trích yếu công văn (V/v): đứng", 12, 13, 12, "pt", annexPart, rules.Likely},
	{"body", "Nội dung: đứng, canh đều hai lề", 13, 14, 14, "pt", annexPart, rules.Likely},
	{"indent", "Lùi đầu dòng", 1, 1.27, 1.27, "cm", annexPart, rules.Likely},
	{"gap", "Khoảng cách giữa các đoạn", 6, 24, 6, "pt", annexPart, rules.Likely},
	{"line", "Khoảng cách giữa các dòng", 1, 1.5, 1.1, "lần", annexPart, rules.Likely},
	{"signer", "Quyền hạn, chức vụ, họ tên người ký: đứng, đậm", 13, 14, 14, "pt", annexPart, rules.Likely},
	{"to", "Kính gửi: đứng", 13, 14, 14, "pt", annexPart, rules.Likely},
	{"recipients", "«Nơi nhận:»: nghiêng, đậm", 12, 12, 12, "pt", annexPart, rules.Likely},
	{"recipient", "Tên nơi nhận: đứng", 11, 11, 11, "pt", annexPart, rules.Likely},
	{"appendix", "«Phụ lục» và số thứ tự: đậm", 14, 14, 14, "pt", annexLast, rules.Likely},
	{"appendix_title", "Tên phụ lục: in hoa, đậm", 13, 14, 13, "pt", annexLast, rules.Likely},
	{"appendix_of", "Kèm theo văn bản nào: nghiêng", 13, 14, 13, "pt", annexLast, rules.Likely},
}

// The decree says nothing of these.
const (
	// TableSize is the size of the letters in a table, when it names none.
	TableSize = 12.0
	// NoteSize is the size of the notes below a page.
	NoteSize = 10.0
)

// Measures is the table of measures, for a page that shows it.
func Measures() []Measure { return append([]Measure(nil), measures...) }

// Taken is the measure of this name in its unit, 0 for a name that is not in the
// table.
func Taken(name string) float64 {
	for _, m := range measures {
		if m.Name == name {
			return m.Taken
		}
	}
	return 0
}
