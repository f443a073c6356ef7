package web

import (
	"net/http"
	"net/url"
	"strconv"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/delivery"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	itemsPage = "/hien-vat"   // below an office's own
	handPage  = "/quyet-dinh" // below it: handing over for one decision
	notePage  = "/bien-ban"   // below it: one note
)

func (s *Server) stock(w http.ResponseWriter, r *http.Request) error { return s.showStock(w, r, nil) }

// showStock is what an office has, what is still to be handed over, and the notes of a
// year.
func (s *Server) showStock(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.OfficeProps
	err = s.view(r, func(tx *db.Tx) error {
		u, err := officeUnit(tx, r, access.DeliveryRead)
		if err != nil {
			return err
		}
		year := yearAsked(tx, r)
		p = s.officeFrame(tx, r, u, itemsPage, "Hiện vật khen thưởng năm "+itoa(year))
		p.Frame = refusedFrame(p.Frame, list)
		stock, err := delivery.StockOf(tx, u.ID)
		if err != nil {
			return err
		}
		decisions, err := delivery.DecisionsOf(tx, law, s.Calendar, u.ID, year)
		if err != nil {
			return err
		}
		notes, err := delivery.NotesOf(tx, u.ID, year)
		if err != nil {
			return err
		}
		moves, err := delivery.MovesOf(tx, u.ID, year)
		if err != nil {
			return err
		}
		p.Parts = []pages.OfficePart{
			{Title: "Giao theo quyết định", Table: decisionTable(u.ID, decisions), Forms: []pages.OfficeForm{{Summary: "Xem năm khác", Get: true, Action: r.URL.Path, Button: "Xem", Kind: components.Plain, Fields: []pages.OfficeField{{Field: components.Field{Name: "nam", Label: "Năm"}, Value: itoa(year), Width: components.Width5}}}}},
			{Title: "Kho", Table: stockTable(stock)},
		}
		if access.May(tx, access.DeliveryKeep, access.Scope{Unit: u.ID}) {
			p.Parts[1].Forms = stockForms(tx, formsOf(r, list), u.ID, stock)
		}
		p.Parts = append(p.Parts, pages.OfficePart{Title: "Biên bản giao nhận", Table: noteTable(u.ID, notes)}, pages.OfficePart{Title: "Nhập, xuất, kiểm kê", Table: moveTable(u.ID, stock, moves)})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func decisionTable(unitID string, list []delivery.Decision) *components.TableProps {
	t := &components.TableProps{
		ID: "quyet-dinh", Caption: "Giao theo quyết định", Quiet: true, Columns: []components.Column{{Head: "Quyết định"}, {Head: "Được tặng", Number: true}, {Head: "Đã giao", Number: true}, {Head: "Hạn cấp phát"}},
		Empty: components.EmptyState(components.EmptyProps{Title: "Chưa có quyết định nào của năm", What: "Quyết định khen thưởng trong sổ hiện ở đây, với số đã giao hiện vật và hạn cấp phát."}),
	}
	for i := range list {
		d := &list[i]
		due := components.Cell{Missing: "chưa có quy định trong dữ liệu"}
		if !d.Due.IsZero() {
			due = components.Cell{Text: d.Due.Short(), Note: itoa(d.Limit.WorkingDays) + " ngày làm việc từ ngày quyết định (" + d.Limit.Cite + ")" + sentenceAfter(d.Doubt)}
		}
		if d.Late {
			due.Content = components.StateTag(components.TagProps{Text: "Quá hạn " + d.Due.Short(), Tone: components.ToneBad})
		}
		q := url.Values{"so": {d.Number}, "ngay": {d.On.String()}}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: "số " + d.Number, Note: "ngày " + d.On.Short(), Href: officesPage + "/" + unitID + itemsPage + handPage + "?" + q.Encode()}, {Text: itoa(len(d.Grants))}, {Text: itoa(d.Delivered)}, due,
		}})
	}
	return t
}

