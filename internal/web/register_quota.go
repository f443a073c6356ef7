package web

import (
	"net/http"
	"strconv"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// quotas is what a unit may propose at most, by the law and by the documents that it
// entered.
func (s *Server) quotas(w http.ResponseWriter, r *http.Request) error {
	return s.showQuotas(w, r, nil)
}

func (s *Server) showQuotas(w http.ResponseWriter, r *http.Request, list problem.List) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	q := planAsked(r)
	var p pages.QuotasProps
	err = s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		year, day, err := q.when(tx)
		if err != nil {
			list, q.year, q.day = problem.All(err), "", ""
			year, day = tx.Today().Year(), tx.Today()
		}
		plan, err := award.PlanOf(tx, l, u.ID, year, day, "")
		if problem.Is(err, problem.Invalid) {
			list, year, day = problem.All(err), tx.Today().Year(), tx.Today()
			plan, err = award.PlanOf(tx, l, u.ID, year, day, "")
		}
		if err != nil {
			return err
		}
		p = pages.QuotasProps{
			Frame: refusedFrame(s.registerFrame(tx, r, u, "Chỉ tiêu khen thưởng năm "+itoa(year)), list), UnitID: u.ID, Path: q.path() + quotaPage, Plan: q.href(""),
			Problems: list, Typed: typed(r), Year: itoa(year), Day: day.Short(), MayDeclare: access.May(tx, access.AwardNominate, access.Scope{Unit: u.ID}),
			Ceilings: quotaTable(l, plan),
		}
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: q.href(""), Text: "Kế hoạch"})
		for _, a := range l.Awards {
			p.Awards = append(p.Awards, components.Option{Value: a.Code, Text: upperFirst(a.Name), Group: upperFirst(a.Group)})
		}
		for _, b := range award.Bases {
			p.Bases = append(p.Bases, components.Option{Value: string(b), Text: upperFirst(b.Name()), Hint: baseHint(b)})
		}
		for _, how := range []award.Rounding{award.RoundDown, award.RoundNearest, award.RoundUp} {
			p.Roundings = append(p.Roundings, components.Option{Value: string(how), Text: upperFirst(how.Name())})
		}
		return s.fillQuotas(tx, l, u, year, plan, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Quotas(p))
}

func baseHint(b award.Base) string {
	switch {
	case b.ByAward():
		return "Chọn hình thức ở ô dưới."
	case b.Typed():
		return "Số của từng năm nhập ở phần «Mẫu số phải nhập»."
	}
	return "Phần mềm đếm từ sổ, không tính người đã rời đơn vị."
}

// fillQuotas adds the quotas that the unit entered, and the numbers that people have
// to give.
func (s *Server) fillQuotas(tx *db.Tx, l *rules.Law, u org.Unit, year int, plan *award.YearPlan, p *pages.QuotasProps) error {
	declared, err := award.Quotas(tx, u.ID)
	if err != nil {
		return err
	}
	for _, d := range declared {
		p.Declared = append(p.Declared, pages.DeclaredQuota{
			ID: d.ID, Version: strconv.FormatInt(d.Version, 10), Name: upperFirst(awardName(l, d.Award)), Says: itoa(d.Percent) + "% của " + baseWords(l, &d) + ", " + d.Rounding.Name(),
			Doc: d.Document(), RoundingDoc: d.RoundingDoc, From: d.FromDay.Short(), To: d.ToDay.Short(),
		})
	}
	wholes, err := award.Wholes(tx, u.ID, year)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, x := range plan.Quotas() {
		if !x.Base.Typed() || seen[x.Award] {
			continue
		}
		seen[x.Award] = true
		one := pages.WantedWhole{Award: x.Award, Name: upperFirst(awardName(l, x.Award)), Says: baseWords(l, &x), Version: "0"}
		for _, h := range wholes {
			if h.Award == x.Award {
				one.Version, one.Whole, one.Source = strconv.FormatInt(h.Version, 10), itoa(h.Whole), h.Source
			}
		}
		p.Wanted = append(p.Wanted, one)
	}
	return nil
}

