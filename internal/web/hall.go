package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	hallPage       = adminPage + "/hoi-truong"
	hallPosterPage = hallPage + "/ap-phich"

	// longestNetwork is how long the name of a Wi-Fi network can be, in bytes.
	longestNetwork = 32
)

// showHall says how the hall mode of this installation stands: name, certificate,
// answerer, and whether votes can be electronic.
func (s *Server) showHall(w http.ResponseWriter, r *http.Request) error {
	p := pages.HallProps{Poster: hallPosterPage, PaperOnly: s.PaperOnly}
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.adminFrame(tx, r, "Chế độ hội trường")
		return access.Require(tx, access.AccountRead, access.Scope{})
	})
	if err != nil {
		return err
	}
	if s.Site != nil {
		p.Site = s.Site.String()
	}
	if s.Hall != nil {
		s.hallStands(r, &p)
	}
	return s.render(w, r, http.StatusOK, pages.Hall(p))
}

// hallStands asks the hall's answerer and looks at its certificate as of now.
func (s *Server) hallStands(r *http.Request, p *pages.HallProps) {
	now, c := s.Clock(), &s.Hall.Certificate
	p.On, p.Name, p.Address = true, s.Hall.Name, s.Hall.Address.String()
	p.Issuer, p.Until = c.Issuer, vn.Clock(c.NotAfter)+", "+vn.DateOf(c.NotAfter).Words()
	p.Distrust, p.Warnings = c.Distrust(now), c.Warnings(now)
	if p.PaperOnly == "" {
		p.PaperOnly = p.Distrust // it ran out since the start
	}
	if s.Hall.DNS.IsValid() {
		p.DNS, p.Silent = s.Hall.DNS.String(), s.Hall.Answering(r.Context())
	}
}

// hallPoster is what hangs on the wall of the hall: the network, the address and the
// code that a camera opens. The name of the network comes with the request and is not
// kept.
func (s *Server) hallPoster(w http.ResponseWriter, r *http.Request) error {
	p := pages.HallPosterProps{Action: hallPosterPage, Back: hallPage, Network: text(r, "mang"), Site: s.address(r), PaperOnly: s.PaperOnly}
	if len(p.Network) > longestNetwork {
		p.Problems.Add("mang", "Tên mạng Wi-Fi dài nhất 32 ký tự không dấu; hãy ghi đúng tên mà điện thoại hiện ra.")
	}
	err := s.view(r, func(tx *db.Tx) error {
		if err := access.Require(tx, access.AccountRead, access.Scope{}); err != nil {
			return err
		}
		p.Frame = refusedFrame(s.adminFrame(tx, r, "Tờ dán ở hội trường", components.Link{Href: hallPage, Text: "Chế độ hội trường"}), p.Problems)
		if s.Hall == nil {
			return problem.New(problem.Closed, "Chương trình không chạy ở chế độ hội trường nên chưa có địa chỉ để dán.")
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(p.Problems), pages.HallPoster(p))
}
