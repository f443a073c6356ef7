package account

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Recovery is a request to let a person in again who has lost the way to sign in
// (khôi phục): one administrator asks, another confirms.
type Recovery struct {
	ID          string
	AccountID   string
	Reason      string
	DropFactors bool // what has to be shown besides the password is lost too
	AskedBy     string
	AskedAt     db.Time
	State       RecoveryState
	DecidedBy   string
	DecidedAt   db.Time
}

// RecoveryState is how a request stands.
type RecoveryState string

// The states of a request.
const (
	RecoveryAsked     RecoveryState = "asked"
	RecoveryConfirmed RecoveryState = "confirmed"
	RecoveryDropped   RecoveryState = "dropped"
)

// Name is the state in Vietnamese.
func (s RecoveryState) Name() string {
	return map[RecoveryState]string{
		RecoveryAsked: "chờ quản trị viên thứ hai", RecoveryConfirmed: "đã xác nhận", RecoveryDropped: "đã bỏ",
	}[s]
}

// AskRecovery begins to let a person in again. Nothing changes before a second
// administrator has confirmed.
func AskRecovery(tx *db.Tx, accountID, reason string, dropFactors bool) (Recovery, error) {
	if err := access.Require(tx, access.AccountRecover, access.Scope{}); err != nil {
		return Recovery{}, err
	}
	a, err := ByID(tx, accountID)
	if err != nil {
		return Recovery{}, err
	}
	in, err := canSignIn(tx, a.ID)
	if err != nil {
		return Recovery{}, err
	}
	waiting, err := recoveriesOf(tx, a.ID)
	if err != nil {
		return Recovery{}, fmt.Errorf("find recoveries of account %s: %w", a.ID, err)
	}
	switch {
	case a.ID == tx.Actor.ID:
		return Recovery{}, problem.New(problem.Closed, "Không tự khôi phục tài khoản của mình được; nhờ hai quản trị viên khác, hoặc người vận hành máy chủ.")
	case !a.DisabledAt.IsZero():
		return Recovery{}, problem.New(problem.Closed, "Tài khoản này đang tạm ngừng; cho dùng lại rồi mới khôi phục được.")
	case !in:
		return Recovery{}, problem.New(problem.Closed, "%s chưa từng đặt cách đăng nhập; hãy gửi lời mời thay vì khôi phục.", a.Name)
	case len(waiting) > 0 && waiting[0].State == RecoveryAsked:
		return Recovery{}, problem.New(problem.Closed, "Đã có một yêu cầu khôi phục tài khoản này đang chờ quản trị viên thứ hai.")
	case reason == "":
		return Recovery{}, problem.Field("reason", "Ghi lý do khôi phục và bạn đã xác minh người yêu cầu bằng cách nào.")
	}
	r := Recovery{
		ID: db.NewID(), AccountID: a.ID, Reason: reason, DropFactors: dropFactors,
		AskedBy: tx.Actor.ID, AskedAt: db.At(tx.Now), State: RecoveryAsked,
	}
	if err := insertRecovery(tx, r); err != nil {
		return Recovery{}, fmt.Errorf("ask recovery of account %s: %w", a.ID, err)
	}
	err = record.Add(tx, record.Act{
		Act: access.AccountRecover, Object: record.Object{Kind: "account", ID: a.ID}, After: r, Reason: reason,
	})
	if err != nil {
		return Recovery{}, err
	}
	if err := tellSafety(tx, a.ID, "Có yêu cầu khôi phục tài khoản của bạn", by(tx)+". Chưa có gì thay đổi cho đến khi quản trị viên thứ hai xác nhận"); err != nil {
		return Recovery{}, err
	}
	return r, tellAdministrators(tx, r, a.Name)
}

// ConfirmRecovery makes the link by which the person chooses a new password. From
// here on the old password, every passkey, linked identity and session are void,
// and the second factor where the request says so.
// With byMail the link goes to the confirmed address of the account, and the token
// is empty; sent twice the form mails it once.
func ConfirmRecovery(tx *db.Tx, recoveryID string, byMail bool, b Browser) (a Account, token string, err error) {
	r, err := toDecide(tx, recoveryID)
	if byMail && r.State == RecoveryConfirmed && r.DecidedBy == tx.Actor.ID {
		if sent, sErr := wasMailed(tx, r.AccountID); sErr != nil || sent {
			a, err = ByID(tx, r.AccountID)
			return a, "", errors.Join(sErr, err)
		}
	}
	if err != nil {
		return Account{}, "", err
	}
	if r.AskedBy == tx.Actor.ID {
		return Account{}, "", problem.New(problem.Closed, "Bạn là người yêu cầu; một quản trị viên khác phải xác nhận.")
	}
	if r.AccountID == tx.Actor.ID {
		return Account{}, "", problem.New(problem.Closed, "Không tự xác nhận khôi phục tài khoản của mình được; một quản trị viên khác phải xác nhận.")
	}
	if a, err = ByID(tx, r.AccountID); err != nil {
		return Account{}, "", err
	}
	if !a.DisabledAt.IsZero() {
		return Account{}, "", problem.New(problem.Closed, "Tài khoản này đang tạm ngừng; cho dùng lại rồi mới khôi phục được.")
	}
	var h Handing
	if byMail {
		if a.EmailConfirmedAt.IsZero() {
			return Account{}, "", problem.Field("hand", "%s chưa có địa chỉ thư điện tử đã xác nhận; hãy chọn hiện liên kết rồi trao tận tay.", a.Name)
		}
		h.To = a.Email
	}
	if err := decide(tx, r, RecoveryConfirmed, r.Reason); err != nil {
		return Account{}, "", err
	}
	token, err = reopen(tx, a, r.DropFactors, h, b)
	return a, token, err
}

