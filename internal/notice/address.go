package notice

import (
	"crypto/sha256"
	"encoding/hex"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Address is where a person's mails go.
type Address struct {
	Mail string // confirmed; empty for none
	Name string // of the person, for the letter
}

func hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// mustBeSomebody refuses the public.
func mustBeSomebody(tx *db.Tx) error {
	if tx.Actor.ID == "" {
		return problem.New(problem.Denied, "Trang này dành cho người đã đăng nhập.")
	}
	return nil
}
