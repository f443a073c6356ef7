package blob

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Bounds on reading the text of a PDF; beyond them the rest is not searched.
const (
	maxPDFStreams  = 20_000
	maxPDFUnpacked = 128 << 20
)

// inspectPDF searches the text layer of a PDF for marks of secrecy. It reads
// the streams as they stand in the file and every string they show, through
// the tables that fonts bring to map their glyphs to letters. A text layer made
// in another way, or encrypted, is not found: the search helps a person who has
// overlooked a stamp, it is no proof.
func inspectPDF(r io.ReaderAt, size int64, name string) error {
	data := make([]byte, size)
	if _, err := r.ReadAt(data, 0); err != nil && err != io.EOF {
		return fmt.Errorf("read file: %w", err)
	}
	if !bytes.Contains(data[max(0, len(data)-2048):], []byte("%%EOF")) {
		return damaged(name)
	}
	streams := pdfStreams(data)
	var letters []map[uint16]string
	for _, s := range streams {
		if bytes.Contains(s, []byte("begincmap")) {
			letters = append(letters, glyphTable(s))
		}
	}
	if err := refuseSecretIn(shownText(data, nil), name); err != nil {
		return err
	}
	for _, s := range streams {
		if err := refuseSecretIn(shownText(s, nil), name); err != nil {
			return err
		}
		if !bytes.Contains(s, []byte("Tj")) && !bytes.Contains(s, []byte("TJ")) {
			continue
		}
		for _, table := range letters {
			if err := refuseSecretIn(shownText(s, table), name); err != nil {
				return err
			}
		}
	}
	return nil
}

// pdfStreams returns the streams of a PDF, inflated where they are deflated.
func pdfStreams(data []byte) [][]byte {
	var streams [][]byte
	left := int64(maxPDFUnpacked)
	for len(streams) < maxPDFStreams && left > 0 {
		i := bytes.Index(data, []byte("stream"))
		if i < 0 {
			break
		}
		data = bytes.TrimLeft(data[i+len("stream"):], "\r\n")
		end := bytes.Index(data, []byte("endstream"))
		if end < 0 {
			break
		}
		raw := data[:end]
		data = data[end+len("endstream"):]
		if z, err := zlib.NewReader(bytes.NewReader(raw)); err == nil {
			// A stream that breaks off is searched as far as it goes.
			raw, _ = io.ReadAll(io.LimitReader(z, left))
		}
		left -= int64(len(raw))
		streams = append(streams, raw)
	}
	return streams
}

// glyphTable reads the bfchar and bfrange lines of a ToUnicode table: two-byte
// codes to UTF-16 letters.
func glyphTable(cmap []byte) map[uint16]string {
	table := map[uint16]string{}
	section := ""
	for line := range strings.Lines(string(cmap)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasSuffix(line, "beginbfchar"), strings.HasSuffix(line, "beginbfrange"):
			section = line[strings.LastIndex(line, "begin")+len("begin"):]
		case strings.HasPrefix(line, "end"):
			section = ""
		}
		codes := hexParts(line)
		switch {
		case section == "bfchar" && len(codes) >= 2:
			for i := 0; i+1 < len(codes); i += 2 {
				table[code(codes[i])] = utf16Text(codes[i+1])
			}
		case section == "bfrange" && len(codes) >= 3:
			from, to := code(codes[0]), code(codes[1])
			for n := uint16(0); from <= to && n <= to-from; n++ {
				if strings.Contains(line, "[") {
					if int(n)+2 < len(codes) {
						table[from+n] = utf16Text(codes[int(n)+2])
					}
				} else if len(codes[2]) >= 2 {
					last := bytes.Clone(codes[2])
					u := uint16(last[len(last)-2])<<8 | uint16(last[len(last)-1]) + n
					last[len(last)-2], last[len(last)-1] = byte(u>>8), byte(u)
					table[from+n] = utf16Text(last)
				}
				if n == 0xffff {
					break
				}
			}
		}
	}
	return table
}

func hexParts(line string) [][]byte {
	var parts [][]byte
	for {
		_, after, found := strings.Cut(line, "<")
		if !found {
			return parts
		}
		digits, rest, found := strings.Cut(after, ">")
		if !found {
			return parts
		}
		if b, err := hex.DecodeString(strings.Join(strings.Fields(digits), "")); err == nil {
			parts = append(parts, b)
		}
		line = rest
	}
}

func code(b []byte) uint16 {
	var n uint16
	for _, c := range b {
		n = n<<8 | uint16(c)
	}
	return n
}

func utf16Text(b []byte) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(units))
}

// shownText joins the strings of a stream, with a space after each text object
// (BT … ET) and each move: some programs show every word in an object of its
// own, and «BÍ» before «MẬT» must still be seen. Without a table, strings are read as
// UTF-16 where they say so and as they stand otherwise.
func shownText(s []byte, table map[uint16]string) string {
	var text strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '(':
			str, length := literal(s[i:])
			i += length
			text.WriteString(letters(str, table))
		case c == '<' && i+1 < len(s) && s[i+1] != '<':
			end := bytes.IndexByte(s[i:], '>')
			if end < 0 {
				return text.String()
			}
			if b, err := hex.DecodeString(string(bytes.Join(bytes.Fields(s[i+1:i+end]), nil))); err == nil {
				text.WriteString(letters(b, table))
			}
			i += end
		case c == 'E' && bytes.HasPrefix(s[i:], []byte("ET")), c == 'T' && (bytes.HasPrefix(s[i:], []byte("Td")) ||
			bytes.HasPrefix(s[i:], []byte("TD")) || bytes.HasPrefix(s[i:], []byte("T*"))), bytes.HasPrefix(s[i:], []byte("endobj")):
			text.WriteByte(' ')
		}
	}
	return text.String()
}

func letters(b []byte, table map[uint16]string) string {
	if table == nil {
		if bytes.HasPrefix(b, []byte{0xfe, 0xff}) {
			return utf16Text(b[2:])
		}
		return string(b)
	}
	var text strings.Builder
	for i := 0; i+1 < len(b); i += 2 {
		text.WriteString(table[code(b[i:i+2])])
	}
	return text.String()
}

// literal reads a string in parentheses and returns its bytes and the place of
// its closing parenthesis.
func literal(s []byte) (b []byte, end int) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\':
			if i++; i >= len(s) {
				return b, i
			}
			if s[i] >= '0' && s[i] <= '7' {
				n := 1
				for n < 3 && i+n < len(s) && s[i+n] >= '0' && s[i+n] <= '7' {
					n++
				}
				v, _ := strconv.ParseUint(string(s[i:i+n]), 8, 16)
				b = append(b, byte(v))
				i += n - 1
				continue
			}
			b = append(b, s[i])
		case '(':
			if depth++; depth > 1 {
				b = append(b, c)
			}
		case ')':
			if depth--; depth == 0 {
				return b, i
			}
			b = append(b, c)
		default:
			b = append(b, c)
		}
	}
	return b, len(s)
}
