// Package docx writes a set document as a file of Word (WordprocessingML, ECMA-376):
// the parts that Word needs and no more. Every paragraph names a style, so that who
// edits the file changes the style and not each line.
//
// The same layout gives the same bytes. What never happens: a table whose head is not
// repeated on its next page, a time of writing in the file, a text that breaks the
// XML.
//
// Served: Decree 30/2020/NĐ-CP, Annex I.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"giaouoc/internal/document/layout"
)

// packed is the time that stands in the archive: the first that it can say.
var packed = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

// Write writes the document. An error is that of w.
func Write(w io.Writer, l *layout.Layout) error {
	z := zip.NewWriter(w)
	for _, p := range parts(l) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: packed})
		if err != nil {
			return fmt.Errorf("write %s of docx: %w", p.name, err)
		}
		if _, err := f.Write(p.content); err != nil {
			return fmt.Errorf("write %s of docx: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write docx: %w", err)
	}
	return nil
}

type part struct {
	name    string
	content []byte
}

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

func parts(l *layout.Layout) []part {
	return []part{
		{"[Content_Types].xml", []byte(declaration + contentTypes)},
		{"_rels/.rels", []byte(declaration + packageRelations)},
		{"docProps/core.xml", coreProperties(l)},
		{"docProps/app.xml", []byte(declaration + appProperties)},
		{"word/_rels/document.xml.rels", []byte(declaration + documentRelations)},
		{"word/settings.xml", []byte(declaration + settings)},
		{"word/fontTable.xml", []byte(declaration + fontTable)},
		{"word/styles.xml", styles()},
		{"word/header1.xml", []byte(declaration + firstHeader)},
		{"word/header2.xml", pageHeader()},
		{"word/footer1.xml", footer(l)},
		{"word/document.xml", body(l)},
	}
}

// page is XML that is being written.
type page struct{ bytes.Buffer }

func (p *page) raw(list ...string) {
	for _, s := range list {
		p.WriteString(s)
	}
}

// text writes a text of the document; a buffer takes all that is written.
func (p *page) text(s string) { _ = xml.EscapeText(p, []byte(s)) }

// twips are twentieths of a point.
func twips(points float64) string { return strconv.Itoa(int(math.Round(points * 20))) }

// halves are half points, in which Word counts the size of letters.
func halves(points float64) string { return strconv.Itoa(int(math.Round(points * 2))) }

func body(l *layout.Layout) []byte {
	p := &page{}
	p.raw(declaration, `<w:document `, namespaces, `><w:body>`)
	for i := range l.Sections {
		s := &l.Sections[i]
		for _, b := range s.Blocks {
			if b.Table != nil {
				p.table(b.Table)
				continue
			}
			p.paragraph(b.Paragraph, s.Inner(), "")
		}
		if i < len(l.Sections)-1 {
			p.raw(`<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>`, sectionOf(s), `</w:pPr></w:p>`)
			continue
		}
		p.raw(sectionOf(s))
	}
	p.raw(`</w:body></w:document>`)
	return p.Bytes()
}

// sectionOf says on which paper a section stands; every section begins a page and
// counts its pages from 1, and the number does not stand on the first.
func sectionOf(s *layout.Section) string {
	lies := ""
	if s.Landscape() {
		lies = ` w:orient="landscape"`
	}
	return `<w:sectPr><w:headerReference w:type="first" r:id="rId4"/><w:headerReference w:type="default" r:id="rId5"/>` +
		`<w:footerReference w:type="first" r:id="rId6"/><w:footerReference w:type="default" r:id="rId6"/>` +
		`<w:pgSz w:w="` + twips(s.Width) + `" w:h="` + twips(s.Height) + `"` + lies + `/>` +
		`<w:pgMar w:top="` + twips(s.Top) + `" w:right="` + twips(s.Right) + `" w:bottom="` + twips(s.Bottom) + `" w:left="` + twips(s.Left) +
		`" w:header="` + twips(layout.Edge) + `" w:footer="` + twips(layout.Edge) + `" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>`
}

