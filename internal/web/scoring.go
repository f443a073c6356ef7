package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
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

func (s *Server) unitMarking(w http.ResponseWriter, r *http.Request) error {
	return s.showUnitMarking(w, r, nil)
}

// showUnitMarking is the marking table of one unit.
func (s *Server) showUnitMarking(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.MarkingProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		unit := r.PathValue("unit")
		if err := access.Require(tx, access.ScoringRead, y.UnitScope(unit)); err != nil {
			return err
		}
		names, err := org.Names(tx, tx.Today(), unit)
		if err != nil {
			return err
		}
		sc, err := scoring.Standing(tx, y)
		if err != nil {
			return err
		}
		f := s.yearFrame(tx, r, c, y, "Bảng chấm điểm: "+names[unit])
		f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + scoringPage, Text: "Chấm điểm"})
		s.traced(tx, &f, y.Scope(), record.Object{Kind: "score_sheet", ID: sc.Sheet.ID})
		p = pages.MarkingProps{Frame: refusedFrame(f, list), Base: workPath(c, y) + scoringPage + "/" + unit, Problems: list, Typed: typed(r), Posted: r.Method == http.MethodPost}
		if !p.Fill(sc, unit) {
			return problem.New(problem.NotFound, "Đơn vị này không có trong bảng chấm điểm năm %d.", y.Year)
		}
		open := sc.Sheet.State == scoring.Opened
		p.MaySelf = open && access.May(tx, access.ScoringSelf, y.UnitScope(unit)) && (p.Marking.State == scoring.UnitOpen || p.Marking.State == scoring.UnitReturned)
		p.MayAppraise = open && access.May(tx, access.ScoringAppraise, y.Scope()) && (p.Marking.State == scoring.UnitSubmitted || p.Marking.State == scoring.UnitAppraised)
		if !p.MayAppraise {
			return nil
		}
		err = scoring.MayJudge(tx, y, unit)
		if barred := problem.All(err); len(barred) > 0 {
			p.MayAppraise, p.Barred = false, barred[0].Text
			return nil
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Marking(p))
}

func (s *Server) submitMarking(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, scoringPage+"/"+r.PathValue("unit"), sentence, act, func(list problem.List) error { return s.showUnitMarking(w, r, list) })
}

// typedNumber reads a number typed the Vietnamese way into the bundle's form;
// problems go beside the field.
func typedNumber(r *http.Request, field string, list *problem.List) string {
	value := text(r, field)
	if value == "" {
		return ""
	}
	d, err := vn.ParseNumber(value)
	if err != nil {
		for _, p := range problem.All(err) {
			list.Add(field, "%s", p.Text)
		}
		return ""
	}
	return d.String()
}

func (s *Server) fillIn(w http.ResponseWriter, r *http.Request) error {
	submitToo := r.FormValue("nop") != ""
	sentence := "Đã lưu; chưa nộp."
	if submitToo {
		sentence = "Đã nộp bảng tự chấm điểm."
	}
	return s.submitMarking(w, r, sentence, func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		unit := r.PathValue("unit")
		if err := access.Require(tx, access.ScoringSelf, y.UnitScope(unit)); err != nil {
			return err
		}
		sc, err := scoring.Standing(tx, y)
		if err != nil {
			return err
		}
		var list problem.List
		var filled []scoring.Filled
		for _, row := range sc.Rows {
			if row.Kind == "" {
				continue
			}
			f := scoring.Filled{Criterion: row.Path, Note: text(r, "note_"+row.Path)}
			switch {
			case row.Kind == scoring.Achieved:
				f.Value = text(r, "value_"+row.Path)
			case row.Kind == scoring.Target && row.Indicator == "":
				f.Target, f.Actual = typedNumber(r, "target_"+row.Path, &list), typedNumber(r, "actual_"+row.Path, &list)
			case row.Kind != scoring.Target:
				f.Value = typedNumber(r, "value_"+row.Path, &list)
			}
			filled = append(filled, f)
		}
		if err := list.Err(); err != nil {
			return err
		}
		if err := scoring.FillIn(tx, y, unit, int64(number(text(r, "version"))), filled); err != nil || !submitToo {
			return err
		}
		return scoring.SubmitSelf(tx, y, unit)
	})
}

func (s *Server) appraiseUnit(w http.ResponseWriter, r *http.Request) error {
	return s.submitMarking(w, r, "Đã lưu điểm thẩm định.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ScoringAppraise, y.Scope()); err != nil {
			return err
		}
		sc, err := scoring.Standing(tx, y)
		if err != nil {
			return err
		}
		var list problem.List
		var marks []scoring.AppraisedMark
		for _, row := range sc.Rows {
			if row.Kind != "" {
				marks = append(marks, scoring.AppraisedMark{
					Criterion: row.Path, Points: typedNumber(r, "points_"+row.Path, &list), Reason: text(r, "reason_"+row.Path),
				})
			}
		}
		if err := list.Err(); err != nil {
			return err
		}
		return scoring.Appraise(tx, y, r.PathValue("unit"), int64(number(text(r, "version"))), marks)
	})
}

func (s *Server) returnUnit(w http.ResponseWriter, r *http.Request) error {
	return s.submitMarking(w, r, "Đã trả lại đơn vị.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.ReturnSelf(tx, y, r.PathValue("unit"), text(r, "reason"))
	})
}

func (s *Server) disqualifyUnit(w http.ResponseWriter, r *http.Request) error {
	return s.submitMarking(w, r, "Đã ghi.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.Disqualify(tx, y, r.PathValue("unit"), text(r, "dq_reason"), text(r, "document"))
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