func stockTable(list []delivery.Stock) *components.TableProps {
	t := &components.TableProps{
		ID: "kho", Caption: "Kho hiện vật", Quiet: true, Columns: []components.Column{{Head: "Hiện vật"}, {Head: "Đơn vị tính"}, {Head: "Dùng được", Number: true}, {Head: "Hỏng", Number: true}},
		Empty: components.EmptyState(components.EmptyProps{Title: "Kho chưa có gì", What: "Huân chương, bằng, khung, cờ, kỷ niệm chương hiện ở đây với số còn lại theo tình trạng."}),
	}
	for _, s := range list {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: s.Name}, {Text: s.Measure}, {Text: grouped(int(s.Good))}, {Text: grouped(int(s.Damaged))}}})
	}
	return t
}

func stockForms(tx *db.Tx, o officeForms, unitID string, stock []delivery.Stock) []pages.OfficeForm {
	own := officesPage + "/" + unitID + itemsPage
	forms := []pages.OfficeForm{o.ask(pages.OfficeForm{Summary: "Thêm loại hiện vật", Action: own + "/loai", Button: "Thêm"}, lineOf("name", "Tên hiện vật", ""), lineOf("measure", "Đơn vị tính", "chiếc"))}
	if len(stock) == 0 {
		return forms
	}
	var items []components.Option
	for _, s := range stock {
		items = append(items, components.Option{Value: s.ID, Text: s.Name})
	}
	states := []components.Option{{Value: string(delivery.Good), Text: "Dùng được"}, {Value: string(delivery.Damaged), Text: "Hỏng"}}
	item := func() pages.OfficeField { return selectOf("item", "Hiện vật", "", "Chọn hiện vật", items) }
	state := func() pages.OfficeField {
		return pages.OfficeField{Field: components.Field{Name: "state", Label: "Tình trạng"}, Input: pages.InputRadios, Value: string(delivery.Good), Options: states}
	}
	count := func(name, label string) pages.OfficeField {
		return pages.OfficeField{Field: components.Field{Name: name, Label: label}, Input: pages.InputNumber, Width: components.Width5}
	}
	return append(forms,
		o.ask(pages.OfficeForm{Summary: "Nhập kho", Action: own + "/nhap", Button: "Nhập kho"}, hiddenOf("request", db.NewID()), item(), count("quantity", "Số lượng"), state(), lineOf("document", "Số phiếu nhập, biên bản, hóa đơn", ""), dayField("on", "Ngày", tx.Today().Short())),
		o.ask(pages.OfficeForm{Summary: "Kiểm kê", Action: own + "/kiem-ke", Button: "Ghi kiểm kê", Hint: "Ghi số đếm được. Khác sổ thì ghi lý do; chênh lệch vào sổ thành một dòng riêng."}, hiddenOf("request", db.NewID()), item(), state(), count("counted", "Đếm được"), lineOf("document", "Số biên bản kiểm kê", ""), dayField("on", "Ngày", tx.Today().Short()), optional(lineOf("reason", "Lý do chênh lệch", ""))))
}

func noteTable(unitID string, list []delivery.Note) *components.TableProps {
	t := &components.TableProps{
		ID: "bien-ban", Caption: "Biên bản giao nhận", Quiet: true, Columns: []components.Column{{Head: "Biên bản"}, {Head: "Ngày giao"}, {Head: "Quyết định"}, {Head: "Người nhận"}, {Head: "Trạng thái"}},
		Empty: components.EmptyState(components.EmptyProps{Title: "Chưa có biên bản nào", What: "Mỗi lần giao hiện vật có một biên bản, chờ người nhận ký hoặc xác nhận."}),
	}
	for i := range list {
		n := &list[i]
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: n.Name(), Href: officesPage + "/" + unitID + itemsPage + notePage + "/" + n.ID}, {Text: n.OnDay.Short()}, {Text: n.Decision}, {Text: n.Receiver, Note: n.Position}, {Text: upperFirst(n.State.Name())}}})
	}
	return t
}

