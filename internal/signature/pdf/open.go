package pdf

import (
	"bytes"
	"errors"
	"fmt"
)

// MostBytes is the largest file that is read.
const MostBytes = 100 << 20

// mostSections are the sections of the table of references that one file may have:
// one or two for each revision.
const mostSections = 4096

// entry says where an object is.
type entry struct {
	gen    int
	offset int64 // in the file; -1 for a free number
	stream int   // number of the object stream that holds it, or 0
	index  int   // its place there
}

// budget is what may yet be done with a file and its revisions together.
type budget struct {
	nodes    int
	inflated int
	compared int
}

// Document is a file that was opened. It is not for use by several goroutines.
type Document struct {
	Trailer Dict

	data     []byte
	entries  map[int]entry
	start    int64 // where the newest section begins
	streamed bool  // the newest section is a stream
	cache    map[int]any
	inStream map[int]*objectStream
	open     map[int]bool // objects that are being read: one that needs itself is broken
	left     *budget
	fault    error
}

// Open reads the table of references of a file. The document keeps data and the
// caller must not change it.
func Open(data []byte) (*Document, error) {
	return open(data, &budget{mostNodes, mostInflated, mostCompared})
}

// Revision opens the file as it was when it ended at a byte.
func (d *Document) Revision(end int) (*Document, error) { return open(d.data[:end], d.left) }

func open(data []byte, left *budget) (*Document, error) {
	if len(data) > MostBytes {
		return nil, errTooLarge
	}
	if i := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-")); i != 0 {
		return nil, errors.New("the file does not begin as a PDF does")
	}
	d := &Document{
		data: data, entries: map[int]entry{}, cache: map[int]any{}, inStream: map[int]*objectStream{}, open: map[int]bool{},
		left: left,
	}
	from := max(0, len(data)-2048)
	i := bytes.LastIndex(data[from:], []byte("startxref"))
	if i < 0 {
		return nil, errors.New("the file does not say where its table of references is")
	}
	l := d.lexer(from + i + len("startxref"))
	at, err := l.number()
	if err != nil {
		return nil, fmt.Errorf("read startxref: %w", err)
	}
	d.start = at
	if err := d.sections(at); err != nil {
		return nil, err
	}
	if _, ok := d.Trailer["Root"].(Ref); !ok {
		return nil, errors.New("the file has no catalogue")
	}
	return d, nil
}

func (d *Document) lexer(at int) *lexer { return &lexer{d.data, at, &d.left.nodes} }

// sections reads the newest section and those before it. What a newer one says of a
// number hides what an older one says.
func (d *Document) sections(at int64) error {
	seen := map[int64]bool{}
	for next := []int64{at}; len(next) > 0; next = next[1:] {
		at := next[0]
		if at < 0 || at >= int64(len(d.data)) {
			return fmt.Errorf("a table of references at byte %d is outside the file", at)
		}
		if seen[at] || len(seen) > mostSections {
			return errors.New("the tables of references go in a circle")
		}
		seen[at] = true
		l := d.lexer(int(at))
		table := l.keyword("xref")
		read := d.streamSection
		if table {
			read = d.tableSection
		}
		trailer, err := read(l)
		if err != nil {
			return fmt.Errorf("table of references at byte %d: %w", at, err)
		}
		if d.Trailer == nil {
			d.Trailer, d.streamed = trailer, !table
		}
		for _, key := range []Name{"XRefStm", "Prev"} {
			switch v := trailer[key].(type) {
			case nil:
			case int64:
				if key == "Prev" || table {
					next = append(next, v)
				}
			default:
				return fmt.Errorf("table of references at byte %d: %s is no number", at, key)
			}
		}
	}
	return nil
}

func (d *Document) set(num int64, e entry) error {
	if num < 0 || num > mostNumber || len(d.entries) >= mostEntries {
		return errTooLarge
	}
	if _, newer := d.entries[int(num)]; !newer {
		d.entries[int(num)] = e
	}
	return nil
}

// tableSection reads a table and the trailer after it.
func (d *Document) tableSection(l *lexer) (Dict, error) {
	for !l.keyword("trailer") {
		first, err := l.number()
		if err != nil {
			return nil, err
		}
		count, err := l.number()
		if err != nil {
			return nil, err
		}
		if count > int64(len(l.data)-l.at)/10 {
			return nil, errors.New("a part of it has more entries than the file has room for")
		}
		for i := range count {
			offset, err := l.number()
			if err != nil {
				return nil, err
			}
			gen, err := l.number()
			if err != nil {
				return nil, err
			}
			switch {
			case l.keyword("n"):
			case l.keyword("f"):
				offset = -1
			default:
				return nil, fmt.Errorf("no entry before byte %d", l.at)
			}
			if err := d.set(first+i, entry{gen: int(min(gen, 65535)), offset: offset}); err != nil {
				return nil, err
			}
		}
	}
	v, err := l.object(0)
	if err != nil {
		return nil, err
	}
	trailer, ok := v.(Dict)
	if !ok {
		return nil, errors.New("its trailer is no dictionary")
	}
	return trailer, nil
}

