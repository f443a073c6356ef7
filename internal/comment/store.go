package comment

import (
	"time"

	"giaouoc/internal/db"
)

const columns = `c.id, c.place_kind, c.place_id, c.parent_id, c.office, c.name, c.email, c.body, c.state, c.reason, c.judged_by, c.judged_at, c.reports, c.sender, c.request, c.created_at`

func insertComment(tx *db.Tx, c Comment) error {
	_, err := tx.Exec(`
		INSERT INTO comment (id, place_kind, place_id, parent_id, office, name, email, body, state, reason, judged_by, judged_at, reports, sender, request, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		c.ID, c.PlaceKind, c.PlaceID, c.ParentID, c.Office, c.Name, c.Email, c.Body, string(c.State), c.Reason, c.JudgedBy, c.JudgedAt, c.Reports, c.Sender, c.Request, c.CreatedAt)
	return err
}

func updateComment(tx *db.Tx, c Comment) error {
	_, err := tx.Exec(`UPDATE comment SET state = $1, reason = $2, judged_by = $3, judged_at = $4, reports = $5 WHERE id = $6`,
		string(c.State), c.Reason, c.JudgedBy, c.JudgedAt, c.Reports, c.ID)
	return err
}

func commentByID(tx *db.Tx, id string) (Comment, error) {
	return db.One[Comment](tx, `SELECT `+columns+` FROM comment c WHERE c.id = $1`, id)
}

func commentOfRequest(tx *db.Tx, request string) (Comment, error) {
	return db.One[Comment](tx, `SELECT `+columns+` FROM comment c WHERE c.request = $1`, request)
}

func countWaitingAt(tx *db.Tx, p Place) (int, error) {
	return db.One[int](tx, `SELECT count(*) FROM comment c WHERE c.place_kind = $1 AND c.place_id = $2 AND c.state = 'waiting'`, p.Kind, p.ID)
}

func countReplies(tx *db.Tx, parentID string) (int, error) {
	return db.One[int](tx, `SELECT count(*) FROM comment c WHERE c.parent_id = $1 AND c.state IN ('waiting', 'approved')`, parentID)
}

func countSent(tx *db.Tx, sender string, since time.Time) (int, error) {
	return db.One[int](tx, `
		SELECT (SELECT count(*) FROM comment WHERE sender = $1 AND sender <> '' AND created_at > $2)
			+ (SELECT count(*) FROM comment_report WHERE sender = $3 AND sender <> '' AND created_at > $4)`,
		sender, db.At(since), sender, db.At(since))
}

// shown is what stands on a page as the head of a thread: what is approved, and what was
// withdrawn from above replies that stay.
const shown = `c.place_kind = $1 AND c.place_id = $2 AND c.parent_id = '' AND (c.state = 'approved' OR c.state = 'withdrawn' AND EXISTS (
	SELECT 1 FROM comment r WHERE r.parent_id = c.id AND r.state = 'approved'))`

type counts struct{ Total, Threads int64 }

func countsOf(tx *db.Tx, p Place) (counts, error) {
	return db.One[counts](tx, `
		SELECT (SELECT count(*) FROM comment a WHERE a.place_kind = $1 AND a.place_id = $2 AND a.state = 'approved') AS total,
			(SELECT count(*) FROM comment c WHERE `+shown+`) AS threads`, p.Kind, p.ID)
}

func threadsOf(tx *db.Tx, p Place, limit, offset int) ([]Comment, error) {
	return db.All[Comment](tx, `SELECT `+columns+` FROM comment c WHERE `+shown+` ORDER BY c.created_at DESC, c.id DESC LIMIT $3 OFFSET $4`, p.Kind, p.ID, limit, offset)
}

// repliesOf are the replies to the heads of a page. CROSS JOIN has SQLite begin with
// those few heads.
func repliesOf(tx *db.Tx, p Place, limit, offset int) ([]Comment, error) {
	return db.All[Comment](tx, `
		SELECT `+columns+` FROM (
			SELECT c.id FROM comment c WHERE `+shown+` ORDER BY c.created_at DESC, c.id DESC LIMIT $3 OFFSET $4
		) h CROSS JOIN comment c WHERE c.parent_id = h.id AND c.state = 'approved' ORDER BY c.created_at, c.id`, p.Kind, p.ID, limit, offset)
}

// inQueue are the conditions of the queues.
var inQueue = map[Queue]string{
	ToApprove: `c.state = 'waiting' ORDER BY c.created_at, c.id`,
	Reported:  `c.reports > 0 AND c.state = 'approved' ORDER BY c.created_at, c.id`,
	InSight:   `c.state = 'approved' ORDER BY c.created_at DESC, c.id DESC`,
	Rejected:  `c.state = 'refused' ORDER BY c.created_at DESC, c.id DESC`,
	TakenDown: `c.state = 'withdrawn' ORDER BY c.created_at DESC, c.id DESC`,
}

func queueOf(tx *db.Tx, f Filter, limit, offset int) ([]Comment, error) {
	q, ok := inQueue[f.Queue]
	if !ok {
		q = inQueue[ToApprove]
	}
	return db.All[Comment](tx, `
		SELECT `+columns+` FROM comment c
		WHERE ($1 = '' OR c.place_kind = $2 AND c.place_id = $3) AND `+q+` LIMIT $4 OFFSET $5`, f.Place.ID, f.Place.Kind, f.Place.ID, limit, offset)
}

func countQueues(tx *db.Tx) (map[Queue]int, error) {
	rows, err := db.All[struct {
		State    State
		N        int64
		Reported int64
	}](tx, `SELECT state, count(*) AS n, sum(CASE WHEN reports > 0 AND state = 'approved' THEN 1 ELSE 0 END) AS reported FROM comment GROUP BY state`)
	n := map[Queue]int{}
	for _, r := range rows {
		n[Queue(r.State)] = int(r.N)
		n[Reported] += int(r.Reported)
	}
	return n, err
}

type open struct{ Waiting, Reported int64 }

func countOpen(tx *db.Tx) (open, error) {
	return db.One[open](tx, `
		SELECT (SELECT count(*) FROM comment WHERE state = 'waiting') AS waiting, (SELECT count(*) FROM comment WHERE reports > 0 AND state = 'approved') AS reported`)
}

func insertReport(tx *db.Tx, r Complaint) error {
	if _, err := tx.Exec(`INSERT INTO comment_report (id, comment_id, kind, note, settled_at, sender, request, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		r.ID, r.CommentID, string(r.Kind), r.Note, r.SettledAt, r.Sender, r.Request, r.CreatedAt); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE comment SET reports = reports + 1 WHERE id = $1`, r.CommentID)
	return err
}

func reportsOf(tx *db.Tx, commentID string) ([]Complaint, error) {
	return db.All[Complaint](tx, `SELECT id, comment_id, kind, note, settled_at, sender, request, created_at FROM comment_report WHERE comment_id = $1 ORDER BY created_at, id`, commentID)
}

func reportOfRequest(tx *db.Tx, request string) (bool, error) {
	n, err := db.One[int](tx, `SELECT count(*) FROM comment_report WHERE request = $1`, request)
	return n > 0, err
}

func settleReports(tx *db.Tx, commentID string, now time.Time) error {
	_, err := tx.Exec(`UPDATE comment_report SET settled_at = $1 WHERE comment_id = $2 AND settled_at IS NULL`, db.At(now), commentID)
	return err
}

func forgetSenders(tx *db.Tx, before time.Time) error {
	if _, err := tx.Exec(`UPDATE comment SET sender = '' WHERE sender <> '' AND created_at < $1`, db.At(before)); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE comment_report SET sender = '' WHERE sender <> '' AND created_at < $1`, db.At(before))
	return err
}

func forgetEmails(tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(`UPDATE comment SET email = $1 WHERE judged_at IS NOT NULL AND judged_at < $2 AND length(email) > 0`, []byte{}, db.At(before))
	return err
}
