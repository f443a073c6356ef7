package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/clerk"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/web/pages"
)

const conferencePage = cycle.ConferencePage

// conferenceKeys are the parameters of a rule book that a conference goes by.
var conferenceKeys = []cluster.Key{
	cluster.QuorumPercent, cluster.ThresholdPercent, cluster.VoteBase, cluster.SelfVote, cluster.TieRule, cluster.VoteAgain, cluster.BoardFrom,
	cluster.FlagsCount, cluster.CertificatesCount,
}

// rulesOf are the rules of a conference on its day, and the parameters that they
// are made of; the program's own where the rule book is silent.
func rulesOf(tx *db.Tx, y cycle.Year, c conference.Conference) (conference.Rules, []cluster.Value, error) {
	day := c.HeldOn
	if day.IsZero() {
		day = tx.Today()
	}
	values, err := valuesOf(tx, y.ClusterID, day, conferenceKeys...)
	return conference.RulesFrom(values), values, err
}

func (s *Server) conferenceWork(w http.ResponseWriter, r *http.Request) error {
	return s.showConferenceWork(w, r, nil)
}

func (s *Server) showConferenceWork(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.ConferenceWorkProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.ConferenceRead, y.Scope()); err != nil {
			return err
		}
		p = pages.ConferenceWorkProps{
			Frame: refusedFrame(s.yearFrame(tx, r, c, y, "Hội nghị tổng kết năm "+itoa(y.Year)), list),
			Base:  workPath(c, y) + conferencePage, Problems: list, Typed: typed(r), Candidates: r.Form["candidates"], Year: y.Year, Today: tx.Today(), Kind: c.Kind,
			MayPlan:   access.May(tx, access.ConferencePlan, y.Scope()),
			MayRun:    access.May(tx, access.ConferenceRun, y.Scope()),
			MayCount:  access.May(tx, access.ConferenceCount, y.UnitScope(tx.Actor.Unit)),
			PaperOnly: s.paperOnly(),
			Account:   tx.Actor.ID, Motion: r.PathValue("motion"),
		}
		p.RuleBook = "/lam-viec/" + c.Slug + ruleBookPage
		members, err := cycle.Members(tx, y)
		if err != nil {
			return err
		}
		if p.Names, err = memberNames(tx, members); err != nil {
			return err
		}
		for _, m := range members {
			p.Members = append(p.Members, m.UnitID)
		}
		p.Sitting, err = conference.Overview(tx, y)
		if err := skipNotFound(err); err != nil {
			return err
		}
		p.Planned = err == nil
		if p.Shelf, err = s.shelf(tx, clerk.Source{Of: clerk.OfYear, ID: y.ID}, ofConference); err != nil {
			return err
		}
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "conference", ID: p.Sitting.Conference.ID})
		p.Rules, p.Values, err = rulesOf(tx, y, p.Sitting.Conference)
		if err != nil || !p.Sitting.Conference.Signs {
			return err
		}
		p.Signing, err = signingOf(tx, c, y)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.ConferenceWork(p))
}

// signingOf is how far the covenant of the year after y is that a conference
// signs.
func signingOf(tx *db.Tx, c cluster.Cluster, y cycle.Year) (pages.Signing, error) {
	g := pages.Signing{Year: y.Year + 1, State: "năm thi đua chưa mở"}
	next, err := cycle.Find(tx, c.ID, y.Year+1)
	if err != nil {
		return g, skipNotFound(err)
	}
	g.Href = workPath(c, next) + covenantPage
	work, err := covenant.Overview(tx, next)
	if problem.Is(err, problem.NotFound) {
		g.State = "chưa soạn"
		return g, nil
	}
	if err != nil {
		return g, err
	}
	g.State = work.Covenant.State.Name()
	if work.Covenant.State == covenant.Signing {
		g.Href = workPath(c, next) + signPage
		g.State += ", " + itoa(work.SignedBy()) + "/" + itoa(len(work.Parties)) + " đơn vị đã ký"
	}
	g.Done = work.Covenant.State == covenant.Signed
	return g, nil
}

func (s *Server) submitConference(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, conferencePage, sentence, act, func(list problem.List) error { return s.showConferenceWork(w, r, list) })
}

func (s *Server) planConference(w http.ResponseWriter, r *http.Request) error {
	return s.submitConference(w, r, "Đã lưu kế hoạch hội nghị.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
			return err
		}
		heldOn, err := dayOf(r, "held_on")
		if err != nil {
			return err
		}
		_, err = conference.Plan(tx, y, conference.Conference{
			HeldOn: heldOn, Place: text(r, "place"), GuidedBy: text(r, "guided_by"), ReportedBy: text(r, "reported_by"),
			VideoLink: text(r, "video_link"), Signs: text(r, "signs") != "", Elects: text(r, "elects") != "", Version: int64(number(text(r, "version"))),
		})
		return err
	})
}

