package certificate

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"rsc.io/qr"

	"giaouoc/internal/font"
	"giaouoc/internal/vn"
)

// addressOfCheck is what stands before the code in the address of the public check.
const addressOfCheck = "/kiem-tra-bang/"

// Words are what is printed of one grant, by what it is. The code is an address.
type Words map[What]string

// Page is one certificate to print.
type Page struct {
	Name  string // of who is commended, for the bookmark
	Words Words
}

// Sample are words to lay out with.
var Sample = Words{
	Recipient: "Ông Nguyễn Văn Thí Dụ", Address: "Trưởng phòng, Sở Nội vụ thành phố Thí Dụ",
	Achievement: "Đã có thành tích xuất sắc trong phong trào thi đua (số liệu minh họa)", AwardName: "Bằng khen",
	Authority: "Chủ tịch Ủy ban nhân dân thành phố Thí Dụ", Decision: "Quyết định số 123/QĐ-UBND ngày 05/02/2026", GoldenBook: "Số sổ vàng: 456",
	PlaceDate: "Thí Dụ, ngày 05 tháng 02 năm 2026", SignerTitle: "Chủ tịch", SignerName: "Trần Thị Minh Họa", Code: "https://vidu.example.vn/kiem-tra-bang/THUMAUIN",
}

// Sheets are how a batch is printed.
type Sheets struct {
	Scan  []byte // a picture printed under the words, PNG or JPEG; nil on sheets printed before
	Frame bool   // a test print: frames, rulers and crosses
	Title string // of the file
}

// Unfit is a text that does not fit its field even when set smaller.
type Unfit struct {
	Page  int // from 0
	Name  string
	Field Field
}

const (
	millimetre = 72 / 25.4
	lead       = 1.2  // from one line to the next, in sizes of the letters
	shrinks    = 0.5  // of its size a text is set smaller at most
	step       = 0.05 // in shares of the size
	codePoints = 7    // of the code under its picture
)

// FindUnfit names what does not fit: Print sets it as small as it may be and leaves
// out the lines that are too many, so whoever prints must be told.
func FindUnfit(d Design, pages []Page) (list []Unfit, err error) {
	for _, f := range d.Fields {
		if f.What == Code {
			continue
		}
		face, err := font.Of(f.Bold, f.Italic)
		if err != nil {
			return nil, err
		}
		for i, page := range pages {
			if _, _, fits := set(face, f, vn.NFC(f.Of(page.Words[f.What]))); !fits {
				list = append(list, Unfit{i, page.Name, f})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Unfit) int { return a.Page - b.Page })
	return list, nil
}

// Print writes one PDF with a page for each certificate.
func Print(w io.Writer, d Design, pages []Page, how Sheets) error {
	p, err := newPress(d, how)
	if err != nil {
		return err
	}
	for _, page := range pages {
		p.AddPage()
		if how.Scan != nil {
			p.ImageOptions("scan", 0, 0, d.Width.MM()*millimetre, d.Height.MM()*millimetre, false, fpdf.ImageOptions{}, 0, "")
		}
		if how.Frame {
			p.frame()
		}
		p.Bookmark(page.Name, 0, 0)
		for _, f := range d.Fields {
			if err := p.field(f, page.Words[f.What]); err != nil {
				return err
			}
		}
	}
	if err := p.Output(w); err != nil {
		return fmt.Errorf("print certificates: %w", err)
	}
	return nil
}

// press is a PDF in points, its origin in the upper left corner.
type press struct {
	*fpdf.Fpdf
	d Design
}

func newPress(d Design, how Sheets) (*press, error) {
	f := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: d.Width.MM() * millimetre, Ht: d.Height.MM() * millimetre}})
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.SetCompression(false)
	f.SetCreator("Giao Ước", true)
	f.SetTitle(vn.NFC(how.Title), true)
	f.SetLang("vi-VN")
	for _, style := range []string{"", "B", "I", "BI"} {
		face, err := font.Of(strings.Contains(style, "B"), strings.Contains(style, "I"))
		if err != nil {
			return nil, err
		}
		f.AddUTF8FontFromBytes("serif", style, face.TTF)
	}
	if how.Scan != nil {
		kind := "PNG"
		if bytes.HasPrefix(how.Scan, []byte{0xff, 0xd8}) {
			kind = "JPG"
		}
		f.RegisterImageOptionsReader("scan", fpdf.ImageOptions{ImageType: kind}, bytes.NewReader(how.Scan))
	}
	if err := f.Error(); err != nil {
		return nil, fmt.Errorf("prepare printing: %w", err)
	}
	return &press{f, d}, nil
}

func (p *press) x(l Length) float64 { return (l + p.d.Right).MM() * millimetre }
func (p *press) y(l Length) float64 { return (l + p.d.Down).MM() * millimetre }

func (p *press) field(f Field, words string) error {
	if words = f.Of(words); words == "" {
		return nil
	}
	if f.What == Code {
		return p.code(f, words)
	}
	face, err := font.Of(f.Bold, f.Italic)
	if err != nil {
		return err
	}
	lines, size, _ := set(face, f, vn.NFC(words))
	p.SetFont("serif", face.Style, size)
	if f.Ink == Red {
		p.SetTextColor(0xc8, 0x10, 0x2e)
	} else {
		p.SetTextColor(0, 0, 0)
	}
	width := f.Width.MM() * millimetre
	for i, line := range lines {
		x := p.x(f.X)
		switch room := width - face.Width(line, size); f.Align {
		case Centre:
			x += room / 2
		case Right:
			x += room
		}
		p.Text(x, p.y(f.Y)+size*(font.Ascent+lead*float64(i)), line)
	}
	return nil
}

