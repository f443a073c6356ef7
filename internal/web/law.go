package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// The addresses of the rule reader.
const (
	lawPage        = "/phap-luat"
	regimePage     = lawPage + "/che-do"
	instrumentPage = lawPage + "/van-ban"
)

// rulePath is the address of what a regime asks for an award.
func rulePath(r *rules.Regime, code string) string { return regimePage + "/" + r.ID + "/" + code }

// citation leads to the cited article on the page of its instrument.
func citation(l *rules.Law, text string, unread bool) pages.Cite {
	c := pages.Cite{Text: l.Official(text), Title: l.Titled(text), Unread: unread}
	if p, ok := rules.ParseCitation(text); ok && l.Instrument(p.Instrument) != nil {
		i := l.Instrument(p.Instrument)
		c.Href, c.Unread = instrumentPage+"/"+i.Slug(), unread || i.Partial()
		if a := p.Anchor(); a != "" && !i.Partial() {
			c.Href += "#" + a
		}
	}
	return c
}

// ofAny names the two kinds of group.
var ofAny = map[bool]string{true: "Một trong các điều sau", false: "Tất cả các điều sau"}

// lawConditions are conditions for a reader; each has a name that a link may end
// in.
func lawConditions(l *rules.Law, list []*rules.Condition, route string) []pages.Condition {
	var shown []pages.Condition
	for _, c := range list {
		p := pages.Condition{ID: route + "-" + c.ID, Says: c.Says, Check: c.Needed(), Cite: citation(l, c.Cite, c.Unread), Notes: c.Notes}
		if c.Certainty != "" && c.Certainty != rules.AtSource {
			p.Certainty = c.Certainty.Name()
		}
		if c.Check == "judged" {
			p.Check = "cấp có thẩm quyền đánh giá"
		}
		if parts := append(append([]*rules.Condition{}, c.Any...), c.All...); len(parts) > 0 {
			p.Of, p.Parts = ofAny[len(c.Any) > 0], lawConditions(l, parts, p.ID)
		}
		shown = append(shown, p)
	}
	return shown
}

// lawFrame is frame for a page of the rule reader.
func (s *Server) lawFrame(tx *db.Tx, r *http.Request, title string, way ...components.Link) components.PageProps {
	f := s.frame(tx, r, title)
	f.Crumbs = append([]components.Link{{Href: "/", Text: "Trang đầu"}}, way...)
	if r.URL.Path != lawPage {
		f.Crumbs = append(f.Crumbs[:1:1], append([]components.Link{{Href: lawPage, Text: "Quy định"}}, way...)...)
	}
	return f
}

// warnings are what a reader must know before believing a regime.
func warnings(r *rules.Regime) []string {
	list := append([]string{}, r.Notes...)
	if r.Unknown {
		list = append(list, "Chưa nhập nội dung sửa đổi: tiêu chuẩn dưới đây là của chế độ trước, phải đối chiếu với văn bản mới trước khi kết luận; không câu trả lời nào theo chế độ này là chắc chắn.")
	}
	return list
}

func until(d vn.Date, none string) string {
	if d.IsZero() {
		return none
	}
	return d.Short()
}

