package deliberation

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/notice"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
)

// OwnPage is where a person reads the own results.
const OwnPage = "/binh-xet-cua-toi"

// Publish publishes the results inside the unit: what came of everybody for each
// title, and why. From then on everybody may object, for the days of the unit's rules.
func Publish(tx *db.Tx, l *rules.Law, id string, version int64) error {
	d, err := find(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.DeliberationConclude, access.Scope{Unit: d.UnitID}); err != nil {
		return err
	}
	if d.State != Meetings {
		return problem.New(problem.Closed, "Đợt bình xét %s; công bố khi các cuộc họp đã xong.", d.State.Name())
	}
	if err := d.seen(version); err != nil {
		return err
	}
	lists, err := d.lists(tx, l)
	if err != nil {
		return err
	}
	if err := d.ready(tx, l, lists); err != nil {
		return err
	}
	if err := saveResults(tx, &d, lists.People); err != nil {
		return fmt.Errorf("store results of %s: %w", d.ID, err)
	}
	before := d
	d.State, d.PublishedOn = Published, tx.Today()
	d.ObjectUntil = d.PublishedOn.AddDays(d.ObjectDays)
	if err := d.changed(tx, access.DeliberationConclude, before, ""); err != nil {
		return err
	}
	return d.tell(tx, lists.People, fmt.Sprintf("Kết quả bình xét năm %d", d.Year))
}

// tell tells everybody on the list who has an account.
func (d *Deliberation) tell(tx *db.Tx, people []Standing, title string) error {
	for i := range people {
		if people[i].AccountID == "" {
			continue
		}
		n := notice.Notice{AccountID: people[i].AccountID, Kind: notice.Answer, Title: title, Href: OwnPage}
		if err := notice.Tell(tx, n); err != nil {
			return err
		}
	}
	return nil
}

// ready refuses results that are not whole, or go beyond a ceiling.
func (d *Deliberation) ready(tx *db.Tx, l *rules.Law, lists *Lists) error {
	held, err := meetingsOf(tx, d.ID)
	if err != nil {
		return fmt.Errorf("read meetings of %s: %w", d.ID, err)
	}
	var list problem.List
	unit := false
	for i := range held {
		unit = unit || held[i].Department == "" && held[i].State == MeetingClosed
	}
	people := make([]Staff, len(lists.People))
	var doubtful []string
	for i := range lists.People {
		people[i] = lists.People[i].Staff
		if people[i].SubjectID == "" && people[i].Wanted() != "" {
			doubtful = append(doubtful, people[i].Name)
		}
	}
	if waiting := waitingFor(people, held); len(waiting) > 0 {
		list.Add("", "Chưa khóa biên bản họp của: %s.", strings.Join(waiting, ", "))
	}
	if !unit {
		list.Add("", "Chưa khóa biên bản cuộc họp của đơn vị.")
	}
	if len(doubtful) > 0 {
		list.Add("", "Chưa rõ là ai trong sổ khen thưởng: %s.", strings.Join(doubtful[:min(5, len(doubtful))], ", "))
	}
	for k := range lists.Titles {
		t := &lists.Titles[k]
		if over := t.Over(); over > 0 {
			x := award.Binding(t.Limits)
			list.Add("", "%s: danh sách có %d người, tối đa %d (%s theo %s); vượt %d. Chọn người không đưa vào danh sách, ghi lý do.",
				l.Award(t.Award).Title(), len(t.On), x.Most, x.Says(), x.Document(), over)
		}
	}
	return list.Err()
}
