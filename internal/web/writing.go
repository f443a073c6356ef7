package web

import (
	"net/http"
	"strings"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/clerk"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/document/layout"
	"giaouoc/internal/dossier"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/signature"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	writingPage = clerk.Page
	numbersPage = "/van-ban-di"
)

// shelf is the section «Văn bản» of the page of a source; keep leaves out what belongs
// to another page.
func (s *Server) shelf(tx *db.Tx, src clerk.Source, keep func(document.Kind) bool) (pages.WritingShelfProps, error) {
	p := pages.WritingShelfProps{Source: src, Form: db.NewID()}
	b, err := s.basis()
	if err != nil {
		return p, err
	}
	shelf, err := clerk.ShelfOf(tx, b, src)
	if err != nil {
		return p, err
	}
	for _, w := range shelf.Writings {
		if keep(w.Kind) {
			p.Writings = append(p.Writings, w)
		}
	}
	for _, o := range shelf.Offers {
		if keep(o.Kind) {
			p.Offers = append(p.Offers, o)
		}
	}
	return p, nil
}

// anyKind keeps every kind on a shelf.
func anyKind(document.Kind) bool { return true }

// kindsOf keeps some kinds on a shelf.
func kindsOf(kinds ...document.Kind) func(document.Kind) bool {
	return func(k document.Kind) bool {
		for _, one := range kinds {
			if one == k {
				return true
			}
		}
		return false
	}
}

var ofConference = kindsOf(document.KindInvitation, document.KindMinutes, document.KindCount, document.KindResolution, document.KindConclusion)

// beginWriting drafts a writing of a source.
func (s *Server) beginWriting(w http.ResponseWriter, r *http.Request) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	kind, part, _ := strings.Cut(text(r, "what"), "/")
	to := ""
	err = s.update(r, func(tx *db.Tx) error {
		made, err := clerk.Draft(tx, b, text(r, "id"), clerk.Source{Of: clerk.Of(text(r, "of")), ID: text(r, "source"), Part: part}, document.Kind(kind))
		to = made.Path()
		return err
	})
	if err != nil {
		return err
	}
	return s.done(w, r, to, "Đã soạn từ số liệu đang có; xem và sửa lời rồi ban hành.")
}

func (s *Server) writing(w http.ResponseWriter, r *http.Request) error {
	return s.showWriting(w, r, nil, nil)
}

// showWriting is the page of a writing; preview has words that are not saved.
func (s *Server) showWriting(w http.ResponseWriter, r *http.Request, list problem.List, preview *document.Document) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	var p pages.WritingProps
	var now time.Time
	err = s.view(r, func(tx *db.Tx) error {
		now = tx.Now
		v, err := clerk.LookAt(tx, b, r.PathValue("writing"))
		if err != nil {
			return err
		}
		p = pages.WritingProps{Look: v, Problems: list, Typed: typed(r), Today: tx.Today(), Register: numbersPage + "/" + v.UnitID}
		p.Frame = s.writingFrame(tx, r, &v.Writing, v.Kind.Name())
		p.Frame = refusedFrame(p.Frame, list)
		p.Frame.Lead = v.Abstract
		if p.Office, err = unitName(tx, v.UnitID); err != nil {
			return err
		}
		p.SourceHref, p.SourceText, err = s.sourceLink(tx, &v.Writing)
		s.traced(tx, &p.Frame, access.Scope{Unit: v.UnitID}, record.Object{Kind: "writing", ID: v.ID})
		return err
	})
	if err != nil {
		return err
	}
	d := p.Look.Document
	if preview != nil {
		d, p.Previewed = preview, true
	}
	if p.Paper, err = composed(d); err != nil {
		return err
	}
	if p.Report, p.NoRoots, err = s.reportOf(&p.Look, now); err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Writing(p))
}

func composed(d *document.Document) (*layout.Layout, error) {
	l, err := layout.Compose(d)
	return &l, err
}

func (s *Server) writingFrame(tx *db.Tx, r *http.Request, w *clerk.Writing, title string) components.PageProps {
	f := s.frame(tx, r, title)
	f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}, {Href: numbersPage + "/" + w.UnitID, Text: "Sổ văn bản đi"}}
	if r.URL.Path != w.Path() {
		f.Crumbs = append(f.Crumbs, components.Link{Href: w.Path(), Text: w.Kind.Name()})
	}
	return f
}

func unitName(tx *db.Tx, id string) (string, error) {
	names, err := org.Names(tx, tx.Today(), id)
	return names[id], err
}

// sourceLink leads back to what a writing is made of.
func (s *Server) sourceLink(tx *db.Tx, w *clerk.Writing) (href, text string, err error) {
	if w.Source == clerk.OfDossier {
		return dossier.Page + "/" + w.SourceID, "hồ sơ khen thưởng", nil
	}
	y, err := cycle.ByID(tx, w.SourceID)
	if err != nil {
		return "", "", err
	}
	c, err := cluster.Find(tx, y.ClusterID)
	if err != nil {
		return "", "", err
	}
	page := conferencePage
	switch w.Kind {
	case document.KindCovenant:
		page = "/giao-uoc"
	case document.KindMidReview, document.KindFinalReview:
		page = "/so-ket"
	}
	return workPath(c, y) + page, y.In(c), nil
}

// reportOf checks the signatures of a signed writing.
func (s *Server) reportOf(v *clerk.Look, now time.Time) (*signature.Report, bool, error) {
	t, err := s.trusted(now)
	if err != nil {
		return nil, false, err
	}
	r, err := v.Report(s.Blobs, t)
	return r, len(t.Roots) == 0, err
}

