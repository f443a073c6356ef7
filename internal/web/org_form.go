package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const newUnitPage = unitsPage + "/moi"

// The steps that a button of a form of the register asks for; without one the
// change is shown before it is saved.
const (
	stepSave = "ghi"
	stepNext = "ghi-tiep" // save, then the form for one more
	stepEdit = "sua"
)

// errRehearsed ends a transaction that was only to show what a change would do.
var errRehearsed = errors.New("rehearsed")

// unitForm is one form that changes the register.
type unitForm struct {
	title string // of the page that shows what would be saved
	act   func(tx *db.Tx) (org.Effect, error)
	again func(list problem.List) error // shows the form
	done  string                        // the sentence after it is saved
	next  string                        // where stepNext leads; empty when there is no such button
}

// changeUnits runs a form of the register. Unless the person has confirmed it,
// the change is made, looked at and taken back, so that the page shows exactly
// what saving would do.
func (s *Server) changeUnits(w http.ResponseWriter, r *http.Request, f unitForm) error {
	step := text(r, "buoc")
	if step == stepEdit {
		return f.again(nil)
	}
	var to string
	var p pages.UnitConfirmProps
	err := s.update(r, func(tx *db.Tx) error {
		e, err := f.act(tx)
		if err != nil {
			return err
		}
		if len(e.Is) > 0 {
			to = unitPath(e.Is[0].ID)
		}
		if step == stepSave || step == stepNext {
			return nil
		}
		if p, err = s.confirmation(tx, r, f.title, e); err != nil {
			return err
		}
		p.Many = f.next != ""
		return errRehearsed
	})
	switch {
	case errors.Is(err, errRehearsed):
		return s.render(w, r, http.StatusOK, pages.UnitConfirm(p))
	case err == nil && step == stepNext && f.next != "":
		return s.done(w, r, f.next, f.done)
	case err == nil:
		return s.done(w, r, to, f.done)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return f.again(list)
}

// confirmation shows what a change does: the units, the codes, what moves.
func (s *Server) confirmation(tx *db.Tx, r *http.Request, title string, e org.Effect) (pages.UnitConfirmProps, error) {
	p := pages.UnitConfirmProps{Frame: s.unitFrame(tx, r, title), Action: r.URL.Path, Hidden: hidden(r), Source: text(r, "source")}
	p.Frame.Kicker = "Xem trước, chưa ghi"
	p.Frame.Lead = "Danh mục từ ngày " + e.OnDay.Short() + " sẽ như dưới đây. Chưa có gì được ghi."
	day := e.OnDay
	if day.IsZero() {
		p.Frame.Lead = "Danh mục sẽ như dưới đây; chưa rõ đơn vị có từ ngày nào. Chưa có gì được ghi."
		day = tx.Today()
	}
	above, err := namesAbove(tx, day, slices.Concat(e.Was, e.Is))
	if err != nil {
		return p, err
	}
	p.Units, p.Codes = effectTable(e, above), codeTable(e)
	p.Count = "Số đơn vị trực thuộc " + above[e.ParentID] + ": " + itoa(e.Before) + " → " + itoa(e.After)
	if e.Before == e.After {
		p.Count = "Số đơn vị trực thuộc " + above[e.ParentID] + " vẫn là " + itoa(e.After)
	}
	if len(e.Moved) > 0 {
		if p.Moved, err = movedTable(tx, e); err != nil {
			return p, err
		}
	}
	for _, u := range e.Ended() {
		clusters, err := cluster.OfUnit(tx, u.ID, e.OnDay)
		if err != nil {
			return p, err
		}
		for _, c := range clusters {
			p.Warnings = append(p.Warnings, u.Name+" đang là thành viên của "+c.Name+"; sau khi ghi, hãy sắp xếp lại thành viên ở trang của "+c.Kind.Word()+" đó.")
		}
	}
	return p, nil
}

// effectTable sets each unit of a change before its day beside what it is then.
func effectTable(e org.Effect, above map[string]string) components.TableProps {
	t := components.TableProps{
		ID: "truoc-sau", Caption: "Các đơn vị", Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Trước"}, {Head: "Sau"}, {Head: "Kết quả"}},
	}
	result := func(tone components.Tone, words string) components.Cell {
		return components.Cell{Content: components.StateTag(components.TagProps{Tone: tone, Icon: components.IconDot, Text: words})}
	}
	gone := "không còn"
	if e.Kind == org.Merged && len(e.Is) == 1 {
		gone = "nhập vào " + e.Is[0].Name
	}
	for _, u := range e.Was {
		row := []components.Cell{{Text: u.Name}, {Text: inShort(u, "")}, {Missing: gone}, result(components.ToneBad, "kết thúc")}
		if i := slices.IndexFunc(e.Is, func(o org.Unit) bool { return o.ID == u.ID }); i >= 0 {
			before, after := beforeAndAfter(u, e.Is[i], above)
			row[1], row[2], row[3] = components.Cell{Text: before}, components.Cell{Text: after}, result(components.ToneGood, "còn")
			if e.Is[i].Name != u.Name {
				row[0].Text = u.Name + ", nay là " + e.Is[i].Name
			}
		}
		t.Rows = append(t.Rows, components.Row{Cells: row})
	}
	for _, u := range e.Begun() {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: u.Name}, {Missing: "chưa có"}, {Text: inShort(u, aboveOf(u, above))}, result(components.ToneInfo, "mới")}})
	}
	return t
}

