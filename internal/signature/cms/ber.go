package cms

import "errors"

const (
	// MostBytes is the largest SignedData that is read.
	MostBytes = 4 << 20
	deepest   = 40
)

var errBER = errors.New("it is not encoded as CMS is")

// toDER makes DER lengths of one BER element at the front of b, and leaves out what
// stands behind it: a signature in a PDF is filled up with zeros. Octet strings in
// pieces are joined.
func toDER(b []byte) ([]byte, error) {
	if len(b) > MostBytes {
		return nil, errors.New("it is larger than is read")
	}
	out, _, err := berElement(b, 0)
	return out, err
}

// berElement reads one element and gives it as DER, and how long it was.
func berElement(b []byte, depth int) (der []byte, n int, err error) {
	if depth > deepest || len(b) < 2 || b[0]&0x1f == 0x1f {
		return nil, 0, errBER // no element here has a long tag
	}
	tag, at, length, endless := b[0], 2, int(b[1]), b[1] == 0x80
	if b[1] > 0x80 {
		more := int(b[1] & 0x7f)
		if more > 4 || len(b) < 2+more {
			return nil, 0, errBER
		}
		length = 0
		for _, c := range b[2 : 2+more] {
			length = length<<8 | int(c)
		}
		at += more
	}
	if endless {
		length = len(b) - at
	}
	if length < 0 || length > len(b)-at || endless && tag&0x20 == 0 {
		return nil, 0, errBER
	}
	content, n := b[at:at+length], at+length
	if tag&0x20 != 0 {
		inner, used, err := berContent(content, depth, endless, tag == 0x24)
		if err != nil {
			return nil, 0, err
		}
		if content = inner; endless {
			n = at + used
		}
		if tag == 0x24 {
			tag = 0x04
		}
	}
	return append(head(tag, len(content)), content...), n, nil
}

// berContent reads the elements in another; join leaves out their heads.
func berContent(b []byte, depth int, endless, join bool) (out []byte, used int, err error) {
	for used < len(b) {
		if endless && len(b) >= used+2 && b[used] == 0 && b[used+1] == 0 {
			return out, used + 2, nil
		}
		one, n, err := berElement(b[used:], depth+1)
		if err != nil {
			return nil, 0, err
		}
		if join {
			one = one[headLength(one):]
		}
		out = append(out, one...)
		used += n
	}
	if endless {
		return nil, 0, errBER
	}
	return out, used, nil
}

// headLength is how long tag and length of a DER element are.
func headLength(der []byte) int {
	if der[1] < 0x80 {
		return 2
	}
	return 2 + int(der[1]&0x7f)
}

func head(tag byte, length int) []byte {
	switch {
	case length < 0x80:
		return []byte{tag, byte(length)}
	case length < 1<<8:
		return []byte{tag, 0x81, byte(length)}
	case length < 1<<16:
		return []byte{tag, 0x82, byte(length >> 8), byte(length)}
	case length < 1<<24:
		return []byte{tag, 0x83, byte(length >> 16), byte(length >> 8), byte(length)}
	}
	return []byte{tag, 0x84, byte(length >> 24), byte(length >> 16), byte(length >> 8), byte(length)}
}
