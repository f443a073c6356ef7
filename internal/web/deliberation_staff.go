package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/deliberation"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// mostChanges is how many differences of a list a page shows.
const mostChanges = 50

func (s *Server) staffImport(w http.ResponseWriter, r *http.Request) error {
	return s.showStaffImport(w, r, "", nil, nil)
}

// showStaffImport shows what a list that was brought would change, or what of a file
// cannot be read.
func (s *Server) showStaffImport(w http.ResponseWriter, r *http.Request, file string, list problem.List, unread []string) error {
	var p pages.StaffImportProps
	err := s.view(r, func(tx *db.Tx) error {
		u, d, err := round(tx, r)
		if err != nil {
			return err
		}
		open := d.State == deliberation.Gathering || d.State == deliberation.Meetings
		p = pages.StaffImportProps{
			Frame: s.roundFrame(tx, r, u, &d.Deliberation, "Nhập danh sách bình xét năm "+itoa(d.Year)), Round: d.Deliberation, Unread: unread,
			May: open && access.May(tx, access.DeliberationKeep, access.Scope{Unit: u.ID}),
		}
		switch {
		case file == "":
			p.Frame, p.Problems = refusedFrame(p.Frame, list), list
		case len(list) > 0:
			p.Frame.Failed = true
			p.Frame.Above = components.Notice(components.NoticeProps{Kind: components.NoticeBad, Text: refusal(file, list)})
			p.Mistakes = mistakeTable(list)
		}
		if d.FileName == "" || !p.May {
			return nil
		}
		c, err := deliberation.Compare(tx, d.ID)
		if err != nil {
			return err
		}
		p.Waiting, p.Changes = &c, staffChanges(&c)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.StaffImport(p))
}

// staffChanges lists what a list would change; the first of a long one.
func staffChanges(c *deliberation.Comparison) components.TableProps {
	t := components.TableProps{ID: "thay-doi", Caption: "Sẽ ghi gì", Columns: []components.Column{{Head: "Họ và tên"}, {Head: "Bộ phận"}, {Head: "Thay đổi"}}}
	add := func(name, department, what string) {
		if len(t.Rows) < mostChanges {
			t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: name}, {Text: department}, {Text: what}}})
		}
	}
	for _, x := range c.Changed {
		var words []string
		for _, f := range x.Changes {
			words = append(words, f.Field+": "+orText(f.Was, "trống")+" → "+orText(f.Is, "trống"))
		}
		add(x.Line.Name, x.Line.Department, strings.Join(words, "; "))
	}
	for i := range c.Gone {
		add(c.Gone[i].Name, c.Gone[i].Department, "không có trong tệp")
	}
	for _, x := range c.New {
		add(x.Line.Name, x.Line.Department, "thêm mới: "+newWords(&x.Line))
	}
	if n := len(c.Changed) + len(c.Gone) + len(c.New); n > mostChanges {
		t.Caption = "Sẽ ghi gì (" + itoa(mostChanges) + " trên " + grouped(n) + " thay đổi)"
	}
	return t
}

func newWords(l *deliberation.Line) string {
	text := orText(string(l.Rating), "chưa xếp loại ("+l.Unrated+")")
	if wanted := l.Wanted(); wanted != "" {
		text += ", xét " + deliberation.TitleName(wanted)
	}
	return text
}

func (s *Server) staffTemplate(w http.ResponseWriter, r *http.Request) error {
	if err := s.view(r, func(tx *db.Tx) error {
		_, _, err := round(tx, r)
		return err
	}); err != nil {
		return err
	}
	content, err := sheet.WriteTables(sheet.Table{Title: "Danh sách bình xét", Columns: sheet.StaffColumns()})
	if err != nil {
		return err
	}
	return sendFile(w, "mau-danh-sach-binh-xet.xlsx", content)
}

// bringStaff reads a list, outside of every transaction that writes, and keeps it to
// be looked at.
func (s *Server) bringStaff(w http.ResponseWriter, r *http.Request) error {
	if err := s.view(r, func(tx *db.Tx) error {
		u, _, err := round(tx, r)
		if err != nil {
			return err
		}
		return access.Require(tx, access.DeliberationKeep, access.Scope{Unit: u.ID})
	}); err != nil {
		return err
	}
	name, content, err := sentFile(r, "file")
	if err != nil {
		list, err := refused(err)
		if err != nil {
			return err
		}
		return s.showStaffImport(w, r, "", list, nil)
	}
	name = vn.NFC(name)
	read, mistakes := sheet.ReadStaff(content)
	if len(mistakes) > 0 {
		return s.showStaffImport(w, r, name, mistakes, read.Unread)
	}
	return s.roundForm(w, r, access.DeliberationKeep, func(list problem.List) error {
		if !strings.Contains(list[0].Field, "!") {
			return s.showStaffImport(w, r, "", list, read.Unread)
		}
		return s.showStaffImport(w, r, name, list, read.Unread)
	}, func(tx *db.Tx, d *deliberation.Summary, version int64) (string, string, error) {
		return "/nhap", "Đã đọc «" + name + "»: " + grouped(len(read.Lines)) + " người. Chưa ghi gì.", deliberation.Bring(tx, d.ID, version, name, read.Lines, read.Place)
	})
}

