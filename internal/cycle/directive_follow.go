package cycle

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// ReportTask tells how a task stands, on behalf of its owner, with a file where
// there is one. version is the version of the task that the person saw.
func ReportTask(tx *db.Tx, y Year, taskID string, version int64, body string, f blob.File) error {
	t, err := taskOf(tx, y, taskID)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.TaskReport, y.UnitScope(t.UnitID)); err != nil {
		return err
	}
	if err := y.mustFollow(); err != nil {
		return err
	}
	if done, err := mayStep(tx, t, version, NoteReport, clean(body)); done || err != nil {
		return err
	}
	if !t.State.waits() {
		return problem.New(problem.Closed, "Việc này %s; chỉ báo cáo khi việc đang thực hiện hoặc được trả lại.", t.State.Name())
	}
	if body = clean(body); body == "" {
		return problem.Field("body", "Ghi đã làm được gì, còn gì chưa xong.")
	}
	before := t
	t.State = TaskReported
	if t.ReportedOn.IsZero() {
		t.ReportedOn = tx.Today()
	}
	return step(tx, y, access.TaskReport, before, t, Note{Kind: NoteReport, Body: body, FileHash: f.Hash, FileName: f.Name})
}

// ConfirmTask ends a task that has been reported. Nobody confirms a task of the
// own unit.
func ConfirmTask(tx *db.Tx, y Year, taskID string, version int64, body string) error {
	t, err := taskToJudge(tx, y, taskID)
	if err != nil {
		return err
	}
	if done, err := mayStep(tx, t, version, NoteConfirm, clean(body)); done || err != nil {
		return err
	}
	if t.State != TaskReported {
		return problem.New(problem.Closed, "Việc này %s; chỉ xác nhận việc đã có báo cáo.", t.State.Name())
	}
	before := t
	t.State = TaskDone
	return step(tx, y, access.TaskConfirm, before, t, Note{Kind: NoteConfirm, Body: clean(body)})
}

// ReturnTask gives a reported task back to its owner with a reason.
func ReturnTask(tx *db.Tx, y Year, taskID string, version int64, reason string) error {
	t, err := taskToJudge(tx, y, taskID)
	if err != nil {
		return err
	}
	if done, err := mayStep(tx, t, version, NoteReturn, clean(reason)); done || err != nil {
		return err
	}
	if t.State != TaskReported {
		return problem.New(problem.Closed, "Việc này %s; chỉ trả lại việc đã có báo cáo.", t.State.Name())
	}
	if reason = clean(reason); reason == "" {
		return problem.Field("body", "Ghi lý do trả lại để đơn vị biết phải làm gì thêm.")
	}
	before := t
	t.State = TaskReturned
	return step(tx, y, access.TaskConfirm, before, t, Note{Kind: NoteReturn, Body: reason})
}

// taskToJudge finds a task whose report the actor may confirm or return.
func taskToJudge(tx *db.Tx, y Year, taskID string) (Task, error) {
	t, err := taskOf(tx, y, taskID)
	if err != nil {
		return t, err
	}
	if err := access.Require(tx, access.TaskConfirm, y.UnitScope(t.UnitID)); err != nil {
		return t, err
	}
	if tx.Actor.Unit == t.UnitID {
		return t, problem.New(problem.Denied, "Đây là việc của đơn vị bạn; người của đơn vị khác giữ vai trưởng, phó hoặc cơ quan thường trực xác nhận.")
	}
	return t, y.mustFollow()
}

// CancelTask ends a task that need not be done any more, with a reason.
func CancelTask(tx *db.Tx, y Year, taskID string, version int64, reason string) error {
	t, err := taskToAssign(tx, y, taskID)
	if err != nil {
		return err
	}
	if done, err := mayStep(tx, t, version, NoteCancel, clean(reason)); done || err != nil {
		return err
	}
	if t.State == TaskDone || t.State == TaskCancelled {
		return problem.New(problem.Closed, "Việc này %s; không hủy được.", t.State.Name())
	}
	if reason = clean(reason); reason == "" {
		return problem.Field("body", "Ghi lý do hủy.")
	}
	before := t
	t.State = TaskCancelled
	return step(tx, y, access.TaskAssign, before, t, Note{Kind: NoteCancel, Body: reason})
}

