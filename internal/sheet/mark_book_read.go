package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// MarkReading is what a filled workbook says.
type MarkReading struct {
	Changes []MarkChange
	Version int64    // of the unit's part when the file was made
	Taken   string   // when it was made
	Missing []string // paths of criteria that have no row in the file; they stay as they are
	Unread  []string // worksheets that were not made here
}

// MarkChange is one cell that a person has filled or changed: a field of the
// page's form, and its value as the form takes it.
type MarkChange struct {
	Path  string
	Field string
	Value string // decimals with a point; 1 and 0 for reached and not
	Cell  string // "F17"
}

// Read reads a workbook that came back. The problems name their cell ("F17") and
// criterion, all of them at once; beside them stand the changes of the cells in
// which nothing is wrong, for whoever wants to look further for mistakes. An empty
// cell, and one that nobody has touched, is no change.
func (b MarkBook) Read(content []byte) (MarkReading, problem.List) {
	book, err := openMarks(content)
	if err != nil {
		return MarkReading{}, problem.All(err)
	}
	r := markReader{MarkBook: b, base: map[string]map[string]string{}, seen: map[string]int{}, at: map[string]int{}}
	if !r.sheets(book) {
		return MarkReading{}, r.list
	}
	merged, err := book.rows(r.sheet, r.row)
	if err != nil {
		return MarkReading{}, problem.List{problem.Field("tệp", "Không đọc được trang «%s»; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại.", markTable)}
	}
	if r.head == 0 && len(r.list) == 0 {
		r.list.Add("tệp", "Trang «%s» không còn hàng tiêu đề của bảng; hãy tải bảng mới rồi điền lại.", markTable)
	}
	r.refuseMerged(merged)
	for _, row := range b.rows {
		if !row.group && r.seen[row.path] == 0 {
			r.reading.Missing = append(r.reading.Missing, row.path)
		}
	}
	if len(r.list) > mostMarkMistakes {
		r.list = append(r.list[:mostMarkMistakes:mostMarkMistakes], problem.Field("tệp", "Còn nhiều ô sai nữa; hãy sửa các ô đã nêu rồi gửi lại."))
	}
	return r.reading, r.list
}

// Bounds on a workbook that comes back.
const (
	mostMarkMistakes = 200
	mostMarkRows     = 5000
)

