package db

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"
)

// memo is what a transaction has read: the same question within one snapshot has the
// same answer, and a page asks many of its questions twice. What is written forgets every
// answer that may come from its table; a DELETE, which others may follow, all of them.
type memo map[string]any

var intoTable = regexp.MustCompile(`^\s*(?:INSERT INTO|UPDATE)\s+([a-z_]+)`)

func (m memo) forget(statement string) {
	table := intoTable.FindStringSubmatch(statement)
	if table == nil {
		clear(m)
		return
	}
	maps.DeleteFunc(m, func(key string, _ any) bool { return strings.Contains(key, table[1]) })
}

// The most that one transaction remembers, and the longest list.
const (
	memoMost = 500
	memoRows = 200
)

// memoUnder is an empty memo where a transaction reads one snapshot, and none where each
// statement sees what has been committed until then.
func memoUnder(opts *sql.TxOptions) memo {
	if opts != nil && opts.Isolation == sql.LevelReadCommitted {
		return nil
	}
	return memo{}
}

// answered is what a question had for an answer; none says that there was no row.
type answered[T any] struct {
	list []T
	none bool
}

// key is the name under which a transaction remembers a question for rows of a type;
// empty where it must be asked each time.
func (tx *Tx) key(row reflect.Type, query string, args []any) string {
	text := strings.TrimSpace(query)
	if !strings.HasPrefix(text, "SELECT") || strings.Contains(text, "pg_") || strings.Contains(text, "FOR UPDATE") {
		tx.write(text) // an INSERT or UPDATE that returns what it wrote
		tx.memo.forget(text)
		return ""
	}
	if tx.memo == nil || !isPlain(row) {
		return ""
	}
	key := fmt.Appendf(nil, "%s\x00%s", row, text)
	for _, a := range args {
		if v, ok := a.(driver.Valuer); ok {
			value, err := v.Value()
			if err != nil {
				return ""
			}
			a = value
		}
		key = fmt.Appendf(key, "\x00%T:%q", a, fmt.Sprint(a))
	}
	return string(key)
}

// recall returns a copy of what is remembered, so that who sorts or changes the list
// changes nobody else's.
func recall[T any](tx *Tx, key, query string) (answered[T], bool) {
	if key == "" {
		return answered[T]{}, false
	}
	known := tx.memo[key]
	if known == nil {
		if lasting := tx.lasting(key, query); lasting != "" {
			known = tx.answers.get(lasting)
		}
	}
	a, ok := known.(answered[T])
	a.list = slices.Clone(a.list)
	return a, ok
}

func remember[T any](tx *Tx, key, query string, a answered[T]) {
	if key == "" || len(a.list) > memoRows {
		return
	}
	a.list = slices.Clone(a.list)
	if lasting := tx.lasting(key, query); lasting != "" {
		tx.answers.put(lasting, a, len(a.list))
	}
	if len(tx.memo) < memoMost {
		tx.memo[key] = a
	}
}

var plain sync.Map // of types: whether a copy of a value shares nothing that can be changed

func isPlain(t reflect.Type) bool {
	if known, ok := plain.Load(t); ok {
		return known.(bool)
	}
	is := func() bool {
		switch t {
		case reflect.TypeFor[time.Time](), reflect.TypeFor[decimal.Decimal]():
			return true
		}
		switch t.Kind() {
		case reflect.Struct:
			for f := range t.Fields() {
				if !isPlain(f.Type) {
					return false
				}
			}
			return true
		case reflect.Array:
			return isPlain(t.Elem())
		case reflect.Bool, reflect.String, reflect.Float32, reflect.Float64:
			return true
		}
		return t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64
	}()
	plain.Store(t, is)
	return is
}
