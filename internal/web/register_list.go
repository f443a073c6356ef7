package web

import (
	"net/http"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// The lists of past awards that offices keep, on their way into a register: brought,
// decided, entered. The file is read before the transaction that writes, so that a
// large one holds up nobody else.

func listsPath(unit string) string { return registersPage + "/" + unit + "/nhap" }

// lists is where a list is brought, and what became of those before.
func (s *Server) lists(w http.ResponseWriter, r *http.Request) error {
	return s.showLists(w, r, "", nil, nil)
}

// showLists shows what of the file a list was in cannot be read; the part of it that
// could stands beside.
func (s *Server) showLists(w http.ResponseWriter, r *http.Request, name string, mistakes problem.List, read *sheet.AwardList) error {
	var p pages.ListsProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		p = pages.ListsProps{
			Frame: s.registerFrame(tx, r, u, "Nhập danh sách khen thưởng"), UnitID: u.ID, Base: listsPath(u.ID), File: name,
			MayKeep: access.May(tx, access.AwardKeep, access.Scope{Unit: u.ID}),
		}
		p.Frame.Lead = "Danh sách khen thưởng, xếp loại, sáng kiến, kỷ luật mà đơn vị đang giữ ở bảng tính được đưa vào sổ sau khi từng người đã rõ là ai."
		switch {
		case name == "":
			p.Frame, p.Problems = refusedFrame(p.Frame, mistakes), mistakes
		case len(mistakes) > 0:
			p.Frame.Failed = true
			p.Frame.Above = components.Notice(components.NoticeProps{Kind: components.NoticeBad, Text: refusal(name, mistakes)})
			p.Mistakes = mistakeTable(mistakes)
		}
		if read != nil {
			p.Readable, p.Unread = len(read.Lines), read.Unread
		}
		list, err := award.Lists(tx, u.ID)
		p.Lists = listTable(p.Base, list)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(mistakes), pages.Lists(p))
}

func listTable(base string, list []award.PastList) components.TableProps {
	t := components.TableProps{
		ID: "danh-sach", Caption: "Các danh sách đã gửi",
		Columns: []components.Column{{Head: "Danh sách"}, {Head: "Tình trạng"}, {Head: "Dòng", Number: true}, {Head: "Đã ghi", Number: true}, {Head: "Gửi lúc"}, {Head: "Người gửi"}},
		Empty: components.EmptyState(components.EmptyProps{
			Title: "Chưa có danh sách nào", What: "Danh sách đã gửi và điều đã làm với nó nằm ở đây.", Who: "Chuyên viên giữ sổ của đơn vị gửi tệp bảng tính ở trên.",
		}),
	}
	for _, l := range list {
		entered := components.Cell{Missing: "chưa ghi"}
		if l.State == award.ListEntered {
			entered = components.Cell{Text: grouped(l.Entered), Note: "mở " + grouped(l.People) + " hồ sơ mới"}
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: l.Name, Href: base + "/" + l.ID}, {Content: components.StateTag(pages.ListTag(l.State))}, {Text: grouped(l.Lines)}, entered, {Text: moment(l.CreatedAt.Time)}, {Text: l.MadeBy},
		}})
	}
	return t
}

// listTemplate sends the workbook to fill.
func (s *Server) listTemplate(w http.ResponseWriter, r *http.Request) error {
	year := 0
	err := s.view(r, func(tx *db.Tx) error {
		year = tx.Today().Year()
		return access.Require(tx, access.AwardKeep, access.Scope{Unit: r.PathValue("unit")})
	})
	if err != nil {
		return err
	}
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	content, err := sheet.AwardTemplate(law, year)
	if err != nil {
		return err
	}
	return sendFile(w, "mau-danh-sach-khen-thuong.xlsx", content)
}

