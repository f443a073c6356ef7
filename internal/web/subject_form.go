package web

import (
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

func (s *Server) newSubject(w http.ResponseWriter, r *http.Request) error {
	return s.showNewSubject(w, r, nil)
}

// showNewSubject is the form that opens a file.
func (s *Server) showNewSubject(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.SubjectFormProps{Action: r.URL.Path, Problems: list, Typed: typed(r), Kinds: subjectKinds(), Chosen: r.Form["classes"]}
	err := s.view(r, func(tx *db.Tx) error {
		if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: r.PathValue("unit")}); err != nil {
			return err
		}
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		p.Frame = refusedFrame(s.registerFrame(tx, r, u, "Lập hồ sơ trong sổ khen thưởng"), list)
		p.Back = registersPage + "/" + u.ID
		if p.ID = p.Typed["id"]; len(p.ID) != len(db.NewID()) {
			p.ID = db.NewID()
		}
		if p.Typed["kind"] == "" {
			p.Typed["kind"] = string(rules.Person)
		}
		p.Another = p.Typed["another"] != ""
		p.Classes = classOptions()
		p.OwnUnits, err = ownUnitOptions(tx, u.ID, "")
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.SubjectForm(p))
}

func classOptions() []components.Option {
	var list []components.Option
	for _, c := range rules.Classes() {
		list = append(list, components.Option{Value: c.Code, Text: upperFirst(c.Name)})
	}
	return list
}

// ownUnitOptions are the units that a collective in the register of a unit may be:
// the unit itself, those below it, and the one that is chosen already.
func ownUnitOptions(tx *db.Tx, unitID, chosen string) ([]components.Option, error) {
	below, err := org.On(tx, unitID, tx.Today())
	if err != nil {
		return nil, err
	}
	ids := []string{unitID}
	for _, u := range below {
		ids = append(ids, u.ID)
	}
	if chosen != "" && !slices.Contains(ids, chosen) {
		ids = append(ids, chosen)
	}
	return namedOptions(tx, ids)
}

func namedOptions(tx *db.Tx, ids []string) ([]components.Option, error) {
	names, err := org.Names(tx, tx.Today(), ids...)
	if err != nil {
		return nil, err
	}
	var list []components.Option
	for _, id := range ids {
		if names[id] != "" {
			list = append(list, components.Option{Value: id, Text: names[id]})
		}
	}
	return list, nil
}

// typedSubject reads the fields that a subject has.
func typedSubject(r *http.Request, list *problem.List) award.Subject {
	return award.Subject{
		Name: text(r, "name"), BirthYear: typedCount(r, "birth_year", list), Female: text(r, "female") == "1", Post: text(r, "post"), Place: text(r, "place"),
		Classes: strings.Join(r.Form["classes"], ","), Founded: typedDay(r, "founded", list), OwnUnit: text(r, "own_unit"),
	}
}

func (s *Server) openSubject(w http.ResponseWriter, r *http.Request) error {
	var id string
	list, err := refused(s.update(r, func(tx *db.Tx) error {
		unit := r.PathValue("unit")
		if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: unit}); err != nil {
			return err
		}
		if _, err := registerUnit(tx, r); err != nil {
			return err
		}
		l, err := rules.Carried()
		if err != nil {
			return err
		}
		var list problem.List
		o := typedSubject(r, &list)
		o.ID, o.UnitID, o.Kind = text(r, "id"), unit, rules.Kind(text(r, "kind"))
		if len(o.ID) != len(db.NewID()) {
			o.ID = db.NewID()
		}
		if err := list.Err(); err != nil {
			return err
		}
		opened, err := award.Open(tx, l, o, text(r, "another") == "1")
		if err != nil {
			return err
		}
		id = opened.ID
		if number := text(r, "identity"); number != "" && opened.Version == 1 {
			return award.SetIdentity(tx, s.Keys, id, number, opened.Version)
		}
		return nil
	}))
	if err != nil || list != nil {
		return orShow(err, func() error { return s.showNewSubject(w, r, list) })
	}
	return s.done(w, r, subjectPath(id), "Đã lập hồ sơ.")
}

func (s *Server) changeSubject(w http.ResponseWriter, r *http.Request) error {
	return s.showChangeSubject(w, r, nil)
}

