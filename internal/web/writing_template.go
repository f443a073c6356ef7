package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/clerk"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/pages"
)

func (s *Server) writingTemplates(w http.ResponseWriter, r *http.Request) error {
	p := pages.TemplatesProps{UnitID: r.PathValue("unit"), Own: map[document.Kind]int{}}
	err := s.view(r, func(tx *db.Tx) (err error) {
		for _, k := range document.Kinds() {
			t, _, err := clerk.TemplateOf(tx, p.UnitID, k, nil)
			if err != nil {
				return err
			}
			for _, own := range t.Own {
				if own {
					p.Own[k]++
				}
			}
		}
		p.Frame, err = s.numbersFrame(tx, r, p.UnitID, "Lời văn mẫu")
		p.Frame.Lead = "Mỗi loại văn bản có lời văn của chương trình; cơ quan thay được từng phần."
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Templates(p))
}

func (s *Server) writingTemplate(w http.ResponseWriter, r *http.Request) error {
	return s.showTemplate(w, r, nil, nil)
}

// showTemplate is the words of a kind with a specimen; proposed are words that are not
// saved.
func (s *Server) showTemplate(w http.ResponseWriter, r *http.Request, list problem.List, proposed map[string]string) error {
	unit, kind := r.PathValue("unit"), document.Kind(r.PathValue("kind"))
	p := pages.TemplateProps{UnitID: unit, Kind: kind, Problems: list, Previewed: proposed != nil && len(list) == 0}
	if proposed != nil || len(list) > 0 {
		p.Typed = typed(r)
	}
	var d *document.Document
	err := s.view(r, func(tx *db.Tx) (err error) {
		var words *document.Words
		if len(list) > 0 {
			proposed = nil
		}
		if p.Template, words, err = clerk.TemplateOf(tx, unit, kind, nil); err != nil {
			return err
		}
		if proposed != nil {
			if _, words, err = clerk.TemplateOf(tx, unit, kind, proposed); err != nil {
				return err
			}
		}
		if d, err = clerk.SpecimenOf(tx, unit, kind, words); err != nil {
			return err
		}
		p.May = access.May(tx, access.ClerkSet, access.Scope{Unit: unit})
		f, err := s.numbersFrame(tx, r, unit, "Lời văn mẫu: "+kind.Name())
		p.Frame = refusedFrame(f, list)
		return err
	})
	if err != nil {
		return err
	}
	if p.Paper, err = composed(d); err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Template(p))
}

// saveTemplate stores an office's words, or shows how they would look.
func (s *Server) saveTemplate(w http.ResponseWriter, r *http.Request) error {
	unit, kind := r.PathValue("unit"), document.Kind(r.PathValue("kind"))
	preview := text(r, "xem") != ""
	err := s.update(r, func(tx *db.Tx) error {
		if preview {
			if err := access.Require(tx, access.ClerkSet, access.Scope{Unit: unit}); err != nil {
				return err
			}
			_, _, err := clerk.TemplateOf(tx, unit, kind, slotsTyped(r))
			return err
		}
		return clerk.SaveTemplate(tx, unit, kind, versionOfForm(r), slotsTyped(r))
	})
	if err == nil && !preview {
		return s.done(w, r, numbersPage+"/"+unit+"/mau/"+string(kind), "Đã lưu lời văn mẫu.")
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showTemplate(w, r, list, slotsTyped(r))
}

// previewTemplate is the specimen alone, for the script of its page.
func (s *Server) previewTemplate(w http.ResponseWriter, r *http.Request) error {
	unit, kind := r.PathValue("unit"), document.Kind(r.PathValue("kind"))
	var d *document.Document
	err := s.view(r, func(tx *db.Tx) error {
		if err := access.Require(tx, access.ClerkSet, access.Scope{Unit: unit}); err != nil {
			return err
		}
		_, words, err := clerk.TemplateOf(tx, unit, kind, slotsTyped(r))
		if err != nil {
			return err
		}
		d, err = clerk.SpecimenOf(tx, unit, kind, words)
		return err
	})
	return s.paperAlone(w, r, d, err)
}

func (s *Server) resetTemplate(w http.ResponseWriter, r *http.Request) error {
	unit, kind := r.PathValue("unit"), document.Kind(r.PathValue("kind"))
	err := s.update(r, func(tx *db.Tx) error { return clerk.ResetTemplate(tx, unit, kind, versionOfForm(r)) })
	if err == nil {
		return s.done(w, r, numbersPage+"/"+unit+"/mau/"+string(kind), "Đã dùng lại lời của chương trình.")
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showTemplate(w, r, list, nil)
}

func (s *Server) paperOffice(w http.ResponseWriter, r *http.Request) error {
	return s.showOffice(w, r, nil)
}

func (s *Server) showOffice(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.LetterheadProps{Problems: list}
	if len(list) > 0 {
		p.Typed = typed(r)
	}
	err := s.view(r, func(tx *db.Tx) (err error) {
		unit := r.PathValue("unit")
		if p.Office, err = clerk.OfficeOf(tx, unit); err != nil {
			return err
		}
		p.May = access.May(tx, access.ClerkSet, access.Scope{Unit: unit})
		f, err := s.numbersFrame(tx, r, unit, "Thể thức của cơ quan")
		p.Frame = refusedFrame(f, list)
		p.Frame.Lead = "Tên, ký hiệu, địa danh, người ký và nơi nhận in trên mọi văn bản của cơ quan. Chỗ để trống hiện «…»."
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Letterhead(p))
}

func (s *Server) savePaperOffice(w http.ResponseWriter, r *http.Request) error {
	unit := r.PathValue("unit")
	err := s.update(r, func(tx *db.Tx) error {
		return clerk.SaveOffice(tx, clerk.Office{
			UnitID: unit, Superior: text(r, "superior"), Issuer: text(r, "issuer"), Abbreviation: text(r, "abbreviation"), Place: text(r, "place"),
			Signer: text(r, "signer"), SignerName: text(r, "signer_name"), Recipients: text(r, "recipients"), ByKind: text(r, "by_kind") != "", Version: versionOfForm(r),
		})
	})
	if err == nil {
		return s.done(w, r, numbersPage+"/"+unit+"/co-quan", "Đã lưu thể thức của cơ quan.")
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showOffice(w, r, list)
}