// paragraph writes one within a width, which a line in the middle needs to know.
func (p *page) paragraph(g *layout.Paragraph, width float64, fields string) {
	p.raw(`<w:p><w:pPr><w:pStyle w:val="`, g.Style.ID, `"/>`)
	if g.Keep && !g.Style.Keep {
		p.raw(`<w:keepNext/>`)
	}
	if g.Rule > 0 {
		side := twips(max(0, (width-g.Rule)/2))
		p.raw(`<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr><w:spacing w:before="`, twips(layout.RuleAbove),
			`" w:after="0" w:line="`, twips(layout.RuleBelow), `" w:lineRule="exact"/><w:ind w:left="`, side, `" w:right="`, side, `" w:firstLine="0"/>`)
	}
	if g.Align != "" && g.Align != g.Style.Align {
		p.raw(`<w:jc w:val="`, alignment(g.Align), `"/>`)
	}
	p.raw(`</w:pPr>`, fields)
	for _, r := range g.Runs {
		p.raw(`<w:r>`)
		if r.Bold != g.Style.Bold || r.Italic != g.Style.Italic {
			p.raw(`<w:rPr>`, toggle("b", r.Bold, g.Style.Bold), toggle("i", r.Italic, g.Style.Italic), `</w:rPr>`)
		}
		p.raw(`<w:t xml:space="preserve">`)
		p.text(r.Text)
		p.raw(`</w:t></w:r>`)
	}
	p.raw(`</w:p>`)
}

func toggle(name string, is, was bool) string {
	switch {
	case is == was:
		return ""
	case is:
		return `<w:` + name + `/>`
	}
	return `<w:` + name + ` w:val="0"/>`
}

func (p *page) table(t *layout.Table) {
	width := 0.0
	for _, w := range t.Widths {
		width += w
	}
	p.raw(`<w:tbl><w:tblPr><w:tblW w:w="`, twips(width), `" w:type="dxa"/><w:jc w:val="center"/>`)
	if t.Lines {
		p.raw(tableLines)
	}
	side := twips(layout.PadSide)
	p.raw(`<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="`, side,
		`" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="`, side, `" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, w := range t.Widths {
		p.raw(`<w:gridCol w:w="`, twips(w), `"/>`)
	}
	p.raw(`</w:tblGrid>`)
	for i := range t.Rows {
		p.row(t, i)
	}
	p.raw(`</w:tbl>`)
}

func (p *page) row(t *layout.Table, i int) {
	r := &t.Rows[i]
	p.raw(`<w:tr><w:trPr><w:cantSplit/>`)
	if i < t.Head {
		p.raw(`<w:tblHeader/>`)
	}
	p.raw(`</w:trPr>`)
	column := 0
	for _, c := range r.Cells {
		span := max(1, c.Span)
		width := 0.0
		for _, w := range t.Widths[column : column+span] {
			width += w
		}
		column += span
		p.raw(`<w:tc><w:tcPr><w:tcW w:w="`, twips(width), `" w:type="dxa"/>`)
		if span > 1 {
			p.raw(`<w:gridSpan w:val="`, strconv.Itoa(span), `"/>`)
		}
		switch {
		case c.Down:
			p.raw(`<w:vMerge w:val="restart"/>`)
		case c.Under:
			p.raw(`<w:vMerge/>`)
		}
		if i < t.Head {
			p.raw(`<w:vAlign w:val="center"/>`)
		}
		p.raw(`</w:tcPr>`)
		for k := range c.Paragraphs {
			g := c.Paragraphs[k]
			g.Keep = g.Keep || r.Keep
			p.paragraph(&g, width-2*layout.PadSide, "")
		}
		p.raw(`</w:tc>`)
	}
	p.raw(`</w:tr>`)
}
