package web

import (
	"net/http"
	"net/url"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

func queryEscape(text string) string { return url.QueryEscape(text) }

func (s *Server) sheetCriterion(w http.ResponseWriter, r *http.Request) error {
	return s.showCriterion(w, r, nil)
}

// showCriterion is the form of one criterion: one that stands in the sheet
// (dong), or a new one after another (sau) or in a group (trong).
func (s *Server) showCriterion(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.CriterionProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		_, d, err := scoring.Editing(tx, y)
		if err != nil {
			return err
		}
		p = pages.CriterionProps{Base: workPath(c, y) + sheetPage, Problems: list, After: text(r, "sau"), Under: text(r, "trong")}
		title := "Thêm tiêu chí"
		row := scoring.Row{Scheme: scoring.Attainment, Better: scoring.More, Kind: scoring.Direct}
		if at := d.Row(text(r, "dong")); at != nil {
			row, title = *at, "Tiêu chí "+at.Path
			p.Removing = text(r, "bo") != ""
			p.At, p.Seen, p.SeenAll, p.Under = at.Path, at.Fingerprint(), d.Fingerprint(at.Path), at.Parent()
			for _, o := range d.Rows {
				if strings.HasPrefix(o.Path, at.Path+"/") {
					p.Within++
				}
			}
		}
		p.Where = whereOf(d, &p)
		p.Values = valuesOfRow(row)
		if r.Method == http.MethodPost {
			p.Values = typed(r)
		}
		indicators, err := indicator.List(tx, y.ID)
		if err != nil {
			return err
		}
		for _, i := range indicators {
			p.Indicators = append(p.Indicators, components.Option{Value: i.Code, Text: i.Name + " (" + i.Unit + ")"})
		}
		p.Frame = refusedFrame(s.sheetFrame(tx, r, c, y, title), list)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Criterion(p))
}

// whereOf says where a criterion stands or will stand.
func whereOf(d scoring.Definition, p *pages.CriterionProps) string {
	if after := d.Row(p.After); after != nil && p.At == "" {
		return "Sau «" + after.Path + ". " + after.Name + "»"
	}
	p.After = ""
	if up := d.Row(p.Under); up != nil {
		return "Trong «" + up.Path + ". " + up.Name + "»"
	}
	p.Under = ""
	return "Ở cấp ngoài cùng"
}

func valuesOfRow(r scoring.Row) map[string]string {
	lines := func(steps []scoring.StepRow) string {
		return strings.ReplaceAll(scoring.StepsText(steps, ""), "; ", "\n")
	}
	values := map[string]string{
		"code": r.Code(), "name": r.Name, "max": vn.Grouped(r.Max), "kind": string(r.Kind), "scheme": string(r.Scheme), "better": string(r.Better),
		"measure": r.Measure, "steps": lines(r.Steps), "each": vn.Grouped(r.Each), "table": lines(r.Table), "indicator": r.Indicator,
	}
	if r.Scheme == "" {
		values["scheme"] = string(scoring.Attainment)
	}
	if r.Better == "" {
		values["better"] = string(scoring.More)
	}
	if r.Evidence {
		values["evidence"] = "1"
	}
	if day, err := vn.ParseDate(r.Deadline); err == nil {
		values["deadline"] = day.Short()
	}
	return values
}

// criterionRow reads the form of a criterion: the fields of its kind, and no others.
func criterionRow(r *http.Request) (scoring.Row, error) {
	var list problem.List
	row := scoring.Row{Path: text(r, "code"), Name: strings.Join(strings.Fields(text(r, "name")), " "), Kind: scoring.Kind(text(r, "kind")), Max: typedNumber(r, "max", &list)}
	pairs := func(field string) []scoring.StepRow {
		steps, err := scoring.ParseSteps(text(r, field))
		for _, p := range problem.All(err) {
			list.Add(field, "%s", p.Text)
		}
		return steps
	}
	if row.Kind == "" {
		return row, list.Err()
	}
	switch row.Kind {
	case scoring.Target:
		row.Scheme, row.Better, row.Indicator = scoring.Scheme(text(r, "scheme")), scoring.Better(text(r, "better")), text(r, "indicator")
		if row.Scheme == scoring.Threshold {
			row.Steps = pairs("steps")
		}
	case scoring.PerEvent, scoring.Deduction, scoring.Bonus, scoring.Penalty:
		row.Each = typedNumber(r, "each", &list)
	case scoring.RankPoints:
		row.Table = pairs("table")
	}
	row.Measure, row.Evidence = text(r, "measure"), text(r, "evidence") != ""
	day, err := dayOf(r, "deadline")
	list = append(list, problem.All(err)...)
	if !day.IsZero() {
		row.Deadline = day.String()
	}
	return row, list.Err()
}

