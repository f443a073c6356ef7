package scoring

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// hasChildren reports whether another row stands in the group of row i.
func hasChildren(rows []Row, i int) bool {
	return i+1 < len(rows) && strings.HasPrefix(rows[i+1].Path, rows[i].Path+"/")
}

// opened is a row under which, or beside which, the next may stand.
type opened struct {
	row   int
	code  string // as printed, without the sign after it
	style string
}

// nest turns the numbering of a document into paths: a style of numbering seen
// before goes back to its level, "1.2" stands under "1", a new style stands
// under the row before it. A row that is scored itself holds none. Codes that
// are paths already are left alone.
func nest(rows []Row) {
	if slices.ContainsFunc(rows, func(r Row) bool { return strings.Contains(r.Path, "/") }) {
		return
	}
	var open []opened
	bullets := map[string]int{} // by the path of their group
	for i := range rows {
		code := strings.TrimSpace(strings.TrimRight(rows[i].Path, ".):"))
		if code == "" {
			code = strings.TrimSpace(rows[i].Path)
		}
		if code == "" {
			continue
		}
		level, style := levelOf(open, rows, code)
		open = append(open[:level], opened{i, code, style})
		up := ""
		if level > 0 {
			up = rows[open[level-1].row].Path + "/"
		}
		if style == bullet {
			bullets[up]++
			code = fmt.Sprint(bullets[up])
		}
		rows[i].Path = up + code
	}
}

const bullet = "-"

var (
	roman  = regexp.MustCompile(`^[IVXLC]+$`)
	digits = regexp.MustCompile(`\d+`)
	letter = regexp.MustCompile(`^\p{L}$`)
)

// levelOf is how many of the open rows the next stands under, and its style.
func levelOf(open []opened, rows []Row, code string) (int, string) {
	for level := len(open); level > 0; level-- {
		if strings.HasPrefix(code, open[level-1].code+".") {
			return level, styleOf(code)[0]
		}
	}
	styles := styleOf(code)
	for level := len(open) - 1; level >= 0; level-- {
		if o := open[level]; slices.Contains(styles, o.style) && (len(styles) == 1 || follows(o.code, code)) {
			return level, o.style
		}
	}
	for level := len(open) - 1; level >= 0; level-- {
		if open[level].style == styles[0] {
			return level, styles[0]
		}
	}
	if n := len(open); n > 0 && rows[open[n-1].row].Kind != "" {
		return n - 1, styles[0]
	}
	return len(open), styles[0]
}

// styleOf lists the styles of numbering that a code may belong to.
func styleOf(code string) []string {
	switch {
	case strings.Trim(code, "-+*•–—") == "":
		return []string{bullet}
	case code == "I":
		return []string{"I", "A"}
	case roman.MatchString(code) && letter.MatchString(code):
		return []string{"A", "I"}
	case roman.MatchString(code):
		return []string{"I"}
	case letter.MatchString(code) && strings.ToUpper(code) == code:
		return []string{"A"}
	case letter.MatchString(code):
		return []string{"a"}
	}
	return []string{digits.ReplaceAllString(code, "1")}
}

// follows reports whether one code comes right after another: "B" after "A",
// "V" after "IV".
func follows(before, code string) bool {
	if roman.MatchString(before) && roman.MatchString(code) && romanValue(code) == romanValue(before)+1 {
		return true
	}
	return letter.MatchString(before) && letter.MatchString(code) && []rune(code)[0] == []rune(before)[0]+1
}

func romanValue(code string) int {
	value := map[rune]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100}
	sum, last := 0, 0
	for _, r := range code {
		v := value[r]
		if v > last {
			sum -= 2 * last
		}
		sum, last = sum+v, v
	}
	return sum
}
