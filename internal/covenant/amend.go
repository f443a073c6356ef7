package covenant

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Amend opens a signed covenant again, with a reason. It has to be sent,
// answered and signed anew by all; until then the signed version stands.
func Amend(tx *db.Tx, y cycle.Year, reason string) error {
	if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
		return err
	}
	if err := y.MustRun(); err != nil {
		return err
	}
	c, err := Find(tx, y)
	if err != nil {
		return err
	}
	if c.State != Signed {
		return problem.New(problem.Closed, "Giao ước %s; chỉ giao ước đã ký mới cần bản sửa đổi.", c.State.Name())
	}
	if reason = clean(reason); reason == "" {
		return problem.Field("reason", "Ghi lý do sửa đổi; lý do được công khai cùng bản sửa đổi.")
	}
	c.State, c.Amending, c.CommentDue = Draft, reason, vn.Date{}
	if err := update(tx, c); err != nil {
		return fmt.Errorf("amend covenant: %w", err)
	}
	if err := indicator.Unfreeze(tx, y.ID); err != nil {
		return err
	}
	return noted(tx, y, access.CovenantDraft, c, nil, map[string]any{"amending": true}, reason)
}

// AttachScan keeps the scan of the signed original, by its fingerprint.
func AttachScan(tx *db.Tx, y cycle.Year, f blob.File) error {
	if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
		return err
	}
	c, err := Find(tx, y)
	if err != nil {
		return err
	}
	if c.State != Signed {
		return problem.New(problem.Closed, "Giao ước %s; bản quét được đính kèm sau khi ký xong.", c.State.Name())
	}
	before := c
	c.ScanHash, c.ScanName = f.Hash, f.Name
	if err := update(tx, c); err != nil {
		return fmt.Errorf("attach scan: %w", err)
	}
	return noted(tx, y, access.CovenantDraft, c, before.ScanHash, f, "")
}

// Published is what was published elsewhere about a covenant.
type Published struct {
	Contents int // how many contents; 0 when not known
	SignedOn vn.Date
	Source   string
}

// EnterHistory stores what was published about the covenant of a year.
func EnterHistory(tx *db.Tx, y cycle.Year, p Published) error {
	if err := access.Require(tx, access.HistoryPublish, y.Scope()); err != nil {
		return err
	}
	if y.State != cycle.History {
		return problem.New(problem.Closed, "Năm %d đang chạy; giao ước của năm được soạn và ký ở đây.", y.Year)
	}
	if p.Source == "" {
		return problem.Field("source", "Ghi nguồn đã công bố.")
	}
	if _, err := findByYear(tx, y.ID); !errors.Is(err, db.ErrNoRow) {
		return problem.New(problem.Closed, "Giao ước năm %d đã được nhập.", y.Year)
	}
	c := Covenant{ID: db.NewID(), YearID: y.ID, State: History, SignedOn: p.SignedOn, Contents: p.Contents, Source: p.Source, Version: 1}
	if err := insert(tx, c); err != nil {
		return fmt.Errorf("enter covenant of %d: %w", y.Year, err)
	}
	return noted(tx, y, access.HistoryPublish, c, nil, c, "")
}
