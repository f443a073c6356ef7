package sheet

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/award"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

var listDay = vn.NewDate(2026, 3, 2)

func listLaw(t testing.TB) *rules.Law {
	t.Helper()
	l, err := rules.Carried()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// listOf makes a workbook of worksheets: "## Title", then rows of cells parted by |;
// a cell that is a number is one.
func listOf(t testing.TB, text string, change ...func(f *excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	sheet, n := "", 0
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if title, is := strings.CutPrefix(line, "## "); is {
			sheet, n = title, 0
			_, err := f.NewSheet(sheet)
			must(err)
			continue
		}
		n++
		for i, value := range strings.Split(line, "|") {
			cell, err := excelize.CoordinatesToCellName(i+1, n)
			must(err)
			if x, err := strconv.ParseFloat(value, 64); err == nil {
				must(f.SetCellFloat(sheet, cell, x, -1, 64))
			} else if value != "" {
				must(f.SetCellStr(sheet, cell, strings.TrimPrefix(value, "text:")))
			}
		}
	}
	must(f.DeleteSheet("Sheet1"))
	for _, c := range change {
		must(c(f))
	}
	var b bytes.Buffer
	must(f.Write(&b))
	return b.Bytes()
}

func TestAListAsAnOfficeKeepsIt(t *testing.T) {
	content := listOf(t, `## Khen thưởng
UBND THÀNH PHỐ ĐÀ NẴNG
SỞ NỘI VỤ
DANH SÁCH KHEN THƯỞNG GIAI ĐOẠN 2019-2023

STT|Họ và tên|Năm sinh||Chức vụ|Đơn vị|Danh hiệu thi đua, hình thức khen thưởng|Năm|Quyết định||Thành tích
||Nam|Nữ|||||Số|Ngày|
(1)|(2)|(3)|(4)|(5)|(6)|(7)|(8)|(9)|(10)|(11)
I|TẬP THỂ
1|Phòng Tổ chức cán bộ|||||TTLĐXS|2021|text:Số 12/QĐ-SNV|15/01/2022|
II|CÁ NHÂN
1|NGUYỄN VĂN HÙNG|1980||Chuyên viên|Văn phòng|CSTĐCS|2021|text:12/QĐ-SNV ngày 15/1/2022||
2|Bà Trần Thị Đào||1975|Trưởng phòng|Phòng Tổ chức cán bộ|Bằng khen UBND thành phố|2019-2021|45/QĐ-UBND|44581|Hoàn thành tốt việc sáp nhập
Tổng cộng: 3
|||||||Đà Nẵng, ngày 5/1/2024
|NGƯỜI LẬP BIỂU|||||THỦ TRƯỞNG ĐƠN VỊ
|Lê Thị Lập|||||Phạm Văn Ký
## Xếp loại
TT|Họ đệm|Tên|Đơn vị|Kết quả xếp loại|
||||2021|2022
1|Nguyễn Văn|Hùng|Văn phòng|HTXS|Hoàn thành tốt nhiệm vụ
2|Trần Thị|Đào|Phòng Tổ chức cán bộ|HTT|
## Sáng kiến
Họ tên|Năm|Tên sáng kiến|Cấp công nhận|Số quyết định
Nguyễn Văn Hùng|2021|Rút ngắn việc tra cứu hồ sơ|cơ sở|9/QĐ
## Kỷ luật
Họ tên|Hình thức|Từ ngày|Đến ngày|Số
Trần Thị Đào|Khiển trách|1/3/2020|1/3/2021|7/QĐ
## Ghi riêng
Gọi lại cho anh Ba
`, func(f *excelize.File) error {
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err == nil {
			err = f.SetCellStyle("Khen thưởng", "J12", "J12", style)
		}
		for _, m := range [][2]string{{"A3", "K3"}, {"C5", "D5"}, {"I5", "J5"}, {"A5", "A6"}, {"B5", "B6"}, {"B8", "K8"}} {
			if err == nil {
				err = f.MergeCell("Khen thưởng", m[0], m[1])
			}
		}
		if err == nil {
			err = f.MergeCell("Xếp loại", "E1", "F1")
		}
		return err
	})
	got, list := ReadAwardList(content, listLaw(t), listDay)
	if len(list) > 0 {
		t.Fatal(list)
	}
	var said []string
	for _, l := range got.Lines {
		w := l.Who
		said = append(said, fmt.Sprintf("%s %s|%s|%d|%v|%s|%s|%s %s|%d-%d|%s|%s|%s%s%s%s%s", l.Place, w.Kind, w.Name, w.BirthYear, w.Female, w.Post, w.Place,
			l.Kind, l.Award, l.FromYear, l.Year, l.Number, l.DecidedOn, l.Occasion, l.Rating, l.Scope, l.Title, l.Form))
	}
	want := []string{
		"Khen thưởng!G9 collective|Phòng Tổ chức cán bộ|0|false|||award T-TTLDXS|2021-2021|12/QĐ-SNV|2022-01-15|merit",
		"Khen thưởng!G11 person|Nguyễn Văn Hùng|1980|false|Chuyên viên|Văn phòng|award T-CSTDCS|2021-2021|12/QĐ-SNV|2022-01-15|merit",
		"Khen thưởng!G12 person|Trần Thị Đào|1975|true|Trưởng phòng|Phòng Tổ chức cán bộ|award B-BT|2019-2021|45/QĐ-UBND|2022-01-20|merit",
		"Xếp loại!E3 person|Nguyễn Văn Hùng|0|false||Văn phòng|rating |0-2021||-|HTXS",
		"Xếp loại!F3 person|Nguyễn Văn Hùng|0|false||Văn phòng|rating |0-2022||-|HTT",
		"Xếp loại!E4 person|Trần Thị Đào|0|false||Phòng Tổ chức cán bộ|rating |0-2021||-|HTT",
		"Sáng kiến!C2 person|Nguyễn Văn Hùng|0|false|||initiative |0-2021|9/QĐ|-|unitRút ngắn việc tra cứu hồ sơ",
		"Kỷ luật!B2 person|Trần Thị Đào|0|false|||discipline |0-0|7/QĐ|-|khiển trách",
	}
	for i := range want {
		want[i] = strings.Replace(want[i], "|-|", "||", 1)
	}
	if strings.Join(said, "\n") != strings.Join(want, "\n") {
		t.Errorf("read\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
	unread := strings.Join(got.Unread, "\n")
	for _, part := range []string{"Trang «Ghi riêng»: không có hàng tiêu đề", "Trang «Khen thưởng»: bỏ qua hàng 8, 10, 13–16"} {
		if !strings.Contains(unread, part) {
			t.Errorf("%q is not said in %q", part, unread)
		}
	}
}

// Each bad cell is named, with what is wrong, and only it.
func TestCellsOfAListThatCannotBeRead(t *testing.T) {
	const head = "Họ và tên|Tên tập thể|Năm sinh|Giới tính|Số định danh|Nơi công tác|Danh hiệu|Năm|Số quyết định|Ngày quyết định|Cấp quyết định|Loại hình|Ngày thành lập\n"
	for name, c := range map[string]struct{ row, cell, says string }{
		"no name":                  {"|||||||", "", ""},
		"an award without a name":  {"||||||CSTĐCS|2021", "A2", "thiếu tên"},
		"a name without an award":  {"Lê Văn Tám|||||||2021|1/QĐ", "G2", "Thiếu danh hiệu"},
		"an unknown award":         {"Lê Văn Tám||||||Thư khen|2021", "G2", "không phải là danh hiệu"},
		"bare certificate":         {"Lê Văn Tám||||||Bằng khen|2021", "G2", "Bằng khen của Thủ tướng Chính phủ; Bằng khen của Bộ, ban, ngành, tỉnh"},
		"a medal without class":    {"Lê Văn Tám||||||Huân chương Lao động|2021", "G2", "hạng Nhất; Huân chương Lao động hạng Nhì"},
		"a collective's award":     {"Lê Văn Tám||||||Tập thể lao động tiên tiến|2021", "G2", "chỉ tặng cho tập thể"},
		"a person's award":         {"|Phòng Tổ chức|||||CSTĐCS|2021", "G2", "chỉ tặng cho cá nhân"},
		"both names":               {"Lê Văn Tám|Phòng Tổ chức|||||CSTĐCS|2021", "B2", "cả họ tên và tên tập thể"},
		"no year":                  {"Lê Văn Tám||||||CSTĐCS|", "H2", "Thiếu năm"},
		"a coming year":            {"Lê Văn Tám||||||CSTĐCS|2027", "H2", "từ 1945 đến 2026"},
		"several years":            {"Lê Văn Tám||||||CSTĐCS|2019, 2020, 2021", "H2", "không phải là năm"},
		"a period backwards":       {"Lê Văn Tám||||||Bằng khen|2023-2019|||UBND tỉnh", "H2", "năm đầu sau năm cuối"},
		"an impossible day":        {"Lê Văn Tám||||||CSTĐCS|2021|1/QĐ|30/02/2022", "J2", "Không có ngày 30/02/2022"},
		"a year for a day":         {"Lê Văn Tám||||||CSTĐCS|2021|1/QĐ|2022", "J2", "không phải là ngày"},
		"a serial that is no day":  {"Lê Văn Tám||||||CSTĐCS|2021|1/QĐ|44581", "J2", "không phải là ngày"},
		"a coming day":             {"Lê Văn Tám||||||CSTĐCS|2021|1/QĐ|3/3/2026", "J2", "sau hôm nay"},
		"decided before the year":  {"Lê Văn Tám||||||CSTĐCS|2021|1/QĐ|5/1/2020", "J2", "trước năm thành tích 2021"},
		"a day in the number":      {"Lê Văn Tám||||||CSTĐCS|2021|1/QĐ ngày 31/11/2021", "I2", "Không có ngày 31/11/2021"},
		"two days":                 {"Lê Văn Tám||||||CSTĐCS|2021|1/QĐ ngày 30/11/2021|1/12/2021", "I2", "mà cột ngày quyết định"},
		"born in two figures":      {"Lê Văn Tám||80||||CSTĐCS|2021", "C2", "không phải là năm sinh"},
		"born too late":            {"Lê Văn Tám||2015||||CSTĐCS|2021", "C2", "từ 1900 đến 2012"},
		"a child's award":          {"Lê Văn Tám||2000||||CSTĐCS|2010", "C2", "Sinh năm 2000 mà có thành tích năm 2010"},
		"neither man nor woman":    {"Lê Văn Tám|||khác|||CSTĐCS|2021", "D2", "ghi nam hoặc nữ"},
		"a number that lost zeros": {"Lê Văn Tám||||1099012345||CSTĐCS|2021", "E2", "số 0 ở đầu số định danh đã mất"},
		"an old number":            {"Lê Văn Tám||||text:201234567||CSTĐCS|2021", "E2", "9 số không còn dùng"},
		"too few digits":           {"Lê Văn Tám||||text:00109901234||CSTĐCS|2021", "E2", "ô này có 11"},
		"letters for digits":       {"Lê Văn Tám||||text:00109901234a||CSTĐCS|2021", "E2", "chỉ gồm 12 chữ số"},
		"an unknown occasion":      {"Lê Văn Tám||||||CSTĐCS|2021||||niên hạn", "L2", "không phải là loại hình"},
		"before it was founded":    {"|Phòng Tổ chức|||||TTLĐTT|2010|||||1/7/2015", "M2", "Thành lập ngày 1/7/2015"},
		"digits in a name":         {"Lê Văn Tám 2||||||CSTĐCS|2021", "A2", "không kèm chữ số"},
		"the same row twice":       {"Lê Văn Tám||||||CSTĐCS|2021|1/QĐ\nLÊ VĂN TÁM||||||Chiến sĩ thi đua cơ sở|2021|1/QĐ", "G3", "Trùng với ô Khen!G2"},
	} {
		_, list := ReadAwardList(listOf(t, "## Khen\n"+head+c.row+"\n"), listLaw(t), listDay)
		if c.cell == "" {
			if len(list) != 1 || list[0].Field != "tệp" {
				t.Errorf("%s: %v", name, list)
			}
			continue
		}
		if len(list) != 1 || list[0].Field != "Khen!"+c.cell || !strings.Contains(list[0].Text, c.says) {
			t.Errorf("%s: want %s %q, got %v", name, c.cell, c.says, list)
		}
		for _, p := range list {
			if strings.Contains(p.Text, "09901234") || strings.Contains(p.Text, "201234567") {
				t.Errorf("%s says an identity number: %s", name, p.Text)
			}
		}
	}
}

func TestAListOfRatingsThatContradictsItself(t *testing.T) {
	content := listOf(t, "## Xếp loại\nHọ và tên|Năm|Xếp loại\nLê Văn Tám|2021|HTXS\nLê Văn Tám|2021|HTT\nLê Văn Tám|2022|giỏi\n")
	_, list := ReadAwardList(content, listLaw(t), listDay)
	if len(list) != 2 || list[0].Field != "Xếp loại!C3" || !strings.Contains(list[0].Text, "đã có xếp loại HTXS của năm 2021 ở ô Xếp loại!C2") || list[1].Field != "Xếp loại!C4" {
		t.Fatal(list)
	}
}

// Families called Tống, Tô, Vũ, Trương, Đoàn and people who are directors are people.
func TestPeopleAreNotTakenForSumsOrOffices(t *testing.T) {
	content := listOf(t, "## Xếp loại\nHọ và tên|Chức vụ|2021\nTống Công Minh|Giám đốc|HTXS\nTô Văn Nam||HTT\nVũ Thị Lan||HTT\nTrương Công Định||HT\nĐoàn Văn Hậu|Chủ tịch|HTXS\nTổng cộng|5|\n|Giám đốc|\n|Lê Văn Ký|\n")
	got, list := ReadAwardList(content, listLaw(t), listDay)
	if len(list) > 0 || len(got.Lines) != 5 {
		t.Fatal(got, list)
	}
	for _, l := range got.Lines {
		if l.Who.Kind != rules.Person {
			t.Errorf("%s is a %s", l.Who.Name, l.Who.Kind)
		}
	}
}

func TestFilesThatAreNoList(t *testing.T) {
	law := listLaw(t)
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"nothing":       {nil, "Tệp trống"},
		"words":         {[]byte("Nguyễn Văn A"), "không phải là bảng tính .xlsx"},
		"an old file":   {[]byte("\xd0\xcf\x11\xe0rest"), "kiểu cũ"},
		"a broken file": {[]byte("PK\x03\x04rest"), "Không mở được"},
		"no heads":      {listOf(t, "## Trang\nCây|Quả\n1|2\n"), "Không trang tính nào"},
		"heads alone":   {listOf(t, "## Trang\nHọ và tên|Danh hiệu|Năm\n"), "Không trang tính nào"},
		"a formula": {listOf(t, "## Trang\nHọ và tên|Danh hiệu|Năm\nLê Văn Tám|CSTĐCS|2021\n", func(f *excelize.File) error {
			return f.SetCellFormula("Trang", "C2", "2020+1")
		}), "Ô là công thức"},
		"merged cells": {listOf(t, "## Trang\nHọ và tên|Danh hiệu|Năm\nLê Văn Tám|CSTĐCS|2021\n|LĐTT|2020\n", func(f *excelize.File) error {
			return f.MergeCell("Trang", "A2", "A3")
		}), "Các ô A2:A3 bị gộp"},
		"too many rows": {listOf(t, "## Trang\nHọ và tên|Danh hiệu|Năm\n"+strings.Repeat("Lê Văn Tám|CSTĐCS|2021\n", mostAwardRows+1)), "hơn 20000 hàng"},
	} {
		got, list := ReadAwardList(c.content, law, listDay)
		if !strings.Contains(list.Error(), c.says) {
			t.Errorf("%s: want %q, got %v", name, c.says, list)
		}
		if name != "merged cells" && name != "too many rows" && len(got.Lines) > 0 {
			t.Errorf("%s: lines %v", name, got.Lines)
		}
	}
}

// The template itself has nothing to load, and what is filled into it is read.
func TestTheTemplateIsReadBack(t *testing.T) {
	law := listLaw(t)
	content, err := AwardTemplate(law, 2026)
	if err != nil {
		t.Fatal(err)
	}
	if got, list := ReadAwardList(content, law, listDay); len(got.Lines) > 0 || len(got.Unread) > 0 || len(list) != 1 || list[0].Field != "tệp" {
		t.Fatalf("the empty template: %v, %v", got, list)
	}
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fill := func(sheet string, row int, values ...any) {
		t.Helper()
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &values); err != nil {
			t.Fatal(err)
		}
	}
	for i, a := range law.Awards {
		name, collective := "Lê Văn Tám", ""
		if strings.Contains(strings.Join(ofCollectives, " ")+" ", a.Code+" ") {
			name, collective = "", "Phòng Tổ chức"
		}
		fill("Khen thưởng", i+2, i+1, name, collective, 1980, "nam", "001080012345", "Chuyên viên", "Văn phòng", shownAward(a), "2021", "1/QĐ", "5/1/2022", "UBND thành phố", "Trần Văn Ký", "công trạng", "")
	}
	fill("Xếp loại", 2, 1, "Lê Văn Tám", 1980, "Văn phòng", "HTT", "HTXS", "", "HT", "KHT")
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, list := ReadAwardList(b.Bytes(), law, listDay)
	if len(list) > 0 {
		t.Fatal(list)
	}
	if len(got.Lines) != len(law.Awards)+4 {
		t.Fatalf("%d lines", len(got.Lines))
	}
	for i, a := range law.Awards {
		if got.Lines[i].Award != a.Code || got.Lines[i].Kind != award.OfAward {
			t.Errorf("%s was read as %s", a.Code, got.Lines[i].Award)
		}
	}
}
