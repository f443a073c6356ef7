package web

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/clerk"
	"giaouoc/internal/db"
	"giaouoc/internal/dossier"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/sheet"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// dossier is one dossier with all that can be done with it.
func (s *Server) dossier(w http.ResponseWriter, r *http.Request) error {
	return s.showDossier(w, r, nil)
}

func (s *Server) showDossier(w http.ResponseWriter, r *http.Request, list problem.List) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	var p pages.DossierProps
	err = s.view(r, func(tx *db.Tx) error {
		v, err := dossier.LookAt(tx, b, r.PathValue("dossier"))
		if err != nil {
			return err
		}
		p = pages.DossierProps{
			Frame: refusedFrame(s.dossierFrame(tx, r, v.Title), list), Look: v, Problems: list, Typed: typed(r), Base: v.Path(), Today: tx.Today(),
			Award: b.Law.Award(v.Award).Title(), Left: s.left(tx, &v.Dossier), Page: max(1, number(r.URL.Query().Get("trang"))),
			MayEdit: v.Step.Open() && access.May(tx, access.DossierKeep, access.Scope{Unit: v.UnitID}),
		}
		if k := b.Law.Dossier.Kind(v.Kind); k != nil {
			p.Kind, p.KindCite, p.KindSimple = k.Name, k.Cite, k.Simple
		}
		if d := b.Law.Values.Deadline(v.LimitID, v.BeganOn); d != nil {
			p.Limit = d.Says + " (" + d.Cite + ")"
		}
		p.NoLaw = len(v.Items) == 0
		if regime := b.Law.On(v.Day(tx.Today())); regime != nil {
			p.Regime, p.Unsure = regime.Name, regime.Unknown
		}
		p.Needed, p.NeededCite = b.Needed(&v.Dossier, tx.Today())
		for i := range v.List {
			if v.List[i].PutForward(b, &v.Dossier, tx.Today()) {
				p.Forward = append(p.Forward, v.List[i].N)
			}
		}
		names, err := org.Names(tx, tx.Today(), v.UnitID, v.OfficeID)
		if err != nil {
			return err
		}
		p.Unit, p.Office = names[v.UnitID], names[v.OfficeID]
		if p.Shelf, err = s.shelf(tx, clerk.Source{Of: clerk.OfDossier, ID: v.ID}, anyKind); err != nil {
			return err
		}
		p.Frame.Kicker = p.Unit
		s.traced(tx, &p.Frame, access.Scope{Unit: v.UnitID}, record.Object{Kind: "dossier", ID: v.ID})
		p.Pager = pagerOf(r, "trang", p.Page, len(v.List), pages.CandidatesAtOnce, "đối tượng")
		if p.MayEdit {
			if p.Offices, err = officeOptions(tx, []string{v.UnitID}); err != nil {
				return err
			}
		}
		if v.Step == dossier.Archived {
			a, err := dossier.ShelvedOf(tx, b, v.ID, clerk.PapersOf)
			if err != nil {
				return err
			}
			p.Sealed, p.MaySeal = a.Seal != nil, access.May(tx, access.DossierHandle, access.Scope{Unit: v.OfficeID})
		}
		if err := s.dossierSenders(tx, &p); err != nil {
			return err
		}
		return dossierChoices(tx, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Dossier(p))
}

// dossierSenders are who wrote opinions on the portal, for the office alone.
func (s *Server) dossierSenders(tx *db.Tx, p *pages.DossierProps) (err error) {
	d, office := p.Look.Dossier, access.Scope{Unit: p.Look.OfficeID}
	p.MaySet = access.May(tx, access.DossierRead, office)
	if n := len(p.Look.Postings); n > 0 && len(p.Look.Opinions) > 0 && access.May(tx, access.DossierHandle, office) {
		p.Senders, err = dossier.SendersOf(tx, s.Keys, d, p.Look.Postings[n-1].ID)
	}
	return err
}

// dossierChoices are to whom a dossier can be given and to which it can be joined.
func dossierChoices(tx *db.Tx, p *pages.DossierProps) error {
	if p.Look.Can(dossier.MoveAssign) || p.Look.Can(dossier.MoveHandOver) {
		people, err := dossier.Colleagues(tx, p.Look.Dossier)
		if err != nil {
			return err
		}
		for _, a := range people {
			p.People = append(p.People, components.Option{Value: a.ID, Text: a.Name, Hint: a.Position})
		}
	}
	if p.Look.Can(dossier.MoveJoin) {
		list, err := dossier.Joinable(tx, p.Look.Dossier)
		if err != nil {
			return err
		}
		for i := range list {
			p.Others = append(p.Others, components.Option{Value: list[i].ID, Text: list[i].Title + " (" + itoa(list[i].Candidates) + " đối tượng)"})
		}
	}
	return nil
}

func askOf(r *http.Request) dossier.Ask {
	return dossier.Ask{ID: r.PathValue("dossier"), Version: int64(number(text(r, "version"))), Reason: text(r, "reason")}
}

// dossierForm does what a form of a dossier asks, and shows the dossier again.
func (s *Server) dossierForm(w http.ResponseWriter, r *http.Request, side dossier.Side, sentence string, act func(tx *db.Tx, b dossier.Basis, a dossier.Ask) error) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	err = s.update(r, func(tx *db.Tx) error {
		if err := dossier.MustBe(tx, r.PathValue("dossier"), side); err != nil {
			return err
		}
		return act(tx, b, askOf(r))
	})
	if err == nil {
		return s.done(w, r, dossierPage+"/"+r.PathValue("dossier"), sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showDossier(w, r, list)
}

func (s *Server) reviseDossier(w http.ResponseWriter, r *http.Request) error {
	return s.dossierForm(w, r, dossier.Proposer, "Đã lưu.", func(tx *db.Tx, b dossier.Basis, a dossier.Ask) error {
		var list problem.List
		d := dossier.Dossier{Title: text(r, "title"), OfficeID: text(r, "office"), Level: dossier.Level(text(r, "level")), FiguresOn: typedDay(r, "figures_on", &list), OwnMembers: typedCount(r, "own_members", &list)}
		if err := list.Err(); err != nil {
			return err
		}
		return dossier.Revise(tx, b, a, d)
	})
}

func typedCandidate(r *http.Request, list *problem.List) dossier.Candidate {
	c := dossier.Candidate{
		Kind: rules.Kind(text(r, "subject_kind")), Name: text(r, "name"), BirthYear: typedCount(r, "birth_year", list), Female: text(r, "female") == "1", Post: text(r, "post"), Place: text(r, "place"),
		Direct: text(r, "direct") == "1", Small: text(r, "small") == "1", Hard: text(r, "hard") == "1", Achievement: text(r, "achievement"),
		Initiative: text(r, "initiative"), InitiativeNumber: text(r, "initiative_number"), InitiativeScope: text(r, "initiative_scope"), OwnVotes: dossier.Unvoted,
	}
	if text(r, "own_votes") != "" {
		c.OwnVotes = typedCount(r, "own_votes", list)
	}
	return c
}

func (s *Server) addCandidate(w http.ResponseWriter, r *http.Request) error {
	return s.dossierForm(w, r, dossier.Proposer, "Đã thêm đối tượng.", func(tx *db.Tx, b dossier.Basis, a dossier.Ask) error {
		var list problem.List
		c := typedCandidate(r, &list)
		if err := list.Err(); err != nil {
			return err
		}
		_, err := dossier.AddCandidates(tx, b, a, []dossier.Candidate{c}, func(_ int, field string) string {
			if field == "kind" {
				return "subject_kind"
			}
			return field
		})
		return err
	})
}

// listOf reads the workbook of a form field.
func listOf(r *http.Request, field string) (sheet.CandidateList, problem.List) {
	part, header, err := r.FormFile(field)
	if err != nil {
		return sheet.CandidateList{}, problem.List{problem.Field(field, "Chọn một tệp bảng tính .xlsx, không quá 20 MB.")}
	}
	defer part.Close()
	content, err := io.ReadAll(io.LimitReader(part, maxBody))
	if err != nil || !strings.HasSuffix(strings.ToLower(header.Filename), ".xlsx") {
		return sheet.CandidateList{}, problem.List{problem.Field(field, "Tệp «%s» không phải là bảng tính .xlsx.", header.Filename)}
	}
	l, list := sheet.ReadCandidates(content)
	for _, p := range list {
		if p.Field == "file" {
			p.Field = field
		}
	}
	return l, list
}

func (s *Server) bringCandidates(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayOpenDossier(r, dossier.Proposer); err != nil {
		return err
	}
	l, list := listOf(r, "file")
	if len(list) > 0 {
		return s.showDossier(w, r, list)
	}
	return s.dossierForm(w, r, dossier.Proposer, "Đã thêm "+grouped(len(l.Candidates))+" đối tượng từ bảng tính.", func(tx *db.Tx, b dossier.Basis, a dossier.Ask) error {
		_, err := dossier.AddCandidates(tx, b, a, l.Candidates, l.Place)
		return err
	})
}

// mayOpenDossier asks for the right before a file is read.
func (s *Server) mayOpenDossier(r *http.Request, side dossier.Side) error {
	return s.view(r, func(tx *db.Tx) error { return dossier.MustBe(tx, r.PathValue("dossier"), side) })
}

func (s *Server) bringNominations(w http.ResponseWriter, r *http.Request) error {
	return s.dossierForm(w, r, dossier.Proposer, "Đã thêm đối tượng từ danh sách dự kiến đề nghị.", func(tx *db.Tx, b dossier.Basis, a dossier.Ask) error {
		_, err := dossier.BringNominations(tx, b, a)
		return err
	})
}

func (s *Server) dropCandidates(w http.ResponseWriter, r *http.Request) error {
	return s.dossierForm(w, r, dossier.Proposer, "Đã bỏ đối tượng khỏi hồ sơ.", func(tx *db.Tx, _ dossier.Basis, a dossier.Ask) error {
		return dossier.DropCandidates(tx, a, r.Form["chon"])
	})
}

func (s *Server) noteVotes(w http.ResponseWriter, r *http.Request) error {
	return s.dossierForm(w, r, dossier.Proposer, "Đã ghi số phiếu của Hội đồng đơn vị.", func(tx *db.Tx, b dossier.Basis, a dossier.Ask) error {
		var list problem.List
		members := typedCount(r, "own_members", &list)
		v, err := dossier.LookAt(tx, b, a.ID)
		if err != nil {
			return err
		}
		votes := votesOf(r, "votes_all", "votes_but", v.List, &list)
		if err := list.Err(); err != nil {
			return err
		}
		return dossier.NoteVotes(tx, a, members, votes)
	})
}

// votesOf reads a number of votes for all candidates and the exceptions, one a line:
// "3: 8".
func votesOf(r *http.Request, all, but string, candidates []dossier.Candidate, list *problem.List) map[int]int {
	votes := map[int]int{}
	if text(r, all) != "" {
		n := typedCount(r, all, list)
		for i := range candidates {
			votes[candidates[i].N] = n
		}
	}
	for n, said := range linesOf(r, but, list) {
		v, err := strconv.Atoi(said)
		if err != nil || v < 0 {
			list.Add(but, "«%s» không phải là số phiếu.", said)
			continue
		}
		votes[n] = v
	}
	return votes
}

// linesOf reads lines of a number and what is said of it: "3: lý do".
func linesOf(r *http.Request, field string, list *problem.List) map[int]string {
	said := map[int]string{}
	for _, line := range strings.Split(text(r, field), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		n, what, ok := strings.Cut(line, ":")
		if number(strings.TrimSpace(n)) == 0 || !ok {
			list.Add(field, "Dòng «%s»: ghi số thứ tự, dấu hai chấm rồi nội dung, ví dụ 3: 8.", line)
			continue
		}
		said[number(strings.TrimSpace(n))] = strings.TrimSpace(what)
	}
	return said
}

func (s *Server) attachPart(w http.ResponseWriter, r *http.Request) error {
	return s.dossierForm(w, r, dossier.Proposer, "Đã thêm tệp vào hồ sơ.", func(tx *db.Tx, b dossier.Basis, a dossier.Ask) error {
		var list problem.List
		doc := dossier.Document{Part: text(r, "part"), CandidateID: text(r, "candidate"), Number: text(r, "number"), On: typedDay(r, "on", &list), Shared: text(r, "shared") != "", File: s.fileOf(r, "file")}
		if err := list.Err(); err != nil {
			return err
		}
		return dossier.Attach(tx, b, a, doc)
	})
}

func (s *Server) detachPart(w http.ResponseWriter, r *http.Request) error {
	return s.dossierForm(w, r, dossier.Proposer, "Đã bỏ tệp khỏi hồ sơ.", func(tx *db.Tx, _ dossier.Basis, a dossier.Ask) error {
		return dossier.Detach(tx, a, r.PathValue("part"))
	})
}

func (s *Server) partFile(w http.ResponseWriter, r *http.Request) error {
	var p dossier.Part
	err := s.view(r, func(tx *db.Tx) (err error) {
		p, err = dossier.PartFile(tx, r.PathValue("dossier"), r.PathValue("part"))
		return err
	})
	if err != nil {
		return err
	}
	return s.serveFile(w, r, p.FileHash, p.FileName)
}

// candidateTemplate is the workbook to fill.
func (s *Server) candidateTemplate(w http.ResponseWriter, r *http.Request) error {
	err := s.view(r, func(tx *db.Tx) error {
		if len(ownUnits(tx, access.DossierKeep)) == 0 {
			return access.Require(tx, access.DossierKeep, access.Scope{Unit: tx.Actor.Unit})
		}
		return nil
	})
	if err != nil {
		return err
	}
	content, err := sheet.WriteTables(sheet.Table{Title: "Danh sách đề nghị", Columns: sheet.CandidateColumns()})
	if err != nil {
		return err
	}
	return sendFile(w, "mau-danh-sach-de-nghi.xlsx", content)
}
