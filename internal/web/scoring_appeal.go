package web

import (
	"math/big"
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/ranking"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

func (s *Server) appeals(w http.ResponseWriter, r *http.Request) error {
	return s.showAppeals(w, r, nil)
}

// showAppeals lists the appeals of a year, with the form of a unit that may still
// appeal.
func (s *Server) showAppeals(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.AppealsProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		appeals, err := scoring.Appeals(tx, y)
		if err != nil {
			return err
		}
		sc, err := scoring.Standing(tx, y)
		if err != nil {
			return err
		}
		base := workPath(c, y) + scoringPage
		f := s.yearFrame(tx, r, c, y, "Kiến nghị về điểm và xếp hạng")
		f.Crumbs = append(f.Crumbs, components.Link{Href: base, Text: "Chấm điểm"}, components.Link{Href: base + "/xep-hang", Text: "Xếp hạng"})
		p.Frame, p.Problems, p.Typed, p.Base = refusedFrame(f, list), list, typed(r), base+"/kien-nghi"
		p.State, p.Until = sc.Sheet.State, sc.Sheet.AppealsUntil
		p.Open = sc.Sheet.AppealsOpen(tx.Today())
		own, err := cycle.OwnPart(tx, y)
		if err != nil {
			return err
		}
		p.MayAppeal = access.May(tx, access.ScoringAppeal, own)
		p.Criteria = criterionOptions(sc)
		if p.Typed["criterion"] == "" {
			p.Typed["criterion"] = text(r, "tieu-chi")
		}
		p.Table, err = s.appealTable(tx, y, sc.Decimals, appeals, func(a scoring.Appeal) string {
			if access.May(tx, access.ScoringRead, y.UnitScope(a.UnitID)) {
				return p.Base + "/" + a.ID
			}
			return ""
		})
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Appeals(p))
}

// criterionOptions are the leaves of a sheet, to choose one.
func criterionOptions(sc scoring.Scored) []components.Option {
	var list []components.Option
	for _, row := range sc.Rows {
		if row.Kind != "" {
			list = append(list, components.Option{Value: row.Path, Text: row.Path + ". " + row.Name})
		}
	}
	return list
}

