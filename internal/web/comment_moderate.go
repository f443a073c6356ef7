package web

import (
	"net/http"
	"net/url"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/comment"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

var portalScope = access.Scope{Portal: true}

func moderates(tx *db.Tx) bool { return access.May(tx, access.CommentRead, portalScope) }

// commentMoves are what moderators do with comments, by the word of the form and the
// address.
var commentMoves = map[string]struct {
	text string // of the button
	kind components.ButtonKind
	why  bool   // it asks for a reason
	done string // "Đã duyệt 3 ý kiến."
	act  func(tx *db.Tx, ids []string, reason string) (comment.Judged, error)
}{
	"duyet":   {"Duyệt", "", false, "Đã duyệt", func(tx *db.Tx, ids []string, _ string) (comment.Judged, error) { return comment.Approve(tx, ids) }},
	"tu-choi": {"Từ chối", components.Danger, true, "Đã từ chối", comment.Refuse},
	"giu":     {"Giữ lại", "", false, "Đã giữ lại", func(tx *db.Tx, ids []string, _ string) (comment.Judged, error) { return comment.Keep(tx, ids) }},
	"go":      {"Gỡ", components.Danger, true, "Đã gỡ", comment.Withdraw},
}

// commentQueues are the queues with what can be done in each; a move that asks for a
// reason stands first, so that the Enter key in the reason means it.
var commentQueues = map[comment.Queue]struct {
	name  string
	moves []string
	empty string
}{
	comment.ToApprove: {"Chờ duyệt", []string{"tu-choi", "duyet"}, "Ý kiến bạn đọc vừa gửi hiện ở đây, theo thứ tự gửi đến."},
	comment.Reported:  {"Bị báo", []string{"go", "giu"}, "Ý kiến trên trang mà bạn đọc báo hiện ở đây cho đến khi bạn giữ lại hoặc gỡ."},
	comment.InSight:   {"Đã duyệt", []string{"go"}, "Ý kiến đang hiện trên trang."},
	comment.Rejected:  {"Đã từ chối", []string{"duyet"}, "Ý kiến đã từ chối; từ chối nhầm thì duyệt lại được."},
	comment.TakenDown: {"Đã gỡ", nil, "Ý kiến đã gỡ khỏi trang."},
}

func queueAsked(r *http.Request) comment.Queue {
	q := comment.Queue(text(r, "loc"))
	if !slices.Contains(comment.Queues, q) {
		q = comment.ToApprove
	}
	return q
}

func (s *Server) commentQueue(w http.ResponseWriter, r *http.Request) error {
	return s.showQueue(w, r, nil)
}

func (s *Server) showQueue(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.CommentQueueProps
	err := s.view(r, func(tx *db.Tx) error {
		q, page := queueAsked(r), max(1, number(text(r, "trang")))
		found, err := comment.List(tx, comment.Filter{Queue: q, Page: page})
		if err != nil {
			return err
		}
		p = pages.CommentQueueProps{Frame: refusedFrame(s.frame(tx, r, "Ý kiến bạn đọc"), list), Action: comment.QueuePage, Queue: string(q), Reason: text(r, "reason"), Problems: list}
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		for _, k := range comment.Queues {
			p.Tabs = append(p.Tabs, components.Link{Href: comment.QueuePage + "?loc=" + string(k), Text: commentQueues[k].name, Current: k == q, Count: itoa(found.Counts[k])})
		}
		address := comment.QueuePage + "?loc=" + string(q)
		p.All = address + "&trang=" + itoa(page) + "&chon=tat-ca"
		p.Pager = commentPager(address+"&trang=", page, max(1, (found.Counts[q]+comment.PageSize-1)/comment.PageSize))
		p.Empty = components.EmptyProps{Title: "Không có ý kiến nào", What: commentQueues[q].empty}
		if access.May(tx, access.CommentModerate, portalScope) {
			for _, m := range commentQueues[q].moves {
				move := commentMoves[m]
				p.Asks = p.Asks || move.why
				p.Buttons = append(p.Buttons, components.ButtonProps{Text: move.text + " ý kiến đã chọn", Kind: move.kind, Name: "do", Value: m})
			}
		}
		p.Rows, err = queuedRows(tx, r, found.Comments)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.CommentQueue(p))
}

func queuedRows(tx *db.Tx, r *http.Request, list []comment.Comment) ([]pages.QueuedComment, error) {
	chosen, all := r.Form["id"], r.FormValue("chon") != ""
	var rows []pages.QueuedComment
	places := map[comment.Place][2]string{}
	for _, c := range list {
		title, path, err := placeNamed(tx, places, c.Place())
		if err != nil {
			return nil, err
		}
		row := pages.QueuedComment{CommentLine: lineOfComment(c), Href: comment.QueuePage + "/" + c.ID, Where: title, WhereHref: path, Chosen: all || slices.Contains(chosen, c.ID)}
		if c.ParentID != "" {
			row.Notes = append(row.Notes, "Trả lời một ý kiến khác.")
		}
		if c.Reports > 0 {
			row.Notes = append(row.Notes, itoa(int(c.Reports))+" bạn đọc đã báo ý kiến này.")
		}
		if c.Reason != "" {
			row.Notes = append(row.Notes, "Lý do: "+c.Reason)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// placeNamed is the title of a place and the address of its comments, asked for once
// each; without an address where the page is gone.
func placeNamed(tx *db.Tx, known map[comment.Place][2]string, p comment.Place) (title, path string, err error) {
	if k, ok := known[p]; ok {
		return k[0], k[1], nil
	}
	if kind, ok := commentPlaces[p.Kind]; ok {
		title, path, err = kind.named(tx, p.ID)
	}
	switch {
	case problem.Is(err, problem.NotFound):
		title, path, err = "trang không còn", "", nil
	case path != "":
		path += commentsPage
	}
	known[p] = [2]string{title, path}
	return title, path, err
}

func (s *Server) judgeComments(w http.ResponseWriter, r *http.Request) error {
	to := comment.QueuePage + "?loc=" + url.QueryEscape(string(queueAsked(r)))
	return s.judgeAll(w, r, text(r, "do"), r.PostForm["id"], to, func(list problem.List) error { return s.showQueue(w, r, list) })
}

// judgeAll does one move with comments, and says how many others had judged before.
func (s *Server) judgeAll(w http.ResponseWriter, r *http.Request, word string, ids []string, to string, again func(problem.List) error) error {
	move, ok := commentMoves[word]
	var j comment.Judged
	err := s.update(r, func(tx *db.Tx) (err error) {
		if err := access.Require(tx, access.CommentModerate, portalScope); err != nil {
			return err
		}
		if !ok {
			return s.notFound(w, r)
		}
		j, err = move.act(tx, ids, text(r, "reason"))
		return err
	})
	if err != nil {
		list, err := refused(err)
		if err != nil {
			return err
		}
		return again(list)
	}
	sentence := move.done + " " + itoa(j.Done) + " ý kiến."
	if j.Stale > 0 {
		sentence += " " + itoa(j.Stale) + " ý kiến đã được xử lý trước đó nên giữ nguyên."
	}
	return s.done(w, r, to, sentence)
}

func (s *Server) oneComment(w http.ResponseWriter, r *http.Request) error {
	return s.showComment(w, r, nil)
}

func (s *Server) showComment(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.OfficeProps
	err := s.view(r, func(tx *db.Tx) error {
		c, reports, email, err := comment.Look(tx, s.Keys, r.PathValue("comment"))
		if err != nil {
			return err
		}
		title, path, err := placeNamed(tx, map[comment.Place][2]string{}, c.Place())
		if err != nil {
			return err
		}
		p.Frame = refusedFrame(s.frame(tx, r, "Ý kiến của "+c.Name), list)
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}, {Href: comment.QueuePage, Text: "Ý kiến bạn đọc"}}
		s.traced(tx, &p.Frame, portalScope, record.Object{Kind: "comment", ID: c.ID})
		l := lineOfComment(c)
		facts := []components.Fact{{Label: "Trạng thái", Text: upperFirst(c.State.Name())}, {Label: "Gửi lúc", Text: l.When}}
		if c.Reason != "" {
			facts = append(facts, components.Fact{Label: "Lý do", Text: c.Reason})
		}
		if email != "" {
			facts = append(facts, components.Fact{Label: "Thư điện tử", Text: email + " (chỉ để liên hệ về ý kiến này)"})
		}
		first := pages.OfficePart{Facts: facts, Text: []string{c.Body}}
		if path != "" {
			first.Links = []components.Link{{Href: path, Text: title}}
		}
		if c.ParentID != "" {
			first.Links = append(first.Links, components.Link{Href: comment.QueuePage + "/" + c.ParentID, Text: "Ý kiến được trả lời"})
		}
		p.Parts = []pages.OfficePart{first}
		if len(reports) > 0 {
			p.Parts = append(p.Parts, pages.OfficePart{Title: "Bạn đọc báo", Table: reportTable(reports)})
		}
		p.Parts = append(p.Parts, pages.OfficePart{Title: "Việc tiếp theo", Forms: commentForms(tx, r, c, list)})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func reportTable(reports []comment.Complaint) *components.TableProps {
	t := &components.TableProps{ID: "bao", Caption: "Bạn đọc báo", Quiet: true, Columns: []components.Column{{Head: "Lý do"}, {Head: "Nói thêm"}, {Head: "Ngày"}, {Head: "Trạng thái"}}}
	for _, c := range reports {
		state := "chờ xem lại"
		if !c.SettledAt.IsZero() {
			state = "đã xem"
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: upperFirst(c.Kind.Name())}, {Text: c.Note}, {Text: vn.DateOf(c.CreatedAt.Time).Short()}, {Text: state}}})
	}
	return t
}

func commentForms(tx *db.Tx, r *http.Request, c comment.Comment, list problem.List) []pages.OfficeForm {
	o, own := formsOf(r, list), comment.QueuePage+"/"+c.ID
	var forms []pages.OfficeForm
	var moves []string
	switch {
	case c.State == comment.Waiting:
		moves = []string{"duyet", "tu-choi"}
	case c.Reported():
		moves = []string{"giu", "go"}
	case c.State == comment.Approved:
		moves = []string{"go"}
	case c.State == comment.Refused:
		moves = []string{"duyet"}
	}
	if !access.May(tx, access.CommentModerate, portalScope) {
		moves = nil
	}
	for _, m := range moves {
		move := commentMoves[m]
		f := pages.OfficeForm{Action: own + "/" + m, Button: move.text, Kind: move.kind}
		if move.why {
			f.Summary = move.text
			forms = append(forms, o.ask(f, hinted(lineOf("reason", "Lý do", ""), "Ghi vào nhật ký, không hiện trên trang.")))
			continue
		}
		forms = append(forms, o.ask(f))
	}
	if c.State == comment.Approved && access.May(tx, access.CommentAnswer, portalScope) {
		forms = append(forms, o.ask(pages.OfficeForm{Summary: "Trả lời bạn đọc", Action: own + "/tra-loi", Button: "Đăng trả lời", Hint: "Hiện ngay dưới ý kiến, ghi là của " + comment.Office + "; không sửa được sau khi đăng."},
			hiddenOf("request", db.NewID()), areaOf("body", "Nội dung trả lời", "")))
	}
	return forms
}

func (s *Server) judgeComment(w http.ResponseWriter, r *http.Request, move string) error {
	id := r.PathValue("comment")
	return s.judgeAll(w, r, move, []string{id}, comment.QueuePage+"/"+id, func(list problem.List) error { return s.showComment(w, r, list) })
}

func (s *Server) answerComment(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("comment")
	err := s.update(r, func(tx *db.Tx) error {
		_, err := comment.Answer(tx, id, text(r, "body"), text(r, "request"))
		return err
	})
	return s.sent(w, r, nil, err, comment.QueuePage+"/"+id, "Đã đăng trả lời.", func(list problem.List) error { return s.showComment(w, r, list) })
}
