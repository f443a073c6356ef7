package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/dossier"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const dossierPage = dossier.Page

func (s *Server) basis() (dossier.Basis, error) {
	l, err := rules.Carried()
	return dossier.Basis{Law: l, Calendar: s.Calendar}, err
}

// dossierFrame is frame for a page of the dossiers.
func (s *Server) dossierFrame(tx *db.Tx, r *http.Request, title string) components.PageProps {
	f := s.frame(tx, r, title)
	f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
	if r.URL.Path != dossierPage {
		f.Crumbs = append(f.Crumbs, components.Link{Href: dossierPage, Text: "Hồ sơ khen thưởng"})
	}
	return f
}

// dossiers lists the dossiers that the person may see.
func (s *Server) dossiers(w http.ResponseWriter, r *http.Request) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	q := dossier.Filter{
		Step: dossier.Step(text(r, "buoc")), Award: text(r, "hinh-thuc"), Kind: text(r, "loai"), Year: number(text(r, "nam")), Office: text(r, "co-quan"), Unit: text(r, "don-vi"),
		Mine: text(r, "cua-toi") == "1", Late: text(r, "qua-han") == "1", Page: max(1, number(text(r, "trang"))),
	}
	var p pages.DossiersProps
	err = s.view(r, func(tx *db.Tx) error {
		list, total, err := dossier.List(tx, q)
		if err != nil {
			return err
		}
		p = pages.DossiersProps{Frame: s.dossierFrame(tx, r, "Hồ sơ khen thưởng"), Filter: q, Awards: awardOptions(b.Law), Kinds: dossierKinds(b.Law)}
		p.Frame.Lead = "Mỗi hồ sơ đang ở bước nào, ai thụ lý, hạn đến ngày nào."
		p.MayRegister = len(ownUnits(tx, access.DossierKeep)) > 0
		var ids []string
		for i := range list {
			ids = append(ids, list[i].UnitID, list[i].OfficeID)
		}
		names, err := org.Names(tx, tx.Today(), ids...)
		if err != nil {
			return err
		}
		p.Table = s.dossierTable(tx, b.Law, list, names)
		p.Table.Caption = grouped(total) + " hồ sơ"
		p.Pager = pagerOf(r, "trang", q.Page, total, dossier.PageSize, "hồ sơ khen thưởng")
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Dossiers(p))
}

// pagerOf leads through the pages of a list with what was asked for.
func pagerOf(r *http.Request, param string, page, total, size int, what string) components.PagerProps {
	last := max(1, (total+size-1)/size)
	at := func(n int) string {
		values := r.URL.Query()
		values.Set(param, itoa(n))
		return r.URL.Path + "?" + values.Encode()
	}
	p := components.PagerProps{Here: "Trang " + itoa(page) + " trong " + itoa(last), What: what}
	if page > 1 {
		p.Previous = at(page - 1)
	}
	if page < last {
		p.Next = at(page + 1)
	}
	return p
}

func (s *Server) dossierTable(tx *db.Tx, l *rules.Law, list []dossier.Dossier, names map[string]string) components.TableProps {
	t := components.TableProps{
		ID: "ho-so", Columns: []components.Column{{Head: "Hồ sơ"}, {Head: "Bước"}, {Head: "Hạn"}, {Head: "Đối tượng", Number: true}, {Head: "Đơn vị đề nghị"}, {Head: "Cơ quan tiếp nhận"}, {Head: "Thụ lý"}},
		Empty: components.EmptyState(components.EmptyProps{
			Title: "Không có hồ sơ nào", What: "Hồ sơ do đơn vị bạn lập, hoặc được gửi đến cơ quan bạn, nằm ở đây.", Who: "Chuyên viên hoặc lãnh đạo đơn vị đăng ký hồ sơ.",
		}),
	}
	for i := range list {
		d := &list[i]
		kind := ""
		if k := l.Dossier.Kind(d.Kind); k != nil {
			kind = k.Name
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: d.Title, Href: d.Path(), Note: kind},
			{Content: components.StateTag(stepTag(d, tx))},
			s.dueCell(tx, d),
			{Text: grouped(d.Candidates)},
			{Text: names[d.UnitID]},
			{Text: names[d.OfficeID]},
			orMissing(d.Handler, "chưa giao"),
		}})
	}
	return t
}