func (s *Server) addAgendaItem(w http.ResponseWriter, r *http.Request) error {
	return s.submitSittingFloor(w, r, "Đã thêm điểm chương trình.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ConferencePlan, y.Scope()); err != nil {
			return err
		}
		var list problem.List
		i := conference.Item{Title: text(r, "title"), Presenter: text(r, "presenter"), Minutes: typedCount(r, "minutes", &list)}
		if err := list.Err(); err != nil {
			return err
		}
		return conference.AddItem(tx, y, i)
	})
}

func (s *Server) startConference(w http.ResponseWriter, r *http.Request) error {
	return s.submitConference(w, r, "Hội nghị đã khai mạc.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.Start(tx, y)
	})
}

// attendConference marks every member whose state the form carries.
func (s *Server) attendConference(w http.ResponseWriter, r *http.Request) error {
	return s.submitConference(w, r, "Đã ghi điểm danh.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
			return err
		}
		members, err := cycle.Members(tx, y)
		if err != nil {
			return err
		}
		var list problem.List
		for _, m := range members {
			state := text(r, "state_"+m.UnitID)
			if state == "" {
				continue
			}
			err := conference.Attend(tx, y, conference.Attendance{
				UnitID: m.UnitID, State: conference.Presence(state), Delegate: text(r, "delegate_"+m.UnitID), Authority: text(r, "authority_"+m.UnitID),
			})
			wrong, err := refused(err)
			if err != nil {
				return err
			}
			for _, p := range wrong {
				if p.Field != "" {
					p.Field += "_" + m.UnitID
				}
			}
			list = append(list, wrong...)
		}
		return list.Err()
	})
}

func (s *Server) putMotion(w http.ResponseWriter, r *http.Request) error {
	return s.submitConference(w, r, "Đã đưa ra biểu quyết.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
			return err
		}
		var list problem.List
		m := conference.Motion{
			Kind: conference.Kind(text(r, "kind")), Seats: typedCount(r, "seats", &list), Candidates: r.Form["candidates"],
			Way: conference.OnPaper, Paper: ballot.Choose, Tellers: tellersOf(text(r, "tellers")),
		}
		if way := text(r, "way"); way != "" {
			m.Way = conference.Way(way)
		}
		if paper := text(r, "paper"); paper != "" {
			m.Paper = ballot.Kind(paper)
		}
		if reason := s.paperOnly(); m.Way == conference.BySecret && reason != "" {
			list.Add("way", "Ở đây chỉ bỏ phiếu giấy: %s.", reason)
		}
		if err := list.Err(); err != nil {
			return err
		}
		_, err := conference.Put(tx, y, m)
		return err
	})
}

// tellersOf are the names of tellers, one a line.
func tellersOf(typed string) string {
	var names []string
	for line := range strings.Lines(typed) {
		if name := strings.TrimSpace(line); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, "\n")
}

// enterCount stores one person's reading of the paper minutes.
func (s *Server) enterCount(w http.ResponseWriter, r *http.Request) error {
	var standing conference.Standing
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := conference.MustCount(tx, y); err != nil {
			return err
		}
		n := conference.Count{Votes: map[string]int{}, Lines: map[string]conference.Line{}}
		var list problem.List
		read := func(field string) int {
			if text(r, field) == "" {
				list.Add(field, "Ghi số phiếu bằng chữ số, ghi 0 nếu không có.")
			}
			return typedCount(r, field, &list)
		}
		asked := func(field string) int {
			if _, there := r.Form[field]; !there {
				return 0
			}
			return read(field)
		}
		apart := func(name string) bool { return strings.HasPrefix(name, "issued_") }
		if !slices.ContainsFunc(slices.Collect(maps.Keys(r.Form)), apart) {
			n.Issued, n.Returned, n.Valid = read("issued"), read("returned"), read("valid")
		}
		members, err := cycle.Members(tx, y)
		if err != nil {
			return err
		}
		for _, m := range members {
			if _, there := r.Form["votes_"+m.UnitID]; there {
				n.Votes[m.UnitID] = read("votes_" + m.UnitID)
			}
			after := "_" + m.UnitID
			line := conference.Line{
				Against: asked("against" + after), Points: asked("points" + after),
				Issued: asked("issued" + after), Returned: asked("returned" + after), Valid: asked("valid" + after),
			}
			if line != (conference.Line{}) {
				n.Lines[m.UnitID] = line
			}
		}
		if err := list.Err(); err != nil {
			return err
		}
		standing, err = conference.EnterCount(tx, y, r.PathValue("motion"), n)
		return err
	}
	err := s.update(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		return act(tx, c, y)
	})
	list, err := refused(err)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		return s.showConferenceWork(w, r, list)
	}
	sentence := map[conference.Standing]string{
		conference.Waiting:   "Đã ghi; chờ người thứ hai nhập độc lập từ biên bản giấy.",
		conference.Differing: "Hai lần nhập không khớp nhau; hai người đối chiếu biên bản giấy rồi sửa.",
		conference.Confirmed: "Hai lần nhập khớp nhau; kết quả được xác nhận.",
	}[standing]
	return s.done(w, r, "/lam-viec/"+r.PathValue("cluster")+"/"+r.PathValue("year")+conferencePage, sentence)
}

