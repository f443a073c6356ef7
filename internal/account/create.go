package account

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Account is one person who can sign in (tài khoản).
type Account struct {
	ID        string
	Login     string // short name in addresses, unique
	Name      string
	Position  string // as the person signs
	UnitID    string // empty for persons outside every unit
	CreatedAt db.Time
}

// Grant is a role of an account within a scope, from a day up to and without
// another; an empty day is open.
type Grant struct {
	ID        string
	AccountID string
	Role      access.Role
	ScopeKind string
	ScopeID   string
	FromDay   vn.Date
	ToDay     vn.Date
}

// New is what Create needs.
type New struct {
	Login, Name, Position, UnitID string
	Grants                        []Grant
}

// Create makes an account with its first grants.
func Create(tx *db.Tx, n New) (Account, error) {
	if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
		return Account{}, err
	}
	if n.Login == "" || n.Name == "" {
		return Account{}, problem.Field("name", "Tài khoản cần tên đăng nhập và họ tên.")
	}
	a := Account{ID: db.NewID(), Login: n.Login, Name: n.Name, Position: n.Position, UnitID: n.UnitID, CreatedAt: db.At(tx.Now)}
	if err := insert(tx, a); err != nil {
		return Account{}, fmt.Errorf("create account %s: %w", n.Login, err)
	}
	for _, g := range n.Grants {
		if g.ScopeID == "" && g.ScopeKind != access.ScopeAll && g.ScopeKind != access.ScopePortal {
			return Account{}, problem.Field("scope", "Vai trò %s cần một phạm vi.", g.Role.Name())
		}
		g.ID, g.AccountID = db.NewID(), a.ID
		if err := insertGrant(tx, g); err != nil {
			return Account{}, fmt.Errorf("grant %s to account %s: %w", g.Role, n.Login, err)
		}
	}
	err := record.Add(tx, record.Act{
		Act: access.AccountGrant, Object: record.Object{Kind: "account", ID: a.ID},
		After: map[string]any{"login": n.Login, "grants": n.Grants},
	})
	return a, err
}
