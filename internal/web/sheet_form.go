package web

import (
	"context"
	"net/http"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
)

// A form of a page can be taken away as a workbook, filled, and brought back.
// What comes back is put into the fields of the page's own form and goes through
// the same saving as if it had been typed.

// cellsKey holds, in a request's context, the cells that its fields came from.
type cellsKey struct{}

// atCells names the cell beside what is wrong with a field that came from one.
func atCells(r *http.Request, list problem.List) problem.List {
	cells, _ := r.Context().Value(cellsKey{}).(map[string]string)
	for _, p := range list {
		if cell := cells[p.Field]; cell != "" {
			p.Text = "Ô " + cell + ": " + p.Text
		}
	}
	return list
}

// fill puts the answers of a workbook into the fields of a request's form: the
// field of a value is its column's key and the row's code.
func fill(r *http.Request, answers []sheet.Answer, fields map[string]func(code string) string) *http.Request {
	cells := map[string]string{}
	for _, a := range answers {
		for key, field := range fields {
			if a.Cells[key] == "" {
				continue // the file has no such column
			}
			r.Form.Set(field(a.Code), a.Values[key])
			cells[field(a.Code)] = a.Cells[key]
		}
	}
	return r.WithContext(context.WithValue(r.Context(), cellsKey{}, cells))
}

// brought reads the workbook that came back for a form.
func (s *Server) brought(r *http.Request, formOf func(*db.Tx) (sheet.Form, error)) ([]sheet.Answer, error) {
	_, content, sent := sentFile(r, "file")
	if r.Form == nil {
		return nil, sent // what came was no form at all
	}
	var form sheet.Form
	if err := s.view(r, func(tx *db.Tx) (err error) {
		form, err = formOf(tx)
		return err
	}); err != nil {
		return nil, err
	}
	if sent != nil {
		return nil, sent
	}
	return form.Read(content)
}

// about is what a form belongs to.
func about(c cluster.Cluster, y cycle.Year, more ...[2]string) [][2]string {
	return append([][2]string{{upperFirst(c.Kind.Word()), c.Name}, {"Năm", itoa(y.Year)}}, more...)
}

func plainDecimal(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}

// reportForm is a unit's report for a period as a form to fill.
func reportForm(tx *db.Tx, r *http.Request) (sheet.Form, error) {
	c, y, err := yearOf(tx, r)
	if err != nil {
		return sheet.Form{}, err
	}
	unit := r.PathValue("unit")
	names, err := org.Names(tx, tx.Today(), unit)
	if err != nil {
		return sheet.Form{}, err
	}
	report, err := indicator.ReadReport(tx, y, r.PathValue("period"), unit)
	if err != nil {
		return sheet.Form{}, err
	}
	f := sheet.Form{
		Title: "Số liệu",
		About: about(c, y, [2]string{"Kỳ báo cáo", report.Period.Name}, [2]string{"Đơn vị", names[unit]}),
		Help: []string{
			"Điền vào các cột «Số liệu», «Ghi chú», «Số hồ sơ giấy», «Lý do số nhảy vọt»; các cột khác để đọc. Dòng không điền gì giữ nguyên số đang có.",
			"Số liệu ghi bằng ô số. Số liệu mật không ghi vào đây: chỉ ghi số hiệu trung tính của hồ sơ giấy.",
			"Số mới từ mười lần trở lên, hoặc chỉ còn một phần mười, so với số trước thì ghi lý do.",
		},
		Columns: []sheet.Column{
			{Key: "code", Head: "Mã chỉ số", Width: 22},
			{Key: "name", Head: "Chỉ số", Width: 44},
			{Key: "unit", Head: "Đơn vị tính", Same: true},
			{Key: "target", Head: "Chỉ tiêu", Number: true},
			{Key: "before", Head: "Số trước", Number: true},
			{Key: "from", Head: "Số trước của", Width: 24},
			{Key: "value", Head: "Số liệu", Number: true, Asked: true, Width: 18},
			{Key: "note", Head: "Ghi chú", Asked: true, Width: 36},
			{Key: "paper", Head: "Số hồ sơ giấy", Asked: true, Width: 18},
			{Key: "reason", Head: "Lý do số nhảy vọt", Asked: true, Width: 36},
		},
	}
	if y.Illustrative {
		f.Help = append(f.Help, illustrative)
	}
	for _, row := range report.Rows {
		target, before, from := "", "", ""
		if row.Target != nil {
			target = row.Target.Value.String()
		}
		if row.Previous != nil {
			before, from = row.Previous.Value.String(), row.Previous.From
		}
		i := row.Indicator
		f.Rows = append(f.Rows, []string{
			i.Code, i.Name, i.Unit, target, before, from, plainDecimal(row.Figure.Value), row.Figure.Note, row.Figure.Paper, row.Figure.Confirmed,
		})
	}
	return f, nil
}

const illustrative = "Số liệu minh họa: năm thi đua này được dựng để tập dùng, không phải số liệu thật."

func (s *Server) reportXlsx(w http.ResponseWriter, r *http.Request) error {
	return s.sendForm(w, r, "bao-cao", func(tx *db.Tx) (sheet.Form, error) { return reportForm(tx, r) })
}

