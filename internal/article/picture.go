package article

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // reads a PNG
	"io"

	"github.com/HugoSmits86/nativewebp"
	"golang.org/x/image/draw"

	"giaouoc/internal/problem"
)

// widths are the sizes in which a picture is served, in pixels.
var widths = []int{480, 960, 1600}

// Widths are the sizes in which a picture is served, the smallest first.
func Widths() []int { return widths }

// Bounds of a picture as it comes.
const (
	MaxPicture   = 16 << 20 // bytes
	mostPixels   = 50_000_000
	fewestPixels = 64 // of a side
)

// Sizes of one picture, drawn anew: nothing that a camera wrote beside the picture is in
// them.
type Drawn struct {
	Sizes  [][]byte // as Widths; a size that is larger than the picture repeats the one below
	Type   string
	Width  int // of the largest
	Height int
}

// Draw reads a JPEG or PNG and draws it in the sizes of the site, upright. Its error is a
// problem beside "picture" when it is neither, too large or broken.
func Draw(content []byte) (Drawn, error) {
	if len(content) == 0 {
		return Drawn{}, problem.Field("picture", "Chọn một ảnh JPEG hoặc PNG.")
	}
	if len(content) > MaxPicture {
		return Drawn{}, problem.Field("picture", "Ảnh lớn hơn %d MB; hãy thu nhỏ rồi gửi lại.", MaxPicture>>20)
	}
	head, format, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || format != "jpeg" && format != "png" {
		return Drawn{}, problem.Field("picture", "Tệp này không phải ảnh JPEG hoặc PNG.")
	}
	if head.Width < fewestPixels || head.Height < fewestPixels {
		return Drawn{}, problem.Field("picture", "Ảnh %d × %d điểm quá nhỏ; mỗi cạnh cần ít nhất %d điểm.", head.Width, head.Height, fewestPixels)
	}
	if head.Width*head.Height > mostPixels || head.Width > 30_000 || head.Height > 30_000 {
		return Drawn{}, problem.Field("picture", "Ảnh %d × %d điểm quá lớn; hãy thu nhỏ dưới %d triệu điểm.", head.Width, head.Height, mostPixels/1_000_000)
	}
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return Drawn{}, problem.Field("picture", "Ảnh bị hỏng, không đọc được trọn vẹn.")
	}
	d := Drawn{Type: "image/jpeg"}
	turn := 1
	if format == "jpeg" {
		turn = orientation(content)
	}
	for i, width := range widths {
		small := upright(scaled(picture, width, turn >= 5), turn)
		if i == 0 && format == "png" && isDrawing(small) {
			d.Type = "image/webp"
		}
		body, err := d.encode(small)
		if err != nil {
			return d, fmt.Errorf("draw picture: %w", err)
		}
		d.Sizes = append(d.Sizes, body)
		d.Width, d.Height = small.Bounds().Dx(), small.Bounds().Dy()
	}
	return d, nil
}

func (d Drawn) encode(p *image.RGBA) ([]byte, error) {
	var b bytes.Buffer
	if d.Type == "image/webp" {
		err := nativewebp.Encode(&b, p, nil)
		return b.Bytes(), err
	}
	err := jpeg.Encode(&b, p, &jpeg.Options{Quality: 82})
	return b.Bytes(), err
}

// scaled is a picture at most so wide once it stands upright, on white.
func scaled(p image.Image, width int, lies bool) *image.RGBA {
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	across := w
	if lies {
		across = h
	}
	if across > width {
		w, h = max(w*width/across, 1), max(h*width/across, 1)
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(to, to.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(to, to.Bounds(), p, p.Bounds(), draw.Over, nil)
	return to
}

// upright turns a picture as its camera said (EXIF, values 1 to 8).
func upright(p *image.RGBA, turn int) *image.RGBA {
	if turn <= 1 || turn > 8 {
		return p
	}
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	if turn >= 5 {
		to = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			at := [9]image.Point{2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y}, 5: {y, x}, 6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x}}[turn]
			to.SetRGBA(at.X, at.Y, p.RGBAAt(x, y))
		}
	}
	return to
}

// isDrawing says that a picture has few colours, as drawings and plots have: these stay
// sharp and small as WebP without loss, and smear as JPEG. No library in Go alone writes
// WebP with loss, so photographs stay JPEG.
func isDrawing(p *image.RGBA) bool {
	seen := map[color.RGBA]bool{}
	for y := range p.Bounds().Dy() {
		for x := range p.Bounds().Dx() {
			seen[p.RGBAAt(x, y)] = true
			if len(seen) > 4096 {
				return false
			}
		}
	}
	return true
}

// orientation reads how a camera was held from the EXIF part of a JPEG; 1 where it does
// not say.
func orientation(content []byte) int {
	r := bytes.NewReader(content[min(2, len(content)):])
	for {
		var marker, size uint16
		if binary.Read(r, binary.BigEndian, &marker) != nil || binary.Read(r, binary.BigEndian, &size) != nil || size < 2 || marker>>8 != 0xff || marker == 0xffda {
			return 1
		}
		part := make([]byte, size-2)
		if _, err := io.ReadFull(r, part); err != nil {
			return 1
		}
		if exif, ok := bytes.CutPrefix(part, []byte("Exif\x00\x00")); ok && marker == 0xffe1 {
			return held(exif)
		}
	}
}

// held reads tag 0x0112 of the first directory of a TIFF.
func held(tiff []byte) int {
	const tag, entry = 0x0112, 12
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	for i := range int64(order.Uint16(tiff[at:])) {
		from := at + 2 + i*entry
		if from+entry > int64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[from:]) == tag {
			return int(order.Uint16(tiff[from+8:]))
		}
	}
	return 1
}
