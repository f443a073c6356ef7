package web

import (
	"bytes"
	"io"
	"net/http"

	"giaouoc/internal/award"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/document/docx"
	"giaouoc/internal/document/layout"
	"giaouoc/internal/document/pdf"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/sheet"
	"giaouoc/internal/statistics"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// The page of the yearly statistics of a unit, below its register's own.
const statisticsPage = "/thong-ke"

// statisticsAsked fills the forms that the address asks for.
func statisticsAsked(tx *db.Tx, r *http.Request) (org.Unit, *rules.Law, *statistics.Set, error) {
	u, err := registerUnit(tx, r)
	if err != nil {
		return u, nil, nil, err
	}
	law, err := rules.Carried()
	if err != nil {
		return u, nil, nil, err
	}
	set, err := statistics.Of(tx, law, u.ID, yearAsked(tx, r), text(r, "truc-thuoc") == "1")
	return u, law, set, err
}

// statistics are the forms of a unit and a year.
func (s *Server) statistics(w http.ResponseWriter, r *http.Request) error {
	var p pages.StatisticsProps
	err := s.view(r, func(tx *db.Tx) error {
		u, _, set, err := statisticsAsked(tx, r)
		if err != nil {
			return err
		}
		p = pages.StatisticsProps{Frame: s.registerFrame(tx, r, u, "Thống kê thi đua, khen thưởng năm "+itoa(set.Year)), UnitID: u.ID, Set: set}
		p.Frame.Lead = "Biểu 0601.N đến 0605.N, lập từ sổ khen thưởng và các phong trào. Bấm vào một số để xem những gì được đếm trong đó."
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Statistics(p))
}

// countedIn lists what is counted in one figure of a form.
func (s *Server) countedIn(w http.ResponseWriter, r *http.Request) error {
	var p pages.CountedProps
	err := s.view(r, func(tx *db.Tx) error {
		u, law, set, err := statisticsAsked(tx, r)
		if err != nil {
			return err
		}
		p.Frame = s.registerFrame(tx, r, u, "")
		p.Back = pages.StatisticsPath(set)
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: p.Back, Text: "Thống kê " + itoa(set.Year)})
		grants := set.Annulled
		switch text(r, "hang") {
		case "huy-bo":
			p.Frame.Title = "Lần tặng đã bị hủy bỏ"
		case "ngoai-bieu":
			p.Frame.Title, grants = "Khen thưởng không thuộc biểu nào", picked(set.Grants, set.Outside)
		default:
			f := set.Form(text(r, "bieu"))
			if f == nil {
				return problem.New(problem.NotFound, "Không có biểu này.")
			}
			row, column, cell, ok := f.Of(text(r, "hang"), text(r, "cot"))
			if !ok {
				return problem.New(problem.NotFound, "Biểu %s không có ô này.", f.Full())
			}
			p.Frame.Title = row.Name
			p.Frame.Lead = "Biểu " + f.Full() + ", cột «" + column.Full() + "», năm " + itoa(set.Year) + "."
			if cell.Unknown != "" {
				p.Frame.Lead += " Chưa có số liệu: " + cell.Unknown + "."
			}
			if f.Code == statistics.Movements {
				p.Table = movementsCounted(picked(set.Movements, cell.Counted))
				return nil
			}
			grants = picked(set.Grants, cell.Counted)
		}
		p.Table, err = grantsCounted(tx, law, grants)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Counted(p))
}

func picked[T any](list []T, places []int) []T {
	out := make([]T, len(places))
	for i, n := range places {
		out[i] = list[n]
	}
	return out
}

func movementsCounted(list []cycle.Launched) components.TableProps {
	t := components.TableProps{
		ID: "duoc-dem", Caption: itoa(len(list)) + " phong trào",
		Columns: []components.Column{{Head: "Phong trào"}, {Head: "Phát động"}, {Head: "Từ ngày"}, {Head: "Đến ngày"}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Không có phong trào nào", What: "Ô này đếm được 0."}),
	}
	for i := range list {
		m := &list[i]
		end := components.Cell{Text: m.ToDay.Short()}
		if m.ToDay.IsZero() {
			end = components.Cell{Missing: "chưa định"}
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: m.Name, Href: yearPath(m.Cluster, m.Year) + "/phong-trao/" + m.ID, Note: m.Cluster.Name}, {Text: m.LaunchNumber, Note: m.LaunchOn.Short()}, {Text: m.FromDay.Short()}, end,
		}})
	}
	return t
}

