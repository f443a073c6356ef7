package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/ranking"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
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
			Base:  workPath(c, y) + scoringPage, Problems: list, Unit: tx.Actor.Unit,
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
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "score_sheet", ID: p.Scored.Sheet.ID})
		if p.Scored.Sheet.State != scoring.Drafted {
			p.Ranking = rankingTable(p.Scored, p.Base, access.May(tx, access.ScoringRead, y.Scope()))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.ScoringWork(p))
}

// rankingTable has a row for each unit, best first.
func rankingTable(sc scoring.Scored, base string, links bool) components.TableProps {
	t := components.TableProps{
		ID: "xep-hang", Caption: "Tổng điểm và thứ hạng",
		Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Hạng", Number: true}, {Head: "Tổng điểm", Number: true}, {Head: "Điểm tối đa", Number: true}, {Head: "Trạng thái"}},
	}
	states := map[string]scoring.Marking{}
	for _, m := range sc.Markings {
		states[m.UnitID] = m
	}
	standings := ranking.Of(sc.Result)
	for rank := 1; rank <= len(standings)+1; rank++ {
		for i, st := range standings {
			if at := st.Rank; at != rank && !(at == 0 && rank == len(standings)+1) {
				continue
			}
			u := sc.Result.Units[i]
			place := components.Cell{Text: itoa(st.Rank)}
			state := states[u.Unit.ID].State.StateName()
			switch {
			case u.Unit.Disqualified != nil:
				place = components.Cell{Missing: "không xếp hạng"}
				state = u.Unit.Disqualified.Reason + " (" + u.Unit.Disqualified.Document + ")"
			case st.Rank == 0:
				place = components.Cell{Missing: "–"}
			case sc.Sheet.State == scoring.Opened:
				place.Note = "tạm tính"
			}
			name := components.Cell{Text: u.Unit.Name}
			if links {
				name.Href = base + "/" + u.Unit.ID
			}
			t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
				name, place, {Text: vn.Grouped(scoring.Format(u.Total, sc.Decimals))}, {Text: vn.Grouped(scoring.Format(u.AssignedMax, sc.Decimals))}, {Text: state},
			}})
		}
	}
	return t
}

func (s *Server) submitScoring(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, scoringPage, sentence, act, func(list problem.List) error { return s.showScoringWork(w, r, list) })
}

func (s *Server) concludeSheet(w http.ResponseWriter, r *http.Request) error {
	return s.submitScoring(w, r, "Đã kết luận điểm.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.Conclude(tx, y)
	})
}

func (s *Server) publishSheet(w http.ResponseWriter, r *http.Request) error {
	return s.submitScoring(w, r, "Đã công bố điểm và thứ hạng.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.Publish(tx, y, ranking.Placings)
	})
}

// totalBars are the totals of the units that are ranked.
func totalBars(sc scoring.Scored, y cycle.Year) components.BarProps {
	bars := components.BarProps{ChartProps: components.ChartProps{
		ID: "tong-diem", What: "Tổng điểm năm " + itoa(y.Year), NameHead: "Đơn vị", ValueHead: "Tổng điểm", Unit: "điểm",
		Source: components.SourceProps{Name: sc.Sheet.Name},
	}}
	var first []string
	for i, st := range ranking.Of(sc.Result) {
		u := sc.Result.Units[i]
		if st.Rank == 0 {
			continue
		}
		total, _ := u.Total.Float64()
		bars.Bars = append(bars.Bars, components.Bar{Label: u.Unit.Name, Value: total, Text: vn.Grouped(scoring.Format(u.Total, sc.Decimals)), Highlight: st.Rank == 1 && len(first) == 0})
		if st.Rank == 1 {
			first = append(first, u.Unit.Name)
		}
	}
	bars.Finding = strings.Join(first, ", ") + " đứng đầu"
	return bars
}

// showRanking is the public page of a year's points and ranking.
func (s *Server) showRanking(w http.ResponseWriter, r *http.Request) error {
	var p pages.RankingProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		sc, err := scoring.PublicStanding(tx, y)
		if err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, "Điểm và thứ hạng năm "+itoa(y.Year))
		p.Ranking = rankingTable(sc, "", false)
		p.Scored, p.Chart = sc, totalBars(sc, y)
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "score_sheet", ID: sc.Sheet.ID})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Ranking(p))
}
