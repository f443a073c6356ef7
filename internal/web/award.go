package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/blob"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const awardPage = cycle.AwardPage

func (s *Server) awardWork(w http.ResponseWriter, r *http.Request) error {
	return s.showAwardWork(w, r, nil)
}

func (s *Server) showAwardWork(w http.ResponseWriter, r *http.Request, list problem.List) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.AwardWorkProps
	err = s.view(r, func(tx *db.Tx) error {
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
		if unit := tx.Actor.Unit; p.MayPropose && access.May(tx, access.DossierKeep, access.Scope{Unit: unit}) {
			if p.Offices, err = officeOptions(tx, []string{unit}); err != nil {
				return err
			}
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
		if p.Ceilings, err = award.Ceilings(tx, l, y); err != nil {
			return err
		}
		p.Checked = map[string]pages.ProposalCheck{}
		for i := range p.Proposals {
			p.Checked[p.Proposals[i].ID] = proposalCheck(l, &p.Proposals[i])
		}
		members, err := cycle.Members(tx, y)
		if err != nil {
			return err
		}
		if p.Names, err = memberNames(tx, members); err != nil {
			return err
		}
		if err := askOfMembers(tx, l, y, members, &p); err != nil {
			return err
		}
		sitting, err := conference.PublicOf(tx, y)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		for _, n := range sitting.Resolutions {
			if n.Passed {
				p.Resolutions = append(p.Resolutions, components.Option{Value: n.ID, Text: itoa(n.Number) + ". " + n.Body})
			}
		}
		if err != nil {
			return err
		}
		return carriedByVote(tx, y, sitting, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.AwardWork(p))
}

// votedAwards are the awards that motions of a conference put forward.
var votedAwards = map[conference.Kind]award.Key{conference.Flag: award.GovernmentFlag, conference.Certificate: award.Certificate}

// carriedByVote lists whom a secret vote carried, written down as a resolution, and
// who is not proposed yet: they are proposed without retyping.
func carriedByVote(tx *db.Tx, y cycle.Year, sitting conference.Sitting, p *pages.AwardWorkProps) error {
	r, _, err := rulesOf(tx, y, sitting.Conference)
	if err != nil {
		return err
	}
	for _, n := range sitting.Resolutions {
		i := slices.IndexFunc(sitting.Motions, func(m conference.Motion) bool { return m.ID == n.MotionID })
		if i < 0 || votedAwards[sitting.Motions[i].Kind] == "" {
			continue
		}
		outcomes, _ := sitting.Motions[i].Outcomes(r)
		for _, o := range outcomes {
			proposed := slices.ContainsFunc(p.Proposals, func(q award.Proposal) bool { return q.UnitID == o.UnitID && q.State != award.Withdrawn })
			if o.Passed && !proposed {
				p.Voted = append(p.Voted, pages.VotedProposal{Award: votedAwards[sitting.Motions[i].Kind], UnitID: o.UnitID, Resolution: n.ID, Number: n.Number})
			}
		}
	}
	return nil
}

// askOfMembers asks the law for each member, in the order of the ranking.
func askOfMembers(tx *db.Tx, l *rules.Law, y cycle.Year, members []cluster.Member, p *pages.AwardWorkProps) error {
	ranks, err := award.Ranks(tx, y)
	if err != nil {
		return err
	}
	p.Ranked = len(ranks) > 0
	slices.SortStableFunc(members, func(a, b cluster.Member) int { return cmp.Compare(placeOf(ranks, a.UnitID), placeOf(ranks, b.UnitID)) })
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.UnitID
	}
	checks, err := award.CheckUnits(tx, l, y, ids...)
	if err != nil {
		return err
	}
	p.Asked = components.TableProps{ID: "theo-luat", Caption: "Theo luật, hôm nay", Columns: []components.Column{{Head: "Đơn vị"}}}
	for _, key := range award.Keys {
		p.Asked.Columns = append(p.Asked.Columns, components.Column{Head: key.Name()})
	}
	for _, id := range ids {
		o := components.Option{Value: id, Text: p.Names[id]}
		switch rank, ok := ranks[id]; {
		case ok && rank == 0:
			o.Text += " (không xếp hạng)"
		case ok:
			o.Text = "Hạng " + itoa(rank) + ": " + o.Text
		}
		row := components.Row{Cells: []components.Cell{{Text: o.Text}}}
		var short []string
		for _, key := range award.Keys {
			c := checks[id][key]
			if c == nil {
				row.Cells = append(row.Cells, components.Cell{Missing: "chưa nhập quy định cho hôm nay"})
				continue
			}
			cell := tagCell(c.Answer)
			cell.Note = lacking(c.Answer)
			row.Cells = append(row.Cells, cell)
			short = append(short, key.Short()+": "+strings.ToLower(answerTag(c.Answer).Text))
		}
		if len(short) > 0 {
			o.Text += " – " + strings.Join(short, "; ")
		}
		if c := checks[id][award.GovernmentFlag]; c != nil && !c.Filed {
			row.Cells[0].Note = "không sổ khen thưởng nào có hồ sơ của tập thể này"
		}
		p.Asked.Rows = append(p.Asked.Rows, row)
		p.Units = append(p.Units, o)
	}
	return nil
}

// proposalCheck is what the law said of a proposal on the day it was made.
func proposalCheck(l *rules.Law, q *award.Proposal) pages.ProposalCheck {
	c := q.AsItWas()
	if c == nil {
		return pages.ProposalCheck{Words: q.CheckWords()}
	}
	p := pages.ProposalCheck{Says: c.Sentence(), Tag: answerTagOf(c.Answer, c.Computed), Known: c.Known, Notes: c.Answer.Notes}
	if !c.Filed {
		p.Known = append(p.Known, "Không sổ khen thưởng nào có hồ sơ của tập thể này.")
	}
	for _, m := range c.Answer.Missing {
		p.Lacks = append(p.Lacks, m.Text)
	}
	if route := c.Answer.Followed(); route != nil {
		p.Route, p.Conditions = route.Name, answerConditions(l, route.Conditions)
	}
	return p
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
		l, err := rules.Carried()
		if err != nil {
			return err
		}
		_, err = award.Propose(tx, l, y, award.Proposal{
			Award: award.Key(text(r, "award")), UnitID: text(r, "unit"), ResolutionID: text(r, "resolution"), CheckReason: text(r, "check_reason"),
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
