package document

import (
	"bytes"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

//go:embed words.yaml
var wordsFile []byte

// Field is a named place in a text: "{nam}" is filled with the year.
type Field struct {
	Name string `yaml:"name"`
	What string `yaml:"what"` // in Vietnamese, for the officer who writes a template
}

// Template is the words of one kind of document: its texts by key, and the fields
// that they may name.
type Template struct {
	Kind   Kind
	Fields []Field
	Texts  []TemplateText
}

// TemplateText is one sentence or heading of a template.
type TemplateText struct {
	Key  string `yaml:"key"`
	Text string `yaml:"text"`
}

// Words are the words of all kinds, as an office writes them. The zero value is of
// no use; Carried has the words that the program brings.
type Words struct {
	templates map[Kind]*Template
}

var carriedWords = sync.OnceValues(func() (*Words, error) { return readWords(wordsFile) })

// Carried are the program's own words. The file is a part of the program: an error is
// ours.
func Carried() (*Words, error) { return carriedWords() }

func readWords(content []byte) (*Words, error) {
	var list []struct {
		Kind   Kind           `yaml:"kind"`
		Fields []Field        `yaml:"fields"`
		Texts  []TemplateText `yaml:"texts"`
	}
	d := yaml.NewDecoder(bytes.NewReader(content))
	d.KnownFields(true)
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("read words of documents: %w", err)
	}
	w := &Words{templates: map[Kind]*Template{}}
	for _, t := range list {
		own := &Template{Kind: t.Kind, Fields: slices.Concat(general, t.Fields), Texts: t.Texts}
		for _, text := range own.Texts {
			if p := own.check(text.Key, text.Text); p != nil {
				return nil, fmt.Errorf("read words of documents: %s, %s: %w", t.Kind, text.Key, p)
			}
		}
		w.templates[t.Kind] = own
	}
	return w, nil
}

// general are the fields of every kind.
var general = []Field{
	{"don_vi", "tên cơ quan ban hành"}, {"nam", "năm thi đua"}, {"cum", "tên cụm, khối thi đua"}, {"dia_danh", "địa danh ghi trên văn bản"},
}

// Template is the template of a kind, to be shown or edited; nil for a kind without
// words.
func (w *Words) Template(k Kind) *Template { return w.templates[k] }

// longestText is the most letters of one text of a template.
const longestText = 2000

// With is the same words with an office's own in place of some; the texts are by
// their key. Every mistake is a problem beside its key.
func (w *Words) With(k Kind, own map[string]string) (*Words, error) {
	old := w.templates[k]
	if old == nil {
		return nil, problem.New(problem.NotFound, "Không có mẫu lời văn cho loại văn bản này.")
	}
	t := &Template{Kind: k, Fields: old.Fields, Texts: slices.Clone(old.Texts)}
	var list problem.List
	for i, text := range t.Texts {
		if own, ok := own[text.Key]; ok {
			t.Texts[i].Text = strings.TrimSpace(vn.NFC(vn.Legible(own)))
			if p := t.check(text.Key, t.Texts[i].Text); p != nil {
				list = append(list, p)
			}
		}
	}
	for key := range own {
		if !slices.ContainsFunc(t.Texts, func(x TemplateText) bool { return x.Key == key }) {
			list.Add(key, "Mẫu %s không có phần «%s».", strings.ToLower(k.Name()), key)
		}
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	all := &Words{templates: map[Kind]*Template{}}
	for kind, template := range w.templates {
		all.templates[kind] = template
	}
	all.templates[k] = t
	return all, nil
}

var (
	braced    = regexp.MustCompile(`\{([^{}]*)\}`)
	fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// check says what is wrong with a text, or is nil.
func (t *Template) check(key, text string) *problem.Problem {
	if text == "" {
		return problem.Field(key, "Ghi lời văn; phần này không được để trống.")
	}
	if len([]rune(text)) > longestText {
		return problem.Field(key, "Lời văn dài quá %d chữ; chia thành nhiều đoạn.", longestText)
	}
	for _, m := range braced.FindAllStringSubmatch(text, -1) {
		known := slices.ContainsFunc(t.Fields, func(f Field) bool { return f.Name == m[1] })
		switch {
		case known:
		case !fieldName.MatchString(m[1]):
			return problem.Field(key, "«{%s}» không phải tên trường: tên trường là chữ thường không dấu, số và dấu gạch dưới, ví dụ {nam}.", m[1])
		default:
			return problem.Field(key, "Không có trường {%s}. Dùng được: %s.", m[1], t.names())
		}
	}
	if rest := braced.ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") {
		return problem.Field(key, "Dấu ngoặc nhọn phải đi từng cặp và bao quanh tên một trường, ví dụ {nam}.")
	}
	return nil
}

func (t *Template) names() string {
	list := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		list[i] = "{" + f.Name + "}"
	}
	return strings.Join(list, ", ")
}

// blank stands where nothing is known, for the officer to fill in.
const blank = "…"

// say is a text of a kind with its fields filled; a field without a value stays
// "…". A key that no template has is a mistake of ours, and stays "…" too: a test
// reads every key that the builders use.
func (w *Words) say(k Kind, key string, fields Fields) string {
	t := w.templates[k]
	if t == nil {
		return blank
	}
	for _, text := range t.Texts {
		if text.Key != key {
			continue
		}
		return braced.ReplaceAllStringFunc(text.Text, func(m string) string {
			if v := fields[m[1:len(m)-1]]; v != "" {
				return v
			}
			return blank
		})
	}
	return blank
}

// Fields are the values of the named fields of a text.
type Fields map[string]string
