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
	Format   string          `json:"format"` // "du-lieu-ca-nhan/1"
	MadeAt   time.Time       `json:"made_at"`
	Account  personalAccount `json:"account"`
	Roles    []personalRole  `json:"roles"`
	Sessions []personalVisit `json:"sessions"`
	Written  []personalTrace `json:"written"`
	Acts     []personalAct   `json:"acts"`  // by the person
	About    []personalAct   `json:"about"` // by others on the account
	Requests []personalAsked `json:"erasure_requests"`
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

type personalRole struct {
	Role  string `json:"role"`
	Scope string `json:"scope"`
	Of    string `json:"of,omitempty"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

type personalVisit struct {
	Browser string    `json:"browser"`
	Address string    `json:"address"`
	How     string    `json:"how"`
	Started time.Time `json:"started_at"`
	Seen    time.Time `json:"seen_at"`
}

type personalTrace struct {
	Kind string    `json:"kind"`
	Text string    `json:"text,omitempty"`
	At   time.Time `json:"at"`
	Kept bool      `json:"kept_when_erased"`
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

type personalAsked struct {
	State  string    `json:"state"`
	Reason string    `json:"reason,omitempty"`
	At     time.Time `json:"at"`
	Answer string    `json:"answer,omitempty"`
}

func fileOf(h personal.Held, at time.Time) personalFile {
	a := h.Account
	f := personalFile{
		Format: "du-lieu-ca-nhan/1", MadeAt: at.UTC(), Roles: []personalRole{}, Sessions: []personalVisit{}, Written: []personalTrace{},
		Acts: actsOf(h.Acts, false), About: actsOf(h.About, true), Requests: []personalAsked{},
		Account: personalAccount{
			Login: a.Account.Login, Name: a.Account.Name, Position: a.Account.Position, Unit: a.Account.UnitID, Email: a.Account.Email,
			CreatedAt: a.Account.CreatedAt.Time, Identity: h.Identity, Password: a.Password, Factor: a.Factor, Browsers: a.Devices,
		},
	}
	for _, g := range a.Grants {
		f.Roles = append(f.Roles, personalRole{string(g.Role), g.ScopeKind, g.ScopeID, g.FromDay.String(), g.ToDay.String()})
	}
	for _, v := range a.Sessions {
		f.Sessions = append(f.Sessions, personalVisit{v.Browser, v.Address, string(v.How), v.StartedAt.Time, v.SeenAt.Time})
	}
	for _, t := range h.Traces {
		f.Written = append(f.Written, personalTrace{t.Kind, t.Text, t.At.Time, t.Kept})
	}
	for _, q := range h.Requests {
		f.Requests = append(f.Requests, personalAsked{string(q.State), q.Reason, q.AskedAt.Time, q.Answer})
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
	roles := pages.PersonalTable{Title: "Vai trò", Head: []string{"Vai trò", "Phạm vi", "Từ ngày", "Đến trước ngày"}}
	for _, g := range h.Account.Grants {
		roles.Rows = append(roles.Rows, []string{g.Role.Name(), orText(valueWords[g.ScopeKind], g.ScopeKind), g.FromDay.Short(), g.ToDay.Short()})
	}
	visits := pages.PersonalTable{Title: "Phiên đăng nhập", Head: []string{"Trình duyệt", "Địa chỉ", "Từ lúc", "Dùng gần nhất"}}
	for _, v := range h.Account.Sessions {
		visits.Rows = append(visits.Rows, []string{v.Browser, v.Address, moment(v.StartedAt.Time), moment(v.SeenAt.Time)})
	}
	written := pages.PersonalTable{Title: "Đã viết, đã ký", Head: []string{"Lúc", "Loại", "Nội dung", "Khi xóa dữ liệu"}}
	for _, t := range h.Traces {
		stays := "mất tên"
		if t.Kept {
			stays = "ở lại"
		}
		written.Rows = append(written.Rows, []string{moment(t.At.Time), orText(traceWords[t.Kind], t.Kind), t.Text, stays})
	}
	acts := pages.PersonalTable{Title: "Bạn đã làm gì (nhật ký)", Head: []string{"Lúc", "Thao tác", "Về", "Lý do"}}
	for _, e := range h.Acts {
		acts.Rows = append(acts.Rows, []string{moment(e.At.Time), actName(e.Act), kindName(e.Kind), e.Reason})
	}
	about := pages.PersonalTable{Title: "Ai đã xem hoặc đổi dữ liệu của bạn", Head: []string{"Lúc", "Ai", "Thao tác", "Lý do"}}
	for _, e := range h.About {
		about.Rows = append(about.Rows, []string{moment(e.At.Time), orText(e.Name, "người đã xóa dữ liệu"), actName(e.Act), e.Reason})
	}
	p.Tables = append(p.Tables, roles, visits, written, acts, about)
	return p
}

// traceWords name what a person wrote and signed in Vietnamese.
var traceWords = map[string]string{
	"directive_note": "Báo cáo, trao đổi về việc được giao", "report_move": "Nộp, trả, duyệt báo cáo", "figure_change": "Nhập số liệu",
	"figure_comment": "Trao đổi về số liệu", "evidence": "Tệp minh chứng", "report_exception": "Gia hạn báo cáo", "published_period": "Công bố số liệu",
	"past_figure": "Số liệu năm trước", "covenant_comment": "Góp ý giao ước", "covenant_signature": "Chữ ký trên giao ước",
	"mid_review_remark": "Góp ý báo cáo sơ kết", "mid_review_written": "Viết báo cáo sơ kết", "mid_review_drafted": "Soạn số liệu sơ kết",
	"mid_review_issued": "Ban hành báo cáo sơ kết", "score_mark": "Chấm điểm", "conference_count": "Biên bản kiểm phiếu",
	"handover_offered": "Bàn giao vai trò trưởng", "handover_confirmed": "Nhận bàn giao vai trò trưởng",
}
