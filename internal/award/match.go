package award

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Who is whom a line of a list speaks of, as the list says it.
type Who struct {
	Kind      rules.Kind
	Name      string
	BirthYear int // 0 when not said
	Female    bool
	Identity  string `json:"-"` // in clear, in memory alone; empty when not said
	Post      string
	Place     string // of work
	Founded   vn.Date
}

// Candidate is a subject of the register whom a list may mean.
type Candidate struct {
	ID     string
	UnitID string
	Who
	Before []string // earlier names
}

// Verdict is what the comparison of a list with the register comes to.
type Verdict string

// The verdicts.
const (
	Same     Verdict = "same"     // khớp chắc
	Doubtful Verdict = "doubtful" // cần quyết định
	New      Verdict = "new"      // người mới
)

// Matching is whom somebody of a list was found to be, and why.
type Matching struct {
	Verdict Verdict
	Reason  string   // in words
	Found   []string // ids of candidates, the likeliest first; of Same exactly one

	identified bool // by the identity number
}

// Known are the candidates, ready to be looked through.
type Known struct {
	unitID     string
	numbers    map[string]string       // by id
	folded     map[string]string       // names, by id
	byName     map[string][]*Candidate // folded, of every name they bore
	byYear     map[int][]*Candidate
	byIdentity map[string][]*Candidate
}

// NewKnown prepares the candidates of a list that a unit brings.
func NewKnown(unitID string, list []Candidate) *Known {
	k := &Known{
		unitID: unitID, numbers: map[string]string{}, folded: map[string]string{},
		byName: map[string][]*Candidate{}, byYear: map[int][]*Candidate{}, byIdentity: map[string][]*Candidate{},
	}
	for i := range list {
		c := &list[i]
		k.numbers[c.ID], k.folded[c.ID] = c.Identity, Folded(c.Name)
		for _, name := range append([]string{c.Name}, c.Before...) {
			folded := Folded(name)
			if !slices.Contains(k.byName[folded], c) {
				k.byName[folded] = append(k.byName[folded], c)
			}
		}
		if c.BirthYear != 0 {
			k.byYear[c.BirthYear] = append(k.byYear[c.BirthYear], c)
		}
		if c.Identity != "" {
			k.byIdentity[c.Identity] = append(k.byIdentity[c.Identity], c)
		}
	}
	return k
}

// Match finds whom of the register a list means. It decides nothing that a careful
// clerk would ask about: that is doubtful.
func Match(w Who, known *Known) Matching {
	folded := Folded(w.Name)
	among := slices.Concat(known.byIdentity[w.Identity], known.byName[folded])
	if w.BirthYear != 0 {
		for _, c := range known.byYear[w.BirthYear] {
			if oneLetter(folded, known.folded[c.ID]) {
				among = append(among, c)
			}
		}
	}
	seen := map[*Candidate]bool{}
	var ranks [4][]*Candidate // identified, sure, likely, faint
	var why [4]string
	var apart string
	for _, c := range among {
		if seen[c] {
			continue
		}
		seen[c] = true
		l := alike(w, c.bearing(folded), c.UnitID == known.unitID)
		if rank := l.rank(); rank < len(ranks) {
			ranks[rank] = append(ranks[rank], c)
			if why[rank] == "" {
				why[rank] = l.says(w, c.Who)
			}
		} else if l != otherName && apart == "" {
			apart = l.says(w, c.Who)
		}
	}
	return weighed(ranks, why, apart)
}

// weighed turns what was found into a verdict.
func weighed(ranks [4][]*Candidate, why [4]string, apart string) Matching {
	identified, sure, likely, faint := ranks[0], ranks[1], ranks[2], ranks[3]
	m := Matching{Verdict: Doubtful}
	for _, c := range slices.Concat(identified, sure, likely, faint) {
		m.Found = append(m.Found, c.ID)
	}
	switch {
	case len(identified) == 1:
		m.Verdict, m.Reason, m.Found, m.identified = Same, why[0], []string{identified[0].ID}, true
	case len(identified) > 1:
		m.Reason = fmt.Sprintf("Có %d hồ sơ cùng số định danh này.", len(identified))
	case len(sure) == 1 && len(likely) == 0:
		m.Verdict, m.Reason, m.Found = Same, why[1], []string{sure[0].ID}
	case len(sure) > 1:
		m.Reason = fmt.Sprintf("Có %d hồ sơ cùng tên, cùng năm sinh.", len(sure))
	case len(sure) == 1:
		m.Reason = fmt.Sprintf("Có %d hồ sơ cùng tên có thể là người này.", 1+len(likely))
	case len(likely) > 0:
		m.Reason = why[2]
	case len(faint) > 0:
		m.Reason = why[3]
	case apart != "":
		m.Verdict, m.Reason = New, apart
	default:
		m.Verdict, m.Reason = New, "Trong sổ chưa có ai cùng tên."
	}
	return m
}

// bearing is the candidate under the name that is looked for, where it once bore it.
func (c *Candidate) bearing(folded string) Who {
	w := c.Who
	if Folded(w.Name) == folded {
		return w
	}
	for _, name := range c.Before {
		if Folded(name) == folded {
			w.Name = name
		}
	}
	return w
}

// likeness is what two descriptions have in common.
type likeness int

const (
	sameIdentity likeness = iota // and the same name
	sameAll                      // name, year and place: nothing speaks against
	sameNumber                   // the number alone: the names differ
	yearUnsaid
	elsewhere // another place within the unit
	otherUnit
	otherMarks // the marks of the names differ
	nearName   // one letter
	otherYear
	otherNumber
	otherName
)

