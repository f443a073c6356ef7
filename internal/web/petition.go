package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/dossier"
	"giaouoc/internal/org"
	"giaouoc/internal/petition"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const petitionsPage = "/don-thu" // below an office's own

func (s *Server) petitions(w http.ResponseWriter, r *http.Request) error {
	return s.showPetitions(w, r, nil)
}

// showPetitions is the register of an office: the late ones, all, and the form for a
// new one.
func (s *Server) showPetitions(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.OfficeProps
	err = s.view(r, func(tx *db.Tx) error {
		u, err := officeUnit(tx, r, access.PetitionRead)
		if err != nil {
			return err
		}
		year := yearAsked(tx, r)
		p = s.officeFrame(tx, r, u, petitionsPage, "Đơn thư năm "+itoa(year))
		p.Frame.Lead = "Khiếu nại, tố cáo, kiến nghị về thi đua, khen thưởng; hạn của từng bước theo luật."
		p.Frame = refusedFrame(p.Frame, list)
		all, err := petition.Register(tx, law, s.Calendar, u.ID, year)
		if err != nil {
			return err
		}
		late := petition.Late(all)
		if len(late) > 0 {
			t := petitionTable(tx, u.ID, late)
			t.ID, t.Caption = "qua-han", itoa(len(late))+" đơn quá hạn"
			p.Parts = append(p.Parts, pages.OfficePart{Title: "Quá hạn", Table: t})
		}
		t := petitionTable(tx, u.ID, all)
		t.Empty = components.EmptyState(components.EmptyProps{Title: "Chưa có đơn nào", What: "Đơn nhận trong năm và đơn của năm trước chưa xong hiện ở đây, kèm hạn của bước đang làm.", Who: "Chuyên viên của cơ quan ghi đơn vào sổ."})
		p.Parts = append(p.Parts, pages.OfficePart{Title: "Sổ đơn thư", Table: t, Facts: petitionSums(all), Forms: []pages.OfficeForm{{Summary: "Xem năm khác", Get: true, Action: r.URL.Path, Button: "Xem", Kind: components.Plain, Fields: []pages.OfficeField{{Field: components.Field{Name: "nam", Label: "Năm"}, Value: itoa(year), Width: components.Width5}}}}})
		if access.May(tx, access.PetitionKeep, access.Scope{Unit: u.ID}) {
			form, err := receiveForm(tx, r, law, list, u.ID, all)
			if err != nil {
				return err
			}
			p.Parts = append(p.Parts, pages.OfficePart{Forms: []pages.OfficeForm{form}})
		}
		p.Parts = append(p.Parts, limitsPart(law, tx.Today()))
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func receiveForm(tx *db.Tx, r *http.Request, law *rules.Law, list problem.List, unitID string, all []petition.Listed) (pages.OfficeForm, error) {
	kinds := make([]components.Option, 0, 3)
	for _, k := range petition.Kinds() {
		kinds = append(kinds, components.Option{Value: string(k), Text: upperFirst(k.Name())})
	}
	var first []components.Option
	for i := range all {
		if q := &all[i]; q.Kind == petition.Complaint && q.Round == 1 && q.State != petition.Withdrawn {
			first = append(first, components.Option{Value: q.ID, Text: q.Name() + ", " + q.State.Name()})
		}
	}
	grants, err := givenOptions(tx, law, unitID)
	if err != nil {
		return pages.OfficeForm{}, err
	}
	dossiers, err := dossierOptions(tx)
	if err != nil {
		return pages.OfficeForm{}, err
	}
	o := formsOf(r, list)
	kind := pages.OfficeField{Field: components.Field{Name: "kind", Label: "Loại đơn"}, Input: pages.InputRadios, Options: kinds}
	fields := []pages.OfficeField{
		hiddenOf("request", db.NewID()), kind,
		hinted(lineOf("sender", "Họ tên người gửi", ""), "Giữ mã hóa. Người tố cáo chỉ người xử lý đơn xem được; không ghi vào nhật ký."),
		lineOf("address", "Địa chỉ", ""), optional(lineOf("contact", "Điện thoại, thư điện tử", "")),
		tickOf("anonymous", "Đơn nặc danh", "Đơn không rõ họ tên, địa chỉ người gửi", false),
		hinted(areaOf("about", "Tóm tắt nội dung", ""), "Không nêu người gửi ở đây. Bản giấy giữ trong hồ sơ vụ việc."),
		dayField("received_on", "Ngày nhận đơn", ""),
		optional(lineOf("decision", "Về quyết định", "")),
		hinted(optional(dayField("known_on", "Ngày người gửi nhận được hoặc biết quyết định", "")), "Để tính thời hiệu khiếu nại."),
	}
	if len(grants) > 0 {
		fields = append(fields, hinted(optional(selectOf("grant", "Về lần khen thưởng trong sổ", "", "Không về lần nào trong sổ", grants)), "Quyết định của năm nay và hai năm trước. Đơn đúng thì từ đây đi tới việc hủy bỏ."))
	}
	if len(dossiers) > 0 {
		fields = append(fields, optional(selectOf("dossier", "Về hồ sơ khen thưởng", "", "Không về hồ sơ nào", dossiers)))
	}
	if len(first) > 0 {
		fields = append(fields, optional(selectOf("of", "Khiếu nại lần hai của", "", "Không phải khiếu nại lần hai", first)))
	}
	return o.ask(pages.OfficeForm{Summary: "Ghi đơn vào sổ", Open: len(all) == 0, Action: officesPage + "/" + unitID + petitionsPage, Button: "Ghi vào sổ", Kind: components.Main}, fields...), nil
}

// givenOptions are the awards that a petition can be about: those of the office's
// register decided in this year and the two before.
func givenOptions(tx *db.Tx, l *rules.Law, unitID string) ([]components.Option, error) {
	if !access.May(tx, access.AwardLook, access.Scope{Unit: unitID}) {
		return nil, nil
	}
	var list []components.Option
	seen := map[string]bool{}
	for year := tx.Today().Year(); year > tx.Today().Year()-3; year-- {
		all, err := award.CommendedOf(tx, unitID, year)
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			if c.DecidedOn.Year() == year && !seen[c.ID] {
				seen[c.ID] = true
				list = append(list, components.Option{Value: c.ID, Text: c.Subject.Name + ", " + awardTitle(l, c.Entry), Group: "Quyết định " + c.Number + " ngày " + c.DecidedOn.Short()})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b components.Option) int { return strings.Compare(a.Group, b.Group) })
	return list, nil
}

// dossierOptions are the newest dossiers that the person may see.
func dossierOptions(tx *db.Tx) ([]components.Option, error) {
	if !dossier.Looks(tx) {
		return nil, nil
	}
	found, _, err := dossier.List(tx, dossier.Filter{Page: 1})
	list := make([]components.Option, len(found))
	for i := range found {
		list[i] = components.Option{Value: found[i].ID, Text: found[i].Title}
	}
	return list, err
}

func petitionTable(tx *db.Tx, unitID string, list []petition.Listed) *components.TableProps {
	t := &components.TableProps{
		ID: "so-don", Caption: "Sổ đơn thư", Quiet: true,
		Columns: []components.Column{{Head: "Đơn"}, {Head: "Ngày nhận", Sort: true}, {Head: "Nội dung"}, {Head: "Trạng thái"}, {Head: "Hạn", Sort: true}, {Head: "Người xử lý"}},
	}
	for i := range list {
		q := &list[i]
		about := components.Cell{Missing: "chỉ người xử lý xem"}
		if petition.SeesContent(tx, &q.Petition) {
			about = components.Cell{Text: shortened(q.About)}
		}
		state := components.Cell{Text: upperFirst(q.State.Name())}
		due := components.Cell{Missing: "–"}
		if q.Has {
			due = components.Cell{Text: q.Due.On.Short(), Sort: q.Due.On.String(), Note: q.Due.Doubt}
		}
		if q.Late {
			state.Content = components.StateTag(components.TagProps{Text: "Quá hạn", Tone: components.ToneBad})
			state.Note = q.State.Name()
		}
		t.Rows = append(t.Rows, components.Row{Mine: q.HandlerID == tx.Actor.ID, Cells: []components.Cell{
			{Text: q.Name(), Href: petitionPath(unitID, q.ID)}, {Text: q.ReceivedOn.Short(), Sort: q.ReceivedOn.String()}, about, state, due, {Text: q.Handler},
		}})
	}
	return t
}

// shortened is the beginning of a text, for a table.
func shortened(text string) string {
	const most = 120
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}

func petitionPath(unitID, id string) string {
	return officesPage + "/" + unitID + petitionsPage + "/" + id
}

func petitionSums(list []petition.Listed) []components.Fact {
	count := func(of func(*petition.Listed) bool) int {
		n := 0
		for i := range list {
			if of(&list[i]) {
				n++
			}
		}
		return n
	}
	var facts []components.Fact
	for _, k := range petition.Kinds() {
		all := count(func(p *petition.Listed) bool { return p.Kind == k })
		if all == 0 {
			continue
		}
		open := count(func(p *petition.Listed) bool { return p.Kind == k && p.State.Open() })
		late := count(func(p *petition.Listed) bool { return p.Kind == k && p.Late })
		facts = append(facts, components.Fact{Label: upperFirst(k.Name()), Text: itoa(all) + " đơn, đang giải quyết " + itoa(open) + ", quá hạn " + itoa(late)})
	}
	return facts
}

// limitsPart shows the days of the law with their place and how sure they are.
func limitsPart(l *rules.Law, day vn.Date) pages.OfficePart {
	t := &components.TableProps{ID: "thoi-han", Caption: "Thời hạn theo luật", Quiet: true, Columns: []components.Column{{Head: "Việc"}, {Head: "Thời hạn"}, {Head: "Căn cứ"}, {Head: "Độ chắc chắn"}}}
	for i := range l.Values.PetitionLimits {
		p := &l.Values.PetitionLimits[i]
		if l.Values.PetitionLimit(p.ID, day) != p {
			continue
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: p.Says}, limitCell(p), {Text: p.Cite}, {Text: p.Certainty.Name()}}})
	}
	return pages.OfficePart{Title: "Thời hạn theo luật", Lead: "Nguyên văn hai luật chưa có trong tay và có thể đã được sửa đổi; đối chiếu văn bản hợp nhất trước khi viện dẫn.", Table: t}
}

