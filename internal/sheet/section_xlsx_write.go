package sheet

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/problem"
)

func writeWorkbook(rows map[string][]map[string]string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	s, err := newStyles(f)
	if err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	for _, t := range sections() {
		if len(rows[t.key]) == 0 {
			continue
		}
		if err := writeWorksheet(f, s, t, rows[t.key]); err != nil {
			return nil, fmt.Errorf("write worksheet %s: %w", t.title, err)
		}
	}
	return finished(f)
}

// width of a column in letters, by what stands in it.
func (k kind) width() float64 {
	switch k {
	case asText, asList:
		return 24
	case asLines:
		return 40
	}
	return 14
}

// startSheet begins a worksheet with a frozen head.
func startSheet(f *excelize.File, s styles, title string, heads []string, widths []float64) (*excelize.StreamWriter, error) {
	if _, err := f.NewSheet(title); err != nil {
		return nil, err
	}
	if err := printable(f, title); err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(title)
	if err != nil {
		return nil, err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	for i, width := range widths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return nil, err
		}
	}
	header := make([]any, len(heads))
	for i, h := range heads {
		header[i] = excelize.Cell{StyleID: s.head, Value: h}
	}
	return w, w.SetRow("A1", header, excelize.RowOpts{Height: heightOf(heads, widths)})
}

// printable lays a worksheet out as wide as a page of A4 lying on its side.
func printable(f *excelize.File, title string) error {
	fit, across, down, size, orientation := true, 1, 0, paperA4, "landscape"
	if err := f.SetSheetProps(title, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	return f.SetPageLayout(title, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &across, FitToHeight: &down})
}

func writeWorksheet(f *excelize.File, s styles, t section, rows []map[string]string) error {
	widths := make([]float64, len(t.columns))
	for i, c := range t.columns {
		widths[i] = c.kind.width()
	}
	w, err := startSheet(f, s, t.title, t.headers(), widths)
	if err != nil {
		return err
	}
	for n, values := range rows {
		cells, texts := make([]any, len(t.columns)), make([]string, len(t.columns))
		for i, c := range t.columns {
			value := values[c.key]
			texts[i] = value
			if value == "" {
				continue
			}
			if tooLongForCell(value) {
				return problem.Field(place(t.title, i, n+2), "«%s» dài hơn một ô bảng tính chứa được; hãy xuất ra tệp .yaml.", c.title)
			}
			cells[i] = s.cell(value, c.kind)
		}
		if err := w.SetRow(fmt.Sprintf("A%d", n+2), cells, excelize.RowOpts{Height: heightOf(texts, widths)}); err != nil {
			return err
		}
	}
	return w.Flush()
}
