package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// The pages of a unit's plan, below its register.
const (
	unitPlanPage = "/ke-hoach"
	planPrint    = "/ban-in"   // below the plan
	quotaPage    = "/chi-tieu" // below the plan
)

// planRows is how many subjects a page of the plan shows.
const planRows = 50

// planQuery is what a person asks of a plan.
type planQuery struct {
	unit    string
	year    string // as typed; the year in hand when empty
	day     string
	award   string
	assumed string
	answer  string
	class   string
	women   bool
	listed  bool
	place   string
	name    string
	page    int
	council string
}

// planAsked reads the address, or the form that was sent from its page.
func planAsked(r *http.Request) planQuery {
	return planQuery{
		unit: r.PathValue("unit"), year: text(r, "nam"), day: text(r, "ngay"), award: text(r, "hinh-thuc"), assumed: text(r, "gia-su"),
		answer: text(r, "ket-qua"), class: text(r, "loai"), women: text(r, "nu") == "1", listed: text(r, "du-kien") == "1",
		place: text(r, "noi"), name: text(r, "ten"), page: max(1, number(text(r, "trang"))), council: text(r, "hoi-dong"),
	}
}

// values are the query as an address has it, without the fields named.
func (q planQuery) values(without ...string) url.Values {
	v := url.Values{}
	for _, f := range [][2]string{
		{"nam", q.year},
		{"ngay", q.day},
		{"hinh-thuc", q.award},
		{"gia-su", q.assumed},
		{"ket-qua", q.answer},
		{"loai", q.class},
		{"nu", ticked(q.women)},
		{"du-kien", ticked(q.listed)},
		{"noi", q.place},
		{"ten", q.name},
		{"trang", pageWord(q.page)},
		{"hoi-dong", q.council},
	} {
		if f[1] != "" && !slices.Contains(without, f[0]) {
			v.Set(f[0], f[1])
		}
	}
	return v
}

func ticked(yes bool) string {
	if yes {
		return "1"
	}
	return ""
}

func pageWord(n int) string {
	if n < 2 {
		return ""
	}
	return itoa(n)
}

func (q planQuery) path() string { return registersPage + "/" + q.unit + unitPlanPage }

func (q planQuery) href(below string, without ...string) string {
	to := q.path() + below
	if v := q.values(without...).Encode(); v != "" {
		to += "?" + v
	}
	return to
}

// hidden carries the query through a form, without the fields that the form asks for.
func (q planQuery) hidden(without ...string) []pages.Hidden {
	var list []pages.Hidden
	for name, v := range q.values(without...) {
		list = append(list, pages.Hidden{Name: name, Value: v[0]})
	}
	slices.SortFunc(list, func(a, b pages.Hidden) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return list
}

// when reads the year and the day; those of today when nothing was typed.
func (q planQuery) when(tx *db.Tx) (year int, day vn.Date, err error) {
	year, day = tx.Today().Year(), tx.Today()
	var list problem.List
	if q.year != "" {
		if year = number(q.year); year == 0 {
			list.Add("nam", "«%s» không phải là một năm; ghi bốn chữ số, ví dụ 2026.", q.year)
		}
	}
	if q.day != "" {
		if day, err = vn.ParseDate(q.day); err != nil {
			list = append(list, problem.All(fieldProblem("ngay", err))...)
		}
	}
	return year, day, list.Err()
}

func (s *Server) awardPlan(w http.ResponseWriter, r *http.Request) error {
	return s.showAwardPlan(w, r, nil)
}

// showAwardPlan is the plan of a unit for a year; list is what was refused.
func (s *Server) showAwardPlan(w http.ResponseWriter, r *http.Request, list problem.List) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	q := planAsked(r)
	var p pages.RegisterPlanProps
	err = s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		if p, err = s.planProps(tx, r, l, u, &q, list); problem.Is(err, problem.Invalid) {
			// What was asked for cannot be shown: the page of today, with what is wrong.
			asked := q
			q.year, q.day, q.assumed = "", "", ""
			p, err = s.planProps(tx, r, l, u, &q, problem.All(err))
			p.Year, p.Day, p.Assumed = asked.year, asked.day, ""
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(p.Problems), pages.RegisterPlan(p))
}