func stepTag(d *dossier.Dossier, tx *db.Tx) components.TagProps {
	p := components.TagProps{Text: d.Step.Short(), Tone: components.ToneInfo}
	switch {
	case !d.DueOn.IsZero() && tx.Today().After(d.DueOn) && !d.Step.Over():
		p.Tone, p.Text = components.ToneBad, d.Step.Short()+", quá hạn"
	case d.Step == dossier.Registered:
		p.Tone = components.ToneQuiet
	case d.Step == dossier.Returned:
		p.Tone = components.ToneWarn
	case d.Step.Over(), d.Step == dossier.Delivered:
		p.Tone = components.ToneGood
	case d.Awarded > 0:
		p.Tone = components.ToneAward
	}
	return p
}

// dueCell is the last day of a step and how many working days are left.
func (s *Server) dueCell(tx *db.Tx, d *dossier.Dossier) components.Cell {
	if d.DueOn.IsZero() || d.Step.Over() {
		return components.Cell{Missing: "không có hạn"}
	}
	return components.Cell{Text: d.DueOn.Short(), Note: s.left(tx, d)}
}

// left says how far off the last day of a step is.
func (s *Server) left(tx *db.Tx, d *dossier.Dossier) string {
	r := cycle.Reminder{}.On(s.Calendar, tx.Today(), d.DueOn)
	about := ""
	if r.Doubt != "" {
		about = "khoảng "
	}
	switch r.Urgency {
	case cycle.Late:
		n, _ := s.Calendar.WorkingDaysBetween(d.DueOn, tx.Today())
		return "quá hạn " + about + itoa(n) + " ngày làm việc"
	case cycle.Today:
		return "hạn hôm nay"
	}
	return "còn " + about + itoa(r.Left) + " ngày làm việc"
}

func awardOptions(l *rules.Law) []components.Option {
	var list []components.Option
	for _, a := range l.Awards {
		list = append(list, components.Option{Value: a.Code, Text: a.Title(), Group: upperFirst(a.Group)})
	}
	return list
}

func dossierKinds(l *rules.Law) []components.Option {
	var list []components.Option
	for _, k := range l.Dossier.Kinds {
		o := components.Option{Value: k.ID, Text: k.Name, Hint: k.Cite}
		if k.Simple != "" {
			o.Hint += "; được dùng thủ tục đơn giản (" + k.Simple + ")"
		}
		list = append(list, o)
	}
	return list
}

// ownUnits are the units on which the person has a right of the own.
func ownUnits(tx *db.Tx, act access.Act) []string {
	var ids []string
	add := func(id string) {
		if id != "" && !slices.Contains(ids, id) && access.May(tx, act, access.Scope{Unit: id}) {
			ids = append(ids, id)
		}
	}
	add(tx.Actor.Unit)
	for _, g := range tx.Actor.Grants {
		add(access.ScopeOf(g.Scope, g.ID).Unit)
	}
	return ids
}

