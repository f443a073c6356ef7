package award

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// ListChange is a change of a unit's list of a year: subjects to put on it for an award, or
// nominations to take off it.
type ListChange struct {
	UnitID      string
	Year        int
	Day         vn.Date  // by whose regime the law is asked
	Award       string   // to nominate for
	Subjects    []string // to nominate
	Nominations []string // to drop
	Reason      string
	Beyond      bool  // the person has read that a ceiling is passed, and goes on
	Version     int64 // of the list on which the person read it
}

// Foresight is what a change of the list would do.
type Foresight struct {
	Version     int64 // of the list
	Breaks      []Break
	Unknown     []Limit     // ceilings of the award that nobody can compute yet
	NotEligible []*Prospect // who does not meet what the law asks
	Plan        *YearPlan
}

// Foresee says what a nomination would do, before it is made.
//
// Read: requires the right to nominate.
func Foresee(tx *db.Tx, l *rules.Law, a ListChange) (Foresight, error) {
	if err := access.Require(tx, access.AwardNominate, access.Scope{Unit: a.UnitID}); err != nil {
		return Foresight{}, err
	}
	f, _, err := foresee(tx, l, a)
	return f, err
}

func foresee(tx *db.Tx, l *rules.Law, a ListChange) (Foresight, []Nomination, error) {
	p, err := planOf(tx, l, a.UnitID, a.Year, a.Day, "")
	if err != nil {
		return Foresight{}, nil, err
	}
	f := Foresight{Version: p.Version, Plan: p}
	at := p.Of(a.Award)
	if at < 0 {
		return f, nil, problem.Field("hinh-thuc", "Chọn hình thức khen thưởng có tiêu chuẩn cho đối tượng trong sổ.")
	}
	nominated := p.Nominated(a.Award)
	var list problem.List
	var added []Nomination
	for _, id := range a.Subjects {
		c := p.Prospect(id)
		switch {
		case c == nil:
			return f, nil, problem.New(problem.NotFound, "Không có đối tượng này trong sổ khen thưởng của đơn vị.")
		case slices.ContainsFunc(added, func(n Nomination) bool { return n.SubjectID == id }):
			continue
		case nominated[id].ID != "":
			list.Add("chon", "%s đã có trong danh sách dự kiến đề nghị %s năm %d.", c.Name, p.Awards[at].Award.Name, a.Year)
		case c.Left:
			list.Add("chon", "%s đã rời đơn vị từ ngày %s.", c.Name, c.LeftOn.Short())
		case c.answers[at] == "":
			list.Add("chon", "%s: không có đường xét %s cho loại đối tượng này.", c.Name, p.Awards[at].Award.Name)
		case slices.ContainsFunc(c.facts.Awards, func(h rules.Held) bool { return h.Award == a.Award && h.Year == a.Year }):
			list.Add("chon", "%s đã được tặng %s năm %d.", c.Name, p.Awards[at].Award.Name, a.Year)
		}
		if c.answers[at] == rules.NotEligible {
			f.NotEligible = append(f.NotEligible, c)
		}
		added = append(added, Nomination{SubjectID: id, SubjectName: c.Name, Award: a.Award, Answer: c.answers[at]})
	}
	if len(added) == 0 {
		list.Add("chon", "Chọn ít nhất một đối tượng trong danh sách.")
	}
	if err := list.Err(); err != nil {
		return f, nil, err
	}
	after := p.counts
	after.listed = p.listed(append(slices.Clone(p.Nominations), added...))
	f.Breaks = breaks(p.quotas, &p.counts, &after)
	for _, x := range p.Awards[at].Limits {
		if !x.Known {
			f.Unknown = append(f.Unknown, x)
		}
	}
	return f, added, nil
}

// Nominate puts subjects on the list of those whom a unit means to propose. Who does
// not meet what the law asks needs a reason, and so does a list beyond a ceiling,
// which is passed only by someone who has read that it is.
func Nominate(tx *db.Tx, l *rules.Law, a ListChange) error {
	if err := access.Require(tx, access.AwardNominate, access.Scope{Unit: a.UnitID}); err != nil {
		return err
	}
	f, added, err := foresee(tx, l, a)
	if err != nil {
		return err
	}
	a.Reason = strings.TrimSpace(vn.NFC(a.Reason))
	if err := f.allows(a); err != nil {
		return err
	}
	if len(f.NotEligible) > 0 && a.Reason == "" {
		return problem.Field("ly-do", "Ghi lý do: %s theo đối chiếu thì chưa đủ điều kiện.", namesOf(f.NotEligible))
	}
	for _, n := range added {
		n.ID, n.UnitID, n.Year, n.Reason = db.NewID(), a.UnitID, a.Year, a.Reason
		n.AccountID, n.Name, n.NominatedAt = tx.Actor.ID, tx.Actor.Name, db.At(tx.Now)
		if err := insertNomination(tx, n); err != nil {
			return fmt.Errorf("nominate subject %s: %w", n.SubjectID, err)
		}
		if err := record.Add(tx, record.Act{
			Act: access.AwardNominate, Object: record.Object{Kind: "nomination", ID: n.ID}, Scope: access.Scope{Unit: a.UnitID}, After: n, Reason: a.Reason,
		}); err != nil {
			return err
		}
	}
	return raised(tx, a)
}

func raised(tx *db.Tx, a ListChange) error {
	if err := raiseList(tx, a.UnitID, a.Year); err != nil {
		return fmt.Errorf("raise version of list of unit %s: %w", a.UnitID, err)
	}
	return nil
}

// allows refuses a change that passes a ceiling unless the person has seen it, on the
// list as it is, and says why.
func (f *Foresight) allows(a ListChange) error {
	if len(f.Breaks) == 0 {
		return nil
	}
	if !a.Beyond {
		return problem.Field("vuot", "%s", f.Breaks[0].Sentence(f.Plan, len(a.Subjects)))
	}
	if a.Version != f.Version {
		return problem.New(problem.Conflict, "Danh sách dự kiến đề nghị vừa được người khác sửa; hãy xem lại mức tối đa rồi xác nhận.")
	}
	if a.Reason == "" {
		return problem.Field("ly-do", "Ghi lý do danh sách vượt mức tối đa.")
	}
	return nil
}

// Sentence says what a change of so many does to a ceiling.
func (b Break) Sentence(p *YearPlan, added int) string {
	name := b.Award
	if a := p.law.Award(b.Award); a != nil {
		name = a.Name
	}
	if added > 0 {
		return fmt.Sprintf("Thêm %d đối tượng sẽ vượt mức tối đa %d (%s) của %s: danh sách sẽ có %d, vượt %d.", added, b.Limit.Most, b.Limit.Says(), name, b.Used, b.By())
	}
	return fmt.Sprintf("Mức tối đa của %s sẽ còn %d (%s): danh sách đang có %d, vượt %d.", name, b.Limit.Most, b.Limit.Says(), b.Used, b.By())
}

// namesOf are at most three names, and how many more.
func namesOf(list []*Prospect) string {
	var names []string
	for _, c := range list[:min(3, len(list))] {
		names = append(names, c.Name)
	}
	text := strings.Join(names, ", ")
	if n := len(list) - len(names); n > 0 {
		text += fmt.Sprintf(" và %d đối tượng khác", n)
	}
	return text
}

// without are the counts after some nominations are taken off.
func (p *YearPlan) without(gone map[string]Nomination) counts {
	after := p.counts
	after.listed = p.listed(slices.DeleteFunc(slices.Clone(p.Nominations), func(n Nomination) bool {
		return gone[n.ID].ID != ""
	}))
	return after
}
