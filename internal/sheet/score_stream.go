package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"giaouoc/internal/problem"
)

// A workbook of scores is read as a stream: a sheet of a hundred thousand rows
// passes by one row at a time, and nothing but the shared texts is kept.

// Bounds on a workbook of scores.
const (
	largestFile     = 64 << 20  // as it lies on the disk
	largestUnpacked = 256 << 20 // of all its parts together
	largestTexts    = 48 << 20  // of the shared texts, and of a part that is not read as a stream
	largestToken    = 1 << 20   // a tag, or the text of a cell
	largestRow      = 4 << 20   // the values of a row
)

// errTooLarge is met when a bound is passed while reading.
var errTooLarge = errors.New("the workbook passes a bound")

// book is an open workbook.
type book struct {
	parts  map[string]*zip.File
	sheets []bookSheet
	texts  sharedTexts
	looks  []look // by the number of a cell's style
	from   day0
}

type bookSheet struct{ name, part string }

// look is what a style makes of a number.
type look uint8

// The looks.
const (
	looksPlain look = iota
	looksPercent
	looksDate
)

// day0 is whether days count from 1900 or from 1904.
type day0 bool

const since1904 day0 = true

// openBook reads all of a workbook but its worksheets.
func openBook(r io.ReaderAt, size int64) (*book, error) {
	refuse := func(text string) (*book, error) {
		return nil, problem.List{problem.Field("tệp", "%s", text)}
	}
	const tooLarge = "Bảng tính quá lớn: nhiều nhất 64 MB trên đĩa và 256 MB khi giải nén; hãy bỏ các trang tính, hình ảnh không cần rồi lưu lại."
	if size > largestFile || tooManyParts(r, size) {
		return refuse(tooLarge)
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return refuse("Không mở được bảng tính; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại ở dạng .xlsx, không đặt mật khẩu.")
	}
	b := &book{parts: make(map[string]*zip.File, len(z.File))}
	var unpacked uint64
	for _, f := range z.File {
		unpacked += f.UncompressedSize64
		if unpacked > largestUnpacked || f.UncompressedSize64 > largestUnpacked {
			return refuse(tooLarge)
		}
		b.parts[strings.TrimPrefix(f.Name, "/")] = f
	}
	err = b.readParts()
	switch {
	case errors.Is(err, errTooLarge):
		return refuse("Bảng tính có quá nhiều chữ khác nhau hoặc định dạng; hãy chép riêng các trang chấm điểm sang một tệp mới.")
	case err != nil:
		return refuse("Không đọc được bảng tính; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại ở dạng .xlsx.")
	case len(b.sheets) == 0:
		return refuse("Tệp nén này không có trang tính nào; hãy chọn tệp .xlsx.")
	}
	return b, nil
}

// tooManyParts counts the parts that a file lists, before anything is kept of
// them: a list alone can be made to fill the memory.
func tooManyParts(r io.ReaderAt, size int64) bool {
	const most, mark = 10_000, "PK\x01\x02"
	chunk, n := make([]byte, 1<<20), 0
	for from := int64(0); from < size; from += int64(len(chunk) - len(mark) + 1) {
		read, err := r.ReadAt(chunk, from)
		if n += bytes.Count(chunk[:read], []byte(mark)); n > most || err != nil {
			break
		}
	}
	return n > most
}