// bringList reads a list and takes it in, or shows what of it cannot be read.
func (s *Server) bringList(w http.ResponseWriter, r *http.Request) error {
	unit := r.PathValue("unit")
	var today vn.Date
	if err := s.view(r, func(tx *db.Tx) error {
		today = tx.Today()
		if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: unit}); err != nil {
			return err
		}
		_, err := registerUnit(tx, r)
		return err
	}); err != nil {
		return err
	}
	name, content, err := sentFile(r, "file")
	if err != nil {
		list, err := refused(err)
		if err != nil {
			return err
		}
		return s.showLists(w, r, "", list, nil)
	}
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	name = vn.NFC(name)
	read, mistakes := sheet.ReadAwardList(content, law, today)
	if len(mistakes) > 0 {
		return s.showLists(w, r, name, mistakes, &read)
	}
	var l award.PastList
	err = s.update(r, func(tx *db.Tx) error {
		if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: unit}); err != nil {
			return err
		}
		var file blob.File
		if file, err = s.upload(r, "file"); err != nil {
			return err
		}
		l, err = award.BringList(tx, s.Keys, unit, file, read.Lines, strings.Join(read.Unread, "\n"))
		return err
	})
	if err == nil {
		return s.done(w, r, listsPath(unit)+"/"+l.ID, "Đã đọc «"+l.Name+"»: "+grouped(l.Lines)+" dòng. Chưa ghi gì vào sổ.")
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	if len(list) > 0 && list[0].Field == "file" {
		name = "" // the file as a whole, not a cell of it
	}
	return s.showLists(w, r, name, list, &read)
}

// list is one list: what has to be decided, and what would be entered; or what was.
func (s *Server) list(w http.ResponseWriter, r *http.Request) error { return s.showList(w, r, nil) }

func (s *Server) showList(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.ListProps
	err = s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		l, err := award.FindList(tx, u.ID, r.PathValue("list"))
		if err != nil {
			return err
		}
		f := s.registerFrame(tx, r, u, l.Name)
		f.Crumbs = append(f.Crumbs, components.Link{Href: listsPath(u.ID), Text: "Nhập danh sách"})
		p = pages.ListProps{
			Frame: refusedFrame(f, list), UnitID: u.ID, Base: listsPath(u.ID) + "/" + l.ID, List: l, Award: awardNames(law), Problems: list, Typed: typed(r),
			MayKeep: access.May(tx, access.AwardKeep, access.Scope{Unit: u.ID}), Sent: moment(l.CreatedAt.Time), Closed: moment(l.ClosedAt.Time),
		}
		s.traced(tx, &p.Frame, access.Scope{Unit: u.ID}, record.Object{Kind: "award_list", ID: l.ID})
		if l.State != award.ListOpen || !p.MayKeep {
			return nil
		}
		if p.Plan, err = award.ReadList(tx, s.Keys, u.ID, l.ID); err != nil {
			return err
		}
		p.Counts = p.Plan.Counts()
		p.Units, err = keeperNames(tx, p.Plan)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.List(p))
}

// keeperNames are the names of the units that keep the files of candidates.
func keeperNames(tx *db.Tx, p *award.Plan) (map[string]string, error) {
	var ids []string
	for _, f := range p.Files {
		ids = append(ids, f.UnitID)
	}
	return org.Names(tx, tx.Today(), ids...)
}

// listFile sends the file of a list as it was brought.
func (s *Server) listFile(w http.ResponseWriter, r *http.Request) error {
	var l award.PastList
	err := s.view(r, func(tx *db.Tx) (err error) {
		if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: r.PathValue("unit")}); err != nil {
			return err
		}
		l, err = award.FindList(tx, r.PathValue("unit"), r.PathValue("list"))
		return err
	})
	if err != nil {
		return err
	}
	return s.serveFile(w, r, l.FileHash, l.Name)
}

