package layout

import (
	"fmt"
	"strings"

	"giaouoc/internal/document"
	"giaouoc/internal/font"
	"giaouoc/internal/vn"
)

// dots stand where nobody has given a word yet.
const dots = "…"

// Compose arranges a document. The error is ours: a face that cannot be read.
func Compose(d *document.Document) (Layout, error) {
	if _, err := font.Of(false, false); err != nil {
		return Layout{}, err
	}
	l := Layout{Title: titleOf(d), Author: clean(d.Issuer), Language: "vi-VN", Made: d.Date}
	for _, n := range d.Notes {
		l.Notes = append(l.Notes, clean(n))
	}
	s := portrait()
	s.head(d)
	s.heading(d)
	for _, b := range d.Bases {
		s.add(paragraph(Basis, basis(b, d)))
	}
	if d.Enacting != "" {
		s.add(paragraph(Centred, d.Enacting))
	}
	s.body(d.Body)
	s.sign(d)
	l.Sections = append(l.Sections, s)
	for _, a := range d.Appendices {
		l.Sections = append(l.Sections, appendix(d, a))
	}
	l.leaveRoom()
	return l, nil
}

// leaveRoom makes the lower margin wide enough for the notes in it.
func (l *Layout) leaveRoom() {
	for i := range l.Sections {
		s := &l.Sections[i]
		need := Edge + Note.Size
		for _, n := range l.Notes {
			need += float64(len(greedy(Note, strings.Fields(n), s.Inner()))) * Note.Size * font.Height
		}
		if len(l.Notes) > 0 {
			s.Bottom = max(s.Bottom, need)
		}
	}
}

// titleOf is the document in one line, as its properties and bookmarks name it.
func titleOf(d *document.Document) string {
	title, abstract := clean(d.Title), clean(d.Abstract)
	switch {
	case title == "":
		return "V/v " + abstract
	case abstract == "":
		return title
	}
	return title + " " + abstract
}

func (s *Section) add(list ...Paragraph) {
	for _, p := range list {
		s.Blocks = append(s.Blocks, block(p))
	}
}

func (s *Section) table(t Table) { s.Blocks = append(s.Blocks, Block{Table: &t}) }

// head is issuer and nation side by side, then number and place.
func (s *Section) head(d *document.Document) {
	left := s.Inner() * 0.42
	var issuer []Paragraph
	if d.Superior != "" {
		above, _ := even(Superior, strings.ToUpper(d.Superior), left-2*PadSide)
		issuer = append(issuer, above...)
	}
	name, width := even(Issuer, strings.ToUpper(d.Issuer), left-2*PadSide)
	issuer = append(append(issuer, name...), rule(taken("issuer_rule")*width))
	const nation, motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
	country := []Paragraph{paragraph(Nation, nation), paragraph(Motto, motto), rule(taken("motto_rule") * widthOf(Motto, motto))}
	var number []Paragraph
	if d.Sign != "" {
		number = append(number, paragraph(Number, NumberLine(d.Number, d.Sign)))
	}
	if d.Title == "" {
		about, _ := even(About, "V/v "+d.Abstract, left-2*PadSide)
		number = append(number, about...)
	}
	if number == nil {
		number = []Paragraph{paragraph(Space, "")}
	}
	s.table(Table{Widths: []float64{left, s.Inner() - left}, Rows: []Row{
		{Cells: []Cell{{Paragraphs: issuer}, {Paragraphs: country}}},
		{Cells: []Cell{{Paragraphs: number}, {Paragraphs: []Paragraph{paragraph(Place, placeLine(d.Place, d.Date))}}}},
	}})
	s.add(paragraph(Space, ""))
}

// NumberLine is "Số: 05/TTr-UBND", or a gap for the number that is not given yet.
func NumberLine(number int, sign string) string {
	if number == 0 {
		return "Số:" + strings.Repeat("\u00a0", 8) + "/" + sign
	}
	return fmt.Sprintf("Số: %02d/%s", number, sign)
}