// readLaw lists the regimes and the instruments.
func (s *Server) readLaw(w http.ResponseWriter, r *http.Request) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.LawProps
	err = s.view(r, func(tx *db.Tx) error {
		p.Frame = s.lawFrame(tx, r, "Quy định về thi đua, khen thưởng")
		p.Frame.Lead = "Tiêu chuẩn mà chương trình dùng để trả lời, bên cạnh điều, khoản, điểm làm căn cứ, để người làm luật đọc và sửa."
		p.Regimes = components.TableProps{
			ID: "che-do", Caption: "Chế độ áp dụng theo ngày nhận hồ sơ",
			Columns: []components.Column{{Head: "Chế độ"}, {Head: "Từ ngày"}, {Head: "Đến hết ngày"}, {Head: "Văn bản"}},
		}
		now := l.On(tx.Today())
		for _, x := range l.Regimes {
			var names []string
			for _, number := range x.Instruments {
				names = append(names, l.Instrument(number).Short())
			}
			row := components.Row{ID: x.ID, Mine: x == now, Cells: []components.Cell{{Text: x.Name, Href: regimePage + "/" + x.ID}, {Text: x.From.Short()}, {Text: until(x.To, "nay")}, {Text: strings.Join(names, "; ")}}}
			if x == now {
				row.Cells[0].Note = "áp dụng hôm nay"
			}
			p.Regimes.Rows = append(p.Regimes.Rows, row)
		}
		p.Instruments = components.TableProps{
			ID: "van-ban", Caption: "Văn bản được viện dẫn",
			Columns: []components.Column{{Head: "Số, ký hiệu"}, {Head: "Tên"}, {Head: "Có hiệu lực"}, {Head: "Đến hết ngày"}, {Head: "Mục lục"}, {Head: "Nguồn"}},
		}
		if p.Recorded, err = recordedTexts(tx, l); err != nil {
			return err
		}
		for _, i := range l.Instruments {
			index := components.Cell{Text: "đủ điều, khoản, điểm"}
			if i.Partial() {
				index = components.Cell{Missing: "chưa đối chiếu: chưa có nguyên văn"}
			}
			source := orMissing(i.Source, "chưa có nguồn")
			source.Note = "đọc lại ngày " + i.Checked.Short()
			p.Instruments.Rows = append(p.Instruments.Rows, components.Row{Cells: []components.Cell{
				{Text: i.Short(), Href: instrumentPage + "/" + i.Slug()}, {Text: i.Name}, {Text: until(i.From, "chưa rõ")}, endOf(l, i), index, source,
			}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Law(p))
}

// regimeOf finds the regime that the address names.
func regimeOf(r *http.Request) (*rules.Law, *rules.Regime, error) {
	l, err := rules.Carried()
	if err != nil {
		return nil, nil, err
	}
	x := l.Regime(r.PathValue("regime"))
	if x == nil {
		return nil, nil, problem.New(problem.NotFound, "Không có chế độ này; xem danh sách chế độ ở trang Quy định.")
	}
	return l, x, nil
}

// readRegime lists what a regime has rules for.
func (s *Server) readRegime(w http.ResponseWriter, r *http.Request) error {
	l, x, err := regimeOf(r)
	if err != nil {
		return err
	}
	p := pages.LawRegimeProps{Warnings: warnings(x), General: lawConditions(l, x.General, "chung"), Succession: successions(l, x)}
	p.Facts = []components.Fact{{Label: "Áp dụng cho", Text: "hồ sơ nhận từ ngày " + x.From.Short() + until2(x.To)}, {Label: "Căn cứ", Content: pages.Citation(citation(l, x.Cite, false))}}
	for _, number := range x.Instruments {
		i := l.Instrument(number)
		p.Facts = append(p.Facts, components.Fact{Label: "Văn bản", Content: pages.Citation(pages.Cite{Text: i.Short(), Href: instrumentPage + "/" + i.Slug(), Unread: i.Partial()})})
	}
	for _, a := range l.Awards {
		rule := x.Rule(a)
		if rule == nil {
			if !x.Entered(a) {
				p.Absent = append(p.Absent, a.Title())
			}
			continue
		}
		title := upperFirst(a.Group)
		if n := len(p.Groups); n == 0 || p.Groups[n-1].Title != title {
			p.Groups = append(p.Groups, pages.LawGroup{Title: title, Table: components.TableProps{
				ID: "nhom-" + vn.Slug(a.Group), Caption: title, Quiet: true,
				Columns: []components.Column{{Head: "Danh hiệu, hình thức"}, {Head: "Thẩm quyền quyết định"}, {Head: "Đường xét", Number: true}, {Head: "Điều kiện", Number: true}},
			}})
		}
		g := &p.Groups[len(p.Groups)-1].Table
		g.Rows = append(g.Rows, components.Row{Cells: []components.Cell{{Text: a.Title(), Href: rulePath(x, a.Code)}, {Text: rule.Decider}, {Text: itoa(len(rule.Routes))}, {Text: itoa(rule.Conditions())}}})
	}
	err = s.view(r, func(tx *db.Tx) error {
		p.Frame = s.lawFrame(tx, r, x.Name)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.LawRegime(p))
}

func until2(d vn.Date) string {
	if d.IsZero() {
		return ", đến nay"
	}
	return " đến hết ngày " + d.Short()
}

// successions is what a regime says of collectives that were made of others.
func successions(l *rules.Law, x *rules.Regime) []pages.Succession {
	var list []pages.Succession
	for _, how := range []string{rules.Merged, rules.Split} {
		s := x.Succession(how)
		p := pages.Succession{How: s.HowName(), Says: s.CountsName(), Cite: citation(l, s.Cite, s.Unread), Notes: s.Notes}
		if s.Certainty != "" && s.Certainty != rules.AtSource {
			p.Certainty = s.Certainty.Name()
		}
		list = append(list, p)
	}
	return list
}

// readRule is what a regime asks for an award, beside its citations.
func (s *Server) readRule(w http.ResponseWriter, r *http.Request) error {
	l, x, err := regimeOf(r)
	if err != nil {
		return err
	}
	a := l.Award(r.PathValue("award"))
	if a == nil {
		return problem.New(problem.NotFound, "Không có danh hiệu, hình thức khen thưởng mang mã này.")
	}
	p := pages.LawRuleProps{Warnings: warnings(x)}
	rule := x.Rule(a)
	switch {
	case rule != nil:
		if err := fillRule(l, x, a, rule, &p); err != nil {
			return err
		}
	case x.Entered(a):
		p.Warnings = append(p.Warnings, "Chế độ này không có tiêu chuẩn của danh hiệu, hình thức này.")
	default:
		p.Warnings = append(p.Warnings, "Chế độ này có danh hiệu, hình thức này, nhưng tiêu chuẩn chưa được nhập; chương trình chưa trả lời được.")
	}
	err = s.view(r, func(tx *db.Tx) error {
		p.Frame = s.lawFrame(tx, r, a.Title(), components.Link{Href: regimePage + "/" + x.ID, Text: x.Name})
		p.Frame.Kicker = upperFirst(a.Group) + " · mã " + a.Code
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.LawRule(p))
}

func fillRule(l *rules.Law, x *rules.Regime, a *rules.Award, rule *rules.Rule, p *pages.LawRuleProps) error {
	p.Notes = rule.Notes
	p.Facts = []components.Fact{
		{Label: "Chế độ", Text: x.Name}, {Label: "Căn cứ", Content: pages.Citation(citation(l, rule.Cite, false))}, {Label: "Thẩm quyền quyết định", Text: rule.Decider},
	}
	for _, route := range rule.Routes {
		p.Routes = append(p.Routes, pages.LawRoute{
			Title: route.Name, For: route.For.Name() + ", khen thưởng theo " + route.Occasion.Name(), Cite: citation(l, route.Cite, false), Notes: route.Notes,
			Conditions: lawConditions(l, route.All, route.ID),
		})
	}
	p.General = append(lawConditions(l, rule.General, "rieng"), lawConditions(l, x.General, "chung")...)
	if before, c := l.Change(x, a); before != nil {
		p.Before = before.Name
		if c != nil {
			p.Gone, p.Come = c.Gone, c.Come
			if c.Only != "" {
				p.Only = c.OnlyName()
			}
		}
	}
	if x.Inherits != "" {
		p.Other = components.Link{Href: rulePath(l.Regime(x.Inherits), a.Code), Text: l.Regime(x.Inherits).Name}
		return nil
	}
	return fillCases(l, x, a, p)
}

// fillCases asks every case of a rule now.
func fillCases(l *rules.Law, x *rules.Regime, a *rules.Award, p *pages.LawRuleProps) error {
	all, err := rules.CarriedCases()
	if err != nil {
		return err
	}
	p.Cases = components.TableProps{
		ID: "tinh-huong", Caption: "Tình huống", Quiet: true,
		Columns: []components.Column{{Head: "Tình huống"}, {Head: "Hồ sơ"}, {Head: "Trả lời đúng"}, {Head: "Trả lời hiện nay"}},
	}
	for i := range all {
		c := &all[i]
		if c.Award != a.Code || c.Regime != x.ID {
			continue
		}
		now := l.Check(x, a, c.Facts)
		cell := components.Cell{Text: now.Answer.Name()}
		if l.Wrong(c) != "" {
			p.Wrong++
			cell.Note = "khác câu trả lời đúng"
		}
		want := components.Cell{Text: c.Answer.Name()}
		if c.Earliest != 0 {
			want.Note = "sớm nhất năm " + itoa(c.Earliest)
		}
		p.Cases.Rows = append(p.Cases.Rows, components.Row{Cells: []components.Cell{{Text: upperFirst(c.Name), Note: c.Of}, {Text: c.Facts.Short(l)}, want, cell}})
	}
	return nil
}
