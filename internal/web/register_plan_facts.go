package web

import (
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
)

// ceilingTable is every ceiling of an award with its arithmetic.
func ceilingTable(l *rules.Law, plan *award.YearPlan, a *award.Planned) components.TableProps {
	t := components.TableProps{
		ID: "muc-toi-da", Caption: "Mức tối đa và cách tính",
		Columns: []components.Column{{Head: "Tỷ lệ theo"}, {Head: "Mẫu số"}, {Head: "Cách tính"}, {Head: "Tối đa", Number: true}, {Head: "Đã dùng", Number: true}, {Head: "Còn", Number: true}},
	}
	for i := range a.Limits {
		x := &a.Limits[i]
		row := []components.Cell{{Text: itoa(x.Percent) + "% theo " + x.Document(), Note: quotaNote(&x.Quota)}, wholeCell(l, x)}
		if x.Known {
			row = append(row, components.Cell{Text: x.Says() + ", " + x.Rounding.Name(), Note: x.RoundingDoc}, components.Cell{Text: itoa(x.Most)}, components.Cell{Text: itoa(a.Used())}, leftOf(x.Most-a.Used()))
		} else {
			row = append(row, components.Cell{Missing: "chưa tính được"}, components.Cell{Missing: "chưa biết"}, components.Cell{Text: itoa(a.Used())}, components.Cell{Missing: "chưa biết"})
		}
		t.Rows = append(t.Rows, components.Row{Cells: row})
	}
	return t
}

// quotaNote says how a quota is known.
func quotaNote(q *award.Quota) string {
	if q.Law == nil {
		return "tỷ lệ đơn vị đã nhập"
	}
	note := "luật định; " + q.Law.Certainty.Name()
	for _, n := range q.Law.Notes {
		note += ". " + n
	}
	return note
}

// wholeCell is what a ceiling is a share of, how many, and who says so.
func wholeCell(l *rules.Law, x *award.Limit) components.Cell {
	says := baseWords(l, &x.Quota)
	switch {
	case !x.Known && x.Base.Typed():
		return components.Cell{Missing: "chưa có số: " + says + "; nhập ở trang Chỉ tiêu"}
	case !x.Known:
		return components.Cell{Missing: "chưa tính được: " + says}
	}
	c := components.Cell{Text: itoa(x.Whole), Note: says}
	switch {
	case x.Base.Typed():
		c.Note += "; theo " + x.Source
	case x.Below != nil:
		c.Note += " (" + x.Below.Says() + ", " + x.Below.Rounding.Name() + ")"
	default:
		c.Note += "; đếm từ sổ"
	}
	return c
}

// baseWords is what a quota is a share of.
func baseWords(l *rules.Law, q *award.Quota) string {
	switch {
	case q.Base.ByAward():
		return q.Base.Name() + " " + awardName(l, q.OfAward)
	case q.Says != "":
		return q.Says
	}
	return q.Base.Name()
}

func awardName(l *rules.Law, code string) string {
	if a := l.Award(code); a != nil {
		return a.Name
	}
	return code
}

// shareTable sets the groups that the law looks to beside each other.
func shareTable(plan *award.YearPlan, at int) components.TableProps {
	t := components.TableProps{
		ID: "ty-trong", Caption: "Người trực tiếp lao động, nữ, tập thể nhỏ",
		Columns: []components.Column{{Head: "Nhóm"}, {Head: "Trong đơn vị", Number: true, Share: "tỷ trọng"}, {Head: "Có thể được đề nghị", Number: true, Share: "tỷ trọng"}, {Head: "Dự kiến đề nghị", Number: true, Share: "tỷ trọng"}},
	}
	for _, s := range plan.Shares(at) {
		row := []components.Cell{{Text: upperFirst(s.Says), Note: s.Cite}}
		for _, part := range []award.Part{s.Unit, s.Can, s.OnList} {
			if part.Of == 0 {
				row = append(row, components.Cell{Missing: "chưa có ai"})
				continue
			}
			row = append(row, components.Cell{Text: itoa(part.N) + "/" + itoa(part.Of), Share: part.Percent() + "%"})
		}
		t.Rows = append(t.Rows, components.Row{Cells: row})
	}
	return t
}

