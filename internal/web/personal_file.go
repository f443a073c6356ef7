package web

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"time"

	"giaouoc/internal/personal"
	"giaouoc/internal/record"
	"giaouoc/internal/web/pages"
)

// personalFile is what is kept of a person, for machines.
type personalFile struct {
	Format    string          `json:"format"` // "du-lieu-ca-nhan/2"
	MadeAt    time.Time       `json:"made_at"`
	Account   personalAccount `json:"account"`
	Kept      []personalKept  `json:"kept"`      // by table of the database
	Acts      []personalAct   `json:"acts"`      // by the person
	About     []personalAct   `json:"about"`     // by others on the account
	Mentioned []personalAct   `json:"mentioned"` // by others on something else, telling of the person
}

type personalKept struct {
	Table string              `json:"table"`
	What  string              `json:"what"`
	Rows  []map[string]string `json:"rows,omitempty"` // the person's own
	Told  []map[string]string `json:"told,omitempty"` // words of others that tell of the person
	Stays string              `json:"stays_when_erased,omitempty"`
}

type personalAccount struct {
	Login      string    `json:"login"`
	Name       string    `json:"name"`
	Position   string    `json:"position"`
	Unit       string    `json:"unit"` // id
	Email      string    `json:"email"`
	CreatedAt  time.Time `json:"created_at"`
	Identity   string    `json:"identity_number,omitempty"`
	Password   bool      `json:"has_password"`
	Factor     bool      `json:"has_second_factor"`
	Browsers   int       `json:"known_browsers"`
	DisabledAt string    `json:"disabled_at,omitempty"`
}

