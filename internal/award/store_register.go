package award

import "giaouoc/internal/db"

// countRegisters counts what every unit keeps.
func countRegisters(tx *db.Tx) ([]Register, error) {
	return db.All[Register](tx, `
		SELECT s.unit_id, COUNT(*) AS subjects,
			COALESCE(SUM((SELECT COUNT(*) FROM award_entry e WHERE e.subject_id = s.id AND e.kind = 'grant')), 0) AS grants
		FROM subject s WHERE s.joined_to = '' GROUP BY s.unit_id ORDER BY s.unit_id`)
}
