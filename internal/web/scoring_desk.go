package web

import (
	"net/http"
	"net/url"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

func (s *Server) markedLeaf(w http.ResponseWriter, r *http.Request) error {
	return s.showMarked(w, r, nil)
}

// showMarked is everything about one criterion of one unit: who marked it, and
// its evidence.
func (s *Server) showMarked(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.MarkedProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		unit, path := r.PathValue("unit"), criterionOf(r)
		d, err := scoring.ReadDesk(tx, y, unit)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(d.Lines, func(l scoring.Line) bool { return l.Row.Path == path && l.Leaf != nil })
		if i < 0 {
			return problem.New(problem.NotFound, "Bảng chấm điểm không có tiêu chí «%s».", path)
		}
		l := d.Lines[i]
		base := workPath(c, y) + scoringPage + "/" + unit
		f := s.yearFrame(tx, r, c, y, path+". "+l.Row.Name)
		f.Lead = d.Name
		f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + scoringPage, Text: "Chấm điểm"}, components.Link{Href: base, Text: d.Name})
		s.traced(tx, &f, y.Scope(), record.Object{Kind: "score_sheet", ID: d.Sheet.ID})
		column := columnOf(r, d)
		p = pages.MarkedProps{
			Frame: refusedFrame(f, list), Base: base, Problems: list, Typed: typed(r), Desk: d, Line: l,
			MayShow:     column == scoring.ColumnSelf && l.Locked == "" || column == scoring.ColumnExplain,
			MayUnassign: d.Sheet.State == scoring.Opened && access.May(tx, access.ScoringDefine, y.Scope()) && tx.Actor.Unit != unit,
		}
		if d.Sheet.AppealsOpen(tx.Today()) && access.May(tx, access.ScoringAppeal, y.UnitScope(unit)) {
			p.Appeal = workPath(c, y) + scoring.AppealPage + "?tieu-chi=" + url.QueryEscape(path)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Marked(p))
}

// criterionOf is the path of the criterion that a page is about or a form changes.
func criterionOf(r *http.Request) string {
	if path := r.PathValue("criterion"); path != "" {
		return path
	}
	return text(r, "criterion")
}

func (s *Server) submitMarked(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	page := scoringPage + "/" + r.PathValue("unit") + "/tieu-chi/" + criterionOf(r)
	return s.submit(w, r, page, sentence, act, func(list problem.List) error { return s.showMarked(w, r, list) })
}

// attachScoreEvidence adds a file or a link to a criterion of a unit.
func (s *Server) attachScoreEvidence(w http.ResponseWriter, r *http.Request) error {
	return s.submitMarked(w, r, "Đã thêm minh chứng.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		a := scoring.Attachment{UnitID: r.PathValue("unit"), Criterion: criterionOf(r), Link: text(r, "link"), Name: text(r, "link_name")}
		if err := access.Require(tx, access.ScoringSelf, y.UnitScope(a.UnitID)); err != nil {
			return err
		}
		var err error
		if a.File, err = s.uploadIfAny(r, "file"); err != nil {
			return err
		}
		return scoring.Attach(tx, y, a)
	})
}

// unassignCriterion says that the task of a criterion was not given to a unit.
func (s *Server) unassignCriterion(w http.ResponseWriter, r *http.Request) error {
	return s.submitMarked(w, r, "Đã ghi.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.Unassign(tx, y, r.PathValue("unit"), criterionOf(r), text(r, "document"))
	})
}

func (s *Server) detachScoreEvidence(w http.ResponseWriter, r *http.Request) error {
	return s.submitMarking(w, r, "Đã bỏ minh chứng.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.Detach(tx, y, r.PathValue("unit"), r.PathValue("shown"))
	})
}

// scoreEvidence serves a file of evidence to who may read the unit's part.
func (s *Server) scoreEvidence(w http.ResponseWriter, r *http.Request) error {
	var e scoring.Evidence
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		e, err = scoring.FindEvidence(tx, y, r.PathValue("unit"), r.PathValue("shown"))
		return err
	})
	if err != nil {
		return err
	}
	return s.serveFile(w, r, e.Hash, e.Name)
}

// scoringProgress is the board of a year's marking.
func (s *Server) scoringProgress(w http.ResponseWriter, r *http.Request) error {
	var p pages.ProgressProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if p.Units, err = scoring.ReadProgress(tx, y); err != nil {
			return err
		}
		p.Frame, p.Base = s.yearFrame(tx, r, c, y, "Tiến độ chấm điểm năm "+itoa(y.Year)), workPath(c, y)+scoringPage
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: p.Base, Text: "Chấm điểm"})
		p.Changes = access.May(tx, access.ScoringRead, y.Scope())
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Progress(p))
}

func (s *Server) scoreChanges(w http.ResponseWriter, r *http.Request) error {
	return s.showScoreChanges(w, r, nil)
}

// showScoreChanges lists the marks that rest on what is no more so.
func (s *Server) showScoreChanges(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.ChangesProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if p.List, err = scoring.ReadStale(tx, y); err != nil {
			return err
		}
		f := s.yearFrame(tx, r, c, y, "Điểm cần xem lại năm "+itoa(y.Year))
		p.Base = workPath(c, y) + scoringPage
		f.Crumbs = append(f.Crumbs, components.Link{Href: p.Base, Text: "Chấm điểm"})
		p.Frame, p.Problems, p.Typed = refusedFrame(f, list), list, typed(r)
		p.MayMark, p.MaySet = access.May(tx, access.ScoringAppraise, y.Scope()), access.May(tx, access.ScoringConclude, y.Scope())
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Changes(p))
}

func (s *Server) decideScore(w http.ResponseWriter, r *http.Request) error {
	accept := r.FormValue("tinh") != ""
	sentence := "Đã giữ điểm đã chấm."
	if accept {
		sentence = "Đã giữ giá trị tính."
	}
	return s.submit(w, r, scoringPage+"/xem-lai", sentence, func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		unit, criterion := text(r, "unit"), text(r, "criterion")
		field := "reason_" + unit + "_" + criterion
		err := scoring.Decide(tx, y, unit, criterion, scoring.Level(text(r, "level")), accept, text(r, field))
		return fieldProblemOf(field, err)
	}, func(list problem.List) error { return s.showScoreChanges(w, r, list) })
}

// fieldProblemOf puts problems that are beside a field beside the one of the form.
func fieldProblemOf(field string, err error) error {
	list := problem.All(err)
	for _, p := range list {
		if p.Field != "" {
			p.Field = field
		}
	}
	if list == nil {
		return err
	}
	return list
}
