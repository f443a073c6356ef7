package personal

import (
	"encoding/json"
	"fmt"
	"strings"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
)

// The statements here are made of the names of tables and columns in table.go.

// ownRows are the rows of an account.
func ownRows(tx *db.Tx, t table, accountID string) ([]map[string]any, error) {
	if len(t.by) == 0 {
		return nil, nil
	}
	var where []string
	var args []any
	for i, c := range t.by {
		where, args = append(where, fmt.Sprintf("%s = $%d", c, i+1)), append(args, accountID)
	}
	return db.All[map[string]any](tx, "SELECT * FROM "+t.name+" WHERE "+strings.Join(where, " OR "), args...)
}

// textsWith are the different texts of a column that tell of a person by one of
// the words.
func textsWith(tx *db.Tx, table, column string, words record.Words) ([]string, error) {
	where, args := holds([]string{column}, words)
	rows, err := db.All[struct{ Text string }](tx, "SELECT DISTINCT "+column+" AS text FROM "+table+" WHERE "+where+" ORDER BY text", args...)
	var list []string
	for _, r := range rows {
		if tells(r.Text, words) {
			list = append(list, r.Text)
		}
	}
	return list, err
}

func replaceIn(tx *db.Tx, table, column string, words record.Words) error {
	texts, err := textsWith(tx, table, column, words)
	for _, text := range texts {
		if err != nil {
			break
		}
		_, err = tx.Exec("UPDATE "+table+" SET "+column+" = $1 WHERE "+column+" = $2", words.Replace(text, account.Forgotten), text)
	}
	return err
}

// countStaying counts the rows of a table that are of an account or tell of it in
// what stays.
func countStaying(tx *db.Tx, t table, k known) (int, error) {
	own := "1 = 0"
	where, args := holds(t.stays, k.words)
	if len(t.by) > 0 {
		args = append(args, k.id)
		own = fmt.Sprintf("%s = $%d", t.by[0], len(args))
	}
	rows, err := db.All[map[string]any](tx, "SELECT "+strings.Join(t.stays, ", ")+", "+own+" AS own_row FROM "+t.name+" WHERE "+where+" OR "+own, args...)
	n := 0
	for _, r := range rows {
		found := plain(r["own_row"]) == "true" || plain(r["own_row"]) == "1"
		for _, c := range t.stays {
			found = found || tells(plain(r[c]), k.words)
		}
		if found {
			n++
		}
	}
	return n, err
}

// tells reports whether a text tells of a person by one of the words.
func tells(text string, words record.Words) bool {
	for _, part := range parts(text) {
		if words.In(part) {
			return true
		}
	}
	return words.In(text)
}

// holds is the condition that one of the columns holds one of the words, as it is
// or as JSON writes it.
func holds(columns []string, words record.Words) (string, []any) {
	like := []string{"1 = 0"}
	var args []any
	for _, w := range words {
		forms := []string{w}
		if text, err := json.Marshal(w); err == nil && string(text) != `"`+w+`"` {
			forms = append(forms, strings.Trim(string(text), `"`))
		}
		for _, form := range forms {
			args = append(args, "%"+strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(form)+"%")
			for _, c := range columns {
				like = append(like, fmt.Sprintf(`%s LIKE $%d ESCAPE '\'`, c, len(args)))
			}
		}
	}
	return "(" + strings.Join(like, " OR ") + ")", args
}

// namesOfOthers are the names of every account but one, by id.
func namesOfOthers(tx *db.Tx, accountID string) (map[string]string, error) {
	rows, err := db.All[struct{ ID, Name string }](tx, `SELECT id, name FROM account WHERE id <> $1`, accountID)
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}
