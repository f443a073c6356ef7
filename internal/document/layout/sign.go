package layout

import (
	"strings"

	"giaouoc/internal/document"
)

// sign is the block of recipients and signatures. It stays on one page with the last
// paragraph of the body, so that no signature stands on a page of its own.
func (s *Section) sign(d *document.Document) {
	if len(d.Signatures) == 0 && len(d.Recipients) == 0 {
		return
	}
	s.add(paragraph(Space, ""))
	s.keepLast()
	half := s.Inner() / 2
	if d.Columns < 2 {
		var right []Paragraph
		for _, sig := range d.Signatures {
			right = append(right, signature(sig, half)...)
		}
		s.table(Table{Widths: []float64{half, half}, Rows: []Row{{Cells: []Cell{{Paragraphs: some(recipients(d.Recipients))}, {Paragraphs: some(right)}}}}})
		return
	}
	out := Table{}
	for range d.Columns {
		out.Widths = append(out.Widths, s.Inner()/float64(d.Columns))
	}
	for i := 0; i < len(d.Signatures); i += d.Columns {
		titles, names := Row{Keep: true}, Row{} // two rows: the names of one row stand on one line
		for j := i; j < i+d.Columns; j++ {
			var title, name []Paragraph
			if j < len(d.Signatures) {
				list := signature(d.Signatures[j], out.Widths[0])
				title, name = apartFrom(i, list[:len(list)-1]), list[len(list)-1:]
			}
			titles.Cells = append(titles.Cells, Cell{Paragraphs: some(title)})
			names.Cells = append(names.Cells, Cell{Paragraphs: some(name)})
		}
		out.Rows = append(out.Rows, titles, names)
	}
	if d.Closing != nil {
		out.Rows = append(out.Rows, Row{Cells: []Cell{{Span: d.Columns, Paragraphs: apartFrom(len(d.Signatures), signature(*d.Closing, s.Inner()))}}})
	}
	s.table(out)
	if len(d.Recipients) > 0 {
		s.add(paragraph(Space, ""))
		s.add(recipients(d.Recipients)...)
	}
}

// keepLast holds the last paragraphs of the body with what follows.
func (s *Section) keepLast() {
	for i := len(s.Blocks) - 1; i >= 0 && i >= len(s.Blocks)-2; i-- {
		if p := s.Blocks[i].Paragraph; p != nil {
			p.Keep = true
		}
	}
}

// some is a cell's content, which has a paragraph at least.
func some(list []Paragraph) []Paragraph {
	if len(list) == 0 {
		return []Paragraph{paragraph(Space, "")}
	}
	return list
}

// apartFrom leaves some room between a row of signatures and the one above.
func apartFrom(above int, list []Paragraph) []Paragraph {
	if above == 0 {
		return list
	}
	return append([]Paragraph{paragraph(Space, ""), paragraph(Space, "")}, list...)
}

// signature is a block of one; its last paragraph is the name.
func signature(sig document.Signature, width float64) []Paragraph {
	var list []Paragraph
	for _, l := range append([]string{strings.ToUpper(sig.Party)}, sig.Lines...) {
		if l != "" {
			lines, _ := even(Signer, l, width-2*PadSide)
			list = append(list, lines...)
		}
	}
	name := sig.Name
	if name == "" {
		name = dots
	}
	return append(list, paragraph(Name, name))
}

func recipients(names []string) []Paragraph {
	if len(names) == 0 {
		return nil
	}
	list := []Paragraph{paragraph(Recipients, "Nơi nhận:")}
	for i, n := range names {
		list = append(list, paragraph(Recipient, "- "+strings.TrimRight(n, ";.")+mark(i, len(names))))
	}
	return list
}
