package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

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

// registersPage is the address of the registers of awards; the register of a unit
// stands below it.
const registersPage = "/so-khen-thuong"

// registerUnit finds the unit whose register the address names, for who may look
// at it. A unit that has ended keeps its register.
func registerUnit(tx *db.Tx, r *http.Request) (org.Unit, error) {
	id := r.PathValue("unit")
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: id}); err != nil {
		return org.Unit{}, err
	}
	versions, _, err := org.History(tx, id)
	if err != nil {
		return org.Unit{}, err
	}
	return versionOf(versions, tx.Today()), nil
}

// registerFrame is frame for a page of a unit's register: it names the unit and
// leads back to its register.
func (s *Server) registerFrame(tx *db.Tx, r *http.Request, u org.Unit, title string) components.PageProps {
	f := s.frame(tx, r, title)
	f.Kicker = orText(u.FullName, u.Name)
	f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}, {Href: registersPage, Text: "Sổ khen thưởng"}}
	if own := registersPage + "/" + u.ID; r.URL.Path != own {
		f.Crumbs = append(f.Crumbs, components.Link{Href: own, Text: u.Name})
	}
	return f
}

// registers lists the units whose registers the person may look at.
func (s *Server) registers(w http.ResponseWriter, r *http.Request) error {
	var p pages.RegistersProps
	err := s.view(r, func(tx *db.Tx) (err error) {
		if !award.Looks(tx) {
			return access.Require(tx, access.AwardLook, access.Scope{Unit: tx.Actor.Unit})
		}
		p.Frame = s.frame(tx, r, "Sổ khen thưởng")
		p.Frame.Lead = "Ai đã được khen thưởng gì, theo quyết định nào; ai còn thiếu gì để được đề nghị."
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		if p.Name = text(r, "ten"); p.Name != "" {
			if p.Found, err = searchRegisters(tx, p.Name, &p.Problems); err != nil {
				return err
			}
			p.Frame = askedFrame(p.Frame, p.Problems)
		}
		list, err := award.Registers(tx)
		if err != nil {
			return err
		}
		p.Units, err = registerTable(tx, list)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(p.Problems), pages.Registers(p))
}

// askedFrame shows above a page what was wrong with what was asked.
func askedFrame(f components.PageProps, list problem.List) components.PageProps {
	if len(list) > 0 {
		f.Failed, f.Above = true, components.ErrorSummaryTitled("Chưa tìm được", list)
	}
	return f
}

// searchRegisters tables the subjects with a name.
func searchRegisters(tx *db.Tx, name string, list *problem.List) (components.TableProps, error) {
	t := components.TableProps{
		ID:      "tim-thay",
		Columns: []components.Column{{Head: "Tên"}, {Head: "Năm sinh", Number: true}, {Head: "Nơi công tác"}, {Head: "Đơn vị"}, {Head: "Số lần được khen", Number: true}, {Head: "Gần nhất"}},
		Empty: components.EmptyState(components.EmptyProps{
			Title: "Không có ai", What: "Không ai mang tên ấy trong các sổ bạn được xem. Thử ít chữ hơn, ví dụ chỉ tên đệm và tên.",
		}),
	}
	if award.Folded(name) == "" {
		list.Add("ten", "Ghi ít nhất một chữ của tên.")
		return t, nil
	}
	l, err := rules.Carried()
	if err != nil {
		return t, err
	}
	found, more, err := award.Search(tx, name)
	if err != nil {
		return t, err
	}
	if t.Caption = itoa(len(found)) + " đối tượng"; more {
		t.Caption = "Hơn " + itoa(award.MostFound) + " đối tượng; " + itoa(award.MostFound) + " đầu tiên ở đây, gõ thêm chữ để thu hẹp"
	}
	ids := make([]string, len(found))
	for i := range found {
		ids[i] = found[i].UnitID
	}
	names, err := org.Names(tx, tx.Today(), ids...)
	if err != nil {
		return t, err
	}
	for i := range found {
		f := &found[i]
		who := nameCell(f.Subject)
		if !strings.Contains(" "+f.Folded, " "+award.Folded(name)) {
			who.Note = "tìm thấy theo tên trước đây"
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			who, bornCell(f.Subject), orMissing(f.Place, "–"), {Text: names[f.UnitID]}, {Text: itoa(f.Awards)}, latestCell(l, *f),
		}})
	}
	return t, nil
}

// nameCell is a subject's name; of what is no person with what it is.
func nameCell(s award.Subject) components.Cell {
	c := components.Cell{Text: s.Name, Href: subjectPath(s.ID)}
	if s.Kind != rules.Person {
		c.Note = s.Kind.Name()
	}
	return c
}

func bornCell(s award.Subject) components.Cell {
	if s.Kind != rules.Person {
		return components.Cell{Missing: "–"}
	}
	if s.BirthYear == 0 {
		return components.Cell{Missing: "chưa rõ"}
	}
	return components.Cell{Text: itoa(s.BirthYear)}
}

func latestCell(l *rules.Law, f award.Found) components.Cell {
	if f.Awards == 0 {
		return components.Cell{Missing: "chưa có"}
	}
	return components.Cell{Text: awardTitle(l, f.Latest), Note: "năm " + itoa(f.Latest.Year)}
}

// awardTitle is the award of an entry; in the words of its list where the code is of
// no award known today.
func awardTitle(l *rules.Law, e award.Entry) string {
	if a := l.Award(e.Award); a != nil {
		return a.Title()
	}
	return orText(e.AsWritten, e.Award)
}

