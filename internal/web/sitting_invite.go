package web

import (
	"net/http"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	sittingInvitePage = conferencePage + "/giay-moi"
	sittingDoorPage   = conferencePage + "/diem-danh"
)

// sittingFrame leads back to the conference.
func (s *Server) sittingFrame(tx *db.Tx, r *http.Request, c cluster.Cluster, y cycle.Year, title string, list problem.List) components.PageProps {
	f := s.yearFrame(tx, r, c, y, title)
	f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + conferencePage, Text: "Hội nghị tổng kết"})
	return refusedFrame(f, list)
}

// sittingMembers are the members of a year with their names.
func sittingMembers(tx *db.Tx, y cycle.Year) (ids []string, names map[string]string, err error) {
	members, err := cycle.Members(tx, y)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range members {
		ids = append(ids, m.UnitID)
	}
	names, err = memberNames(tx, members)
	return ids, names, err
}

// ownSeat is the unit for which the actor answers and asks for the floor; empty
// for none.
func ownSeat(tx *db.Tx, y cycle.Year, members []string) string {
	own := tx.Actor.Unit
	if !slices.Contains(members, own) || !access.May(tx, access.ConferenceJoin, y.UnitScope(own)) {
		return ""
	}
	return own
}

func (s *Server) sittingInvitations(w http.ResponseWriter, r *http.Request) error {
	return s.showSittingInvitations(w, r, "", nil)
}

// showSittingInvitations is the page of the invitations; form is the one that was
// refused.
func (s *Server) showSittingInvitations(w http.ResponseWriter, r *http.Request, form string, list problem.List) error {
	var p pages.SittingInvitationsProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		p = pages.SittingInvitationsProps{
			Frame: s.sittingFrame(tx, r, c, y, "Giấy mời", list), Answers: pages.Answers{Problems: list, Typed: typed(r)}, Sent: form,
			Base: workPath(c, y) + conferencePage, MayRun: access.May(tx, access.ConferenceRun, y.Scope()),
		}
		if p.Inviting, err = conference.Invited(tx, y); err != nil {
			return err
		}
		if p.Members, p.Names, err = sittingMembers(tx, y); err != nil {
			return err
		}
		if own := ownSeat(tx, y, p.Members); own != "" {
			if _, _, invited := p.Inviting.Of(own); invited {
				p.Own, p.MayJoin = own, true
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.SittingInvitations(p))
}

func (s *Server) submitSittingInvite(w http.ResponseWriter, r *http.Request, form, sentence string, act yearAct) error {
	return s.submit(w, r, sittingInvitePage, sentence, act, func(list problem.List) error { return s.showSittingInvitations(w, r, form, list) })
}

func (s *Server) sendSittingCall(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingInvite(w, r, "gui", "Đã gửi giấy mời; các đơn vị được báo.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.Invite(tx, y, conference.Call{Number: text(r, "number"), Begins: text(r, "begins"), Body: text(r, "body")})
	})
}

func (s *Server) renewSittingPass(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingInvite(w, r, "ma", "Đã thay mã điểm danh; đơn vị được báo.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
			return err
		}
		if text(r, "unit") == "" {
			return problem.Field("unit", "Chọn đơn vị.")
		}
		return conference.RenewPass(tx, y, text(r, "unit"))
	})
}

func (s *Server) addSittingGuest(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingInvite(w, r, "khach", "Đã thêm khách mời.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.AddGuest(tx, y, conference.Guest{Name: text(r, "guest"), Organisation: text(r, "organisation")})
	})
}

func (s *Server) removeSittingGuest(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingInvite(w, r, "", "Đã bỏ khách mời.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.RemoveGuest(tx, y, r.PathValue("guest"))
	})
}

// replySitting stores what a member answers to its invitation.
func (s *Server) replySitting(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingInvite(w, r, "tra-loi", "Đã gửi trả lời.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		unit := r.PathValue("unit")
		if err := access.Require(tx, access.ConferenceJoin, y.UnitScope(unit)); err != nil {
			return err
		}
		i := conference.Invitation{
			UnitID: unit, Reply: conference.Answer(text(r, "reply")), Delegate: text(r, "delegate"), Position: text(r, "position"),
			AuthorityNumber: text(r, "authority_number"), Reason: text(r, "reason"), Version: int64(number(text(r, "version"))),
		}
		var err error
		if i.Reply == conference.Sends {
			if i.AuthorityOn, err = dayOf(r, "authority_on"); err != nil {
				return err
			}
			if i.File, err = s.uploadIfAny(r, "file"); err != nil {
				return err
			}
		}
		return conference.Reply(tx, y, i)
	})
}

