package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"github.com/HugoSmits86/nativewebp"
)

// quality of a JPEG: what is lost is not seen on a page.
const quality = 82

// JPEG is a picture as a JPEG.
func JPEG(p *image.RGBA) ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("write JPEG: %w", err)
	}
	return b.Bytes(), nil
}

// WebP is a picture as a WebP without loss.
func WebP(p *image.RGBA) ([]byte, error) {
	var b bytes.Buffer
	if err := nativewebp.Encode(&b, p, nil); err != nil {
		return nil, fmt.Errorf("write WebP: %w", err)
	}
	return b.Bytes(), nil
}

// FewColours reports whether a picture has few colours, as drawings and plots have: these
// stay sharp and small as WebP without loss, and smear as JPEG. No library in Go alone
// writes WebP with loss, so photographs stay JPEG.
func FewColours(p *image.RGBA) bool {
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
