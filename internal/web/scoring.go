package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/web/pages"
)

const scoringPage = cycle.ScoringPage

func (s *Server) scoringWork(w http.ResponseWriter, r *http.Request) error {
	return s.showScoringWork(w, r, nil)
}

// showScoringWork is the sheet of a year: its criteria, who has marked what, the
// ranking so far.
func (s *Server) showScoringWork(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.ScoringWorkProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := requireSomewhere(tx, y, access.ScoringRead); err != nil {
			return err
		}
		p = pages.ScoringWorkProps{
			Frame: refusedFrame(s.yearFrame(tx, r, c, y, "Chấm điểm năm "+itoa(y.Year)), list),
			Base:  workPath(c, y) + scoringPage, Cross: workPath(c, y) + crossPage, Problems: list, Unit: tx.Actor.Unit,
			MayDefine:   access.May(tx, access.ScoringDefine, y.Scope()),
			MayAppraise: access.May(tx, access.ScoringAppraise, y.Scope()),
			MayConclude: access.May(tx, access.ScoringConclude, y.Scope()),
			MayPublish:  access.May(tx, access.ScoringPublish, y.Scope()),
			MayReadAll:  access.May(tx, access.ScoringRead, y.Scope()),
		}
		p.Scored, err = scoring.Standing(tx, y)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		p.Defined = true
		if p.Scored.Sheet.State == scoring.Opened && p.MayConclude {
			day, _ := cycle.Due(s.Calendar, tx.Today(), scoring.AppealDays)
			p.Until, p.AppealDays = day.Short(), itoa(scoring.AppealDays)
			if r.Method == http.MethodPost && r.Form.Has("until") {
				p.Until = text(r, "until")
			}
		}
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "score_sheet", ID: p.Scored.Sheet.ID})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.ScoringWork(p))
}

func (s *Server) submitScoring(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, scoringPage, sentence, act, func(list problem.List) error { return s.showScoringWork(w, r, list) })
}
