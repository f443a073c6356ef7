package web

import (
	"net/http"
	"strconv"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/dossier"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/pages"
)

// A dossierMove reads the form of a move and makes it.
type dossierMove func(s *Server, tx *db.Tx, r *http.Request, b dossier.Basis, a dossier.Ask) error

// dossierMoves are the moves of the table that a form makes; registering and asking
// others have pages of their own.
var dossierMoves = map[dossier.MoveID]dossierMove{
	dossier.MovePropose:    simply(dossier.Propose),
	dossier.MoveRecall:     simply(dossier.Recall),
	dossier.MoveSupplement: simply(dossier.Supplement),
	dossier.MoveAccept:     simply(dossier.Accept),
	dossier.MoveConsulted:  simply(dossier.EndConsulting),
	dossier.MoveUnpost:     simply(dossier.Unpost),
	dossier.MoveConvene:    simply(dossier.Convene),
	dossier.MoveReceive:    saying("number", dossier.Receive),
	dossier.MoveReturn:     saying("cite", dossier.Return),
	dossier.MoveAssign:     saying("handler", dossier.Assign),
	dossier.MoveHandOver:   saying("handler", dossier.HandOver),
	dossier.MoveJoin:       saying("into", dossier.Join),
	dossier.MoveNotify:     saying("how", dossier.Notify),
	dossier.MoveDeliver:    saying("where", dossier.Deliver),
	dossier.MoveArchive:    saying("shelf", dossier.Archive),
	dossier.MoveSplit: func(_ *Server, tx *db.Tx, r *http.Request, b dossier.Basis, a dossier.Ask) error {
		v, err := dossier.LookAt(tx, b, a.ID)
		if err != nil {
			return err
		}
		var list problem.List
		var ids []string
		for n := range numbersOf(r, "chon", &list) {
			for i := range v.List {
				if v.List[i].N == n {
					ids = append(ids, v.List[i].ID)
				}
			}
		}
		if err := list.Err(); err != nil {
			return err
		}
		_, err = dossier.Split(tx, b, a, ids, text(r, "title"))
		return err
	},
	dossier.MoveConclude: func(_ *Server, tx *db.Tx, r *http.Request, b dossier.Basis, a dossier.Ask) error {
		var list problem.List
		unfit := linesOf(r, "unfit", &list)
		if err := list.Err(); err != nil {
			return err
		}
		_, err := dossier.Appraise(tx, b, a, text(r, "conclusion"), unfit)
		return err
	},
	dossier.MovePost: func(_ *Server, tx *db.Tx, r *http.Request, b dossier.Basis, a dossier.Ask) error {
		_, err := dossier.Post(tx, b, a, text(r, "place"), text(r, "number"))
		return err
	},
	dossier.MoveVote: voteOnDossier,
	dossier.MoveUpward: func(_ *Server, tx *db.Tx, r *http.Request, b dossier.Basis, a dossier.Ask) error {
		letter, err := typedLetter(r)
		if err == nil {
			_, err = dossier.SubmitUpward(tx, b, a, letter)
		}
		return err
	},
	dossier.MoveSimple: func(_ *Server, tx *db.Tx, r *http.Request, b dossier.Basis, a dossier.Ask) error {
		letter, err := typedLetter(r)
		if err == nil {
			_, err = dossier.Simply(tx, b, a, letter, text(r, "conclusion"))
		}
		return err
	},
	dossier.MoveDecide: decideOnDossier,
}

func simply(do func(*db.Tx, dossier.Basis, dossier.Ask) (dossier.Dossier, error)) dossierMove {
	return func(_ *Server, tx *db.Tx, _ *http.Request, b dossier.Basis, a dossier.Ask) error {
		_, err := do(tx, b, a)
		return err
	}
}

func saying(field string, do func(*db.Tx, dossier.Basis, dossier.Ask, string) (dossier.Dossier, error)) dossierMove {
	return func(_ *Server, tx *db.Tx, r *http.Request, b dossier.Basis, a dossier.Ask) error {
		_, err := do(tx, b, a, text(r, field))
		return err
	}
}

