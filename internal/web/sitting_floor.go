package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const sittingFloorPage = conferencePage + "/chuong-trinh"

func (s *Server) sittingFloor(w http.ResponseWriter, r *http.Request) error {
	return s.showSittingFloor(w, r, nil)
}

func (s *Server) showSittingFloor(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.SittingFloorProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		p = pages.SittingFloorProps{
			Frame: s.sittingFrame(tx, r, c, y, "Chương trình, phát biểu", list), Answers: pages.Answers{Problems: list, Typed: typed(r)},
			Base: workPath(c, y) + conferencePage, Speaker: tx.Actor.Name,
			MayPlan: access.May(tx, access.ConferencePlan, y.Scope()), MayRun: access.May(tx, access.ConferenceRun, y.Scope()),
		}
		if tx.Actor.Position != "" {
			p.Speaker += ", " + tx.Actor.Position
		}
		if p.Floor, err = conference.OnFloor(tx, y); err != nil {
			return err
		}
		members, names, err := sittingMembers(tx, y)
		if err != nil {
			return err
		}
		p.Names, p.Own = names, ownSeat(tx, y, members)
		p.Quorum, err = sittingQuorum(tx, y)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.SittingFloor(p))
}

func (s *Server) submitSittingFloor(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, sittingFloorPage, sentence, act, func(list problem.List) error { return s.showSittingFloor(w, r, list) })
}

// sittingItem is the page of one point of the agenda.
func (s *Server) sittingItem(w http.ResponseWriter, r *http.Request) error {
	return s.showSittingItem(w, r, "", nil)
}

func (s *Server) showSittingItem(w http.ResponseWriter, r *http.Request, form string, list problem.List) error {
	var p pages.SittingItemProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
			return err
		}
		floor, err := conference.OnFloor(tx, y)
		if err != nil {
			return err
		}
		p = pages.SittingItemProps{
			Answers: pages.Answers{Problems: list, Typed: typed(r)}, Base: workPath(c, y) + conferencePage, Sent: form,
			Running: floor.Sitting.Conference.State == conference.Running,
		}
		for _, i := range floor.Sitting.Items {
			if i.ID == r.PathValue("item") {
				p.Item = i
			}
		}
		if p.Item.ID == "" {
			return problem.New(problem.NotFound, "Chương trình không còn điểm này.")
		}
		for _, d := range floor.Documents {
			if d.ItemID == p.Item.ID {
				p.Documents = append(p.Documents, d)
			}
		}
		p.Frame = s.sittingFrame(tx, r, c, y, p.Item.Title, list)
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: p.Base + "/chuong-trinh", Text: "Chương trình"})
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.SittingItem(p))
}

func (s *Server) submitSittingItem(w http.ResponseWriter, r *http.Request, page, form, sentence string, act yearAct) error {
	return s.submit(w, r, page, sentence, act, func(list problem.List) error { return s.showSittingItem(w, r, form, list) })
}

func (s *Server) changeSittingItem(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingItem(w, r, sittingFloorPage, "sua", "Đã lưu điểm chương trình.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
			return err
		}
		var list problem.List
		i := conference.Item{
			ID: r.PathValue("item"), Title: text(r, "title"), Presenter: text(r, "presenter"), Minutes: typedCount(r, "minutes", &list),
			Version: int64(number(text(r, "version"))),
		}
		if err := list.Err(); err != nil {
			return err
		}
		return conference.ChangeItem(tx, y, i)
	})
}

func (s *Server) moveSittingItem(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingFloor(w, r, "Đã đổi thứ tự chương trình.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.MoveItem(tx, y, r.PathValue("item"), number(text(r, "from")), number(text(r, "to")))
	})
}

func (s *Server) strikeSittingItem(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingItem(w, r, sittingFloorPage, "rut", "Đã rút điểm khỏi chương trình.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.StrikeItem(tx, y, r.PathValue("item"), text(r, "struck_for"))
	})
}

func (s *Server) startSittingItem(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingFloor(w, r, "Điểm chương trình đã bắt đầu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.StartItem(tx, y, r.PathValue("item"))
	})
}

func (s *Server) finishSittingItem(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingFloor(w, r, "Điểm chương trình đã xong.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.FinishItem(tx, y, r.PathValue("item"))
	})
}

