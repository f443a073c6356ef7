package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/exemplar"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	suggestPage           = exemplarsPage + "/gioi-thieu"
	suggestionReceiptPage = exemplarsPage + "/tra-cuu"
	suggestTopic          = "exemplar"
)

func (s *Server) exemplarRoutes(get, post func(path string, h handle)) {
	get(exemplarsPage, s.publicExemplars)
	get(suggestPage, s.suggestForm)
	post(suggestPage, s.suggestExemplar)
	get(suggestionReceiptPage, s.suggestionReceipt)
	post(suggestionReceiptPage, s.findSuggestion)
	get(exemplarDraftsPage, s.exemplarDrafts)
	get(exemplarsPage+"/{slug}", s.publicExemplar)
	get(exemplarsPage+"/{slug}/anh.jpg", s.publicPhoto)

	const own = officesPage + "/{unit}" + exemplarsPage
	get(own, s.exemplars)
	get(own+"/moi", s.newStory)
	post(own+"/moi", s.writeStory)
	get(own+"/gioi-thieu/{suggestion}", s.suggestion)
	post(own+"/gioi-thieu/{suggestion}/nhan", s.takeUpSuggestion)
	post(own+"/gioi-thieu/{suggestion}/khong-nhan", s.declineSuggestion)
	get(own+"/{exemplar}", s.story)
	post(own+"/{exemplar}/sua", s.rewriteStory)
	post(own+"/{exemplar}/dang", s.publishStory)
	post(own+"/{exemplar}/rut", s.withdrawStory)
	get(own+"/anh/{exemplar}", s.storyPhoto)
}

// subjectPasted is the id of a subject of whose page the address was pasted.
func subjectPasted(typed string) string {
	if u, err := url.Parse(typed); err == nil {
		typed = u.Path
	}
	id, _, _ := strings.Cut(strings.TrimPrefix(typed, subjectPage+"/"), "/")
	return id
}

func heldTable(l *rules.Law, held []award.Entry) *components.TableProps {
	t := &components.TableProps{
		ID: "khen-thuong", Caption: "Khen thưởng đã có", Columns: []components.Column{{Head: "Danh hiệu, hình thức"}, {Head: "Năm", Number: true}, {Head: "Quyết định"}},
		Empty: components.EmptyState(components.EmptyProps{Title: "Sổ khen thưởng chưa có quyết định nào còn hiệu lực", What: "Danh hiệu, hình thức khen thưởng theo quyết định hiện ở đây."}),
	}
	for _, e := range held {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: awardTitle(l, e)}, {Text: itoa(e.Year)}, {Text: "số " + e.Number + " ngày " + e.DecidedOn.Short(), Note: e.DecidedBy}}})
	}
	return t
}

// publicExemplars lists the published stories.
func (s *Server) publicExemplars(w http.ResponseWriter, r *http.Request) error {
	q := exemplar.Filter{
		Words: text(r, "tim"), Unit: text(r, "don-vi"), Cluster: text(r, "cum"), Direct: text(r, "truc-tiep") != "", Small: text(r, "tap-the-nho") != "",
		Page: max(1, number(text(r, "trang"))),
	}
	p := pages.ExemplarsProps{Filter: q, Suggest: suggestPage, Check: suggestionReceiptPage}
	err := s.view(r, func(tx *db.Tx) error {
		list, total, err := exemplar.PublicList(tx, q)
		if err != nil {
			return err
		}
		p.Frame = s.frame(tx, r, "Điển hình tiên tiến")
		p.Frame.Lead = "Người, tập thể làm tốt từ cơ sở, kể lại bằng việc cụ thể. Bài do cơ quan viết, người thứ hai đọc và đăng."
		p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}}
		var ids []string
		for i := range list {
			ids = append(ids, list[i].UnitID)
		}
		names, err := org.Names(tx, tx.Today(), ids...)
		if err != nil {
			return err
		}
		for _, e := range list {
			card := pages.ExemplarCard{Exemplar: e, Href: exemplarsPage + "/" + e.Slug, Unit: names[e.UnitID], Begins: shortened(strings.Join(exemplar.Paragraphs(e.Story), " "))}
			if e.PhotoHash != "" {
				card.Photo = card.Href + "/anh.jpg"
			}
			p.Cards = append(p.Cards, card)
		}
		clusters, err := cluster.List(tx)
		if err != nil {
			return err
		}
		for _, c := range clusters {
			p.Clusters = append(p.Clusters, components.Option{Value: c.ID, Text: c.Name})
		}
		if p.Units, err = exemplarUnits(tx); err != nil {
			return err
		}
		p.Total = grouped(total) + " bài"
		p.Pager = pagerOf(r, "trang", q.Page, total, exemplar.AtOnce, "điển hình tiên tiến")
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Exemplars(p))
}

