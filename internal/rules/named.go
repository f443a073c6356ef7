package rules

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"giaouoc/internal/vn"
)

// Named returns the awards that a text of a list may mean, by the names and the
// other words (also) of the data; decidedBy is who decided, where the list says so.
// One award is a clear answer, several are a choice that the list has to make, none
// is a text that names no award.
func (l *Law) Named(text, decidedBy string) []*Award {
	said := spelled(text)
	at, rest := l.phrase(said)
	if at == nil {
		return nil
	}
	list := make([]*Award, len(at))
	for i, n := range at {
		list[i] = l.Awards[n]
	}
	if len(list) == 1 {
		return list
	}
	decider := " " + strings.TrimSpace(rest+" "+spelled(decidedBy)) + " "
	longest, found := 0, []*Award(nil)
	for _, a := range list {
		switch n := a.decided(decider); {
		case n == 0 || n < longest:
		case n > longest:
			longest, found = n, []*Award{a}
		default:
			found = append(found, a)
		}
	}
	if len(found) == 1 {
		return found
	}
	return list
}

// phrase finds the longest words of the data that a text begins with, and what
// follows them: who gave it, and when. What cannot follow a name makes the text name
// nothing: «Lao động tiên tiến xuất sắc» is no award.
func (l *Law) phrase(said string) (awards []int, rest string) {
	for end := len(said); end > 0; end = strings.LastIndexByte(said[:end], ' ') {
		if at, known := l.byWords[said[:end]]; known {
			rest = strings.TrimSpace(said[end:])
			first, _, _ := strings.Cut(rest, " ")
			if rest == "" || slices.Contains(followers, first) || unicode.IsDigit(rune(first[0])) {
				return at, rest
			}
		}
	}
	return nil, ""
}

// followers are the words that may stand behind the name of an award.
var followers = []string{
	"nam", "giai", "tu", "cap", "bo", "ubnd", "hdnd", "chu", "ttg", "chinh", "tinh", "thanh", "tp", "giam", "so", "ve", "trong", "huyen", "quan", "xa", "phuong",
	"hoi", "tong", "trung", "ban", "lien", "truong", "cong", "cuc", "chi", "dang", "hieu", "vien", "toa", "chanh", "doan", "lan", "dot", "nhan",
}

// decided is how many letters of a decider's name tell this award; 0 for none.
func (a *Award) decided(decider string) int {
	longest := 0
	for _, by := range a.By {
		if words := spelled(by); strings.Contains(decider, " "+words+" ") {
			longest = max(longest, len(words))
		}
	}
	return longest
}

// spelled is a text as awards are looked for: without marks, case and signs, with
// the abbreviations that offices use written one way.
func spelled(text string) string {
	words := strings.FieldsFunc(vn.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	said := " " + strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "cua" || w == "do" }), " ") + " "
	said = strings.TrimSpace(abbreviations.Replace(abbreviations.Replace(said)))
	return strings.TrimSpace(strings.TrimPrefix(said, "danh hieu "))
}

// abbreviations take the spaces around them along, so that one beside another is
// found the second time.
var abbreviations = strings.NewReplacer(
	" uy ban nhan dan ", " ubnd ", " thu tuong chinh phu ", " ttg ", " thu tuong ", " ttg ", " ttcp ", " ttg ", " tp ", " thanh pho ",
	" bk ", " bang khen ", " gk ", " giay khen ", " ct ", " chu tich ", " ctubnd ", " chu tich ubnd ",
	" hang 1 ", " hang nhat ", " hang 2 ", " hang nhi ", " hang 3 ", " hang ba ", " hang i ", " hang nhat ", " hang ii ", " hang nhi ", " hang iii ", " hang ba ",
)

// words makes the index of Named.
func (l *loader) words() {
	l.law.byWords = map[string][]int{}
	for i, a := range l.law.Awards {
		for _, text := range append([]string{a.Name}, a.Also...) {
			words := spelled(text)
			if words == "" || slices.Contains(l.law.byWords[words], i) {
				continue
			}
			l.law.byWords[words] = append(l.law.byWords[words], i)
		}
		for _, by := range a.By {
			if spelled(by) == "" {
				l.fault(1, "%s: by có lời trống", a.Code)
			}
		}
	}
	for words, at := range l.law.byWords {
		for _, i := range at {
			if len(at) > 1 && len(l.law.Awards[i].By) == 0 && !l.law.Awards[i].ranked() {
				l.fault(1, "%s: «%s» là tên chung của nhiều hình thức mà không có by để phân biệt", l.law.Awards[i].Code, words)
			}
		}
	}
	slices.SortFunc(l.wrong, func(a, b error) int { return cmp.Compare(a.Error(), b.Error()) })
}

// ranked reports whether an award has a class (hạng) that tells it from its like.
func (a *Award) ranked() bool { return strings.Contains(a.Name, " hạng ") }
