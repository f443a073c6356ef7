package bench

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/scoring"
	"giaouoc/internal/scoring/scoretest"
	"giaouoc/internal/sheet"
)

// processor is the processor time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkScoreSheet is the checking and computing of a sheet of 230 criteria
// and 20 units, every leaf entered, scored and appraised, on one processor: at
// most 2 ms. With mean-cross every unit has marked every leaf of every other,
// 66,880 marks in all.
func BenchmarkScoreSheet(b *testing.B) {
	for _, c := range []struct {
		name string
		rule scoring.FinalRule
	}{
		{"last-level", scoring.FinalRule{}},
		{"mean-cross", scoring.FinalRule{By: scoring.MeanCross, DropExtremes: 1}},
	} {
		b.Run(c.name, func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			y := scoretest.Large(20, 1)
			y.Sheet.Final = c.rule
			if c.name == "last-level" {
				y.Cross = nil
			}
			runtime.GC()
			n, used := 0, processor()
			for b.Loop() {
				if _, err := scoring.Compute(y.Sheet, y.Units, y.Entries, y.Marks, y.Cross...); err != nil {
					b.Fatal(err)
				}
				n++
			}
			b.ReportMetric((processor()-used).Seconds()*1000/float64(n), "cpu-ms/sheet")
		})
	}
}

// BenchmarkScoreClusters is a thousand clusters of that size, one after the other
// on one processor: at most 2 s. Eight different clusters take turns.
func BenchmarkScoreClusters(b *testing.B) {
	const clusters = 1000
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	years := make([]scoretest.Year, 8)
	for i := range years {
		years[i] = scoretest.Large(20, uint64(i))
		years[i].Cross = nil
	}
	runtime.GC()
	n, used := 0, processor()
	for b.Loop() {
		for i := range clusters {
			y := years[i%len(years)]
			if _, err := scoring.Compute(y.Sheet, y.Units, y.Entries, y.Marks); err != nil {
				b.Fatal(err)
			}
		}
		n++
	}
	b.ReportMetric((processor()-used).Seconds()/float64(n), "cpu-s/1000-clusters")
}

// The workbook that is read: 100,000 rows of 20 columns, all filled.
const (
	bookRows    = 100_000
	bookColumns = 20
	bookUnits   = 500
)

// bigBook writes it as spreadsheets write theirs, with shared texts. Three columns
// are of the bundle, the others notes of the office.
func bigBook(b *testing.B) string {
	b.Helper()
	file := filepath.Join(b.TempDir(), "bang.xlsx")
	f, err := os.Create(file)
	if err != nil {
		b.Fatal(err)
	}
	z := zip.NewWriter(f)
	part := func(name string, write func(w *bufio.Writer)) {
		w, err := z.Create(name)
		if err != nil {
			b.Fatal(err)
		}
		buffered := bufio.NewWriter(w)
		buffered.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n")
		write(buffered)
		if err := buffered.Flush(); err != nil {
			b.Fatal(err)
		}
	}
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	texts := bookTexts()
	part("[Content_Types].xml", func(w *bufio.Writer) {
		w.WriteString(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`)
	})
	part("_rels/.rels", func(w *bufio.Writer) {
		w.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	})
	part("xl/workbook.xml", func(w *bufio.Writer) {
		w.WriteString(`<workbook ` + main + ` xmlns:r="` + office + `"><sheets>`)
		for i, name := range []string{"Criteria", "Units", "Entries"} {
			fmt.Fprintf(w, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, i+1, i+1)
		}
		w.WriteString(`</sheets></workbook>`)
	})
	part("xl/_rels/workbook.xml.rels", func(w *bufio.Writer) {
		w.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
		for i := range 3 {
			fmt.Fprintf(w, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, office, i+1)
		}
		w.WriteString(`<Relationship Id="rId4" Type="` + office + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`)
	})
	part("xl/sharedStrings.xml", func(w *bufio.Writer) {
		w.WriteString(`<sst ` + main + `>`)
		for _, text := range texts {
			fmt.Fprintf(w, "<si><t>%s</t></si>", text)
		}
		w.WriteString(`</sst>`)
	})
	sheets := [][][]any{bookCriteria(), bookUnitRows(), nil}
	for i, rows := range sheets {
		part(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), func(w *bufio.Writer) {
			w.WriteString(`<worksheet ` + main + `><sheetData>`)
			at := map[string]int{}
			for i, text := range texts {
				at[text] = i
			}
			for n, row := range rows {
				writeRow(w, n+1, row, at)
			}
			for n := 0; i == 2 && n <= bookRows; n++ {
				writeRow(w, n+1, bookEntry(n), at)
			}
			w.WriteString(`</sheetData></worksheet>`)
		})
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		b.Fatal(err)
	}
	return file
}

func writeRow(w *bufio.Writer, n int, row []any, at map[string]int) {
	fmt.Fprintf(w, `<row r="%d">`, n)
	for i, value := range row {
		name, err := excelize.CoordinatesToCellName(i+1, n)
		if err != nil {
			panic(err)
		}
		if text, ok := value.(string); ok {
			fmt.Fprintf(w, `<c r="%s" t="s"><v>%d</v></c>`, name, at[text])
		} else {
			fmt.Fprintf(w, `<c r="%s"><v>%v</v></c>`, name, value)
		}
	}
	w.WriteString("</row>")
}

