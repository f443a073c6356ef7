package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// eligibilityAward is how a subject stands for one title or form, condition by
// condition, with a text to paste into a letter.
func (s *Server) eligibilityAward(w http.ResponseWriter, r *http.Request) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.EligibilityAwardProps
	err = s.view(r, func(tx *db.Tx) error {
		f, err := award.FileOf(tx, r.PathValue("subject"))
		if err != nil {
			return err
		}
		a := l.Award(r.PathValue("award"))
		if a == nil {
			return problem.New(problem.NotFound, "Không có danh hiệu, hình thức khen thưởng mang mã này.")
		}
		q, list := asked(r, l)
		var in *award.Inquiry
		var e award.Eligibility
		if len(list) == 0 {
			in, e, err = award.AskFor(tx, l, f.ID, a.Code, q)
			if list, err = refused(err); err != nil {
				return err
			}
		}
		if in != nil {
			q = in.Question
		}
		p.Suppose = supposeOf(l, r, &f, q, list)
		p.Problems = list
		if in != nil {
			s.fillAnswer(l, r, in, &e, &p)
		}
		if p.Frame, err = s.subjectFrame(tx, r, f, a.Title()); err != nil {
			return err
		}
		p.Frame.Kicker = f.Name
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: askPath(f.ID) + queryOf(r), Text: "Điều kiện khen thưởng"})
		p.Frame = refusedFrame(p.Frame, list)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(p.Problems), pages.EligibilityAward(p))
}

func queryOf(r *http.Request) string {
	if r.URL.RawQuery == "" {
		return ""
	}
	return "?" + r.URL.RawQuery
}

func (s *Server) fillAnswer(l *rules.Law, r *http.Request, in *award.Inquiry, e *award.Eligibility, p *pages.EligibilityAwardProps) {
	p.Warnings, p.Supposed = warnings(in.Regime), in.Suppose.Sentence(l)
	if e.Answer == nil {
		p.Warnings = append(p.Warnings, map[bool]string{
			true:  "Chế độ này không có tiêu chuẩn của danh hiệu, hình thức này.",
			false: "Chế độ này có danh hiệu, hình thức này, nhưng tiêu chuẩn chưa được nhập; chương trình chưa trả lời được.",
		}[in.Regime.Entered(e.Award)])
		return
	}
	a := e.Shown()
	p.Before = forerunnerTable(l, in)
	p.Finding = upperFirst(award.Conclusion(a)) + "."
	switch {
	case e.Supposed != nil:
		p.Finding = "Theo hồ sơ: " + award.Conclusion(e.Answer) + ". Theo giả định: " + award.Conclusion(e.Supposed) + "."
		p.Answers = []pages.EligibilityAnswer{answerBox("Theo hồ sơ", e.Answer), answerBox("Theo giả định", e.Supposed)}
	case e.Reading != nil:
		p.Answers = []pages.EligibilityAnswer{answerBox("Chỉ tính hồ sơ này", e.Reading.Alone), answerBox("Tính cả tập thể tiền thân", e.Reading.Together)}
	default:
		p.Answers = []pages.EligibilityAnswer{answerBox("Theo hồ sơ", e.Answer)}
	}
	own := len(in.Regime.Notes) // they stand above, and so does that amendments are not entered
	if in.Regime.Unknown {
		own++
	}
	p.Notes = a.Notes[min(own, len(a.Notes)):]
	p.Facts = s.answerFacts(l, in, e.Award, a)
	for i := range a.Routes {
		route := answerRoute(l, in.Regime, &a.Routes[i])
		if i == a.Nearest {
			p.Routes = append(p.Routes, route)
		} else {
			p.Others = append(p.Others, route)
		}
	}
	rule := in.Regime.Rule(e.Award)
	p.Suppose.Council, p.Suppose.Opinion, p.Suppose.Posting = rule.Asks("ballot"), rule.Asks("opinion"), rule.Asks("posted")
	ids, says := a.Judged(l)
	for _, id := range ids {
		p.Suppose.Judged = append(p.Suppose.Judged, components.Option{Value: id, Text: says[id]})
	}
	p.Limits = s.limits(l, in, e.Award)
	p.Letter = in.Letter(l, e)
	p.LetterAt = r.URL.Path + "/van-ban.txt" + queryOf(r)
}

func answerBox(title string, a *rules.Answer) pages.EligibilityAnswer {
	box := pages.EligibilityAnswer{Title: title, Tag: answerTag(a)}
	for _, m := range a.Missing {
		box.Missing = append(box.Missing, m.Text)
	}
	if a.Earliest != nil {
		box.Earliest = "Nếu mọi việc thuận lợi, sớm nhất cho năm " + itoa(*a.Earliest) + "."
	}
	return box
}

