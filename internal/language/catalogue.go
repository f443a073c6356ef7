package language

import (
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/leonelquinteros/gotext"
)

//go:embed en.po
var english []byte

// message is a sentence of the catalogue: what stands around its places, and its English.
type message struct {
	literals []string // one more than there are places
	strong   bool     // enough of it is its own for nobody else to have written it by chance
	one      string   // where the first place holds 1
	many     string
}

// enough is how many letters a message with places has of its own; a sign among them
// counts for six.
const enough = 9

func strength(literals []string) int {
	var n int
	for _, r := range strings.Join(literals, "") {
		switch {
		case unicode.IsLetter(r):
			n++
		case strings.ContainsRune(":«»()?", r):
			n += 6
		}
	}
	return n
}

// catalogue finds the message of a text. Those with places stand by the word that they
// begin with, or end with, the longest first.
type catalogue struct {
	whole  map[string]*message
	head   map[string][]*message
	tail   map[string][]*message
	middle []*message
}

// firstWord is the word that a text begins with; of a literal that ends within its first
// word nobody knows how the word goes on.
func firstWord(text string, literal bool) string {
	word, _, ended := strings.Cut(text, " ")
	if literal && !ended {
		return ""
	}
	return word
}

// lastWord is the word that a text ends with, as firstWord.
func lastWord(text string, literal bool) string {
	i := strings.LastIndexByte(text, ' ')
	if literal && i < 0 {
		return ""
	}
	return text[i+1:]
}

// place is a numbered gap of a key or of its English.
var place = regexp.MustCompile(`\{[1-9]\}`)

var inEnglish = sync.OnceValue(func() *catalogue {
	po := gotext.NewPo()
	po.Parse(english)
	c := &catalogue{whole: map[string]*message{}, head: map[string][]*message{}, tail: map[string][]*message{}}
	for key, t := range po.GetDomain().GetTranslations() {
		if key == "" || t.Trs[0] == "" {
			continue
		}
		m := &message{one: t.Trs[0], many: t.Trs[0]}
		if t.Trs[1] != "" {
			m.many = t.Trs[1]
		}
		if key, ok := m.join(key); ok {
			m.literals = place.Split(key, -1)
			m.strong = strength(m.literals) >= enough
			c.add(key, m)
		}
	}
	c.sort()
	return c
})

// twin is two places with nothing between: where one ends nobody can say.
var twin = regexp.MustCompile(`\{([1-9])\}\{([1-9])\}`)

// join makes one place of two that touch. Where they do not touch in the English as well,
// the message can never be found.
func (m *message) join(key string) (string, bool) {
	for {
		at := twin.FindString(key)
		if at == "" {
			return key, true
		}
		if !strings.Contains(m.one, at) || !strings.Contains(m.many, at) {
			return "", false
		}
		gone := at[4] // the digit of the second
		fewer := func(text string) string {
			return place.ReplaceAllStringFunc(strings.Replace(text, at, at[:3], 1), func(p string) string {
				if p[1] > gone {
					return "{" + string(p[1]-1) + "}"
				}
				return p
			})
		}
		key, m.one, m.many = fewer(key), fewer(m.one), fewer(m.many)
	}
}

func (c *catalogue) add(key string, m *message) {
	first, last := m.literals[0], m.literals[len(m.literals)-1]
	switch {
	case len(m.literals) == 1:
		c.whole[key] = m
	case first != "":
		word := firstWord(first, true)
		c.head[word] = append(c.head[word], m)
	case last != "":
		word := lastWord(last, true)
		c.tail[word] = append(c.tail[word], m)
	default:
		c.middle = append(c.middle, m)
	}
}

func (c *catalogue) sort() {
	longest := func(a, b *message) int {
		x, y := strings.Join(a.literals, "\x00"), strings.Join(b.literals, "\x00")
		if d := len(y) - len(x); d != 0 {
			return d
		}
		return strings.Compare(x, y)
	}
	for _, list := range c.head {
		slices.SortFunc(list, longest)
	}
	for _, list := range c.tail {
		slices.SortFunc(list, longest)
	}
	slices.SortFunc(c.middle, longest)
}

// found is a message that a text may be, with what stands in its places.
type found struct {
	message *message
	values  []string
}

// find gives the messages with places that a text may be, the likeliest first.
func (c *catalogue) find(text string) []found {
	var list []found
	for _, some := range [][]*message{c.head[firstWord(text, false)], c.head[""], c.tail[lastWord(text, false)], c.tail[""], c.middle} {
		for _, m := range some {
			if values, ok := m.match(text); ok {
				list = append(list, found{m, values})
			}
		}
	}
	return list
}

// small says that a message begins with a small letter.
func (m *message) small() bool {
	first := m.literals[0]
	return first != "" && lowerFirst(first) == first
}

// match takes a text apart along a message.
func (m *message) match(text string) ([]string, bool) {
	n := len(m.literals) - 1
	rest, ok := strings.CutPrefix(text, m.literals[0])
	if !ok || !strings.HasSuffix(rest, m.literals[n]) {
		return nil, false
	}
	rest = strings.TrimSuffix(rest, m.literals[n])
	var values []string
	for i, literal := range m.literals[1:n] {
		if rest == "" {
			return nil, false
		}
		_, size := utf8.DecodeRuneInString(rest) // a place is never empty
		at := strings.Index(rest[size:], literal)
		if at < 0 {
			return nil, false
		}
		if i == 0 {
			for _, later := range m.literals[2:n] {
				if !strings.Contains(rest[size+at:], later) {
					return nil, false
				}
			}
			values = make([]string, 0, n)
		}
		values = append(values, rest[:size+at])
		rest = rest[size+at+len(literal):]
	}
	if rest == "" {
		return nil, false
	}
	return append(values, rest), true
}

// fill writes the English with what stands in the places.
func (m *message) fill(values []string) string {
	text := m.many
	if len(values) > 0 && values[0] == "1" {
		text = m.one
	}
	return place.ReplaceAllStringFunc(text, func(p string) string {
		n, _ := strconv.Atoi(p[1:2])
		if n > len(values) {
			return p
		}
		return values[n-1]
	})
}
