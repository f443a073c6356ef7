package web

import (
	"net/http"
	"strconv"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/ceremony"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	ceremoniesPage = "/le-trao-tang" // below an office's own
	choosePage     = "/chon"         // below one ceremony: whose names are called
	partPage       = "/phan"         // below one ceremony: who hands out, what is read
	linePage       = "/dong"         // below one ceremony: one name
)

func (s *Server) ceremonies(w http.ResponseWriter, r *http.Request) error {
	return s.showCeremonies(w, r, nil)
}

func (s *Server) showCeremonies(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.OfficeProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := officeUnit(tx, r, access.CeremonyRead)
		if err != nil {
			return err
		}
		p = s.officeFrame(tx, r, u, ceremoniesPage, "Lễ công bố, trao tặng")
		p.Frame = refusedFrame(p.Frame, list)
		all, err := ceremony.List(tx, u.ID)
		if err != nil {
			return err
		}
		own := officesPage + "/" + u.ID + ceremoniesPage
		t := &components.TableProps{
			ID: "buoi-le", Caption: "Các buổi lễ", Quiet: true, Columns: []components.Column{{Head: "Buổi lễ"}, {Head: "Ngày"}, {Head: "Nơi tổ chức"}, {Head: "Trạng thái"}},
			Empty: components.EmptyState(components.EmptyProps{Title: "Chưa có buổi lễ nào", What: "Mỗi buổi lễ có thứ tự trao, lời dẫn và màn hình xướng tên, lập từ các quyết định trong sổ khen thưởng."}),
		}
		for _, c := range all {
			t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: c.Name, Href: own + "/" + c.ID}, {Text: c.OnDay.Short(), Sort: c.OnDay.String()}, {Text: c.Place}, {Text: upperFirst(c.State.Name())}}})
		}
		part := pages.OfficePart{Table: t}
		if access.May(tx, access.CeremonyKeep, access.Scope{Unit: u.ID}) {
			form := pages.OfficeForm{Summary: "Lập buổi lễ", Action: own, Button: "Lập buổi lễ", Hint: "Sau bước này chọn ai được xướng tên từ các quyết định trong sổ khen thưởng."}
			part.Forms = []pages.OfficeForm{formsOf(r, list).ask(form, append([]pages.OfficeField{hiddenOf("request", db.NewID())}, ceremonyFields(&ceremony.Ceremony{GroupSize: 5}, false)...)...)}
		}
		p.Parts = []pages.OfficePart{part}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func ceremonyFields(c *ceremony.Ceremony, texts bool) []pages.OfficeField {
	day := ""
	if !c.OnDay.IsZero() {
		day = c.OnDay.Short()
	}
	size := pages.OfficeField{Field: components.Field{Name: "group_size", Label: "Số người, tập thể lên sân khấu mỗi lượt"}, Input: pages.InputNumber, Value: strconv.FormatInt(c.GroupSize, 10), Width: components.Width5}
	fields := []pages.OfficeField{lineOf("name", "Tên buổi lễ", c.Name), dayField("on", "Ngày tổ chức", day), lineOf("place", "Nơi tổ chức", c.Place), size}
	if texts {
		fields = append(fields, optional(areaOf("opening", "Lời mở đầu", c.Opening)), optional(areaOf("closing", "Lời kết thúc", c.Closing)))
	}
	return fields
}

func typedCeremony(r *http.Request, unitID string) (ceremony.Ceremony, error) {
	var list problem.List
	c := ceremony.Ceremony{
		UnitID: unitID, Name: text(r, "name"), OnDay: typedDay(r, "on", &list), Place: text(r, "place"), GroupSize: int64(number(text(r, "group_size"))),
		Opening: text(r, "opening"), Closing: text(r, "closing"), Request: text(r, "request"),
	}
	return c, list.Err()
}

