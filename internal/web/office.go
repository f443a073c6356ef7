package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// officesPage is the address of an office's own work; the pages of a unit stand below
// it.
const officesPage = "/co-quan"

// officeTabs are the pages of an office, in the order of the tabs, each with the right
// to look at it.
var officeTabs = []struct {
	path string
	text string
	act  access.Act
}{
	{petitionsPage, "Đơn thư", access.PetitionRead},
	{inspectionsPage, "Kiểm tra, tập huấn", access.InspectionRead},
	{itemsPage, "Hiện vật", access.DeliveryRead},
	{ceremoniesPage, "Lễ trao tặng", access.CeremonyRead},
	{confirmationsPage, "Xác nhận", access.ConfirmationRead},
	{exemplarsPage, "Điển hình", access.ExemplarRead},
}

// worksInOffice reports whether the actor may look at some page of some office.
func worksInOffice(tx *db.Tx) bool {
	for _, g := range tx.Actor.Grants {
		for _, t := range officeTabs {
			if access.May(tx, t.act, access.Scope{Unit: g.ID}) {
				return true
			}
		}
	}
	return false
}

// offices lists the offices whose work the person may look at.
func (s *Server) offices(w http.ResponseWriter, r *http.Request) error {
	var p pages.OfficeProps
	err := s.view(r, func(tx *db.Tx) error {
		if !worksInOffice(tx) {
			return access.Require(tx, officeTabs[0].act, access.Scope{Unit: tx.Actor.Unit})
		}
		p.Frame = s.frame(tx, r, "Việc của cơ quan")
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		ids := map[string]bool{}
		var list []string
		add := func(id string) {
			if id != "" && !ids[id] && len(officeLinks(tx, id, "")) > 0 {
				ids[id], list = true, append(list, id)
			}
		}
		for _, g := range tx.Actor.Grants {
			if g.Scope == access.ScopeUnit || g.Scope == access.ScopeSubtree {
				add(g.ID)
			}
			for id := range g.Units {
				add(id)
			}
		}
		add(tx.Actor.Unit)
		names, err := org.Names(tx, tx.Today(), list...)
		t := &components.TableProps{
			ID: "co-quan", Caption: "Cơ quan, đơn vị bạn được xem", Quiet: true, Columns: []components.Column{{Head: "Cơ quan, đơn vị", Sort: true}},
			Empty: components.EmptyState(components.EmptyProps{Title: "Chưa có cơ quan nào", What: "Cơ quan, đơn vị mà bạn được giao vai hiện ở đây. Mở trang của đơn vị trong danh mục để đi tới việc của đơn vị khác."}),
		}
		for _, id := range list {
			t.Rows = append(t.Rows, components.Row{Mine: id == tx.Actor.Unit, Cells: []components.Cell{{Text: names[id], Href: officeLinks(tx, id, "")[0].Href}}})
		}
		p.Parts = []pages.OfficePart{{Table: t}}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Office(p))
}

// officeLinks are the tabs of an office that the person may look at.
func officeLinks(tx *db.Tx, unitID, current string) []components.Link {
	var list []components.Link
	for _, t := range officeTabs {
		if access.May(tx, t.act, access.Scope{Unit: unitID}) {
			list = append(list, components.Link{Href: officesPage + "/" + unitID + t.path, Text: t.text, Current: t.path == current})
		}
	}
	return list
}

// officeUnit finds the office that the address names, for who may do an act there.
func officeUnit(tx *db.Tx, r *http.Request, act access.Act) (org.Unit, error) {
	id := r.PathValue("unit")
	if err := access.Require(tx, act, access.Scope{Unit: id}); err != nil {
		return org.Unit{}, err
	}
	versions, _, err := org.History(tx, id)
	if err != nil {
		return org.Unit{}, err
	}
	return versionOf(versions, tx.Today()), nil
}

// officeFrame is frame for a page of an office; page is the tab it belongs to.
func (s *Server) officeFrame(tx *db.Tx, r *http.Request, u org.Unit, page, title string) pages.OfficeProps {
	f := s.frame(tx, r, title)
	f.Kicker = orText(u.FullName, u.Name)
	f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}, {Href: officesPage, Text: "Việc của cơ quan"}}
	own := officesPage + "/" + u.ID + page
	for _, t := range officeTabs {
		if t.path == page && r.URL.Path != own {
			f.Crumbs = append(f.Crumbs, components.Link{Href: own, Text: t.text})
		}
	}
	return pages.OfficeProps{Frame: f, Tabs: officeLinks(tx, u.ID, page)}
}

