package account

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// mustGoWith refuses a role beside one that the account has on some of its days
// and that does not go with it (phân nhiệm).
func mustGoWith(tx *db.Tx, a Account, g Grant, field string) error {
	from := g.FromDay
	if from.IsZero() {
		from = tx.Today()
	}
	held, err := grantsFrom(tx, a.ID, from)
	if err != nil {
		return fmt.Errorf("find grants of account %s: %w", a.ID, err)
	}
	received, err := delegationsOf(tx, a.ID)
	if err != nil {
		return fmt.Errorf("find delegations of account %s: %w", a.ID, err)
	}
	for _, d := range received {
		if d.ReceiverID == a.ID && d.RevokedAt.IsZero() && !d.UntilDay.Before(from) {
			for _, p := range d.Parts {
				held = append(held, Grant{Role: p.Role, FromDay: d.FromDay, ToDay: d.UntilDay.AddDays(1)})
			}
		}
	}
	for _, h := range held {
		why := access.Against(g.Role, h.Role)
		if why != "" && (g.ToDay.IsZero() || h.FromDay.IsZero() || h.FromDay.Before(g.ToDay)) {
			return problem.Field(field, "%s đang có vai trò %s%s nên không nhận vai trò %s được. %s", a.Name, h.Role.Name(), since(h.FromDay, tx.Today()), g.Role.Name(), why)
		}
	}
	return nil
}

// since names the day from which a role is had, where that is to come.
func since(from, today vn.Date) string {
	if from.After(today) {
		return " từ ngày " + from.Short()
	}
	return ""
}
