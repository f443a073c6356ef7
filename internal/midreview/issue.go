package midreview

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Issuing is what the lead saw and decided when issuing the review.
type Issuing struct {
	Version int64  // of what people wrote
	Drafted int64  // how often the figures were drafted
	Number  string // of the document on paper; may be empty
	AsIs    bool   // issue with the figures as drafted, though they have changed since
}

// Issue freezes the review with its data; issuing what has just been issued
// changes nothing. Figures that changed since they were drafted are refused
// unless the lead says that the review stands as of its day.
func Issue(tx *db.Tx, y cycle.Year, i Issuing) (Review, error) {
	if err := access.Require(tx, access.MidReviewIssue, y.Scope()); err != nil {
		return Review{}, err
	}
	if r, err := find(tx, y); err != nil || r.State == Issued && r.Version == i.Version && r.Drafted == i.Drafted {
		return r, err
	}
	if err := mayDraft(tx, y); err != nil {
		return Review{}, err
	}
	r, err := writing(tx, y)
	if err != nil {
		return Review{}, err
	}
	if r.Version != i.Version || r.Drafted != i.Drafted {
		return Review{}, problem.New(problem.Conflict, "Báo cáo vừa được sửa (người viết: %s; người soạn số liệu: %s). Hãy đọc lại rồi ban hành.", orNobody(r.SavedBy), r.DraftedBy)
	}
	i.Number = vn.NFC(strings.TrimSpace(i.Number))
	s, err := r.ready(tx, y, i)
	if err != nil {
		return Review{}, err
	}
	r.State, r.Number, r.IssuedOn, r.IssuedBy, r.IssuedAs = Issued, i.Number, tx.Today(), tx.Actor.Name, tx.Actor.Position
	t := Text{
		Format: textFormat, Number: r.Number, IssuedOn: r.IssuedOn, IssuedBy: r.IssuedBy, IssuedAs: r.IssuedAs, Data: s, Written: r.Written,
	}
	if r.Text, r.Fingerprint, err = canonical(t); err != nil {
		return Review{}, err
	}
	if err := update(tx, r); err != nil {
		return Review{}, fmt.Errorf("issue mid-year review: %w", err)
	}
	if err := noted(tx, y, access.MidReviewIssue, r.ID, Writing, map[string]string{"number": r.Number, "fingerprint": r.Fingerprint}); err != nil {
		return Review{}, err
	}
	return r, record.Publish(tx, record.Publication{
		Act: access.MidReviewIssue, Object: record.Object{Kind: "mid_review", ID: r.ID}, Scope: y.Scope(), Format: textFormat, Text: r.Text,
	})
}

// ready refuses a review that cannot be issued as it stands, and returns its
// data.
func (r Review) ready(tx *db.Tx, y cycle.Year, i Issuing) (Snapshot, error) {
	var list problem.List
	for _, p := range r.Parts() {
		if p.Required && p.Text == "" {
			list.Add(p.Field, "Viết phần «%s» và lưu trước khi ban hành.", p.Name)
		}
	}
	if utf8.RuneCountInString(i.Number) > 50 {
		list.Add("number", "Số, ký hiệu dài quá 50 chữ.")
	}
	blob.RefuseSecrets(&list, "number", i.Number)
	s, err := r.Snapshot()
	if err != nil {
		return s, err
	}
	now, err := take(tx, y, r.PeriodID)
	if err != nil {
		return s, err
	}
	if n := len(differences(s, now)); n > 0 && !i.AsIs {
		list.Add("as_is", "Số liệu đã thay đổi từ lần soạn ngày %s (%d chỗ). Hãy soạn lại phần số liệu, hoặc chọn ban hành với số liệu của ngày đó.", s.TakenOn.Short(), n)
	}
	return s, list.Err()
}

func orNobody(name string) string {
	if name == "" {
		return "chưa có"
	}
	return name
}