func (s *Server) dossierBoard(w http.ResponseWriter, r *http.Request) error {
	var p pages.DossierBoardProps
	err := s.view(r, func(tx *db.Tx) error {
		year := number(text(r, "nam"))
		if year == 0 {
			year = tx.Today().Year()
		}
		b, err := dossier.BoardOf(tx, year)
		if err != nil {
			return err
		}
		p = pages.DossierBoardProps{Frame: s.dossierFrame(tx, r, "Theo dõi hồ sơ khen thưởng"), Year: year}
		p.Frame.Lead = "Hồ sơ đang ở đâu, chỗ nào quá hạn, các bước trong năm có kịp thời không, khen thưởng có đến với người trực tiếp lao động không."
		var ids []string
		for _, x := range b.Standings {
			ids = append(ids, x.OfficeID)
		}
		for _, x := range b.Timeliness {
			ids = append(ids, x.OfficeID)
		}
		names, err := org.Names(tx, tx.Today(), ids...)
		if err != nil {
			return err
		}
		p.Standing, p.Timely = standingTable(b.Standings, names), timelyTable(b.Timeliness, names, year)
		p.Fairness, p.Twice = fairnessTable(b.Fairness), b.Twice
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.DossierBoard(p))
}

// fairnessTable compares whom the dossiers of a year are for with the year before.
func fairnessTable(years [2]dossier.Fairness) components.TableProps {
	t := components.TableProps{ID: "cong-bang", Caption: "Ai được đề nghị, ai được khen", Quiet: true, Columns: []components.Column{{Head: "Trong số"}}}
	var columns []dossier.Shares
	for _, y := range years {
		t.Columns = append(t.Columns, components.Column{Head: "Đề nghị " + itoa(y.Year), Number: true}, components.Column{Head: "Được khen " + itoa(y.Year), Number: true})
		columns = append(columns, y.Proposed, y.Awarded)
	}
	for _, line := range []struct {
		head string
		of   func(dossier.Shares) (part, whole int)
	}{
		{"Cá nhân: người trực tiếp lao động, sản xuất, công tác", func(s dossier.Shares) (int, int) { return s.Direct, s.Persons }},
		{"Cá nhân: phụ nữ", func(s dossier.Shares) (int, int) { return s.Female, s.Persons }},
		{"Tập thể: tập thể nhỏ", func(s dossier.Shares) (int, int) { return s.Small, s.Collectives }},
		{"Mọi đối tượng: biên giới, biển, đảo, vùng đặc biệt khó khăn", func(s dossier.Shares) (int, int) { return s.Hard, s.All }},
	} {
		row := components.Row{Cells: []components.Cell{{Text: line.head}}}
		for _, c := range columns {
			row.Cells = append(row.Cells, components.Cell{Text: partOf(line.of(c))})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// partOf is "3/12 (25%)"; a whole of nobody has no share.
func partOf(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	share := decimal.NewFromInt(int64(part)).Mul(decimal.NewFromInt(100)).DivRound(decimal.NewFromInt(int64(whole)), 1)
	return itoa(part) + "/" + itoa(whole) + " (" + vn.Format(share) + "%)"
}

func standingTable(list []dossier.Standing, names map[string]string) components.TableProps {
	t := components.TableProps{
		ID: "dang-o-dau", Caption: "Hồ sơ đang ở đâu", Quiet: true,
		Columns: []components.Column{{Head: "Cơ quan"}, {Head: "Bước"}, {Head: "Hồ sơ", Number: true}, {Head: "Quá hạn", Number: true}, {Head: "Hạn đã qua sớm nhất"}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Không có hồ sơ nào đang xử lý", What: "Số hồ sơ ở mỗi bước của từng cơ quan nằm ở đây."}),
	}
	for _, x := range list {
		late := components.Cell{Text: itoa(x.Late)}
		if x.Late > 0 {
			late.Href = dossierPage + "?" + url.Values{"co-quan": {x.OfficeID}, "buoc": {string(x.Step)}, "qua-han": {"1"}}.Encode()
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: names[x.OfficeID]},
			{Text: upperFirst(x.Step.Name()), Href: dossierPage + "?" + url.Values{"co-quan": {x.OfficeID}, "buoc": {string(x.Step)}}.Encode()},
			{Text: itoa(x.Open)},
			late, orMissing(x.Oldest.Short(), "–"),
		}})
	}
	return t
}

func timelyTable(list []dossier.Timeliness, names map[string]string, year int) components.TableProps {
	t := components.TableProps{
		ID: "kip-thoi", Caption: "Bước có hạn đã làm xong trong năm " + itoa(year), Quiet: true,
		Columns: []components.Column{{Head: "Cơ quan"}, {Head: "Bước"}, {Head: "Đã làm", Number: true}, {Head: "Đúng hạn", Number: true}, {Head: "Trễ hạn", Number: true}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Chưa có bước nào xong trong năm", What: "Tỷ lệ đúng hạn của từng cơ quan, từng bước nằm ở đây."}),
	}
	for _, x := range list {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: names[x.OfficeID]},
			{Text: upperFirst(x.Step.Name())},
			{Text: itoa(x.Done)},
			{Text: itoa(x.Done - x.Late), Share: share(x.Done-x.Late, x.Done)},
			{Text: itoa(x.Late)},
		}})
	}
	t.Columns[3].Share = "tỷ lệ"
	return t
}

