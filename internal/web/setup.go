package web

import (
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/waiting"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// clusterSetup arranges a cluster: members, leads, years.
func (s *Server) clusterSetup(w http.ResponseWriter, r *http.Request) error {
	return s.showClusterSetup(w, r, nil)
}

func (s *Server) showClusterSetup(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.ClusterSetupProps
	err := s.view(r, func(tx *db.Tx) error {
		c, err := clusterOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.ClusterRead, cluster.Scope(c.ID)); err != nil {
			return err
		}
		f := s.frame(tx, r, "Sắp xếp "+c.Kind.Word())
		f.Kicker = c.Name
		f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		p = pages.ClusterSetupProps{
			Frame: refusedFrame(f, list), Base: "/lam-viec/" + c.Slug, Problems: list, Typed: typed(r), Cluster: c, NewID: db.NewID(),
			RuleBook: "/lam-viec/" + c.Slug + ruleBookPage, Public: "/cum/" + c.Slug,
			MayArrange: access.May(tx, access.ClusterArrange, cluster.Scope(c.ID)),
		}
		years, err := cycle.Years(tx, c.ID)
		if err != nil {
			return err
		}
		scope := cluster.Scope(c.ID)
		for _, y := range years {
			p.Years = append(p.Years, pages.YearLink{Year: y.Year, Href: workPath(c, y), Illustrative: y.Illustrative})
			p.MayOpen = p.MayOpen || access.May(tx, access.YearOpen, y.Scope())
		}
		p.MayOpen = p.MayOpen || access.May(tx, access.YearOpen, scope)
		if p.Members, err = memberTable(tx, c); err != nil {
			return err
		}
		if p.Leads, err = leadTable(tx, c, years); err != nil {
			return err
		}
		p.Members.Quiet, p.Leads.Quiet = true, true // a heading says the same
		if p.Book, err = cluster.RuleBookOn(tx, c.ID, tx.Today()); skipNotFound(err) != nil {
			return err
		}
		return unitChoices(tx, c, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.ClusterSetup(p))
}

// unitChoices are the units that may join, and the members that may leave or
// lead.
func unitChoices(tx *db.Tx, c cluster.Cluster, p *pages.ClusterSetupProps) error {
	units, err := org.On(tx, "", tx.Today())
	if err != nil {
		return err
	}
	for _, u := range units {
		p.Units = append(p.Units, components.Option{Value: u.ID, Text: u.Name})
	}
	members, err := cluster.MembersEver(tx, c.ID)
	if err != nil {
		return err
	}
	names, err := memberNames(tx, members)
	if err != nil {
		return err
	}
	for _, m := range members {
		o := components.Option{Value: m.UnitID, Text: names[m.UnitID]}
		if m.ToDay.IsZero() {
			p.Leaving = append(p.Leaving, o)
		}
		if !slices.Contains(p.Leading, o) {
			p.Leading = append(p.Leading, o)
		}
	}
	return nil
}

// submitCluster runs a use case of a cluster's own page. Its forms ask for the
// same things, so that the fields of each begin with its own word.
func (s *Server) submitCluster(w http.ResponseWriter, r *http.Request, form, sentence string, act func(tx *db.Tx, c cluster.Cluster) error) error {
	err := s.update(r, func(tx *db.Tx) error {
		c, err := clusterOf(tx, r)
		if err != nil {
			return err
		}
		return act(tx, c)
	})
	if err == nil {
		return s.done(w, r, "/lam-viec/"+r.PathValue("cluster"), sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.Field != "" && !strings.HasPrefix(p.Field, form) {
			p.Field = form + p.Field
		}
	}
	return s.showClusterSetup(w, r, list)
}

func (s *Server) openYear(w http.ResponseWriter, r *http.Request) error {
	return s.submitCluster(w, r, "", "Đã mở năm thi đua.", func(tx *db.Tx, c cluster.Cluster) error {
		if err := cycle.MustOpen(tx, c.ID); err != nil {
			return err
		}
		var list problem.List
		year := typedCount(r, "year", &list)
		if year == 0 && len(list) == 0 {
			list.Add("year", "Ghi năm thi đua bằng bốn chữ số.")
		}
		if err := list.Err(); err != nil {
			return err
		}
		_, err := cycle.Open(tx, cycle.Opening{ClusterID: c.ID, Year: year})
		return err
	})
}

func (s *Server) joinCluster(w http.ResponseWriter, r *http.Request) error {
	return s.submitCluster(w, r, pages.JoinForm, "Đã thêm thành viên.", func(tx *db.Tx, c cluster.Cluster) error {
		if err := access.Require(tx, access.ClusterArrange, cluster.Scope(c.ID)); err != nil {
			return err
		}
		from, err := dayOf(r, pages.JoinForm+"from_day")
		if err != nil {
			return err
		}
		return cluster.Join(tx, cluster.Member{
			ID: text(r, "id"), ClusterID: c.ID, UnitID: text(r, pages.JoinForm+"unit"), FromDay: from, Source: text(r, pages.JoinForm+"source"),
		})
	})
}

func (s *Server) leaveCluster(w http.ResponseWriter, r *http.Request) error {
	return s.submitCluster(w, r, pages.LeaveForm, "Đã ghi đơn vị thôi là thành viên.", func(tx *db.Tx, c cluster.Cluster) error {
		if err := access.Require(tx, access.ClusterArrange, cluster.Scope(c.ID)); err != nil {
			return err
		}
		on, err := dayOf(r, pages.LeaveForm+"to_day")
		if err != nil {
			return err
		}
		return cluster.Leave(tx, c.ID, text(r, pages.LeaveForm+"unit"), on, text(r, pages.LeaveForm+"reason"))
	})
}

func (s *Server) appointLead(w http.ResponseWriter, r *http.Request) error {
	return s.submitCluster(w, r, pages.LeadForm, "Đã ghi đơn vị trưởng, phó.", func(tx *db.Tx, c cluster.Cluster) error {
		if err := access.Require(tx, access.ClusterArrange, cluster.Scope(c.ID)); err != nil {
			return err
		}
		var list problem.List
		l := cluster.Lead{
			ID: text(r, "id"), ClusterID: c.ID, Year: typedCount(r, pages.LeadForm+"year", &list), UnitID: text(r, pages.LeadForm+"unit"),
			Post: cluster.Post(text(r, pages.LeadForm+"post")), FromDay: typedDay(r, pages.LeadForm+"from_day", &list), Source: text(r, pages.LeadForm+"source"),
		}
		if err := list.Err(); err != nil {
			return err
		}
		return cluster.Appoint(tx, l)
	})
}

// clusters is the list of clusters and blocs, with the form that founds one.
func (s *Server) clusters(w http.ResponseWriter, r *http.Request) error {
	return s.showClusters(w, r, nil)
}

func (s *Server) showClusters(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.ClustersProps
	err := s.view(r, func(tx *db.Tx) error {
		if err := access.Require(tx, access.ClusterArrange, access.Scope{}); err != nil {
			return err
		}
		f := s.frame(tx, r, "Các cụm, khối thi đua")
		f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		p = pages.ClustersProps{Frame: refusedFrame(f, list), Base: r.URL.Path, Problems: list, Typed: typed(r), NewID: db.NewID()}
		clusters, err := cluster.List(tx)
		if err != nil {
			return err
		}
		for _, c := range clusters {
			members, err := cluster.MembersOn(tx, c.ID, tx.Today())
			if err != nil {
				return err
			}
			p.Clusters = append(p.Clusters, pages.ClusterRow{Cluster: c, Members: len(members), Href: "/lam-viec/" + c.Slug})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Clusters(p))
}

func (s *Server) createCluster(w http.ResponseWriter, r *http.Request) error {
	var c cluster.Cluster
	err := s.update(r, func(tx *db.Tx) (err error) {
		c, err = cluster.Create(tx, cluster.Cluster{
			ID: text(r, "id"), Name: text(r, "name"), Kind: cluster.Kind(text(r, "kind")), Level: cluster.Level(text(r, "level")),
			OrganisedBy: text(r, "organised_by"), Source: text(r, "source"),
		})
		return err
	})
	if err == nil {
		return s.done(w, r, "/lam-viec/"+c.Slug, "Đã lập "+c.Name+". Thêm các đơn vị thành viên, giao nhiệm vụ "+cluster.PostLead.Word(c.Kind)+" rồi mở năm thi đua.")
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showClusters(w, r, list)
}

const setupPage = cycle.SetupPage

// yearSetup is the phases and reporting periods of a year.
func (s *Server) yearSetup(w http.ResponseWriter, r *http.Request) error {
	return s.showYearSetup(w, r, nil)
}

func (s *Server) showYearSetup(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.YearSetupProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.YearRead, y.Scope()); err != nil {
			return err
		}
		p = pages.YearSetupProps{
			Frame: refusedFrame(s.yearFrame(tx, r, c, y, "Giai đoạn và kỳ báo cáo năm "+itoa(y.Year)), list),
			Base:  workPath(c, y) + setupPage, Problems: list, Typed: typed(r),
			MaySet: y.State == cycle.Running && access.May(tx, access.PhaseSet, y.Scope()),
		}
		phases, err := cycle.Phases(tx, y.ID)
		if err != nil {
			return err
		}
		reminders, err := waiting.Reminders(tx, s.Calendar, y)
		if err != nil {
			return err
		}
		p.Timeline = timelineOf(y, phases, reminders, tx.Today())
		for _, kind := range cycle.PhaseKinds {
			ph := cycle.Phase{Kind: kind}
			for _, o := range phases {
				if o.Kind == kind {
					ph = o
				}
			}
			p.Phases = append(p.Phases, ph)
			if p.Editing.Kind == "" && (ph.ID == "" || kind == cycle.HandOver) || r.FormValue("giai-doan") == string(kind) || r.FormValue("kind") == string(kind) {
				p.Editing = ph
			}
		}
		if p.Terms, err = s.termsOf(tx, y, p.Phases); err != nil {
			return err
		}
		if p.Periods, err = cycle.Periods(tx, y.ID); err != nil {
			return err
		}
		for _, q := range p.Periods {
			if q.ID == r.PathValue("period") || q.ID == r.FormValue("ky") {
				p.Moving = q
			}
		}
		before, err := cycle.Find(tx, c.ID, y.Year-1)
		if err != nil || !p.MaySet || len(phases) > 0 {
			return skipNotFound(err)
		}
		p.CopyFrom = before.Year
		if p.Copied, err = cycle.PreviewSetup(tx, before, y, s.Calendar); problem.Is(err, problem.Invalid) {
			return nil // last year has nothing to copy
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.YearSetup(p))
}

// termsOf are the deadlines that the rule book fixes, by phase: counted from the
// opening of the phase where it is set.
func (s *Server) termsOf(tx *db.Tx, y cycle.Year, phases []cycle.Phase) (map[cycle.PhaseKind]pages.Term, error) {
	terms := map[cycle.PhaseKind]pages.Term{}
	for _, ph := range phases {
		day := ph.OpensOn
		if day.IsZero() {
			day = tx.Today()
		}
		v, err := cluster.Parameter(tx, y.ClusterID, day, cluster.DeadlineKey(string(ph.Kind)))
		if err != nil {
			return nil, err
		}
		counted, _, err := cycle.TermOf(tx, y, s.Calendar, ph.Kind, ph.OpensOn)
		if err != nil {
			return nil, err
		}
		terms[ph.Kind] = pages.Term{Value: v, DueOn: counted.DueOn, Doubt: counted.Doubt}
	}
	return terms, nil
}

// skipNotFound lets a page go without what is not there.
func skipNotFound(err error) error {
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	return err
}

func (s *Server) submitSetup(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, setupPage, sentence, act, func(list problem.List) error { return s.showYearSetup(w, r, list) })
}

func (s *Server) setPhase(w http.ResponseWriter, r *http.Request) error {
	return s.submitSetup(w, r, "Đã đặt thời hạn.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.PhaseSet, y.Scope()); err != nil {
			return err
		}
		opens, err := dayOf(r, "opens_on")
		if err != nil {
			return err
		}
		due, err := dayOf(r, "due_on")
		if err != nil {
			return err
		}
		return cycle.SetPhase(tx, y, cycle.Phase{
			Kind: cycle.PhaseKind(text(r, "kind")), OpensOn: opens, DueOn: due, Clause: text(r, "clause"), Version: int64(number(text(r, "version"))),
		})
	})
}

func (s *Server) setPeriod(w http.ResponseWriter, r *http.Request) error {
	return s.submitSetup(w, r, "Đã thêm kỳ báo cáo.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.PhaseSet, y.Scope()); err != nil {
			return err
		}
		opens, err := dayOf(r, "period_opens")
		if err != nil {
			return err
		}
		due, err := dayOf(r, "period_due")
		if err != nil {
			return err
		}
		_, err = cycle.SetPeriod(tx, y, cycle.Period{Code: text(r, "code"), Name: text(r, "name"), OpensOn: opens, DueOn: due})
		for _, p := range problem.All(err) {
			switch p.Field {
			case "opens_on":
				p.Field = "period_opens"
			case "due_on":
				p.Field = "period_due"
			}
		}
		return err
	})
}

