package web

import (
	"net/http"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/pages"
)

// home is the public front page: the clusters and what is newest in each.
func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	var p pages.HomeProps
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.frame(tx, r, "Thi đua có giao ước, kết quả ai cũng kiểm tra được")
		clusters, err := cluster.List(tx)
		if err != nil {
			return err
		}
		for _, c := range clusters {
			years, err := cycle.Years(tx, c.ID)
			if err != nil {
				return err
			}
			p.Clusters = append(p.Clusters, pages.ClusterCard{Slug: c.Slug, Name: c.Name, OrganisedBy: c.OrganisedBy, Years: yearLinks(c, years)})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Home(p))
}

func yearLinks(c cluster.Cluster, years []cycle.Year) []pages.YearLink {
	links := make([]pages.YearLink, len(years))
	for i, y := range years {
		links[i] = pages.YearLink{Year: y.Year, Href: yearPath(c, y), Illustrative: y.Illustrative}
	}
	return links
}

// yearPath is the public address of a year.
func yearPath(c cluster.Cluster, y cycle.Year) string { return "/cum/" + c.Slug + "/" + itoa(y.Year) }

// workPath is the address of a year's signed-in pages.
func workPath(c cluster.Cluster, y cycle.Year) string {
	return "/lam-viec/" + c.Slug + "/" + itoa(y.Year)
}

// showCluster is a cluster's public page: members, leads and years.
func (s *Server) showCluster(w http.ResponseWriter, r *http.Request) error {
	var p pages.ClusterProps
	err := s.view(r, func(tx *db.Tx) error {
		c, err := clusterOf(tx, r)
		if err != nil {
			return err
		}
		p.Frame, p.OrganisedBy, p.Source = s.frame(tx, r, c.Name), c.OrganisedBy, c.Source
		if p.Members, err = memberRows(tx, c); err != nil {
			return err
		}
		years, err := cycle.Years(tx, c.ID)
		if err != nil {
			return err
		}
		p.Years = yearLinks(c, years)
		p.Leads, err = leadRows(tx, c)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Cluster(p))
}

func memberRows(tx *db.Tx, c cluster.Cluster) ([]pages.MemberRow, error) {
	members, err := cluster.MembersEver(tx, c.ID)
	if err != nil {
		return nil, err
	}
	rows := make([]pages.MemberRow, len(members))
	for i, m := range members {
		names, err := org.Names(tx, tx.Today(), m.UnitID)
		if err != nil {
			return nil, err
		}
		rows[i] = pages.MemberRow{Name: names[m.UnitID], From: shortDay(m.FromDay), To: shortDay(m.ToDay), Source: m.Source}
	}
	return rows, nil
}

func leadRows(tx *db.Tx, c cluster.Cluster) ([]pages.LeadRow, error) {
	leads, err := cluster.LeadsEver(tx, c.ID)
	if err != nil {
		return nil, err
	}
	rows := make([]pages.LeadRow, len(leads))
	for i, l := range leads {
		names, err := org.Names(tx, vn.NewDate(l.Year, 12, 31), l.UnitID)
		if err != nil {
			return nil, err
		}
		rows[i] = pages.LeadRow{Year: l.Year, Post: l.Post.Word(c.Kind), Name: names[l.UnitID], Source: l.Source}
	}
	return rows, nil
}

// shortDay is a day as pages write it; empty when it is open.
func shortDay(d vn.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Short()
}

// work is what waits for the person who is signed in.
func (s *Server) work(w http.ResponseWriter, r *http.Request) error {
	var p pages.WorkProps
	err := s.view(r, func(tx *db.Tx) error {
		if tx.Actor.ID == "" {
			return problem.New(problem.Denied, "Trang này dành cho người đã đăng nhập.")
		}
		p.Frame = s.frame(tx, r, "Việc của tôi")
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Work(p))
}

func (s *Server) notFound(http.ResponseWriter, *http.Request) error {
	return problem.New(problem.NotFound, "Không có trang này. Địa chỉ có thể đã gõ nhầm.")
}
