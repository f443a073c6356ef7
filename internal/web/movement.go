package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const movementPage = cycle.MovementPage

// movements is the tree of a year's movements with who has joined, for those who
// work in the year; publicMovements is the same for anyone.
func (s *Server) movements(w http.ResponseWriter, r *http.Request) error {
	return s.showMovements(w, r, true)
}

func (s *Server) publicMovements(w http.ResponseWriter, r *http.Request) error {
	return s.showMovements(w, r, false)
}

func (s *Server) showMovements(w http.ResponseWriter, r *http.Request, signedIn bool) error {
	var p pages.MovementsProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		nodes, err := cycle.Tree(tx, y)
		if err != nil {
			return err
		}
		p = pages.MovementsProps{
			Frame: s.yearFrame(tx, r, c, y, "Phong trào, đợt thi đua năm "+itoa(y.Year)),
			Plans: yearPath(c, y) + planPage, Tree: drawTree(c, yearPath(c, y)).Lines(nodes),
		}
		if !signedIn {
			return nil
		}
		if err := mustWorkOnMovements(tx, y); err != nil {
			return err
		}
		base := workPath(c, y)
		p.Plans, p.Tree = base+planPage, drawTree(c, base).Lines(nodes)
		if y.State == cycle.Running && access.May(tx, access.MovementLaunch, y.Scope()) {
			p.Frame.Action = components.Button(components.ButtonProps{Text: "Phát động", Href: base + movementPage + "/moi"})
			p.Note = base + movementPage + "/trung-uong"
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Movements(p))
}

// drawTree draws the tree of movements below an address of the year.
func drawTree(c cluster.Cluster, year string) pages.MovementTree {
	return pages.MovementTree{List: year + movementPage, Cluster: upperFirst(c.Kind.Word())}
}

// mustWorkOnMovements refuses who has nothing to do with the year's movements.
// What they say is public; a person of a commune is no member of the cluster, and
// yet the commune joins its city's.
func mustWorkOnMovements(tx *db.Tx, y cycle.Year) error {
	if tx.Actor.Unit != "" {
		return nil
	}
	return access.Require(tx, access.YearRead, y.Scope())
}

// launchForm is the form in which the lead launches the cluster's own.
func (s *Server) launchForm(w http.ResponseWriter, r *http.Request) error {
	return s.showLaunchForm(w, r, nil)
}

func (s *Server) showLaunchForm(w http.ResponseWriter, r *http.Request, list problem.List) error {
	return s.showMovementForm(w, r, list, access.MovementLaunch, func(tx *db.Tx, c cluster.Cluster, y cycle.Year, p *pages.MovementFormProps) error {
		p.Frame.Title = "Phát động phong trào, đợt thi đua của " + c.Kind.Word()
		p.Action, p.Button, p.OfCluster = p.Back, "Phát động", true
		var err error
		p.Centre, err = centreOptions(tx, y)
		return err
	})
}

// noteForm is the form in which a movement of the centre is noted.
func (s *Server) noteForm(w http.ResponseWriter, r *http.Request) error {
	return s.showNoteForm(w, r, nil)
}

func (s *Server) showNoteForm(w http.ResponseWriter, r *http.Request, list problem.List) error {
	return s.showMovementForm(w, r, list, access.MovementLaunch, func(_ *db.Tx, _ cluster.Cluster, _ cycle.Year, p *pages.MovementFormProps) error {
		p.Frame.Title = "Ghi phong trào do trung ương phát động"
		p.Action, p.Button, p.OfCentre = p.Back+"/trung-uong", "Ghi phong trào", true
		return nil
	})
}

// showMovementForm shows a form of a movement that fill completes; the right is
// asked on the year where act names one.
func (s *Server) showMovementForm(w http.ResponseWriter, r *http.Request, list problem.List, act access.Act,
	fill func(*db.Tx, cluster.Cluster, cycle.Year, *pages.MovementFormProps) error,
) error {
	var p pages.MovementFormProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if act != "" {
			if err := access.Require(tx, act, y.Scope()); err != nil {
				return err
			}
		}
		p = pages.MovementFormProps{
			Frame: s.movementFrame(tx, r, c, y, list), Answers: pages.Answers{Problems: list, Typed: typed(r)},
			Back: workPath(c, y) + movementPage,
		}
		return fill(tx, c, y, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.MovementForm(p))
}