// aboveOf names the unit above one that is not directly under the centre.
func aboveOf(u org.Unit, above map[string]string) string {
	if u.ParentID == "" {
		return ""
	}
	return above[u.ParentID]
}

// codeTable lists the codes that somebody loses.
func codeTable(e org.Effect) components.TableProps {
	t := components.TableProps{ID: "ma-doi-chu", Caption: "Mã đổi chủ", Columns: []components.Column{{Head: "Mã"}, {Head: "Trước"}, {Head: "Sau"}}}
	for _, h := range e.Codes() {
		if h.Was.ID != "" {
			t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: h.Code}, {Text: h.Was.Name}, orMissing(h.Is.Name, "không còn ai mang")}})
		}
	}
	return t
}

// movedTable lists the units below that go to another unit.
func movedTable(tx *db.Tx, e org.Effect) (components.TableProps, error) {
	t := components.TableProps{
		ID: "chuyen", Caption: itoa(len(e.Moved)) + " đơn vị bên dưới chuyển cấp trên", Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Mã"}, {Head: "Sẽ trực thuộc"}},
	}
	above, err := namesAbove(tx, e.OnDay, e.Moved)
	if err != nil {
		return t, err
	}
	for _, u := range e.Moved {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{{Text: u.Name}, orMissing(u.Code, "không có"), {Text: above[u.ParentID]}}})
	}
	return t, nil
}

