package account

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Offer returns the secret that the actor's telephone is to take, made when none
// waits; a problem when the second factor is there already.
//
// Public: whoever is signed in, for the own account.
func Offer(tx *db.Tx, ring *key.Ring) (Offered, error) {
	a, err := own(tx)
	if err != nil {
		return Offered{}, err
	}
	t, err := findTOTP(tx, a.ID)
	switch {
	case errors.Is(err, db.ErrNoRow):
		t = TOTP{AccountID: a.ID}
		if t.Secret, err = newSecret(ring, a.ID); err != nil {
			return Offered{}, err
		}
		if err := insertTOTP(tx, t); err != nil {
			return Offered{}, fmt.Errorf("offer second factor to account %s: %w", a.ID, err)
		}
	case err != nil:
		return Offered{}, fmt.Errorf("find second factor of account %s: %w", a.ID, err)
	case !t.ConfirmedAt.IsZero():
		return Offered{}, problem.New(problem.Closed, "Mã xác thực của bạn đã bật. Muốn chuyển sang điện thoại khác thì bỏ mã cũ rồi bật lại.")
	}
	return t.offered(ring, a.Login)
}

// TryOwnCode begins an attempt of the actor to show a code.
//
// Public: whoever is signed in, for the own account.
func TryOwnCode(tx *db.Tx, b Browser) (Attempt, error) {
	a, err := own(tx)
	if err != nil {
		return Attempt{}, err
	}
	return try(tx, tryCode, a.Login, a, b)
}

// Enrol turns the second factor on with a first code from the telephone, and
// returns the recovery codes, which are shown this once. The session counts as
// one with both factors from here on; every other ends.
//
// Public: whoever is signed in, for the own account.
func Enrol(tx *db.Tx, ring *key.Ring, a Attempt, code, sessionID string, b Browser) ([]string, problem.List, error) {
	if a.account.ID == "" || a.account.ID != tx.Actor.ID {
		return nil, nil, problem.New(problem.Denied, "Trang này dành cho người đã đăng nhập.")
	}
	t, err := findTOTP(tx, a.account.ID)
	if err == nil && !t.ConfirmedAt.IsZero() {
		return nil, nil, problem.New(problem.Closed, "Mã xác thực của bạn đã bật.")
	}
	ok, why := false, "no secret was offered"
	if err == nil {
		ok, why, err = t.take(tx, ring, code, b)
	}
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return nil, nil, fmt.Errorf("show first code of account %s: %w", a.account.ID, err)
	}
	object := record.Object{Kind: "account", ID: a.account.ID}
	if !ok {
		return nil, problem.List{wrongCode}, record.Add(tx, record.Act{
			Act: access.IdentityRefused, Object: object, After: struct{ Why, Address, Browser string }{why, b.Address, b.Name},
		})
	}
	if err := errors.Join(a.keys.clear(tx), confirmTOTP(tx, a.account.ID, db.At(b.At)), raiseSession(tx, sessionID, ByTOTP, db.At(b.At))); err != nil {
		return nil, nil, fmt.Errorf("turn on second factor of account %s: %w", a.account.ID, err)
	}
	if err := record.Add(tx, record.Act{Act: access.FactorSet, Object: object, After: struct{ Factor string }{"totp"}}); err != nil {
		return nil, nil, err
	}
	if _, err := endAll(tx, a.account.ID, sessionID, Changed, b); err != nil {
		return nil, nil, err
	}
	codes, err := renewCodes(tx, a.account.ID)
	if err != nil {
		return nil, nil, err
	}
	return codes, nil, tellSafety(tx, a.account.ID, "Mã xác thực đã được bật, kèm mã dự phòng mới", b.from())
}

// RenewCodes replaces the actor's recovery codes; the new ones are shown this
// once. The session must have been proved.
//
// Public: whoever is signed in, for the own account.
func RenewCodes(tx *db.Tx, b Browser) ([]string, error) {
	a, err := own(tx)
	if err != nil {
		return nil, err
	}
	n, err := countTOTP(tx, a.ID)
	if err != nil {
		return nil, fmt.Errorf("find second factor of account %s: %w", a.ID, err)
	}
	if n == 0 {
		return nil, problem.New(problem.Closed, "Chưa bật mã xác thực thì chưa có mã dự phòng.")
	}
	codes, err := renewCodes(tx, a.ID)
	if err != nil {
		return nil, err
	}
	return codes, tellSafety(tx, a.ID, "Mã dự phòng mới đã được tạo, mã cũ hết hiệu lực", b.from())
}

func renewCodes(tx *db.Tx, accountID string) ([]string, error) {
	codes, err := newCodes()
	if err != nil {
		return nil, err
	}
	if err := forgetCodes(tx, accountID); err != nil {
		return nil, fmt.Errorf("forget recovery codes of account %s: %w", accountID, err)
	}
	for _, c := range codes {
		if err := insertCode(tx, db.NewID(), accountID, codeDigest(accountID, c)); err != nil {
			return nil, fmt.Errorf("save recovery codes of account %s: %w", accountID, err)
		}
	}
	return codes, record.Add(tx, record.Act{
		Act: access.CodesRenewed, Object: record.Object{Kind: "account", ID: accountID}, After: struct{ Codes int }{len(codes)},
	})
}

// RemoveTOTP turns the actor's second factor off, with its recovery codes. The
// session must have been proved.
//
// Public: whoever is signed in, for the own account.
func RemoveTOTP(tx *db.Tx, sessionID string, b Browser) error {
	a, err := own(tx)
	if err != nil {
		return err
	}
	on, err := HasSecondFactor(tx, a.ID)
	if err != nil {
		return err
	}
	if !on {
		return problem.New(problem.Closed, "Mã xác thực chưa bật nên không có gì để bỏ.")
	}
	if err := removeFactors(tx, a.ID, b); err != nil {
		return err
	}
	if err := raiseSession(tx, sessionID, ByPassword, db.At(b.At)); err != nil {
		return fmt.Errorf("lower session %s: %w", sessionID, err)
	}
	_, err = endAll(tx, a.ID, sessionID, Changed, b)
	return err
}

// removeFactors takes everything off an account that has to be shown besides the
// password.
func removeFactors(tx *db.Tx, accountID string, b Browser) error {
	if err := errors.Join(forgetTOTP(tx, accountID), forgetCodes(tx, accountID)); err != nil {
		return fmt.Errorf("remove second factor of account %s: %w", accountID, err)
	}
	err := record.Add(tx, record.Act{
		Act: access.FactorRemoved, Object: record.Object{Kind: "account", ID: accountID}, Before: struct{ Factor string }{"totp"},
	})
	if err != nil {
		return err
	}
	note := b.from()
	if tx.Actor.ID != accountID {
		note = by(tx)
	}
	return tellSafety(tx, accountID, "Mã xác thực và mã dự phòng đã được bỏ", note)
}
