package award

import (
	"cmp"
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// LineKind is what a line of a list says of somebody.
type LineKind string

// The kinds of line.
const (
	OfAward      LineKind = "award"
	OfRating     LineKind = "rating"
	OfInitiative LineKind = "initiative"
	OfDiscipline LineKind = "discipline"
)

// Line is one thing that a list says of one person or collective. What belongs to
// another kind of line is empty.
type Line struct {
	Who   Who `json:"-"`
	Kind  LineKind
	Place string // of its cell in the file: "Khen thưởng!F7"

	Year        int            // of the award, rating or initiative
	FromYear    int            `json:",omitempty"`
	Award       string         `json:",omitempty"` // code
	AsWritten   string         `json:",omitempty"`
	Number      string         `json:",omitempty"` // of the decision, of whatever kind
	DecidedOn   vn.Date        `json:",omitzero"`
	DecidedBy   string         `json:",omitempty"`
	Signer      string         `json:",omitempty"`
	Occasion    rules.Occasion `json:",omitempty"`
	Achievement string         `json:",omitempty"`

	Rating  rules.Rating `json:",omitempty"`
	Scope   string       `json:",omitempty"` // of an initiative
	Title   string       `json:",omitempty"` // of an initiative
	Form    string       `json:",omitempty"` // of discipline
	FromDay vn.Date      `json:",omitzero"`
	ToDay   vn.Date      `json:",omitzero"`
}

// ListState is where a list stands.
type ListState string

// The states of a list.
const (
	ListOpen    ListState = "open"    // đang đối chiếu
	ListEntered ListState = "entered" // đã ghi vào sổ
	ListDropped ListState = "dropped" // đã bỏ
)

// Name is the state in Vietnamese.
func (s ListState) Name() string {
	return map[ListState]string{ListOpen: "đang đối chiếu", ListEntered: "đã ghi vào sổ", ListDropped: "đã bỏ"}[s]
}

// PastList is a workbook of past awards that was brought to the register of a unit
// (danh sách nhập), with what became of it.
type PastList struct {
	ID        string
	UnitID    string
	Name      string // of the file
	FileHash  string
	State     ListState
	Lines     int    // in the file
	Unread    string // what of the file was not read, in words
	Entered   int    // lines that went into the register
	People    int    // files that were opened for them
	AccountID string // of who brought it
	MadeBy    string // the name
	Version   int64
	CreatedAt db.Time
	ClosedAt  db.Time // entered or dropped
}

// Party is one person or collective of a list, with all lines that speak of it.
type Party struct {
	ListID string
	N      int // within the list, from 1
	Who
	Matching        // as the register was when the list was brought or last decided
	Like     []int  // parties of the list that it may be
	LikeWhy  string // in words
	Choice   string // of a person, where it is doubtful: id of a subject, "new", "leave", "g3" for party 3
}

// The choices that name nobody.
const (
	AsNew    = "new"
	LeaveOut = "leave"
)

// ListLine is a line of a list that is kept.
type ListLine struct {
	Line
	N      int // within the list, from 1
	Party  int
	Choice string // where it may be there already: "add" or "leave"
}

// AddAnyway is the choice to enter a line that may be there already.
const AddAnyway = "add"

// parties puts lines together that speak of one person or collective, and says of
// each line which party's it is. What may be one and may be two becomes two, the
// later of which names the earlier.
func parties(lines []Line) ([]Party, []int) {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	// Who says most comes first: a line without a birth year then finds the one
	// person whom it can mean.
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(telling(lines[b].Who), telling(lines[a].Who)) })
	p := grouping{byName: map[string][]int{}, byYear: map[int][]int{}, byIdentity: map[string][]int{}}
	of := make([]int, len(lines))
	for _, i := range order {
		of[i] = p.place(lines[i].Who)
	}
	return p.numbered(of)
}

func telling(w Who) int {
	n := 0
	if w.Identity != "" {
		n += 4
	}
	if w.BirthYear != 0 {
		n += 2
	}
	if w.Place != "" {
		n++
	}
	return n
}

// grouping is a list while its lines are put together.
type grouping struct {
	list       []Party
	folded     []string // their names
	byName     map[string][]int
	byYear     map[int][]int
	byIdentity map[string][]int
}

