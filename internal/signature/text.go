package signature

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"

	typeface "giaouoc/internal/font"
	"giaouoc/internal/vn"
)

var openSerif = sync.OnceValues(func() (*sfnt.Font, error) {
	face, err := typeface.Of(false, false)
	if err != nil {
		return nil, err
	}
	return sfnt.Parse(face.TTF)
})

// The size of a line of text: Decree 30/2020/NĐ-CP wants 10 points for what is said of
// a digital signature.
const (
	textSize = 10.0
	lineHigh = 12.0
	textLow  = 3.0 // from the bottom of a line to where its letters stand
)

// outline draws one line of text as outlines that begin at x, y, and says how wide it
// is, in points.
func outline(line string, x, y float64) (drawn string, width float64, err error) {
	f, err := openSerif()
	if err != nil {
		return "", 0, fmt.Errorf("open the typeface: %w", err)
	}
	var buf sfnt.Buffer
	units := fixed.I(int(f.UnitsPerEm()))
	scale := textSize / float64(f.UnitsPerEm()) / 64
	var b []byte
	at := func(p fixed.Point26_6) (float64, float64) {
		return x + width + float64(p.X)*scale, y - float64(p.Y)*scale
	}
	draw := func(op byte, numbers ...float64) {
		for _, n := range numbers {
			b = append(strconv.AppendFloat(b, n, 'f', 2, 64), ' ')
		}
		b = append(b, op, '\n')
	}
	for _, r := range norm.NFC.String(line) {
		glyph, err := f.GlyphIndex(&buf, r)
		if err != nil {
			return "", 0, fmt.Errorf("draw %q: %w", r, err)
		}
		segments, err := f.LoadGlyph(&buf, glyph, units, nil)
		if err != nil {
			return "", 0, fmt.Errorf("draw %q: %w", r, err)
		}
		var px, py float64 // where the pen is
		for _, s := range segments {
			x1, y1 := at(s.Args[0])
			x2, y2 := at(s.Args[1])
			x3, y3 := at(s.Args[2])
			switch s.Op {
			case sfnt.SegmentOpMoveTo:
				draw('m', x1, y1)
				px, py = x1, y1
			case sfnt.SegmentOpLineTo:
				draw('l', x1, y1)
				px, py = x1, y1
			case sfnt.SegmentOpQuadTo:
				draw('c', px+(x1-px)*2/3, py+(y1-py)*2/3, x2+(x1-x2)*2/3, y2+(y1-y2)*2/3, x2, y2)
				px, py = x2, y2
			case sfnt.SegmentOpCubeTo:
				draw('c', x1, y1, x2, y2, x3, y3)
				px, py = x3, y3
			}
		}
		advance, err := f.GlyphAdvance(&buf, glyph, units, font.HintingNone)
		if err != nil {
			return "", 0, fmt.Errorf("draw %q: %w", r, err)
		}
		width += float64(advance) * scale
	}
	if len(b) > 0 {
		b = append(b, "f\n"...)
	}
	return string(b), width, nil
}

// Shown are the lines that say who signed and when, as Decree 30/2020/NĐ-CP, annex I,
// wants it of an agency's signature: name, agency, time with its zone.
func Shown(s Signer, at time.Time) []string {
	lines := []string{nameOf(s.Chain[0])}
	if agency := agencyOf(s.Chain[0]); agency != "" && agency != lines[0] {
		lines = append(lines, "Cơ quan: "+agency)
	}
	return append(lines, "Thời gian ký: "+at.In(vn.Zone).Format("02/01/2006 15:04:05 -07:00"))
}
