package pdf

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf16"
)

// Update is a revision to append.
type Update struct {
	doc     *Document
	objects map[Ref]any
	next    int
}

// Update begins a revision.
func (d *Document) Update() *Update {
	next := 1
	if size, ok := d.Trailer["Size"].(int64); ok && size > 0 && size <= mostNumber {
		next = int(size)
	}
	for num := range d.entries {
		next = max(next, num+1)
	}
	return &Update{doc: d, objects: map[Ref]any{}, next: next}
}

// Add puts a new object in and says where it will be.
func (u *Update) Add(v any) Ref {
	ref := Ref{Num: u.next}
	u.next++
	u.objects[ref] = v
	return ref
}

// Set puts another object in the place of one that is there.
func (u *Update) Set(ref Ref, v any) { u.objects[ref] = v }

// Get is the object at v as it will be after the update.
func (u *Update) Get(v any) any {
	if ref, ok := v.(Ref); ok {
		if now, ok := u.objects[ref]; ok {
			return now
		}
	}
	return u.doc.Get(v)
}

// Bytes is the file with the revision after it, and where each of its objects begins.
func (u *Update) Bytes() ([]byte, map[Ref]int) {
	b := bytes.NewBuffer(make([]byte, 0, len(u.doc.data)+64<<10))
	b.Write(u.doc.data)
	if n := len(u.doc.data); n > 0 && u.doc.data[n-1] != '\n' {
		b.WriteByte('\n')
	}
	refs := slices.SortedFunc(maps.Keys(u.objects), func(a, b Ref) int { return a.Num - b.Num })
	at := map[Ref]int{}
	for _, ref := range refs {
		at[ref] = b.Len()
		fmt.Fprintf(b, "%d %d obj\n", ref.Num, ref.Gen)
		write(b, u.objects[ref])
		b.WriteString("\nendobj\n")
	}
	trailer := Dict{"Prev": u.doc.start}
	for _, key := range []Name{"Root", "Info", "ID"} {
		if v, ok := u.doc.Trailer[key]; ok {
			trailer[key] = v
		}
	}
	start := b.Len()
	if u.doc.streamed {
		u.streamSection(b, refs, at, trailer)
	} else {
		u.tableSection(b, refs, at, trailer)
	}
	fmt.Fprintf(b, "startxref\n%d\n%%%%EOF\n", start)
	return b.Bytes(), at
}

// runs cuts sorted references where their numbers have a gap.
func runs(refs []Ref) [][]Ref {
	var list [][]Ref
	for i, ref := range refs {
		if i == 0 || ref.Num != refs[i-1].Num+1 {
			list = append(list, nil)
		}
		list[len(list)-1] = append(list[len(list)-1], ref)
	}
	return list
}

func (u *Update) tableSection(b *bytes.Buffer, refs []Ref, at map[Ref]int, trailer Dict) {
	b.WriteString("xref\n")
	for _, run := range runs(refs) {
		fmt.Fprintf(b, "%d %d\n", run[0].Num, len(run))
		for _, ref := range run {
			fmt.Fprintf(b, "%010d %05d n\r\n", at[ref], ref.Gen)
		}
	}
	trailer["Size"] = int64(u.next)
	b.WriteString("trailer\n")
	write(b, trailer)
	b.WriteByte('\n')
}

func (u *Update) streamSection(b *bytes.Buffer, refs []Ref, at map[Ref]int, trailer Dict) {
	own := Ref{Num: u.next}
	at[own] = b.Len()
	var index Array
	var content []byte
	for _, run := range runs(append(slices.Clone(refs), own)) {
		index = append(index, int64(run[0].Num), int64(len(run)))
		for _, ref := range run {
			o := at[ref]
			content = append(content, 1, byte(o>>24), byte(o>>16), byte(o>>8), byte(o), byte(ref.Gen>>8), byte(ref.Gen))
		}
	}
	maps.Copy(trailer, Dict{
		"Type": Name("XRef"), "Size": int64(own.Num + 1), "W": Array{int64(1), int64(4), int64(2)}, "Index": index, "Length": int64(len(content)),
	})
	fmt.Fprintf(b, "%d 0 obj\n", own.Num)
	write(b, Stream{trailer, content})
	b.WriteString("\nendobj\n")
}

func write(b *bytes.Buffer, v any) {
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case int64:
		b.WriteString(strconv.FormatInt(v, 10))
	case float64:
		b.WriteString(strconv.FormatFloat(v, 'f', 3, 64))
	case Real:
		b.WriteString(string(v))
	case Name:
		writeName(b, v)
	case String:
		b.WriteString("<" + hex.EncodeToString(v) + ">")
	case Ref:
		fmt.Fprintf(b, "%d %d R", v.Num, v.Gen)
	case Raw:
		b.Write(v)
	case Array:
		b.WriteByte('[')
		for i, e := range v {
			if i > 0 {
				b.WriteByte(' ')
			}
			write(b, e)
		}
		b.WriteByte(']')
	case Dict:
		b.WriteString("<<")
		for _, key := range slices.Sorted(maps.Keys(v)) {
			writeName(b, key)
			b.WriteByte(' ')
			write(b, v[key])
			b.WriteByte('\n')
		}
		b.WriteString(">>")
	case Stream:
		write(b, v.Dict)
		b.WriteString("\nstream\n")
		b.Write(v.Raw)
		b.WriteString("\nendstream")
	}
}

func writeName(b *bytes.Buffer, n Name) {
	b.WriteByte('/')
	for _, c := range []byte(n) {
		if c <= ' ' || c > '~' || c == '#' || isDelimiter(c) {
			fmt.Fprintf(b, "#%02X", c)
			continue
		}
		b.WriteByte(c)
	}
}

// Text is a string for people: plain where it is ASCII, else UTF-16 with its mark.
func Text(s string) String {
	plain := true
	for _, r := range s {
		plain = plain && r >= ' ' && r <= '~'
	}
	if plain {
		return String(s)
	}
	out := String{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return out
}

// ReadText is what a string for people says; v may be anything, and is then empty.
func ReadText(v any) string {
	s, _ := v.(String)
	switch {
	case bytes.HasPrefix(s, []byte{0xef, 0xbb, 0xbf}):
		return string(bytes.ToValidUTF8(s[3:], []byte("?")))
	case bytes.HasPrefix(s, []byte{0xfe, 0xff}):
		var units []uint16
		for i := 2; i+1 < len(s); i += 2 {
			units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
		}
		return string(utf16.Decode(units))
	}
	out := make([]rune, len(s))
	for i, c := range s {
		out[i] = rune(c) // PDFDocEncoding is Latin-1 but for marks that names do not have
	}
	return string(out)
}
