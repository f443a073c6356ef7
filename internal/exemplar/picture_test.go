package exemplar

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"testing"

	"giaouoc/internal/problem"
)

// Whatever was sent, a JPEG of bearable size is kept.
func TestAPictureIsKeptSmall(t *testing.T) {
	var sent bytes.Buffer
	if err := png.Encode(&sent, image.NewGray(image.Rect(0, 0, 900, 2400))); err != nil {
		t.Fatal(err)
	}
	kept, err := Picture(sent.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if head, err := jpeg.DecodeConfig(bytes.NewReader(kept)); err != nil || head.Width != 450 || head.Height != MostPixels {
		t.Errorf("%d × %d, %v", head.Width, head.Height, err)
	}
	if _, err := Picture([]byte("<svg/>")); !problem.Is(err, problem.Invalid) {
		t.Errorf("what is no picture: %v", err)
	}
}
