package picture

import (
	"bytes"
	"image"
	"image/color"
	_ "image/jpeg" // a picture may be a JPEG
	_ "image/png"  // or a PNG
	"sync"

	"golang.org/x/image/draw"

	"giaouoc/internal/problem"
)

// Bounds of a picture as it is sent.
const (
	MaxBytes     = 16 << 20
	MostPixels   = 50_000_000 // what the cameras of telephones take
	longestSide  = 30_000
	shortestSide = 64
)

// Box is how large a picture may be drawn, in pixels; 0 is no bound.
type Box struct{ Width, Height int }

// Drawn is a picture drawn anew, upright and on white.
type Drawn struct {
	Sizes  []*image.RGBA // one for each box
	Format string        // in which it came: "jpeg" or "png"
}

// unpacking is held while a picture is in memory.
var unpacking sync.Mutex

// Draw reads a picture and draws it in each of some boxes. Where it is none, broken, too
// large or too small, the error is a problem beside the field.
func Draw(field string, content []byte, boxes ...Box) (Drawn, error) {
	if len(content) == 0 {
		return Drawn{}, problem.Field(field, "Chọn một ảnh JPEG hoặc PNG.")
	}
	if len(content) > MaxBytes {
		return Drawn{}, problem.Field(field, "Ảnh lớn hơn %d MB; hãy thu nhỏ rồi gửi lại.", MaxBytes>>20)
	}
	head, format, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || format != "jpeg" && format != "png" {
		return Drawn{}, problem.Field(field, "Tệp này không phải ảnh JPEG hoặc PNG.")
	}
	if head.Width < shortestSide || head.Height < shortestSide {
		return Drawn{}, problem.Field(field, "Ảnh %d × %d điểm quá nhỏ; mỗi cạnh cần ít nhất %d điểm.", head.Width, head.Height, shortestSide)
	}
	if head.Width > longestSide || head.Height > longestSide || head.Width*head.Height > MostPixels {
		return Drawn{}, problem.Field(field, "Ảnh %d × %d điểm quá lớn; hãy thu nhỏ dưới %d triệu điểm.", head.Width, head.Height, MostPixels/1_000_000)
	}
	unpacking.Lock()
	defer unpacking.Unlock()
	sent, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return Drawn{}, problem.Field(field, "Ảnh bị hỏng, không đọc được trọn vẹn.")
	}
	held := orientation(content)
	d := Drawn{Format: format}
	for _, box := range boxes {
		if onSide(held) {
			box.Width, box.Height = box.Height, box.Width
		}
		d.Sizes = append(d.Sizes, upright(scaled(sent, box), held))
	}
	return d, nil
}

// scaled is a picture on white, no larger than a box and no larger than it came.
func scaled(sent image.Image, box Box) *image.RGBA {
	w, h := sent.Bounds().Dx(), sent.Bounds().Dy()
	if most := box.Width; most > 0 && w > most {
		w, h = most, max(1, h*most/w)
	}
	if most := box.Height; most > 0 && h > most {
		w, h = max(1, w*most/h), most
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(to, to.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(to, to.Bounds(), sent, sent.Bounds(), draw.Over, nil)
	return to
}

// upright turns a picture as the camera was held.
func upright(p *image.RGBA, held int) *image.RGBA {
	if held == 1 {
		return p
	}
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	if onSide(held) {
		to = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			at := [9]image.Point{2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y}, 5: {y, x}, 6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x}}[held]
			to.SetRGBA(at.X, at.Y, p.RGBAAt(x, y))
		}
	}
	return to
}
