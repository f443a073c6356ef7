package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/condition"
	"giaouoc/internal/db"
	"giaouoc/internal/web/pages"
)

const conditionPage = adminPage + "/tinh-trang"

// machineRoutes is the part of the administration that is of the machine itself.
func (s *Server) machineRoutes(get, post func(path string, h handle)) {
	get(hallPage, s.showHall)
	get(hallPosterPage, s.hallPoster)
	get(conditionPage, s.condition)
	get(unsentPage, s.unsent)
	post(unsentPage+"/{mail}/gui-lai", s.sendAgain)
}

// condition says how this installation is.
func (s *Server) condition(w http.ResponseWriter, r *http.Request) error {
	var p pages.ConditionProps
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.adminFrame(tx, r, "Tình trạng")
		return access.Require(tx, access.AccountRead, access.Scope{})
	})
	if err != nil {
		return err
	}
	place := s.Place
	place.DB, place.Log = s.DB, s.Record
	found := condition.Quick(r.Context(), place)
	p.At, p.Verdict = found.At, found.Verdict()
	p.Look, p.Broken = len(found.Facts(condition.Look)), len(found.Facts(condition.Broken))
	p.Parts = found.Parts
	return s.render(w, r, http.StatusOK, pages.InstallationCondition(p))
}
