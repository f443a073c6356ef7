package web

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/pages"
)

// leafValue is one value of an entry's JSON with the names on the way to it.
type leafValue struct{ name, value string }

// sideBySide sets what was there before and what is there after next to each
// other, line by line, in the order of the new.
func sideBySide(before, after json.RawMessage, names map[string]string) []pages.RecordLine {
	was, is := flatten(before, names), flatten(after, names)
	old := make(map[string]string, len(was))
	for _, l := range was {
		old[l.name] = l.value
	}
	var lines []pages.RecordLine
	seen := make(map[string]bool, len(is))
	for _, l := range is {
		seen[l.name] = true
		lines = append(lines, pages.RecordLine{Name: l.name, Before: old[l.name], After: l.value, Changed: len(was) > 0 && old[l.name] != l.value})
	}
	for _, l := range was {
		if !seen[l.name] {
			lines = append(lines, pages.RecordLine{Name: l.name, Before: l.value, Changed: len(is) > 0})
		}
	}
	return lines
}

// flatten lists the values of a JSON text in its own order, so that a person
// reads them where the use case has put them. What is empty is left out.
func flatten(text json.RawMessage, names map[string]string) []leafValue {
	if len(text) == 0 {
		return nil
	}
	dec := json.NewDecoder(strings.NewReader(string(text)))
	dec.UseNumber()
	var list []leafValue
	walk(dec, "", nil, names, func(key string, way []string, value string) {
		if value = fieldText(key, value, names); value != "" {
			list = append(list, leafValue{upperFirst(strings.Join(way, ", ")), value})
		}
	})
	return list
}

// walk reads one value from dec and calls each with every value in it, its key
// and the names that lead there; where the key is an id of a unit, the unit's. It
// stops at a text that is no JSON.
func walk(dec *json.Decoder, key string, way []string, names map[string]string, each func(key string, way []string, value string)) {
	t, err := dec.Token()
	if err != nil {
		return
	}
	switch t := t.(type) {
	case json.Delim:
		for n := 1; dec.More(); n++ {
			at, inner := way, key
			if t == '{' {
				token, err := dec.Token()
				if err != nil {
					return
				}
				inner = token.(string)
				name, shown := fieldName(inner)
				if unit := names[inner]; unit != "" {
					name = unit
				}
				if !shown {
					walk(dec, "", nil, nil, func(string, []string, string) {})
					continue
				}
				at = append(at[:len(at):len(at)], name)
			} else {
				at = numbered(at, n)
			}
			walk(dec, inner, at, names, each)
		}
		_, _ = dec.Token() // the closing bracket
	case nil:
	case bool:
		each(key, orWhole(way), map[bool]string{true: "true", false: "false"}[t])
	case json.Number:
		each(key, orWhole(way), "#"+t.String())
	case string:
		each(key, orWhole(way), t)
	}
}

// fieldText is a value as a person reads it in its field.
func fieldText(key, value string, names map[string]string) string {
	if say := byField[fieldKey(key)]; say != nil {
		if word := say(value); word != "" {
			return word
		}
	}
	return plainWords(value, names)
}

// numbered adds the place in a list to the last name: "chỉ tiêu 2".
func numbered(way []string, n int) []string {
	if len(way) == 0 {
		return []string{strconv.Itoa(n)}
	}
	at := append([]string{}, way...)
	at[len(at)-1] += " " + strconv.Itoa(n)
	return at
}

// orWhole names a value that stands for the whole object: its state, as a rule.
func orWhole(way []string) []string {
	if len(way) == 0 {
		return []string{"trạng thái"}
	}
	return way
}

// plainWords is a value as a person reads it: the name of a unit, a day, a
// moment, a number the Vietnamese way.
func plainWords(value string, names map[string]string) string {
	if number, ok := strings.CutPrefix(value, "#"); ok {
		return strings.ReplaceAll(number, ".", ",")
	}
	switch {
	case value == "true":
		return "có"
	case value == "false":
		return "không"
	case names[value] != "":
		return names[value]
	case valueWords[value] != "":
		return valueWords[value]
	case access.Role(value).Name() != "":
		return access.Role(value).Name()
	case isID(value):
		return "" // of an object that the entry names by itself, or of none that has a name
	}
	if len(value) == len("2006-01-02") {
		if d, err := vn.ParseDate(value); err == nil {
			return d.Short()
		}
	}
	if t, err := time.Parse(time.RFC3339Nano, value); err == nil {
		if t.IsZero() || t.Year() < 1900 {
			return ""
		}
		return moment(t)
	}
	return value
}

// moment is the day and the time of day in Viet Nam, "9/4/2021, 10 giờ 24 phút";
// empty for no time.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return vn.DateOf(t).Short() + ", " + vn.Clock(t)
}

// bundleID is the form of the ids that a bundle may give its units.
var bundleID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)

// idsIn finds what may be ids of units in JSON texts.
func idsIn(texts ...json.RawMessage) []string {
	var ids []string
	for _, text := range texts {
		if len(text) == 0 {
			continue
		}
		dec := json.NewDecoder(strings.NewReader(string(text)))
		for {
			t, err := dec.Token()
			if err != nil {
				break
			}
			if s, ok := t.(string); ok && (isID(s) || bundleID.MatchString(s)) {
				ids = append(ids, s)
			}
		}
	}
	return ids
}

// isID reports whether a text has the form of an id of the program.
func isID(text string) bool {
	return len(text) == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-'
}
