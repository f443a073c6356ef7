package picture

import (
	"bytes"
	"encoding/binary"
)

// onSide reports whether a camera was held on its side.
func onSide(held int) bool { return held >= 5 }

// orientation is how the camera was held, 1 to 8 as EXIF counts, of the EXIF data of a
// JPEG; 1, upright, where nothing is said or it cannot be read.
func orientation(content []byte) int {
	const start, exif, scan = 0xd8, 0xe1, 0xda
	if len(content) < 4 || content[0] != 0xff || content[1] != start {
		return 1
	}
	for at := 2; at+4 <= len(content) && content[at] == 0xff && content[at+1] != scan; {
		length := int(binary.BigEndian.Uint16(content[at+2:]))
		end := at + 2 + length
		if length < 2 || end > len(content) {
			return 1
		}
		if body, ok := bytes.CutPrefix(content[at+4:end], []byte("Exif\x00\x00")); ok && content[at+1] == exif {
			return tagged(body)
		}
		at = end
	}
	return 1
}

// tagged reads the orientation of the first directory of TIFF data.
func tagged(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	switch {
	case bytes.HasPrefix(tiff, []byte("II*\x00")):
		order = binary.LittleEndian
	case !bytes.HasPrefix(tiff, []byte("MM\x00*")):
		return 1
	}
	const entry, tag = 12, 0x0112
	if len(tiff) < 8 {
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > int64(len(tiff)) {
		return 1
	}
	for n := range int64(order.Uint16(tiff[at:])) {
		from := at + 2 + n*entry
		if from+entry > int64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[from:]) != tag {
			continue
		}
		if held := int(order.Uint16(tiff[from+8:])); held >= 1 && held <= 8 {
			return held
		}
		return 1
	}
	return 1
}
