package sheet

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// awardSheet is a worksheet of the workbook to fill.
type awardSheet struct {
	title   string
	heads   []awardColumn
	example [][]string
}

type awardColumn struct {
	head  string
	width float64
	text  bool   // digits stay as typed
	list  string // the column of «Danh mục» to choose from
}

// awardSheets are the worksheets to fill, with examples for those who read how.
func awardSheets(year int) []awardSheet {
	who := []awardColumn{{head: "STT", width: 6}, {head: "Họ và tên", width: 26}, {head: "Năm sinh", width: 10}, {head: "Nơi công tác", width: 26}}
	y := func(ago int) string { return fmt.Sprint(year - ago) }
	rated := append([]awardColumn{}, who...)
	for ago := 5; ago >= 1; ago-- {
		rated = append(rated, awardColumn{head: y(ago), width: 10, list: "B"})
	}
	return []awardSheet{
		{"Khen thưởng", []awardColumn{
			{head: "STT", width: 6},
			{head: "Họ và tên", width: 26},
			{head: "Tên tập thể", width: 26},
			{head: "Năm sinh", width: 10},
			{head: "Giới tính", width: 9, list: "F"},
			{head: "Số định danh", width: 16, text: true},
			{head: "Chức vụ", width: 18},
			{head: "Nơi công tác", width: 26},
			{head: "Danh hiệu, hình thức khen thưởng", width: 34, list: "A"},
			{head: "Năm hoặc giai đoạn", width: 12, text: true},
			{head: "Số quyết định", width: 20, text: true},
			{head: "Ngày quyết định", width: 14, text: true},
			{head: "Cấp quyết định", width: 26},
			{head: "Người ký", width: 20},
			{head: "Loại hình", width: 14, list: "C"},
			{head: "Thành tích", width: 40},
		}, [][]string{
			{"1", "Nguyễn Văn Ví Dụ", "", "1980", "nam", "", "Chuyên viên", "Phòng Tổ chức", "CSTĐCS", y(2), "123/QĐ-SNV", "15/1/" + y(1), "Giám đốc Sở", "Trần Thị Mẫu", "công trạng", ""},
			{"2", "", "Phòng Tổ chức", "", "", "", "", "", "Bằng khen", y(6) + "-" + y(2), "45/QĐ-UBND", "20/2/" + y(1), "UBND thành phố", "", "công trạng", ""},
		}},
		{"Xếp loại", rated, [][]string{{"1", "Nguyễn Văn Ví Dụ", "1980", "Phòng Tổ chức", "HTT", "HTT", "HTXS", "HTXS", "HTT"}}},
		{
			"Sáng kiến", append(append([]awardColumn{}, who...), awardColumn{head: "Năm", width: 8}, awardColumn{head: "Tên sáng kiến", width: 44}, awardColumn{head: "Cấp công nhận", width: 16, list: "D"}, awardColumn{head: "Số quyết định", width: 20, text: true}),
			[][]string{{"1", "Nguyễn Văn Ví Dụ", "1980", "Phòng Tổ chức", y(2), "Tên sáng kiến", "cơ sở", "67/QĐ-SNV"}},
		},
		{
			"Kỷ luật", append(append([]awardColumn{}, who...), awardColumn{head: "Hình thức kỷ luật", width: 20, list: "E"}, awardColumn{head: "Từ ngày", width: 14, text: true}, awardColumn{head: "Đến ngày", width: 14, text: true}, awardColumn{head: "Số quyết định", width: 20, text: true}),
			[][]string{{"1", "Lê Thị Ví Dụ", "1985", "Phòng Hành chính", "khiển trách", "1/3/" + y(3), "1/3/" + y(2), "89/QĐ-SNV"}},
		},
	}
}

// awardHelp says how the workbook is filled.
var awardHelp = []string{
	"Mỗi lần khen một hàng. Điền trang nào có thì điền; trang để trống không sao. Thứ tự cột thay đổi được, cột không dùng xóa được, nhưng giữ nguyên hàng tiêu đề.",
	"Cá nhân ghi ở cột «Họ và tên»; tập thể ghi ở cột «Tên tập thể» và để trống họ tên, năm sinh.",
	"Năm sinh giúp không nhầm hai người cùng tên; nên ghi. Số định danh không bắt buộc: ghi đủ 12 chữ số, ô ở dạng chữ; chương trình mã hóa khi giữ.",
	"Danh hiệu, hình thức khen thưởng: chọn trong danh sách, hoặc ghi tên, chữ tắt thường dùng (CSTĐCS, LĐTT, HCLĐ hạng Ba). Ghi «Bằng khen» thì phải ghi cấp quyết định.",
	"Năm là năm của thành tích, không phải năm ra quyết định: 2021, hoặc giai đoạn 2019-2023.",
	"Ngày ghi ngày/tháng/năm, ví dụ 9/4/2021.",
	"Loại hình: công trạng, đột xuất, phong trào, cống hiến; để trống là công trạng.",
	"Xếp loại: HTXS (hoàn thành xuất sắc nhiệm vụ), HTT (hoàn thành tốt), HT (hoàn thành), KHT (không hoàn thành); để trống khi năm ấy không xếp loại. Thêm cột năm khác được: tiêu đề cột là năm.",
	"Không ghi công thức, không gộp ô ở các hàng dữ liệu.",
	"Các hàng ở trang «Ví dụ» chỉ để xem cách ghi, không được nhập.",
}

