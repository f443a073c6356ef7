package cycle

import (
	"cmp"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// BoardRow is a directive with its tasks, by owner and day.
type BoardRow struct {
	Directive
	Tasks []Task
}

// Count is the number of tasks in a state.
func (r BoardRow) Count(s TaskState) int {
	n := 0
	for _, t := range r.Tasks {
		if t.State == s {
			n++
		}
	}
	return n
}

// Reported reports whether a task of the directive has been reported; its text
// stands from then on.
func (r BoardRow) Reported() bool {
	return slices.ContainsFunc(r.Tasks, func(t Task) bool { return !t.ReportedOn.IsZero() })
}

// BoardLine is a task with the number of its directive.
type BoardLine struct {
	Task
	Number int
}

// Pressing lists the tasks of a board, those that are late first, then what
// still waits for its owner by day, what waits for confirmation, what is done
// and what was cancelled.
func Pressing(rows []BoardRow, today vn.Date) []BoardLine {
	var lines []BoardLine
	for _, r := range rows {
		for _, t := range r.Tasks {
			lines = append(lines, BoardLine{Task: t, Number: r.Number})
		}
	}
	rank := func(t Task) int {
		switch {
		case t.Overdue(today):
			return 0
		case t.State.waits():
			return 1
		}
		return 2 + slices.Index([]TaskState{TaskReported, TaskDone, TaskCancelled}, t.State)
	}
	slices.SortStableFunc(lines, func(a, b BoardLine) int {
		return cmp.Or(rank(a.Task)-rank(b.Task), a.DueOn.Compare(b.DueOn), a.Number-b.Number)
	})
	return lines
}

// Board returns the directives of a year with their tasks, in the order of their
// numbers. What was reported and said about a task is not in it.
//
// Public: what the Council directs, who has to do it and how far it is are
// public.
func Board(tx *db.Tx, y Year) ([]BoardRow, error) {
	directives, err := directivesOf(tx, y.ID)
	if err != nil {
		return nil, fmt.Errorf("read directives: %w", err)
	}
	tasks, err := tasksOf(tx, y.ID)
	if err != nil {
		return nil, fmt.Errorf("read tasks: %w", err)
	}
	rows := make([]BoardRow, len(directives))
	for i, d := range directives {
		rows[i].Directive = d
		for _, t := range tasks {
			if t.DirectiveID == d.ID {
				rows[i].Tasks = append(rows[i].Tasks, t)
			}
		}
	}
	return rows, nil
}

// Tasks returns the tasks of a unit in a year that still wait for it or for
// confirmation.
//
// Public: what the Council directs, who has to do it and how far it is are
// public.
func Tasks(tx *db.Tx, y Year, unitID string) ([]Task, error) {
	tasks, err := tasksOf(tx, y.ID)
	if err != nil {
		return nil, fmt.Errorf("read tasks: %w", err)
	}
	return slices.DeleteFunc(tasks, func(t Task) bool {
		return t.UnitID != unitID || t.State == TaskDone || t.State == TaskCancelled
	}), nil
}

// Followed is a task with its directive and what was said at each step.
type Followed struct {
	Task
	Directive Directive
	Notes     []Note
}

// Follow returns a task for its owner and for those who follow it.
//
// Read: requires the right to read the unit's tasks.
func Follow(tx *db.Tx, y Year, taskID string) (Followed, error) {
	t, err := taskOf(tx, y, taskID)
	if err != nil {
		return Followed{}, err
	}
	if err := access.Require(tx, access.TaskRead, y.UnitScope(t.UnitID)); err != nil {
		return Followed{}, err
	}
	f := Followed{Task: t}
	if f.Directive, err = directiveOf(tx, y, t.DirectiveID); err != nil {
		return f, err
	}
	if f.Notes, err = notesOn(tx, t.ID); err != nil {
		return f, fmt.Errorf("read notes: %w", err)
	}
	return f, nil
}

// NoteFile returns a note of a task that carries a file.
//
// Read: requires the right to read the unit's tasks.
func NoteFile(tx *db.Tx, y Year, taskID, noteID string) (Note, error) {
	f, err := Follow(tx, y, taskID)
	if err != nil {
		return Note{}, err
	}
	for _, n := range f.Notes {
		if n.ID == noteID && n.FileHash != "" {
			return n, nil
		}
	}
	return Note{}, problem.New(problem.NotFound, "Không có tệp này.")
}

// DirectiveByID returns a directive of a year.
//
// Public: what the Council directs is public.
func DirectiveByID(tx *db.Tx, y Year, id string) (Directive, error) { return directiveOf(tx, y, id) }
