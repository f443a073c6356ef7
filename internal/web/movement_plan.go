package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const planPage = "/ke-hoach"

// plans is the register of the members' plans; publicPlans is the same for
// anyone.
func (s *Server) plans(w http.ResponseWriter, r *http.Request) error {
	return s.showPlans(w, r, nil, true)
}

func (s *Server) publicPlans(w http.ResponseWriter, r *http.Request) error {
	return s.showPlans(w, r, nil, false)
}

func (s *Server) showPlans(w http.ResponseWriter, r *http.Request, list problem.List, signedIn bool) error {
	var p pages.PlansProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		f := s.yearFrame(tx, r, c, y, "Kế hoạch, chương trình năm "+itoa(y.Year))
		p = pages.PlansProps{Frame: refusedFrame(f, list), Answers: pages.Answers{Problems: list, Typed: typed(r)}}
		register, err := cycle.Plans(tx, y)
		if err != nil {
			return err
		}
		work := ""
		if signedIn {
			if err := access.Require(tx, access.YearRead, y.Scope()); err != nil {
				return err
			}
			p.Base, work = workPath(c, y)+planPage, workPath(c, y)+planPage
			p.MayFile = y.State == cycle.Running && access.May(tx, access.PlanFile, y.UnitScope(tx.Actor.Unit))
		}
		p.Launched = launchedOn(register)
		p.Plans = planTable(register, func(m cycle.PlanMember) string {
			if y.State == cycle.Running && access.May(tx, access.PlanFile, y.UnitScope(m.UnitID)) {
				return work
			}
			return ""
		}, yearPath(c, y)+planPage, tx.Actor.Unit)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Plans(p))
}

func launchedOn(r cycle.PlanRegister) string {
	if r.LaunchedOn.IsZero() {
		return "Chưa có ngày phát động để so sánh."
	}
	return "So với ngày " + r.LaunchedOn.Short() + ", " + r.LaunchedBy + "."
}

// planTable sets the members' plans against the day of launch. work is the
// address under which a member's entries are changed, for who may.
func planTable(register cycle.PlanRegister, work func(cycle.PlanMember) string, public, own string) components.TableProps {
	t := components.TableProps{
		ID: "ke-hoach", Caption: "Kế hoạch, chương trình của các đơn vị, sớm hay muộn so với ngày phát động",
		Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Văn bản"}, {Head: "Ban hành"}, {Head: "So với ngày phát động"}},
	}
	for _, m := range register.Members {
		if len(m.Plans) == 0 {
			t.Rows = append(t.Rows, components.Row{Mine: m.UnitID == own, Cells: []components.Cell{{Text: m.Name}, {Missing: "chưa có kế hoạch"}, {Missing: "–"}, {Missing: "–"}}})
		}
		for _, p := range m.Plans {
			document := components.Cell{Text: upperFirst(p.Kind.Name()) + " " + p.DocNumber + ": " + p.Title}
			if at := work(m); at != "" {
				document.Href = at + "/" + p.ID
			} else if p.FileHash != "" {
				document.Href = public + "/" + p.ID + "/tep"
			}
			t.Rows = append(t.Rows, components.Row{Mine: m.UnitID == own, Cells: []components.Cell{{Text: m.Name}, document, {Text: p.IssuedOn.Short()}, earlyCell(register, p)}})
		}
	}
	return t
}

func earlyCell(register cycle.PlanRegister, p cycle.Plan) components.Cell {
	if register.LaunchedOn.IsZero() {
		return components.Cell{Missing: "chưa có ngày phát động"}
	}
	tag := components.TagProps{Text: "ban hành cùng ngày"}
	switch n := register.Early(p); {
	case n > 0:
		tag = components.TagProps{Tone: components.ToneGood, Text: "ban hành sớm " + itoa(n) + " ngày"}
	case n < 0:
		tag = components.TagProps{Tone: components.ToneWarn, Text: "ban hành sau " + itoa(-n) + " ngày"}
	}
	return components.Cell{Content: components.StateTag(tag)}
}