func limitCell(p *rules.PetitionLimit) components.Cell {
	unit := " ngày"
	if p.WorkingDays > 0 {
		unit = " ngày làm việc"
	}
	n := p.Length(false, false, 0)
	if n == 0 {
		return components.Cell{Missing: "–"}
	}
	c := components.Cell{Text: itoa(n) + unit}
	note := func(text string) {
		if c.Note != "" {
			c.Note += "; "
		}
		c.Note += text
	}
	if p.More > 0 {
		note("phức tạp " + itoa(p.More))
	}
	if p.Remote > 0 {
		note("vùng sâu, vùng xa " + itoa(p.Remote))
	}
	if p.RemoteMore > 0 {
		note("cả hai " + itoa(p.RemoteMore))
	}
	if p.Extend > 0 {
		note("gia hạn " + itoa(p.ExtendTimes) + " lần, phức tạp " + itoa(p.ComplexTimes) + " lần, mỗi lần " + itoa(p.Extend) + " ngày")
	}
	return c
}

func (s *Server) receivePetition(w http.ResponseWriter, r *http.Request) error {
	return s.officeAct(w, r, access.PetitionKeep, "Đã ghi đơn vào sổ.", func(tx *db.Tx, l *rules.Law, u org.Unit) (string, error) {
		var list problem.List
		received, err := dayOf(r, "received_on")
		list = append(list, problem.All(err)...)
		known, err := dayOf(r, "known_on")
		list = append(list, problem.All(err)...)
		grant, of := text(r, "grant"), text(r, "dossier")
		if grant != "" {
			if _, _, err := award.CommendedWith(tx, grant); err != nil {
				list.Add("grant", "Không có lần khen thưởng mang mã này trong sổ bạn được xem.")
			}
		}
		if of != "" {
			b, err := s.basis()
			if err != nil {
				return "", err
			}
			if _, err := dossier.LookAt(tx, b, of); err != nil {
				list.Add("dossier", "Không có hồ sơ mang mã này trong các hồ sơ bạn được xem.")
			}
		}
		if err := list.Err(); err != nil {
			return "", err
		}
		p, err := petition.Receive(tx, l, s.Calendar, s.Keys, petition.Petition{
			UnitID: u.ID, Kind: petition.Kind(text(r, "kind")), OfID: text(r, "of"), Anonymous: text(r, "anonymous") == "1", About: text(r, "about"), Decision: text(r, "decision"),
			GrantID: grant, DossierID: of, ReceivedOn: received, KnownOn: known, Request: text(r, "request"),
		}, petition.Sender{Name: text(r, "sender"), Address: text(r, "address"), Contact: text(r, "contact")})
		return petitionsPage + "/" + p.ID, err
	}, func(list problem.List) error { return s.showPetitions(w, r, list) })
}

