package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// The marking table of a unit as a workbook: taken away, filled, brought back. What
// comes back is put into the fields of the page's own form and goes through the
// same use cases; first in a transaction that is given up, so that the person sees
// what would change, then, when the person says so and nothing has changed
// meanwhile, for good.

// markDesk is a unit's table with the column that its workbook is for.
type markDesk struct {
	cluster cluster.Cluster
	year    cycle.Year
	desk    scoring.Desk
	column  scoring.Column
}

func readMarkDesk(tx *db.Tx, r *http.Request) (m markDesk, err error) {
	if m.cluster, m.year, err = yearOf(tx, r); err != nil {
		return m, err
	}
	unit := r.PathValue("unit")
	if m.desk, err = scoring.ReadDesk(tx, m.year, unit); err != nil {
		return m, err
	}
	if m.column = columnOf(r, m.desk); m.column != "" {
		return m, nil
	}
	own, all := m.year.UnitScope(unit), m.year.Scope()
	if !access.May(tx, access.ScoringAppraise, all) && !access.May(tx, access.ScoringConclude, all) {
		if err := access.Require(tx, access.ScoringSelf, own); err != nil {
			return m, err
		}
	}
	switch {
	case m.desk.Barred != "":
		return m, problem.New(problem.Denied, "%s", m.desk.Barred)
	case m.desk.Closed != "":
		return m, problem.New(problem.Closed, "%s", m.desk.Closed)
	}
	return m, problem.New(problem.Closed, "Lúc này không có cột nào để bạn ghi trên bảng của đơn vị này.")
}

// book is the workbook of the column.
func (m markDesk) book(tx *db.Tx) (sheet.MarkBook, error) {
	b := sheet.NewMarkBook(m.desk, m.column)
	b.Title = m.desk.Sheet.Name
	b.Stamp = sheet.MarkStamp{
		Cluster: m.cluster.Slug, Year: m.year.Year, Unit: m.desk.Marking.UnitID, Sheet: m.desk.Sheet.ID, Number: m.desk.Sheet.Number,
		Version: m.desk.Marking.Version, Column: m.column, Level: m.desk.Level(m.column), Taken: moment(tx.Now),
	}
	due, err := m.due(tx)
	if err != nil {
		return b, err
	}
	b.About = []string{
		upperFirst(m.cluster.Name) + ", năm thi đua " + itoa(m.year.Year),
		"Đơn vị: " + m.desk.Name,
		"Ghi: " + b.Stamp.Writes() + due + ". Tải về " + moment(tx.Now) + ".",
	}
	b.Help = []string{
		"Ô để trống giữ nguyên điều đang có trên bảng; muốn xóa một điểm thì làm trên trang. 0 là một điểm.",
		"Điểm ghi bằng ô số, từ 0 đến điểm tối đa; ghi 7,5 hay 7.5 đều được khi chỉ có một cách đọc. Không ghi công thức, không gộp ô.",
		"Không chèn, xóa cột hay chèn hàng; hàng được nhận ra theo khóa ẩn ở cột A. Mỗi tệp chỉ dùng cho đúng đơn vị, năm, cột và bản của bảng ghi ở đầu trang.",
		"Khi gửi lại, chương trình nêu mọi ô sai và cho xem trước những gì sẽ đổi; chỉ ghi khi bạn đồng ý.",
	}
	if m.year.Illustrative {
		b.Help = append(b.Help, illustrative)
	}
	return b, nil
}

// due says until when the column can be written; empty where nothing bounds it.
func (m markDesk) due(tx *db.Tx) (string, error) {
	if m.column == scoring.ColumnSelf && m.desk.Marking.State == scoring.UnitReturned && !m.desk.Marking.Until.IsZero() {
		return ", hạn " + m.desk.Marking.Until.Short(), nil
	}
	kind := map[scoring.Level]cycle.PhaseKind{scoring.Self: cycle.Score, scoring.Appraised: cycle.Appraise, scoring.Appraised2: cycle.Reappraise}[m.desk.Level(m.column)]
	if m.column == scoring.ColumnExplain {
		kind = cycle.Explain
	}
	phases, err := cycle.Phases(tx, m.year.ID)
	if err != nil {
		return "", err
	}
	for _, p := range phases {
		if p.Kind == kind {
			return ", hạn " + p.DueOn.Short(), nil
		}
	}
	return "", nil
}

