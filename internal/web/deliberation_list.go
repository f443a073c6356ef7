package web

import (
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/deliberation"
	"giaouoc/internal/dossier"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// mostListed is how many people of a list a page shows.
const mostListed = 50

// pageOf is the part of a list that a page shows, by its number from 1; a number that is
// none shows the first.
func pageOf[T any](r *http.Request, param string, list []T) (part []T, page int) {
	page = max(1, number(text(r, param)))
	if (page-1)*mostListed >= len(list) {
		page = 1
	}
	first := (page - 1) * mostListed
	return list[first:min(first+mostListed, len(list))], page
}

func (s *Server) titleList(w http.ResponseWriter, r *http.Request) error {
	return s.showTitleList(w, r, nil)
}

// showTitleList is the list of a title, with its ceilings, shares and who is not on it.
func (s *Server) showTitleList(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	title := r.PathValue("award")
	if !slices.Contains(deliberation.Titles, title) {
		return problem.New(problem.NotFound, "Không có danh sách này.")
	}
	var p pages.TitleListProps
	err = s.view(r, func(tx *db.Tx) error {
		u, d, err := round(tx, r)
		if err != nil {
			return err
		}
		lists, err := deliberation.ListsOf(tx, law, d.ID)
		if err != nil {
			return err
		}
		t, scope := lists.Of(title), access.Scope{Unit: u.ID}
		open := d.State == deliberation.Gathering || d.State == deliberation.Meetings
		on, onPage := pageOf(r, "trang", t.On)
		out, outPage := pageOf(r, "ngoai", t.Out)
		p = pages.TitleListProps{
			Frame: refusedFrame(s.roundFrame(tx, r, u, &d.Deliberation, "Danh sách "+law.Award(title).Name+" năm "+itoa(d.Year)), list), Round: d.Deliberation, List: t,
			Name: law.Award(title).Title(), Problems: list, Typed: typed(r), Limits: ceilingWords(law, t), On: onTable(&d.Deliberation, t, on), Out: outTable(&d.Deliberation, t, out), Shares: shareWords(t),
			OnPager: pagerOf(r, "trang", onPage, len(t.On), mostListed, "người trong danh sách"), OutPager: pagerOf(r, "ngoai", outPage, len(t.Out), mostListed, "người ngoài danh sách"),
			MayKeep: open && access.May(tx, access.DeliberationKeep, scope), MayConclude: access.May(tx, access.DeliberationConclude, scope),
		}
		if lists.Regime != nil {
			p.Notes = lists.Regime.Notes
			if rule := lists.Regime.Rule(law.Award(title)); rule != nil {
				p.Power = "Thẩm quyền: " + rule.Decider + " (" + powerCite(title) + ")."
			}
		}
		titleEnds(&p, &d)
		p.Choose, p.LeftOut = choices(t)
		if p.MayConclude && d.State == deliberation.Published && p.End == "" {
			return offices(tx, &p)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.TitleList(p))
}

// powerCite is the article that says who may decide a title.
func powerCite(title string) string {
	if title == deliberation.Fighter {
		return "06/2022/QH15, Điều 80, khoản 1 và khoản 4"
	}
	return "06/2022/QH15, Điều 80, khoản 1, khoản 3 và khoản 4"
}

func titleEnds(p *pages.TitleListProps, d *deliberation.Summary) {
	for _, e := range d.Ends {
		switch {
		case e.Award != p.List.Award:
		case e.DossierID != "":
			p.End, p.EndHref = "Đã lập hồ sơ trình cấp trên với "+itoa(e.People)+" người.", dossierPage+"/"+e.DossierID
		default:
			p.End = "Đơn vị đã quyết định: " + e.Number + ", ngày " + e.DecidedOn.Short() + ", " + e.Signer + " ký; " + itoa(e.People) + " người đã vào sổ khen thưởng."
		}
	}
}

// choices are who can be left out of a list that is too long, the fewest votes first,
// and who was.
func choices(t *deliberation.TitleList) (choose, left []components.Option) {
	if t.Over() > 0 {
		for i := len(t.On) - 1; i >= 0 && len(choose) < mostListed; i-- {
			x := t.On[i]
			choose = append(choose, components.Option{Value: x.ID, Text: x.Name + ", " + x.Department + ": " + itoa(x.Of(t.Award).Vote.Yes) + " phiếu"})
		}
	}
	for _, x := range t.Out {
		if x.Of(t.Award).Left != "" {
			left = append(left, components.Option{Value: x.ID, Text: x.Name + ", " + x.Department})
		}
	}
	return choose, left
}

func offices(tx *db.Tx, p *pages.TitleListProps) error {
	var err error
	if p.Offices, err = officeOptions(tx, []string{p.Round.UnitID}); err != nil {
		return err
	}
	for _, l := range dossier.Levels {
		p.Levels = append(p.Levels, components.Option{Value: string(l), Text: l.Name()})
	}
	return nil
}

// ceilingWords says the ceilings of a title, or that none is known and why.
func ceilingWords(law *rules.Law, t *deliberation.TitleList) []string {
	var list []string
	for i := range t.Limits {
		x := &t.Limits[i]
		if !x.Known {
			list = append(list, itoa(x.Percent)+"% theo "+x.Document()+": chưa biết mẫu số nên chưa tính được.")
			continue
		}
		text := "Tối đa " + itoa(x.Most) + " người = " + x.Says() + " (" + baseWords(law, &x.Quota) + "), " + x.Rounding.Name() + ", theo " + x.Document()
		if x.Law != nil {
			text += certaintyWords(string(x.Law.Certainty))
		}
		list = append(list, text+". Danh sách có "+itoa(len(t.On))+" người.")
	}
	if len(list) == 0 {
		list = append(list, "Luật 06/2022/QH15 và Nghị định 152/2025/NĐ-CP không ấn định tỷ lệ cho danh hiệu này; tỷ lệ do Bộ, ban, ngành, tỉnh quy định và đơn vị chưa ghi văn bản nào nên chương trình không kiểm tra mức tối đa.")
	}
	return list
}

// certaintyWords says that a citation was not compared with the text.
func certaintyWords(c string) string {
	if strings.HasPrefix(c, "M") {
		return " (chưa đối chiếu nguyên văn)"
	}
	return ""
}

func onTable(d *deliberation.Deliberation, t *deliberation.TitleList, shown []*deliberation.Standing) components.TableProps {
	table := components.TableProps{
		ID: "trong-danh-sach", Caption: "Trong danh sách: " + grouped(len(t.On)) + " người, theo số phiếu",
		Columns: []components.Column{{Head: "Họ và tên"}, {Head: "Bộ phận"}, {Head: "Xếp loại"}, {Head: "Phiếu đồng ý", Number: true}, {Head: "Năm trước"}, {Head: "Căn cứ"}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Chưa có ai trong danh sách", What: "Người được đề nghị, đủ điều kiện và được cả hai cuộc họp đồng ý nằm ở đây."}),
	}
	for _, x := range shown {
		a := x.Of(t.Award)
		table.Rows = append(table.Rows, components.Row{Cells: []components.Cell{
			{Text: x.Name, Href: d.Path() + "/nguoi/" + x.ID, Note: x.Post}, {Text: x.Department}, {Text: string(x.Rating)}, {Text: itoa(a.Vote.Yes)}, orMissing(heldWords(x), "–"), {Text: a.Why},
		}})
	}
	return table
}

func heldWords(x *deliberation.Standing) string {
	words := make([]string, len(x.Held))
	for i, h := range x.Held {
		words[i] = deliberation.TitleName(h)
	}
	return strings.Join(words, ", ")
}

func outTable(d *deliberation.Deliberation, t *deliberation.TitleList, shown []*deliberation.Standing) components.TableProps {
	table := components.TableProps{
		ID: "ngoai-danh-sach", Caption: "Được xét mà không có trong danh sách: " + grouped(len(t.Out)) + " người",
		Columns: []components.Column{{Head: "Họ và tên"}, {Head: "Bộ phận"}, {Head: "Xếp loại"}, {Head: "Vì sao"}},
	}
	for _, x := range shown {
		table.Rows = append(table.Rows, components.Row{Cells: []components.Cell{
			{Text: x.Name, Href: d.Path() + "/nguoi/" + x.ID, Note: x.Post}, {Text: x.Department}, orMissing(string(x.Rating), "chưa xếp loại"), {Text: x.Of(t.Award).Why},
		}})
	}
	if len(table.Rows) == 0 {
		table.Empty = components.EmptyState(components.EmptyProps{Title: "Không ai được xét mà không có trong danh sách"})
	}
	return table
}

func shareWords(t *deliberation.TitleList) components.TableProps {
	table := components.TableProps{
		ID: "co-cau", Caption: "Cơ cấu của danh sách", Columns: []components.Column{{Head: "Nhóm"}, {Head: "Trong đơn vị", Number: true}, {Head: "Trong danh sách", Number: true}},
	}
	for _, x := range t.Shares {
		list := components.Cell{Missing: "–"}
		if x.List.Of > 0 {
			list = components.Cell{Text: x.List.Percent() + "%", Note: itoa(x.List.N) + "/" + itoa(x.List.Of)}
		}
		staff := components.Cell{Missing: "–"}
		if x.Staff.Of > 0 {
			staff = components.Cell{Text: x.Staff.Percent() + "%", Note: itoa(x.Staff.N) + "/" + itoa(x.Staff.Of)}
		}
		table.Rows = append(table.Rows, components.Row{Cells: []components.Cell{{Text: upperFirst(x.Says), Note: x.Cite}, staff, list}})
	}
	return table
}

// listForm runs the use case of a form of a list.
func (s *Server) listForm(w http.ResponseWriter, r *http.Request, right access.Act, act func(tx *db.Tx, d *deliberation.Summary, title string, version int64) (page, sentence string, err error)) error {
	title := r.PathValue("award")
	return s.roundForm(w, r, right, func(list problem.List) error { return s.showTitleList(w, r, list) }, func(tx *db.Tx, d *deliberation.Summary, version int64) (string, string, error) {
		return act(tx, d, title, version)
	})
}

func (s *Server) leaveOut(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	return s.listForm(w, r, access.DeliberationKeep, func(tx *db.Tx, d *deliberation.Summary, title string, version int64) (string, string, error) {
		return "/danh-sach/" + title, "Đã bỏ khỏi danh sách, ghi lý do.", deliberation.LeaveOut(tx, law, d.ID, version, title, r.Form["chon"], text(r, "reason"))
	})
}

func (s *Server) putBack(w http.ResponseWriter, r *http.Request) error {
	return s.listForm(w, r, access.DeliberationKeep, func(tx *db.Tx, d *deliberation.Summary, title string, version int64) (string, string, error) {
		return "/danh-sach/" + title, "Đã đưa lại vào danh sách.", deliberation.PutBack(tx, d.ID, version, title, text(r, "staff"))
	})
}

func (s *Server) concludeList(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	return s.listForm(w, r, access.DeliberationConclude, func(tx *db.Tx, d *deliberation.Summary, title string, version int64) (string, string, error) {
		on, err := dayOf(r, "decided_on")
		if err != nil {
			return "", "", err
		}
		return "/danh-sach/" + title, "Đã ghi quyết định; từng người đã vào sổ khen thưởng.", deliberation.Decide(tx, law, d.ID, version, title, deliberation.Ruling{
			Number: text(r, "number"), On: on, Signer: text(r, "signer"),
		})
	})
}

func (s *Server) sendListUpward(w http.ResponseWriter, r *http.Request) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	return s.listForm(w, r, access.DeliberationConclude, func(tx *db.Tx, d *deliberation.Summary, title string, version int64) (string, string, error) {
		_, err := deliberation.SendUpward(tx, b, d.ID, version, title, text(r, "office"), dossier.Level(text(r, "level")))
		return "/danh-sach/" + title, "Đã lập hồ sơ với danh sách này; bổ sung tờ trình, báo cáo, biên bản rồi gửi.", err
	})
}

func (s *Server) objections(w http.ResponseWriter, r *http.Request) error {
	return s.showObjections(w, r, nil)
}

func (s *Server) showObjections(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.ObjectionsProps
	err := s.view(r, func(tx *db.Tx) error {
		u, d, err := round(tx, r)
		if err != nil {
			return err
		}
		objections, err := deliberation.ObjectionsOf(tx, d.ID)
		if err != nil {
			return err
		}
		scope := access.Scope{Unit: u.ID}
		p = pages.ObjectionsProps{
			Frame: refusedFrame(s.roundFrame(tx, r, u, &d.Deliberation, "Phản ánh về kết quả bình xét năm "+itoa(d.Year)), list), Round: d.Deliberation, List: objections, Problems: list, Typed: typed(r),
			MayEnter: d.State == deliberation.Published && access.May(tx, access.DeliberationKeep, scope), MayReply: d.State != deliberation.Concluded && access.May(tx, access.DeliberationConclude, scope),
			Today: tx.Today().Short(),
		}
		if !p.MayEnter {
			return nil
		}
		for page := 1; ; page++ {
			people, total, err := deliberation.Staffs(tx, d.ID, deliberation.Filter{Page: page})
			if err != nil {
				return err
			}
			for i := range people {
				p.Found = append(p.Found, components.Option{Value: people[i].ID, Text: people[i].Name + ", " + people[i].Department})
			}
			if len(p.Found) >= total || len(people) == 0 {
				return nil
			}
		}
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Objections(p))
}

func (s *Server) enterObjection(w http.ResponseWriter, r *http.Request) error {
	return s.roundForm(w, r, access.DeliberationKeep, func(list problem.List) error { return s.showObjections(w, r, list) }, func(tx *db.Tx, d *deliberation.Summary, _ int64) (string, string, error) {
		on, err := dayOf(r, "received_on")
		if err != nil {
			return "", "", err
		}
		return "/phan-anh", "Đã ghi phản ánh.", deliberation.EnterObjection(tx, d.ID, text(r, "staff"), text(r, "body"), on)
	})
}

func (s *Server) answerObjection(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("objection")
	return s.roundForm(w, r, access.DeliberationConclude, func(list problem.List) error { return s.showObjections(w, r, list) }, func(tx *db.Tx, d *deliberation.Summary, _ int64) (string, string, error) {
		all, err := deliberation.ObjectionsOf(tx, d.ID)
		if err != nil {
			return "", "", err
		}
		if !slices.ContainsFunc(all, func(o deliberation.Objected) bool { return o.ID == id }) {
			return "", "", problem.New(problem.NotFound, "Không có phản ánh này.")
		}
		return "/phan-anh", "Đã trả lời phản ánh.", deliberation.Answer(tx, id, text(r, "answer_"+id), text(r, "upheld") == "1")
	})
}

// ownRounds is what a person sees of the own deliberations.
func (s *Server) ownRounds(w http.ResponseWriter, r *http.Request) error {
	return s.showOwnRounds(w, r, nil)
}

func (s *Server) showOwnRounds(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.OwnRoundsProps
	err := s.view(r, func(tx *db.Tx) error {
		own, err := deliberation.OwnOf(tx)
		if err != nil {
			return err
		}
		p = pages.OwnRoundsProps{Frame: refusedFrame(s.frame(tx, r, "Bình xét của tôi"), list), Problems: list, Typed: typed(r)}
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		for _, o := range own {
			names, err := org.Names(tx, tx.Today(), o.Deliberation.UnitID)
			if err != nil {
				return err
			}
			p.List = append(p.List, pages.OwnRound{Own: o, Unit: names[o.Deliberation.UnitID]})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.OwnRounds(p))
}

func (s *Server) ownForm(w http.ResponseWriter, r *http.Request, sentence string, act func(tx *db.Tx, id string) error) error {
	err := s.update(r, func(tx *db.Tx) error { return act(tx, r.PathValue("person")) })
	if err == nil {
		return s.done(w, r, deliberation.OwnPage, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showOwnRounds(w, r, list)
}

func (s *Server) registerOwnTitle(w http.ResponseWriter, r *http.Request) error {
	return s.ownForm(w, r, "Đã ghi danh hiệu bạn đăng ký.", func(tx *db.Tx, id string) error { return deliberation.RegisterOwn(tx, id, text(r, "title")) })
}

func (s *Server) objectOwn(w http.ResponseWriter, r *http.Request) error {
	return s.ownForm(w, r, "Đã gửi phản ánh.", func(tx *db.Tx, id string) error { return deliberation.Object(tx, id, text(r, "body")) })
}