func versionOfForm(r *http.Request) int64 { return int64(number(text(r, "version"))) }

// slotsTyped are the words of a form, by place.
func slotsTyped(r *http.Request) map[string]string {
	words := map[string]string{}
	for name, list := range r.PostForm {
		if name != "version" && name != "xem" && len(list) > 0 {
			words[name] = list[0]
		}
	}
	for name, list := range r.Form {
		if _, ok := words[name]; !ok && name != "version" && name != "xem" && len(list) > 0 {
			words[name] = list[0]
		}
	}
	return words
}

// saveWriting stores the words of a draft, or shows how it would look.
func (s *Server) saveWriting(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("writing")
	if text(r, "xem") != "" {
		var d *document.Document
		err := s.view(r, func(tx *db.Tx) (err error) {
			d, err = clerk.Preview(tx, id, slotsTyped(r))
			return err
		})
		list, err := refused(err)
		if err != nil {
			return err
		}
		return s.showWriting(w, r, list, d)
	}
	return s.writingForm(w, r, "Đã lưu lời văn.", func(tx *db.Tx, _ dossier.Basis) error {
		_, err := clerk.Edit(tx, id, versionOfForm(r), slotsTyped(r))
		return err
	})
}

// previewWriting is the look of a draft alone, for the script of its page.
func (s *Server) previewWriting(w http.ResponseWriter, r *http.Request) error {
	var d *document.Document
	err := s.view(r, func(tx *db.Tx) (err error) {
		d, err = clerk.Preview(tx, r.PathValue("writing"), slotsTyped(r))
		return err
	})
	return s.paperAlone(w, r, d, err)
}

// paperAlone answers a script with a document, or with what is wrong in one sentence.
func (s *Server) paperAlone(w http.ResponseWriter, r *http.Request, d *document.Document, err error) error {
	list, err := refused(err)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		return s.render(w, r, statusOf(list), pages.PreviewWrong(list[0].Text))
	}
	l, err := composed(d)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.WritingPaper(l))
}

// writingForm does what a form of a writing asks, and shows the writing again.
func (s *Server) writingForm(w http.ResponseWriter, r *http.Request, sentence string, act func(tx *db.Tx, b dossier.Basis) error) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	err = s.update(r, func(tx *db.Tx) error { return act(tx, b) })
	if err == nil {
		return s.done(w, r, writingPage+"/"+r.PathValue("writing"), sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showWriting(w, r, list, nil)
}

func (s *Server) redrawWriting(w http.ResponseWriter, r *http.Request) error {
	return s.writingForm(w, r, "Đã lấy lại số liệu; xem lại lời văn.", func(tx *db.Tx, b dossier.Basis) error {
		_, err := clerk.Redraw(tx, b, r.PathValue("writing"), versionOfForm(r))
		return err
	})
}

func (s *Server) issueWriting(w http.ResponseWriter, r *http.Request) error {
	return s.writingForm(w, r, "Đã ban hành. Tải tệp về hoặc ký số ở trang này.", func(tx *db.Tx, b dossier.Basis) error {
		var list problem.List
		i := clerk.Issuing{On: typedDay(r, "on", &list), Number: int64(typedCount(r, "number", &list)), Leaving: text(r, "leaving") != "", Gaps: text(r, "gaps") != ""}
		made, err := clerk.Find(tx, r.PathValue("writing"))
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.DocumentNumber, access.Scope{Unit: made.UnitID}); err != nil {
			return err
		}
		if err := list.Err(); err != nil {
			return err
		}
		_, err = clerk.Issue(tx, b, s.Blobs, made.ID, versionOfForm(r), i)
		return err
	})
}

func (s *Server) cancelWriting(w http.ResponseWriter, r *http.Request) error {
	return s.writingForm(w, r, "Đã hủy văn bản.", func(tx *db.Tx, _ dossier.Basis) error {
		_, err := clerk.Cancel(tx, r.PathValue("writing"), versionOfForm(r), text(r, "why"))
		return err
	})
}

// writingFile serves one of the frozen files.
func (s *Server) writingFile(w http.ResponseWriter, r *http.Request) error {
	var found clerk.Writing
	err := s.view(r, func(tx *db.Tx) (err error) {
		found, err = clerk.Find(tx, r.PathValue("writing"))
		return err
	})
	if err != nil {
		return err
	}
	hash, name := "", found.FileName()
	switch r.PathValue("file") {
	case "docx":
		hash, name = found.DocxHash, name+".docx"
	case "pdf":
		hash, name = found.PDFHash, name+".pdf"
	case "da-ky":
		hash, name = found.SignedHash, name+"-da-ky.pdf"
	}
	if hash == "" {
		return problem.New(problem.NotFound, "Văn bản chưa có tệp này.")
	}
	return s.serveFile(w, r, hash, name)
}

// draftPDF is a draft as its PDF would be.
func (s *Server) draftPDF(w http.ResponseWriter, r *http.Request) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	var v clerk.Look
	err = s.view(r, func(tx *db.Tx) (err error) {
		v, err = clerk.LookAt(tx, b, r.PathValue("writing"))
		return err
	})
	if err != nil {
		return err
	}
	d := *v.Document
	if v.State == clerk.Drafted {
		d.Notes = append([]string{"Bản xem trước, chưa ban hành."}, d.Notes...)
	}
	_, paper, err := clerk.Files(&d)
	if err != nil {
		return err
	}
	return servePDF(w, v.FileName()+"-xem-truoc.pdf", paper)
}
