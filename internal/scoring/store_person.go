package scoring

import (
	"giaouoc/internal/account"
	"giaouoc/internal/db"
)

func tracesOf(tx *db.Tx, p account.Person) ([]account.Trace, error) {
	return db.All[account.Trace](tx, `
		SELECT 'score_mark' AS kind, points || ' ' || reason AS text, at AS at, FALSE AS kept FROM score_mark WHERE account_id = $1
		UNION ALL SELECT 'score_entry', criterion || ' ' || note, at, FALSE FROM score_entry WHERE account_id = $1
		UNION ALL SELECT 'score_return', reason, at, FALSE FROM score_return WHERE account_id = $1
		UNION ALL SELECT 'score_explanation', text, at, FALSE FROM score_explanation WHERE account_id = $1
		UNION ALL SELECT 'score_evidence', name || ' ' || link, at, FALSE FROM score_evidence WHERE account_id = $1
		UNION ALL SELECT 'score_recusal', reason, at, FALSE FROM score_recusal WHERE account_id = $1
		UNION ALL SELECT 'score_cross_seal', commitment, at, FALSE FROM score_cross_seal WHERE account_id = $1
		UNION ALL SELECT 'score_cross_recusal', reason, at, FALSE FROM score_cross_recusal WHERE account_id = $1
		UNION ALL SELECT 'score_cross_opening', entry_id, at, FALSE FROM score_cross_opening WHERE account_id = $1
		UNION ALL SELECT 'score_unassigned', criterion || ' ' || document, at, FALSE FROM score_unassigned WHERE account_id = $1
		UNION ALL SELECT 'score_appeal', text || ' ' || shown || ' ' || link, at, FALSE FROM score_appeal WHERE account_id = $1
		UNION ALL SELECT 'score_appeal', answer, answered_at, FALSE FROM score_appeal WHERE answered_id = $1
		UNION ALL SELECT 'score_publication', sha256, first_at, FALSE FROM score_publication WHERE first_id = $1
		UNION ALL SELECT 'score_publication', sha256, second_at, FALSE FROM score_publication WHERE second_id = $1
		ORDER BY at`, p.ID)
}

func forgetPerson(tx *db.Tx, p account.Person) error {
	for _, s := range []struct{ statement, who string }{
		{`UPDATE score_mark SET name = $1 WHERE account_id = $2`, p.ID},
		{`UPDATE score_entry SET name = $1 WHERE account_id = $2`, p.ID},
		{`UPDATE score_return SET name = $1 WHERE account_id = $2`, p.ID},
		{`UPDATE score_explanation SET name = $1 WHERE account_id = $2`, p.ID},
		{`UPDATE score_evidence SET added_by = $1 WHERE account_id = $2`, p.ID},
		{`UPDATE score_recusal SET name = $1 WHERE account_id = $2`, p.ID},
		{`UPDATE score_cross_seal SET name = $1 WHERE account_id = $2`, p.ID},
		{`UPDATE score_cross_recusal SET name = $1 WHERE account_id = $2`, p.ID},
		{`UPDATE score_cross_opening SET name = $1 WHERE account_id = $2`, p.ID},
		{`UPDATE score_unassigned SET name = $1 WHERE account_id = $2`, p.ID},
		{`UPDATE score_appeal SET name = $1 WHERE account_id = $2`, p.ID},
		{`UPDATE score_appeal SET answered_by = $1 WHERE answered_id = $2`, p.ID},
		{`UPDATE score_publication SET first_name = $1 WHERE first_id = $2`, p.ID},
		{`UPDATE score_publication SET second_name = $1 WHERE second_id = $2`, p.ID},
	} {
		if _, err := tx.Exec(s.statement, account.Forgotten, s.who); err != nil {
			return err
		}
	}
	return nil
}
