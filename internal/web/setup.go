package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
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
		f := s.frame(tx, r, "Sắp xếp: "+c.Name)
		f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		p = pages.ClusterSetupProps{
			Frame: refusedFrame(f, list), Base: "/lam-viec/" + c.Slug, Problems: list, Typed: typed(r), Kind: c.Kind,
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
		units, err := org.On(tx, "", tx.Today())
		if err != nil {
			return err
		}
		for _, u := range units {
			p.Units = append(p.Units, components.Option{Value: u.ID, Text: u.Name})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.ClusterSetup(p))
}

// submitCluster runs a use case of a cluster's own page.
func (s *Server) submitCluster(w http.ResponseWriter, r *http.Request, sentence string, act func(tx *db.Tx, c cluster.Cluster) error) error {
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
	return s.showClusterSetup(w, r, list)
}

func (s *Server) openYear(w http.ResponseWriter, r *http.Request) error {
	return s.submitCluster(w, r, "Đã mở năm thi đua.", func(tx *db.Tx, c cluster.Cluster) error {
		_, err := cycle.Open(tx, cycle.Opening{ClusterID: c.ID, Year: number(text(r, "year"))})
		return err
	})
}

func (s *Server) joinCluster(w http.ResponseWriter, r *http.Request) error {
	return s.submitCluster(w, r, "Đã thêm thành viên.", func(tx *db.Tx, c cluster.Cluster) error {
		from, err := dayOf(r, "from_day")
		if err != nil {
			return err
		}
		return cluster.Join(tx, cluster.Member{ClusterID: c.ID, UnitID: text(r, "unit"), FromDay: from, Source: text(r, "source")})
	})
}

func (s *Server) appointLead(w http.ResponseWriter, r *http.Request) error {
	return s.submitCluster(w, r, "Đã ghi đơn vị dẫn dắt.", func(tx *db.Tx, c cluster.Cluster) error {
		from, err := dayOf(r, "from_day")
		if err != nil {
			return err
		}
		return cluster.Appoint(tx, cluster.Lead{
			ClusterID: c.ID, Year: number(text(r, "lead_year")), UnitID: text(r, "lead_unit"), Post: cluster.Post(text(r, "post")), FromDay: from, Source: text(r, "source"),
		})
	})
}

const setupPage = "/thoi-han"

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
		reminders, err := s.reminders(tx, y)
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
		if p.Periods, err = cycle.Periods(tx, y.ID); err != nil {
			return err
		}
		before, err := cycle.Find(tx, c.ID, y.Year-1)
		if err != nil || !p.MaySet || len(phases) > 0 {
			return skipNotFound(err)
		}
		p.CopyFrom = before.Year
		p.Copied, err = cycle.PreviewSetup(tx, before, y, s.Calendar)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.YearSetup(p))
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
