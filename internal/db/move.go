package db

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"giaouoc/internal/problem"
)

// Moving is what Move does beside the copying; either may be nil.
type Moving struct {
	Check    func(ctx context.Context, d *DB) error // looks at the target before it may be opened
	Progress func(Progress)                         // is told how far the move is, after every batch
}

// Progress is how far a move is: rows copied and rows read again, of all.
type Progress struct {
	Table       string
	Again       bool // it reads again what was copied
	Done, Total int64
}

// Moved says what a move has brought over and compared.
type Moved struct {
	Tables  []MovedTable
	Rows    int64
	Resumed bool // an earlier move had been broken off
}

// MovedTable is a table that holds the same rows on both sides.
type MovedTable struct {
	Name   string
	Rows   int64
	Digest string // over all rows, whatever their order, in hexadecimal
}

// Move copies every table of the database at from into an empty one at to, of
// either engine, and compares both sides row by row. The source is kept from
// others meanwhile and not changed. Until all is compared and o.Check has passed,
// the target carries a mark by which Open refuses it; a move that was broken off
// goes on when it is started again: a table that was finished is compared, one
// that was not is filled anew.
func Move(ctx context.Context, from, to string, o Moving) (Moved, error) {
	if samePlace(from, to) {
		return Moved{}, problem.New(problem.Invalid, "Nơi chuyển đi và nơi chuyển đến là một; hãy ghi một cơ sở dữ liệu khác làm nơi chuyển đến.")
	}
	src, err := openSource(ctx, from)
	if err != nil {
		return Moved{}, err
	}
	defer src.close()
	dst, err := openTarget(ctx, to)
	if err != nil {
		return Moved{}, err
	}
	defer dst.close()
	m := &mover{src: src, dst: dst, tell: o.Progress, sums: map[string]sum{}}
	if m.tell == nil {
		m.tell = func(Progress) {}
	}
	if err := m.run(ctx, o.Check); err != nil {
		if ctx.Err() != nil { // the driver may tell only that the transaction is over
			return Moved{}, fmt.Errorf("move: %w", errors.Join(ctx.Err(), err))
		}
		return Moved{}, err
	}
	return m.moved(), nil
}

func samePlace(from, to string) bool {
	if EngineOf(from) != EngineOf(to) || EngineOf(from) == PostgreSQL {
		return from == to
	}
	a, errA := filepath.Abs(from)
	b, errB := filepath.Abs(to)
	return errA == nil && errB == nil && a == b
}

// mover is a move under way.
type mover struct {
	src   *source
	dst   *target
	tell  func(Progress)
	sums  map[string]sum // of the source, by table
	done  int64          // rows copied and rows read again
	total int64
}

func (m *mover) run(ctx context.Context, check func(context.Context, *DB) error) error {
	if err := m.dst.prepare(ctx, m.src.tables); err != nil {
		return fmt.Errorf("prepare target: %w", err)
	}
	finished, err := m.dst.finished(ctx)
	if err != nil {
		return fmt.Errorf("list finished tables: %w", err)
	}
	if err := m.count(); err != nil {
		return err
	}
	for _, t := range m.src.tables {
		if slices.Contains(finished, t.name) {
			m.sums[t.name], err = m.digest(m.src.tx, t)
		} else {
			err = m.copy(ctx, t)
		}
		if err != nil {
			return err
		}
	}
	for _, t := range m.src.tables {
		// The source may have been in use since a table was finished.
		if err := m.compare(ctx, t, slices.Contains(finished, t.name)); err != nil {
			return err
		}
	}
	if err := m.dst.complete(ctx); err != nil {
		return fmt.Errorf("put indexes and foreign keys on: %w", err)
	}
	if check != nil {
		if err := check(ctx, m.dst.d); err != nil {
			return err
		}
	}
	return m.dst.release(ctx)
}

func (m *mover) count() error {
	for _, t := range m.src.tables {
		n, err := One[int64](m.src.tx, `SELECT COUNT(*) FROM `+quote(t.name))
		if err != nil {
			return fmt.Errorf("count rows of %s: %w", t.name, err)
		}
		m.total += 2 * n
	}
	return nil
}

// copy fills one table of the target and keeps the digest of what was read.
func (m *mover) copy(ctx context.Context, t moveTable) error {
	r, err := m.open(m.src.tx, t)
	if err != nil {
		return err
	}
	err = m.dst.fill(ctx, t, r)
	if err = errors.Join(err, r.close()); err != nil {
		return fmt.Errorf("copy table %s: %w", t.name, err)
	}
	m.sums[t.name] = r.sum
	return nil
}

func (m *mover) compare(ctx context.Context, t moveTable, mayDiffer bool) error {
	var there sum
	err := m.dst.d.View(ctx, func(tx *Tx) (err error) {
		there, err = m.digest(tx, t)
		return err
	})
	if err != nil {
		return err
	}
	here := m.sums[t.name]
	switch {
	case here == there:
		return nil
	case !mayDiffer:
		return fmt.Errorf("table %s differs after the move: %d rows (%s) in the source, %d rows (%s) in the target", t.name, here.rows, here, there.rows, there)
	}
	m.total += 2 * here.rows
	if err := m.copy(ctx, t); err != nil {
		return err
	}
	return m.compare(ctx, t, false)
}

// digest reads a whole table.
func (m *mover) digest(tx *Tx, t moveTable) (sum, error) {
	r, err := m.open(tx, t)
	if err != nil {
		return sum{}, err
	}
	r.again = true
	for r.Next() {
	}
	if err := errors.Join(r.Err(), r.close()); err != nil {
		return sum{}, fmt.Errorf("read table %s again: %w", t.name, err)
	}
	return r.sum, nil
}

func (m *mover) open(tx *Tx, t moveTable) (*rowReader, error) {
	r, err := readRows(tx, t)
	if err != nil {
		return nil, fmt.Errorf("read table %s: %w", t.name, err)
	}
	r.strict = m.dst.d.Engine == PostgreSQL
	r.passed = func(n int64) {
		m.done += n
		m.tell(Progress{Table: t.name, Again: r.again, Done: min(m.done, m.total), Total: m.total})
	}
	return r, nil
}

func (m *mover) moved() Moved {
	done := Moved{Resumed: m.dst.resumed}
	for _, t := range m.src.tables {
		s := m.sums[t.name]
		done.Tables = append(done.Tables, MovedTable{t.name, s.rows, s.String()})
		done.Rows += s.rows
	}
	return done
}
