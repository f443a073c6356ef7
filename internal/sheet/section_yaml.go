package sheet

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"giaouoc/internal/problem"
)

// format is the first key of every bundle; a later form of the bundle gets
// another.
const format = "giaouoc/1"

func readYAML(content []byte) (*Bundle, error) {
	if err := mustBeText(content); err != nil {
		return nil, err
	}
	root, err := parse(content)
	if err != nil {
		return nil, err
	}
	b := &Bundle{rows: map[string][]row{}}
	keys := []string{"format"}
	for _, t := range sections() {
		keys = append(keys, t.key)
	}
	top, ok := readItem(&b.list, root, "Tệp", keys...)
	if ok && top.text("format") != format {
		b.list.Add(top.place.Of("format"), "Khóa format phải là «%s».", format)
		ok = false
	}
	if !ok {
		return nil, b.list.Err()
	}
	for _, t := range sections() {
		nodes, _ := top.list(t.key)
		for _, n := range nodes {
			it, ok := readItem(&b.list, n, t.title, t.keys()...)
			if !ok {
				continue
			}
			r := row{section: &t, values: map[string]string{}, whole: line(n), places: map[string]string{}}
			for key, value := range it.fields {
				r.places[key] = line(value)
				r.values[key] = it.text(key)
			}
			b.rows[t.key] = append(b.rows[t.key], r)
		}
	}
	return b, nil
}

// mustBeText refuses what is no text in UTF-8, nor in UTF-16 with its mark, which
// the YAML library reads as well.
func mustBeText(content []byte) error {
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return problem.List{problem.Field("dòng 1", "Tệp là một bảng tính hoặc tệp nén; nếu là bảng tính, hãy đặt đuôi .xlsx.")}
	case bytes.HasPrefix(content, []byte{0xff, 0xfe}), bytes.HasPrefix(content, []byte{0xfe, 0xff}), utf8.Valid(content):
		return nil
	}
	n := 1
	for rest := content; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			n++
		}
		rest = rest[size:]
	}
	return problem.List{problem.Field(fmt.Sprintf("dòng %d", n), "Có chữ không ở bảng mã UTF-8; hãy lưu lại tệp với bảng mã UTF-8 (không phải Windows-1258, TCVN3, VNI).")}
}

func writeYAML(rows map[string][]map[string]string) ([]byte, error) {
	top := &yaml.Node{Kind: yaml.MappingNode}
	put := func(m *yaml.Node, key string, value *yaml.Node) {
		m.Content = append(m.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
	}
	put(top, "format", &yaml.Node{Kind: yaml.ScalarNode, Value: format})
	for _, t := range sections() {
		if len(rows[t.key]) == 0 {
			continue
		}
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for _, values := range rows[t.key] {
			item := &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
			for _, c := range t.columns {
				if v := values[c.key]; v != "" {
					put(item, c.key, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v})
				}
			}
			list.Content = append(list.Content, item)
		}
		put(top, t.key, list)
	}
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(top); err != nil {
		return nil, fmt.Errorf("write bundle: %w", err)
	}
	return b.Bytes(), enc.Close()
}
