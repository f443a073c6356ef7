package article

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	nodes "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"giaouoc/internal/problem"
)

// Drawing is what a line of the body asks to be drawn from published data.
type Drawing string

// The drawings, as editors write them.
const (
	DrawFigures   Drawing = "so-lieu"
	DrawShares    Drawing = "ty-trong"
	DrawCovenant  Drawing = "giao-uoc"
	DrawProposals Drawing = "de-nghi"
)

// Drawings are all drawings.
var Drawings = []Drawing{DrawFigures, DrawShares, DrawCovenant, DrawProposals}

// Name is what is drawn, in Vietnamese.
func (d Drawing) Name() string {
	return map[Drawing]string{DrawFigures: "biểu đồ số liệu của các thành viên", DrawShares: "tỷ trọng trong cả nước", DrawCovenant: "các bên đã ký giao ước", DrawProposals: "bảng đề nghị khen thưởng"}[d]
}

// Block is a part of a body: HTML that is shown as it is, or a drawing of the data of a
// cluster's year.
type Block struct {
	HTML    string
	Drawing Drawing
	Cluster string // slug
	Year    int
}

// PicturePath is where a picture is served, at most so many pixels wide.
func PicturePath(id string, width int) string { return "/anh/" + id + "/" + strconv.Itoa(width) }

// pictureScheme begins the address of a picture of the article itself in Markdown.
const pictureScheme = "anh:"

var (
	drawingLine = regexp.MustCompile(`^\[\[([a-z-]+) ([a-z0-9-]+)/(\d{4})\]\]$`)
	anyDrawing  = regexp.MustCompile(`^\[\[.*\]\]$`)
)

// Render turns a body into what a page shows. Pictures are those of the article.
func Render(body string, pictures []Picture) ([]Block, error) {
	var blocks []Block
	var run []string
	flush := func() error {
		defer func() { run = nil }()
		if strings.TrimSpace(strings.Join(run, "\n")) == "" {
			return nil
		}
		page, err := markdown(strings.Join(run, "\n"), pictures)
		blocks = append(blocks, Block{HTML: page})
		return err
	}
	for line := range strings.SplitSeq(body, "\n") {
		m := drawingLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			run = append(run, line)
			continue
		}
		if err := flush(); err != nil {
			return nil, err
		}
		year, err := strconv.Atoi(m[3])
		if err != nil {
			return nil, fmt.Errorf("read year of drawing %q: %w", line, err)
		}
		blocks = append(blocks, Block{Drawing: Drawing(m[1]), Cluster: m[2], Year: year})
	}
	return blocks, flush()
}

// markdown renders Markdown without HTML of its own; what bluemonday lets pass is what
// the renderer writes.
func markdown(source string, pictures []Picture) (string, error) {
	var b bytes.Buffer
	md := goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(&writer{pictures: pictures}, 100))),
	)
	md.Parser().AddOptions(parser.WithASTTransformers(util.Prioritized(lower{}, 100)))
	if err := md.Convert([]byte(source), &b); err != nil {
		return "", fmt.Errorf("render body: %w", err)
	}
	page := allowed().Sanitize(b.String())
	page = strings.ReplaceAll(page, "<table>", `<div class="table" tabindex="0"><table>`)
	return strings.ReplaceAll(page, "</table>", "</table></div>"), nil
}

// allowed is the HTML that an article may hold.
var allowed = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "strong", "em", "del", "blockquote", "ul", "ol", "li", "h2", "h3", "h4", "code", "pre", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireNoFollowOnFullyQualifiedLinks(true)
	p.RequireNoReferrerOnFullyQualifiedLinks(true)
	size := regexp.MustCompile(`^\d{1,5}$`)
	p.AllowAttrs("width", "height").Matching(size).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("loading").Matching(regexp.MustCompile(`^lazy$`)).OnElements("img")
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^/anh/[0-9a-f-]{36}/\d+$`)).OnElements("img")
	p.AllowAttrs("srcset").Matching(regexp.MustCompile(`^[0-9a-z/ ,w-]+$`)).OnElements("img")
	p.AllowAttrs("sizes").Matching(regexp.MustCompile(`^[0-9a-z:, ()-]+$`)).OnElements("img")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^picture$`)).OnElements("figure")
	return p
})

// lower moves headings below the title of the page, which is its only h1.
type lower struct{}

