package indicator

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Pasted is one figure read from a spreadsheet.
type Pasted struct {
	IndicatorID string
	Value       decimal.Decimal
}

// maxPasted bounds a paste, in rows.
const maxPasted = 2000

// ParsePaste reads what was copied from a spreadsheet: in each row the code or
// the name of an indicator, then its value, parted by a tab. A row with an empty
// value is passed over, and so is a first row of headings. Every mistake is
// named by its line and column.
func ParsePaste(text string, indicators []Indicator) ([]Pasted, problem.List) {
	var list []Pasted
	var mistakes problem.List
	known := map[string]Indicator{}
	for _, i := range indicators {
		known[vn.Fold(i.Name)] = i
	}
	for _, i := range indicators {
		known[vn.Fold(i.Code)] = i
	}
	r := csv.NewReader(strings.NewReader(vn.NFC(text)))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	at := map[string]int{} // line on which an indicator stands
	for row := 1; ; row++ {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || row > maxPasted {
			mistakes.Add("paste", "Không đọc được từ dòng %d; hãy dán lại từ bảng tính, nhiều nhất %d dòng.", row, maxPasted)
			break
		}
		line, _ := r.FieldPos(0)
		p, ok, problems := parseRow(cells, line, row == 1, known)
		mistakes = append(mistakes, problems...)
		if !ok {
			continue
		}
		if first := at[p.IndicatorID]; first != 0 {
			mistakes.Add("paste", "Dòng %d, cột 1: chỉ số «%s» đã có ở dòng %d.", line, cells[0], first)
			continue
		}
		at[p.IndicatorID] = line
		list = append(list, p)
	}
	if len(list) == 0 && len(mistakes) == 0 {
		mistakes.Add("paste", "Chưa có dòng số liệu nào; chép hai cột «mã hoặc tên chỉ số» và «giá trị» từ bảng tính rồi dán vào đây.")
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	return list, nil
}

// parseRow reads one row; ok says that it holds a figure.
func parseRow(cells []string, line int, first bool, known map[string]Indicator) (p Pasted, ok bool, mistakes problem.List) {
	for n := range cells {
		cells[n] = strings.TrimSpace(cells[n])
	}
	name := cells[0]
	value := ""
	if len(cells) > 1 {
		value = cells[1]
	}
	if name == "" && value == "" {
		return p, false, nil
	}
	i, found := known[vn.Fold(name)]
	number, err := vn.ParseNumber(value)
	if !found && first && err != nil {
		return p, false, nil // headings
	}
	switch {
	case name == "":
		mistakes.Add("paste", "Dòng %d, cột 1: thiếu mã hoặc tên chỉ số.", line)
	case !found:
		mistakes.Add("paste", "Dòng %d, cột 1: «%s» không phải là mã hay tên chỉ số của giao ước.", line, name)
	}
	if value == "" {
		return p, false, mistakes
	}
	if err != nil {
		text := err.Error()
		if list := problem.All(err); len(list) > 0 {
			text = list[0].Text
		}
		mistakes.Add("paste", "Dòng %d, cột 2: %s", line, text)
	} else if tooLong(number) {
		mistakes.Add("paste", "Dòng %d, cột 2: số quá dài; hãy kiểm tra lại.", line)
	}
	return Pasted{IndicatorID: i.ID, Value: number}, len(mistakes) == 0, mistakes
}

// SetPast enters a unit's own figures of the year before, to stand beside the
// new ones where neither a report nor a publication of that year is there.
func SetPast(tx *db.Tx, y cycle.Year, unitID string, figures []Pasted) error {
	scope := y.UnitScope(unitID)
	if err := access.Require(tx, access.ReportWrite, scope); err != nil {
		return err
	}
	if err := y.MustRun(); err != nil {
		return err
	}
	if err := cycle.MustBeMember(tx, y, unitID); err != nil {
		return err
	}
	indicators, err := List(tx, y.ID)
	if err != nil {
		return err
	}
	known := byID(indicators)
	for _, f := range figures {
		i, ok := known[f.IndicatorID]
		if !ok {
			return problem.Field("paste", "Có một chỉ số không thuộc giao ước năm %d; hãy tải lại trang.", y.Year)
		}
		if tooLong(f.Value) {
			return problem.Field("paste", "«%s»: số quá dài; hãy kiểm tra lại.", i.Name)
		}
	}
	before, err := pastOf(tx, y.ID, unitID)
	if err != nil {
		return fmt.Errorf("find pasted figures: %w", err)
	}
	for _, f := range figures {
		if err := putPast(tx, y.ID, unitID, f); err != nil {
			return fmt.Errorf("set past figures: %w", err)
		}
	}
	return record.Add(tx, record.Act{
		Act: access.ReportWrite, Object: record.Object{Kind: "past_figures", ID: y.ID}, Scope: scope, Before: before, After: figures,
	})
}