// ExtendTask moves the day of a task that waits for its owner, with a reason.
func ExtendTask(tx *db.Tx, y Year, taskID string, version int64, due vn.Date, reason string) error {
	t, err := taskToAssign(tx, y, taskID)
	if err != nil {
		return err
	}
	if t.Version == version+1 && t.DueOn == due {
		return nil // the same form sent twice
	}
	if _, err := mayStep(tx, t, version, NoteExtend, clean(reason)); err != nil {
		return err
	}
	if !t.State.waits() {
		return problem.New(problem.Closed, "Việc này %s; không đổi hạn được.", t.State.Name())
	}
	var list problem.List
	switch {
	case due.IsZero():
		list.Add("due_on", "Ghi hạn mới.")
	case due.Before(tx.Today()):
		list.Add("due_on", "Hạn %s đã qua; hạn phải từ hôm nay trở đi.", due.Short())
	case due == t.DueOn:
		list.Add("due_on", "Hạn đang là ngày %s.", due.Short())
	}
	if reason = clean(reason); reason == "" {
		list.Add("body", "Ghi lý do đổi hạn.")
	}
	if err := list.Err(); err != nil {
		return err
	}
	before := t
	t.DueOn = due
	body := fmt.Sprintf("Từ %s thành %s. %s", before.DueOn.Short(), due.Short(), reason)
	return step(tx, y, access.TaskAssign, before, t, Note{Kind: NoteExtend, Body: body})
}

func taskToAssign(tx *db.Tx, y Year, taskID string) (Task, error) {
	t, err := taskOf(tx, y, taskID)
	if err != nil {
		return t, err
	}
	if err := access.Require(tx, access.TaskAssign, y.Scope()); err != nil {
		return t, err
	}
	return t, y.mustFollow()
}

// mayStep refuses a step on a task that has moved on since the person saw it;
// done says that it is the very step that the same person has just made.
func mayStep(tx *db.Tx, t Task, version int64, kind NoteKind, body string) (done bool, err error) {
	if t.Version == version {
		return false, nil
	}
	notes, err := notesOn(tx, t.ID)
	if err != nil {
		return false, fmt.Errorf("read notes: %w", err)
	}
	if len(notes) > 0 {
		n := notes[len(notes)-1]
		if t.Version == version+1 && n.Kind == kind && n.Body == body && n.AccountID == tx.Actor.ID {
			return true, nil // the same form sent twice
		}
		return false, problem.New(problem.Conflict, "Việc này vừa thay đổi: %s – %s: «%s». Điều bạn gõ còn nguyên ở dưới; hãy xem lại rồi làm tiếp.",
			n.Name, n.Kind.Name(), n.Body)
	}
	return false, problem.New(problem.Conflict, "Việc này vừa được người khác sửa. Hãy xem lại rồi làm tiếp.")
}

// step stores a new state of a task with its note.
func step(tx *db.Tx, y Year, act access.Act, before, t Task, n Note) error {
	var list problem.List
	blob.RefuseSecrets(&list, "body", n.Body)
	if err := list.Err(); err != nil {
		return err
	}
	t.Version = before.Version + 1
	if err := updateTask(tx, t); err != nil {
		return fmt.Errorf("%s task: %w", n.Kind, err)
	}
	n.ID, n.TaskID, n.AccountID, n.Name, n.At = db.NewID(), t.ID, tx.Actor.ID, access.Signature(tx.Actor, act, y.UnitScope(t.UnitID)), db.At(tx.Now)
	if err := insertNote(tx, n); err != nil {
		return fmt.Errorf("%s task: %w", n.Kind, err)
	}
	if said := map[NoteKind]string{NoteConfirm: "đã được xác nhận", NoteReturn: "bị trả lại"}[n.Kind]; said != "" {
		if err := TellUnits(tx, y, "Báo cáo việc theo chỉ đạo "+said, TaskPage+"/"+t.ID, t.UnitID); err != nil {
			return err
		}
	}
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "task", ID: t.ID}, Scope: y.UnitScope(t.UnitID), Before: before, After: t, Reason: n.Body,
	})
}

func taskOf(tx *db.Tx, y Year, id string) (Task, error) {
	t, err := findTask(tx, y.ID, id)
	if isNone(err) {
		return t, problem.New(problem.NotFound, "Không có việc này trong năm %d.", y.Year)
	}
	if err != nil {
		return t, fmt.Errorf("find task %s: %w", id, err)
	}
	return t, nil
}

// mustFollow refuses a step on a task of a year that was entered from what was
// published. The tasks of a closed year are followed to their end.
func (y Year) mustFollow() error {
	if y.State == Closed {
		return nil
	}
	return y.MustRun()
}
