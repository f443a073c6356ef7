package ballot

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// GivePaper moves a voter to paper whose device or slip does not serve. Who has taken
// a token may have voted with it, and is given none. The closing names who was moved.
// Given twice it is given once.
func GivePaper(tx *db.Tx, id, voter string) error {
	r, o, err := running(tx, id)
	if err != nil {
		return err
	}
	scope := access.Scope{Cluster: r.ClusterID, Year: r.YearID}
	if err := access.Require(tx, access.BallotClose, scope); err != nil {
		return err
	}
	i := slices.IndexFunc(o.Roll, func(v Voter) bool { return v.ID == voter })
	if i < 0 {
		return problem.New(problem.Invalid, "Người này không có trong danh sách cử tri.")
	}
	if o.Roll[i].Credential.Kind == OnPaper {
		return nil
	}
	_, err = findCheckOff(tx, id, voter)
	if err == nil {
		return problem.New(problem.Conflict, "«%s» đã nhận phiếu điện tử và có thể đã bỏ phiếu; không đổi sang phiếu giấy được.", o.Roll[i].Name)
	}
	if !errors.Is(err, db.ErrNoRow) {
		return fmt.Errorf("find check-off: %w", err)
	}
	if n, err := insertMoved(tx, id, voter); err != nil || n == 0 {
		return err
	}
	return record.Add(tx, record.Act{Act: access.BallotClose, Object: record.Object{Kind: "ballot", ID: id}, Scope: scope, After: map[string]any{"moved": voter}})
}
