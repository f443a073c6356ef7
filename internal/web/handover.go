package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/handover"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/web/pages"
)

const handoverPage = cycle.HandoverPage

func (s *Server) handoverWork(w http.ResponseWriter, r *http.Request) error {
	return s.showHandoverWork(w, r, nil)
}

func (s *Server) showHandoverWork(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.HandoverProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		scope := y.Scope()
		next, err := cycle.Find(tx, c.ID, y.Year+1)
		if err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
		p = pages.HandoverProps{
			Frame: refusedFrame(s.yearFrame(tx, r, c, y, "Bàn giao năm "+itoa(y.Year)), list),
			Base:  workPath(c, y) + handoverPage, Problems: list, Typed: typed(r), Year: y.Year,
			MayOffer:   access.May(tx, access.HandoverOffer, scope),
			MayConfirm: next.ID != "" && access.May(tx, access.HandoverConfirm, next.Scope()),
		}
		if !p.MayConfirm {
			if err := access.Require(tx, access.HandoverRead, scope); err != nil {
				return err
			}
		}
		if p.Open, err = handover.Open(tx, y); err != nil {
			return err
		}
		if p.Papers, err = handover.Papers(tx, y); err != nil {
			return err
		}
		p.Handover, err = handover.Find(tx, y)
		if problem.Is(err, problem.NotFound) {
			return fillReceiver(tx, y, &p)
		}
		if err != nil {
			return err
		}
		p.Offered = true
		s.traced(tx, &p.Frame, scope, record.Object{Kind: "handover", ID: p.Handover.ID})
		if p.Names, err = org.Names(tx, tx.Today(), p.Handover.FromUnit, p.Handover.ToUnit); err != nil {
			return err
		}
		p.Manifest, err = p.Handover.Contents()
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Handover(p))
}

// fillReceiver names the unit that will receive a hand-over, or why there is none
// yet.
func fillReceiver(tx *db.Tx, y cycle.Year, p *pages.HandoverProps) error {
	to, err := handover.Receiver(tx, y)
	if list := problem.All(err); list != nil {
		p.NoReceiver = list[0].Text
		return nil
	}
	if err != nil {
		return err
	}
	names, err := org.Names(tx, tx.Today(), to)
	p.Receiver = names[to]
	return err
}

// handoverBundle gives the bytes that the fingerprint of a hand-over is of.
func (s *Server) handoverBundle(w http.ResponseWriter, r *http.Request) error {
	var h handover.Handover
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		next, err := cycle.Find(tx, c.ID, y.Year+1)
		if err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
		if next.ID == "" || !access.May(tx, access.HandoverConfirm, next.Scope()) {
			if err := access.Require(tx, access.HandoverRead, y.Scope()); err != nil {
				return err
			}
		}
		h, err = handover.Find(tx, y)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="ban-giao-`+itoa(number(r.PathValue("year")))+`.json"`)
	_, err = w.Write([]byte(h.Manifest))
	return err
}

func (s *Server) submitHandover(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, handoverPage, sentence, act, func(list problem.List) error { return s.showHandoverWork(w, r, list) })
}

func (s *Server) offerHandover(w http.ResponseWriter, r *http.Request) error {
	return s.submitHandover(w, r, "Đã gửi gói bàn giao tới đơn vị trưởng năm sau.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := r.ParseForm(); err != nil {
			return err
		}
		notes := map[string]string{}
		for name := range r.Form {
			if object, ok := strings.CutPrefix(name, "note_"); ok {
				notes[object] = text(r, name)
			}
		}
		_, err := handover.Offer(tx, y, notes)
		return err
	})
}

func (s *Server) confirmHandover(w http.ResponseWriter, r *http.Request) error {
	return s.submitHandover(w, r, "Đã xác nhận nhận bàn giao.", func(tx *db.Tx, c cluster.Cluster, y cycle.Year) error {
		next, err := cycle.Find(tx, c.ID, y.Year+1)
		if err != nil {
			return err
		}
		return handover.Confirm(tx, y, next, text(r, "fingerprint"))
	})
}

func (s *Server) returnHandover(w http.ResponseWriter, r *http.Request) error {
	return s.submitHandover(w, r, "Đã trả lại gói bàn giao.", func(tx *db.Tx, c cluster.Cluster, y cycle.Year) error {
		next, err := cycle.Find(tx, c.ID, y.Year+1)
		if err != nil {
			return err
		}
		return handover.Return(tx, y, next, text(r, "reason"))
	})
}