// moveDossier makes a move of the table.
func (s *Server) moveDossier(w http.ResponseWriter, r *http.Request) error {
	m, known := dossier.MoveOf(dossier.MoveID(r.PathValue("move")))
	if m.ID == dossier.MoveConsult {
		return s.consult(w, r)
	}
	do := dossierMoves[m.ID]
	if !known || do == nil {
		return problem.New(problem.NotFound, "Không có việc này.")
	}
	return s.dossierForm(w, r, m.Who, "Đã "+m.Done+".", func(tx *db.Tx, b dossier.Basis, a dossier.Ask) error { return do(s, tx, r, b, a) })
}

func typedLetter(r *http.Request) (dossier.Letter, error) {
	var list problem.List
	t := dossier.Letter{Number: text(r, "upward_number"), On: typedDay(r, "upward_on", &list), To: text(r, "upward_to")}
	return t, list.Err()
}

func voteOnDossier(_ *Server, tx *db.Tx, r *http.Request, b dossier.Basis, a dossier.Ask) error {
	v, err := dossier.LookAt(tx, b, a.ID)
	if err != nil {
		return err
	}
	var list problem.List
	x := dossier.Meeting{
		On: typedDay(r, "council_on", &list), Number: text(r, "minutes_number"), Members: typedCount(r, "members", &list), Present: typedCount(r, "present", &list),
		Votes: votesOf(r, "votes_all", "votes_but", v.List, &list),
	}
	if err := list.Err(); err != nil {
		return err
	}
	_, err = dossier.Vote(tx, b, a, x)
	return err
}

