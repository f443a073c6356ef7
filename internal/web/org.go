package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const unitsPage = "/don-vi"

// mostUnits is how many units a search shows; a person reads no more.
const mostUnits = 200

// units is the register of units on a day: those directly under the centre, or
// what a search by code or name finds at any level.
func (s *Server) units(w http.ResponseWriter, r *http.Request) error {
	var p pages.UnitsProps
	err := s.view(r, func(tx *db.Tx) error {
		day, err := dayOf(r, "ngay")
		list := problem.All(err)
		if err != nil && list == nil {
			return err
		}
		if day.IsZero() {
			day = tx.Today()
		}
		p = pages.UnitsProps{
			Frame: refusedFrame(s.frame(tx, r, "Danh mục đơn vị theo ngày"), list), Problems: list,
			Code: text(r, "ma"), Name: text(r, "ten"), Day: orText(text(r, "ngay"), day.Short()),
		}
		p.Frame.Lead = "Một mã có thể là tên đơn vị khác trước và sau sáp nhập; chọn ngày để biết mã thuộc về ai vào ngày đó."
		if access.May(tx, access.OrgChange, access.Scope{}) {
			p.Frame.Action = components.ActionBar(
				components.ButtonProps{Text: "Thêm đơn vị", Href: newUnitPage},
				components.ButtonProps{Text: "Sáp nhập", Href: mergePage, Kind: components.Plain},
			)
		}
		if p.Code == "" && p.Name == "" {
			units, err := org.On(tx, "", day)
			p.Units = unitTable(itoa(len(units))+" đơn vị trực thuộc Trung ương vào ngày "+day.Short(), units, nil)
			return err
		}
		return searchUnits(tx, org.Query{Day: day, Code: p.Code, Name: p.Name}, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(p.Problems), pages.Units(p))
}

// searchUnits fills the page with what was found, or with the days on which it
// would have been.
func searchUnits(tx *db.Tx, q org.Query, p *pages.UnitsProps) error {
	found, elsewhen, err := org.Search(tx, q)
	if err != nil {
		return err
	}
	caption := itoa(len(found)) + " đơn vị vào ngày " + q.Day.Short()
	if len(found) > mostUnits {
		caption = itoa(mostUnits) + " trong " + caption + "; gõ thêm để thu hẹp"
		found = found[:mostUnits]
	}
	above, err := namesAbove(tx, q.Day, found)
	if err != nil {
		return err
	}
	p.Units = unitTable(caption, found, above)
	if len(found) > 0 || len(elsewhen) == 0 {
		return nil
	}
	elsewhen = elsewhen[:min(len(elsewhen), mostUnits)]
	p.Elsewhen = components.TableProps{
		ID: "ngay-khac", Caption: "Có vào ngày khác", Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Mã"}, {Head: "Từ ngày"}, {Head: "Đến trước ngày"}},
	}
	for _, u := range elsewhen {
		p.Elsewhen.Rows = append(p.Elsewhen.Rows, components.Row{Cells: []components.Cell{
			{Text: u.Name, Href: unitPath(u.ID)}, orMissing(u.Code, "không có mã"), orMissing(u.FromDay.Short(), "chưa rõ"), orMissing(u.ToDay.Short(), "đang có hiệu lực"),
		}})
	}
	return nil
}

// namesAbove names the units that the given ones stand below.
func namesAbove(tx *db.Tx, day vn.Date, units []org.Unit) (map[string]string, error) {
	ids := make([]string, 0, len(units))
	for _, u := range units {
		ids = append(ids, u.ParentID)
	}
	names, err := org.Names(tx, day, ids...)
	if names != nil {
		names[""] = "Trung ương"
	}
	return names, err
}

// unitTable lists units; with the names of the units above them when these
// differ.
func unitTable(caption string, units []org.Unit, above map[string]string) components.TableProps {
	t := components.TableProps{
		ID: "don-vi", Caption: caption,
		Columns: []components.Column{{Head: "Đơn vị", Sort: true}, {Head: "Mã", Sort: true}, {Head: "Loại"}, {Head: "Từ ngày"}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Không có đơn vị nào vào ngày này", What: "Mã ghi đủ số 0 ở đầu, ví dụ 01; tên gõ một phần cũng được, không cần dấu."}),
	}
	if above != nil {
		t.Columns = slices.Insert(t.Columns, 3, components.Column{Head: "Trực thuộc"})
	}
	for _, u := range units {
		cells := []components.Cell{
			{Text: u.Name, Href: unitPath(u.ID)},
			orMissing(u.Code, "không có"),
			{Text: org.KindNames[u.Kind]},
			{Text: orText(u.FromDay.Short(), "chưa rõ ngày"), Note: orText(u.Source, notFoundYet)},
		}
		if above != nil {
			cells = slices.Insert(cells, 3, components.Cell{Text: above[u.ParentID]})
		}
		t.Rows = append(t.Rows, components.Row{Cells: cells})
	}
	return t
}

func unitPath(id string) string { return unitsPage + "/" + id }

// unit is one unit: what it is, where it comes from, what became of it.
func (s *Server) unit(w http.ResponseWriter, r *http.Request) error {
	var p pages.UnitProps
	err := s.view(r, func(tx *db.Tx) error {
		versions, changes, err := org.History(tx, r.PathValue("unit"))
		if err != nil {
			return err
		}
		u := versionOf(versions, tx.Today())
		p.Frame = s.frame(tx, r, orText(u.FullName, u.Name))
		p.Frame.Crumbs = []components.Link{{Href: unitsPage, Text: "Đơn vị"}}
		s.traced(tx, &p.Frame, access.Scope{}, record.Object{Kind: "unit", ID: u.ID})
		p.Ended = !u.ToDay.IsZero() && !u.InForce(tx.Today())
		if err := unitAbove(tx, u, &p); err != nil {
			return err
		}
		p.Facts = unitFacts(u, p.Above)
		lineage, err := org.LineageOf(tx, u.ID)
		if err != nil {
			return err
		}
		p.Notice = unitNotice(u, tx.Today())
		p.Into, p.From = descentTree(lineage.Into, u.ID), descentTree(lineage.From, u.ID)
		p.Versions = versionTable(versions)
		if p.Changes, err = changeTable(tx, changes); err != nil {
			return err
		}
		below, err := org.On(tx, u.ID, tx.Today())
		if err != nil {
			return err
		}
		if p.Below = unitTable(itoa(len(below))+" đơn vị trực thuộc vào ngày "+tx.Today().Short(), below, nil); len(below) == 0 {
			p.Below.Empty = nil
		}
		if last := versions[len(versions)-1]; last.ToDay.IsZero() && access.May(tx, access.OrgChange, access.Scope{Unit: u.ID}) {
			p.Frame.Action = unitActions(last)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Unit(p))
}

// unitNotice says that a version has ended, has not begun, or will end.
func unitNotice(u org.Unit, today vn.Date) string {
	switch {
	case !u.FromDay.IsZero() && u.FromDay.After(today):
		return "Đơn vị này chưa có; có từ ngày " + u.FromDay.Short() + "."
	case u.ToDay.IsZero():
		return ""
	case !u.ToDay.After(today):
		return "Đơn vị này không còn từ ngày " + u.ToDay.Short() + "."
	}
	return "Đến ngày " + u.ToDay.Short() + " đơn vị này thay đổi hoặc kết thúc; xem bên dưới."
}

// unitActions leads to the forms that change a unit.
func unitActions(u org.Unit) templ.Component {
	link := func(words, href string) components.ButtonProps {
		return components.ButtonProps{Text: words, Href: href, Kind: components.Plain}
	}
	return components.ActionBar(
		link("Đổi tên, mã, loại, cấp trên", unitPath(u.ID)+"/doi-ten"),
		link("Sáp nhập", mergeHref(u.ParentID, "", u.ID)),
		link("Chia tách", unitPath(u.ID)+"/chia-tach"),
		link("Thêm đơn vị bên dưới", newUnitPage+"?"+url.Values{"thuoc": {u.ID}}.Encode()),
	)
}

// unitAbove finds the unit above and the way to it.
func unitAbove(tx *db.Tx, u org.Unit, p *pages.UnitProps) error {
	p.Above = components.Link{Text: "Trung ương"}
	if u.ParentID == "" {
		return nil
	}
	names, err := org.Names(tx, tx.Today(), u.ParentID)
	if err != nil {
		return err
	}
	p.Above = components.Link{Href: unitPath(u.ParentID), Text: names[u.ParentID]}
	p.Frame.Crumbs = append(p.Frame.Crumbs, p.Above)
	return nil
}

// versionOf is the version in force on a day, else the last one before it, else
// the first.
func versionOf(versions []org.Unit, day vn.Date) org.Unit {
	u := versions[0]
	for _, v := range versions {
		if v.FromDay.IsZero() || !v.FromDay.After(day) {
			u = v
		}
	}
	return u
}

func unitFacts(u org.Unit, above components.Link) []components.Fact {
	facts := []components.Fact{
		{Label: "Mã", Text: orText(u.Code, "không có")},
		{Label: "Loại", Text: org.KindNames[u.Kind]},
		{Label: "Trực thuộc", Text: above.Text},
		{Label: "Mang tên, mã, loại này từ ngày", Text: orText(u.FromDay.Short(), "chưa rõ")},
	}
	if above.Href != "" {
		facts[2].Content = pages.UnitLinks([]components.Link{above})
	}
	return facts
}

func versionTable(versions []org.Unit) components.TableProps {
	t := components.TableProps{
		ID: "ten-ma", Caption: "Tên, mã và loại theo ngày",
		Columns: []components.Column{{Head: "Tên"}, {Head: "Mã"}, {Head: "Loại"}, {Head: "Từ ngày"}, {Head: "Đến trước ngày"}, {Head: "Nguồn"}},
	}
	for _, v := range versions {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: orText(v.FullName, v.Name)},
			orMissing(v.Code, "không có"),
			{Text: org.KindNames[v.Kind]},
			orMissing(v.FromDay.Short(), "chưa rõ"), orMissing(v.ToDay.Short(), "đang có hiệu lực"), orMissing(v.Source, notFoundYet),
		}})
	}
	return t
}

var changeWords = map[org.ChangeKind]string{
	org.Created: "ghi vào danh mục", org.Revised: "đổi tên, mã, loại hoặc cấp trên", org.Merged: "sáp nhập", org.Split: "chia, tách",
}

func changeTable(tx *db.Tx, changes []org.Change) (components.TableProps, error) {
	t := components.TableProps{
		ID: "thay-doi", Caption: "Thay đổi", Columns: []components.Column{{Head: "Ngày"}, {Head: "Thay đổi"}, {Head: "Trước"}, {Head: "Sau"}, {Head: "Nguồn"}},
	}
	for _, c := range changes {
		before, err := org.Names(tx, c.OnDay.AddDays(-1), c.Before...)
		if err != nil {
			return t, err
		}
		after, err := org.Names(tx, c.OnDay, c.After...)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			orMissing(c.OnDay.Short(), "chưa rõ"), {Text: changeWords[c.Kind]}, namedUnits(before, c.Before), namedUnits(after, c.After), orMissing(c.Source, notFoundYet),
		}})
	}
	return t, nil
}

// namedUnits links units in the order of their ids' list.
func namedUnits(names map[string]string, ids []string) components.Cell {
	if len(ids) == 0 {
		return components.Cell{Missing: "–"}
	}
	links := make([]components.Link, len(ids))
	for i, id := range ids {
		links[i] = components.Link{Href: unitPath(id), Text: names[id]}
	}
	return components.Cell{Content: pages.UnitLinks(links)}
}

// descentTree draws where the unit of a page comes from or what became of it.
func descentTree(list []org.Descent, self string) []components.TreeNode {
	nodes := make([]components.TreeNode, len(list))
	for i, d := range list {
		nodes[i] = components.TreeNode{
			Text: codedName(d.Unit), Href: unitPath(d.Unit.ID), Detail: changeWords[d.Kind] + " ngày " + d.OnDay.Short() + ", " + d.Source, Children: descentTree(d.Next, self),
		}
		if d.Unit.ID == self {
			nodes[i].Href = ""
		}
	}
	return nodes
}

// codedName is a unit's name with its code.
func codedName(u org.Unit) string {
	if u.Code == "" {
		return u.Name
	}
	return u.Name + " (mã " + u.Code + ")"
}
