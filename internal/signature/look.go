package signature

import (
	"fmt"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/signature/pdf"
)

// Look is how a signature is seen on a page. Without Image, Seal and Lines it is not.
type Look struct {
	Page  int      // from 1; from the end when negative; 0 for the first, or that of the signature to cover
	X, Y  float64  // of the upper left corner, in millimetres from the left and the top of the page as it is read
	Cover bool     // the seal goes over a third of the last signature seen in the file, and X, Y are not looked at
	Image *Picture // the signer's own signature
	Seal  *Picture // the seal; over the left third of Image where both are there
	Lines []string // name, agency, time …; below the pictures
}

const (
	millimetre = 72 / 25.4
	imageWide  = 40.0    // millimetres, where neither the caller nor the file says
	overlap    = 1.0 / 3 // of the signature that the seal covers (Decree 30/2020/NĐ-CP, annex I)
	mostLines  = 12
)

func (l *Look) seen() bool {
	return l != nil && (l.Image != nil || l.Seal != nil || len(l.Lines) > 0)
}

// drawn is a look that was laid out: what to draw in a box of points.
type drawn struct {
	width, height float64
	content       string
	resources     pdf.Dict
	sealRight     float64    // where the seal ends, from the left
	image         [4]float64 // where the signature's picture is: left, bottom, right, top; zero for none
}

// layOut draws the pictures and lines.
func (l *Look) layOut(u *pdf.Update) (*drawn, error) {
	d := &drawn{}
	var image, seal *picture
	var err error
	if l.Image != nil {
		if image, err = l.Image.decode("image", imageWide); err != nil {
			return nil, err
		}
	}
	if l.Seal != nil {
		if seal, err = l.Seal.decode("seal", 0); err != nil {
			return nil, err
		}
	}
	if len(l.Lines) > mostLines {
		return nil, problem.Field("lines", "Khối chữ có %d dòng; không quá %d dòng.", len(l.Lines), mostLines)
	}
	var text strings.Builder
	below := float64(len(l.Lines)) * lineHigh
	for i, line := range l.Lines {
		one, width, err := outline(line, 0, below-float64(i+1)*lineHigh+textLow)
		if err != nil {
			return nil, err
		}
		text.WriteString(one)
		d.width = max(d.width, width)
	}
	high := 0.0
	for _, p := range []*picture{image, seal} {
		if p != nil {
			high = max(high, p.height*millimetre)
		}
	}
	d.height = below + high
	objects := pdf.Dict{}
	put := func(p *picture, name pdf.Name, left float64) (float64, error) {
		ref, err := p.object(u)
		objects[name] = ref
		w, h := p.width*millimetre, p.height*millimetre
		d.content += fmt.Sprintf("q %.3f 0 0 %.3f %.3f %.3f cm /%s Do Q\n", w, h, left, below+(high-h)/2, name)
		d.width = max(d.width, left+w)
		return left + w, err
	}
	left := 0.0
	if seal != nil && image != nil {
		left = max(0, seal.width-image.width*overlap) * millimetre
	}
	if image != nil {
		right, err := put(image, "ChuKy", left)
		if err != nil {
			return nil, err
		}
		middle, half := below+high/2, image.height*millimetre/2
		d.image = [4]float64{left, middle - half, right, middle + half}
	}
	if seal != nil { // after the signature: a seal lies over it
		at := 0.0
		if image != nil {
			at = left + (image.width*overlap-seal.width)*millimetre
		}
		if d.sealRight, err = put(seal, "Dau", at); err != nil {
			return nil, err
		}
	}
	d.content += "0 g\n" + text.String()
	d.resources = pdf.Dict{"XObject": objects}
	return d, nil
}

// find is the page to be on, and the rectangle there, in points from the left and the
// top of the page as it is read.
func (l *Look) find(doc *pdf.Document, d *drawn) (pdf.Page, [4]float64, error) {
	pages := doc.Pages()
	if len(pages) == 0 {
		return pdf.Page{}, [4]float64{}, problem.Field("page", "Tệp không có trang nào đọc được.")
	}
	if l.Cover {
		return l.cover(doc, pages, d)
	}
	n := l.Page
	switch {
	case n == 0:
		n = 1
	case n < 0:
		n = len(pages) + 1 + n
	}
	if n < 1 || n > len(pages) {
		return pdf.Page{}, [4]float64{}, problem.Field("page", "Tệp có %d trang, không có trang %d.", len(pages), l.Page)
	}
	left, top := l.X*millimetre, l.Y*millimetre
	at := [4]float64{left, top, left + d.width, top + d.height}
	return pages[n-1], at, within(pages[n-1], n, at)
}

// cover puts the seal's right edge at a third of the last signature that is seen.
func (l *Look) cover(doc *pdf.Document, pages []pdf.Page, d *drawn) (pdf.Page, [4]float64, error) {
	fields := doc.SignatureFields()
	for i := len(fields) - 1; i >= 0; i-- {
		f := fields[i]
		if f.Signed == nil || f.Rect[2]-f.Rect[0] < 1 || f.Rect[3]-f.Rect[1] < 1 {
			continue
		}
		for n, p := range pages {
			if p.Ref != f.Page {
				continue
			}
			box := pictureIn(doc, f, p.Seen(f.Rect))
			left, top := box[0]+(box[2]-box[0])*overlap-d.sealRight, (box[1]+box[3]-d.height)/2
			at := [4]float64{left, top, left + d.width, top + d.height}
			return p, at, within(p, n+1, at)
		}
	}
	return pdf.Page{}, [4]float64{}, problem.Field("position", "Tệp chưa có chữ ký nào nhìn thấy được để đóng dấu lên; hãy nêu trang và vị trí.")
}

// imageKey is where a form that is drawn here keeps drawn.image.
const imageKey = "GiaoUoc_ChuKy"

// pictureIn is where the signature's picture is in the box of a field as it is read:
// what is written beside it is not covered. Others' fields are a picture as a whole.
func pictureIn(doc *pdf.Document, f pdf.Field, box [4]float64) [4]float64 {
	list := doc.Array(doc.Dict(doc.Dict(f.Dict["AP"])["N"])[imageKey])
	if len(list) != 4 {
		return box
	}
	var n [4]float64
	for i := range n {
		n[i], _ = doc.Number(list[i])
	}
	inner := [4]float64{box[0] + n[0], box[3] - n[3], box[0] + n[2], box[3] - n[1]}
	if inner[0] >= inner[2] || inner[1] >= inner[3] || inner[0] < box[0]-1 || inner[1] < box[1]-1 || inner[2] > box[2]+1 || inner[3] > box[3]+1 {
		return box
	}
	return inner
}

func within(p pdf.Page, n int, at [4]float64) error {
	width, height := p.Size()
	if at[0] < -0.5 || at[1] < -0.5 || at[2] > width+0.5 || at[3] > height+0.5 {
		return problem.Field("position", "Chữ ký rộng %.0f mm, cao %.0f mm đặt ở đó thì ra ngoài trang %d (rộng %.0f mm, cao %.0f mm).",
			(at[2]-at[0])/millimetre, (at[3]-at[1])/millimetre, n, width/millimetre, height/millimetre)
	}
	return nil
}
