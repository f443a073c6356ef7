package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/dossier"
	"giaouoc/internal/incoming"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// officesOf are the units whose register of incoming documents the person works with.
func officesOf(tx *db.Tx) []string { return ownUnits(tx, access.IncomingRead) }

// incomingOffice finds the office that the address names, for who may see its register.
func incomingOffice(tx *db.Tx, r *http.Request) (org.Unit, error) {
	id := r.PathValue("unit")
	if err := access.Require(tx, access.IncomingRead, access.Scope{Unit: id}); err != nil {
		return org.Unit{}, err
	}
	versions, _, err := org.History(tx, id)
	if err != nil {
		return org.Unit{}, err
	}
	return versionOf(versions, tx.Today()), nil
}

func (s *Server) incomingFrame(tx *db.Tx, r *http.Request, u org.Unit, title string) components.PageProps {
	f := s.frame(tx, r, title)
	f.Kicker = orText(u.FullName, u.Name)
	f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
	if own := incoming.Page + "/" + u.ID; r.URL.Path != own {
		f.Crumbs = append(f.Crumbs, components.Link{Href: own, Text: "Văn bản đến"})
	}
	return f
}

// incomingOffices leads to the register of the own office, or lists several.
func (s *Server) incomingOffices(w http.ResponseWriter, r *http.Request) error {
	var p pages.IncomingOfficesProps
	only := ""
	err := s.view(r, func(tx *db.Tx) error {
		ids := officesOf(tx)
		if len(ids) == 0 {
			return access.Require(tx, access.IncomingRead, access.Scope{Unit: tx.Actor.Unit})
		}
		if len(ids) == 1 {
			only = ids[0]
		}
		p.Frame = s.frame(tx, r, "Văn bản đến")
		names, err := org.Names(tx, tx.Today(), ids...)
		for _, id := range ids {
			p.Offices = append(p.Offices, components.Link{Href: incoming.Page + "/" + id, Text: names[id]})
		}
		return err
	})
	if err != nil {
		return err
	}
	if only != "" {
		http.Redirect(w, r, incoming.Page+"/"+only, http.StatusSeeOther)
		return nil
	}
	return s.render(w, r, http.StatusOK, pages.IncomingOffices(p))
}

// incomingRegister is what arrived at an office in a year.
func (s *Server) incomingRegister(w http.ResponseWriter, r *http.Request) error {
	var p pages.IncomingRegisterProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := incomingOffice(tx, r)
		if err != nil {
			return err
		}
		p = pages.IncomingRegisterProps{UnitID: u.ID, Year: yearAsked(tx, r), Query: text(r, "tim"), Today: tx.Today()}
		p.Frame = s.incomingFrame(tx, r, u, "Sổ văn bản đến năm "+itoa(p.Year))
		if access.May(tx, access.IncomingKeep, access.Scope{Unit: u.ID}) {
			p.Frame.Action = components.Button(components.ButtonProps{Text: "Vào sổ văn bản", Href: incoming.Page + "/" + u.ID + "/moi"})
		}
		p.List, err = incoming.Register(tx, u.ID, p.Year, p.Query)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.IncomingRegister(p))
}

func (s *Server) incomingForm(w http.ResponseWriter, r *http.Request) error {
	return s.showIncomingForm(w, r, nil)
}

func (s *Server) showIncomingForm(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.IncomingFormProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := incomingOffice(tx, r)
		if err != nil {
			return err
		}
		people, err := incoming.Handlers(tx, u.ID)
		if err != nil {
			return err
		}
		p = pages.IncomingFormProps{UnitID: u.ID, Problems: list, Typed: typed(r), Request: orText(text(r, "request"), db.NewID()), Today: tx.Today().Short()}
		p.Frame = refusedFrame(s.incomingFrame(tx, r, u, "Vào sổ văn bản đến"), list)
		if p.Typed["about"] == "" {
			p.Typed["about"] = text(r, "viec")
		}
		for _, a := range people {
			p.People = append(p.People, components.Option{Value: a.ID, Text: a.Name, Hint: a.Position})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.IncomingForm(p))
}

