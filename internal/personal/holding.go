package personal

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/record"
)

// Holding is what one table of the database holds of a person.
type Holding struct {
	Table string
	What  string    // one row of it, in Vietnamese
	Own   [][]Field // the person's own rows, without what nobody reads
	Told  []Field   // what tells of the person in rows of others
	Why   string    // why it stays when the rest is erased; empty: it does not
}

// Field is one value of a row.
type Field struct{ Column, Text string }

// known is what a person is known by.
type known struct {
	id    string
	name  string // empty where another account has it too
	words record.Words
}

// knownOf is what a person is known by in texts.
func knownOf(tx *db.Tx, ring *key.Ring, accountID string) (known, error) {
	k := known{id: accountID}
	p, err := account.PersonOf(tx, accountID)
	if err != nil {
		return k, err
	}
	all, err := account.All(tx, accountID)
	if err != nil {
		return k, err
	}
	number, err := identityOf(tx, ring, accountID)
	if err != nil {
		return k, err
	}
	k.name, k.words = p.Name, record.Words{p.Name, all.Account.Login, all.Account.Email, all.Email.AskedMail, all.Email.FailedMail, number}
	for _, l := range all.SSO {
		k.words = append(k.words, l.Label, l.Subject)
	}
	k.words = slices.DeleteFunc(k.words, func(w string) bool { return w == "" })
	// The longest first: an address holds the login.
	slices.SortFunc(k.words, func(a, b string) int { return len(b) - len(a) })
	k.words = slices.Compact(k.words)
	return k, nil
}

// holdings reads what every table holds of a person.
func holdings(tx *db.Tx, k known) ([]Holding, error) {
	columns, err := db.Columns(tx)
	if err != nil {
		return nil, err
	}
	names, err := namesOfOthers(tx, k.id)
	if err != nil {
		return nil, fmt.Errorf("read names of accounts: %w", err)
	}
	var list []Holding
	for _, t := range slices.Concat(ofAccount, ofField) {
		h, err := t.holding(tx, k, columns[t.name], names)
		if err != nil {
			return nil, fmt.Errorf("read %s of account %s: %w", t.name, k.id, err)
		}
		if len(h.Own)+len(h.Told) > 0 {
			list = append(list, h)
		}
	}
	return list, nil
}

func (t table) holding(tx *db.Tx, k known, columns []string, names map[string]string) (Holding, error) {
	h := Holding{Table: t.name, What: t.what, Why: t.why}
	rows, err := ownRows(tx, t, k.id)
	if err != nil {
		return h, err
	}
	seen := map[Field]bool{}
	for _, r := range rows {
		var own []Field
		for _, c := range columns {
			if slices.Contains(t.hidden, c) {
				continue
			}
			text := plain(r[c])
			if text == k.id || text == "" {
				continue
			}
			if name := names[text]; name != "" {
				text = name
			}
			own, seen[Field{c, text}] = append(own, Field{c, text}), true
		}
		h.Own = append(h.Own, own)
	}
	for _, c := range slices.Concat(t.words, t.stays) {
		texts, err := textsWith(tx, t.name, c, k.words)
		if err != nil {
			return h, err
		}
		for _, text := range texts {
			if seen[Field{c, text}] {
				continue
			}
			for _, part := range parts(text) {
				if k.words.In(part) {
					h.Told = append(h.Told, Field{c, part})
				}
			}
		}
	}
	return h, nil
}

// plain is a value of a row as text.
func plain(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case []byte:
		return string(v)
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	case bool:
		return map[bool]string{true: "true", false: "false"}[v]
	}
	return fmt.Sprint(value)
}

// parts are the texts in a text: of a JSON object or list each of its own, else
// the text itself.
func parts(text string) []string {
	var value any
	if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") || json.Unmarshal([]byte(text), &value) != nil {
		return []string{text}
	}
	return textsIn(value)
}

func textsIn(value any) (list []string) {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		for _, x := range v {
			list = append(list, textsIn(x)...)
		}
	case map[string]any:
		for _, x := range v {
			list = append(list, textsIn(x)...)
		}
	}
	return list
}

// keptOf counts what stays of a person, by table.
func keptOf(tx *db.Tx, k known) ([]Kept, error) {
	kept := []Kept{}
	for _, t := range ofField {
		if len(t.stays) == 0 {
			continue
		}
		n, err := countStaying(tx, t, k)
		if err != nil {
			return nil, fmt.Errorf("count what stays in %s: %w", t.name, err)
		}
		if n > 0 {
			kept = append(kept, Kept{Kind: t.name, Count: n})
		}
	}
	return kept, nil
}

// takeOut puts account.Forgotten in the place of a person in every text that does
// not stay.
func takeOut(tx *db.Tx, k known) error {
	for _, t := range slices.Concat(ofAccount, ofField) {
		for _, c := range t.words {
			if err := replaceIn(tx, t.name, c, k.words); err != nil {
				return fmt.Errorf("take account %s out of %s.%s: %w", k.id, t.name, c, err)
			}
		}
	}
	return nil
}
