package db

import (
	"cmp"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"giaouoc/internal/problem"
)

// moveTable is a table as the database itself describes it: its columns by name,
// and those of its primary key in the key's order.
type moveTable struct {
	name    string
	columns []moveColumn
	key     []string
}

type moveColumn struct {
	name string
	kind string // as migrations write it: TEXT, BIGINT, BOOLEAN, BYTEA, TIMESTAMPTZ
}

// describe lists the tables of migrations.
func describe(tx *Tx) ([]moveTable, error) {
	query := `
		SELECT t.name AS name, c.name AS "column", c.type AS kind, c.pk AS key
		FROM sqlite_master t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!'`
	if tx.engine == PostgreSQL {
		query = `
		SELECT t.relname::text AS name, a.attname::text AS "column", format_type(a.atttypid, a.atttypmod) AS kind,
			COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0) AS key
		FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
		WHERE t.relkind IN ('r', 'p') AND t.relnamespace = current_schema()::regnamespace`
	}
	rows, err := All[described](tx, query)
	if err != nil {
		return nil, fmt.Errorf("describe tables: %w", err)
	}
	slices.SortFunc(rows, func(a, b described) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Column, b.Column))
	})
	var list []moveTable
	for _, r := range rows {
		if slices.Contains(ofMoving, r.Name) {
			continue
		}
		if n := len(list); n == 0 || list[n-1].name != r.Name {
			list = append(list, moveTable{name: r.Name})
		}
		kind, err := kindOf(r.Kind)
		if err != nil {
			return nil, fmt.Errorf("column %s of table %s: %w", r.Column, r.Name, err)
		}
		t := &list[len(list)-1]
		t.columns = append(t.columns, moveColumn{r.Column, kind})
		for r.Key > int64(len(t.key)) {
			t.key = append(t.key, "")
		}
		if r.Key > 0 {
			t.key[r.Key-1] = r.Column
		}
	}
	return list, nil
}

// described is a column as the database describes it.
type described struct {
	Name, Column, Kind string
	Key                int64 // its place in the primary key; 0 when it is no part of it
}

// ofMoving are tables that are the database's own and not moved.
var ofMoving = []string{"goose_db_version", unfinished, moveUnfinished, moveFinished, moveLater}

func kindOf(declared string) (string, error) {
	kind := strings.ToUpper(declared)
	if kind == "TIMESTAMP WITH TIME ZONE" {
		kind = "TIMESTAMPTZ"
	}
	switch kind {
	case "TEXT", "BIGINT", "BOOLEAN", "BYTEA", "TIMESTAMPTZ":
		return kind, nil
	}
	return "", fmt.Errorf("a move knows no type %q", declared)
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }

func (t moveTable) names() []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return names
}

func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = quote(n)
	}
	return strings.Join(quoted, ", ")
}

// rowReader reads the rows of a table in the order of its key, each value as the
// program would hand it to the database, and sums them up. It is what COPY takes
// its rows from.
type rowReader struct {
	table  moveTable
	rows   *sql.Rows
	raw    []any
	into   []any
	values []any
	text   []byte // of one row, as it is hashed
	err    error
	sum    sum
	again  bool
	strict bool // texts must be such as PostgreSQL takes
	passed func(n int64)
	told   int64
}

// mostBetween is after how many rows progress is told, and how many rows SQLite
// writes in one transaction.
const mostBetween = 10_000

func readRows(tx *Tx, t moveTable) (*rowReader, error) {
	query := `SELECT ` + quoteAll(t.names()) + ` FROM ` + quote(t.name)
	if len(t.key) > 0 {
		query += ` ORDER BY ` + quoteAll(t.key)
	}
	rows, err := tx.query(query, nil)
	if err != nil {
		return nil, err
	}
	n := len(t.columns)
	r := &rowReader{table: t, rows: rows, raw: make([]any, n), into: make([]any, n), values: make([]any, n)}
	for i := range r.raw {
		r.into[i] = &r.raw[i]
	}
	return r, nil
}

