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

// Say gives the English of a text of one line and whether anything of it was in the
// catalogue; what is not there stays as it is, numbers and days aside.
func Say(text string) (string, bool) {
	return inEnglish().say(days(text), 0, deepest)
}

func (c *catalogue) say(text string, from, depth int) (string, bool) {
	if said, ok := c.sentence(text, depth); ok {
		return said, true
	}
	if n, ok := numerals()[text]; ok {
		return n, true
	}
	for i := from; i < len(joints); i++ {
		if said, ok := c.parts(text, i, depth); ok {
			return said, true
		}
	}
	return figures(text), false
}

// sentence says a text that is one of the catalogue. Where one has little of its own, as
// "{1} và {2}", all that it joins must be known: somebody may have written such words.
func (c *catalogue) sentence(text string, depth int) (string, bool) {
	for _, f := range c.find(text) {
		values, known := make([]string, len(f.values)), true
		for i, v := range f.values {
			said, ok := v, false
			if depth > 0 {
				said, ok = c.say(v, 0, depth-1)
			}
			values[i] = said
			known = known && (ok || !foreign(v) && !strings.ContainsFunc(v, unicode.IsLetter))
		}
		if known || f.message.strong {
			return f.message.fill(values), true
		}
	}
	return "", false
}

// parts says a text part by part along a joint.
func (c *catalogue) parts(text string, joint, depth int) (string, bool) {
	j := joints[joint]
	parts := strings.Split(text, j.text)
	if len(parts) == 1 {
		return "", false
	}
	var said bool
	for n, part := range parts {
		stop := ""
		if j.text == ". " && n < len(parts)-1 {
			stop = "." // it belongs to the sentence
		}
		sentence, ok := c.say(part+stop, joint+1, depth)
		if !ok && !j.loose && foreign(part) && !name(part) {
			return "", false
		}
		parts[n], said = strings.TrimSuffix(sentence, stop), said || ok
	}
	return strings.Join(parts, j.text), said
}

// name says that a text may be a name: a few words, the first with a capital.
func name(text string) bool {
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
		words[vietnamese] = english
		r, size := utf8.DecodeRuneInString(vietnamese)
		words[string(unicode.ToUpper(r))+vietnamese[size:]] = english
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
