package web

import (
	"net/http"

	"giaouoc/internal/challenge"
	"giaouoc/internal/db"
	"giaouoc/internal/dossier"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/receipt"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const postingsPage = "/lay-y-kien" // the public's

// mostSent is how much may be sent from one address in a day: an office or a village
// may sit behind one.
const mostSent = 30

func (s *Server) postingRoutes(get, post func(path string, h handle)) {
	get(postingsPage, s.postings)
	get(pages.CheckReceiptPage, s.opinionReceipt)
	post(pages.CheckReceiptPage, s.findOpinion)
	get(postingsPage+"/{posting}", s.posting)
	post(postingsPage+"/{posting}", s.sendOpinion)
	get(dossierPage+"/{dossier}/niem-yet/{posting}/y-kien.json", s.sealedOpinions)
}

// awardOrCode is the title of an award; its code where the law of the program does not know it.
func awardOrCode(l *rules.Law, code string) string {
	if a := l.Award(code); a != nil {
		return a.Title()
	}
	return code
}

// postingFrame is frame for a public page below the list of postings.
func (s *Server) postingFrame(tx *db.Tx, r *http.Request, title string) components.PageProps {
	f := s.frame(tx, r, title)
	f.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}}
	if r.URL.Path != postingsPage {
		f.Crumbs = append(f.Crumbs, components.Link{Href: postingsPage, Text: "Lấy ý kiến Nhân dân"})
	}
	return f
}

// postings lists what is posted for the opinion of the people.
func (s *Server) postings(w http.ResponseWriter, r *http.Request) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	var p pages.PostingsProps
	err = s.view(r, func(tx *db.Tx) error {
		page := max(1, number(text(r, "trang")))
		list, total, err := dossier.PublicPostings(tx, page)
		if err != nil {
			return err
		}
		p = pages.PostingsProps{Frame: s.postingFrame(tx, r, "Lấy ý kiến Nhân dân")}
		p.Frame.Lead = "Danh sách đề nghị khen thưởng đang niêm yết. Ai cũng viết được ý kiến, nhận mã biên nhận và xem cơ quan trả lời."
		var ids []string
		for i := range list {
			ids = append(ids, list[i].UnitID)
		}
		names, err := org.Names(tx, tx.Today(), ids...)
		if err != nil {
			return err
		}
		for _, q := range list {
			line := pages.PostingLine{PublicPosting: q, Href: postingsPage + "/" + q.ID, Title: awardOrCode(b.Law, q.Award) + ", năm " + itoa(q.Year), Unit: names[q.UnitID]}
			if !q.ClosedOn.IsZero() {
				p.Closed = append(p.Closed, line)
				continue
			}
			line.Left = s.postedFor(tx, &q)
			p.Open = append(p.Open, line)
		}
		p.Pager = pagerOf(r, "trang", page, total, dossier.PostedAtOnce, "danh sách lấy ý kiến")
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Postings(p))
}

// postedFor says how long opinions are still taken.
func (s *Server) postedFor(tx *db.Tx, p *dossier.PublicPosting) string {
	if p.Over(tx.Today()) {
		return "đã hết hạn, cơ quan đang trả lời"
	}
	return s.left(tx, &dossier.Dossier{DueOn: p.UntilDay})
}

func (s *Server) posting(w http.ResponseWriter, r *http.Request) error {
	return s.showPosting(w, r, nil)
}

func (s *Server) showPosting(w http.ResponseWriter, r *http.Request, list problem.List) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	p := pages.PostingProps{Problems: list, Typed: typed(r), Request: db.NewID()}
	err = s.view(r, func(tx *db.Tx) error {
		page := max(1, number(r.URL.Query().Get("trang")))
		v, err := dossier.PublicPostingOf(tx, r.PathValue("posting"), page)
		if err != nil {
			return err
		}
		names, err := org.Names(tx, tx.Today(), v.UnitID, v.OfficeID)
		if err != nil {
			return err
		}
		p.Posted, p.Award, p.Unit, p.Office = v, awardOrCode(b.Law, v.Award), names[v.UnitID], names[v.OfficeID]
		p.Frame = refusedFrame(s.postingFrame(tx, r, "Lấy ý kiến về đề nghị tặng "+p.Award+" năm "+itoa(v.Year)), list)
		p.Frame.Kicker = p.Unit
		p.Why, p.Over, p.Left = whyPosted(v.Duty(b.Law)), v.Over(tx.Today()), s.postedFor(tx, &v.PublicPosting)
		p.Pager = pagerOf(r, "trang", page, v.Total, dossier.NomineesAtOnce, "danh sách đề nghị")
		if !p.Over {
			p.Puzzle, err = s.puzzle(tx, postingTopic(v.ID), list)
		}
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("X-Robots-Tag", "noindex") // names are posted for some days, not for a search engine
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, statusOf(list), pages.Posting(p))
}

// whyPosted says why a list is posted, with the place in the law where it is owed.
func whyPosted(d *rules.Duty) string {
	if d == nil {
		return "Cơ quan tự nguyện công khai; dữ liệu luật của chương trình không ghi hình thức này bắt buộc công khai."
	}
	cite := d.Cite
	if !d.Certainty.Sure() {
		cite += "; " + d.Certainty.Name()
	}
	return d.Says + " Căn cứ: " + cite + "."
}

func postingTopic(id string) string { return "posting:" + id }