// answerFacts are what is said of an answer in lines.
func (s *Server) answerFacts(l *rules.Law, in *award.Inquiry, of *rules.Award, a *rules.Answer) []components.Fact {
	list := []components.Fact{
		{Label: "Năm xét thành tích", Text: itoa(in.Year)},
		{Label: "Chế độ", Content: pages.Citation(pages.Cite{Text: in.Regime.Name, Href: regimePage + "/" + in.Regime.ID})},
		{Label: "Ngày nhận hồ sơ", Text: in.Received.Short()},
		{Label: "Tiêu chuẩn", Content: pages.Citation(pages.Cite{Text: "đọc toàn bộ tiêu chuẩn bên cạnh căn cứ", Href: rulePath(in.Regime, of.Code)})},
		{Label: "Độ chắc chắn", Text: a.Certainty.Name()},
		{Label: "Thẩm quyền quyết định", Text: a.Decider},
	}
	m := l.Values.Majority(of.Code, in.Received)
	if m == nil {
		return append(list, components.Fact{Label: "Phiếu của hội đồng", Text: "Luật không ấn định tỷ lệ phiếu cho danh hiệu, hình thức này vào ngày nhận hồ sơ, hoặc chưa nhập."})
	}
	sizes := []int{9, 11, 13, 15}
	if c := in.Suppose.Council; c != nil {
		sizes = []int{c.Members}
	}
	var parts []string
	for _, n := range sizes {
		parts = append(parts, itoa(n)+" thành viên cần "+itoa(rules.VotesNeeded(m.Percent, n))+" phiếu")
	}
	return append(list, components.Fact{Label: "Phiếu của hội đồng", Text: "Từ " + itoa(m.Percent) + "% " + m.Of + "; người vắng mặt tính là không đồng ý. Hội đồng " + strings.Join(parts, ", ") + " (" + l.Official(m.Cite) + ")."})
}

// answerRoute is a route of an answer; each condition leads to its article.
func answerRoute(l *rules.Law, x *rules.Regime, r *rules.RouteAnswer) pages.EligibilityRoute {
	tag := components.TagProps{Tone: components.ToneInfo, Text: "Đủ phần tính được"}
	switch r.Answer {
	case rules.Eligible:
		tag = components.TagProps{Tone: components.ToneGood, Text: "Đạt"}
	case rules.NotEligible:
		tag = components.TagProps{Tone: components.ToneBad, Text: "Chưa đạt"}
	}
	return pages.EligibilityRoute{Title: r.Name, Tag: tag, Cite: citation(l, r.Cite, false), Notes: r.Notes, Conditions: answerConditions(l, r.Conditions)}
}

func answerConditions(l *rules.Law, list []rules.ConditionAnswer) []pages.Condition {
	var shown []pages.Condition
	for _, c := range list {
		p := pages.Condition{Result: c.Result, Word: award.ResultName(c.Result), Says: c.Says, Cite: citation(l, c.Cite, c.Unread), Notes: c.Notes}
		if c.Certainty != rules.AtSource {
			p.Certainty = c.Certainty.Name()
		}
		if len(c.Parts) > 0 {
			p.Of, p.Parts = ofAny[c.Of == "any"], answerConditions(l, c.Parts)
		} else {
			p.Check, p.Found = c.Needed, c.Found
		}
		shown = append(shown, p)
	}
	return shown
}

// limits are the time limits of a dossier received on the day that was asked.
func (s *Server) limits(l *rules.Law, in *award.Inquiry, a *rules.Award) components.TableProps {
	t := components.TableProps{
		ID: "thoi-han", Caption: "Thời hạn của hồ sơ", Quiet: true,
		Columns: []components.Column{{Head: "Việc"}, {Head: "Thời hạn"}, {Head: "Đến hết ngày"}, {Head: "Căn cứ"}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Chưa biết thời hạn", What: "Dữ liệu luật không có thời hạn nào cho ngày nhận hồ sơ này."}),
	}
	own, general := l.Values.DeadlinesFor(a.Code, in.Received)
	for _, d := range append(own, general...) {
		began := in.Received
		if d.Day != "" {
			began = vn.NewDate(in.Year, 12, 31)
		}
		cite := citation(l, d.Cite, false)
		due := components.Cell{}
		if day, err := d.Due(s.Calendar, began); err == nil {
			due.Text = day.Short()
			if d.WorkingDays > 0 {
				due.Note = "nếu tính từ ngày " + began.Short()
			}
		} else if list := problem.All(err); len(list) > 0 {
			due.Missing = "chưa biết: " + list[0].Text
		} else {
			due.Missing = "chưa biết"
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: d.Says, Note: strings.Join(d.Notes, " ")}, {Text: limitWords(*d)}, due, {Text: cite.Text, Href: cite.Href}}})
	}
	return t
}
