package sheet

import (
	"archive/zip"
	"bytes"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"giaouoc/internal/scoring"
)

// What is no workbook of ours, or was made to hurt, is refused quickly and in
// Vietnamese.
func TestWhatIsNoMarkingTable(t *testing.T) {
	b := bookOf(marking(t), scoring.ColumnSelf)
	clean := put(t, taken(t, b), "I/2", "Tự chấm", 9)
	if reading, list := b.Read(clean); len(list) > 0 || len(reading.Changes) != 1 {
		t.Fatalf("the untampered workbook: %+v, %s", reading, listed(list))
	}
	part := "xl/worksheets/sheet2.xml"
	deep := "<worksheet>" + strings.Repeat("<a>", 1_000_000) + strings.Repeat("</a>", 1_000_000) + "</worksheet>"
	wide := "<worksheet><sheetData><row r=\"1\">" + strings.Repeat("<c><v>1</v></c>", 20_000) + "</row></sheetData></worksheet>"
	long := "<worksheet><sheetData>" + strings.Repeat("<row><c><v>1</v></c></row>", 1_000_000) + "</sheetData></worksheet>"
	ods := func() []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, p := range [][2]string{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<x/>"}} {
			w, err := z.CreateHeader(&zip.FileHeader{Name: p[0], Method: zip.Store})
			if err == nil {
				_, err = w.Write([]byte(p[1]))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}()
	for _, c := range []struct {
		what    string
		content []byte
		says    string
	}{
		{"nothing", nil, "Tệp trống"},
		{"an old workbook", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ".xls"},
		{"a table of text", []byte("Mã,Tiêu chí,Điểm\n1,Chất lượng,9\n"), "không phải là bảng tính .xlsx"},
		{"a page", []byte("<html><table></table></html>"), "không phải là bảng tính .xlsx"},
		{"an .ods", ods, ".ods"},
		{"half a zip", clean[:len(clean)/2], "Không mở được"},
		{"a text document", zipped(t, map[string]string{"word/document.xml": "<w/>"}), "Không đọc được bảng tính"},
		{"macros", with(t, clean, "xl/vbaProject.bin", "x"), "macro"},
		{"links to other files", with(t, clean, "xl/externalLinks/externalLink1.xml", "<x/>"), "liên kết đến tệp khác"},
		{"a bomb", with(t, clean, "xl/worksheets/sheet9.xml", strings.Repeat("<row/>", 50<<20)), "quá lớn"},
		{"elements in elements", with(t, clean, part, deep), "không còn hàng tiêu đề"},
		{"elements in elements of the workbook", with(t, clean, "xl/workbook.xml", "<workbook>"+deep+"</workbook>"), "không có trang tính nào"},
		{"thousands of columns", with(t, clean, part, wide), "Không đọc được trang"},
		{"a million rows", with(t, clean, part, long), "không còn hàng tiêu đề"},
		{"a flood of texts", with(t, clean, "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si><t>một đoạn chữ rất dài nằm trong một ô</t></si>", 2_000_000)+"</sst>"), "quá nhiều chữ"},
		{"a document type", with(t, clean, part, "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet/>"), "Không đọc được trang"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		reading, list := b.Read(c.content)
		runtime.ReadMemStats(&after)
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 400 {
			t.Errorf("%s took %d MB, all told", c.what, mb)
		}
		if len(list) != 1 || list[0].Field != "tệp" || !strings.Contains(list[0].Text, c.says) || len(reading.Changes) > 0 {
			t.Errorf("%s: %+v\n%s", c.what, reading.Changes, listed(list))
		}
		if d := time.Since(began); d > 10*time.Second {
			t.Errorf("%s took %s", c.what, d)
		}
	}
}

// with is an archive with one more part, or another in the place of one.
func with(t *testing.T, content []byte, name, part string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		files[f.Name] = b.String()
	}
	files[name] = part
	return zipped(t, files)
}

// A damaged workbook is read or refused, but never breaks the reader, and brings
// nothing that its cells do not take.
func TestADamagedMarkingTable(t *testing.T) {
	b := bookOf(marking(t), scoring.ColumnSelf)
	clean := put(t, taken(t, b), "I/2", "Tự chấm", 9)
	if reading, list := b.Read(clean); len(list) > 0 || len(reading.Changes) != 1 {
		t.Fatalf("the untampered workbook: %+v, %s", reading, listed(list))
	}
	parts := []string{"xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet4.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"}
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.SampledFrom(parts).Draw(r, "part")
		part := []byte(partOf(t, clean, name))
		for range rapid.IntRange(1, 4).Draw(r, "cuts") {
			from := rapid.IntRange(0, len(part)-1).Draw(r, "from")
			to := min(len(part), from+rapid.IntRange(0, 60).Draw(r, "length"))
			piece := rapid.SampledFrom([]string{"", "<", ">", "\"", "<c>", "<v>99</v>", "</row>", "&#0;", "<f>1</f>", "-1", "t=\"s\"", "\xff", "999999999999"}).Draw(r, "piece")
			part = append(append(append([]byte{}, part[:from]...), piece...), part[to:]...)
		}
		reading, _ := b.Read(with(t, clean, name, string(part)))
		for _, c := range reading.Changes {
			i := slices.IndexFunc(b.rows, func(m markRow) bool { return m.path == c.Path && !m.group })
			if i < 0 || !slices.ContainsFunc(slices.Collect(maps.Values(b.rows[i].cells)), func(m markCell) bool { return m.field == c.Field }) {
				r.Fatalf("it brings %+v", c)
			}
			if x, ok := markNumber(c.Value); ok && c.Field != "note" && c.Field != "target" && c.Field != "actual" && x.IsNegative() {
				r.Fatalf("it brings %+v", c)
			}
		}
	})
}
