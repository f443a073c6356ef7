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
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const directivePage = cycle.DirectivePage

// directives is the board of a year's directives for those who work in the year;
// publicDirectives is the same for anyone, without what was reported.
func (s *Server) directives(w http.ResponseWriter, r *http.Request) error {
	return s.showDirectives(w, r, true)
}

func (s *Server) publicDirectives(w http.ResponseWriter, r *http.Request) error {
	return s.showDirectives(w, r, false)
}

func (s *Server) showDirectives(w http.ResponseWriter, r *http.Request, signedIn bool) error {
	var p pages.DirectivesProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if signedIn {
			if err := access.Require(tx, access.YearRead, y.Scope()); err != nil {
				return err
			}
		}
		if p, err = s.board(tx, c, y, signedIn); err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, "Chỉ đạo của Hội đồng, năm "+itoa(y.Year))
		printed, err := record.PublicationsOfKind(tx, "directive", y.ID)
		if err != nil {
			return err
		}
		p.Proofs = map[string]string{}
		for id, d := range printed {
			p.Proofs[id] = proofPath(d.EntryID)
		}
		if signedIn && y.State == cycle.Running && access.May(tx, access.DirectiveGive, y.Scope()) {
			p.Frame.Action = components.Button(components.ButtonProps{Text: "Ghi chỉ đạo", Href: p.Base + "/moi"})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Directives(p))
}

// board reads the directives of a year with the names of their owners; signed in,
// also what waits for the own unit and which tasks may be opened.
func (s *Server) board(tx *db.Tx, c cluster.Cluster, y cycle.Year, signedIn bool) (p pages.DirectivesProps, err error) {
	p.Today = tx.Today()
	if p.Rows, err = cycle.Board(tx, y); err != nil {
		return p, err
	}
	members, err := cycle.Members(tx, y)
	if err != nil {
		return p, err
	}
	if p.Names, err = memberNames(tx, members); err != nil {
		return p, err
	}
	p.Left = map[string]string{}
	for _, row := range p.Rows {
		for _, t := range row.Tasks {
			if t.State == cycle.TaskOpen || t.State == cycle.TaskReturned {
				p.Left[t.ID] = s.leftOf(p.Today, t)
			}
		}
	}
	if !signedIn {
		return p, nil
	}
	p.Base, p.Unit, p.Follow = workPath(c, y)+directivePage, tx.Actor.Unit, map[string]bool{}
	for _, m := range members {
		p.Follow[m.UnitID] = access.May(tx, access.TaskRead, y.UnitScope(m.UnitID))
	}
	own, err := cycle.Tasks(tx, y, tx.Actor.Unit)
	if err != nil {
		return p, err
	}
	for _, l := range cycle.Pressing([]cycle.BoardRow{{Tasks: own}}, p.Today) {
		t := components.Task{Title: l.What, Href: p.Base + "/viec/" + l.ID, Due: l.DueOn.Short(), Left: p.Left[l.ID], Tag: pages.TaskTag(l.Task, p.Today)}
		if l.State == cycle.TaskReported {
			t.Why, t.Tag.Text = "Đã báo cáo.", "chờ xác nhận"
		}
		if l.State == cycle.TaskReturned {
			t.Why = upperFirst(l.State.Name()) + "."
		}
		p.Own = append(p.Own, t)
	}
	return p, nil
}

// directiveForm is the form in which a directive is given.
func (s *Server) directiveForm(w http.ResponseWriter, r *http.Request) error {
	return s.showDirectiveForm(w, r, nil)
}

func (s *Server) showDirectiveForm(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.DirectiveFormProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.DirectiveGive, y.Scope()); err != nil {
			return err
		}
		back := workPath(c, y) + directivePage
		f := s.yearFrame(tx, r, c, y, "Ghi chỉ đạo của Hội đồng")
		f.Crumbs = append(f.Crumbs, components.Link{Href: back, Text: "Chỉ đạo"})
		p = pages.DirectiveFormProps{Frame: refusedFrame(f, list), Answers: pages.Answers{Problems: list, Typed: typed(r)}, Action: back, Back: back}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.DirectiveForm(p))
}

