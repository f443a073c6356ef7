package web

import (
	"net/http"

	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/pages"
)

const countingPage = "/bien-ban" // under the desk of a motion

// countingMinutes is the counting minutes of a motion, to print and sign.
func (s *Server) countingMinutes(w http.ResponseWriter, r *http.Request) error {
	return s.showCounting(w, r, nil)
}

func (s *Server) showCounting(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.CountingProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if p.Counting, err = conference.CountingOf(tx, y, r.PathValue("motion")); err != nil {
			return err
		}
		p.Frame = refusedFrame(s.yearFrame(tx, r, c, y, "Biên bản kiểm phiếu"), list)
		p.Cluster, p.Back, p.Base = c.Name, workPath(c, y)+conferencePage, workPath(c, y)+deskOf(r)+countingPage
		if _, p.Values, err = rulesOf(tx, y, p.Conference); err != nil {
			return err
		}
		p.Names, err = org.Names(tx, p.Conference.HeldOn, p.Motion.Candidates...)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.CountingMinutes(p))
}

func (s *Server) signCounting(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.SignCount(tx, y, r.PathValue("motion"), text(r, "fingerprint"))
	}
	return s.submit(w, r, deskOf(r)+countingPage, "Đã ký biên bản kiểm phiếu.", act, func(list problem.List) error { return s.showCounting(w, r, list) })
}
