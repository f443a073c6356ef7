package account

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

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

	Email            string
	EmailConfirmedAt db.Time // zero: nobody has followed a link sent there
	DisabledAt       db.Time // zero while the person may sign in
	DisabledWhy      string
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

// Over reports whether a grant is in force neither on a day nor later; one that
// was taken back before it began is over from then on.
func (g Grant) Over(day vn.Date) bool {
	return !g.ToDay.IsZero() && (!g.ToDay.After(day) || !g.ToDay.After(g.FromDay))
}

// New is what Create needs.
type New struct {
	Login, Name, Position, UnitID, Email string
}

// Create makes an account without a role.
func Create(tx *db.Tx, n New) (Account, error) {
	if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
		return Account{}, err
	}
	a, err := create(tx, n)
	if err != nil {
		return Account{}, err
	}
	return a, record.Add(tx, record.Act{
		Act: access.AccountGrant, Object: record.Object{Kind: "account", ID: a.ID}, After: a,
	})
}

// loginForm is what a login may be: it stands in addresses and is typed on any
// keyboard.
var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,59}$`)

// create checks what is typed of a new account and makes it.
func create(tx *db.Tx, n New) (Account, error) {
	n.Login = Login(n.Login)
	if n.Login == "" || n.Name == "" {
		return Account{}, problem.Field("name", "Tài khoản cần tên đăng nhập và họ tên.")
	}
	if !loginForm.MatchString(n.Login) {
		return Account{}, problem.Field("login", "Tên đăng nhập gồm chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối, dài 2 đến 60 ký tự; «%s» thì không.", n.Login)
	}
	email, err := checkEmail(n.Email)
	if err != nil {
		return Account{}, err
	}
	if _, err := findByLogin(tx, n.Login); err == nil {
		return Account{}, problem.Field("login", "Đã có tài khoản «%s».", n.Login)
	} else if !errors.Is(err, db.ErrNoRow) {
		return Account{}, fmt.Errorf("find account %s: %w", n.Login, err)
	}
	a := Account{ID: db.NewID(), Login: n.Login, Name: n.Name, Position: n.Position, UnitID: n.UnitID, Email: email, CreatedAt: db.At(tx.Now)}
	if err := insert(tx, a); err != nil {
		return Account{}, fmt.Errorf("create account %s: %w", n.Login, err)
	}
	return a, nil
}

// Give grants a role to an account.
func Give(tx *db.Tx, g Grant) error {
	if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
		return err
	}
	switch {
	case g.Role.Name() == "":
		return problem.Field("role", "Không có vai trò «%s».", g.Role)
	case g.Role.Follows():
		return problem.Field("role", "Vai trò %s theo danh mục cụm, khối mà có; không cấp riêng.", g.Role.Name())
	case g.Role == access.Operator:
		return problem.Field("role", "Vai trò %s chỉ có ở dòng lệnh của máy chủ; không cấp cho tài khoản.", g.Role.Name())
	case !slices.Contains(g.Role.Kinds(), g.ScopeKind):
		return problem.Field("scope", "Vai trò %s không cấp trong phạm vi %s.", g.Role.Name(), scopeName(g.ScopeKind))
	case g.ScopeID == "" && g.ScopeKind != access.ScopeAll && g.ScopeKind != access.ScopePortal:
		return problem.Field("scope", "Vai trò %s cần một phạm vi.", g.Role.Name())
	}
	a, err := find(tx, g.AccountID)
	if errors.Is(err, db.ErrNoRow) {
		return problem.New(problem.NotFound, "Không có tài khoản này.")
	}
	if err != nil {
		return fmt.Errorf("find account %s: %w", g.AccountID, err)
	}
	if err := mustGoWith(tx, a, g, "role"); err != nil {
		return err
	}
	g.ID = db.NewID()
	if err := insertGrant(tx, g); err != nil {
		return fmt.Errorf("grant %s to account %s: %w", g.Role, g.AccountID, err)
	}
	err = record.Add(tx, record.Act{
		Act: access.AccountGrant, Object: record.Object{Kind: "account", ID: g.AccountID}, After: g,
	})
	if err != nil {
		return err
	}
	return tellRole(tx, g, "Bạn được cấp vai trò "+g.Role.Name(), by(tx))
}

func scopeName(kind string) string {
	if name := access.ScopeName(kind); name != "" {
		return name
	}
	return "«" + kind + "»"
}
