package account

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// EndGrant ends a role from a day on; today ends it at once. A role that has not
// begun is taken back whole.
func EndGrant(tx *db.Tx, grantID string, from vn.Date, reason string) error {
	if err := access.Require(tx, access.AccountGrant, access.Scope{}); err != nil {
		return err
	}
	g, err := findGrant(tx, grantID)
	if errors.Is(err, db.ErrNoRow) {
		return problem.New(problem.NotFound, "Không có vai trò này.")
	}
	if err != nil {
		return fmt.Errorf("find grant %s: %w", grantID, err)
	}
	if from.IsZero() {
		from = tx.Today()
	}
	switch {
	case g.Over(tx.Today()):
		return problem.New(problem.Closed, "Vai trò này không còn hiệu lực.")
	case from.Before(tx.Today()):
		return problem.Field("from", "Vai trò thôi từ hôm nay (%s) trở đi; việc đã làm trước đó giữ nguyên.", tx.Today().Short())
	case !g.ToDay.IsZero() && from.After(g.ToDay):
		return problem.Field("from", "Vai trò này vốn hết ngày %s; hãy ghi ngày sớm hơn.", g.ToDay.Short())
	case reason == "":
		return problem.Field("reason", "Ghi lý do thôi vai trò, ví dụ: chuyển công tác.")
	}
	if !g.FromDay.IsZero() && from.Before(g.FromDay) {
		from = g.FromDay // so that it never is in force
	}
	before := g
	g.ToDay = from
	if err := saveGrantEnd(tx, g.ID, from); err != nil {
		return fmt.Errorf("end grant %s: %w", g.ID, err)
	}
	if g.Role == access.Administrator {
		if err := keepAnAdministrator(tx, from); err != nil {
			return err
		}
	}
	err = record.Add(tx, record.Act{
		Act: access.AccountGrant, Object: record.Object{Kind: "account", ID: g.AccountID}, Before: before, After: g, Reason: reason,
	})
	if err != nil {
		return err
	}
	return tellRole(tx, g, "Bạn thôi vai trò "+g.Role.Name(), "Từ ngày "+from.Short()+". "+by(tx))
}

// keepAnAdministrator refuses what would leave the installation without anyone who
// can give rights.
func keepAnAdministrator(tx *db.Tx, day vn.Date) error {
	n, err := countAdministrators(tx, day)
	if err != nil {
		return fmt.Errorf("count administrators: %w", err)
	}
	if n == 0 {
		return problem.New(problem.Closed, "Phải còn ít nhất một quản trị viên đăng nhập được. Hãy cấp vai trò quản trị viên cho người khác trước.")
	}
	return nil
}
