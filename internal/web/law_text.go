package web

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// readInstrument is the index of a legal text, and where each article is cited.
func (s *Server) readInstrument(w http.ResponseWriter, r *http.Request) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	i := l.BySlug(r.PathValue("instrument"))
	if i == nil {
		return problem.New(problem.NotFound, "Không có văn bản này trong dữ liệu luật.")
	}
	p := pages.LawInstrumentProps{Notes: i.Notes}
	p.Facts = []components.Fact{
		{Label: "Số, ký hiệu", Text: i.Short()}, {Label: "Ban hành", Text: i.Issued.Short()}, {Label: "Có hiệu lực", Text: until(i.From, "chưa rõ")},
	}
	if !i.Until.IsZero() {
		p.Facts = append(p.Facts, components.Fact{Label: "Hết hiệu lực", Text: "sau ngày " + i.Until.Short()})
	}
	if i.Replaced != "" || len(i.Amended) > 0 {
		for _, number := range append([]string{i.Replaced}, i.Amended...) {
			if o := l.Instrument(number); o != nil {
				label := "Được sửa đổi bởi"
				if number == i.Replaced {
					label = "Được thay thế bởi"
				}
				p.Facts = append(p.Facts, components.Fact{Label: label, Content: pages.Citation(pages.Cite{Text: o.Short(), Href: instrumentPage + "/" + o.Slug(), Unread: o.Partial()})})
			}
		}
	}
	p.Facts = append(p.Facts, components.Fact{Label: "Nguồn", Text: orText(i.Source, "chưa có nguồn của nguyên văn")}, components.Fact{Label: "Đọc lại ngày", Text: i.Checked.Short()})
	if i.Partial() {
		p.Warning = "Chưa đối chiếu: nguyên văn chưa có trong tay, mục lục không đủ. Câu trả lời dựa vào văn bản này ghi rõ như vậy và kém chắc chắn."
	}
	fillArticles(l, i, &p)
	for _, c := range l.DossierCitedIn(i.Number) {
		p.Dossiers = append(p.Dossiers, c.What+" ("+l.Official(c.Cite)+")")
	}
	err = s.view(r, func(tx *db.Tx) (err error) {
		p.Frame = s.lawFrame(tx, r, i.Name)
		p.Frame.Kicker = i.Short()
		p.Newer, err = recordedAbout(tx, l, i)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.LawInstrument(p))
}

func fillArticles(l *rules.Law, i *rules.Instrument, p *pages.LawInstrumentProps) {
	byArticle := map[string][]pages.LawCited{}
	for _, c := range l.CitedIn(i.Number) {
		place, known := c.Article, slices.ContainsFunc(i.Articles, func(a rules.Article) bool { return a.Number == c.Article })
		cited := pages.LawCited{Says: c.Says, Where: components.Link{Href: regimePage + "/" + c.Regime.ID, Text: "Mọi danh hiệu, hình thức – " + c.Regime.ID}}
		if c.Award != nil {
			cited.Where = components.Link{Href: rulePath(c.Regime, c.Award.Code), Text: c.Award.Title() + " – " + c.Regime.ID}
		}
		var at []string
		if c.Article != "" && !known {
			at = append(at, "Điều "+c.Article)
		}
		if c.Clause != "" {
			at = append(at, "khoản "+c.Clause)
		}
		if c.Point != "" {
			at = append(at, "điểm "+c.Point)
		}
		cited.Place = strings.Join(at, ", ")
		if !known {
			place = ""
		}
		byArticle[place] = append(byArticle[place], cited)
	}
	p.Whole = byArticle[""]
	for _, a := range i.Articles {
		article := pages.LawArticle{Anchor: rules.Citation{Article: a.Number}.Anchor(), Title: "Điều " + a.Number + ". " + a.Title, Cited: byArticle[a.Number]}
		slices.SortStableFunc(article.Cited, func(x, y pages.LawCited) int { return vn.Compare(x.Place, y.Place) })
		article.Clauses = clauses(a)
		p.Articles = append(p.Articles, article)
	}
}