// Transform implements parser.ASTTransformer.
func (lower) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			h.Level = min(h.Level+1, 4)
		}
		return ast.WalkContinue, nil
	})
}

// writer writes pictures with their sizes and captions, and a paragraph that is a
// picture alone as a figure.
type writer struct {
	nodes.Config
	pictures []Picture
}

// RegisterFuncs implements renderer.NodeRenderer.
func (w *writer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindImage, w.image)
	r.Register(ast.KindParagraph, w.paragraph)
}

func (w *writer) paragraph(b util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	tag := "p"
	if img, ok := n.FirstChild().(*ast.Image); ok && img.NextSibling() == nil {
		if _, known := w.find(img); known {
			tag = "figure"
		}
	}
	open, class := "<", ""
	if !entering {
		open = "</"
	} else if tag == "figure" {
		class = ` class="picture"`
	}
	_, err := b.WriteString(open + tag + class + ">")
	return ast.WalkContinue, err
}

func (w *writer) image(b util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	img := n.(*ast.Image)
	p, ok := w.find(img)
	if !entering || !ok {
		return ast.WalkSkipChildren, nil
	}
	_, err := b.WriteString(p.img())
	if err == nil && p.Caption != "" && img.NextSibling() == nil && img.PreviousSibling() == nil {
		_, err = b.WriteString("<figcaption>" + html.EscapeString(p.Caption) + "</figcaption>")
	}
	return ast.WalkSkipChildren, err
}

func (w *writer) find(img *ast.Image) (Picture, bool) {
	id, ok := strings.CutPrefix(string(img.Destination), pictureScheme)
	for _, p := range w.pictures {
		if ok && p.ID == id {
			return p, true
		}
	}
	return Picture{}, false
}

func (p Picture) img() string {
	return fmt.Sprintf(`<img src="%s" srcset="%s" sizes="%s" width="%d" height="%d" loading="lazy" alt="%s"/>`,
		PicturePath(p.ID, widths[1]), html.EscapeString(p.Sources()), Sizes, p.Width, p.Height, html.EscapeString(p.Alt))
}

// Sizes says how wide a picture of the text stands on a page.
const Sizes = "(min-width: 760px) 720px, 100vw"

// Sources are the sizes of a picture, as the attribute srcset has them.
func (p Picture) Sources() string {
	var list []string
	for _, width := range widths {
		list = append(list, fmt.Sprintf("%s %dw", PicturePath(p.ID, width), min(int64(width), p.Width)))
		if int64(width) >= p.Width {
			break
		}
	}
	return strings.Join(list, ", ")
}

// checkBody lists what a body must not hold.
func checkBody(list *problem.List, body string, pictures []Picture) {
	source := []byte(body)
	doc := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(source))
	w := writer{pictures: pictures}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Image:
			if _, ok := w.find(n); !ok {
				list.Add("body", "Ảnh «%s» không phải ảnh đã tải lên của bài này; hãy tải ảnh lên rồi chèn.", shortened(string(n.Destination)))
			}
		case *ast.Link:
			if to := string(n.Destination); !linkable(to) {
				list.Add("body", "Liên kết «%s» không dùng được; chỉ nhận địa chỉ http, https, mailto hoặc địa chỉ trong cổng này.", shortened(to))
			}
		case *ast.HTMLBlock, *ast.RawHTML:
			list.Add("body", "Lời bài có mã HTML; chỉ dùng chữ, các dấu định dạng và nút chèn ảnh. Muốn viết dấu < hãy viết \\<.")
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	for line := range strings.SplitSeq(body, "\n") {
		line = strings.TrimSpace(line)
		m := drawingLine.FindStringSubmatch(line)
		if anyDrawing.MatchString(line) && (m == nil || Drawing(m[1]).Name() == "") {
			list.Add("body", "Dòng «%s» không vẽ được; viết ví dụ [[so-lieu ten-cum/2020]].", shortened(line))
		}
	}
}

// linkable says that an address may stand behind a link.
func linkable(to string) bool {
	to = strings.ToLower(to)
	for _, start := range []string{"https://", "http://", "mailto:", "#"} {
		if strings.HasPrefix(to, start) {
			return true
		}
	}
	return strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//")
}

func shortened(text string) string {
	if r := []rune(text); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text
}
