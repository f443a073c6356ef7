package initiative

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Decision is what was decided on an application.
type Decision struct {
	Recognised bool
	Scope      string // as award.Initiative
	Number     string
	On         vn.Date
	By         string
	Why        string
	Version    int64
}

// Decide writes a decision. A recognition goes into the file of each author in the
// register of awards. A recognition in the scope of the unit needs the whole council's
// marks, and an average that passes; of a wider scope, the document of the ministry or
// province alone.
func Decide(tx *db.Tx, l *rules.Law, id string, d Decision) error {
	i, err := find(tx, id)
	if err != nil {
		return err
	}
	scope := access.Scope{Unit: i.UnitID}
	if err := access.Require(tx, access.InitiativeKeep, scope); err != nil {
		return err
	}
	if err := i.open(d.Version); err != nil {
		return err
	}
	before := i
	i.Why = strings.TrimSpace(vn.NFC(d.Why))
	if !d.Recognised {
		if i.Why == "" {
			return problem.Field("why", "Ghi lý do không công nhận.")
		}
		i.State = Refused
		return settle(tx, before, i)
	}
	i.State, i.Scope, i.Number, i.DecidedOn, i.DecidedBy = Recognised, d.Scope, vn.Line(d.Number), d.On, vn.Line(d.By)
	if err := checkDecision(tx, i); err != nil {
		return err
	}
	if i.Scope == "unit" {
		if err := passed(tx, &i); err != nil {
			return err
		}
	}
	for _, a := range i.Authors {
		f, err := award.FileOf(tx, a.SubjectID)
		if err != nil {
			return err
		}
		if err := award.Recognise(tx, l, award.Initiative{
			SubjectID: a.SubjectID, Year: i.Year, Scope: i.Scope, Name: i.Name, Number: i.Number, Source: i.DecidedBy + ", ngày " + i.DecidedOn.Short(),
		}, f.Version); err != nil {
			return err
		}
	}
	return settle(tx, before, i)
}

func checkDecision(tx *db.Tx, i Initiative) error {
	var list problem.List
	if rules.ScopeName(i.Scope) == "" {
		list.Add("scope", "Chọn phạm vi công nhận.")
	}
	if i.Number == "" {
		list.Add("number", "Ghi số văn bản công nhận; sáng kiến chỉ được tính khi có văn bản công nhận.")
	}
	if i.DecidedOn.IsZero() || i.DecidedOn.After(tx.Today()) {
		list.Add("decided_on", "Ghi ngày của văn bản công nhận, không sau hôm nay.")
	}
	if i.DecidedBy == "" {
		list.Add("decided_by", "Ghi ai công nhận.")
	}
	return list.Err()
}

// passed refuses a recognition that the council has not carried.
func passed(tx *db.Tx, i *Initiative) error {
	r, err := ruleFor(tx, *i)
	if err != nil {
		return err
	}
	marks, err := marksOf(tx, i.ID)
	if err != nil {
		return fmt.Errorf("read marks of initiative %s: %w", i.ID, err)
	}
	result := r.ResultOf(marks, recusedOf(i, &r))
	switch {
	case !result.Whole:
		return problem.New(problem.Closed, "Hội đồng chưa chấm xong: còn %s.", orNobody(result.Waiting))
	case !result.Passed:
		return problem.New(problem.Closed, "Điểm trung bình %s, chưa đạt %s điểm theo %s.", vn.Format(result.Average), strings.ReplaceAll(r.Pass, ".", ","), r.Document)
	}
	return nil
}

func orNobody(names []string) string {
	if len(names) == 0 {
		return "chưa có thành viên nào được chấm"
	}
	return strings.Join(names, ", ")
}

// Withdraw takes an application back.
func Withdraw(tx *db.Tx, id, why string, version int64) error {
	i, err := find(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.InitiativeKeep, access.Scope{Unit: i.UnitID}); err != nil {
		return err
	}
	if err := i.open(version); err != nil {
		return err
	}
	before := i
	if i.Why = strings.TrimSpace(vn.NFC(why)); i.Why == "" {
		return problem.Field("why", "Ghi lý do rút.")
	}
	i.State = Withdrawn
	return settle(tx, before, i)
}

func (i *Initiative) open(version int64) error {
	switch {
	case i.State != Applied:
		return problem.New(problem.Closed, "Sáng kiến này %s; không ghi lại được.", i.State.Name())
	case i.Version != version:
		return problem.New(problem.Conflict, "Đơn vừa được người khác ghi; xem lại rồi làm tiếp.")
	}
	return nil
}

// settle stores what became of an application.
func settle(tx *db.Tx, before, i Initiative) error {
	i.Version++
	n, err := updateInitiative(tx, i, before.Version)
	if err != nil {
		return fmt.Errorf("store initiative %s: %w", i.ID, err)
	}
	if n == 0 {
		return problem.New(problem.Conflict, "Đơn vừa được người khác ghi; xem lại rồi làm tiếp.")
	}
	return record.Add(tx, record.Act{
		Act: access.InitiativeKeep, Object: record.Object{Kind: "initiative", ID: i.ID}, Scope: access.Scope{Unit: i.UnitID}, Before: before, After: i, Reason: i.Why,
	})
}
