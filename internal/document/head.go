package document

import (
	"strconv"
	"strings"

	"giaouoc/internal/vn"
)

// What stands below the pages of a document that is not to be taken for one.
const (
	Illustrative = "Số liệu minh họa; không phải văn bản đã ban hành."
	NotCompared  = "Mẫu chưa đối chiếu với biểu mẫu của văn bản quy định."
)

// Head is what every document has: who issues it, under which number, where and when,
// to whom, who signs.
type Head struct {
	Superior   string
	Issuer     string
	Office     string // its abbreviation in the sign: "UBND"
	Number     int    // 0: not given yet
	Place      string
	Date       vn.Date
	Year       int    // năm thi đua
	Cluster    string // its name as it stands within a sentence: "Cụm thi đua …"
	Addressees []string
	Bases      []string
	Signatures []Signature
	Recipients []string
	Notes      []string
}

// document begins the Document of a kind.
func (h *Head) document(k Kind) *Document {
	d := &Document{
		Kind: k, Superior: h.Superior, Issuer: h.Issuer, Number: h.Number, Place: h.Place, Date: h.Date, Title: k.Head(),
		Addressees: h.Addressees, Bases: h.Bases, Signatures: h.Signatures, Recipients: h.Recipients, Notes: append([]string(nil), h.Notes...),
	}
	if h.Office != "" {
		d.Sign = k.SignOf(h.Office)
	}
	return d
}

// fields are the general fields, with those of a kind.
func (h *Head) fields(more Fields) Fields {
	f := Fields{"don_vi": h.Issuer, "cum": h.Cluster, "dia_danh": h.Place}
	if h.Year != 0 {
		f["nam"] = strconv.Itoa(h.Year)
	}
	for k, v := range more {
		f[k] = v
	}
	return f
}

// numbered are lines as khoản: "1.", "2." …
func numbered(lines []string) []Block {
	list := make([]Block, len(lines))
	for i, l := range lines {
		list[i] = labelled(Clause, strconv.Itoa(i+1)+".", l)
	}
	return list
}

// dashed are lines that begin with a dash.
func dashed(lines []string) []Block {
	list := make([]Block, len(lines))
	for i, l := range lines {
		list[i] = Block{Part: Dash, Text: l}
	}
	return list
}

// orBlank is lines, or one that the officer fills in.
func orBlank(lines []string) []string {
	if len(lines) == 0 {
		return []string{blank}
	}
	return lines
}

var romans = [...]string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"}

// chapters numbers the chapters of a body as they come.
type chapters struct {
	n    int
	list []Block
}

func (c *chapters) open(title string) {
	label := strconv.Itoa(c.n + 1)
	if c.n < len(romans) {
		label = romans[c.n]
	}
	c.n++
	c.list = append(c.list, labelled(Chapter, label+".", title))
}

func (c *chapters) add(list ...Block) { c.list = append(c.list, list...) }

// words of a table's head.
func narrow(title string, weight float64) Column {
	return Column{Title: title, Weight: weight, Align: Centre}
}

func wide(title string, weight float64) Column { return Column{Title: title, Weight: weight} }

func figures(title string, weight float64) Column {
	return Column{Title: title, Weight: weight, Align: Right}
}

// count is a number in words of the page, "…" for one that nobody gave (below 0).
func count(n int) string {
	if n < 0 {
		return blank
	}
	if n > 0 && n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// or is a text, or a blank.
func or(text string) string {
	if strings.TrimSpace(text) == "" {
		return blank
	}
	return text
}
