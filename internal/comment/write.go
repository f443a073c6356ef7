package comment

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/challenge"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Limits on what comes in.
const (
	mostOfHour  = 20  // of one address in an hour: a whole office may sit behind it
	mostOfDay   = 60  // of one address in a day
	mostWaiting = 200 // comments of one place that nobody has judged
	mostReplies = 100 // to one comment
	mostReports = 20  // of one comment that nobody has judged
)

// From is where a form came from and what it brought to be taken.
type From struct {
	Address string // of the network, of IPv6 the part that one subscriber has; empty: not known, no limit
	Puzzle  challenge.Answer
}

// visitor is the transaction without who is signed in: a reader writes as a reader.
func visitor(tx *db.Tx) *db.Tx {
	v := *tx
	v.Actor = db.Actor{}
	return &v
}

// Write takes a comment, or a reply where a parent is named (gửi ý kiến); it waits for a
// moderator. A wrong answer to the puzzle is handed back as refused and not as an error,
// so that the transaction commits and the puzzle is used up. The same form sent once more
// is the same comment.
//
// Public: anybody may write; the record says that a comment came, without name or words.
func Write(tx *db.Tx, ring *key.Ring, p Place, w Written, from From) (c Comment, refused problem.List, err error) {
	tx = visitor(tx)
	if err := w.check(); err != nil {
		return c, nil, err
	}
	request, err := challenge.ID(ring, p.Topic(), from.Puzzle)
	if err != nil {
		return c, nil, err
	}
	if request != "" {
		before, err := commentOfRequest(tx, request)
		switch {
		case err == nil && before.Place() == p && before.Name == w.Name && before.Body == w.Body:
			return before, nil, nil
		case err != nil && !errors.Is(err, db.ErrNoRow):
			return c, nil, fmt.Errorf("find comment of puzzle: %w", err)
		}
	}
	c = Comment{ID: db.NewID(), PlaceKind: p.Kind, PlaceID: p.ID, Name: w.Name, Email: []byte{}, Body: w.Body, State: Waiting, Request: request, CreatedAt: db.At(tx.Now)}
	if c.ParentID, err = parentOf(tx, p, w.ParentID); err != nil {
		return c, nil, err
	}
	if c.Sender, err = withinLimits(tx, ring, from.Address); err != nil {
		return c, nil, err
	}
	if err := room(tx, p, c.ParentID); err != nil {
		return c, nil, err
	}
	if wrong, err := challenge.Take(tx, ring, p.Topic(), from.Puzzle); err != nil || wrong != nil {
		return c, listOf(wrong), err
	}
	if w.Email != "" {
		if c.Email, err = ring.Encrypt([]byte(w.Email), aboutEmail(c.ID)); err != nil {
			return c, nil, fmt.Errorf("encrypt address of comment: %w", err)
		}
	}
	if err := insertComment(tx, c); err != nil {
		return c, nil, fmt.Errorf("write comment on %s %s: %w", p.Kind, p.ID, err)
	}
	return c, nil, record.Add(tx, record.Act{
		Act: access.CommentWrite, Object: objectOf(c.ID), Scope: portal,
		After: map[string]string{"comment_state": string(c.State), "sha256": fingerprint(c)},
	})
}

func listOf(p *problem.Problem) problem.List {
	if p == nil {
		return nil
	}
	return problem.List{p}
}

// fingerprint of a comment's words, so that an approved one can be shown to be the one
// that came.
func fingerprint(c Comment) string {
	sum := sha256.Sum256([]byte(c.Name + "\n" + c.Body))
	return hex.EncodeToString(sum[:])
}

func aboutEmail(id string) string { return "comment/" + id + "/email" }

// parentOf is the comment that a reply goes under: of a reply the one that it is under
// itself.
func parentOf(tx *db.Tx, p Place, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	c, err := commentByID(tx, id)
	if err == nil && c.ParentID != "" && c.State == Approved {
		c, err = commentByID(tx, c.ParentID)
	}
	switch {
	case errors.Is(err, db.ErrNoRow):
		return "", gone
	case err != nil:
		return "", fmt.Errorf("find comment %s: %w", id, err)
	case c.Place() != p || c.State != Approved:
		return "", gone
	}
	return c.ID, nil
}

var gone = problem.New(problem.Closed, "Ý kiến bạn muốn trả lời không còn trên trang này; gửi thành ý kiến mới hoặc tải lại trang.")

// room asks for space on a place for one more.
func room(tx *db.Tx, p Place, parentID string) error {
	waiting, err := countWaitingAt(tx, p)
	if err != nil {
		return fmt.Errorf("count comments on %s %s: %w", p.Kind, p.ID, err)
	}
	if waiting >= mostWaiting {
		return &problem.Problem{Kind: problem.TooSoon, Wait: time.Hour, Text: "Trang này đang có nhiều ý kiến chờ duyệt, chưa nhận thêm được. Mời bạn gửi lại sau; những gì đã viết vẫn còn dưới đây."}
	}
	if parentID == "" {
		return nil
	}
	replies, err := countReplies(tx, parentID)
	if err != nil {
		return fmt.Errorf("count replies to %s: %w", parentID, err)
	}
	if replies >= mostReplies {
		return problem.New(problem.Closed, "Ý kiến này đã có nhiều trả lời; gửi thành ý kiến mới.")
	}
	return nil
}

// withinLimits is the keyed hash of an address that may still send today.
func withinLimits(tx *db.Tx, ring *key.Ring, address string) (string, error) {
	if address == "" {
		return "", nil
	}
	k, err := ring.Derive("comment/sender/" + tx.Today().String())
	if err != nil {
		return "", err
	}
	m := hmac.New(sha256.New, k)
	m.Write([]byte(address))
	sender := hex.EncodeToString(m.Sum(nil))
	for _, limit := range []struct {
		most int
		in   time.Duration
	}{{mostOfHour, time.Hour}, {mostOfDay, 24 * time.Hour}} {
		n, err := countSent(tx, sender, tx.Now.Add(-limit.in))
		if err != nil {
			return "", fmt.Errorf("count what a sender sent: %w", err)
		}
		if n >= limit.most {
			return "", &problem.Problem{Kind: problem.TooSoon, Wait: limit.in, Text: "Từ nơi này đã gửi nhiều ý kiến trong thời gian ngắn. Mời bạn gửi lại sau; những gì đã viết vẫn còn dưới đây."}
		}
	}
	return sender, nil
}
