package web

import (
	"maps"
	"net/http"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/article"
	"giaouoc/internal/cluster"
	"giaouoc/internal/comment"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// commentsPage is the page of the comments on a public page, below its address.
const commentsPage = "/y-kien"

// commented is a public page that readers comment on.
type commented struct {
	place  comment.Place
	frame  components.PageProps // of the page of its comments
	base   string               // address of the commented page; its comments stand below it
	closed string               // why nothing more can be written; empty: it can
}

func (c commented) own() string { return c.base + commentsPage }

// commentPlaces are the kinds of public pages that readers comment on. A kind is one row
// here.
var commentPlaces = map[string]struct {
	base  string                                                                       // pattern of the address of the page
	here  func(s *Server, tx *db.Tx, r *http.Request, title string) (commented, error) // the page that an address names
	named func(tx *db.Tx, id string) (title, path string, err error)                   // the page of a place, for the moderators
}{
	"article": {articlePage + "/{story}", articleCommented, articleNamed},
	"year":    {"/cum/{cluster}/{year}", yearCommented, yearNamed},
}

// commentRoutes is the part of the table of contents that is readers' comments.
func (s *Server) commentRoutes(get, post func(path string, h handle)) {
	for _, kind := range slices.Sorted(maps.Keys(commentPlaces)) {
		p := commentPlaces[kind]
		own := p.base + commentsPage
		get(own, func(w http.ResponseWriter, r *http.Request) error { return s.showComments(w, r, kind, nil) })
		post(own, func(w http.ResponseWriter, r *http.Request) error { return s.writeComment(w, r, kind) })
		get(own+"/{comment}/bao", func(w http.ResponseWriter, r *http.Request) error { return s.showCommentReport(w, r, kind, nil) })
		post(own+"/{comment}/bao", func(w http.ResponseWriter, r *http.Request) error { return s.reportComment(w, r, kind) })
	}
	const queue, one = comment.QueuePage, comment.QueuePage + "/{comment}"
	get(queue, s.commentQueue)
	post(queue, s.judgeComments)
	get(one, s.oneComment)
	for _, move := range slices.Sorted(maps.Keys(commentMoves)) {
		post(one+"/"+move, func(w http.ResponseWriter, r *http.Request) error { return s.judgeComment(w, r, move) })
	}
	post(one+"/tra-loi", s.answerComment)
}

func yearCommented(s *Server, tx *db.Tx, r *http.Request, title string) (commented, error) {
	c, y, err := yearOf(tx, r)
	if err != nil {
		return commented{}, err
	}
	return commented{place: comment.Place{Kind: "year", ID: y.ID}, frame: s.yearFrame(tx, r, c, y, title), base: yearPath(c, y)}, nil
}

func articleCommented(s *Server, tx *db.Tx, r *http.Request, title string) (commented, error) {
	a, err := article.PublicOf(tx, r.PathValue("story"))
	if err != nil {
		return commented{}, err
	}
	at := commentedArticle(a.Article)
	at.frame = s.frame(tx, r, title)
	at.frame.Kicker = a.Title
	at.frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}, {Href: newsPage, Text: "Tin"}, {Href: at.base, Text: a.Title}}
	return at, nil
}

// commentedArticle is a published text as readers comment on it.
func commentedArticle(a article.Article) commented {
	at := commented{place: comment.Place{Kind: "article", ID: a.ID}, base: articlePage + "/" + a.Slug}
	if a.WithdrawnAt != nil {
		at.closed = "Bài đã gỡ, nên không nhận thêm ý kiến."
	}
	return at
}

func articleNamed(tx *db.Tx, id string) (title, path string, err error) {
	a, err := article.PublicByID(tx, id)
	return a.Title, articlePage + "/" + a.Slug, err
}

func yearNamed(tx *db.Tx, id string) (title, path string, err error) {
	y, err := cycle.ByID(tx, id)
	if err != nil {
		return "", "", err
	}
	c, err := cluster.Find(tx, y.ClusterID)
	return y.In(c), yearPath(c, y), err
}

