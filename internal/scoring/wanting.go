package scoring

import (
	"strings"
)

// Wanting is what keeps the rank of a unit provisional (tạm tính): what its points
// still lack, and who has to act.
type Wanting struct {
	UnitID string
	Name   string
	What   string
	Who    string
}

// Wanting lists what is missing until every unit is marked to the same level; empty
// once the points stand still, and where nothing but the conclusion is left.
func (s Scored) Wanting() []Wanting {
	if s.Sheet.State != Opened {
		return nil
	}
	const unit, team = "đơn vị", "tổ thẩm định"
	var list []Wanting
	for i := range s.Result.Units {
		u := &s.Result.Units[i]
		w := Wanting{UnitID: u.Unit.ID, Name: u.Unit.Name}
		switch state := s.marking(u.Unit.ID).State; {
		case state == UnitOpen:
			w.What, w.Who = "nộp bảng tự chấm", unit
		case state == UnitReturned:
			w.What, w.Who = "sửa và nộp lại phần bị trả lại", unit
		case state == UnitSubmitted:
			w.What, w.Who = "thẩm định", team
		case state == UnitExplained && s.Second:
			w.What, w.Who = "thẩm định lần hai phần giải trình", team
		case u.Provisional:
			w.What, w.Who = "điểm của "+strings.Join(u.Missing, ", ")+" theo cách chốt điểm của bảng", team
		default:
			continue
		}
		list = append(list, w)
	}
	return list
}
