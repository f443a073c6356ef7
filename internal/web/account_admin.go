package web

import (
	"net/http"
	"net/url"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const (
	adminPage       = "/quan-tri"
	accountsPage    = adminPage + "/tai-khoan"
	invitationsPage = adminPage + "/loi-moi"
	recoveriesPage  = adminPage + "/khoi-phuc"
)

// perPage is how many accounts a page lists.
const perPage = 50

// admin leads to the pages of administration.
func (s *Server) admin(w http.ResponseWriter, r *http.Request) error {
	var p pages.AdminProps
	err := s.view(r, func(tx *db.Tx) error {
		all, err := account.Search(tx, account.Query{})
		if err != nil {
			return err
		}
		asked, err := account.Asked(tx)
		if err != nil {
			return err
		}
		p.Frame = s.frame(tx, r, "Quản trị")
		n := map[account.Standing]int{}
		for _, l := range all {
			n[l.Standing]++
		}
		p.Cards = []pages.AdminCard{
			{Title: "Tài khoản", Href: accountsPage, Text: itoa(len(all)) + " tài khoản: " + itoa(n[account.InUse]) + " đang dùng, " + itoa(n[account.Uninvited]) + " chưa mời, " + itoa(n[account.Resting]) + " tạm ngừng."},
			{Title: "Lời mời đang chờ", Href: invitationsPage, Text: itoa(n[account.Invited]) + " người chưa nhận lời mời."},
			{Title: "Khôi phục", Href: recoveriesPage, Text: itoa(len(asked)) + " yêu cầu chờ quản trị viên thứ hai."},
			{Title: "Tình trạng", Href: conditionPage, Text: "Cơ sở dữ liệu, nhật ký, thư, việc chương trình tự làm, sao lưu, ổ đĩa: điều nào tốt, điều nào cần xem."},
			{Title: "Thư không gửi được", Href: unsentPage, Text: "Thư mà máy chủ thư không nhận, vì sao, và nút gửi lại."},
			{Title: "Chế độ hội trường", Href: hallPage, Text: "Họp ở nơi không có internet: tên miền, chứng thư, tờ dán để mọi người vào."},
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Admin(p))
}

// adminFrame is frame for a page below that of administration.
func (s *Server) adminFrame(tx *db.Tx, r *http.Request, title string, way ...components.Link) components.PageProps {
	f := s.frame(tx, r, title)
	f.Crumbs = append([]components.Link{{Href: adminPage, Text: "Quản trị"}}, way...)
	return f
}

// accounts lists the accounts that match a search.
func (s *Server) accounts(w http.ResponseWriter, r *http.Request) error {
	p := pages.AccountsProps{
		Action: accountsPage, Text: text(r, "tim"), Unit: text(r, "don-vi"), Role: text(r, "vai-tro"), Standing: text(r, "tinh-trang"),
	}
	err := s.view(r, func(tx *db.Tx) error {
		q := account.Query{Text: p.Text, Role: access.Role(p.Role), Standing: account.Standing(p.Standing)}
		var list problem.List
		if p.Unit != "" {
			unit, err := unitNamed(tx, "don-vi", p.Unit)
			if list, err = refused(err); err != nil {
				return err
			}
			q.Unit = unit
		}
		found, err := account.Search(tx, q)
		if err != nil {
			return err
		}
		p.Frame, p.Problems = refusedFrame(s.adminFrame(tx, r, "Tài khoản"), list), list
		if access.May(tx, access.AccountGrant, access.Scope{}) {
			p.Frame.Action = components.Button(components.ButtonProps{Text: "Mời người mới", Href: accountsPage + "/moi"})
		}
		p.Roles, p.Standings = roleOptions(), standingOptions()
		return fillAccounts(tx, r, found, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(p.Problems), pages.Accounts(p))
}

// fillAccounts puts one page of what was found on the page.
func fillAccounts(tx *db.Tx, r *http.Request, found []account.Listed, p *pages.AccountsProps) error {
	page := max(1, number(text(r, "trang")))
	last := max(1, (len(found)+perPage-1)/perPage)
	page = min(page, last)
	shown := found[(page-1)*perPage : min(page*perPage, len(found))]
	caption := itoa(len(found)) + " tài khoản"
	if last > 1 {
		caption += ", trang " + itoa(page) + " trên " + itoa(last)
	}
	names, err := unitNames(tx, shown)
	if err != nil {
		return err
	}
	p.Table = components.TableProps{
		ID: "tai-khoan", Caption: caption,
		Columns: []components.Column{{Head: "Họ và tên"}, {Head: "Đơn vị"}, {Head: "Vai trò hôm nay"}, {Head: "Tình trạng"}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Không có tài khoản nào khớp", What: "Tìm theo họ tên, tên đăng nhập hoặc thư điện tử, không cần dấu."}),
	}
	for _, l := range shown {
		p.Table.Rows = append(p.Table.Rows, components.Row{Cells: []components.Cell{
			{Text: l.Name, Href: accountsPage + "/" + l.ID, Note: l.Login},
			{Text: orText(names[l.UnitID], "ngoài các đơn vị"), Note: l.Position},
			orMissing(roleWords(l.Grants), "không có"),
			{Content: components.StateTag(standingTag(l.Standing))},
		}})
	}
	at := func(n int) string {
		q := url.Values{"tim": {p.Text}, "don-vi": {p.Unit}, "vai-tro": {p.Role}, "tinh-trang": {p.Standing}, "trang": {itoa(n)}}
		return accountsPage + "?" + q.Encode()
	}
	if page > 1 {
		p.Before = at(page - 1)
	}
	if page < last {
		p.After = at(page + 1)
	}
	return nil
}

func unitNames(tx *db.Tx, list []account.Listed) (map[string]string, error) {
	ids := make([]string, len(list))
	for i, l := range list {
		ids[i] = l.UnitID
	}
	return org.Names(tx, tx.Today(), ids...)
}

// roleWords names roles once each.
func roleWords(grants []account.Grant) string {
	var names []string
	for _, g := range grants {
		if name := g.Role.Name(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return joined(names)
}

func joined(words []string) string {
	out := ""
	for i, w := range words {
		if i > 0 {
			out += ", "
		}
		out += w
	}
	return out
}

func standingTag(st account.Standing) components.TagProps {
	return components.TagProps{Text: upperFirst(st.Name()), Tone: map[account.Standing]components.Tone{
		account.InUse: components.ToneGood, account.Invited: components.ToneInfo, account.Uninvited: components.ToneQuiet, account.Resting: components.ToneWarn,
	}[st]}
}

func standingOptions() []components.Option {
	var list []components.Option
	for _, st := range account.Standings {
		list = append(list, components.Option{Value: string(st), Text: upperFirst(st.Name())})
	}
	return list
}

// oneAccount shows an account with everything that administrators may know.
func (s *Server) oneAccount(w http.ResponseWriter, r *http.Request) error {
	var p pages.OneAccountProps
	by := access.AccountRead
	err := s.view(r, func(tx *db.Tx) error {
		f, err := account.Read(tx, r.PathValue("account"), s.Clock(), s.Limits)
		if err != nil {
			return err
		}
		names, err := org.Names(tx, tx.Today(), f.UnitID)
		if err != nil {
			return err
		}
		p = pages.OneAccountProps{
			Frame: s.adminFrame(tx, r, f.Name, components.Link{Href: accountsPage, Text: "Tài khoản"}),
			Full:  f, Base: accountsPage + "/" + f.ID, Unit: names[f.UnitID], Tag: standingTag(f.Standing),
			MayGrant: access.May(tx, access.AccountGrant, access.Scope{}), MayRecover: access.May(tx, access.AccountRecover, access.Scope{}),
			Self: f.ID == tx.Actor.ID, Recoveries: recoveriesPage,
		}
		if f.LinkID != "" {
			if p.Letter, err = linkLetter(tx, f.LinkID); err != nil {
				return err
			}
		}
		if access.May(tx, access.PersonalRead, access.Scope{}) {
			by = access.PersonalRead
		}
		if f.Standing == account.Invited {
			p.Expires = momentOf(f.Expires.Time, tx.Now)
		}
		s.traced(tx, &p.Frame, access.Scope{}, record.Object{Kind: "account", ID: f.ID})
		kept, withheld := inForce(f.All, tx.Today())
		p.Withheld = withheldNotices(kept, withheld, "tài khoản này")
		p.Grants, err = grantTable(tx, f.All, p.Base, p.MayGrant)
		return err
	})
	if err != nil {
		return err
	}
	if !p.Self {
		look := record.Act{Act: by, Object: record.Object{Kind: "account", ID: p.Full.ID}, After: map[string]string{"what": "trang tài khoản"}}
		if err := s.noteLook(r, look, ""); err != nil {
			return err
		}
	}
	return s.render(w, r, http.StatusOK, pages.OneAccount(p))
}

// inForce are the grants of an account of a day, parted from those that have no
// effect beside the others.
func inForce(grants []account.Grant, day vn.Date) (kept, withheld []db.Grant) {
	var list []db.Grant
	for _, g := range grants {
		if !g.Over(day) && !g.FromDay.After(day) {
			list = append(list, db.Grant{Role: string(g.Role), Scope: g.ScopeKind, ID: g.ScopeID})
		}
	}
	return access.Withhold(list)
}

// linkLetter says what became of the letter with a link; nothing for a link that
// was shown.
func linkLetter(tx *db.Tx, linkID string) (string, error) {
	e, ok, err := outbox.Find(tx, account.LinkTopic+linkID)
	if err != nil || !ok {
		return "", err
	}
	words := upperFirst(e.State.Name())
	if e.State == outbox.Sent {
		words += " lúc " + moment(e.DoneAt.Time)
	}
	if e.Error != "" {
		words += ". " + e.Error
	}
	return words, nil
}

// grantTable lists the roles of an account, those in force first.
func grantTable(tx *db.Tx, grants []account.Grant, base string, may bool) (components.TableProps, error) {
	t := components.TableProps{
		ID: "vai-tro", Caption: "Vai trò", Quiet: true,
		Columns: []components.Column{{Head: "Vai trò"}, {Head: "Phạm vi"}, {Head: "Từ ngày"}, {Head: "Đến trước ngày"}, {Head: "Hiệu lực"}},
		Empty:   components.EmptyState(components.EmptyProps{Title: "Chưa có vai trò nào", What: "Không có vai trò thì đăng nhập được nhưng chưa làm được việc gì; vai trò cụm trưởng, cụm phó, thành viên theo danh mục cụm, khối mà có."}),
	}
	if may {
		t.Columns = append(t.Columns, components.Column{Head: "Việc"})
	}
	today := tx.Today()
	_, withheld := inForce(grants, today)
	for _, g := range grants {
		scope, err := scopeWords(tx, g.ScopeKind, g.ScopeID)
		if err != nil {
			return t, err
		}
		over := g.Over(today)
		tag := components.TagProps{Text: "Đang có hiệu lực", Tone: components.ToneGood}
		switch {
		case over:
			tag = components.TagProps{Text: "Đã hết"}
		case !g.FromDay.IsZero() && g.FromDay.After(today):
			tag = components.TagProps{Text: "Chưa đến ngày", Tone: components.ToneInfo}
		case slices.ContainsFunc(withheld, func(w db.Grant) bool { return w.Role == string(g.Role) }):
			tag = components.TagProps{Text: "Không có hiệu lực", Tone: components.ToneWarn}
		}
		cells := []components.Cell{
			{Text: g.Role.Name()},
			{Text: scope},
			{Text: orText(g.FromDay.Short(), "lúc cấp")},
			{Text: orText(g.ToDay.Short(), "không hạn")},
			{Content: components.StateTag(tag)},
		}
		switch {
		case may && over:
			cells = append(cells, components.Cell{})
		case may:
			cells = append(cells, components.Cell{Text: "Thôi vai trò", Href: base + "/vai-tro/" + g.ID})
		}
		t.Rows = append(t.Rows, components.Row{Cells: cells})
	}
	return t, nil
}

// invitations lists the links that wait to be used.
func (s *Server) invitations(w http.ResponseWriter, r *http.Request) error {
	var p pages.InvitationsProps
	err := s.view(r, func(tx *db.Tx) error {
		found, err := account.Search(tx, account.Query{Standing: account.Invited})
		if err != nil {
			return err
		}
		names, err := unitNames(tx, found)
		if err != nil {
			return err
		}
		may := access.May(tx, access.AccountGrant, access.Scope{})
		p.Frame = s.adminFrame(tx, r, "Lời mời đang chờ")
		p.Table = components.TableProps{
			ID: "loi-moi", Caption: itoa(len(found)) + " lời mời đang chờ",
			Columns: []components.Column{{Head: "Người được mời"}, {Head: "Đơn vị"}, {Head: "Vai trò"}, {Head: "Hết hạn"}},
			Empty:   components.EmptyState(components.EmptyProps{Title: "Không có lời mời nào đang chờ", What: "Lời mời đã gửi mà người nhận chưa dùng nằm ở đây."}),
		}
		if may {
			p.Table.Columns = append(p.Table.Columns, components.Column{Head: "Việc"})
		}
		for _, l := range found {
			base := accountsPage + "/" + l.ID
			cells := []components.Cell{
				{Text: l.Name, Href: base, Note: l.Login},
				orMissing(names[l.UnitID], "ngoài các đơn vị"), orMissing(roleWords(l.Grants), "chưa đến ngày"),
				{Text: momentOf(l.Expires.Time, tx.Now)},
			}
			if may {
				cells = append(cells, components.Cell{Content: pages.TwoLinks(components.Link{Href: base + "/moi", Text: "Gửi lại"}, components.Link{Href: invitationsPage + "/" + l.LinkID, Text: "Rút"}, l.Name)})
			}
			p.Table.Rows = append(p.Table.Rows, components.Row{Cells: cells})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Invitations(p))
}

// recoveries lists the requests that wait for a second administrator.
func (s *Server) recoveries(w http.ResponseWriter, r *http.Request) error {
	var p pages.InvitationsProps
	err := s.view(r, func(tx *db.Tx) error {
		list, err := account.Asked(tx)
		if err != nil {
			return err
		}
		p.Frame = s.adminFrame(tx, r, "Khôi phục tài khoản")
		p.Frame.Lead = "Một quản trị viên yêu cầu, một quản trị viên khác xác nhận; chỉ khi ấy mới có liên kết đặt lại mật khẩu."
		p.Table = components.TableProps{
			ID: "khoi-phuc", Caption: itoa(len(list)) + " yêu cầu đang chờ",
			Columns: []components.Column{{Head: "Tài khoản"}, {Head: "Người yêu cầu"}, {Head: "Lúc"}, {Head: "Lý do"}},
			Empty:   components.EmptyState(components.EmptyProps{Title: "Không có yêu cầu nào đang chờ", What: "Yêu cầu bắt đầu ở trang của từng tài khoản."}),
		}
		for _, x := range list {
			who, err := account.NameOf(tx, x.AccountID)
			if err != nil {
				return err
			}
			by, err := account.NameOf(tx, x.AskedBy)
			if err != nil {
				return err
			}
			p.Table.Rows = append(p.Table.Rows, components.Row{Cells: []components.Cell{
				{Text: who, Href: recoveriesPage + "/" + x.ID}, {Text: by}, {Text: momentOf(x.AskedAt.Time, tx.Now)}, {Text: x.Reason},
			}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Invitations(p))
}
