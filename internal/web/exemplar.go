package web

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/exemplar"
	"giaouoc/internal/org"
	"giaouoc/internal/picture"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	exemplarsPage      = "/dien-hinh" // the public's, and below an office's own
	exemplarDraftsPage = exemplarsPage + "/cho-dang"
)

// exemplars are the stories of an office and the queue of suggestions.
func (s *Server) exemplars(w http.ResponseWriter, r *http.Request) error {
	var p pages.OfficeProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := officeUnit(tx, r, access.ExemplarRead)
		if err != nil {
			return err
		}
		p = s.officeFrame(tx, r, u, exemplarsPage, "Điển hình tiên tiến")
		list, err := exemplar.Of(tx, u.ID)
		if err != nil {
			return err
		}
		queue, err := exemplar.Queue(tx, u.ID)
		if err != nil {
			return err
		}
		stories := pages.OfficePart{Title: "Bài của cơ quan", Table: storyTable(list, "Chưa có bài nào")}
		if access.May(tx, access.ExemplarKeep, access.Scope{Unit: u.ID}) {
			stories.Links = []components.Link{{Href: r.URL.Path + "/moi", Text: "Soạn bài mới"}}
		}
		p.Parts = []pages.OfficePart{{Title: "Lời giới thiệu từ cơ sở", Table: queueTable(r.URL.Path, queue)}, stories}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Office(p))
}

func storyTable(list []exemplar.Exemplar, empty string) *components.TableProps {
	t := &components.TableProps{
		ID: "bai", Caption: "Bài điển hình tiên tiến", Quiet: true, Columns: []components.Column{{Head: "Bài"}, {Head: "Về ai"}, {Head: "Trạng thái"}, {Head: "Sửa cuối"}},
		Empty: components.EmptyState(components.EmptyProps{Title: empty, What: "Bài soạn, bài đã đăng và đã rút hiện ở đây.", Who: "Chuyên viên soạn; lãnh đạo cơ quan hoặc biên tập viên khác người soạn đọc và đăng."}),
	}
	for _, e := range list {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: e.Title, Href: storyPath(&e)}, {Text: e.Name, Note: e.Kind.Name()}, {Content: components.StateTag(storyTag(e.State))}, {Text: e.SavedBy},
		}})
	}
	return t
}

func storyPath(e *exemplar.Exemplar) string { return exemplar.Path(e.OfficeID) + "/" + e.ID }

func storyTag(s exemplar.State) components.TagProps {
	tone := map[exemplar.State]components.Tone{exemplar.Published: components.ToneGood, exemplar.Withdrawn: components.ToneWarn}[s]
	return components.TagProps{Text: upperFirst(s.Name()), Tone: tone}
}

func queueTable(own string, list []exemplar.Suggestion) *components.TableProps {
	t := &components.TableProps{
		ID: "gioi-thieu", Caption: "Lời giới thiệu", Quiet: true, Columns: []components.Column{{Head: "Được giới thiệu"}, {Head: "Nhận ngày"}, {Head: "Xem xét"}},
		Empty: components.EmptyState(components.EmptyProps{Title: "Chưa có lời giới thiệu nào", What: "Người dân giới thiệu ở trang " + exemplarsPage + "/gioi-thieu của cổng; lời giới thiệu chờ ở đây cho đến khi cơ quan nhận hoặc không nhận."}),
	}
	for _, g := range list {
		state := components.Cell{Text: upperFirst(g.Verdict.Name()), Note: g.Reason}
		if g.Verdict == exemplar.Waiting {
			state = components.Cell{Content: components.StateTag(components.TagProps{Text: upperFirst(g.Verdict.Name()), Tone: components.ToneInfo})}
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: g.Name, Note: g.Kind.Name(), Href: own + "/gioi-thieu/" + g.ID}, {Text: g.ReceivedOn.Short()}, state}})
	}
	return t
}