// movementFrame leads back to the tree: the public one for a person of a commune,
// who is no member of the cluster.
func (s *Server) movementFrame(tx *db.Tx, r *http.Request, c cluster.Cluster, y cycle.Year, list problem.List) components.PageProps {
	f := s.yearFrame(tx, r, c, y, "")
	tree := yearPath(c, y) + movementPage
	switch {
	case !strings.HasPrefix(r.URL.Path, "/lam-viec/"):
	case access.May(tx, access.YearRead, y.Scope()):
		tree = workPath(c, y) + movementPage
	default:
		f.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}, {Href: yearPath(c, y), Text: "Năm " + itoa(y.Year)}}
	}
	f.Crumbs = append(f.Crumbs, components.Link{Href: tree, Text: "Phong trào"})
	return refusedFrame(f, list)
}

// centreOptions lists the movements of the centre that the cluster's own may
// serve.
func centreOptions(tx *db.Tx, y cycle.Year) ([]components.Option, error) {
	all, err := cycle.Movements(tx, y)
	if err != nil {
		return nil, err
	}
	var options []components.Option
	for _, m := range all {
		if m.OfCentre() {
			options = append(options, components.Option{Value: m.ID, Text: m.Name})
		}
	}
	return options, nil
}

// typedDay reads a day; what is none goes beside the field.
func typedDay(r *http.Request, field string, list *problem.List) vn.Date {
	d, err := dayOf(r, field)
	*list = append(*list, problem.All(err)...)
	return d
}

// typedMovement reads the fields of a movement's form.
func typedMovement(r *http.Request) (cycle.Movement, error) {
	m := cycle.Movement{
		ParentID: text(r, "parent"), LaunchedBy: text(r, "launched_by"), Kind: cycle.MovementKind(text(r, "kind")), Name: text(r, "name"),
		Slogan: text(r, "slogan"), LaunchNumber: text(r, "launch_number"), Version: int64(number(text(r, "version"))),
	}
	for goal := range strings.Lines(text(r, "goals")) {
		m.Goals = append(m.Goals, strings.TrimSpace(goal))
	}
	var list problem.List
	m.FromDay, m.ToDay, m.LaunchOn = typedDay(r, "from_day", &list), typedDay(r, "to_day", &list), typedDay(r, "launch_on", &list)
	return m, list.Err()
}

func (s *Server) launchMovement(w http.ResponseWriter, r *http.Request) error {
	return s.submit(w, r, movementPage, "Đã phát động.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.MovementLaunch, y.Scope()); err != nil {
			return err
		}
		m, err := typedMovement(r)
		if err != nil {
			return err
		}
		if m, err = cycle.LaunchMovement(tx, y, m); err != nil {
			return err
		}
		return s.attachLaunch(tx, r, y, m)
	}, func(list problem.List) error { return s.showLaunchForm(w, r, list) })
}

func (s *Server) noteMovement(w http.ResponseWriter, r *http.Request) error {
	return s.submit(w, r, movementPage, "Đã ghi phong trào của trung ương.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.MovementLaunch, y.Scope()); err != nil {
			return err
		}
		m, err := typedMovement(r)
		if err != nil {
			return err
		}
		if m, err = cycle.NoteMovement(tx, y, m); err != nil {
			return err
		}
		return s.attachLaunch(tx, r, y, m)
	}, func(list problem.List) error { return s.showNoteForm(w, r, list) })
}

// attachLaunch keeps the launch document that came with a form, if one did.
func (s *Server) attachLaunch(tx *db.Tx, r *http.Request, y cycle.Year, m cycle.Movement) error {
	f, err := s.uploadIfAny(r, "file")
	if err != nil || f.Hash == "" {
		return err
	}
	return cycle.AttachLaunch(tx, y, m.ID, f)
}
