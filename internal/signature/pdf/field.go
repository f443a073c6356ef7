package pdf

// mostFields of a form are looked at.
const mostFields = 1 << 14

// Field is a signature field of the form.
type Field struct {
	Name   string
	Ref    Ref
	Dict   Dict
	Page   Ref
	Rect   [4]float64 // left, bottom, right, top; all zero when it is not seen
	Value  any        // as the field has it: a reference, mostly; nil when it is not signed
	Signed Dict       // what Value points to
}

// SignatureFields lists the signature fields of the form, at most mostFields.
func (d *Document) SignatureFields() []Field {
	_, root := d.Catalogue()
	form := d.Dict(root["AcroForm"])
	var list []Field
	seen := map[Ref]bool{}
	left := mostFields
	var walk func(v any, kind any, name string, depth int)
	walk = func(v any, kind any, name string, depth int) {
		ref, ok := v.(Ref)
		if left--; left < 0 || depth > deepest || ok && seen[ref] {
			return
		}
		seen[ref] = true
		dict := d.Dict(v)
		if dict["FT"] != nil {
			kind = d.Get(dict["FT"])
		}
		if t := ReadText(d.Get(dict["T"])); t != "" {
			if name != "" {
				name += "."
			}
			name += t
		}
		if value := d.Dict(dict["V"]); kind == Name("Sig") && (dict["T"] != nil || dict["V"] != nil) {
			f := Field{Name: name, Ref: ref, Dict: dict, Value: dict["V"], Signed: value}
			f.Page, _ = dict["P"].(Ref)
			if a := d.Array(dict["Rect"]); len(a) == 4 {
				for i := range a {
					f.Rect[i], _ = d.Number(a[i])
				}
			}
			list = append(list, f)
		}
		for _, kid := range d.Array(dict["Kids"]) {
			walk(kid, kind, name, depth+1)
		}
	}
	for _, v := range d.Array(form["Fields"]) {
		walk(v, nil, "", 0)
	}
	return list
}

// Extent is where an object stands in the file, from its number to its end; false when
// it stands in an object stream or cannot be read.
func (d *Document) Extent(ref Ref) (from, to int, ok bool) {
	e, there := d.entries[ref.Num]
	if !there || e.stream > 0 || e.offset < 0 || e.offset >= int64(len(d.data)) {
		return 0, 0, false
	}
	l := d.lexer(int(e.offset))
	got, _, err := d.indirect(l)
	return int(e.offset), l.at, err == nil && got == ref
}

// Start is where the newest table of references begins.
func (d *Document) Start() int64 { return d.start }
