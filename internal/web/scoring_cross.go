package web

import (
	"encoding/json"
	"mime"
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const crossPage = cycle.CrossPage

func (s *Server) crossBoard(w http.ResponseWriter, r *http.Request) error {
	return s.showCross(w, r, nil)
}

// showCross is how far the members have marked each other, and once opened what
// they gave.
func (s *Server) showCross(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.CrossProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		b, err := scoring.ReadCross(tx, y)
		if err != nil {
			return err
		}
		p = pages.CrossProps{
			Frame: refusedFrame(s.crossFrame(tx, r, c, y, "Chấm chéo năm "+itoa(y.Year)), list), Base: workPath(c, y) + crossPage, Board: b, Problems: list,
			MayUnseal: access.May(tx, access.ScoringUnseal, y.Scope()), Site: s.address(r), File: crossFileName(r), Proof: proofPath,
		}
		if p.Mine = tx.Actor.Unit; !access.May(tx, access.ScoringCross, y.UnitScope(p.Mine)) {
			p.Mine = ""
		}
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "cross_opening", ID: b.Sheet.ID})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Cross(p))
}

func (s *Server) crossFrame(tx *db.Tx, r *http.Request, c cluster.Cluster, y cycle.Year, title string) components.PageProps {
	f := s.yearFrame(tx, r, c, y, title)
	f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + scoringPage, Text: "Chấm điểm"})
	return f
}

func (s *Server) unsealCross(w http.ResponseWriter, r *http.Request) error {
	return s.submit(w, r, crossPage, "Đã mở niêm phong; mọi đơn vị được báo.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.Unseal(tx, s.Keys, y)
	}, func(list problem.List) error { return s.showCross(w, r, list) })
}

func (s *Server) crossDesk(w http.ResponseWriter, r *http.Request) error {
	return s.showCrossDesk(w, r, nil)
}

// showCrossDesk is the form on which one unit marks the others.
func (s *Server) showCrossDesk(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.CrossDeskProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		unit := r.PathValue("unit")
		d, err := scoring.ReadCrossDesk(tx, s.Keys, y, unit)
		if err != nil {
			return err
		}
		board := workPath(c, y) + crossPage
		f := s.crossFrame(tx, r, c, y, "Phiếu chấm chéo của "+d.Name)
		f.Crumbs = append(f.Crumbs, components.Link{Href: board, Text: "Chấm chéo"})
		p = pages.CrossDeskProps{
			Frame: refusedFrame(f, list), Base: board + "/" + unit, Problems: list, Typed: typed(r), Posted: r.Method == http.MethodPost && r.Form.Has("version"),
			Desk: d, MaySeal: access.May(tx, access.ScoringSeal, y.UnitScope(unit)),
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.CrossDesk(p))
}

// typedCross reads the marks that the form has. What stands there for a unit that
// is none of the others goes along, so that it is refused by name.
func typedCross(r *http.Request, d scoring.CrossDesk, list *problem.List) []scoring.CrossMark {
	var marks []scoring.CrossMark
	known := map[string]bool{}
	for _, o := range d.Others {
		for _, row := range d.Rows {
			field := scoring.CrossField(d.By, o.Column, o.UnitID, row.Path)
			known[field] = true
			if r.Form.Has(field) {
				marks = append(marks, scoring.CrossMark{To: o.UnitID, Criterion: row.Path, Points: typedNumber(r, field, list)})
			}
		}
	}
	for field := range r.Form {
		if to, is := strings.CutPrefix(field, "points_"); is && !known[field] {
			marks = append(marks, scoring.CrossMark{To: to, Points: typedNumber(r, field, list)})
		}
	}
	return marks
}