// changeList runs a use case of a list; what it refuses is shown on the list's page.
func (s *Server) changeList(w http.ResponseWriter, r *http.Request, act func(tx *db.Tx, unit, id string, version int64) (to, sentence string, err error)) error {
	var to, sentence string
	err := s.update(r, func(tx *db.Tx) (err error) {
		to, sentence, err = act(tx, r.PathValue("unit"), r.PathValue("list"), int64(number(text(r, "version"))))
		return err
	})
	if err == nil {
		return s.done(w, r, listsPath(r.PathValue("unit"))+to, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showList(w, r, list)
}

// decideList stores what was chosen for doubtful people and lines.
func (s *Server) decideList(w http.ResponseWriter, r *http.Request) error {
	return s.changeList(w, r, func(tx *db.Tx, unit, id string, version int64) (string, string, error) {
		d := award.Decisions{Parties: map[int]string{}, Lines: map[int]string{}}
		for name := range r.Form {
			into := d.Parties
			of, is := strings.CutPrefix(name, "d")
			if !is {
				if of, is = strings.CutPrefix(name, "l"); !is {
					continue
				}
				into = d.Lines
			}
			if n, err := strconv.Atoi(of); err == nil && text(r, name) != "" {
				into[n] = text(r, name)
			}
		}
		n := len(d.Parties) + len(d.Lines)
		return "/" + id, "Đã lưu " + itoa(n) + " quyết định. Chưa ghi gì vào sổ.", award.DecideMatch(tx, s.Keys, unit, id, version, d)
	})
}

// enterList enters a list into the register.
func (s *Server) enterList(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	return s.changeList(w, r, func(tx *db.Tx, unit, id string, version int64) (string, string, error) {
		l, err := award.EnterList(tx, law, s.Keys, unit, id, version)
		return "/" + id, "Đã ghi " + grouped(l.Entered) + " dòng vào sổ, mở " + grouped(l.People) + " hồ sơ mới.", err
	})
}

func (s *Server) dropList(w http.ResponseWriter, r *http.Request) error {
	return s.changeList(w, r, func(tx *db.Tx, unit, id string, version int64) (string, string, error) {
		return "", "Đã bỏ danh sách; sổ không thay đổi.", award.DropList(tx, unit, id, version)
	})
}

// duplicates is what of a register looks like it is there twice.
func (s *Server) duplicates(w http.ResponseWriter, r *http.Request) error {
	return s.showDuplicates(w, r, nil)
}

func (s *Server) showDuplicates(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.DuplicatesProps
	err = s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		found, err := award.FindDuplicates(tx, s.Keys, u.ID)
		if err != nil {
			return err
		}
		p = pages.DuplicatesProps{
			Frame: refusedFrame(s.registerFrame(tx, r, u, "Trùng lặp trong sổ"), list), UnitID: u.ID, Base: registersPage + "/" + u.ID + "/trung-lap",
			Found: found, Award: awardNames(law), Problems: list, Typed: typed(r), Identities: map[string]string{},
		}
		p.Frame.Lead = "Những chỗ có thể trùng, để người giữ sổ xem. Chương trình không tự gộp, không tự xóa gì."
		for _, t := range found.Twins {
			for _, f := range []award.File{t.One, t.Two} {
				if p.Identities[f.ID], err = award.MaskedIdentity(tx, s.Keys, f.Subject); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Duplicates(p))
}

// joinSubjects puts two files together.
func (s *Server) joinSubjects(w http.ResponseWriter, r *http.Request) error {
	unit := r.PathValue("unit")
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	key := text(r, "key")
	one, two, _ := strings.Cut(key, ".")
	err = s.update(r, func(tx *db.Tx) error {
		if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: unit}); err != nil {
			return err
		}
		j := award.Joining{
			Kept: one, Joined: two, KeptVersion: int64(number(text(r, "version_one"))), JoinedVersion: int64(number(text(r, "version_two"))), Typed: text(r, "typed_"+key),
		}
		switch text(r, "pair_"+key) {
		case one:
		case two:
			j.Kept, j.Joined, j.KeptVersion, j.JoinedVersion = two, one, j.JoinedVersion, j.KeptVersion
		default:
			return problem.Field("pair", "Chọn hồ sơ được giữ.")
		}
		return award.Join(tx, law, s.Keys, unit, j)
	})
	if err == nil {
		return s.done(w, r, registersPage+"/"+unit+"/trung-lap", "Đã gộp hai hồ sơ thành một.")
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.Field == "pair" || p.Field == "typed" {
			p.Field += "_" + key
		}
	}
	return s.showDuplicates(w, r, list)
}

// awardNames names awards by their codes.
func awardNames(law *rules.Law) func(string) string {
	return func(code string) string {
		if a := law.Award(code); a != nil {
			return a.Name
		}
		return code
	}
}
