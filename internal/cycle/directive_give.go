package cycle

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// GiveDirective stores a directive of the Council. The same directive sent twice
// is one.
func GiveDirective(tx *db.Tx, y Year, d Directive) (Directive, error) {
	if err := access.Require(tx, access.DirectiveGive, y.Scope()); err != nil {
		return Directive{}, err
	}
	if err := y.MustRun(); err != nil {
		return Directive{}, err
	}
	return give(tx, y, access.DirectiveGive, d)
}

// EnterDirective stores a directive of a year of history, as it was published.
func EnterDirective(tx *db.Tx, y Year, d Directive) (Directive, error) {
	if err := access.Require(tx, access.HistoryPublish, y.Scope()); err != nil {
		return Directive{}, err
	}
	if y.State != History {
		return Directive{}, problem.New(problem.Closed, "Năm %d đang chạy; chỉ đạo của năm được ghi và giao việc ở đây.", y.Year)
	}
	return give(tx, y, access.HistoryPublish, d)
}

func give(tx *db.Tx, y Year, act access.Act, d Directive) (Directive, error) {
	d.Body, d.Source, d.GivenBy = clean(d.Body), vn.Line(d.Source), vn.Line(d.GivenBy)
	if err := checkDirective(tx, d); err != nil {
		return Directive{}, err
	}
	all, err := directivesOf(tx, y.ID)
	if err != nil {
		return Directive{}, fmt.Errorf("read directives: %w", err)
	}
	last := 0
	for _, o := range all {
		if vn.Fold(o.Body) == vn.Fold(d.Body) && o.GivenOn == d.GivenOn {
			return o, nil // the same form sent twice
		}
		if d.Number > 0 && o.Number == d.Number {
			return Directive{}, problem.Field("number", "Năm %d đã có chỉ đạo số %d.", y.Year, d.Number)
		}
		last = max(last, o.Number)
	}
	if d.Number <= 0 {
		d.Number = last + 1
	}
	d.ID, d.YearID, d.Version, d.CreatedAt = db.NewID(), y.ID, 1, db.At(tx.Now)
	if err := insertDirective(tx, d); err != nil {
		return Directive{}, fmt.Errorf("give directive: %w", err)
	}
	return d, publishDirective(tx, y, act, d)
}

func checkDirective(tx *db.Tx, d Directive) error {
	var list problem.List
	if d.Body == "" {
		list.Add("body", "Ghi nội dung chỉ đạo.")
	}
	if d.Source == "" {
		list.Add("source", "Ghi văn bản hoặc nguồn của chỉ đạo.")
	}
	if d.GivenBy == "" {
		list.Add("given_by", "Ghi ai chỉ đạo.")
	}
	switch {
	case d.GivenOn.IsZero():
		list.Add("given_on", "Ghi ngày chỉ đạo.")
	case d.GivenOn.After(tx.Today()):
		list.Add("given_on", "Ngày chỉ đạo %s chưa tới.", d.GivenOn.Short())
	}
	blob.RefuseSecrets(&list, "body", d.Body, "source", d.Source, "given_by", d.GivenBy)
	return list.Err()
}

// ChangeDirective corrects a directive; d.ID names it and d.Version is the
// version the person saw. One of which a task has been reported stands.
func ChangeDirective(tx *db.Tx, y Year, d Directive) (Directive, error) {
	if err := access.Require(tx, access.DirectiveGive, y.Scope()); err != nil {
		return Directive{}, err
	}
	if err := y.MustRun(); err != nil {
		return Directive{}, err
	}
	before, err := directiveOf(tx, y, d.ID)
	if err != nil {
		return Directive{}, err
	}
	tasks, err := tasksUnder(tx, before.ID)
	if err != nil {
		return Directive{}, fmt.Errorf("read tasks: %w", err)
	}
	if (BoardRow{Tasks: tasks}).Reported() {
		return Directive{}, problem.New(problem.Closed, "Đã có báo cáo theo chỉ đạo này nên nội dung không đổi được nữa; hãy ghi một chỉ đạo mới.")
	}
	d.Body, d.Source, d.GivenBy = clean(d.Body), vn.Line(d.Source), vn.Line(d.GivenBy)
	if err := checkDirective(tx, d); err != nil {
		return Directive{}, err
	}
	for _, t := range tasks {
		if t.DueOn.Before(d.GivenOn) {
			return Directive{}, problem.Field("given_on", "Đã giao việc hạn ngày %s; ngày chỉ đạo không được sau hạn đó.", t.DueOn.Short())
		}
	}
	if before.Version == d.Version+1 && before.Body == d.Body && before.Source == d.Source && before.GivenBy == d.GivenBy && before.GivenOn == d.GivenOn {
		return before, nil // the same form sent twice
	}
	if before.Version != d.Version {
		return Directive{}, &problem.Problem{Kind: problem.Conflict, Field: "body", Text: fmt.Sprintf(
			"Chỉ đạo này vừa được người khác sửa thành: «%s» (%s, %s, ngày %s). Điều bạn gõ còn nguyên ở dưới; hãy đối chiếu rồi lưu lại.",
			before.Body, before.GivenBy, before.Source, before.GivenOn.Short())}
	}
	d.YearID, d.Number, d.CreatedAt, d.Version = before.YearID, before.Number, before.CreatedAt, before.Version+1
	if err := updateDirective(tx, d); err != nil {
		return Directive{}, fmt.Errorf("change directive: %w", err)
	}
	return d, publishDirective(tx, y, access.DirectiveGive, d)
}

