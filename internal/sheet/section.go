package sheet

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// section is one kind of row of the bundle: a list under its key in YAML, a
// worksheet with its title in a workbook.
type section struct {
	key     string
	title   string // Vietnamese, at most 31 letters as worksheets ask
	columns []column
	// load applies one row through the use cases of its word.
	load func(im *importer, r row) error
	// loadAll stands instead of load where one use case takes several rows; it
	// puts what is refused beside its row with importer.refused.
	loadAll func(im *importer, rows []row) error
	// same is told of a row that is passed over because the installation holds
	// it already; nil where nobody refers to it by its number.
	same func(im *importer, r row) error
	// dump returns the rows of an installation, or of one cluster, in the order
	// in which they load.
	dump func(ex *exporter) ([]map[string]string, error)
}

// column is one value of a row.
type column struct {
	key      string
	title    string // Vietnamese header of the worksheet's column
	kind     kind
	required bool
}

// keys lists the columns' keys.
func (t section) keys() []string {
	keys := make([]string, len(t.columns))
	for i, c := range t.columns {
		keys[i] = c.key
	}
	return keys
}

// row is one row of a file: the text of each value and where it stands.
type row struct {
	section *section
	values  map[string]string
	whole   string            // place of the row
	places  map[string]string // place of each value
	list    *problem.List
}

func (r row) place(key string) string {
	if p := r.places[key]; p != "" {
		return p
	}
	return r.whole
}

func (r row) refuse(key, format string, args ...any) { r.list.Add(r.place(key), format, args...) }

func (r row) text(key string) string { return r.values[key] }

// words is a list written with semicolons.
func (r row) words(key string) []string { return parts(r.values[key], ";") }

// lines is a list with one item on each line.
func (r row) lines(key string) []string { return parts(r.values[key], "\n") }

func (r row) day(key string) vn.Date {
	if r.values[key] == "" {
		return vn.Date{}
	}
	d, err := vn.ParseDate(r.values[key])
	if err != nil {
		r.refuse(key, "«%s» không phải là ngày; ghi như 2021-04-09 hoặc 9/4/2021.", shorten(r.values[key]))
	}
	return d
}

func (r row) number(key string) int {
	if r.values[key] == "" {
		return 0
	}
	n, err := strconv.Atoi(r.values[key])
	if err != nil {
		r.refuse(key, "«%s» không phải là số nguyên.", shorten(r.values[key]))
	}
	return n
}

// amount is an exact decimal with a point, as the bundle writes it; null where
// the value is empty.
func (r row) amount(key string) decimal.NullDecimal {
	text := r.values[key]
	if text == "" {
		return decimal.NullDecimal{}
	}
	if d, ok := exactly(text); ok {
		return decimal.NewNullDecimal(d)
	}
	r.refuse(key, "«%s» không phải là số; ghi phần thập phân sau dấu chấm, không có dấu ngăn hàng nghìn.", shorten(text))
	return decimal.NullDecimal{}
}

func (r row) flag(key string) bool {
	value, ok := yesOrNo(r.values[key])
	if !ok {
		r.refuse(key, "«%s» phải là true hoặc false.", shorten(r.values[key]))
	}
	return value
}

// Bundle is a file read into rows, table by table.
type Bundle struct {
	rows map[string][]row
	list problem.List
}

// most mistakes of one file that are named before the reading stops.
const mostMistakes = 1000

// full reports that enough mistakes have been named.
func (b *Bundle) full() bool { return len(b.list) >= mostMistakes }

// Import loads a bundle through the use cases: all of it or, with every mistake
// named by its place, nothing. A row that says what the installation says already
// changes nothing. The bundle stays as it was read, so that a transaction that is
// run again loads the same.
//
// Within: each use case requires its own right and records its act.
func Import(tx *db.Tx, file *Bundle) error {
	b := &Bundle{rows: make(map[string][]row, len(file.rows)), list: slices.Clone(file.list)}
	for key, rows := range file.rows {
		b.rows[key] = slices.Clone(rows)
		for i := range rows {
			b.rows[key][i].list = &b.list
		}
	}
	im := &importer{tx: tx, bundle: b, kept: map[string]bool{}, movements: map[string]map[int]string{}}
	for _, t := range sections() {
		if b.full() {
			break
		}
		if err := im.section(t); err != nil {
			return err
		}
	}
	slices.SortStableFunc(b.list, func(x, y *problem.Problem) int { return lineOf(x) - lineOf(y) })
	if b.full() {
		b.list = append(b.list[:mostMistakes:mostMistakes], problem.Field("tệp", "Còn nhiều chỗ sai nữa; hãy sửa những chỗ trên rồi nhập lại."))
	}
	return b.list.Err()
}

// section loads the rows of one section.
func (im *importer) section(t section) error {
	rows := im.bundle.rows[t.key]
	if len(rows) == 0 {
		return nil
	}
	have, err := im.have(t)
	if err != nil {
		return err
	}
	im.denied = map[string]bool{}
	var left []row
	for _, r := range rows {
		if !r.complete() {
			continue
		}
		if !have[r.canonical()] {
			left = append(left, r)
			continue
		}
		im.kept[r.said()] = true
		if t.same != nil {
			if err := im.refused(r, t.same(im, r)); err != nil {
				return err
			}
		}
	}
	if t.loadAll != nil {
		return t.loadAll(im, left)
	}
	for _, r := range left {
		if im.bundle.full() {
			return nil
		}
		if err := im.refused(r, t.load(im, r)); err != nil {
			return err
		}
	}
	return nil
}