func (s *Server) planProps(tx *db.Tx, r *http.Request, l *rules.Law, u org.Unit, q *planQuery, list problem.List) (pages.RegisterPlanProps, error) {
	var none pages.RegisterPlanProps
	year, day, err := q.when(tx)
	if err != nil {
		return none, err
	}
	plan, err := award.PlanOf(tx, l, u.ID, year, day, rules.Rating(q.assumed))
	if err != nil {
		return none, err
	}
	may := access.May(tx, access.AwardNominate, access.Scope{Unit: u.ID})
	p := pages.RegisterPlanProps{
		Frame: refusedFrame(s.registerFrame(tx, r, u, "Kế hoạch khen thưởng năm "+itoa(year)), list), UnitID: u.ID, Problems: list, Typed: typed(r),
		Year: itoa(year), Day: day.Short(), Assumed: q.assumed, Hidden: q.hidden("nam", "ngay", "gia-su", "trang"), Path: q.path(),
		Regime: plan.Regime.Name, Notes: plan.Regime.Notes, Quotas: q.href(quotaPage, "trang"), Print: q.href(planPrint, "trang", "gia-su"), Xlsx: q.path() + ".xlsx?" + q.values("trang", "gia-su").Encode(),
		MayNominate: may && q.assumed == "", Empty: len(plan.Prospects) == 0,
	}
	if q.assumed != "" {
		p.Drop = q.href("", "gia-su")
	}
	at := plan.Of(q.award)
	if at < 0 {
		q.award = ""
		if at = slices.IndexFunc(plan.Awards, func(a award.Planned) bool { return a.Can() > 0 || a.Nominated > 0 }); at >= 0 {
			q.award = plan.Awards[at].Award.Code
		}
	}
	p.Summary, p.Rest = planSummary(plan, *q, at)
	if at >= 0 {
		p.Chosen = planChosen(tx, l, plan, *q, at, list)
		p.Chosen.Picked = r.Form["chon"]
	}
	return p, nil
}

// planSummary is every award with how many can be proposed; those for which nobody
// can stand apart.
func planSummary(plan *award.YearPlan, q planQuery, chosen int) (t, rest components.TableProps) {
	columns := []components.Column{
		{Head: "Hình thức", Sort: true},
		{Head: "Đủ điều kiện", Number: true, Sort: true},
		{Head: "Đủ phần tính được, chờ đánh giá", Number: true, Sort: true},
		{Head: "Chưa đủ", Number: true, Sort: true},
		{Head: "Dự kiến đề nghị", Number: true, Sort: true},
		{Head: "Tối đa", Number: true},
		{Head: "Còn", Number: true},
	}
	t = components.TableProps{
		ID: "tong-hop", Caption: "Ai có thể được đề nghị năm " + itoa(plan.Year), Columns: columns,
		Empty: components.EmptyState(components.EmptyProps{Title: "Chưa ai có thể được đề nghị", What: "Các hình thức có người đủ điều kiện hiện ở đây."}),
	}
	rest = components.TableProps{ID: "chua-ai", Caption: "Hình thức chưa ai đủ điều kiện", Quiet: true, Columns: columns}
	for i := range plan.Awards {
		a := &plan.Awards[i]
		to := q
		to.award = a.Award.Code
		row := components.Row{Mine: i == chosen, Cells: []components.Cell{
			{Text: upperFirst(a.Award.Name), Href: to.href("", "trang", "ket-qua", "du-kien") + "#hinh-thuc-chon"},
			{Text: itoa(a.Eligible)},
			{Text: itoa(a.Judgement)},
			{Text: itoa(a.Not)},
			{Text: itoa(a.Nominated), Note: givenNote(a)},
		}}
		row.Cells = append(row.Cells, ceilingCells(a)...)
		if a.Can() > 0 || a.Nominated > 0 || i == chosen {
			t.Rows = append(t.Rows, row)
		} else {
			rest.Rows = append(rest.Rows, row)
		}
	}
	return t, rest
}

