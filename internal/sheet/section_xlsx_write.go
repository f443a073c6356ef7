package sheet

import (
	"bytes"
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
	written := 0
	for _, t := range sections() {
		if len(rows[t.key]) == 0 {
			continue
		}
		if err := writeWorksheet(f, s, t, rows[t.key]); err != nil {
			return nil, fmt.Errorf("write worksheet %s: %w", t.title, err)
		}
		written++
	}
	if written > 0 {
		if err := f.DeleteSheet("Sheet1"); err != nil {
			return nil, fmt.Errorf("write workbook: %w", err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return b.Bytes(), nil
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
	return w, w.SetRow("A1", header)
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
		cells := make([]any, len(t.columns))
		for i, c := range t.columns {
			value := values[c.key]
			if value == "" {
				continue
			}
			if tooLongForCell(value) {
				return problem.Field(place(t.title, i, n+2), "«%s» dài hơn một ô bảng tính chứa được; hãy xuất ra tệp .yaml.", c.title)
			}
			cells[i] = s.cell(value, c.kind)
		}
		if err := w.SetRow(fmt.Sprintf("A%d", n+2), cells); err != nil {
			return err
		}
	}
	return w.Flush()
}
