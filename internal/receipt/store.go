package receipt

import "giaouoc/internal/db"

func dropBefore(tx *db.Tx, day string) error {
	_, err := tx.Exec(`DELETE FROM receipt_count WHERE on_day < $1`, day)
	return err
}

type counted struct{ N int }

func countOf(tx *db.Tx, day, room, mark string) (int, error) {
	rows, err := db.All[counted](tx, `SELECT n FROM receipt_count WHERE on_day = $1 AND room = $2 AND mark = $3`, day, room, mark)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return rows[0].N, nil
}

func addOne(tx *db.Tx, day, room, mark string) error {
	_, err := tx.Exec(`
		INSERT INTO receipt_count (on_day, room, mark, n) VALUES ($1, $2, $3, 1)
		ON CONFLICT (on_day, room, mark) DO UPDATE SET n = receipt_count.n + 1`, day, room, mark)
	return err
}
