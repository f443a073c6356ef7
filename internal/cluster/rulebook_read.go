package cluster

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// RuleBookOn returns the version in force on a day.
//
// Public: an adopted rule book is public.
func RuleBookOn(tx *db.Tx, clusterID string, day vn.Date) (RuleBook, error) {
	b, err := bookOn(tx, clusterID, day)
	if errors.Is(err, db.ErrNoRow) {
		return b, problem.New(problem.NotFound, "Chưa có quy chế có hiệu lực vào ngày %s.", day.Short())
	}
	if err != nil {
		return b, fmt.Errorf("find rule book: %w", err)
	}
	return b, nil
}

// RuleBooks returns the adopted versions, newest first.
//
// Public: an adopted rule book is public.
func RuleBooks(tx *db.Tx, clusterID string) ([]RuleBook, error) {
	books, err := adoptedBooks(tx, clusterID)
	if err != nil {
		return nil, fmt.Errorf("read rule books: %w", err)
	}
	return books, nil
}

// RuleBookDraft returns the version in hand; not found when there is none.
//
// Read: requires the right to draft, or to read the cluster's internal work.
func RuleBookDraft(tx *db.Tx, s access.Scope) (RuleBook, error) {
	if !access.May(tx, access.RuleBookAdopt, s) {
		if err := access.Require(tx, access.ClusterRead, s); err != nil {
			return RuleBook{}, err
		}
	}
	b, err := draftOf(tx, s.Cluster)
	if errors.Is(err, db.ErrNoRow) {
		return b, problem.New(problem.NotFound, "Không có bản quy chế nào đang soạn.")
	}
	if err != nil {
		return b, fmt.Errorf("find draft of rule book: %w", err)
	}
	return b, nil
}

// Parameter returns a parameter as it holds on a day, with the clause it rests
// on; where the rule book says nothing, the program's default, marked as such.
//
// Public: an adopted rule book is public.
func Parameter(tx *db.Tx, clusterID string, day vn.Date, key Key) (Value, error) {
	if _, ok := key.parameter(); !ok {
		return Value{}, fmt.Errorf("read parameter %s: no such parameter", key)
	}
	b, err := bookOn(tx, clusterID, day)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return Value{}, fmt.Errorf("read parameter %s: %w", key, err)
	}
	return b.value(key), nil
}

// Parameters returns every parameter as it holds on a day.
//
// Public: an adopted rule book is public.
func Parameters(tx *db.Tx, clusterID string, day vn.Date) ([]Value, error) {
	b, err := bookOn(tx, clusterID, day)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return nil, fmt.Errorf("read parameters: %w", err)
	}
	return b.Values(), nil
}

// Values are all parameters as the book says or leaves to the program.
func (b RuleBook) Values() []Value {
	values := make([]Value, len(parameters))
	for i, p := range parameters {
		values[i] = b.value(p.key)
	}
	return values
}

// value reads a parameter from a book; the zero book leaves all to the program.
func (b RuleBook) value(key Key) Value {
	v := Value{Key: key, Version: b.Number}
	if b.ID != "" {
		v.Book = b.Name()
	}
	if s, ok := b.Setting(key); ok {
		c, _ := b.Clause(s.ClauseID)
		v.Text, v.Clause = s.Value, c.Ref
		return v
	}
	p, _ := key.parameter()
	v.Text, v.Default = p.fallback, true
	return v
}
