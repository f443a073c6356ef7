package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

func (s *Server) unitMarking(w http.ResponseWriter, r *http.Request) error {
	return s.showUnitMarking(w, r, nil)
}

// showUnitMarking is the marking table of one unit, with the column that the
// person writes.
func (s *Server) showUnitMarking(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.MarkingProps
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
		f := s.yearFrame(tx, r, c, y, "Bảng chấm điểm: "+d.Name)
		f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + scoringPage, Text: "Chấm điểm"})
		s.traced(tx, &f, y.Scope(), record.Object{Kind: "score_sheet", ID: d.Sheet.ID})
		p = pages.MarkingProps{
			Frame: refusedFrame(f, list), Base: workPath(c, y) + scoringPage + "/" + unit, Problems: list, Typed: typed(r),
			Posted: r.Method == http.MethodPost && r.Form.Has("version"), Desk: d, Column: columnOf(r, d), Lacking: r.FormValue("loc") == "thieu",
		}
		if p.Posted && problem.Is(list.Err(), problem.Conflict) {
			forget(p.Typed, list)
		}
		open, barred := d.Sheet.State == scoring.Opened, d.Barred != ""
		appraiser := open && access.May(tx, access.ScoringAppraise, y.Scope())
		p.MayReturn = appraiser && !barred && (d.Marking.State == scoring.UnitSubmitted || d.Marking.State == scoring.UnitAppraised)
		p.MayRecuse = appraiser && !barred
		p.MayKnockOut = open && !barred && access.May(tx, access.ScoringConclude, y.Scope()) && tx.Actor.Unit != unit
		p.Arrange()
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Marking(p))
}

// columnOf is the column that the address asks for, else the one that waits.
func columnOf(r *http.Request, d scoring.Desk) scoring.Column {
	asked := scoring.Column(r.FormValue("cot"))
	for _, c := range []scoring.Column{scoring.ColumnMark, scoring.ColumnExplain, scoring.ColumnFinal} {
		if strings.HasSuffix(r.URL.Path, "/"+string(c)) {
			asked = c
		}
	}
	switch {
	case slices.Contains(d.Columns, asked):
		return asked
	case len(d.Columns) == 0:
		return ""
	case d.Marking.State == scoring.UnitAppraised2:
		return d.Columns[len(d.Columns)-1]
	}
	return d.Columns[0]
}

// forget lets a form that came too late show what is stored where another person
// has written meanwhile; the problem beside the field says what was typed.
func forget(typed map[string]string, list problem.List) {
	for _, p := range list {
		_, path, found := strings.Cut(p.Field, "_")
		if p.Kind != problem.Conflict || !found {
			continue
		}
		var was []string
		for _, kind := range []string{"value_", "target_", "actual_", "self_", "note_", "points_", "reason_", "explain_"} {
			if v := typed[kind+path]; v != "" {
				was = append(was, v)
			}
			delete(typed, kind+path)
		}
		if len(was) > 0 {
			p.Text += " Bạn đã gõ: " + strings.Join(was, "; ") + "."
		}
	}
}

// typedNumber reads a number typed the Vietnamese way into the bundle's form;
// problems go beside the field.
func typedNumber(r *http.Request, field string, list *problem.List) string {
	value := text(r, field)
	if value == "" {
		return ""
	}
	d, err := vn.ParseNumber(value)
	if err != nil {
		for _, p := range problem.All(err) {
			list.Add(field, "%s", p.Text)
		}
		return ""
	}
	return d.String()
}

// marked runs the use case of the marking table's form and answers a script that
// saves in passing with what has become of it, everyone else with the page.
func (s *Server) marked(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	if r.Header.Get("Accept") != "application/json" {
		page := scoringPage + "/" + r.PathValue("unit")
		if c := r.FormValue("cot"); c != "" {
			page += "?cot=" + c
		}
		return s.submit(w, r, page, sentence, act, func(list problem.List) error { return s.showUnitMarking(w, r, list) })
	}
	var a saved
	err := s.update(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := act(tx, c, y); err != nil {
			return err
		}
		a, err = savedOf(tx, r, y)
		return err
	})
	list, err := refused(err)
	if err == nil && len(list) > 0 {
		a, err = s.notSaved(r, list)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(statusOf(list))
	return json.NewEncoder(w).Encode(a)
}