func (s *Server) petition(w http.ResponseWriter, r *http.Request) error {
	return s.showPetition(w, r, nil)
}

// petitionHere is the petition of the address, in the register of its office.
func petitionHere(tx *db.Tx, r *http.Request) (petition.Petition, []petition.Step, error) {
	p, steps, err := petition.Find(tx, r.PathValue("petition"))
	if err == nil && p.UnitID != r.PathValue("unit") {
		return p, nil, problem.New(problem.NotFound, "Không có đơn này trong sổ.")
	}
	return p, steps, err
}

func (s *Server) showPetition(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.OfficeProps
	err = s.view(r, func(tx *db.Tx) error {
		u, err := officeUnit(tx, r, access.PetitionRead)
		if err != nil {
			return err
		}
		q, steps, err := petitionHere(tx, r)
		if err != nil {
			return err
		}
		p = s.officeFrame(tx, r, u, petitionsPage, q.Name())
		p.Frame = refusedFrame(p.Frame, list)
		s.traced(tx, &p.Frame, access.Scope{Unit: u.ID}, record.Object{Kind: "petition", ID: q.ID})
		first, err := s.petitionPart(tx, law, &q)
		if err != nil {
			return err
		}
		p.Parts = []pages.OfficePart{first, stepsPart(tx, &q, steps)}
		return s.petitionForms(tx, r, law, &q, list, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func (s *Server) petitionPart(tx *db.Tx, law *rules.Law, q *petition.Petition) (pages.OfficePart, error) {
	part := pages.OfficePart{}
	fact := func(label, text string) {
		if text != "" {
			part.Facts = append(part.Facts, components.Fact{Label: label, Text: text})
		}
	}
	fact("Trạng thái", upperFirst(q.State.Name())+", ngày "+q.StateOn.Short())
	if due, ok := q.DueNow(law, s.Calendar); ok {
		word := due.On.Short()
		if due.Limit != nil {
			word += " (" + due.Limit.Cite + "; " + due.Limit.Certainty.Name() + ")"
		} else {
			word += ", do cơ quan đặt"
		}
		fact("Hạn", word+sentenceAfter(due.Doubt))
		if tx.Today().After(due.On) {
			part.Notices = append(part.Notices, components.NoticeProps{Kind: components.NoticeWarn, Text: "Đã quá hạn " + itoa(due.On.DaysUntil(tx.Today())) + " ngày."})
		}
	}
	fact("Người xử lý", q.Handler)
	fact("Ngày nhận", q.ReceivedOn.Short())
	sender, ok, err := petition.SenderOf(tx, s.Keys, q)
	switch {
	case err != nil:
		return part, err
	case q.Anonymous:
		fact("Người gửi", "không rõ họ tên, địa chỉ")
	case ok:
		fact("Người gửi", sender.Name+", "+sender.Address)
		fact("Liên lạc", sender.Contact)
	case q.Kind == petition.Denunciation:
		fact("Người gửi", "được giữ bí mật; chỉ người xử lý xem")
	default:
		fact("Người gửi", "chỉ người giữ sổ xem")
	}
	if !petition.SeesContent(tx, q) {
		return part, nil
	}
	fact("Về quyết định", q.Decision)
	if last, limit, tardy := q.Tardy(law); limit != nil {
		word := "trong thời hiệu"
		if tardy {
			word = "quá thời hiệu"
		}
		fact("Thời hiệu", word+", đến "+last.Short()+" ("+limit.Cite+"; "+limit.Certainty.Name()+")")
	}
	if q.Outcome != "" {
		fact("Kết luận", "Nội dung đơn "+q.Outcome.Name()+", văn bản số "+q.SettledNo)
	}
	if q.DossierID != "" {
		part.Links = append(part.Links, components.Link{Href: dossierPage + "/" + q.DossierID, Text: "Hồ sơ khen thưởng"})
	}
	if q.OfID != "" {
		part.Links = append(part.Links, components.Link{Href: petitionPath(q.UnitID, q.OfID), Text: "Khiếu nại lần đầu"})
	}
	part.Text = []string{q.About}
	return part, grantLinks(tx, q, &part)
}

// grantLinks leads to the award that a petition is about, and where the petition was
// upheld to its annulment.
func grantLinks(tx *db.Tx, q *petition.Petition, part *pages.OfficePart) error {
	if q.GrantID == "" {
		return nil
	}
	c, _, err := award.GrantOf(tx, q.GrantID)
	if err != nil {
		return err
	}
	part.Links = append(part.Links, components.Link{Href: subjectPath(c.Subject.ID), Text: "Lần khen thưởng trong sổ"})
	switch {
	case c.Annulled != nil:
		part.Facts = append(part.Facts, components.Fact{Label: "Khen thưởng", Text: "đã hủy bỏ theo quyết định " + c.Annulled.Number + " ngày " + c.Annulled.DecidedOn.Short()})
	case q.Outcome == petition.Upheld || q.Outcome == petition.Partly:
		part.Links = append(part.Links, components.Link{Href: subjectPath(c.Subject.ID) + "/khen-thuong/" + q.GrantID + "/huy-bo", Text: "Ghi hủy bỏ khen thưởng"})
	}
	return nil
}

func sentenceAfter(text string) string {
	if text == "" {
		return ""
	}
	return ". " + text
}

func stepsPart(tx *db.Tx, q *petition.Petition, steps []petition.Step) pages.OfficePart {
	t := &components.TableProps{ID: "viec-da-lam", Caption: "Việc đã làm", Quiet: true, Columns: []components.Column{{Head: "Ngày"}, {Head: "Việc"}, {Head: "Nội dung"}, {Head: "Người làm"}}}
	sees := petition.SeesContent(tx, q)
	for _, m := range steps {
		words := orMissing(m.Words, "–")
		if !sees && m.Words != "" && m.Move != petition.MoveAssign {
			words = components.Cell{Missing: "chỉ người xử lý xem"}
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: m.OnDay.Short()}, {Text: upperFirst(m.Move.Name())}, words, {Text: m.Name}}})
	}
	return pages.OfficePart{Title: "Việc đã làm", Table: t}
}

// petitionForms adds what can be done with a petition now, by who may.
func (s *Server) petitionForms(tx *db.Tx, r *http.Request, law *rules.Law, q *petition.Petition, list problem.List, p *pages.OfficeProps) error {
	o, own, version := formsOf(r, list), petitionPath(q.UnitID, q.ID), strconv.FormatInt(q.Version, 10)
	part := pages.OfficePart{Title: "Việc tiếp theo"}
	add := func(m petition.Move, path, summary, button string, fields ...pages.OfficeField) {
		if q.May(m) {
			part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Summary: summary, Action: own + path, Version: version, Button: button}, fields...))
		}
	}
	if q.HandlerID == tx.Actor.ID && access.May(tx, access.PetitionKeep, access.Scope{Unit: q.UnitID}) {
		on := func() pages.OfficeField { return dayField("on", "Ngày", tx.Today().Short()) }
		words := func(label string) pages.OfficeField { return areaOf("words", label, "") }
		classes := []pages.OfficeField{on(), tickOf("complicated", "Vụ việc", "Phức tạp, hoặc phải xác minh ở nhiều nơi", q.Complicated)}
		if q.Kind == petition.Complaint {
			classes = append(classes, tickOf("remote", "Nơi xảy ra", "Vùng sâu, vùng xa, đi lại khó khăn", q.Remote))
		}
		if q.Kind == petition.Request {
			classes = append(classes, hinted(optional(dayField("own_due", "Hạn trả lời", q.OwnDue.Short())), "Do cơ quan đặt; dữ liệu không có thời hạn của luật cho kiến nghị. Ví dụ 31/3/2021."))
		}
		add(petition.MoveClassify, "/phan-loai", "Phân loại", "Ghi phân loại", append(classes, optional(words("Ghi chú")))...)
		add(petition.MoveAccept, "/thu-ly", "Thụ lý", "Thụ lý", on(), optional(words("Ghi chú, số thông báo thụ lý")))
		add(petition.MoveRefuse, "/khong-thu-ly", "Không thụ lý", "Ghi không thụ lý", on(), words("Lý do"))
		add(petition.MoveForward, "/chuyen", "Chuyển cơ quan có thẩm quyền", "Ghi việc chuyển", on(), words("Cơ quan nhận, số văn bản chuyển"))
		if limit := q.LimitNow(law); limit != nil && limit.Extend > 0 {
			add(petition.MoveExtend, "/gia-han", "Gia hạn giải quyết", "Gia hạn", on(), words("Lý do, số quyết định gia hạn"))
		}
		outcomes := make([]components.Option, 0, 3)
		for _, x := range petition.Outcomes() {
			outcomes = append(outcomes, components.Option{Value: string(x), Text: "Nội dung đơn " + x.Name()})
		}
		add(petition.MoveSettle, "/ket-luan", "Kết luận, quyết định giải quyết", "Ghi kết luận", on(),
			pages.OfficeField{Field: components.Field{Name: "outcome", Label: "Kết luận"}, Input: pages.InputRadios, Options: outcomes}, lineOf("number", "Số, ký hiệu văn bản", ""), words("Nội dung kết luận"))
		add(petition.MoveWithdraw, "/rut", "Người gửi rút đơn", "Ghi việc rút đơn", on(), words("Văn bản rút đơn"))
		add(petition.MoveClose, "/dong", "Đóng hồ sơ đơn", "Đóng", on(), optional(words("Ghi chú")))
	}
	if access.May(tx, access.PetitionDirect, access.Scope{Unit: q.UnitID}) && q.May(petition.MoveAssign) {
		people, err := account.OfUnit(tx, q.UnitID)
		if err != nil {
			return err
		}
		var options []components.Option
		for _, a := range people {
			options = append(options, components.Option{Value: a.ID, Text: a.Name + ", " + a.Position})
		}
		add(petition.MoveAssign, "/giao", "Giao người khác xử lý", "Giao xử lý", selectOf("handler", "Người xử lý", "", "Chọn người", options))
	}
	if len(part.Forms) > 0 {
		p.Parts = append(p.Parts, part)
	}
	return nil
}

