package signature

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"giaouoc/internal/signature/pdf"
)

// drawing is a PNG of one colour, half of it transparent in stripes.
func drawing(w, h int, c color.NRGBA) []byte {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			if y%4 < 2 {
				m.SetNRGBA(x, y, c)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// dense is a PNG that says how many pixels there are to a metre.
func dense(file []byte, perMetre uint32) []byte {
	chunk := binary.BigEndian.AppendUint32([]byte("pHYs"), perMetre)
	chunk = append(binary.BigEndian.AppendUint32(chunk, perMetre), 1)
	out := append(bytes.Clone(file[:33]), 0, 0, 0, 9)
	out = append(out, chunk...)
	return append(binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk)), file[33:]...)
}

var (
	blue = color.NRGBA{20, 40, 200, 255}
	red  = color.NRGBA{220, 20, 20, 255}
)

// painted renders a page and finds the box of each colour, in millimetres.
func painted(t *testing.T, file []byte, page string) map[string][4]float64 {
	t.Helper()
	needs(t, "pdftoppm")
	dir := t.TempDir()
	write(t, dir, "a.pdf", file)
	if said, err := run(t, dir, "pdftoppm", "-r", "127", "-png", "-f", page, "-l", page, "a.pdf", "p"); err != nil || strings.Contains(said, "Error") {
		t.Fatalf("%v: %s", err, said)
	}
	names, _ := filepath.Glob(filepath.Join(dir, "p*.png"))
	raw, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][4]float64{}
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			r, g, b, _ := m.At(x, y).RGBA()
			r, g, b = r>>8, g>>8, b>>8
			name := ""
			switch {
			case r > 180 && g < 90 && b < 90:
				name = "red"
			case b > 160 && r < 100 && g < 110:
				name = "blue"
			case r < 90 && g < 90 && b < 90:
				name = "black"
			default:
				continue
			}
			box, there := out[name]
			if !there {
				box = [4]float64{math.Inf(1), math.Inf(1), 0, 0}
			}
			fx, fy := float64(x)/5, float64(y)/5 // 127 pixels to the inch are 5 to the millimetre
			out[name] = [4]float64{min(box[0], fx), min(box[1], fy), max(box[2], fx), max(box[3], fy)}
		}
	}
	return out
}

func near(t *testing.T, what string, got [4]float64, want ...float64) {
	t.Helper()
	for i := range want {
		if math.Abs(got[i]-want[i]) > 0.8 {
			t.Errorf("%s is at %.1f mm, want %.1f", what, got, want)
			return
		}
	}
}

// blank is a page without a mark, turned by some degrees.
func blank(rotate string) []byte {
	out := bytes.Replace(streamed("/Rotate "+rotate), []byte("(Quyet dinh)"), []byte("(          )"), 1)
	return out
}

func TestASignatureIsSeenWhereItIsAskedFor(t *testing.T) {
	w := theWorld()
	s := w.signer(keys.ec(), "Nguyễn Văn A", nil)
	sign, stamp := drawing(300, 150, blue), drawing(200, 200, red)
	for _, rotate := range []string{"0", "90", "180", "270"} {
		look := &Look{Page: 1, X: 30, Y: 50, Image: &Picture{PNG: sign, Width: 45}, Seal: &Picture{PNG: stamp, Width: 36}, Lines: []string{"Nguyễn Văn A", "Ủy ban nhân dân tỉnh Ờ Ộ ợ ẵ đ"}}
		out := signed(t, blank(rotate), s, Terms{Look: look}).PDF
		if r := Check(out, w.trust()); !r.Good() {
			t.Fatal(r)
		}
		got := painted(t, out, "1")
		// The seal's right edge is at a third of the signature: 30 + 36, and the
		// signature begins 15 before.
		near(t, rotate+": the seal", got["red"], 30, 50, 66, 86)
		near(t, rotate+": the signature", got["blue"], 51, 56.75, 96, 79.25)
		near(t, rotate+": the text", got["black"], 30)
		if got["black"][1] < 86 || got["black"][3] > 96 {
			t.Errorf("%s: the text is at %.1f", rotate, got["black"])
		}
	}
	// The leader signs, then the agency's seal goes over a third of that.
	first := signed(t, madePDF(2), s, Terms{Look: &Look{Page: -1, X: 110, Y: 200, Image: &Picture{PNG: sign, Width: 45}, Lines: []string{"Ủy ban nhân dân thành phố trực thuộc Trung ương"}}}).PDF
	second := signed(t, first, w.signer(keys.rsa(), "UBND tỉnh", nil), Terms{Look: &Look{Cover: true, Seal: &Picture{PNG: dense(stamp, 5000)}}}).PDF
	if r := Check(second, w.trust()); !r.Good() || !r.Signatures[0].Has(SignedLater) {
		t.Error(r)
	}
	got := painted(t, second, "2")
	near(t, "the leader's", got["blue"], 110, 200, 155, 222.5)
	near(t, "the agency's", got["red"], 110+15-40, 200+11.25-20, 125, 231.25)
}

func TestASealOfUnknownSizeIsAskedFor(t *testing.T) {
	s := theWorld().signer(keys.ec(), "UBND tỉnh", nil)
	seal := drawing(200, 200, red)
	for what, c := range map[string]struct {
		look Look
		want string
	}{
		"no size":             {Look{Seal: &Picture{PNG: seal}}, "bề rộng thật của con dấu"},
		"nothing to cover":    {Look{Seal: &Picture{PNG: seal, Width: 36}, Cover: true}, "chưa có chữ ký nào nhìn thấy"},
		"larger than a page":  {Look{Seal: &Picture{PNG: seal, Width: 290}}, "ra ngoài trang"},
		"of no size at all":   {Look{Seal: &Picture{PNG: seal, Width: -1}}, "không dùng được"},
		"a picture too large": {Look{Image: &Picture{PNG: drawing(5000, 2, blue)}}, "không quá 4096"},
	} {
		if _, err := Sign(t.Context(), madePDF(1), s, Terms{At: now, Look: &c.look}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	signed(t, madePDF(1), s, Terms{Look: &Look{Seal: &Picture{PNG: dense(seal, 5000)}}})
}

func TestPagesAreTurnedAndTurnedBack(t *testing.T) {
	for _, rotate := range []int{0, 90, 180, 270} {
		p := pdf.Page{Box: [4]float64{10, 20, 605, 862}, Rotate: rotate}
		r := [4]float64{100, 200, 150, 300}
		if got := p.Unseen(p.Seen(r)); got != r {
			t.Errorf("%d: %v", rotate, got)
		}
	}
}
