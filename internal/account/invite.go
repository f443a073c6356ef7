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
// comes in. The token is shown once, to whoever invites, or mailed to the address
// of the account and then empty.
func Invite(tx *db.Tx, n New, grants []Grant, h Handing) (a Account, token string, err error) {
	if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
		return Account{}, "", err
	}
	if l, made, err := madeBefore(tx, h.Once); err != nil || made {
		return again(tx, l, err)
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
	if h.To != "" {
		h.To = a.Email
	}
	token, err = makeLink(tx, InvitationLink, a, InvitationLasts, h)
	return a, token, err
}

// again answers a form that was sent twice: its letter is on its way; a link that
// was to be shown is made anew, as only the last answer is seen.
func again(tx *db.Tx, l Link, err error) (Account, string, error) {
	if err != nil {
		return Account{}, "", err
	}
	a, err := ByID(tx, l.AccountID)
	switch {
	case err != nil || l.MailedTo != "":
		return a, "", err
	case !l.Open(tx.Now):
		return Account{}, "", problem.New(problem.Closed, "Biểu mẫu này đã được gửi rồi; hãy mở trang của %s để xem lời mời.", a.Name)
	}
	token, err := makeLink(tx, l.Kind, a, l.ExpiresAt.Sub(tx.Now), Handing{})
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
// any more. The address that it is mailed to becomes the account's.
func InviteAgain(tx *db.Tx, accountID string, h Handing) (a Account, token string, err error) {
	if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
		return Account{}, "", err
	}
	if l, made, err := madeBefore(tx, h.Once); err != nil || made {
		return again(tx, l, err)
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
	if h.To != "" {
		if a, err = inviteTo(tx, a, h.To); err != nil {
			return Account{}, "", err
		}
		h.To = a.Email
	}
	token, err = makeLink(tx, InvitationLink, a, InvitationLasts, h)
	return a, token, err
}

// inviteTo gives an account that nobody has used yet the address of its person.
func inviteTo(tx *db.Tx, a Account, typed string) (Account, error) {
	mail, err := checkEmail(typed)
	if err != nil || mail == a.Email {
		return a, err
	}
	before, err := emailOf(tx, a)
	if err != nil {
		return a, err
	}
	a.Email, a.EmailConfirmedAt = mail, db.Time{}
	return a, putEmail(tx, before, Email{AccountID: a.ID, Mail: mail})
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
	if err := closeLinks(tx, l.AccountID, ""); err != nil {
		return err
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
