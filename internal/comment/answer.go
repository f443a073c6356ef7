package comment

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Answer writes the editors' answer under a comment in sight (trả lời của Ban biên tập);
// it stands there at once. Request names the form it came from: sent twice it is one.
func Answer(tx *db.Tx, id, body, request string) (Comment, error) {
	if err := access.Require(tx, access.CommentAnswer, portal); err != nil {
		return Comment{}, err
	}
	form := "answer|" + request
	if request != "" {
		before, err := commentOfRequest(tx, form)
		if err == nil {
			return before, nil
		}
		if !errors.Is(err, db.ErrNoRow) {
			return Comment{}, fmt.Errorf("find answer of a form: %w", err)
		}
	}
	to, err := find(tx, id)
	if err != nil {
		return Comment{}, err
	}
	if request == "" {
		return Comment{}, problem.New(problem.Invalid, "Biểu mẫu trả lời đã cũ; tải lại trang rồi gửi lại.")
	}
	if to.State != Approved {
		return Comment{}, problem.New(problem.Closed, "Ý kiến này không ở trên trang; chỉ trả lời được ý kiến đã duyệt.")
	}
	parent, err := parentOf(tx, to.Place(), id)
	if err != nil {
		return Comment{}, err
	}
	var list problem.List
	body = textOf(body)
	checkBody(&list, "body", body)
	if err := list.Err(); err != nil {
		return Comment{}, err
	}
	c := Comment{
		ID: db.NewID(), PlaceKind: to.PlaceKind, PlaceID: to.PlaceID, ParentID: parent, Office: true, Name: Office, Email: []byte{}, Body: body, State: Approved,
		JudgedBy: tx.Actor.ID, JudgedAt: db.At(tx.Now), Request: form, CreatedAt: db.At(tx.Now),
	}
	if err := insertComment(tx, c); err != nil {
		return c, fmt.Errorf("answer comment %s: %w", id, err)
	}
	return c, record.Add(tx, record.Act{Act: access.CommentAnswer, Object: objectOf(c.ID), Scope: portal, After: map[string]string{"body": c.Body, "sha256": fingerprint(c)}})
}