func (s *Server) beginCeremony(w http.ResponseWriter, r *http.Request) error {
	return s.officeAct(w, r, access.CeremonyKeep, "Đã lập buổi lễ. Chọn ai được xướng tên.", func(tx *db.Tx, _ *rules.Law, u org.Unit) (string, error) {
		c, err := typedCeremony(r, u.ID)
		if err != nil {
			return "", err
		}
		c, err = ceremony.Begin(tx, c)
		return ceremoniesPage + "/" + c.ID, err
	}, func(list problem.List) error { return s.showCeremonies(w, r, list) })
}

// ceremonyHere is the ceremony of the address, of its office.
func ceremonyHere(tx *db.Tx, r *http.Request) (ceremony.Programme, error) {
	p, err := ceremony.Look(tx, r.PathValue("ceremony"))
	if err == nil && p.UnitID != r.PathValue("unit") {
		err = problem.New(problem.NotFound, "Không có buổi lễ này.")
	}
	return p, err
}

// ceremonyFrame is a page of the ceremony of the address.
func (s *Server) ceremonyFrame(tx *db.Tx, r *http.Request, list problem.List, title string) (ceremony.Programme, pages.OfficeProps, error) {
	c, err := ceremonyHere(tx, r)
	if err != nil {
		return c, pages.OfficeProps{}, err
	}
	names, err := org.Names(tx, tx.Today(), c.UnitID)
	if err != nil {
		return c, pages.OfficeProps{}, err
	}
	p := s.officeFrame(tx, r, org.Unit{ID: c.UnitID, Name: names[c.UnitID]}, ceremoniesPage, orText(title, c.Name))
	if title != "" {
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: ceremonyPath(&c), Text: c.Name})
	}
	p.Frame = refusedFrame(p.Frame, list)
	return c, p, nil
}

func ceremonyPath(c *ceremony.Programme) string {
	return officesPage + "/" + c.UnitID + ceremoniesPage + "/" + c.ID
}

func (s *Server) ceremony(w http.ResponseWriter, r *http.Request) error {
	return s.showCeremony(w, r, nil)
}

