package web

import (
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const reportPage = cycle.ReportPage

// reports lists the periods of a year with the reports that the person writes, or
// for the lead the way to each period's overview.
func (s *Server) reports(w http.ResponseWriter, r *http.Request) error {
	var p pages.ReportsProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := requireSomewhere(tx, y, access.ReportRead); err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, "Báo cáo số liệu năm "+itoa(y.Year))
		periods, err := cycle.Periods(tx, y.ID)
		if err != nil {
			return err
		}
		if requireOwn(tx, y, access.ReportWrite) == nil {
			p.Paste = workPath(c, y) + reportPage + "/nam-truoc"
		}
		own, err := ownReports(tx, c, y)
		if err != nil {
			return err
		}
		for _, period := range periods {
			row := pages.PeriodRow{Name: period.Name, Opens: period.OpensOn.Short(), Due: period.DueOn.Short(), Own: own[period.ID]}
			if access.May(tx, access.ReportRead, y.Scope()) {
				row.Overview = workPath(c, y) + reportPage + "/" + period.ID
			}
			p.Rows = append(p.Rows, row)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Reports(p))
}

// ownReports lists by period the reports that the person writes: of the own unit,
// and of those below it for whom the person works.
func ownReports(tx *db.Tx, c cluster.Cluster, y cycle.Year) (map[string][]pages.OwnReport, error) {
	members, err := cycle.Members(tx, y)
	if err != nil {
		return nil, err
	}
	members = slices.DeleteFunc(members, func(m cluster.Member) bool { return !access.May(tx, access.ReportWrite, y.UnitScope(m.UnitID)) })
	names, err := memberNames(tx, members)
	if err != nil {
		return nil, err
	}
	own := map[string][]pages.OwnReport{}
	for _, m := range members {
		lines, err := indicator.UnitLines(tx, y, m.UnitID)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			o := pages.OwnReport{
				Href: workPath(c, y) + reportPage + "/" + l.PeriodID + "/" + l.UnitID, State: l.Report.State.Name(),
				Timing: l.Timing.Name(), Entered: itoa(l.Entered.Part) + "/" + itoa(l.Entered.Whole),
			}
			if l.Report.ID == "" {
				o.State = "chưa nhập"
			}
			if m.UnitID != tx.Actor.Unit {
				o.Unit = names[m.UnitID]
			}
			own[l.PeriodID] = append(own[l.PeriodID], o)
		}
	}
	return own, nil
}

func (s *Server) report(w http.ResponseWriter, r *http.Request) error {
	return s.showReport(w, r, nil)
}

// showReport is one unit's report for one period.
func (s *Server) showReport(w http.ResponseWriter, r *http.Request, list problem.List) error {
	list = atCells(r, list)
	var p pages.ReportProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		unit := r.PathValue("unit")
		names, err := org.Names(tx, tx.Today(), unit)
		if err != nil {
			return err
		}
		form, err := indicator.ReadReport(tx, y, r.PathValue("period"), unit)
		if err != nil {
			return err
		}
		slices.SortStableFunc(list, func(a, b *problem.Problem) int { return rowOf(form, a) - rowOf(form, b) })
		f := s.yearFrame(tx, r, c, y, "Báo cáo "+form.Period.Name+": "+names[unit])
		f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + reportPage, Text: "Báo cáo"})
		s.traced(tx, &f, y.Scope(), record.Object{Kind: "report", ID: form.Report.ID})
		p = pages.ReportProps{
			Frame: refusedFrame(f, list), Base: workPath(c, y) + reportPage + "/" + form.Period.ID + "/" + unit,
			Problems: list, Typed: typed(r), Posted: r.Method == http.MethodPost && r.Form.Has("version"), Form: form,
			MaySubmit: form.Locked == nil && access.May(tx, access.ReportSubmit, y.UnitScope(unit)),
			MayReview: access.May(tx, access.ReportReview, y.UnitScope(unit)),
		}
		if p.Posted && form.Locked == nil && problem.Is(list.Err(), problem.Conflict) {
			return showStored(tx, r, y, p.Typed, form.Rows)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Report(p))
}

// rowOf is where on a report's form a problem stands, so that the summary has
// them in the order of the page.
func rowOf(form indicator.Form, p *problem.Problem) int {
	for i, r := range form.Rows {
		code := r.Indicator.Code
		if slices.Contains([]string{indicator.ValueField(code), indicator.ReasonField(code), indicator.NoteField(code), indicator.PaperField(code)}, p.Field) {
			return i
		}
	}
	return len(form.Rows)
}

