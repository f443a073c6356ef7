package web

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/article"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/picture"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// editorPage is where editors write and review.
const editorPage = "/bien-tap"

// deskRoutes is the part of the table of contents that editors see.
func (s *Server) deskRoutes(get, post func(path string, h handle)) {
	const one = editorPage + "/{article}"
	get(editorPage, s.desk)
	post(editorPage, s.beginArticle)
	get(one, s.editArticle)
	post(one, s.saveArticle)
	post(one+"/xem", s.previewArticle)
	post(one+"/dang-go", s.keepTyping)
	post(one+"/bo-ban-go", s.dropTyping)
	post(one+"/anh", s.addPicture)
	post(one+"/gui", s.articleAct("Đã gửi duyệt; người thứ hai duyệt và đăng.", sendArticle))
	post(one+"/tra-lai", s.articleAct("Đã trả lại bản nháp.", sendBackArticle))
	post(one+"/dang", s.articleAct("Đã duyệt.", publishArticle))
	post(one+"/go", s.articleAct("Đã gỡ; địa chỉ của bài nói khi nào và vì sao.", withdrawArticle))
	get(one+"/ban/{version}", s.articleVersion)
}

// desk lists the texts of the portal by where they stand.
func (s *Server) desk(w http.ResponseWriter, r *http.Request) error { return s.showDesk(w, r, nil) }

func (s *Server) showDesk(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.DeskProps
	err := s.view(r, func(tx *db.Tx) error {
		p = pages.DeskProps{State: article.State(r.FormValue("buoc")), Problems: list, Typed: typed(r), Request: db.NewID(), MayWrite: access.May(tx, access.ArticleWrite, access.Scope{Portal: true})}
		if !slices.Contains(article.States, p.State) {
			p.State = article.Draft
		}
		p.Frame = refusedFrame(s.frame(tx, r, "Biên tập"), list)
		p.Frame.Lead = "Bài viết và thông báo của cổng: người viết gửi duyệt, người thứ hai duyệt và đăng."
		var err error
		p.Articles, p.Counts, err = article.List(tx, p.State, 200)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Desk(p))
}

func (s *Server) beginArticle(w http.ResponseWriter, r *http.Request) error {
	var a article.Article
	err := s.update(r, func(tx *db.Tx) (err error) {
		a, err = article.Write(tx, article.Kind(text(r, "kind")), article.Text{Title: text(r, "title")}, text(r, "request"))
		return err
	})
	if list, err := refused(err); err != nil || list != nil {
		if err != nil {
			return err
		}
		return s.showDesk(w, r, list)
	}
	return s.done(w, r, editorPage+"/"+a.ID, "Đã lập bản nháp; viết tiếp ở đây.")
}

func (s *Server) editArticle(w http.ResponseWriter, r *http.Request) error {
	return s.showEdit(w, r, nil, false)
}

// showEdit is the page of a text for who writes or reviews it: with what was typed and
// refused, or with what is typed and only previewed.
func (s *Server) showEdit(w http.ResponseWriter, r *http.Request, list problem.List, preview bool) error {
	var p pages.EditProps
	err := s.view(r, func(tx *db.Tx) error {
		work, err := article.Look(tx, r.PathValue("article"))
		if err != nil {
			return err
		}
		portal := access.Scope{Portal: true}
		p = pages.EditProps{Work: work, Problems: list, Previewed: preview, Typed: map[string]string{}, Me: tx.Actor.ID}
		if r.Method == http.MethodPost {
			p.Typed, p.TypedRelated, p.TypedFiles = typed(r), r.Form["related"], r.Form["files"]
		}
		p.Frame = refusedFrame(s.frame(tx, r, work.Title), list)
		p.Frame.Kicker = upperFirst(work.Kind.Name())
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}, {Href: editorPage, Text: "Biên tập"}}
		p.MayWrite = access.May(tx, access.ArticleWrite, portal) && work.State != article.Review && work.State != article.Scheduled
		p.MayJudge = access.May(tx, access.ArticlePublish, portal)
		p.Wrote = work.WroteIt(tx.Actor.Persons()...)
		s.traced(tx, &p.Frame, portal, record.Object{Kind: "article", ID: work.ID})
		if p.Clusters, err = clusterOptions(tx); err != nil {
			return err
		}
		if p.Choice, err = s.relatedOptions(tx, &work); err != nil {
			return err
		}
		shown := work.Text
		if r.Method == http.MethodPost && (preview || len(list) > 0) {
			if t, err := articleTyped(r, &work); err == nil {
				shown = t
			}
		}
		p.Preview, err = s.previewOf(r, tx, shown, work.Pictures)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Edit(p))
}

func clusterOptions(tx *db.Tx) ([]components.Option, error) {
	list, err := cluster.List(tx)
	options := make([]components.Option, len(list))
	for i, c := range list {
		options[i] = components.Option{Value: c.ID, Text: c.Name}
	}
	return options, err
}