// hidden is what was typed, carried through the page that shows its effect.
func hidden(r *http.Request) []pages.Hidden {
	var list []pages.Hidden
	for name, values := range r.PostForm {
		for _, v := range values {
			if name != "buoc" {
				list = append(list, pages.Hidden{Name: name, Value: v})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b pages.Hidden) int {
		switch {
		case a.Name < b.Name:
			return -1
		case a.Name > b.Name:
			return 1
		}
		return 0
	})
	return list
}

// unitFrame is frame for the forms of the register.
func (s *Server) unitFrame(tx *db.Tx, r *http.Request, title string, way ...components.Link) components.PageProps {
	f := s.frame(tx, r, title)
	f.Kicker = "Danh mục đơn vị"
	f.Crumbs = append([]components.Link{{Href: unitsPage, Text: "Đơn vị"}}, way...)
	return f
}

func (s *Server) newUnit(w http.ResponseWriter, r *http.Request) error {
	return s.showNewUnit(w, r, nil)
}

// showNewUnit is the form that adds a unit, below the one that the address names.
func (s *Server) showNewUnit(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.UnitFormProps
	err := s.view(r, func(tx *db.Tx) error {
		parent := orText(text(r, "parent"), text(r, "thuoc"))
		if err := access.Require(tx, access.OrgChange, access.Scope{Unit: parent}); err != nil {
			return err
		}
		p = pages.UnitFormProps{
			Frame: refusedFrame(s.unitFrame(tx, r, "Thêm đơn vị"), list), Action: newUnitPage, Back: unitsPage,
			Problems: list, Typed: typed(r), ID: orText(text(r, "id"), db.NewID()), Kinds: kindOptions(),
		}
		p.Typed["parent"] = parent
		var err error
		p.Parents, err = parentOptions(tx, parent, "")
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.NewUnit(p))
}

func (s *Server) createUnit(w http.ResponseWriter, r *http.Request) error {
	// One after the other: the next unit is mostly like this one.
	next := url.Values{"thuoc": {text(r, "parent")}, "kind": {text(r, "kind")}, "on": {text(r, "on")}, "source": {text(r, "source")}}
	return s.changeUnits(w, r, unitForm{
		title: "Thêm đơn vị", done: "Đã ghi " + text(r, "name") + " vào danh mục.", next: newUnitPage + "?" + next.Encode(),
		again: func(list problem.List) error { return s.showNewUnit(w, r, list) },
		act: func(tx *db.Tx) (org.Effect, error) {
			on, err := dayOf(r, "on")
			if err != nil {
				return org.Effect{}, err
			}
			u := unitTyped(r, "")
			u.ID, u.FromDay, u.ParentID, u.Source = text(r, "id"), on, text(r, "parent"), text(r, "source")
			if u, err = org.Create(tx, u); err != nil {
				return org.Effect{}, err
			}
			look := on
			if on.IsZero() {
				look = tx.Today()
			}
			e, err := org.EffectOf(tx, org.Created, look, u.ID)
			e.OnDay = on
			return e, err
		},
	})
}

// unitTyped reads the code, names and kind of one unit of a form; the names of
// its fields end in end.
func unitTyped(r *http.Request, end string) org.Unit {
	return org.Unit{Code: text(r, "code"+end), Name: text(r, "name"+end), FullName: text(r, "full_name"+end), Kind: org.Kind(text(r, "kind"+end))}
}

func kindOptions() []components.Option {
	options := make([]components.Option, len(org.Kinds))
	for i, k := range org.Kinds {
		options[i] = components.Option{Value: string(k), Text: org.KindNames[k]}
	}
	return options
}

// parentOptions are the units that another can stand below: those directly
// under the centre, those below the same one that have units of their own kind
// below, and the one that is chosen already.
func parentOptions(tx *db.Tx, chosen, unitID string) ([]components.Option, error) {
	const centre = "Trực thuộc Trung ương"
	units, err := org.On(tx, "", tx.Today())
	if err != nil {
		return nil, err
	}
	var options []components.Option
	for _, u := range units {
		options = append(options, components.Option{Value: u.ID, Text: u.Name, Group: centre})
	}
	if chosen == "" {
		return options, nil
	}
	names, err := org.Names(tx, tx.Today(), chosen)
	if err != nil {
		return nil, err
	}
	below, err := org.On(tx, chosen, tx.Today())
	if err != nil {
		return nil, err
	}
	for _, u := range below {
		if u.ID != unitID && !slices.Contains([]org.Kind{org.Commune, org.Ward, org.SpecialZone}, u.Kind) {
			options = append(options, components.Option{Value: u.ID, Text: u.Name, Group: "Thuộc " + names[chosen]})
		}
	}
	if names[chosen] != "" && !slices.ContainsFunc(options, func(o components.Option) bool { return o.Value == chosen }) {
		options = append([]components.Option{{Value: chosen, Text: names[chosen]}}, options...)
	}
	return options, nil
}

func (s *Server) reviseUnit(w http.ResponseWriter, r *http.Request) error {
	return s.showRevision(w, r, nil)
}

// unitInHand is the unit of the address as it stands now, for who may change it.
func unitInHand(tx *db.Tx, r *http.Request) (org.Unit, error) {
	id := r.PathValue("unit")
	if err := access.Require(tx, access.OrgChange, access.Scope{Unit: id}); err != nil {
		return org.Unit{}, err
	}
	versions, _, err := org.History(tx, id)
	if err != nil {
		return org.Unit{}, err
	}
	last := versions[len(versions)-1]
	if !last.ToDay.IsZero() {
		return last, problem.New(problem.Closed, "%s không còn từ ngày %s; không thay đổi được nữa.", last.Name, last.ToDay.Short())
	}
	return last, nil
}

// showRevision is the form that says what a unit is called from a day on.
func (s *Server) showRevision(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.UnitFormProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := unitInHand(tx, r)
		if err != nil {
			return err
		}
		here := components.Link{Href: unitPath(u.ID), Text: u.Name}
		p = pages.UnitFormProps{
			Frame: refusedFrame(s.unitFrame(tx, r, "Đổi tên, mã, loại, cấp trên: "+u.Name, here), list), Action: r.URL.Path, Back: here.Href,
			Problems: list, Typed: typed(r), Now: u, Seen: u.Edition(), Kinds: kindOptions(),
		}
		names, err := namesAbove(tx, tx.Today(), []org.Unit{u})
		if err != nil {
			return err
		}
		p.Above = names[u.ParentID]
		if p.Parents, err = parentOptions(tx, u.ParentID, u.ID); err != nil {
			return err
		}
		p.Parents = slices.DeleteFunc(p.Parents, func(o components.Option) bool { return o.Value == u.ID || o.Value == u.ParentID })
		if u.ParentID != "" {
			p.Parents = append([]components.Option{{Value: org.Centre, Text: "trực thuộc Trung ương"}}, p.Parents...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.ReviseUnit(p))
}

func (s *Server) saveRevision(w http.ResponseWriter, r *http.Request) error {
	return s.changeUnits(w, r, unitForm{
		title: "Đổi tên, mã, loại, cấp trên", done: "Đã ghi thay đổi.",
		again: func(list problem.List) error { return s.showRevision(w, r, list) },
		act: func(tx *db.Tx) (org.Effect, error) {
			on, err := dayOf(r, "on")
			if err != nil {
				return org.Effect{}, err
			}
			u := unitTyped(r, "")
			u, err = org.Revise(tx, org.Revision{
				UnitID: r.PathValue("unit"), On: on, Code: u.Code, Name: u.Name, FullName: u.FullName, Kind: u.Kind,
				ParentID: text(r, "parent"), Source: text(r, "source"), Seen: text(r, "seen"),
			})
			if err != nil {
				return org.Effect{}, err
			}
			return org.EffectOf(tx, org.Revised, on, u.ID)
		},
	})
}