func reportPath(r *http.Request) string {
	return reportPage + "/" + r.PathValue("period") + "/" + r.PathValue("unit")
}

func (s *Server) submitReport(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, reportPath(r), sentence, act, func(list problem.List) error { return s.showReport(w, r, list) })
}

// typedFigures are the figures of a report's form, without those that are no
// numbers.
func typedFigures(r *http.Request, indicators []indicator.Indicator) (indicator.Saving, problem.List) {
	var list problem.List
	s := indicator.Saving{PeriodID: r.PathValue("period"), UnitID: r.PathValue("unit"), Version: int64(number(text(r, "version")))}
	for _, i := range indicators {
		if !r.Form.Has(indicator.ValueField(i.Code)) {
			continue
		}
		before := len(list)
		value := typedDecimal(r, indicator.ValueField(i.Code), &list)
		if len(list) > before {
			continue
		}
		s.Entries = append(s.Entries, indicator.Entry{
			IndicatorID: i.ID, Value: value, Paper: text(r, indicator.PaperField(i.Code)),
			Note: text(r, indicator.NoteField(i.Code)), Reason: text(r, indicator.ReasonField(i.Code)),
		})
	}
	for _, code := range unknownCodes(r, indicators) {
		s.Entries = append(s.Entries, indicator.Entry{IndicatorID: code})
	}
	return s, list
}

// showStored lets a form that came too late show what is stored wherever its
// person had typed nothing of her own, so that sending it again puts nothing
// old over it.
func showStored(tx *db.Tx, r *http.Request, y cycle.Year, typed map[string]string, rows []indicator.Row) error {
	indicators := make([]indicator.Indicator, len(rows))
	for n, row := range rows {
		indicators[n] = row.Indicator
	}
	saving, _ := typedFigures(r, indicators)
	alone, err := indicator.LeftAlone(tx, y, saving)
	for _, i := range indicators {
		if !alone[i.ID] {
			continue
		}
		for _, field := range []string{indicator.ValueField(i.Code), indicator.PaperField(i.Code), indicator.NoteField(i.Code), indicator.ReasonField(i.Code)} {
			delete(typed, field)
		}
	}
	return err
}

// saveReport stores the figures of the form, and hands the report in when the
// person pressed that button.
func (s *Server) saveReport(w http.ResponseWriter, r *http.Request) error {
	submitToo := r.FormValue("nop") != ""
	sentence := "Đã lưu; chưa nộp."
	if submitToo {
		sentence = "Đã nộp báo cáo."
	}
	return s.submitReport(w, r, sentence, func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		unit := r.PathValue("unit")
		if err := access.Require(tx, access.ReportWrite, y.UnitScope(unit)); err != nil {
			return err
		}
		indicators, err := indicator.List(tx, y.ID)
		if err != nil {
			return err
		}
		saving, unread := typedFigures(r, indicators)
		if submitToo && len(unread) == 0 {
			_, err := indicator.HandIn(tx, y, saving, text(r, "missing_reason"))
			return err
		}
		_, _, err = indicator.Save(tx, y, saving)
		if len(unread) == 0 {
			return err
		}
		wrong, err := refused(err)
		if err != nil {
			return err
		}
		return append(wrong, unread...) // every mistake at once
	})
}

func review(r *http.Request) indicator.Review {
	return indicator.Review{
		PeriodID: r.PathValue("period"), UnitID: r.PathValue("unit"), Version: int64(number(text(r, "seen"))), Reason: text(r, "reason"),
	}
}

func (s *Server) acceptReport(w http.ResponseWriter, r *http.Request) error {
	return s.submitReport(w, r, "Đã duyệt báo cáo.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		_, err := indicator.Accept(tx, y, review(r))
		return err
	})
}

func (s *Server) returnReport(w http.ResponseWriter, r *http.Request) error {
	return s.submitReport(w, r, "Đã trả lại báo cáo.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		v := review(r)
		if err := access.Require(tx, access.ReportReview, y.UnitScope(v.UnitID)); err != nil {
			return err
		}
		var err error
		if v.Until, err = dayOf(r, "until"); err == nil {
			_, err = indicator.Return(tx, y, v)
		}
		return err
	})
}