func (s *Server) putCriterion(w http.ResponseWriter, r *http.Request) error {
	again := func(list problem.List) error { return s.showCriterion(w, r, list) }
	var to string
	err := s.update(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
			return err
		}
		row, err := criterionRow(r)
		if err != nil {
			return err
		}
		path, err := scoring.PutRow(tx, y, scoring.RowEdit{Row: row, At: text(r, "dong"), Seen: text(r, "thay"), Under: text(r, "trong"), After: text(r, "sau")})
		to = workPath(c, y) + sheetPage + "?dong=" + queryEscape(path) + "#chon"
		if text(r, "tiep") != "" {
			to = workPath(c, y) + sheetPage + "/tieu-chi?sau=" + queryEscape(path)
		}
		return err
	})
	if err == nil {
		return s.done(w, r, to, "Đã lưu «"+text(r, "code")+". "+text(r, "name")+"».")
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return again(list)
}

// mostTried is how many leaves are tried at once.
const mostTried = 25

// trySheet computes made-up units on a part of the sheet; nothing is stored.
func (s *Server) trySheet(w http.ResponseWriter, r *http.Request) error {
	p := pages.SheetTryProps{Units: []string{"A", "B", "C"}}
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		_, d, err := scoring.Editing(tx, y)
		if err != nil {
			return err
		}
		p.Base, p.Chosen, p.Typed = workPath(c, y)+sheetPage, text(r, "dong"), typed(r)
		if d.Row(p.Chosen) == nil && len(d.Rows) > 0 {
			p.Chosen = d.Rows[0].Path
		}
		for _, row := range d.Rows {
			p.Parts = append(p.Parts, components.Option{Value: row.Path, Text: row.Path + ". " + row.Name})
			if row.Kind != "" && (row.Path == p.Chosen || strings.HasPrefix(row.Path, p.Chosen+"/")) {
				p.Rows = append(p.Rows, row)
			}
		}
		if len(p.Rows) > mostTried {
			p.Many = len(p.Rows)
		} else if err := tryRows(r, d, &p); err != nil {
			return err
		}
		p.Frame = s.sheetFrame(tx, r, c, y, "Thử với số")
		if len(p.Problems) > 0 {
			p.Frame.Failed, p.Frame.Above = true, components.ErrorSummaryTitled("Chưa tính được", p.Problems)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(p.Problems), pages.SheetTry(p))
}

func tryRows(r *http.Request, d scoring.Definition, p *pages.SheetTryProps) error {
	var trials []scoring.Trial
	for _, row := range p.Rows {
		for _, u := range p.Units {
			name := row.Path + "_" + u
			trials = append(trials, scoring.Trial{
				Unit: u, Criterion: row.Path, Unassigned: text(r, "none_"+name) != "",
				Value: typedNumber(r, scoring.TrialField(row.Path, u), &p.Problems), Target: typedNumber(r, "target_"+name, &p.Problems), Actual: typedNumber(r, "actual_"+name, &p.Problems),
			})
		}
	}
	if len(p.Problems) > 0 || len(p.Rows) == 0 {
		return nil
	}
	result, err := scoring.Try(d, p.Chosen, p.Units, trials)
	if list := problem.All(err); list != nil {
		for i, o := range list {
			if strings.HasPrefix(o.Field, "dòng ") {
				list[i] = problem.New(o.Kind, "%s", o.Text)
			}
		}
		p.Problems = list
		return nil
	}
	p.Result = result
	return err
}
