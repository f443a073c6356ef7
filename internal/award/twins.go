package award

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Twins are two files of one register that may be one person or collective (có thể
// là một).
type Twins struct {
	One, Two File
	Reason   string
}

// Key names the pair.
func (t Twins) Key() string { return t.One.ID + "." + t.Two.ID }

// Repeat is one achievement that seems to be rewarded more than once: the entries of
// one file that look alike, and why.
type Repeat struct {
	File    File
	Entries []Entry
	Reason  string
}

// Duplicates are what of a register looks like it is there twice. Nothing follows
// from it by itself.
type Duplicates struct {
	Twins   []Twins
	Twice   []Repeat // one award for one year
	Rewards []Repeat // several awards for one achievement
}

// FindDuplicates looks through the register of a unit.
//
// Read: requires the right to keep the register of the unit.
func FindDuplicates(tx *db.Tx, ring *key.Ring, unitID string) (Duplicates, error) {
	if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: unitID}); err != nil {
		return Duplicates{}, err
	}
	files, err := filesOf(tx, unitID)
	if err != nil {
		return Duplicates{}, fmt.Errorf("read register of unit %s: %w", unitID, err)
	}
	whose := make([]Who, len(files))
	for i, f := range files {
		number, err := identityOf(ring, f.Subject)
		if err != nil {
			return Duplicates{}, err
		}
		whose[i] = f.Who(number)
	}
	d := Duplicates{Twins: twins(files, whose)}
	for _, f := range files {
		d.Twice = append(d.Twice, f.twice()...)
		d.Rewards = append(d.Rewards, f.rewards()...)
	}
	return d, nil
}

// twins compares the files that a name, a number or a year of birth brings together.
func twins(files []File, whose []Who) []Twins {
	together := map[string][]int{}
	for i, w := range whose {
		for _, key := range []string{"n" + Folded(w.Name), "i" + w.Identity, "y" + fmt.Sprint(w.BirthYear)} {
			if key != "i" && key != "y0" {
				together[key] = append(together[key], i)
			}
		}
	}
	seen := map[[2]int]bool{}
	var list []Twins
	for key, group := range together {
		by := key[0]
		for n, i := range group {
			for _, j := range group[n+1:] {
				pair := [2]int{i, j}
				if folded := files[i].Folded; folded != files[j].Folded && by == 'y' && !oneLetter(folded, files[j].Folded) {
					continue
				}
				if l := alike(whose[i], whose[j], true); !seen[pair] && l.rank() < 4 {
					seen[pair] = true
					list = append(list, Twins{files[i], files[j], l.between(whose[i], whose[j])})
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b Twins) int {
		return cmp.Or(cmp.Compare(a.One.Folded, b.One.Folded), cmp.Compare(a.One.ID, b.One.ID), cmp.Compare(a.Two.ID, b.Two.ID))
	})
	return list
}

// between is the likeness of two files, in words.
func (l likeness) between(a, b Who) string {
	switch l {
	case sameIdentity:
		return "Cùng tên, cùng số định danh."
	case sameNumber:
		return "Cùng số định danh nhưng khác tên."
	case elsewhere:
		return "Cùng tên, cùng năm sinh, khác nơi công tác."
	case otherMarks:
		return "Tên chỉ khác dấu, không khác năm sinh."
	case nearName:
		return "Tên khác một chữ cái, cùng năm sinh."
	case yearUnsaid:
		return "Cùng tên; có hồ sơ chưa ghi năm sinh."
	}
	if !a.Person() {
		return "Cùng tên tập thể."
	}
	return "Cùng tên, cùng năm sinh."
}

// twice are the awards that the file has more than once for one year.
func (f *File) twice() []Repeat {
	return f.repeats(func(e Entry) string { return fmt.Sprint(e.Award, "|", e.Year) }, func(list []Entry) string {
		return fmt.Sprintf("%d quyết định tặng cùng một danh hiệu, hình thức khen thưởng cho năm %d.", len(list), list[0].Year)
	})
}

// rewards are the achievements for which the file has several awards: by the same
// words, or by the same year of an ad-hoc commendation or a movement.
func (f *File) rewards() []Repeat {
	list := f.repeats(func(e Entry) string {
		if words := bare(e.Achievement); len(words) >= leastWords {
			return words
		}
		return ""
	}, func([]Entry) string { return "Các khen thưởng ghi cùng một thành tích." })
	told := map[string]bool{}
	for _, r := range list {
		for _, e := range r.Entries {
			told[e.ID] = true
		}
	}
	return append(list, f.repeats(func(e Entry) string {
		if !told[e.ID] && (e.Occasion == rules.AdHoc || e.Occasion == rules.OfMovement) {
			return fmt.Sprint(e.Occasion, "|", e.Year)
		}
		return ""
	}, func(list []Entry) string {
		kind := "đột xuất"
		if list[0].Occasion == rules.OfMovement {
			kind = "theo phong trào, chuyên đề"
		}
		return fmt.Sprintf("%d khen thưởng %s trong năm %d; xem có phải cùng một thành tích.", len(list), kind, list[0].Year)
	})...)
}

// bare is a text without marks, case and signs.
func bare(text string) string {
	return strings.Join(strings.FieldsFunc(vn.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// leastWords is how many letters make words of an achievement telling: «Hoàn thành
// nhiệm vụ» says nothing.
const leastWords = 25

// repeats are the entries in force that have the same key and are several.
func (f *File) repeats(key func(Entry) string, why func([]Entry) string) []Repeat {
	var order []string
	by := map[string][]Entry{}
	for _, e := range f.InForce() {
		k := key(e)
		if k == "" {
			continue
		}
		if by[k] == nil {
			order = append(order, k)
		}
		by[k] = append(by[k], e)
	}
	var list []Repeat
	for _, k := range order {
		if len(by[k]) > 1 {
			list = append(list, Repeat{*f, by[k], why(by[k])})
		}
	}
	return list
}