func moveTable(unitID string, stock []delivery.Stock, list []delivery.Move) *components.TableProps {
	names := map[string]string{}
	for _, s := range stock {
		names[s.ID] = s.Name
	}
	t := &components.TableProps{
		ID: "nhap-xuat", Caption: "Nhập, xuất, kiểm kê", Quiet: true, Columns: []components.Column{{Head: "Ngày"}, {Head: "Việc"}, {Head: "Hiện vật"}, {Head: "Số lượng", Number: true}, {Head: "Chứng từ"}, {Head: "Người ghi"}},
		Empty: components.EmptyState(components.EmptyProps{Title: "Chưa có dòng nào", What: "Mỗi lần nhập, giao, thu về và chênh lệch kiểm kê là một dòng, không sửa, không xóa."}),
	}
	for _, m := range list {
		kind := components.Cell{Text: upperFirst(m.Kind.Name()), Note: m.Reason}
		paper := components.Cell{Text: m.Document}
		if m.NoteID != "" {
			paper.Href = officesPage + "/" + unitID + itemsPage + notePage + "/" + m.NoteID
		}
		quantity := strconv.FormatInt(m.Quantity, 10)
		if m.Quantity > 0 {
			quantity = "+" + quantity
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: m.OnDay.Short()}, kind, {Text: names[m.ItemID], Note: m.State.Name()}, {Text: quantity}, paper, {Text: m.Name}}})
	}
	return t
}

func (s *Server) nameItem(w http.ResponseWriter, r *http.Request) error {
	return s.stockAct(w, r, "Đã thêm loại hiện vật.", func(tx *db.Tx, u org.Unit) error {
		_, err := delivery.Name(tx, u.ID, text(r, "name"), text(r, "measure"))
		return err
	})
}

func (s *Server) bringItems(w http.ResponseWriter, r *http.Request) error {
	return s.stockAct(w, r, "Đã nhập kho.", func(tx *db.Tx, _ org.Unit) error {
		var list problem.List
		m := delivery.Move{ItemID: text(r, "item"), State: delivery.Condition(text(r, "state")), Quantity: int64(typedCount(r, "quantity", &list)), Document: text(r, "document"), OnDay: typedDay(r, "on", &list), Request: text(r, "request")}
		if err := list.Err(); err != nil {
			return err
		}
		return delivery.Bring(tx, m)
	})
}

func (s *Server) takeStock(w http.ResponseWriter, r *http.Request) error {
	return s.stockAct(w, r, "Đã ghi kiểm kê.", func(tx *db.Tx, _ org.Unit) error {
		var list problem.List
		if text(r, "counted") == "" {
			list.Add("counted", "Ghi số đếm được, từ 0 trở lên.")
		}
		t := delivery.Take{ItemID: text(r, "item"), State: delivery.Condition(text(r, "state")), Counted: int64(typedCount(r, "counted", &list)), OnDay: typedDay(r, "on", &list), Document: text(r, "document"), Reason: text(r, "reason"), Request: text(r, "request")}
		if err := list.Err(); err != nil {
			return err
		}
		return delivery.TakeStock(tx, t)
	})
}

func (s *Server) stockAct(w http.ResponseWriter, r *http.Request, sentence string, act func(tx *db.Tx, u org.Unit) error) error {
	return s.officeAct(w, r, access.DeliveryKeep, sentence, func(tx *db.Tx, _ *rules.Law, u org.Unit) (string, error) {
		return itemsPage, act(tx, u)
	}, func(list problem.List) error { return s.showStock(w, r, list) })
}

func (s *Server) handItems(w http.ResponseWriter, r *http.Request) error {
	return s.showHanding(w, r, nil)
}

// decisionHere is the decision of the address in the register of the office.
func (s *Server) decisionHere(tx *db.Tx, r *http.Request, l *rules.Law, unitID string) (delivery.Decision, error) {
	on, err := vn.ParseDate(text(r, "ngay"))
	if err == nil {
		list, err := delivery.DecisionsOf(tx, l, s.Calendar, unitID, on.Year())
		if err != nil {
			return delivery.Decision{}, err
		}
		for _, d := range list {
			if d.Number == text(r, "so") && d.On == on {
				return d, nil
			}
		}
	}
	return delivery.Decision{}, problem.New(problem.NotFound, "Không có quyết định này trong sổ khen thưởng của cơ quan.")
}

