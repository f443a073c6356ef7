package backup

import (
	"errors"
	"fmt"
	"strings"

	"filippo.io/age"

	"giaouoc/internal/problem"
)

// Lock is what encrypts an archive or opens it: a passphrase, or for whom it is and by
// what that person opens it. The zero Lock is none.
type Lock struct {
	phrase  string
	to      []age.Recipient
	openers []age.Identity
}

// Phrase locks and opens by a passphrase; empty is none.
func Phrase(phrase string) Lock { return Lock{phrase: phrase} }

// ForRecipients locks for whoever holds the private part of one of these age keys
// (age1…). This machine, which has none of them, can read the archive again as long as
// the Lock lives, by a key that is nowhere else.
func ForRecipients(keys ...string) (Lock, error) {
	own, err := age.GenerateX25519Identity()
	if err != nil {
		return Lock{}, fmt.Errorf("make key: %w", err)
	}
	l := Lock{to: []age.Recipient{own.Recipient()}, openers: []age.Identity{own}}
	for _, k := range keys {
		r, err := age.ParseX25519Recipient(strings.TrimSpace(k))
		if err != nil {
			return Lock{}, problem.Field("--recipient", "«%s» không phải khóa công khai của nơi nhận; khóa ấy bắt đầu bằng age1, do «giaouoc key recipient» in ra.", k)
		}
		l.to = append(l.to, r)
	}
	return l, nil
}

// ByIdentity opens by the private keys in the text of a file.
func ByIdentity(text string) (Lock, error) {
	list, err := age.ParseIdentities(strings.NewReader(text))
	if err != nil {
		return Lock{}, problem.Field("--identity-file", "Tệp này không chứa khóa riêng (dòng bắt đầu bằng AGE-SECRET-KEY-1).")
	}
	return Lock{openers: list}, nil
}

// NewRecipient makes a pair of keys: what backups are locked for, and the text of the
// file that opens them.
func NewRecipient() (public, private string, err error) {
	k, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", fmt.Errorf("make key: %w", err)
	}
	return k.Recipient().String(), k.String() + "\n", nil
}

// Locks reports whether an archive is encrypted under it.
func (l Lock) Locks() bool { return l.phrase != "" || len(l.to) > 0 }

func (l Lock) recipients() ([]age.Recipient, error) {
	if l.phrase == "" {
		return l.to, nil
	}
	r, err := age.NewScryptRecipient(l.phrase)
	return []age.Recipient{r}, err
}

func (l Lock) identities() ([]age.Identity, error) {
	if l.phrase == "" {
		return l.openers, nil
	}
	i, err := age.NewScryptIdentity(l.phrase)
	return []age.Identity{i}, err
}

// refuses says in words why an archive does not open under the lock.
func (l Lock) refuses(err error) error {
	var none *age.NoIdentityMatchError
	switch {
	case !errors.As(err, &none):
		return damaged(err)
	case l.phrase != "":
		return problem.Field("--passphrase-file", "Cụm mật khẩu không mở được tệp sao lưu này; hãy kiểm tra lại, hoặc bản này được khóa bằng khóa của nơi nhận (--identity-file), hoặc tệp đã bị hỏng.")
	}
	return problem.Field("--identity-file", "Khóa riêng này không mở được tệp sao lưu; bản này được khóa cho nơi nhận khác, hoặc bằng cụm mật khẩu (--passphrase-file).")
}
