package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/rules"
	"giaouoc/internal/sheet"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// wholePlan is the plan that an address asks for, for a file or for paper: nothing is
// assumed in these.
func wholePlan(tx *db.Tx, r *http.Request) (*rules.Law, org.Unit, *award.YearPlan, error) {
	l, err := rules.Carried()
	if err != nil {
		return nil, org.Unit{}, nil, err
	}
	u, err := registerUnit(tx, r)
	if err != nil {
		return nil, u, nil, err
	}
	year, day, err := planAsked(r).when(tx)
	if err != nil {
		return nil, u, nil, err
	}
	plan, err := award.PlanOf(tx, l, u.ID, year, day, "")
	return l, u, plan, err
}

// planPaper is the list of a year as it is printed and signed.
func (s *Server) planPaper(w http.ResponseWriter, r *http.Request) error {
	var p pages.PlanPaperProps
	err := s.view(r, func(tx *db.Tx) error {
		l, u, plan, err := wholePlan(tx, r)
		if err != nil {
			return err
		}
		q := planAsked(r)
		p = pages.PlanPaperProps{
			Frame: s.registerFrame(tx, r, u, planTitle(plan.Year)), Unit: orText(u.FullName, u.Name), Back: q.href(""), Notes: plan.Regime.Notes,
			Above: "Đối chiếu theo " + plan.Regime.Name + ", hồ sơ nhận ngày " + plan.Day.Short() + ".",
		}
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: q.href(""), Text: "Kế hoạch"})
		for i := range plan.Awards {
			if plan.Awards[i].Nominated > 0 {
				p.Awards = append(p.Awards, paperAward(l, plan, i))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.PlanPaper(p))
}

func paperAward(l *rules.Law, plan *award.YearPlan, at int) pages.PlanPaperAward {
	a := &plan.Awards[at]
	p := pages.PlanPaperAward{Name: upperFirst(a.Award.Name), Lines: ceilingLines(l, a), Shares: shareTable(plan, at)}
	p.Shares.ID += "-" + a.Award.Code
	p.Table = components.TableProps{
		ID: "danh-sach-" + a.Award.Code, Caption: itoa(a.Nominated) + " đối tượng dự kiến đề nghị",
		Columns: []components.Column{{Head: "Họ tên, tên tập thể"}, {Head: "Năm sinh"}, {Head: "Chức vụ"}, {Head: "Nơi công tác"}, {Head: "Đối chiếu"}, {Head: "Lý do, ghi chú"}},
	}
	on := plan.Nominated(a.Award.Code)
	for n, c := range plan.List(at, award.PlanFilter{Nominated: true}) {
		note := orText(on[c.ID].Reason, award.ShortReason(plan.Explain(c, at)))
		p.Table.Rows = append(p.Table.Rows, components.Row{Cells: []components.Cell{
			{Text: itoa(n+1) + ". " + c.Name}, orMissing(bornOrFounded(c), "–"), orMissing(c.Post, "–"), orMissing(c.Place, "–"), {Text: upperFirst(planTag(c.Answer(at)).Text)}, orMissing(note, "–"),
		}})
	}
	return p
}

// planXlsx is the plan as a workbook: a worksheet for every award for which somebody
// can be proposed or is on the list.
func (s *Server) planXlsx(w http.ResponseWriter, r *http.Request) error {
	var content []byte
	var name string
	err := s.view(r, func(tx *db.Tx) error {
		l, u, plan, err := wholePlan(tx, r)
		if err != nil {
			return err
		}
		name = "ke-hoach-khen-thuong-" + itoa(plan.Year) + ".xlsx"
		b := sheet.PlanBook{
			Title: "Kế hoạch khen thưởng năm " + itoa(plan.Year),
			About: append([]string{orText(u.FullName, u.Name) + ". " + plan.Regime.Name + "; hồ sơ nhận ngày " + plan.Day.Short() + ". Tải về " + moment(tx.Now) + "."}, plan.Regime.Notes...),
		}
		for i := range plan.Awards {
			a := &plan.Awards[i]
			if a.Can() > 0 || a.Nominated > 0 || len(a.Limits) > 0 {
				b.Summary = append(b.Summary, summaryRow(a))
			}
			if a.Can() > 0 || a.Nominated > 0 {
				b.Awards = append(b.Awards, planSheet(l, plan, i))
			}
		}
		content, err = b.Write()
		return err
	})
	if err != nil {
		return err
	}
	return sendFile(w, name, content)
}

func summaryRow(a *award.Planned) sheet.PlanSum {
	s := sheet.PlanSum{Award: upperFirst(a.Award.Name), Eligible: a.Eligible, Judgement: a.Judgement, Not: a.Not, Nominated: a.Nominated, Given: a.Given}
	switch x := a.Binding(); {
	case x != nil:
		s.Most, s.Left = itoa(x.Most), itoa(x.Most-a.Used())
	case len(a.Limits) > 0:
		s.Most = "chưa có mẫu số"
	}
	return s
}

func planSheet(l *rules.Law, plan *award.YearPlan, at int) sheet.PlanAward {
	a := &plan.Awards[at]
	p := sheet.PlanAward{Code: a.Award.Code, Name: upperFirst(a.Award.Name), About: ceilingLines(l, a)}
	on := plan.Nominated(a.Award.Code)
	for _, c := range plan.List(at, award.PlanFilter{}) {
		answer := plan.Explain(c, at)
		row := sheet.PlanRow{Name: c.Name, Born: bornOrFounded(c), Place: c.Place, Answer: planTag(c.Answer(at)).Text, Reasons: strings.Join(award.Reasons(answer), "\n")}
		if answer.Earliest != nil {
			row.Earliest = itoa(*answer.Earliest)
		}
		if n, listed := on[c.ID]; listed {
			row.Nominated = "dự kiến đề nghị"
			if n.Reason != "" {
				row.Nominated += ": " + n.Reason
			}
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}