// figure is everything about one figure: changes, evidence, remarks.
func (s *Server) figure(w http.ResponseWriter, r *http.Request) error {
	return s.showFigure(w, r, nil)
}

func remark(r *http.Request) indicator.Remark {
	return indicator.Remark{PeriodID: r.PathValue("period"), UnitID: r.PathValue("unit"), IndicatorID: r.PathValue("indicator"), Text: text(r, "text")}
}

func (s *Server) showFigure(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.FigureProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if p.Thread, err = indicator.ReadThread(tx, y, remark(r)); err != nil {
			return err
		}
		unit := r.PathValue("unit")
		names, err := org.Names(tx, tx.Today(), unit)
		if err != nil {
			return err
		}
		form, err := indicator.ReadReport(tx, y, r.PathValue("period"), unit)
		if err != nil {
			return err
		}
		for _, row := range form.Rows {
			if row.Indicator.ID == p.Thread.Indicator.ID {
				p.Row = row
			}
		}
		p.Of = names[unit] + ", " + p.Thread.Period.Name
		f := s.yearFrame(tx, r, c, y, p.Thread.Indicator.Name)
		back := workPath(c, y) + reportPath(r)
		f.Crumbs = append(f.Crumbs, components.Link{Href: back, Text: p.Thread.Period.Name})
		p.Frame, p.Base, p.Problems, p.Typed = refusedFrame(f, list), back+"/"+p.Thread.Indicator.ID, list, typed(r)
		own := access.May(tx, access.ReportWrite, y.UnitScope(unit))
		p.MayWrite = own && form.Locked == nil
		if closed := problem.All(form.Locked); own && len(closed) > 0 {
			p.Closed = closed[0].Text
		}
		p.MayComment = access.May(tx, access.ReportComment, y.UnitScope(unit))
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Figure(p))
}

func (s *Server) submitFigure(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, reportPath(r)+"/"+r.PathValue("indicator"), sentence, act, func(list problem.List) error { return s.showFigure(w, r, list) })
}

func (s *Server) commentFigure(w http.ResponseWriter, r *http.Request) error {
	return s.submitFigure(w, r, "Đã ghi ý kiến.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return indicator.AddComment(tx, y, remark(r))
	})
}

func (s *Server) attachEvidence(w http.ResponseWriter, r *http.Request) error {
	return s.submitFigure(w, r, "Đã thêm minh chứng.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		m := remark(r)
		if err := access.Require(tx, access.ReportWrite, y.UnitScope(m.UnitID)); err != nil {
			return err
		}
		f, err := s.upload(r, "file")
		if err != nil {
			return err
		}
		return indicator.Attach(tx, y, indicator.Attachment{PeriodID: m.PeriodID, UnitID: m.UnitID, IndicatorID: m.IndicatorID, File: f})
	})
}

func (s *Server) detachEvidence(w http.ResponseWriter, r *http.Request) error {
	return s.submitFigure(w, r, "Đã bỏ minh chứng.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return indicator.Detach(tx, y, r.PathValue("evidence"))
	})
}

// evidence serves a file of evidence to who may read the report.
func (s *Server) evidence(w http.ResponseWriter, r *http.Request) error {
	var e indicator.Evidence
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		e, err = indicator.FindEvidence(tx, y, r.PathValue("evidence"))
		return err
	})
	if err != nil {
		return err
	}
	return s.serveFile(w, r, e.Hash, e.Name)
}

func (s *Server) overview(w http.ResponseWriter, r *http.Request) error {
	return s.showOverview(w, r, nil)
}

// showOverview is a period of the whole cluster: who has reported, the sums,
// the shares of the country.
func (s *Server) showOverview(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.OverviewProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if p.Overview, err = indicator.ReadOverview(tx, y, r.PathValue("period")); err != nil {
			return err
		}
		members, err := cycle.Members(tx, y)
		if err != nil {
			return err
		}
		if p.Names, err = memberNames(tx, members); err != nil {
			return err
		}
		f := s.yearFrame(tx, r, c, y, "Báo cáo "+p.Overview.Period.Name+": toàn "+c.Kind.Word())
		f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + reportPage, Text: "Báo cáo"})
		s.traced(tx, &f, y.Scope(), record.Object{Kind: "period", ID: p.Overview.Period.ID})
		p.Frame, p.Base, p.Problems, p.Typed = refusedFrame(f, list), workPath(c, y)+reportPage+"/"+p.Overview.Period.ID, list, typed(r)
		p.MayExcept = access.May(tx, access.ReportExcept, y.Scope())
		p.MayNational = access.May(tx, access.NationalSet, y.Scope())
		chosen := text(r, "indicator")
		for _, a := range p.Overview.Sums {
			if a.Indicator.ID == chosen && a.National != nil {
				p.National = *a.National
			}
		}
		p.MayPublish = access.May(tx, access.PeriodPublish, y.Scope()) && p.Overview.PublishedAt.IsZero()
		for _, m := range members {
			p.Units = append(p.Units, components.Option{Value: m.UnitID, Text: p.Names[m.UnitID]})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Overview(p))
}

