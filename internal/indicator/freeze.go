package indicator

import (
	"fmt"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Freeze makes the indicators and targets of a year stand still.
//
// Within: called by covenant.OpenSigning and the last signature, which require the
// right and record the act.
func Freeze(tx *db.Tx, yearID string) error {
	if err := setFrozen(tx, yearID); err != nil {
		return fmt.Errorf("freeze indicators: %w", err)
	}
	return nil
}

// Unfreeze opens the indicators and targets of a year for an amendment, or when
// its covenant is taken back from signing.
//
// Within: called by covenant.Amend and covenant.Withdraw, which require the right
// and record the act.
func Unfreeze(tx *db.Tx, yearID string) error {
	if err := clearFrozen(tx, yearID); err != nil {
		return fmt.Errorf("unfreeze indicators: %w", err)
	}
	return nil
}

// mustBeOpen refuses a change of indicators or targets of a year that does not
// run or whose covenant is being signed or has been.
func mustBeOpen(tx *db.Tx, y cycle.Year) error {
	if err := y.MustRun(); err != nil {
		return err
	}
	frozen, err := Frozen(tx, y.ID)
	if err != nil {
		return err
	}
	if frozen {
		return problem.New(problem.Closed, "Giao ước năm %d đang ký hoặc đã ký kết; chỉ số và chỉ tiêu chỉ thay đổi được khi giao ước được rút về soạn lại hoặc sửa đổi.", y.Year)
	}
	return nil
}
