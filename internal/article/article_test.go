package article_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/image/webp"

	"giaouoc/internal/article"
	"giaouoc/internal/problem"
)

const pictureID = "01890000-0000-7000-8000-000000000001"

var pictures = []article.Picture{{ID: pictureID, Alt: `Cờ "đỏ" <1>`, Caption: "Ảnh & chữ", Width: 1600, Height: 900}}

func rendered(t *testing.T, body string) string {
	t.Helper()
	blocks, err := article.Render(body, pictures)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, b := range blocks {
		all.WriteString(b.HTML)
	}
	return all.String()
}

func TestABodyBecomesOrdinaryHTML(t *testing.T) {
	for body, want := range map[string]string{
		"## Mục\n\nChữ **đậm** và & <":       "<h3>Mục</h3>\n<p>Chữ <strong>đậm</strong> và &amp; &lt;</p>",
		"# Mục":                              "<h2>Mục</h2>",
		"- một\n- hai":                       "<ul>\n<li>một</li>\n<li>hai</li>\n</ul>",
		"| a | b |\n|---|---|\n| 1 | 2 |":    `<div class="table" tabindex="0"><table>`,
		"[nguồn](https://example.vn/a?b=1)":  `<a href="https://example.vn/a?b=1" rel="nofollow noreferrer">nguồn</a>`,
		"[trong cổng](/don-vi)":              `<a href="/don-vi">trong cổng</a>`,
		"![gì đó](anh:" + pictureID + ")":    `<figure class="picture"><img src="/anh/` + pictureID + `/960" srcset="/anh/` + pictureID + `/480 480w, /anh/` + pictureID + `/960 960w, /anh/` + pictureID + `/1600 1600w"`,
		"![gì đó](anh:" + pictureID + ") ":   "<figcaption>Ảnh &amp; chữ</figcaption></figure>",
		"xem ![x](anh:" + pictureID + ") đó": `alt="Cờ &#34;đỏ&#34; &lt;1&gt;"`,
	} {
		if got := rendered(t, body); !strings.Contains(got, want) {
			t.Errorf("%q became\n%s\nwithout\n%s", body, got, want)
		}
	}
}

// What an editor pastes never runs, loads from elsewhere or breaks the page.
func TestNothingForeignReachesThePage(t *testing.T) {
	if got := rendered(t, "chữ thường"); !strings.Contains(got, "<p>chữ thường</p>") {
		t.Fatalf("an ordinary body became %s", got)
	}
	for _, body := range []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](data:text/html,x)", "[a](vbscript:x)",
		"![a](https://noi-khac.example/a.png)", "![a](anh:khong-co)", "![a](x\"onerror=alert`1`)", "<iframe src=//x>", "<svg/onload=alert(1)>", "<a href='javascript:x'>y</a>",
		"</div></article><h1>x</h1>", "<style>*{display:none}</style>", "`<script>`\n<script>", "[a](//noi-khac.example)", "<div class=\"summary\" style=\"position:fixed\">x</div>",
		"![" + strings.Repeat("[", 5000) + "](anh:x)", strings.Repeat("> ", 3000) + "x", strings.Repeat("*", 20000),
	} {
		got := strings.ToLower(rendered(t, body))
		for _, bad := range []string{"<script", "<iframe", "<svg", "<style", "javascript:", "vbscript:", "data:", "noi-khac.example\"", "</article>", "<h1", "style="} {
			if strings.Contains(got, bad) && !strings.Contains(got, "href=\"//noi-khac.example\"") {
				t.Errorf("%.60q became %.200s with %s", body, got, bad)
			}
		}
	}
}

func TestADrawingStandsBetweenParagraphs(t *testing.T) {
	blocks, err := article.Render("trước\n\n[[so-lieu nam-thanh-pho/2020]]\n\nsau", nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(blocks) != 3 || blocks[1].Drawing != article.DrawFigures || blocks[1].Cluster != "nam-thanh-pho" || blocks[1].Year != 2020 || !strings.Contains(blocks[2].HTML, "sau") {
		t.Errorf("became %+v", blocks)
	}
}

func noise(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range p.Pix {
		p.Pix[i] = byte(r.Uint32())
	}
	return p
}

func jpegOf(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withEXIF puts a part into a JPEG that says how the camera was held, and a secret.
func withEXIF(content []byte, turn uint16) []byte {
	tiff := []byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00")
	tiff = binary.LittleEndian.AppendUint16(tiff, turn)
	tiff = append(tiff, "\x00\x00\x00\x00\x00\x00GPS-BI-MAT"...)
	part := append([]byte("Exif\x00\x00"), tiff...)
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(part)+2))
	return append(append(head, part...), content[2:]...)
}