func placeLine(place string, on vn.Date) string {
	if place == "" {
		place = dots
	}
	if on.IsZero() {
		return place + ", ngày … tháng … năm …"
	}
	return place + ", " + on.Words()
}

func rule(length float64) Paragraph { return Paragraph{Style: Rule, Rule: length} }

// heading is type, abstract and addressees. The line below is measured by the
// longest line of both.
func (s *Section) heading(d *document.Document) {
	if d.Title != "" {
		s.add(paragraph(Title, d.Title))
		width := widthOf(Title, d.Title)
		if d.Abstract != "" {
			var lines []Paragraph
			var long float64
			lines, long = even(Abstract, d.Abstract, s.Inner())
			s.add(lines...)
			width = max(width, long)
		}
		s.add(rule(taken("abstract_rule") * width))
		if d.Subtitle != "" {
			s.add(paragraph(Subtitle, d.Subtitle))
		} else {
			s.add(paragraph(Space, ""))
		}
	}
	switch n := len(d.Addressees); {
	case n == 1:
		s.add(paragraph(To, "Kính gửi: "+d.Addressees[0]))
	case n > 1:
		s.add(paragraph(ToMany, "Kính gửi:"))
		for i, to := range d.Addressees {
			s.add(paragraph(ToEach, "- "+to+mark(i, n)))
		}
	}
	if n := len(d.Addressees); n > 0 {
		s.add(paragraph(Space, ""))
	}
	if d.Authority != "" {
		s.add(paragraph(Authority, d.Authority))
	}
}

func mark(i, n int) string {
	if i == n-1 {
		return "."
	}
	return ";"
}

// basis ends each legal ground with ";" and the last with ".", or as it stands when
// it has a mark of its own.
func basis(text string, d *document.Document) string {
	text = strings.TrimRight(strings.TrimSpace(text), ";.,")
	if clean(text) == clean(strings.TrimRight(strings.TrimSpace(d.Bases[len(d.Bases)-1]), ";.,")) {
		return text + "."
	}
	return text + ";"
}

func (s *Section) body(list []document.Block) {
	for _, b := range list {
		switch b.Part {
		case document.Listing:
			s.listing(b.Table)
		case document.Chapter:
			s.add(labelled(Chapter, b.Label, b.Text))
		case document.Heading:
			s.add(labelled(Heading, b.Label, b.Text))
		case document.Article:
			s.add(Paragraph{Style: Article, Runs: runs(Run{Text: b.Label + " ", Bold: true}, Run{Text: b.Text})})
		case document.Dash:
			s.add(labelled(Body, "-", b.Text))
		case document.Centred:
			s.add(paragraph(Centred, b.Text))
		default:
			s.add(labelled(Body, b.Label, b.Text))
		}
	}
}

func labelled(st *Style, label, text string) Paragraph {
	return paragraph(st, strings.TrimSpace(label+" "+text))
}

func appendix(d *document.Document, a document.Appendix) Section {
	s := portrait()
	if a.Landscape {
		s = landscape()
	}
	title, _ := even(AppendixTitle, strings.ToUpper(a.Title), s.Inner())
	s.add(append([]Paragraph{paragraph(Appendix, strings.TrimSpace("Phụ lục "+a.Number))}, title...)...)
	s.add(paragraph(AppendixOf, "(Kèm theo "+attachedTo(d)+")"))
	s.body(a.Body)
	return s
}

// attachedTo names the document that an appendix goes with.
func attachedTo(d *document.Document) string {
	what := d.Kind.Name()
	if d.Sign == "" {
		return what
	}
	on := d.Date.Words()
	if on == "" {
		on = "ngày … tháng … năm …"
	}
	return fmt.Sprintf("%s %s %s của %s", what, strings.Replace(NumberLine(d.Number, d.Sign), "Số:", "số", 1), on, d.Issuer)
}