func (s *Server) showCeremony(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.OfficeProps
	err = s.view(r, func(tx *db.Tx) error {
		c, props, err := s.ceremonyFrame(tx, r, list, "")
		if err != nil {
			return err
		}
		p = props
		s.traced(tx, &p.Frame, access.Scope{Unit: c.UnitID}, record.Object{Kind: "ceremony", ID: c.ID})
		scope := access.Scope{Unit: c.UnitID}
		keeps, own, o := access.May(tx, access.CeremonyKeep, scope), ceremonyPath(&c), formsOf(r, list)
		part := pages.OfficePart{Facts: ceremonyFacts(&c), Links: []components.Link{{Href: own + "/kich-ban.docx", Text: "Tải kịch bản (Word)"}, {Href: own + "/kich-ban.pdf", Text: "Tải kịch bản (PDF)"}, {Href: own + "/man-hinh", Text: "Màn hình lớn"}}}
		version := strconv.FormatInt(c.Version, 10)
		if keeps && c.State == ceremony.Draft {
			part.Links = append([]components.Link{{Href: own + choosePage, Text: "Chọn ai được xướng tên"}}, part.Links...)
			part.Forms = []pages.OfficeForm{o.ask(pages.OfficeForm{Summary: "Sửa thông tin, lời mở đầu, lời kết thúc", Action: own, Version: version, Button: "Lưu"}, ceremonyFields(&c.Ceremony, true)...)}
		}
		p.Parts = append(p.Parts, part)
		if keeps && c.State == ceremony.Approved {
			p.Parts = append(p.Parts, callPart(o, &c, own, version))
		}
		for i := range c.Scenes {
			p.Parts = append(p.Parts, scenePart(law, &c, i, own, keeps))
		}
		if len(c.Scenes) == 0 {
			p.Parts[0].Notices = []components.NoticeProps{{Kind: components.NoticeInfo, Text: "Chưa có ai được xướng tên. Chọn từ các quyết định trong sổ khen thưởng."}}
		}
		if access.May(tx, access.CeremonyDirect, scope) {
			p.Parts = append(p.Parts, directPart(o, &c, own, version)...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func ceremonyFacts(c *ceremony.Programme) []components.Fact {
	state := upperFirst(c.State.Name())
	switch c.State {
	case ceremony.Approved:
		state += " ngày " + c.ApprovedOn.Short() + ", " + c.ApprovedBy
	case ceremony.Finished:
		state += "; duyệt ngày " + c.ApprovedOn.Short() + ", " + c.ApprovedBy
	}
	people := 0
	for i := range c.Scenes {
		people += len(c.Scenes[i].Entries())
	}
	facts := []components.Fact{
		{Label: "Trạng thái", Text: state},
		{Label: "Thời gian, địa điểm", Text: c.OnDay.Short() + ", " + c.Place},
		{Label: "Được xướng tên", Text: itoa(people) + " trường hợp, " + strconv.FormatInt(c.Last(), 10) + " lượt, mỗi lượt nhiều nhất " + strconv.FormatInt(c.GroupSize, 10)},
	}
	if c.Reason != "" {
		label := "Đã mở lại vì"
		if c.State == ceremony.Cancelled {
			label = "Hủy vì"
		}
		facts = append(facts, components.Fact{Label: label, Text: c.Reason})
	}
	return facts
}

func scenePart(l *rules.Law, c *ceremony.Programme, i int, own string, keeps bool) pages.OfficePart {
	sc := &c.Scenes[i]
	title := sceneTitle(l, sc)
	giver := "chưa ghi người trao"
	if sc.Giver != "" {
		giver = sc.Giver + ", " + sc.Position
	}
	version := strconv.FormatInt(c.Version, 10)
	drafting := keeps && c.State == ceremony.Draft
	part := pages.OfficePart{
		ID: "phan-" + strconv.FormatInt(sc.Place, 10), Title: sceneHeading(sc, title),
		Facts: []components.Fact{{Label: "Theo quyết định", Text: "số " + sc.Decision + " ngày " + sc.DecidedOn.Short()}, {Label: "Người trao", Text: giver}},
		Text:  paragraphs(orText(sc.Script, ceremony.DraftOf(sc, title))),
	}
	t := &components.TableProps{ID: "ten-" + strconv.FormatInt(sc.Place, 10), Caption: title, Quiet: true, Columns: []components.Column{{Head: "Xướng tên"}, {Head: "Ghi chú"}}}
	if drafting {
		t.Columns = append(t.Columns, components.Column{Head: "Thứ tự"})
		part.Links = []components.Link{{Href: own + partPage + "?phan=" + sc.ID, Text: "Người trao, lời dẫn"}}
		part.Moves = &pages.MovesProps{Action: own + "/chuyen", Version: version, What: sc.ID, Name: title, Part: true, First: i == 0, Last: i == len(c.Scenes)-1}
	}
	entries := sc.Entries()
	at := 0
	for _, g := range sc.Groups {
		head := "Lượt " + strconv.FormatInt(g.Number, 10)
		if g.Number == c.Called && c.State == ceremony.Approved {
			head += " – đang trên sân khấu"
		}
		t.Rows = append(t.Rows, components.Row{Group: true, Cells: []components.Cell{{Text: head}}})
		for j := range g.Entries {
			e := &g.Entries[j]
			name := components.Cell{Text: e.Calling()}
			if keeps && (c.State == ceremony.Draft || c.State == ceremony.Approved) {
				name.Href = own + linePage + "?dong=" + e.ID
			}
			row := components.Row{Cells: []components.Cell{name, entryNote(e)}}
			if drafting {
				row.Cells = append(row.Cells, components.Cell{Content: pages.Moves(pages.MovesProps{Action: own + "/chuyen", Version: version, What: e.ID, Name: e.Grant.Subject.Name, First: at == 0, Last: at == len(entries)-1})})
			}
			t.Rows = append(t.Rows, row)
			at++
		}
	}
	part.Table = t
	return part
}

func entryNote(e *ceremony.Entry) components.Cell {
	switch {
	case e.Annulled():
		return components.Cell{Content: components.StateTag(components.TagProps{Text: "Đã hủy bỏ, không xướng tên", Tone: components.ToneBad}), Note: "số " + e.Grant.Annulled.Number + " ngày " + e.Grant.Annulled.DecidedOn.Short()}
	case e.Absent && e.Receiver != "":
		return components.Cell{Text: "Vắng mặt", Note: "nhận thay: " + e.Receiver}
	case e.Absent:
		return components.Cell{Text: "Vắng mặt", Note: "không có người nhận thay"}
	case len(e.Grant.Corrections) > 0:
		return components.Cell{Text: "Đã đính chính quyết định"}
	}
	return components.Cell{}
}

// sceneHeading is a part as it is announced: its number, the award, to whom.
func sceneHeading(sc *ceremony.Scene, title string) string {
	return strconv.FormatInt(sc.Place, 10) + ". " + title + " – " + sc.Kind.Name()
}

// sceneTitle is the award of a part as the law or the decision calls it.
func sceneTitle(l *rules.Law, sc *ceremony.Scene) string {
	for _, e := range sc.Entries() {
		return awardTitle(l, e.Grant.Entry)
	}
	return awardTitle(l, award.Entry{Award: sc.Award})
}

func callPart(o officeForms, c *ceremony.Programme, own, version string) pages.OfficePart {
	part := pages.OfficePart{ID: "dieu-hanh", Title: "Điều hành"}
	var options []components.Option
	next := int64(0)
	for i := range c.Scenes {
		for j := range c.Scenes[i].Groups {
			g := &c.Scenes[i].Groups[j]
			force := g.InForce()
			if len(force) == 0 {
				continue
			}
			if next == 0 && g.Number > c.Called {
				next = g.Number
			}
			n := strconv.FormatInt(g.Number, 10)
			options = append(options, components.Option{Value: n, Text: "Lượt " + n + ": " + force[0].Grant.Subject.Name + more(len(force)-1)})
		}
	}
	part.Lead = "Chưa gọi lượt nào."
	if c.Called > 0 {
		part.Lead = "Đang trên sân khấu: lượt " + strconv.FormatInt(c.Called, 10) + " trong " + strconv.FormatInt(c.Last(), 10) + "."
	}
	if next > 0 {
		n := strconv.FormatInt(next, 10)
		part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Action: own + "/goi", Version: version, Button: "Gọi lượt " + n}, hiddenOf("group", n)))
	}
	part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Summary: "Gọi lượt khác", Action: own + "/goi-khac", Version: version, Button: "Gọi lượt này"}, selectOf("group", "Lượt", "", "Chọn lượt", options)))
	if c.Called > 0 {
		part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Summary: "Kết thúc buổi lễ", Action: own + "/ket-thuc", Version: version, Button: "Kết thúc buổi lễ"}))
	}
	return part
}