func bookTexts() []string {
	list := []string{"path", "max", "kind", "direct", "id", "unit", "criterion", "points"}
	for i := range bookColumns {
		list = append(list, fmt.Sprintf("Ghi chú %d", i))
	}
	for i := range bookUnits {
		list = append(list, fmt.Sprintf("U%d", i))
	}
	for i := range bookRows / bookUnits {
		list = append(list, fmt.Sprintf("C%d", i))
	}
	for i := range 5000 {
		list = append(list, fmt.Sprintf("Ý kiến thứ %d của tổ thẩm định về minh chứng", i))
	}
	return list
}

func bookCriteria() [][]any {
	rows := [][]any{{"path", "max", "kind"}}
	for i := range bookRows / bookUnits {
		rows = append(rows, []any{fmt.Sprintf("C%d", i), 10, "direct"})
	}
	return rows
}

func bookUnitRows() [][]any {
	rows := [][]any{{"id"}}
	for i := range bookUnits {
		rows = append(rows, []any{fmt.Sprintf("U%d", i)})
	}
	return rows
}

// bookEntry is a row of entries, the head when n is 0.
func bookEntry(n int) []any {
	row := []any{"unit", "criterion", "points"}
	if n > 0 {
		row = []any{fmt.Sprintf("U%d", (n-1)%bookUnits), fmt.Sprintf("C%d", (n-1)/bookUnits), float64(n%1000) / 100}
	}
	for i := len(row); i < bookColumns; i++ {
		switch {
		case n == 0:
			row = append(row, fmt.Sprintf("Ghi chú %d", i))
		case i%5 == 0:
			row = append(row, fmt.Sprintf("Ý kiến thứ %d của tổ thẩm định về minh chứng", (n*i)%5000))
		default:
			row = append(row, float64(n*i%1_000_000)/8)
		}
	}
	return row
}

// reading is what a process of its own measured of one way to read the workbook.
type reading struct {
	Seconds, Processor, MB float64
	Rows                   int
}

// readWorkbook is the work of that process.
func readWorkbook(file string) error {
	read := readByUs
	if os.Getenv("BENCH_READER") == "excelize" {
		read = readByExcelize
	}
	began, used := time.Now(), processor()
	rows, err := read(file)
	if err != nil {
		return err
	}
	r := reading{Seconds: time.Since(began).Seconds(), Processor: (processor() - used).Seconds(), Rows: rows}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err
	}
	var kb float64
	_, line, _ := strings.Cut(string(status), "VmHWM:")
	if _, err := fmt.Sscanf(line, " %f kB", &kb); err != nil {
		return err
	}
	r.MB = kb / 1000
	return json.NewEncoder(os.Stderr).Encode(r)
}

// readByUs reads, checks and keeps the whole bundle.
func readByUs(file string) (int, error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	b, err := sheet.ReadScoreFile(f, info.Size())
	if err != nil {
		return 0, err
	}
	return len(b.Entries), nil
}

// readByExcelize is the reference: the rows pass by and nothing is kept.
func readByExcelize(file string) (n int, err error) {
	f, err := excelize.OpenFile(file)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	rows, err := f.Rows("Entries")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := rows.Columns(excelize.Options{RawCellValue: true}); err != nil {
			return 0, err
		}
		n++
	}
	return n - 1, rows.Error()
}

// BenchmarkReadWorkbook is the reading of a workbook of 100,000 rows × 20 columns
// into a checked bundle: at most 1.2 times excelize's own streaming read of the
// same file, under 150 MB, each in a process of its own, in turn.
func BenchmarkReadWorkbook(b *testing.B) {
	file := bigBook(b)
	info, err := os.Stat(file)
	if err != nil {
		b.Fatal(err)
	}
	var ratios []float64
	var ours, theirs reading
	for b.Loop() {
		theirs, ours = readApart(b, file, "excelize"), readApart(b, file, "ours")
		ratios = append(ratios, ours.Processor/theirs.Processor)
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "of-excelize")
	b.ReportMetric(ours.Processor, "cpu-s/read")
	b.ReportMetric(theirs.Processor, "cpu-s/excelize")
	b.ReportMetric(ours.MB, "MB/peak")
	b.ReportMetric(theirs.MB, "MB/excelize-peak")
	b.ReportMetric(float64(info.Size())/1e6, "MB/file")
}

func readApart(b *testing.B, file, by string) (r reading) {
	b.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "BENCH_WORKBOOK="+file, "BENCH_READER="+by)
	out, err := cmd.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	said, _ := io.ReadAll(out)
	if err := cmd.Wait(); err != nil {
		b.Fatalf("%v\n%s", err, said)
	}
	if err := json.Unmarshal(said, &r); err != nil || r.Rows != bookRows {
		b.Fatalf("%v, %d rows: %s", err, r.Rows, said)
	}
	return r
}
