package web

import (
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// unitChanges is every merger, split and renaming, newest first: what each unit
// was before and with which code.
func (s *Server) unitChanges(w http.ResponseWriter, r *http.Request) error {
	var p pages.UnitChangesProps
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.frame(tx, r, "Sáp nhập, chia tách, đổi tên")
		p.Frame.Crumbs = []components.Link{{Href: unitsPage, Text: "Đơn vị"}}
		p.Frame.Lead = "Đơn vị cũ nay là đơn vị nào, mã cũ nay thuộc về ai; ngày mới nhất trước."
		passages, err := org.Passages(tx)
		if err != nil {
			return err
		}
		for len(passages) > 0 {
			last := passages[len(passages)-1]
			i := len(passages)
			for i > 0 && passages[i-1].OnDay == last.OnDay {
				i--
			}
			tables, err := dayTables(tx, passages[i:])
			if err != nil {
				return err
			}
			p.Days = append(p.Days, pages.UnitDay{ID: "ngay-" + last.OnDay.String(), Title: "Từ ngày " + last.OnDay.Short(), Tables: tables})
			passages = passages[:i]
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.UnitChanges(p))
}

// dayTables lists the changes of one day: mergers, splits, then the rest.
func dayTables(tx *db.Tx, passages []org.Passage) ([]components.TableProps, error) {
	byKind := map[org.ChangeKind][]org.Passage{}
	for _, p := range passages {
		byKind[p.Kind] = append(byKind[p.Kind], p)
	}
	var tables []components.TableProps
	if list := byKind[org.Merged]; len(list) > 0 {
		caption, err := countMergers(tx, list)
		if err != nil {
			return nil, err
		}
		tables = append(tables, passageTable(list, caption, components.Column{Head: "Đơn vị từ ngày này"}, components.Column{Head: "Nhập từ"}, func(p org.Passage) (whole, parts []org.Unit) { return p.Is, p.Was }))
	}
	if list := byKind[org.Split]; len(list) > 0 {
		tables = append(tables, passageTable(list, itoa(len(list))+" đơn vị chia tách", components.Column{Head: "Đơn vị cũ"}, components.Column{Head: "Thành"}, func(p org.Passage) (whole, parts []org.Unit) { return p.Was, p.Is }))
	}
	if list := byKind[org.Revised]; len(list) > 0 {
		t, err := revisionTable(tx, list)
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// countMergers says how many units there were the day before and are on the day.
func countMergers(tx *db.Tx, list []org.Passage) (string, error) {
	day := list[0].OnDay
	before, err := org.On(tx, "", day.AddDays(-1))
	if err != nil {
		return "", err
	}
	after, err := org.On(tx, "", day)
	if err != nil {
		return "", err
	}
	caption := itoa(len(list)) + " cuộc sáp nhập"
	if len(before) != len(after) {
		caption += "; từ " + itoa(len(before)) + " còn " + itoa(len(after)) + " đơn vị trực thuộc Trung ương"
	}
	return caption, nil
}

func passageTable(list []org.Passage, caption string, whole, parts components.Column, sides func(org.Passage) (whole, parts []org.Unit)) components.TableProps {
	t := components.TableProps{
		ID: string(list[0].Kind) + "-" + list[0].OnDay.String(), Caption: upperFirst(caption),
		Columns: []components.Column{whole, {Head: "Mã"}, parts, {Head: "Mã đổi chủ"}},
	}
	source, same := sameSource(list)
	if same {
		t.Source = &components.SourceProps{Name: source}
	} else {
		t.Columns = append(t.Columns, components.Column{Head: "Nguồn"})
	}
	for _, p := range list {
		units, others := sides(p)
		names, codes := make([]components.Link, len(units)), make([]string, len(units))
		for i, u := range units {
			names[i], codes[i] = components.Link{Href: unitPath(u.ID), Text: u.Name}, u.Code
		}
		cells := []components.Cell{
			{Content: pages.UnitLinks(names)}, orMissing(strings.Join(codes, ", "), "không có"), {Content: pages.UnitLinks(codedLinks(others))}, orMissing(handedCodes(p), "–"),
		}
		if !same {
			cells = append(cells, orMissing(p.Source, notFoundYet))
		}
		t.Rows = append(t.Rows, components.Row{Cells: cells})
	}
	return t
}

// sameSource is the source that all the changes rest on.
func sameSource(list []org.Passage) (string, bool) {
	for _, p := range list {
		if p.Source != list[0].Source {
			return "", false
		}
	}
	return list[0].Source, true
}

func codedLinks(units []org.Unit) []components.Link {
	links := make([]components.Link, len(units))
	for i, u := range units {
		links[i] = components.Link{Href: unitPath(u.ID), Text: codedName(u)}
	}
	return links
}

// handedCodes names the codes that name another unit from the day on.
func handedCodes(p org.Passage) string {
	var list []string
	for _, h := range p.Codes() {
		if h.Was.ID != "" && h.Is.ID != "" {
			list = append(list, h.Code+": "+h.Was.Name+" → "+h.Is.Name)
		}
	}
	return strings.Join(list, "; ")
}

func revisionTable(tx *db.Tx, list []org.Passage) (components.TableProps, error) {
	t := components.TableProps{
		ID: "doi-" + list[0].OnDay.String(), Caption: "Đổi tên, mã, loại hoặc cấp trên",
		Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Trước"}, {Head: "Từ ngày này"}, {Head: "Nguồn"}},
	}
	for _, p := range list {
		if len(p.Was) == 0 || len(p.Is) == 0 {
			continue
		}
		above, err := namesAbove(tx, p.OnDay, slices.Concat(p.Was, p.Is))
		if err != nil {
			return t, err
		}
		before, after := beforeAndAfter(p.Was[0], p.Is[0], above)
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: p.Is[0].Name, Href: unitPath(p.Is[0].ID)}, {Text: before}, {Text: after}, orMissing(p.Source, notFoundYet),
		}})
	}
	return t, nil
}