// have returns the rows of a section that the installation holds already, as far
// as the person may see them.
func (im *importer) have(t section) (map[string]bool, error) {
	ex, err := seenBy(im.tx)
	if err != nil {
		return nil, err
	}
	dumped, err := t.dump(ex)
	if err != nil {
		return nil, fmt.Errorf("read what is there of %s: %w", t.key, err)
	}
	have := make(map[string]bool, len(dumped))
	for _, values := range dumped {
		have[row{section: &t, values: values}.canonical()] = true
	}
	return have, nil
}

// refused puts what a use case refused beside the values of its row, and returns
// the errors that are ours. A missing right is named once for a section.
func (im *importer) refused(r row, err error) error {
	list := problem.All(err)
	if err != nil && list == nil {
		return fmt.Errorf("import %s: %w", r.whole, err)
	}
	for _, p := range list {
		if p.Kind != problem.Denied {
			r.refuse(p.Field, "%s", p.Text)
			continue
		}
		if !im.denied[p.Text] {
			im.denied[p.Text] = true
			r.refuse("", "%s Không nhập được phần «%s» từ hàng này.", p.Text, r.section.title)
		}
	}
	return nil
}

// placed is refused for a use case that takes several rows: each finder says
// which value of which row a field belongs to; what none finds stands beside r.
func (im *importer) placed(r row, err error, finders ...func(field string) (row, string, bool)) error {
	list := problem.All(err)
	if list == nil {
		return err
	}
	var rest problem.List
	for _, p := range list {
		found := false
		for _, find := range finders {
			o, key, ok := find(p.Field)
			if ok && p.Kind != problem.Denied {
				o.refuse(key, "%s", p.Text)
				found = true
				break
			}
		}
		if !found {
			rest = append(rest, p)
		}
	}
	return rest.Err()
}

// nth finds the row and key of a field such as "3.ref": the third row's.
func nth(rows []row, field string) (row, string, bool) {
	number, key, _ := strings.Cut(field, ".")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(rows) {
		return row{}, "", false
	}
	return rows[n-1], key, true
}

// complete refuses a row that lacks a required value or has one that is not
// written as its column asks.
func (r row) complete() bool {
	before, of := len(*r.list), choices()
	for _, c := range r.section.columns {
		if c.required && r.values[c.key] == "" {
			r.refuse(c.key, "%s: thiếu «%s».", r.section.title, c.title)
		}
		if text := r.values[c.key]; text != vn.Legible(text) {
			r.refuse(c.key, "«%s» có ký tự không phải là chữ; hãy gõ lại giá trị này.", c.title)
		}
		switch c.kind {
		case asDay:
			r.day(c.key)
		case asNumber:
			r.number(c.key)
		case asAmount:
			r.amount(c.key)
		case asFlag:
			r.flag(c.key)
		}
		r.refuseOther(c, of[r.section.key+"."+c.key])
	}
	return len(*r.list) == before
}

// readable is complete without a word.
func (r row) readable() bool {
	r.list = &problem.List{}
	return r.complete()
}

// said is canonical with the section it is said in.
func (r row) said() string { return r.section.key + ":" + r.canonical() }

// canonical is a row in one text, the same however its values were written.
func (r row) canonical() string {
	var b strings.Builder
	for _, c := range r.section.columns {
		fmt.Fprintf(&b, "%q,", c.kind.canonical(r.values[c.key]))
	}
	return b.String()
}

// Read reads a bundle, YAML or a workbook by its name's ending. It needs no
// database; what it finds wrong with single rows Import says with the rest.
func Read(name string, content []byte) (*Bundle, error) {
	asWorkbook, err := isWorkbook(name)
	switch {
	case err != nil:
		return nil, err
	case len(content) == 0:
		return nil, problem.List{problem.Field("tệp", "Tệp trống.")}
	case asWorkbook:
		return readWorkbook(content)
	}
	return readYAML(content)
}

// isWorkbook reports by its ending whether a file is a workbook and not YAML.
func isWorkbook(name string) (bool, error) {
	switch ending := strings.ToLower(path.Ext(filepath.ToSlash(name))); ending {
	case ".xlsx":
		return true, nil
	case ".yaml", ".yml":
		return false, nil
	default:
		return false, problem.List{problem.Field("tệp", "Tệp dữ liệu có đuôi .yaml hoặc .xlsx, không phải «%s».", ending)}
	}
}

// Export writes the bundle of an installation, or of one cluster when slug is
// given, as YAML or a workbook by the name's ending.
//
// Read: requires the right to export of each cluster it writes.
func Export(tx *db.Tx, name, slug string) ([]byte, error) {
	asWorkbook, err := isWorkbook(name)
	if err != nil {
		return nil, err
	}
	ex, err := newExporter(tx, slug)
	if err != nil {
		return nil, err
	}
	rows := map[string][]map[string]string{}
	for _, t := range sections() {
		if rows[t.key], err = t.dump(ex); err != nil {
			return nil, fmt.Errorf("export %s: %w", t.key, err)
		}
	}
	if asWorkbook {
		return writeWorkbook(rows)
	}
	return writeYAML(rows)
}
