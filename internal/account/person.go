package account

import (
	"errors"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Forgotten stands where the name of a person was whose data were erased.
const Forgotten = "(người đã xóa dữ liệu)"

// Person is one whose data are looked for. Name is empty where another account
// has the same name: what carries a name alone is then nobody's in particular.
type Person struct {
	ID   string
	Name string
}

// Trace is one thing that a person wrote or signed, as it stands beside the
// person's name.
type Trace struct {
	Kind string // word of the table, such as "covenant_signature"
	Text string
	At   db.Time
	Kept bool // a signed or issued document, which stays when the rest is erased
}

// PersonOf says how the traces of an account are looked for.
//
// Read: called by personal, which requires its own right.
func PersonOf(tx *db.Tx, accountID string) (Person, error) {
	a, err := ByID(tx, accountID)
	if err != nil {
		return Person{}, err
	}
	n, err := countNamed(tx, a.Name)
	if err != nil {
		return Person{}, fmt.Errorf("count accounts of a name: %w", err)
	}
	p := Person{ID: a.ID, Name: a.Name}
	if n > 1 {
		p.Name = ""
	}
	return p, nil
}

// Everything is all that this package knows of a person, secrets aside.
type Everything struct {
	Account  Account
	Email    Email     // the address, and what is under way about it
	Grants   []Grant   // ever
	Sessions []Session // kept
	Password bool      // one is set; it is stored as a hash alone
	Factor   bool
	Devices  int // browsers known to the account
	SSO      []SSOLink
	Others   int // accounts with the same name
}

// All reads everything of an account.
//
// Read: called by personal, which requires its own right.
func All(tx *db.Tx, accountID string) (Everything, error) {
	a, err := ByID(tx, accountID)
	if err != nil {
		return Everything{}, err
	}
	e := Everything{Account: a}
	var errs [6]error
	e.Grants, errs[0] = grantsEver(tx, a.ID)
	e.Sessions, errs[1] = allSessions(tx, a.ID)
	e.Devices, errs[2] = countDevices(tx, a.ID)
	e.Factor, errs[3] = HasSecondFactor(tx, a.ID)
	e.SSO, errs[4] = ssoOf(tx, a.ID)
	e.Email, errs[5] = emailOf(tx, a)
	_, err = findPassword(tx, a.ID)
	e.Password = err == nil
	if errors.Is(err, db.ErrNoRow) {
		err = nil
	}
	if err := errors.Join(append(errs[:], err)...); err != nil {
		return e, fmt.Errorf("read account %s: %w", a.ID, err)
	}
	e.Others, err = countNamed(tx, a.Name)
	e.Others--
	return e, err
}

// MustNotBeNeeded refuses to close an account whose duty nobody else could do:
// the only administrator, or the only head of a unit among those that lead.
//
// Read: called by personal, which requires its own right.
func MustNotBeNeeded(tx *db.Tx, accountID string, leads func(unitID string) (bool, error)) error {
	grants, err := grantsOn(tx, accountID, tx.Today())
	if err != nil {
		return fmt.Errorf("find grants of account %s: %w", accountID, err)
	}
	for _, g := range grants {
		others, err := countOthers(tx, g, accountID, tx.Today())
		if err != nil {
			return fmt.Errorf("count others with role %s: %w", g.Role, err)
		}
		if others > 0 {
			continue
		}
		switch g.Role {
		case "administrator":
			return problem.New(problem.Closed, "Đây là quản trị viên duy nhất; cấp vai trò quản trị viên cho người khác trước.")
		case "unit_leader":
			leading, err := leads(g.ScopeID)
			if err != nil {
				return err
			}
			if leading {
				return problem.New(problem.Closed, "Người này là lãnh đạo duy nhất của một đơn vị đang làm trưởng hoặc phó cụm, khối; cấp vai trò lãnh đạo đơn vị cho người thay trước, để việc của cụm không bị bỏ dở.")
			}
		}
	}
	return nil
}

// Forget closes an account and destroys what it says of the person: name,
// login, position, address, ways to sign in, sessions with their browsers'
// cookies, links. Roles and
// delegations end today. The row stays without a name, because others point at it.
//
// Within: the erasure of a person's data.
func Forget(tx *db.Tx, accountID string) error {
	if err := forget(tx, accountID, "da-xoa-"+db.NewID()[24:]); err != nil {
		return fmt.Errorf("forget account %s: %w", accountID, err)
	}
	return nil
}
