package dbtest

import (
	"database/sql"
	"maps"
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/db"
)

// Stored is every value of an SQLite database with its storage class, and what
// makes its tables and indexes; when migrations ran is left out.
func Stored(t testing.TB, path string) []string {
	t.Helper()
	d, err := db.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var list []string
	err = d.View(t.Context(), func(tx *db.Tx) error {
		list, err = db.All[string](tx, `SELECT type || ' ' || name || ' ' || COALESCE(sql, '') AS text FROM sqlite_master ORDER BY type, name`)
		if err != nil {
			return err
		}
		tables, err := db.Columns(tx)
		if err != nil {
			return err
		}
		for _, table := range slices.Sorted(maps.Keys(tables)) {
			if table == "goose_db_version" || strings.HasPrefix(table, "sqlite_") {
				continue
			}
			var columns []string
			for _, c := range tables[table] {
				columns = append(columns, `typeof("`+c+`") || ' ' || quote("`+c+`")`)
			}
			rows, err := db.All[string](tx, `SELECT '`+table+` ' || `+strings.Join(columns, ` || '|' || `)+` AS text FROM "`+table+`" ORDER BY 1`)
			if err != nil {
				return err
			}
			list = append(list, rows...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// manyRows makes rows of a table with every type of column and three indexes, some
// 350 bytes each.
const manyRows = `
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
INSERT INTO subject (id, unit_id, kind, name, folded, birth_year, female, post, place, classes, founded, own_unit, identity, left_on, joined_to, version, created_at)
SELECT printf('01990000-0000-7000-8000-%012d', i), 'don-vi-' || (i % 5000), 'person', 'Nguyễn Thị Thanh Thủy ' || i, 'nguyen thi thanh thuy ' || i, 1950 + i % 55, i % 2,
	'Chuyên viên', 'Phòng Tổng hợp, Văn phòng Ủy ban nhân dân', 'lao động tiên tiến,chiến sĩ thi đua cơ sở', '', '', randomblob(40), '', '', 1, strftime('%Y-%m-%dT%H:%M:%S', 1767225600 + i, 'unixepoch') || '.000000Z'
FROM n`

// Many makes an SQLite database at path with so many rows in one table.
func Many(t testing.TB, path string, rows int) {
	t.Helper()
	d, err := db.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	pool, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Exec(manyRows, rows); err != nil {
		t.Fatal(err)
	}
}
