package exemplar

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // a picture may be a PNG
	"sync"

	"golang.org/x/image/draw"

	"giaouoc/internal/problem"
)

// MostPixels is how long the longer side of a kept picture is at most.
const MostPixels = 1200

// mostSent is how many pixels a picture may have as it is sent: what a telephone takes,
// and no more than fits into memory once.
const mostSent = 40_000_000

const quality = 84

// decoding lets one picture be decoded at a time: each may take hundreds of megabytes.
var decoding sync.Mutex

// Picture makes of a JPEG or PNG the one that is kept: upright, on white, no larger than
// MostPixels, a JPEG without anything that the camera wrote beside it.
func Picture(content []byte) ([]byte, error) {
	size, kind, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || kind != "jpeg" && kind != "png" {
		return nil, problem.Field("photo", "Chọn ảnh JPEG hoặc PNG; tệp này không phải, xét theo nội dung.")
	}
	if size.Width <= 0 || size.Height <= 0 || size.Width > mostSent/size.Height {
		return nil, problem.Field("photo", "Ảnh quá lớn (%d × %d điểm ảnh); thu nhỏ còn dưới 40 triệu điểm ảnh rồi gửi lại.", size.Width, size.Height)
	}
	decoding.Lock()
	defer decoding.Unlock()
	sent, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, problem.Field("photo", "Ảnh bị hỏng, không đọc được; lưu lại ảnh rồi gửi.")
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, upright(smaller(sent), orientation(content)), &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("write picture: %w", err)
	}
	return out.Bytes(), nil
}

// smaller is a picture on white, scaled so that it is no larger than MostPixels.
func smaller(sent image.Image) *image.RGBA {
	b := sent.Bounds()
	w, h := b.Dx(), b.Dy()
	if longer := max(w, h); longer > MostPixels {
		w, h = max(1, w*MostPixels/longer), max(1, h*MostPixels/longer)
	}
	kept := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(kept, kept.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(kept, kept.Bounds(), sent, b, draw.Over, nil)
	return kept
}

// upright turns a picture as the camera says that it was held: 1 to 8, as EXIF counts.
func upright(p *image.RGBA, held int) image.Image {
	if held < 2 || held > 8 {
		return p
	}
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	size := image.Rect(0, 0, w, h)
	if held >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	turned := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch held {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			turned.SetRGBA(tx, ty, p.RGBAAt(x, y))
		}
	}
	return turned
}

// orientation is how the camera was held, of the EXIF data of a JPEG; 1 where nothing is
// said or it cannot be read.
func orientation(content []byte) int {
	const start, exif, scan = 0xd8, 0xe1, 0xda
	if len(content) < 4 || content[0] != 0xff || content[1] != start {
		return 1
	}
	for at := 2; at+4 <= len(content) && content[at] == 0xff && content[at+1] != scan; {
		length := int(binary.BigEndian.Uint16(content[at+2:]))
		end := at + 2 + length
		if length < 2 || end > len(content) {
			return 1
		}
		if body, ok := bytes.CutPrefix(content[at+4:end], []byte("Exif\x00\x00")); ok && content[at+1] == exif {
			return held(body)
		}
		at = end
	}
	return 1
}

// held reads the tag of the orientation of TIFF data.
func held(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	switch {
	case bytes.HasPrefix(tiff, []byte("II*\x00")):
		order = binary.LittleEndian
	case !bytes.HasPrefix(tiff, []byte("MM\x00*")):
		return 1
	}
	const entry, tag = 12, 0x0112
	if len(tiff) < 8 {
		return 1
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	for n := range int(order.Uint16(tiff[at:])) {
		from := at + 2 + n*entry
		if from+entry > len(tiff) {
			return 1
		}
		if order.Uint16(tiff[from:]) == tag {
			return int(order.Uint16(tiff[from+8:]))
		}
	}
	return 1
}
