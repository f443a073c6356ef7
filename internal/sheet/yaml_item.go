package sheet

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
)

// decimalText is a number as we accept it. A leading zero is refused since YAML
// reads 010 as eight.
var decimalText = regexp.MustCompile(`^[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?$`)

// longestNumber bounds the work that one scalar can cause.
const longestNumber = 100

// line names the line of a node, as the field of a problem.
func line(n *yaml.Node) string { return fmt.Sprintf("dòng %d", n.Line) }

// isNull reports a key that stands there with no value; null counts as lacking.
func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// text is the value of a scalar as letters, composed so that the same word is
// the same bytes.
func text(n *yaml.Node) string { return norm.NFC.String(strings.TrimSpace(n.Value)) }

// item is one mapping of the file, with its problems.
type item struct {
	l      *problem.List
	fields map[string]*yaml.Node
	place  scoring.Place
}

// readItem reads a mapping that may hold these keys; ok is false, and the
// problem reported, when the node is no mapping.
func readItem(l *problem.List, n *yaml.Node, what string, keys ...string) (it *item, ok bool) {
	it = &item{l: l, fields: map[string]*yaml.Node{}, place: scoring.Place{Whole: line(n)}}
	if n.Kind != yaml.MappingNode {
		l.Add(line(n), "%s phải là một nhóm khóa: giá trị, gồm các khóa: %s.", what, strings.Join(keys, ", "))
		return it, false
	}
	seen := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		name := text(key)
		if first, twice := seen[name]; twice {
			l.Add(line(key), "Khóa “%s” của %s được ghi hai lần, lần đầu ở %s.", name, lower(what), line(first))
			continue
		}
		seen[name] = key
		if key.Kind != yaml.ScalarNode || !slices.Contains(keys, name) {
			l.Add(line(key), "Khóa “%s” của %s không được nhận; các khóa được nhận: %s.", name, lower(what), strings.Join(keys, ", "))
			continue
		}
		if key.Line != n.Line {
			if it.place.Keys == nil {
				it.place.Keys = map[string]string{}
			}
			it.place.Keys[name] = line(key)
		}
		if value.Kind == yaml.AliasNode {
			if value.Alias.Kind != yaml.ScalarNode {
				it.refuse(name, key, "Khóa “%s” dùng bí danh YAML (*%s) cho cả một nhóm; hãy ghi đầy đủ.", name, value.Value)
				continue
			}
			value = &yaml.Node{Kind: yaml.ScalarNode, Tag: value.Alias.Tag, Style: value.Alias.Style, Value: value.Alias.Value, Line: value.Line}
		}
		if !isNull(value) {
			it.fields[name] = value
		}
	}
	return it, true
}

// lower makes a name fit inside a sentence.
func lower(what string) string {
	r := []rune(what)
	return strings.ToLower(string(r[:1])) + string(r[1:])
}

// refuse reports a value that cannot be read, and remembers that its key was there.
func (it *item) refuse(key string, n *yaml.Node, format string, args ...any) {
	it.l.Add(line(n), format, args...)
	it.place.Unread = append(it.place.Unread, key)
}

// wrong reports a value that was read and cannot be.
func (it *item) wrong(key, format string, args ...any) {
	it.refuse(key, it.fields[key], format, args...)
}

func (it *item) placed() scoring.Place { return it.place }

// text is a scalar as letters; a code may look like a number.
func (it *item) text(key string) string {
	n := it.fields[key]
	switch {
	case n == nil:
		return ""
	case n.Kind != yaml.ScalarNode:
		it.refuse(key, n, "Giá trị của “%s” phải là chữ.", key)
		return ""
	default:
		return text(n)
	}
}

// number is an exact decimal.
func (it *item) number(key string) *big.Rat {
	n := it.fields[key]
	if n == nil {
		return nil
	}
	x, why := number(n)
	if x == nil {
		it.refuse(key, n, "Giá trị của “%s” %s", key, why)
	}
	return x
}

// number reads a scalar exactly, or says as the end of a sentence why not.
func number(n *yaml.Node) (*big.Rat, string) {
	if n.Kind != yaml.ScalarNode {
		return nil, "phải là một số."
	}
	tag, written := n.ShortTag(), n.Value
	switch {
	case tag != "!!int" && tag != "!!float":
		if decimalText.MatchString(strings.Replace(written, ",", ".", 1)) {
			return nil, fmt.Sprintf("phải là số, không phải chữ “%s”; hãy ghi số không có dấu ngoặc kép, phần thập phân sau dấu chấm, ví dụ 7.5.", written)
		}
		return nil, fmt.Sprintf("phải là số, không phải “%s”.", written)
	case !decimalText.MatchString(written) || len(written) > longestNumber:
		return nil, fmt.Sprintf("là “%s”, cách viết số không được nhận; hãy ghi số thập phân thường, ví dụ 1250.5.", shorten(written))
	}
	x, ok := new(big.Rat).SetString(strings.TrimPrefix(written, "+"))
	if !ok {
		return nil, fmt.Sprintf("là “%s”, không đọc được thành số.", shorten(written))
	}
	return x, ""
}

// shorten keeps a message readable.
func shorten(written string) string {
	if r := []rune(written); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return written
}

// whole is an integer.
func (it *item) whole(key string) *int64 {
	x := it.number(key)
	if x == nil {
		return nil
	}
	if !x.IsInt() || !x.Num().IsInt64() {
		it.refuse(key, it.fields[key], "Giá trị của “%s” phải là số nguyên, không phải %s.", key, shorten(it.fields[key].Value))
		return nil
	}
	n := x.Num().Int64()
	return &n
}

// flag is true or false.
func (it *item) flag(key string) *bool {
	n := it.fields[key]
	if n == nil {
		return nil
	}
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!bool" {
		if b, err := strconv.ParseBool(strings.ToLower(n.Value)); err == nil {
			return &b
		}
	}
	it.refuse(key, n, "Giá trị của “%s” phải là true hoặc false.", key)
	return nil
}

// list is a sequence; ok is false when the value is something else.
func (it *item) list(key string) (nodes []*yaml.Node, ok bool) {
	n := it.fields[key]
	if n == nil {
		return nil, true
	}
	if n.Kind != yaml.SequenceNode {
		it.refuse(key, n, "Giá trị của “%s” phải là một danh sách.", key)
		return nil, false
	}
	for _, child := range n.Content {
		if child.Kind == yaml.AliasNode {
			it.refuse(key, child, "Danh sách “%s” dùng bí danh YAML (*%s); hãy ghi đầy đủ.", key, child.Value)
			return nil, false
		}
	}
	return n.Content, true
}

// pair is a list of two numbers.
func (it *item) pair(key string, n *yaml.Node, example string) (a, b *big.Rat, ok bool) {
	if n.Kind == yaml.SequenceNode && len(n.Content) == 2 {
		a, _ = number(n.Content[0])
		b, _ = number(n.Content[1])
	}
	if a == nil || b == nil {
		it.refuse(key, n, "Giá trị của “%s” phải là hai số, ví dụ %s.", key, example)
		return nil, nil, false
	}
	return a, b, true
}
