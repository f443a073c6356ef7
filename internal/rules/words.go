package rules

import (
	"cmp"
	"slices"

	"giaouoc/internal/vn"
)

// Class is a class of subjects that facts may name.
type Class struct {
	Code string
	Name string
}

// Classes are the classes of subjects, in the order of their names.
func Classes() []Class {
	list := make([]Class, 0, len(classNames))
	for code, name := range classNames {
		list = append(list, Class{code, name})
	}
	slices.SortFunc(list, func(a, b Class) int { return vn.Compare(a.Name, b.Name) })
	return list
}

// Occasions are the kinds of commendation.
func Occasions() []Occasion { return []Occasion{Merit, AdHoc, OfMovement, Dedication} }

// Title is the name of an award as a heading has it.
func (a *Award) Title() string { return capital(a.Name) }

// Name is a kind of subject to a reader.
func (k Kind) Name() string { return kindName(k) }

// Name is an occasion to a reader.
func (o Occasion) Name() string { return occasionNames[cmp.Or(o, Merit)] }

// Name is a rating to a reader.
func (r Rating) Name() string {
	return map[Rating]string{
		HTXS: "hoàn thành xuất sắc nhiệm vụ", HTT: "hoàn thành tốt nhiệm vụ", HT: "hoàn thành nhiệm vụ", KHT: "không hoàn thành nhiệm vụ",
	}[r]
}

// Ratings are the ratings, the best first.
func Ratings() []Rating { return []Rating{HTXS, HTT, HT, KHT} }

// Scopes are the scopes of initiatives, the narrowest first.
func Scopes() []string { return slices.Clone(scopes) }

// ScopeName is a scope of initiatives to a reader; empty for what is none.
func ScopeName(scope string) string {
	if i := slices.Index(scopes, scope); i >= 0 {
		return scopeNames[i]
	}
	return ""
}

// ClusterName is whose cluster a place is in, to a reader; empty for what is none.
func ClusterName(of string) string { return clusterNames[of] }