func registerTable(tx *db.Tx, list []award.Register) (components.TableProps, error) {
	t := components.TableProps{
		ID: "so", Caption: "Sổ của các đơn vị bạn được xem", Quiet: true,
		Columns: []components.Column{{Head: "Đơn vị", Sort: true}, {Head: "Đối tượng", Number: true, Sort: true}, {Head: "Lần khen thưởng", Number: true, Sort: true}},
		Empty: components.EmptyState(components.EmptyProps{
			Title: "Chưa có sổ nào", What: "Sổ của mỗi đơn vị hiện ở đây khi có hồ sơ đầu tiên.",
			Who: "Mở trang của đơn vị trong danh mục đơn vị để lập sổ.", Action: &components.ButtonProps{Text: "Danh mục đơn vị", Href: unitsPage, Kind: components.Plain},
		}),
	}
	ids := make([]string, len(list))
	for i, g := range list {
		ids[i] = g.UnitID
	}
	names, err := org.Names(tx, tx.Today(), ids...)
	if err != nil {
		return t, err
	}
	slices.SortStableFunc(list, func(a, b award.Register) int { return vn.Compare(names[a.UnitID], names[b.UnitID]) })
	for _, g := range list {
		t.Rows = append(t.Rows, components.Row{Mine: g.UnitID == tx.Actor.Unit, Cells: []components.Cell{
			{Text: names[g.UnitID], Href: registersPage + "/" + g.UnitID}, {Text: grouped(g.Subjects)}, {Text: grouped(g.Grants)},
		}})
	}
	return t, nil
}

// subjectKinds are the kinds of subject in the order of the register.
func subjectKinds() []components.Option {
	var list []components.Option
	for _, k := range []rules.Kind{rules.Person, rules.Collective, rules.Household, rules.Foreigner} {
		list = append(list, components.Option{Value: string(k), Text: upperFirst(k.Name())})
	}
	return list
}

// unitRegister is the register of a unit.
func (s *Server) unitRegister(w http.ResponseWriter, r *http.Request) error {
	var p pages.UnitRegisterProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		p = pages.UnitRegisterProps{
			Frame: s.registerFrame(tx, r, u, "Sổ khen thưởng"), UnitID: u.ID, Name: text(r, "ten"), Kind: text(r, "loai"), Kinds: subjectKinds(),
			MayKeep: access.May(tx, access.AwardKeep, access.Scope{Unit: u.ID}),
		}
		p.Filtered = p.Name != "" || p.Kind != ""
		own := registersPage + "/" + u.ID
		if p.MayKeep {
			p.Frame.Action = components.Button(components.ButtonProps{Text: "Lập hồ sơ", Href: own + "/moi"})
		}
		page := max(1, number(text(r, "trang")))
		found, total, err := award.List(tx, u.ID, award.Filter{Kind: rules.Kind(p.Kind), Name: p.Name, Page: page})
		if err != nil {
			return err
		}
		l, err := rules.Carried()
		p.Subjects = subjectTable(l, found, total, p.Filtered, p.MayKeep, own)
		p.Pager = registerPager(own, p.Name, p.Kind, page, total)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.UnitRegister(p))
}

func registerPager(own, name, kind string, page, total int) components.PagerProps {
	last := (total + award.PageSize - 1) / award.PageSize
	at := func(n int) string {
		q := url.Values{"trang": {itoa(n)}}
		if name != "" {
			q.Set("ten", name)
		}
		if kind != "" {
			q.Set("loai", kind)
		}
		return own + "?" + q.Encode()
	}
	p := components.PagerProps{Here: "Trang " + itoa(page) + " trong " + itoa(max(1, last)), What: "đối tượng trong sổ"}
	if page > 1 {
		p.Previous = at(page - 1)
	}
	if page < last {
		p.Next = at(page + 1)
	}
	return p
}

func subjectTable(l *rules.Law, found []award.Found, total int, filtered, mayKeep bool, own string) components.TableProps {
	empty := components.EmptyProps{
		Title: "Sổ chưa có ai", What: "Cá nhân, tập thể, hộ gia đình cùng xếp loại từng năm và khen thưởng của họ nằm ở đây.",
		Who: "Chuyên viên của đơn vị nhập từ danh sách đang giữ, hoặc lập từng hồ sơ.",
	}
	if mayKeep {
		empty.Action = &components.ButtonProps{Text: "Nhập danh sách", Href: own + "/nhap", Kind: components.Plain}
	}
	if filtered {
		empty = components.EmptyProps{Title: "Không có ai như vậy", What: "Không đối tượng nào trong sổ đúng với điều đang lọc."}
	}
	t := components.TableProps{
		ID: "doi-tuong", Caption: grouped(total) + " đối tượng", Empty: components.EmptyState(empty),
		Columns: []components.Column{{Head: "Tên"}, {Head: "Năm sinh", Number: true}, {Head: "Nơi công tác"}, {Head: "Xếp loại gần nhất"}, {Head: "Số lần được khen", Number: true}, {Head: "Khen thưởng gần nhất"}},
	}
	for i := range found {
		f := &found[i]
		rated := components.Cell{Missing: "chưa ghi"}
		if f.Rated.Year != 0 {
			rated = components.Cell{Text: upperFirst(f.Rated.Rating.Name()), Note: "năm " + itoa(f.Rated.Year)}
		}
		name := nameCell(f.Subject)
		if !f.LeftOn.IsZero() {
			name.Note = "thôi ở đơn vị từ " + f.LeftOn.Short()
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			name, bornCell(f.Subject), orMissing(f.Place, "–"), rated, {Text: itoa(f.Awards)}, latestCell(l, *f),
		}})
	}
	return t
}

// grouped is a count with its thousands set apart.
func grouped(n int) string { return vn.Format(decimal.NewFromInt(int64(n))) }