// clauses says what an article has: khoản 1 (a, b), 2.
func clauses(a rules.Article) string {
	if len(a.Points) > 0 {
		return "Điểm " + strings.Join(a.Points, ", ") + "."
	}
	var list []string
	for _, c := range slices.SortedFunc(maps.Keys(a.Clauses), func(x, y string) int {
		m, _ := strconv.Atoi(strings.TrimRight(x, "abcdđ"))
		n, _ := strconv.Atoi(strings.TrimRight(y, "abcdđ"))
		return m*100 + len(x) - n*100 - len(y)
	}) {
		text := c
		if points := a.Clauses[c]; len(points) > 0 {
			text += " (điểm " + strings.Join(points, ", ") + ")"
		}
		list = append(list, text)
	}
	if len(list) == 0 {
		return ""
	}
	return "Khoản " + strings.Join(list, ", ") + "."
}

// compareLaw shows what two regimes ask otherwise.
func (s *Server) compareLaw(w http.ResponseWriter, r *http.Request) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.LawDiffProps
	for _, x := range l.Regimes {
		p.Regimes = append(p.Regimes, components.Option{Value: x.ID, Text: x.Name})
	}
	p.From, p.To = orText(text(r, "tu"), l.Regimes[0].ID), orText(text(r, "den"), l.Regimes[1].ID)
	before, after := l.Regime(p.From), l.Regime(p.To)
	if before == nil || after == nil {
		return problem.New(problem.NotFound, "Không có chế độ để so sánh; chọn trong danh sách.")
	}
	for _, c := range l.Diff(before, after) {
		change := pages.LawChange{Title: c.Award.Title(), Gone: c.Gone, Come: c.Come}
		if c.Only != "" {
			change.Only = c.OnlyName()
		}
		p.Changes = append(p.Changes, change)
	}
	err = s.view(r, func(tx *db.Tx) error {
		p.Frame = s.lawFrame(tx, r, "So sánh hai chế độ")
		p.Frame.Lead = "Từ " + before.Name + " sang " + after.Name + "."
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.LawDiff(p))
}

