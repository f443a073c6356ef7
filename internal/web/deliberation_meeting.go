package web

import (
	"bytes"
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/deliberation"
	"giaouoc/internal/document"
	"giaouoc/internal/document/docx"
	"giaouoc/internal/document/layout"
	"giaouoc/internal/document/pdf"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

func (s *Server) meetingBoard(w http.ResponseWriter, r *http.Request) error {
	return s.showBoard(w, r, nil)
}

// showBoard is the list of a meeting with its votes, in pages.
func (s *Server) showBoard(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.BoardProps
	err = s.view(r, func(tx *db.Tx) error {
		u, d, err := round(tx, r)
		if err != nil {
			return err
		}
		of, b, err := deliberation.ReadBoard(tx, law, r.PathValue("meeting"))
		if err == nil && of.ID != d.ID {
			err = problem.New(problem.NotFound, "Đợt bình xét này không có cuộc họp ấy.")
		}
		if err != nil {
			return err
		}
		may := access.May(tx, access.DeliberationKeep, access.Scope{Unit: u.ID}) && (d.State == deliberation.Gathering || d.State == deliberation.Meetings)
		open := b.Meeting.State == deliberation.MeetingOpen
		page := max(1, number(text(r, "trang")))
		p = pages.BoardProps{
			Frame: refusedFrame(s.roundFrame(tx, r, u, &d.Deliberation, b.Meeting.Name()), list), Round: d.Deliberation, Board: b, Page: itoa(page), Problems: list, Typed: typed(r),
			May: may && open, MayOpen: may && !open, Facts: boardFacts(law, &d.Deliberation, b), Pager: pagerOf(r, "trang", page, len(b.People), deliberation.PageSize, "người được xét"),
		}
		if list != nil {
			p.Pager = components.PagerProps{}
		}
		p.Table = boardTable(law, &d.Deliberation, &p, page)
		for _, title := range deliberation.Titles {
			p.Titles = append(p.Titles, components.Option{Value: title, Text: law.Award(title).Title()})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Board(p))
}

func boardFacts(law *rules.Law, d *deliberation.Deliberation, b *deliberation.Board) []components.Fact {
	m := &b.Meeting
	state := "đang mở, còn " + itoa(b.Waiting()) + " kết quả phiếu chưa ghi"
	if m.State == deliberation.MeetingClosed {
		state = "đã khóa"
	}
	need, says := d.Needed(law, m, deliberation.Fighter)
	return []components.Fact{
		{Label: "Họp", Text: "ngày " + m.HeldOn.Short() + ", " + m.Place},
		{Label: "Có mặt", Text: itoa(m.Present) + " trên " + itoa(m.Members) + " người được triệu tập"},
		{Label: "Chủ trì, thư ký", Text: m.Chair + "; " + m.Secretary},
		{Label: "Biểu quyết", Text: m.Manner.Name()},
		{Label: "Cần", Text: itoa(need) + " phiếu đồng ý, theo " + says + " (luật không quy định cho hai danh hiệu này)"},
		{Label: "Biên bản", Text: state},
	}
}

func boardTable(law *rules.Law, d *deliberation.Deliberation, p *pages.BoardProps, page int) components.TableProps {
	t := components.TableProps{
		ID: "phieu", Caption: grouped(len(p.Board.People)) + " người được xét", Columns: []components.Column{{Head: "Họ và tên"}, {Head: "Xếp loại"}, {Head: "Năm trước"}, {Head: "LĐTT"}, {Head: "CSTĐCS"}},
		Empty: components.EmptyState(components.EmptyProps{Title: "Không có ai được xét", What: "Không ai trong bộ phận này đăng ký hoặc được đề nghị."}),
	}
	from := min((page-1)*deliberation.PageSize, len(p.Board.People))
	for _, x := range p.Board.People[from:min(from+deliberation.PageSize, len(p.Board.People))] {
		held := ""
		for _, h := range x.Held {
			held = strings.TrimPrefix(held+", "+deliberation.TitleName(h), ", ")
		}
		note := x.Post
		if p.Board.Meeting.Department == "" {
			note = strings.Trim(x.Department+", "+x.Post, ", ")
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: x.Name, Href: d.Path() + "/nguoi/" + x.ID, Note: note},
			orMissing(string(x.Rating), "chưa xếp loại"), orMissing(held, "–"),
			voteCell(law, d, p, x, deliberation.Advanced), voteCell(law, d, p, x, deliberation.Fighter),
		}})
	}
	return t
}

