package web

import (
	"fmt"
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/cluster"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/handover"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/pages"
)

const handoverPage = "/ban-giao"

// openItems gathers what is still open of a year, word by word.
func openItems(tx *db.Tx, y cycle.Year) ([]handover.Item, error) {
	var items []handover.Item
	for _, gather := range []func(*db.Tx, cycle.Year) ([]handover.Item, error){openCovenant, openProposals} {
		list, err := gather(tx, y)
		if err != nil {
			return nil, err
		}
		items = append(items, list...)
	}
	return items, nil
}

func openCovenant(tx *db.Tx, y cycle.Year) ([]handover.Item, error) {
	c, err := covenant.Find(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil || c.State == covenant.Signed || c.State == covenant.History {
		return nil, err
	}
	return []handover.Item{{Kind: "covenant", Object: c.ID, Title: fmt.Sprintf("Giao ước năm %d %s", y.Year, c.State.Name())}}, nil
}

func openProposals(tx *db.Tx, y cycle.Year) ([]handover.Item, error) {
	list, err := award.PublicOf(tx, y)
	if err != nil {
		return nil, err
	}
	var items []handover.Item
	for _, p := range list {
		if p.State != award.Proposed && p.State != award.Submitted {
			continue
		}
		names, err := org.Names(tx, tx.Today(), p.UnitID)
		if err != nil {
			return nil, err
		}
		items = append(items, handover.Item{Kind: "proposal", Object: p.ID, Title: fmt.Sprintf("%s cho %s, %s", p.Award.Name(), names[p.UnitID], p.State.Name())})
	}
	return items, nil
}

// papersOf are the documents that go along with a hand-over.
func papersOf(tx *db.Tx, y cycle.Year) ([]handover.Paper, error) {
	papers := []handover.Paper{}
	o, err := covenant.PublicOf(tx, y)
	if problem.Is(err, problem.NotFound) {
		return papers, nil
	}
	if err != nil {
		return nil, err
	}
	if o.Version.Fingerprint != "" {
		papers = append(papers, handover.Paper{Title: fmt.Sprintf("Giao ước thi đua năm %d", y.Year), Fingerprint: o.Version.Fingerprint})
	}
	if o.Version.ScanHash != "" {
		papers = append(papers, handover.Paper{Title: "Bản quét giao ước: " + o.Version.ScanName, Fingerprint: o.Version.ScanHash})
	}
	return papers, nil
}

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
		if p.Open, err = openItems(tx, y); err != nil {
			return err
		}
		p.Handover, err = handover.Find(tx, y)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		p.Offered = true
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

func (s *Server) submitHandover(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, handoverPage, sentence, act, func(list problem.List) error { return s.showHandoverWork(w, r, list) })
}

func (s *Server) offerHandover(w http.ResponseWriter, r *http.Request) error {
	return s.submitHandover(w, r, "Đã gửi gói bàn giao tới đơn vị trưởng năm sau.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		items, err := openItems(tx, y)
		if err != nil {
			return err
		}
		for i := range items {
			items[i].Note = text(r, "note_"+items[i].Object)
		}
		papers, err := papersOf(tx, y)
		if err != nil {
			return err
		}
		_, err = handover.Offer(tx, y, items, papers)
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
