package dbtest

import (
	"fmt"
	"strings"

	"giaouoc/internal/db"
)

// Value is one value of a row.
type Value struct{ Table, Column, Text string }

// Values reads every value in every column of every table, so that a test finds
// what it did not think of.
func Values(tx *db.Tx) ([]Value, error) {
	columns, err := db.Columns(tx)
	if err != nil {
		return nil, err
	}
	var list []Value
	for table := range columns {
		if strings.HasPrefix(table, "sqlite_") {
			continue
		}
		rows, err := db.All[map[string]any](tx, "SELECT * FROM "+table)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", table, err)
		}
		for _, r := range rows {
			for column, value := range r {
				if raw, ok := value.([]byte); ok {
					value = string(raw)
				}
				list = append(list, Value{table, column, fmt.Sprint(value)})
			}
		}
	}
	return list, nil
}
