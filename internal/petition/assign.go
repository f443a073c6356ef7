package petition

import (
	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Assign names who handles a petition from today (giao xử lý). Who handled it before
// reads the sender of a denunciation no longer.
func Assign(tx *db.Tx, id string, version int64, accountID string) error {
	p, err := found(tx, id)
	if err != nil {
		return err
	}
	scope := access.Scope{Unit: p.UnitID}
	if err := access.Require(tx, access.PetitionDirect, scope); err != nil {
		return err
	}
	if err := p.ready(MoveAssign, version); err != nil {
		return err
	}
	person, err := account.Actor(tx, accountID)
	if problem.Is(err, problem.NotFound) {
		return problem.Field("handler", "Chọn người xử lý trong danh sách.")
	}
	if err != nil {
		return err
	}
	if _, ok := access.RoleFor(person, access.PetitionKeep, scope); !ok {
		return problem.Field("handler", "Người này không có quyền xử lý đơn thư của cơ quan; chọn người trong danh sách.")
	}
	if accountID == p.HandlerID {
		return problem.Field("handler", "%s đang xử lý đơn này; chọn người khác.", p.Handler)
	}
	b := begun{Petition: p, before: p, doing: Doing{On: vn.DateOf(tx.Now), Words: person.Name}, move: MoveAssign}
	b.HandlerID, b.Handler = person.ID, person.Name
	return b.finish(tx, access.PetitionDirect)
}
