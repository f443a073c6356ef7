package cluster

import (
	"slices"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

const bookColumns = `id, cluster_id, number, state, title, doc_number, adopted_on, adopted_by, in_force_on, reason, file_hash, file_name, source, version, created_at`

func insertBook(tx *db.Tx, b RuleBook) error {
	_, err := tx.Exec(`
		INSERT INTO rule_book (id, cluster_id, number, state, title, doc_number, adopted_on, adopted_by, in_force_on, reason, file_hash, file_name, source, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		b.ID, b.ClusterID, b.Number, string(b.State), b.Title, b.DocNumber, b.AdoptedOn, b.AdoptedBy, b.InForceOn, b.Reason,
		b.FileHash, b.FileName, b.Source, b.Version, b.CreatedAt)
	return err
}

func updateBook(tx *db.Tx, b RuleBook) error {
	_, err := tx.Exec(`
		UPDATE rule_book SET state = $1, title = $2, doc_number = $3, adopted_on = $4, adopted_by = $5, in_force_on = $6,
			reason = $7, file_hash = $8, file_name = $9, source = $10, version = $11
		WHERE id = $12`,
		string(b.State), b.Title, b.DocNumber, b.AdoptedOn, b.AdoptedBy, b.InForceOn,
		b.Reason, b.FileHash, b.FileName, b.Source, b.Version, b.ID)
	return err
}

func deleteBook(tx *db.Tx, id string) error {
	for _, statement := range []string{
		`DELETE FROM rule_setting WHERE rule_book_id = $1`,
		`DELETE FROM rule_clause WHERE rule_book_id = $1`,
		`DELETE FROM rule_book WHERE id = $1`,
	} {
		if _, err := tx.Exec(statement, id); err != nil {
			return err
		}
	}
	return nil
}

func draftOf(tx *db.Tx, clusterID string) (RuleBook, error) {
	b, err := db.One[RuleBook](tx, `SELECT `+bookColumns+` FROM rule_book WHERE cluster_id = $1 AND state = 'draft'`, clusterID)
	if err != nil {
		return b, err
	}
	return whole(tx, b)
}

func bookOn(tx *db.Tx, clusterID string, day vn.Date) (RuleBook, error) {
	b, err := db.One[RuleBook](tx, `
		SELECT `+bookColumns+` FROM rule_book
		WHERE cluster_id = $1 AND state = 'adopted' AND in_force_on <= $2
		ORDER BY number DESC LIMIT 1`, clusterID, day)
	if err != nil {
		return b, err
	}
	return whole(tx, b)
}

// adoptedBooks returns the adopted versions, newest first.
func adoptedBooks(tx *db.Tx, clusterID string) ([]RuleBook, error) {
	books, err := db.All[RuleBook](tx, `
		SELECT `+bookColumns+` FROM rule_book WHERE cluster_id = $1 AND state = 'adopted' ORDER BY number DESC`, clusterID)
	if err != nil {
		return nil, err
	}
	for i := range books {
		if books[i], err = whole(tx, books[i]); err != nil {
			return nil, err
		}
	}
	return books, nil
}

// whole reads the clauses and settings of a book.
func whole(tx *db.Tx, b RuleBook) (RuleBook, error) {
	var err error
	if b.Clauses, err = db.All[Clause](tx, `
		SELECT id, rule_book_id, ref, body, version FROM rule_clause WHERE rule_book_id = $1 ORDER BY id`, b.ID); err != nil {
		return b, err
	}
	slices.SortStableFunc(b.Clauses, func(x, y Clause) int { return compareRefs(x.Ref, y.Ref) })
	b.Settings, err = db.All[Setting](tx, `
		SELECT rule_book_id, parameter, setting, clause_id FROM rule_setting WHERE rule_book_id = $1 ORDER BY parameter`, b.ID)
	return b, err
}

func insertClause(tx *db.Tx, c Clause) error {
	_, err := tx.Exec(`
		INSERT INTO rule_clause (id, rule_book_id, ref, body, version) VALUES ($1, $2, $3, $4, $5)`,
		c.ID, c.RuleBookID, c.Ref, c.Body, c.Version)
	return err
}

func updateClause(tx *db.Tx, c Clause) error {
	_, err := tx.Exec(`UPDATE rule_clause SET ref = $1, body = $2, version = $3 WHERE id = $4`, c.Ref, c.Body, c.Version, c.ID)
	return err
}

func deleteClause(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM rule_clause WHERE id = $1`, id)
	return err
}

func replaceSettings(tx *db.Tx, bookID string, settings []Setting) error {
	if _, err := tx.Exec(`DELETE FROM rule_setting WHERE rule_book_id = $1`, bookID); err != nil {
		return err
	}
	for _, s := range settings {
		if _, err := tx.Exec(`
			INSERT INTO rule_setting (rule_book_id, parameter, setting, clause_id) VALUES ($1, $2, $3, $4)`,
			bookID, string(s.Key), s.Value, s.ClauseID); err != nil {
			return err
		}
	}
	return nil
}
