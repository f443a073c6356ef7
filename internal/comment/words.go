package comment

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/blob"
	"giaouoc/internal/outbox"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

const (
	shortestName, longestName = 2, 60
	shortestBody, longestBody = 10, 3000
	longestNote               = 500
)

// Written is what a reader typed.
type Written struct {
	Name     string
	Email    string
	Body     string
	ParentID string
}

func (w *Written) check() error {
	w.Name, w.Body, w.Email = vn.Line(w.Name), textOf(w.Body), strings.TrimSpace(w.Email)
	var list problem.List
	checkName(&list, w.Name)
	if w.Email != "" {
		address, err := outbox.Address(w.Email)
		if p := problem.All(err); p != nil {
			list.Add("email", "%s", p[0].Text)
		} else if err != nil {
			return err
		}
		w.Email = address
	}
	checkBody(&list, "body", w.Body)
	return list.Err()
}

func checkName(list *problem.List, name string) {
	switch n := len([]rune(name)); {
	case n < shortestName:
		list.Add("name", "Ghi họ tên, ít nhất %d chữ cái.", shortestName)
	case n > longestName:
		list.Add("name", "Họ tên dài quá %d chữ cái.", longestName)
	case !strings.ContainsFunc(name, unicode.IsLetter):
		list.Add("name", "Ghi họ tên bằng chữ.")
	case mixed(name):
		list.Add("name", "Họ tên trộn nhiều loại chữ viết; ghi bằng một loại chữ.")
	case pretends(name):
		list.Add("name", "Tên này dễ bị hiểu là người của cơ quan; ghi họ tên của bạn.")
	}
	blob.RefuseSecrets(list, "name", name)
}

func checkBody(list *problem.List, field, body string) {
	letters := 0
	for _, r := range body {
		if !unicode.IsSpace(r) {
			letters++
		}
	}
	switch n := len([]rune(body)); {
	case letters < shortestBody:
		list.Add(field, "Viết ít nhất %d chữ cái.", shortestBody)
	case n > longestBody:
		list.Add(field, "Bài viết dài %d chữ cái, nhiều nhất được %d; rút ngắn hoặc gửi thành hai.", n, longestBody)
	}
	blob.RefuseSecrets(list, field, body)
}

// textOf is a text in lines, with one empty line at most between two of them.
func textOf(text string) string {
	var lines []string
	for line := range strings.SplitSeq(vn.Text(text), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// offices are names that only who speaks for the portal may have, without what stands
// between their letters: folded, those that no person's name folds to; as they are
// written, those that one does (Quân Trí, Thế Thống); and those that are one as a whole.
var offices = struct{ folded, written, whole []string }{
	folded:  []string{"banbientap", "bientapvien", "toasoan", "administrator", "moderator", "webmaster", "hoidongthidua", "thiduakhenthuong", "coquanthuongtruc", "uybannhandan"},
	written: []string{"quảntrị", "hệthống", "chínhphủ", "thủtướng", "giaoước"},
	whole:   []string{"admin", "mod", "root", "bqt", "bbt", "ubnd", "quantri", "quantrivien", "hethong", "giaouoc"},
}

// pretends reports whether a name looks like that of an office, also with signs or digits
// between or for its letters.
func pretends(name string) bool {
	written := lettersOf(strings.ToLower(norm.NFKC.String(name)))
	folded := vn.Fold(written)
	in := func(text string) func(string) bool { return func(o string) bool { return strings.Contains(text, o) } }
	return slices.ContainsFunc(offices.folded, in(folded)) || slices.ContainsFunc(offices.written, in(written)) ||
		slices.Contains(offices.whole, folded) && (folded == written || len(folded) < 6)
}

// lettersOf is a text without what is no letter; digits and signs that stand for a letter
// are taken for it.
func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '0':
			return 'o'
		case r == '1', r == '!', r == '|':
			return 'i'
		case unicode.IsLetter(r):
			return r
		}
		return -1
	}, text)
}

// mixed reports whether letters of several scripts stand in one name, as where some
// look like others.
func mixed(name string) bool {
	latin, other := false, false
	for _, r := range norm.NFKC.String(name) {
		switch {
		case !unicode.IsLetter(r):
		case unicode.Is(unicode.Latin, r):
			latin = true
		default:
			other = true
		}
	}
	return latin && other
}