// streamSection reads a section that is a stream.
func (d *Document) streamSection(l *lexer) (Dict, error) {
	_, v, err := d.indirect(l)
	if err != nil {
		return nil, err
	}
	s, ok := v.(Stream)
	if !ok || s.Dict["Type"] != Name("XRef") {
		return nil, errors.New("it is neither a table nor a stream")
	}
	content, err := d.inflate(s)
	if err != nil {
		return nil, err
	}
	widths, _ := s.Dict["W"].(Array)
	var w [3]int
	size := 0
	for i := range widths {
		n, _ := widths[i].(int64)
		if i > 2 || n < 0 || n > 8 {
			return nil, errors.New("its entries have a width that none has")
		}
		w[i] = int(n)
		size += int(n)
	}
	if len(widths) != 3 || size == 0 {
		return nil, errors.New("it does not say how wide its entries are")
	}
	index, _ := s.Dict["Index"].(Array)
	if index == nil {
		index = Array{int64(0), s.Dict["Size"]}
	}
	for i := 0; i+1 < len(index); i += 2 {
		first, ok1 := index[i].(int64)
		count, ok2 := index[i+1].(int64)
		if !ok1 || !ok2 || count < 0 || first < 0 {
			return nil, errors.New("its index is no list of numbers")
		}
		for n := int64(0); n < count && len(content) >= size; n++ {
			if err := d.set(first+n, streamEntry(content[:size], w)); err != nil {
				return nil, err
			}
			content = content[size:]
		}
	}
	return s.Dict, nil
}

func streamEntry(b []byte, w [3]int) entry {
	var f [3]int64
	at := 0
	for i := range f {
		for range w[i] {
			f[i] = f[i]<<8 | int64(b[at])
			at++
		}
	}
	if w[0] == 0 {
		f[0] = 1
	}
	switch {
	case f[0] == 1 && f[1] >= 0:
		return entry{gen: int(f[2] & 65535), offset: f[1]}
	case f[0] == 2 && f[1] > 0 && f[1] <= mostNumber && f[2] >= 0 && f[2] <= mostNumber:
		return entry{stream: int(f[1]), index: int(f[2])}
	}
	return entry{offset: -1}
}

// indirect reads "7 0 obj … endobj".
func (d *Document) indirect(l *lexer) (Ref, any, error) {
	num, err := l.number()
	if err != nil {
		return Ref{}, nil, err
	}
	gen, err := l.number()
	if err != nil {
		return Ref{}, nil, err
	}
	if !l.keyword("obj") || num > mostNumber || gen > 65535 {
		return Ref{}, nil, fmt.Errorf("no object begins before byte %d", l.at)
	}
	ref := Ref{int(num), int(gen)}
	v, err := l.object(0)
	if err != nil {
		return ref, nil, err
	}
	dict, ok := v.(Dict)
	if !ok || !l.keyword("stream") {
		return ref, v, nil
	}
	if l.at < len(l.data) && l.data[l.at] == '\r' {
		l.at++
	}
	if l.at < len(l.data) && l.data[l.at] == '\n' {
		l.at++
	}
	from := l.at
	n, ok := d.Get(dict["Length"]).(int64)
	if ok && n >= 0 && n <= int64(len(l.data)-from) {
		l.at = from + int(n)
		if l.keyword("endstream") {
			return ref, Stream{dict, l.data[from : from+int(n)]}, nil
		}
	}
	return ref, nil, fmt.Errorf("the stream of object %d is not as long as it says", num)
}

// Get follows references to an object. A reference to what is not there, or cannot be
// read, is nil; Fault then says why.
func (d *Document) Get(v any) any {
	for range deepest {
		ref, ok := v.(Ref)
		if !ok {
			return v
		}
		v = d.read(ref)
	}
	return nil
}

// Fault is the first object that could not be read, if there was one.
func (d *Document) Fault() error { return d.fault }

func (d *Document) read(ref Ref) any {
	if v, ok := d.cache[ref.Num]; ok {
		return v
	}
	e, ok := d.entries[ref.Num]
	if !ok || e.offset < 0 || e.gen != ref.Gen {
		return nil
	}
	if d.open[ref.Num] || len(d.open) > deepest {
		return nil
	}
	d.open[ref.Num] = true
	defer delete(d.open, ref.Num)
	v, err := d.load(ref, e)
	if err != nil {
		if d.fault == nil {
			d.fault = fmt.Errorf("read object %d: %w", ref.Num, err)
		}
		v = nil
	}
	d.cache[ref.Num] = v
	return v
}

func (d *Document) load(ref Ref, e entry) (any, error) {
	if e.stream > 0 {
		return d.fromStream(ref.Num, e)
	}
	if e.offset >= int64(len(d.data)) {
		return nil, errors.New("it is outside the file")
	}
	got, v, err := d.indirect(d.lexer(int(e.offset)))
	if err == nil && got != ref {
		err = fmt.Errorf("object %d is in its place", got.Num)
	}
	return v, err
}

// Dict is the dictionary that v is or points to, that of a stream too; or nil.
func (d *Document) Dict(v any) Dict {
	switch v := d.Get(v).(type) {
	case Dict:
		return v
	case Stream:
		return v.Dict
	}
	return nil
}

// Array is the array that v is or points to, or nil.
func (d *Document) Array(v any) Array {
	a, _ := d.Get(v).(Array)
	return a
}

// Number is the number that v is or points to.
func (d *Document) Number(v any) (n float64, ok bool) {
	switch v := d.Get(v).(type) {
	case int64:
		return float64(v), true
	case Real:
		_, err := fmt.Sscan(string(v), &n)
		return n, err == nil
	}
	return 0, false
}

// Catalogue is the root of the objects and where it is.
func (d *Document) Catalogue() (Ref, Dict) {
	ref, _ := d.Trailer["Root"].(Ref)
	return ref, d.Dict(ref)
}

// Encrypted reports whether the file is encrypted.
func (d *Document) Encrypted() bool { return d.Trailer["Encrypt"] != nil }