func givenNote(a *award.Planned) string {
	if a.Given == 0 {
		return ""
	}
	return "và " + itoa(a.Given) + " đã được tặng"
}

// ceilingCells are the most and what is left of it.
func ceilingCells(a *award.Planned) []components.Cell {
	x := a.Binding()
	switch {
	case x != nil:
		return []components.Cell{{Text: itoa(x.Most), Note: x.Says()}, leftOf(x.Most - a.Used())}
	case len(a.Limits) > 0:
		return []components.Cell{{Missing: "chưa có mẫu số"}, {Missing: "chưa biết"}}
	}
	return []components.Cell{{Missing: "–"}, {Missing: "–"}}
}

func leftOf(n int) components.Cell {
	if n < 0 {
		return components.Cell{Content: components.StateTag(components.TagProps{Tone: components.ToneBad, Text: "vượt " + itoa(-n)}), Sort: itoa(n)}
	}
	return components.Cell{Text: itoa(n)}
}

// planChosen is what the page says of one award.
func planChosen(tx *db.Tx, l *rules.Law, plan *award.YearPlan, q planQuery, at int, list problem.List) *pages.PlannedAward {
	a := &plan.Awards[at]
	c := &pages.PlannedAward{
		Code: a.Award.Code, Name: upperFirst(a.Award.Name), Law: rulePath(plan.Regime, a.Award.Code), Version: strconv.FormatInt(plan.Version, 10),
		Ceilings: ceilingTable(l, plan, a), Shares: shareTable(plan, at),
		FilterHidden: q.hidden("ket-qua", "loai", "nu", "du-kien", "noi", "ten", "trang"), CouncilHidden: q.hidden("hoi-dong"), PostHidden: q.hidden(),
		Answer: q.answer, Class: q.class, Women: q.women, Listed: q.listed, Place: q.place, NamePart: q.name, Council: q.council,
	}
	for _, class := range plan.Classes() {
		c.Classes = append(c.Classes, components.Option{Value: class, Text: upperFirst(orText(rules.ClassName(class), class))})
	}
	if a.Short() {
		x := a.Binding()
		c.Tie = "Có " + itoa(a.Can()) + " đối tượng có thể được đề nghị mà mức tối đa là " + itoa(x.Most) + " (" + x.Says() + "). Khi nhiều đối tượng có thành tích như nhau thì chọn cá nhân nữ, tập thể có từ 70% nữ trở lên trước (" + award.CiteTie + "); danh sách dưới đây xếp theo thứ tự đó."
	}
	for i := range a.Limits {
		if x := &a.Limits[i]; x.Known && a.Used() > x.Most {
			c.Over = append(c.Over, "Danh sách đang có "+itoa(a.Used())+", vượt mức tối đa "+itoa(x.Most)+" ("+x.Says()+") là "+itoa(a.Used()-x.Most)+".")
		}
	}
	c.Facts = append(majorityFacts(l, plan, a, q, &c.CouncilProblems), deadlineFacts(l, plan, a)...)
	found := plan.List(at, award.PlanFilter{Answer: rules.Verdict(q.answer), Class: q.class, Women: q.women, Place: q.place, Name: q.name, Nominated: q.listed})
	c.Found = itoa(len(found)) + " đối tượng"
	last := max(1, (len(found)+planRows-1)/planRows)
	q.page = min(q.page, last)
	nominated := plan.Nominated(a.Award.Code)
	for _, one := range found[(q.page-1)*planRows : min(len(found), q.page*planRows)] {
		c.Rows = append(c.Rows, planRow(plan, one, at, nominated))
	}
	if last > 1 {
		c.Pager = planPager(q, last)
	}
	for _, n := range plan.Nominations {
		if n.Award == a.Award.Code {
			c.Nominations = append(c.Nominations, nominationRow(plan, n, at))
		}
	}
	return c
}