// markBook sends the workbook of the column that the person writes.
func (s *Server) markBook(w http.ResponseWriter, r *http.Request) error {
	var content []byte
	name := "cham-diem"
	err := s.view(r, func(tx *db.Tx) error {
		m, err := readMarkDesk(tx, r)
		if err != nil {
			return err
		}
		b, err := m.book(tx)
		if err != nil {
			return err
		}
		name += " " + itoa(m.year.Year) + " " + m.desk.Name + " " + b.Stamp.Writes()
		content, err = b.Write()
		return err
	})
	if err != nil {
		return err
	}
	return sendFile(w, vn.Slug(name)+".xlsx", content)
}

// bringMarks reads a filled workbook and shows what it would change.
func (s *Server) bringMarks(w http.ResponseWriter, r *http.Request) error {
	name, content, sent := sentFile(r, "file")
	if r.Form == nil {
		return sent // what came was no form at all
	}
	var book sheet.MarkBook
	var column scoring.Column
	err := s.view(r, func(tx *db.Tx) error {
		m, err := readMarkDesk(tx, r)
		if err == nil {
			column = m.column
			book, err = m.book(tx)
		}
		return err
	})
	if err == nil {
		err = sent
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	if list != nil {
		return s.showUnitMarking(w, r, list)
	}
	reading, list := book.Read(content)
	b := broughtMarks{file: vn.NFC(name), column: column, version: itoa(int(reading.Version)), fields: url.Values{}, cells: map[string]string{}, reading: reading}
	for _, c := range reading.Changes {
		field := c.Field + "_" + c.Path
		b.cells[field] = c.Cell
		b.fields.Set(field, c.Value)
		if !wordy(c.Field) {
			b.fields.Set(field, vn.Grouped(c.Value))
		}
	}
	var plan pages.BookPlan
	var more problem.List
	if len(list) == 0 || len(b.cells) > 0 {
		plan, _, err = s.tryMarks(r, b, "")
		if more, err = refused(err); err != nil {
			return err
		}
	}
	return s.showBrought(w, r, b, plan, b.placed(append(list, more...)))
}

// wordy reports whether a field of the marking table holds words, not a number.
func wordy(field string) bool { return field == "note" || field == "reason" || field == "explain" }

// writeBrought stores what the person has seen in the preview.
func (s *Server) writeBrought(w http.ResponseWriter, r *http.Request) error {
	b := broughtMarks{file: text(r, "ten"), column: scoring.Column(text(r, "cot")), version: text(r, "version"), fields: url.Values{}, cells: map[string]string{}}
	for name := range r.Form {
		if field, is := strings.CutPrefix(name, "o_"); is {
			b.fields.Set(field, r.FormValue(field))
			b.cells[field] = text(r, name)
		}
	}
	seen := text(r, "thay")
	plan, done, err := s.tryMarks(r, b, seen)
	list, err := refused(err)
	switch {
	case err != nil:
		return err
	case done:
		page := "/lam-viec/" + r.PathValue("cluster") + "/" + r.PathValue("year") + scoringPage + "/" + r.PathValue("unit") + "?cot=" + string(plan.Column)
		return s.done(w, r, page, "Đã ghi "+itoa(len(plan.Rows))+" ô từ bảng tính.")
	case list == nil && len(plan.Rows) == 0:
		list = problem.List{problem.New(problem.Conflict, "Không còn ô nào khác với bảng đang lưu: điều trong tệp đã được ghi rồi.")}
	case list == nil:
		list = problem.List{problem.New(problem.Conflict, "Bảng của đơn vị đã thay đổi từ lúc bạn xem trước, chưa ghi gì. Xem lại những gì sẽ đổi rồi ghi.")}
	}
	return s.showBrought(w, r, b, plan, b.placed(list))
}

// broughtMarks is what a workbook has brought: fields of the marking form, with the
// cells that they come from.
type broughtMarks struct {
	file    string
	column  scoring.Column
	version string // of the unit's part when the workbook was made
	fields  url.Values
	cells   map[string]string
	reading sheet.MarkReading
}

// placed puts problems that stand beside fields at the cells of these.
func (b broughtMarks) placed(list problem.List) problem.List {
	for _, p := range list {
		_, path, is := strings.Cut(p.Field, "_")
		if !is {
			continue
		}
		cell := b.cells[p.Field]
		for field, at := range b.cells {
			if _, of, _ := strings.Cut(field, "_"); cell == "" && of == path {
				cell = at
			}
		}
		p.Field = cell
	}
	return list
}

// tryMarks runs the use case of the column on what was brought. It stores it only
// where the person has seen this very plan; else the plan alone comes back.
func (s *Server) tryMarks(r *http.Request, b broughtMarks, seen string) (plan pages.BookPlan, done bool, err error) {
	err = s.update(r, func(tx *db.Tx) error {
		r.Form = url.Values{"cot": {string(b.column)}, "version": {b.version}}
		m, err := readMarkDesk(tx, r)
		if err != nil {
			return err
		}
		if m.column != b.column {
			return problem.New(problem.Closed, "Cột mà tệp này ghi đã đóng; mở lại bảng của đơn vị để xem cột nào đang ghi được.")
		}
		m.complete(r, b)
		if err := m.write(tx, r); err != nil {
			return err
		}
		after, err := scoring.ReadDesk(tx, m.year, m.desk.Marking.UnitID)
		if err != nil {
			return err
		}
		plan = m.plan(after, b)
		if plan.Seen == seen && len(plan.Rows) > 0 {
			done = true
			return nil
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		err = nil
	}
	return plan, done && err == nil, err
}

// complete fills the form with what was brought, and with what is stored where a
// mark and its reason go together.
func (m markDesk) complete(r *http.Request, b broughtMarks) {
	for field := range b.fields {
		r.Form.Set(field, b.fields.Get(field))
	}
	level := m.desk.Level(m.column)
	for _, l := range m.desk.Lines {
		points, reason := "points_"+l.Row.Path, "reason_"+l.Row.Path
		if r.Form.Has(points) && !r.Form.Has(reason) {
			r.Form.Set(reason, l.Given[level].Reason)
		}
		if r.Form.Has(reason) && !r.Form.Has(points) {
			r.Form.Set(points, vn.Grouped(l.Given[level].Points))
		}
	}
}

// write runs the use case of the column on the form.
func (m markDesk) write(tx *db.Tx, r *http.Request) error {
	unit, version := m.desk.Marking.UnitID, int64(number(text(r, "version")))
	switch m.column {
	case scoring.ColumnSelf:
		filled, err := typedEntries(r, m.desk)
		if err == nil {
			_, err = scoring.FillIn(tx, m.year, unit, version, filled)
		}
		return err
	case scoring.ColumnExplain:
		_, err := scoring.ExplainMarks(tx, m.year, unit, version, typedWords(r))
		return err
	}
	marks, err := typedMarks(r, m.desk)
	if err != nil {
		return err
	}
	if m.column == scoring.ColumnFinal {
		_, err = scoring.Settle(tx, m.year, unit, version, marks)
	} else {
		_, err = scoring.Appraise(tx, m.year, unit, version, marks)
	}
	return err
}

// plan says what would change, and bears a fingerprint of it.
func (m markDesk) plan(after scoring.Desk, b broughtMarks) pages.BookPlan {
	p := pages.BookPlan{
		Column: m.column, Writes: sheet.MarkStamp{Column: m.column, Level: m.desk.Level(m.column)}.Writes(), Version: m.desk.Marking.Version, Number: m.desk.Sheet.Number,
		TotalBefore: pointsOf(m.desk), TotalAfter: pointsOf(after), Most: vn.Grouped(scoring.Format(m.desk.Result.AssignedMax, m.desk.Decimals)),
	}
	for i, l := range m.desk.Lines {
		now := after.Lines[i]
		if m.desk.Lacks(l, m.column) {
			p.LacksBefore++
		}
		if after.Lacks(now, m.column) {
			p.LacksAfter++
		}
		for _, field := range bookFields {
			cell, there := b.cells[field.kind+"_"+l.Row.Path]
			was, will := field.of(m.desk, l, m.column), field.of(after, now, m.column)
			if !there || was == will {
				continue
			}
			row := pages.BookRow{Cell: cell, Path: l.Row.Path, Name: l.Row.Name, Field: field.name(l, m.desk.Level(m.column)), Before: was, After: will}
			if want := after.Want(now, m.column); want != "" && !slices.ContainsFunc(p.Rows, func(r pages.BookRow) bool { return r.Path == l.Row.Path }) {
				row.Want = want
			}
			p.Rows = append(p.Rows, row)
		}
	}
	text, err := json.Marshal(p)
	if err == nil {
		sum := sha256.Sum256(text)
		p.Seen = hex.EncodeToString(sum[:])
	}
	return p
}

func pointsOf(d scoring.Desk) string { return vn.Grouped(scoring.Format(d.Result.Total, d.Decimals)) }

// bookField is a field of the marking form as the preview shows it.
type bookField struct {
	kind string
	name func(l scoring.Line, level scoring.Level) string
	of   func(d scoring.Desk, l scoring.Line, column scoring.Column) string
}

func named(name string) func(scoring.Line, scoring.Level) string {
	return func(scoring.Line, scoring.Level) string { return name }
}

// bookFields are the fields that a workbook can bring.
var bookFields = []bookField{
	{"target", named("Chỉ tiêu"), func(_ scoring.Desk, l scoring.Line, _ scoring.Column) string { return vn.Grouped(l.Filled.Target) }},
	{"actual", named("Thực hiện"), func(_ scoring.Desk, l scoring.Line, _ scoring.Column) string { return vn.Grouped(l.Filled.Actual) }},
	{"value", valueName, func(_ scoring.Desk, l scoring.Line, _ scoring.Column) string {
		if l.Row.Kind == scoring.Achieved {
			return map[string]string{"1": "đạt", "0": "không đạt"}[l.Filled.Value]
		}
		return vn.Grouped(l.Filled.Value)
	}},
	{"self", named("Tự chấm"), func(_ scoring.Desk, l scoring.Line, _ scoring.Column) string { return vn.Grouped(l.Filled.Self) }},
	{"note", named("Ghi chú"), func(_ scoring.Desk, l scoring.Line, _ scoring.Column) string { return l.Filled.Note }},
	{"points", func(_ scoring.Line, level scoring.Level) string { return upperFirst(level.LevelName()) }, func(d scoring.Desk, l scoring.Line, c scoring.Column) string {
		return vn.Grouped(l.Given[d.Level(c)].Points)
	}},
	{"reason", named("Lý do"), func(d scoring.Desk, l scoring.Line, c scoring.Column) string { return l.Given[d.Level(c)].Reason }},
	{"explain", named("Giải trình"), func(_ scoring.Desk, l scoring.Line, _ scoring.Column) string { return l.Explanation.Text }},
}

func valueName(l scoring.Line, _ scoring.Level) string {
	switch l.Row.Kind {
	case scoring.Direct:
		return "Tự chấm"
	case scoring.RankPoints:
		return "Thứ hạng"
	case scoring.Achieved:
		return "Kết quả"
	}
	return "Số lần, điểm"
}

// showBrought is what a workbook would change, or what is wrong with it.
func (s *Server) showBrought(w http.ResponseWriter, r *http.Request, b broughtMarks, plan pages.BookPlan, list problem.List) error {
	var p pages.BookProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		unit := r.PathValue("unit")
		d, err := scoring.ReadDesk(tx, y, unit)
		if err != nil {
			return err
		}
		base := workPath(c, y) + scoringPage + "/" + unit
		f := s.yearFrame(tx, r, c, y, "Bảng tính gửi lại: "+d.Name)
		f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + scoringPage, Text: "Chấm điểm"}, components.Link{Href: base, Text: d.Name})
		p = pages.BookProps{
			Frame: f, Base: base, File: b.file, Version: b.version, Plan: plan, Taken: b.reading.Taken, Missing: b.reading.Missing, Unread: b.reading.Unread,
			Fields: b.hidden(), Column: b.column,
		}
		return nil
	})
	if err != nil {
		return err
	}
	switch conflict := len(list) == 1 && list[0].Field == ""; {
	case conflict:
		p.Frame, p.Refused = refusedFrame(p.Frame, list), true
	case len(list) > 0:
		p.Frame.Failed = true
		p.Frame.Above = components.Notice(components.NoticeProps{Kind: components.NoticeBad, Text: refusal(b.file, list)})
		p.Mistakes, p.Plan = cellTable(list), pages.BookPlan{}
	}
	return s.render(w, r, statusOf(list), pages.Brought(p))
}

// hidden are the fields that the confirmation carries.
func (b broughtMarks) hidden() [][2]string {
	var list [][2]string
	for field, cell := range b.cells {
		list = append(list, [2]string{field, b.fields.Get(field)}, [2]string{"o_" + field, cell})
	}
	slices.SortFunc(list, func(x, y [2]string) int { return strings.Compare(x[0], y[0]) })
	return list
}

// cellTable lists the mistakes of a marking table by cell.
func cellTable(list problem.List) components.TableProps {
	t := components.TableProps{ID: "cho-sai", Caption: "Các chỗ sai", Columns: []components.Column{{Head: "Ô"}, {Head: "Sai gì"}}}
	for _, p := range list {
		at := "cả tệp"
		if p.Field != "" && p.Field != "tệp" {
			at = "ô " + p.Field
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: at}, {Text: p.Text}}})
	}
	return t
}