func (s *Server) resolveConference(w http.ResponseWriter, r *http.Request) error {
	return s.submitConference(w, r, "Đã ghi quyết nghị.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ConferenceRun, y.Scope()); err != nil {
			return err
		}
		var list problem.List
		o := conference.Resolution{
			Body: text(r, "body"), InFavour: typedCount(r, "in_favour", &list), Against: typedCount(r, "against", &list),
		}
		if err := list.Err(); err != nil {
			return err
		}
		return conference.Resolve(tx, y, o)
	})
}

func (s *Server) postponeSigning(w http.ResponseWriter, r *http.Request) error {
	return s.submitConference(w, r, "Đã ghi việc lùi ký giao ước.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.Postpone(tx, y, text(r, "postponed"))
	})
}

func (s *Server) finishConference(w http.ResponseWriter, r *http.Request) error {
	return s.submitConference(w, r, "Hội nghị đã bế mạc.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return conference.Finish(tx, y)
	})
}

// showConference is the public page of a conference; minutes is the same for
// print.
func (s *Server) showConference(w http.ResponseWriter, r *http.Request) error {
	return s.conferenceOpen(w, r, "Hội nghị tổng kết", false)
}

func (s *Server) showMinutes(w http.ResponseWriter, r *http.Request) error {
	return s.conferenceOpen(w, r, "Biên bản hội nghị", true)
}

func (s *Server) conferenceOpen(w http.ResponseWriter, r *http.Request, title string, minutes bool) error {
	var p pages.ConferenceProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		m, err := conference.PublicMinutes(tx, y)
		if err != nil {
			return err
		}
		if p, err = heldProps(tx, c, y, m); err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, title+" năm "+itoa(y.Year))
		p.Minutes = minutes
		traced := record.Object{Kind: "conference", ID: p.Sitting.Conference.ID}
		if minutes && m.Published() {
			traced.Kind = "conference_minutes"
		}
		s.traced(tx, &p.Frame, y.Scope(), traced)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Conference(p))
}

// heldProps is what a page says of a conference that is over.
func heldProps(tx *db.Tx, c cluster.Cluster, y cycle.Year, m conference.Minutes) (p pages.ConferenceProps, err error) {
	p.Sitting, p.Record = m.Sitting, m
	p.RuleBook = "/cum/" + c.Slug + ruleBookPage
	if p.Rules, p.Values, err = rulesOf(tx, y, p.Sitting.Conference); err != nil {
		return p, err
	}
	p.Cluster, p.Kind, p.Year = c.Name, c.Kind, y.Year
	p.MinutesHref = yearPath(c, y) + conferencePage + "/bien-ban"
	p.Ballots = yearPath(c, y) + ballotPage
	ids := []string{}
	for _, m := range p.Sitting.Members {
		ids = append(ids, m.UnitID)
	}
	if p.Names, err = org.Names(tx, p.Sitting.Conference.HeldOn, ids...); err != nil {
		return p, err
	}
	p.Signed, p.SignedHref, err = signedAt(tx, c, y, p.Sitting.Conference)
	return p, err
}

// signedAt says what became of the signing of the next year's covenant at a
// conference; empty when it was not on the agenda.
func signedAt(tx *db.Tx, c cluster.Cluster, y cycle.Year, held conference.Conference) (words, href string, err error) {
	if held.Postponed != "" {
		return "Không ký tại hội nghị này: " + held.Postponed + ".", "", nil
	}
	if !held.Signs {
		return "", "", nil
	}
	next, err := cycle.Find(tx, c.ID, y.Year+1)
	if err != nil {
		return "", "", err
	}
	open, err := covenant.PublicOf(tx, next)
	if err != nil {
		return "", "", err
	}
	words = itoa(len(open.Text.Members)) + " đơn vị đã xác nhận giao ước năm " + itoa(next.Year) + ", hoàn tất ngày " + open.Covenant.SignedOn.Short() + "."
	return words, yearPath(c, next) + covenantPage, nil
}
