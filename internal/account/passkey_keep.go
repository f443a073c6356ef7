package account

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// OwnPasskeys lists the actor's passkeys in the order of their making.
//
// Public: a person's own account.
func OwnPasskeys(tx *db.Tx) ([]Passkey, error) {
	rows, err := passkeysOf(tx, tx.Actor.ID)
	if err != nil {
		return nil, fmt.Errorf("find passkeys: %w", err)
	}
	list := make([]Passkey, len(rows))
	for i, row := range rows {
		list[i] = row.Passkey
	}
	return list, nil
}

// RenamePasskey gives one of the actor's passkeys another name.
//
// Public: a person's own account.
func RenamePasskey(tx *db.Tx, id, name string) error {
	row, err := ownPasskey(tx, id)
	if err != nil {
		return err
	}
	if name, err = passkeyName(name); err != nil || name == row.Name {
		return err
	}
	before := row.said()
	row.Name = name
	if err := updatePasskey(tx, row); err != nil {
		return fmt.Errorf("rename passkey %s: %w", id, err)
	}
	return record.Add(tx, record.Act{
		Act: access.PasskeyRenamed, Object: record.Object{Kind: "account", ID: row.AccountID}, Before: before, After: row.said(),
	})
}

// RemovePasskey forgets one of the actor's passkeys; its answers are refused from
// then on, and every other session ends, since one of them may be the lost
// telephone's. The last way to sign in stays; issuer is that of the single sign-on,
// or empty.
//
// Public: a person's own account.
func RemovePasskey(tx *db.Tx, id, issuer, sessionID string, b Browser) error {
	row, err := ownPasskey(tx, id)
	if err != nil {
		return err
	}
	if err := keepAWay(tx, row.AccountID, issuer, id); err != nil {
		return err
	}
	if err := deletePasskey(tx, id); err != nil {
		return fmt.Errorf("remove passkey %s: %w", id, err)
	}
	err = record.Add(tx, record.Act{
		Act: access.PasskeyRemoved, Object: record.Object{Kind: "account", ID: row.AccountID}, Before: row.said(),
	})
	if err != nil {
		return err
	}
	if _, err := endAll(tx, row.AccountID, sessionID, Changed, b); err != nil {
		return err
	}
	return tellSafety(tx, row.AccountID, "Một khóa truy cập của tài khoản đã được bỏ", b.from())
}

func ownPasskey(tx *db.Tx, id string) (passkeyRow, error) {
	a, err := own(tx)
	if err != nil {
		return passkeyRow{}, err
	}
	rows, err := passkeysOf(tx, a.ID)
	if err != nil {
		return passkeyRow{}, fmt.Errorf("find passkeys: %w", err)
	}
	i := slices.IndexFunc(rows, func(r passkeyRow) bool { return r.ID == id })
	if i < 0 {
		return passkeyRow{}, problem.New(problem.NotFound, "Tài khoản của bạn không có khóa truy cập này.")
	}
	return rows[i], nil
}
