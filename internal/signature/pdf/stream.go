package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// mostInflated are the bytes that all streams of one file may inflate to. Only those
// that hold objects or references are inflated, never what a page shows.
const mostInflated = 48 << 20

// inflate decodes a stream without a filter or with FlateDecode.
func (d *Document) inflate(s Stream) ([]byte, error) {
	filter, parms := s.Dict["Filter"], s.Dict["DecodeParms"]
	if list, ok := filter.(Array); ok {
		if len(list) > 1 {
			return nil, errors.New("a stream of references or objects has several filters")
		}
		filter = nil
		if len(list) == 1 {
			filter = list[0]
		}
		if p, ok := parms.(Array); ok && len(p) == 1 {
			parms = p[0]
		}
	}
	switch filter {
	case nil:
		return s.Raw, nil
	case Name("FlateDecode"):
	default:
		return nil, fmt.Errorf("a stream of references or objects has the filter %v", filter)
	}
	r, err := zlib.NewReader(bytes.NewReader(s.Raw))
	if err != nil {
		return nil, fmt.Errorf("inflate: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(r, int64(max(d.left.inflated, 0))+1))
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("inflate: %w", err)
	}
	if d.left.inflated -= len(out); d.left.inflated < 0 {
		return nil, errTooLarge
	}
	dict, _ := d.Get(parms).(Dict)
	return unpredict(out, dict)
}

// unpredict undoes the predictors of PNG.
func unpredict(b []byte, parms Dict) ([]byte, error) {
	number := func(key Name, otherwise int64) int64 {
		if n, ok := parms[key].(int64); ok {
			return n
		}
		return otherwise
	}
	predictor := number("Predictor", 1)
	if predictor == 1 {
		return b, nil
	}
	columns, colors, bits := number("Columns", 1), number("Colors", 1), number("BitsPerComponent", 8)
	if predictor < 10 || predictor > 15 || columns < 1 || columns > 1<<16 || colors != 1 || bits != 8 {
		return nil, errors.New("a stream has a predictor that is not known here")
	}
	row := int(columns)
	out := make([]byte, 0, len(b))
	before := make([]byte, row)
	for len(b) > row {
		kind, line := b[0], bytes.Clone(b[1:row+1])
		b = b[row+1:]
		for i := range line {
			var left, up, corner byte
			up = before[i]
			if i > 0 {
				left, corner = line[i-1], before[i-1]
			}
			switch kind {
			case 0:
			case 1:
				line[i] += left
			case 2:
				line[i] += up
			case 3:
				line[i] += byte((int(left) + int(up)) / 2)
			case 4:
				line[i] += paeth(left, up, corner)
			default:
				return nil, errors.New("a stream has a predictor that is not known here")
			}
		}
		out = append(out, line...)
		before = line
	}
	return out, nil
}

func paeth(a, b, c byte) byte {
	distance := func(x byte) int {
		n := int(a) + int(b) - int(c) - int(x)
		return max(n, -n)
	}
	switch da, db, dc := distance(a), distance(b), distance(c); {
	case da <= db && da <= dc:
		return a
	case db <= dc:
		return b
	}
	return c
}

// objectStream is an object stream that was inflated, and where its objects begin.
type objectStream struct {
	content []byte
	numbers []int64
	offsets []int64
}

// fromStream reads an object that an object stream holds.
func (d *Document) fromStream(num int, e entry) (any, error) {
	s, ok := d.inStream[e.stream]
	if !ok {
		var err error
		if s, err = d.openStream(e.stream); err != nil {
			return nil, err
		}
		d.inStream[e.stream] = s
	}
	if e.index >= len(s.numbers) || s.numbers[e.index] != int64(num) {
		return nil, fmt.Errorf("object stream %d does not hold it", e.stream)
	}
	l := &lexer{s.content, int(s.offsets[e.index]), &d.left.nodes}
	return l.object(0)
}

func (d *Document) openStream(num int) (*objectStream, error) {
	at, ok := d.entries[num]
	if !ok || at.stream > 0 || at.offset < 0 {
		return nil, fmt.Errorf("there is no object stream %d", num)
	}
	v, ok := d.read(Ref{num, at.gen}).(Stream)
	if !ok || v.Dict["Type"] != Name("ObjStm") {
		return nil, fmt.Errorf("object %d is no object stream", num)
	}
	content, err := d.inflate(v)
	if err != nil {
		return nil, err
	}
	count, _ := d.Get(v.Dict["N"]).(int64)
	first, _ := d.Get(v.Dict["First"]).(int64)
	if count < 0 || count > int64(len(content)) || first < 0 || first > int64(len(content)) {
		return nil, fmt.Errorf("object stream %d holds less than it says", num)
	}
	s := &objectStream{content: content}
	l := &lexer{content[:first], 0, &d.left.nodes}
	for range count {
		n, err := l.number()
		if err != nil {
			return nil, err
		}
		offset, err := l.number()
		if err != nil {
			return nil, err
		}
		if offset > int64(len(content))-first {
			return nil, fmt.Errorf("object stream %d holds less than it says", num)
		}
		s.numbers, s.offsets = append(s.numbers, n), append(s.offsets, first+offset)
	}
	return s, nil
}

// Content is what a stream holds, decoded; only for small ones that people do not see.
func (d *Document) Content(s Stream) ([]byte, error) { return d.inflate(s) }