// AwardTemplate is the workbook to fill with past awards; year is the present one.
func AwardTemplate(law *rules.Law, year int) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	s, err := newStyles(f)
	if err != nil {
		return nil, fmt.Errorf("write template: %w", err)
	}
	w := awardWriter{f: f, s: s, lists: awardLists(law)}
	if w.text, err = f.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return nil, fmt.Errorf("write template: %w", err)
	}
	steps := []func() error{w.help}
	for _, sheet := range awardSheets(year) {
		steps = append(steps, func() error { return w.sheet(sheet) })
	}
	steps = append(steps, func() error { return w.examples(awardSheets(year)) }, w.words)
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, fmt.Errorf("write template: %w", err)
		}
	}
	return finished(f)
}

type awardWriter struct {
	f     *excelize.File
	s     styles
	lists [][]string
	text  int
}

// filledRows is how far the lists to choose from reach down.
const filledRows = 2000

func (w *awardWriter) sheet(t awardSheet) error {
	if _, err := w.f.NewSheet(t.title); err != nil {
		return err
	}
	if err := printable(w.f, t.title); err != nil {
		return err
	}
	if err := w.f.SetPanes(t.title, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, c := range t.heads {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := w.f.SetColWidth(t.title, name, name, c.width); err != nil {
			return err
		}
		if c.text {
			if err := w.f.SetColStyle(t.title, name, w.text); err != nil {
				return err
			}
		}
		if err := w.f.SetCellStr(t.title, name+"1", c.head); err != nil {
			return err
		}
		if err := w.f.SetCellStyle(t.title, name+"1", name+"1", w.s.head); err != nil {
			return err
		}
		if c.list == "" {
			continue
		}
		v := excelize.NewDataValidation(true)
		v.SetSqref(fmt.Sprintf("%s2:%s%d", name, name, filledRows))
		v.SetSqrefDropList(fmt.Sprintf("'%s'!$%s$2:$%s$%d", awardAside[1], c.list, c.list, 1+len(w.lists[c.list[0]-'A'])))
		// What an office calls an award is read as well, so that another word only warns.
		v.SetError(excelize.DataValidationErrorStyleWarning, "Ngoài danh sách", "Chữ này không có trong danh sách để chọn; vẫn ghi được nếu là tên, chữ tắt thường dùng.")
		if err := w.f.AddDataValidation(t.title, v); err != nil {
			return err
		}
	}
	return w.f.SetRowHeight(t.title, 1, 34)
}

func (w *awardWriter) help() error {
	sheet, err := startSheet(w.f, w.s, awardAside[0], []string{"Cách điền danh sách khen thưởng đã có"}, []float64{110})
	if err != nil {
		return err
	}
	for n, text := range awardHelp {
		if err := sheet.SetRow(fmt.Sprintf("A%d", n+2), []any{excelize.Cell{StyleID: w.s.text, Value: text}}, excelize.RowOpts{Height: heightOf([]string{text}, []float64{110})}); err != nil {
			return err
		}
	}
	return sheet.Flush()
}

func (w *awardWriter) examples(sheets []awardSheet) error {
	wide := make([]float64, 16)
	for i := range wide {
		wide[i] = 18
	}
	sheet, err := startSheet(w.f, w.s, awardAside[2]+" (không nhập)", []string{"Các hàng dưới đây là ví dụ bịa ra để xem cách ghi; trang này không được nhập."}, wide)
	if err != nil {
		return err
	}
	n := 2
	put := func(cells []any) error {
		n++
		return sheet.SetRow(fmt.Sprintf("A%d", n), cells)
	}
	for _, t := range sheets {
		if err := put([]any{excelize.Cell{StyleID: w.s.head, Value: "Trang «" + t.title + "»"}}); err != nil {
			return err
		}
		var heads []any
		for _, c := range t.heads {
			heads = append(heads, excelize.Cell{StyleID: w.s.head, Value: c.head})
		}
		if err := put(heads); err != nil {
			return err
		}
		for _, row := range t.example {
			var cells []any
			for _, text := range row {
				cells = append(cells, excelize.Cell{StyleID: w.s.text, Value: text})
			}
			if err := put(cells); err != nil {
				return err
			}
		}
		n++
	}
	return sheet.Flush()
}

// awardLists are the words to choose from, by the columns of «Danh mục».
func awardLists(law *rules.Law) [][]string {
	return [][]string{
		awardWords(law),
		{string(rules.HTXS), string(rules.HTT), string(rules.HT), string(rules.KHT)},
		{"công trạng", "đột xuất", "phong trào", "cống hiến"},
		{"cơ sở", "cấp Bộ, tỉnh", "toàn quốc"},
		{"khiển trách", "cảnh cáo", "giáng chức", "cách chức"},
		{"nam", "nữ"},
	}
}

// words writes the lists to choose from.
func (w *awardWriter) words() error {
	sheet, err := startSheet(w.f, w.s, awardAside[1], []string{"Danh hiệu, hình thức khen thưởng", "Xếp loại", "Loại hình", "Cấp công nhận", "Hình thức kỷ luật", "Giới tính"}, []float64{60, 12, 16, 16, 18, 12})
	if err != nil {
		return err
	}
	for n := range w.lists[0] {
		var cells []any
		for _, c := range w.lists {
			var cell any
			if n < len(c) {
				cell = excelize.Cell{StyleID: w.s.text, Value: vn.NFC(c[n])}
			}
			cells = append(cells, cell)
		}
		if err := sheet.SetRow(fmt.Sprintf("A%d", n+2), cells); err != nil {
			return err
		}
	}
	return sheet.Flush()
}
