package web

import (
	"net/http"
	"net/url"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/deliberation"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// The page of a unit's deliberations, below its register's own; one stands below it by
// its year.
const deliberationPage = "/binh-xet"

func (s *Server) deliberations(w http.ResponseWriter, r *http.Request) error {
	return s.showDeliberations(w, r, nil)
}

func (s *Server) showDeliberations(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.RoundsProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		rounds, err := deliberation.Rounds(tx, u.ID)
		if err != nil {
			return err
		}
		p = pages.RoundsProps{Frame: refusedFrame(s.registerFrame(tx, r, u, "Bình xét hằng năm"), list), UnitID: u.ID, May: access.May(tx, access.DeliberationKeep, access.Scope{Unit: u.ID})}
		p.Frame.Lead = "Từ danh sách xếp loại đến danh sách Lao động tiên tiến, Chiến sĩ thi đua cơ sở, có cuộc họp, phiếu, biên bản và lý do của từng người."
		sent, now := typed(r), tx.Today().Year()
		p.Open = pages.RoundForm{
			Action: registersPage + "/" + u.ID + deliberationPage, Button: "Mở đợt bình xét", Problems: list, Value: func(name string) string {
				if len(list) == 0 {
					return map[string]string{"nam": itoa(now), "quorum": "0", "object_days": "0"}[name]
				}
				return sent[name]
			},
		}
		p.Table = components.TableProps{
			ID: "dot", Caption: "Các đợt bình xét", Columns: []components.Column{{Head: "Năm"}, {Head: "Tình trạng"}, {Head: "Theo"}, {Head: "Công bố"}},
			Empty: components.EmptyState(components.EmptyProps{Title: "Chưa có đợt bình xét nào", What: "Mỗi năm một đợt: danh sách, các cuộc họp, kết quả và lý do nằm ở đây.", Who: "Chuyên viên của đơn vị mở đợt."}),
		}
		for i := range rounds {
			d := &rounds[i]
			p.Table.Rows = append(p.Table.Rows, components.Row{Cells: []components.Cell{
				{Text: itoa(d.Year), Href: d.Path()}, {Content: components.StateTag(pages.RoundTag(d.State))}, {Text: d.Document}, orMissing(d.PublishedOn.Short(), "chưa công bố"),
			}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Rounds(p))
}

// roundTyped is a deliberation's own rules as they are typed.
func roundTyped(r *http.Request, list *problem.List) deliberation.Deliberation {
	return deliberation.Deliberation{
		Document: text(r, "document"), Quorum: typedCount(r, "quorum", list), Majority: typedCount(r, "majority", list),
		MajorityOf: deliberation.Of(text(r, "majority_of")), ObjectDays: typedCount(r, "object_days", list),
	}
}

func (s *Server) openDeliberation(w http.ResponseWriter, r *http.Request) error {
	var d deliberation.Deliberation
	err := s.update(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.DeliberationKeep, access.Scope{Unit: u.ID}); err != nil {
			return err
		}
		var list problem.List
		d = roundTyped(r, &list)
		if err := list.Err(); err != nil {
			return err
		}
		d.UnitID, d.Year = u.ID, number(text(r, "nam"))
		d, err = deliberation.Open(tx, d)
		return err
	})
	if err == nil {
		return s.done(w, r, d.Path(), "Đã mở đợt bình xét năm "+itoa(d.Year)+".")
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showDeliberations(w, r, list)
}

// round finds the deliberation that an address names.
func round(tx *db.Tx, r *http.Request) (org.Unit, deliberation.Summary, error) {
	u, err := registerUnit(tx, r)
	if err != nil {
		return u, deliberation.Summary{}, err
	}
	d, err := deliberation.Find(tx, u.ID, number(r.PathValue("year")))
	return u, d, err
}

// roundFrame is frame for a page of a deliberation.
func (s *Server) roundFrame(tx *db.Tx, r *http.Request, u org.Unit, d *deliberation.Deliberation, title string) components.PageProps {
	f := s.registerFrame(tx, r, u, title)
	f.Crumbs = append(f.Crumbs, components.Link{Href: registersPage + "/" + u.ID + deliberationPage, Text: "Bình xét"})
	if r.URL.Path != d.Path() {
		f.Crumbs = append(f.Crumbs, components.Link{Href: d.Path(), Text: "Năm " + itoa(d.Year)})
	}
	s.traced(tx, &f, access.Scope{Unit: u.ID}, record.Object{Kind: "deliberation", ID: d.ID})
	return f
}

func (s *Server) deliberation(w http.ResponseWriter, r *http.Request) error {
	return s.showDeliberation(w, r, nil)
}

func (s *Server) showDeliberation(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.RoundProps
	err := s.view(r, func(tx *db.Tx) error {
		u, d, err := round(tx, r)
		if err != nil {
			return err
		}
		scope, sent := access.Scope{Unit: u.ID}, typed(r)
		p = pages.RoundProps{
			Frame: refusedFrame(s.roundFrame(tx, r, u, &d.Deliberation, "Bình xét năm "+itoa(d.Year)), list), Summary: d, Problems: list, Typed: sent, Today: tx.Today().Short(),
			MayKeep: access.May(tx, access.DeliberationKeep, scope), MayConclude: access.May(tx, access.DeliberationConclude, scope),
			Steps: roundSteps(&d), Departments: departmentTable(&d), Options: notMet(&d),
		}
		p.Revise = pages.RoundForm{
			Action: d.Path() + "/quy-dinh", Version: itoa(int(d.Version)), Button: "Ghi quy định", Problems: list, Value: func(name string) string {
				if len(list) > 0 && sent["document"] != "" {
					return sent[name]
				}
				return map[string]string{
					"document": d.Document, "quorum": itoa(d.Quorum), "majority": itoa(d.Majority), "majority_of": string(d.MajorityOf), "object_days": itoa(d.ObjectDays),
				}[name]
			},
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Round(p))
}

// roundSteps are the steps of a deliberation, each with whether it is done.
func roundSteps(d *deliberation.Summary) []components.Task {
	met := func(department string) *deliberation.Meeting {
		if i := slices.IndexFunc(d.Meetings, func(m deliberation.Meeting) bool { return m.Department == department }); i >= 0 {
			return &d.Meetings[i]
		}
		return nil
	}
	step := func(done bool, title, href, why string) components.Task {
		t := components.Task{Title: title, Href: href, Why: why, Tag: components.TagProps{Text: "chưa xong", Tone: components.ToneQuiet}}
		if done {
			t.Tag = components.TagProps{Text: "xong", Tone: components.ToneGood}
		}
		return t
	}
	closed, wanted := 0, 0
	for _, p := range d.Departments {
		if p.Wanted > 0 {
			wanted++
			if m := met(p.Name); m != nil && m.State == deliberation.MeetingClosed {
				closed++
			}
		}
	}
	unit := met("")
	unitHref, published := d.Path(), !d.PublishedOn.IsZero() && d.State != deliberation.Meetings
	if unit != nil {
		unitHref = d.Path() + "/hop/" + unit.ID
	}
	return []components.Task{
		step(d.People > 0 && d.Doubtful == 0, "Danh sách người, xếp loại, đăng ký, đề nghị", d.Path()+"/nhap", itoa(d.People)+" người; "+itoa(d.Doubtful)+" chưa rõ là ai trong sổ"),
		step(wanted > 0 && closed == wanted, "Các bộ phận họp, bỏ phiếu", d.Path()+"#bo-phan", itoa(closed)+" trên "+itoa(wanted)+" bộ phận có người được đề nghị"),
		step(unit != nil && unit.State == deliberation.MeetingClosed, "Đơn vị họp, bỏ phiếu", unitHref, "Sau khi các bộ phận đã họp"),
		step(published, "Công bố kết quả, nhận phản ánh", d.Path()+"/phan-anh", itoa(d.Objections)+" phản ánh chưa trả lời"),
		step(d.State == deliberation.Concluded, "Kết luận: quyết định của đơn vị, hoặc hồ sơ trình cấp trên", d.Path()+"/danh-sach/"+deliberation.Advanced, itoa(len(d.Ends))+" danh sách đã có kết luận"),
	}
}

func departmentTable(d *deliberation.Summary) components.TableProps {
	t := components.TableProps{
		ID: "bo-phan", Caption: "Các bộ phận", Columns: []components.Column{{Head: "Bộ phận"}, {Head: "Người", Number: true}, {Head: "Được xét", Number: true}, {Head: "Cuộc họp"}, {Head: "Có mặt", Number: true}},
		Empty: components.EmptyState(components.EmptyProps{Title: "Chưa có danh sách", What: "Các bộ phận theo danh sách đã nhập nằm ở đây.", Who: "Chuyên viên nhập danh sách trước."}),
	}
	row := func(name, href string, people, wanted int, department string) {
		meeting, present := components.Cell{Missing: "chưa họp"}, components.Cell{Missing: "–"}
		if wanted == 0 && department != "" {
			meeting = components.Cell{Missing: "không cần họp"}
		}
		for i := range d.Meetings {
			if m := &d.Meetings[i]; m.Department == department {
				state := "biên bản đang mở"
				if m.State == deliberation.MeetingClosed {
					state = "biên bản đã khóa"
				}
				meeting = components.Cell{Text: "ngày " + m.HeldOn.Short(), Href: d.Path() + "/hop/" + m.ID, Note: state}
				present = components.Cell{Text: itoa(m.Present) + "/" + itoa(m.Members)}
			}
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: name, Href: href}, {Text: grouped(people)}, {Text: grouped(wanted)}, meeting, present}})
	}
	wanted := 0
	for _, p := range d.Departments {
		wanted += p.Wanted
		row(p.Name, d.Path()+"/nguoi?bo-phan="+url.QueryEscape(p.Name), p.People, p.Wanted, p.Name)
	}
	if d.People > 0 {
		row("Cả đơn vị", "", d.People, wanted, "")
	}
	return t
}

// notMet are whose meetings are not written yet.
func notMet(d *deliberation.Summary) []components.Option {
	var list []components.Option
	met := func(department string) bool {
		return slices.ContainsFunc(d.Meetings, func(m deliberation.Meeting) bool { return m.Department == department })
	}
	for _, p := range d.Departments {
		if p.Wanted > 0 && !met(p.Name) {
			list = append(list, components.Option{Value: p.Name, Text: p.Name})
		}
	}
	if !met("") {
		list = append(list, components.Option{Value: "", Text: "cả đơn vị"})
	}
	return list
}

// roundForm runs the use case of a form of a deliberation. On success it leads to a
// page below the deliberation with a sentence; what the person did wrong shows the form
// again.
func (s *Server) roundForm(w http.ResponseWriter, r *http.Request, right access.Act, again func(problem.List) error, act func(tx *db.Tx, d *deliberation.Summary, version int64) (page, sentence string, err error)) error {
	var to, sentence string
	err := s.update(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, right, access.Scope{Unit: u.ID}); err != nil {
			return err
		}
		_, d, err := round(tx, r)
		if err != nil {
			return err
		}
		page, said, err := act(tx, &d, int64(number(text(r, "version"))))
		to, sentence = d.Path()+page, said
		return err
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

func (s *Server) reviseDeliberation(w http.ResponseWriter, r *http.Request) error {
	return s.roundForm(w, r, access.DeliberationKeep, func(list problem.List) error { return s.showDeliberation(w, r, list) }, func(tx *db.Tx, d *deliberation.Summary, version int64) (string, string, error) {
		var list problem.List
		change := roundTyped(r, &list)
		if err := list.Err(); err != nil {
			return "", "", err
		}
		return "", "Đã ghi quy định của cuộc họp.", deliberation.Revise(tx, d.ID, version, change)
	})
}

func (s *Server) holdMeeting(w http.ResponseWriter, r *http.Request) error {
	return s.roundForm(w, r, access.DeliberationKeep, func(list problem.List) error { return s.showDeliberation(w, r, list) }, func(tx *db.Tx, d *deliberation.Summary, version int64) (string, string, error) {
		var list problem.List
		on, err := dayOf(r, "held_on")
		list = append(list, problem.All(err)...)
		m := deliberation.Meeting{
			DeliberationID: d.ID, Department: text(r, "department"), HeldOn: on, Place: text(r, "place"), Members: typedCount(r, "members", &list),
			Present: typedCount(r, "present", &list), Manner: deliberation.Manner(text(r, "manner")), Chair: text(r, "chair"), Secretary: text(r, "secretary"),
		}
		if err := list.Err(); err != nil {
			return "", "", err
		}
		m, err = deliberation.Hold(tx, version, m)
		return "/hop/" + m.ID, "Đã ghi cuộc họp; ghi kết quả phiếu của từng người.", err
	})
}

func (s *Server) publishDeliberation(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	return s.roundForm(w, r, access.DeliberationConclude, func(list problem.List) error { return s.showDeliberation(w, r, list) }, func(tx *db.Tx, d *deliberation.Summary, version int64) (string, string, error) {
		return "", "Đã công bố kết quả bình xét trong đơn vị.", deliberation.Publish(tx, law, d.ID, version)
	})
}
