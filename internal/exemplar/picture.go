package exemplar

import "giaouoc/internal/picture"

// MostPixels is how long the longer side of a kept picture is at most.
const MostPixels = 1200

// Picture makes of a JPEG or PNG the one that is kept: drawn anew, no larger than
// MostPixels, a JPEG. Its error is a problem beside "photo" when it is neither, too large
// or broken.
func Picture(content []byte) ([]byte, error) {
	d, err := picture.Draw("photo", content, picture.Box{Width: MostPixels, Height: MostPixels})
	if err != nil {
		return nil, err
	}
	return picture.JPEG(d.Sizes[0])
}
