package web

import (
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// outlookOf is how far a member has come in a year, and its published rank; nil for who
// may not read its reports, and of a unit that is no member.
func (s *Server) outlookOf(tx *db.Tx, c cluster.Cluster, y cycle.Year, unit string, names map[string]string) (*pages.Outlook, error) {
	if names[unit] == "" || !access.May(tx, access.ReportRead, y.UnitScope(unit)) {
		return nil, nil
	}
	list, err := indicator.ReadOutlook(tx, y, unit)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	o := &pages.Outlook{Name: names[unit], Finding: outlookFinding(list), Table: outlookTable(list, y.Year)}
	if o.Rank, err = s.rankFacts(tx, c, y, unit); err != nil {
		return nil, err
	}
	if len(o.Rank) > 0 {
		base := workPath(c, y) + scoringPage + rankingPage
		o.RankLinks = []components.Link{{Href: base + "/" + unit, Text: "Điểm từng tiêu chí"}, {Href: base + "/chung-nhan", Text: "Thứ hạng chắc chắn đến đâu"}}
	}
	return o, nil
}

// rankFacts are a unit's place in the published ranking; none before it is published.
func (s *Server) rankFacts(tx *db.Tx, c cluster.Cluster, y cycle.Year, unit string) ([]components.Fact, error) {
	sh, err := scoring.PublicSheet(tx, y)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	look := rankingLook{Cluster: c, Year: y, Whole: true}
	if look.rankedYear, err = s.published(tx, y, sh); err != nil {
		return nil, err
	}
	u := result(look.Scored.Result, unit)
	if u == nil {
		return nil, nil
	}
	return look.unitFacts(unit, u), nil
}

// outlookFinding counts the standings in one sentence, the worst first.
func outlookFinding(list []indicator.Outlook) string {
	count := map[indicator.Standing]int{}
	for _, o := range list {
		count[o.Standing()]++
	}
	var parts []string
	for _, standing := range indicator.Standings {
		if n := count[standing]; n > 0 {
			parts = append(parts, itoa(n)+" "+standing.Name())
		}
	}
	return "Trong " + itoa(len(list)) + " chỉ tiêu: " + strings.Join(parts, ", ") + "."
}

// outlookTable sets each indicator's promise beside what was reported, period by period.
func outlookTable(list []indicator.Outlook, year int) components.TableProps {
	t := components.TableProps{
		ID: "cam-ket", Quiet: true, Caption: "Cam kết và kết quả năm " + itoa(year),
		Columns: []components.Column{{Head: "Chỉ tiêu"}, {Head: "Cam kết", Number: true}},
	}
	var shown []int // periods of which something was reported
	for n, r := range list[0].Results {
		if slices.ContainsFunc(list, func(o indicator.Outlook) bool { return o.Results[n].Value.Valid }) {
			shown = append(shown, n)
			t.Columns = append(t.Columns, components.Column{Head: r.Period.Name, Number: true})
		}
	}
	t.Columns = append(t.Columns, components.Column{Head: "So với cam kết", Number: true}, components.Column{Head: "Tình trạng"})
	for _, o := range list {
		promise := components.Cell{Missing: "chưa đăng ký"}
		if o.Promise.Valid {
			promise = components.Cell{Text: vn.Format(o.Promise.Decimal)}
		}
		row := components.Row{Cells: []components.Cell{{Text: o.Indicator.Name, Note: o.Indicator.Unit}, promise}}
		for _, n := range shown {
			cell := components.Cell{Missing: "–"}
			if v := o.Results[n].Value; v.Valid {
				cell = components.Cell{Text: vn.Format(v.Decimal)}
			}
			row.Cells = append(row.Cells, cell)
		}
		share := components.Cell{Missing: "–"}
		if v := o.Share(); v.Valid {
			share = components.Cell{Text: vn.Format(v.Decimal) + "%"}
		}
		standing := o.Standing()
		row.Cells = append(row.Cells, share, components.Cell{
			Content: components.StateTag(components.TagProps{Text: upperFirst(standing.Name()), Tone: standingTones[standing]}), Note: outlookWhy(o),
		})
		t.Rows = append(t.Rows, row)
	}
	return t
}

var standingTones = map[indicator.Standing]components.Tone{
	indicator.Kept: components.ToneGood, indicator.Broken: components.ToneBad, indicator.Ahead: components.ToneInfo,
	indicator.Behind: components.ToneWarn, indicator.Underway: components.ToneInfo,
}

// outlookWhy is what a standing rests on, in figures.
func outlookWhy(o indicator.Outlook) string {
	switch o.Standing() {
	case indicator.Unknown, indicator.Unpromised:
		return ""
	case indicator.Broken:
		gap := o.Newest.Value.Decimal.Sub(o.Promise.Decimal)
		word := "thấp hơn"
		if gap.IsPositive() {
			word = "cao hơn"
		}
		return o.Newest.Period.Name + " " + word + " cam kết " + vn.Format(gap.Abs()) + " " + o.Indicator.Unit
	}
	if o.Before.Valid {
		return "Cùng kỳ năm trước " + vn.Format(o.Before.Decimal)
	}
	return ""
}

// membersBoard is where every member stands, for who may read all reports; nil for others.
func (s *Server) membersBoard(tx *db.Tx, c cluster.Cluster, y cycle.Year, names map[string]string) (*components.TableProps, error) {
	if !access.May(tx, access.ReportRead, y.Scope()) {
		return nil, nil
	}
	all, err := indicator.ReadOutlooks(tx, y)
	if err != nil {
		return nil, err
	}
	t := components.TableProps{ID: "cac-don-vi", Quiet: true, Caption: "Các đơn vị trong năm " + itoa(y.Year), Columns: []components.Column{{Head: "Đơn vị", Sort: true}}}
	period, lines, err := currentPeriod(tx, y)
	if err != nil {
		return nil, err
	}
	if period.ID != "" {
		t.Columns = append(t.Columns, components.Column{Head: "Báo cáo " + lowerFirst(period.Name)}, components.Column{Head: "Đúng hạn"})
	}
	counts := map[string]map[indicator.Standing]int{}
	seen := map[indicator.Standing]bool{}
	for unit, list := range all {
		counts[unit] = map[indicator.Standing]int{}
		for _, o := range list {
			counts[unit][o.Standing()]++
			seen[o.Standing()] = true
		}
	}
	counted := slices.DeleteFunc(slices.Clone(indicator.Standings), func(standing indicator.Standing) bool { return !seen[standing] })
	for _, standing := range counted {
		t.Columns = append(t.Columns, components.Column{Head: upperFirst(standing.Name()), Number: true, Sort: true})
	}
	members, err := cycle.Members(tx, y)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		row := components.Row{Mine: m.UnitID == tx.Actor.Unit, Cells: []components.Cell{{Text: names[m.UnitID], Href: workPath(c, y) + "?don-vi=" + queryEscape(m.UnitID)}}}
		for _, l := range lines {
			if l.UnitID == m.UnitID {
				row.Cells = append(row.Cells, components.Cell{Text: upperFirst(l.Report.State.Name()), Href: workPath(c, y) + reportPage + "/" + period.ID + "/" + m.UnitID}, components.Cell{Content: components.StateTag(components.TagProps{Text: upperFirst(l.Timing.Name()), Tone: timingTones[l.Timing]})})
			}
		}
		for _, standing := range counted {
			row.Cells = append(row.Cells, components.Cell{Text: itoa(counts[m.UnitID][standing])})
		}
		t.Rows = append(t.Rows, row)
	}
	return &t, nil
}

var timingTones = map[indicator.Timing]components.Tone{
	indicator.OnTime: components.ToneGood, indicator.Allowed: components.ToneInfo, indicator.Late: components.ToneWarn, indicator.Overdue: components.ToneBad,
}

// currentPeriod is the last period that takes reports already, and where each member's
// report for it stands; a zero period when none does.
func currentPeriod(tx *db.Tx, y cycle.Year) (cycle.Period, []indicator.Line, error) {
	periods, err := cycle.Periods(tx, y.ID)
	if err != nil {
		return cycle.Period{}, nil, err
	}
	var current cycle.Period
	for _, p := range periods {
		if !p.OpensOn.After(tx.Today()) {
			current = p
		}
	}
	if current.ID == "" {
		return current, nil, nil
	}
	o, err := indicator.ReadOverview(tx, y, current.ID)
	return current, o.Lines, err
}

func lowerFirst(text string) string {
	r := []rune(text)
	return strings.ToLower(string(r[:1])) + string(r[1:])
}
