package record

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Query is what a reader of the record looks for. Empty fields ask for nothing.
type Query struct {
	Cluster string
	Year    string // by id
	Common  bool   // what concerns the cluster through all years, instead of one year
	Unit    string
	Account string
	Object  Object // Kind alone, or both
	Act     access.Act
	From    vn.Date
	To      vn.Date // this day included
	After   Mark    // the entry after which the page begins
}

// Mark is a place in the record, newest first.
type Mark struct {
	At db.Time
	ID string
}

// Page is one page of the record.
type Page struct {
	Entries []Entry
	Next    Mark // where the next page begins; the zero Mark when there is none
}

// pageSize is how many entries a page has.
const pageSize = 30

// Scope is what a reader of such entries needs the right to: all of the record,
// or one year of a cluster.
func (q Query) Scope() access.Scope { return access.Scope{Cluster: q.Cluster, Year: q.Year} }

// Search returns a page of the record, newest first.
//
// Read: requires the right to read the record in the year asked for, or all of
// it. Reading one's own acts needs no right.
func Search(tx *db.Tx, q Query) (Page, error) {
	if q.Account == "" || q.Account != tx.Actor.ID {
		if err := access.Require(tx, access.RecordRead, q.Scope()); err != nil {
			return Page{}, err
		}
	}
	rows, err := search(tx, q, pageSize+1)
	if err != nil {
		return Page{}, fmt.Errorf("search record: %w", err)
	}
	var p Page
	if len(rows) > pageSize {
		last := rows[pageSize-1]
		p.Next, rows = Mark{last.At, last.ID}, rows[:pageSize]
	}
	p.Entries = make([]Entry, len(rows))
	for i, r := range rows {
		if p.Entries[i], err = r.entry(); err != nil {
			return Page{}, fmt.Errorf("read entry %s: %w", r.ID, err)
		}
	}
	return p, nil
}

// Latest returns the newest entries for the public: leaves alone, whose other
// parts are left empty.
//
// Public: leaves are what the public log carries.
func Latest(tx *db.Tx, n int) ([]Entry, error) { return public(search(tx, Query{}, n)) }

// PublicHistory returns the newest entries of an object for the public, without
// names, reasons and figures.
//
// Public: leaves are what the public log carries.
func PublicHistory(tx *db.Tx, o Object, n int) ([]Entry, error) {
	return public(search(tx, Query{Object: o}, n))
}

func public(rows []placed, err error) ([]Entry, error) {
	if err != nil {
		return nil, fmt.Errorf("read public record: %w", err)
	}
	list := make([]Entry, len(rows))
	for i, r := range rows {
		if list[i], err = r.leafOnly(); err != nil {
			return nil, fmt.Errorf("read entry %s: %w", r.ID, err)
		}
	}
	return list, nil
}

// PublicLeaf returns one entry as the public sees it.
//
// Public: leaves are what the public log carries.
func PublicLeaf(tx *db.Tx, id string) (Entry, error) {
	r, err := findEntry(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return Entry{}, problem.New(problem.NotFound, "Nhật ký không có mục này.")
	}
	if err != nil {
		return Entry{}, fmt.Errorf("find entry %s: %w", id, err)
	}
	return r.leafOnly()
}

// Look records that the actor looks at what concerns other persons: the act, the
// object and what was asked for. The same look within an hour is recorded once,
// so that turning pages does not fill the record. It reports nothing and changes
// nothing where the actor looks at the own.
func Look(tx *db.Tx, a Act, asked string) error {
	seen, err := looked(tx, a, asked)
	if err != nil || seen {
		return err
	}
	if err := insertLook(tx, lookKey(a, asked), hourOf(tx)); err != nil {
		return fmt.Errorf("record look: %w", err)
	}
	return Add(tx, a)
}

// Looked reports whether Look would record nothing.
//
// Read: it says only what the actor has done.
func Looked(tx *db.Tx, a Act, asked string) (bool, error) { return looked(tx, a, asked) }

func looked(tx *db.Tx, a Act, asked string) (bool, error) {
	n, err := countLooks(tx, lookKey(a, asked), hourOf(tx))
	if err != nil {
		return false, fmt.Errorf("find look: %w", err)
	}
	return n > 0, nil
}

func lookKey(a Act, asked string) string {
	return strings.Join([]string{string(a.Act), a.Object.Kind, a.Object.ID, asked}, " ")
}

func hourOf(tx *db.Tx) db.Time { return db.At(tx.Now.Truncate(time.Hour)) }

// Find returns one entry whole.
//
// Read: requires the right to read the record where the entry belongs. Reading
// one's own acts needs no right.
func Find(tx *db.Tx, id string) (Entry, error) {
	r, err := findEntry(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return Entry{}, problem.New(problem.NotFound, "Nhật ký không có mục này.")
	}
	if err != nil {
		return Entry{}, fmt.Errorf("find entry %s: %w", id, err)
	}
	if r.AccountID == "" || r.AccountID != tx.Actor.ID {
		if err := access.Require(tx, access.RecordRead, access.Scope{Cluster: r.ClusterID, Year: r.YearID}); err != nil {
			return Entry{}, err
		}
	}
	return r.entry()
}

// By reports whether an account did the act.
func (e Entry) By(accountID string) bool { return accountID != "" && e.AccountID == accountID }

// AboutMe returns the newest acts of others on the actor's own account: who
// looked at it, exported it, changed it.
//
// Public: a person may know who has looked at the own data.
func AboutMe(tx *db.Tx, n int) ([]Entry, error) {
	if tx.Actor.ID == "" {
		return nil, problem.New(problem.Denied, "Hãy đăng nhập trước.")
	}
	return About(tx, tx.Actor.ID, n)
}

// About returns the newest acts of others on an account.
//
// Read: called by personal, which requires its own right.
func About(tx *db.Tx, accountID string, n int) ([]Entry, error) {
	rows, err := searchAbout(tx, accountID, n)
	if err != nil {
		return nil, fmt.Errorf("read record about account %s: %w", accountID, err)
	}
	list := make([]Entry, len(rows))
	for i, r := range rows {
		if list[i], err = r.entry(); err != nil {
			return nil, fmt.Errorf("read entry %s: %w", r.ID, err)
		}
	}
	return list, nil
}

// EachBy calls fn with every act of an account, newest first.
//
// Read: called by personal, which requires its own right.
func EachBy(tx *db.Tx, accountID string, fn func(Entry)) error {
	q := Query{Account: accountID}
	for {
		rows, err := search(tx, q, 500)
		if err != nil {
			return fmt.Errorf("read acts of account %s: %w", accountID, err)
		}
		for _, r := range rows {
			e, err := r.entry()
			if err != nil {
				return fmt.Errorf("read entry %s: %w", r.ID, err)
			}
			fn(e)
			q.After = Mark{r.At, r.ID}
		}
		if len(rows) < 500 {
			return nil
		}
	}
}

// SealedAt is when the checkpoint of a size was signed; zero for none.
//
// Public: checkpoints are public.
func SealedAt(tx *db.Tx, size int64) (db.Time, error) {
	at, err := signedAt(tx, size)
	if errors.Is(err, db.ErrNoRow) {
		return db.Time{}, nil
	}
	if err != nil {
		return at, fmt.Errorf("find checkpoint of size %d: %w", size, err)
	}
	return at, nil
}
