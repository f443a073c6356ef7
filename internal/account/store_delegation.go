package account

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

const delegationColumns = `d.id, d.giver_id, d.receiver_id, d.from_day, d.until_day, d.reason, d.made_at,
	d.revoked_at, d.revoked_by, d.revoked_for, g.name AS giver, r.name AS receiver`

const delegationNames = ` FROM delegation d JOIN account g ON g.id = d.giver_id JOIN account r ON r.id = d.receiver_id`

func insertDelegation(tx *db.Tx, d Delegation) error {
	_, err := tx.Exec(`
		INSERT INTO delegation (id, giver_id, receiver_id, from_day, until_day, reason, made_at, revoked_at, revoked_by, revoked_for)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '')`,
		d.ID, d.GiverID, d.ReceiverID, d.FromDay, d.UntilDay, d.Reason, d.MadeAt, d.RevokedAt)
	if err != nil {
		return err
	}
	for _, p := range d.Parts {
		if _, err := tx.Exec(`
			INSERT INTO delegation_part (delegation_id, grant_id, role, scope_kind, scope_id) VALUES ($1, $2, $3, $4, $5)`,
			d.ID, p.GrantID, string(p.Role), p.ScopeKind, p.ScopeID); err != nil {
			return err
		}
	}
	return nil
}

func updateRevoked(tx *db.Tx, d Delegation) error {
	_, err := tx.Exec(`UPDATE delegation SET revoked_at = $1, revoked_by = $2, revoked_for = $3 WHERE id = $4`,
		d.RevokedAt, d.RevokedBy, d.RevokedFor, d.ID)
	return err
}

func findDelegation(tx *db.Tx, id string) (Delegation, error) {
	d, err := db.One[Delegation](tx, `SELECT `+delegationColumns+delegationNames+` WHERE d.id = $1`, id)
	if err != nil {
		return d, err
	}
	d.Parts, err = partsOf(tx, id)
	return d, err
}

// delegationsOf lists what an account has given and received, newest first.
func delegationsOf(tx *db.Tx, accountID string) ([]Delegation, error) {
	list, err := db.All[Delegation](tx, `
		SELECT `+delegationColumns+delegationNames+`
		WHERE d.giver_id = $1 OR d.receiver_id = $2 ORDER BY d.id DESC`, accountID, accountID)
	for i := range list {
		if err == nil {
			list[i].Parts, err = partsOf(tx, list[i].ID)
		}
	}
	return list, err
}

func partsOf(tx *db.Tx, delegationID string) ([]Part, error) {
	return db.All[Part](tx, `
		SELECT p.grant_id, p.role, p.scope_kind, p.scope_id, g.id IS NOT NULL AS held
		FROM delegation_part p JOIN delegation d ON d.id = p.delegation_id
		LEFT JOIN account_grant g ON g.id = p.grant_id AND g.account_id = d.giver_id
		  AND (g.from_day = '' OR g.from_day <= $1) AND (g.to_day = '' OR g.to_day > $2)
		WHERE p.delegation_id = $3 ORDER BY p.grant_id`, tx.Today(), tx.Today(), delegationID)
}

// overlapping lists the delegations of a grant that stand on some day of a time.
func overlapping(tx *db.Tx, grantID string, from, until vn.Date) ([]Delegation, error) {
	return db.All[Delegation](tx, `
		SELECT `+delegationColumns+delegationNames+` JOIN delegation_part p ON p.delegation_id = d.id
		WHERE p.grant_id = $1 AND d.from_day <= $2 AND d.until_day >= $3 AND d.revoked_at IS NULL ORDER BY d.id`, grantID, until, from)
}

// lent is a grant that another person has delegated.
type lent struct {
	GrantID   string
	GiverID   string
	Name      string
	Position  string
	Role      access.Role
	ScopeKind string
	ScopeID   string
}

// lentTo lists the grants in force on a day that others of the same unit have
// delegated to an account for that day.
func lentTo(tx *db.Tx, a Account, day vn.Date) ([]lent, error) {
	return db.All[lent](tx, `
		SELECT g.id AS grant_id, o.id AS giver_id, o.name, o.position, g.role, g.scope_kind, g.scope_id
		FROM delegation d
		JOIN account o ON o.id = d.giver_id
		JOIN delegation_part p ON p.delegation_id = d.id
		JOIN account_grant g ON g.id = p.grant_id AND g.account_id = d.giver_id
		WHERE d.receiver_id = $1 AND o.unit_id = $2 AND o.disabled_at IS NULL AND d.from_day <= $3 AND d.until_day >= $4 AND d.revoked_at IS NULL
		  AND (g.from_day = '' OR g.from_day <= $5) AND (g.to_day = '' OR g.to_day > $6)
		ORDER BY g.id`, a.ID, a.UnitID, day, day, day, day)
}
