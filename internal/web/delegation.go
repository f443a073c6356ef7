package web

import (
	"net/http"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const delegationPage = "/uy-quyen"

// delegations are what the person has delegated and was delegated.
func (s *Server) delegations(w http.ResponseWriter, r *http.Request) error {
	return s.showDelegations(w, r, nil)
}

func (s *Server) showDelegations(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.DelegationsProps
	err := s.view(r, func(tx *db.Tx) error {
		if err := mustBeSignedIn(tx); err != nil {
			return err
		}
		f := s.frame(tx, r, "Ủy quyền")
		f.Lead = "Khi vắng mặt, bạn cho người cùng đơn vị làm thay trong vai trò của mình, từ ngày đến ngày. Việc làm theo ủy quyền được ghi rõ «theo ủy quyền của …»."
		f.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		p = pages.DelegationsProps{Frame: refusedFrame(f, list), Base: delegationPage, Problems: list, Typed: typed(r), Chosen: r.Form["grant"], Refused: r.PathValue("delegation")}
		given, received, err := account.Delegations(tx)
		if err != nil {
			return err
		}
		if p.Given, err = delegationRows(tx, given); err != nil {
			return err
		}
		if p.Received, err = delegationRows(tx, received); err != nil {
			return err
		}
		own, persons, err := account.ToDelegate(tx)
		if problem.Is(err, problem.Denied) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, g := range own {
			name, err := scopeText(tx, g.ScopeKind, g.ScopeID)
			if err != nil {
				return err
			}
			p.Grants = append(p.Grants, components.Option{Value: g.ID, Text: g.Role.Name() + ": " + name, Chosen: len(own) == 1 && r.Method == http.MethodGet})
		}
		for _, a := range persons {
			p.Persons = append(p.Persons, components.Option{Value: a.ID, Text: a.Name + ", " + a.Position})
		}
		p.MayGive = true
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Delegations(p))
}

func delegationRows(tx *db.Tx, list []account.Delegation) ([]pages.DelegationRow, error) {
	var rows []pages.DelegationRow
	for _, d := range list {
		row := pages.DelegationRow{
			ID: d.ID, Giver: d.Giver, Receiver: d.Receiver, From: d.FromDay.Short(), Until: d.UntilDay.Short(), Reason: d.Reason,
			State: d.Standing(tx.Today()), Why: d.RevokedFor, Over: d.Over(tx.Today()), Stands: d.Stands(tx.Today()),
		}
		for _, part := range d.Parts {
			name, err := scopeText(tx, part.ScopeKind, part.ScopeID)
			if err != nil {
				return nil, err
			}
			text := part.Role.Name() + ": " + name
			if !part.Held && row.Stands {
				text += " (người giao không còn vai trò này)"
			}
			row.Roles = append(row.Roles, text)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// scopeText names the scope of a grant.
func scopeText(tx *db.Tx, kind, id string) (string, error) {
	switch kind {
	case access.ScopeUnit, access.ScopeSubtree:
		names, err := org.Names(tx, tx.Today(), id)
		if kind == access.ScopeSubtree {
			return names[id] + " và các đơn vị trực thuộc", err
		}
		return names[id], err
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
	return access.ScopeName(kind), nil
}

// delegate lets another person of the unit act for the person.
func (s *Server) delegate(w http.ResponseWriter, r *http.Request) error {
	return s.submitDelegation(w, r, "Đã ủy quyền.", func(tx *db.Tx) error {
		if _, _, err := account.ToDelegate(tx); err != nil {
			return err
		}
		var list problem.List
		n := account.Delegating{ReceiverID: text(r, "receiver"), GrantIDs: r.Form["grant"], Reason: text(r, "reason")}
		n.FromDay, n.UntilDay = typedDay(r, "from", &list), typedDay(r, "until", &list)
		if err := list.Err(); err != nil {
			return err
		}
		_, err := account.Delegate(tx, n)
		return err
	})
}

// revokeDelegation ends what the person has delegated.
func (s *Server) revokeDelegation(w http.ResponseWriter, r *http.Request) error {
	return s.submitDelegation(w, r, "Đã thu hồi ủy quyền.", func(tx *db.Tx) error {
		id := r.PathValue("delegation")
		err := account.RevokeDelegation(tx, id, text(r, pages.RevokeField(id)))
		for _, p := range problem.All(err) {
			if p.Field == "revoke" {
				p.Field = pages.RevokeField(id) // the page has one such field for each delegation
			}
		}
		return err
	})
}

func (s *Server) submitDelegation(w http.ResponseWriter, r *http.Request, sentence string, act func(*db.Tx) error) error {
	err := s.update(r, func(tx *db.Tx) error {
		if err := mustBeSignedIn(tx); err != nil {
			return err
		}
		return act(tx)
	})
	if err == nil {
		return s.done(w, r, delegationPage, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showDelegations(w, r, list)
}

func mustBeSignedIn(tx *db.Tx) error {
	if tx.Actor.ID == "" {
		return problem.New(problem.Denied, "Trang này dành cho người đã đăng nhập.")
	}
	return nil
}

// standing tells who works for another person today, and whose roles have no
// effect beside the others.
func standing(tx *db.Tx) ([]components.NoticeProps, error) {
	var notices []components.NoticeProps
	_, received, err := account.Delegations(tx)
	if err != nil {
		return nil, err
	}
	for _, d := range received {
		acts := slices.ContainsFunc(tx.Actor.Grants, func(g db.Grant) bool { return g.For != nil && g.For.ID == d.GiverID })
		if d.Stands(tx.Today()) && acts {
			notices = append(notices, components.NoticeProps{
				Kind: components.NoticeInfo,
				Text: "Bạn đang làm thay " + d.Giver + " theo ủy quyền đến hết ngày " + d.UntilDay.Short() + ".",
				Link: components.Link{Href: delegationPage, Text: "Xem ủy quyền"},
			})
		}
	}
	return append(notices, withheldNotices(tx.Actor.Grants, tx.Actor.Withheld, "bạn")...), nil
}

// withheldNotices say which roles have no effect beside those that an account
// keeps, and why; whose is the account in the sentence.
func withheldNotices(kept, withheld []db.Grant, whose string) []components.NoticeProps {
	var notices []components.NoticeProps
	for _, g := range withheld {
		for _, k := range kept {
			if why := access.Against(access.Role(g.Role), access.Role(k.Role)); why != "" {
				notices = append(notices, components.NoticeProps{
					Kind: components.NoticeWarn, Text: "Vai trò " + access.Role(g.Role).Name() + " của " + whose + " không có hiệu lực. " + why,
				})
				break
			}
		}
	}
	return notices
}
