package certificate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Length is a length in tenths of a millimetre.
type Length int

// Millimetres is the length as people write it, "12,5".
func (l Length) Millimetres() string {
	if l%10 == 0 {
		return strconv.Itoa(int(l / 10))
	}
	sign, n := "", int(l)
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d,%d", sign, n/10, n%10)
}

// MM is the length in millimetres, for drawing.
func (l Length) MM() float64 { return float64(l) / 10 }

// ParseLength reads millimetres with at most one decimal.
func ParseLength(text string) (Length, error) {
	d, err := vn.ParseNumber(text)
	if err != nil {
		return 0, err
	}
	tenths := d.Shift(1)
	if !tenths.IsInteger() {
		return 0, problem.New(problem.Invalid, "Ghi milimét với nhiều nhất một chữ số thập phân, ví dụ 12,5.")
	}
	if tenths.Abs().IntPart() > 100_000 {
		return 0, problem.New(problem.Invalid, "Số milimét quá lớn.")
	}
	return Length(tenths.IntPart()), nil
}

// What is printed in a field.
type What string

// What there is to print.
const (
	Recipient   What = "recipient"   // who is commended
	Address     What = "address"     // where: the unit, the place
	Achievement What = "achievement" // what for
	AwardName   What = "award"       // the title or form
	Authority   What = "authority"   // who decided
	Decision    What = "decision"    // its number and day
	GoldenBook  What = "book"        // the number in the golden book (sổ vàng)
	PlaceDate   What = "date"        // the place and day of the decision
	SignerTitle What = "title"       // the signer's position
	SignerName  What = "signer"
	Code        What = "code" // the QR code of the public check
	Fixed       What = "text" // words that are the same on each
)

// Whats are all in the order of a form.
var Whats = []What{Recipient, Address, Achievement, AwardName, Authority, Decision, GoldenBook, PlaceDate, SignerTitle, SignerName, Code, Fixed}

// Name is what is printed, in Vietnamese.
func (w What) Name() string {
	return map[What]string{
		Recipient: "Người, tập thể được khen", Address: "Đơn vị, địa chỉ", Achievement: "Thành tích", AwardName: "Danh hiệu, hình thức",
		Authority: "Cơ quan quyết định", Decision: "Số, ngày quyết định", GoldenBook: "Số sổ vàng", PlaceDate: "Địa danh, ngày",
		SignerTitle: "Chức vụ người ký", SignerName: "Họ tên người ký", Code: "Mã QR để kiểm tra", Fixed: "Chữ cố định",
	}[w]
}

// Align is how a text stands in its field.
type Align string

// The ways to stand.
const (
	Left   Align = "left"
	Centre Align = "centre"
	Right  Align = "right"
)

// Ink is what a field is printed in.
type Ink string

// The inks.
const (
	Black Ink = "black"
	Red   Ink = "red"
)

// Field is one thing on a sheet. X and Y are its left and upper edges.
type Field struct {
	What     What   `json:"what"`
	Text     string `json:"text"` // where it is Fixed
	X        Length `json:"x"`
	Y        Length `json:"y"`
	Width    Length `json:"width"` // of a QR code its side
	Points   int    `json:"points"`
	Bold     bool   `json:"bold"`
	Italic   bool   `json:"italic"`
	Capitals bool   `json:"capitals"`
	Align    Align  `json:"align"`
	Ink      Ink    `json:"ink"`
	Lines    int    `json:"lines"` // at most; what is longer is set smaller
}

// Design is a layout over a sheet.
type Design struct {
	ID      string
	UnitID  string
	Name    string
	Width   Length
	Height  Length
	Scan    string  `db:"scan_hash"`    // the hash of a picture of the sheet; empty for none
	Right   Length  `db:"offset_right"` // what is printed is moved so far to the right, and down
	Down    Length  `db:"offset_down"`
	Fields  []Field `db:"-"`
	SavedBy string
	SavedAt db.Time
	Version int64
}

// Bounds of a design.
const (
	smallest   Length = 500  // of a sheet's side
	largest    Length = 9000 // 900 mm, for a flag's certificate and to spare
	mostShift  Length = 200
	mostFields        = 40
	mostLines         = 12
	leastCode  Length = 120 // a smaller QR code is not read by an old telephone
)