func (s *Server) importStaff(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	return s.roundForm(w, r, access.DeliberationKeep, func(list problem.List) error { return s.showStaffImport(w, r, "", list, nil) }, func(tx *db.Tx, d *deliberation.Summary, version int64) (string, string, error) {
		done, err := deliberation.Import(tx, law, s.Keys, d.ID, version, text(r, "drop") == "1")
		said := "Đã ghi danh sách: " + grouped(done.New) + " người thêm mới, " + grouped(done.Changed) + " thay đổi, " + grouped(done.Gone) + " bỏ ra."
		if done.Doubtful > 0 {
			said += " " + grouped(done.Doubtful) + " người chưa rõ là ai trong sổ khen thưởng; mở Danh sách người để chọn."
		}
		return "", said, err
	})
}

func (s *Server) dropStaffList(w http.ResponseWriter, r *http.Request) error {
	return s.roundForm(w, r, access.DeliberationKeep, func(list problem.List) error { return s.showStaffImport(w, r, "", list, nil) }, func(tx *db.Tx, d *deliberation.Summary, version int64) (string, string, error) {
		return "/nhap", "Đã bỏ tệp; danh sách không thay đổi.", deliberation.DropList(tx, d.ID, version)
	})
}

// deliberationStaff is the list of people, filtered and in pages.
func (s *Server) deliberationStaff(w http.ResponseWriter, r *http.Request) error {
	var p pages.StaffProps
	err := s.view(r, func(tx *db.Tx) error {
		u, d, err := round(tx, r)
		if err != nil {
			return err
		}
		q := deliberation.Filter{
			Department: text(r, "bo-phan"), Name: text(r, "ten"), Rating: text(r, "xep-loai"), Wanted: text(r, "danh-hieu"), Doubtful: text(r, "chua-ro") == "1",
			Page: max(1, number(text(r, "trang"))),
		}
		list, total, err := deliberation.Staffs(tx, d.ID, q)
		if err != nil {
			return err
		}
		p = pages.StaffProps{
			Frame: s.roundFrame(tx, r, u, &d.Deliberation, "Danh sách người, bình xét năm "+itoa(d.Year)), Round: d.Deliberation, Filter: q,
			Table: staffTable(&d.Deliberation, list), Pager: pagerOf(r, "trang", q.Page, total, deliberation.PageSize, "người trong danh sách"),
		}
		p.Table.Caption = grouped(total) + " người"
		for _, x := range d.Departments {
			p.Departments = append(p.Departments, components.Option{Value: x.Name, Text: x.Name})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.StaffList(p))
}

func staffTable(d *deliberation.Deliberation, list []deliberation.Staff) components.TableProps {
	t := components.TableProps{
		ID: "nguoi", Columns: []components.Column{{Head: "Họ và tên"}, {Head: "Năm sinh"}, {Head: "Bộ phận"}, {Head: "Xếp loại"}, {Head: "Đăng ký"}, {Head: "Đề nghị"}, {Head: "Trong sổ"}},
		Empty: components.EmptyState(components.EmptyProps{Title: "Không có ai", What: "Không ai như vậy trong danh sách.", Who: "Bỏ bớt điều kiện lọc, hoặc nhập danh sách."}),
	}
	for i := range list {
		x := &list[i]
		rating := components.Cell{Text: string(x.Rating)}
		if x.Rating == "" {
			rating = components.Cell{Missing: "chưa xếp loại: " + x.Unrated}
		}
		known := components.Cell{Text: "có hồ sơ"}
		if x.SubjectID == "" {
			known = components.Cell{Content: components.StateTag(components.TagProps{Text: "chưa rõ là ai", Tone: components.ToneWarn})}
		}
		name := components.Cell{Text: x.Name, Href: d.Path() + "/nguoi/" + x.ID, Note: x.Post}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			name, orMissing(yearOrNone(x.BirthYear), "–"), {Text: x.Department}, rating, titleCell(x.Registered), titleCell(x.Nominated), known,
		}})
	}
	return t
}

func yearOrNone(year int) string {
	if year == 0 {
		return ""
	}
	return itoa(year)
}

func titleCell(title string) components.Cell {
	if title == "" {
		return components.Cell{Missing: "–"}
	}
	return components.Cell{Text: deliberation.TitleName(title)}
}

func (s *Server) staffPerson(w http.ResponseWriter, r *http.Request) error {
	return s.showStaffPerson(w, r, nil)
}

func (s *Server) showStaffPerson(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.StaffPersonProps
	err = s.view(r, func(tx *db.Tx) error {
		u, d, err := round(tx, r)
		if err != nil {
			return err
		}
		person, err := deliberation.ReadPerson(tx, law, d.ID, r.PathValue("person"))
		if err != nil {
			return err
		}
		open := d.State == deliberation.Gathering || d.State == deliberation.Meetings
		p = pages.StaffPersonProps{
			Frame: refusedFrame(s.roundFrame(tx, r, u, &d.Deliberation, person.Name), list), Round: d.Deliberation, Person: person, Problems: list, Typed: typed(r),
			Names: map[string]string{}, May: open && access.May(tx, access.DeliberationKeep, access.Scope{Unit: u.ID}),
		}
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: d.Path() + "/nguoi", Text: "Danh sách người"})
		for i, title := range deliberation.Titles {
			p.Names[title] = law.Award(title).Title()
			if a := person.Answers[i]; a != nil {
				p.Reasons[i] = award.Reasons(a)
				p.Notes = a.Notes
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.StaffPerson(p))
}

func (s *Server) identifyStaff(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	return s.roundForm(w, r, access.DeliberationKeep, func(list problem.List) error { return s.showStaffPerson(w, r, list) }, func(tx *db.Tx, d *deliberation.Summary, version int64) (string, string, error) {
		return "/nguoi/" + r.PathValue("person"), "Đã ghi người này là ai trong sổ.", deliberation.Identify(tx, law, s.Keys, d.ID, r.PathValue("person"), text(r, "who"), version)
	})
}
