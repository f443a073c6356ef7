package sheet

import (
	"fmt"
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
	// dump returns the rows of an installation, or of one cluster, in the order
	// in which they load.
	dump func(ex *exporter) ([]map[string]string, error)
}

// column is one value of a row.
type column struct {
	key      string
	title    string // Vietnamese header of the worksheet's column
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
func (r row) words(key string) []string {
	var list []string
	for part := range strings.SplitSeq(r.values[key], ";") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

func (r row) day(key string) vn.Date {
	if r.values[key] == "" {
		return vn.Date{}
	}
	d, err := vn.ParseDate(r.values[key])
	if err != nil {
		r.refuse(key, "«%s» không phải là ngày; ghi như 2021-04-09 hoặc 9/4/2021.", r.values[key])
	}
	return d
}

func (r row) number(key string) int {
	if r.values[key] == "" {
		return 0
	}
	n, err := strconv.Atoi(r.values[key])
	if err != nil {
		r.refuse(key, "«%s» không phải là số nguyên.", r.values[key])
	}
	return n
}

// amount is an exact decimal with a point, as the bundle writes it; null where
// the value is empty.
func (r row) amount(key string) decimal.NullDecimal {
	if r.values[key] == "" {
		return decimal.NullDecimal{}
	}
	d, err := decimal.NewFromString(r.values[key])
	if err != nil {
		r.refuse(key, "«%s» không phải là số; ghi phần thập phân sau dấu chấm, không có dấu ngăn hàng nghìn.", r.values[key])
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(d)
}

func (r row) flag(key string) bool {
	switch strings.ToLower(r.values[key]) {
	case "", "false", "không", "khong", "0":
		return false
	case "true", "có", "co", "1":
		return true
	}
	r.refuse(key, "«%s» phải là true hoặc false.", r.values[key])
	return false
}

// bundle is a file read into rows, table by table.
type bundle struct {
	rows map[string][]row
	list problem.List
}

// Import loads a bundle, YAML or a workbook by its name's ending, through the
// use cases: all of it or, with every mistake named by its place, nothing.
//
// Within: each use case requires its own right and records its act.
func Import(tx *db.Tx, name string, content []byte) error {
	b, err := read(name, content)
	if err != nil {
		return err
	}
	im := &importer{tx: tx}
	for _, t := range sections() {
		for _, r := range b.rows[t.key] {
			r.list = &b.list
			before := len(b.list)
			for _, c := range t.columns {
				if c.required && r.values[c.key] == "" {
					r.refuse(c.key, "%s: thiếu «%s».", t.title, c.title)
				}
			}
			if len(b.list) > before {
				continue
			}
			err := t.load(im, r)
			if len(b.list) > before {
				continue // the row's own values could not be read
			}
			list := problem.All(err)
			if err != nil && list == nil {
				return fmt.Errorf("import %s: %w", r.whole, err)
			}
			for _, p := range list {
				r.refuse(p.Field, "%s", p.Text)
			}
		}
	}
	slices.SortStableFunc(b.list, func(x, y *problem.Problem) int { return lineOf(x) - lineOf(y) })
	return b.list.Err()
}

func read(name string, content []byte) (*bundle, error) {
	if strings.HasSuffix(strings.ToLower(name), ".xlsx") {
		return readWorkbook(content)
	}
	return readYAML(content)
}

// Export writes the bundle of an installation, or of one cluster when slug is
// given, as YAML or a workbook by the name's ending.
//
// Read: requires the right to export of each cluster it writes.
func Export(tx *db.Tx, name, slug string) ([]byte, error) {
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
	if strings.HasSuffix(strings.ToLower(name), ".xlsx") {
		return writeWorkbook(rows)
	}
	return writeYAML(rows)
}
