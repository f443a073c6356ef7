package web

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// roleOptions are the roles that are granted by hand.
func roleOptions() []components.Option {
	var list []components.Option
	for _, role := range access.Roles() {
		if !role.Follows() && role != access.Operator {
			list = append(list, components.Option{Value: string(role), Text: role.Name()})
		}
	}
	return list
}

// How a form names the scope of a role: the own unit or another that is typed, each
// by itself or with all below it, or a kind and an id.
const (
	scopeOwn        = "own"
	scopeOwnBelow   = "own-below"
	scopeOther      = "other"
	scopeOtherBelow = "other-below"
)

// scopeOptions are the scopes in which a role can be given.
func scopeOptions(tx *db.Tx) ([]components.Option, error) {
	list := []components.Option{
		{Value: scopeOwn, Text: "Đơn vị của người này"},
		{Value: scopeOther, Text: "Đơn vị khác, ghi ở ô dưới"},
		{Value: access.ScopeAll, Text: "Toàn hệ thống"},
		{Value: access.ScopePortal, Text: "Cổng thông tin"},
	}
	clusters, err := cluster.List(tx)
	if err != nil {
		return nil, err
	}
	var years []components.Option
	for _, c := range clusters {
		list = append(list, components.Option{Value: access.ScopeCluster + ":" + c.ID, Text: c.Name, Group: "Một cụm, khối qua mọi năm"})
		all, err := cycle.Years(tx, c.ID)
		if err != nil {
			return nil, err
		}
		for _, y := range all {
			if y.State != cycle.History {
				years = append(years, components.Option{Value: access.ScopeYear + ":" + y.ID, Text: c.Name + ", năm " + itoa(y.Year), Group: "Một năm thi đua"})
			}
		}
	}
	return append(list, years...), nil
}

// scopeWords says what a scope is.
func scopeWords(tx *db.Tx, kind, id string) (string, error) {
	switch kind {
	case access.ScopeAll:
		return "Toàn hệ thống", nil
	case access.ScopePortal:
		return "Cổng thông tin", nil
	case access.ScopeCluster:
		c, err := cluster.Find(tx, id)
		return c.Name, err
	case access.ScopeYear:
		y, err := cycle.ByID(tx, id)
		if err != nil {
			return "", err
		}
		c, err := cluster.Find(tx, y.ClusterID)
		return c.Name + ", năm " + itoa(y.Year), err
	}
	names, err := org.Names(tx, tx.Today(), id)
	words := orText(names[id], id)
	if kind == access.ScopeSubtree {
		words += " và các đơn vị trực thuộc"
	}
	return words, err
}

// unitNamed finds the unit that a person named by code or name; a problem beside
// the field says what else would do.
func unitNamed(tx *db.Tx, field, typed string) (string, error) {
	byCode, _, err := org.Search(tx, org.Query{Day: tx.Today(), Code: typed})
	if err != nil {
		return "", err
	}
	if len(byCode) == 1 {
		return byCode[0].ID, nil
	}
	found, _, err := org.Search(tx, org.Query{Day: tx.Today(), Name: typed})
	if err != nil {
		return "", err
	}
	exact := slices.DeleteFunc(slices.Clone(found), func(u org.Unit) bool {
		return vn.Fold(u.Name) != vn.Fold(typed) && vn.Fold(u.FullName) != vn.Fold(typed)
	})
	switch {
	case len(found) == 1:
		return found[0].ID, nil
	case len(exact) == 1:
		return exact[0].ID, nil
	case len(found) == 0:
		return "", problem.Field(field, "Không có đơn vị nào tên hoặc mã «%s»; tra ở trang Đơn vị.", typed)
	}
	if len(exact) > 1 {
		found = exact
	}
	above, err := namesAbove(tx, tx.Today(), found)
	if err != nil {
		return "", err
	}
	var words []string
	for _, u := range found[:min(len(found), 5)] {
		words = append(words, u.Name+" ("+above[u.ParentID]+", mã "+orText(u.Code, "chưa có")+")")
	}
	return "", problem.Field(field, "Có %d đơn vị khớp với «%s»: %s…; hãy ghi rõ hơn hoặc ghi mã.", len(found), typed, strings.Join(words, "; "))
}

// unitKind is the kind of scope of a unit that a form named.
func unitKind(named string) string {
	if named == scopeOwnBelow || named == scopeOtherBelow {
		return access.ScopeSubtree
	}
	return access.ScopeUnit
}

