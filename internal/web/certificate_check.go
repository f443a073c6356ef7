package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/certificate"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/pages"
)

// checkPace is how often one address may ask by number and name: a clerk with a pile of
// certificates can, a machine that tries names cannot.
var checkPace = Pace{Burst: 40, Second: 1.0 / 60}

// checkCertificate tells the public whether a certificate stands, by its code.
func (s *Server) checkCertificate(w http.ResponseWriter, r *http.Request) error {
	p := pages.CheckCertificateProps{Code: r.PathValue("code")}
	if p.Code == "" {
		p.Code = text(r, "ma")
	}
	return s.showChecked(w, r, p, func(tx *db.Tx) ([]certificate.Checked, error) {
		if strings.TrimSpace(p.Code) == "" {
			return nil, nil
		}
		found, err := certificate.Check(tx, p.Code)
		if problem.Is(err, problem.NotFound) {
			return nil, problem.Field("ma", "%s", problem.All(err)[0].Text)
		}
		return []certificate.Checked{found}, err
	})
}

// checkDecision tells it by the decision and the name on the certificate. They come by
// POST, so that no name stands in a log or a history.
func (s *Server) checkDecision(w http.ResponseWriter, r *http.Request) error {
	if wait := s.paces[certificatePaced].wait(farAddress(r), s.Clock()); wait > 0 {
		return tooFast(wait)
	}
	p := pages.CheckCertificateProps{Typed: typed(r)}
	return s.showChecked(w, r, p, func(tx *db.Tx) ([]certificate.Checked, error) {
		var list problem.List
		number, name, on := text(r, "so"), text(r, "ten"), typedDay(r, "ngay", &list)
		if number == "" {
			list.Add("so", "Ghi số quyết định in trên bằng.")
		}
		if text(r, "ngay") == "" {
			list.Add("ngay", "Ghi ngày quyết định in trên bằng.")
		}
		if name == "" {
			list.Add("ten", "Ghi tên in trên bằng.")
		}
		if err := list.Err(); err != nil {
			return nil, err
		}
		found, err := certificate.CheckNumber(tx, number, on, name)
		if problem.Is(err, problem.NotFound) {
			return nil, problem.Field("so", "%s", problem.All(err)[0].Text)
		}
		return found, err
	})
}

func (s *Server) showChecked(w http.ResponseWriter, r *http.Request, p pages.CheckCertificateProps, look func(tx *db.Tx) ([]certificate.Checked, error)) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	err = s.view(r, func(tx *db.Tx) error {
		p.Frame = s.frame(tx, r, "Kiểm tra bằng")
		p.Frame.Lead = "Ai cầm bằng khen, giấy khen, chứng nhận cũng kiểm tra được bằng còn hiệu lực hay không."
		found, err := look(tx)
		if list := problem.All(err); list != nil {
			p.Problems, p.Frame = list, refusedFrame(p.Frame, list)
			return nil
		}
		if err != nil {
			return err
		}
		for _, c := range found {
			p.Found = append(p.Found, pages.CheckedCertificate{Checked: c, Title: awardTitle(law, c.Entry)})
		}
		return nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("X-Robots-Tag", "noindex")
	w.Header().Set("Referrer-Policy", "no-referrer")
	return s.render(w, r, statusOf(p.Problems), pages.CheckCertificate(p))
}
