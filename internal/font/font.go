// Package font is the typeface that documents are set in: Liberation Serif, whose
// letters are as wide as those of Times New Roman, which Decree 30/2020/NĐ-CP asks
// for. A page set with the one therefore breaks its lines where the other does.
//
// What never happens: a width that is guessed. A letter that the face does not
// have is as wide as the sign that stands for it.
package font

import (
	_ "embed"
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The four faces as TrueType files, under the SIL Open Font License (OFL.txt).
var (
	//go:embed LiberationSerif-Regular.ttf
	regular []byte
	//go:embed LiberationSerif-Bold.ttf
	bold []byte
	//go:embed LiberationSerif-Italic.ttf
	italic []byte
	//go:embed LiberationSerif-BoldItalic.ttf
	boldItalic []byte
)

// The heights of a line, as shares of the size of the letters: all four faces
// agree on them.
const (
	Ascent = 0.891
	Height = 1.149 // from one baseline to the next, set single
)

// Instead stands on paper for a letter that the face does not have.
const Instead = '?'

// Face is one of the four, read for measuring.
type Face struct {
	TTF    []byte   // the file
	Style  string   // "", "B", "I", "BI"
	widths []uint16 // of each letter, in units of the face
}

// unitsOfEm is in how many parts the faces divide the size of their letters.
const unitsOfEm = 2048

// measured letters have their width beforehand; Vietnamese ends at U+1EF9, and
// dashes, quotation marks and signs stand below.
const measured = 0x2700

var faces = sync.OnceValues(func() (map[string]*Face, error) {
	all := map[string]*Face{}
	for style, ttf := range map[string][]byte{"": regular, "B": bold, "I": italic, "BI": boldItalic} {
		f := &Face{TTF: ttf, Style: style, widths: make([]uint16, measured)}
		if err := f.measure(); err != nil {
			return nil, fmt.Errorf("read face %q of Liberation Serif: %w", style, err)
		}
		all[style] = f
	}
	return all, nil
})

// Of is the face of a style. The files are a part of the program: the error is
// ours.
func Of(isBold, isItalic bool) (*Face, error) {
	style := ""
	if isBold {
		style = "B"
	}
	if isItalic {
		style += "I"
	}
	all, err := faces()
	if err != nil {
		return nil, err
	}
	return all[style], nil
}

func (f *Face) measure() error {
	parsed, err := sfnt.Parse(f.TTF)
	if err != nil {
		return err
	}
	var buf sfnt.Buffer
	if parsed.UnitsPerEm() != unitsOfEm {
		return fmt.Errorf("its letters are measured in %d units", parsed.UnitsPerEm())
	}
	units := fixed.I(unitsOfEm)
	for r := rune(' '); r < measured; r++ {
		glyph, err := parsed.GlyphIndex(&buf, r)
		if err != nil {
			return err
		}
		if glyph == 0 {
			continue
		}
		advance, err := parsed.GlyphAdvance(&buf, glyph, units, font.HintingNone)
		if err != nil {
			return err
		}
		f.widths[r] = uint16(advance.Round())
	}
	return nil
}

// Has reports whether the face has a letter.
func (f *Face) Has(r rune) bool { return r >= 0 && r < measured && f.widths[r] > 0 }

// Width is how wide a text is, in the unit of size, the size of the letters.
func (f *Face) Width(text string, size float64) float64 {
	total := 0
	for _, r := range text {
		if !f.Has(r) {
			r = Instead
		}
		total += int(f.widths[r])
	}
	return float64(total) * size / unitsOfEm
}