// showChangeSubject is the form of what a subject is now.
func (s *Server) showChangeSubject(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.SubjectFormProps{Action: r.URL.Path, Back: subjectPath(r.PathValue("subject")), Problems: list, Typed: typed(r), Chosen: r.Form["classes"]}
	err := s.view(r, func(tx *db.Tx) error {
		f, err := keptFile(tx, r, access.AwardKeep)
		if err != nil {
			return err
		}
		frame, err := s.subjectFrame(tx, r, f, "Đổi tên, nơi công tác; sửa hồ sơ")
		if err != nil {
			return err
		}
		p.Frame, p.Version, p.Kind = refusedFrame(frame, list), itoa(int(f.Version)), string(f.Kind)
		if r.Method == http.MethodGet {
			p.Typed, p.Chosen = subjectTyped(f.Subject), strings.Split(f.Classes, ",")
			if f.Classes == "" {
				p.Chosen = nil
			}
		}
		p.Classes = classOptions()
		if p.OwnUnits, err = ownUnitOptions(tx, f.UnitID, f.OwnUnit); err != nil {
			return err
		}
		p.Units, err = keptUnitOptions(tx, f.UnitID)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.SubjectForm(p))
}

// subjectTyped fills the form with what stands.
func subjectTyped(s award.Subject) map[string]string {
	t := map[string]string{
		"name": s.Name, "post": s.Post, "place": s.Place, "founded": s.Founded.Short(), "own_unit": s.OwnUnit, "unit_id": s.UnitID, "left_on": s.LeftOn.Short(),
	}
	if s.BirthYear != 0 {
		t["birth_year"] = itoa(s.BirthYear)
	}
	if s.Female {
		t["female"] = "1"
	}
	return t
}

// keptUnitOptions are the units whose registers the actor may keep, with the one
// that has the file first. Who keeps all is offered the units directly under the
// centre and those beside the one.
func keptUnitOptions(tx *db.Tx, unitID string) ([]components.Option, error) {
	ids := []string{unitID}
	add := func(id string) {
		if id != "" && !slices.Contains(ids, id) && access.May(tx, access.AwardKeep, access.Scope{Unit: id}) {
			ids = append(ids, id)
		}
	}
	for _, g := range tx.Actor.Grants {
		add(g.ID)
		for id := range g.Units {
			add(id)
		}
	}
	if access.May(tx, access.AwardKeep, access.Scope{Unit: ""}) {
		versions, _, err := org.History(tx, unitID)
		if err != nil {
			return nil, err
		}
		for _, parent := range []string{"", versionOf(versions, tx.Today()).ParentID, unitID} {
			units, err := org.On(tx, parent, tx.Today())
			if err != nil {
				return nil, err
			}
			for _, u := range units {
				add(u.ID)
			}
		}
	}
	options, err := namedOptions(tx, ids)
	if len(options) > 1 {
		slices.SortFunc(options[1:], func(a, b components.Option) int { return strings.Compare(award.Folded(a.Text), award.Folded(b.Text)) })
	}
	return options, err
}

func (s *Server) saveSubject(w http.ResponseWriter, r *http.Request) error {
	list, err := refused(s.update(r, func(tx *db.Tx) error {
		f, err := keptFile(tx, r, access.AwardKeep)
		if err != nil {
			return err
		}
		l, err := rules.Carried()
		if err != nil {
			return err
		}
		var list problem.List
		to := typedSubject(r, &list)
		to.ID, to.Version, to.LeftOn = f.ID, int64(number(text(r, "version"))), typedDay(r, "left_on", &list)
		on := typedDay(r, "on", &list)
		if to.UnitID = text(r, "unit_id"); to.UnitID == "" {
			to.UnitID = f.UnitID
		}
		if err := list.Err(); err != nil {
			return err
		}
		_, err = award.Change(tx, l, to, on, text(r, "source"))
		return err
	}))
	if err != nil || list != nil {
		return orShow(err, func() error { return s.showChangeSubject(w, r, list) })
	}
	return s.done(w, r, subjectPath(r.PathValue("subject")), "Đã ghi vào hồ sơ.")
}

// keptFile reads the file that the address names, for who may do an act in it.
func keptFile(tx *db.Tx, r *http.Request, act access.Act) (award.File, error) {
	f, err := award.FileOf(tx, r.PathValue("subject"))
	if err != nil {
		return f, err
	}
	if err := access.Require(tx, act, access.Scope{Unit: f.UnitID}); err != nil {
		return award.File{}, err
	}
	if f.JoinedTo != "" {
		return f, problem.New(problem.Closed, "Hồ sơ này đã nhập vào một hồ sơ khác; ghi vào hồ sơ ấy.")
	}
	return f, nil
}
