package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// Pages of a draft, below the rule book's.
const (
	draftPage     = "/soan"
	parameterPage = "/tham-so"
	adoptPage     = "/ban-hanh"
	newClause     = "moi"
)

// bookAct is a use case of a rule book, called by a form; it returns what to say
// when it is done.
type bookAct func(tx *db.Tx, scope access.Scope) (sentence string, err error)

// submitRuleBook runs a use case of the rule book. On success it leads to one of
// its pages with a sentence; what the person did wrong shows the form again.
func (s *Server) submitRuleBook(w http.ResponseWriter, r *http.Request, page string, act bookAct, again func(problem.List) error) error {
	var to, sentence string
	err := s.update(r, func(tx *db.Tx) error {
		c, err := clusterOf(tx, r)
		if err != nil {
			return err
		}
		scope, err := cycle.LeadScope(tx, c.ID)
		if err != nil {
			return err
		}
		to = "/lam-viec/" + c.Slug + ruleBookPage + page
		sentence, err = act(tx, scope)
		return err
	})
	if err == nil {
		return s.done(w, r, to, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	err = again(list)
	if problem.Is(err, problem.NotFound) {
		return list // the draft of the form is gone: its page has nothing to show
	}
	return err
}

// showDraft fills the part that every page of the draft has.
func (s *Server) showDraft(r *http.Request, title string, list problem.List, p *pages.DraftProps) error {
	return s.view(r, func(tx *db.Tx) error {
		c, b, err := draftInHand(tx, r)
		if err != nil {
			return err
		}
		scope, err := cycle.LeadScope(tx, c.ID)
		if err != nil {
			return err
		}
		base := "/lam-viec/" + c.Slug + ruleBookPage
		*p = pages.DraftProps{
			Base: base, Problems: list, Typed: typed(r), Kind: c.Kind, Book: b, Today: tx.Today(),
			MayDraft: access.May(tx, access.RuleBookAdopt, scope),
		}
		var way []components.Link
		if r.URL.Path != base+draftPage {
			way = []components.Link{{Href: base + draftPage, Text: "Bản soạn"}}
		}
		p.Frame = refusedFrame(s.ruleBookFrame(tx, r, c, title, way...), list)
		books, err := cluster.RuleBooks(tx, c.ID)
		if err != nil || len(books) == 0 {
			return err
		}
		p.Last, p.Changes = books[0], cluster.CompareBooks(books[0], b)
		return nil
	})
}

func (s *Server) beginRuleBook(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, scope access.Scope) (string, error) {
		_, err := cluster.DraftRuleBook(tx, scope)
		return "Đã mở bản soạn quy chế.", err
	}
	return s.submitRuleBook(w, r, draftPage, act, func(list problem.List) error { return list })
}

// ruleBookDraft is the draft with all that is in it.
func (s *Server) ruleBookDraft(w http.ResponseWriter, r *http.Request) error {
	return s.showRuleBookDraft(w, r, nil)
}

func (s *Server) showRuleBookDraft(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.DraftProps
	if err := s.showDraft(r, "Bản soạn quy chế", list, &p); err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.RuleBookDraft(p))
}

// submitDraft runs a use case of the draft's own page.
func (s *Server) submitDraft(w http.ResponseWriter, r *http.Request, act bookAct) error {
	return s.submitRuleBook(w, r, draftPage, act, func(list problem.List) error { return s.showRuleBookDraft(w, r, list) })
}

// clause is the form of one clause.
func (s *Server) clause(w http.ResponseWriter, r *http.Request) error {
	return s.showClause(w, r, nil)
}

func (s *Server) showClause(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.ClauseProps
	if err := s.showDraft(r, "Thêm điều khoản", list, &p.DraftProps); err != nil {
		return err
	}
	if !p.MayDraft {
		return problem.New(problem.Denied, "Bạn không có quyền soạn quy chế; đọc bản soạn ở trang trước.")
	}
	id := r.PathValue("clause")
	c, there := p.Book.Clause(id)
	switch {
	case there:
		p.Frame.Title, p.Clause, p.Action = "Sửa "+c.Ref, c, r.URL.Path
	case id != newClause && r.Method != http.MethodPost:
		return problem.New(problem.NotFound, "Điều khoản này không còn trong bản soạn.")
	default:
		p.Action = p.Base + "/dieu-khoan/" + newClause
	}
	if r.Method == http.MethodPost {
		p.Clause.Ref, p.Clause.Body = text(r, "ref"), text(r, "body")
	}
	return s.render(w, r, statusOf(list), pages.RuleClause(p))
}