func more(n int) string {
	if n == 0 {
		return ""
	}
	return " và " + itoa(n) + " trường hợp khác"
}

// directPart is what the head of the office may do.
func directPart(o officeForms, c *ceremony.Programme, own, version string) []pages.OfficePart {
	part := pages.OfficePart{Title: "Duyệt"}
	why := func() pages.OfficeField { return lineOf("why", "Lý do", "") }
	switch {
	case c.State == ceremony.Draft && len(c.Scenes) > 0:
		part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Action: own + "/duyet", Version: version, Button: "Duyệt chương trình, kịch bản", Hint: "Duyệt xong, thứ tự và lời dẫn đứng yên. Vắng mặt và người nhận thay vẫn ghi được."}))
	case c.State == ceremony.Approved && c.Called == 0:
		part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Summary: "Mở lại để sửa", Action: own + "/mo-lai", Version: version, Button: "Mở lại"}, why()))
	}
	if c.Called == 0 && (c.State == ceremony.Draft || c.State == ceremony.Approved) {
		part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Summary: "Hủy buổi lễ", Action: own + "/huy", Version: version, Button: "Hủy buổi lễ", Hint: "Những người trong chương trình được chọn vào buổi lễ khác."}, why()))
	}
	if len(part.Forms) == 0 {
		return nil
	}
	return []pages.OfficePart{part}
}

