package deliberation

import (
	"cmp"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Share is a group of the staff beside the same group on a list.
type Share struct {
	Says  string
	Cite  string // of the law that looks to the group; empty for one that is shown only
	Staff award.Part
	List  award.Part
}

// TitleList is the list of one title.
type TitleList struct {
	Award   string
	On      []*Standing // most votes first
	Out     []*Standing // nominated, and not on it
	Limits  []award.Limit
	Shares  []Share
	Unknown bool // no ceiling of the title is known
}

// Over is by how many the list is longer than its lowest known ceiling.
func (t *TitleList) Over() int {
	if x := award.Binding(t.Limits); x != nil {
		return max(0, len(t.On)-x.Most)
	}
	return 0
}

// FewDirect reports whether direct workers are a smaller share of the list than of
// the staff.
func (t *TitleList) FewDirect() bool {
	s := t.Shares[0]
	return s.List.Of > 0 && s.List.N*s.Staff.Of < s.Staff.N*s.List.Of
}

// Lists are the lists of a deliberation as they stand.
type Lists struct {
	Deliberation
	Regime *rules.Regime
	People []Standing
	Titles [2]TitleList
	Wanted int // people who are nominated for something
}

// Of is the list of a title.
func (l *Lists) Of(title string) *TitleList { return &l.Titles[max(0, slices.Index(Titles, title))] }

// ListsOf works out the lists of a deliberation.
//
// Read: requires the right to see the unit's deliberation.
func ListsOf(tx *db.Tx, l *rules.Law, id string) (*Lists, error) {
	d, err := find(tx, id)
	if err != nil {
		return nil, err
	}
	if err := access.Require(tx, access.DeliberationRead, access.Scope{Unit: d.UnitID}); err != nil {
		return nil, err
	}
	return d.lists(tx, l)
}

func (d *Deliberation) lists(tx *db.Tx, l *rules.Law) (*Lists, error) {
	w, err := readWorld(tx, l, d, "")
	if err != nil {
		return nil, err
	}
	w.judge(nil)
	out := &Lists{Deliberation: *d, Regime: w.regime, People: w.people}
	n := award.Numbers{People: len(w.people), Met: map[string]int{}, Listed: map[string]int{}}
	for i := range out.Titles {
		out.Titles[i].Award = Titles[i]
	}
	for i := range w.people {
		s := &w.people[i]
		if s.Wanted() != "" {
			out.Wanted++
		}
		for k := range Titles {
			t, a := &out.Titles[k], &s.at[k]
			if a.Answer == rules.Eligible || a.Answer == rules.NeedsJudgement {
				n.Met[a.Award]++
			}
			switch {
			case a.Listed:
				t.On = append(t.On, s)
				n.Listed[a.Award]++
			case a.Wanted:
				t.Out = append(t.Out, s)
			}
		}
	}
	for k := range out.Titles {
		t := &out.Titles[k]
		if t.Limits, err = award.LimitsOfList(tx, l, d.UnitID, t.Award, d.Year, limitDay(d, tx.Today()), n); err != nil {
			return nil, err
		}
		t.Unknown = award.Binding(t.Limits) == nil
		t.sort()
		t.Shares = shares(w.people, t.On)
	}
	return out, nil
}

// limitDay is the day whose ceilings hold: that of the publication once there is one.
func limitDay(d *Deliberation, today vn.Date) vn.Date {
	if !d.open() && !d.PublishedOn.IsZero() {
		return d.PublishedOn
	}
	return today
}

// sort puts who has most votes first; among equals a woman (Decree 152/2025/NĐ-CP,
// Article 4, clause 6); then by the order of the staff.
func (t *TitleList) sort() {
	slices.SortStableFunc(t.On, func(a, b *Standing) int {
		x, y := a.Of(t.Award), b.Of(t.Award)
		if n := cmp.Compare(y.Vote.Yes, x.Vote.Yes); n != 0 {
			return n
		}
		if a.Female != b.Female {
			if a.Female {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.N, b.N)
	})
}

// shares sets the groups that the law and an inspection look to beside each other.
func shares(people []Standing, on []*Standing) []Share {
	list := []Share{
		{Says: "người trực tiếp lao động, công tác", Cite: "06/2022/QH15, Điều 5, khoản 2, điểm d"},
		{Says: "lãnh đạo, quản lý"},
		{Says: "nữ", Cite: "06/2022/QH15, Điều 5, khoản 3"},
		{Says: "đã được danh hiệu này hoặc cao hơn năm trước"},
	}
	in := func(s *Standing) [4]bool { return [4]bool{s.Direct, s.Leader, s.Female, len(s.Held) > 0} }
	for i := range people {
		for k, yes := range in(&people[i]) {
			list[k].Staff.Of++
			if yes {
				list[k].Staff.N++
			}
		}
	}
	for _, s := range on {
		for k, yes := range in(s) {
			list[k].List.Of++
			if yes {
				list[k].List.N++
			}
		}
	}
	return list
}

// LeaveOut takes people off a list that is longer than a ceiling, with the reason; who
// is taken off «Lao động tiên tiến» is off the higher list too.
func LeaveOut(tx *db.Tx, l *rules.Law, id string, version int64, title string, staff []string, reason string) error {
	d, err := inHand(tx, id, version)
	if err != nil {
		return err
	}
	if !slices.Contains(Titles, title) {
		return problem.New(problem.NotFound, "Không có danh sách này.")
	}
	lists, err := d.lists(tx, l)
	if err != nil {
		return err
	}
	t := lists.Of(title)
	var list problem.List
	if reason = vn.Line(reason); reason == "" {
		list.Add("reason", "Ghi lý do không chọn, để trả lời người được đề nghị.")
	}
	if len(staff) == 0 {
		list.Add("chon", "Chọn ít nhất một người.")
	}
	if len(staff) > t.Over() {
		list.Add("chon", "Danh sách vượt mức tối đa %d người; không bỏ nhiều hơn số ấy.", t.Over())
	}
	if err := list.Err(); err != nil {
		return err
	}
	var names []string
	for _, of := range staff {
		i := slices.IndexFunc(t.On, func(s *Standing) bool { return s.ID == of })
		if i < 0 {
			return problem.New(problem.NotFound, "Danh sách không có người ấy.")
		}
		names = append(names, t.On[i].Name)
		if err := insertLeft(tx, d.ID, of, title, reason); err != nil {
			return err
		}
	}
	before := d
	return d.changed(tx, access.DeliberationKeep, before, strings.Join(names, ", ")+": "+reason)
}

// PutBack puts a person back on a list who was left out.
func PutBack(tx *db.Tx, id string, version int64, title, staffID string) error {
	d, err := inHand(tx, id, version)
	if err != nil {
		return err
	}
	s, err := d.person(tx, staffID)
	if err != nil {
		return err
	}
	n, err := deleteLeft(tx, staffID, title)
	if err != nil {
		return err
	}
	if n == 0 {
		return problem.New(problem.Conflict, "%s đã ở trong danh sách.", s.Name)
	}
	before := d
	return d.changed(tx, access.DeliberationKeep, before, s.Name)
}
