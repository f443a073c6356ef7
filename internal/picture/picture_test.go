package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/image/webp"

	"giaouoc/internal/problem"
)

// cornered is a white picture with a red corner.
func cornered(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 255, 255, 255}
			if x < w/4 && y < h/4 {
				c = color.RGBA{255, 0, 0, 255}
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

// noise has more colours than a drawing.
func noise(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range p.Pix {
		p.Pix[i] = byte(r.Uint32())
	}
	return p
}

func jpegOf(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withEXIF puts a part into a JPEG that says how the camera was held, and a secret.
func withEXIF(content []byte, held uint16) []byte {
	part := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00")
	part = binary.LittleEndian.AppendUint16(part, held)
	part = append(part, "\x00\x00\x00\x00\x00\x00GPS-BI-MAT"...)
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(part)+2))
	return append(append(head, part...), content[2:]...)
}

func draw1(t *testing.T, content []byte, box Box) *image.RGBA {
	t.Helper()
	d, err := Draw("photo", content, box)
	if err != nil {
		t.Fatal(err)
	}
	return d.Sizes[0]
}

// A corner that is red stands where the camera's note puts it, and of the note nothing
// is left.
func TestEveryWayOfHoldingACamera(t *testing.T) {
	content := jpegOf(t, cornered(200, 100))
	for held, corner := range map[uint16][2]int{0: {0, 0}, 1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}, 9: {0, 0}} {
		p := draw1(t, withEXIF(content, held), Box{})
		w, h := p.Bounds().Dx(), p.Bounds().Dy()
		if lies := held >= 5 && held <= 8; lies != (w == 100 && h == 200) {
			t.Errorf("held %d: %d × %d", held, w, h)
		}
		if c := p.RGBAAt(10+corner[0]*(w-20), 10+corner[1]*(h-20)); c.R < 0xc0 || c.G > 0x40 {
			t.Errorf("held %d: the corner is not where it belongs", held)
		}
		kept, err := JPEG(p)
		if err != nil || bytes.Contains(kept, []byte("GPS-BI-MAT")) || bytes.Contains(kept, []byte("Exif")) {
			t.Errorf("held %d: what the camera wrote is kept, %v", held, err)
		}
	}
}

func TestAPictureFitsItsBox(t *testing.T) {
	content := withEXIF(jpegOf(t, cornered(800, 400)), 6) // upright 400 × 800
	for box, want := range map[Box]image.Point{
		{}: {400, 800}, {Width: 100}: {100, 200}, {Height: 100}: {50, 100}, {100, 100}: {50, 100}, {100, 1000}: {100, 200}, {1000, 1000}: {400, 800},
	} {
		if got := draw1(t, content, box).Bounds().Size(); got != want {
			t.Errorf("%v: %v, want %v", box, got, want)
		}
	}
	if got := draw1(t, pngOf(t, image.NewGray(image.Rect(0, 0, 20_000, 64))), Box{Width: 100}).Bounds().Size(); got != (image.Point{100, 1}) {
		t.Errorf("a strip is %v", got)
	}
}

func TestWhatIsSeeThroughBecomesWhite(t *testing.T) {
	if c := draw1(t, pngOf(t, image.NewNRGBA(image.Rect(0, 0, 90, 70))), Box{}).RGBAAt(5, 5); c != (color.RGBA{255, 255, 255, 255}) {
		t.Errorf("see-through became %v", c)
	}
}

func TestADrawingStaysSharp(t *testing.T) {
	p := draw1(t, pngOf(t, cornered(500, 300)), Box{})
	if !FewColours(p) || FewColours(noise(500, 300)) {
		t.Error("colours are not counted")
	}
	kept, err := WebP(p)
	if err != nil {
		t.Fatal(err)
	}
	back, err := webp.Decode(bytes.NewReader(kept))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := back.At(3, 3).RGBA(); back.Bounds() != p.Bounds() || r != 0xffff || g != 0 || b != 0 {
		t.Errorf("it reads back as %v, the corner as %x %x %x", back.Bounds(), r, g, b)
	}
}

// bomb is a PNG of a few bytes that says it is huge.
func bomb(t *testing.T, w, h uint32) []byte {
	content := pngOf(t, image.NewGray(image.Rect(0, 0, 100, 100)))
	binary.BigEndian.PutUint32(content[16:], w)
	binary.BigEndian.PutUint32(content[20:], h)
	binary.BigEndian.PutUint32(content[29:], crc32.ChecksumIEEE(content[12:29]))
	return content
}

// A small file that grows large is refused before it does; what is no picture too.
func TestWhatIsNoPictureIsRefused(t *testing.T) {
	whole := jpegOf(t, cornered(300, 300))
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"nothing": {nil, "Chọn một ảnh"},
		"text":    {[]byte("<svg onload=alert(1)>"), "không phải ảnh"},
		"a GIF":   {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "không phải ảnh"},
		"half":    {whole[:len(whole)/2], "bị hỏng"},
		"tiny":    {pngOf(t, image.NewGray(image.Rect(0, 0, 300, 63))), "quá nhỏ"},
		"bomb":    {bomb(t, 60_000, 60_000), "quá lớn"},
		"strip":   {bomb(t, 40_000, 100), "quá lớn"},
		"square":  {bomb(t, 7072, 7072), "quá lớn"},
		"huge":    {bomb(t, 1<<31-1, 1<<31-1), "không phải ảnh"}, // of which the decoder makes nothing
		"heavy":   {append(bytes.Clone(whole), make([]byte, MaxBytes)...), "lớn hơn 16 MB"},
	} {
		_, err := Draw("photo", c.content, Box{})
		if list := problem.All(err); len(list) != 1 || list[0].Field != "photo" || !strings.Contains(list[0].Text, c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// EXIF data that lies about itself is not followed.
func FuzzOrientation(f *testing.F) {
	f.Add(withEXIF(jpegOf(f, cornered(80, 80)), 3))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if held := orientation(content); held < 1 || held > 8 {
			t.Errorf("held %d", held)
		}
	})
}
