package web

import (
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// units is the register of units on a day, searched by code or name.
func (s *Server) units(w http.ResponseWriter, r *http.Request) error {
	var p pages.UnitsProps
	err := s.view(r, func(tx *db.Tx) error {
		day, err := dayOf(r, "ngay")
		list := problem.All(err)
		if err != nil && list == nil {
			return err
		}
		if day.IsZero() {
			day = tx.Today()
		}
		p = pages.UnitsProps{
			Frame: refusedFrame(s.frame(tx, r, "Đơn vị hành chính theo ngày"), list), Problems: list,
			Code: text(r, "ma"), Name: text(r, "ten"), Day: day.Short(),
		}
		if v := text(r, "ngay"); v != "" {
			p.Day = v
		}
		p.Frame.Lead = "Một mã có thể là tên đơn vị khác trước và sau sáp nhập; chọn ngày để biết mã thuộc về ai vào ngày đó."
		units, err := org.On(tx, "", day)
		if err != nil {
			return err
		}
		units = slices.DeleteFunc(units, func(u org.Unit) bool {
			return p.Code != "" && u.Code != p.Code || p.Name != "" && !strings.Contains(vn.Fold(u.FullName+" "+u.Name), vn.Fold(p.Name))
		})
		p.Units = unitTable(units, day)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(p.Problems), pages.Units(p))
}

func unitTable(units []org.Unit, day vn.Date) components.TableProps {
	t := components.TableProps{
		ID: "don-vi", Caption: itoa(len(units)) + " đơn vị vào ngày " + day.Short(),
		Columns: []components.Column{{Head: "Đơn vị"}, {Head: "Mã"}, {Head: "Loại"}, {Head: "Như vậy từ"}, {Head: "Nguồn"}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Không có đơn vị nào", What: "Không đơn vị nào mang mã hoặc tên này vào ngày " + day.Short() + "."}),
	}
	for _, u := range units {
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: u.Name, Href: "/don-vi/" + u.ID}, {Text: u.Code}, {Text: org.KindNames[u.Kind]}, orMissing(u.FromDay.Short(), "chưa rõ ngày"), {Text: u.Source},
		}})
	}
	return t
}

// unit is the history of one unit.
func (s *Server) unit(w http.ResponseWriter, r *http.Request) error {
	var p pages.UnitProps
	err := s.view(r, func(tx *db.Tx) error {
		versions, changes, err := org.History(tx, r.PathValue("unit"))
		if err != nil {
			return err
		}
		last := versions[len(versions)-1]
		p.Frame = s.frame(tx, r, orText(last.FullName, last.Name))
		p.Frame.Crumbs = []components.Link{{Href: "/don-vi", Text: "Đơn vị"}}
		p.Versions = components.TableProps{
			ID: "ten-ma", Caption: "Tên, mã và loại theo ngày",
			Columns: []components.Column{{Head: "Tên"}, {Head: "Mã"}, {Head: "Loại"}, {Head: "Từ ngày"}, {Head: "Đến trước ngày"}, {Head: "Nguồn"}},
		}
		for _, v := range versions {
			p.Versions.Rows = append(p.Versions.Rows, components.Row{Cells: []components.Cell{
				{Text: orText(v.FullName, v.Name)},
				{Text: v.Code},
				{Text: org.KindNames[v.Kind]},
				orMissing(v.FromDay.Short(), "chưa rõ"), orMissing(v.ToDay.Short(), "đang có hiệu lực"),
				{Text: v.Source},
			}})
		}
		p.Changes, err = changeTable(tx, changes)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Unit(p))
}

func changeTable(tx *db.Tx, changes []org.Change) (components.TableProps, error) {
	t := components.TableProps{
		ID: "thay-doi", Caption: "Thay đổi", Columns: []components.Column{{Head: "Ngày"}, {Head: "Thay đổi"}, {Head: "Trước"}, {Head: "Sau"}, {Head: "Nguồn"}},
	}
	words := map[org.ChangeKind]string{org.Created: "ghi vào danh mục", org.Revised: "đổi tên, mã, loại hoặc cấp trên", org.Merged: "sáp nhập", org.Split: "chia, tách"}
	for _, c := range changes {
		before, err := org.Names(tx, c.OnDay.AddDays(-1), c.Before...)
		if err != nil {
			return t, err
		}
		after, err := org.Names(tx, c.OnDay, c.After...)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			orMissing(c.OnDay.Short(), "chưa rõ"), {Text: words[c.Kind]}, {Text: joined(before, c.Before)}, {Text: joined(after, c.After)}, {Text: c.Source},
		}})
	}
	return t, nil
}

// joined names units in the order of their ids' list.
func joined(names map[string]string, ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = names[id]
	}
	return strings.Join(list, ", ")
}
