package web

import (
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/initiative"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// The page of a unit's initiatives, below its register's own.
const initiativePage = "/sang-kien"

func (s *Server) initiatives(w http.ResponseWriter, r *http.Request) error {
	return s.showInitiatives(w, r, nil)
}

func (s *Server) showInitiatives(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.InitiativesProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		year := yearAsked(tx, r)
		rule, found, err := initiative.List(tx, u.ID, year)
		if err != nil {
			return err
		}
		p = pages.InitiativesProps{
			Frame: refusedFrame(s.registerFrame(tx, r, u, "Sáng kiến năm "+itoa(year)), list), UnitID: u.ID, Year: year, Rule: rule, Problems: list, FormID: db.NewID(),
			May: access.May(tx, access.InitiativeKeep, access.Scope{Unit: u.ID}), Table: initiativeTable(u.ID, found), Facts: ruleFacts(&rule),
		}
		if id := text(r, "id"); len(list) > 0 && id != "" {
			p.FormID = id
		}
		for y := tx.Today().Year(); y > tx.Today().Year()-4; y-- {
			p.Years = append(p.Years, y)
		}
		p.Frame.Lead = "Sáng kiến được nhận, hội đồng chấm và công nhận trước khi bình xét, để người bình xét thấy ngay ai có sáng kiến."
		p.Value = ruleValues(&rule, typed(r), len(list) > 0)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Initiatives(p))
}

// ruleValues are what stands in the form of a rule.
func ruleValues(rule *initiative.Rule, sent map[string]string, refused bool) func(string) string {
	if refused {
		return func(name string) string { return sent[name] }
	}
	var criteria, members []string
	for _, c := range rule.Criteria {
		criteria = append(criteria, c.Name+"; "+pages.Comma(c.Most))
	}
	for _, m := range rule.Members {
		members = append(members, m.Login)
	}
	values := map[string]string{
		"document": rule.Document, "criteria": strings.Join(criteria, "\n"), "pass": pages.Comma(rule.Pass), "members": strings.Join(members, "\n"), "due": rule.Due.Short(),
	}
	return func(name string) string { return values[name] }
}

func ruleFacts(rule *initiative.Rule) []components.Fact {
	if rule.ID == "" {
		return []components.Fact{{Label: "Quy định của đơn vị", Text: "chưa ghi; sáng kiến phạm vi cơ sở chưa chấm được"}}
	}
	var criteria, members []string
	for _, c := range rule.Criteria {
		criteria = append(criteria, c.Name+" ("+pages.Comma(c.Most)+" điểm)")
	}
	for _, m := range rule.Members {
		members = append(members, m.Name)
	}
	due := "không ấn định ngày"
	if !rule.Due.IsZero() {
		due = "đến hết ngày " + rule.Due.Short()
	}
	return []components.Fact{
		{Label: "Quy định của đơn vị", Text: rule.Document + "; luật không quy định thang điểm"},
		{Label: "Tiêu chí", Text: strings.Join(criteria, "; ")},
		{Label: "Được công nhận từ", Text: pages.Comma(rule.Pass) + " điểm trung bình của các thành viên không phải tác giả"},
		{Label: "Hội đồng", Text: strings.Join(members, ", ")},
		{Label: "Hạn công nhận", Text: due},
	}
}

func initiativeTable(unitID string, list []initiative.Judged) components.TableProps {
	t := components.TableProps{
		ID: "sang-kien", Caption: itoa(len(list)) + " sáng kiến",
		Columns: []components.Column{{Head: "Sáng kiến"}, {Head: "Tác giả"}, {Head: "Tình trạng"}, {Head: "Điểm trung bình", Number: true}, {Head: "Công nhận"}},
		Empty: components.EmptyState(components.EmptyProps{
			Title: "Chưa có sáng kiến nào", What: "Đơn đề nghị công nhận sáng kiến của người trong đơn vị nằm ở đây.", Who: "Chuyên viên của đơn vị ghi đơn; hội đồng sáng kiến chấm.",
		}),
	}
	for i := range list {
		j := &list[i]
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: j.Name, Href: registersPage + "/" + unitID + initiativePage + "/" + j.ID},
			{Text: authorWords(j.Authors)},
			{Content: components.StateTag(pages.InitiativeTag(j.State))},
			averageCell(j), recognisedCell(j),
		}})
	}
	return t
}

func averageCell(j *initiative.Judged) components.Cell {
	c := components.Cell{Missing: "chưa chấm"}
	if len(j.Result.Marked) > 0 {
		c = components.Cell{Text: vn.Format(j.Result.Average)}
		if !j.Result.Whole {
			c.Note = "còn " + itoa(len(j.Result.Waiting)) + " người chưa chấm"
		}
	}
	return c
}