func (s *Server) showComments(w http.ResponseWriter, r *http.Request, kind string, list problem.List) error {
	var p pages.CommentsProps
	var frame components.PageProps
	err := s.view(r, func(tx *db.Tx) error {
		at, err := commentPlaces[kind].here(s, tx, r, "Ý kiến bạn đọc")
		if err != nil {
			return err
		}
		frame = refusedComment(at.frame, list)
		p, err = s.commentsOf(tx, r, at, list)
		return err
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.CommentPage(frame, p))
}

// refusedComment is refusedFrame for what was not sent.
func refusedComment(f components.PageProps, list problem.List) components.PageProps {
	if f = refusedFrame(f, list); len(list) > 0 {
		f.Above = components.ErrorSummaryTitled("Chưa gửi được", list)
	}
	return f
}

// readComments is what stands inside a public page: a page of its comments, by the
// address, and the way to write one. It is the same for all visitors.
func readComments(tx *db.Tx, r *http.Request, at commented) (pages.CommentsProps, error) {
	o, err := comment.PublicOf(tx, at.place, number(r.URL.Query().Get("trang")))
	if err != nil {
		return pages.CommentsProps{}, err
	}
	p := pages.CommentsProps{Own: at.own(), Total: vn.Grouped(itoa(o.Total)), Closed: at.closed, Pager: commentPager(at.own()+"?trang=", o.Page, o.Pages)}
	if access.May(tx, access.CommentModerate, access.Scope{Portal: true}) {
		p.Moderate = comment.QueuePage
	}
	for _, t := range o.Threads {
		thread := pages.CommentThread{CommentLine: commentLine(t.Comment, at)}
		for _, c := range t.Replies {
			thread.Replies = append(thread.Replies, commentLine(c, at))
		}
		p.Threads = append(p.Threads, thread)
	}
	if at.closed == "" {
		p.Write = at.own() + "#" + pages.CommentFormID
	}
	return p, nil
}

// commentsOf is the same with the form for more, which has a puzzle of its own, with what
// was typed and what was wrong where it was refused.
func (s *Server) commentsOf(tx *db.Tx, r *http.Request, at commented, list problem.List) (pages.CommentsProps, error) {
	p, err := readComments(tx, r, at)
	if err != nil || at.closed != "" {
		return p, err
	}
	p.Form = &pages.CommentForm{Action: at.own(), NoReply: at.own() + "#" + pages.CommentFormID, Problems: list}
	parent := r.URL.Query().Get("tra-loi")
	if r.Method == http.MethodPost {
		parent, p.Form.Name, p.Form.Email, p.Form.Body = text(r, "parent"), text(r, "name"), text(r, "email"), text(r, "body")
	}
	if parent != "" {
		switch c, err := comment.Shown(tx, at.place, parent); {
		case err == nil:
			p.Form.ParentID, p.Form.ReplyTo = c.ID, c.Name
		case !problem.Is(err, problem.NotFound):
			return p, err
		}
	}
	p.Form.Puzzle, err = s.puzzle(tx, at.place.Topic(), list)
	return p, err
}

func commentPager(address string, page, of int) components.PagerProps {
	p := components.PagerProps{Here: "Trang " + itoa(page) + " trong " + itoa(of), What: "ý kiến bạn đọc"}
	if page > 1 {
		p.Previous = address + itoa(page-1)
	}
	if page < of {
		p.Next = address + itoa(page+1)
	}
	return p
}

func commentLine(c comment.Comment, at commented) pages.CommentLine {
	l := lineOfComment(c)
	if c.State == comment.Approved {
		l.Reply = at.own() + "?tra-loi=" + c.ID + "#" + pages.CommentFormID
		if !c.Office {
			l.Report = at.own() + "/" + c.ID + "/bao"
		}
	}
	return l
}

func lineOfComment(c comment.Comment) pages.CommentLine {
	return pages.CommentLine{
		ID: c.ID, Name: c.Name, Office: c.Office, Body: c.Body, Gone: c.Body == "",
		When: vn.Clock(c.CreatedAt.Time) + ", " + vn.DateOf(c.CreatedAt.Time).Short(), WhenISO: c.CreatedAt.Time.UTC().Format("2006-01-02T15:04:05Z"),
	}
}

// fromOf is where a reader's form comes from.
func fromOf(r *http.Request) comment.From {
	return comment.From{Address: farAddress(r), Puzzle: puzzleAnswer(r)}
}

// sent is what a reader's form led to: nothing refused leads on with a sentence; what was
// refused shows the form again with a new puzzle and what was typed.
func (s *Server) sent(w http.ResponseWriter, r *http.Request, list problem.List, err error, to, sentence string, again func(problem.List) error) error {
	if err != nil {
		if list, err = refused(err); err != nil {
			return err
		}
	}
	if len(list) > 0 {
		return again(list)
	}
	return s.done(w, r, to, sentence)
}

func (s *Server) writeComment(w http.ResponseWriter, r *http.Request, kind string) error {
	if wantsOtherPuzzle(r) {
		return s.showComments(w, r, kind, nil)
	}
	var list problem.List
	to := ""
	err := s.update(r, func(tx *db.Tx) error {
		at, err := commentPlaces[kind].here(s, tx, r, "")
		if err != nil {
			return err
		}
		if at.closed != "" {
			return problem.New(problem.Closed, "%s", at.closed)
		}
		to = at.own()
		written := comment.Written{Name: text(r, "name"), Email: text(r, "email"), Body: text(r, "body"), ParentID: text(r, "parent")}
		_, list, err = comment.Write(tx, s.Keys, at.place, written, fromOf(r))
		return err
	})
	return s.sent(w, r, list, err, to, "Ý kiến của bạn đã được nhận, chờ duyệt.", func(list problem.List) error { return s.showComments(w, r, kind, list) })
}

func (s *Server) showCommentReport(w http.ResponseWriter, r *http.Request, kind string, list problem.List) error {
	var p pages.CommentReportProps
	err := s.view(r, func(tx *db.Tx) error {
		at, err := commentPlaces[kind].here(s, tx, r, "Báo ý kiến")
		if err != nil {
			return err
		}
		c, err := comment.Shown(tx, at.place, r.PathValue("comment"))
		if err != nil {
			return err
		}
		p = pages.CommentReportProps{Frame: refusedComment(at.frame, list), Comment: lineOfComment(c), Action: at.own() + "/" + c.ID + "/bao", Back: at.own(), Problems: list, Kind: text(r, "kind"), Note: text(r, "note")}
		p.Frame.Lead = "Ban biên tập xem lại ý kiến bị báo; trong lúc đó ý kiến vẫn hiện."
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: at.own(), Text: "Ý kiến bạn đọc"})
		for _, k := range comment.ReportKinds {
			p.Kinds = append(p.Kinds, components.Option{Value: string(k), Text: upperFirst(k.Name())})
		}
		p.Puzzle, err = s.puzzle(tx, comment.ReportTopic(c.ID), list)
		return err
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.CommentReport(p))
}