func TestAPictureIsDrawnAnewWithoutWhatTheCameraWrote(t *testing.T) {
	d, err := article.Draw(withEXIF(jpegOf(t, noise(800, 400)), 6))
	if err != nil {
		t.Fatal(err)
	}
	if d.Type != "image/jpeg" || d.Width != 400 || d.Height != 800 {
		t.Errorf("drawn as %s, %d × %d; it was held upright: 400 × 800", d.Type, d.Width, d.Height)
	}
	for i, size := range d.Sizes {
		if bytes.Contains(size, []byte("GPS-BI-MAT")) || bytes.Contains(size, []byte("Exif")) {
			t.Errorf("size %d keeps what the camera wrote", i)
		}
		head, _, err := image.DecodeConfig(bytes.NewReader(size))
		if err != nil || head.Width > article.Widths()[i] {
			t.Errorf("size %d is %d wide, %v", i, head.Width, err)
		}
	}
}

// A corner that is red stands where the camera's note puts it.
func TestEveryWayOfHoldingACamera(t *testing.T) {
	p := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for y := range 100 {
		for x := range 200 {
			p.SetRGBA(x, y, color.RGBA{255, 255, 255, 255})
			if x < 40 && y < 40 {
				p.SetRGBA(x, y, color.RGBA{255, 0, 0, 255})
			}
		}
	}
	for turn, corner := range map[uint16][2]int{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}} {
		d, err := article.Draw(withEXIF(jpegOf(t, p), turn))
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := image.Decode(bytes.NewReader(d.Sizes[0]))
		if err != nil {
			t.Fatal(err)
		}
		w, h := got.Bounds().Dx(), got.Bounds().Dy()
		r, g, _, _ := got.At(10+corner[0]*(w-20), 10+corner[1]*(h-20)).RGBA()
		if r < 0xc000 || g > 0x4000 {
			t.Errorf("turn %d: the corner is not where it belongs", turn)
		}
	}
}

func TestADrawingStaysSharp(t *testing.T) {
	p := image.NewPaletted(image.Rect(0, 0, 500, 300), color.Palette{color.White, color.Black, color.RGBA{143, 29, 36, 255}})
	d, err := article.Draw(pngOf(t, p))
	if err != nil || d.Type != "image/webp" {
		t.Errorf("a drawing became %s, %v", d.Type, err)
	}
	back, err := webp.Decode(bytes.NewReader(d.Sizes[1]))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := back.At(3, 3).RGBA(); back.Bounds() != p.Bounds() || r != 0xffff || g != 0xffff || b != 0xffff {
		t.Errorf("it reads back as %v, the corner as %x %x %x", back.Bounds(), r, g, b)
	}
	d, err = article.Draw(pngOf(t, noise(500, 300)))
	if err != nil || d.Type != "image/jpeg" {
		t.Errorf("a photograph as PNG became %s, %v", d.Type, err)
	}
}

// bomb is a PNG of a few bytes that says it is huge.
func bomb(t *testing.T) []byte {
	content := pngOf(t, image.NewGray(image.Rect(0, 0, 100, 100)))
	binary.BigEndian.PutUint32(content[16:], 60_000)
	binary.BigEndian.PutUint32(content[20:], 60_000)
	return content
}

func TestWhatIsNoPictureIsRefused(t *testing.T) {
	whole := jpegOf(t, noise(300, 300))
	if _, err := article.Draw(whole); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"nothing": nil, "text": []byte("<svg onload=alert(1)>"), "half": whole[:len(whole)/2], "tiny": pngOf(t, image.NewGray(image.Rect(0, 0, 3, 3))), "bomb": bomb(t), "gif": []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"),
	} {
		if _, err := article.Draw(content); len(problem.All(err)) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