// share is a part of a whole with one decimal.
func share(part, whole int) string {
	if whole == 0 {
		return ""
	}
	tenths := (2000*part + whole) / (2 * whole)
	return itoa(tenths/10) + "," + itoa(tenths%10) + "%"
}

// newDossier is the form that registers a dossier, or one of the simple procedure at
// once.
func (s *Server) newDossier(w http.ResponseWriter, r *http.Request) error {
	return s.showNewDossier(w, r, nil)
}

func (s *Server) showNewDossier(w http.ResponseWriter, r *http.Request, list problem.List) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	p := pages.NewDossierProps{Problems: list, Typed: typed(r), ID: db.NewID(), Awards: awardOptions(b.Law), Kinds: dossierKinds(b.Law), Simple: r.URL.Path == dossierPage+"/don-gian"}
	err = s.view(r, func(tx *db.Tx) error {
		title := "Đăng ký hồ sơ khen thưởng"
		if p.Simple {
			title = "Khen thưởng theo thủ tục đơn giản"
		}
		units := ownUnits(tx, access.DossierKeep)
		if len(units) == 0 {
			return access.Require(tx, access.DossierKeep, access.Scope{Unit: tx.Actor.Unit})
		}
		p.Frame = refusedFrame(s.dossierFrame(tx, r, title), list)
		p.Year, p.Today = tx.Today().Year(), tx.Today()
		names, err := org.Names(tx, tx.Today(), units...)
		if err != nil {
			return err
		}
		for _, id := range units {
			p.Units = append(p.Units, components.Option{Value: id, Text: names[id]})
		}
		p.Offices, err = officeOptions(tx, units)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.NewDossier(p))
}

// officeOptions are the units to which some units can send a dossier: those above them,
// the central ones, and they themselves.
func officeOptions(tx *db.Tx, units []string) ([]components.Option, error) {
	var list []components.Option
	add := func(u org.Unit, group string) {
		if !slices.ContainsFunc(list, func(o components.Option) bool { return o.Value == u.ID }) {
			list = append(list, components.Option{Value: u.ID, Text: u.Name, Group: group})
		}
	}
	for _, id := range units {
		for range 5 {
			u, err := org.Find(tx, id, tx.Today())
			if problem.Is(err, problem.NotFound) {
				break
			}
			if err != nil {
				return nil, err
			}
			group := "Cấp trên"
			if slices.Contains(units, u.ID) {
				group = "Đơn vị của bạn"
			}
			add(u, group)
			if id = u.ParentID; id == "" {
				break
			}
		}
	}
	top, err := org.On(tx, "", tx.Today())
	for _, u := range top {
		add(u, "Trung ương, tỉnh, thành phố")
	}
	return list, err
}