// appealTable has a row for each appeal: what it is about, how it was answered, and
// what that has changed. href leads to one of them; nil leads nowhere.
func (s *Server) appealTable(tx *db.Tx, y cycle.Year, decimals int, appeals []scoring.Appeal, href func(scoring.Appeal) string) (components.TableProps, error) {
	t := components.TableProps{
		ID: "kien-nghi", Caption: "Kiến nghị và trả lời",
		Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Về"}, {Head: "Kết quả"}, {Head: "Điểm"}, {Head: "Tổng điểm"}, {Head: "Hạng"}, {Head: "Lý do trả lời"}},
	}
	for _, a := range appeals {
		names, err := org.Names(tx, tx.Today(), a.UnitID)
		if err != nil {
			return t, err
		}
		c := changeOf(a, decimals)
		name := components.Cell{Text: names[a.UnitID]}
		if href != nil {
			name.Href = href(a)
		}
		row := components.Row{Cells: []components.Cell{name, {Text: aboutAppeal(a)}, {Text: a.State.StateName()}}}
		for _, text := range []string{pages.Moved(c.Points), pages.Moved(c.Total), pages.Moved(c.Rank), a.Answer} {
			cell := components.Cell{Text: text}
			if text == "" {
				cell = components.Cell{Missing: "–"}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

func aboutAppeal(a scoring.Appeal) string {
	if a.Criterion == "" {
		return "Thứ hạng"
	}
	return "Tiêu chí " + a.Criterion
}

// changeOf says what the answer of an appeal has changed.
func changeOf(a scoring.Appeal, decimals int) pages.AppealChange {
	if a.State != scoring.AppealAccepted && a.State != scoring.AppealRefused {
		return pages.AppealChange{}
	}
	number := func(fraction string) string {
		r, ok := new(big.Rat).SetString(fraction)
		if !ok {
			return ""
		}
		return vn.Grouped(scoring.Format(r, decimals))
	}
	rank := func(n int) string {
		if n == 0 {
			return "không xếp hạng"
		}
		return itoa(n)
	}
	return pages.AppealChange{
		Points: [2]string{number(a.PointsWas), number(a.PointsIs)}, Total: [2]string{number(a.TotalWas), number(a.TotalIs)}, Rank: [2]string{rank(a.RankWas), rank(a.RankIs)},
	}
}

// fileAppeal hands in an appeal.
func (s *Server) fileAppeal(w http.ResponseWriter, r *http.Request) error {
	return s.submit(w, r, scoring.AppealPage, "Đã gửi kiến nghị.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		own, err := cycle.OwnPart(tx, y)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.ScoringAppeal, own); err != nil {
			return err
		}
		p := scoring.Filing{Criterion: text(r, "criterion"), Text: text(r, "text"), Link: text(r, "link"), LinkName: text(r, "link_name")}
		if p.File, err = s.uploadIfAny(r, "file"); err != nil {
			return err
		}
		_, err = scoring.FileAppeal(tx, y, p)
		return err
	}, func(list problem.List) error { return s.showAppeals(w, r, list) })
}

func (s *Server) appeal(w http.ResponseWriter, r *http.Request) error {
	return s.showAppeal(w, r, nil)
}

// showAppeal is one appeal: what the unit says, the answer, what that has changed.
func (s *Server) showAppeal(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.AppealProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if p.Appeal, err = scoring.FindAppeal(tx, y, r.PathValue("appeal")); err != nil {
			return err
		}
		a := p.Appeal
		d, err := scoring.ReadDesk(tx, y, a.UnitID)
		if err != nil {
			return err
		}
		base := workPath(c, y) + scoringPage
		f := s.yearFrame(tx, r, c, y, "Kiến nghị của "+d.Name)
		f.Crumbs = append(f.Crumbs, components.Link{Href: base, Text: "Chấm điểm"}, components.Link{Href: base + "/kien-nghi", Text: "Kiến nghị"})
		s.traced(tx, &f, y.Scope(), record.Object{Kind: "score_appeal", ID: a.ID})
		p.Frame, p.Problems, p.Typed = refusedFrame(f, list), list, typed(r)
		p.Base, p.File = base+"/kien-nghi/"+a.ID, base+"/kien-nghi/tep/"+a.ID
		p.About = components.Link{Href: base + "/xep-hang", Text: "Thứ hạng của đơn vị"}
		for _, l := range d.Lines {
			if l.Leaf == nil {
				continue
			}
			p.Criteria = append(p.Criteria, components.Option{Value: l.Row.Path, Text: l.Row.Path + ". " + l.Row.Name + ": " + vn.Grouped(scoring.Format(l.Leaf.Points, d.Decimals))})
			if l.Row.Path == a.Criterion {
				p.About = components.Link{Href: base + "/" + a.UnitID + "/tieu-chi/" + l.Row.Path, Text: l.Row.Path + ". " + l.Row.Name}
				p.Now = vn.Grouped(scoring.Format(l.Leaf.Points, d.Decimals)) + " trên tối đa " + vn.Grouped(scoring.Format(l.Leaf.Criterion.Max, d.Decimals))
			}
		}
		p.Change, p.Disqualified = changeOf(a, d.Decimals), d.Marking.DQReason
		p.MayWithdraw = a.State == scoring.AppealOpen && access.May(tx, access.ScoringAppeal, y.UnitScope(a.UnitID))
		if a.State != scoring.AppealOpen || !access.May(tx, access.ScoringConclude, y.Scope()) || tx.Actor.Unit == a.UnitID {
			return nil
		}
		err = scoring.MayAnswer(tx, y, a.UnitID)
		if barred := problem.All(err); len(barred) > 0 {
			p.Barred, err = barred[0].Text, nil
		}
		p.MayAnswer = p.Barred == "" && err == nil
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.AppealOne(p))
}

// appealFile serves the evidence of an appeal to who may read its words.
func (s *Server) appealFile(w http.ResponseWriter, r *http.Request) error {
	var a scoring.Appeal
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		a, err = scoring.FindAppeal(tx, y, r.PathValue("appeal"))
		if err == nil && a.Hash == "" {
			err = problem.New(problem.NotFound, "Kiến nghị này không kèm tệp.")
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.serveFile(w, r, a.Hash, a.Shown)
}

func (s *Server) submitAppeal(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	page := scoring.AppealPage + "/" + r.PathValue("appeal")
	return s.submit(w, r, page, sentence, act, func(list problem.List) error { return s.showAppeal(w, r, list) })
}

// answerAppeal accepts or refuses an appeal.
func (s *Server) answerAppeal(w http.ResponseWriter, r *http.Request) error {
	return s.submitAppeal(w, r, "Đã trả lời kiến nghị; đơn vị được báo.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ScoringConclude, y.Scope()); err != nil {
			return err
		}
		var list problem.List
		choice := text(r, "ket_qua")
		a := scoring.AppealAnswer{
			Accept: choice != "khong", Requalify: choice == "xep", Criterion: text(r, "criterion"), Reason: text(r, "reason"), Points: typedNumber(r, "points", &list),
		}
		if !strings.Contains(" chap-nhan khong xep ", " "+choice+" ") {
			list.Add("ket_qua", "Chọn chấp nhận hay không chấp nhận.")
		}
		if err := list.Err(); err != nil {
			return err
		}
		return scoring.AnswerAppeal(tx, y, r.PathValue("appeal"), int64(number(text(r, "version"))), a, ranking.Placings)
	})
}

// withdrawAppeal takes a unit's own appeal back.
func (s *Server) withdrawAppeal(w http.ResponseWriter, r *http.Request) error {
	return s.submitAppeal(w, r, "Đã rút kiến nghị.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.WithdrawAppeal(tx, y, r.PathValue("appeal"))
	})
}
