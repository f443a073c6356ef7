package web

import (
	"net/http"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/inspection"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const inspectionsPage = "/kiem-tra" // below an office's own

func (s *Server) inspections(w http.ResponseWriter, r *http.Request) error {
	return s.showInspections(w, r, nil)
}

// showInspections is the plan of an office's year, what came of it, and its figures.
func (s *Server) showInspections(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.OfficeProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := officeUnit(tx, r, access.InspectionRead)
		if err != nil {
			return err
		}
		year := yearAsked(tx, r)
		p = s.officeFrame(tx, r, u, inspectionsPage, "Kế hoạch kiểm tra, tập huấn năm "+itoa(year))
		p.Frame = refusedFrame(p.Frame, list)
		plan, items, findings, err := inspection.YearOf(tx, u.ID, year)
		if err != nil {
			return err
		}
		s.traced(tx, &p.Frame, access.Scope{Unit: u.ID}, record.Object{Kind: "inspection_plan", ID: plan.ID})
		names, err := unitsNamed(tx, items, findings)
		if err != nil {
			return err
		}
		first := pages.OfficePart{Facts: inspectionSums(inspection.SumsOf(items, findings, tx.Today()))}
		if plan.Approved() {
			first.Facts = append([]components.Fact{{Label: "Kế hoạch", Text: "đã duyệt theo văn bản " + plan.Number + " ngày " + plan.ApprovedOn.Short() + "; " + plan.ApprovedBy}}, first.Facts...)
		} else if plan.ID != "" {
			first.Facts = append([]components.Fact{{Label: "Kế hoạch", Text: "đang soạn, chưa duyệt"}}, first.Facts...)
		}
		first.Forms = []pages.OfficeForm{{Summary: "Xem năm khác", Get: true, Action: r.URL.Path, Button: "Xem", Kind: components.Plain, Fields: []pages.OfficeField{{Field: components.Field{Name: "nam", Label: "Năm"}, Value: itoa(year), Width: components.Width5}}}}
		p.Parts = []pages.OfficePart{
			{Title: "Kiểm tra", Table: itemTable(tx, u.ID, inspection.Inspect, items, names)},
			{Title: "Tập huấn", Table: itemTable(tx, u.ID, inspection.Course, items, names)},
			{Title: "Tồn tại, kiến nghị", Table: findingTable(tx, u.ID, findings, names)},
		}
		p.Parts = append([]pages.OfficePart{first}, p.Parts...)
		return planForms(tx, r, u, plan, year, list, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func unitsNamed(tx *db.Tx, items []inspection.Item, findings []inspection.Finding) (map[string]string, error) {
	var ids []string
	for _, i := range items {
		ids = append(ids, i.TargetID)
	}
	for _, f := range findings {
		ids = append(ids, f.UnitID)
	}
	return org.Names(tx, tx.Today(), ids...)
}

func inspectionSums(s inspection.Sums) []components.Fact {
	return []components.Fact{
		{Label: "Kiểm tra", Text: "đã thực hiện " + itoa(s.Inspected) + " trong " + itoa(s.Inspections) + " cuộc"},
		{Label: "Tập huấn", Text: "đã mở " + itoa(s.Taught) + " trong " + itoa(s.Courses) + " lớp, " + itoa(s.People) + " lượt người dự"},
		{Label: "Tồn tại, kiến nghị", Text: itoa(s.Findings) + ", đã khắc phục " + itoa(s.Mended) + ", quá hạn " + itoa(s.Late)},
	}
}

func daysOf(from, to vn.Date) string {
	if from == to {
		return from.Short()
	}
	return from.Short() + " – " + to.Short()
}

func itemTable(tx *db.Tx, unitID string, kind inspection.Kind, items []inspection.Item, names map[string]string) *components.TableProps {
	t := &components.TableProps{ID: string(kind), Caption: upperFirst(kind.Name()), Quiet: true, Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Nội dung"}, {Head: "Thời gian"}, {Head: "Trạng thái"}}}
	if kind == inspection.Course {
		t.Columns[0].Head = "Lớp"
		t.Columns[1].Head = "Người giảng, đối tượng"
	}
	t.Empty = components.EmptyState(components.EmptyProps{Title: "Chưa có việc nào", What: "Việc " + kind.Name() + " của kế hoạch năm hiện ở đây, theo thời gian.", Who: "Chuyên viên của cơ quan lập kế hoạch; lãnh đạo duyệt."})
	for n := range items {
		i := &items[n]
		if i.Kind != kind {
			continue
		}
		name, about := names[i.TargetID], i.Content
		if kind == inspection.Course {
			name, about = shortened(i.Content), i.Team
		}
		state := components.Cell{Text: upperFirst(i.State.Name()), Note: i.DroppedFor}
		if i.AddedFor != "" {
			state.Note = "bổ sung: " + i.AddedFor
		}
		if i.Late(tx.Today()) {
			state.Content = components.StateTag(components.TagProps{Text: "Quá thời gian", Tone: components.ToneBad})
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: name, Href: inspectionPath(unitID, i.ID)}, {Text: shortened(about)}, {Text: daysOf(i.FromDay, i.ToDay)}, state}})
	}
	return t
}

func inspectionPath(unitID, id string) string {
	return officesPage + "/" + unitID + inspectionsPage + "/" + id
}

func findingTable(tx *db.Tx, unitID string, findings []inspection.Finding, names map[string]string) *components.TableProps {
	t := &components.TableProps{ID: "ton-tai", Caption: "Tồn tại, kiến nghị", Quiet: true, Columns: []components.Column{{Head: "Nội dung"}, {Head: "Loại"}, {Head: "Đơn vị khắc phục"}, {Head: "Hạn"}, {Head: "Trạng thái"}}}
	t.Empty = components.EmptyState(components.EmptyProps{Title: "Chưa có tồn tại, kiến nghị nào", What: "Sau mỗi cuộc kiểm tra, điều phải khắc phục và hạn của từng đơn vị hiện ở đây cho đến khi xong."})
	for n := range findings {
		f := &findings[n]
		state := components.Cell{Text: upperFirst(f.State.Name())}
		if f.State == inspection.Mended {
			state.Note = "ngày " + f.ClosedOn.Short()
		}
		if f.Late(tx.Today()) {
			state.Content = components.StateTag(components.TagProps{Text: "Quá hạn", Tone: components.ToneBad})
		}
		t.Rows = append(t.Rows, components.Row{Mine: f.UnitID == tx.Actor.Unit, Cells: []components.Cell{
			{Text: shortened(f.Body), Href: inspectionPath(unitID, f.ItemID)}, {Text: upperFirst(f.Kind.Name())}, {Text: names[f.UnitID]}, {Text: f.DueOn.Short()}, state,
		}})
	}
	return t
}

// unitOptions are the units in force, for a form that names one.
func unitOptions(tx *db.Tx) ([]components.Option, error) {
	units, _, err := org.Search(tx, org.Query{Day: tx.Today()})
	if err != nil {
		return nil, err
	}
	list := make([]components.Option, len(units))
	for i, u := range units {
		list[i] = components.Option{Value: u.ID, Text: u.Name}
	}
	return list, nil
}

func planForms(tx *db.Tx, r *http.Request, u org.Unit, plan inspection.Plan, year int, list problem.List, p *pages.OfficeProps) error {
	o, own := formsOf(r, list), officesPage+"/"+u.ID+inspectionsPage
	part := pages.OfficePart{Title: "Kế hoạch"}
	if access.May(tx, access.InspectionKeep, access.Scope{Unit: u.ID}) {
		units, err := unitOptions(tx)
		if err != nil {
			return err
		}
		add := func(kind inspection.Kind, path, summary string, fields ...pages.OfficeField) {
			fields = append([]pages.OfficeField{hiddenOf("nam", itoa(year))}, fields...)
			fields = append(fields, dayField("from_day", "Từ ngày", ""), optional(dayField("to_day", "Đến ngày", "")))
			if plan.Approved() {
				fields = append(fields, hinted(lineOf("added_for", "Lý do bổ sung", ""), "Kế hoạch đã duyệt; việc thêm sau được ghi rõ là bổ sung."))
			}
			part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Summary: summary, Action: own + path, Button: "Thêm " + kind.Name()}, fields...))
		}
		add(inspection.Inspect, "/them", "Thêm cuộc kiểm tra", selectOf("target", "Đơn vị được kiểm tra", "", "Chọn đơn vị", units), areaOf("content", "Nội dung kiểm tra", ""), areaOf("team", "Đoàn kiểm tra", ""))
		add(inspection.Course, "/them-lop", "Thêm lớp tập huấn", areaOf("content", "Nội dung tập huấn", ""), areaOf("team", "Người giảng, đối tượng dự", ""))
	}
	if plan.ID != "" && !plan.Approved() && access.May(tx, access.InspectionDirect, access.Scope{Unit: u.ID}) {
		part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Summary: "Duyệt kế hoạch năm " + itoa(year), Action: own + "/duyet", Version: strconv.FormatInt(plan.Version, 10), Button: "Duyệt kế hoạch", Hint: "Sau khi duyệt, việc thêm vào phải ghi lý do bổ sung."},
			hiddenOf("nam", itoa(year)), lineOf("number", "Số, ký hiệu văn bản", ""), dayField("on", "Ngày văn bản", tx.Today().Short())))
	}
	if len(part.Forms) > 0 {
		p.Parts = append(p.Parts, part)
	}
	return nil
}

