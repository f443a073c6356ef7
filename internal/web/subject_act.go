package web

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// A subjectAct is a page with one form that writes into the file of a subject. What
// it is about is found anew for showing and for doing.
type subjectAct struct {
	act      access.Act
	title    string
	sentence string // after it was done
	page     func(pages.SubjectActProps) templ.Component
	// fill gives the page what its form needs; nil for nothing.
	fill func(l *rules.Law, p *pages.SubjectActProps) error
	// do reads the form and does it.
	do func(tx *db.Tx, l *rules.Law, f award.File, version int64) error
}

func (s *Server) showSubjectAct(w http.ResponseWriter, r *http.Request, x subjectAct, list problem.List) error {
	p := pages.SubjectActProps{Action: r.URL.Path, Back: subjectPath(r.PathValue("subject")), Problems: list, Typed: typed(r)}
	err := s.view(r, func(tx *db.Tx) error {
		l, err := rules.Carried()
		if err != nil {
			return err
		}
		if p.File, err = keptFile(tx, r, x.act); err != nil {
			return err
		}
		frame, err := s.subjectFrame(tx, r, p.File, x.title)
		if err != nil {
			return err
		}
		p.Frame, p.Version, p.Another = refusedFrame(frame, list), itoa(int(p.File.Version)), p.Typed["another"] != ""
		p.Frame.Lead = p.File.Name + comma(p.File.Place)
		if x.fill == nil {
			return nil
		}
		return x.fill(l, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), x.page(p))
}

func (s *Server) doSubjectAct(w http.ResponseWriter, r *http.Request, x subjectAct) error {
	list, err := refused(s.update(r, func(tx *db.Tx) error {
		l, err := rules.Carried()
		if err != nil {
			return err
		}
		f, err := keptFile(tx, r, x.act)
		if err != nil {
			return err
		}
		return x.do(tx, l, f, int64(number(text(r, "version"))))
	}))
	if err != nil || list != nil {
		return orShow(err, func() error { return s.showSubjectAct(w, r, x, list) })
	}
	return s.done(w, r, subjectPath(r.PathValue("subject")), x.sentence)
}

// subjectForm and subjectPost are the two routes of an act.
func (s *Server) subjectForm(of func(*http.Request) subjectAct) handle {
	return func(w http.ResponseWriter, r *http.Request) error { return s.showSubjectAct(w, r, of(r), nil) }
}

func (s *Server) subjectPost(of func(*http.Request) subjectAct) handle {
	return func(w http.ResponseWriter, r *http.Request) error { return s.doSubjectAct(w, r, of(r)) }
}

// enterGrant writes an award.
func (s *Server) enterGrant(r *http.Request) subjectAct {
	return subjectAct{
		act: access.AwardKeep, title: "Ghi lần khen thưởng", sentence: "Đã ghi lần khen thưởng.", page: pages.EnterGrant,
		fill: func(l *rules.Law, p *pages.SubjectActProps) error {
			p.Awards = grantOptions(l, p.File.Kind)
			if p.Typed["occasion"] == "" {
				p.Typed["occasion"] = string(rules.Merit)
			}
			for _, o := range rules.Occasions() {
				p.Occasions = append(p.Occasions, components.Option{Value: string(o), Text: upperFirst(o.Name())})
			}
			return nil
		},
		do: func(tx *db.Tx, l *rules.Law, f award.File, version int64) error {
			var list problem.List
			e := typedDecision(r, f, &list)
			e.Award, e.Occasion, e.Achievement, e.Source = text(r, "award"), rules.Occasion(text(r, "occasion")), text(r, "achievement"), text(r, "source")
			e.Year, e.FromYear = typedCount(r, "year", &list), typedCount(r, "from_year", &list)
			if err := list.Err(); err != nil {
				return err
			}
			_, err := award.Enter(tx, l, e, text(r, "another") == "1", version)
			return err
		},
	}
}

// typedDecision reads the fields of a decision.
func typedDecision(r *http.Request, f award.File, list *problem.List) award.Entry {
	return award.Entry{
		SubjectID: f.ID, Number: text(r, "number"), DecidedOn: typedDay(r, "decided_on", list), DecidedBy: text(r, "decided_by"), Signer: text(r, "signer"),
	}
}

// grantOptions are the awards that the law has for a kind of subject, or of which
// it does not say for whom they are.
func grantOptions(l *rules.Law, kind rules.Kind) []components.Option {
	var list []components.Option
	for _, a := range l.Awards {
		said, fits := false, false
		for _, regime := range l.Regimes {
			rule := regime.Rule(a)
			if rule == nil {
				continue
			}
			for _, route := range rule.Routes {
				said, fits = true, fits || route.For == kind || route.For == ""
			}
		}
		if fits || !said {
			list = append(list, components.Option{Value: a.Code, Text: a.Title(), Group: upperFirst(a.Group)})
		}
	}
	return list
}

// rateSubject writes the rating of a year.
func (s *Server) rateSubject(r *http.Request) subjectAct {
	return subjectAct{
		act: access.AwardKeep, title: "Ghi xếp loại năm", sentence: "Đã ghi xếp loại.", page: pages.RateYear,
		fill: func(_ *rules.Law, p *pages.SubjectActProps) error {
			for _, rating := range rules.Ratings() {
				p.Options = append(p.Options, components.Option{Value: string(rating), Text: upperFirst(rating.Name()) + " (" + string(rating) + ")"})
			}
			for _, of := range award.Owners {
				p.Places = append(p.Places, components.Option{Value: of, Text: rules.ClusterName(of)})
			}
			p.Rated = ratedTable(p.File)
			return nil
		},
		do: func(tx *db.Tx, l *rules.Law, f award.File, version int64) error {
			var list problem.List
			y := award.Year{
				SubjectID: f.ID, Year: typedCount(r, "year", &list), Rating: rules.Rating(text(r, "rating")), Source: text(r, "source"),
				LeadOf: text(r, "lead_of"), Outstanding: text(r, "outstanding"), Exceeded: text(r, "exceeded"),
				Members: typedCount(r, "members", &list), Women: typedCount(r, "women", &list), Completed: typedCount(r, "completed", &list),
				Advanced: typedCount(r, "advanced", &list), Fighters: typedCount(r, "fighters", &list), Disciplined: typedCount(r, "disciplined", &list),
			}
			if err := list.Err(); err != nil {
				return err
			}
			return award.Rate(tx, l, y, version)
		},
	}
}

// ratedTable lists the years that are rated already.
func ratedTable(f award.File) components.TableProps {
	t := components.TableProps{ID: "da-ghi", Caption: "Đã ghi", Columns: []components.Column{{Head: "Năm"}, {Head: "Xếp loại"}, {Head: "Theo văn bản"}}}
	for _, y := range slices.Backward(f.Years) {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: itoa(y.Year)}, {Text: upperFirst(y.Rating.Name())}, orMissing(y.Source, "–")}})
	}
	return t
}