// petitionAct is the handler of one step of a petition.
func (s *Server) petitionAct(sentence string, act func(tx *db.Tx, r *http.Request, l *rules.Law, d petition.Doing) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		return s.officeAct(w, r, access.PetitionRead, sentence, func(tx *db.Tx, l *rules.Law, _ org.Unit) (string, error) {
			q, _, err := petitionHere(tx, r)
			if err != nil {
				return "", err
			}
			d := petition.Doing{ID: q.ID, Version: int64(number(text(r, "version"))), Words: text(r, "words")}
			if !strings.HasSuffix(r.URL.Path, "/giao") { // who directs the office hands on what another handles
				if err := petition.MayHandle(tx, &q); err != nil {
					return "", err
				}
				if d.On, err = dayOf(r, "on"); err != nil {
					return "", err
				}
			}
			return petitionsPage + "/" + q.ID, act(tx, r, l, d)
		}, func(list problem.List) error { return s.showPetition(w, r, list) })
	}
}

func (s *Server) assignPetition(tx *db.Tx, r *http.Request, _ *rules.Law, d petition.Doing) error {
	return petition.Assign(tx, d.ID, d.Version, text(r, "handler"))
}

func (s *Server) classifyPetition(tx *db.Tx, r *http.Request, _ *rules.Law, d petition.Doing) error {
	due, err := dayOf(r, "own_due")
	if err != nil {
		return err
	}
	return petition.Classify(tx, s.Keys, d, petition.Classes{Remote: text(r, "remote") == "1", Complicated: text(r, "complicated") == "1", OwnDue: due})
}

