package components

import (
	"fmt"
	"strconv"
	"strings"

	"rsc.io/qr"
)

// quietZone is the white frame that a camera needs, in squares.
const quietZone = 4

// QRProps is a text for a telephone's camera.
type QRProps struct {
	Text  string // an address
	Label string // what the camera opens, for who does not see the picture
}

// qrDrawing is the picture as one path of squares, and how many stand side by side. A
// text that is too long for a code gives none.
func qrDrawing(text string) (path, box string, ok bool) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", "", false
	}
	size, dark := code.Size, code.Black
	var b strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			from := x
			for x < size && dark(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quietZone, y+quietZone, x-from, x-from)
			}
		}
	}
	whole := strconv.Itoa(size + 2*quietZone)
	return b.String(), "0 0 " + whole + " " + whole, true
}
