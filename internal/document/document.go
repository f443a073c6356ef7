package document

import "giaouoc/internal/vn"

// Document is one official document, before it is set.
type Document struct {
	Kind     Kind
	Superior string // the body above the issuer, in the case it is printed in; empty for none
	Issuer   string
	Number   int    // 0: not given yet, a gap for the clerk
	Sign     string // "TTr-UBND"; empty: a document without number, such as a covenant
	Place    string
	Date     vn.Date // zero: "ngày … tháng … năm …"
	Title    string  // "TỜ TRÌNH"; empty for an official letter, whose abstract stands under its number
	Abstract string
	Subtitle string // a line in italics under the abstract, such as the time and place of a meeting

	Addressees []string // Kính gửi
	Authority  string   // who decides, above the bases of a decision: "CHỦ TỊCH ỦY BAN NHÂN DÂN …"
	Bases      []string // căn cứ, without a mark at the end
	Enacting   string   // "QUYẾT ĐỊNH:", after the bases
	Body       []Block

	Signatures []Signature
	Columns    int        // how many signatures stand side by side; 0: one, on the right, beside the recipients
	Closing    *Signature // signs last, in the middle below the others; nil: nobody
	Recipients []string   // Nơi nhận, without dash and mark; the last is the archive
	Appendices []Appendix
	Notes      []string // below every page: "số liệu minh họa", "mẫu chưa đối chiếu"
}

// Part says what a block of the body is.
type Part string

// The parts of a body.
const (
	Paragraph Part = "paragraph"
	Chapter   Part = "chapter" // "I. KẾT QUẢ", bold
	Heading   Part = "heading" // "1. Kinh tế", bold
	Article   Part = "article" // Điều: its label bold
	Clause    Part = "clause"  // khoản
	Point     Part = "point"   // điểm
	Dash      Part = "dash"    // "- …"
	Centred   Part = "centred" // a line of its own, bold
	Listing   Part = "listing" // a table
)

// Block is one part of the body. Label is what stands before the text ("Điều 1.",
// "a)"); Table is set for a Listing alone.
type Block struct {
	Part  Part
	Label string
	Text  string
	Table *Table
}

// Align is where a text stands in its line.
type Align string

// The alignments; the empty one is Justify in a body and Left in a table.
const (
	Left    Align = "left"
	Centre  Align = "centre"
	Right   Align = "right"
	Justify Align = "justify"
)

// Column is one column of a table. Weight is its share of the width. Neighbours
// with the same Group stand under one common head.
type Column struct {
	Title  string
	Group  string
	Weight float64
	Align  Align
}

// Table is a list in a document. A row is as long as there are columns; its head is
// repeated on every page. Rows named in Bold (by index) are sums or groups.
type Table struct {
	Columns []Column
	Rows    [][]string
	Bold    map[int]bool
	Size    float64 // of the letters, in points; 0: 12
}

// Signature is one block of a signature (khối ký).
type Signature struct {
	Party string   // whom it binds, above the lines, in a covenant: "THÀNH PHỐ HÀ NỘI"
	Lines []string // "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"
	Name  string   // without degree and honour; empty: dots
}

// Appendix is a list or text that goes with the document (phụ lục), on pages of its
// own.
type Appendix struct {
	Number    string // "I"; empty when there is one only
	Title     string
	Landscape bool
	Body      []Block
}

// P is a paragraph of the body.
func P(text string) Block { return Block{Part: Paragraph, Text: text} }

// labelled is a block with a label.
func labelled(part Part, label, text string) Block {
	return Block{Part: part, Label: label, Text: text}
}

// List is a table as a block.
func List(t *Table) Block { return Block{Part: Listing, Table: t} }
