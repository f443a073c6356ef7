package language

import (
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"giaouoc/internal/vn"
)

// deepest bounds how far what stands in a place is looked up again.
const deepest = 4

// joints are what sentences, and then parts of one, are held together by. A text that the
// catalogue does not have as a whole is said part by part.
var joints = []struct {
	text  string
	loose bool // a part may stay as it is, whatever it says
}{{". ", true}, {" · ", true}, {" – ", true}, {"; ", false}, {": ", false}, {", ", false}}

// signs may stand around a text without being a part of it.
const signs = " .,;:·()[]"

// Say gives the English of a text of one line and whether anything of it was in the
// catalogue; what is not there stays as it is, numbers and days aside.
func Say(text string) (string, bool) {
	if s, ok := said.of(text); ok {
		return s.text, s.some
	}
	s := inEnglish().say(days(text), 0, deepest)
	said.keep(text, s)
	return s.text, s.some
}

// said is what texts of pages became: most stand on many pages.
var said memory

// Bounds of what is remembered, in bytes.
const (
	mostSaid    = 16 << 20
	longestSaid = 2_000
)

// memory remembers texts until there are too many, and begins anew then.
type memory struct {
	mu    sync.RWMutex
	texts map[string]saying
	size  int
}

func (m *memory) of(text string) (saying, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	s, ok := m.texts[text]
	return s, ok
}

func (m *memory) keep(text string, s saying) {
	if len(text) > longestSaid {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.texts == nil || m.size > mostSaid {
		m.texts, m.size = map[string]saying{}, 0
	}
	m.texts[strings.Clone(text)] = s
	m.size += len(text) + len(s.text)
}

// saying is what became of a text.
type saying struct {
	text string
	some bool // something of it was in the catalogue
	all  bool // no word of it was missing there
}

func (c *catalogue) say(text string, from, depth int) saying {
	short := c.short(text)
	if short.all {
		return short
	}
	if s, ok := c.sentence(text, depth, true); ok {
		return s
	}
	if lower := lowerFirst(text); lower != text {
		if s, ok := c.sentence(lower, depth, false); ok {
			s.text = upperFirst(s.text)
			return s
		}
	}
	if core := strings.Trim(text, signs); core != text && core != "" {
		if s := c.say(core, from, depth); s.some {
			at := strings.Index(text, core)
			s.text = text[:at] + s.text + text[at+len(core):]
			return s
		}
		return short
	}
	for i := from; i < len(joints); i++ {
		if s := c.parts(text, i, depth); s.some {
			return s
		}
	}
	return short
}

// sentence says a text that is a message with places. Where one has little of its own, as
// "{1} và {2}", all that it joins must be known as it stands: somebody may have written
// such words. A name behind a small word, with which no title begins, is known enough
// where the text has its own first letter.
func (c *catalogue) sentence(text string, depth int, own bool) (saying, bool) {
	for _, f := range c.find(text) {
		values, all := make([]string, len(f.values)), true
		for i, v := range f.values {
			said := c.short(v)
			if !said.all && f.message.strong && depth > 0 {
				said = c.say(v, 0, depth-1)
			}
			values[i] = said.text
			all = all && (said.all || own && f.message.small() && name(v))
			if !all && !f.message.strong {
				break
			}
		}
		if all || f.message.strong {
			return saying{f.message.fill(values), true, all}, true
		}
	}
	return saying{}, false
}

// short says a text that is a message without places, a number in words, or no words.
func (c *catalogue) short(text string) saying {
	if m := c.whole[text]; m != nil {
		return saying{m.many, true, true}
	}
	if n, ok := numerals()[text]; ok {
		return saying{n, true, true}
	}
	if m := c.whole[lowerFirst(text)]; m != nil {
		return saying{upperFirst(m.many), true, true}
	}
	code := !strings.Contains(text, " ") && strings.ContainsAny(text, "0123456789") // as a document's number
	return saying{figures(text), false, code || !strings.ContainsFunc(text, unicode.IsLetter)}
}

// parts says a text part by part along a joint.
func (c *catalogue) parts(text string, joint, depth int) saying {
	j := joints[joint]
	parts := strings.Split(text, j.text)
	if len(parts) == 1 {
		return saying{}
	}
	whole := saying{all: true}
	for n, part := range parts {
		stop := ""
		if j.text == ". " && n < len(parts)-1 {
			stop = "." // it belongs to the sentence
		}
		s := c.say(part+stop, joint+1, depth)
		if !s.some && !j.loose && foreign(part) && !name(part) {
			return saying{}
		}
		parts[n] = strings.TrimSuffix(s.text, stop)
		whole.some, whole.all = whole.some || s.some, whole.all && s.all
	}
	whole.text = strings.Join(parts, j.text)
	return whole
}

func lowerFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(r)) + text[size:]
}

func upperFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}

// name says that a text may be a name: a few words, the first with a capital, or words in
// quotation marks.
func name(text string) bool {
	if strings.HasPrefix(text, "«") && strings.HasSuffix(text, "»") {
		return true
	}
	r, _ := utf8.DecodeRuneInString(text)
	return (unicode.IsUpper(r) || unicode.IsDigit(r)) && len(strings.Fields(text)) <= 6
}

var (
	figure  = regexp.MustCompile(`(?:^|[^\d.,/])(\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+)(?:[^\d.,/]|[.,] |[.,]?$)`)
	longDay = regexp.MustCompile(`(?:(Chủ nhật|Chủ Nhật|Thứ Hai|Thứ Ba|Thứ Tư|Thứ Năm|Thứ Sáu|Thứ Bảy), )?ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})`)
	byName  = map[string]string{"Chủ nhật": "Sunday", "Chủ Nhật": "Sunday", "Thứ Hai": "Monday", "Thứ Ba": "Tuesday", "Thứ Tư": "Wednesday", "Thứ Năm": "Thursday", "Thứ Sáu": "Friday", "Thứ Bảy": "Saturday"}
)

// figures writes the figures of a text the English way: 1.234,5 is 1,234.5.
func figures(text string) string {
	if !strings.ContainsAny(text, "0123456789") {
		return text
	}
	var b strings.Builder
	for {
		at := figure.FindStringSubmatchIndex(text)
		if at == nil {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:at[2]])
		b.WriteString(swap.Replace(text[at[2]:at[3]]))
		text = text[at[3]:]
	}
}

var swap = strings.NewReplacer(".", ",", ",", ".")

// numerals are the numbers up to a hundred in words, with and without a capital.
var numerals = sync.OnceValue(func() map[string]string {
	ones := strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens := strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
	words := map[string]string{}
	for n := range 100 {
		english := ""
		switch {
		case n < 20:
			english = ones[n]
		case n%10 == 0:
			english = tens[n/10]
		default:
			english = tens[n/10] + "-" + ones[n%10]
		}
		vietnamese := vn.InWords(decimal.NewFromInt(int64(n)))
		words[vietnamese], words[upperFirst(vietnamese)] = english, english
	}
	return words
})

// days writes days that are in words in English words.
func days(text string) string {
	if !strings.Contains(text, "ngày ") {
		return text
	}
	return longDay.ReplaceAllStringFunc(text, func(s string) string {
		m := longDay.FindStringSubmatch(s)
		day, err := time.Parse("2 1 2006", m[2]+" "+m[3]+" "+m[4])
		if err != nil {
			return s
		}
		said := day.Format("2 January 2006")
		if m[1] != "" {
			said = byName[m[1]] + ", " + said
		}
		return said
	})
}

// foreign says that a text has letters that English has not.
func foreign(text string) bool {
	for _, r := range text {
		if r > unicode.MaxASCII && unicode.IsLetter(r) {
			return true
		}
	}
	return false
}