func decideOnDossier(s *Server, tx *db.Tx, r *http.Request, b dossier.Basis, a dossier.Ask) error {
	f, err := dossier.ReadyToDecide(tx, a.ID)
	if err != nil {
		return err
	}
	var list problem.List
	x := dossier.Decision{
		Number: text(r, "decision_number"), SignedOn: typedDay(r, "decision_on", &list), Signer: text(r, "signer"), Authority: text(r, "authority"), Same: text(r, "same") == "1",
	}
	switch text(r, "granted") {
	case "all":
		x.All = true
	case "none":
	case "some":
		x.Names = numbersOf(r, "names", &list)
		if len(x.Names) == 0 && len(list) == 0 {
			list.Add("names", "Ghi số thứ tự những đối tượng được tặng, ví dụ 1-5, 8.")
		}
	case "list":
		l, wrong := listOf(r, "list")
		if list = append(list, wrong...); len(wrong) == 0 {
			places := make([]string, len(l.Candidates))
			for i := range places {
				places[i] = l.Place(i, "name")
			}
			x.Names, wrong = dossier.Match(f.List, l.Candidates, places)
			list = append(list, wrong...)
		}
	default:
		list.Add("granted", "Chọn những ai được tặng theo quyết định.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	scan, err := s.uploadIfAny(r, "scan")
	if err != nil {
		return err
	}
	x.File = scan
	_, err = dossier.Decide(tx, b, a, x)
	return err
}

// numbersOf reads numbers and spans of them: "1-5, 8".
func numbersOf(r *http.Request, field string, list *problem.List) map[int]bool {
	set := map[int]bool{}
	for _, span := range strings.FieldsFunc(text(r, field), func(c rune) bool { return c == ',' || c == ';' || c == '\n' }) {
		from, to, isSpan := strings.Cut(strings.TrimSpace(span), "-")
		a, errA := strconv.Atoi(strings.TrimSpace(from))
		z, errZ := a, error(nil)
		if isSpan {
			z, errZ = strconv.Atoi(strings.TrimSpace(to))
		}
		if errA != nil || errZ != nil || a < 1 || z < a || z > dossier.MostCandidates {
			list.Add(field, "«%s» không phải là số thứ tự; ví dụ 1-5, 8.", strings.TrimSpace(span))
			continue
		}
		for n := a; n <= z; n++ {
			set[n] = true
		}
	}
	return set
}

// consult asks agencies and shows the links, once.
func (s *Server) consult(w http.ResponseWriter, r *http.Request) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	var agencies []dossier.Invitation
	for _, line := range strings.Split(text(r, "agency"), "\n") {
		agencies = append(agencies, dossier.Invitation{Agency: line, Number: text(r, "number")})
	}
	var p pages.DossierLinksProps
	err = s.update(r, func(tx *db.Tx) error {
		a := askOf(r)
		if err := dossier.MustBe(tx, a.ID, dossier.Handler); err != nil {
			return err
		}
		var asked []dossier.Invitation
		var err error
		if r.PathValue("move") == "" {
			asked, err = dossier.ConsultMore(tx, b, a, agencies)
		} else {
			_, asked, err = dossier.Consult(tx, b, a, agencies)
		}
		p = pages.DossierLinksProps{Frame: s.dossierFrame(tx, r, "Liên kết trả lời hiệp y"), Asked: asked, Address: s.address(r) + consultPage + "/", Back: dossierPage + "/" + a.ID}
		return err
	})
	if err == nil {
		return s.render(w, r, http.StatusOK, pages.DossierLinks(p))
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showDossier(w, r, list)
}

const consultPage = "/hiep-y"

// consulted is what the link of a consultation shows to who has no account.
func (s *Server) consulted(w http.ResponseWriter, r *http.Request) error {
	return s.showQuestion(w, r, nil)
}

func (s *Server) showQuestion(w http.ResponseWriter, r *http.Request, list problem.List) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	var p pages.QuestionProps
	err = s.view(r, func(tx *db.Tx) error {
		q, err := dossier.QuestionOf(tx, r.PathValue("secret"))
		if err != nil {
			return err
		}
		p = pages.QuestionProps{Frame: refusedFrame(s.frame(tx, r, "Trả lời lấy ý kiến khen thưởng"), list), Question: q, Award: b.Law.Award(q.Dossier.Award).Title(), Problems: list, Typed: typed(r), Action: r.URL.Path}
		p.Frame.Kicker = q.Agency
		return nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, statusOf(list), pages.Question(p))
}

func (s *Server) answerQuestion(w http.ResponseWriter, r *http.Request) error {
	err := s.update(r, func(tx *db.Tx) error {
		return dossier.Answer(tx, r.PathValue("secret"), dossier.Opinion{Stance: dossier.Stance(text(r, "stance")), Text: text(r, "answer"), Signer: text(r, "signer")})
	})
	if err != nil {
		list, err := refused(err)
		if err != nil {
			return err
		}
		return s.showQuestion(w, r, list)
	}
	var f pages.QuestionProps
	if err := s.view(r, func(tx *db.Tx) error { f.Frame = s.frame(tx, r, "Đã nhận ý kiến"); return nil }); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Answered(f))
}

func (s *Server) enterAnswer(w http.ResponseWriter, r *http.Request) error {
	return s.dossierForm(w, r, dossier.Handler, "Đã ghi trả lời hiệp y.", func(tx *db.Tx, _ dossier.Basis, a dossier.Ask) error {
		var list problem.List
		o := dossier.Opinion{Stance: dossier.Stance(text(r, "stance")), Text: text(r, "answer"), Signer: text(r, "signer"), On: typedDay(r, "on", &list)}
		if err := list.Err(); err != nil {
			return err
		}
		return dossier.EnterAnswer(tx, a, r.PathValue("consult"), o)
	})
}

func (s *Server) opine(w http.ResponseWriter, r *http.Request) error {
	return s.dossierForm(w, r, dossier.Handler, "Đã ghi ý kiến.", func(tx *db.Tx, _ dossier.Basis, a dossier.Ask) error {
		var list problem.List
		o := dossier.PublicOpinion{Way: dossier.Way(text(r, "way")), Stance: dossier.View(text(r, "stance")), Person: text(r, "person"), Body: text(r, "body"), ReceivedOn: typedDay(r, "received_on", &list)}
		if err := list.Err(); err != nil {
			return err
		}
		return dossier.Opine(tx, a, o)
	})
}

func (s *Server) answerOpinion(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("opinion")
	return s.dossierForm(w, r, dossier.Handler, "Đã ghi trả lời.", func(tx *db.Tx, _ dossier.Basis, a dossier.Ask) error {
		return dossier.AnswerOpinion(tx, a, id, text(r, "answer_"+id))
	})
}