func (b *book) readParts() error {
	var workbook struct {
		Props struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			IDv2 string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	const main = "xl/workbook.xml"
	if err := b.decode(main, &workbook); err != nil {
		return err
	}
	if err := b.decode("xl/_rels/workbook.xml.rels", &rels); err != nil {
		return err
	}
	b.from = day0(workbook.Props.Date1904 == "1" || workbook.Props.Date1904 == "true")
	target := map[string]string{}
	texts, styles := "", ""
	for _, r := range rels.List {
		part := strings.TrimPrefix(r.Target, "/")
		if part == r.Target {
			part = path.Join("xl", r.Target)
		}
		target[r.ID] = part
		switch path.Base(r.Type) {
		case "sharedStrings":
			texts = part
		case "styles":
			styles = part
		}
	}
	for _, s := range workbook.Sheets {
		part := target[s.ID+s.IDv2]
		if b.parts[part] == nil {
			return errors.New("a worksheet without its part")
		}
		b.sheets = append(b.sheets, bookSheet{s.Name, part})
	}
	if err := b.readStyles(styles); err != nil {
		return err
	}
	return b.readTexts(texts)
}

// open opens a part; a part that is larger than it says ends in an error.
func (b *book) open(part string) (io.ReadCloser, error) {
	f := b.parts[part]
	if f == nil {
		return nil, errors.New("no part " + part)
	}
	return f.Open()
}

// decode reads a small part whole.
func (b *book) decode(part string, into any) error {
	if f := b.parts[part]; f != nil && f.UncompressedSize64 > largestTexts {
		return errTooLarge
	}
	r, err := b.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	return xml.NewDecoder(io.LimitReader(r, largestTexts)).Decode(into)
}

func (b *book) readStyles(part string) error {
	if b.parts[part] == nil {
		return nil
	}
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode(part, &styles); err != nil {
		return err
	}
	codes := make(map[int]string, len(styles.Formats))
	for _, f := range styles.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range styles.Cells {
		b.looks = append(b.looks, lookOf(c.Format, codes[c.Format]))
	}
	return nil
}

// lookOf knows the formats that every spreadsheet has, and reads the others.
func lookOf(id int, code string) look {
	code = strings.ToLower(code)
	switch {
	case id == 9 || id == 10 || strings.Contains(code, "%"):
		return looksPercent
	case id >= 14 && id <= 22 || id >= 45 && id <= 47 || strings.Contains(code, "yy") || strings.Contains(code, "dd"):
		return looksDate
	default:
		return looksPlain
	}
}

// sharedTexts are the texts of a workbook, one after the other.
type sharedTexts struct {
	all  []byte
	ends []int
}

func (s *sharedTexts) at(i int) ([]byte, bool) {
	if i < 0 || i >= len(s.ends) {
		return nil, false
	}
	from := 0
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.all[from:s.ends[i]], true
}

func (b *book) readTexts(part string) error {
	if b.parts[part] == nil {
		return nil
	}
	r, err := b.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	s := newScanner(r)
	phonetic, inText := 0, false
	for {
		t, err := s.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case t.text != nil:
			if inText && phonetic == 0 {
				b.texts.all = appendText(b.texts.all, t)
			}
			if len(b.texts.all) > largestTexts {
				return errTooLarge
			}
		case string(t.name) == "t":
			inText = !t.end && !t.alone
		case string(t.name) == "rPh" && !t.alone:
			phonetic += 1 - 2*boolInt(t.end)
		case string(t.name) == "si" && (t.end || t.alone):
			from := 0
			if n := len(b.texts.ends); n > 0 {
				from = b.texts.ends[n-1]
			}
			b.texts.all = unescapeCells(b.texts.all, from)
			b.texts.ends = append(b.texts.ends, len(b.texts.all))
			if len(b.texts.all)+8*len(b.texts.ends) > largestTexts {
				return errTooLarge
			}
		}
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// cellAt is one cell that holds something.
type cellAt struct {
	column   int // from 0
	kind     cellKind
	look     look
	from, to int  // of its value in the row's bytes
	computed bool // it has a formula
	empty    bool // the file holds no value for it
}

// cellKind is how the file holds a value.
type cellKind uint8

// The kinds of cell.
const (
	holdsNumber cellKind = iota
	holdsText
	holdsFlag
	holdsError
)

// cellRow is a row of a worksheet; it is overwritten by the next one.
type cellRow struct {
	n     int // from 1
	cells []cellAt
	bytes []byte
}

func (r *cellRow) value(c cellAt) []byte { return r.bytes[c.from:c.to] }

// rows calls fn for each row that has cells, until fn says no, and returns the
// merged ranges. A row number or column out of order is an error: no program
// writes that.
func (b *book) rows(sheet bookSheet, fn func(*cellRow) bool) (merged []string, err error) {
	r, err := b.open(sheet.part)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	w := rowReader{book: b, scanner: newScanner(r), fn: fn}
	for !w.stopped {
		t, err := w.scanner.next()
		if errors.Is(err, io.EOF) {
			return w.merged, nil
		}
		if err == nil {
			err = w.token(t)
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// rowReader puts the tokens of a worksheet together into rows.
type rowReader struct {
	book    *book
	scanner *scanner
	fn      func(*cellRow) bool
	stopped bool
	merged  []string

	row    cellRow
	cell   cellAt
	inCell bool
	shared bool // the value is the number of a shared text
	taking bool // text that passes belongs to the value
	silent int  // inside the pronunciation of a text
}

func (w *rowReader) token(t token) error {
	if t.text != nil {
		if w.taking && w.silent == 0 {
			w.row.bytes = appendText(w.row.bytes, t)
		}
		if len(w.row.bytes) > largestRow {
			return errTooLarge
		}
		return nil
	}
	switch string(t.name) {
	case "c":
		return w.cellToken(t)
	case "v", "t":
		w.taking = w.inCell && !t.end && !t.alone
		if w.taking {
			w.cell.empty = false
		}
	case "f":
		w.cell.computed = w.cell.computed || w.inCell
	case "rPh":
		if !t.alone {
			w.silent += 1 - 2*boolInt(t.end)
		}
	case "row":
		return w.rowToken(t)
	case "mergeCell":
		if ref := t.attribute("ref"); len(ref) > 0 && len(w.merged) < mostMistakes {
			w.merged = append(w.merged, string(ref))
		}
	}
	return nil
}

func (w *rowReader) rowToken(t token) error {
	if t.end {
		if len(w.row.cells) > 0 {
			w.stopped = !w.fn(&w.row)
		}
		return nil
	}
	n := w.row.n + 1
	if r := t.attribute("r"); r != nil {
		var err error
		if n, err = strconv.Atoi(string(r)); err != nil || n <= w.row.n {
			return errors.New("rows out of order")
		}
	}
	if n > 1<<20 {
		return errors.New("no such row")
	}
	w.row.n, w.row.cells, w.row.bytes = n, w.row.cells[:0], w.row.bytes[:0]
	return nil
}

func (w *rowReader) cellToken(t token) error {
	if t.end {
		w.inCell, w.taking = false, false
		return w.finish()
	}
	next := 0
	if n := len(w.row.cells); n > 0 {
		next = w.row.cells[n-1].column + 1
	}
	column := next
	if r := t.attribute("r"); r != nil {
		if column = columnOf(r); column < next {
			return errors.New("cells out of order")
		}
	}
	if column >= 1<<14 {
		return errors.New("no such column")
	}
	w.cell = cellAt{column: column, from: len(w.row.bytes), empty: true}
	w.shared = false
	switch string(t.attribute("t")) {
	case "s":
		w.cell.kind, w.shared = holdsText, true
	case "str", "inlineStr", "d":
		w.cell.kind = holdsText
	case "b":
		w.cell.kind = holdsFlag
	case "e":
		w.cell.kind = holdsError
	}
	if s := t.attribute("s"); s != nil {
		if n, err := strconv.Atoi(string(s)); err == nil && n >= 0 && n < len(w.book.looks) {
			w.cell.look = w.book.looks[n]
		}
	}
	w.inCell = !t.alone
	return nil
}

// finish takes a cell into its row, where it holds anything.
func (w *rowReader) finish() error {
	c := w.cell
	if w.shared && !c.empty {
		n, err := strconv.Atoi(string(bytes.TrimSpace(w.row.bytes[c.from:])))
		text, ok := w.book.texts.at(n)
		if err != nil || !ok {
			return errors.New("no such shared text")
		}
		w.row.bytes = append(w.row.bytes[:c.from], text...)
	} else if c.kind == holdsText {
		w.row.bytes = unescapeCells(w.row.bytes, c.from)
	}
	if len(w.row.bytes) > largestRow {
		return errTooLarge
	}
	c.to = len(w.row.bytes)
	c.empty = c.from == c.to
	if !c.empty || c.computed {
		w.row.cells = append(w.row.cells, c)
	}
	return nil
}

// columnOf reads the column of a cell's name: 27 of "AB5"; -1 for no name.
func columnOf(name []byte) int {
	n := 0
	for _, c := range name {
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A'+1); n > 1<<14 {
			return 1 << 14
		}
	}
	return n - 1
}