func (s *Server) submitOverview(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, reportPage+"/"+r.PathValue("period"), sentence, act, func(list problem.List) error { return s.showOverview(w, r, list) })
}

func (s *Server) exceptReport(w http.ResponseWriter, r *http.Request) error {
	return s.submitOverview(w, r, "Đã gia hạn cho đơn vị.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ReportExcept, y.Scope()); err != nil {
			return err
		}
		until, err := dayOf(r, "until")
		if err != nil {
			return err
		}
		return indicator.Except(tx, y, indicator.Exception{PeriodID: r.PathValue("period"), UnitID: text(r, "unit"), Until: until, Reason: text(r, "reason")})
	})
}

func (s *Server) setNational(w http.ResponseWriter, r *http.Request) error {
	return s.submitOverview(w, r, "Đã ghi số liệu cả nước.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.NationalSet, y.Scope()); err != nil {
			return err
		}
		var list problem.List
		value := typedDecimal(r, "value", &list)
		if !value.Valid && len(list) == 0 {
			list.Add("value", "Ghi số liệu cả nước.")
		}
		if err := list.Err(); err != nil {
			return err
		}
		return indicator.SetNational(tx, y, indicator.National{
			PeriodID: r.PathValue("period"), IndicatorID: text(r, "indicator"), Value: value.Decimal, Source: text(r, "source"),
			SourceURL: text(r, "source_url"), Version: int64(number(text(r, "version"))),
		})
	})
}

func (s *Server) publishPeriod(w http.ResponseWriter, r *http.Request) error {
	return s.submitOverview(w, r, "Đã công bố số liệu của kỳ.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return indicator.PublishPeriod(tx, y, r.PathValue("period"))
	})
}

// paste is the form in which a unit pastes last year's figures.
func (s *Server) paste(w http.ResponseWriter, r *http.Request) error { return s.showPaste(w, r, nil) }

func (s *Server) showPaste(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.PasteProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := requireOwn(tx, y, access.ReportWrite); err != nil {
			return err
		}
		have, err := indicator.Past(tx, y, tx.Actor.Unit)
		if err != nil {
			return err
		}
		indicators, err := indicator.List(tx, y.ID)
		if err != nil {
			return err
		}
		f := s.yearFrame(tx, r, c, y, "Số liệu năm "+itoa(y.Year-1)+" của đơn vị")
		f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + reportPage, Text: "Báo cáo"})
		p = pages.PasteProps{Frame: refusedFrame(f, list), Action: workPath(c, y) + reportPage + "/nam-truoc", Problems: list, Pasted: r.FormValue("figures")}
		var rows strings.Builder
		for _, i := range indicators {
			rows.WriteString(i.Code + "\t")
			if v, ok := have[i.ID]; ok {
				rows.WriteString(vn.Format(v))
			}
			rows.WriteString("\n")
		}
		if r.Method != http.MethodPost {
			p.Pasted = rows.String()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Paste(p))
}

func (s *Server) savePaste(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := requireOwn(tx, y, access.ReportWrite); err != nil {
			return err
		}
		indicators, err := indicator.List(tx, y.ID)
		if err != nil {
			return err
		}
		pasted, wrong := indicator.ParsePaste(r.FormValue("figures"), indicators)
		for _, p := range wrong {
			p.Field, p.Text = "figures", upperFirst(p.Field)+": "+p.Text
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		return indicator.SetPast(tx, y, tx.Actor.Unit, pasted)
	}
	return s.submit(w, r, reportPage, "Đã lưu số liệu năm trước.", act, func(list problem.List) error { return s.showPaste(w, r, list) })
}