// relatedOptions are the newest published texts and those chosen already.
func (s *Server) relatedOptions(tx *db.Tx, work *article.Work) ([]components.Option, error) {
	newest, err := article.Newest(tx, article.News, "", 12)
	if err != nil {
		return nil, err
	}
	var options []components.Option
	for _, a := range newest {
		if a.ID != work.ID {
			options = append(options, components.Option{Value: a.ID, Text: a.Title, Hint: vn.DateOf(a.PublishedAt.Time).Short()})
		}
	}
	for _, id := range work.RelatedIDs() {
		if !slices.ContainsFunc(options, func(o components.Option) bool { return o.Value == id }) {
			other, err := article.Look(tx, id)
			if err != nil {
				return nil, err
			}
			options = append(options, components.Option{Value: id, Text: other.Title})
		}
	}
	return options, nil
}

// articleTyped reads the form of a text.
func articleTyped(r *http.Request, work *article.Work) (article.Text, error) {
	var list problem.List
	t := article.Text{
		Title: text(r, "title"), Summary: text(r, "summary"), Source: text(r, "source"), Place: text(r, "place"), Author: text(r, "author"),
		Body: vn.NFC(r.FormValue("body")), ClusterID: text(r, "cluster"), Year: int64(typedCount(r, "year", &list)), Correction: text(r, "correction"),
		EventDay: typedDay(r, "event_day", &list), ExpiresOn: typedDay(r, "expires_on", &list),
	}
	for _, p := range work.Pictures {
		if p.ID == text(r, "picture_id") {
			t.PictureID = p.ID
		}
	}
	for _, f := range work.Files {
		if slices.Contains(r.Form["files"], f.ID) {
			t.Files += " " + f.ID
		}
	}
	t.Files = strings.TrimSpace(t.Files)
	t.Related = strings.Join(r.Form["related"], " ")
	return t, list.Err()
}