// check refuses what cannot be printed. A field is named by its place in the list.
func (d Design) check() error {
	var list problem.List
	if strings.TrimSpace(d.Name) == "" {
		list.Add("name", "Ghi tên mẫu in.")
	}
	for _, side := range []struct {
		field string
		value Length
	}{{"width", d.Width}, {"height", d.Height}} {
		if side.value < smallest || side.value > largest {
			list.Add(side.field, "Cạnh phôi phải từ %s đến %s mm.", smallest.Millimetres(), largest.Millimetres())
		}
	}
	for _, shift := range []struct {
		field string
		value Length
	}{{"right", d.Right}, {"down", d.Down}} {
		if shift.value < -mostShift || shift.value > mostShift {
			list.Add(shift.field, "Chỉnh lệch nhiều nhất %s mm.", mostShift.Millimetres())
		}
	}
	if len(d.Fields) == 0 {
		list.Add("fields", "Mẫu in chưa có ô nào.")
	}
	if len(d.Fields) > mostFields {
		list.Add("fields", "Mẫu in có nhiều nhất %d ô.", mostFields)
	}
	for i, f := range d.Fields {
		f.check(&list, "_"+strconv.Itoa(i), d)
	}
	return list.Err()
}

func (f Field) check(list *problem.List, at string, d Design) {
	if !slices.Contains(Whats, f.What) {
		list.Add("what"+at, "Chọn nội dung của ô.")
	}
	if f.What == Fixed && strings.TrimSpace(f.Text) == "" {
		list.Add("text"+at, "Ghi chữ cố định.")
	}
	if f.X < 0 || f.X >= d.Width {
		list.Add("x"+at, "Ô phải nằm trong phôi (rộng %s mm).", d.Width.Millimetres())
	}
	if f.Y < 0 || f.Y >= d.Height {
		list.Add("y"+at, "Ô phải nằm trong phôi (cao %s mm).", d.Height.Millimetres())
	}
	if f.Width < 50 || f.X+f.Width > d.Width {
		list.Add("width"+at, "Ô rộng từ 5 mm và không ra ngoài phôi.")
	}
	if f.What == Code {
		if f.Width < leastCode || f.Y+f.Width > d.Height {
			list.Add("width"+at, "Mã QR cần ít nhất %s mm và nằm trong phôi.", leastCode.Millimetres())
		}
		return
	}
	if f.Points < 6 || f.Points > 96 {
		list.Add("points"+at, "Cỡ chữ từ 6 đến 96.")
	}
	if f.Lines < 1 || f.Lines > mostLines {
		list.Add("lines"+at, "Ô có từ 1 đến %d dòng.", mostLines)
	}
	if f.Align != Left && f.Align != Centre && f.Align != Right {
		list.Add("align"+at, "Chọn cách căn chữ.")
	}
	if f.Ink != Black && f.Ink != Red {
		list.Add("ink"+at, "Chọn mực.")
	}
}

// First is a design to begin with: the order of Decree 50/2006/NĐ-CP over the inner
// frame of a sheet of 400 × 300 mm.
func First(unitID, name string) Design {
	line := func(w What, y, width Length, points int, f Field) Field {
		f.What, f.Y, f.Width, f.Points = w, y, width, points
		f.X = (4000 - width) / 2
		if f.Align == "" {
			f.Align = Centre
		}
		if f.Ink == "" {
			f.Ink = Black
		}
		if f.Lines == 0 {
			f.Lines = 1
		}
		return f
	}
	at := func(f Field, x Length) Field {
		f.X = x
		return f
	}
	return Design{
		UnitID: unitID, Name: name, Width: 4000, Height: 3000,
		Fields: []Field{
			line(Authority, 650, 3000, 20, Field{Bold: true, Capitals: true, Ink: Red}),
			line(Fixed, 820, 1000, 18, Field{Text: "Tặng", Italic: true}),
			line(AwardName, 950, 3200, 36, Field{Bold: true, Capitals: true, Ink: Red}),
			line(Recipient, 1230, 3200, 30, Field{Bold: true, Lines: 2}),
			line(Address, 1480, 3000, 18, Field{Lines: 2}),
			line(Achievement, 1680, 2900, 18, Field{Italic: true, Lines: 3}),
			at(line(Decision, 2150, 1300, 13, Field{Align: Left, Lines: 2}), 450),
			at(line(GoldenBook, 2300, 1300, 13, Field{Align: Left}), 450),
			at(line(Code, 2420, 250, 0, Field{}), 450),
			at(line(PlaceDate, 2030, 1600, 14, Field{Italic: true}), 2000),
			at(line(SignerTitle, 2130, 1600, 15, Field{Bold: true, Capitals: true, Lines: 2}), 2000),
			at(line(SignerName, 2620, 1600, 15, Field{Bold: true}), 2000),
		},
	}
}
