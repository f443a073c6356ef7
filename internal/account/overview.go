package account

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Standing is how far an account is from being used.
type Standing string

// The standings of an account.
const (
	InUse     Standing = "in_use"    // its person can sign in
	Invited   Standing = "invited"   // a link waits to be used
	Uninvited Standing = "uninvited" // no way to sign in, no link that opens
	Resting   Standing = "disabled"
)

// Standings lists them in the order of a page.
var Standings = []Standing{InUse, Invited, Uninvited, Resting}

// Name is the standing in Vietnamese.
func (s Standing) Name() string {
	return map[Standing]string{InUse: "đang dùng", Invited: "đã mời", Uninvited: "chưa mời", Resting: "tạm ngừng"}[s]
}

// Listed is an account as administrators see it.
type Listed struct {
	Account
	Standing Standing
	Expires  db.Time // of the link that waits
	LinkID   string
	Grants   []Grant // in force today
}

// Query is what an administrator looks for; empty fields do not matter.
type Query struct {
	Text     string // of name, login or e-mail, without marks or case
	Unit     string // id
	Role     access.Role
	Standing Standing
}

// Search lists the accounts that match, by name.
//
// Read: asks for the right to see accounts.
func Search(tx *db.Tx, q Query) ([]Listed, error) {
	if err := access.Require(tx, access.AccountRead, access.Scope{}); err != nil {
		return nil, err
	}
	rows, err := listedAccounts(tx)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	grants, err := allGrantsOn(tx, tx.Today())
	if err != nil {
		return nil, fmt.Errorf("list grants: %w", err)
	}
	held := map[string][]Grant{}
	for _, g := range grants {
		held[g.AccountID] = append(held[g.AccountID], g)
	}
	want := vn.Fold(q.Text)
	var found []Listed
	for _, row := range rows {
		l := row.listed(db.At(tx.Now))
		l.Grants = held[l.ID]
		switch {
		case want != "" && !strings.Contains(vn.Fold(l.Name), want) && !strings.Contains(l.Login, want) && !strings.Contains(vn.Fold(l.Email), want):
		case q.Unit != "" && l.UnitID != q.Unit:
		case q.Standing != "" && l.Standing != q.Standing:
		case q.Role != "" && !slices.ContainsFunc(l.Grants, func(g Grant) bool { return g.Role == q.Role }):
		default:
			found = append(found, l)
		}
	}
	slices.SortFunc(found, func(a, b Listed) int { return cmp.Or(vn.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return found, nil
}

// listedRow is a row of the list.
type listedRow struct {
	Account
	Ways    int64 // ways to sign in
	LinkID  string
	Expires db.Time
}

func (r listedRow) listed(now db.Time) Listed {
	l := Listed{Account: r.Account, LinkID: r.LinkID, Expires: r.Expires}
	open := r.LinkID != "" && r.Expires.After(now.Time)
	switch {
	case !r.DisabledAt.IsZero():
		l.Standing = Resting
	case open && r.Ways == 0:
		l.Standing = Invited
	case r.Ways > 0:
		l.Standing = InUse
	default:
		l.Standing = Uninvited
	}
	return l
}

// Full is one account with everything that administrators may know of it.
type Full struct {
	Listed
	All        []Grant // past, in force, to come; the newest first
	Sessions   []Session
	Factor     bool
	Recoveries []Recovery // the newest first
}

// Read reads one account; at and l say which of its sessions still run.
//
// Read: asks for the right to see accounts.
func Read(tx *db.Tx, accountID string, at time.Time, l Limits) (Full, error) {
	if err := access.Require(tx, access.AccountRead, access.Scope{}); err != nil {
		return Full{}, err
	}
	row, err := listedAccount(tx, accountID)
	if errors.Is(err, db.ErrNoRow) {
		return Full{}, problem.New(problem.NotFound, "Không có tài khoản này.")
	}
	if err != nil {
		return Full{}, fmt.Errorf("find account %s: %w", accountID, err)
	}
	f := Full{Listed: row.listed(db.At(tx.Now))}
	if f.All, err = grantsOf(tx, accountID); err != nil {
		return Full{}, fmt.Errorf("find grants of account %s: %w", accountID, err)
	}
	if f.Grants, err = grantsOn(tx, accountID, tx.Today()); err != nil {
		return Full{}, fmt.Errorf("find grants of account %s: %w", accountID, err)
	}
	if f.Sessions, err = sessionsAt(tx, accountID, at, l); err != nil {
		return Full{}, err
	}
	if f.Recoveries, err = recoveriesOf(tx, accountID); err != nil {
		return Full{}, fmt.Errorf("find recoveries of account %s: %w", accountID, err)
	}
	f.Factor, err = HasSecondFactor(tx, accountID)
	return f, err
}

// FindAsked finds a request of recovery that waits for a second administrator.
//
// Read: asks for the right to see accounts.
func FindAsked(tx *db.Tx, id string) (Recovery, error) {
	list, err := Asked(tx)
	if err != nil {
		return Recovery{}, err
	}
	for _, r := range list {
		if r.ID == id {
			return r, nil
		}
	}
	return Recovery{}, problem.New(problem.NotFound, "Không có yêu cầu khôi phục này, hoặc yêu cầu đã được quyết định.")
}

// Asked lists the requests of recovery that wait for a second administrator.
//
// Read: asks for the right to see accounts.
func Asked(tx *db.Tx) ([]Recovery, error) {
	if err := access.Require(tx, access.AccountRead, access.Scope{}); err != nil {
		return nil, err
	}
	list, err := askedRecoveries(tx)
	if err != nil {
		return nil, fmt.Errorf("list recoveries: %w", err)
	}
	return list, nil
}

// ByID finds an account.
//
// Read: the use case that changes it asks for the right.
func ByID(tx *db.Tx, id string) (Account, error) {
	a, err := find(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return Account{}, problem.New(problem.NotFound, "Không có tài khoản này.")
	}
	if err != nil {
		return Account{}, fmt.Errorf("find account %s: %w", id, err)
	}
	return a, nil
}

// NameOf names the person of an account, for pages that say who did what.
//
// Read: the page has asked for the right to what it shows.
func NameOf(tx *db.Tx, id string) (string, error) {
	a, err := ByID(tx, id)
	if problem.Is(err, problem.NotFound) {
		return "", nil
	}
	return a.Name, err
}
