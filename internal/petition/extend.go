package petition

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Extend gives the settling of a denunciation more time (gia hạn), as often as the law
// allows and before its last day is over.
func Extend(tx *db.Tx, l *rules.Law, cal *vn.Calendar, ring *key.Ring, d Doing) error {
	b, err := begin(tx, ring, MoveExtend, d)
	if err != nil {
		return err
	}
	limit := b.LimitNow(l)
	if limit == nil || limit.Extend == 0 {
		return problem.New(problem.Closed, "Luật không cho gia hạn giải quyết %s; vụ việc phức tạp được ghi khi phân loại.", b.Kind.Name())
	}
	if most := limit.Extensions(b.Complicated); int(b.Extended) >= most {
		return problem.New(problem.Closed, "Đã gia hạn đủ %d lần (%s, %s).", most, limit.Cite, limit.Certainty.Name())
	}
	if due, ok := b.DueNow(l, cal); ok && b.doing.On.After(due.On) {
		b.list.Add("on", "Đã quá hạn ngày %s; gia hạn phải trước khi hết hạn.", due.On.Short())
	}
	if b.doing.Words == "" {
		b.list.Add("words", "Ghi lý do và số quyết định gia hạn.")
	}
	b.Extended++
	return b.finish(tx, access.PetitionKeep)
}
