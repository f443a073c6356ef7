package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// askPath is the address of what is asked of a subject.
func askPath(subject string) string { return subjectPath(subject) + "/xet" }

// asked reads the question of a page; what cannot be read is a problem beside its
// field.
func asked(r *http.Request, l *rules.Law) (award.Question, problem.List) {
	var list problem.List
	q := award.Question{Year: typedCount(r, "nam", &list), Received: typedDay(r, "ngay", &list)}
	if q.Year != 0 && (q.Year < 1930 || q.Year > 2100) {
		list.Add("nam", "Năm xét thành tích phải từ 1930 đến 2100.")
	}
	s := &q.Suppose
	s.Rating = rules.Rating(text(r, "xl"))
	if s.Rating != "" && s.Rating.Name() == "" {
		list.Add("xl", "Chọn xếp loại trong danh sách.")
	}
	s.Scope = text(r, "sk_pv")
	if s.Initiatives = typedCount(r, "sk_so", &list); s.Scope == "" {
		s.Initiatives = 0
	} else if text(r, "sk_so") == "" {
		s.Initiatives = 1
	}
	if s.Scope != "" && rules.ScopeName(s.Scope) == "" || s.Initiatives > 20 {
		list.Add("sk_pv", "Chọn phạm vi của sáng kiến; nhiều nhất 20 sáng kiến.")
	}
	if s.Award = text(r, "kt"); s.Award != "" && l.Award(s.Award) == nil {
		list.Add("kt", "Chọn danh hiệu, hình thức trong danh sách.")
	}
	if s.LeadOf = text(r, "dd"); s.LeadOf != "" && rules.ClusterName(s.LeadOf) == "" {
		list.Add("dd", "Chọn cụm, khối trong danh sách.")
	}
	s.Judged, s.Opinion, s.Exceeded = r.Form["dg"], text(r, "ck") == "1", text(r, "vct") == "1"
	askedCouncil(r, s, &list)
	s.PostedFrom, s.PostedTo = typedDay(r, "ck_tu", &list), typedDay(r, "ck_den", &list)
	if s.PostedFrom.IsZero() != s.PostedTo.IsZero() || s.PostedTo.Before(s.PostedFrom) {
		list.Add("ck_tu", "Ghi cả hai ngày công khai, ngày đầu không sau ngày cuối.")
	}
	return q, list
}

func askedCouncil(r *http.Request, s *award.Supposition, list *problem.List) {
	members, present, yes := typedCount(r, "hd_tv", list), typedCount(r, "hd_cm", list), typedCount(r, "hd_dy", list)
	if members+present+yes == 0 {
		return
	}
	if text(r, "hd_cm") == "" {
		present = max(yes, 0)
	}
	if members < 1 || present > members || yes > present {
		list.Add("hd_tv", "Ghi số thành viên hội đồng; số có mặt không quá số thành viên, số đồng ý không quá số có mặt.")
		return
	}
	s.Council = &rules.Council{Members: members, Present: present, Yes: yes}
}

// supposeOf is the form of a question as it was asked.
func supposeOf(l *rules.Law, r *http.Request, f *award.File, q award.Question, list problem.List) pages.SupposeProps {
	p := pages.SupposeProps{
		Action: r.URL.Path, Problems: list, Typed: typed(r), Collective: f.Kind == rules.Collective || f.Kind == rules.Household,
		Open: len(list) > 0 || !q.Suppose.Empty(), JudgedYes: r.Form["dg"], Clear: r.URL.Path, Year: text(r, "nam"), Day: text(r, "ngay"),
	}
	if p.Year == "" && q.Year != 0 {
		p.Year = itoa(q.Year)
	}
	if p.Day == "" && !q.Received.IsZero() {
		p.Day = q.Received.Short()
	}
	for _, x := range rules.Ratings() {
		p.Ratings = append(p.Ratings, components.Option{Value: string(x), Text: x.Name()})
	}
	for _, x := range rules.Scopes() {
		p.Scopes = append(p.Scopes, components.Option{Value: x, Text: rules.ScopeName(x)})
	}
	for _, x := range []string{"ministry_or_province", "central_council"} {
		p.Clusters = append(p.Clusters, components.Option{Value: x, Text: rules.ClusterName(x)})
	}
	regime := l.On(q.Received)
	for _, a := range l.Awards {
		if regime != nil && regime.Rule(a) != nil && regime.Rule(a).For(f.Kind) {
			p.Awards = append(p.Awards, components.Option{Value: a.Code, Text: a.Title(), Group: upperFirst(a.Group)})
		}
	}
	return p
}

