package web

import (
	"net/http"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const unsentPage = adminPage + "/thu"

// mostUnsent is how many letters of each kind the page shows.
const mostUnsent = 100

// unsent lists the letters that no mail server has taken.
func (s *Server) unsent(w http.ResponseWriter, r *http.Request) error {
	var p pages.UnsentProps
	err := s.view(r, func(tx *db.Tx) error {
		failed, waiting, err := outbox.Unsent(tx, mostUnsent)
		if err != nil {
			return err
		}
		p.Frame = s.adminFrame(tx, r, "Thư không gửi được")
		p.Frame.Lead = "Mỗi thư được thử lại trong hai ngày, mỗi lần chờ lâu hơn. Thư không gửi được giữ nội dung 7 ngày để gửi lại."
		names, err := namesOfAccounts(tx, slices.Concat(failed, waiting))
		if err != nil {
			return err
		}
		may := access.May(tx, access.MailAgain, access.Scope{})
		p.Failed = unsentTable("hong", "Thư không gửi được", "Không thư nào", "Trong 30 ngày qua thư nào cũng đến được máy chủ thư của người nhận.")
		for _, e := range failed {
			row := unsentRow(e, names, e.DoneAt)
			if may && e.Again(tx.Now) {
				row.Cells[0].Content = pages.SendAgain(row.Cells[0].Text, unsentPage+"/"+e.ID+"/gui-lai")
			}
			p.Failed.Rows = append(p.Failed.Rows, row)
		}
		p.Waiting = unsentTable("cho", "Thư đang chờ thử lại", "Không thư nào chờ thử lại", "Thư mới được gửi ngay; thư nào máy chủ thư chưa nhận thì đứng ở đây.")
		for _, e := range waiting {
			p.Waiting.Rows = append(p.Waiting.Rows, unsentRow(e, names, e.CreatedAt))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Unsent(p))
}

// namesOfAccounts are the names of the persons that letters are for.
func namesOfAccounts(tx *db.Tx, letters []outbox.Effect) (map[string]string, error) {
	names := map[string]string{"": ""}
	for _, e := range letters {
		if _, known := names[e.AccountID]; known {
			continue
		}
		a, err := account.ByID(tx, e.AccountID)
		if err != nil && !problem.Is(err, problem.NotFound) {
			return nil, err
		}
		names[e.AccountID] = a.Name
	}
	return names, nil
}

func unsentTable(id, caption, empty, what string) components.TableProps {
	return components.TableProps{
		ID: id, Caption: caption, Quiet: true,
		Columns: []components.Column{{Head: "Thư"}, {Head: "Gửi cho"}, {Head: "Lúc"}, {Head: "Số lần thử", Number: true}, {Head: "Vì sao"}},
		Empty:   components.EmptyState(components.EmptyProps{Title: empty, What: what}),
	}
}

func unsentRow(e outbox.Effect, names map[string]string, at db.Time) components.Row {
	whom := components.Cell{Missing: "người không có tài khoản"}
	if name := names[e.AccountID]; name != "" {
		whom = components.Cell{Text: name, Href: accountsPage + "/" + e.AccountID}
	}
	return components.Row{Cells: []components.Cell{
		{Text: e.Subject},
		whom,
		{Text: vn.Clock(at.Time) + " ngày " + vn.DateOf(at.Time).Short(), Sort: at.Format("2006-01-02T15:04:05")},
		{Text: itoa(e.Tries)},
		{Text: e.Error},
	}}
}

// sendAgain lets a letter wait once more.
func (s *Server) sendAgain(w http.ResponseWriter, r *http.Request) error {
	var e outbox.Effect
	err := s.update(r, func(tx *db.Tx) (err error) {
		e, err = outbox.SendAgain(tx, r.PathValue("mail"))
		return err
	})
	if err != nil {
		return err
	}
	said := "Thư «" + e.Subject + "» đang chờ gửi lại."
	if e.State == outbox.Sent {
		said = "Thư «" + e.Subject + "» đã được gửi."
	}
	return s.done(w, r, unsentPage, said)
}