// Next reads a row; at the end it tells the rest of the progress.
func (r *rowReader) Next() bool {
	if r.err != nil {
		return false
	}
	if !r.rows.Next() {
		r.err = r.rows.Err()
		r.passed(r.sum.rows - r.told)
		r.told = r.sum.rows
		return false
	}
	if r.err = r.rows.Scan(r.into...); r.err != nil {
		return false
	}
	r.text = r.text[:0]
	for i, c := range r.table.columns {
		if r.values[i], r.err = r.value(c, r.raw[i]); r.err != nil {
			return false
		}
		r.text = appendValue(r.text, r.values[i])
	}
	r.sum.add(r.text)
	if r.sum.rows-r.told == mostBetween {
		r.told = r.sum.rows
		r.passed(mostBetween)
	}
	return true
}

// Values returns the row, which stands until the next one.
func (r *rowReader) Values() ([]any, error) { return r.values, nil }

// Err returns why Next ended before the last row.
func (r *rowReader) Err() error { return r.err }

func (r *rowReader) close() error { return r.rows.Close() }

// value is what an engine hands over as one of five types of Go, or nil.
func (r *rowReader) value(c moveColumn, v any) (any, error) {
	switch x := v.(type) {
	case nil:
		return nil, nil
	case string:
		switch c.kind {
		case "TEXT":
			return r.legible(c, x)
		case "BYTEA":
			return []byte(x), nil
		case "TIMESTAMPTZ":
			var at Time
			if err := at.parse(x); err != nil {
				return nil, fmt.Errorf("column %s: %w", c.name, err)
			}
			return At(at.Time).Time, nil
		}
	case []byte:
		switch c.kind {
		case "TEXT":
			return r.legible(c, string(x))
		case "BYTEA":
			return append([]byte{}, x...), nil // empty is not NULL
		}
	case int64:
		switch c.kind {
		case "BIGINT":
			return x, nil
		case "BOOLEAN":
			return x != 0, nil
		}
	case bool:
		if c.kind == "BOOLEAN" {
			return x, nil
		}
	case time.Time:
		if c.kind == "TIMESTAMPTZ" {
			return At(x).Time, nil
		}
	}
	return nil, fmt.Errorf("column %s of type %s holds a %T", c.name, c.kind, v)
}

func (r *rowReader) legible(c moveColumn, text string) (any, error) {
	if r.strict && (!utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0) {
		return nil, problem.New(problem.Invalid, "Bảng %s, cột %s có một chữ mà PostgreSQL không nhận (không phải UTF-8 hoặc có ký tự rỗng), ở hàng thứ %d theo khóa; hãy sửa chỗ ấy trong chương trình rồi chuyển lại.", r.table.name, c.name, r.sum.rows+1)
	}
	return text, nil
}

// sum is the number of rows and the sum of their SHA-256 hashes, modulo 2^256: two
// tables with the same rows have the same one, in whatever order rows are read.
type sum struct {
	rows  int64
	words [4]uint64
}

func (s *sum) add(row []byte) {
	h := sha256.Sum256(row)
	var carry uint64
	for i := range s.words {
		s.words[i], carry = bits.Add64(s.words[i], binary.LittleEndian.Uint64(h[8*i:]), carry)
	}
	s.rows++
}

// String is the digest in hexadecimal.
func (s sum) String() string {
	var b [32]byte
	for i, w := range s.words {
		binary.LittleEndian.PutUint64(b[8*i:], w)
	}
	return hex.EncodeToString(b[:])
}

// appendValue writes a value so that no other one is written the same.
func appendValue(to []byte, v any) []byte {
	long := func(tag byte, n int) []byte {
		return binary.BigEndian.AppendUint64(append(to, tag), uint64(n)) //nolint:gosec // a length
	}
	switch x := v.(type) {
	case string:
		return append(long('t', len(x)), x...)
	case []byte:
		return append(long('b', len(x)), x...)
	case int64:
		return binary.BigEndian.AppendUint64(append(to, 'i'), uint64(x)) //nolint:gosec // its bits
	case bool:
		if x {
			return append(to, 'y')
		}
		return append(to, 'n')
	case time.Time:
		return binary.BigEndian.AppendUint64(append(to, 'm'), uint64(x.UnixMicro())) //nolint:gosec // its bits
	}
	return append(to, '-')
}
