package search

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

type row struct {
	Place    int64
	Kind     string
	ObjectID string
	Title    string
	Detail   string
	Address  string
	Day      vn.Date
}

func (r row) entry() Entry {
	return Entry{Kind: Kind(r.Kind), ObjectID: r.ObjectID, Title: r.Title, Detail: r.Detail, Address: r.Address, Day: r.Day}
}

const rowColumns = `e.place, e.kind, e.object_id, e.title, e.detail, e.address, e.day`

func rowOf(tx *db.Tx, k Kind, objectID string) (row, error) {
	return db.One[row](tx, `SELECT `+rowColumns+` FROM search_entry e WHERE e.kind = $1 AND e.object_id = $2`, string(k), objectID)
}

func isTaken(tx *db.Tx, place int64) (bool, error) {
	n, err := db.One[int](tx, `SELECT COUNT(*) AS n FROM search_entry WHERE place = $1`, place)
	return n > 0, err
}

func insertRow(tx *db.Tx, r row) error {
	_, err := tx.Exec(`
		INSERT INTO search_entry (place, kind, object_id, title, detail, address, day) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		r.Place, r.Kind, r.ObjectID, r.Title, r.Detail, r.Address, r.Day)
	return err
}

func deleteRow(tx *db.Tx, place int64) error {
	_, err := tx.Exec(`DELETE FROM search_entry WHERE place = $1`, place)
	return err
}

// post is one place in the list of a token.
type post struct {
	word  token
	place int64
}

// atOnce is how many rows one statement writes.
const atOnce = 50

func insertPosts(tx *db.Tx, posts []post) error {
	slices.SortFunc(posts, func(a, b post) int { return cmp.Or(cmp.Compare(a.word, b.word), cmp.Compare(a.place, b.place)) })
	for some := range slices.Chunk(posts, atOnce) {
		args := make([]any, 0, 2*len(some))
		for _, p := range some {
			args = append(args, int64(p.word), p.place)
		}
		if _, err := tx.Exec(`INSERT INTO search_post (word, place) VALUES `+tuples(len(some), 2), args...); err != nil {
			return err
		}
	}
	return nil
}

func tuples(rows, columns int) string {
	var b strings.Builder
	for i := range rows * columns {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%columns == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	return b.String() + ")"
}

func insertWords(tx *db.Tx, said map[string]bool) error {
	for some := range slices.Chunk(slices.Sorted(maps.Keys(said)), atOnce) {
		args := make([]any, len(some))
		for i, w := range some {
			args[i] = []byte(w)
		}
		if _, err := tx.Exec(`INSERT INTO search_word (word) VALUES `+tuples(len(some), 1)+` ON CONFLICT DO NOTHING`, args...); err != nil {
			return err
		}
	}
	return nil
}

func deletePosts(tx *db.Tx, tokens []token, place int64) error {
	for _, t := range tokens {
		if _, err := tx.Exec(`DELETE FROM search_post WHERE word = $1 AND place = $2`, int64(t), place); err != nil {
			return err
		}
	}
	return nil
}

// beginning lists words that begin with a prefix, in the order of their bytes, the
// shortest of a kin first.
func beginning(tx *db.Tx, prefix string, n int) ([]string, error) {
	after := []byte(prefix)
	before := append(slices.Clone(after), 0xff) // no byte of UTF-8 is larger
	var list []string
	err := db.Each(tx, `SELECT word FROM search_word WHERE word >= $1 AND word < $2 ORDER BY word LIMIT $3`, []any{after, before, n},
		func(scan func(dest ...any) error) error {
			var w []byte
			if err := scan(&w); err != nil {
				return err
			}
			list = append(list, string(w))
			return nil
		})
	return list, err
}

// countPosts counts the list of a token up to a bound.
func countPosts(tx *db.Tx, t token, most int) (int, error) {
	return db.One[int](tx, `SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM search_post WHERE word = $1 LIMIT $2) AS few`, int64(t), most)
}

// placesOf walks the list of the first token from its newest end, at most walk long,
// and returns up to n places at which the others stand too. The others are asked by
// subqueries that no planner turns into a join.
func placesOf(tx *db.Tx, tokens []token, only Kind, walk, n int) (list []int64, err error) {
	args := []any{int64(tokens[0]), walk, n}
	var where []string
	for _, t := range tokens[1:] {
		args = append(args, int64(t))
		where = append(where, fmt.Sprintf(`(SELECT b.place FROM search_post b WHERE b.word = $%d AND b.place = p.place LIMIT 1) IS NOT NULL`, len(args)))
	}
	if only != "" {
		args = append(args, int64(1<<kindBits-1), int64(slices.Index(Kinds, only)))
		where = append(where, fmt.Sprintf(`(p.place & $%d) = $%d`, len(args)-1, len(args)))
	}
	if where == nil {
		where = []string{`1 = 1`}
	}
	err = db.Each(tx, `
		SELECT p.place FROM (SELECT place FROM search_post WHERE word = $1 ORDER BY place DESC LIMIT $2) AS p
		WHERE `+strings.Join(where, ` AND `)+` ORDER BY p.place DESC LIMIT $3`, args,
		func(scan func(dest ...any) error) error {
			var place int64
			if err := scan(&place); err != nil {
				return err
			}
			list = append(list, place)
			return nil
		})
	return list, err
}

// rowsAt reads entries by their places.
func rowsAt(tx *db.Tx, places []int64) (map[int64]row, error) {
	at := make(map[int64]row, len(places))
	if len(places) == 0 {
		return at, nil
	}
	names := make([]string, len(places))
	args := make([]any, len(places))
	for i, p := range places {
		names[i], args[i] = fmt.Sprintf("$%d", i+1), p
	}
	rows, err := db.All[row](tx, `SELECT `+rowColumns+` FROM search_entry e WHERE e.place IN (`+strings.Join(names, ", ")+`)`, args...)
	for _, r := range rows {
		at[r.Place] = r
	}
	return at, err
}