type personalAct struct {
	ID     string          `json:"id"`
	At     time.Time       `json:"at"`
	Act    string          `json:"act"`
	Kind   string          `json:"kind"`
	Object string          `json:"object"`
	Who    string          `json:"who,omitempty"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
	Reason string          `json:"reason,omitempty"`
}

func fileOf(h personal.Held, at time.Time) personalFile {
	a := h.Account
	f := personalFile{
		Format: "du-lieu-ca-nhan/2", MadeAt: at.UTC(), Kept: []personalKept{},
		Acts: actsOf(h.Acts, false), About: actsOf(h.About, true), Mentioned: actsOf(h.Mentioned, true),
		Account: personalAccount{
			Login: a.Account.Login, Name: a.Account.Name, Position: a.Account.Position, Unit: a.Account.UnitID, Email: a.Account.Email,
			CreatedAt: a.Account.CreatedAt.Time, Identity: h.Identity, Password: a.Password, Factor: a.Factor, Browsers: a.Devices,
		},
	}
	for _, k := range h.Kept {
		kept := personalKept{Table: k.Table, What: k.What, Stays: k.Why}
		for _, row := range k.Own {
			own := make(map[string]string, len(row))
			for _, v := range row {
				own[v.Column] = v.Text
			}
			kept.Rows = append(kept.Rows, own)
		}
		for _, v := range k.Told {
			kept.Told = append(kept.Told, map[string]string{v.Column: v.Text})
		}
		f.Kept = append(f.Kept, kept)
	}
	return f
}

func actsOf(entries []record.Entry, others bool) []personalAct {
	list := make([]personalAct, len(entries))
	for i, e := range entries {
		list[i] = personalAct{ID: e.ID, At: e.At.Time, Act: string(e.Act), Kind: e.Kind, Object: e.Object, Before: e.Before, After: e.After, Reason: e.Reason}
		if others {
			list[i].Who = e.Name
		}
	}
	return list
}

// servePersonal sends what is kept of a person as an archive of a page and a
// file for machines.
func (s *Server) servePersonal(w http.ResponseWriter, r *http.Request, h personal.Held) error {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	at := s.Clock()
	data, err := z.CreateHeader(&zip.FileHeader{Name: "du-lieu.json", Method: zip.Deflate, Modified: at})
	if err != nil {
		return err
	}
	enc := json.NewEncoder(data)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(fileOf(h, at)); err != nil {
		return err
	}
	page, err := z.CreateHeader(&zip.FileHeader{Name: "du-lieu.html", Method: zip.Deflate, Modified: at})
	if err != nil {
		return err
	}
	if err := pages.PersonalFile(personalSheet(h, at)).Render(r.Context(), page); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	name := "du-lieu-" + h.Account.Account.Login + ".zip"
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	w.Header().Set("Cache-Control", "no-store")
	_, err = w.Write(b.Bytes())
	return err
}

// personalSheet is what is kept of a person in words.
func personalSheet(h personal.Held, at time.Time) pages.PersonalFileProps {
	a := h.Account.Account
	p := pages.PersonalFileProps{Name: a.Name, MadeAt: moment(at), Tables: []pages.PersonalTable{{
		Title: "Tài khoản", Rows: [][]string{
			{"Họ và tên", a.Name},
			{"Chức vụ", a.Position},
			{"Tên đăng nhập", a.Login},
			{"Thư điện tử", a.Email},
			{"Số định danh cá nhân", orText(h.Identity, "không giữ")},
			{"Tạo lúc", moment(a.CreatedAt.Time)},
		},
	}}}
	for _, k := range h.Kept {
		if k.Table != "account" {
			p.Tables = append(p.Tables, keptSheet(k)...)
		}
	}
	acts := pages.PersonalTable{Title: "Bạn đã làm gì (nhật ký)", Head: []string{"Lúc", "Thao tác", "Về", "Lý do"}}
	for _, e := range h.Acts {
		acts.Rows = append(acts.Rows, []string{moment(e.At.Time), actName(e.Act), kindName(e.Kind), e.Reason})
	}
	about := pages.PersonalTable{Title: "Ai đã xem hoặc đổi dữ liệu của bạn", Head: []string{"Lúc", "Ai", "Thao tác", "Lý do"}}
	for _, e := range h.About {
		about.Rows = append(about.Rows, []string{moment(e.At.Time), orText(e.Name, "người đã xóa dữ liệu"), actName(e.Act), e.Reason})
	}
	mentioned := pages.PersonalTable{Title: "Nhật ký có nhắc đến bạn", Head: []string{"Lúc", "Ai", "Thao tác", "Về"}}
	for _, e := range h.Mentioned {
		mentioned.Rows = append(mentioned.Rows, []string{moment(e.At.Time), orText(e.Name, "người đã xóa dữ liệu"), actName(e.Act), kindName(e.Kind)})
	}
	p.Tables = append(p.Tables, acts, about, mentioned)
	return p
}

// keptSheet puts what a table holds of a person into words: the own rows, then
// the words of others.
func keptSheet(k personal.Holding) []pages.PersonalTable {
	var list []pages.PersonalTable
	own := pages.PersonalTable{Title: k.What}
	column := map[string]int{}
	for _, row := range k.Own {
		for _, v := range row {
			name, shown := fieldName(v.Column)
			if _, known := column[v.Column]; shown && !known && fieldText(v.Column, v.Text, nil) != "" {
				column[v.Column] = len(own.Head)
				own.Head = append(own.Head, upperFirst(name))
			}
		}
	}
	for _, row := range k.Own {
		cells := make([]string, len(own.Head))
		for _, v := range row {
			if i, shown := column[v.Column]; shown {
				cells[i] = fieldText(v.Column, v.Text, nil)
			}
		}
		own.Rows = append(own.Rows, cells)
	}
	if len(own.Rows) > 0 {
		if len(own.Head) == 0 { // nothing of it can be read
			own.Head, own.Rows = []string{"Số mục"}, [][]string{{itoa(len(own.Rows))}}
		}
		list = append(list, own)
	}
	if len(k.Told) > 0 {
		told := pages.PersonalTable{Title: k.What + ": chỗ có nhắc đến bạn", Head: []string{"Ở đâu", "Lời văn"}}
		for _, v := range k.Told {
			name, _ := fieldName(v.Column)
			told.Rows = append(told.Rows, []string{upperFirst(orText(name, "lời văn")), v.Text})
		}
		list = append(list, told)
	}
	if k.Why != "" && len(list) > 0 {
		list[len(list)-1].Note = "Ở lại khi dữ liệu của bạn bị xóa: " + k.Why
	}
	return list
}