func recognisedCell(j *initiative.Judged) components.Cell {
	if j.State != initiative.Recognised {
		return components.Cell{Missing: "–"}
	}
	c := components.Cell{Text: j.Number + ", ngày " + j.DecidedOn.Short(), Note: rules.ScopeName(j.Scope)}
	if j.Late {
		c.Note += "; sau hạn"
	}
	return c
}

func authorWords(list []initiative.Author) string {
	words := make([]string, len(list))
	for i, a := range list {
		words[i] = a.Name + " (" + itoa(a.Share) + "%)"
	}
	return strings.Join(words, ", ")
}

// initiativeForm runs the use case of a form of a unit's initiatives.
func (s *Server) initiativeForm(w http.ResponseWriter, r *http.Request, right access.Act, page, sentence string, act func(tx *db.Tx, u org.Unit) error, again func(problem.List) error) error {
	to := ""
	err := s.update(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, right, access.Scope{Unit: u.ID}); err != nil {
			return err
		}
		to = registersPage + "/" + u.ID + initiativePage + page
		return act(tx, u)
	})
	if err == nil {
		return s.done(w, r, to, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return again(list)
}

// lines are the filled lines of a field, each parted by semicolons.
func lines(r *http.Request, field string) [][]string {
	var list [][]string
	for line := range strings.SplitSeq(text(r, field), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		var parts []string
		for part := range strings.SplitSeq(line, ";") {
			parts = append(parts, strings.TrimSpace(part))
		}
		list = append(list, parts)
	}
	return list
}

func (s *Server) setInitiativeRule(w http.ResponseWriter, r *http.Request) error {
	return s.initiativeForm(w, r, access.InitiativeKeep, "?nam="+itoa(number(text(r, "nam"))), "Đã ghi tiêu chí và hội đồng sáng kiến.", func(tx *db.Tx, u org.Unit) error {
		due, err := dayOf(r, "due")
		if err != nil {
			return err
		}
		rule := initiative.Rule{UnitID: u.ID, Year: number(text(r, "nam")), Document: text(r, "document"), Pass: text(r, "pass"), Due: due, Version: int64(number(text(r, "version")))}
		for _, parts := range lines(r, "criteria") {
			c := initiative.Criterion{Name: parts[0]}
			if len(parts) > 1 {
				c.Most = parts[1]
			}
			rule.Criteria = append(rule.Criteria, c)
		}
		var logins []string
		for _, parts := range lines(r, "members") {
			if !slices.Contains(logins, parts[0]) {
				logins = append(logins, parts[0])
			}
		}
		return initiative.SetRule(tx, rule, logins)
	}, func(list problem.List) error { return s.showInitiatives(w, r, list) })
}

func (s *Server) applyInitiative(w http.ResponseWriter, r *http.Request) error {
	return s.initiativeForm(w, r, access.InitiativeKeep, "?nam="+itoa(number(text(r, "nam"))), "Đã ghi đơn đề nghị công nhận sáng kiến.", func(tx *db.Tx, u org.Unit) error {
		file, err := s.uploadIfAny(r, "file")
		if err != nil {
			return err
		}
		var authors []initiative.Said
		for _, parts := range lines(r, "authors") {
			a := initiative.Said{Name: parts[0], Share: number(strings.TrimSuffix(parts[len(parts)-1], "%"))}
			if len(parts) > 2 {
				a.BirthYear = number(parts[1])
			}
			authors = append(authors, a)
		}
		_, err = initiative.Apply(tx, initiative.Initiative{
			ID: text(r, "id"), UnitID: u.ID, Year: number(text(r, "nam")), Name: text(r, "name"), Description: text(r, "description"), Effect: text(r, "effect"),
		}, authors, file)
		return err
	}, func(list problem.List) error { return s.showInitiatives(w, r, list) })
}

func (s *Server) initiative(w http.ResponseWriter, r *http.Request) error {
	return s.showInitiative(w, r, nil)
}

// unitInitiative reads the initiative that an address names, of the unit it names.
func unitInitiative(tx *db.Tx, r *http.Request) (org.Unit, initiative.Rule, initiative.Judged, error) {
	u, err := registerUnit(tx, r)
	if err != nil {
		return u, initiative.Rule{}, initiative.Judged{}, err
	}
	rule, item, err := initiative.Read(tx, r.PathValue("initiative"))
	if err == nil && item.UnitID != u.ID {
		err = problem.New(problem.NotFound, "Đơn vị không có sáng kiến này.")
	}
	return u, rule, item, err
}

func (s *Server) showInitiative(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.InitiativeProps
	err := s.view(r, func(tx *db.Tx) error {
		u, rule, item, err := unitInitiative(tx, r)
		if err != nil {
			return err
		}
		f := s.registerFrame(tx, r, u, item.Name)
		f.Crumbs = append(f.Crumbs, components.Link{Href: registersPage + "/" + u.ID + initiativePage + "?nam=" + itoa(item.Year), Text: "Sáng kiến"})
		scope := access.Scope{Unit: u.ID}
		p = pages.InitiativeProps{
			Frame: refusedFrame(f, list), UnitID: u.ID, Rule: rule, Item: item, Facts: initiativeFacts(&rule, &item), Problems: list, Typed: typed(r),
			May: access.May(tx, access.InitiativeKeep, scope), MayMark: access.May(tx, access.InitiativeScore, scope),
		}
		for _, word := range []string{"unit", "ministry_or_province", "national"} {
			p.Scopes = append(p.Scopes, components.Option{Value: word, Text: rules.ScopeName(word)})
		}
		s.traced(tx, &p.Frame, scope, record.Object{Kind: "initiative", ID: item.ID})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Initiative(p))
}

func initiativeFacts(rule *initiative.Rule, j *initiative.Judged) []components.Fact {
	list := []components.Fact{{Label: "Tình trạng", Content: components.StateTag(pages.InitiativeTag(j.State))}, {Label: "Tác giả", Text: authorWords(j.Authors)}}
	marked := itoa(len(j.Result.Marked)) + " thành viên đã chấm"
	if len(j.Result.Waiting) > 0 {
		marked += "; chưa chấm: " + strings.Join(j.Result.Waiting, ", ")
	}
	if len(j.Result.Recused) > 0 {
		marked += "; không chấm vì là tác giả: " + strings.Join(j.Result.Recused, ", ")
	}
	list = append(list, components.Fact{Label: "Hội đồng", Text: marked})
	if len(j.Result.Marked) > 0 {
		verdict := "chưa đủ điểm của hội đồng"
		switch {
		case j.Result.Passed:
			verdict = "đạt"
		case j.Result.Whole:
			verdict = "không đạt"
		}
		list = append(list, components.Fact{Label: "Điểm trung bình", Text: vn.Format(j.Result.Average) + ", cần " + pages.Comma(rule.Pass) + " (" + rule.Document + "): " + verdict})
	}
	if j.State == initiative.Recognised {
		list = append(list, components.Fact{Label: "Công nhận", Text: j.Number + ", ngày " + j.DecidedOn.Short() + ", " + j.DecidedBy + ", " + rules.ScopeName(j.Scope)})
	}
	if j.Late {
		list = append(list, components.Fact{Label: "Trễ hạn", Text: "Công nhận sau hạn " + rule.Due.Short() + " của đơn vị; người bình xét cần biết điều này."})
	}
	if j.Why != "" {
		list = append(list, components.Fact{Label: "Lý do", Text: j.Why})
	}
	return list
}

// oneInitiative runs the use case of a form of an initiative.
func (s *Server) oneInitiative(w http.ResponseWriter, r *http.Request, right access.Act, sentence string, act func(tx *db.Tx, id string) error) error {
	return s.initiativeForm(w, r, right, "/"+r.PathValue("initiative"), sentence, func(tx *db.Tx, _ org.Unit) error {
		_, _, item, err := unitInitiative(tx, r)
		if err != nil {
			return err
		}
		return act(tx, item.ID)
	}, func(list problem.List) error { return s.showInitiative(w, r, list) })
}

func (s *Server) markInitiative(w http.ResponseWriter, r *http.Request) error {
	return s.oneInitiative(w, r, access.InitiativeScore, "Đã ghi điểm.", func(tx *db.Tx, id string) error {
		var given []string
		for n := 1; n <= 20; n++ {
			given = append(given, text(r, "points_"+itoa(n)))
		}
		return initiative.MarkIt(tx, id, given)
	})
}

func (s *Server) decideInitiative(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	version := int64(number(text(r, "version")))
	if text(r, "withdraw") == "1" {
		return s.oneInitiative(w, r, access.InitiativeKeep, "Đã rút đơn.", func(tx *db.Tx, id string) error { return initiative.Withdraw(tx, id, text(r, "why"), version) })
	}
	return s.oneInitiative(w, r, access.InitiativeKeep, "Đã ghi kết luận về sáng kiến.", func(tx *db.Tx, id string) error {
		on, err := dayOf(r, "decided_on")
		if err != nil {
			return err
		}
		return initiative.Decide(tx, law, id, initiative.Decision{
			Recognised: text(r, "recognised") == "1", Scope: text(r, "scope"), Number: text(r, "number"), On: on, By: text(r, "decided_by"), Why: text(r, "why"), Version: version,
		})
	})
}

func (s *Server) initiativeFile(w http.ResponseWriter, r *http.Request) error {
	var item initiative.Judged
	if err := s.view(r, func(tx *db.Tx) (err error) {
		_, _, item, err = unitInitiative(tx, r)
		if err == nil && item.FileHash == "" {
			err = problem.New(problem.NotFound, "Đơn này không có tệp.")
		}
		return err
	}); err != nil {
		return err
	}
	return s.serveFile(w, r, item.FileHash, item.FileName)
}
