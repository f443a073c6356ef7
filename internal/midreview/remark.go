package midreview

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// AddRemark adds a remark of the actor's own unit to a review that is not issued
// yet. The same remark sent twice in a row is added once.
func AddRemark(tx *db.Tx, y cycle.Year, text string) error {
	unit := tx.Actor.Unit
	if err := access.Require(tx, access.MidReviewRemark, y.UnitScope(unit)); err != nil {
		return err
	}
	if err := y.MustRun(); err != nil {
		return err
	}
	if err := cycle.MustBeMember(tx, y, unit); err != nil {
		return err
	}
	r, err := writing(tx, y)
	if err != nil {
		return err
	}
	text = vn.NFC(strings.TrimSpace(text))
	var list problem.List
	switch {
	case text == "":
		list.Add("text", "Viết góp ý của đơn vị.")
	case utf8.RuneCountInString(text) > maxRemark:
		list.Add("text", "Góp ý dài quá 5.000 chữ; hãy rút ngắn.")
	}
	blob.RefuseSecrets(&list, "text", text)
	if err := list.Err(); err != nil {
		return err
	}
	there, err := remarksOn(tx, r.ID)
	if err != nil {
		return fmt.Errorf("read remarks: %w", err)
	}
	if n := len(there); n > 0 && there[n-1].AccountID == tx.Actor.ID && there[n-1].Text == text {
		return nil
	}
	m := Remark{
		ID: db.NewID(), ReviewID: r.ID, UnitID: unit, AccountID: tx.Actor.ID, Position: tx.Actor.Position,
		Name: access.Signature(tx.Actor, access.MidReviewRemark, y.UnitScope(unit)), Text: text, At: db.At(tx.Now),
	}
	if err := insertRemark(tx, m); err != nil {
		return fmt.Errorf("remark on mid-year review: %w", err)
	}
	return noted(tx, y, access.MidReviewRemark, r.ID, nil, m)
}
