package signature

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"sync"

	"giaouoc/internal/problem"
	"giaouoc/internal/signature/pdf"
)

const (
	mostPicture = 10 << 20
	mostPixels  = 4096
)

// Picture is a PNG, with transparency as it has it.
type Picture struct {
	PNG   []byte
	Width float64 // in millimetres; 0 for what the file says of its size
}

// picture is one that was decoded, with its size in millimetres.
type picture struct {
	image         image.Image
	width, height float64
}

// decode reads a PNG. A mistake is a problem beside the field. The seal's size is its
// real one, so where neither the caller nor the file knows it, none is guessed.
func (p *Picture) decode(field string, otherwise float64) (*picture, error) {
	if len(p.PNG) > mostPicture {
		return nil, problem.Field(field, "Tệp ảnh lớn hơn 10 MB; hãy thu nhỏ ảnh.")
	}
	size, err := png.DecodeConfig(bytes.NewReader(p.PNG))
	if err != nil {
		return nil, problem.Field(field, "Không đọc được tệp ảnh; cần ảnh PNG nền trong suốt.")
	}
	if size.Width > mostPixels || size.Height > mostPixels || size.Width < 1 || size.Height < 1 {
		return nil, problem.Field(field, "Ảnh có %d × %d điểm ảnh; mỗi chiều không quá %d.", size.Width, size.Height, mostPixels)
	}
	decoded, err := png.Decode(bytes.NewReader(p.PNG))
	if err != nil {
		return nil, problem.Field(field, "Không đọc được tệp ảnh; cần ảnh PNG nền trong suốt.")
	}
	width := p.Width
	if width == 0 {
		width = saidWidth(p.PNG, size.Width)
	}
	if width == 0 {
		width = otherwise
	}
	if width == 0 {
		return nil, problem.Field(field, "Tệp ảnh không ghi kích thước thật; hãy nêu bề rộng thật của con dấu, tính bằng mi-li-mét.")
	}
	if width < 1 || width > 300 {
		return nil, problem.Field(field, "Bề rộng %.1f mm không dùng được; cần từ 1 đến 300 mm.", width)
	}
	return &picture{decoded, width, width * float64(size.Height) / float64(size.Width)}, nil
}

// saidWidth is the width in millimetres by the density in the file (pHYs), or 0.
func saidWidth(file []byte, pixels int) float64 {
	for at := 8; at+12 <= len(file); {
		n := int(binary.BigEndian.Uint32(file[at:]))
		if n < 0 || n > len(file)-at-12 {
			return 0
		}
		switch string(file[at+4 : at+8]) {
		case "pHYs":
			if n != 9 || file[at+16] != 1 {
				return 0
			}
			perMetre := binary.BigEndian.Uint32(file[at+8:])
			if perMetre == 0 {
				return 0
			}
			return float64(pixels) / float64(perMetre) * 1000
		case "IDAT":
			return 0
		}
		at += n + 12
	}
	return 0
}

// object puts the picture into a revision: its colours, and how transparent each is.
func (p *picture) object(u *pdf.Update) (pdf.Ref, error) {
	box := p.image.Bounds()
	w, h := box.Dx(), box.Dy()
	colours, alpha := make([]byte, 0, 3*w*h), make([]byte, 0, w*h)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			c := color.NRGBAModel.Convert(p.image.At(x, y)).(color.NRGBA)
			colours, alpha = append(colours, c.R, c.G, c.B), append(alpha, c.A)
		}
	}
	dict := func(space pdf.Name, b []byte) (pdf.Stream, error) {
		packed, err := deflate(b)
		return pdf.Stream{Dict: pdf.Dict{
			"Type": pdf.Name("XObject"), "Subtype": pdf.Name("Image"), "Width": int64(w), "Height": int64(h), "ColorSpace": space,
			"BitsPerComponent": int64(8), "Filter": pdf.Name("FlateDecode"), "Length": int64(len(packed)),
		}, Raw: packed}, err
	}
	mask, err := dict("DeviceGray", alpha)
	if err != nil {
		return pdf.Ref{}, err
	}
	seen, err := dict("DeviceRGB", colours)
	if err != nil {
		return pdf.Ref{}, err
	}
	seen.Dict["SMask"] = u.Add(mask)
	return u.Add(seen), nil
}

// A compressor is a megabyte to set up, which is more than a line of text is worth.
var compressors = sync.Pool{New: func() any {
	w, _ := zlib.NewWriterLevel(nil, zlib.BestSpeed) // the level is one that there is
	return w
}}

func deflate(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w := compressors.Get().(*zlib.Writer)
	defer compressors.Put(w)
	w.Reset(&out)
	_, err := w.Write(b)
	if err = errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	return out.Bytes(), nil
}
