package scoring

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// ConfirmPublication is the second confirmation, by another person than the first:
// it makes the concluded points and the ranking public, which cannot be undone.
// sha256 is the fingerprint of the text that the person has read; year is what the
// person typed to say that it is meant.
func ConfirmPublication(tx *db.Tx, y cycle.Year, order Order, sha256, year string) error {
	if err := access.Require(tx, access.ScoringPublish, y.Scope()); err != nil {
		return err
	}
	s, err := sheetIn(tx, y, Concluded, Published)
	if err != nil {
		return err
	}
	if s.State == Published {
		return alreadyPublished(tx, s, sha256)
	}
	p, err := preview(tx, y, order)
	if err != nil {
		return err
	}
	switch {
	case p.First.SheetID == "":
		return problem.New(problem.Conflict, "Chưa có lần xác nhận thứ nhất, hoặc lần ấy đã được rút; hãy xem lại nội dung rồi xác nhận lần thứ nhất.")
	case p.Fallen:
		return problem.New(problem.Conflict, "Nội dung sẽ công bố đã đổi từ khi %s xác nhận nên lần xác nhận thứ nhất không còn hiệu lực; hãy xem lại rồi xác nhận từ đầu.", p.First.FirstName)
	case p.Mine:
		return problem.New(problem.Denied, "Bạn, hoặc người bạn làm thay, đã xác nhận lần thứ nhất; lần thứ hai do một người khác có quyền công bố.")
	case p.Blocked != "":
		return problem.New(problem.Closed, "%s", p.Blocked)
	case sha256 != p.SHA256:
		return problem.New(problem.Conflict, "Nội dung sẽ công bố đã đổi so với bản bạn đã xem; hãy xem lại dưới đây rồi xác nhận.")
	case year != fmt.Sprint(y.Year):
		return problem.Field("nam", "Gõ %d để xác nhận công bố kết quả của năm này.", y.Year)
	}
	s.State, s.PublishedAt = Published, db.At(tx.Now)
	if err := updateSheet(tx, s); err != nil {
		return fmt.Errorf("publish sheet: %w", err)
	}
	c := p.First
	c.SecondID, c.SecondName, c.SecondAt = tx.Actor.ID, access.Signature(tx.Actor, access.ScoringPublish, y.Scope()), db.At(tx.Now)
	if err := saveConfirmation(tx, c); err != nil {
		return fmt.Errorf("confirm publication: %w", err)
	}
	if err := cycle.TellUnits(tx, y, "Kết quả chấm điểm và xếp hạng đã được công bố", rankingPage, p.unitIDs()...); err != nil {
		return err
	}
	return record.Publish(tx, record.Publication{
		Act: access.ScoringPublish, Object: record.Object{Kind: "score_sheet", ID: s.ID}, Scope: y.Scope(), Format: rankingFormat, Text: p.Text,
	})
}

// alreadyPublished answers who confirms once more: nothing to do for the form that
// was sent twice.
func alreadyPublished(tx *db.Tx, s YearSheet, sha256 string) error {
	c, err := findConfirmation(tx, s.ID)
	if err != nil && !errors.Is(err, db.ErrNoRow) {
		return fmt.Errorf("find confirmation: %w", err)
	}
	if c.SecondID == tx.Actor.ID && c.SHA256 == sha256 {
		return nil
	}
	return problem.New(problem.Closed, "Kết quả đã công bố ngày %s; không công bố lại được.", vn.DateOf(s.PublishedAt.Time).Short())
}