func (s *Server) addInspection(w http.ResponseWriter, r *http.Request) error {
	return s.addToPlan(w, r, inspection.Inspect, "Đã thêm cuộc kiểm tra vào kế hoạch.")
}

func (s *Server) addCourse(w http.ResponseWriter, r *http.Request) error {
	return s.addToPlan(w, r, inspection.Course, "Đã thêm lớp tập huấn vào kế hoạch.")
}

func (s *Server) addToPlan(w http.ResponseWriter, r *http.Request, kind inspection.Kind, sentence string) error {
	return s.officeAct(w, r, access.InspectionKeep, sentence, func(tx *db.Tx, _ *rules.Law, u org.Unit) (string, error) {
		var list problem.List
		i := inspection.Item{
			Kind: kind, TargetID: text(r, "target"), Content: text(r, "content"), Team: text(r, "team"), AddedFor: text(r, "added_for"),
			FromDay: typedDay(r, "from_day", &list), ToDay: typedDay(r, "to_day", &list),
		}
		if err := list.Err(); err != nil {
			return "", err
		}
		year := number(text(r, "nam"))
		_, err := inspection.Add(tx, u.ID, year, i)
		return inspectionsPage + "?nam=" + itoa(year), err
	}, func(list problem.List) error { return s.showInspections(w, r, list) })
}

