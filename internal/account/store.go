package account

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

const accountColumns = `id, login, name, position, unit_id, created_at, email, email_confirmed_at, disabled_at, disabled_why`

func insert(tx *db.Tx, a Account) error {
	_, err := tx.Exec(`
		INSERT INTO account (id, login, name, position, unit_id, created_at, email, disabled_at, disabled_why)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		a.ID, a.Login, a.Name, a.Position, a.UnitID, a.CreatedAt, a.Email, a.DisabledAt, a.DisabledWhy)
	return err
}

func insertGrant(tx *db.Tx, g Grant) error {
	_, err := tx.Exec(`
		INSERT INTO account_grant (id, account_id, role, scope_kind, scope_id, from_day, to_day)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		g.ID, g.AccountID, string(g.Role), g.ScopeKind, g.ScopeID, g.FromDay, g.ToDay)
	return err
}

// grantColumns are those of an account_grant named g.
const grantColumns = `g.id, g.account_id, g.role, g.scope_kind, g.scope_id, g.from_day, g.to_day`

func find(tx *db.Tx, id string) (Account, error) {
	return db.One[Account](tx, `
		SELECT `+accountColumns+` FROM account WHERE id = $1`, id)
}

func findByLogin(tx *db.Tx, login string) (Account, error) {
	return db.One[Account](tx, `
		SELECT `+accountColumns+` FROM account WHERE login = $1`, login)
}

func list(tx *db.Tx) ([]Account, error) {
	return db.All[Account](tx, `
		SELECT `+accountColumns+` FROM account ORDER BY id`)
}

func grantsOn(tx *db.Tx, accountID string, day vn.Date) ([]Grant, error) {
	return db.All[Grant](tx, `
		SELECT `+grantColumns+` FROM account_grant g
		WHERE g.account_id = $1 AND (g.from_day = '' OR g.from_day <= $2) AND (g.to_day = '' OR g.to_day > $3)
		ORDER BY g.id`, accountID, day, day)
}

// grantsFrom lists the grants of an account that are in force on a day or later.
func grantsFrom(tx *db.Tx, accountID string, day vn.Date) ([]Grant, error) {
	return db.All[Grant](tx, `
		SELECT `+grantColumns+` FROM account_grant g
		WHERE g.account_id = $1 AND (g.to_day = '' OR g.to_day > $2) ORDER BY g.id`, accountID, day)
}

func colleagues(tx *db.Tx, a db.Actor) ([]Account, error) {
	return db.All[Account](tx, `
		SELECT `+accountColumns+` FROM account
		WHERE unit_id = $1 AND id <> $2 AND disabled_at IS NULL ORDER BY name, id`, a.Unit, a.ID)
}