// beginsDossier carries out an act that begins the dossier of a form, and goes to it.
func (s *Server) beginsDossier(w http.ResponseWriter, r *http.Request, sentence string, act func(tx *db.Tx, b dossier.Basis, d dossier.Dossier) (dossier.Dossier, error)) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	var to string
	err = s.update(r, func(tx *db.Tx) error {
		if err := access.Require(tx, access.DossierKeep, access.Scope{Unit: text(r, "unit")}); err != nil {
			return err
		}
		d, err := typedDossier(r)
		if err != nil {
			return err
		}
		d, err = act(tx, b, d)
		to = d.Path()
		return err
	})
	if err == nil {
		return s.done(w, r, to, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showNewDossier(w, r, list)
}

func typedDossier(r *http.Request) (dossier.Dossier, error) {
	var list problem.List
	d := dossier.Dossier{
		ID: text(r, "id"), UnitID: text(r, "unit"), OfficeID: text(r, "office"), Level: dossier.Level(text(r, "level")), Kind: text(r, "kind"), Award: text(r, "award"),
		Title: text(r, "title"), Simple: text(r, "simple") == "1", Year: typedCount(r, "year", &list), FromYear: typedCount(r, "from_year", &list),
	}
	return d, list.Err()
}

func (s *Server) registerDossier(w http.ResponseWriter, r *http.Request) error {
	return s.beginsDossier(w, r, "Đã đăng ký hồ sơ.", dossier.Register)
}

// commend is the simple procedure in one form.
func (s *Server) commend(w http.ResponseWriter, r *http.Request) error {
	return s.beginsDossier(w, r, "Đã lập hồ sơ theo thủ tục đơn giản.", func(tx *db.Tx, b dossier.Basis, d dossier.Dossier) (dossier.Dossier, error) {
		x, err := s.typedAtOnce(r, d)
		if err != nil {
			return d, err
		}
		d, err = dossier.Commend(tx, b, x)
		return d, renamed(err, map[string]string{
			"number": "letter_number", "on": "letter_on", "upward_number": "letter_number", "upward_on": "letter_on", "part-report": "report_file", "part-letter": "letter_file",
			"authority": "upward_to",
		})
	})
}

func (s *Server) typedAtOnce(r *http.Request, d dossier.Dossier) (dossier.AtOnce, error) {
	d.Level = dossier.AtUnit
	var list problem.List
	on := typedDay(r, "letter_on", &list)
	x := dossier.AtOnce{
		Dossier: d, Candidates: []dossier.Candidate{typedCandidate(r, &list)},
		Letter: dossier.Letter{Number: text(r, "letter_number"), On: on, To: text(r, "upward_to")},
		Documents: []dossier.Document{
			{Part: dossier.LetterPart, Number: text(r, "letter_number"), On: on, File: s.fileOf(r, "letter_file")},
			{Part: "report", File: s.fileOf(r, "report_file")},
		},
	}
	if text(r, "decision_number") != "" {
		x.Decision = &dossier.Decision{
			Number: text(r, "decision_number"), SignedOn: typedDay(r, "decision_on", &list), Signer: text(r, "signer"), Authority: text(r, "upward_to"), All: true,
			Same: text(r, "same") == "1",
		}
	}
	return x, list.Err()
}

// fileOf asks for the file of a form field, judged.
func (s *Server) fileOf(r *http.Request, field string) func() (blob.File, error) {
	return func() (blob.File, error) {
		f, err := s.upload(r, field)
		if err != nil {
			return f, fieldProblem(field, err)
		}
		return f, nil
	}
}

// proposalsDossier opens a dossier with what the conference of a year proposed.
func (s *Server) proposalsDossier(w http.ResponseWriter, r *http.Request) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	var to string
	err = s.update(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		d, err := dossier.RegisterProposals(tx, b, y, dossier.Dossier{
			UnitID: tx.Actor.Unit, OfficeID: text(r, "office"), Level: dossier.AtHomeAffairs, Award: text(r, "award"),
		})
		to = d.Path()
		return err
	})
	if err == nil {
		return s.done(w, r, to, "Đã lập hồ sơ từ các đề nghị của hội nghị.")
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showAwardWork(w, r, list)
}
