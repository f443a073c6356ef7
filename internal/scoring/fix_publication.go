package scoring

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// FixPublication is the first of the two confirmations of a publication: it fixes
// the text with the fingerprint that the person has read. It replaces one that is of
// another text than would be published now.
func FixPublication(tx *db.Tx, y cycle.Year, order Order, sha256 string) error {
	if err := access.Require(tx, access.ScoringPublish, y.Scope()); err != nil {
		return err
	}
	p, err := preview(tx, y, order)
	if err != nil {
		return err
	}
	if p.Blocked != "" {
		return problem.New(problem.Closed, "%s", p.Blocked)
	}
	if sha256 != p.SHA256 {
		return problem.New(problem.Conflict, "Nội dung sẽ công bố vừa đổi so với bản bạn đã xem; hãy xem lại dưới đây rồi xác nhận.")
	}
	switch {
	case p.Confirmed() && p.Mine:
		return nil // the same form sent twice
	case p.Confirmed():
		return problem.New(problem.Conflict, "%s đã xác nhận lần thứ nhất; bạn xác nhận lần thứ hai ở dưới.", p.First.FirstName)
	}
	c := Confirmation{
		SheetID: p.Sheet.ID, SHA256: p.SHA256, FirstID: tx.Actor.ID, FirstName: access.Signature(tx.Actor, access.ScoringPublish, y.Scope()), FirstAt: db.At(tx.Now),
	}
	if giver := access.GiverFor(tx.Actor, access.ScoringPublish, y.Scope()); giver != nil {
		c.FirstFor = giver.ID
	}
	if err := saveConfirmation(tx, c); err != nil {
		return fmt.Errorf("fix publication: %w", err)
	}
	return noted(tx, y.Scope(), access.ScoringPublish, p.Sheet, nil, map[string]any{"state": "first_confirmed", "sha256": p.SHA256}, "")
}