// saveArticle saves the text of the form, with a file or a picture that came along; or
// shows how it will look.
func (s *Server) saveArticle(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayWrite(r); err != nil {
		return err
	}
	if r.FormValue("act") == "xem" {
		return s.showEdit(w, r, nil, true)
	}
	id := r.PathValue("article")
	drawn, hashes, err := s.drawnOf(r)
	if err == nil {
		err = s.update(r, func(tx *db.Tx) error {
			work, err := article.Look(tx, id)
			if err != nil {
				return err
			}
			t, err := articleTyped(r, &work)
			if err != nil {
				return err
			}
			if drawn.Type != "" {
				p, err := article.AddPicture(tx, id, drawn, hashes, text(r, "alt"), text(r, "caption"))
				if err != nil {
					return err
				}
				if t.PictureID == "" {
					t.PictureID = p.ID
				} else {
					t.Body += "\n\n![" + strings.NewReplacer("[", "", "]", "").Replace(p.Alt) + "](anh:" + p.ID + ")"
				}
			}
			f, err := s.uploadIfAny(r, "file")
			if err != nil {
				return err
			}
			if f.Hash != "" {
				added, err := article.AddFile(tx, id, f)
				if err != nil {
					return err
				}
				t.Files = strings.TrimSpace(t.Files + " " + added.ID)
			}
			_, err = article.Save(tx, id, int64(number(r.FormValue("version"))), t)
			return err
		})
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	if list != nil {
		return s.showEdit(w, r, list, false)
	}
	return s.done(w, r, editorPage+"/"+id, "Đã lưu.")
}

// mayWrite asks for the right before anything of a form is read.
func (s *Server) mayWrite(r *http.Request) error {
	return s.view(r, func(tx *db.Tx) error { return access.Require(tx, access.ArticleWrite, access.Scope{Portal: true}) })
}

// drawnOf draws the picture of the form in its sizes and stores them; none where none
// came.
func (s *Server) drawnOf(r *http.Request) (d article.Drawn, hashes [3]string, err error) {
	if r.MultipartForm == nil || len(r.MultipartForm.File["picture"]) == 0 {
		return d, hashes, nil
	}
	if err := article.CheckPicture(text(r, "alt"), text(r, "caption")); err != nil {
		return d, hashes, err
	}
	part, _, err := r.FormFile("picture")
	if err != nil {
		return d, hashes, err
	}
	defer part.Close()
	content, err := io.ReadAll(io.LimitReader(part, picture.MaxBytes+1))
	if err != nil {
		return d, hashes, err
	}
	if d, err = article.Draw(content); err != nil {
		return d, hashes, err
	}
	for i, size := range d.Sizes {
		if hashes[i], err = s.Blobs.PutMade(size); err != nil {
			return d, hashes, err
		}
	}
	return d, hashes, nil
}

// addPicture takes a picture that was dropped into the text; it answers JSON.
func (s *Server) addPicture(w http.ResponseWriter, r *http.Request) error {
	answer := struct {
		ID    string `json:"id,omitempty"`
		Alt   string `json:"alt,omitempty"`
		Wrong string `json:"wrong,omitempty"`
	}{}
	if err := s.mayWrite(r); err != nil {
		return err
	}
	drawn, hashes, err := s.drawnOf(r)
	if err == nil && drawn.Type == "" {
		err = problem.Field("picture", "Chọn một ảnh JPEG hoặc PNG.")
	}
	if err == nil {
		err = s.update(r, func(tx *db.Tx) error {
			p, err := article.AddPicture(tx, r.PathValue("article"), drawn, hashes, text(r, "alt"), text(r, "caption"))
			answer.ID, answer.Alt = p.ID, p.Alt
			return err
		})
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	if list != nil {
		answer.ID, answer.Alt, answer.Wrong = "", "", list[0].Text
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(statusOf(list))
	return json.NewEncoder(w).Encode(answer)
}

// previewArticle answers the text of the form as readers will see it.
func (s *Server) previewArticle(w http.ResponseWriter, r *http.Request) error {
	page := ""
	err := s.view(r, func(tx *db.Tx) error {
		work, err := article.Look(tx, r.PathValue("article"))
		if err != nil {
			return err
		}
		t, err := articleTyped(r, &work)
		if err != nil {
			return err
		}
		page, err = s.previewOf(r, tx, t, work.Pictures)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err = io.WriteString(w, page)
	return err
}

// keepTyping keeps what is typed and not saved, so that a closed tab loses nothing.
func (s *Server) keepTyping(w http.ResponseWriter, r *http.Request) error {
	kept, err := json.Marshal(map[string][]string(r.Form))
	if err != nil {
		return err
	}
	if err := s.update(r, func(tx *db.Tx) error { return article.KeepTyping(tx, r.PathValue("article"), string(kept)) }); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Server) dropTyping(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("article")
	if err := s.update(r, func(tx *db.Tx) error { return article.DropTyping(tx, id) }); err != nil {
		return err
	}
	return s.done(w, r, editorPage+"/"+id, "Đã bỏ bản gõ dở.")
}

// articleAct moves a text a step.
func (s *Server) articleAct(sentence string, act func(tx *db.Tx, r *http.Request, id string, version int64) error) handle {
	return func(w http.ResponseWriter, r *http.Request) error {
		id := r.PathValue("article")
		err := s.update(r, func(tx *db.Tx) error { return act(tx, r, id, int64(number(r.FormValue("version")))) })
		list, err := refused(err)
		if err != nil {
			return err
		}
		if list != nil {
			return s.showEdit(w, r, list, false)
		}
		return s.done(w, r, editorPage+"/"+id, sentence)
	}
}

func sendArticle(tx *db.Tx, _ *http.Request, id string, version int64) error {
	_, err := article.Send(tx, id, version)
	return err
}

func sendBackArticle(tx *db.Tx, r *http.Request, id string, version int64) error {
	_, err := article.SendBack(tx, id, version, r.FormValue("remark"))
	return err
}

func publishArticle(tx *db.Tx, r *http.Request, id string, version int64) error {
	at, err := momentTyped(r, "publish_on", "publish_at")
	if err != nil {
		return err
	}
	_, err = article.Publish(tx, id, version, at)
	return err
}

func withdrawArticle(tx *db.Tx, r *http.Request, id string, version int64) error {
	_, err := article.Withdraw(tx, id, version, r.FormValue("why"))
	return err
}

// articleVersion is one saved version, as it would read.
func (s *Server) articleVersion(w http.ResponseWriter, r *http.Request) error {
	var p pages.ArticleVersionProps
	err := s.view(r, func(tx *db.Tx) error {
		work, err := article.Look(tx, r.PathValue("article"))
		if err != nil {
			return err
		}
		i := slices.IndexFunc(work.Versions, func(v article.Version) bool { return strconv.FormatInt(v.Version, 10) == r.PathValue("version") })
		if i < 0 {
			return problem.New(problem.NotFound, "Không có bản này.")
		}
		p.Frame = s.frame(tx, r, "Bản "+r.PathValue("version")+": "+work.Versions[i].Title)
		p.Frame.Crumbs = []components.Link{{Href: editorPage, Text: "Biên tập"}, {Href: editorPage + "/" + work.ID, Text: work.Title}}
		p.Version = work.Versions[i]
		if i+1 < len(work.Versions) {
			p.Before = &work.Versions[i+1]
		}
		p.Page, err = s.previewOf(r, tx, p.Version.Text, work.Pictures)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.ArticleVersion(p))
}

// momentTyped reads a day and a time of day in Viet Nam; the zero time when both are
// empty.
func momentTyped(r *http.Request, day, clock string) (time.Time, error) {
	d, err := dayOf(r, day)
	if err != nil {
		return time.Time{}, err
	}
	at := text(r, clock)
	if d.IsZero() && at == "" {
		return time.Time{}, nil
	}
	if d.IsZero() {
		return time.Time{}, problem.Field(day, "Ghi cả ngày của giờ này.")
	}
	t, err := time.Parse("15:04", orText(at, "0:00"))
	if err != nil {
		return time.Time{}, problem.Field(clock, "«%s» không phải giờ; ghi ví dụ 7:30.", at)
	}
	return time.Date(d.Year(), time.Month(d.Month()), d.Day(), t.Hour(), t.Minute(), 0, 0, vn.Zone), nil
}
