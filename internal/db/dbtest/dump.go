package dbtest

import (
	"context"
	"maps"
	"slices"
	"strings"

	"giaouoc/internal/db"
)

// Dump is every row of a database, in an order of its own: two that are equal say
// that nothing was written between them.
func Dump(d *db.DB) (string, error) {
	var out strings.Builder
	err := d.View(context.Background(), func(tx *db.Tx) error {
		tables, err := db.Columns(tx)
		if err != nil {
			return err
		}
		for _, table := range slices.Sorted(maps.Keys(tables)) {
			var columns []string
			for _, c := range tables[table] {
				columns = append(columns, `COALESCE(CAST("`+c+`" AS TEXT), '')`)
			}
			type row struct{ Text string }
			rows, err := db.All[row](tx, `SELECT `+strings.Join(columns, ` || '|' || `)+` AS text FROM "`+table+`" ORDER BY 1`)
			if err != nil {
				return err
			}
			for _, r := range rows {
				out.WriteString(table + " " + r.Text + "\n")
			}
		}
		return nil
	})
	return out.String(), err
}
