package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/certificate"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	certificatesPage     = "/bang"          // below a register's own
	checkCertificatePage = "/kiem-tra-bang" // the public's
)

func (s *Server) certificates(w http.ResponseWriter, r *http.Request) error {
	return s.showCertificates(w, r, nil)
}

func (s *Server) showCertificates(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.CertificatesProps
	err = s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		p = pages.CertificatesProps{
			Frame: refusedFrame(s.registerFrame(tx, r, u, "In bằng"), list), UnitID: u.ID, Year: yearAsked(tx, r), Problems: list, Typed: typed(r),
			May: access.May(tx, access.AwardKeep, access.Scope{Unit: u.ID}),
		}
		if ruled, err := rulingOf(r); err == nil && text(r, "ruling") != "" {
			p.Year = ruled.On.Year()
		}
		if p.Designs, err = certificate.DesignsOf(tx, u.ID); err != nil {
			return err
		}
		rulings, err := certificate.RulingsOf(tx, u.ID, p.Year)
		for _, ruling := range rulings {
			p.Rulings = append(p.Rulings, components.Option{
				Value: ruling.On.String() + "|" + ruling.Award + "|" + ruling.Number,
				Text:  "số " + ruling.Number + ", " + ruling.On.Short() + ": " + law.Award(ruling.Award).Title() + " (" + itoa(ruling.Grants) + ")",
			})
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Certificates(p))
}

// rulingOf reads the decision that a form names: its day, award and number.
func rulingOf(r *http.Request) (certificate.Batch, error) {
	parts := strings.SplitN(text(r, "ruling"), "|", 3)
	if len(parts) != 3 {
		return certificate.Batch{}, problem.Field("ruling", "Chọn quyết định.")
	}
	on, err := vn.ParseDate(parts[0])
	if err != nil {
		return certificate.Batch{}, problem.Field("ruling", "Chọn quyết định.")
	}
	return certificate.Batch{On: on, Award: parts[1], Number: parts[2]}, nil
}

// designForm carries out an act on a unit's designs; again shows the form with what
// was refused.
func (s *Server) designForm(w http.ResponseWriter, r *http.Request, sentence string, act func(tx *db.Tx, u org.Unit) (page string, err error), again func(problem.List) error) error {
	to := ""
	err := s.update(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: u.ID}); err != nil {
			return err
		}
		page, err := act(tx, u)
		to = registersPage + "/" + u.ID + certificatesPage + page
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

func (s *Server) beginDesign(w http.ResponseWriter, r *http.Request) error {
	return s.designForm(w, r, "Đã thêm mẫu in.", func(tx *db.Tx, u org.Unit) (string, error) {
		d, err := certificate.Begin(tx, u.ID, text(r, "name"))
		return "/" + d.ID, err
	}, func(list problem.List) error { return s.showCertificates(w, r, list) })
}

func (s *Server) dropDesign(w http.ResponseWriter, r *http.Request) error {
	return s.designForm(w, r, "Đã xóa mẫu in.", func(tx *db.Tx, u org.Unit) (string, error) {
		return "", certificate.Drop(tx, u.ID, r.PathValue("design"), int64(number(text(r, "version"))))
	}, func(list problem.List) error { return s.showDesign(w, r, certificate.Design{}, list) })
}

func (s *Server) certificateDesign(w http.ResponseWriter, r *http.Request) error {
	return s.showDesign(w, r, certificate.Design{}, nil)
}

// showDesign is the page of a design; sent is the one that was refused, with its
// fields.
func (s *Server) showDesign(w http.ResponseWriter, r *http.Request, sent certificate.Design, list problem.List) error {
	var p pages.DesignProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		p.May = access.May(tx, access.AwardKeep, access.Scope{Unit: u.ID})
		if p.Design, err = certificate.DesignOf(tx, u.ID, r.PathValue("design")); err != nil {
			return err
		}
		p.Frame = refusedFrame(s.registerFrame(tx, r, u, p.Design.Name), list)
		return nil
	})
	if err != nil {
		return err
	}
	if p.Problems = list; len(list) > 0 {
		p.Typed = typed(r)
	}
	if len(sent.Fields) > 0 {
		p.Design.Fields = sent.Fields
	}
	for _, f := range p.Design.Fields {
		d := pages.DrawnField{Field: f, Height: f.Width}
		if f.What != certificate.Code {
			if d.Lines, d.Size, err = f.LinesOf(f.Of(certificate.Sample[f.What])); err != nil {
				return err
			}
			d.Size *= 254.0 / 72
			d.Height = certificate.Length(float64(f.Points*f.Lines) * 1.2 * 254 / 72)
		}
		p.Drawn = append(p.Drawn, d)
	}
	return s.render(w, r, statusOf(list), pages.CertificateDesign(p))
}

