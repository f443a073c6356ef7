package comment

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/challenge"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// ReportTopic is what a puzzle for a report on a comment is bound to.
func ReportTopic(commentID string) string { return "comment-report:" + commentID }

// Report tells the moderators of a comment in sight (báo ý kiến); it stays in sight
// until they judge. Wrong answers to the puzzle are handed back as by Write.
//
// Public: anybody may report; the record says that a report came, without its words.
func Report(tx *db.Tx, ring *key.Ring, p Place, id string, kind ReportKind, note string, from From) (refused problem.List, err error) {
	tx = visitor(tx)
	c, err := shownAt(tx, p, id)
	if err != nil {
		return nil, err
	}
	note = textOf(note)
	var list problem.List
	if !slices.Contains(ReportKinds, kind) {
		list.Add("kind", "Chọn lý do báo.")
	}
	if kind == Other && note == "" {
		list.Add("note", "Ghi lý do.")
	}
	if len([]rune(note)) > longestNote {
		list.Add("note", "Dài quá %d chữ cái.", longestNote)
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	request, err := challenge.ID(ring, ReportTopic(id), from.Puzzle)
	if err != nil {
		return nil, err
	}
	if sent, err := reportSent(tx, request); err != nil || sent {
		return nil, err
	}
	r := Complaint{ID: db.NewID(), CommentID: c.ID, Kind: kind, Note: note, Request: request, CreatedAt: db.At(tx.Now)}
	if r.Sender, err = withinLimits(tx, ring, from.Address); err != nil {
		return nil, err
	}
	if wrong, err := challenge.Take(tx, ring, ReportTopic(id), from.Puzzle); err != nil || wrong != nil {
		return listOf(wrong), err
	}
	if c.Reports >= mostReports {
		return nil, nil // the moderators know
	}
	if err := insertReport(tx, r); err != nil {
		return nil, fmt.Errorf("report comment %s: %w", c.ID, err)
	}
	return nil, record.Add(tx, record.Act{Act: access.CommentReport, Object: objectOf(c.ID), Scope: portal, After: map[string]string{"report_kind": string(kind)}})
}

func reportSent(tx *db.Tx, request string) (bool, error) {
	if request == "" {
		return false, nil
	}
	sent, err := reportOfRequest(tx, request)
	if err != nil {
		return false, fmt.Errorf("find report of puzzle: %w", err)
	}
	return sent, nil
}

// shownAt is a comment that stands on a place.
func shownAt(tx *db.Tx, p Place, id string) (Comment, error) {
	c, err := commentByID(tx, id)
	switch {
	case errors.Is(err, db.ErrNoRow), err == nil && (c.Place() != p || c.State != Approved):
		return c, problem.New(problem.NotFound, "Không có ý kiến này, hoặc ý kiến không còn trên trang.")
	case err != nil:
		return c, fmt.Errorf("find comment %s: %w", id, err)
	}
	return c, nil
}