// sittingInvitation is the invitation of one member as it is printed.
func (s *Server) sittingInvitation(w http.ResponseWriter, r *http.Request) error {
	var p pages.SittingInvitationProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		p = pages.SittingInvitationProps{
			Frame: s.sittingFrame(tx, r, c, y, "Giấy mời", nil), Base: workPath(c, y) + conferencePage,
			Cluster: c.Name, Year: y.Year, UnitID: r.PathValue("unit"),
		}
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: p.Base + "/giay-moi", Text: "Giấy mời"})
		if p.Inviting, p.Invitation, p.Pass, err = conference.InvitationOf(tx, y, p.UnitID); err != nil {
			return err
		}
		_, names, err := sittingMembers(tx, y)
		if err != nil {
			return err
		}
		p.Unit = names[p.UnitID]
		p.CheckIn = s.address(r) + p.Base + "/diem-danh?ma=" + p.Pass.Code
		return nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, http.StatusOK, pages.SittingInvitation(p))
}

// sittingAuthority serves the scanned authority of a delegate.
func (s *Server) sittingAuthority(w http.ResponseWriter, r *http.Request) error {
	var i conference.Invitation
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if _, i, _, err = conference.InvitationOf(tx, y, r.PathValue("unit")); err == nil && i.FileHash == "" {
			err = problem.New(problem.NotFound, "Đơn vị chưa gửi bản quét văn bản ủy quyền.")
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.serveFile(w, r, i.FileHash, i.FileName)
}

// sittingDoor is the check-in: the member of the code in the address, or the field
// for one.
func (s *Server) sittingDoor(w http.ResponseWriter, r *http.Request) error {
	return s.showSittingDoor(w, r, nil)
}

func (s *Server) showSittingDoor(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.SittingDoorProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
			return err
		}
		p = pages.SittingDoorProps{Base: workPath(c, y) + conferencePage, Code: text(r, "ma")}
		if p.Code != "" {
			p.Arrival, err = conference.AtDoor(tx, y, p.Code)
			wrong, err := refused(err)
			if err != nil {
				return err
			}
			if p.Found = len(wrong) == 0; len(list) == 0 {
				list = wrong
			}
		}
		p.Frame = s.sittingFrame(tx, r, c, y, "Điểm danh bằng mã", list)
		p.Answers = pages.Answers{Problems: list, Typed: typed(r)}
		_, names, err := sittingMembers(tx, y)
		if err != nil {
			return err
		}
		p.Unit = names[p.Arrival.Pass.UnitID]
		if p.Found {
			delete(p.Typed, "ma")
		}
		p.Quorum, err = sittingQuorum(tx, y)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, statusOf(list), pages.SittingDoor(p))
}

func sittingQuorum(tx *db.Tx, y cycle.Year) (string, error) {
	sitting, err := conference.Overview(tx, y)
	if err != nil {
		return "", err
	}
	rules, _, err := rulesOf(tx, y, sitting.Conference)
	return pages.QuorumWords(rules, len(sitting.Members), sitting.Attendance), err
}

// checkInSitting marks the member of a code.
func (s *Server) checkInSitting(w http.ResponseWriter, r *http.Request) error {
	var a conference.Arrival
	var name string
	err := s.update(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if a, err = conference.CheckIn(tx, y, text(r, "ma"), text(r, "delegate"), text(r, "authority")); err != nil {
			return err
		}
		_, names, err := sittingMembers(tx, y)
		name = names[a.Pass.UnitID]
		return err
	})
	list, err := refused(err)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		return s.showSittingDoor(w, r, list)
	}
	to := "/lam-viec/" + r.PathValue("cluster") + "/" + r.PathValue("year") + sittingDoorPage
	return s.done(w, r, to, name+" đã điểm danh: "+a.Attendance.Delegate+".")
}
