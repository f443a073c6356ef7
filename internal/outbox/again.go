package outbox

import (
	"errors"
	"fmt"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// failedTime is how long the letter of an effect that failed is kept to be sent again.
const failedTime = 7 * 24 * time.Hour

// SendAgain lets an effect that failed wait once more, as if it were new. One that
// waits already, or has been sent since, is left as it is. A letter that has expired,
// or failed longer than a week ago, is not kept any more and is refused.
func SendAgain(tx *db.Tx, id string) (Effect, error) {
	if err := access.Require(tx, access.MailAgain, access.Scope{}); err != nil {
		return Effect{}, err
	}
	e, err := findByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return e, problem.New(problem.NotFound, "Không có thư này; thư xong quá 30 ngày thì được bỏ.")
	}
	if err != nil {
		return e, fmt.Errorf("find mail %s: %w", id, err)
	}
	switch {
	case e.State != Failed:
		return e, nil
	case !e.ExpiresAt.IsZero() && !tx.Now.Before(e.ExpiresAt.Time):
		return e, problem.New(problem.Closed, "Thư «%s» đã hết hạn, gửi lại không còn tác dụng. Hãy làm lại việc đã sinh ra thư ấy, chẳng hạn mời lại.", e.Subject)
	case e.Payload == "":
		return e, problem.New(problem.Closed, "Nội dung thư «%s» không còn được giữ: thư không gửi được chỉ giữ 7 ngày.", e.Subject)
	}
	e.State, e.Tries, e.Error, e.NextAt, e.DoneAt = Waiting, 0, "", db.Time{}, db.Time{}
	if err := restart(tx, e.ID); err != nil {
		return e, fmt.Errorf("send mail %s again: %w", id, err)
	}
	return e, record.Add(tx, record.Act{
		Act: access.MailAgain, Object: record.Object{Kind: "mail", ID: e.ID}, Before: Failed, After: Waiting,
	})
}

// Unsent returns the effects that failed, newest first, and those that wait after a
// try, oldest first; so many of each at most.
//
// Read: requires the right to see the accounts.
func Unsent(tx *db.Tx, most int) (failed, waiting []Effect, err error) {
	if err := access.Require(tx, access.AccountRead, access.Scope{}); err != nil {
		return nil, nil, err
	}
	if failed, err = failedOnes(tx, most); err != nil {
		return nil, nil, fmt.Errorf("find mails that failed: %w", err)
	}
	if waiting, err = triedOnes(tx, most); err != nil {
		return nil, nil, fmt.Errorf("find mails that wait: %w", err)
	}
	return failed, waiting, nil
}

// Again reports whether the effect failed and its letter is still kept.
func (e Effect) Again(now time.Time) bool {
	return e.State == Failed && e.Payload != "" && (e.ExpiresAt.IsZero() || now.Before(e.ExpiresAt.Time))
}
