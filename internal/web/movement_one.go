package web

import (
	"cmp"
	"net/http"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// movement is the page of one movement for those who work on it.
func (s *Server) movement(w http.ResponseWriter, r *http.Request) error {
	return s.showMovement(w, r, nil)
}

func (s *Server) showMovement(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.MovementProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := mustWorkOnMovements(tx, y); err != nil {
			return err
		}
		if err := s.fillMovement(tx, r, c, y, list, &p); err != nil {
			return err
		}
		node := p.Way[len(p.Way)-1]
		joiners, err := movementActs(tx, y, node, &p)
		if err != nil {
			return err
		}
		p.List = workPath(c, y) + movementPage
		p.Base = p.List + "/" + node.ID
		p.Tree = drawTree(c, workPath(c, y)).Place(p.Way)
		if p.MayJoin {
			p.Frame.Action = components.Button(components.ButtonProps{Text: joinWords(joiners), Href: p.Base + "/huong-ung"})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Movement(p))
}

func joinWords(joiners []cycle.Absentee) string {
	if len(joiners) == 1 {
		return "Hưởng ứng: " + joiners[0].Name
	}
	return "Ghi đơn vị hưởng ứng"
}

// movementActs fills in what the person may do with a movement.
func movementActs(tx *db.Tx, y cycle.Year, node cycle.Node, p *pages.MovementProps) (joiners []cycle.Absentee, err error) {
	if joiners, err = cycle.Joiners(tx, y, node); err != nil {
		return nil, err
	}
	p.MayJoin = len(joiners) > 0
	p.MayAlter, err = cycle.MayChange(tx, y, node.ID)
	return joiners, err
}

// publicMovement is the page of one movement for anyone.
func (s *Server) publicMovement(w http.ResponseWriter, r *http.Request) error {
	var p pages.MovementProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := s.fillMovement(tx, r, c, y, nil, &p); err != nil {
			return err
		}
		node := p.Way[len(p.Way)-1]
		if _, err := movementActs(tx, y, node, &p); err != nil {
			return err
		}
		if p.MayJoin || p.MayAlter {
			p.Work = workPath(c, y) + movementPage + "/" + node.ID
		}
		p.MayJoin, p.MayAlter = false, false
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Movement(p))
}

// fillMovement reads what both pages of a movement show.
func (s *Server) fillMovement(tx *db.Tx, r *http.Request, c cluster.Cluster, y cycle.Year, list problem.List, p *pages.MovementProps) error {
	way, err := cycle.Way(tx, y, r.PathValue("movement"))
	if err != nil {
		return err
	}
	node := way[len(way)-1]
	*p = pages.MovementProps{
		Frame: s.movementFrame(tx, r, c, y, list), Answers: pages.Answers{Problems: list, Typed: typed(r)},
		List: yearPath(c, y) + movementPage, Way: way, Cluster: c.Name, Today: tx.Today(),
	}
	p.Frame.Title = node.Name
	s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "movement", ID: node.ID})
	if node.UnitName != "" {
		p.Frame.Kicker += " · " + node.UnitName
	}
	p.Public = p.List + "/" + node.ID
	p.Tree = drawTree(c, yearPath(c, y)).Place(way)
	return nil
}

// joinForm is the form in which a unit joins a movement of the level above.
func (s *Server) joinForm(w http.ResponseWriter, r *http.Request) error {
	return s.showJoinForm(w, r, nil)
}