// grantTyped reads one role of a form; false when none was chosen.
func grantTyped(tx *db.Tx, r *http.Request, nth, ownUnit string, list *problem.List) (account.Grant, bool) {
	g := account.Grant{Role: access.Role(text(r, "role"+nth))}
	if g.Role == "" {
		return g, false
	}
	add := func(err error) { *list = append(*list, problem.All(err)...) }
	kind, id, _ := strings.Cut(text(r, "scope"+nth), ":")
	g.ScopeKind, g.ScopeID = kind, id
	var err error
	switch kind {
	case "":
		list.Add("scope"+nth, "Chọn phạm vi của vai trò %s.", g.Role.Name())
	case scopeOwn, scopeOwnBelow:
		if g.ScopeKind, g.ScopeID = unitKind(kind), ownUnit; ownUnit == "" {
			list.Add("scope"+nth, "Người này chưa thuộc đơn vị nào; ghi đơn vị, hoặc chọn phạm vi khác.")
		}
	case scopeOther, scopeOtherBelow:
		g.ScopeKind = unitKind(kind)
		if typed := text(r, "scope_unit"+nth); typed == "" {
			list.Add("scope_unit"+nth, "Ghi tên hoặc mã của đơn vị.")
		} else {
			g.ScopeID, err = unitNamed(tx, "scope_unit"+nth, typed)
			add(err)
		}
	}
	g.FromDay, err = dayOf(r, "from"+nth)
	add(err)
	g.ToDay, err = dayOf(r, "to"+nth)
	add(err)
	if !g.ToDay.IsZero() {
		if g.ToDay = g.ToDay.AddDays(1); !g.FromDay.IsZero() && g.ToDay.AddDays(-1).Before(g.FromDay) {
			list.Add("to"+nth, "Ngày cuối trước ngày đầu.")
		}
	}
	return g, true
}

// inviteForm shows the form of an invitation.
func (s *Server) inviteForm(w http.ResponseWriter, r *http.Request) error {
	return s.showInviteForm(w, r, nil)
}

func (s *Server) showInviteForm(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.InviteProps{Action: r.URL.Path, Problems: list, Typed: typed(r), Roles: roleOptions(), Letters: s.Mail, Once: rand.Text(), AskProof: s.asksProof(r)}
	err := s.view(r, func(tx *db.Tx) error {
		if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
			return err
		}
		p.Frame = refusedFrame(s.adminFrame(tx, r, "Mời người mới", components.Link{Href: accountsPage, Text: "Tài khoản"}), list)
		p.Frame.Lead = "Người được mời nhận một liên kết dùng một lần và tự chọn mật khẩu; không ai khác biết mật khẩu ấy."
		var err error
		p.Scopes, err = scopeOptions(tx)
		return err
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.Invite(p))
}

// invite makes the account and shows its link once, or has it mailed.
func (s *Server) invite(w http.ResponseWriter, r *http.Request) error {
	var a account.Account
	var token string
	list, err := s.provedFor(r, access.AccountGrant)
	if err == nil && list == nil {
		err = s.update(r, func(tx *db.Tx) (err error) {
			if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
				return err
			}
			if err := s.mustBeMailable(r); err != nil {
				return err
			}
			n, grants, err := invitedTyped(tx, r)
			if err != nil {
				return err
			}
			a, token, err = account.Invite(tx, n, grants, account.Handing{To: mailedTo(r), Once: text(r, "once")})
			return err
		})
		list, err = refused(err)
	}
	if err != nil || list != nil {
		return orShow(err, func() error { return s.showInviteForm(w, r, list) })
	}
	if token == "" {
		return s.done(w, r, accountsPage+"/"+a.ID, mailedSentence)
	}
	return s.showMadeLink(w, r, a, token, account.InvitationLasts.Hours()/24)
}

// mailedTo is where a form wants a link mailed to; empty: it is to be shown.
func mailedTo(r *http.Request) string {
	if text(r, "hand") == "mail" {
		return text(r, "email")
	}
	return ""
}

const mailedSentence = "Thư mời đang được gửi; trang này cho biết khi thư đã đi."

