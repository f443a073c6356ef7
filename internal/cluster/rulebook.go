package cluster

import (
	"slices"
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

// Name is the book as a sentence names it: title and number, or the draft.
func (b RuleBook) Name() string {
	switch {
	case b.State == BookDraft:
		return "bản soạn"
	case b.DocNumber == "":
		return b.Title
	}
	return b.Title + " số " + b.DocNumber
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

// Rests says what the value rests on: its clause, or why the program's default
// holds.
func (v Value) Rests() string {
	why := v.Book + " không quy định"
	switch {
	case !v.Default:
		return "theo " + Cite(v.Clause) + " " + v.Book
	case v.Version == 0:
		why = "chưa có quy chế"
	}
	if v.Text == "" {
		return why
	}
	return why + "; mặc định của chương trình"
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

// refWords are the words of a reference from the widest to the narrowest.
var refWords = []string{"phụ lục", "phần", "chương", "mục", "điều", "khoản", "điểm"}

// tidyRef writes a reference from the widest place to the narrowest, however it
// was typed: "khoản 2 Điều 7" is "Điều 7 khoản 2". Other words stay as they are.
func tidyRef(ref string) string {
	ref = vn.Line(ref)
	places, ok := places(ref)
	if !ok {
		return ref
	}
	slices.SortStableFunc(places, func(a, b place) int { return a.rank - b.rank })
	return upperFirst(joined(places))
}

// Cite writes a reference the way a sentence cites it, from the narrowest place
// to the widest: "khoản 2 Điều 7".
func Cite(ref string) string {
	places, ok := places(ref)
	if !ok {
		return ref
	}
	slices.SortStableFunc(places, func(a, b place) int { return b.rank - a.rank })
	return joined(places)
}

// place is one word of a reference with its number: "khoản 2".
type place struct {
	rank int // index in refWords
	name string
}

// places reads a reference that consists of known words and numbers only.
func places(ref string) (list []place, ok bool) {
	rest := strings.Fields(strings.ReplaceAll(ref, ",", " "))
	for len(rest) > 0 {
		rank, n := -1, 0
		for i, w := range refWords {
			words := strings.Fields(w)
			if len(rest) > len(words) && strings.EqualFold(strings.Join(rest[:len(words)], " "), w) {
				rank, n = i, len(words)
			}
		}
		if rank < 0 || slices.ContainsFunc(list, func(p place) bool { return p.rank == rank }) {
			return nil, false
		}
		name := refWords[rank]
		if name == "điều" {
			name = "Điều" // as the law writes it, also within a sentence
		}
		list = append(list, place{rank, name + " " + rest[n]})
		rest = rest[n+1:]
	}
	return list, len(list) > 0
}

func joined(places []place) string {
	names := make([]string, len(places))
	for i, p := range places {
		names[i] = p.name
	}
	return strings.Join(names, " ")
}

func upperFirst(text string) string {
	r := []rune(text)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
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
