package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/ranking"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const publicationPage = scoringPage + "/cong-bo"

// concludeSheet makes the points of a year stand still, and gives the units the days
// for appeals that the form has, else the usual ones.
func (s *Server) concludeSheet(w http.ResponseWriter, r *http.Request) error {
	return s.submitScoring(w, r, "Đã kết luận điểm.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ScoringConclude, y.Scope()); err != nil {
			return err
		}
		until, err := dayOf(r, "until")
		if err != nil {
			return err
		}
		if until.IsZero() {
			until, _ = cycle.Due(s.Calendar, tx.Today(), scoring.AppealDays)
		}
		return scoring.Conclude(tx, y, until)
	})
}

func (s *Server) publication(w http.ResponseWriter, r *http.Request) error {
	return s.showPublication(w, r, nil)
}

// showPublication is exactly what would be made public, and how far its two
// confirmations are.
func (s *Server) showPublication(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.PublicationProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if p.Preview, err = scoring.PreviewPublication(tx, y, ranking.Placings); err != nil {
			return err
		}
		base := workPath(c, y) + scoringPage
		f := s.yearFrame(tx, r, c, y, "Công bố điểm và thứ hạng năm "+itoa(y.Year))
		f.Crumbs = append(f.Crumbs, components.Link{Href: base, Text: "Chấm điểm"}, components.Link{Href: base + "/xep-hang", Text: "Xếp hạng"})
		s.traced(tx, &f, y.Scope(), record.Object{Kind: "score_sheet", ID: p.Preview.Sheet.ID})
		p.Frame, p.Problems, p.Typed = refusedFrame(f, list), list, typed(r)
		p.Base, p.Year = base+"/cong-bo", itoa(y.Year)
		p.Ranked = rankingOf(p.Preview.Scored, y, "", func(string) string { return "" })
		if p.Facts, err = rankingFacts(tx, c, y, p.Preview.Scored); err != nil {
			return err
		}
		if !p.Preview.Sheet.AppealsUntil.IsZero() {
			appeals, err := scoring.Appeals(tx, y)
			if err != nil {
				return err
			}
			p.Appeals, err = s.appealTable(tx, y, p.Preview.Decimals, appeals, nil)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Publication(p))
}

func (s *Server) submitPublication(w http.ResponseWriter, r *http.Request, page, sentence string, act yearAct) error {
	return s.submit(w, r, page, sentence, act, func(list problem.List) error { return s.showPublication(w, r, list) })
}

// fixPublication is the first confirmation.
func (s *Server) fixPublication(w http.ResponseWriter, r *http.Request) error {
	return s.submitPublication(w, r, publicationPage, "Đã xác nhận lần thứ nhất; chờ một người khác xác nhận lần thứ hai.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.FixPublication(tx, y, ranking.Placings, text(r, "dau"))
	})
}

// confirmPublication is the second one, which publishes.
func (s *Server) confirmPublication(w http.ResponseWriter, r *http.Request) error {
	return s.submitPublication(w, r, scoringPage+rankingPage, "Đã công bố điểm và thứ hạng.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.ConfirmPublication(tx, y, ranking.Placings, text(r, "dau"), text(r, "nam"))
	})
}

// withdrawPublication takes the first confirmation back.
func (s *Server) withdrawPublication(w http.ResponseWriter, r *http.Request) error {
	return s.submitPublication(w, r, publicationPage, "Đã rút lần xác nhận thứ nhất.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.WithdrawPublication(tx, y)
	})
}
