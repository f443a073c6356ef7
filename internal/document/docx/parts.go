package docx

import (
	"strconv"

	"giaouoc/internal/document"
	"giaouoc/internal/document/layout"
)

const (
	namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

	contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
		`<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>` +
		`<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>` +
		`<Override PartName="/word/header2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>`

	packageRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
		`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>`

	documentRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>` +
		`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/>` +
		`<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/>` +
		`<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header2.xml"/>` +
		`<Relationship Id="rId6" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>`

	appProperties = `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Giao Ước</Application></Properties>`

	settings = `<w:settings ` + namespaces + `><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>` +
		`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		`<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>`

	fontTable = `<w:fonts ` + namespaces + `><w:font w:name="Times New Roman"><w:altName w:val="Liberation Serif"/><w:panose1 w:val="02020603050405020304"/>` +
		`<w:charset w:val="A3"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>`

	firstHeader = `<w:hdr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="SoTrang"/></w:pPr></w:p></w:hdr>`

	tableLines = `<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:left w:val="single" w:sz="4" w:space="0" w:color="000000"/>` +
		`<w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:right w:val="single" w:sz="4" w:space="0" w:color="000000"/>` +
		`<w:insideH w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tblBorders>`

	pageField = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
)

func pageHeader() []byte {
	p := &page{}
	p.raw(declaration, `<w:hdr `, namespaces, `>`)
	p.paragraph(&layout.Paragraph{Style: layout.PageNumber}, 0, pageField)
	p.raw(`</w:hdr>`)
	return p.Bytes()
}

func footer(l *layout.Layout) []byte {
	p := &page{}
	p.raw(declaration, `<w:ftr `, namespaces, `>`)
	for _, n := range l.Notes {
		p.paragraph(&layout.Paragraph{Style: layout.Note, Runs: []layout.Run{{Text: n, Italic: true}}}, 0, "")
	}
	if len(l.Notes) == 0 {
		p.paragraph(&layout.Paragraph{Style: layout.Note}, 0, "")
	}
	p.raw(`</w:ftr>`)
	return p.Bytes()
}

// coreProperties tells title, author and language; the day is the document's own.
func coreProperties(l *layout.Layout) []byte {
	p := &page{}
	p.raw(declaration, `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"`,
		` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>`)
	p.text(l.Title)
	p.raw(`</dc:title><dc:creator>`)
	p.text(l.Author)
	p.raw(`</dc:creator><dc:language>`, l.Language, `</dc:language>`)
	if !l.Made.IsZero() {
		day := l.Made.String() + "T00:00:00Z"
		p.raw(`<dcterms:created xsi:type="dcterms:W3CDTF">`, day, `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">`, day, `</dcterms:modified>`)
	}
	p.raw(`</cp:coreProperties>`)
	return p.Bytes()
}

// alignment is the word of Word for an alignment.
func alignment(a document.Align) string {
	switch a {
	case document.Centre:
		return "center"
	case document.Justify:
		return "both"
	case document.Right:
		return "right"
	}
	return "left"
}

const face = `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>`

// styles declares every style of the layout.
func styles() []byte {
	p := &page{}
	p.raw(declaration, `<w:styles `, namespaces, `><w:docDefaults><w:rPrDefault><w:rPr>`, face, `<w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>`,
		`<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`,
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`)
	for _, s := range layout.Styles() {
		p.raw(`<w:style w:type="paragraph" w:customStyle="1" w:styleId="`, s.ID, `"><w:name w:val="`)
		p.text(s.Name)
		p.raw(`"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>`)
		if s.Keep {
			p.raw(`<w:keepNext/>`)
		}
		p.raw(`<w:widowControl/><w:spacing w:before="`, twips(s.Before), `" w:after="`, twips(s.After), `" w:line="`, strconv.Itoa(int(s.Line*240+0.5)), `" w:lineRule="auto"/>`)
		p.raw(`<w:ind w:left="`, twips(s.Left), `" w:firstLine="`, twips(s.First), `"/><w:jc w:val="`, alignment(s.Align), `"/>`)
		if s.Outline > 0 {
			p.raw(`<w:outlineLvl w:val="`, strconv.Itoa(s.Outline-1), `"/>`)
		}
		p.raw(`</w:pPr><w:rPr>`, toggle("b", s.Bold, false), toggle("i", s.Italic, false), `<w:sz w:val="`, halves(s.Size), `"/><w:szCs w:val="`, halves(s.Size), `"/></w:rPr></w:style>`)
	}
	p.raw(`</w:styles>`)
	return p.Bytes()
}