func (s *Server) sendForm(w http.ResponseWriter, r *http.Request, name string, formOf func(*db.Tx) (sheet.Form, error)) error {
	var content []byte
	err := s.view(r, func(tx *db.Tx) error {
		f, err := formOf(tx)
		if err != nil {
			return err
		}
		for _, about := range f.About[1:] {
			name += " " + about[1]
		}
		content, err = f.Write()
		return err
	})
	if err != nil {
		return err
	}
	return sendFile(w, vn.Slug(name)+".xlsx", content)
}

// fillReport saves the figures of a workbook as if they had been typed into the
// report's form.
func (s *Server) fillReport(w http.ResponseWriter, r *http.Request) error {
	answers, err := s.brought(r, func(tx *db.Tx) (sheet.Form, error) {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return sheet.Form{}, err
		}
		if err := access.Require(tx, access.ReportWrite, y.UnitScope(r.PathValue("unit"))); err != nil {
			return sheet.Form{}, err
		}
		return reportForm(tx, r)
	})
	if err != nil {
		list, err := refused(err)
		if err != nil {
			return err
		}
		r.Form.Del("version") // the page shows what is stored
		return s.showReport(w, r, list)
	}
	return s.saveReport(w, fill(r, answers, map[string]func(string) string{
		"value": indicator.ValueField, "note": indicator.NoteField, "paper": indicator.PaperField, "reason": indicator.ReasonField,
	}))
}

// targetForm is the registration of a unit's targets as a form to fill.
func targetForm(tx *db.Tx, r *http.Request) (sheet.Form, error) {
	c, y, err := yearOf(tx, r)
	if err != nil {
		return sheet.Form{}, err
	}
	unit := tx.Actor.Unit
	if err := requireOwn(tx, y, access.CovenantRegister); err != nil {
		return sheet.Form{}, err
	}
	names, err := org.Names(tx, tx.Today(), unit)
	if err != nil {
		return sheet.Form{}, err
	}
	f := sheet.Form{
		Title: "Chỉ tiêu", About: about(c, y, [2]string{"Đơn vị", names[unit]}),
		Help: []string{"Điền vào các cột «Chỉ tiêu» và «Gốc, năm trước» bằng ô số; các cột khác để đọc. Dòng không điền gì giữ nguyên chỉ tiêu đang có."},
		Columns: []sheet.Column{
			{Key: "code", Head: "Mã chỉ số", Width: 22},
			{Key: "name", Head: "Chỉ số", Width: 44},
			{Key: "unit", Head: "Đơn vị tính", Same: true},
			{Key: "direction", Head: "Chiều tốt", Width: 20},
			{Key: "value", Head: "Chỉ tiêu", Number: true, Asked: true, Width: 18},
			{Key: "baseline", Head: "Gốc, năm trước", Number: true, Asked: true, Width: 18},
		},
	}
	if y.Illustrative {
		f.Help = append(f.Help, illustrative)
	}
	indicators, have, err := ownTargets(tx, y)
	for _, i := range indicators {
		row := []string{i.Code, i.Name, i.Unit, i.Direction.Name(), "", ""}
		if t, ok := have[i.ID]; ok {
			row[4], row[5] = t.Value.String(), plainDecimal(t.Baseline)
		}
		f.Rows = append(f.Rows, row)
	}
	return f, err
}

// ownTargets are the indicators of a year and the own unit's targets by them.
func ownTargets(tx *db.Tx, y cycle.Year) ([]indicator.Indicator, map[string]indicator.Target, error) {
	indicators, err := indicator.List(tx, y.ID)
	if err != nil {
		return nil, nil, err
	}
	targets, err := indicator.Targets(tx, y.ID)
	have := map[string]indicator.Target{}
	for _, t := range targets {
		if t.UnitID == tx.Actor.Unit {
			have[t.IndicatorID] = t
		}
	}
	return indicators, have, err
}

func (s *Server) targetsXlsx(w http.ResponseWriter, r *http.Request) error {
	return s.sendForm(w, r, "chi-tieu", func(tx *db.Tx) (sheet.Form, error) { return targetForm(tx, r) })
}

func targetField(code string) string   { return "value-" + code }
func baselineField(code string) string { return "baseline-" + code }

// fillTargets registers the targets of a workbook as if they had been typed; the
// fields that the file leaves out hold what is registered.
func (s *Server) fillTargets(w http.ResponseWriter, r *http.Request) error {
	answers, err := s.brought(r, func(tx *db.Tx) (sheet.Form, error) {
		f, err := targetForm(tx, r)
		for _, row := range f.Rows {
			r.Form.Set(targetField(row[0]), plainNumber(row[4]))
			r.Form.Set(baselineField(row[0]), plainNumber(row[5]))
		}
		return f, err
	})
	if err != nil {
		list, err := refused(err)
		if err != nil {
			return err
		}
		return s.showRegister(w, r, list)
	}
	return s.saveTargets(w, fill(r, answers, map[string]func(string) string{"value": targetField, "baseline": baselineField}))
}