// rank puts a likeness among the identified, sure, likely and faint; the rest is
// somebody else.
func (l likeness) rank() int {
	switch l {
	case sameIdentity:
		return 0
	case sameAll:
		return 1
	case sameNumber, yearUnsaid, elsewhere, otherUnit:
		return 2
	case otherMarks, nearName:
		return 3
	}
	return 4
}

// says is the likeness of somebody in a list and in the register, in words.
func (l likeness) says(w, c Who) string {
	switch l {
	case sameIdentity:
		return "Cùng số định danh."
	case sameAll:
		if !w.Person() {
			return "Cùng tên, cùng đơn vị."
		}
		return "Cùng tên, cùng năm sinh " + strconv.Itoa(c.BirthYear) + "."
	case sameNumber:
		return "Cùng số định danh nhưng khác tên: danh sách ghi «" + w.Name + "», sổ ghi «" + c.Name + "»."
	case yearUnsaid:
		return "Cùng tên, nhưng " + unsaid(w, c) + "."
	case elsewhere:
		return "Cùng tên" + sameBirth(w) + ", nhưng khác nơi công tác: danh sách ghi «" + w.Place + "», sổ ghi «" + c.Place + "»."
	case otherUnit:
		return "Cùng tên" + sameBirth(w) + ", nhưng hồ sơ do đơn vị khác giữ."
	case otherMarks:
		return "Tên khác dấu: danh sách ghi «" + w.Name + "», sổ ghi «" + c.Name + "»."
	case nearName:
		return "Tên khác một chữ cái, cùng năm sinh: danh sách ghi «" + w.Name + "», sổ ghi «" + c.Name + "»."
	case otherYear:
		return "Có người cùng tên nhưng khác năm sinh (sổ ghi " + strconv.Itoa(c.BirthYear) + ")."
	case otherNumber:
		return "Có người cùng tên nhưng khác số định danh."
	}
	return ""
}

func sameBirth(w Who) string {
	if w.Person() {
		return ", cùng năm sinh"
	}
	return ""
}

func unsaid(w, c Who) string {
	switch {
	case w.BirthYear == 0 && c.BirthYear == 0:
		return "danh sách và sổ đều không ghi năm sinh"
	case w.BirthYear == 0:
		return "danh sách không ghi năm sinh (sổ ghi " + strconv.Itoa(c.BirthYear) + ")"
	}
	return "sổ chưa có năm sinh (danh sách ghi " + strconv.Itoa(w.BirthYear) + ")"
}

// Person reports whether it is a person, not a collective.
func (w Who) Person() bool { return w.Kind == rules.Person || w.Kind == rules.Foreigner }

// alike compares two descriptions; sameUnit says that one unit keeps both.
func alike(a, b Who, sameUnit bool) likeness {
	if a.Person() != b.Person() || !a.Person() && a.Kind != b.Kind {
		return otherName
	}
	one, two := Folded(a.Name), Folded(b.Name)
	if a.Identity != "" && b.Identity != "" {
		switch {
		case a.Identity != b.Identity && one == two:
			return otherNumber
		case a.Identity != b.Identity:
			return otherName
		case one == two:
			return sameIdentity
		}
		return sameNumber
	}
	apart := !samePlace(a.Place, b.Place)
	switch {
	case one != two:
		if a.Person() && a.BirthYear != 0 && a.BirthYear == b.BirthYear && sameUnit && !apart && oneLetter(one, two) {
			return nearName
		}
		return otherName
	case !a.Person() && !sameUnit:
		return otherName // every office has a «Phòng Tổ chức»
	case a.BirthYear != 0 && b.BirthYear != 0 && a.BirthYear != b.BirthYear:
		return otherYear
	case !sameMarks(a.Name, b.Name):
		return otherMarks
	case a.Person() && (a.BirthYear == 0 || b.BirthYear == 0):
		return yearUnsaid
	case !sameUnit:
		return otherUnit
	case apart:
		return elsewhere
	}
	return sameAll
}

// samePlace reports whether two places of work may be one: not said, the same, or
// one the longer name of the other.
func samePlace(a, b string) bool {
	one, two := Folded(a), Folded(b)
	return one == "" || two == "" || strings.Contains(" "+one+" ", " "+two+" ") || strings.Contains(" "+two+" ", " "+one+" ") || strings.Contains(one+",", two+",") || strings.Contains(two+",", one+",")
}

// sameMarks reports whether two names that are the same without marks may be one:
// word for word the marks are the same, wherever they stand (hòa, hoà), or one of
// the two was written without.
func sameMarks(a, b string) bool {
	one, two := strings.Fields(strings.ToLower(a)), strings.Fields(strings.ToLower(b))
	if len(one) != len(two) {
		return false
	}
	for i := range one {
		if vn.Fold(one[i]) == norm.NFC.String(one[i]) || vn.Fold(two[i]) == norm.NFC.String(two[i]) {
			continue
		}
		x, y := []rune(norm.NFD.String(one[i])), []rune(norm.NFD.String(two[i]))
		slices.Sort(x)
		slices.Sort(y)
		if !slices.Equal(x, y) {
			return false
		}
	}
	return true
}

// oneLetter reports whether two folded names differ by one letter: put in, left out,
// or another.
func oneLetter(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if a == b || len(b)-len(a) >= utf8.UTFMax {
		return false
	}
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) == len(y) {
		return slices.Equal(x[i+1:], y[i+1:])
	}
	return slices.Equal(x[i:], y[i+1:])
}