// inShort says what a unit is: "Tỉnh Lào Cai, mã 15, trực thuộc Trung ương";
// without a full name its kind is said, without above its place is not.
func inShort(u org.Unit, above string) string {
	said := orText(u.FullName, u.Name)
	if u.Code != "" {
		said += ", mã " + u.Code
	}
	if u.FullName == "" {
		said += ", " + org.KindNames[u.Kind]
	}
	if above != "" {
		said += ", trực thuộc " + above
	}
	return said
}

// beforeAndAfter says what a unit was and is, with its place and its kind where
// these changed.
func beforeAndAfter(was, is org.Unit, above map[string]string) (before, after string) {
	if was.ParentID != is.ParentID {
		before, after = inShort(was, above[was.ParentID]), inShort(is, above[is.ParentID])
	} else {
		before, after = inShort(was, ""), inShort(is, "")
	}
	if was.Kind != is.Kind && was.FullName != "" {
		return before + ", " + org.KindNames[was.Kind], after + ", " + org.KindNames[is.Kind]
	}
	return before, after
}

// cities is the centrally run cities by date.
func (s *Server) cities(w http.ResponseWriter, r *http.Request) error {
	var p pages.CitiesProps
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.frame(tx, r, "Thành phố trực thuộc Trung ương theo ngày")
		p.Frame.Crumbs = []components.Link{{Href: unitsPage, Text: "Đơn vị"}}
		eras, err := org.Eras(tx, org.CentralCity)
		if err != nil {
			return err
		}
		p.Eras = eraTable(eras, tx.Today())
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Cities(p))
}

func eraTable(eras []org.Era, today vn.Date) components.TableProps {
	t := components.TableProps{
		ID: "thanh-pho", Caption: "Các thành phố, từ ngày nào và thêm thành phố nào",
		Columns: []components.Column{{Head: "Từ ngày"}, {Head: "Số thành phố", Number: true}, {Head: "Thêm"}, {Head: "Gồm"}, {Head: "Nguồn"}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Chưa có thành phố nào trong danh mục", What: "Thành phố trực thuộc Trung ương và ngày thành lập sẽ hiện ở đây."}),
	}
	for i, e := range eras {
		from, joined, source := components.Cell{Text: e.From.Short()}, components.Cell{Missing: "–"}, ""
		if e.From.IsZero() {
			from = components.Cell{Text: "trước đó"}
			if i+1 < len(eras) {
				from.Text = "đến hết " + eras[i+1].From.AddDays(-1).Short()
			}
		}
		now := (e.From.IsZero() || !e.From.After(today)) && (i+1 == len(eras) || eras[i+1].From.After(today))
		if now {
			from.Note = "hiện nay"
		} else if e.From.After(today) {
			from.Note = "sắp tới"
		}
		if len(e.Joined) > 0 {
			joined = components.Cell{Content: pages.UnitLinks(unitLinks(e.Joined))}
			source = e.Joined[0].Source
		} else if len(e.Units) > 0 {
			source = e.Units[0].Source
		}
		t.Rows = append(t.Rows, components.Row{Mine: now, Cells: []components.Cell{
			from, {Text: itoa(len(e.Units))}, joined, {Content: pages.UnitLinks(unitLinks(e.Units))}, orMissing(source, notFoundYet),
		}})
	}
	return t
}

func unitLinks(units []org.Unit) []components.Link {
	links := make([]components.Link, len(units))
	for i, u := range units {
		links[i] = components.Link{Href: unitPath(u.ID), Text: u.Name}
	}
	return links
}
