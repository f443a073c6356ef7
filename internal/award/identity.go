package award

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
)

// IdentityPurpose is why a person's identity number is kept in a file.
const IdentityPurpose = "để không nhầm người cùng tên, cùng năm sinh khi tra thành tích và lập hồ sơ khen thưởng"

const identityDigits = 12

// SetIdentity keeps the identity number of a person's file, encrypted; an empty one
// takes it out. The record says that it changed, never the number.
func SetIdentity(tx *db.Tx, ring *key.Ring, id, number string, version int64) error {
	f, err := inHand(tx, id, version)
	if err != nil {
		return err
	}
	if f.Kind != rules.Person {
		return problem.Field("identity", "Số định danh chỉ ghi cho cá nhân.")
	}
	said, hidden := "đã bỏ", []byte{}
	if number = strings.NewReplacer(" ", "", ".", "").Replace(number); number != "" {
		if len(number) != identityDigits || strings.Trim(number, "0123456789") != "" {
			return problem.Field("identity", "Số định danh cá nhân gồm đúng %d chữ số.", identityDigits)
		}
		if hidden, err = ring.Encrypt([]byte(number), aboutIdentity(id)); err != nil {
			return fmt.Errorf("encrypt identity number: %w", err)
		}
		said = "đã ghi"
	}
	f.Identity = hidden
	return putDown(tx, access.AwardKeep, f.Subject, nil, map[string]string{"identity": said}, "")
}

// Masked is the identity number of a file as pages show it, its last four digits;
// empty where none is kept.
func (s *Subject) Masked(ring *key.Ring) (string, error) {
	if len(s.Identity) == 0 {
		return "", nil
	}
	plain, err := ring.Decrypt(s.Identity, aboutIdentity(s.ID))
	if err != nil {
		return "", fmt.Errorf("decrypt identity number: %w", err)
	}
	return "•••• " + string(plain[len(plain)-4:]), nil
}

// aboutIdentity binds an encrypted number to its file.
func aboutIdentity(subjectID string) string { return "subject/" + subjectID + "/identity" }