func (s *Server) saveDesign(w http.ResponseWriter, r *http.Request) error {
	var sent certificate.Design
	return s.designForm(w, r, "Đã lưu mẫu in.", func(tx *db.Tx, u org.Unit) (string, error) {
		var list problem.List
		sent = designOf(r, &list)
		sent.ID, sent.UnitID, sent.Version = r.PathValue("design"), u.ID, int64(number(text(r, "version")))
		if err := list.Err(); err != nil {
			return "", err
		}
		return "/" + sent.ID, certificate.Save(tx, sent)
	}, func(list problem.List) error { return s.showDesign(w, r, certificate.Design{}, list) })
}

const mostSentFields = 60

// designOf reads a design as its form sends it, without the fields to drop.
func designOf(r *http.Request, list *problem.List) certificate.Design {
	length := func(name string) certificate.Length {
		l, err := certificate.ParseLength(text(r, name))
		if err != nil {
			list.Add(name, "Ghi số milimét, ví dụ 12,5.")
		}
		return l
	}
	d := certificate.Design{Name: text(r, "name"), Width: length("width"), Height: length("height"), Right: length("right"), Down: length("down")}
	for i := range min(number(text(r, "fields")), mostSentFields) {
		at := "_" + itoa(i)
		what := text(r, "what"+at)
		if what == "" || text(r, "drop"+at) != "" {
			continue
		}
		f := certificate.Field{
			What: certificate.What(what), X: length("x" + at), Y: length("y" + at), Width: length("width" + at),
			Align: certificate.Left, Ink: certificate.Black, Lines: 1,
		}
		if f.What == certificate.Fixed {
			f.Text = text(r, "text"+at)
		}
		if f.What != certificate.Code {
			f.Points, f.Lines = number(text(r, "points"+at)), number(text(r, "lines"+at))
			f.Align, f.Ink = certificate.Align(text(r, "align"+at)), certificate.Ink(text(r, "ink"+at))
			f.Bold, f.Italic, f.Capitals = text(r, "bold"+at) != "", text(r, "italic"+at) != "", text(r, "capitals"+at) != ""
		}
		d.Fields = append(d.Fields, f)
	}
	return d
}

func (s *Server) setSheetScan(w http.ResponseWriter, r *http.Request) error {
	return s.designForm(w, r, "Đã nhận ảnh phôi.", func(tx *db.Tx, u org.Unit) (string, error) {
		f, err := s.uploadIfAny(r, "scan")
		if err != nil {
			return "", err
		}
		if f.Type != blob.PNG && f.Type != blob.JPEG {
			return "", problem.Field("scan", "Chọn ảnh PNG hoặc JPEG của phôi.")
		}
		id := r.PathValue("design")
		return "/" + id, certificate.SetScan(tx, u.ID, id, int64(number(text(r, "version"))), f.Hash)
	}, func(list problem.List) error { return s.showDesign(w, r, certificate.Design{}, list) })
}

func (s *Server) removeSheetScan(w http.ResponseWriter, r *http.Request) error {
	return s.designForm(w, r, "Đã bỏ ảnh phôi.", func(tx *db.Tx, u org.Unit) (string, error) {
		id := r.PathValue("design")
		return "/" + id, certificate.SetScan(tx, u.ID, id, int64(number(text(r, "version"))), "")
	}, func(list problem.List) error { return s.showDesign(w, r, certificate.Design{}, list) })
}

func (s *Server) designAsked(r *http.Request) (d certificate.Design, err error) {
	err = s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		d, err = certificate.DesignOf(tx, u.ID, r.PathValue("design"))
		return err
	})
	return d, err
}

func (s *Server) sheetScan(w http.ResponseWriter, r *http.Request) error {
	d, err := s.designAsked(r)
	if err != nil {
		return err
	}
	if d.Scan == "" {
		return problem.New(problem.NotFound, "Mẫu in chưa có ảnh phôi.")
	}
	return s.serveFile(w, r, d.Scan, "phoi.png")
}
