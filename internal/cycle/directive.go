package cycle

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Directive is what the Council directs for a year (chỉ đạo của Hội đồng).
type Directive struct {
	ID        string
	YearID    string
	Number    int // 1, 2, 3 within the year
	Body      string
	Source    string // the document or publication it stands in
	GivenOn   vn.Date
	GivenBy   string
	Version   int64
	CreatedAt db.Time
}

// TaskState is where a task stands.
type TaskState string

// States of a task: open, reported, done; returned with a reason it waits for
// its owner again; cancelled with a reason it ends.
const (
	TaskOpen      TaskState = "open"
	TaskReported  TaskState = "reported"
	TaskReturned  TaskState = "returned"
	TaskDone      TaskState = "done"
	TaskCancelled TaskState = "cancelled"
)

// TaskStates are all states in the order of a task's life.
var TaskStates = []TaskState{TaskOpen, TaskReported, TaskReturned, TaskDone, TaskCancelled}

// Name is the state in Vietnamese.
func (s TaskState) Name() string {
	return map[TaskState]string{
		TaskOpen: "đang thực hiện", TaskReported: "đã báo cáo, chờ xác nhận", TaskReturned: "trả lại, làm tiếp",
		TaskDone: "hoàn thành", TaskCancelled: "đã hủy",
	}[s]
}

// waits reports whether the task waits for its owner.
func (s TaskState) waits() bool { return s == TaskOpen || s == TaskReturned }

// Task is what one unit has to do under a directive, by a day (việc được giao).
type Task struct {
	ID          string
	DirectiveID string
	UnitID      string // the owner
	What        string
	DueOn       vn.Date
	State       TaskState
	ReportedOn  vn.Date // first day it was reported
	Version     int64
	CreatedAt   db.Time
}

// Overdue reports whether the task still waits for its owner after its day.
func (t Task) Overdue(today vn.Date) bool { return t.State.waits() && today.After(t.DueOn) }

// Late reports whether the task was first reported after its day.
func (t Task) Late() bool { return t.ReportedOn.After(t.DueOn) }

// NoteKind is what happened to a task.
type NoteKind string

// Kinds of note.
const (
	NoteReport  NoteKind = "report"
	NoteReturn  NoteKind = "return"
	NoteConfirm NoteKind = "confirm"
	NoteCancel  NoteKind = "cancel"
	NoteExtend  NoteKind = "extend"
)

// Name is the kind in Vietnamese.
func (k NoteKind) Name() string {
	return map[NoteKind]string{
		NoteReport: "Báo cáo", NoteReturn: "Trả lại", NoteConfirm: "Xác nhận hoàn thành", NoteCancel: "Hủy", NoteExtend: "Đổi hạn",
	}[k]
}

// Note is one step of a task with what was said at it.
type Note struct {
	ID        string
	TaskID    string
	Kind      NoteKind
	Body      string
	FileHash  string
	FileName  string
	AccountID string
	Name      string
	At        db.Time
}
