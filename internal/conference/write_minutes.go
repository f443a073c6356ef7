package conference

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// WriteMinutes stores what the secretary adds to what happened; w.Version is the
// version the person saw. A signature on the text before counts no more.
func WriteMinutes(tx *db.Tx, y cycle.Year, w Written) error {
	scope, err := cycle.OwnPart(tx, y)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.ConferenceSign, scope); err != nil {
		return err
	}
	c, err := find(tx, y, Running, Finished)
	if err != nil {
		return err
	}
	officers, err := officersOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read officers: %w", err)
	}
	if (Minutes{Officers: officers}).Officer(Secretary).AccountID != tx.Actor.ID {
		return problem.New(problem.Denied, "Chỉ thư ký của hội nghị viết phần này của biên bản.")
	}
	if err := mustBeUnpublished(tx, c); err != nil {
		return err
	}
	before, err := writtenOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read minutes: %w", err)
	}
	w.Remarks, w.Corrections = strings.TrimSpace(w.Remarks), strings.TrimSpace(w.Corrections)
	if before.Remarks == w.Remarks && before.Corrections == w.Corrections {
		return nil // the same form sent twice
	}
	if before.Version != w.Version {
		return problem.New(problem.Conflict, "Biên bản vừa được lưu ở một cửa sổ khác; đối chiếu với bản đang lưu rồi lưu lại.")
	}
	var list problem.List
	blob.RefuseSecrets(&list, "remarks", w.Remarks, "corrections", w.Corrections)
	if err := list.Err(); err != nil {
		return err
	}
	w.ConferenceID, w.SavedBy, w.Version, w.PublishedAt = c.ID, tx.Actor.Name, before.Version+1, db.Time{}
	if err := saveWritten(tx, w); err != nil {
		return fmt.Errorf("write minutes: %w", err)
	}
	return noted(tx, y, access.ConferenceSign, c.ID, before, w, "")
}