// saved is the answer to a script: problems beside fields, and the table as it
// stands now.
type saved struct {
	Problems map[string]string `json:"problems,omitempty"`
	Version  int64             `json:"version"`
	At       string            `json:"at"`
	Total    string            `json:"total"`
	Lacking  int               `json:"lacking"`
	Points   map[string]string `json:"points"`   // by path
	Computed map[string]string `json:"computed"` // by path
	Sums     map[string]string `json:"sums"`     // of groups, by path
	Others   map[string]string `json:"others"`   // fields that other persons wrote since, as they stand
	Lacks    []string          `json:"lacks"`    // paths that the column lacks
}

// notSaved is the answer when nothing was kept: why, and the table as it stands.
func (s *Server) notSaved(r *http.Request, list problem.List) (a saved, err error) {
	err = s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		a, err = savedOf(tx, r, y)
		return err
	})
	a.Problems = map[string]string{}
	for _, p := range list {
		a.Problems[p.Field] = p.Text
	}
	return a, err
}

// savedOf is the table as it stands in a transaction.
func savedOf(tx *db.Tx, r *http.Request, y cycle.Year) (saved, error) {
	d, err := scoring.ReadDesk(tx, y, r.PathValue("unit"))
	if err != nil {
		return saved{}, err
	}
	column, seen := columnOf(r, d), int64(number(text(r, "version")))
	a := saved{
		Version: d.Marking.Version, At: tx.Now.In(vn.Zone).Format("15:04"),
		Total:  vn.Grouped(scoring.Format(d.Result.Total, d.Decimals)),
		Points: map[string]string{}, Computed: map[string]string{}, Sums: map[string]string{}, Others: map[string]string{}, Lacks: []string{},
	}
	for _, l := range d.Lines {
		path := l.Row.Path
		if l.Leaf == nil {
			a.Sums[path] = vn.Grouped(scoring.Format(l.Sum, d.Decimals))
			continue
		}
		if a.Points[path] = "–"; l.Leaf.Case != scoring.CaseMissing {
			a.Points[path] = vn.Grouped(scoring.Format(l.Leaf.Points, d.Decimals))
		}
		if l.Leaf.Computed != nil {
			a.Computed[path] = vn.Grouped(scoring.Format(l.Leaf.Computed, d.Decimals))
		}
		if d.Lacks(l, column) {
			a.Lacks = append(a.Lacks, path)
		}
		written(r, d, l, column, seen, a.Others)
	}
	a.Lacking = len(a.Lacks)
	return a, nil
}

// written notes what stands in the fields of a line that was written since the
// version seen, and not by this form.
func written(r *http.Request, d scoring.Desk, l scoring.Line, column scoring.Column, seen int64, others map[string]string) {
	path := l.Row.Path
	level := d.Level(column)
	switch {
	case column == scoring.ColumnSelf && l.Filled.Version > seen:
		others["value_"+path], others["self_"+path], others["note_"+path] = vn.Grouped(l.Filled.Value), vn.Grouped(l.Filled.Self), l.Filled.Note
		if l.Row.Indicator == "" {
			others["target_"+path], others["actual_"+path] = vn.Grouped(l.Filled.Target), vn.Grouped(l.Filled.Actual)
		}
	case column == scoring.ColumnExplain && l.Explanation.Version > seen:
		others["explain_"+path] = l.Explanation.Text
	case level != "" && column != scoring.ColumnSelf && l.Given[level].Version > seen:
		others["points_"+path], others["reason_"+path] = vn.Grouped(l.Given[level].Points), l.Given[level].Reason
	}
}

