package web

import (
	"net/http"
	"net/url"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	mergePage = unitsPage + "/sap-nhap"
	newResult = "moi" // the choice of a new unit as the result of a merger
)

// mergeHref is the address that chooses units for a merger.
func mergeHref(parent, day string, chosen ...string) string {
	q := url.Values{"gom": chosen}
	if parent != "" {
		q.Set("thuoc", parent)
	}
	if day != "" {
		q.Set("ngay", day)
	}
	return mergePage + "?" + q.Encode()
}

// mergeUnits first lets the person choose the day and the units, then asks for
// the result.
func (s *Server) mergeUnits(w http.ResponseWriter, r *http.Request) error {
	if text(r, "buoc") != "chon" {
		return s.showMergeChoice(w, r, nil)
	}
	var found problem.List
	err := s.view(r, func(tx *db.Tx) error {
		if err := access.Require(tx, access.OrgChange, access.Scope{}); err != nil {
			return err
		}
		day, err := dayOf(r, "ngay")
		if err == nil {
			_, err = org.Parts(tx, r.Form["gom"], day)
		}
		return err
	})
	if err != nil {
		if found, err = refused(err); err != nil {
			return err
		}
		return s.showMergeChoice(w, r, found)
	}
	return s.showMerger(w, r, nil, r.Form["gom"], text(r, "ngay"))
}

// showMergeChoice lists the units below one parent on a day, to choose from.
func (s *Server) showMergeChoice(w http.ResponseWriter, r *http.Request, list problem.List) error {
	fields := map[string]string{"on": "ngay", "from": "gom"}
	for _, p := range list {
		p.Field = orText(fields[p.Field], p.Field)
	}
	var p pages.MergeChoiceProps
	err := s.view(r, func(tx *db.Tx) error {
		parent := text(r, "thuoc")
		if err := access.Require(tx, access.OrgChange, access.Scope{}); err != nil {
			return err
		}
		day, err := dayOf(r, "ngay")
		if err != nil {
			if problem.All(err) == nil {
				return err
			}
			if list = slices.DeleteFunc(list, func(p *problem.Problem) bool { return p.Field == "ngay" }); true {
				list = append(list, problem.All(err)...)
			}
		}
		if day.IsZero() {
			day = tx.Today()
		}
		f := s.unitFrame(tx, r, "Sáp nhập: chọn đơn vị")
		f.Kicker = "Sáp nhập, bước 1 trong 3"
		p = pages.MergeChoiceProps{Frame: refusedFrame(f, list), Problems: list, Day: text(r, "ngay"), Parent: parent, Chosen: r.Form["gom"]}
		p.ListedOn = day.Short()
		if p.Parents, err = parentOptions(tx, parent, ""); err != nil {
			return err
		}
		p.Units, err = partOptions(tx, parent, day, p.Chosen)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.MergeChoice(p))
}

// partOptions are the units that can be merged on a day: those below a parent,
// the parent itself, and those chosen already.
func partOptions(tx *db.Tx, parent string, day vn.Date, chosen []string) ([]components.Option, error) {
	units, err := org.On(tx, parent, day)
	if err != nil {
		return nil, err
	}
	for _, id := range append([]string{parent}, chosen...) {
		if id == "" || slices.ContainsFunc(units, func(u org.Unit) bool { return u.ID == id }) {
			continue
		}
		if u, err := org.Find(tx, id, day); err == nil {
			units = append(units, u)
		} else if !problem.Is(err, problem.NotFound) {
			return nil, err
		}
	}
	options := make([]components.Option, len(units))
	for i, u := range units {
		options[i] = components.Option{Value: u.ID, Text: codedName(u)}
		if u.ID == parent {
			options[i].Hint = "Đơn vị cấp trên của các đơn vị này."
		}
	}
	return options, nil
}

// showMerger asks for the result of a merger of the chosen units.
func (s *Server) showMerger(w http.ResponseWriter, r *http.Request, list problem.List, from []string, day string) error {
	var p pages.MergerProps
	err := s.view(r, func(tx *db.Tx) error {
		if err := access.Require(tx, access.OrgChange, access.Scope{}); err != nil {
			return err
		}
		f := s.unitFrame(tx, r, "Sáp nhập: đơn vị sau sáp nhập")
		f.Kicker = "Sáp nhập, bước 2 trong 3"
		p = pages.MergerProps{
			Frame: refusedFrame(f, list), Action: mergePage, Problems: list, Typed: typed(r), Chosen: from, Kinds: kindOptions(),
			ID: orText(text(r, "id"), db.NewID()),
		}
		p.Typed["on"] = orText(text(r, "on"), day)
		all := from
		if known := r.Form["known"]; len(known) > 0 {
			all = known
		}
		return fillMerger(tx, all, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Merger(p))
}

// fillMerger describes the units that were chosen first, so that one that was
// left out can be taken in again.
func fillMerger(tx *db.Tx, all []string, p *pages.MergerProps) error {
	parents := map[string]bool{}
	for _, id := range all {
		versions, _, err := org.History(tx, id)
		if problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		u := versions[len(versions)-1]
		parents[u.ParentID] = true
		p.Seen = append(p.Seen, pages.Hidden{Name: "seen-" + u.ID, Value: u.Edition()}, pages.Hidden{Name: "known", Value: u.ID})
		p.Units = append(p.Units, components.Option{Value: u.ID, Text: codedName(u), Hint: upperFirst(org.KindNames[u.Kind])})
		p.Into = append(p.Into, components.Option{Value: u.ID, Text: "Giữ " + codedName(u), Hint: "Đơn vị này còn, tên và mã như cũ nếu bên dưới để trống; các đơn vị kia kết thúc."})
	}
	p.Into = append(p.Into, components.Option{Value: newResult, Text: "Đơn vị mới", Hint: "Mọi đơn vị trên kết thúc; ghi tên và mã của đơn vị mới bên dưới."})
	p.Back = mergeHref(p.Typed["thuoc"], p.Typed["on"], p.Chosen...)
	if len(parents) < 2 {
		return nil
	}
	var err error
	p.AskParent = true
	p.Parents, err = parentOptions(tx, p.Typed["parent"], "")
	p.Parents = append([]components.Option{{Value: org.Centre, Text: "trực thuộc Trung ương"}}, p.Parents...)
	return err
}

func (s *Server) saveMerger(w http.ResponseWriter, r *http.Request) error {
	return s.changeUnits(w, r, unitForm{
		title: "Sáp nhập", done: "Đã ghi sáp nhập.",
		again: func(list problem.List) error { return s.showMerger(w, r, list, r.Form["from"], "") },
		act: func(tx *db.Tx) (org.Effect, error) {
			on, err := dayOf(r, "on")
			if err != nil {
				return org.Effect{}, err
			}
			m := org.Merger{On: on, From: r.Form["from"], Into: text(r, "into"), Result: unitTyped(r, ""), Source: text(r, "source")}
			if m.Into == newResult {
				m.Into, m.Result.ID = "", text(r, "id")
			} else if m.Into == "" {
				m.Result.Name = "" // no choice was made: a name alone does not make a new unit
			}
			m.Result.ParentID = text(r, "parent")
			for _, id := range m.From {
				m.Seen = append(m.Seen, text(r, "seen-"+id))
			}
			result, err := org.Merge(tx, m)
			if err != nil {
				return org.Effect{}, err
			}
			ids := slices.Clone(m.From)
			if !slices.Contains(ids, result.ID) {
				ids = append(ids, result.ID)
			}
			return org.EffectOf(tx, org.Merged, on, ids...)
		},
	})
}