// exemplarUnits are the units of which some story tells.
func exemplarUnits(tx *db.Tx) ([]components.Option, error) {
	ids, err := exemplar.PublicUnits(tx)
	if err != nil {
		return nil, err
	}
	names, err := org.Names(tx, tx.Today(), ids...)
	list := make([]components.Option, len(ids))
	for i, id := range ids {
		list[i] = components.Option{Value: id, Text: names[id]}
	}
	return list, err
}

func (s *Server) publicExemplar(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.ExemplarProps
	err = s.view(r, func(tx *db.Tx) error {
		e, held, err := exemplar.PublicOf(tx, r.PathValue("slug"))
		if err != nil {
			return err
		}
		names, err := org.Names(tx, tx.Today(), e.UnitID, e.OfficeID)
		if err != nil {
			return err
		}
		p = pages.ExemplarProps{Frame: s.frame(tx, r, e.Title), Exemplar: e, Unit: names[e.UnitID], Office: names[e.OfficeID], Paragraphs: exemplar.Paragraphs(e.Story)}
		p.Frame.Serif, p.Frame.Kicker = true, e.Name
		p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}, {Href: exemplarsPage, Text: "Điển hình tiên tiến"}}
		if e.ClusterID != "" {
			c, err := cluster.Find(tx, e.ClusterID)
			if err != nil {
				return err
			}
			p.Cluster = components.Link{Href: "/cum/" + c.Slug, Text: c.Name}
		}
		if e.PhotoHash != "" {
			p.Photo = r.URL.Path + "/anh.jpg"
		}
		if e.SubjectID != "" {
			p.Held = heldTable(law, held)
			p.Held.Quiet = true // a heading says the same
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Exemplar(p))
}

func (s *Server) publicPhoto(w http.ResponseWriter, r *http.Request) error {
	var e exemplar.Exemplar
	err := s.view(r, func(tx *db.Tx) (err error) {
		e, _, err = exemplar.PublicOf(tx, r.PathValue("slug"))
		return err
	})
	if err != nil {
		return err
	}
	if e.PhotoHash != "" {
		w.Header().Set("Cache-Control", "public, max-age=600")
	}
	return s.servePhoto(w, r, &e)
}

func (s *Server) suggestForm(w http.ResponseWriter, r *http.Request) error {
	return s.showSuggestForm(w, r, nil)
}

func (s *Server) showSuggestForm(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.SuggestProps{Action: suggestPage, Problems: list, Typed: typed(r), Request: db.NewID(), Kinds: storyKinds()}
	err := s.view(r, func(tx *db.Tx) (err error) {
		p.Frame = refusedFrame(s.frame(tx, r, "Giới thiệu điển hình tiên tiến"), list)
		p.Frame.Lead = "Bạn biết ai, tập thể nào làm việc tốt? Kể lại ở đây; cơ quan phụ trách xem, gặp người được giới thiệu rồi mới viết bài."
		p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}, {Href: exemplarsPage, Text: "Điển hình tiên tiến"}}
		if p.Units, err = unitOptions(tx); err != nil {
			return err
		}
		p.Puzzle, err = s.puzzle(tx, suggestTopic, list)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, statusOf(list), pages.Suggest(p))
}

