package comment

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// mostAtOnce is how many comments are judged in one go.
const mostAtOnce = 200

// Judged is what became of comments that were judged together.
type Judged struct {
	Done  int
	Stale int // others had been there before
}

// Approve puts comments that wait, or were refused by a slip, in sight (duyệt).
func Approve(tx *db.Tx, ids []string) (Judged, error) {
	return judge(tx, ids, "", false, func(c *Comment) bool {
		ok := c.State == Waiting || c.State == Refused
		c.State, c.Reason = Approved, ""
		return ok
	})
}

// Refuse keeps comments that wait out of sight, with the reason (từ chối).
func Refuse(tx *db.Tx, ids []string, reason string) (Judged, error) {
	return judge(tx, ids, reason, true, func(c *Comment) bool {
		ok := c.State == Waiting
		c.State = Refused
		return ok
	})
}

// Withdraw takes comments out of sight, with the reason (gỡ).
func Withdraw(tx *db.Tx, ids []string, reason string) (Judged, error) {
	return judge(tx, ids, reason, true, func(c *Comment) bool {
		ok := c.State == Approved
		c.State, c.Reports = Withdrawn, 0
		return ok
	})
}

// Keep leaves reported comments in sight (giữ lại).
func Keep(tx *db.Tx, ids []string) (Judged, error) {
	return judge(tx, ids, "", false, func(c *Comment) bool {
		ok := c.Reported()
		c.Reports = 0
		return ok
	})
}

// judge changes each of some comments that change allows; the others had been judged
// before. Their words stay.
func judge(tx *db.Tx, ids []string, reason string, must bool, change func(*Comment) bool) (Judged, error) {
	var j Judged
	if err := access.Require(tx, access.CommentModerate, portal); err != nil {
		return j, err
	}
	var list problem.List
	switch reason = vn.Line(reason); {
	case len(ids) == 0:
		list.Add("id", "Chọn ít nhất một ý kiến.")
	case len(ids) > mostAtOnce:
		list.Add("id", "Chọn nhiều nhất %d ý kiến một lần.", mostAtOnce)
	}
	if must && reason == "" {
		list.Add("reason", "Ghi lý do.")
	}
	if len([]rune(reason)) > longestNote {
		list.Add("reason", "Dài quá %d chữ cái.", longestNote)
	}
	if err := list.Err(); err != nil {
		return j, err
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		c, err := find(tx, id)
		if err != nil {
			return j, err
		}
		before := c
		if !change(&c) {
			j.Stale++
			continue
		}
		if must {
			c.Reason = reason
		}
		if err := settle(tx, before, c, reason); err != nil {
			return j, err
		}
		j.Done++
	}
	return j, nil
}

func settle(tx *db.Tx, before, c Comment, reason string) error {
	c.JudgedBy, c.JudgedAt = tx.Actor.ID, db.At(tx.Now)
	if err := updateComment(tx, c); err != nil {
		return fmt.Errorf("judge comment %s: %w", c.ID, err)
	}
	if before.Reports > 0 {
		if err := settleReports(tx, c.ID, tx.Now); err != nil {
			return fmt.Errorf("settle reports of comment %s: %w", c.ID, err)
		}
	}
	return record.Add(tx, record.Act{
		Act: access.CommentModerate, Object: objectOf(c.ID), Scope: portal, Reason: reason,
		Before: judged{before.State, before.Reason}, After: judged{c.State, c.Reason},
	})
}