func planPager(q planQuery, last int) components.PagerProps {
	p := components.PagerProps{Here: "Trang " + itoa(q.page) + " trong " + itoa(last), What: "đối tượng"}
	to := func(n int) string {
		t := q
		t.page = n
		return t.href("") + "#danh-sach"
	}
	if q.page > 1 {
		p.Previous = to(q.page - 1)
	}
	if q.page < last {
		p.Next = to(q.page + 1)
	}
	return p
}

// planTag is an answer of the law in a word.
func planTag(v rules.Verdict) components.TagProps {
	switch v {
	case rules.Eligible:
		return components.TagProps{Tone: components.ToneGood, Text: "đủ điều kiện"}
	case rules.NeedsJudgement:
		return components.TagProps{Tone: components.ToneInfo, Text: "đủ phần tính được"}
	case rules.NotEligible:
		return components.TagProps{Tone: components.ToneBad, Text: "chưa đủ"}
	default:
		return components.TagProps{Text: "không có tiêu chuẩn"}
	}
}

func planRow(plan *award.YearPlan, c *award.Prospect, at int, nominated map[string]award.Nomination) pages.PlannedRow {
	code := plan.Awards[at].Award.Code
	n, on := nominated[c.ID]
	row := pages.PlannedRow{
		ID: c.ID, Name: c.Name, Href: subjectPath(c.ID), Born: bornOrFounded(c), Place: c.Place, Tag: planTag(c.Answer(at)),
		Reason: award.ShortReason(plan.Explain(c, at)), Check: subjectPath(c.ID) + "/xet/" + code + "?nam=" + itoa(plan.Year), Women: c.Women,
	}
	if on {
		row.Listed = "đã trong danh sách, do " + n.Name + " đưa vào"
	}
	if c.Left {
		row.Listed = "đã rời đơn vị từ ngày " + c.LeftOn.Short()
	}
	row.Twice = plan.Twice(c, code)
	return row
}

// bornOrFounded is the year of birth of a person, or that of a collective's beginning.
func bornOrFounded(c *award.Prospect) string {
	switch {
	case c.BirthYear > 0:
		return itoa(c.BirthYear)
	case !c.Founded.IsZero():
		return itoa(c.Founded.Year())
	}
	return ""
}

func nominationRow(plan *award.YearPlan, n award.Nomination, at int) pages.PlannedNomination {
	row := pages.PlannedNomination{ID: n.ID, Name: n.SubjectName, Href: subjectPath(n.SubjectID), Then: n.Answer.Name(), By: n.Name, On: moment(n.NominatedAt.Time), Reason: n.Reason}
	c := plan.Prospect(n.SubjectID)
	if c == nil {
		row.Warn = append(row.Warn, "Không còn trong sổ của đơn vị này.")
		return row
	}
	row.Tag = planTag(c.Answer(at))
	if c.Left {
		row.Warn = append(row.Warn, "Đã rời đơn vị từ ngày "+c.LeftOn.Short()+".")
	}
	for _, other := range plan.Twice(c, n.Award) {
		row.Warn = append(row.Warn, "Cùng năm còn "+other+": không khen thưởng nhiều hình thức cho một thành tích (06/2022/QH15, Điều 5, khoản 2, điểm c).")
	}
	return row
}

func (s *Server) nominate(w http.ResponseWriter, r *http.Request) error {
	return s.changeNominations(w, r, nominationChange{foresee: award.Foresee, act: award.Nominate, done: "Đã đưa vào danh sách dự kiến đề nghị.", reason: "ly-do", yes: "Vẫn đưa vào danh sách", title: "Danh sách sẽ vượt mức tối đa"})
}