func (s *Server) approveInspections(w http.ResponseWriter, r *http.Request) error {
	return s.officeAct(w, r, access.InspectionDirect, "Đã duyệt kế hoạch.", func(tx *db.Tx, _ *rules.Law, u org.Unit) (string, error) {
		on, err := dayOf(r, "on")
		if err != nil {
			return "", err
		}
		year := number(text(r, "nam"))
		return inspectionsPage + "?nam=" + itoa(year), inspection.Approve(tx, u.ID, year, int64(number(text(r, "version"))), text(r, "number"), on)
	}, func(list problem.List) error { return s.showInspections(w, r, list) })
}

func (s *Server) inspection(w http.ResponseWriter, r *http.Request) error {
	return s.showInspection(w, r, nil)
}

// inspectionHere is the item of the address, in the plan of its office.
func inspectionHere(tx *db.Tx, r *http.Request) (inspection.Plan, inspection.Item, []inspection.Finding, error) {
	plan, i, findings, err := inspection.Look(tx, r.PathValue("inspection"))
	if err == nil && plan.UnitID != r.PathValue("unit") {
		err = problem.New(problem.NotFound, "Không có cuộc kiểm tra, lớp tập huấn này.")
	}
	return plan, i, findings, err
}

func (s *Server) showInspection(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.OfficeProps
	err := s.view(r, func(tx *db.Tx) error {
		plan, i, findings, err := inspectionHere(tx, r)
		if err != nil {
			return err
		}
		names, err := unitsNamed(tx, []inspection.Item{i, {TargetID: plan.UnitID}}, findings)
		if err != nil {
			return err
		}
		title := "Tập huấn: " + shortened(i.Content)
		if i.Kind == inspection.Inspect {
			title = "Kiểm tra " + names[i.TargetID]
		}
		p = s.officeFrame(tx, r, org.Unit{ID: plan.UnitID, Name: names[plan.UnitID]}, inspectionsPage, title)
		p.Frame = refusedFrame(p.Frame, list)
		s.traced(tx, &p.Frame, access.Scope{Unit: plan.UnitID}, record.Object{Kind: "inspection_item", ID: i.ID})
		p.Parts = []pages.OfficePart{{Facts: itemFacts(&i)}}
		o, own := formsOf(r, list), inspectionPath(plan.UnitID, i.ID)
		keeps := access.May(tx, access.InspectionKeep, access.Scope{Unit: plan.UnitID})
		for n := range findings {
			p.Parts = append(p.Parts, findingPart(tx, o, own, &findings[n], names, keeps))
		}
		if keeps {
			return itemForms(tx, o, own, plan, &i, &p)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func itemFacts(i *inspection.Item) []components.Fact {
	var facts []components.Fact
	fact := func(label, text string) {
		if text != "" {
			facts = append(facts, components.Fact{Label: label, Text: text})
		}
	}
	fact("Trạng thái", upperFirst(i.State.Name()))
	fact("Nội dung", i.Content)
	team := "Đoàn kiểm tra"
	if i.Kind == inspection.Course {
		team = "Người giảng, đối tượng"
	}
	fact(team, i.Team)
	fact("Thời gian", daysOf(i.FromDay, i.ToDay))
	fact("Bổ sung vì", i.AddedFor)
	fact("Không thực hiện vì", i.DroppedFor)
	fact("Ngày thực hiện", i.HeldOn.Short())
	fact("Văn bản kết luận", i.Number)
	if i.Participants > 0 {
		fact("Số người dự", itoa(int(i.Participants)))
	}
	fact("Tài liệu", i.Papers)
	fact("Kết luận, kết quả", i.Conclusion)
	return facts
}

func findingPart(tx *db.Tx, o officeForms, own string, f *inspection.Finding, names map[string]string, keeps bool) pages.OfficePart {
	part := pages.OfficePart{ID: "kl-" + f.ID, Title: upperFirst(f.Kind.Name()) + ": " + shortened(f.Body), Facts: []components.Fact{
		{Label: "Đơn vị khắc phục", Text: names[f.UnitID]}, {Label: "Hạn", Text: f.DueOn.Short()}, {Label: "Trạng thái", Text: upperFirst(f.State.Name())},
	}}
	if len([]rune(f.Body)) > len([]rune(shortened(f.Body))) {
		part.Text = []string{f.Body}
	}
	if f.Late(tx.Today()) {
		part.Notices = []components.NoticeProps{{Kind: components.NoticeWarn, Text: "Đã quá hạn " + itoa(f.DueOn.DaysUntil(tx.Today())) + " ngày."}}
	}
	if f.Answer != "" {
		part.Facts = append(part.Facts, components.Fact{Label: "Cơ quan trả lại vì", Text: f.Answer})
	}
	if f.Report != "" {
		part.Facts = append(part.Facts, components.Fact{Label: "Đã khắc phục", Text: f.Report})
		part.Links = []components.Link{{Href: own + "/ket-luan/" + f.ID + "/minh-chung", Text: "Tải minh chứng: " + f.FileName}}
	}
	version := strconv.FormatInt(f.Version, 10)
	at := own + "/ket-luan/" + f.ID
	if f.State == inspection.Open && access.May(tx, access.InspectionMend, access.Scope{Unit: f.UnitID}) {
		part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Summary: "Báo cáo khắc phục", Action: at + "/khac-phuc", Version: version, Files: true, Button: "Gửi báo cáo"},
			areaOf("report", "Đã khắc phục thế nào", f.Report), pages.OfficeField{Field: components.Field{Name: "file", Label: "Minh chứng"}, Input: pages.InputFile, Accept: ".pdf,.docx,.xlsx,.jpg,.png"}))
	}
	if f.State == inspection.Reported && keeps {
		part.Forms = append(part.Forms,
			o.ask(pages.OfficeForm{Action: at + "/xong", Version: version, Button: "Xác nhận đã khắc phục"}),
			o.ask(pages.OfficeForm{Summary: "Trả lại", Action: at + "/tra", Version: version, Button: "Trả lại"}, areaOf("answer", "Còn thiếu gì", "")))
	}
	return part
}

func itemForms(tx *db.Tx, o officeForms, own string, plan inspection.Plan, i *inspection.Item, p *pages.OfficeProps) error {
	part, version := pages.OfficePart{Title: "Việc tiếp theo"}, strconv.FormatInt(i.Version, 10)
	if i.State == inspection.Planned {
		fields := []pages.OfficeField{dayField("on", "Ngày kết luận", tx.Today().Short()), lineOf("number", "Số, ký hiệu văn bản kết luận", ""), areaOf("conclusion", "Kết luận", "")}
		if i.Kind == inspection.Course {
			fields = []pages.OfficeField{
				dayField("on", "Ngày", tx.Today().Short()),
				{Field: components.Field{Name: "participants", Label: "Số người dự"}, Input: pages.InputNumber, Width: components.Width5},
				optional(areaOf("papers", "Tài liệu", "")), areaOf("conclusion", "Kết quả", ""),
			}
		}
		if plan.Approved() {
			part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Summary: "Ghi kết luận, kết quả", Action: own + "/ket-qua", Version: version, Button: "Ghi kết quả"}, fields...))
		} else {
			part.Lead = "Kế hoạch chưa được duyệt; sau khi duyệt mới ghi kết quả."
		}
		part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Summary: "Không thực hiện", Action: own + "/bo", Version: version, Button: "Ghi không thực hiện"}, lineOf("why", "Lý do", "")))
	}
	if i.State == inspection.Held && i.Kind == inspection.Inspect {
		units, err := unitOptions(tx)
		if err != nil {
			return err
		}
		kinds := []components.Option{{Value: string(inspection.Shortcoming), Text: "Tồn tại"}, {Value: string(inspection.Recommendation), Text: "Kiến nghị"}}
		part.Forms = append(part.Forms, o.ask(pages.OfficeForm{Summary: "Ghi tồn tại, kiến nghị", Action: own + "/ket-luan", Button: "Ghi"},
			pages.OfficeField{Field: components.Field{Name: "kind", Label: "Loại"}, Input: pages.InputRadios, Options: kinds}, areaOf("body", "Nội dung", ""),
			selectOf("unit", "Đơn vị phải khắc phục", i.TargetID, "Chọn đơn vị", units), dayField("due_on", "Hạn khắc phục", "")))
	}
	if len(part.Forms) > 0 {
		p.Parts = append(p.Parts, part)
	}
	return nil
}