// mustBeMailable looks whether a link can be mailed as the form wants.
func (s *Server) mustBeMailable(r *http.Request) error {
	switch {
	case text(r, "hand") != "mail":
		return nil
	case !s.Mail:
		return problem.New(problem.Closed, "Máy chủ này chưa đặt máy chủ thư; hãy tạo liên kết rồi trao tận tay.")
	case text(r, "email") == "":
		return problem.Field("email", "Ghi địa chỉ thư điện tử của người được mời, hoặc bấm «Tạo liên kết để chép».")
	}
	return nil
}

// invitedTyped reads who is invited and in what roles.
func invitedTyped(tx *db.Tx, r *http.Request) (n account.New, grants []account.Grant, err error) {
	var list problem.List
	n = account.New{Login: text(r, "login"), Name: text(r, "name"), Position: text(r, "position"), Email: text(r, "email")}
	if n.Name == "" {
		list.Add("name", "Ghi họ và tên của người được mời.")
	}
	if typed := text(r, "unit"); typed != "" {
		unit, err := unitNamed(tx, "unit", typed)
		if err != nil {
			if problem.All(err) == nil {
				return n, nil, err
			}
			list = append(list, problem.All(err)...)
		}
		n.UnitID = unit
	}
	for _, nth := range []string{"1", "2"} {
		if g, ok := grantTyped(tx, r, nth, n.UnitID, &list); ok {
			grants = append(grants, g)
		}
	}
	return n, grants, list.Err()
}

// showMadeLink shows a one-time link to who made it, this once.
func (s *Server) showMadeLink(w http.ResponseWriter, r *http.Request, a account.Account, token string, days float64) error {
	lasts := "24 giờ"
	if days > 1 {
		lasts = itoa(int(days)) + " ngày"
	}
	p := pages.MadeLinkProps{Account: a, Link: s.address(r) + account.LinkPath + token, Lasts: lasts, Next: accountsPage + "/" + a.ID}
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.adminFrame(tx, r, "Liên kết cho "+a.Name, components.Link{Href: accountsPage, Text: "Tài khoản"})
		return nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, r, http.StatusOK, pages.MadeLink(p))
}

// address is the address of this site, where links begin: the one that was set, or
// as the person opened it where the site has no name but this machine's own.
func (s *Server) address(r *http.Request) string {
	if s.Site != nil && s.Site.Hostname() != "localhost" {
		return s.Site.String()
	}
	if visitorOfRequest(r).https {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// giveForm shows the form of a role for an account.
func (s *Server) giveForm(w http.ResponseWriter, r *http.Request) error {
	return s.showGiveForm(w, r, nil)
}

func (s *Server) showGiveForm(w http.ResponseWriter, r *http.Request, list problem.List) error {
	p := pages.GiveProps{Action: r.URL.Path, Problems: list, Typed: typed(r), Roles: roleOptions(), AskProof: s.asksProof(r)}
	err := s.view(r, func(tx *db.Tx) error {
		if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
			return err
		}
		a, err := account.ByID(tx, r.PathValue("account"))
		if err != nil {
			return err
		}
		p.Frame = refusedFrame(s.accountActFrame(tx, r, a, "Cấp vai trò cho "+a.Name), list)
		p.Scopes, err = scopeOptions(tx)
		return err
	})
	if err != nil {
		return err
	}
	retryAfter(w, list)
	return s.render(w, r, statusOf(list), pages.Give(p))
}

// besideFirst puts the problems of a role beside the fields of the form's first.
func besideFirst(err error) error {
	for _, p := range problem.All(err) {
		if p.Field != "" {
			p.Field += "1"
		}
	}
	return err
}

// give gives an account a role.
func (s *Server) give(w http.ResponseWriter, r *http.Request) error {
	list, err := s.provedFor(r, access.AccountGrant)
	if err == nil && list == nil {
		list, err = refused(s.update(r, func(tx *db.Tx) error {
			if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
				return err
			}
			a, err := account.ByID(tx, r.PathValue("account"))
			if err != nil {
				return err
			}
			var list problem.List
			g, ok := grantTyped(tx, r, "1", a.UnitID, &list)
			if !ok {
				list.Add("role1", "Chọn vai trò.")
			}
			if len(list) > 0 {
				return list
			}
			g.AccountID = a.ID
			return besideFirst(account.Give(tx, g))
		}))
	}
	if err != nil || list != nil {
		return orShow(err, func() error { return s.showGiveForm(w, r, list) })
	}
	return s.done(w, r, accountsPage+"/"+r.PathValue("account"), "Đã cấp vai trò.")
}