// eligibility is how a subject stands for every title and form.
func (s *Server) eligibility(w http.ResponseWriter, r *http.Request) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.EligibilityProps
	err = s.view(r, func(tx *db.Tx) error {
		f, err := award.FileOf(tx, r.PathValue("subject"))
		if err != nil {
			return err
		}
		q, list := asked(r, l)
		var in *award.Inquiry
		if len(list) == 0 {
			in, err = award.Ask(tx, l, f.ID, q)
			if list, err = refused(err); err != nil {
				return err
			}
		}
		if in != nil {
			q = in.Question
			fillEligibility(l, r, in, &p)
		}
		p.Suppose = supposeOf(l, r, &f, q, list)
		p.Problems = list
		if p.Frame, err = s.subjectFrame(tx, r, f, "Điều kiện khen thưởng"); err != nil {
			return err
		}
		p.Frame.Kicker = f.Name
		p.Frame.Lead = "Đối chiếu hồ sơ trong sổ với tiêu chuẩn của từng danh hiệu, hình thức."
		p.Frame = refusedFrame(p.Frame, list)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(p.Problems), pages.Eligibility(p))
}

func fillEligibility(l *rules.Law, r *http.Request, in *award.Inquiry, p *pages.EligibilityProps) {
	p.Regime = components.Link{Href: regimePage + "/" + in.Regime.ID, Text: in.Regime.Name}
	p.Warnings, p.Supposed = warnings(in.Regime), in.Suppose.Sentence(l)
	p.Before = forerunnerTable(l, in)
	for _, a := range in.NotEntered {
		p.Absent = append(p.Absent, a.Title())
	}
	p.Next = answerTable("gan-nhat", "Gần nhất", p.Supposed != "")
	eligible := 0
	groups := map[string]*components.TableProps{}
	for i := range in.List {
		e := &in.List[i]
		if e.Shown().Answer == rules.Eligible {
			eligible++
		}
		row := answerRow(in, e, r)
		if in.Next(e) {
			p.Next.Rows = append(p.Next.Rows, row)
			continue
		}
		t := groups[e.Award.Group]
		if t == nil {
			made := answerTable("nhom-"+vn.Slug(e.Award.Group), upperFirst(e.Award.Group), p.Supposed != "")
			t = &made
			groups[e.Award.Group] = t
		}
		t.Rows = append(t.Rows, row)
		p.RestN++
	}
	for _, a := range l.Awards {
		if t := groups[a.Group]; t != nil {
			p.Rest = append(p.Rest, pages.EligibilityGroup{Title: upperFirst(a.Group), Table: *t})
			delete(groups, a.Group)
		}
	}
	p.Finding = findingOf(in, eligible, len(p.Next.Rows))
	p.Next.Empty = components.EmptyState(components.EmptyProps{
		Title: "Chưa có gì gần", What: "Danh hiệu, hình thức đủ điều kiện hoặc sắp đủ hiện ở đây.", Who: "Người giữ sổ ghi xếp loại, sáng kiến và các lần khen thưởng vào hồ sơ.",
	})
}

func findingOf(in *award.Inquiry, eligible, next int) string {
	year := "Năm " + itoa(in.Year) + ": "
	switch {
	case eligible > 0:
		return year + "đủ điều kiện " + itoa(eligible) + " danh hiệu, hình thức."
	case next > 0:
		return year + "chưa đủ điều kiện chắc chắn cho danh hiệu, hình thức nào; gần nhất là những mục dưới đây."
	}
	return year + "hồ sơ chưa gần với danh hiệu, hình thức nào."
}

func answerTable(id, caption string, supposed bool) components.TableProps {
	t := components.TableProps{ID: id, Caption: caption, Quiet: true, Columns: []components.Column{{Head: "Danh hiệu, hình thức"}, {Head: "Trả lời"}, {Head: "Còn thiếu, còn chờ"}}}
	if supposed {
		t.Columns = []components.Column{{Head: "Danh hiệu, hình thức"}, {Head: "Theo hồ sơ"}, {Head: "Theo giả định"}, {Head: "Còn thiếu, còn chờ"}}
	}
	return t
}

func answerRow(in *award.Inquiry, e *award.Eligibility, r *http.Request) components.Row {
	query := ""
	if r.URL.RawQuery != "" {
		query = "?" + r.URL.RawQuery
	}
	name := components.Cell{Text: e.Award.Title(), Href: askPath(in.File.ID) + "/" + e.Award.Code + query}
	if len(e.Held) > 0 {
		held := make([]string, len(e.Held))
		for i, y := range e.Held {
			held[i] = itoa(y)
		}
		name.Note = "đã được tặng: " + strings.Join(held, ", ")
	}
	cells := []components.Cell{name, tagCell(e.Answer)}
	if e.Supposed != nil {
		cells = append(cells, tagCell(e.Supposed))
	}
	return components.Row{ID: e.Award.Code, Cells: append(cells, components.Cell{Text: lacking(e.Shown())})}
}

