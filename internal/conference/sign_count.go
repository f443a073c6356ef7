package conference

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// SignCount is a teller's electronic confirmation of the counting minutes of a motion;
// fingerprint is that of the text the teller has read. The record names the motion
// alone: a digest of few numbers would give them away where they are not published.
func SignCount(tx *db.Tx, y cycle.Year, motionID, fingerprint string) error {
	scope, err := cycle.OwnPart(tx, y)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.ConferenceCount, scope); err != nil {
		return err
	}
	n, err := readCounting(tx, y, motionID)
	switch {
	case err != nil:
		return err
	case !n.Motion.counts(tx.Actor):
		return notTeller()
	case n.signedBy(tx.Actor.ID):
		return nil // the same form sent twice
	case fingerprint != n.SHA256:
		return problem.New(problem.Conflict, "Biên bản kiểm phiếu không phải là bản bạn đã đọc; hãy đọc lại dưới đây rồi ký.")
	}
	t := Teller{MotionID: motionID, AccountID: tx.Actor.ID, Name: tx.Actor.Name, Position: tx.Actor.Position, SHA256: n.SHA256, SignedAt: db.At(tx.Now)}
	if err := insertTeller(tx, t); err != nil {
		return fmt.Errorf("sign counting minutes: %w", err)
	}
	return noted(tx, y, access.ConferenceCount, n.Conference.ID, nil, map[string]any{"motion": n.Motion.Kind, "signed": true}, "")
}
