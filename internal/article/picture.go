package article

import "giaouoc/internal/picture"

// widths are the sizes in which a picture is served, in pixels.
var widths = []int{480, 960, 1600}

// Widths are the sizes in which a picture is served, the smallest first.
func Widths() []int { return widths }

// Drawn is one picture in its sizes, drawn anew.
type Drawn struct {
	Sizes  [][]byte // as Widths; a size that is larger than the picture repeats the one below
	Type   string
	Width  int // of the largest
	Height int
}

// Draw reads a JPEG or PNG and draws it in the sizes of the site. Its error is a problem
// beside "picture" when it is neither, too large or broken.
func Draw(content []byte) (Drawn, error) {
	boxes := make([]picture.Box, len(widths))
	for i, width := range widths {
		boxes[i].Width = width
	}
	p, err := picture.Draw("picture", content, boxes...)
	if err != nil {
		return Drawn{}, err
	}
	d, encode := Drawn{Type: "image/jpeg"}, picture.JPEG
	if p.Format == "png" && picture.FewColours(p.Sizes[0]) {
		d.Type, encode = "image/webp", picture.WebP
	}
	for _, size := range p.Sizes {
		body, err := encode(size)
		if err != nil {
			return d, err
		}
		d.Sizes = append(d.Sizes, body)
	}
	largest := p.Sizes[len(p.Sizes)-1].Bounds()
	d.Width, d.Height = largest.Dx(), largest.Dy()
	return d, nil
}