// DropRecovery ends a request that no administrator should confirm.
func DropRecovery(tx *db.Tx, recoveryID, reason string) error {
	r, err := toDecide(tx, recoveryID)
	if err != nil {
		return err
	}
	if reason == "" {
		return problem.Field("reason", "Ghi lý do bỏ yêu cầu.")
	}
	if err := decide(tx, r, RecoveryDropped, reason); err != nil {
		return err
	}
	return tellSafety(tx, r.AccountID, "Yêu cầu khôi phục tài khoản của bạn đã bị bỏ", by(tx)+". Không có gì thay đổi")
}

// RecoverAtMachine makes the link for the person at the machine's own command line,
// who stands for both administrators where an installation has none left.
func RecoverAtMachine(tx *db.Tx, login, reason string, dropFactors bool) (a Account, token string, err error) {
	if err := access.Require(tx, access.AccountRecover, access.Scope{}); err != nil {
		return Account{}, "", err
	}
	if !slices.ContainsFunc(tx.Actor.Grants, func(g db.Grant) bool { return g.Role == string(access.Operator) }) {
		return Account{}, "", problem.New(problem.Denied, "Việc này chỉ làm được ở dòng lệnh của máy chủ.")
	}
	if a, err = ByLogin(tx, Login(login)); err != nil {
		return Account{}, "", err
	}
	if !a.DisabledAt.IsZero() {
		return Account{}, "", problem.New(problem.Closed, "Tài khoản này đang tạm ngừng; một quản trị viên cho dùng lại rồi mới khôi phục được.")
	}
	if reason == "" {
		return Account{}, "", problem.Field("--reason", "Ghi lý do khôi phục; nhật ký giữ lại.")
	}
	err = record.Add(tx, record.Act{
		Act: access.AccountRecover, Object: record.Object{Kind: "account", ID: a.ID},
		After: struct{ DropFactors bool }{dropFactors}, Reason: reason,
	})
	if err != nil {
		return Account{}, "", err
	}
	token, err = reopen(tx, a, dropFactors, Handing{}, Browser{At: tx.Now})
	return a, token, err
}

// toDecide finds a request that waits for an administrator.
func toDecide(tx *db.Tx, recoveryID string) (Recovery, error) {
	if err := access.Require(tx, access.AccountRecover, access.Scope{}); err != nil {
		return Recovery{}, err
	}
	r, err := findRecovery(tx, recoveryID)
	if errors.Is(err, db.ErrNoRow) {
		return Recovery{}, problem.New(problem.NotFound, "Không có yêu cầu khôi phục này.")
	}
	if err != nil {
		return Recovery{}, fmt.Errorf("find recovery %s: %w", recoveryID, err)
	}
	if r.State != RecoveryAsked {
		return r, problem.New(problem.Closed, "Yêu cầu khôi phục này %s.", r.State.Name())
	}
	return r, nil
}

func decide(tx *db.Tx, r Recovery, to RecoveryState, reason string) error {
	before := r
	r.State, r.DecidedBy, r.DecidedAt = to, tx.Actor.ID, db.At(tx.Now)
	n, err := saveDecision(tx, r)
	if err != nil {
		return fmt.Errorf("decide recovery %s: %w", r.ID, err)
	}
	if n == 0 {
		return problem.New(problem.Conflict, "Quản trị viên khác vừa quyết định yêu cầu này.")
	}
	return record.Add(tx, record.Act{
		Act: access.AccountRecover, Object: record.Object{Kind: "account", ID: r.AccountID}, Before: before, After: r, Reason: reason,
	})
}

// reopen voids what was there, also an address that waits to be confirmed, and
// makes the link.
func reopen(tx *db.Tx, a Account, dropFactors bool, h Handing, b Browser) (token string, err error) {
	if err := errors.Join(forgetPassword(tx, a.ID), forgetDevices(tx, a.ID, "")); err != nil {
		return "", fmt.Errorf("void password of account %s: %w", a.ID, err)
	}
	on, err := HasSecondFactor(tx, a.ID)
	if err != nil {
		return "", err
	}
	if on && dropFactors {
		if err := removeFactors(tx, a.ID, b); err != nil {
			return "", err
		}
	}
	if err := forgetKeys(tx, a.ID); err != nil {
		return "", err
	}
	if err := dropAskedEmail(tx, a); err != nil {
		return "", err
	}
	if _, err := endAll(tx, a.ID, "", Recovered, b); err != nil {
		return "", err
	}
	err = tellSafety(tx, a.ID, "Khôi phục tài khoản của bạn đã được xác nhận", by(tx)+
		". Mật khẩu cũ, khóa truy cập, liên kết đăng nhập một lần và mọi phiên đăng nhập hết hiệu lực; bạn sẽ nhận được đường dẫn đặt mật khẩu mới")
	if err != nil {
		return "", err
	}
	return makeLink(tx, RecoveryLink, a, RecoveryLasts, h)
}

// dropAskedEmail ends the wait for an address: who had got into the account may
// have asked for it.
func dropAskedEmail(tx *db.Tx, a Account) error {
	before, err := emailOf(tx, a)
	if err != nil || before.AskedMail == "" {
		return err
	}
	after := before
	after.AskedMail, after.AskedToken, after.AskedUntil = "", "", db.Time{}
	return putEmail(tx, before, after)
}