// Of is what a field shows where it is given these words.
func (f Field) Of(words string) string {
	if f.What == Fixed {
		words = f.Text
	}
	if f.Capitals && f.What != Code {
		return strings.ToUpper(words)
	}
	return words
}

// LinesOf breaks words as they are printed in a field, and gives the size of the letters
// in points.
func (f Field) LinesOf(words string) (lines []string, size float64, err error) {
	face, err := font.Of(f.Bold, f.Italic)
	if err != nil {
		return nil, 0, err
	}
	lines, size, _ = set(face, f, vn.NFC(words))
	return lines, size, nil
}

// set breaks a text into lines at the largest size at which it fits.
func set(face *font.Face, f Field, text string) (lines []string, size float64, fits bool) {
	width := f.Width.MM() * millimetre
	for share := 1.0; share >= shrinks-step/2; share -= step {
		size = share * float64(f.Points)
		if lines = broken(face, text, size, width); len(lines) <= f.Lines && widest(face, lines, size) <= width+0.01 {
			return lines, size, true
		}
	}
	return lines[:min(len(lines), f.Lines)], size, false
}

func widest(face *font.Face, lines []string, size float64) (most float64) {
	for _, l := range lines {
		most = max(most, face.Width(l, size))
	}
	return most
}

// broken breaks a text at its spaces, and where a person wrote a new line.
func broken(face *font.Face, text string, size, width float64) (lines []string) {
	for part := range strings.SplitSeq(text, "\n") {
		line := ""
		for _, word := range strings.Fields(part) {
			if line == "" {
				line = word
				continue
			}
			if longer := line + " " + word; face.Width(longer, size) <= width {
				line = longer
				continue
			}
			lines = append(lines, line)
			line = word
		}
		lines = append(lines, line)
	}
	return lines
}

// code draws a QR code as squares in one path, in units of a square.
func (p *press) code(f Field, text string) error {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return fmt.Errorf("draw QR code: %w", err)
	}
	side := f.Width.MM() * millimetre / float64(code.Size)
	path := make([]byte, 0, 8<<10)
	path = fmt.Appendf(path, "q %.4f 0 0 %.4f %.3f %.3f cm 0 g\n", side, -side, p.x(f.X), p.d.Height.MM()*millimetre-p.y(f.Y))
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				for _, n := range [...]int{from, y, x - from} {
					path = append(strconv.AppendInt(path, int64(n), 10), ' ')
				}
				path = append(path, "1 re\n"...)
			}
		}
	}
	p.RawWriteStr(string(append(path, "f Q\n"...)))
	// Who has no camera types it.
	_, typed, found := strings.Cut(text, addressOfCheck)
	if !found {
		return nil
	}
	face, err := font.Of(false, false)
	if err != nil {
		return err
	}
	p.SetFont("serif", "", codePoints)
	p.SetTextColor(0, 0, 0)
	wide := face.Width(typed, codePoints)
	p.Text(p.x(f.X)+(f.Width.MM()*millimetre-wide)/2, p.y(f.Y+f.Width)+codePoints*1.1, typed)
	return nil
}

// frame draws what a test print shows: the fields' frames, rulers along two edges and
// a cross of known length, to measure how far the printer is off.
func (p *press) frame() {
	p.SetDrawColor(0x90, 0x90, 0x90)
	p.SetLineWidth(0.3)
	for _, f := range p.d.Fields {
		height := f.Width.MM() * millimetre
		if f.What != Code {
			height = float64(f.Points) * lead * float64(f.Lines)
		}
		p.Rect(p.x(f.X), p.y(f.Y), f.Width.MM()*millimetre, height, "D")
	}
	p.SetFont("serif", "", 7)
	p.SetTextColor(0x60, 0x60, 0x60)
	for at := Length(0); at < p.d.Width; at += 50 {
		p.Line(p.x(at), p.y(0), p.x(at), p.y(tick(at)))
		if at > 0 && at%200 == 0 {
			p.Text(p.x(at)+1, p.y(40), at.Millimetres())
		}
	}
	for at := Length(0); at < p.d.Height; at += 50 {
		p.Line(p.x(0), p.y(at), p.x(tick(at)), p.y(at))
		if at > 0 && at%200 == 0 {
			p.Text(p.x(25), p.y(at)+7, at.Millimetres())
		}
	}
	x, y := p.d.Width-300, Length(300)
	p.Line(p.x(x-200), p.y(y), p.x(x+200), p.y(y))
	p.Line(p.x(x), p.y(y-200), p.x(x), p.y(y+200))
	p.Text(p.x(x-200), p.y(y)-3, "In thử: chữ thập")
	p.Text(p.x(x-200), p.y(y)+9, "dài 40 mm, tâm ở")
	p.Text(p.x(x)+3, p.y(y)+9, x.Millimetres()+" × "+y.Millimetres()+" mm")
}

func tick(at Length) Length {
	if at%100 == 0 {
		return 30
	}
	return 15
}