func (s *Server) dropNominations(w http.ResponseWriter, r *http.Request) error {
	return s.changeNominations(w, r, nominationChange{foresee: award.ForeseeDrop, act: award.DropNomination, done: "Đã bỏ khỏi danh sách dự kiến đề nghị.", reason: "ly-do-bo", yes: "Vẫn bỏ khỏi danh sách", title: "Bỏ ra thì danh sách khác vượt mức tối đa"})
}

// nominationChange is one of the two changes of a list.
type nominationChange struct {
	foresee func(*db.Tx, *rules.Law, award.ListChange) (award.Foresight, error)
	act     func(*db.Tx, *rules.Law, award.ListChange) error
	done    string
	reason  string // the field of the reason on the plan's page
	yes     string
	title   string
}

// changeNominations changes the list of a year. Where that passes a ceiling the person is
// shown it first, and asked again.
func (s *Server) changeNominations(w http.ResponseWriter, r *http.Request, c nominationChange) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	q := planAsked(r)
	var ask bool
	var p pages.RegisterPlanConfirmProps
	err = s.update(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.AwardNominate, access.Scope{Unit: u.ID}); err != nil {
			return err
		}
		year, day, err := q.when(tx)
		if err != nil {
			return err
		}
		a := award.ListChange{
			UnitID: u.ID, Year: year, Day: day, Award: q.award, Subjects: r.Form["chon"], Nominations: r.Form["bo"],
			Reason: orText(text(r, "ly-do"), text(r, c.reason)), Beyond: text(r, "vuot") == "1", Version: int64(number(text(r, "version"))),
		}
		f, err := c.foresee(tx, l, a)
		if err != nil {
			return err
		}
		if ask = len(f.Breaks) > 0; !ask {
			return c.act(tx, l, a)
		}
		p = s.planConfirm(tx, r, u, c, q, f, len(a.Subjects))
		if !a.Beyond {
			return nil
		}
		return c.act(tx, l, a)
	})
	beyond := text(r, "vuot") == "1"
	switch {
	case err == nil && (!ask || beyond):
		return s.done(w, r, q.href("", "trang")+"#du-kien-de-nghi", c.done)
	case err == nil:
		return s.render(w, r, http.StatusOK, pages.RegisterPlanConfirm(p))
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	if ask {
		p.Problems = list
		p.Frame = refusedFrame(p.Frame, list)
		return s.render(w, r, statusOf(list), pages.RegisterPlanConfirm(p))
	}
	if c.reason != "ly-do" {
		for _, one := range list {
			if one.Field == "ly-do" {
				one.Field = c.reason
			}
		}
	}
	return s.showAwardPlan(w, r, list)
}

func (s *Server) planConfirm(tx *db.Tx, r *http.Request, u org.Unit, c nominationChange, q planQuery, f award.Foresight, added int) pages.RegisterPlanConfirmProps {
	p := pages.RegisterPlanConfirmProps{
		Frame: s.registerFrame(tx, r, u, c.title), Action: r.URL.Path, Back: q.href(""), Version: strconv.FormatInt(f.Version, 10), Yes: c.yes,
		Hidden: q.hidden(), Typed: map[string]string{"ly-do": orText(text(r, "ly-do"), text(r, c.reason))},
	}
	p.Frame.Kicker = "Xem trước, chưa ghi"
	for _, name := range []string{"chon", "bo"} {
		for _, id := range r.Form[name] {
			p.Hidden = append(p.Hidden, pages.Hidden{Name: name, Value: id})
		}
	}
	for _, b := range f.Breaks {
		p.Sentences = append(p.Sentences, b.Sentence(f.Plan, added))
	}
	for _, one := range f.NotEligible {
		p.NotEligible = append(p.NotEligible, one.Name)
	}
	return p
}