func (s *Server) chooseGrants(w http.ResponseWriter, r *http.Request) error {
	return s.showChoosing(w, r, nil)
}

// showChoosing lists the decisions of a year with who stands in no ceremony yet.
func (s *Server) showChoosing(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.OfficeProps
	err = s.view(r, func(tx *db.Tx) error {
		c, props, err := s.ceremonyFrame(tx, r, list, "Chọn ai được xướng tên")
		if err != nil {
			return err
		}
		p = props
		if err := access.Require(tx, access.CeremonyKeep, access.Scope{Unit: c.UnitID}); err != nil {
			return err
		}
		year, own := yearAsked(tx, r), ceremonyPath(&c)
		decisions, err := ceremony.DecisionsOf(tx, c.UnitID, year)
		if err != nil {
			return err
		}
		p.Parts = []pages.OfficePart{{Lead: "Quyết định của năm " + itoa(year) + " trong sổ khen thưởng. Khen thưởng đã hủy bỏ và người đã ở trong một buổi lễ không hiện ở đây.", Forms: []pages.OfficeForm{{Summary: "Xem năm khác", Get: true, Action: own + choosePage, Button: "Xem", Kind: components.Plain, Fields: []pages.OfficeField{{Field: components.Field{Name: "nam", Label: "Năm"}, Value: itoa(year), Width: components.Width5}}}}}}
		for _, d := range decisions {
			part := pages.OfficePart{Title: "Quyết định số " + d.Number + " ngày " + d.On.Short()}
			if d.Taken > 0 {
				part.Lead = itoa(d.Taken) + " trường hợp đã ở trong một buổi lễ."
			}
			if len(d.Free) > 0 {
				ticks := pages.OfficeField{Field: components.Field{Name: "grants", Label: "Xướng tên"}, Input: pages.InputTicks}
				for _, g := range d.Free {
					ticks.Options = append(ticks.Options, components.Option{Value: g.ID, Text: g.Subject.Name, Hint: awardTitle(law, g.Entry)})
					ticks.Values = append(ticks.Values, g.ID)
				}
				form := pages.OfficeForm{Action: own + choosePage, Version: strconv.FormatInt(c.Version, 10), Button: "Đưa vào chương trình"}
				o := officeForms{}
				if r.Method == http.MethodPost && text(r, "so") == d.Number && text(r, "ngay") == d.On.String() {
					o = formsOf(r, list)
				}
				part.Forms = []pages.OfficeForm{o.ask(form, hiddenOf("nam", itoa(year)), hiddenOf("so", d.Number), hiddenOf("ngay", d.On.String()), ticks)}
			}
			p.Parts = append(p.Parts, part)
		}
		if len(decisions) == 0 {
			p.Parts[0].Notices = []components.NoticeProps{{Kind: components.NoticeInfo, Text: "Sổ khen thưởng không có quyết định nào của năm " + itoa(year) + "."}}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

// ceremonyAct is the handler of one act on a ceremony; to is where it leads, below the
// ceremony.
func (s *Server) ceremonyAct(sentence, to string, act func(tx *db.Tx, r *http.Request, l *rules.Law, c *ceremony.Programme, version int64) error, again func(*Server, http.ResponseWriter, *http.Request, problem.List) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		law, err := rules.Carried()
		if err != nil {
			return err
		}
		back := ""
		err = s.update(r, func(tx *db.Tx) error {
			c, err := ceremonyHere(tx, r)
			if err != nil {
				return err
			}
			back = ceremonyPath(&c) + to
			return act(tx, r, law, &c, int64(number(text(r, "version"))))
		})
		if err == nil {
			return s.done(w, r, back, sentence)
		}
		list, err := refused(err)
		if err != nil {
			return err
		}
		return again(s, w, r, list)
	}
}