// place finds the party of somebody, or makes one.
func (g *grouping) place(w Who) int {
	folded := Folded(w.Name)
	among := slices.Concat(g.byIdentity[w.Identity], g.byName[folded])
	if w.BirthYear != 0 {
		for _, i := range g.byYear[w.BirthYear] {
			if oneLetter(folded, g.folded[i]) {
				among = append(among, i)
			}
		}
	}
	seen := map[int]bool{}
	var sure, here, loose, like []int // here: of the very same place
	reason := ""
	for _, i := range among {
		if seen[i] {
			continue
		}
		seen[i] = true
		l := alike(w, g.list[i].Who, true)
		switch {
		case l == sameIdentity || l == sameAll:
			sure = append(sure, i)
		case l == yearUnsaid && w.Place != "" && Folded(w.Place) == Folded(g.list[i].Place):
			here = append(here, i)
		case l == yearUnsaid && (w.Place == "" || w.BirthYear == g.list[i].BirthYear && samePlace(w.Place, g.list[i].Place)):
			loose = append(loose, i)
		case l.rank() < 4:
			like = append(like, i)
			reason = cmp.Or(reason, l.within(w, g.list[i].Who))
		}
	}
	switch {
	case len(sure) == 1:
		return g.join(sure[0], w)
	case len(sure) == 0 && len(here) == 1:
		return g.join(here[0], w)
	case len(sure)+len(here) == 0 && len(loose) == 1 && len(like) == 0:
		return g.join(loose[0], w)
	case len(sure)+len(here)+len(loose) > 1:
		reason = "Trong danh sách có nhiều người cùng tên có thể là người này."
	case len(loose) == 1:
		reason = yearUnsaid.within(w, g.list[loose[0]].Who)
	}
	return g.add(w, slices.Concat(sure, here, loose, like), reason)
}

// within is the likeness of two of one list, in words.
func (l likeness) within(a, b Who) string {
	switch l {
	case sameNumber:
		return "Trong danh sách có người khác tên («" + b.Name + "») cùng số định danh."
	case elsewhere:
		return "Trong danh sách có người cùng tên, cùng năm sinh ở nơi công tác khác («" + b.Place + "»)."
	case otherMarks, nearName:
		return "Trong danh sách có tên gần giống, cùng năm sinh: «" + b.Name + "»."
	}
	return "Trong danh sách có người cùng tên ở nơi khác, không đủ năm sinh để phân biệt."
}

func (g *grouping) join(i int, w Who) int {
	p := &g.list[i]
	if p.Identity == "" && w.Identity != "" {
		g.byIdentity[w.Identity] = append(g.byIdentity[w.Identity], i)
	}
	if p.BirthYear == 0 && w.BirthYear != 0 {
		g.byYear[w.BirthYear] = append(g.byYear[w.BirthYear], i)
	}
	if vn.Fold(p.Name) == strings.ToLower(p.Name) { // without marks
		p.Name = w.Name
	}
	p.Identity, p.BirthYear, p.Female = cmp.Or(p.Identity, w.Identity), cmp.Or(p.BirthYear, w.BirthYear), p.Female || w.Female
	p.Post, p.Place, p.Founded = cmp.Or(p.Post, w.Post), cmp.Or(p.Place, w.Place), cmp.Or(p.Founded, w.Founded)
	return i
}

func (g *grouping) add(w Who, like []int, reason string) int {
	i := len(g.list)
	g.list = append(g.list, Party{Who: w, Like: like, LikeWhy: reason})
	folded := Folded(w.Name)
	g.folded = append(g.folded, folded)
	g.byName[folded] = append(g.byName[folded], i)
	if w.BirthYear != 0 {
		g.byYear[w.BirthYear] = append(g.byYear[w.BirthYear], i)
	}
	if w.Identity != "" {
		g.byIdentity[w.Identity] = append(g.byIdentity[w.Identity], i)
	}
	return i
}

// numbered numbers the parties in the order in which the list names them first.
func (g *grouping) numbered(of []int) ([]Party, []int) {
	number := make([]int, len(g.list))
	var list []Party
	for i, old := range of {
		if number[old] == 0 {
			list = append(list, g.list[old])
			number[old] = len(list)
			list[len(list)-1].N = len(list)
		}
		of[i] = number[old]
	}
	for i := range list {
		for j, old := range list[i].Like {
			list[i].Like[j] = number[old]
		}
	}
	return list, of
}

// matched finds the parties of a list among the candidates.
func matched(list []Party, known *Known) {
	for i := range list {
		list[i].Matching = match(list[i], known)
	}
}

// match is Match for a party that may be another of its own list.
func match(p Party, known *Known) Matching {
	m := Match(p.Who, known)
	if len(p.Like) == 0 || m.identified {
		return m
	}
	m.Verdict, m.Reason = Doubtful, p.LikeWhy+" "+m.Reason
	return m
}
