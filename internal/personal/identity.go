package personal

import (
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// IdentityPurpose is why the number is asked for, as the person reads it.
const IdentityPurpose = "để không nhầm người cùng tên khi lập hồ sơ khen thưởng và khi khôi phục tài khoản"

// digits is how long an identity number is.
const digits = 12

// SetIdentity keeps the actor's own identity number, with consent to the stated
// purpose.
//
// Public: whoever is signed in, for the own account.
func SetIdentity(tx *db.Tx, ring *key.Ring, number string, consent bool) error {
	if tx.Actor.ID == "" {
		return problem.New(problem.Denied, "Hãy đăng nhập trước.")
	}
	number = strings.NewReplacer(" ", "", ".", "").Replace(number)
	var list problem.List
	if len(number) != digits || strings.Trim(number, "0123456789") != "" {
		list.Add("number", "Số định danh cá nhân gồm đúng 12 chữ số.")
	}
	if !consent {
		list.Add("consent", "Đánh dấu đồng ý nếu bạn muốn hệ thống giữ số này; không đồng ý thì để trống, không ảnh hưởng gì.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	hidden, err := ring.Encrypt([]byte(number), about(tx.Actor.ID))
	if err != nil {
		return fmt.Errorf("encrypt identity number: %w", err)
	}
	if err := saveIdentity(tx, tx.Actor.ID, hidden); err != nil {
		return fmt.Errorf("store identity number: %w", err)
	}
	return changed(tx, "đã đổi")
}

// RemoveIdentity destroys the actor's own identity number.
//
// Public: whoever is signed in, for the own account.
func RemoveIdentity(tx *db.Tx) error {
	if tx.Actor.ID == "" {
		return problem.New(problem.Denied, "Hãy đăng nhập trước.")
	}
	n, err := deleteIdentity(tx, tx.Actor.ID)
	if err != nil {
		return fmt.Errorf("remove identity number: %w", err)
	}
	if n == 0 {
		return nil
	}
	return changed(tx, "đã xóa")
}

// changed records that the number changed, never the number.
func changed(tx *db.Tx, what string) error {
	return record.Add(tx, record.Act{
		Act: access.IdentityNumber, Object: record.Object{Kind: "account", ID: tx.Actor.ID}, After: map[string]string{"number": what},
	})
}

// Masked is an identity number as pages show it: its last four digits.
func Masked(number string) string {
	if len(number) < 4 {
		return ""
	}
	return "•••• " + number[len(number)-4:]
}

// OwnIdentity is the actor's own number; empty where none is kept.
//
// Public: whoever is signed in, for the own account.
func OwnIdentity(tx *db.Tx, ring *key.Ring) (string, error) {
	if tx.Actor.ID == "" {
		return "", problem.New(problem.Denied, "Hãy đăng nhập trước.")
	}
	return identityOf(tx, ring, tx.Actor.ID)
}

// ReadIdentity shows another person's number to who has the right, for a reason;
// each look is recorded.
func ReadIdentity(tx *db.Tx, ring *key.Ring, accountID, reason string) (string, error) {
	if err := access.Require(tx, access.PersonalRead, access.Scope{}); err != nil {
		return "", err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return "", problem.Field("reason", "Ghi lý do xem số định danh; người có số này đọc được lý do.")
	}
	if _, err := account.ByID(tx, accountID); err != nil {
		return "", err
	}
	number, err := identityOf(tx, ring, accountID)
	if err != nil {
		return "", err
	}
	return number, record.Add(tx, record.Act{
		Act: access.PersonalRead, Object: record.Object{Kind: "account", ID: accountID}, After: map[string]string{"what": "số định danh cá nhân"}, Reason: reason,
	})
}

func identityOf(tx *db.Tx, ring *key.Ring, accountID string) (string, error) {
	hidden, err := findIdentity(tx, accountID)
	if errors.Is(err, db.ErrNoRow) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("find identity number: %w", err)
	}
	plain, err := ring.Decrypt(hidden, about(accountID))
	if err != nil {
		return "", fmt.Errorf("decrypt identity number: %w", err)
	}
	return string(plain), nil
}

// about binds an encrypted number to its account.
func about(accountID string) string { return "account/" + accountID + "/identity" }
