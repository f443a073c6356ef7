package ceremony

import (
	"cmp"
	"slices"

	"giaouoc/internal/award"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// presidents are the groups of awards that the President of the State decides, in the
// order of Article 9 (Law 06/2022/QH15, Article 77).
var presidents = []string{"huân chương", "huy chương", "danh hiệu vinh dự nhà nước", "giải thưởng"}

// others are the awards below: of the Government and its Prime Minister (Article 78), of
// ministries and provinces (Article 79), of others (Article 80). Within a level the
// titles of emulation stand before the forms of Article 9; that is our choice.
var others = []string{
	"T-COCP", "T-CSTDTQ", "B-TTG",
	"T-COBT", "T-CSTDBT", "T-TTLDXS", "T-XATB", "K-KNC", "B-BT",
	"T-CSTDCS", "T-TTLDTT", "T-LDTT", "T-THONVH", "T-GDVH", "T-KHAC", "G-GK",
}

// rank is where an award stands in the proposed order; what the law does not name is
// last.
func rank(l *rules.Law, code string) (level, within int) {
	for i, a := range l.Awards {
		if a.Code == code {
			if g := slices.Index(presidents, a.Group); g >= 0 {
				return g, i
			}
		}
	}
	if i := slices.Index(others, code); i >= 0 {
		return len(presidents), i
	}
	return len(presidents) + 1, 0
}

// kindOrder has collectives before persons, as is custom.
func kindOrder(k rules.Kind) int {
	return slices.Index([]rules.Kind{rules.Collective, rules.Household, rules.Person, rules.Foreigner}, k)
}

// compareParts is the proposed order of parts.
func compareParts(l *rules.Law) func(a, b Part) int {
	return func(a, b Part) int {
		la, wa := rank(l, a.Award)
		lb, wb := rank(l, b.Award)
		return cmp.Or(
			cmp.Compare(la, lb), cmp.Compare(wa, wb), cmp.Compare(a.Award, b.Award),
			a.DecidedOn.Compare(b.DecidedOn), cmp.Compare(a.Decision, b.Decision), cmp.Compare(kindOrder(a.Kind), kindOrder(b.Kind)),
		)
	}
}

// byName is the order of those of one part: names as a Vietnamese list has them, the
// given name of a person first.
func byName(a, b award.Commended) int {
	return cmp.Or(vn.Compare(sortName(a.Subject), sortName(b.Subject)), cmp.Compare(a.ID, b.ID))
}

func sortName(s award.Subject) string {
	if s.Kind != rules.Person {
		return s.Name
	}
	for i := len(s.Name) - 1; i >= 0; i-- {
		if s.Name[i] == ' ' {
			return s.Name[i+1:] + " " + s.Name[:i]
		}
	}
	return s.Name
}