// officeAct carries out the act of a form of an office's page. It leads to the page
// that act names; what the person did wrong shows the form again.
func (s *Server) officeAct(w http.ResponseWriter, r *http.Request, right access.Act, sentence string, act func(tx *db.Tx, l *rules.Law, u org.Unit) (to string, err error), again func(problem.List) error) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	to := ""
	err = s.update(r, func(tx *db.Tx) error {
		u, err := officeUnit(tx, r, right)
		if err != nil {
			return err
		}
		page, err := act(tx, law, u)
		to = officesPage + "/" + u.ID + page
		return err
	})
	if err == nil {
		return s.done(w, r, to, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return again(list)
}

// officeForms builds the questions of a page: with what was typed and what was wrong
// of the form that was sent, and of no other.
type officeForms struct {
	typed    map[string]string
	all      map[string][]string // what was typed where a field has several
	problems problem.List
	sent     string // address of the form that was refused; empty for none
}

func formsOf(r *http.Request, list problem.List) officeForms {
	if r.Method != http.MethodPost {
		return officeForms{}
	}
	return officeForms{typed(r), r.Form, list, r.URL.Path}
}

// ask is a form with its questions, filled with what was typed where it was refused.
func (o officeForms) ask(f pages.OfficeForm, fields ...pages.OfficeField) pages.OfficeForm {
	mine := o.sent == f.Action
	for i := range fields {
		q := &fields[i]
		if !mine {
			continue
		}
		q.Problems = o.problems
		if q.Input != pages.InputHidden && q.Input != pages.InputFile {
			q.Value = o.typed[q.Name]
			if q.Input == pages.InputTicks {
				q.Values = o.all[q.Name]
			}
		}
	}
	f.Fields, f.Open = fields, f.Open || mine
	if f.Kind == "" && f.Summary != "" {
		f.Kind = components.Plain
	}
	return f
}

func lineOf(name, label, value string) pages.OfficeField {
	return pages.OfficeField{Field: components.Field{Name: name, Label: label}, Value: value}
}

func areaOf(name, label, value string) pages.OfficeField {
	return pages.OfficeField{Field: components.Field{Name: name, Label: label}, Input: pages.InputArea, Value: value}
}

func dayField(name, label, value string) pages.OfficeField {
	return pages.OfficeField{Field: components.Field{Name: name, Label: label}, Input: pages.InputDay, Value: value}
}

func tickOf(name, label, sentence string, on bool) pages.OfficeField {
	q := pages.OfficeField{Field: components.Field{Name: name, Label: label}, Input: pages.InputTicks, Options: []components.Option{{Value: "1", Text: sentence}}}
	if on {
		q.Values = []string{"1"}
	}
	return q
}

func hiddenOf(name, value string) pages.OfficeField {
	return pages.OfficeField{Field: components.Field{Name: name}, Input: pages.InputHidden, Value: value}
}

func selectOf(name, label, value, blank string, options []components.Option) pages.OfficeField {
	return pages.OfficeField{Field: components.Field{Name: name, Label: label}, Input: pages.InputSelect, Value: value, Blank: blank, Options: options}
}

func optional(q pages.OfficeField) pages.OfficeField {
	q.Optional = true
	return q
}

func hinted(q pages.OfficeField, hint string) pages.OfficeField {
	q.Hint = hint
	return q
}
