package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/clerk"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/midreview"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const midReviewPage = cycle.MidReviewPage

func (s *Server) midReview(w http.ResponseWriter, r *http.Request) error {
	return s.showMidReview(w, r, nil)
}

// showMidReview is the page on which the lead drafts, writes and issues the
// review, and the members remark.
func (s *Server) showMidReview(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.MidReviewProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.MidReviewRead, y.Scope()); err != nil {
			return err
		}
		p = pages.MidReviewProps{
			Frame: refusedFrame(s.yearFrame(tx, r, c, y, "Báo cáo sơ kết năm "+itoa(y.Year)), list),
			Base:  workPath(c, y) + midReviewPage, Public: yearPath(c, y) + midReviewPage, Problems: list, Typed: typed(r),
			MayDraft:  access.May(tx, access.MidReviewDraft, y.Scope()),
			MayIssue:  access.May(tx, access.MidReviewIssue, y.Scope()),
			MayRemark: y.State == cycle.Running && access.May(tx, access.MidReviewRemark, y.UnitScope(tx.Actor.Unit)),
		}
		if p.Closed, err = midReviewClosed(tx, y); err != nil {
			return err
		}
		if err := fillReviewPeriods(tx, y, &p); err != nil {
			return err
		}
		members, err := cycle.Members(tx, y)
		if err != nil {
			return err
		}
		if p.Names, err = memberNames(tx, members); err != nil {
			return err
		}
		if p.Shelf, err = s.shelf(tx, clerk.Source{Of: clerk.OfYear, ID: y.ID}, kindsOf(document.KindMidReview, document.KindFinalReview)); err != nil {
			return err
		}
		p.Work, err = midreview.Overview(tx, y)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "mid_review", ID: p.Work.Review.ID})
		p.Found, p.Period = true, orText(r.FormValue("period"), p.Work.Review.PeriodID)
		if p.Work.Review.State == midreview.Issued {
			_, text, err := midreview.PublicOf(tx, y)
			p.Text = &text
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.MidReview(p))
}

// midReviewClosed says why the review cannot be drafted today; "" when it can.
func midReviewClosed(tx *db.Tx, y cycle.Year) (string, error) {
	err := y.MustRun()
	if err == nil {
		err = cycle.MustHaveBegun(tx, y, cycle.MidReview)
	}
	list, err := refused(err)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0].Text, nil
}

// fillReviewPeriods offers the periods of the year and proposes the last one that is
// due.
func fillReviewPeriods(tx *db.Tx, y cycle.Year, p *pages.MidReviewProps) error {
	periods, err := cycle.Periods(tx, y.ID)
	if err != nil {
		return err
	}
	for n, period := range periods {
		p.Periods = append(p.Periods, components.Option{Value: period.ID, Text: period.Name + " (hạn " + period.DueOn.Short() + ")"})
		if n == 0 || !tx.Today().Before(period.DueOn) {
			p.Period = period.ID
		}
	}
	if v, ok := p.Typed["period"]; ok {
		p.Period = v
	}
	return nil
}

func (s *Server) submitMidReview(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, midReviewPage, sentence, act, func(list problem.List) error { return s.showMidReview(w, r, list) })
}

func (s *Server) draftMidReview(w http.ResponseWriter, r *http.Request) error {
	return s.submitMidReview(w, r, "Đã soạn báo cáo từ số liệu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		_, err := midreview.DraftFrom(tx, y, text(r, "period"))
		return err
	})
}

func (s *Server) redraftMidReview(w http.ResponseWriter, r *http.Request) error {
	return s.submitMidReview(w, r, "Đã soạn lại phần số liệu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		_, err := midreview.Redraft(tx, y, text(r, "period"), int64(number(text(r, "drafted"))))
		return err
	})
}

func (s *Server) writeMidReview(w http.ResponseWriter, r *http.Request) error {
	return s.submitMidReview(w, r, "Đã lưu phần viết.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		_, err := midreview.Write(tx, y, int64(number(text(r, "version"))), midreview.Written{
			Strengths: text(r, "strengths"), Shortcomings: text(r, "shortcomings"), Causes: text(r, "causes"),
			Tasks: text(r, "tasks"), Requests: text(r, "requests"),
		})
		return err
	})
}

func (s *Server) remarkMidReview(w http.ResponseWriter, r *http.Request) error {
	return s.submitMidReview(w, r, "Đã gửi góp ý.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return midreview.AddRemark(tx, y, text(r, "text"))
	})
}

func (s *Server) issueMidReview(w http.ResponseWriter, r *http.Request) error {
	return s.submitMidReview(w, r, "Đã ban hành báo cáo sơ kết.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		_, err := midreview.Issue(tx, y, midreview.Issuing{
			Version: int64(number(text(r, "version"))), Drafted: int64(number(text(r, "drafted"))),
			Number: text(r, "number"), AsIs: text(r, "as_is") != "",
		})
		return err
	})
}

// printMidReview is the page to print, of a draft as of an issued review.
func (s *Server) printMidReview(w http.ResponseWriter, r *http.Request) error {
	var p pages.MidReviewTextProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		work, err := midreview.Overview(tx, y)
		if err != nil {
			return err
		}
		f := s.yearFrame(tx, r, c, y, "Báo cáo sơ kết năm "+itoa(y.Year))
		f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + midReviewPage, Text: "Sơ kết"})
		p = pages.MidReviewTextProps{
			Frame: f, Data: work.Data, Written: work.Review.Written, Review: work.Review, Bytes: yearPath(c, y) + midReviewPage + "/van-ban.json", Paper: true,
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.MidReviewText(p))
}

// publicMidReview is an issued review as the public reads it.
func (s *Server) publicMidReview(w http.ResponseWriter, r *http.Request) error {
	var p pages.MidReviewTextProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		review, text, err := midreview.PublicOf(tx, y)
		if err != nil {
			return err
		}
		p = pages.MidReviewTextProps{
			Frame: s.yearFrame(tx, r, c, y, "Báo cáo sơ kết năm "+itoa(y.Year)), Data: text.Data, Written: text.Written,
			Review: review, Bytes: yearPath(c, y) + midReviewPage + "/van-ban.json",
		}
		s.tracedText(tx, &p.Frame, y.Scope(), record.Object{Kind: "mid_review", ID: review.ID}, review.Fingerprint)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.MidReviewText(p))
}

// midReviewBytes serves the very bytes that the fingerprint is of.
func (s *Server) midReviewBytes(w http.ResponseWriter, r *http.Request) error {
	var review midreview.Review
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		review, _, err = midreview.PublicOf(tx, y)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, err = w.Write([]byte(review.Text))
	return err
}

// fillMidReview tells the public page of a year that its review is issued.
func fillMidReview(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	review, _, err := midreview.PublicOf(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	p.Facts = append(p.Facts, pages.Fact{Name: "Sơ kết", Text: "báo cáo ngày " + review.IssuedOn.Short(), Href: p.Path + midReviewPage})
	return nil
}
