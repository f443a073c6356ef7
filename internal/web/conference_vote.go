package web

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/web/pages"
)

const (
	deskPage   = conferencePage + "/bo-phieu" // of one motion: /{motion}
	ballotPage = "/bo-phieu"                  // the public's, under a year
)

// paperOnly says why votes are on paper alone here; empty where they need not be.
func (s *Server) paperOnly() string {
	switch {
	case s.PaperOnly != "":
		return s.PaperOnly
	case len(s.Holders) != 2:
		return "máy chủ này chưa có hai người giữ khóa (xem hướng dẫn vận hành, mục giữ khóa bỏ phiếu)"
	case s.Site == nil:
		return "máy chủ này chưa có địa chỉ trang"
	}
	return ""
}

// voteDesk is the page from which a motion is voted on by secret ballot.
func (s *Server) voteDesk(w http.ResponseWriter, r *http.Request) error {
	return s.showVoteDesk(w, r, nil)
}

func (s *Server) showVoteDesk(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.VoteDeskProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
			return err
		}
		if p.Desk, err = conference.DeskOf(tx, y, r.PathValue("motion")); err != nil {
			return err
		}
		m := p.Desk.Motion
		p.Frame = refusedFrame(s.yearFrame(tx, r, c, y, m.Kind.Name()), list)
		p.Problems, p.Typed = list, typed(r)
		p.Base, p.Conference = workPath(c, y)+deskPage+"/"+m.ID, workPath(c, y)+conferencePage
		p.Public = yearPath(c, y) + ballotPage
		p.Address = s.Site.JoinPath(p.Public).String()
		for _, h := range s.Holders {
			p.Holders = append(p.Holders, pages.DeskHolder{Name: h.Name(), Here: h.Here()})
		}
		if p.Names, err = org.Names(tx, tx.Today(), m.Candidates...); err != nil {
			return err
		}
		if _, p.Values, err = rulesOf(tx, y, p.Desk.Conference); err != nil {
			return err
		}
		sitting, err := conference.Overview(tx, y)
		if err != nil {
			return err
		}
		p.Resolved = slices.ContainsFunc(sitting.Resolutions, func(n conference.Resolution) bool { return n.MotionID == m.ID })
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "conference", ID: p.Desk.Conference.ID})
		if m.Votes[0].State != conference.Prepared {
			return nil
		}
		p.Ways = map[string][]pages.DeskWay{}
		for _, v := range m.Roll() {
			if p.Ways[v.ID], err = s.waysOf(tx, v); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.VoteDesk(p))
}

// waysOf are the ways by which a voter can be known, the present one chosen.
func (s *Server) waysOf(tx *db.Tx, v ballot.Voter) ([]pages.DeskWay, error) {
	keys, err := s.passkeys.VoterKeys(tx, v.ID)
	if err != nil {
		return nil, err
	}
	list := []pages.DeskWay{{Value: ballot.Slip, Text: "phiếu mã", Chosen: v.Credential.Kind == ballot.Slip}}
	for _, k := range keys {
		list = append(list, pages.DeskWay{
			Value: ballot.Passkey + ":" + k.ID, Text: "khóa truy cập của " + k.Person,
			Chosen: v.Credential.Kind == ballot.Passkey && bytes.Equal(v.Credential.Key, k.Key),
		})
	}
	return append(list, pages.DeskWay{Value: ballot.OnPaper, Text: "phiếu giấy", Chosen: v.Credential.Kind == ballot.OnPaper}), nil
}

// submitVote carries out an act on a motion and comes back to its desk, or to the
// conference.
func (s *Server) submitVote(w http.ResponseWriter, r *http.Request, back, sentence string, act yearAct) error {
	return s.submit(w, r, back, sentence, act, func(list problem.List) error { return s.showVoteDesk(w, r, list) })
}

func deskOf(r *http.Request) string { return deskPage + "/" + r.PathValue("motion") }

