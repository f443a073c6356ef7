package article_test

import (
	"bytes"
	"image"
	"image/color"
	_ "image/jpeg" // what was drawn is read back
	"image/png"
	"io"
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

func pngOf(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A photograph is served as JPEG, a drawing without loss, each in the widths of the site.
func TestAPictureIsDrawnInItsSizes(t *testing.T) {
	plot := image.NewPaletted(image.Rect(0, 0, 1000, 300), color.Palette{color.White, color.Black})
	for kind, p := range map[string]image.Image{"image/webp": plot, "image/jpeg": noise(1000, 300)} {
		d, err := article.Draw(pngOf(t, p))
		if err != nil || d.Type != kind || d.Width != 1000 || d.Height != 300 {
			t.Fatalf("%s: drawn as %s, %d × %d, %v", kind, d.Type, d.Width, d.Height, err)
		}
		for i, size := range d.Sizes {
			decode := image.DecodeConfig
			if kind == "image/webp" {
				decode = func(r io.Reader) (image.Config, string, error) { c, err := webp.DecodeConfig(r); return c, "", err }
			}
			head, _, err := decode(bytes.NewReader(size))
			if want := min(article.Widths()[i], 1000); err != nil || head.Width != want {
				t.Errorf("%s: size %d is %d wide, %v", kind, i, head.Width, err)
			}
		}
	}
	if _, err := article.Draw(nil); len(problem.All(err)) == 0 {
		t.Errorf("nothing: %v", err)
	}
}