// draftCross stores what a unit gives the others, and seals it when its leader
// pressed that button.
func (s *Server) draftCross(w http.ResponseWriter, r *http.Request) error {
	sealToo, inPassing := r.FormValue("nop") != "", r.Header.Get("Accept") == "application/json"
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		unit := r.PathValue("unit")
		right := access.ScoringCross
		if sealToo {
			right = access.ScoringSeal
		}
		if err := access.Require(tx, right, y.UnitScope(unit)); err != nil {
			return err
		}
		d, err := scoring.ReadCrossDesk(tx, s.Keys, y, unit)
		if err != nil {
			return err
		}
		var list problem.List
		marks := typedCross(r, d, &list)
		if err := list.Err(); err != nil {
			return err
		}
		version := int64(number(text(r, "version")))
		if sealToo {
			return scoring.SealCross(tx, s.Keys, y, unit, version, marks)
		}
		_, err = scoring.DraftCross(tx, s.Keys, y, unit, version, marks)
		return err
	}
	page, sentence := crossPage+"/"+r.PathValue("unit"), "Đã lưu nháp; chưa niêm phong."
	if sealToo {
		page, sentence = page+"/bien-nhan", "Đã niêm phong phiếu chấm chéo."
	}
	if !inPassing {
		return s.submit(w, r, page, sentence, act, func(list problem.List) error { return s.showCrossDesk(w, r, list) })
	}
	err := s.update(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		return act(tx, c, y)
	})
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.answerCross(w, r, list)
}

// answerCross tells the script what has become of what it saved in passing.
func (s *Server) answerCross(w http.ResponseWriter, r *http.Request, list problem.List) error {
	a := saved{Points: map[string]string{}, Computed: map[string]string{}, Sums: map[string]string{}, Others: map[string]string{}, Lacks: []string{}}
	if len(list) > 0 {
		a.Problems = map[string]string{}
		for _, p := range list {
			a.Problems[p.Field] = p.Text
		}
	}
	seen := int64(number(text(r, "version")))
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		d, err := scoring.ReadCrossDesk(tx, s.Keys, y, r.PathValue("unit"))
		if err != nil {
			return err
		}
		a.Version, a.At, a.Total, a.Lacking = d.Version, tx.Now.In(vn.Zone).Format("15:04"), itoa(d.Done), d.All-d.Done
		for _, o := range d.Others {
			for _, row := range d.Rows {
				if o.Version[row.Path] > seen {
					a.Others[scoring.CrossField(d.By, o.Column, o.UnitID, row.Path)] = vn.Grouped(o.Marks[row.Path])
				}
				line := row.Path
				if d.By == scoring.CrossWhole {
					line = o.UnitID
				}
				if d.Lacks(o, row.Path) && !slices.Contains(a.Lacks, line) {
					a.Lacks = append(a.Lacks, line)
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(statusOf(list))
	return json.NewEncoder(w).Encode(a)
}

// recuseCross declares that a unit does not mark another.
func (s *Server) recuseCross(w http.ResponseWriter, r *http.Request) error {
	unit := r.PathValue("unit")
	return s.submit(w, r, crossPage+"/"+unit, "Đã ghi: đơn vị bạn không chấm đơn vị này.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return scoring.RecuseCross(tx, y, unit, text(r, "to"), text(r, "reason"))
	}, func(list problem.List) error { return s.showCrossDesk(w, r, list) })
}

// crossForm is the opened form of one unit.
func (s *Server) crossForm(w http.ResponseWriter, r *http.Request) error {
	var p pages.CrossFormProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if p.Desk, err = scoring.ReadCrossForm(tx, y, r.PathValue("unit")); err != nil {
			return err
		}
		p.Frame = s.crossFrame(tx, r, c, y, "Phiếu chấm chéo đã mở của "+p.Desk.Name)
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: workPath(c, y) + crossPage, Text: "Chấm chéo"})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.CrossForm(p))
}