// inspectionAct is the handler of one act on an item or a finding.
func (s *Server) inspectionAct(sentence string, act func(tx *db.Tx, r *http.Request, version int64) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		to := ""
		err := s.update(r, func(tx *db.Tx) error {
			plan, i, findings, err := inspectionHere(tx, r)
			if err != nil {
				return err
			}
			if id := r.PathValue("finding"); id != "" && !hasFinding(findings, id) {
				return problem.New(problem.NotFound, "Không có tồn tại, kiến nghị này.")
			}
			to = inspectionPath(plan.UnitID, i.ID)
			return act(tx, r, int64(number(text(r, "version"))))
		})
		if err == nil {
			return s.done(w, r, to, sentence)
		}
		list, err := refused(err)
		if err != nil {
			return err
		}
		return s.showInspection(w, r, list)
	}
}

func hasFinding(list []inspection.Finding, id string) bool {
	for i := range list {
		if list[i].ID == id {
			return true
		}
	}
	return false
}

func (s *Server) concludeInspection(tx *db.Tx, r *http.Request, version int64) error {
	if err := access.Require(tx, access.InspectionKeep, access.Scope{Unit: r.PathValue("unit")}); err != nil {
		return err
	}
	var list problem.List
	o := inspection.Outcome{On: typedDay(r, "on", &list), Number: text(r, "number"), Conclusion: text(r, "conclusion"), Participants: typedCount(r, "participants", &list), Papers: text(r, "papers")}
	if err := list.Err(); err != nil {
		return err
	}
	return inspection.Conclude(tx, r.PathValue("inspection"), version, o)
}