// arrangeVoters sets how each voter is known.
func (s *Server) arrangeVoters(w http.ResponseWriter, r *http.Request) error {
	return s.submitVote(w, r, deskOf(r), "Đã lưu danh sách cử tri.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
			return err
		}
		by, list := map[string]ballot.Credential{}, problem.List{}
		for name := range r.PostForm {
			unit, ok := strings.CutPrefix(name, "way_")
			if !ok {
				continue
			}
			c, err := s.credentialOf(tx, unit, text(r, name))
			wrong, err := refused(err)
			if err != nil {
				return err
			}
			list = append(list, wrong...)
			by[unit] = c
		}
		if err := list.Err(); err != nil {
			return err
		}
		return conference.ArrangeVoters(tx, y, r.PathValue("motion"), by)
	})
}

func (s *Server) credentialOf(tx *db.Tx, unit, value string) (ballot.Credential, error) {
	kind, id, _ := strings.Cut(value, ":")
	switch kind {
	case ballot.Slip, ballot.OnPaper:
		return ballot.Credential{Kind: kind}, nil
	case ballot.Passkey:
		keys, err := s.passkeys.VoterKeys(tx, unit)
		if err != nil {
			return ballot.Credential{}, err
		}
		for _, k := range keys {
			if k.ID == id {
				return ballot.Credential{Kind: ballot.Passkey, Key: k.Key}, nil
			}
		}
		return ballot.Credential{}, problem.Field("way_"+unit, "Khóa truy cập này không còn; hãy chọn cách khác.")
	}
	return ballot.Credential{}, problem.Field("way_"+unit, "Chọn cách nhận phiếu.")
}

// printSlips answers with the slips themselves: their codes are kept nowhere.
func (s *Server) printSlips(w http.ResponseWriter, r *http.Request) error {
	var p pages.SlipsProps
	err := s.update(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if p.Slips, err = conference.PrintSlips(tx, y); err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, "Phiếu mã bỏ phiếu kín")
		p.Cluster, p.Year, p.Back = c.Name, y.Year, workPath(c, y)+conferencePage
		p.Address = s.Site.JoinPath(yearPath(c, y), ballotPage).String()
		return nil
	})
	list, err := refused(err)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		return s.showConferenceWork(w, r, list)
	}
	return s.render(w, r, http.StatusOK, pages.Slips(p))
}

// openVote asks both holders for their keys, then opens the vote.
func (s *Server) openVote(w http.ResponseWriter, r *http.Request) error {
	var ids []string
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
			return err
		}
		d, err := conference.DeskOf(tx, y, r.PathValue("motion"))
		for _, v := range d.Motion.Votes {
			ids = append(ids, v.BallotID)
		}
		return err
	})
	if err != nil {
		return err
	}
	var o conference.Opening
	if reason := s.paperOnly(); reason == "" {
		o.Site = s.Site.Hostname()
		o.Holders, o.Seals, err = s.holderKeys(r.Context(), ids)
	} else {
		err = problem.New(problem.Closed, "Ở đây chỉ bỏ phiếu giấy: %s.", reason)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		return s.showVoteDesk(w, r, list)
	}
	return s.submitVote(w, r, deskOf(r), "Đã mở bỏ phiếu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
			return err
		}
		var list problem.List
		o.Minutes = typedCount(r, "minutes", &list)
		if err := list.Err(); err != nil {
			return err
		}
		return conference.OpenVote(tx, s.Keys, y, r.PathValue("motion"), o)
	})
}