// typedPlan reads the fields of a plan's form, with the file that came with it.
func (s *Server) typedPlan(r *http.Request) (cycle.Plan, error) {
	p := cycle.Plan{Kind: cycle.PlanKind(text(r, "kind")), DocNumber: text(r, "doc_number"), Title: text(r, "title"), Version: int64(number(text(r, "version")))}
	var err error
	if p.IssuedOn, err = dayOf(r, "issued_on"); err != nil {
		return p, err
	}
	f, err := s.uploadIfAny(r, "file")
	p.FileHash, p.FileName = f.Hash, f.Name
	return p, err
}

func (s *Server) filePlan(w http.ResponseWriter, r *http.Request) error {
	return s.submit(w, r, planPage, "Đã ghi vào sổ.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := requireOwn(tx, y, access.PlanFile); err != nil {
			return err
		}
		p, err := s.typedPlan(r)
		if err != nil {
			return err
		}
		p.UnitID = tx.Actor.Unit
		_, err = cycle.FilePlan(tx, y, p)
		return err
	}, func(list problem.List) error { return s.showPlans(w, r, list, true) })
}

// plan is one entry of the register, to be changed or taken out.
func (s *Server) plan(w http.ResponseWriter, r *http.Request) error { return s.showPlan(w, r, nil) }

func (s *Server) showPlan(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.PlanProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		stored, err := cycle.PlanByID(tx, y, r.PathValue("plan"))
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.PlanFile, y.UnitScope(stored.UnitID)); err != nil {
			return err
		}
		names, err := org.Names(tx, tx.Today(), stored.UnitID)
		if err != nil {
			return err
		}
		f := s.yearFrame(tx, r, c, y, upperFirst(stored.Kind.Name())+" "+stored.DocNumber)
		s.traced(tx, &f, y.Scope(), record.Object{Kind: "plan", ID: stored.ID})
		p = pages.PlanProps{
			Answers: pages.Answers{Problems: list, Typed: typed(r)}, Plan: stored, Unit: names[stored.UnitID],
			Back: workPath(c, y) + planPage, File: yearPath(c, y) + planPage + "/" + stored.ID + "/tep",
		}
		f.Crumbs = append(f.Crumbs, components.Link{Href: p.Back, Text: "Kế hoạch, chương trình"})
		p.Frame, p.Base = refusedFrame(f, list), p.Back+"/"+stored.ID
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Plan(p))
}

func (s *Server) changePlan(w http.ResponseWriter, r *http.Request) error {
	return s.submit(w, r, planPage, "Đã lưu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		before, err := cycle.PlanByID(tx, y, r.PathValue("plan"))
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.PlanFile, y.UnitScope(before.UnitID)); err != nil {
			return err
		}
		p, err := s.typedPlan(r)
		if err != nil {
			return err
		}
		p.ID = before.ID
		_, err = cycle.ChangePlan(tx, y, p)
		return err
	}, func(list problem.List) error { return s.showPlan(w, r, list) })
}

func (s *Server) removePlan(w http.ResponseWriter, r *http.Request) error {
	err := s.submit(w, r, planPage, "Đã bỏ văn bản khỏi sổ.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return cycle.RemovePlan(tx, y, r.PathValue("plan"), int64(number(text(r, "version"))), text(r, "reason"))
	}, func(list problem.List) error { return s.showPlan(w, r, list) })
	if problem.Is(err, problem.NotFound) { // a second click, or somebody else was first
		return s.done(w, r, "/lam-viec/"+r.PathValue("cluster")+"/"+r.PathValue("year")+planPage, "Văn bản này không còn trong sổ.")
	}
	return err
}

// planFile serves the document of a plan.
func (s *Server) planFile(w http.ResponseWriter, r *http.Request) error {
	var p cycle.Plan
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		p, err = cycle.PlanByID(tx, y, r.PathValue("plan"))
		return err
	})
	if err != nil {
		return err
	}
	if p.FileHash == "" {
		return problem.New(problem.NotFound, "Chưa có tệp này.")
	}
	return s.serveFile(w, r, p.FileHash, p.FileName)
}