// fillIn stores the fields of a unit's own column, and hands it in when the person
// pressed that button. A field that the form does not have stays as it is.
func (s *Server) fillIn(w http.ResponseWriter, r *http.Request) error {
	submitToo := r.FormValue("nop") != ""
	sentence := "Đã lưu nháp; chưa nộp."
	if submitToo {
		sentence = "Đã nộp bảng tự chấm điểm."
	}
	return s.marked(w, r, sentence, func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		unit := r.PathValue("unit")
		if err := access.Require(tx, access.ScoringSelf, y.UnitScope(unit)); err != nil {
			return err
		}
		d, err := scoring.ReadDesk(tx, y, unit)
		if err != nil {
			return err
		}
		filled, err := typedEntries(r, d)
		if err != nil {
			return err
		}
		if _, err := scoring.FillIn(tx, y, unit, int64(number(text(r, "version"))), filled); err != nil || !submitToo {
			return err
		}
		return scoring.SubmitSelf(tx, y, unit)
	})
}

// typedEntries reads what the form has of a unit's own column.
func typedEntries(r *http.Request, d scoring.Desk) ([]scoring.Filled, error) {
	var list problem.List
	var filled []scoring.Filled
	for _, l := range d.Lines {
		if f, there := typedEntry(r, l, &list); there {
			filled = append(filled, f)
		}
	}
	return filled, list.Err()
}

// typedEntry reads what the form has of one leaf.
func typedEntry(r *http.Request, l scoring.Line, list *problem.List) (scoring.Filled, bool) {
	f := scoring.Filled{Criterion: l.Row.Path, Value: l.Filled.Value, Target: l.Filled.Target, Actual: l.Filled.Actual, Self: l.Filled.Self, Note: l.Filled.Note}
	if l.Leaf == nil {
		return f, false
	}
	there := false
	read := func(kind string, into *string, numeral bool) {
		field := kind + "_" + l.Row.Path
		if !r.Form.Has(field) {
			return
		}
		there = true
		switch {
		case !numeral || text(r, field) == scoring.AsComputed:
			*into = text(r, field)
		default:
			*into = typedNumber(r, field, list)
		}
	}
	read("value", &f.Value, l.Row.Kind != scoring.Achieved)
	read("target", &f.Target, true)
	read("actual", &f.Actual, true)
	if l.Row.Kind != scoring.Direct {
		read("self", &f.Self, true)
	}
	read("note", &f.Note, false)
	return f, there
}

// typedMarks reads the marks that the form has.
func typedMarks(r *http.Request, d scoring.Desk) ([]scoring.PersonMark, error) {
	var list problem.List
	var marks []scoring.PersonMark
	for _, l := range d.Lines {
		field := "points_" + l.Row.Path
		if l.Leaf == nil || !r.Form.Has(field) {
			continue
		}
		m := scoring.PersonMark{Criterion: l.Row.Path, Reason: text(r, "reason_"+l.Row.Path)}
		if m.AsComputed = text(r, field) == scoring.AsComputed; !m.AsComputed {
			m.Points = typedNumber(r, field, &list)
		}
		marks = append(marks, m)
	}
	return marks, list.Err()
}

// appraiseUnit stores the marks of an appraisal, accepts what stands where the
// person leaves it at that, and finishes it when the person pressed that button.
func (s *Server) appraiseUnit(w http.ResponseWriter, r *http.Request) error {
	sentence := "Đã lưu điểm thẩm định."
	switch {
	case r.FormValue("nop") != "":
		sentence = "Đã hoàn thành thẩm định; đơn vị được báo."
	case r.FormValue("giu") != "":
		sentence = "Đã giữ điểm trước đó ở các ô trống; chưa hoàn thành thẩm định."
	}
	return s.marked(w, r, sentence, func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ScoringAppraise, y.Scope()); err != nil {
			return err
		}
		unit := r.PathValue("unit")
		d, err := scoring.ReadDesk(tx, y, unit)
		if err != nil {
			return err
		}
		marks, err := typedMarks(r, d)
		if err != nil {
			return err
		}
		version, err := scoring.Appraise(tx, y, unit, int64(number(text(r, "version"))), marks)
		if err == nil && r.FormValue("giu") != "" {
			_, err = scoring.KeepBefore(tx, y, unit, version)
		}
		if err != nil || r.FormValue("nop") == "" {
			return err
		}
		return scoring.FinishAppraisal(tx, y, unit)
	})
}