// openMarks opens a workbook, or says in Vietnamese why it cannot.
func openMarks(content []byte) (*book, error) {
	refuse := func(text string) (*book, error) {
		return nil, problem.List{problem.Field("tệp", "%s", text)}
	}
	switch head := content[:min(len(content), 200)]; {
	case len(content) == 0:
		return refuse("Tệp trống.")
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		return refuse("Tệp là bảng tính Excel kiểu cũ (.xls) hoặc có mật khẩu; hãy lưu lại ở dạng .xlsx, không đặt mật khẩu.")
	case !bytes.HasPrefix(content, []byte("PK")):
		return refuse("Tệp không phải là bảng tính .xlsx; hãy điền vào tệp tải từ trang này và giữ dạng .xlsx.")
	case bytes.Contains(head, []byte("opendocument")):
		return refuse("Tệp là bảng tính .ods; hãy lưu lại ở dạng .xlsx rồi gửi.")
	}
	b, err := openBook(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	for part := range b.parts {
		switch {
		case strings.Contains(strings.ToLower(part), "vbaproject"):
			return refuse("Tệp có macro nên không được nhận; hãy lưu lại ở dạng .xlsx (không macro).")
		case strings.HasPrefix(part, "xl/externalLinks/"):
			return refuse("Tệp có liên kết đến tệp khác nên không được nhận; hãy dán giá trị thay công thức, bỏ liên kết rồi lưu lại.")
		}
	}
	return b, nil
}

// markReader is one workbook while it is read.
type markReader struct {
	MarkBook
	sheet   bookSheet
	base    map[string]map[string]string // what stood in each cell when the file was made
	at      map[string]int               // columns of the file by key, from 0
	head    int                          // the row of the heads
	rowsIn  int
	seen    map[string]int // rows by path
	reading MarkReading
	list    problem.List
}

// sheets finds the worksheets and checks the stamp.
func (r *markReader) sheets(b *book) bool {
	var stamp *bookSheet
	for i, s := range b.sheets {
		switch vn.NFC(strings.TrimSpace(s.name)) {
		case markTable:
			r.sheet = s
		case markStamp:
			stamp = &b.sheets[i]
		case markHelp:
		default:
			r.reading.Unread = append(r.reading.Unread, shorten(s.name))
		}
	}
	switch {
	case stamp == nil:
		r.list.Add("tệp", "Tệp này không phải là bảng tải từ trang của đơn vị, hoặc đã mất trang ẩn cho biết bảng của ai; hãy tải bảng ở trang này rồi điền.")
	case r.sheet.part == "":
		r.list.Add("tệp", "Tệp không có trang tính «%s»; hãy tải bảng ở trang này rồi điền.", markTable)
	default:
		said, err := r.readStamp(b, *stamp)
		if err != nil {
			r.list.Add("tệp", "Không đọc được trang ẩn cho biết bảng của ai; hãy tải bảng mới rồi điền lại.")
			break
		}
		r.checkStamp(said)
	}
	return len(r.list) == 0
}

// readStamp reads the hidden worksheet: lines of a key and a value, then what stood
// in every cell.
func (r *markReader) readStamp(b *book, sheet bookSheet) (map[string]string, error) {
	said := map[string]string{}
	var keys []string
	n := 0
	_, err := b.rows(sheet, func(row *cellRow) bool {
		texts := map[int]string{}
		for _, c := range row.cells {
			if c.column < 2*len(markColumns()) {
				texts[c.column] = unescaped(string(row.value(c)))
			}
		}
		switch {
		case keys != nil:
			cells := map[string]string{}
			for i, key := range keys {
				cells[key] = texts[i]
			}
			r.base[cells["path"]] = cells
		case texts[0] == "path":
			for i := range len(markColumns()) {
				keys = append(keys, texts[i])
			}
		default:
			said[texts[0]] = texts[1]
		}
		n++
		return n < mostMarkRows
	})
	return said, err
}

func unescaped(text string) string {
	text = vn.NFC(vn.Legible(strings.TrimSpace(text)))
	if rest, ok := strings.CutPrefix(text, "'"); ok && rest != "" {
		return rest
	}
	return text
}

// checkStamp refuses a file that was made for something else.
func (r *markReader) checkStamp(said map[string]string) {
	refuse := func(key string) bool {
		for _, line := range r.Stamp.lines() {
			if line[0] == key {
				return said[key] != line[1]
			}
		}
		return true
	}
	version, err := strconv.ParseInt(said["version"], 10, 64)
	switch {
	case refuse("format"):
		r.list.Add("tệp", "Tệp thuộc một phiên bản khác của chương trình («%s»); hãy tải bảng mới rồi điền lại.", shorten(said["format"]))
	case refuse("cluster"), refuse("year"), refuse("sheet"):
		r.list.Add("tệp", "Tệp này của bảng chấm điểm năm %s ở «%s»; trang này của năm %d ở «%s». Hãy dùng tệp tải từ trang này.", shorten(said["year"]), shorten(said["cluster"]), r.Stamp.Year, r.Stamp.Cluster)
	case refuse("unit"):
		r.list.Add("tệp", "Tệp này của một đơn vị khác, không phải đơn vị của trang này; hãy dùng tệp tải từ trang này.")
	case refuse("number"):
		r.list.Add("tệp", "Tệp theo bản %s của bảng chấm điểm; bảng đang có hiệu lực là bản %d. Hãy tải bảng mới rồi điền lại.", shorten(said["number"]), r.Stamp.Number)
	case refuse("column"), refuse("level"):
		r.list.Add("tệp", "Tệp này để ghi cột «%s»; lúc này trang nhận cột «%s». Hãy tải bảng mới cho cột này.", writesOf(said), r.Stamp.Writes())
	case err != nil || version > r.Stamp.Version || version < 0:
		r.list.Add("tệp", "Trang ẩn của tệp đã bị sửa nên không biết tệp tải lúc nào; hãy tải bảng mới rồi điền lại.")
	}
	r.reading.Version, r.reading.Taken = version, said["taken"]
}

// row takes one row of the table; false ends the reading.
func (r *markReader) row(row *cellRow) bool {
	if r.head == 0 {
		return r.header(row)
	}
	if r.rowsIn++; r.rowsIn > mostMarkRows || len(row.cells) > widestSheet {
		r.list.Add("tệp", "Trang «%s» quá lớn: nhiều nhất %d hàng và %d cột; hãy tải bảng mới rồi điền lại.", markTable, mostMarkRows, widestSheet)
		return false
	}
	cells := map[string]cellAt{}
	for _, c := range row.cells {
		key := r.keyAt(c.column)
		if key == "" && !c.empty {
			r.wrong(c.column, row.n, "Ô có chữ nhưng cột không thuộc bảng; hãy xóa ô này.")
			continue
		}
		cells[key] = c
	}
	path := unescaped(saidAt(row, cells, "path"))
	i := slices.IndexFunc(r.rows, func(m markRow) bool { return m.path == path })
	switch {
	case len(cells) == 0:
	case path == "" && blank(cells):
	case path == "":
		first := slices.IndexFunc(row.cells, func(c cellAt) bool { return !c.empty })
		r.wrong(row.cells[max(first, 0)].column, row.n, "Hàng %d không thuộc bảng: cột ẩn A không có khóa của tiêu chí. Hãy xóa hàng này; không chèn hàng vào bảng.", row.n)
	case i < 0:
		r.wrong(r.at["path"], row.n, "Bảng chấm điểm không có tiêu chí «%s»; hãy xóa hàng này.", shorten(path))
	case r.seen[path] > 0:
		r.wrong(r.at["path"], row.n, "%s đã có ở hàng %d; hãy giữ một hàng.", path, r.seen[path])
	default:
		r.seen[path] = row.n
		r.criterion(row, cells, r.rows[i])
	}
	return true
}

func blank(cells map[string]cellAt) bool {
	for _, c := range cells {
		if !c.empty || c.computed {
			return false
		}
	}
	return true
}

func saidAt(row *cellRow, cells map[string]cellAt, key string) string {
	c, there := cells[key]
	if !there {
		return ""
	}
	return string(row.value(c))
}

func (r *markReader) keyAt(column int) string {
	for key, i := range r.at {
		if i == column {
			return key
		}
	}
	return ""
}

// wrong reports a cell.
func (r *markReader) wrong(column, n int, format string, args ...any) {
	if len(r.list) > mostMarkMistakes {
		return
	}
	name, err := excelize.CoordinatesToCellName(column+1, n)
	if err != nil {
		name = fmt.Sprintf("hàng %d", n)
	}
	r.list.Add(name, format, args...)
}

// header finds the row of the heads, and the columns by them.
func (r *markReader) header(row *cellRow) bool {
	first := row.cells[0]
	if first.column != 0 || unescaped(string(row.value(first))) != markKey {
		return row.n < mostMarkRows
	}
	r.head = row.n
	for _, c := range row.cells {
		said := strings.Join(strings.Fields(unescaped(string(row.value(c)))), " ")
		i := slices.IndexFunc(r.columns, func(m markColumn) bool { return m.head == said })
		switch {
		case c.empty:
		case i < 0:
			r.wrong(c.column, row.n, "Cột «%s» không thuộc bảng; hãy xóa cột này.", shorten(said))
		case r.has(r.columns[i].key):
			r.wrong(c.column, row.n, "Cột «%s» có hai lần.", said)
		default:
			r.at[r.columns[i].key] = c.column
		}
	}
	for _, c := range r.columns {
		if !r.has(c.key) {
			r.list.Add("tệp", "Trang «%s» thiếu cột «%s»; hãy tải bảng mới rồi điền lại.", markTable, c.head)
		}
	}
	return len(r.list) == 0
}

func (r *markReader) has(key string) bool {
	_, there := r.at[key]
	return there
}

// criterion reads the row of one criterion: what is locked says what it said, what
// is open may have been filled.
func (r *markReader) criterion(row *cellRow, cells map[string]cellAt, m markRow) {
	for _, key := range []string{"code", "name", "max"} {
		want := m.cells[key].value
		c, there := cells[key]
		if said := r.plainly(row, c, there); !same(said, want) {
			r.wrong(r.at[key], row.n, "Hàng này của tiêu chí %s, có %s là «%s»; tệp ghi «%s». Hàng có thể đã bị dán lệch; hãy tải bảng mới.",
				m.path, strings.ToLower(r.columns[r.column(key)].head), shorten(vn.NFC(want)), shorten(said))
			return
		}
	}
	for _, column := range r.columns[r.column("max")+1:] {
		cell, base := m.cells[column.key], r.base[m.path][column.key]
		c, there := cells[column.key]
		if cell.field == "" {
			if said := r.plainly(row, c, there); !same(said, base) && !m.group || m.group && said != "" {
				r.wrong(r.at[column.key], row.n, "%s: ô ở cột «%s» bị khóa, không điền được; tệp ghi «%s».", m.path, column.head, shorten(said))
			}
			continue
		}
		if !there || c.empty && !c.computed {
			continue
		}
		value, wrong := cell.rule.read(row, c)
		switch {
		case wrong != "":
			r.wrong(r.at[column.key], row.n, "%s: %s", m.path, wrong)
		case value == "" || same(value, base):
		default:
			name, err := excelize.CoordinatesToCellName(r.at[column.key]+1, row.n)
			if err != nil {
				continue
			}
			if cell.rule.kind == takesChoice {
				value = map[string]string{markReached: "1", markUnreached: "0"}[value]
			}
			r.reading.Changes = append(r.reading.Changes, MarkChange{Path: m.path, Field: cell.field, Value: value, Cell: name})
		}
	}
}

// plainly is what a locked cell says.
func (r *markReader) plainly(row *cellRow, c cellAt, there bool) string {
	if !there {
		return ""
	}
	said := unescaped(string(row.value(c)))
	if c.kind == holdsNumber {
		return untangled(said)
	}
	return said
}

// same compares two values of cells: as numbers where both are.
func same(a, b string) bool {
	if a == b {
		return true
	}
	x, okX := markNumber(a)
	y, okY := markNumber(b)
	return okX && okY && x.Equal(y) || vn.NFC(strings.Join(strings.Fields(a), " ")) == vn.NFC(strings.Join(strings.Fields(b), " "))
}

func (r *markReader) refuseMerged(merged []string) {
	for _, ref := range merged {
		_, to, _ := strings.Cut(ref, ":")
		if _, n, err := excelize.CellNameToCoordinates(to); r.head > 0 && (err != nil || n > r.head) {
			from, _, _ := strings.Cut(ref, ":")
			r.list.Add(from, "Các ô %s bị gộp nên chỉ ô đầu có giá trị; hãy bỏ gộp ô rồi điền từng ô.", ref)
		}
	}
}
