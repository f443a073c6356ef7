package initiative

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// MarkIt writes the marks of a member of the council, one for each criterion, over
// those that stood there. An author may not mark.
func MarkIt(tx *db.Tx, id string, given []string) error {
	i, err := find(tx, id)
	if err != nil {
		return err
	}
	scope := access.Scope{Unit: i.UnitID}
	if err := access.Require(tx, access.InitiativeScore, scope); err != nil {
		return err
	}
	r, err := ruleFor(tx, i)
	if err != nil {
		return err
	}
	if i.State != Applied {
		return problem.New(problem.Closed, "Sáng kiến này %s; điểm không đổi nữa.", i.State.Name())
	}
	if !slices.ContainsFunc(r.Members, func(m Member) bool { return m.AccountID == tx.Actor.ID }) {
		return problem.New(problem.Denied, "Bạn không phải thành viên hội đồng sáng kiến năm %d của đơn vị.", i.Year)
	}
	if slices.Contains(recusedOf(&i, &r), tx.Actor.ID) {
		return problem.New(problem.Denied, "Bạn là tác giả của sáng kiến này nên không chấm; điểm trung bình tính trên các thành viên còn lại.")
	}
	var list problem.List
	marks := make([]Mark, len(r.Criteria))
	for k, c := range r.Criteria {
		field, text := fmt.Sprintf("points_%d", c.N), ""
		if k < len(given) {
			text = given[k]
		}
		most, _ := points(c.Most)
		p, ok := points(text)
		if !ok || p.IsNegative() || p.GreaterThan(most) {
			list.Add(field, "%s: chấm từ 0 đến %s điểm.", c.Name, vn.Format(most))
		}
		marks[k] = Mark{AccountID: tx.Actor.ID, N: c.N, Points: p.String()}
	}
	if err := list.Err(); err != nil {
		return err
	}
	if err := saveMarks(tx, i.ID, marks); err != nil {
		return fmt.Errorf("store marks of initiative %s: %w", i.ID, err)
	}
	return record.Add(tx, record.Act{Act: access.InitiativeScore, Object: record.Object{Kind: "initiative", ID: i.ID}, Scope: scope, After: marks})
}

// recusedOf are the accounts of the council whose person is an author. An account and
// a file of the register are one person's when they bear one name; two of one name are
// taken for one, since an author who marks is worse than a member who does not.
func recusedOf(i *Initiative, r *Rule) []string {
	var list []string
	for _, m := range r.Members {
		if slices.ContainsFunc(i.Authors, func(a Author) bool { return award.Folded(a.Name) == award.Folded(m.Name) }) {
			list = append(list, m.AccountID)
		}
	}
	return list
}