func (s *Server) showJoinForm(w http.ResponseWriter, r *http.Request, list problem.List) error {
	return s.showMovementForm(w, r, list, "", func(tx *db.Tx, c cluster.Cluster, y cycle.Year, p *pages.MovementFormProps) error {
		parent, err := cycle.Branch(tx, y, r.PathValue("movement"))
		if err != nil {
			return err
		}
		joiners, err := cycle.Joiners(tx, y, parent)
		if err != nil {
			return err
		}
		// A form that was refused is shown again even when the unit has joined in the
		// meantime, so that what was typed is not lost.
		if len(joiners) == 0 && len(list) > 0 {
			names, err := org.Names(tx, tx.Today(), tx.Actor.Unit)
			if err != nil {
				return err
			}
			joiners = append(joiners, cycle.Absentee{UnitID: tx.Actor.Unit, Name: names[tx.Actor.Unit]})
		}
		if len(joiners) == 0 {
			return problem.New(problem.Denied, "Không còn đơn vị nào mà bạn được thay mặt hưởng ứng «%s».", parent.Name)
		}
		for _, u := range joiners {
			p.Units = append(p.Units, components.Option{Value: u.UnitID, Text: u.Name})
		}
		p.Frame.Title, p.Button, p.Parent = "Hưởng ứng «"+parent.Name+"»", "Ghi hưởng ứng", &parent
		p.Back = workPath(c, y) + movementPage + "/" + parent.ID
		p.Action = p.Back + "/huong-ung"
		p.Movement = cycle.Movement{Name: parent.Name, Slogan: parent.Slogan, FromDay: parent.FromDay, ToDay: parent.ToDay}
		return nil
	})
}

func (s *Server) joinMovement(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("movement")
	return s.submit(w, r, movementPage+"/"+id, "Đã ghi hưởng ứng.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		parent, err := cycle.MovementByID(tx, y, id)
		if err != nil {
			return err
		}
		unit := cmp.Or(text(r, "unit"), tx.Actor.Unit)
		if err := cycle.MustJoin(tx, y, unit); err != nil {
			return err
		}
		m, err := typedMovement(r)
		if err != nil {
			return err
		}
		m.ParentID, m.Kind, m.UnitID = id, parent.Kind, unit
		if m, err = cycle.JoinMovement(tx, y, m); err != nil {
			return err
		}
		return s.attachLaunch(tx, r, y, m)
	}, func(list problem.List) error { return s.showJoinForm(w, r, list) })
}

// changeForm is the form in which a movement is changed.
func (s *Server) changeForm(w http.ResponseWriter, r *http.Request) error {
	return s.showChangeForm(w, r, nil)
}

func (s *Server) showChangeForm(w http.ResponseWriter, r *http.Request, list problem.List) error {
	return s.showMovementForm(w, r, list, "", func(tx *db.Tx, c cluster.Cluster, y cycle.Year, p *pages.MovementFormProps) error {
		way, err := cycle.Way(tx, y, r.PathValue("movement"))
		if err != nil {
			return err
		}
		node := way[len(way)-1]
		if err := cycle.MustChange(tx, y, node.ID); err != nil {
			return err
		}
		p.Frame.Title, p.Button, p.Movement = "Sửa «"+node.Name+"»", "Lưu", node.Movement
		p.Back = workPath(c, y) + movementPage + "/" + node.ID
		p.Action, p.File = p.Back+"/sua", yearPath(c, y)+movementPage+"/"+node.ID+"/van-ban"
		p.OfCentre, p.OfCluster = node.OfCentre(), node.OfCluster()
		if p.OfCluster {
			p.Centre, err = centreOptions(tx, y)
		} else if len(way) > 1 {
			p.Parent = &way[len(way)-2]
		}
		return err
	})
}

func (s *Server) changeMovement(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("movement")
	return s.submit(w, r, movementPage+"/"+id, "Đã lưu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		before, err := cycle.MovementByID(tx, y, id)
		if err != nil {
			return err
		}
		if err := cycle.MustChange(tx, y, id); err != nil {
			return err
		}
		m, err := typedMovement(r)
		if err != nil {
			return err
		}
		m.ID = id
		if before.UnitID != "" && before.ParentID != "" {
			m.Kind = before.Kind // that of the level above
		}
		if m, err = cycle.ChangeMovement(tx, y, m); err != nil {
			return err
		}
		return s.attachLaunch(tx, r, y, m)
	}, func(list problem.List) error { return s.showChangeForm(w, r, list) })
}

