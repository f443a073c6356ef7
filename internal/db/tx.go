package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/georgysavva/scany/v2/sqlscan"
	"github.com/google/uuid"

	"giaouoc/internal/vn"
)

// ErrNoRow says that a query for one row found none.
var ErrNoRow = errors.New("no such row")

// Tx is a running transaction and what is true throughout it.
type Tx struct {
	Ctx   context.Context
	Now   time.Time // UTC, to the microsecond; the same for everything in the transaction
	Actor Actor     // the zero Actor is the public

	tx     *sql.Tx
	engine Engine
	batch  *batch // set where other writers share the transaction
	span   *span  // nil where nobody watches
	memo   memo   // nil where each statement sees what has been committed until then

	answers *answers        // of registers, shared by all transactions
	written map[string]bool // registers
}

// statement is the context a statement runs under. An interrupted statement
// would take the writers who share the transaction with it, so there the end of
// the context is seen before a statement and not within.
func (tx *Tx) statement() (context.Context, error) {
	switch {
	case tx.batch == nil:
		return tx.Ctx, nil
	case tx.batch.broken != nil:
		return nil, tx.batch.broken
	}
	return context.WithoutCancel(tx.Ctx), tx.Ctx.Err()
}

func (tx *Tx) query(query string, args []any) (*sql.Rows, error) {
	ctx, err := tx.statement()
	if err != nil {
		return nil, err
	}
	rows, err := tx.tx.QueryContext(ctx, query, args...)
	return rows, tx.batch.noticed(err)
}

// Actor is the person on whose behalf a transaction runs.
type Actor struct {
	ID       string // account id
	Name     string
	Position string // as the person signs, such as "Chủ tịch UBND thành phố"
	Unit     string // unit id, or empty
	Grants   []Grant
	Withheld []Grant // held, and without effect beside the others; access says why
}

// Grant is a role within a scope; access says what it allows.
type Grant struct {
	Role  string
	Scope string          // kind of scope: unit, subtree, cluster, year, portal, all
	ID    string          // the object of that kind; empty for all
	Units map[string]bool // of a subtree: the unit and all units below it on the day of the transaction
	For   *Person         // whose right it is when it is delegated; nil for the actor's own
}

// Person is an account as others see it, also in the record.
type Person struct {
	ID       string `json:"account"`
	Name     string `json:"name"`
	Position string `json:"position"`
}

// Persons lists the account ids of an actor and of those it acts for.
func (a Actor) Persons() []string {
	ids := []string{a.ID}
	for _, g := range a.Grants {
		if g.For != nil && !slices.Contains(ids, g.For.ID) {
			ids = append(ids, g.For.ID)
		}
	}
	return ids
}

// Today is the calendar day of the transaction in Viet Nam.
func (tx *Tx) Today() vn.Date { return vn.DateOf(tx.Now) }

// Exec runs one statement and returns the number of rows it changed.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	ctx, err := tx.statement()
	if err != nil {
		return 0, err
	}
	tx.write(query)
	tx.memo.forget(query)
	n, began := int64(-1), tx.span.begin()
	defer func() { tx.span.end(tx, query, began, n) }()
	res, err := tx.tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, tx.batch.noticed(err)
	}
	n, err = res.RowsAffected()
	return n, err
}

// One scans the only row of a query into a T by column names (snake case or
// the `db` tag); ErrNoRow when there is none.
func One[T any](tx *Tx, query string, args ...any) (T, error) {
	var row T
	key := tx.key(reflect.TypeFor[T](), query, args)
	if known, ok := recall[T](tx, key, query); ok && known.none {
		return row, ErrNoRow
	} else if ok && len(known.list) == 1 {
		return known.list[0], nil
	}
	began := tx.span.begin()
	defer func() { tx.span.end(tx, query, began, -1) }()
	rows, err := tx.query(query, args)
	if err != nil {
		return row, err
	}
	err = sqlscan.ScanOne(&row, rows)
	if sqlscan.NotFound(err) {
		remember(tx, key, query, answered[T]{none: true})
		return row, ErrNoRow
	}
	if err == nil {
		remember(tx, key, query, answered[T]{list: []T{row}})
	}
	return row, tx.batch.noticed(err)
}

// All scans every row of a query into a slice of T by column names.
func All[T any](tx *Tx, query string, args ...any) ([]T, error) {
	var list []T
	key := tx.key(reflect.TypeFor[T](), query, args)
	if known, ok := recall[T](tx, key, query); ok && !known.none {
		return known.list, nil
	}
	began := tx.span.begin()
	defer func() { tx.span.end(tx, query, began, int64(len(list))) }()
	rows, err := tx.query(query, args)
	if err != nil {
		return nil, err
	}
	if err := sqlscan.ScanAll(&list, rows); err != nil {
		return nil, tx.batch.noticed(err)
	}
	remember(tx, key, query, answered[T]{list: list})
	return list, nil
}

// Each hands every row of a query to do, which scans its columns in their order. It
// is for thousands of rows on one page: All looks each column up by its name.
func Each(tx *Tx, query string, args []any, do func(scan func(dest ...any) error) error) error {
	n, began := int64(0), tx.span.begin()
	defer func() { tx.span.end(tx, query, began, n) }()
	rows, err := tx.query(query, args)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // reports only what Err does
	for ; rows.Next(); n++ {
		if err := do(rows.Scan); err != nil {
			return tx.batch.noticed(err)
		}
	}
	return tx.batch.noticed(rows.Err())
}

// NewID returns a new identity: a UUID of version 7, so that ids made later
// sort later.
func NewID() string {
	id, err := uuid.NewV7()
	if err != nil {
		// The system's source of randomness is broken; no identity made now
		// could be trusted to be unique.
		panic(fmt.Sprintf("make id: %v", err))
	}
	return id.String()
}
