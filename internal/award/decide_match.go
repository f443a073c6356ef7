package award

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Decisions are what a person decided of an open list: whom parties are, by their
// number, and whether lines are entered that may be there already, by theirs.
type Decisions struct {
	Parties map[int]string // id of a subject, AsNew, LeaveOut, "g3"
	Lines   map[int]string // AddAnyway, "leave"
}

// DecideMatch stores decisions on doubtful parties and lines of a list. What is not
// decided stays as it was. A party whose candidates are others since the list was
// seen takes the new ones along with its decision.
func DecideMatch(tx *db.Tx, ring *key.Ring, unitID, id string, version int64, d Decisions) error {
	scope := access.Scope{Unit: unitID}
	if err := access.Require(tx, access.AwardKeep, scope); err != nil {
		return err
	}
	l, err := openList(tx, unitID, id)
	if err != nil {
		return err
	}
	if l.Version != version {
		return problem.New(problem.Conflict, "Người khác vừa lưu quyết định của danh sách này; xem lại rồi chọn tiếp.")
	}
	p, err := plan(tx, ring, l)
	if err != nil {
		return err
	}
	if err := p.decide(d); err != nil {
		return err
	}
	for n, choice := range d.Parties {
		if err := saveMatching(tx, l.ID, n, p.Parties[n-1].Now, choice); err != nil {
			return fmt.Errorf("store decision: %w", err)
		}
	}
	for n, choice := range d.Lines {
		if err := saveLineChoice(tx, l.ID, n, choice); err != nil {
			return fmt.Errorf("store decision: %w", err)
		}
	}
	l.Version++
	if stored, err := updateList(tx, l); err != nil || !stored {
		return stale(err)
	}
	return record.Add(tx, record.Act{
		Act: access.AwardKeep, Object: record.Object{Kind: "award_list", ID: l.ID}, Scope: scope,
		After: map[string]int{"choices": len(d.Parties) + len(d.Lines)},
	})
}

// decide holds decisions against what there is to decide.
func (p *Plan) decide(d Decisions) error {
	var list problem.List
	for n, choice := range d.Parties {
		field := fmt.Sprintf("d%d", n)
		switch {
		case n < 1 || n > len(p.Parties):
			list.Add(field, "Danh sách không có người này.")
		case !p.Parties[n-1].Allows(choice):
			list.Add(field, "%s: hồ sơ đã chọn không còn trong các hồ sơ có thể là người này; chọn lại.", p.Parties[n-1].Name)
		}
	}
	for n, choice := range d.Lines {
		if n < 1 || n > len(p.Lines) || choice != AddAnyway && choice != "leave" {
			list.Add(fmt.Sprintf("l%d", n), "Chọn ghi thêm hoặc bỏ dòng này.")
		}
	}
	if len(d.Parties)+len(d.Lines) == 0 {
		list.Add("", "Chưa chọn gì để lưu.")
	}
	return list.Err()
}

// stale is the problem of who saw an older version, or the error that was met.
func stale(err error) error {
	if err != nil {
		return fmt.Errorf("store list: %w", err)
	}
	return problem.New(problem.Conflict, "Người khác vừa thay đổi danh sách này; xem lại rồi làm tiếp.")
}