func (s *Server) dropInspection(tx *db.Tx, r *http.Request, version int64) error {
	return inspection.Drop(tx, r.PathValue("inspection"), version, text(r, "why"))
}

func (s *Server) noteFinding(tx *db.Tx, r *http.Request, _ int64) error {
	if err := access.Require(tx, access.InspectionKeep, access.Scope{Unit: r.PathValue("unit")}); err != nil {
		return err
	}
	var list problem.List
	f := inspection.Finding{Kind: inspection.FindingKind(text(r, "kind")), Body: text(r, "body"), UnitID: text(r, "unit"), DueOn: typedDay(r, "due_on", &list)}
	if err := list.Err(); err != nil {
		return err
	}
	_, err := inspection.Note(tx, r.PathValue("inspection"), f)
	return err
}

func (s *Server) mendFinding(tx *db.Tx, r *http.Request, version int64) error {
	if err := inspection.MayMend(tx, r.PathValue("finding")); err != nil {
		return err
	}
	file, err := s.uploadIfAny(r, "file")
	if err != nil {
		return err
	}
	return inspection.Mend(tx, r.PathValue("finding"), version, text(r, "report"), file)
}

func (s *Server) closeFinding(tx *db.Tx, r *http.Request, version int64) error {
	return inspection.Close(tx, r.PathValue("finding"), version)
}

func (s *Server) sendBackFinding(tx *db.Tx, r *http.Request, version int64) error {
	return inspection.SendBack(tx, r.PathValue("finding"), version, text(r, "answer"))
}

func (s *Server) findingEvidence(w http.ResponseWriter, r *http.Request) error {
	var f inspection.Finding
	err := s.view(r, func(tx *db.Tx) error {
		if _, _, _, err := inspectionHere(tx, r); err != nil {
			return err
		}
		var err error
		if f, err = inspection.Evidence(tx, r.PathValue("finding")); err == nil && f.ItemID != r.PathValue("inspection") {
			err = problem.New(problem.NotFound, "Chưa có minh chứng.")
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.serveFile(w, r, f.FileHash, strings.TrimSpace(f.FileName))
}