func (s *Server) withdrawMovement(w http.ResponseWriter, r *http.Request) error {
	return s.submit(w, r, movementPage, "Đã rút phong trào.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return cycle.WithdrawMovement(tx, y, r.PathValue("movement"), int64(number(text(r, "version"))), text(r, "reason"))
	}, func(list problem.List) error { return s.showMovement(w, r, list) })
}

// reviewForm is the form of a mid-term or final review.
func (s *Server) reviewForm(stage cycle.Stage) handle {
	return func(w http.ResponseWriter, r *http.Request) error { return s.showReviewForm(w, r, stage, nil) }
}

func (s *Server) showReviewForm(w http.ResponseWriter, r *http.Request, stage cycle.Stage, list problem.List) error {
	var p pages.ReviewFormProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		node, err := cycle.Branch(tx, y, r.PathValue("movement"))
		if err != nil {
			return err
		}
		if err := cycle.MustChange(tx, y, node.ID); err != nil {
			return err
		}
		p = pages.ReviewFormProps{
			Frame: s.movementFrame(tx, r, c, y, list), Answers: pages.Answers{Problems: list, Typed: typed(r)}, Stage: stage, Node: node,
			Back: workPath(c, y) + movementPage + "/" + node.ID, File: yearPath(c, y) + movementPage + "/" + node.ID + "/" + pages.StagePath(stage),
		}
		p.Frame.Title, p.Action = upperFirst(stage.Name())+" «"+node.Name+"»", p.Back+"/"+pages.StagePath(stage)
		for _, v := range node.Reviews {
			if v.Stage == stage {
				p.Review = v
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.ReviewForm(p))
}

func (s *Server) reviewMovement(stage cycle.Stage) handle {
	return func(w http.ResponseWriter, r *http.Request) error {
		id := r.PathValue("movement")
		return s.submit(w, r, movementPage+"/"+id, "Đã lưu "+stage.Name()+".", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
			if err := cycle.MustChange(tx, y, id); err != nil {
				return err
			}
			on, err := dayOf(r, "on_day")
			if err != nil {
				return err
			}
			if _, err := cycle.ReviewMovement(tx, y, cycle.Review{
				MovementID: id, Stage: stage, OnDay: on, Results: text(r, "results"), Version: int64(number(text(r, "version"))),
			}); err != nil {
				return err
			}
			f, err := s.uploadIfAny(r, "file")
			if err != nil || f.Hash == "" {
				return err
			}
			return cycle.AttachReview(tx, y, id, stage, f)
		}, func(list problem.List) error { return s.showReviewForm(w, r, stage, list) })
	}
}

// launchFile serves the document that launched a movement.
func (s *Server) launchFile(w http.ResponseWriter, r *http.Request) error {
	return s.movementFile(w, r, func(n cycle.Node) (string, string) { return n.FileHash, n.FileName })
}

// reviewFile serves the report of a review.
func (s *Server) reviewFile(stage cycle.Stage) handle {
	return func(w http.ResponseWriter, r *http.Request) error {
		return s.movementFile(w, r, func(n cycle.Node) (hash, name string) {
			for _, v := range n.Reviews {
				if v.Stage == stage {
					return v.FileHash, v.FileName
				}
			}
			return "", ""
		})
	}
}

func (s *Server) movementFile(w http.ResponseWriter, r *http.Request, which func(cycle.Node) (hash, name string)) error {
	var hash, name string
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		n, err := cycle.Branch(tx, y, r.PathValue("movement"))
		hash, name = which(n)
		return err
	})
	if err != nil {
		return err
	}
	if hash == "" {
		return problem.New(problem.NotFound, "Chưa có tệp này.")
	}
	return s.serveFile(w, r, hash, name)
}