func (s *Server) saveClause(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, scope access.Scope) (string, error) {
		c := cluster.Clause{Ref: text(r, "ref"), Body: text(r, "body")}
		if id := r.PathValue("clause"); id != newClause {
			c.ID, c.Version = id, int64(number(text(r, "version")))
		}
		c, err := cluster.SetClause(tx, scope, c)
		return "Đã lưu " + c.Ref + ".", err
	}
	page := draftPage
	if text(r, "them") != "" {
		page = "/dieu-khoan/" + newClause
	}
	return s.submitRuleBook(w, r, page, act, func(list problem.List) error { return s.showClause(w, r, list) })
}

func (s *Server) removeClause(w http.ResponseWriter, r *http.Request) error {
	return s.submitDraft(w, r, func(tx *db.Tx, scope access.Scope) (string, error) {
		return "Đã bỏ điều khoản.", cluster.RemoveClause(tx, scope, r.PathValue("clause"), int64(number(text(r, "version"))))
	})
}

// parameters is the form of what the draft decides, each with its clause.
func (s *Server) parameters(w http.ResponseWriter, r *http.Request) error {
	return s.showParameters(w, r, nil)
}

func (s *Server) showParameters(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.DraftProps
	if err := s.showDraft(r, "Tham số của quy chế", list, &p); err != nil {
		return err
	}
	if !p.MayDraft {
		return problem.New(problem.Denied, "Bạn không có quyền soạn quy chế; đọc bản soạn ở trang trước.")
	}
	return s.render(w, r, statusOf(list), pages.RuleParameters(p))
}

func (s *Server) saveParameters(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, scope access.Scope) (string, error) {
		settings := make([]cluster.Setting, 0, len(cluster.Keys()))
		for _, k := range cluster.Keys() {
			settings = append(settings, cluster.Setting{Key: k, Value: text(r, string(k)), ClauseID: text(r, pages.ClauseField(k))})
		}
		return "Đã lưu các tham số.", cluster.SetSettings(tx, scope, int64(number(text(r, "version"))), settings)
	}
	return s.submitRuleBook(w, r, draftPage, act, func(list problem.List) error { return s.showParameters(w, r, list) })
}

func (s *Server) attachRuleBook(w http.ResponseWriter, r *http.Request) error {
	return s.submitDraft(w, r, func(tx *db.Tx, scope access.Scope) (string, error) {
		if err := access.Require(tx, access.RuleBookAdopt, scope); err != nil {
			return "", err
		}
		f, err := s.upload(r, "file")
		if err != nil {
			return "", fieldProblem("file", err)
		}
		return "Đã lưu bản gốc.", cluster.AttachRuleBook(tx, scope, f)
	})
}

// adoption is the form of how the members adopted the draft.
func (s *Server) adoption(w http.ResponseWriter, r *http.Request) error {
	return s.showAdoption(w, r, nil)
}

func (s *Server) showAdoption(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.DraftProps
	if err := s.showDraft(r, "Ghi bản đã được thông qua", list, &p); err != nil {
		return err
	}
	if !p.MayDraft {
		return problem.New(problem.Denied, "Bạn không có quyền ban hành quy chế; đọc bản soạn ở trang trước.")
	}
	return s.render(w, r, statusOf(list), pages.RuleBookAdoption(p))
}

func (s *Server) adoptRuleBook(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, scope access.Scope) (string, error) {
		if err := access.Require(tx, access.RuleBookAdopt, scope); err != nil {
			return "", err
		}
		adopted, err := dayOf(r, "adopted_on")
		if err != nil {
			return "", err
		}
		force, err := dayOf(r, "in_force_on")
		if err != nil {
			return "", err
		}
		_, err = cluster.AdoptRuleBook(tx, scope, cluster.RuleBook{
			Title: text(r, "title"), DocNumber: text(r, "doc_number"), AdoptedBy: text(r, "adopted_by"), AdoptedOn: adopted, InForceOn: force,
			Reason: text(r, "reason"), Version: int64(number(text(r, "version"))),
		})
		return "Đã ghi quy chế được thông qua, có hiệu lực từ ngày " + force.Short() + ".", err
	}
	return s.submitRuleBook(w, r, "", act, func(list problem.List) error { return s.showAdoption(w, r, list) })
}

func (s *Server) dropRuleBookDraft(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, scope access.Scope) (string, error) {
		return "Đã bỏ bản soạn.", cluster.DropRuleBookDraft(tx, scope, int64(number(text(r, "version"))))
	}
	return s.submitRuleBook(w, r, "", act, func(list problem.List) error { return s.showRuleBookDraft(w, r, list) })
}