// receiveIncoming enters a document into the register of an office.
func (s *Server) receiveIncoming(w http.ResponseWriter, r *http.Request) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	to, said := "", ""
	err = s.update(r, func(tx *db.Tx) error {
		u, err := incomingOffice(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.IncomingKeep, access.Scope{Unit: u.ID}); err != nil {
			return err
		}
		d, err := s.typedIncoming(tx, b, r)
		if err != nil {
			return err
		}
		d.UnitID = u.ID
		if d, err = incoming.Receive(tx, d); err != nil {
			return err
		}
		to, said = pages.IncomingPath(&d), "Đã vào sổ, số đến "+strconv.FormatInt(d.Number, 10)+"."
		return nil
	})
	if err == nil {
		return s.done(w, r, to, said)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showIncomingForm(w, r, list)
}

func (s *Server) typedIncoming(tx *db.Tx, b dossier.Basis, r *http.Request) (incoming.Document, error) {
	var list problem.List
	d := incoming.Document{
		Number: int64(typedCount(r, "number", &list)), ReceivedOn: typedDay(r, "received_on", &list), Sender: text(r, "sender"), Sign: text(r, "sign"), SignedOn: typedDay(r, "signed_on", &list),
		Abstract: text(r, "abstract"), DueOn: typedDay(r, "due_on", &list), HandlerID: text(r, "handler"), Again: text(r, "again") == "1", Request: text(r, "request"),
		TextNumber: text(r, "text_number"), TextName: text(r, "text_name"), TextFrom: typedDay(r, "text_from", &list), TextUntil: typedDay(r, "text_until", &list), TextChanges: text(r, "text_changes"),
	}
	if r.MultipartForm != nil && len(r.MultipartForm.File["file"]) > 0 {
		d.File = s.fileOf(r, "file")
	}
	var err error
	d.AboutKind, d.AboutID, d.AboutPage, err = aboutOf(tx, b, text(r, "about"))
	if p := problem.All(err); p != nil {
		list = append(list, p...)
	} else if err != nil {
		return d, err
	}
	return d, list.Err()
}

// aboutOf reads the address of the page of a dossier, a directive or a conference; all
// are empty for no address.
func aboutOf(tx *db.Tx, b dossier.Basis, address string) (kind, id, page string, err error) {
	if address == "" {
		return "", "", "", nil
	}
	unknown := problem.Field("about", "Chép địa chỉ trang của một hồ sơ, chỉ đạo hoặc hội nghị mà bạn xem được; để trống nếu không thuộc việc nào.")
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return "", "", "", unknown
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if rest, ok := strings.CutPrefix(u.Path, dossierPage+"/"); ok {
		id, _, _ := strings.Cut(rest, "/")
		if _, err := dossier.LookAt(tx, b, id); err != nil {
			return "", "", "", found(err, unknown)
		}
		return incoming.AboutDossier, id, dossierPage + "/" + id, nil
	}
	if len(parts) < 4 || parts[0] != "lam-viec" {
		return "", "", "", unknown
	}
	c, err := cluster.BySlug(tx, parts[1])
	if err != nil {
		return "", "", "", found(err, unknown)
	}
	y, err := cycle.Find(tx, c.ID, number(parts[2]))
	if err != nil {
		return "", "", "", found(err, unknown)
	}
	switch "/" + parts[3] {
	case cycle.ConferencePage:
		sitting, err := conference.Overview(tx, y)
		if err != nil {
			return "", "", "", found(err, unknown)
		}
		return incoming.AboutConference, sitting.Conference.ID, workPath(c, y) + cycle.ConferencePage, nil
	case cycle.DirectivePage:
		if len(parts) < 5 {
			return "", "", "", unknown
		}
		d, err := cycle.DirectiveByID(tx, y, parts[4])
		if err != nil {
			return "", "", "", found(err, unknown)
		}
		return incoming.AboutDirective, d.ID, workPath(c, y) + cycle.DirectivePage + "/" + d.ID, nil
	}
	return "", "", "", unknown
}

// found is unknown for what a person may not see or that is not there, else the error.
func found(err, unknown error) error {
	if problem.All(err) != nil {
		return unknown
	}
	return err
}

// incomingDocument is one document with what can be done with it.
func (s *Server) incomingDocument(w http.ResponseWriter, r *http.Request) error {
	return s.showIncoming(w, r, nil)
}