// holderKeys asks both holders at once for their keys of some secret ballots, and to
// whom papers are sealed that are not published.
func (s *Server) holderKeys(ctx context.Context, ids []string) (keys map[string][]ballot.Holder, seals map[string][]string, err error) {
	keys, seals = map[string][]ballot.Holder{}, map[string][]string{}
	for _, id := range ids {
		keys[id], seals[id] = make([]ballot.Holder, len(s.Holders)), make([]string, len(s.Holders))
	}
	errs := make([]error, len(s.Holders))
	var wait sync.WaitGroup
	for i, h := range s.Holders {
		wait.Go(func() {
			for _, id := range ids {
				key, err := h.Key(ctx, id)
				if err == nil {
					seals[id][i], err = h.Seal(ctx, id)
				}
				if err != nil {
					errs[i] = err
					return
				}
				keys[id][i] = ballot.Holder{Name: h.Name(), Key: key}
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, nil, err
		}
	}
	return keys, seals, nil
}

// givePaper moves a voter to paper.
func (s *Server) givePaper(w http.ResponseWriter, r *http.Request) error {
	return s.submitVote(w, r, deskOf(r), "Đã chuyển cử tri sang phiếu giấy.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.GivePaper(tx, y, r.PathValue("motion"), text(r, "unit"))
	})
}

// closeVote closes a vote; the holders then destroy their keys.
func (s *Server) closeVote(w http.ResponseWriter, r *http.Request) error {
	var to string
	var ids []string
	err := s.update(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		to = workPath(c, y) + deskOf(r)
		ids, err = conference.CloseVote(tx, y, r.PathValue("motion"))
		return err
	})
	if err == nil {
		return s.done(w, r, to, strings.TrimSpace("Đã đóng bỏ phiếu và kiểm phiếu. "+s.destroyKeys(r.Context(), ids)))
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showVoteDesk(w, r, list)
}

// destroyKeys asks both holders to destroy their keys of closed secret ballots, and
// says in words which could not be asked. A key left over signs nothing: the closing
// is published.
func (s *Server) destroyKeys(ctx context.Context, ids []string) string {
	var left []string
	for _, h := range s.Holders {
		for _, id := range ids {
			if err := h.End(ctx, id); err != nil {
				s.Log.Error("destroy a holder's key", "holder", h.Name(), "ballot", id, "error", err)
				left = append(left, h.Name())
				break
			}
		}
	}
	if len(left) == 0 {
		return ""
	}
	return "Chưa hủy được khóa ở " + strings.Join(left, ", ") + "; hãy bấm «Hủy khóa» khi gọi lại được."
}

// destroyVoteKeys asks again.
func (s *Server) destroyVoteKeys(w http.ResponseWriter, r *http.Request) error {
	var to string
	var ids []string
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
			return err
		}
		to = workPath(c, y) + deskOf(r)
		d, err := conference.DeskOf(tx, y, r.PathValue("motion"))
		for _, v := range d.Motion.Votes {
			if v.State == conference.Voted {
				ids = append(ids, v.BallotID)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	said := s.destroyKeys(r.Context(), ids)
	if said == "" {
		said = "Hai người giữ khóa đã hủy khóa."
	}
	return s.done(w, r, to, said)
}

// withdrawMotion takes back a motion that is not open yet.
func (s *Server) withdrawMotion(w http.ResponseWriter, r *http.Request) error {
	return s.submitVote(w, r, conferencePage, "Đã rút nội dung biểu quyết.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.Withdraw(tx, y, r.PathValue("motion"))
	})
}

// resolveVote writes the result down as a resolution.
func (s *Server) resolveVote(w http.ResponseWriter, r *http.Request) error {
	return s.submitVote(w, r, conferencePage, "Đã ghi kết quả thành quyết nghị.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.ResolveVote(tx, y, r.PathValue("motion"))
	})
}

// sealedBoard is the file of a board that is not published, for the two holders.
func (s *Server) sealedBoard(w http.ResponseWriter, r *http.Request) error {
	var content []byte
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
			return err
		}
		content, err = ballot.SealedBoard(tx, r.PathValue("ballot"))
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", `attachment; filename="phieu-niem-phong.age"`)
	_, err = w.Write(content)
	return err
}