// recogniseInitiative writes an initiative.
func (s *Server) recogniseInitiative(r *http.Request) subjectAct {
	return subjectAct{
		act: access.AwardKeep, title: "Ghi sáng kiến, đề tài", sentence: "Đã ghi sáng kiến.", page: pages.RecogniseInitiative,
		fill: func(_ *rules.Law, p *pages.SubjectActProps) error {
			for _, scope := range rules.Scopes() {
				p.Options = append(p.Options, components.Option{Value: scope, Text: upperFirst(rules.ScopeName(scope))})
			}
			return nil
		},
		do: func(tx *db.Tx, l *rules.Law, f award.File, version int64) error {
			var list problem.List
			i := award.Initiative{
				SubjectID: f.ID, Year: typedCount(r, "year", &list), Scope: text(r, "scope"), Name: text(r, "name"), Number: text(r, "number"), Source: text(r, "source"),
			}
			if err := list.Err(); err != nil {
				return err
			}
			return award.Recognise(tx, l, i, version)
		},
	}
}

// beginDiscipline writes a measure of discipline, or that something is pending.
func (s *Server) beginDiscipline(r *http.Request) subjectAct {
	return subjectAct{
		act: access.AwardKeep, title: "Ghi kỷ luật, việc đang xem xét", sentence: "Đã ghi vào hồ sơ.", page: pages.BeginDiscipline,
		fill: func(_ *rules.Law, p *pages.SubjectActProps) error {
			p.Options = []components.Option{{Value: award.Pending, Text: "Đang xem xét"}}
			for _, form := range award.Forms {
				p.Options = append(p.Options, components.Option{Value: form, Text: upperFirst(form)})
			}
			return nil
		},
		do: func(tx *db.Tx, l *rules.Law, f award.File, version int64) error {
			var list problem.List
			d := award.Discipline{
				SubjectID: f.ID, Form: text(r, "form"), FromDay: typedDay(r, "from_day", &list), ToDay: typedDay(r, "to_day", &list), Number: text(r, "number"), Note: text(r, "note"),
			}
			if err := list.Err(); err != nil {
				return err
			}
			return award.BeginDiscipline(tx, l, d, version)
		},
	}
}