// lawValues shows the figures that the law fixes on a day.
func (s *Server) lawValues(w http.ResponseWriter, r *http.Request) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.LawValuesProps
	var list problem.List
	err = s.view(r, func(tx *db.Tx) error {
		day, err := dayOf(r, "ngay")
		if list = problem.All(err); list == nil && err != nil {
			return err
		}
		if day.IsZero() {
			day = tx.Today()
		}
		p.Day = orText(text(r, "ngay"), day.Short())
		p.Field = components.Field{Name: "ngay", Label: "Ngày", Problems: list}
		p.Frame = refusedFrame(s.lawFrame(tx, r, "Giá trị theo ngày"), list)
		if len(list) == 0 {
			p.Frame.Lead = "Lương cơ sở, tiền thưởng, chỉ tiêu, đa số và thời hạn mà luật ấn định, áp dụng ngày " + day.Short() + "."
			fillValues(l, day, &p)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.LawValues(p))
}

func fillValues(l *rules.Law, day vn.Date, p *pages.LawValuesProps) {
	v := &l.Values
	source := func(s rules.Source, certainty rules.Certainty) components.Cell {
		c := citation(l, s.Cite, false)
		cell := components.Cell{Text: c.Text, Href: c.Href, Note: strings.Join(s.Notes, " ")}
		if certainty != "" && certainty != rules.AtSource {
			cell.Note = strings.TrimSpace(upperFirst(certainty.Name()) + ". " + cell.Note)
		}
		return cell
	}
	table := func(title, id, empty string, columns ...components.Column) *components.TableProps {
		p.Tables = append(p.Tables, pages.LawGroup{Title: title, Table: components.TableProps{
			ID: id, Caption: title, Quiet: true, Columns: append(columns, components.Column{Head: "Căn cứ"}),
			Empty: components.EmptyState(components.EmptyProps{Title: "Chưa nhập", What: empty}),
		}})
		return &p.Tables[len(p.Tables)-1].Table
	}
	name := func(code string) components.Cell { return components.Cell{Text: l.Award(code).Title()} }

	t := table("Lương cơ sở", "luong", "Không có mức lương cơ sở cho ngày này trong dữ liệu.", components.Column{Head: "Từ ngày"}, components.Column{Head: "Mức", Unit: "đồng", Number: true})
	if salary, warning := v.Salary(day); salary != nil {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: salary.From.Short()}, {Text: vn.Grouped(strconv.FormatInt(salary.Dong, 10))}, source(salary.Source, salary.Certainty)}})
		if warning != "" {
			p.Warnings = append(p.Warnings, warning)
		}
	}
	t = table("Tiền thưởng", "tien-thuong", "Không có mức tiền thưởng cho ngày này trong dữ liệu.", components.Column{Head: "Danh hiệu, hình thức"}, components.Column{Head: "Cho"}, components.Column{Head: "Mức", Unit: "đồng", Number: true}, components.Column{Head: "Cách tính"})
	for _, a := range l.Awards {
		for _, kind := range []rules.Kind{rules.Person, rules.Collective, rules.Household} {
			b, err := v.Bonus(a.Code, kind, day)
			if err != nil {
				continue
			}
			sum := vn.Grouped(strconv.FormatInt(b.Dong, 10))
			if b.AtMost {
				sum = "không quá " + sum
			}
			t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{name(a.Code), {Text: kind.Name()}, {Text: sum}, {Text: b.Works}, source(rules.Source{Cite: b.Cites[0]}, b.Certainty)}})
		}
	}
	table("Chỉ tiêu", "chi-tieu", "Luật không ấn định chỉ tiêu nào cho ngày này, hoặc chưa nhập.", components.Column{Head: "Danh hiệu, hình thức"}, components.Column{Head: "Không quá", Number: true}, components.Column{Head: "Tính trên"})
	u := table("Đa số của hội đồng", "da-so", "Luật không ấn định đa số nào cho ngày này, hoặc chưa nhập.", components.Column{Head: "Danh hiệu, hình thức"}, components.Column{Head: "Từ", Number: true}, components.Column{Head: "Tính trên"})
	t = &p.Tables[len(p.Tables)-2].Table
	for _, a := range l.Awards {
		if q := v.Quota(a.Code, day); q != nil {
			t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{name(a.Code), {Text: itoa(q.Percent) + "%"}, {Text: q.Of + ", làm tròn xuống"}, source(q.Source, q.Certainty)}})
		}
		if m := v.Majority(a.Code, day); m != nil {
			u.Rows = append(u.Rows, components.Row{Cells: []components.Cell{name(a.Code), {Text: itoa(m.Percent) + "%"}, {Text: m.Of}, source(m.Source, m.Certainty)}})
		}
	}
	t = table("Thời hạn", "thoi-han", "Không có thời hạn nào cho ngày này trong dữ liệu.", components.Column{Head: "Việc"}, components.Column{Head: "Thời hạn"})
	for _, d := range v.Deadlines {
		if v.Deadline(d.ID, day) != nil && d.From == v.Deadline(d.ID, day).From {
			t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: d.Says}, {Text: limitWords(d)}, source(d.Source, d.Certainty)}})
		}
	}
}

// limitWords says a time limit.
func limitWords(d rules.Deadline) string {
	if d.WorkingDays > 0 {
		return itoa(d.WorkingDays) + " ngày làm việc"
	}
	month, day, _ := strings.Cut(d.Day, "-")
	text := itoa(number(day)) + "/" + itoa(number(month))
	switch d.YearsAfter {
	case 0:
		return text + " của năm đó"
	case 1:
		return text + " của năm sau"
	}
	return text + ", sau " + itoa(d.YearsAfter) + " năm"
}