func (s *Server) suggestExemplar(w http.ResponseWriter, r *http.Request) error {
	if wantsOtherPuzzle(r) {
		return s.showSuggestForm(w, r, nil)
	}
	code := ""
	list, err := s.fromPublic(r, "exemplar", suggestTopic, func(tx *db.Tx) (err error) {
		g := exemplar.Suggestion{Kind: rules.Kind(text(r, "kind")), Name: text(r, "name"), UnitID: text(r, "unit"), Place: text(r, "place"), Deed: text(r, "deed"), Request: text(r, "request")}
		code, err = exemplar.Suggest(tx, s.Keys, g, exemplar.Sender{Name: text(r, "from_name"), Contact: text(r, "from_contact")})
		return err
	})
	if err != nil {
		return err
	}
	if len(list) > 0 {
		return s.showSuggestForm(w, r, list)
	}
	p := pages.ReceiptGivenProps{Code: code, Check: suggestionReceiptPage, Next: "Cơ quan phụ trách xem xét: nhận để viết bài, hoặc không nhận và nêu lý do."}
	err = s.view(r, func(tx *db.Tx) error {
		g, _, err := exemplar.ReceiptOf(tx, code)
		if err != nil {
			return err
		}
		p.Frame = s.frame(tx, r, "Biên nhận lời giới thiệu")
		p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}, {Href: exemplarsPage, Text: "Điển hình tiên tiến"}}
		p.Facts, err = suggestionFacts(tx, &g)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, http.StatusOK, pages.ReceiptGiven(p))
}

func suggestionFacts(tx *db.Tx, g *exemplar.Suggestion) ([]components.Fact, error) {
	names, err := org.Names(tx, tx.Today(), g.OfficeID)
	return []components.Fact{
		{Label: "Giới thiệu", Text: g.Name + ", " + g.Kind.Name()},
		{Label: "Nhận ngày", Text: g.ReceivedOn.Short()},
		{Label: "Cơ quan xem xét", Text: names[g.OfficeID]},
		{Label: "Trạng thái", Text: upperFirst(g.Verdict.Name())},
	}, err
}

func (s *Server) suggestionReceipt(w http.ResponseWriter, r *http.Request) error {
	return s.showSuggestionReceipt(w, r, pages.ReceiptAskedProps{})
}

func (s *Server) showSuggestionReceipt(w http.ResponseWriter, r *http.Request, p pages.ReceiptAskedProps) error {
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = refusedFrame(s.frame(tx, r, "Tra cứu lời giới thiệu đã gửi"), p.Problems)
		p.Frame.Lead = "Nhập mã biên nhận đã hiện khi bạn gửi lời giới thiệu."
		p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}, {Href: exemplarsPage, Text: "Điển hình tiên tiến"}}
		p.Action = suggestionReceiptPage
		return nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, statusOf(p.Problems), pages.ReceiptAsked(p))
}

