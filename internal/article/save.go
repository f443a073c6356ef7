package article

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Save writes a new version of a text, over the version that the writer had before the
// eyes. What was published stays as it is: the new version is a draft beside it.
func Save(tx *db.Tx, id string, version int64, t Text) (Article, error) {
	before, err := own(tx, id, access.ArticleWrite)
	if err != nil {
		return before, err
	}
	switch {
	case before.State == Review || before.State == Scheduled:
		return before, problem.New(problem.Closed, "«%s» đang %s; trả về bản nháp rồi mới sửa được.", before.Title, before.State.Name())
	case before.Version != version:
		return before, problem.New(problem.Conflict, "«%s» vừa được người khác lưu (bản %d). Lời bạn gõ còn nguyên trên trang này; hãy mở bản mới ở tab khác, ghép lại rồi lưu.", before.Title, before.Version)
	}
	pictures, err := picturesOf(tx, id)
	if err != nil {
		return before, fmt.Errorf("read pictures of article %s: %w", id, err)
	}
	t = t.tidy()
	if err := t.check(tx, before.Kind, pictures); err != nil {
		return before, err
	}
	if t == before.Text {
		return before, dropTyping(tx, tx.Actor.ID, id)
	}
	a := before
	a.Text, a.State, a.Version, a.Remark = t, Draft, before.Version+1, ""
	if !slices.Contains(strings.Fields(a.Writers), tx.Actor.ID) {
		a.Writers = strings.TrimSpace(a.Writers + " " + tx.Actor.ID)
	}
	if err := updateArticle(tx, a, before.Version); err != nil {
		return before, fmt.Errorf("save article %s: %w", id, err)
	}
	if err := insertVersion(tx, a.snapshot(tx)); err != nil {
		return before, fmt.Errorf("save article %s: %w", id, err)
	}
	if err := dropTyping(tx, tx.Actor.ID, id); err != nil {
		return before, fmt.Errorf("forget typing: %w", err)
	}
	return a, a.recorded(tx, access.ArticleWrite, before, "")
}

// own finds an article for who may do the act.
func own(tx *db.Tx, id string, act access.Act) (Article, error) {
	if err := access.Require(tx, act, portal); err != nil {
		return Article{}, err
	}
	return find(tx, id)
}

// KeepTyping keeps what a person has typed and not saved.
//
// Public: whoever may write texts, for the own typing alone; it changes no text.
func KeepTyping(tx *db.Tx, id, typed string) error {
	if err := access.Require(tx, access.ArticleWrite, portal); err != nil {
		return err
	}
	if len(typed) > 8*longBody {
		return problem.Field("body", "Dài quá %d chữ.", longBody)
	}
	if _, err := find(tx, id); err != nil {
		return err
	}
	if err := keepTyping(tx, tx.Actor.ID, id, typed, db.At(tx.Now)); err != nil {
		return fmt.Errorf("keep typing of article %s: %w", id, err)
	}
	return nil
}

// ForgetPerson removes what a person has typed and not saved.
//
// Within: the erasure of a person's data.
func ForgetPerson(tx *db.Tx, p account.Person) error {
	if err := dropTypingOf(tx, p.ID); err != nil {
		return fmt.Errorf("forget typing of account %s: %w", p.ID, err)
	}
	return nil
}

// DropTyping forgets what a person has typed and not saved.
//
// Public: whoever may write texts, for the own typing alone; it changes no text.
func DropTyping(tx *db.Tx, id string) error {
	if err := access.Require(tx, access.ArticleWrite, portal); err != nil {
		return err
	}
	if err := dropTyping(tx, tx.Actor.ID, id); err != nil {
		return fmt.Errorf("forget typing of article %s: %w", id, err)
	}
	return nil
}
