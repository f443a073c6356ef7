package comment

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

// PageSize is how many comments stand on a page, each with its replies.
const PageSize = 50

// Thread is a comment in sight with the replies in sight.
type Thread struct {
	Comment // withdrawn: without name and words, above replies that stay
	Replies []Comment
}

// Page is one page of what stands below a place.
type Page struct {
	Total   int // approved, with replies
	Threads []Thread
	Page    int // from 1
	Pages   int
}

// PublicOf is a page of the comments in sight on a place, the newest first, replies in
// the order they came.
//
// Public: it shows what was approved.
func PublicOf(tx *db.Tx, p Place, page int) (Page, error) {
	counts, err := countsOf(tx, p)
	if err != nil {
		return Page{}, fmt.Errorf("count comments on %s %s: %w", p.Kind, p.ID, err)
	}
	o := Page{Total: int(counts.Total), Pages: max(1, (int(counts.Threads)+PageSize-1)/PageSize)}
	o.Page = min(max(page, 1), o.Pages)
	list, err := threadsOf(tx, p, PageSize, (o.Page-1)*PageSize)
	if err != nil {
		return o, fmt.Errorf("read comments on %s %s: %w", p.Kind, p.ID, err)
	}
	at := map[string]int{}
	for i, c := range list {
		if c.State == Withdrawn {
			c.Name, c.Body, c.Reason = "", "", ""
		}
		at[c.ID] = i
		o.Threads = append(o.Threads, Thread{Comment: c})
	}
	if len(list) == 0 {
		return o, nil
	}
	replies, err := repliesOf(tx, p, PageSize, (o.Page-1)*PageSize)
	if err != nil {
		return o, fmt.Errorf("read replies on %s %s: %w", p.Kind, p.ID, err)
	}
	for _, r := range replies {
		if i, ok := at[r.ParentID]; ok {
			o.Threads[i].Replies = append(o.Threads[i].Replies, r)
		}
	}
	return o, nil
}

// TotalOf is how many comments are in sight on a place (tổng lượt bình luận).
//
// Public: it counts what was approved.
func TotalOf(tx *db.Tx, p Place) (int, error) {
	counts, err := countsOf(tx, p)
	if err != nil {
		return 0, fmt.Errorf("count comments on %s %s: %w", p.Kind, p.ID, err)
	}
	return int(counts.Total), nil
}

// Shown is one comment in sight on a place, to reply to or to report.
//
// Public: it shows what was approved.
func Shown(tx *db.Tx, p Place, id string) (Comment, error) { return shownAt(tx, p, id) }

// Queue is what moderators look at.
type Queue string

// The queues.
const (
	ToApprove Queue = "waiting"
	Reported  Queue = "reported"
	InSight   Queue = "approved"
	Rejected  Queue = "refused"
	TakenDown Queue = "withdrawn"
)

// Queues are all queues, in the order of the page.
var Queues = []Queue{ToApprove, Reported, InSight, Rejected, TakenDown}

// Filter is which comments of a queue are wanted.
type Filter struct {
	Queue Queue
	Place Place // empty: of every place
	Page  int   // from 1
}

// Listed is one page of a queue.
type Listed struct {
	Comments []Comment
	More     bool // there is a next page
	Counts   map[Queue]int
}

// List is a page of a queue for moderators: what waits in the order it came, what was
// judged with the newest first.
//
// Read: requires the right to see the comments that wait.
func List(tx *db.Tx, f Filter) (Listed, error) {
	var l Listed
	if err := access.Require(tx, access.CommentRead, portal); err != nil {
		return l, err
	}
	list, err := queueOf(tx, f, PageSize+1, (max(f.Page, 1)-1)*PageSize)
	if err != nil {
		return l, fmt.Errorf("read queue %s: %w", f.Queue, err)
	}
	if l.More = len(list) > PageSize; l.More {
		list = list[:PageSize]
	}
	l.Comments = list
	if l.Counts, err = countQueues(tx); err != nil {
		return l, fmt.Errorf("count queues: %w", err)
	}
	return l, nil
}

// Look is one comment with the reports on it, and its writer's e-mail address where one
// is still kept.
//
// Read: requires the right to see the comments that wait.
func Look(tx *db.Tx, ring *key.Ring, id string) (c Comment, reports []Complaint, email string, err error) {
	if err := access.Require(tx, access.CommentRead, portal); err != nil {
		return c, nil, "", err
	}
	if c, err = find(tx, id); err != nil {
		return c, nil, "", err
	}
	if reports, err = reportsOf(tx, id); err != nil {
		return c, nil, "", fmt.Errorf("read reports of comment %s: %w", id, err)
	}
	if len(c.Email) == 0 || !access.May(tx, access.CommentModerate, portal) {
		return c, reports, "", nil
	}
	plain, err := ring.Decrypt(c.Email, aboutEmail(c.ID))
	if err != nil {
		return c, reports, "", fmt.Errorf("decrypt address of comment %s: %w", id, err)
	}
	return c, reports, string(plain), nil
}

// Waits is how many comments wait for the actor: those that nobody has judged, and those
// reported since; none for who may not moderate.
//
// Read: it counts for who has the right to moderate.
func Waits(tx *db.Tx) (waiting, reported int, err error) {
	if !access.May(tx, access.CommentModerate, portal) {
		return 0, 0, nil
	}
	counts, err := countOpen(tx)
	if err != nil {
		return 0, 0, fmt.Errorf("count comments that wait: %w", err)
	}
	return int(counts.Waiting), int(counts.Reported), nil
}

func find(tx *db.Tx, id string) (Comment, error) {
	c, err := commentByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return c, problem.New(problem.NotFound, "Không có ý kiến này.")
	}
	if err != nil {
		return c, fmt.Errorf("find comment %s: %w", id, err)
	}
	return c, nil
}
