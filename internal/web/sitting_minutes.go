package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const sittingMinutesPage = conferencePage + "/bien-ban"

func (s *Server) sittingMinutes(w http.ResponseWriter, r *http.Request) error {
	return s.showSittingMinutes(w, r, "", nil)
}

// showSittingMinutes is the page of the minutes; form is the one that was refused.
func (s *Server) showSittingMinutes(w http.ResponseWriter, r *http.Request, form string, list problem.List) error {
	var p pages.SittingMinutesProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		p = pages.SittingMinutesProps{
			Frame: s.sittingFrame(tx, r, c, y, "Biên bản hội nghị", list), Answers: pages.Answers{Problems: list, Typed: typed(r)}, Sent: form,
			Base: workPath(c, y) + conferencePage, Public: yearPath(c, y) + sittingMinutesPage, Reader: tx.Actor.ID,
			MayPlan: access.May(tx, access.ConferencePlan, y.Scope()), MayRun: access.May(tx, access.ConferenceRun, y.Scope()),
		}
		if p.Minutes, err = conference.DraftMinutes(tx, y); err != nil {
			return err
		}
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "conference_minutes", ID: p.Minutes.Sitting.Conference.ID})
		if p.MayPlan {
			if p.Candidates, err = sittingCandidates(tx, y); err != nil {
				return err
			}
		}
		if p.Minutes.Sitting.Conference.State != conference.Finished {
			return nil
		}
		p.Body, err = heldProps(tx, c, y, p.Minutes)
		p.Body.Minutes, p.Body.Draft = true, true
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.SittingMinutes(p))
}

// sittingCandidates are who may chair or write the minutes, each with the unit.
func sittingCandidates(tx *db.Tx, y cycle.Year) ([]components.Option, error) {
	people, err := conference.Candidates(tx, y)
	if err != nil {
		return nil, err
	}
	list := make([]components.Option, len(people))
	for i, a := range people {
		names, err := org.Names(tx, tx.Today(), a.UnitID)
		if err != nil {
			return nil, err
		}
		list[i] = components.Option{Value: a.ID, Text: a.Name + ", " + a.Position + ", " + names[a.UnitID]}
	}
	return list, nil
}

func (s *Server) submitSittingMinutes(w http.ResponseWriter, r *http.Request, form, sentence string, act yearAct) error {
	return s.submit(w, r, sittingMinutesPage, sentence, act, func(list problem.List) error { return s.showSittingMinutes(w, r, form, list) })
}

func (s *Server) nameSittingOfficers(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingMinutes(w, r, "nguoi", "Đã lưu tên chủ trì, thư ký.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.NameOfficers(tx, y, text(r, "chair"), text(r, "secretary"))
	})
}

func (s *Server) writeSittingMinutes(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingMinutes(w, r, "ghi", "Đã lưu phần thư ký ghi.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.WriteMinutes(tx, y, conference.Written{
			Remarks: text(r, "remarks"), Corrections: text(r, "corrections"), Version: int64(number(text(r, "version"))),
		})
	})
}

func (s *Server) signSittingMinutes(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingMinutes(w, r, "ky", "Đã ký biên bản.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.SignMinutes(tx, y, text(r, "fingerprint"))
	})
}