// typedDirective reads the fields of a directive's form.
func typedDirective(r *http.Request) (cycle.Directive, error) {
	on, err := dayOf(r, "given_on")
	return cycle.Directive{
		ID: r.PathValue("directive"), Body: text(r, "body"), Source: text(r, "source"), GivenBy: text(r, "given_by"), GivenOn: on,
		Version: int64(number(text(r, "version"))),
	}, err
}

func (s *Server) giveDirective(w http.ResponseWriter, r *http.Request) error {
	return s.submit(w, r, directivePage, "Đã ghi chỉ đạo.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.DirectiveGive, y.Scope()); err != nil {
			return err
		}
		d, err := typedDirective(r)
		if err != nil {
			return err
		}
		_, err = cycle.GiveDirective(tx, y, d)
		return err
	}, func(list problem.List) error { return s.showDirectiveForm(w, r, list) })
}

// directive is one directive with its tasks.
func (s *Server) directive(w http.ResponseWriter, r *http.Request) error {
	return s.showDirective(w, r, nil)
}

func (s *Server) showDirective(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.DirectiveProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.YearRead, y.Scope()); err != nil {
			return err
		}
		d, err := cycle.DirectiveByID(tx, y, r.PathValue("directive"))
		if err != nil {
			return err
		}
		p = pages.DirectiveProps{
			Answers: pages.Answers{Problems: list, Typed: typed(r)}, Chosen: r.Form["units"], Changes: r.Form.Get("buoc") == "sua",
			MayGive: y.State == cycle.Running && access.May(tx, access.TaskAssign, y.Scope()),
		}
		if p.Board, err = s.board(tx, c, y, true); err != nil {
			return err
		}
		p.Board.Alone = true
		p.Board.Rows = slices.DeleteFunc(p.Board.Rows, func(b cycle.BoardRow) bool { return b.ID != d.ID })
		f := s.yearFrame(tx, r, c, y, "Chỉ đạo "+itoa(d.Number))
		f.Crumbs = append(f.Crumbs, components.Link{Href: p.Board.Base, Text: "Chỉ đạo"})
		s.traced(tx, &f, y.Scope(), record.Object{Kind: "directive", ID: d.ID})
		p.Frame = refusedFrame(f, list)
		p.Units, err = memberOptions(tx, y, p.Board.Names)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Directive(p))
}

// memberOptions lists the members of a year to choose from.
func memberOptions(tx *db.Tx, y cycle.Year, names map[string]string) ([]components.Option, error) {
	members, err := cycle.Members(tx, y)
	if err != nil {
		return nil, err
	}
	options := make([]components.Option, len(members))
	for i, m := range members {
		options[i] = components.Option{Value: m.UnitID, Text: names[m.UnitID]}
	}
	return options, nil
}

// followDirective corrects a directive, or assigns a task under it.
func (s *Server) followDirective(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("directive")
	sentence := "Đã giao việc."
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.TaskAssign, y.Scope()); err != nil {
			return err
		}
		due, err := dayOf(r, "due_on")
		if err != nil {
			return err
		}
		_, err = cycle.AssignTask(tx, y, cycle.Assignment{DirectiveID: id, What: text(r, "what"), DueOn: due, Units: r.Form["units"]})
		return err
	}
	if r.FormValue("buoc") == "sua" {
		sentence = "Đã lưu chỉ đạo."
		act = func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
			if err := access.Require(tx, access.DirectiveGive, y.Scope()); err != nil {
				return err
			}
			d, err := typedDirective(r)
			if err != nil {
				return err
			}
			_, err = cycle.ChangeDirective(tx, y, d)
			return err
		}
	}
	return s.submit(w, r, directivePage+"/"+id, sentence, act, func(list problem.List) error { return s.showDirective(w, r, list) })
}
