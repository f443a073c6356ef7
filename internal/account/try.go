package account

import (
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Attempt is one attempt to sign in. It is counted as failed when it begins and
// until SignIn has taken it back.
type Attempt struct {
	account  Account // zero when the login is unknown
	hash     Hash
	keys     keys
	matched  bool
	password string
}

// Try begins an attempt to sign in with a password; its error says how long the
// visitor has to wait. What it does is the same for a login that does not exist.
//
// Public: a visitor is about to sign in.
func Try(tx *db.Tx, login string, b Browser) (Attempt, error) {
	login = Login(login)
	a, err := findByLogin(tx, login)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return Attempt{}, fmt.Errorf("find account of an attempt: %w", err)
	}
	return try(tx, tryPassword, login, a, b)
}

// try counts an attempt of a kind on an account, zero when there is none.
func try(tx *db.Tx, what, login string, a Account, b Browser) (Attempt, error) {
	known, err := knows(tx, a.ID, b)
	if err != nil {
		return Attempt{}, err
	}
	hash, err := findPassword(tx, a.ID)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return Attempt{}, fmt.Errorf("find password of account %s: %w", a.ID, err)
	}
	k := keysOf(what, login, b, known)
	return Attempt{account: a, hash: hash, keys: k}, k.count(tx, b.At)
}

// Check looks whether a password is the account's. It takes some 20 ms, so it
// stands between two transactions.
func (a *Attempt) Check(password string) {
	password = password[:min(len(password), longestTyped)]
	a.matched = a.hash.Matches(password)
	if a.matched {
		a.password = password
	}
}

// longestTyped bounds, in bytes, what of a typed password is looked at; it is more
// than the longest password has.
const longestTyped = 1024

// Login is how a login is compared: lower case, without blanks around it.
func Login(typed string) string { return strings.ToLower(strings.TrimSpace(vn.NFC(typed))) }

// knows reports whether the browser has signed in to the account before.
func knows(tx *db.Tx, accountID string, b Browser) (bool, error) {
	d, err := findDevice(tx, digest("device", accountID, b.Device))
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("find browser of account %s: %w", accountID, err)
	}
	return !db.At(b.At).After(d.SeenAt.Add(deviceKept)), nil
}

// remember makes a browser known to an account and returns the token of its
// cookie.
func remember(tx *db.Tx, accountID string, b Browser) (string, error) {
	token := b.Device
	if token == "" {
		var err error
		if token, err = newToken(); err != nil {
			return "", err
		}
	}
	err := saveDevice(tx, device{ID: digest("device", accountID, token), AccountID: accountID, SeenAt: db.At(b.At)})
	if err != nil {
		return "", fmt.Errorf("remember browser of account %s: %w", accountID, err)
	}
	return token, nil
}
