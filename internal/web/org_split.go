package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	stepPlace = "xep"  // the units below have been given their places
	stepMore  = "them" // one more unit is wanted in the form
	mostParts = 20
	fewParts  = 2
	stays     = "o-lai" // a unit below stays where it is
	unitStays = "con"   // the divided unit goes on beside the new ones
)

func (s *Server) divideUnit(w http.ResponseWriter, r *http.Request) error {
	return s.showSplitting(w, r, nil, 0)
}

// partsTyped reads the new units of the form; those left empty are no units.
func partsTyped(r *http.Request) []org.Unit {
	var parts []org.Unit
	for i := 1; i <= min(number(text(r, "parts")), mostParts); i++ {
		if u := unitTyped(r, "-"+itoa(i)); u.Code != "" || u.Name != "" || u.FullName != "" {
			parts = append(parts, u)
		}
	}
	return parts
}

// showSplitting asks into what a unit is divided.
func (s *Server) showSplitting(w http.ResponseWriter, r *http.Request, list problem.List, more int) error {
	var p pages.SplittingProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := unitInHand(tx, r)
		if err != nil {
			return err
		}
		here := components.Link{Href: unitPath(u.ID), Text: u.Name}
		p = pages.SplittingProps{
			Frame: refusedFrame(s.unitFrame(tx, r, "Chia tách: "+u.Name, here), list), Action: r.URL.Path, Back: here.Href,
			Problems: list, Typed: typed(r), Now: u, Seen: u.Edition(), Parts: partsTyped(r), Kinds: kindOptions(),
		}
		for len(p.Parts) < min(max(fewParts, number(text(r, "parts"))+more), mostParts) {
			p.Parts = append(p.Parts, org.Unit{})
		}
		for _, h := range hidden(r) {
			if strings.HasPrefix(h.Name, "child-") || h.Name == "rest" {
				p.Hidden = append(p.Hidden, h)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Splitting(p))
}

// showPlaces asks where the units below a divided unit go.
func (s *Server) showPlaces(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.PlacesProps
	err := s.view(r, func(tx *db.Tx) error {
		u, err := unitInHand(tx, r)
		if err != nil {
			return err
		}
		day, err := dayOf(r, "on")
		if err != nil {
			return err
		}
		if p.Children, err = org.Below(tx, u.ID, day); err != nil {
			return err
		}
		f := s.unitFrame(tx, r, "Chia tách: xếp các đơn vị bên dưới", components.Link{Href: unitPath(u.ID), Text: u.Name})
		p.Frame, p.Action, p.Problems, p.Typed = refusedFrame(f, list), r.URL.Path, list, typed(r)
		if p.Rest = "chọn riêng từng đơn vị"; text(r, "after") == unitStays {
			p.Rest = "ở lại " + u.Name
			p.Places = append(p.Places, components.Option{Value: stays, Text: "ở lại " + u.Name})
		}
		for i, part := range partsTyped(r) {
			p.Places = append(p.Places, components.Option{Value: itoa(i + 1), Text: codedName(part)})
		}
		p.Hidden = slices.DeleteFunc(hidden(r), func(h pages.Hidden) bool { return strings.HasPrefix(h.Name, "child-") || h.Name == "rest" })
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Places(p))
}

func (s *Server) saveSplitting(w http.ResponseWriter, r *http.Request) error {
	switch step := text(r, "buoc"); step {
	case stepMore:
		return s.showSplitting(w, r, nil, 1)
	case "":
		ask, list, err := s.asksForPlaces(r)
		if err != nil {
			return err
		}
		if ask {
			return s.showPlaces(w, r, nil)
		}
		if list != nil {
			return s.showSplitting(w, r, list, 0)
		}
	}
	return s.changeUnits(w, r, unitForm{
		title: "Chia tách", done: "Đã ghi chia tách.",
		again: func(list problem.List) error {
			if concernsPlaces(list) {
				return s.showPlaces(w, r, list)
			}
			return s.showSplitting(w, r, list, 0)
		},
		act: func(tx *db.Tx) (org.Effect, error) { return divide(tx, r) },
	})
}

// asksForPlaces reports whether there are units below that must or may be given
// a place, once everything else is right.
func (s *Server) asksForPlaces(r *http.Request) (bool, problem.List, error) {
	ask := false
	err := s.update(r, func(tx *db.Tx) error {
		if _, err := divide(tx, r); err != nil && !concernsPlaces(problem.All(err)) {
			return err
		}
		day, err := dayOf(r, "on")
		if err != nil {
			return err
		}
		below, err := org.Below(tx, r.PathValue("unit"), day)
		ask = len(below) > 0
		if err != nil {
			return err
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		return ask, nil, nil
	}
	list, err := refused(err)
	return false, list, err
}

func concernsPlaces(list problem.List) bool {
	return slices.ContainsFunc(list, func(p *problem.Problem) bool { return strings.HasPrefix(p.Field, "child-") })
}

func divide(tx *db.Tx, r *http.Request) (org.Effect, error) {
	on, err := dayOf(r, "on")
	if err != nil {
		return org.Effect{}, err
	}
	id := r.PathValue("unit")
	if text(r, "after") == "" {
		return org.Effect{}, problem.Field("after", "Chọn đơn vị cũ còn hay kết thúc.")
	}
	sp := org.Splitting{On: on, UnitID: id, Keeps: text(r, "after") == unitStays, Parts: partsTyped(r), Source: text(r, "source"), Seen: text(r, "seen"), Children: map[string]int{}}
	if !on.IsZero() {
		below, err := org.Below(tx, id, on)
		if err != nil {
			return org.Effect{}, err
		}
		for _, c := range below {
			place := orText(text(r, "child-"+c.ID), text(r, "rest"))
			if n := number(place); n > 0 {
				sp.Children[c.ID] = n - 1
			}
		}
	}
	parts, err := org.Divide(tx, sp)
	if err != nil {
		return org.Effect{}, err
	}
	ids := []string{id}
	for _, p := range parts {
		ids = append(ids, p.ID)
	}
	return org.EffectOf(tx, org.Split, on, ids...)
}
