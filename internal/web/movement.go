package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const movementPage = "/phong-trao"

func (s *Server) movements(w http.ResponseWriter, r *http.Request) error {
	return s.showMovements(w, r, nil)
}

// showMovements is the tree of a year's movements with who has joined; the
// same tree, without forms, is its public page.
func (s *Server) showMovements(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p, err := s.tree(r, list, true)
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Movements(p))
}

func (s *Server) publicMovements(w http.ResponseWriter, r *http.Request) error {
	p, err := s.tree(r, nil, false)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Movements(p))
}

func (s *Server) tree(r *http.Request, list problem.List, signedIn bool) (p pages.MovementsProps, err error) {
	err = s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if signedIn {
			if err := access.Require(tx, access.YearRead, y.Scope()); err != nil {
				return err
			}
		}
		p = pages.MovementsProps{
			Frame:    refusedFrame(s.yearFrame(tx, r, c, y, "Phong trào, đợt thi đua năm "+itoa(y.Year)), list),
			Problems: list, Typed: typed(r),
		}
		nodes, err := cycle.Tree(tx, y)
		if err != nil {
			return err
		}
		p.Tree = treeNodes(nodes)
		for _, n := range nodes {
			p.Parents = append(p.Parents, components.Option{Value: n.ID, Text: n.Name})
		}
		if p.Plans, err = planTable(tx, y); err != nil {
			return err
		}
		if !signedIn || y.State != cycle.Running {
			return nil
		}
		p.Base = workPath(c, y) + movementPage
		p.MayLaunch = access.May(tx, access.MovementLaunch, y.Scope())
		p.MayJoin = access.May(tx, access.MovementJoin, y.UnitScope(tx.Actor.Unit))
		p.MayFile = access.May(tx, access.PlanFile, y.UnitScope(tx.Actor.Unit))
		return nil
	})
	return p, err
}

// treeNodes turns branches into the lines of the tree, with those who have not
// joined.
func treeNodes(nodes []cycle.Node) []components.TreeNode {
	var out []components.TreeNode
	for _, n := range nodes {
		t := components.TreeNode{Text: n.Name, Detail: n.Kind.Name() + ", từ " + n.FromDay.Short(), Tag: &components.TagProps{Tone: components.ToneGood, Text: "đã phát động"}}
		if n.UnitName != "" {
			t.Text = n.UnitName + ": " + n.Name
			t.Tag = &components.TagProps{Tone: components.ToneGood, Text: "hưởng ứng"}
		}
		if !n.ToDay.IsZero() {
			t.Detail += " đến " + n.ToDay.Short()
		}
		if n.Slogan != "" {
			t.Detail += "; «" + n.Slogan + "»"
		}
		if len(n.Goals) > 0 {
			t.Detail += "; mục tiêu: " + strings.Join(n.Goals, "; ")
		}
		for _, v := range n.Reviews {
			t.Children = append(t.Children, components.TreeNode{Text: upperFirst(v.Stage.Name()) + " ngày " + v.OnDay.Short(), Detail: v.Results})
		}
		t.Children = append(t.Children, treeNodes(n.Joined)...)
		for _, m := range n.Missing {
			t.Children = append(t.Children, components.TreeNode{Text: m.Name, Tag: &components.TagProps{Tone: components.ToneWarn, Text: "chưa hưởng ứng"}})
		}
		out = append(out, t)
	}
	return out
}

// planTable is the register of the members' plans, against the day of launch.
func planTable(tx *db.Tx, y cycle.Year) (components.TableProps, error) {
	t := components.TableProps{
		ID: "ke-hoach", Caption: "Kế hoạch, chương trình của các đơn vị",
		Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Văn bản"}, {Head: "Ban hành"}, {Head: "So với ngày phát động"}},
	}
	register, err := cycle.Plans(tx, y)
	if err != nil {
		return t, err
	}
	for _, m := range register.Members {
		if len(m.Plans) == 0 {
			t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: m.Name}, {Missing: "chưa có kế hoạch"}, {Missing: "–"}, {Missing: "–"}}})
		}
		for _, p := range m.Plans {
			early := components.Cell{Missing: "chưa có ngày phát động"}
			if !register.LaunchedOn.IsZero() {
				switch n := register.Early(p); {
				case n > 0:
					early = components.Cell{Text: "sớm " + itoa(n) + " ngày"}
				case n < 0:
					early = components.Cell{Text: "sau " + itoa(-n) + " ngày"}
				default:
					early = components.Cell{Text: "cùng ngày"}
				}
			}
			t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: m.Name}, {Text: p.Kind.Name() + " " + p.DocNumber + ": " + p.Title}, {Text: p.IssuedOn.Short()}, early}})
		}
	}
	return t, nil
}

func (s *Server) submitMovement(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, movementPage, sentence, act, func(list problem.List) error { return s.showMovements(w, r, list) })
}

// launchMovement launches the cluster's own movement, or joins one for the own
// unit when the form names what it joins.
func (s *Server) launchMovement(w http.ResponseWriter, r *http.Request) error {
	return s.submitMovement(w, r, "Đã ghi.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		from, err := dayOf(r, "from_day")
		if err != nil {
			return err
		}
		to, err := dayOf(r, "to_day")
		if err != nil {
			return err
		}
		on, err := dayOf(r, "launch_on")
		if err != nil {
			return err
		}
		m := cycle.Movement{
			ParentID: text(r, "parent"), Kind: cycle.MovementKind(text(r, "kind")), Name: text(r, "name"), Slogan: text(r, "slogan"),
			FromDay: from, ToDay: to, LaunchNumber: text(r, "launch_number"), LaunchOn: on,
		}
		for goal := range strings.Lines(text(r, "goals")) {
			if goal = strings.TrimSpace(goal); goal != "" {
				m.Goals = append(m.Goals, goal)
			}
		}
		if m.ParentID == "" {
			_, err = cycle.LaunchMovement(tx, y, m)
			return err
		}
		m.UnitID = tx.Actor.Unit
		_, err = cycle.JoinMovement(tx, y, m)
		return err
	})
}

func (s *Server) filePlan(w http.ResponseWriter, r *http.Request) error {
	return s.submitMovement(w, r, "Đã ghi kế hoạch.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		issued, err := dayOf(r, "issued_on")
		if err != nil {
			return err
		}
		_, err = cycle.FilePlan(tx, y, cycle.Plan{
			UnitID: tx.Actor.Unit, Kind: cycle.PlanKind(text(r, "plan_kind")), DocNumber: text(r, "doc_number"), Title: text(r, "title"), IssuedOn: issued,
		})
		return err
	})
}
