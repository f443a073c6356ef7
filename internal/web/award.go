package web

import (
	"cmp"
	"net/http"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/blob"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const awardPage = cycle.AwardPage

func (s *Server) awardWork(w http.ResponseWriter, r *http.Request) error {
	return s.showAwardWork(w, r, nil)
}

func (s *Server) showAwardWork(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.AwardWorkProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		p = pages.AwardWorkProps{
			Frame: refusedFrame(s.yearFrame(tx, r, c, y, "Đề nghị khen thưởng năm "+itoa(y.Year)), list),
			Base:  workPath(c, y) + awardPage, Problems: list, Typed: typed(r),
			MayPropose: access.May(tx, access.AwardPropose, y.Scope()),
			MayDecide:  access.May(tx, access.AwardDecide, y.Scope()),
		}
		if p.Proposals, err = award.OfYear(tx, y); err != nil {
			return err
		}
		if access.May(tx, access.RecordRead, y.Scope()) {
			p.History = map[string]string{}
			for _, q := range p.Proposals {
				p.History[q.ID] = recordOf(record.Object{Kind: "proposal", ID: q.ID}, y.Scope())
			}
		}
		if p.Values, err = valuesOf(tx, c.ID, tx.Today(), cluster.FlagsCount, cluster.CertificatesCount); err != nil {
			return err
		}
		members, err := cycle.Members(tx, y)
		if err != nil {
			return err
		}
		if p.Names, err = memberNames(tx, members); err != nil {
			return err
		}
		ranks, err := award.Ranks(tx, y)
		if err != nil {
			return err
		}
		p.Ranked = len(ranks) > 0
		for _, m := range members {
			o := components.Option{Value: m.UnitID, Text: p.Names[m.UnitID]}
			switch rank, ok := ranks[m.UnitID]; {
			case ok && rank == 0:
				o.Text += " (không xếp hạng)"
			case ok:
				o.Text = "Hạng " + itoa(rank) + ": " + o.Text
			}
			p.Units = append(p.Units, o)
		}
		slices.SortStableFunc(p.Units, func(a, b components.Option) int { return cmp.Compare(placeOf(ranks, a.Value), placeOf(ranks, b.Value)) })
		sitting, err := conference.PublicOf(tx, y)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		for _, n := range sitting.Resolutions {
			if n.Passed {
				p.Resolutions = append(p.Resolutions, components.Option{Value: n.ID, Text: itoa(n.Number) + ". " + n.Body})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.AwardWork(p))
}

// placeOf puts units without a rank last.
func placeOf(ranks map[string]int, unit string) int {
	if r := ranks[unit]; r > 0 {
		return r
	}
	return len(ranks) + 1
}

func (s *Server) submitAward(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, awardPage, sentence, act, func(list problem.List) error { return s.showAwardWork(w, r, list) })
}

func (s *Server) proposeAward(w http.ResponseWriter, r *http.Request) error {
	return s.submitAward(w, r, "Đã ghi đề nghị.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		_, err := award.Propose(tx, y, award.Proposal{
			Award: award.Key(text(r, "award")), UnitID: text(r, "unit"), ResolutionID: text(r, "resolution"),
		})
		return err
	})
}

func (s *Server) submitProposal(w http.ResponseWriter, r *http.Request) error {
	return s.submitAward(w, r, "Đã ghi tờ trình.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.AwardPropose, y.Scope()); err != nil {
			return err
		}
		on, err := dayOf(r, "letter_on")
		if err != nil {
			return err
		}
		return award.Submit(tx, y, r.PathValue("proposal"), int64(number(text(r, "version"))), text(r, "letter_number"), on)
	})
}

func (s *Server) withdrawProposal(w http.ResponseWriter, r *http.Request) error {
	return s.submitAward(w, r, "Đã rút đề nghị.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return award.Withdraw(tx, y, r.PathValue("proposal"), int64(number(text(r, "version"))), text(r, "reason"))
	})
}

func (s *Server) decideProposal(w http.ResponseWriter, r *http.Request) error {
	return s.submitAward(w, r, "Đã nhập quyết định.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.AwardDecide, y.Scope()); err != nil {
			return err
		}
		on, err := dayOf(r, "decision_on")
		if err != nil {
			return err
		}
		var scan blob.File
		if _, _, err := r.FormFile("file"); err == nil {
			if scan, err = s.upload(r, "file"); err != nil {
				return err
			}
		}
		return award.Decide(tx, y, r.PathValue("proposal"), int64(number(text(r, "version"))), award.Decision{
			Granted: text(r, "granted") == "1", Number: text(r, "decision_number"), On: on, DecidedBy: text(r, "decided_by"), Scan: scan,
		})
	})
}

// decisionScan serves the scan of a decision.
func (s *Server) decisionScan(w http.ResponseWriter, r *http.Request) error {
	var scan award.Proposal
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		list, err := award.PublicOf(tx, y)
		for _, p := range list {
			if p.ID == r.PathValue("proposal") {
				scan = p
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if scan.ScanHash == "" {
		return problem.New(problem.NotFound, "Chưa có bản quét của quyết định.")
	}
	return s.serveFile(w, r, scan.ScanHash, scan.ScanName)
}