// lacking says in a line what lacks, or what waits.
func lacking(a *rules.Answer) string {
	var list []string
	for _, m := range a.Missing {
		list = append(list, m.Text)
	}
	if len(list) > 0 {
		return strings.Join(list, " ")
	}
	if a.Nearest >= 0 {
		for _, c := range a.Routes[a.Nearest].Conditions {
			if c.Result == "open" {
				list = append(list, strings.TrimSuffix(c.Says, "."))
			}
		}
	}
	if len(list) > 0 {
		return "Chờ: " + strings.Join(list, "; ") + "."
	}
	if a.Answer == rules.NeedsJudgement {
		return "Chờ người có thẩm quyền kết luận; xem lưu ý."
	}
	return "Không thiếu điều kiện nào."
}

func tagCell(a *rules.Answer) components.Cell {
	tag := answerTag(a)
	return components.Cell{Content: components.StateTag(tag), Sort: tag.Text}
}

// answerTag is an answer as a word with its colour.
func answerTag(a *rules.Answer) components.TagProps { return answerTagOf(a, a.Computed()) }

func answerTagOf(a *rules.Answer, computed bool) components.TagProps {
	switch {
	case a.Answer == rules.Eligible:
		return components.TagProps{Tone: components.ToneGood, Text: "Đủ điều kiện"}
	case a.Answer == rules.NeedsJudgement && computed:
		return components.TagProps{Tone: components.ToneInfo, Text: "Đủ phần tính được"}
	case a.Answer == rules.NeedsJudgement:
		return components.TagProps{Tone: components.ToneInfo, Text: "Chờ đánh giá"}
	case a.Answer == rules.NotEligible && a.Earliest != nil:
		return components.TagProps{Tone: components.ToneWarn, Text: "Sớm nhất năm " + itoa(*a.Earliest)}
	case a.Answer == rules.NotEligible:
		return components.TagProps{Tone: components.ToneBad, Text: "Còn thiếu điều kiện"}
	}
	return components.TagProps{Text: "Không có tiêu chuẩn"}
}

// forerunnerTable is what a collective was made of.
func forerunnerTable(l *rules.Law, in *award.Inquiry) pages.ForerunnersProps {
	p := pages.ForerunnersProps{Table: components.TableProps{
		ID: "tien-than", Caption: "Tập thể tiền thân", Quiet: true,
		Columns: []components.Column{{Head: "Tập thể"}, {Head: "Thay đổi"}, {Head: "Hồ sơ trong sổ"}},
	}}
	var hows []string
	for _, b := range in.Before {
		how, cell := "sáp nhập, hợp nhất", components.Cell{Missing: "không sổ nào có hồ sơ"}
		key := rules.Merged
		if b.Kind == org.Split {
			how, key = "chia, tách", rules.Split
		}
		if !slices.Contains(hows, key) {
			hows = append(hows, key)
		}
		if len(b.Files) > 0 {
			cell = components.Cell{}
			var list []string
			for i := range b.Files {
				facts := b.Files[i].Facts(in.Year)
				list = append(list, facts.Short(l))
			}
			cell.Text = strings.Join(list, " | ")
		}
		p.Table.Rows = append(p.Table.Rows, components.Row{Cells: []components.Cell{{Text: b.Unit.Name}, {Text: how + " ngày " + b.OnDay.Short()}, cell}})
	}
	for i, s := range successions(l, in.Regime) {
		if slices.Contains(hows, []string{rules.Merged, rules.Split}[i]) {
			p.Says = append(p.Says, s)
		}
	}
	return p
}

// eligibilityLetter serves the text of an answer as a file.
func (s *Server) eligibilityLetter(w http.ResponseWriter, r *http.Request) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	var letter string
	err = s.view(r, func(tx *db.Tx) error {
		q, list := asked(r, l)
		if err := list.Err(); err != nil {
			return err
		}
		in, e, err := award.AskFor(tx, l, r.PathValue("subject"), r.PathValue("award"), q)
		if err != nil {
			return err
		}
		letter = in.Letter(l, &e)
		return nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape("dieu-kien-"+strings.ToLower(r.PathValue("award"))+".txt"))
	_, err = fmt.Fprint(w, letter)
	return err
}