// mostCouncil is more members than any council has.
const mostCouncil = 200

// majorityFacts say which vote of a council the award needs.
func majorityFacts(l *rules.Law, plan *award.YearPlan, a *award.Planned, q planQuery, list *problem.List) []components.Fact {
	m := l.Values.Majority(a.Award.Code, plan.Day)
	if m == nil {
		return []components.Fact{{Label: "Phiếu của Hội đồng", Text: "Dữ liệu luật không có tỷ lệ phiếu riêng cho hình thức này vào ngày " + plan.Day.Short() + "; theo quy chế của Hội đồng."}}
	}
	text := "Ít nhất " + itoa(m.Percent) + "% " + m.Of + " (" + m.Cite + "); người vắng mặt tính là không đồng ý."
	if q.council != "" {
		n := number(q.council)
		if n < 1 || n > mostCouncil {
			list.Add("hoi-dong", "Số thành viên Hội đồng là số từ 1 đến %d.", mostCouncil)
		} else {
			text += " Hội đồng " + itoa(n) + " thành viên: cần " + itoa(rules.VotesNeeded(m.Percent, n)) + " phiếu."
		}
	}
	return []components.Fact{{Label: "Phiếu của Hội đồng", Text: text}}
}

// deadlineFacts are the time limits of the dossier, with their day or with what it is
// counted from.
func deadlineFacts(l *rules.Law, plan *award.YearPlan, a *award.Planned) []components.Fact {
	own, general := l.Values.DeadlinesFor(a.Award.Code, plan.Day)
	var facts []components.Fact
	for _, d := range own {
		facts = append(facts, components.Fact{Label: "Thời hạn", Text: deadlineWords(plan, a.Award.Code, d)})
	}
	if len(own) == 0 {
		facts = append(facts, components.Fact{Label: "Thời hạn", Text: "Dữ liệu luật không có hạn riêng cho hồ sơ của hình thức này."})
	}
	for _, d := range general {
		if d.ID == "posting" { // the one that the unit itself keeps
			facts = append(facts, components.Fact{Label: "Công khai", Text: deadlineWords(plan, a.Award.Code, d)})
		}
	}
	return facts
}

func deadlineWords(plan *award.YearPlan, code string, d *rules.Deadline) string {
	text, cite := d.Says, " ("+d.Cite+"; "+d.Certainty.Name()+")"
	for _, n := range d.Notes {
		cite = " " + n + cite
	}
	if d.WorkingDays > 0 {
		return strings.TrimSuffix(text, ".") + " " + itoa(d.WorkingDays) + " ngày làm việc; chưa biết ngày cụ thể vì chưa có ngày bắt đầu tính." + cite
	}
	due, err := d.Due(nil, vn.NewDate(plan.Year, 12, 31))
	switch {
	case err != nil:
		text += " Chưa tính được ngày."
	case code == "T-CSTDTQ":
		text += " Chưa biết ngày cụ thể: tính theo năm có quyết định của từng người; quyết định trong năm " + itoa(plan.Year) + " thì hạn là ngày " + due.Short() + "."
	default:
		text += " Với năm thành tích " + itoa(plan.Year) + ": ngày " + due.Short() + "."
	}
	return text + cite
}

// planTitle is how a plan is named on paper.
func planTitle(year int) string {
	return "Danh sách dự kiến đề nghị khen thưởng năm " + itoa(year)
}

// ceilingLines says the ceilings of an award in one line each.
func ceilingLines(l *rules.Law, a *award.Planned) []string {
	var lines []string
	for i := range a.Limits {
		x := &a.Limits[i]
		if !x.Known {
			lines = append(lines, itoa(x.Percent)+"% theo "+x.Document()+": chưa có số "+baseWords(l, &x.Quota)+" nên chưa tính được mức tối đa.")
			continue
		}
		line := "Tối đa " + itoa(x.Most) + " = " + x.Says() + " (" + baseWords(l, &x.Quota) + "), " + x.Rounding.Name() + ", theo " + x.Document()
		if x.Source != "" {
			line += "; mẫu số theo " + x.Source
		}
		lines = append(lines, line+". Đã dùng "+itoa(a.Used())+".")
	}
	return lines
}
