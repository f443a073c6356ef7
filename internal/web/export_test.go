package web

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/record"
)

// Patterns lists every route of a server.
func (s *Server) Patterns() []string { return s.patterns }

// programWord is the form of a word that the program keeps and no person wrote.
var programWord = regexp.MustCompile(`^[a-z]+([_.+ ][a-z]+)*$`)

// wordFields are the keys whose values are words of the program.
var wordFields = []string{
	"state", "kind", "role", "scopekind", "scope", "part", "post", "stage", "level", "direction", "sum", "award", "how", "why", "factor", "mode", "modes",
	"work", "deadline", "overdue", "answer", "security", "final", "scheme", "calendar",
}

// Unsaid lists what the pages of the record would show of an entry in the words
// of the program instead of Vietnamese.
func Unsaid(e record.Entry) []string {
	var list []string
	if say, _, _ := access.Describe(e.Act); say == "" && access.OwnActs()[e.Act] == "" {
		list = append(list, "act "+string(e.Act))
	}
	if recordKinds[e.Kind].name == "" {
		list = append(list, "kind "+e.Kind)
	}
	if e.Role != "" && access.Role(e.Role).Name() == "" {
		list = append(list, "role "+e.Role)
	}
	for _, text := range []json.RawMessage{e.Before, e.After} {
		var value any
		if json.Unmarshal(text, &value) == nil {
			unsaid("", value, &list)
		}
	}
	return list
}

func unsaid(key string, value any, list *[]string) {
	switch v := value.(type) {
	case map[string]any:
		for k, x := range v {
			name, known := fieldWords[fieldKey(k)]
			if !known && key != "votes" && key != "lines" { // by unit
				*list = append(*list, "key "+k)
			}
			if !known || name != "" {
				unsaid(fieldKey(k), x, list)
			}
		}
	case []any:
		for _, x := range v {
			unsaid(key, x, list)
		}
	case string:
		word := programWord.MatchString(v) && (key == "" || slices.Contains(wordFields, key) || strings.Contains(v, "_"))
		if shown := fieldText(key, v, nil); word && shown == v {
			*list = append(*list, "value "+key+"="+v)
		}
	}
}

// HelpOf is the guide and section that helps with a route; Helps are those that have a
// row of their own.
func HelpOf(route string) string { return nearestHelp(route) }

// Helps is the table of package web: which guide helps with which page.
func Helps() map[string]string { return helps }
