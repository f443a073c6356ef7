package cluster

import (
	"strconv"
	"strings"
	"unicode"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// BookState is where a version of a rule book stands.
type BookState string

// States of a version.
const (
	BookDraft   BookState = "draft"   // đang soạn
	BookAdopted BookState = "adopted" // đã ban hành
)

// RuleBook is one version of the rule book of a cluster (quy chế cụm, hướng dẫn
// chấm điểm): a document that the members adopted. Once adopted it stands.
type RuleBook struct {
	ID        string
	ClusterID string
	Number    int // 1, 2, 3 in the order of adoption
	State     BookState
	Title     string
	DocNumber string // số, ký hiệu
	AdoptedOn vn.Date
	AdoptedBy string // who adopted it, and by how many: "Hội nghị cụm ngày 22/3/2025, 6/6 thành viên"
	InForceOn vn.Date
	Reason    string // why it replaces the version before
	FileHash  string
	FileName  string
	Source    string
	Version   int64
	CreatedAt db.Time
	Clauses   []Clause  `db:"-"`
	Settings  []Setting `db:"-"`
}

// Clause is one clause of a rule book (điều, khoản).
type Clause struct {
	ID         string
	RuleBookID string
	Ref        string // "Điều 5 khoản 2"
	Body       string
	Version    int64
}

// Setting is what a rule book says of one parameter, and in which clause.
type Setting struct {
	RuleBookID string
	Key        Key    `db:"parameter"`
	Value      string `db:"setting"`
	ClauseID   string
}

// Setting returns what the book says of a parameter.
func (b RuleBook) Setting(key Key) (Setting, bool) {
	for _, s := range b.Settings {
		if s.Key == key {
			return s, true
		}
	}
	return Setting{}, false
}

// Clause returns a clause of the book by id.
func (b RuleBook) Clause(id string) (Clause, bool) {
	for _, c := range b.Clauses {
		if c.ID == id {
			return c, true
		}
	}
	return Clause{}, false
}

// Value is a parameter as it holds on a day.
type Value struct {
	Key     Key
	Text    string // as stored: "allowed", "51"; empty when neither book nor program says anything
	Clause  string // the clause it rests on; empty for a default
	Book    string // number and title of the rule book
	Version int    // version of the rule book; 0 when there is none
	Default bool   // the program's default applies
}

// Words is the value in Vietnamese.
func (v Value) Words() string { return v.Key.Words(v.Text) }

// Int is the value as a whole number; 0 when it is none.
func (v Value) Int() int {
	n, err := strconv.Atoi(v.Text)
	if err != nil {
		return 0
	}
	return n
}

// Rests says what the value rests on: its clause, or that it is the program's.
func (v Value) Rests() string {
	switch {
	case !v.Default:
		return v.Clause + ", " + v.Book
	case v.Text == "":
		return "chưa có trong quy chế"
	}
	return "mặc định, chưa có trong quy chế"
}

// BookChange is one difference between two versions of a rule book.
type BookChange struct {
	Place  string // "Điều 5 khoản 2", "Ngưỡng phiếu"
	Before string // empty when added
	After  string // empty when removed
}

// CompareBooks lists what differs between two versions: clauses by their
// reference, then parameters.
func CompareBooks(before, after RuleBook) []BookChange {
	was, now := before.lines(), after.lines()
	var changes []BookChange
	for _, place := range append(now.order, was.order...) {
		b, a := was.text[place], now.text[place]
		if b != a {
			changes = append(changes, BookChange{Place: place, Before: b, After: a})
		}
		was.text[place] = a // each place once
	}
	return changes
}

type bookLines struct {
	order []string
	text  map[string]string
}

func (b RuleBook) lines() bookLines {
	l := bookLines{text: map[string]string{}}
	put := func(place, text string) {
		l.order = append(l.order, place)
		l.text[place] = text
	}
	for _, c := range b.Clauses {
		put(c.Ref, c.Body)
	}
	for _, k := range Keys() {
		if s, ok := b.Setting(k); ok {
			c, _ := b.Clause(s.ClauseID)
			put(k.Name(), k.Words(s.Value)+" ("+c.Ref+")")
		}
	}
	return l
}

// compareRefs orders references as a reader counts them: Điều 5 khoản 2 before
// Điều 5 khoản 10 before Điều 12.
func compareRefs(a, b string) int {
	x, y := refParts(a), refParts(b)
	for i := 0; i < len(x) && i < len(y); i++ {
		n, errN := strconv.Atoi(x[i])
		m, errM := strconv.Atoi(y[i])
		switch {
		case errN == nil && errM == nil && n != m:
			return n - m
		case errN == nil && errM == nil:
		case x[i] != y[i]:
			return vn.Compare(x[i], y[i])
		}
	}
	return len(x) - len(y)
}

// refParts cuts a reference into words and numbers.
func refParts(ref string) []string {
	var parts []string
	var last rune
	for _, r := range strings.ToLower(ref) {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			last = 0
			continue
		case last == 0 || unicode.IsDigit(r) != unicode.IsDigit(last):
			parts = append(parts, "")
		}
		parts[len(parts)-1] += string(r)
		last = r
	}
	return parts
}