// Assignment gives the same task under a directive to one or more units.
type Assignment struct {
	DirectiveID string
	What        string
	DueOn       vn.Date
	Units       []string
}

// AssignTask makes a task for each unit. A unit that has the same task already
// keeps the one it has.
func AssignTask(tx *db.Tx, y Year, a Assignment) ([]Task, error) {
	if err := access.Require(tx, access.TaskAssign, y.Scope()); err != nil {
		return nil, err
	}
	if err := y.MustRun(); err != nil {
		return nil, err
	}
	d, err := directiveOf(tx, y, a.DirectiveID)
	if err != nil {
		return nil, err
	}
	a.What = vn.Line(a.What)
	if err := checkAssignment(tx, y, d, a, tx.Today()); err != nil {
		return nil, err
	}
	return assign(tx, y, d, a)
}

// EnterTask makes a task for each unit as a file says it, also one whose day has
// passed; how far the unit has come is the unit's to report.
func EnterTask(tx *db.Tx, y Year, a Assignment) ([]Task, error) {
	for _, act := range []access.Act{access.BundleImport, access.TaskAssign} {
		if err := access.Require(tx, act, y.Scope()); err != nil {
			return nil, err
		}
	}
	if err := y.MustRun(); err != nil {
		return nil, err
	}
	d, err := directiveOf(tx, y, a.DirectiveID)
	if err != nil {
		return nil, err
	}
	a.What = vn.Line(a.What)
	if err := checkAssignment(tx, y, d, a, d.GivenOn); err != nil {
		return nil, err
	}
	return assign(tx, y, d, a)
}

// assign stores the tasks of a checked assignment.
func assign(tx *db.Tx, y Year, d Directive, a Assignment) ([]Task, error) {
	have, err := tasksUnder(tx, d.ID)
	if err != nil {
		return nil, fmt.Errorf("read tasks: %w", err)
	}
	var tasks []Task
	for _, unit := range a.Units {
		i := slices.IndexFunc(have, func(t Task) bool { return t.UnitID == unit && t.What == a.What })
		if i >= 0 {
			tasks = append(tasks, have[i])
			continue
		}
		t := Task{ID: db.NewID(), DirectiveID: d.ID, UnitID: unit, What: a.What, DueOn: a.DueOn, State: TaskOpen, Version: 1, CreatedAt: db.At(tx.Now)}
		if err := insertTask(tx, t); err != nil {
			return nil, fmt.Errorf("assign task: %w", err)
		}
		if err := record.Add(tx, record.Act{
			Act: access.TaskAssign, Object: record.Object{Kind: "task", ID: t.ID}, Scope: y.UnitScope(unit), After: t,
		}); err != nil {
			return nil, err
		}
		have, tasks = append(have, t), append(tasks, t)
	}
	return tasks, nil
}

// checkAssignment refuses what cannot be assigned from a day on.
func checkAssignment(tx *db.Tx, y Year, d Directive, a Assignment, from vn.Date) error {
	var list problem.List
	if a.What == "" {
		list.Add("what", "Ghi việc phải làm, đủ rõ để biết khi nào xong.")
	}
	switch {
	case a.DueOn.IsZero():
		list.Add("due_on", "Ghi hạn hoàn thành.")
	case a.DueOn.Before(d.GivenOn):
		list.Add("due_on", "Chỉ đạo được ban hành ngày %s; hạn phải từ ngày đó trở đi.", d.GivenOn.Short())
	case a.DueOn.Before(from):
		list.Add("due_on", "Hạn %s đã qua; hạn phải từ hôm nay trở đi.", a.DueOn.Short())
	}
	if len(a.Units) == 0 {
		list.Add("units", "Chọn ít nhất một đơn vị chủ trì.")
	}
	for _, unit := range a.Units {
		err := MustHaveBeenMember(tx, y, unit)
		if problem.All(err) == nil && err != nil {
			return err
		}
		if err != nil {
			list.Add("units", "%s", problem.All(err)[0].Text)
		}
	}
	blob.RefuseSecrets(&list, "what", a.What)
	return list.Err()
}

func directiveOf(tx *db.Tx, y Year, id string) (Directive, error) {
	d, err := findDirective(tx, y.ID, id)
	if isNone(err) {
		return d, problem.New(problem.NotFound, "Không có chỉ đạo này trong năm %d.", y.Year)
	}
	if err != nil {
		return d, fmt.Errorf("find directive %s: %w", id, err)
	}
	return d, nil
}