// quotaTable is every ceiling that holds on the day.
func quotaTable(l *rules.Law, plan *award.YearPlan) components.TableProps {
	t := components.TableProps{
		ID: "chi-tieu", Caption: "Mức tối đa năm " + itoa(plan.Year) + ", theo quy định ngày " + plan.Day.Short(),
		Columns: []components.Column{{Head: "Hình thức"}, {Head: "Tỷ lệ theo"}, {Head: "Mẫu số"}, {Head: "Cách tính"}, {Head: "Tối đa", Number: true}, {Head: "Đã dùng", Number: true}, {Head: "Còn", Number: true}},
		Empty: components.EmptyState(components.EmptyProps{
			Title: "Không có tỷ lệ tối đa nào vào ngày này", What: "Tỷ lệ của luật và tỷ lệ đơn vị nhập theo văn bản của Bộ, ban, ngành, tỉnh hiện ở đây.", Who: "Chuyên viên hoặc lãnh đạo đơn vị nhập ở dưới.",
		}),
	}
	for i := range plan.Awards {
		a := &plan.Awards[i]
		for _, row := range ceilingTable(l, plan, a).Rows {
			row.Cells = append([]components.Cell{{Text: upperFirst(a.Award.Name)}}, row.Cells...)
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// quotaForm runs a form of the quotas' page.
func (s *Server) quotaForm(w http.ResponseWriter, r *http.Request, done string, act func(tx *db.Tx, l *rules.Law, u org.Unit) error) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	q := planAsked(r)
	err = s.update(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.AwardNominate, access.Scope{Unit: u.ID}); err != nil {
			return err
		}
		return act(tx, l, u)
	})
	if err == nil {
		return s.done(w, r, q.href(quotaPage, "hinh-thuc"), done)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showQuotas(w, r, list)
}

func (s *Server) declareQuota(w http.ResponseWriter, r *http.Request) error {
	return s.quotaForm(w, r, "Đã ghi chỉ tiêu.", func(tx *db.Tx, l *rules.Law, u org.Unit) error {
		q := award.Quota{
			UnitID: u.ID, Award: text(r, "hinh-thuc"), Base: award.Base(text(r, "mau-so")), OfAward: text(r, "cua"), Says: text(r, "dem"),
			Rounding: award.Rounding(text(r, "lam-tron")), RoundingDoc: text(r, "lam-tron-theo"), Number: text(r, "so"),
		}
		var list problem.List
		q.Percent = typedCount(r, "ty-le", &list)
		for _, f := range []struct {
			name string
			day  *vn.Date
		}{{"ngay-van-ban", &q.DecidedOn}, {"tu-ngay", &q.FromDay}, {"den-ngay", &q.ToDay}} {
			var err error
			if *f.day, err = dayOf(r, f.name); err != nil {
				list = append(list, problem.All(err)...)
			}
		}
		if err := list.Err(); err != nil {
			return err
		}
		return award.DeclareQuota(tx, l, q)
	})
}

func (s *Server) setWhole(w http.ResponseWriter, r *http.Request) error {
	return s.quotaForm(w, r, "Đã ghi mẫu số.", func(tx *db.Tx, l *rules.Law, u org.Unit) error {
		code := text(r, "hinh-thuc")
		var list problem.List
		n := typedCount(r, "so-luong-"+code, &list)
		if text(r, "so-luong-"+code) == "" {
			list.Add("so-luong-"+code, "Ghi số lượng.")
		}
		if err := list.Err(); err != nil {
			return err
		}
		year := number(text(r, "nam"))
		err := award.SetWhole(tx, l, award.Whole{UnitID: u.ID, Award: code, Year: year, Whole: n, Source: text(r, "nguon-"+code), Version: int64(number(text(r, "version")))})
		for _, one := range problem.All(err) {
			if one.Field == "nguon" || one.Field == "so-luong" {
				one.Field += "-" + code
			}
		}
		return err
	})
}

func (s *Server) endQuota(w http.ResponseWriter, r *http.Request) error {
	return s.quotaForm(w, r, "Đã ghi ngày cuối của chỉ tiêu.", func(tx *db.Tx, _ *rules.Law, u org.Unit) error {
		id := r.PathValue("quota")
		last, err := dayOf(r, "ngay-cuoi-"+id)
		if err != nil {
			return err
		}
		return beside(award.EndQuota(tx, u.ID, id, int64(number(text(r, "version"))), last), "den-ngay", "ngay-cuoi-"+id)
	})
}

func (s *Server) dropQuota(w http.ResponseWriter, r *http.Request) error {
	return s.quotaForm(w, r, "Đã bỏ chỉ tiêu nhập nhầm.", func(tx *db.Tx, _ *rules.Law, u org.Unit) error {
		id := r.PathValue("quota")
		return beside(award.DropQuota(tx, u.ID, id, int64(number(text(r, "version"))), text(r, "ly-do-"+id)), "ly-do", "ly-do-"+id)
	})
}

// beside moves the problems of a field to the one of that name on this page.
func beside(err error, field, here string) error {
	for _, one := range problem.All(err) {
		if one.Field == field {
			one.Field = here
		}
	}
	return err
}