// fromPublic does what a form without account asks, once its puzzle is solved and its
// address has not sent too much that day. What the person did wrong is in the list.
func (s *Server) fromPublic(r *http.Request, room, topic string, act func(tx *db.Tx) error) (problem.List, error) {
	var list problem.List
	err := s.update(r, func(tx *db.Tx) error {
		list = nil
		wrong, err := challenge.Take(tx, s.Keys, topic, puzzleAnswer(r))
		if err != nil {
			return err
		}
		if wrong != nil {
			list = problem.List{wrong}
			return nil // commits: the puzzle is used up
		}
		if err := receipt.Count(tx, s.Keys, room, farAddress(r), mostSent); err != nil {
			return err
		}
		return act(tx)
	})
	if err != nil {
		return refused(err)
	}
	return list, nil
}

// farAddress is the network that a request comes from; empty for this machine itself:
// a proxy that we are not told of makes everybody look like it.
func farAddress(r *http.Request) string {
	a := visitorOfRequest(r).address
	if a.IsLoopback() {
		return ""
	}
	return networkOf(a)
}

func (s *Server) sendOpinion(w http.ResponseWriter, r *http.Request) error {
	if wantsOtherPuzzle(r) {
		return s.showPosting(w, r, nil)
	}
	id, code := r.PathValue("posting"), ""
	list, err := s.fromPublic(r, "posting", postingTopic(id), func(tx *db.Tx) (err error) {
		var list problem.List
		spoken := dossier.Spoken{
			N: typedCount(r, "candidate", &list), Stance: dossier.View(text(r, "stance")), Body: text(r, "body"), Request: text(r, "request"),
			Sender: dossier.Sender{Name: text(r, "name"), Contact: text(r, "contact")},
		}
		if err := list.Err(); err != nil {
			return err
		}
		code, err = dossier.Voice(tx, s.Keys, id, spoken)
		return err
	})
	if err != nil {
		return err
	}
	if len(list) > 0 {
		return s.showPosting(w, r, list)
	}
	b, err := s.basis()
	if err != nil {
		return err
	}
	p := pages.ReceiptGivenProps{Code: code, Check: pages.CheckReceiptPage}
	err = s.view(r, func(tx *db.Tx) error {
		found, err := dossier.ReceiptOf(tx, code)
		if err != nil {
			return err
		}
		p.Frame, p.Facts = s.postingFrame(tx, r, "Biên nhận ý kiến"), s.opinionFacts(b, &found)
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: r.URL.Path, Text: "Danh sách"})
		p.Next = "Cơ quan đọc và trả lời; việc lấy ý kiến chỉ kết thúc khi mọi ý kiến đã được trả lời, sau hết ngày " + found.UntilDay.Short() + "."
		return nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, http.StatusOK, pages.ReceiptGiven(p))
}

func (s *Server) opinionFacts(b dossier.Basis, found *dossier.Receipt) []components.Fact {
	about := found.About
	switch {
	case about != "":
	case found.Opinion.CandidateID != "":
		about = "một đối tượng trong danh sách"
	default:
		about = "cả danh sách"
	}
	facts := []components.Fact{
		{Label: "Về", Text: awardOrCode(b.Law, found.Award) + " năm " + itoa(found.Year) + ", " + about},
		{Label: "Ý kiến", Text: upperFirst(found.Opinion.Stance.Name())},
		{Label: "Nhận ngày", Text: found.Opinion.ReceivedOn.Short()},
	}
	counted := "Được tính vào số ý kiến của lần niêm yết này."
	if !found.ClosedOn.IsZero() {
		counted = "Có trong " + itoa(found.Opinions) + " ý kiến đã đếm và niêm phong ngày " + found.ClosedOn.Short() + "."
	}
	return append(facts, components.Fact{Label: "Tính", Text: counted})
}

func (s *Server) opinionReceipt(w http.ResponseWriter, r *http.Request) error {
	return s.showReceipt(w, r, pages.ReceiptAskedProps{})
}

func (s *Server) showReceipt(w http.ResponseWriter, r *http.Request, p pages.ReceiptAskedProps) error {
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = refusedFrame(s.postingFrame(tx, r, "Tra cứu ý kiến đã gửi"), p.Problems)
		p.Frame.Lead = "Nhập mã biên nhận đã hiện khi bạn gửi ý kiến."
		p.Action = pages.CheckReceiptPage
		return nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, statusOf(p.Problems), pages.ReceiptAsked(p))
}

// findOpinion shows what became of an opinion. The code comes by POST, so that it stands
// in no log and no history.
func (s *Server) findOpinion(w http.ResponseWriter, r *http.Request) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	p := pages.ReceiptAskedProps{Code: text(r, "code")}
	err = s.view(r, func(tx *db.Tx) error {
		found, err := dossier.ReceiptOf(tx, p.Code)
		if list := problem.All(err); list != nil {
			p.Problems = list
			return nil
		}
		if err != nil {
			return err
		}
		p.Title, p.Code = "Ý kiến của bạn", ""
		p.Facts = s.opinionFacts(b, &found)
		if found.Opinion.Answer == "" {
			p.Facts = append(p.Facts, components.Fact{Label: "Trả lời", Text: "Cơ quan chưa trả lời."})
		} else {
			p.Facts, p.Answer = append(p.Facts, components.Fact{Label: "Trả lời", Text: "ngày " + found.Opinion.AnsweredOn.Short()}), found.Opinion.Answer
		}
		if _, err := dossier.PublicPostingOf(tx, found.ID, 1); err == nil {
			p.More = components.Link{Href: postingsPage + "/" + found.ID, Text: "Trang của lần niêm yết"}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.showReceipt(w, r, p)
}

// sealedOpinions is the closed set to the byte, for the office.
func (s *Server) sealedOpinions(w http.ResponseWriter, r *http.Request) error {
	set := ""
	err := s.view(r, func(tx *db.Tx) (err error) {
		set, err = dossier.SetOf(tx, r.PathValue("dossier"), r.PathValue("posting"))
		return err
	})
	if err != nil {
		return err
	}
	return sendFile(w, "y-kien.json", []byte(set))
}
