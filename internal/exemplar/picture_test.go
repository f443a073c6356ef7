package exemplar

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"giaouoc/internal/problem"
)

// halves is a picture whose left half is red and whose right half is blue.
func halves(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{R: 255, A: 255}
			if x >= w/2 {
				c = color.RGBA{B: 255, A: 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func jpegOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withExif puts a block of EXIF data with an orientation and a secret behind the start
// of a JPEG.
func withExif(content []byte, orientation uint16) []byte {
	body := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00")
	body = binary.LittleEndian.AppendUint16(body, orientation)
	body = append(body, "\x00\x00\x00\x00\x00\x00GPS of a home"...)
	block := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	return append(append(append([]byte{}, content[:2]...), append(block, body...)...), content[2:]...)
}

// A picture is made small, stands upright and hides nothing.
func TestPicturesAreMadeAnew(t *testing.T) {
	kept, err := Picture(withExif(jpegOf(t, halves(2400, 1200)), 6))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(kept, []byte("GPS")) || bytes.Contains(kept, []byte("Exif")) {
		t.Error("what the camera wrote is kept")
	}
	m, kind, err := image.Decode(bytes.NewReader(kept))
	if err != nil || kind != "jpeg" || m.Bounds().Dx() != 600 || m.Bounds().Dy() != 1200 {
		t.Fatalf("%s %v (%v)", kind, m.Bounds(), err)
	}
	top, _, _, _ := m.At(300, 100).RGBA()
	bottom, _, _, _ := m.At(300, 1100).RGBA()
	if top < 0xc000 || bottom > 0x4000 {
		t.Errorf("a picture held on its side is not turned: red is %x above, %x below", top, bottom)
	}
}

// What is see-through becomes white; small ones are not made larger.
func TestAPNGIsTakenToo(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 90, 60))); err != nil {
		t.Fatal(err)
	}
	kept, err := Picture(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(bytes.NewReader(kept))
	if err != nil || m.Bounds().Dx() != 90 {
		t.Fatal(err)
	}
	if r, _, _, _ := m.At(5, 5).RGBA(); r < 0xf000 {
		t.Errorf("see-through became %x", r)
	}
}

// A small file that grows large is refused before it does; what is no picture too.
func TestPicturesThatAreNone(t *testing.T) {
	bomb := []byte("\x89PNG\r\n\x1a\n")
	head := []byte{'I', 'H', 'D', 'R', 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 8, 6, 0, 0, 0}
	bomb = binary.BigEndian.AppendUint32(bomb, 13)
	bomb = append(bomb, head...)
	bomb = binary.BigEndian.AppendUint32(bomb, crc32.ChecksumIEEE(head))
	good := jpegOf(t, halves(40, 20))
	for name, content := range map[string][]byte{
		"a bomb": bomb, "nothing": nil, "text": []byte("<svg/>"), "a GIF": []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "half a picture": good[:len(good)/2],
	} {
		if _, err := Picture(content); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// EXIF data that lies about itself is not followed.
func FuzzOrientation(f *testing.F) {
	f.Add(withExif(jpegOf(f, halves(8, 8)), 3))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, content []byte) { orientation(content) })
}