// exemplarDrafts lists for editors of the portal what waits to be published.
func (s *Server) exemplarDrafts(w http.ResponseWriter, r *http.Request) error {
	var p pages.OfficeProps
	err := s.view(r, func(tx *db.Tx) error {
		list, err := exemplar.Drafts(tx)
		if err != nil {
			return err
		}
		p.Frame = s.frame(tx, r, "Bài điển hình chờ đăng")
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		p.Parts = []pages.OfficePart{{Table: storyTable(list, "Không có bài nào chờ đăng")}}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Office(p))
}

func (s *Server) newStory(w http.ResponseWriter, r *http.Request) error {
	return s.showNewStory(w, r, nil)
}

func (s *Server) showNewStory(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.OfficeProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := officeUnit(tx, r, access.ExemplarKeep)
		if err != nil {
			return err
		}
		p = s.officeFrame(tx, r, u, exemplarsPage, "Soạn bài điển hình tiên tiến")
		p.Frame = refusedFrame(p.Frame, list)
		e := exemplar.Exemplar{ID: orText(text(r, "id"), db.NewID()), UnitID: u.ID}
		fields, err := storyFields(tx, &e)
		p.Parts = []pages.OfficePart{{Forms: []pages.OfficeForm{formsOf(r, list).ask(pages.OfficeForm{Action: r.URL.Path, Files: true, Button: "Lưu bản soạn"}, fields...)}}}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

// storyFields are the questions of a story, with what it says.
func storyFields(tx *db.Tx, e *exemplar.Exemplar) ([]pages.OfficeField, error) {
	units, err := unitOptions(tx)
	if err != nil {
		return nil, err
	}
	clusters, err := cluster.List(tx)
	if err != nil {
		return nil, err
	}
	var groups []components.Option
	for _, c := range clusters {
		groups = append(groups, components.Option{Value: c.ID, Text: c.Name})
	}
	kind := pages.OfficeField{Field: components.Field{Name: "kind", Label: "Về"}, Input: pages.InputRadios, Value: string(e.Kind), Options: storyKinds()}
	photo := optional(hinted(pages.OfficeField{Field: components.Field{Name: "photo", Label: "Ảnh"}, Input: pages.InputFile, Accept: ".jpg,.jpeg,.png"}, "JPEG hoặc PNG. Ảnh được thu nhỏ; nơi chụp và mọi thông tin máy ảnh ghi trong tệp bị bỏ."))
	story := hinted(areaOf("story", "Câu chuyện", e.Story), "Mỗi đoạn cách nhau một dòng trống.")
	story.Rows = "14"
	subject := optional(hinted(lineOf("subject", "Hồ sơ trong sổ khen thưởng", e.SubjectID), "Dán địa chỉ trang hồ sơ trong sổ khen thưởng; các quyết định còn hiệu lực sẽ hiện bên bài."))
	return []pages.OfficeField{
		hiddenOf("id", e.ID), kind, lineOf("name", "Tên người, tập thể, hộ gia đình", e.Name), lineOf("title", "Tên bài", e.Title),
		selectOf("unit", "Đơn vị, địa phương", e.UnitID, "chọn", units), optional(selectOf("cluster", "Cụm, khối", e.ClusterID, "không thuộc cụm, khối", groups)),
		optional(hinted(lineOf("work", "Lĩnh vực", e.Work), "Ví dụ: y tế, nông nghiệp, giáo dục.")), story,
		optional(tickOf("direct", "Người trực tiếp lao động", "Là người trực tiếp lao động, sản xuất, công tác", e.Direct)),
		optional(tickOf("small", "Tập thể nhỏ", "Là tập thể nhỏ", e.Small)), subject,
		photo, optional(hinted(lineOf("photo_alt", "Ảnh cho thấy gì", e.PhotoAlt), "Bắt buộc khi có ảnh: cho người không nhìn thấy ảnh.")),
		optional(hinted(lineOf("consent", "Đồng ý đăng", e.Consent), "Bắt buộc trước khi đăng bài về cá nhân, hộ gia đình. Nói trước cho người được nêu: tên, đơn vị và địa chỉ của bài cũng có trong dữ liệu mở của cổng, rút bài thì hết. Ví dụ: đồng ý bằng văn bản ngày 2/3/2026.")),
	}, nil
}

func storyKinds() []components.Option {
	var list []components.Option
	for _, k := range exemplar.Kinds() {
		list = append(list, components.Option{Value: string(k), Text: upperFirst(k.Name())})
	}
	return list
}

// mayWriteStory asks for the right before a picture is read.
func (s *Server) mayWriteStory(r *http.Request) error {
	return s.view(r, func(tx *db.Tx) error { _, err := officeUnit(tx, r, access.ExemplarKeep); return err })
}

// storyOf reads a story as its form sends it. The picture is made anew outside of every
// transaction, and what was sent is kept nowhere.
func (s *Server) storyOf(r *http.Request) (exemplar.Exemplar, problem.List) {
	e := exemplar.Exemplar{
		ID: text(r, "id"), OfficeID: r.PathValue("unit"), Kind: rules.Kind(text(r, "kind")), Name: text(r, "name"), Title: text(r, "title"), UnitID: text(r, "unit"),
		ClusterID: text(r, "cluster"), SubjectID: subjectPasted(text(r, "subject")), Work: text(r, "work"), Story: text(r, "story"), Direct: text(r, "direct") != "", Small: text(r, "small") != "",
		Consent: text(r, "consent"), PhotoAlt: text(r, "photo_alt"),
	}
	if r.MultipartForm == nil || len(r.MultipartForm.File["photo"]) == 0 {
		return e, nil
	}
	part, _, err := r.FormFile("photo")
	if err != nil {
		return e, problem.List{problem.Field("photo", "Chọn lại ảnh; tệp gửi lên không đọc được.")}
	}
	defer part.Close()
	sent, err := io.ReadAll(io.LimitReader(part, picture.MaxBytes+1))
	if err != nil {
		return e, problem.List{problem.Field("photo", "Chọn lại ảnh; tệp gửi lên không đọc được.")}
	}
	kept, err := exemplar.Picture(sent)
	if err == nil {
		f, putErr := s.Blobs.Put(bytes.NewReader(kept), "anh.jpg")
		e.PhotoHash, err = f.Hash, putErr
	}
	if err != nil {
		if list := problem.All(err); list != nil {
			return e, list
		}
		s.Log.ErrorContext(r.Context(), "keep picture", "error", err)
		return e, problem.List{problem.Field("photo", "Chưa lưu được ảnh; gửi lại sau ít phút.")}
	}
	return e, nil
}

func (s *Server) writeStory(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayWriteStory(r); err != nil {
		return err
	}
	e, list := s.storyOf(r)
	if len(list) > 0 {
		return s.showNewStory(w, r, list)
	}
	return s.officeAct(w, r, access.ExemplarKeep, "Đã lưu bản soạn.", func(tx *db.Tx, _ *rules.Law, _ org.Unit) (string, error) {
		e, err := exemplar.Write(tx, e)
		return exemplarsPage + "/" + e.ID, err
	}, func(list problem.List) error { return s.showNewStory(w, r, list) })
}

func (s *Server) story(w http.ResponseWriter, r *http.Request) error {
	return s.showStory(w, r, nil)
}

// storyHere is the story of the address, of its office.
func storyHere(tx *db.Tx, r *http.Request) (exemplar.Exemplar, error) {
	e, err := exemplar.Look(tx, r.PathValue("exemplar"))
	if err == nil && e.OfficeID != r.PathValue("unit") {
		err = problem.New(problem.NotFound, "Không có bài điển hình này.")
	}
	return e, err
}

func (s *Server) showStory(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.OfficeProps
	err = s.view(r, func(tx *db.Tx) error {
		e, err := storyHere(tx, r)
		if err != nil {
			return err
		}
		names, err := org.Names(tx, tx.Today(), e.OfficeID, e.UnitID)
		if err != nil {
			return err
		}
		p = s.officeFrame(tx, r, org.Unit{ID: e.OfficeID, Name: names[e.OfficeID]}, exemplarsPage, e.Title)
		p.Frame = refusedFrame(p.Frame, list)
		if access.May(tx, access.ExemplarRead, access.Scope{Unit: e.OfficeID}) {
			s.traced(tx, &p.Frame, access.Scope{Unit: e.OfficeID}, record.Object{Kind: "exemplar", ID: e.ID})
		} else {
			p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}, {Href: exemplarDraftsPage, Text: "Bài điển hình chờ đăng"}}
		}
		part := pages.OfficePart{Facts: storyFacts(&e, names), Text: exemplar.Paragraphs(e.Story)}
		if e.PhotoHash != "" {
			part.Picture = &components.Link{Href: exemplar.Path(e.OfficeID) + "/anh/" + e.ID, Text: e.PhotoAlt}
		}
		if e.State == exemplar.Published {
			part.Links = []components.Link{{Href: exemplarsPage + "/" + e.Slug, Text: "Xem trên cổng"}}
		}
		if e.SubjectID != "" {
			held, err := award.HeldBy(tx, e.SubjectID)
			if err != nil {
				return err
			}
			part.Table = heldTable(law, held)
		}
		p.Parts = []pages.OfficePart{part}
		return storyForms(tx, r, &e, list, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

func storyFacts(e *exemplar.Exemplar, names map[string]string) []components.Fact {
	facts := []components.Fact{
		{Label: "Trạng thái", Content: components.StateTag(storyTag(e.State))},
		{Label: "Về", Text: e.Name + ", " + e.Kind.Name()},
		{Label: "Đơn vị", Text: names[e.UnitID]},
		{Label: "Sửa cuối", Text: e.SavedBy},
		{Label: "Đồng ý đăng", Text: orText(e.Consent, "chưa ghi")},
	}
	if !e.PublishedOn.IsZero() {
		facts = append(facts, components.Fact{Label: "Đăng", Text: "ngày " + e.PublishedOn.Short() + ", " + e.PublishedBy})
	}
	if !e.WithdrawnOn.IsZero() {
		facts = append(facts, components.Fact{Label: "Đã rút", Text: "ngày " + e.WithdrawnOn.Short() + ": " + e.WithdrawnFor})
	}
	return facts
}

// storyForms are what can be done with a story now.
func storyForms(tx *db.Tx, r *http.Request, e *exemplar.Exemplar, list problem.List, p *pages.OfficeProps) error {
	own, version, forms := storyPath(e), strconv.FormatInt(e.Version, 10), formsOf(r, list)
	part := pages.OfficePart{Title: "Việc làm được"}
	if exemplar.MayPublish(tx, e.OfficeID) {
		switch e.State {
		case exemplar.Draft:
			part.Forms = append(part.Forms, forms.ask(pages.OfficeForm{Action: own + "/dang", Version: version, Button: "Đăng lên cổng", Hint: "Người đăng phải khác người soạn và đã đọc cả bài."}))
		case exemplar.Published:
			part.Forms = append(part.Forms, forms.ask(pages.OfficeForm{Summary: "Rút bài", Action: own + "/rut", Version: version, Button: "Rút bài"}, lineOf("why", "Lý do", "")))
		}
	}
	if e.State != exemplar.Published && access.May(tx, access.ExemplarKeep, access.Scope{Unit: e.OfficeID}) {
		fields, err := storyFields(tx, e)
		if err != nil {
			return err
		}
		part.Forms = append(part.Forms, forms.ask(pages.OfficeForm{Summary: "Sửa bài", Action: own + "/sua", Version: version, Files: true, Button: "Lưu bản soạn"}, fields...))
	}
	if len(part.Forms) > 0 {
		p.Parts = append(p.Parts, part)
	}
	return nil
}

func (s *Server) rewriteStory(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayWriteStory(r); err != nil {
		return err
	}
	e, list := s.storyOf(r)
	if len(list) > 0 {
		return s.showStory(w, r, list)
	}
	return s.storyAct(w, r, "Đã lưu bản soạn.", func(tx *db.Tx, id string, version int64) error {
		e.ID = id
		return exemplar.Rewrite(tx, e, version)
	})
}

// storyAct carries out an act on the story of the address and shows it again.
func (s *Server) storyAct(w http.ResponseWriter, r *http.Request, sentence string, act func(tx *db.Tx, id string, version int64) error) error {
	to := ""
	err := s.update(r, func(tx *db.Tx) error {
		e, err := storyHere(tx, r)
		if err != nil {
			return err
		}
		to = storyPath(&e)
		return act(tx, e.ID, int64(number(text(r, "version"))))
	})
	if err == nil {
		return s.done(w, r, to, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showStory(w, r, list)
}

func (s *Server) publishStory(w http.ResponseWriter, r *http.Request) error {
	return s.storyAct(w, r, "Đã đăng lên cổng.", exemplar.Publish)
}

func (s *Server) withdrawStory(w http.ResponseWriter, r *http.Request) error {
	return s.storyAct(w, r, "Đã rút bài khỏi cổng.", func(tx *db.Tx, id string, version int64) error {
		return exemplar.Withdraw(tx, id, version, text(r, "why"))
	})
}

func (s *Server) storyPhoto(w http.ResponseWriter, r *http.Request) error {
	var e exemplar.Exemplar
	err := s.view(r, func(tx *db.Tx) (err error) {
		e, err = storyHere(tx, r)
		return err
	})
	if err != nil {
		return err
	}
	return s.servePhoto(w, r, &e)
}

func (s *Server) servePhoto(w http.ResponseWriter, r *http.Request, e *exemplar.Exemplar) error {
	if e.PhotoHash == "" {
		return problem.New(problem.NotFound, "Bài này không có ảnh.")
	}
	return s.serveFile(w, r, e.PhotoHash, "anh.jpg")
}