// settleUnit stores concluding marks.
func (s *Server) settleUnit(w http.ResponseWriter, r *http.Request) error {
	return s.marked(w, r, "Đã lưu điểm kết luận.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ScoringConclude, y.Scope()); err != nil {
			return err
		}
		unit := r.PathValue("unit")
		d, err := scoring.ReadDesk(tx, y, unit)
		if err != nil {
			return err
		}
		marks, err := typedMarks(r, d)
		if err != nil {
			return err
		}
		_, err = scoring.Settle(tx, y, unit, int64(number(text(r, "version"))), marks)
		return err
	})
}

// explainUnit stores a unit's explanations, and sends them when the person pressed
// that button.
func (s *Server) explainUnit(w http.ResponseWriter, r *http.Request) error {
	submitToo := r.FormValue("nop") != ""
	sentence := "Đã lưu nháp giải trình; chưa gửi."
	if submitToo {
		sentence = "Đã gửi giải trình."
	}
	return s.marked(w, r, sentence, func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		unit := r.PathValue("unit")
		if err := access.Require(tx, access.ScoringSelf, y.UnitScope(unit)); err != nil {
			return err
		}
		if _, err := scoring.ExplainMarks(tx, y, unit, int64(number(text(r, "version"))), typedWords(r)); err != nil || !submitToo {
			return err
		}
		return scoring.SendExplanations(tx, y, unit)
	})
}

// typedWords reads the explanations that the form has.
func typedWords(r *http.Request) []scoring.Said {
	var said []scoring.Said
	for field := range r.Form {
		if path, is := strings.CutPrefix(field, "explain_"); is {
			said = append(said, scoring.Said{Criterion: path, Text: text(r, field)})
		}
	}
	slices.SortFunc(said, func(a, b scoring.Said) int { return strings.Compare(a.Criterion, b.Criterion) })
	return said
}

func (s *Server) submitMarking(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, scoringPage+"/"+r.PathValue("unit"), sentence, act, func(list problem.List) error { return s.showUnitMarking(w, r, list) })
}

func (s *Server) returnUnit(w http.ResponseWriter, r *http.Request) error {
	return s.submitMarking(w, r, "Đã trả lại đơn vị.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ScoringAppraise, y.Scope()); err != nil {
			return err
		}
		until, err := dayOf(r, "until")
		if err != nil {
			return err
		}
		criteria := strings.FieldsFunc(text(r, "criteria"), func(c rune) bool { return c == ',' || c == ';' })
		for i, c := range criteria {
			criteria[i] = strings.TrimSpace(c)
		}
		return scoring.ReturnSelf(tx, y, r.PathValue("unit"), scoring.Return{Criteria: criteria, Reason: text(r, "reason"), Until: until})
	})
}

func (s *Server) recuseUnit(w http.ResponseWriter, r *http.Request) error {
	return s.submitMarking(w, r, "Đã ghi: bạn không chấm đơn vị này.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.Recuse(tx, y, r.PathValue("unit"), text(r, "recusal"))
	})
}

func (s *Server) disqualifyUnit(w http.ResponseWriter, r *http.Request) error {
	return s.submitMarking(w, r, "Đã ghi.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.Disqualify(tx, y, r.PathValue("unit"), text(r, "dq_reason"), text(r, "document"))
	})
}
