package search

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"giaouoc/internal/vn"
)

// Kind is what an entry is of.
type Kind string

// Kinds of entry.
const (
	Award    Kind = "award"    // khen thưởng theo quyết định
	Decision Kind = "decision" // quyết định về đề nghị của cụm
	Covenant Kind = "covenant" // giao ước đã ký
	Cluster  Kind = "cluster"  // cụm, khối
	Unit     Kind = "unit"     // đơn vị
	Article  Kind = "article"  // bài viết
	Exemplar Kind = "exemplar" // điển hình tiên tiến
)

// Kinds are all kinds in the order in which they are offered. Their order is also
// kept in places: a new one is added at the end.
var Kinds = []Kind{Award, Decision, Covenant, Cluster, Unit, Article, Exemplar}

// Name is the kind in Vietnamese.
func (k Kind) Name() string {
	return map[Kind]string{
		Award: "Khen thưởng", Decision: "Quyết định về đề nghị", Covenant: "Giao ước", Cluster: "Cụm, khối", Unit: "Đơn vị", Article: "Bài viết", Exemplar: "Điển hình",
	}[k]
}

// Entry is one published thing that can be found (mục tra cứu).
type Entry struct {
	Kind     Kind
	ObjectID string
	Title    string
	Detail   string
	Address  string // of its page; empty where all is said here
	Day      vn.Date
}

// Bounds on what is indexed and asked.
const (
	mostIndexed = 80  // words of an entry
	longestWord = 32  // letters; the rest of a word is not looked at
	mostAsked   = 200 // letters of a query
	mostWords   = 10  // of a query
)

// words are the folded words of a text in their order.
func words(text string) []string {
	list := strings.FieldsFunc(vn.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range list {
		if r := []rune(w); len(r) > longestWord {
			list[i] = string(r[:longestWord])
		}
	}
	return list
}

// token is what a list of places is kept under.
type token int64

func hashed(text string) token {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // never fails
	return token(h.Sum64())
}

// single is the token of a word, pair that of two words of a title beside each other.
// Of a kind there are lists of its own, but of awards, which are most of all there is.
func single(k Kind, w string) token { return hashed(string(k) + "\x00" + w) }

func pair(k Kind, a, b string) token { return hashed(string(k) + "\x00" + a + "\x01" + b) }

// own reports whether a kind has lists of its own beside those of all.
func (k Kind) own() bool { return k != Award }

// lists are the kinds under whose lists an entry of a kind stands; the empty one is all.
func (k Kind) lists() []Kind {
	if k.own() {
		return []Kind{"", k}
	}
	return []Kind{""}
}

// tokens are the tokens of an entry, once each, and its words.
func (e Entry) tokens() (list []token, said []string) {
	title := words(e.Title)
	title = title[:min(len(title), mostIndexed)]
	said = append(slices.Clone(title), words(e.Detail)...)
	said = said[:min(len(said), mostIndexed)]
	slices.Sort(said)
	said = slices.Compact(said)
	for _, k := range e.Kind.lists() {
		for _, w := range said {
			list = append(list, single(k, w))
		}
		for i := 1; i < len(title); i++ {
			list = append(list, pair(k, title[i-1], title[i]))
		}
	}
	slices.Sort(list)
	return slices.Compact(list), said
}

// The bits of a place: the day, what tells entries of a day apart, the kind.
const (
	kindBits = 5
	ownBits  = 40
)

var firstDay = vn.NewDate(1900, 1, 1)

// place is where an entry stands among all; larger is newer.
func (e Entry) place() int64 {
	day := int64(0)
	if !e.Day.IsZero() {
		day = int64(min(max(firstDay.DaysUntil(e.Day), 0), 1<<18-1))
	}
	apart := int64(uint64(hashed(string(e.Kind)+"\x02"+e.ObjectID)) >> (64 - ownBits))
	return day<<(ownBits+kindBits) | apart<<kindBits | int64(slices.Index(Kinds, e.Kind))
}