func (s *Server) reportComment(w http.ResponseWriter, r *http.Request, kind string) error {
	if wantsOtherPuzzle(r) {
		return s.showCommentReport(w, r, kind, nil)
	}
	var list problem.List
	to := ""
	err := s.update(r, func(tx *db.Tx) error {
		at, err := commentPlaces[kind].here(s, tx, r, "")
		if err != nil {
			return err
		}
		to = at.own()
		list, err = comment.Report(tx, s.Keys, at.place, r.PathValue("comment"), comment.ReportKind(text(r, "kind")), text(r, "note"), fromOf(r))
		return err
	})
	return s.sent(w, r, list, err, to, "Đã nhận báo cáo của bạn; Ban biên tập sẽ xem lại ý kiến.", func(list problem.List) error { return s.showCommentReport(w, r, kind, list) })
}

// fillComments leads from the page of a year to its readers' comments.
func fillComments(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	n, err := comment.TotalOf(tx, comment.Place{Kind: "year", ID: y.ID})
	said := "gửi ý kiến đầu tiên"
	if n > 0 {
		said = vn.Grouped(itoa(n)) + " lượt bình luận"
	}
	p.Facts = append(p.Facts, pages.Fact{Name: "Ý kiến bạn đọc", Text: said, Href: p.Path + commentsPage})
	return err
}