func (s *Server) showIncoming(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.IncomingProps
	err := s.view(r, func(tx *db.Tx) error {
		u, d, err := incomingAsked(tx, r)
		if err != nil {
			return err
		}
		p = pages.IncomingProps{Document: d, Problems: list, Typed: typed(r), MayKeep: access.May(tx, access.IncomingKeep, access.Scope{Unit: u.ID})}
		p.MayFinish = p.MayKeep || d.HandlerID == tx.Actor.ID
		p.Frame = refusedFrame(s.incomingFrame(tx, r, u, "Văn bản đến số "+strconv.FormatInt(d.Number, 10)+" năm "+itoa(d.Year)), list)
		p.Frame.Lead = d.Abstract
		s.traced(tx, &p.Frame, access.Scope{Unit: u.ID}, record.Object{Kind: "incoming_document", ID: d.ID})
		if !p.MayKeep {
			return nil
		}
		people, err := incoming.Handlers(tx, u.ID)
		for _, a := range people {
			p.People = append(p.People, components.Option{Value: a.ID, Text: a.Name, Hint: a.Position})
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Incoming(p))
}

func incomingAsked(tx *db.Tx, r *http.Request) (org.Unit, incoming.Document, error) {
	u, err := incomingOffice(tx, r)
	if err != nil {
		return u, incoming.Document{}, err
	}
	d, err := incoming.Find(tx, r.PathValue("document"))
	if err == nil && d.UnitID != u.ID {
		err = problem.New(problem.NotFound, "Không có văn bản đến này.")
	}
	return u, d, err
}

func (s *Server) incomingFile(w http.ResponseWriter, r *http.Request) error {
	var d incoming.Document
	err := s.view(r, func(tx *db.Tx) (err error) {
		_, d, err = incomingAsked(tx, r)
		if err == nil && d.FileHash == "" {
			err = problem.New(problem.NotFound, "Văn bản này không có bản quét.")
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.serveFile(w, r, d.FileHash, d.FileName)
}

// incomingAct does what a form of a document asks, and shows the document again.
func (s *Server) incomingAct(w http.ResponseWriter, r *http.Request, said string, act func(tx *db.Tx, d incoming.Document, version int64) error) error {
	to := ""
	err := s.update(r, func(tx *db.Tx) error {
		_, d, err := incomingAsked(tx, r)
		if err != nil {
			return err
		}
		to = pages.IncomingPath(&d)
		return act(tx, d, int64(number(text(r, "version"))))
	})
	if err == nil {
		return s.done(w, r, to, said)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showIncoming(w, r, list)
}

func (s *Server) assignIncoming(w http.ResponseWriter, r *http.Request) error {
	return s.incomingAct(w, r, "Đã giao xử lý.", func(tx *db.Tx, d incoming.Document, version int64) error {
		due, err := dayOf(r, "due_on")
		if err != nil {
			return err
		}
		return incoming.Assign(tx, d.ID, version, text(r, "handler"), due)
	})
}

func (s *Server) finishIncoming(w http.ResponseWriter, r *http.Request) error {
	return s.incomingAct(w, r, "Đã ghi xử lý xong.", func(tx *db.Tx, d incoming.Document, version int64) error {
		return incoming.Finish(tx, d.ID, version, text(r, "how"))
	})
}

// arrivedAbout adds to the page of a dossier, a directive or a conference the documents
// that arrived about it, and the way to enter one.
func (s *Server) arrivedAbout(tx *db.Tx, f *components.PageProps, scope access.Scope, o record.Object) {
	page := ""
	switch o.Kind {
	case incoming.AboutDossier:
		page = dossierPage + "/" + o.ID
	case incoming.AboutDirective, incoming.AboutConference:
		y, err := cycle.ByID(tx, scope.Year)
		if err != nil {
			return
		}
		c, err := cluster.Find(tx, y.ClusterID)
		if err != nil {
			return
		}
		page = workPath(c, y) + cycle.ConferencePage
		if o.Kind == incoming.AboutDirective {
			page = workPath(c, y) + cycle.DirectivePage + "/" + o.ID
		}
	default:
		return
	}
	list, err := incoming.About(tx, o.Kind, o.ID)
	if err != nil {
		s.Log.ErrorContext(tx.Ctx, "find incoming documents", "kind", o.Kind, "error", err)
		return
	}
	for i := range list {
		d := &list[i]
		f.Trace = append(f.Trace, components.Link{Href: pages.IncomingPath(d), Text: "Văn bản đến số " + strconv.FormatInt(d.Number, 10) + " (" + d.Line() + ")"})
	}
	if ids := ownUnits(tx, access.IncomingKeep); len(ids) > 0 {
		f.Trace = append(f.Trace, components.Link{Href: incoming.Page + "/" + ids[0] + "/moi?viec=" + url.QueryEscape(page), Text: "Vào sổ văn bản đến về việc này"})
	}
}