// movePeriod changes the name and the days of a period. Its form stands beside
// the one that adds a period, so that its fields begin with their own word.
func (s *Server) movePeriod(w http.ResponseWriter, r *http.Request) error {
	return s.submitSetup(w, r, "Đã sửa kỳ báo cáo.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.PhaseSet, y.Scope()); err != nil {
			return err
		}
		opens, err := dayOf(r, pages.MoveForm+"opens_on")
		if err != nil {
			return err
		}
		due, err := dayOf(r, pages.MoveForm+"due_on")
		if err != nil {
			return err
		}
		err = cycle.MovePeriod(tx, y, cycle.Period{
			ID: r.PathValue("period"), Name: text(r, pages.MoveForm+"name"), OpensOn: opens, DueOn: due, Version: int64(number(text(r, "version"))),
		})
		for _, p := range problem.All(err) {
			if p.Field != "" {
				p.Field = pages.MoveForm + p.Field
			}
		}
		return err
	})
}

func (s *Server) copySetup(w http.ResponseWriter, r *http.Request) error {
	return s.submitSetup(w, r, "Đã chép giai đoạn và kỳ báo cáo của năm trước.", func(tx *db.Tx, c cluster.Cluster, y cycle.Year) error {
		before, err := cycle.Find(tx, c.ID, y.Year-1)
		if err != nil {
			return err
		}
		_, err = cycle.CopySetup(tx, before, y, s.Calendar)
		return err
	})
}