// crossReceipt is what a unit has of its last seal.
func (s *Server) crossReceipt(w http.ResponseWriter, r *http.Request) error {
	var p pages.CrossReceiptProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		unit := r.PathValue("unit")
		if _, p.Seal, err = scoring.ReadCrossReceipt(tx, s.Keys, y, unit); err != nil {
			return err
		}
		d, err := scoring.ReadCrossDesk(tx, s.Keys, y, unit)
		if err != nil {
			return err
		}
		entry, err := record.PublicLeaf(tx, p.Seal.EntryID)
		if err != nil {
			return err
		}
		if p.Number = "chờ số trong vài giây"; entry.Seq != nil {
			p.Number = vn.Grouped(itoa(int(*entry.Seq)))
		}
		p.File, p.Check = receiptName(r, p.Seal), crossFileName(r)
		board := workPath(c, y) + crossPage
		p.Base, p.Name, p.Proof, p.Changed, p.Outdated = board+"/"+unit, d.Name, proofPath(p.Seal.EntryID), d.Changed, d.Outdated
		p.Frame = s.crossFrame(tx, r, c, y, "Biên nhận niêm phong")
		p.Frame.Lead = d.Name
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: board, Text: "Chấm chéo"}, components.Link{Href: p.Base, Text: "Phiếu của " + d.Name})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.CrossReceipt(p))
}

// crossReceiptFile is the receipt as a file that the unit keeps.
func (s *Server) crossReceiptFile(w http.ResponseWriter, r *http.Request) error {
	var receipt scoring.CrossReceipt
	var seal scoring.CrossSeal
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		receipt, seal, err = scoring.ReadCrossReceipt(tx, s.Keys, y, r.PathValue("unit"))
		return err
	})
	if err != nil {
		return err
	}
	content, err := json.MarshalIndent(receipt, "", " ")
	if err != nil {
		return err
	}
	return writeJSON(w, receiptName(r, seal), content)
}

func writeJSON(w http.ResponseWriter, name string, content []byte) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, err := w.Write(content)
	return err
}

// crossFile is the file by which a member checks the opened cross-scores.
func (s *Server) crossFile(w http.ResponseWriter, r *http.Request) error {
	return s.serveCross(w, r, scoring.OpenedCross)
}

// publicCross is what the members gave each other, for everybody, once the ranking
// is published.
func (s *Server) publicCross(w http.ResponseWriter, r *http.Request) error {
	var p pages.CrossProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if p.Board, err = scoring.PublicCrossBoard(tx, y); err != nil {
			return err
		}
		p.Public, p.Base, p.Site, p.File, p.Proof = true, yearPath(c, y)+"/xep-hang/cham-cheo", s.address(r), crossFileName(r), proofPath
		p.Frame = s.yearFrame(tx, r, c, y, "Chấm chéo năm "+itoa(y.Year))
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: yearPath(c, y) + "/xep-hang", Text: "Điểm và thứ hạng"})
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "cross_opening", ID: p.Board.Sheet.ID})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Cross(p))
}

// publicCrossFile is the same file for everybody, once the ranking is published.
func (s *Server) publicCrossFile(w http.ResponseWriter, r *http.Request) error {
	return s.serveCross(w, r, scoring.PublicCross)
}

func (s *Server) serveCross(w http.ResponseWriter, r *http.Request, read func(*db.Tx, cycle.Year) (scoring.CrossFile, error)) error {
	var f scoring.CrossFile
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if f, err = read(tx, y); err != nil || s.Record == nil {
			return err
		}
		for i := range f.Seals {
			if err := s.prove(tx, &f.Seals[i]); err != nil {
				return err
			}
		}
		return s.prove(tx, &f.Opening)
	})
	if err != nil {
		return err
	}
	content, err := f.Text()
	if err != nil {
		return err
	}
	return writeJSON(w, crossFileName(r), content)
}

func crossFileName(r *http.Request) string {
	return "cham-cheo-" + r.PathValue("cluster") + "-" + r.PathValue("year") + ".json"
}

func receiptName(r *http.Request, seal scoring.CrossSeal) string {
	return "bien-nhan-cham-cheo-" + r.PathValue("year") + "-lan-" + itoa(int(seal.Number)) + ".json"
}

// prove adds the record's proof of a published text.
func (s *Server) prove(tx *db.Tx, p *scoring.CrossProved) error {
	bundle, err := s.Record.Proof(tx, p.Entry, true)
	p.Proof = string(bundle)
	return err
}