func (s *Server) showHanding(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.OfficeProps
	err = s.view(r, func(tx *db.Tx) error {
		u, err := officeUnit(tx, r, access.DeliveryRead)
		if err != nil {
			return err
		}
		d, err := s.decisionHere(tx, r, law, u.ID)
		if err != nil {
			return err
		}
		p = s.officeFrame(tx, r, u, itemsPage, "Giao hiện vật theo quyết định số "+d.Number)
		p.Frame = refusedFrame(p.Frame, list)
		p.Parts = []pages.OfficePart{{Facts: []components.Fact{{Label: "Ngày quyết định", Text: d.On.Short()}, {Label: "Đã giao", Text: itoa(d.Delivered) + " trong " + itoa(len(d.Grants)) + " trường hợp"}}, Table: commendedTable(law, d.Grants)}}
		if !access.May(tx, access.DeliveryKeep, access.Scope{Unit: u.ID}) {
			return nil
		}
		stock, err := delivery.StockOf(tx, u.ID)
		if err != nil {
			return err
		}
		units, err := unitOptions(tx)
		if err != nil {
			return err
		}
		ticks := func(name, label string, options []components.Option) pages.OfficeField {
			return pages.OfficeField{Field: components.Field{Name: name, Label: label}, Input: pages.InputTicks, Options: options}
		}
		var who, what []components.Option
		for _, c := range d.Grants {
			who = append(who, components.Option{Value: c.ID, Text: c.Subject.Name, Hint: awardTitle(law, c.Entry)})
		}
		for _, i := range stock {
			what = append(what, components.Option{Value: i.ID, Text: i.Name, Hint: "còn " + grouped(int(i.Good)) + " " + i.Measure})
		}
		p.Parts = append(p.Parts, pages.OfficePart{Title: "Giao hiện vật", Lead: "Mỗi người, tập thể được chọn nhận một chiếc của mỗi loại được chọn.", Forms: []pages.OfficeForm{formsOf(r, list).ask(
			pages.OfficeForm{Action: officesPage + "/" + u.ID + itemsPage + handPage, Button: "Giao hiện vật"},
			hiddenOf("request", db.NewID()), hiddenOf("so", d.Number), hiddenOf("ngay", d.On.String()), ticks("grants", "Cho ai", who), ticks("items", "Hiện vật", what),
			dayField("on", "Ngày giao", tx.Today().Short()), lineOf("receiver", "Họ tên người nhận", ""), lineOf("position", "Chức vụ, nơi công tác", ""),
			hinted(optional(selectOf("to_unit", "Đơn vị người nhận xác nhận trên trang", "", "Không; người nhận ký trên giấy", units)), "Chuyên viên, lãnh đạo của đơn vị ấy xác nhận đã nhận."))}})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func commendedTable(l *rules.Law, list []award.Commended) *components.TableProps {
	t := &components.TableProps{ID: "duoc-tang", Caption: "Được tặng theo quyết định", Quiet: true, Columns: []components.Column{{Head: "Tên"}, {Head: "Khen thưởng"}, {Head: "Nơi công tác"}}}
	for _, c := range list {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{nameCell(c.Subject), {Text: awardTitle(l, c.Entry)}, orMissing(c.Subject.Place, "–")}})
	}
	return t
}

func (s *Server) hand(w http.ResponseWriter, r *http.Request) error {
	return s.officeAct(w, r, access.DeliveryKeep, "Đã giao; biên bản chờ ký nhận.", func(tx *db.Tx, _ *rules.Law, u org.Unit) (string, error) {
		var list problem.List
		h := delivery.Handing{
			UnitID: u.ID, Decision: text(r, "so"), DecidedOn: typedDay(r, "ngay", &list), Grants: r.Form["grants"], Items: r.Form["items"], OnDay: typedDay(r, "on", &list),
			Receiver: text(r, "receiver"), Position: text(r, "position"), ToUnit: text(r, "to_unit"), Request: text(r, "request"),
		}
		if err := list.Err(); err != nil {
			return "", err
		}
		n, err := delivery.Hand(tx, h)
		return itemsPage + notePage + "/" + n.ID, err
	}, func(list problem.List) error { return s.showHanding(w, r, list) })
}

func (s *Server) note(w http.ResponseWriter, r *http.Request) error { return s.showNote(w, r, nil) }

// noteHere is the note of the address, of its office.
func noteHere(tx *db.Tx, r *http.Request) (delivery.Note, []delivery.Line, error) {
	n, lines, err := delivery.Look(tx, r.PathValue("delivery"))
	if err == nil && n.UnitID != r.PathValue("unit") {
		err = problem.New(problem.NotFound, "Không có biên bản giao nhận này.")
	}
	return n, lines, err
}

func (s *Server) showNote(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.OfficeProps
	err = s.view(r, func(tx *db.Tx) error {
		n, lines, err := noteHere(tx, r)
		if err != nil {
			return err
		}
		names, err := org.Names(tx, tx.Today(), n.UnitID, n.ToUnit)
		if err != nil {
			return err
		}
		p = s.officeFrame(tx, r, org.Unit{ID: n.UnitID, Name: names[n.UnitID]}, itemsPage, n.Name())
		p.Frame = refusedFrame(p.Frame, list)
		s.traced(tx, &p.Frame, access.Scope{Unit: n.UnitID}, record.Object{Kind: "delivery_note", ID: n.ID})
		rows, err := noteRows(tx, law, lines)
		if err != nil {
			return err
		}
		own := officesPage + "/" + n.UnitID + itemsPage + notePage + "/" + n.ID
		part := pages.OfficePart{Facts: noteFacts(&n, names[n.ToUnit]), Table: lineTable(rows), Links: []components.Link{{Href: own + "/van-ban.docx", Text: "Tải biên bản (Word)"}, {Href: own + "/van-ban.pdf", Text: "Tải biên bản (PDF)"}}}
		if n.FileHash != "" {
			part.Links = append(part.Links, components.Link{Href: own + "/ban-quet", Text: "Bản có chữ ký: " + n.FileName})
		}
		p.Parts = []pages.OfficePart{part}
		if n.State == delivery.Handed {
			noteForms(tx, formsOf(r, list), own, &n, &p)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func noteFacts(n *delivery.Note, to string) []components.Fact {
	facts := []components.Fact{
		{Label: "Trạng thái", Text: upperFirst(n.State.Name())},
		{Label: "Theo quyết định", Text: "số " + n.Decision + " ngày " + n.DecidedOn.Short()},
		{Label: "Ngày giao", Text: n.OnDay.Short()},
		{Label: "Người giao", Text: n.HandedBy},
		{Label: "Người nhận", Text: n.Receiver + ", " + n.Position},
	}
	if to != "" {
		facts = append(facts, components.Fact{Label: "Đơn vị xác nhận", Text: to})
	}
	if !n.SignedOn.IsZero() {
		facts = append(facts, components.Fact{Label: "Ký nhận", Text: "ngày " + n.SignedOn.Short() + map[bool]string{true: ", trên giấy", false: ", " + n.SignedBy + " xác nhận"}[n.SignedBy == ""]})
	}
	if n.CancelledFor != "" {
		facts = append(facts, components.Fact{Label: "Hủy vì", Text: n.CancelledFor})
	}
	return facts
}

// noteRows says line by line who is handed what.
func noteRows(tx *db.Tx, l *rules.Law, lines []delivery.Line) ([][]string, error) {
	items, err := delivery.ItemsOf(tx, lines)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for _, line := range lines {
		c, _, err := award.GrantOf(tx, line.GrantID)
		if err != nil {
			return nil, err
		}
		i := items[line.ItemID]
		rows = append(rows, []string{itoa(len(rows) + 1), c.Subject.Name, awardTitle(l, c.Entry), i.Name, i.Measure, "1"})
	}
	return rows, nil
}

func lineTable(rows [][]string) *components.TableProps {
	t := &components.TableProps{ID: "hien-vat", Caption: "Hiện vật giao", Quiet: true, Columns: []components.Column{{Head: "Cá nhân, tập thể"}, {Head: "Khen thưởng"}, {Head: "Hiện vật"}, {Head: "Số lượng", Number: true}}}
	for _, r := range rows {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: r[1]}, {Text: r[2]}, {Text: r[3]}, {Text: r[5] + " " + r[4]}}})
	}
	return t
}

func noteForms(tx *db.Tx, o officeForms, own string, n *delivery.Note, p *pages.OfficeProps) {
	part, version := pages.OfficePart{Title: "Ký nhận"}, strconv.FormatInt(n.Version, 10)
	if n.ToUnit != "" && n.AccountID != tx.Actor.ID && access.May(tx, access.DeliveryConfirm, access.Scope{Unit: n.ToUnit}) {
		part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Action: own + "/xac-nhan", Version: version, Button: "Xác nhận đã nhận đủ"}))
	}
	if access.May(tx, access.DeliveryKeep, access.Scope{Unit: n.UnitID}) {
		part.Forms = append(part.Forms,
			o.ask(pages.OfficeForm{Summary: "Người nhận đã ký trên giấy", Action: own + "/ky", Version: version, Files: true, Button: "Ghi ký nhận"}, dayField("signed_on", "Ngày ký", tx.Today().Short()), pages.OfficeField{Field: components.Field{Name: "file", Label: "Bản quét"}, Input: pages.InputFile, Accept: ".pdf,.jpg,.png"}),
			o.ask(pages.OfficeForm{Summary: "Hủy biên bản", Action: own + "/huy", Version: version, Button: "Hủy biên bản", Hint: "Hiện vật trở lại kho; biên bản và lý do vẫn còn trong sổ."}, lineOf("why", "Lý do", "")))
	}
	if len(part.Forms) > 0 {
		p.Parts = append(p.Parts, part)
	}
}