func (s *Server) acceptPetition(tx *db.Tx, _ *http.Request, l *rules.Law, d petition.Doing) error {
	return petition.Accept(tx, l, s.Keys, d)
}

func (s *Server) refusePetition(tx *db.Tx, _ *http.Request, _ *rules.Law, d petition.Doing) error {
	return petition.Refuse(tx, s.Keys, d)
}

func (s *Server) forwardPetition(tx *db.Tx, _ *http.Request, _ *rules.Law, d petition.Doing) error {
	return petition.Forward(tx, s.Keys, d)
}

func (s *Server) extendPetition(tx *db.Tx, _ *http.Request, l *rules.Law, d petition.Doing) error {
	return petition.Extend(tx, l, s.Calendar, s.Keys, d)
}

func (s *Server) settlePetition(tx *db.Tx, r *http.Request, _ *rules.Law, d petition.Doing) error {
	return petition.Settle(tx, s.Keys, d, petition.Outcome(text(r, "outcome")), text(r, "number"))
}

func (s *Server) withdrawPetition(tx *db.Tx, _ *http.Request, _ *rules.Law, d petition.Doing) error {
	return petition.Withdraw(tx, s.Keys, d)
}

func (s *Server) closePetition(tx *db.Tx, _ *http.Request, _ *rules.Law, d petition.Doing) error {
	return petition.Close(tx, s.Keys, d)
}
