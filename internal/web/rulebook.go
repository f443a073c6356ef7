package web

import (
	"net/http"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const ruleBookPage = "/quy-che"

// valuesOf are some parameters as the rule book in force on a day says them.
func valuesOf(tx *db.Tx, clusterID string, day vn.Date, keys ...cluster.Key) ([]cluster.Value, error) {
	all, err := cluster.Parameters(tx, clusterID, day)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(v cluster.Value) bool { return !slices.Contains(keys, v.Key) }), nil
}

// showRuleBook is the public page of a cluster's rule book, on a day or by
// version.
func (s *Server) showRuleBook(w http.ResponseWriter, r *http.Request) error {
	return s.readRuleBook(w, r, "/cum/", func(*db.Tx, cluster.Cluster, *pages.RuleBookProps) error { return nil })
}

// ruleBookWork is the same for those of the cluster, with the draft.
func (s *Server) ruleBookWork(w http.ResponseWriter, r *http.Request) error {
	return s.readRuleBook(w, r, "/lam-viec/", func(tx *db.Tx, c cluster.Cluster, p *pages.RuleBookProps) error {
		scope, err := cycle.LeadScope(tx, c.ID)
		if err != nil {
			return err
		}
		draft, err := cluster.RuleBookDraft(tx, scope)
		if err := skipNotFound(err); err != nil {
			return err
		}
		p.Draft = draft
		p.MayDraft = access.May(tx, access.RuleBookAdopt, scope)
		p.Public = "/cum/" + c.Slug + ruleBookPage
		return nil
	})
}

func (s *Server) readRuleBook(w http.ResponseWriter, r *http.Request, under string, more func(*db.Tx, cluster.Cluster, *pages.RuleBookProps) error) error {
	var p pages.RuleBookProps
	err := s.view(r, func(tx *db.Tx) error {
		c, err := clusterOf(tx, r)
		if err != nil {
			return err
		}
		p = pages.RuleBookProps{Base: under + c.Slug + ruleBookPage, Files: "/cum/" + c.Slug + ruleBookPage, Kind: c.Kind, Today: tx.Today()}
		if err := more(tx, c, &p); err != nil {
			return err
		}
		if p.Books, err = cluster.RuleBooks(tx, c.ID); err != nil {
			return err
		}
		if err := chooseBook(r, &p); err != nil {
			return err
		}
		title := "Quy chế " + c.Kind.Word()
		if r.PathValue("number") != "" {
			title += ", bản " + itoa(p.Book.Number)
		}
		p.Frame = refusedFrame(s.ruleBookFrame(tx, r, c, title), p.Problems)
		if p.Book.ID != "" {
			scope, err := cycle.LeadScope(tx, c.ID)
			if err != nil {
				return err
			}
			s.traced(tx, &p.Frame, scope, record.Object{Kind: "rule_book", ID: p.Book.ID})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(p.Problems), pages.RuleBook(p))
}

// chooseBook finds the version that the address names, or the one in force on
// the day that was asked for.
func chooseBook(r *http.Request, p *pages.RuleBookProps) error {
	p.Day, p.Typed = p.Today, p.Today.Short()
	if text := r.PathValue("number"); text != "" {
		i := slices.IndexFunc(p.Books, func(b cluster.RuleBook) bool { return b.Number == number(text) })
		if i < 0 {
			return problem.New(problem.NotFound, "Không có bản quy chế này.")
		}
		p.Book, p.Day, p.Chosen = p.Books[i], p.Books[i].InForceOn, true
		return nil
	}
	if typed := text(r, "ngay"); typed != "" {
		p.Typed = typed
		day, err := dayOf(r, "ngay")
		if p.Problems = problem.All(err); err != nil && p.Problems == nil {
			return err
		}
		if err == nil {
			p.Day = day
		}
	}
	i := slices.IndexFunc(p.Books, func(b cluster.RuleBook) bool { return !b.InForceOn.After(p.Day) })
	if i >= 0 {
		p.Book = p.Books[i]
	}
	return nil
}

// ruleBookFrame is frame for the pages of a cluster's rule book.
func (s *Server) ruleBookFrame(tx *db.Tx, r *http.Request, c cluster.Cluster, title string, way ...components.Link) components.PageProps {
	f := s.clusterFrame(tx, r, c, title)
	f.Crumbs = append(f.Crumbs, way...)
	return f
}

// ruleBookFile serves the original of an adopted version.
func (s *Server) ruleBookFile(w http.ResponseWriter, r *http.Request) error {
	var b cluster.RuleBook
	err := s.view(r, func(tx *db.Tx) error {
		c, err := clusterOf(tx, r)
		if err != nil {
			return err
		}
		books, err := cluster.RuleBooks(tx, c.ID)
		i := slices.IndexFunc(books, func(o cluster.RuleBook) bool { return o.Number == number(r.PathValue("number")) })
		if i >= 0 {
			b = books[i]
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.bookFile(w, r, b)
}

// draftFile serves the original that was attached to the draft.
func (s *Server) draftFile(w http.ResponseWriter, r *http.Request) error {
	var b cluster.RuleBook
	err := s.view(r, func(tx *db.Tx) (err error) {
		_, b, err = draftInHand(tx, r)
		return err
	})
	if err != nil {
		return err
	}
	return s.bookFile(w, r, b)
}

func (s *Server) bookFile(w http.ResponseWriter, r *http.Request, b cluster.RuleBook) error {
	if b.FileHash == "" {
		return problem.New(problem.NotFound, "Chưa có bản gốc của bản quy chế này.")
	}
	return s.serveFile(w, r, b.FileHash, b.FileName)
}

// draftInHand finds the cluster that the address names and its draft.
func draftInHand(tx *db.Tx, r *http.Request) (cluster.Cluster, cluster.RuleBook, error) {
	c, err := clusterOf(tx, r)
	if err != nil {
		return c, cluster.RuleBook{}, err
	}
	scope, err := cycle.LeadScope(tx, c.ID)
	if err != nil {
		return c, cluster.RuleBook{}, err
	}
	b, err := cluster.RuleBookDraft(tx, scope)
	return c, b, err
}
