package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/clerk"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/problem"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// offices lists the units whose register of numbers the person may see.
func (s *Server) numberingOffices(w http.ResponseWriter, r *http.Request) error {
	var p pages.NumberOfficesProps
	to := ""
	err := s.view(r, func(tx *db.Tx) error {
		ids := ownUnits(tx, access.DocumentRead)
		if len(ids) == 0 {
			return access.Require(tx, access.DocumentRead, access.Scope{Unit: tx.Actor.Unit})
		}
		if len(ids) == 1 {
			to = numbersPage + "/" + ids[0]
			return nil
		}
		p.Frame = s.frame(tx, r, "Văn bản đi")
		p.Frame.Lead = "Chọn cơ quan để xem sổ văn bản đi, lời văn mẫu và thể thức."
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		for _, id := range ids {
			name, err := unitName(tx, id)
			if err != nil {
				return err
			}
			p.Offices = append(p.Offices, components.Link{Href: numbersPage + "/" + id, Text: name})
		}
		slices.SortFunc(p.Offices, func(a, b components.Link) int { return vn.Compare(a.Text, b.Text) })
		return nil
	})
	if err != nil {
		return err
	}
	if to != "" {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	return s.render(w, r, http.StatusOK, pages.NumberOffices(p))
}

func (s *Server) numbers(w http.ResponseWriter, r *http.Request) error {
	return s.showNumbers(w, r, nil)
}

// numbersFrame is frame for a page of an office's documents.
func (s *Server) numbersFrame(tx *db.Tx, r *http.Request, unitID, title string) (components.PageProps, error) {
	f := s.frame(tx, r, title)
	name, err := unitName(tx, unitID)
	f.Kicker = name
	f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
	if own := numbersPage + "/" + unitID; r.URL.Path != own {
		f.Crumbs = append(f.Crumbs, components.Link{Href: own, Text: "Sổ văn bản đi"})
	}
	return f, err
}

func (s *Server) showNumbers(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.NumbersProps
	err := s.view(r, func(tx *db.Tx) (err error) {
		if p, err = numbersAsked(tx, r); err != nil {
			return err
		}
		p.Problems, p.Request = list, db.NewID()
		if len(list) > 0 {
			p.Typed = typed(r)
			if p.Typed["request"] != "" {
				p.Request = p.Typed["request"]
			}
		}
		f, err := s.numbersFrame(tx, r, p.UnitID, "Sổ văn bản đi năm "+itoa(p.Year))
		p.Frame = refusedFrame(f, list)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Numbers(p))
}

// numbersAsked reads the register that was asked for.
func numbersAsked(tx *db.Tx, r *http.Request) (pages.NumbersProps, error) {
	p := pages.NumbersProps{UnitID: r.PathValue("unit"), Year: number(text(r, "nam")), Kind: text(r, "loai"), Words: text(r, "chu"), Today: tx.Today()}
	if p.Year < 1990 || p.Year > 2200 {
		p.Year = tx.Today().Year()
	}
	for y := tx.Today().Year(); y > tx.Today().Year()-5; y-- {
		p.Years = append(p.Years, y)
	}
	if !slices.Contains(p.Years, p.Year) {
		p.Years = append(p.Years, p.Year)
	}
	all, err := document.Register(tx, p.UnitID, p.Year)
	if err != nil {
		return p, err
	}
	p.All = len(all)
	words := vn.Fold(p.Words)
	for _, e := range all {
		if (p.Kind == "" || string(e.Kind) == p.Kind) && (words == "" || strings.Contains(vn.Fold(e.Line()+" "+e.Abstract), words)) {
			p.Entries = append(p.Entries, e)
		}
	}
	if p.By, err = clerk.ByEntry(tx, p.UnitID); err != nil {
		return p, err
	}
	p.Drafts, err = clerk.DraftsOf(tx, p.UnitID)
	p.MayTake = access.May(tx, access.DocumentNumber, access.Scope{Unit: p.UnitID})
	return p, err
}

// numbersXlsx is the register that was asked for as a workbook.
func (s *Server) numbersXlsx(w http.ResponseWriter, r *http.Request) error {
	var p pages.NumbersProps
	err := s.view(r, func(tx *db.Tx) (err error) {
		p, err = numbersAsked(tx, r)
		return err
	})
	if err != nil {
		return err
	}
	t := sheet.Table{
		Title:   "Văn bản đi " + itoa(p.Year),
		Columns: []sheet.Column{{Head: "Số"}, {Head: "Ký hiệu"}, {Head: "Ngày"}, {Head: "Loại"}, {Head: "Trích yếu"}, {Head: "Tình trạng"}, {Head: "Lý do hủy"}},
	}
	for i := range p.Entries {
		e := &p.Entries[i]
		state := "ghi tay"
		if made, ok := p.By[e.ID]; ok {
			state = pages.WritingTag(&made).Text
		}
		if !e.CancelledOn.IsZero() {
			state = "đã hủy ngày " + e.CancelledOn.Short()
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(e.Number), e.Sign, e.OnDay.Short(), e.Kind.Name(), e.Abstract, state, e.CancelledWhy})
	}
	content, err := sheet.WriteTables(t)
	if err != nil {
		return err
	}
	return sendFile(w, "so-van-ban-di-"+itoa(p.Year)+".xlsx", content)
}

// numbersForm does what a form of the register asks.
func (s *Server) numbersForm(w http.ResponseWriter, r *http.Request, act func(tx *db.Tx, unitID string) (document.Entry, error), say func(document.Entry) string) error {
	var e document.Entry
	err := s.update(r, func(tx *db.Tx) (err error) {
		e, err = act(tx, r.PathValue("unit"))
		return err
	})
	if err == nil {
		return s.done(w, r, numbersPage+"/"+r.PathValue("unit")+"?nam="+itoa(e.Year), say(e))
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showNumbers(w, r, list)
}

func (s *Server) takeNumber(w http.ResponseWriter, r *http.Request) error {
	return s.numbersForm(w, r, func(tx *db.Tx, unitID string) (document.Entry, error) {
		if err := access.Require(tx, access.DocumentNumber, access.Scope{Unit: unitID}); err != nil {
			return document.Entry{}, err
		}
		var list problem.List
		taking := document.Taking{
			Kind: document.Kind(text(r, "kind")), Sign: text(r, "sign"), Abstract: text(r, "abstract"), On: typedDay(r, "on", &list), Number: int64(typedCount(r, "number", &list)),
			Leaving: text(r, "leaving") != "", Request: text(r, "request"),
		}
		if err := list.Err(); err != nil {
			return document.Entry{}, err
		}
		var err error
		if taking.Series, err = clerk.SeriesOf(tx, unitID, taking.Kind); err != nil {
			return document.Entry{}, err
		}
		return document.TakeNumber(tx, unitID, taking)
	}, func(e document.Entry) string { return "Đã ghi số " + e.Line() + " vào sổ." })
}

func (s *Server) cancelNumber(w http.ResponseWriter, r *http.Request) error {
	return s.numbersForm(w, r, func(tx *db.Tx, unitID string) (document.Entry, error) {
		if err := access.Require(tx, access.DocumentNumber, access.Scope{Unit: unitID}); err != nil {
			return document.Entry{}, err
		}
		if err := clerk.MustBeByHand(tx, unitID, text(r, "entry")); err != nil {
			return document.Entry{}, err
		}
		return document.CancelNumber(tx, unitID, text(r, "entry"), text(r, "why"))
	}, func(e document.Entry) string { return "Đã hủy số " + e.Line() + "; số vẫn nằm trong sổ." })
}
