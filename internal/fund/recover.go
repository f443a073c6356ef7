package fund

import (
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Recover enters the bonus of an annulled grant that came back, the whole sum that
// was paid.
func Recover(tx *db.Tx, l *rules.Law, unitID string, year int, version int64, grantID, document string, on vn.Date, request string) error {
	if err := access.Require(tx, access.FundKeep, access.Scope{Unit: unitID}); err != nil {
		return err
	}
	if again, err := sent(tx, unitID, year, request); again || err != nil {
		return err
	}
	b, err := editable(tx, l, unitID, year, version)
	if err != nil {
		return err
	}
	c, err := claimOf(tx, l, grantID)
	if err != nil {
		return err
	}
	if c.Grant.Subject.UnitID != unitID {
		return problem.New(problem.NotFound, "Không có lần khen thưởng này trong sổ của đơn vị.")
	}
	if c.State() != Owed {
		return problem.New(problem.Closed, "Không có tiền thưởng nào phải thu hồi của lần khen thưởng này: %s.", c.State().Name())
	}
	e := b.next(tx, 0)
	e.Kind, e.Purpose, e.Dong, e.GrantID, e.OnDay, e.Request = Receipt, returned, c.Paid.Dong, grantID, on, request
	e.Document = strings.TrimSpace(vn.NFC(document))
	var list problem.List
	b.checkPaper(tx, &list, e.Document, on)
	if err := list.Err(); err != nil {
		return err
	}
	return b.store(tx, b.grown(1), []Entry{e}, "")
}
