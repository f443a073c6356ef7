package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// placed is an entry with what it is found by.
type placed struct {
	stored
	ID        string
	At        db.Time
	AccountID string
	ClusterID string
	YearID    string
}

const placedColumns = `id, at, account_id, cluster_id, year_id, ` + storedColumns

// leafOnly is the entry without who and what.
func (r placed) leafOnly() (Entry, error) {
	e := Entry{Seq: r.Seq, Cluster: r.ClusterID, Year: r.YearID}
	return e, json.Unmarshal([]byte(r.Leaf), &e.Leaf)
}

// entry is the whole entry.
func (r placed) entry() (Entry, error) {
	e, err := r.stored.entry()
	e.Cluster, e.Year = r.ClusterID, r.YearID
	return e, err
}

// search finds entries, newest first. Each condition is one that an index begins
// with, or narrows what such an index has found.
func search(tx *db.Tx, q Query, most int) ([]placed, error) {
	var where []string
	var args []any
	arg := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	is := func(column, value string) {
		if value != "" {
			where = append(where, column+" = "+arg(value))
		}
	}
	if q.Common {
		where = append(where, "year_id = ''")
		is("cluster_id", q.Cluster)
	} else {
		is("year_id", q.Year)
	}
	is("account_id", q.Account)
	is("unit_id", q.Unit)
	is("object_kind", q.Object.Kind)
	is("object_id", q.Object.ID)
	is("act", string(q.Act))
	if !q.From.IsZero() {
		where = append(where, "at >= "+arg(midnight(q.From)))
	}
	if !q.To.IsZero() {
		where = append(where, "at < "+arg(midnight(q.To.AddDays(1))))
	}
	if q.After.ID != "" {
		where = append(where, "(at, id) < ("+arg(q.After.At)+", "+arg(q.After.ID)+")")
	}
	text := "SELECT " + placedColumns + " FROM record_entry"
	if len(where) > 0 {
		text += " WHERE " + strings.Join(where, " AND ")
	}
	return db.All[placed](tx, text+" ORDER BY at DESC, id DESC LIMIT "+arg(most), args...)
}

// midnight is the first moment of a day in Viet Nam.
func midnight(d vn.Date) db.Time {
	return db.At(time.Date(d.Year(), time.Month(d.Month()), d.Day(), 0, 0, 0, 0, vn.Zone))
}

func findEntry(tx *db.Tx, id string) (placed, error) {
	return db.One[placed](tx, "SELECT "+placedColumns+" FROM record_entry WHERE id = $1", id)
}

func insertLook(tx *db.Tx, key string, hour db.Time) error {
	_, err := tx.Exec(`INSERT INTO record_look (account_id, what, hour) VALUES ($1, $2, $3)`, tx.Actor.ID, key, hour)
	return err
}

func countLooks(tx *db.Tx, key string, hour db.Time) (int, error) {
	row, err := db.One[struct{ N int }](tx, `
		SELECT COUNT(*) AS n FROM record_look WHERE account_id = $1 AND what = $2 AND hour = $3`, tx.Actor.ID, key, hour)
	return row.N, err
}

func searchAbout(tx *db.Tx, accountID string, n int) ([]placed, error) {
	return db.All[placed](tx, "SELECT "+placedColumns+` FROM record_entry
		WHERE object_kind = 'account' AND object_id = $1 AND account_id <> $2
		ORDER BY at DESC, id DESC LIMIT $3`, accountID, accountID, n)
}

// mentioning finds the entries of which words tell, or the account as the one for
// whom somebody acted, oldest first.
func mentioning(tx *db.Tx, accountID string, words Words) ([]mention, error) {
	var like []string
	var args []any
	for _, w := range words {
		if w == "" {
			continue
		}
		part, err := likePart(w)
		if err != nil {
			return nil, err
		}
		args = append(args, part, part)
		like = append(like, fmt.Sprintf(`what LIKE $%d ESCAPE '\' OR private LIKE $%d ESCAPE '\'`, len(args)-1, len(args)))
	}
	rows, err := db.All[mention](tx, "SELECT "+placedColumns+", object_kind, object_id FROM record_entry WHERE "+strings.Join(like, " OR ")+" ORDER BY at, id", args...)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rows, func(m mention) bool { return !m.For(accountID) && !m.mentions(words) }), nil
}

// likePart is the pattern of a JSON text that holds a word.
func likePart(word string) (string, error) {
	value, err := json.Marshal(word)
	if err != nil {
		return "", err
	}
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(string(value[1:len(value)-1])) + "%", nil
}

func eraseTexts(tx *db.Tx, id string, who, what bool) error {
	if who {
		if _, err := tx.Exec(`UPDATE record_entry SET account_id = '', salt = $1, private = '' WHERE id = $2`, []byte{}, id); err != nil {
			return err
		}
	}
	if !what {
		return nil
	}
	_, err := tx.Exec(`UPDATE record_entry SET what_salt = $1, what = '' WHERE id = $2`, []byte{}, id)
	return err
}

func deleteLooks(tx *db.Tx, accountID string, words Words) error {
	if _, err := tx.Exec(`DELETE FROM record_look WHERE account_id = $1`, accountID); err != nil {
		return err
	}
	rows, err := db.All[struct{ What string }](tx, `SELECT DISTINCT what FROM record_look`)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !words.In(r.What) {
			continue
		}
		if _, err := tx.Exec(`DELETE FROM record_look WHERE what = $1`, r.What); err != nil {
			return err
		}
	}
	return nil
}

func signedAt(tx *db.Tx, size int64) (db.Time, error) {
	row, err := db.One[struct{ SignedAt db.Time }](tx, `SELECT signed_at FROM record_checkpoint WHERE size = $1`, size)
	return row.SignedAt, err
}

func countSealed(tx *db.Tx) (int64, error) {
	return db.One[int64](tx, `SELECT COUNT(seq) FROM record_entry`)
}

// missingFrom finds the first numbers below size that no entry has.
func missingFrom(tx *db.Tx, size int64, most int) ([]int64, error) {
	var list []int64
	next := int64(0)
	for int64(len(list)) < int64(most) {
		if _, err := db.One[int64](tx, `SELECT seq FROM record_entry WHERE seq = $1`, next); errors.Is(err, db.ErrNoRow) {
			if next >= size {
				break
			}
			list = append(list, next)
			next++
			continue
		} else if err != nil {
			return nil, err
		}
		// The last entry before the next gap.
		end, err := db.One[int64](tx, `
			SELECT MIN(e.seq) FROM record_entry e WHERE e.seq >= $1
			AND NOT EXISTS (SELECT 1 FROM record_entry f WHERE f.seq = e.seq + 1)`, next)
		if err != nil {
			return nil, err
		}
		next = end + 1
	}
	return list, nil
}
