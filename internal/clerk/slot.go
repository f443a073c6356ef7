package clerk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/document"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Slot is a place of a document whose words may be changed before it is issued.
type Slot struct {
	Key   string
	Name  string
	Text  string // as it stands
	Was   string // as the source made it
	Lines bool   // a list, one a line
	Long  bool   // a paragraph
}

// blank stands where nobody has given a word.
const blank = "…"

const (
	longestWords = 4000
	mostLines    = 200
)

// slotsOf lists the places of a document with their text.
func slotsOf(d *document.Document) []Slot {
	var list []Slot
	add := func(key, name, text string) { list = append(list, Slot{Key: key, Name: name, Text: text}) }
	lines := func(key, name string, texts []string) {
		list = append(list, Slot{Key: key, Name: name, Text: strings.Join(texts, "\n"), Lines: true})
	}
	add("superior", "Cơ quan chủ quản", d.Superior)
	add("issuer", "Cơ quan ban hành", d.Issuer)
	if d.Sign != "" {
		add("sign", "Ký hiệu", d.Sign)
	}
	add("place", "Địa danh", d.Place)
	add("abstract", "Trích yếu", d.Abstract)
	if d.Title == "" || len(d.Addressees) > 0 {
		lines("addressees", "Kính gửi", d.Addressees)
	}
	if d.Authority != "" {
		add("authority", "Thẩm quyền ban hành", d.Authority)
	}
	if len(d.Bases) > 0 {
		lines("bases", "Căn cứ", d.Bases)
	}
	paragraph := 0
	for i, b := range d.Body {
		if b.Part == document.Listing {
			continue
		}
		paragraph++
		name := fmt.Sprintf("Đoạn %d", paragraph)
		if b.Label != "" {
			name += ", " + b.Label
		}
		list = append(list, Slot{Key: "body_" + strconv.Itoa(i), Name: name, Text: b.Text, Long: true})
	}
	for i, s := range d.Signatures {
		of := ""
		if s.Party != "" {
			of = " của " + s.Party
		} else if len(d.Signatures) > 1 {
			of = fmt.Sprintf(" thứ %d", i+1)
		}
		lines("signer_"+strconv.Itoa(i), "Quyền hạn, chức vụ người ký"+of, s.Lines)
		add("name_"+strconv.Itoa(i), "Họ tên người ký"+of, s.Name)
	}
	if d.Closing != nil {
		lines("closing", "Chức vụ người chứng kiến", d.Closing.Lines)
		add("closing_name", "Họ tên người chứng kiến", d.Closing.Name)
	}
	if d.Recipients != nil {
		lines("recipients", "Nơi nhận", d.Recipients)
	}
	for i, a := range d.Appendices {
		name := "Tên phụ lục"
		if a.Number != "" {
			name += " " + a.Number
		}
		add("appendix_"+strconv.Itoa(i), name, a.Title)
	}
	return list
}

// written is a document with words in place of what its source made. A paragraph
// without words is left out; one of several lines becomes as many paragraphs.
func written(d *document.Document, words map[string]string) *document.Document {
	out := *d
	said := func(key string, text *string) {
		if w, ok := words[key]; ok {
			*text = w
		}
	}
	listed := func(key string, texts *[]string) {
		if w, ok := words[key]; ok {
			*texts = linesOf(w)
		}
	}
	said("superior", &out.Superior)
	said("issuer", &out.Issuer)
	said("sign", &out.Sign)
	said("place", &out.Place)
	said("abstract", &out.Abstract)
	said("authority", &out.Authority)
	listed("addressees", &out.Addressees)
	listed("bases", &out.Bases)
	listed("recipients", &out.Recipients)
	out.Body = nil
	for i, b := range d.Body {
		w, ok := words["body_"+strconv.Itoa(i)]
		if !ok {
			out.Body = append(out.Body, b)
			continue
		}
		for n, text := range linesOf(w) {
			if n > 0 {
				b.Label = ""
				if b.Part != document.Dash {
					b.Part = document.Paragraph
				}
			}
			b.Text = text
			out.Body = append(out.Body, b)
		}
	}
	out.Signatures = slices.Clone(d.Signatures)
	for i := range out.Signatures {
		listed("signer_"+strconv.Itoa(i), &out.Signatures[i].Lines)
		said("name_"+strconv.Itoa(i), &out.Signatures[i].Name)
	}
	if d.Closing != nil {
		closing := *d.Closing
		listed("closing", &closing.Lines)
		said("closing_name", &closing.Name)
		out.Closing = &closing
	}
	out.Appendices = slices.Clone(d.Appendices)
	for i := range out.Appendices {
		said("appendix_"+strconv.Itoa(i), &out.Appendices[i].Title)
	}
	return &out
}

func linesOf(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// chosen are the typed texts that differ from what the source made.
func chosen(d *document.Document, typed map[string]string) (map[string]string, error) {
	words := map[string]string{}
	var list problem.List
	for _, s := range slotsOf(d) {
		text, ok := typed[s.Key]
		if !ok {
			continue
		}
		lines := linesOf(vn.NFC(vn.Legible(text)))
		switch {
		case s.Lines || s.Long:
			text = strings.Join(lines, "\n")
		default:
			text = strings.Join(lines, " ")
		}
		switch {
		case len([]rune(text)) > longestWords:
			list.Add(s.Key, "%s dài quá %d chữ.", s.Name, longestWords)
		case len(lines) > mostLines:
			list.Add(s.Key, "%s có quá %d dòng.", s.Name, mostLines)
		case text != strings.Join(linesOf(vn.NFC(s.Text)), "\n") && text != s.Text:
			words[s.Key] = text
		}
	}
	return words, list.Err()
}

// carried are the words of an old draft that stand on a text which the new one has too.
func carried(old, now *document.Document, words map[string]string) map[string]string {
	kept := map[string]string{}
	was := slotsOf(old)
	used := map[string]bool{}
	for _, s := range slotsOf(now) {
		for _, o := range was {
			word, changed := words[o.Key]
			if changed && !used[o.Key] && o.Text == s.Text && kindOf(o.Key) == kindOf(s.Key) {
				kept[s.Key], used[o.Key] = word, true
				break
			}
		}
	}
	return kept
}

func kindOf(key string) string {
	kind, _, _ := strings.Cut(key, "_")
	return kind
}

// gaps counts the places of a document that nobody has filled in.
func gaps(d *document.Document) int {
	n := 0
	for _, s := range slotsOf(d) {
		n += strings.Count(s.Text, blank)
	}
	for _, b := range d.Body {
		if b.Table == nil {
			continue
		}
		for _, row := range b.Table.Rows {
			for _, cell := range row {
				n += strings.Count(cell, blank)
			}
		}
	}
	return n
}
