package account

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Invite makes an account with its roles and the one-time link by which its person
// comes in. The token is shown once, to whoever invites.
func Invite(tx *db.Tx, n New, grants []Grant) (a Account, token string, err error) {
	if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
		return Account{}, "", err
	}
	if n.Login == "" {
		if n.Login, err = Propose(tx, n.Name); err != nil {
			return Account{}, "", err
		}
	}
	if a, err = Create(tx, n); err != nil {
		return Account{}, "", err
	}
	for i, g := range grants {
		g.AccountID = a.ID
		if err := Give(tx, g); err != nil {
			return Account{}, "", ofGrant(i+1, err)
		}
	}
	token, err = makeLink(tx, InvitationLink, a.ID, InvitationLasts)
	return a, token, err
}

// ofGrant puts the problems of the nth grant beside the nth fields: role1, scope2.
func ofGrant(n int, err error) error {
	for _, p := range problem.All(err) {
		if p.Field != "" {
			p.Field += strconv.Itoa(n)
		}
	}
	return err
}

// InviteAgain makes a new link for an account that has no way to sign in: one that
// came with a bundle, or whose invitation ran out. Links made before open nothing
// any more.
func InviteAgain(tx *db.Tx, accountID string) (a Account, token string, err error) {
	if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
		return Account{}, "", err
	}
	if a, err = ByID(tx, accountID); err != nil {
		return Account{}, "", err
	}
	in, err := canSignIn(tx, a.ID)
	if err != nil {
		return Account{}, "", err
	}
	switch {
	case !a.DisabledAt.IsZero():
		return Account{}, "", problem.New(problem.Closed, "Tài khoản này đang tạm ngừng; cho dùng lại rồi mới mời được.")
	case in:
		return Account{}, "", problem.New(problem.Closed, "%s đã có cách đăng nhập nên không mời lại. Quên mật khẩu thì dùng khôi phục, có hai quản trị viên xác nhận.", a.Name)
	}
	token, err = makeLink(tx, InvitationLink, a.ID, InvitationLasts)
	return a, token, err
}

// WithdrawInvitation makes a link that was not used open nothing.
func WithdrawInvitation(tx *db.Tx, linkID, reason string) error {
	if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
		return err
	}
	l, err := linkByID(tx, linkID)
	if errors.Is(err, db.ErrNoRow) {
		return problem.New(problem.NotFound, "Không có lời mời này.")
	}
	if err != nil {
		return fmt.Errorf("find link %s: %w", linkID, err)
	}
	if !l.UsedAt.IsZero() {
		return problem.New(problem.Closed, "Lời mời đã được dùng nên không rút được nữa; muốn người này thôi đăng nhập thì tạm ngừng tài khoản.")
	}
	if reason == "" {
		return problem.Field("reason", "Ghi lý do rút lời mời.")
	}
	if err := withdrawLinks(tx, l.AccountID, db.At(tx.Now)); err != nil {
		return fmt.Errorf("withdraw link %s: %w", linkID, err)
	}
	return record.Add(tx, record.Act{Act: access.AccountGrant, Object: l.object(), Before: l.said(), Reason: reason})
}

// Propose makes a login of a name that nobody has: "Nguyễn Văn An" becomes
// nguyen.van.an, or nguyen.van.an2 where there is one already.
//
// Read: asks for the right to make accounts.
func Propose(tx *db.Tx, name string) (string, error) {
	if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
		return "", err
	}
	base := strings.ReplaceAll(vn.Slug(name), "-", ".")
	if len(base) > 50 {
		base = strings.Trim(base[:50], ".")
	}
	if base == "" {
		return "", nil
	}
	for n := 1; ; n++ {
		login := base
		if n > 1 {
			login += strconv.Itoa(n)
		}
		_, err := findByLogin(tx, login)
		if errors.Is(err, db.ErrNoRow) {
			return login, nil
		}
		if err != nil {
			return "", fmt.Errorf("find account %s: %w", login, err)
		}
	}
}