func (s *Server) findSuggestion(w http.ResponseWriter, r *http.Request) error {
	p := pages.ReceiptAskedProps{Code: text(r, "code")}
	err := s.view(r, func(tx *db.Tx) error {
		g, slug, err := exemplar.ReceiptOf(tx, p.Code)
		if list := problem.All(err); list != nil {
			p.Problems = list
			return nil
		}
		if err != nil {
			return err
		}
		p.Title, p.Code = "Lời giới thiệu của bạn", ""
		if p.Facts, err = suggestionFacts(tx, &g); err != nil {
			return err
		}
		if !g.DecidedOn.IsZero() {
			p.Facts = append(p.Facts, components.Fact{Label: "Xem xét ngày", Text: g.DecidedOn.Short()})
		}
		p.Answer = g.Reason
		if slug != "" {
			p.More = components.Link{Href: exemplarsPage + "/" + slug, Text: "Đọc bài đã đăng"}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.showSuggestionReceipt(w, r, p)
}

func (s *Server) suggestion(w http.ResponseWriter, r *http.Request) error {
	return s.showSuggestion(w, r, nil)
}

func (s *Server) showSuggestion(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.OfficeProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := officeUnit(tx, r, access.ExemplarRead)
		if err != nil {
			return err
		}
		g, err := exemplar.SuggestionOf(tx, u.ID, r.PathValue("suggestion"))
		if err != nil {
			return err
		}
		names, err := org.Names(tx, tx.Today(), g.UnitID)
		if err != nil {
			return err
		}
		p = s.officeFrame(tx, r, u, exemplarsPage, "Giới thiệu: "+g.Name)
		p.Frame = refusedFrame(p.Frame, list)
		part := pages.OfficePart{Text: exemplar.Paragraphs(g.Deed), Facts: []components.Fact{
			{Label: "Về", Text: g.Name + ", " + g.Kind.Name()},
			{Label: "Đơn vị, địa phương", Text: names[g.UnitID]},
			{Label: "Nơi ở, nơi làm việc", Text: orText(g.Place, "không ghi")},
			{Label: "Nhận ngày", Text: g.ReceivedOn.Short()},
			{Label: "Xem xét", Text: upperFirst(g.Verdict.Name())},
		}}
		if !g.DecidedOn.IsZero() {
			part.Facts = append(part.Facts, components.Fact{Label: "Xem xét ngày", Text: g.DecidedOn.Short() + ", " + g.DecidedBy})
		}
		if g.Reason != "" {
			part.Facts = append(part.Facts, components.Fact{Label: "Lý do", Text: g.Reason})
		}
		if g.ExemplarID != "" {
			part.Links = []components.Link{{Href: exemplar.Path(u.ID) + "/" + g.ExemplarID, Text: "Mở bài"}}
		}
		if access.May(tx, access.ExemplarKeep, access.Scope{Unit: u.ID}) {
			from, said, err := exemplar.SenderOf(tx, s.Keys, &g)
			if err != nil {
				return err
			}
			words := "không ghi"
			if said {
				words = strings.Trim(from.Name+", "+from.Contact, ", ")
			}
			part.Facts = append(part.Facts, components.Fact{Label: "Người giới thiệu", Text: words})
			if g.Verdict == exemplar.Waiting {
				own, version := exemplar.Path(u.ID)+"/gioi-thieu/"+g.ID, strconv.FormatInt(g.Version, 10)
				part.Forms = []pages.OfficeForm{
					{Action: own + "/nhan", Version: version, Button: "Nhận để viết bài", Hint: "Lời kể thành bản soạn; người được nêu phải đồng ý trước khi đăng."},
					formsOf(r, list).ask(pages.OfficeForm{Summary: "Không nhận", Action: own + "/khong-nhan", Version: version, Button: "Không nhận"}, hinted(lineOf("why", "Lý do", ""), "Người giới thiệu đọc được bằng mã biên nhận.")),
				}
			}
		}
		p.Parts = []pages.OfficePart{part}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Office(p))
}

// suggestionHere refuses a suggestion that is not of the office of the address.
func suggestionHere(tx *db.Tx, r *http.Request, u org.Unit) (id string, version int64, err error) {
	g, err := exemplar.SuggestionOf(tx, u.ID, r.PathValue("suggestion"))
	return g.ID, int64(number(text(r, "version"))), err
}

func (s *Server) takeUpSuggestion(w http.ResponseWriter, r *http.Request) error {
	return s.officeAct(w, r, access.ExemplarKeep, "Đã nhận; lời kể thành bản soạn.", func(tx *db.Tx, _ *rules.Law, u org.Unit) (string, error) {
		id, version, err := suggestionHere(tx, r, u)
		if err != nil {
			return "", err
		}
		e, err := exemplar.TakeUp(tx, id, version)
		return exemplarsPage + "/" + e.ID, err
	}, func(list problem.List) error { return s.showSuggestion(w, r, list) })
}

func (s *Server) declineSuggestion(w http.ResponseWriter, r *http.Request) error {
	return s.officeAct(w, r, access.ExemplarKeep, "Đã ghi không nhận.", func(tx *db.Tx, _ *rules.Law, u org.Unit) (string, error) {
		id, version, err := suggestionHere(tx, r, u)
		if err != nil {
			return "", err
		}
		return exemplarsPage, exemplar.Decline(tx, id, version, text(r, "why"))
	}, func(list problem.List) error { return s.showSuggestion(w, r, list) })
}