// noteAct is the handler of one act on a note.
func (s *Server) noteAct(sentence string, act func(tx *db.Tx, r *http.Request, id string, version int64) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		to := ""
		err := s.update(r, func(tx *db.Tx) error {
			n, _, err := noteHere(tx, r)
			if err != nil {
				return err
			}
			to = officesPage + "/" + n.UnitID + itemsPage + notePage + "/" + n.ID
			return act(tx, r, n.ID, int64(number(text(r, "version"))))
		})
		if err == nil {
			return s.done(w, r, to, sentence)
		}
		list, err := refused(err)
		if err != nil {
			return err
		}
		return s.showNote(w, r, list)
	}
}

func (s *Server) signNote(tx *db.Tx, r *http.Request, id string, version int64) error {
	if err := access.Require(tx, access.DeliveryKeep, access.Scope{Unit: r.PathValue("unit")}); err != nil {
		return err
	}
	on, err := dayOf(r, "signed_on")
	if err != nil {
		return err
	}
	file, err := s.uploadIfAny(r, "file")
	if err != nil {
		return err
	}
	return delivery.Sign(tx, id, version, on, file)
}

func (s *Server) confirmNote(tx *db.Tx, _ *http.Request, id string, version int64) error {
	return delivery.Confirm(tx, id, version)
}

func (s *Server) cancelNote(tx *db.Tx, r *http.Request, id string, version int64) error {
	return delivery.Cancel(tx, id, version, text(r, "why"))
}

func (s *Server) noteScan(w http.ResponseWriter, r *http.Request) error {
	var n delivery.Note
	err := s.view(r, func(tx *db.Tx) (err error) {
		if n, _, err = noteHere(tx, r); err == nil && n.FileHash == "" {
			err = problem.New(problem.NotFound, "Chưa có bản có chữ ký.")
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.serveFile(w, r, n.FileHash, n.FileName)
}
