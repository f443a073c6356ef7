package blob

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"giaouoc/internal/vn"
)

// Bounds on reading a PDF; what lies beyond them is not searched.
const (
	maxPDFObjects  = 100_000
	maxPDFUnpacked = 32 << 20
	maxPDFReadings = 8
)

// inspectPDF searches the text layer and the properties of a PDF for marks of
// secrecy. Strings are read through the tables that fonts bring to map their
// glyphs to letters. A scan, an encrypted text or one made in a rarer way is
// not found: the search helps a person who has overlooked a stamp, it is no
// proof of anything.
func inspectPDF(r io.ReaderAt, size int64, name string) error {
	data := make([]byte, size)
	if _, err := r.ReadAt(data, 0); err != nil && err != io.EOF {
		return fmt.Errorf("read file: %w", err)
	}
	if !bytes.Contains(data[max(0, len(data)-2048):], []byte("%%EOF")) {
		return damaged(name)
	}
	p := readPDF(data)
	fonts := p.fonts()
	readings := 1
	for _, tables := range fonts {
		readings = min(max(readings, len(tables)), maxPDFReadings)
	}
	for _, o := range p {
		for reading := range readings {
			if !bytes.Contains(o.stream, []byte("Tj")) && !bytes.Contains(o.stream, []byte("TJ")) {
				break // no text is shown
			}
			if err := refuseSqueezed(shownText(o.stream, fonts, reading), name); err != nil {
				return err
			}
		}
		if err := refuseSqueezed(shownText(o.head, nil, 0), name); err != nil {
			return err
		}
	}
	return nil
}

// pdfObject is one numbered object: the text before its stream, and the stream,
// inflated where it was deflated.
type pdfObject struct {
	number int
	head   []byte
	stream []byte
}

type pdf []pdfObject

var (
	objectStart   = regexp.MustCompile(`(\d+) +\d+ +obj\b`)
	picture       = regexp.MustCompile(`/Subtype */Image\b`)
	firstAt       = regexp.MustCompile(`/First +(\d+)`)
	toUnicode     = regexp.MustCompile(`/ToUnicode +(\d+) +\d+ +R`)
	markInAnyCase = regexp.MustCompile(`(?i)MẬT`)
	namedRef      = regexp.MustCompile(`/([A-Za-z0-9.+_-]+) +(\d+) +\d+ +R`)
)

func readPDF(data []byte) pdf {
	var p pdf
	left := int64(maxPDFUnpacked)
	for len(p) < maxPDFObjects && left > 0 {
		at := objectStart.FindSubmatchIndex(data)
		if at == nil {
			break
		}
		o := pdfObject{number: atoi(data[at[2]:at[3]])}
		data = data[at[1]:]
		end := len(data)
		if i := bytes.Index(data, []byte("endobj")); i >= 0 {
			end = i
		}
		o.head = data[:end]
		if i := bytes.Index(o.head, []byte("stream")); i >= 0 {
			o.head = o.head[:i]
			data = bytes.TrimLeft(data[i+len("stream"):], "\r\n")
			if end = bytes.Index(data, []byte("endstream")); end < 0 {
				end = len(data)
			}
			if !picture.Match(o.head) {
				o.stream = inflate(data[:end], left)
				left -= int64(len(o.stream))
			}
		}
		data = data[end:]
		p = append(p, o)
		if bytes.Contains(o.head, []byte("/ObjStm")) {
			p = append(p, packed(o)...)
		}
	}
	return p
}

// inflate returns a stream as far as it can be read.
func inflate(raw []byte, limit int64) []byte {
	z, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return raw
	}
	plain, _ := io.ReadAll(io.LimitReader(z, limit))
	return plain
}

// packed returns the objects that a stream of objects holds.
func packed(o pdfObject) []pdfObject {
	first := firstAt.FindSubmatch(o.head)
	if first == nil || atoi(first[1]) > len(o.stream) {
		return nil
	}
	body := o.stream[atoi(first[1]):]
	fields := bytes.Fields(o.stream[:atoi(first[1])])
	var list []pdfObject
	for i := 0; i+1 < len(fields) && len(list) < maxPDFObjects; i += 2 {
		from, to := atoi(fields[i+1]), len(body)
		if i+3 < len(fields) {
			to = atoi(fields[i+3])
		}
		if from <= to && to <= len(body) {
			list = append(list, pdfObject{number: atoi(fields[i]), head: body[from:to]})
		}
	}
	return list
}

func atoi(b []byte) int {
	n, err := strconv.Atoi(string(b))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// fonts returns the tables of letters by the names under which pages use them.
// Pages may use one name for several fonts; each is a reading of its own.
func (p pdf) fonts() map[string][]glyphs {
	streams := map[int][]byte{}
	for _, o := range p {
		if bytes.Contains(o.stream, []byte("begincmap")) {
			streams[o.number] = o.stream
		}
	}
	tables := map[int]glyphs{}
	for _, o := range p {
		if m := toUnicode.FindSubmatch(o.head); m != nil && streams[atoi(m[1])] != nil {
			tables[o.number] = readGlyphs(streams[atoi(m[1])])
		}
	}
	fonts := map[string][]glyphs{}
	seen := map[string]bool{}
	for _, o := range p {
		for _, m := range namedRef.FindAllSubmatch(o.head, -1) {
			table, known := tables[atoi(m[2])]
			if key := string(m[0]); known && !seen[key] {
				seen[key] = true
				fonts[string(m[1])] = append(fonts[string(m[1])], table)
			}
		}
	}
	return fonts
}

// refuseSqueezed searches text whose spaces are lost, as in a PDF, where a gap
// is a move and not a letter.
func refuseSqueezed(text, name string) error {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, vn.NFC(text))
	for from := 0; ; {
		at := markInAnyCase.FindStringIndex(text[from:])
		if at == nil {
			return nil
		}
		at[0], at[1] = from+at[0], from+at[1]
		from = at[1]
		before, after := strings.ToUpper(text[:at[0]][max(0, at[0]-24):]), strings.ToUpper(text[at[1]:min(len(text), at[1]+16)])
		ordinary := slices.ContainsFunc(ordinaryAfter, func(s string) bool { return strings.HasPrefix(after, s) }) ||
			slices.ContainsFunc(ordinaryBefore, func(s string) bool { return strings.HasSuffix(before, s) })
		if ordinary {
			continue
		}
		for _, degree := range []string{"TUYỆT", "TỐI", ""} {
			if strings.HasSuffix(before, degree) && (degree != "" || text[at[0]:at[1]] == "MẬT") {
				return refuseSecretIn(strings.TrimSpace(degree+" MẬT"), name)
			}
		}
	}
}
