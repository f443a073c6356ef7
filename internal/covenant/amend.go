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
	if reason, err = reasoned(reason, "Ghi lý do sửa đổi; lý do được công khai cùng bản sửa đổi."); err != nil {
		return err
	}
	before := c
	c.State, c.Amending, c.CommentDue = Draft, reason, vn.Date{}
	if err := update(tx, c); err != nil {
		return fmt.Errorf("amend covenant: %w", err)
	}
	if err := indicator.Unfreeze(tx, y.ID); err != nil {
		return err
	}
	return noted(tx, y, access.CovenantDraft, c, before, map[string]any{"amending": true}, reason)
}

// DropAmendment gives up an amendment whose text is again what was signed; the
// signed version simply goes on to stand.
func DropAmendment(tx *db.Tx, y cycle.Year) error {
	if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
		return err
	}
	c, err := editable(tx, y)
	if err != nil {
		return err
	}
	if c.Amending == "" {
		return problem.New(problem.Closed, "Giao ước không có bản sửa đổi nào đang soạn.")
	}
	differences, err := sinceSigned(tx, y, c)
	if err != nil {
		return err
	}
	if len(differences) > 0 {
		return problem.New(problem.Closed, "Bản đang sửa khác bản đã ký ở chỗ: %s. Sửa lại như bản đã ký rồi mới bỏ được việc sửa đổi.", inWords(differences))
	}
	versions, err := versionsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read versions: %w", err)
	}
	for _, v := range versions {
		if v.SignedOn.IsZero() && v.Withdrawn == "" {
			v.Withdrawn = "bỏ việc sửa đổi"
			if err := updateVersion(tx, v); err != nil {
				return fmt.Errorf("drop version: %w", err)
			}
		}
	}
	before := c
	c.State, c.Amending, c.CommentDue = Signed, "", vn.Date{}
	if err := update(tx, c); err != nil {
		return fmt.Errorf("drop amendment: %w", err)
	}
	if err := indicator.Freeze(tx, y.ID); err != nil {
		return err
	}
	return noted(tx, y, access.CovenantDraft, c, before, map[string]any{"amending": false}, before.Amending)
}

// sinceSigned lists what the text in hand changes in the one that was signed.
// The names of the members are not ours to change and don't count.
func sinceSigned(tx *db.Tx, y cycle.Year, c Covenant) ([]Change, error) {
	signed, err := signedVersions(tx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("read signed versions: %w", err)
	}
	if len(signed) == 0 {
		return nil, nil
	}
	before, err := signed[len(signed)-1].Text()
	if err != nil {
		return nil, err
	}
	now, err := take(tx, y, c)
	if err != nil {
		return nil, err
	}
	before.Members = now.Members
	return Compare(before, now), nil
}

// AttachScan keeps the scan of the signed original, by its fingerprint, with the
// version that was signed last.
func AttachScan(tx *db.Tx, y cycle.Year, f blob.File) error {
	if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
		return err
	}
	c, err := Find(tx, y)
	if err != nil {
		return err
	}
	signed, err := signedVersions(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read signed versions: %w", err)
	}
	if len(signed) == 0 {
		return problem.New(problem.Closed, "Giao ước %s; bản quét được đính kèm sau khi ký xong.", c.State.Name())
	}
	v := signed[len(signed)-1]
	before := v.ScanHash
	v.ScanHash, v.ScanName = f.Hash, f.Name
	if err := updateVersion(tx, v); err != nil {
		return fmt.Errorf("attach scan: %w", err)
	}
	return noted(tx, y, access.CovenantDraft, c, map[string]any{"scan": before}, map[string]any{"version": v.Number, "scan": f}, "")
}

// Published is what was published elsewhere about a covenant.
type Published struct {
	Contents int // how many contents; 0 when not known
	SignedOn vn.Date
	Source   string
}

// EnterHistory stores what was published about the covenant of a year. A text
// that was not found is not there, and never made up.
func EnterHistory(tx *db.Tx, y cycle.Year, p Published) error {
	if err := access.Require(tx, access.HistoryPublish, y.Scope()); err != nil {
		return err
	}
	if y.State != cycle.History {
		return problem.New(problem.Closed, "Năm %d đang chạy; giao ước của năm được soạn và ký ở đây.", y.Year)
	}
	p.Source = clean(p.Source)
	if err := checkPublished(y, p); err != nil {
		return err
	}
	if _, err := findByYear(tx, y.ID); !errors.Is(err, db.ErrNoRow) {
		if err != nil {
			return fmt.Errorf("find covenant: %w", err)
		}
		return problem.New(problem.Closed, "Giao ước năm %d đã được nhập.", y.Year)
	}
	c := Covenant{ID: db.NewID(), YearID: y.ID, State: History, SignedOn: p.SignedOn, Contents: p.Contents, Source: p.Source, Version: 1}
	if err := insert(tx, c); err != nil {
		return fmt.Errorf("enter covenant of %d: %w", y.Year, err)
	}
	if err := findable(tx, y); err != nil {
		return err
	}
	return noted(tx, y, access.HistoryPublish, c, nil, c, "")
}

// A covenant is signed in its year, or not far from it: the conference that
// closes the year before is held at the turn of the year or in spring.
func checkPublished(y cycle.Year, p Published) error {
	var list problem.List
	if p.Source == "" {
		list.Add("source", "Ghi nguồn đã công bố.")
	}
	if p.Contents < 0 {
		list.Add("contents", "Số nội dung không thể âm; để trống nếu chưa tìm thấy nguồn.")
	}
	if apart := p.SignedOn.Year() - y.Year; !p.SignedOn.IsZero() && (apart < -1 || apart > 1) {
		list.Add("signed_on", "Ngày ký %s không khớp với giao ước năm %d.", p.SignedOn.Short(), y.Year)
	}
	return list.Err()
}