// voteCell is the votes of a person for a title: two numbers to type, or how they were,
// or why there are none.
func voteCell(law *rules.Law, d *deliberation.Deliberation, p *pages.BoardProps, x *deliberation.Standing, title string) components.Cell {
	a := x.Of(title)
	switch {
	case !a.Wanted:
		return components.Cell{Missing: "–"}
	case !a.May:
		return components.Cell{Text: "Không bỏ phiếu", Note: a.Why}
	case !p.May:
		if a.Vote == nil {
			return components.Cell{Missing: "chưa ghi"}
		}
		need, _ := d.Needed(law, &p.Board.Meeting, title)
		passed := "không đạt"
		if a.Vote.Yes >= need {
			passed = "đạt"
		}
		return components.Cell{Text: itoa(a.Vote.Yes) + " đồng ý, " + itoa(a.Vote.No) + " không", Note: passed}
	}
	c := deliberation.Count{StaffID: x.ID, Award: title}
	cell := pages.VoteCellProps{Count: c, Name: x.Name, Title: deliberation.TitleName(title), Problems: p.Problems}
	if a.Vote != nil {
		cell.Yes, cell.No = itoa(a.Vote.Yes), itoa(a.Vote.No)
	}
	if yes, sent := p.Typed[c.Field("yes")]; sent && len(p.Problems) > 0 {
		cell.Yes, cell.No = yes, p.Typed[c.Field("no")]
	}
	return components.Cell{Content: pages.VoteCell(cell)}
}

// boardForm runs the use case of a form of a meeting.
func (s *Server) boardForm(w http.ResponseWriter, r *http.Request, page, sentence string, act func(tx *db.Tx, law *rules.Law, meeting string, version int64) error) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	meeting := r.PathValue("meeting")
	return s.roundForm(w, r, access.DeliberationKeep, func(list problem.List) error { return s.showBoard(w, r, list) }, func(tx *db.Tx, d *deliberation.Summary, version int64) (string, string, error) {
		of := false
		for i := range d.Meetings {
			of = of || d.Meetings[i].ID == meeting
		}
		if !of {
			return "", "", problem.New(problem.NotFound, "Đợt bình xét này không có cuộc họp ấy.")
		}
		return "/hop/" + meeting + page, sentence, act(tx, law, meeting, version)
	})
}

func (s *Server) voteOn(w http.ResponseWriter, r *http.Request) error {
	return s.boardForm(w, r, "?trang="+itoa(max(1, number(text(r, "trang")))), "Đã ghi phiếu.", func(tx *db.Tx, law *rules.Law, meeting string, version int64) error {
		var list problem.List
		var counts []deliberation.Count
		for name := range r.Form {
			of, is := strings.CutPrefix(name, "yes_")
			if !is {
				continue
			}
			c := deliberation.Count{}
			c.Award, c.StaffID, _ = strings.Cut(of, "_")
			if text(r, c.Field("yes")) == "" && text(r, c.Field("no")) == "" {
				continue
			}
			if text(r, c.Field("yes")) == "" {
				list.Add(c.Field("yes"), "Ghi số phiếu đồng ý; không có phiếu nào thì ghi 0.")
			}
			c.Yes, c.No = typedCount(r, c.Field("yes"), &list), typedCount(r, c.Field("no"), &list)
			counts = append(counts, c)
		}
		if err := list.Err(); err != nil {
			return err
		}
		return deliberation.VoteOn(tx, law, meeting, version, counts)
	})
}

func (s *Server) voteOnRest(w http.ResponseWriter, r *http.Request) error {
	return s.boardForm(w, r, "", "Đã ghi cùng một kết quả cho những người chưa có phiếu.", func(tx *db.Tx, law *rules.Law, meeting string, version int64) error {
		var list problem.List
		if text(r, "all_yes") == "" {
			list.Add("all_yes", "Ghi số phiếu đồng ý.")
		}
		c := deliberation.Count{Award: text(r, "award"), Yes: typedCount(r, "all_yes", &list), No: typedCount(r, "all_no", &list)}
		if err := list.Err(); err != nil {
			return err
		}
		return deliberation.VoteOnRest(tx, law, meeting, version, c)
	})
}

func (s *Server) closeMeeting(w http.ResponseWriter, r *http.Request) error {
	return s.boardForm(w, r, "", "Đã khóa biên bản.", func(tx *db.Tx, law *rules.Law, meeting string, version int64) error {
		return deliberation.CloseMeeting(tx, law, meeting, text(r, "remarks"), version)
	})
}

func (s *Server) reopenMeeting(w http.ResponseWriter, r *http.Request) error {
	return s.boardForm(w, r, "", "Đã mở lại biên bản.", func(tx *db.Tx, _ *rules.Law, meeting string, version int64) error {
		return deliberation.ReopenMeeting(tx, meeting, text(r, "reason"), version)
	})
}

// meetingMinutes sends the minutes of a meeting as docx or PDF.
func (s *Server) meetingMinutes(kind string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		law, err := rules.Carried()
		if err != nil {
			return err
		}
		var doc *document.Document
		if err := s.view(r, func(tx *db.Tx) error {
			_, d, err := round(tx, r)
			if err != nil {
				return err
			}
			for i := range d.Meetings {
				if d.Meetings[i].ID == r.PathValue("meeting") {
					doc, err = deliberation.MinutesOf(tx, law, r.PathValue("meeting"))
					return err
				}
			}
			return problem.New(problem.NotFound, "Đợt bình xét này không có cuộc họp ấy.")
		}); err != nil {
			return err
		}
		l, err := layout.Compose(doc)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if kind == "pdf" {
			err = pdf.Write(&b, &l)
		} else {
			err = docx.Write(&b, &l)
		}
		if err != nil {
			return err
		}
		return sendFile(w, "bien-ban-binh-xet."+kind, b.Bytes())
	}
}