func grantsCounted(tx *db.Tx, law *rules.Law, list []award.Commended) (components.TableProps, error) {
	t := components.TableProps{
		ID: "duoc-dem", Caption: grouped(len(list)) + " lần tặng",
		Columns: []components.Column{{Head: "Tên"}, {Head: "Đơn vị"}, {Head: "Hình thức"}, {Head: "Quyết định"}, {Head: "Loại hình"}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Không có lần tặng nào", What: "Ô này đếm được 0."}),
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].Subject.UnitID
	}
	names, err := org.Names(tx, tx.Today(), ids...)
	if err != nil {
		return t, err
	}
	for i := range list {
		g := &list[i]
		decision := components.Cell{Text: g.Number, Note: g.DecidedOn.Short()}
		if g.Annulled != nil {
			decision.Note += "; hủy bỏ theo " + g.Annulled.Number + " ngày " + g.Annulled.DecidedOn.Short()
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			nameCell(g.Subject), {Text: names[g.Subject.UnitID]}, {Text: awardTitle(law, g.Entry), Note: "thành tích " + pages.Period(g.FromYear, g.Year)}, decision, {Text: upperFirst(g.Occasion.Name())},
		}})
	}
	return t, nil
}

// statisticsFile is one form as a workbook, a Word file or a PDF.
func (s *Server) statisticsFile(w http.ResponseWriter, r *http.Request) error {
	var content []byte
	name := ""
	err := s.view(r, func(tx *db.Tx) error {
		u, _, set, err := statisticsAsked(tx, r)
		if err != nil {
			return err
		}
		f := set.Form(r.PathValue("form"))
		if f == nil {
			return problem.New(problem.NotFound, "Không có biểu này.")
		}
		name = "bieu-" + f.Code + "-" + itoa(set.Year) + "." + r.PathValue("format")
		switch r.PathValue("format") {
		case "xlsx":
			content, err = statisticsBook(u, set, f).Write()
		case "docx":
			content, err = statisticsPaper(u, set, f, tx.Today(), docx.Write)
		case "pdf":
			content, err = statisticsPaper(u, set, f, tx.Today(), pdf.Write)
		default:
			return problem.New(problem.NotFound, "Biểu tải về được ở dạng xlsx, docx và pdf.")
		}
		return err
	})
	if err != nil {
		return err
	}
	return sendFile(w, name, content)
}

func statisticsPaper(u org.Unit, set *statistics.Set, f *statistics.Form, today vn.Date, write func(io.Writer, *layout.Layout) error) ([]byte, error) {
	words, err := document.Carried()
	if err != nil {
		return nil, err
	}
	head := document.Head{
		Issuer: orText(u.FullName, u.Name), Date: today, Year: set.Year,
		Signatures: []document.Signature{{Lines: []string{"NGƯỜI LẬP BIỂU"}}, {Lines: []string{"THỦ TRƯỞNG ĐƠN VỊ"}}},
	}
	l, err := layout.Compose(set.Paper(f, head).Document(words))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = write(&b, &l)
	return b.Bytes(), err
}

func statisticsBook(u org.Unit, set *statistics.Set, f *statistics.Form) sheet.SignedBook {
	b := sheet.SignedBook{
		Sheet: f.Code + ".N", Office: orText(u.FullName, u.Name), Title: f.Name,
		About:   []string{"Biểu số " + f.Full() + ", năm " + itoa(set.Year), document.NotCompared},
		Below:   set.Notes(f),
		Signers: []string{"Người lập biểu", "Thủ trưởng đơn vị"},
	}
	if f.Measure != "" {
		b.About = append(b.About, "Đơn vị tính: "+f.Measure)
	}
	head, rows, bold := f.Grid()
	for i, title := range head {
		c := sheet.Column{Head: title, Width: 13}
		switch {
		case i == 0:
			c.Width = 48
		case i >= len(head)-len(f.Columns):
			c.Number = true
		}
		b.Columns = append(b.Columns, c)
	}
	for i, row := range rows {
		b.Rows = append(b.Rows, sheet.SignedRow{Cells: row, Group: bold[i] && row[1] == ""})
	}
	return b
}