func (s *Server) attachSittingDocument(w http.ResponseWriter, r *http.Request) error {
	page := sittingFloorPage + "/" + r.PathValue("item")
	return s.submitSittingItem(w, r, page, "tai-lieu", "Đã thêm tài liệu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
			return err
		}
		file, err := s.upload(r, "file")
		if err != nil {
			return err
		}
		return conference.AttachDocument(tx, y, r.PathValue("item"), file)
	})
}

func (s *Server) detachSittingDocument(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingFloor(w, r, "Đã bỏ tài liệu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.DetachDocument(tx, y, r.PathValue("document"))
	})
}

// sittingDocument serves a file of the agenda.
func (s *Server) sittingDocument(w http.ResponseWriter, r *http.Request) error {
	var d conference.Document
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		d, err = conference.DocumentOf(tx, y, r.PathValue("document"))
		return err
	})
	if err != nil {
		return err
	}
	return s.serveFile(w, r, d.Hash, d.Name)
}

func (s *Server) askSittingFloor(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingFloor(w, r, "Đã đăng ký phát biểu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.AskFloor(tx, y, conference.Speech{
			ItemID: text(r, "item"), UnitID: tx.Actor.Unit, Speaker: text(r, "speaker"), Topic: text(r, "topic"),
		})
	})
}

func (s *Server) callSittingSpeaker(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingFloor(w, r, "Đã mời phát biểu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.CallSpeaker(tx, y, r.PathValue("speech"))
	})
}

func (s *Server) endSittingSpeech(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingFloor(w, r, "Đã kết thúc phát biểu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.EndSpeech(tx, y, r.PathValue("speech"))
	})
}

func (s *Server) skipSittingSpeaker(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingFloor(w, r, "Đã bỏ qua đăng ký này.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.SkipSpeaker(tx, y, r.PathValue("speech"))
	})
}

func (s *Server) withdrawSittingSpeech(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingFloor(w, r, "Đã rút đăng ký phát biểu.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.WithdrawSpeech(tx, y, r.PathValue("speech"))
	})
}

// sittingScreen is the big screen of the hall.
func (s *Server) sittingScreen(w http.ResponseWriter, r *http.Request) error {
	var p pages.SittingScreenProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.ConferenceRead, y.Scope()); err != nil {
			return err
		}
		p = pages.SittingScreenProps{
			Cluster: c.Name, Title: "Hội nghị tổng kết năm " + itoa(y.Year), Clock: tx.Now.In(vn.Zone).Format("15:04"), Back: workPath(c, y) + conferencePage,
		}
		if p.Floor, err = conference.OnScreen(tx, y); err != nil {
			return err
		}
		if s.Site != nil {
			p.Voting = strings.TrimPrefix(s.Site.JoinPath(yearPath(c, y), ballotPage).String(), "https://")
		}
		inviting, err := conference.Invited(tx, y)
		if err != nil {
			return err
		}
		p.Begins = inviting.Call.Begins
		if _, p.Names, err = sittingMembers(tx, y); err != nil {
			return err
		}
		rules, _, err := rulesOf(tx, y, p.Floor.Sitting.Conference)
		if err != nil {
			return err
		}
		p.Quorum = pages.QuorumWords(rules, len(p.Floor.Sitting.Members), p.Floor.Sitting.Attendance)
		p.Results = sittingResults(p.Floor.Sitting, rules, p.Names)
		return nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, http.StatusOK, pages.SittingScreen(p))
}

// screenResults is how many results the screen has room for.
const screenResults = 2

// sittingResults are the newest votes whose count is confirmed.
func sittingResults(sitting conference.Sitting, rules conference.Rules, names map[string]string) []pages.SittingResult {
	var list []pages.SittingResult
	for _, m := range sitting.Motions {
		if m.Standing() != conference.Confirmed {
			continue
		}
		result := pages.SittingResult{Title: pages.MotionName(m), Sealed: m.Sealed()}
		outcomes, _ := m.Outcomes(rules)
		for _, o := range outcomes {
			line := pages.SittingOutcome{Unit: names[o.UnitID], Votes: o.Votes, Passed: o.Passed, Result: "không đạt"}
			if o.Passed {
				line.Result = "đạt"
			} else if o.Tied {
				line.Result = "bằng phiếu"
			}
			result.Lines = append(result.Lines, line)
		}
		list = append(list, result)
	}
	return list[max(0, len(list)-screenResults):]
}