// endDiscipline writes the end of one.
func (s *Server) endDiscipline(r *http.Request) subjectAct {
	return subjectAct{
		act: access.AwardKeep, title: "Ghi kết thúc", sentence: "Đã ghi kết thúc.", page: pages.EndDiscipline,
		fill: func(_ *rules.Law, p *pages.SubjectActProps) error {
			i := slices.IndexFunc(p.File.Disciplines, func(d award.Discipline) bool { return d.ID == r.PathValue("discipline") })
			if i < 0 {
				return problem.New(problem.NotFound, "Không có việc kỷ luật này trong hồ sơ.")
			}
			p.Measure = p.File.Disciplines[i]
			return nil
		},
		do: func(tx *db.Tx, _ *rules.Law, f award.File, version int64) error {
			on, err := dayOf(r, "to_day")
			if err != nil {
				return err
			}
			return award.EndDiscipline(tx, f.ID, r.PathValue("discipline"), version, on, text(r, "note"))
		},
	}
}

// ofGrant finds the grant that the address names for the page of an act.
func ofGrant(r *http.Request, more func(p *pages.SubjectActProps)) func(*rules.Law, *pages.SubjectActProps) error {
	return func(l *rules.Law, p *pages.SubjectActProps) error {
		i := slices.IndexFunc(p.File.Entries, func(e award.Entry) bool { return e.ID == r.PathValue("given") && e.Kind == award.Grant })
		if i < 0 {
			return problem.New(problem.NotFound, "Không có lần khen thưởng này trong hồ sơ.")
		}
		p.Of = p.File.Entries[i]
		p.Award = awardTitle(l, p.Of)
		if r.Method == http.MethodGet { // who decided is who annuls and issues again
			p.Typed["decided_by"] = p.Of.DecidedBy
		}
		if more != nil {
			more(p)
		}
		return nil
	}
}

// annulGrant writes that an award was annulled.
func (s *Server) annulGrant(r *http.Request) subjectAct {
	return subjectAct{
		act: access.AwardAnnul, title: "Ghi việc hủy bỏ khen thưởng", sentence: "Đã ghi việc hủy bỏ.", page: pages.AnnulGrant,
		fill: ofGrant(r, func(p *pages.SubjectActProps) {
			for _, why := range award.AnnulledForAll {
				p.Options = append(p.Options, components.Option{Value: string(why), Text: upperFirst(why.Name())})
			}
		}),
		do: func(tx *db.Tx, _ *rules.Law, f award.File, version int64) error {
			var list problem.List
			e := typedDecision(r, f, &list)
			if err := list.Err(); err != nil {
				return err
			}
			e.OfID = r.PathValue("given")
			_, err := award.Annul(tx, version, e, award.AnnulledFor(text(r, "why")), text(r, "note"))
			return err
		},
	}
}

// reissueGrant writes that an award was issued again.
func (s *Server) reissueGrant(r *http.Request) subjectAct {
	return subjectAct{
		act: access.AwardKeep, title: "Ghi việc cấp đổi, cấp lại", sentence: "Đã ghi việc cấp đổi, cấp lại.", page: pages.ReissueGrant, fill: ofGrant(r, nil),
		do: func(tx *db.Tx, _ *rules.Law, f award.File, version int64) error {
			var list problem.List
			e := typedDecision(r, f, &list)
			if err := list.Err(); err != nil {
				return err
			}
			e.OfID, e.Achievement = r.PathValue("given"), text(r, "achievement")
			_, err := award.IssueAgain(tx, version, e)
			return err
		},
	}
}

// correctGrant writes what a document corrects in the decision of an award.
func (s *Server) correctGrant(r *http.Request) subjectAct {
	return subjectAct{
		act: access.AwardKeep, title: "Ghi việc đính chính", sentence: "Đã ghi việc đính chính.", page: pages.CorrectGrant,
		fill: ofGrant(r, func(p *pages.SubjectActProps) {
			for _, c := range award.Correctables {
				p.Options = append(p.Options, components.Option{Value: string(c), Text: c.Name()})
			}
		}),
		do: func(tx *db.Tx, _ *rules.Law, f award.File, version int64) error {
			var list problem.List
			e := typedDecision(r, f, &list)
			if err := list.Err(); err != nil {
				return err
			}
			_, err := award.Correct(tx, version, f.ID, award.Correction{
				GrantID: r.PathValue("given"), Field: award.Correctable(text(r, "field")), Was: text(r, "was"), Reads: text(r, "reads"),
				Number: e.Number, DecidedOn: e.DecidedOn, DecidedBy: e.DecidedBy, Signer: e.Signer, Note: text(r, "note"),
			})
			return err
		},
	}
}

// subjectIdentity keeps or takes out the identity number.
func (s *Server) subjectIdentity(r *http.Request) subjectAct {
	return subjectAct{
		act: access.AwardKeep, title: "Số định danh cá nhân", sentence: "Đã ghi.", page: pages.SubjectIdentity,
		fill: func(_ *rules.Law, p *pages.SubjectActProps) (err error) {
			p.Masked, err = p.File.Masked(s.Keys)
			return err
		},
		do: func(tx *db.Tx, _ *rules.Law, f award.File, version int64) error {
			return award.SetIdentity(tx, s.Keys, f.ID, text(r, "identity"), version)
		},
	}
}
