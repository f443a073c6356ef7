package account

import (
	"errors"
	"fmt"
	"regexp"

	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

var (
	wrongCode = problem.Field("code", "Mã không đúng hoặc đã dùng rồi. Hãy gõ mã đang hiện trên điện thoại; mã đổi sau mỗi 30 giây và giờ của điện thoại phải đúng.")
	sixDigits = regexp.MustCompile(`^[0-9]{6}$`)
)

// take looks at a code of the telephone and takes it once: a code that was taken
// is refused, also of two who show it at once. Why says what was wrong with it,
// for the record alone.
func (t TOTP) take(tx *db.Tx, ring *key.Ring, code string, b Browser) (ok bool, why string, err error) {
	code = bare(code)
	if !sixDigits.MatchString(code) {
		return false, "not a code", nil
	}
	secret, err := ring.Decrypt(t.Secret, aboutTOTP(t.AccountID))
	if err != nil {
		return false, "", err
	}
	step, err := stepOf(string(secret), code, b.At)
	if err != nil {
		return false, "", err
	}
	if step == 0 {
		return false, "wrong code", nil
	}
	n, err := takeStep(tx, t.AccountID, step)
	if err != nil {
		return false, "", fmt.Errorf("take code of account %s: %w", t.AccountID, err)
	}
	if n == 0 {
		return false, "replayed code", nil
	}
	return true, "", nil
}

// TryCode begins an attempt to show the second factor of an account whose first
// was right.
//
// Public: a visitor is about to sign in.
func TryCode(tx *db.Tx, accountID string, b Browser) (Attempt, error) {
	a, err := find(tx, accountID)
	if err != nil {
		return Attempt{}, fmt.Errorf("find account %s: %w", accountID, err)
	}
	return try(tx, tryCode, a.Login, a, b)
}

// SignInCode ends an attempt of TryCode, begun in the first way, with a code of the
// telephone or a recovery code. Left says how many recovery codes remain after one was used,
// and is -1 otherwise.
//
// Public: a visitor signs in.
func SignInCode(tx *db.Tx, ring *key.Ring, a Attempt, first How, code string, b Browser) (e Entered, left int, err error) {
	now, err := find(tx, a.account.ID)
	if err != nil {
		return Entered{}, -1, fmt.Errorf("find account %s: %w", a.account.ID, err)
	}
	if !now.DisabledAt.IsZero() {
		return Entered{Refused: problem.List{problem.New(problem.Closed, "%s", Disabled.Say())}}, -1, recordRefused(tx, now.ID, "disabled", b)
	}
	how, why, err := showCode(tx, ring, now.ID, code, b)
	if err != nil {
		return Entered{}, -1, err
	}
	if how == "" {
		return Entered{Refused: problem.List{wrongCode}}, -1, recordRefused(tx, now.ID, why, b)
	}
	if err := a.keys.clear(tx); err != nil {
		return Entered{}, -1, fmt.Errorf("clear failures of account %s: %w", now.ID, err)
	}
	left = -1
	if how == ByRecoveryCode {
		n, err := countCodes(tx, now.ID)
		if err != nil {
			return Entered{}, -1, fmt.Errorf("count recovery codes of account %s: %w", now.ID, err)
		}
		left = int(n)
		if err := tellSafety(tx, now.ID, "Một mã dự phòng đã được dùng để đăng nhập", b.from()); err != nil {
			return Entered{}, -1, err
		}
	}
	e, err = enter(tx, now.ID, first.with(how), b)
	return e, left, err
}

// showCode takes a code of either kind; how is empty when it is none.
func showCode(tx *db.Tx, ring *key.Ring, accountID, code string, b Browser) (how How, why string, err error) {
	if !sixDigits.MatchString(bare(code)) {
		n, err := takeCode(tx, accountID, codeDigest(accountID, code), db.At(b.At))
		if err != nil {
			return "", "", fmt.Errorf("take recovery code of account %s: %w", accountID, err)
		}
		if n == 0 {
			return "", "wrong recovery code", nil
		}
		return ByRecoveryCode, "", nil
	}
	t, err := findTOTP(tx, accountID)
	if errors.Is(err, db.ErrNoRow) || err == nil && t.ConfirmedAt.IsZero() {
		return "", "no second factor", nil
	}
	if err != nil {
		return "", "", fmt.Errorf("find second factor of account %s: %w", accountID, err)
	}
	ok, why, err := t.take(tx, ring, code, b)
	if !ok {
		return "", why, err
	}
	return ByTOTP, "", nil
}
