package covenant

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Send makes the draft a numbered version and asks the members for comments by
// a day.
func Send(tx *db.Tx, y cycle.Year, due vn.Date) (Version, error) {
	if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
		return Version{}, err
	}
	c, err := editable(tx, y)
	if err != nil {
		return Version{}, err
	}
	if err := cycle.MustHaveBegun(tx, y, cycle.Draft); err != nil {
		return Version{}, err
	}
	if due.IsZero() || due.Before(tx.Today()) {
		return Version{}, problem.Field("due", "Ghi hạn góp ý, từ hôm nay trở đi.")
	}
	v, fresh, err := makeVersion(tx, y, c)
	if err != nil {
		return Version{}, err
	}
	before := c
	c.State, c.CommentDue = Comment, due
	if !fresh && before.State == c.State && before.CommentDue == due {
		return v, nil // a second click: the same text until the same day
	}
	if err := update(tx, c); err != nil {
		return Version{}, fmt.Errorf("send covenant: %w", err)
	}
	return v, noted(tx, y, access.CovenantDraft, c, before, map[string]any{"version": v.Number, "fingerprint": v.Fingerprint, "due": due}, "")
}

// makeVersion takes the text as it is now. When it is the same as the last
// version's the last version stands, unless that was taken back from signing.
func makeVersion(tx *db.Tx, y cycle.Year, c Covenant) (v Version, fresh bool, err error) {
	s, err := take(tx, y, c)
	if err != nil {
		return v, false, err
	}
	if err := checkText(s); err != nil {
		return v, false, err
	}
	text, fingerprint, err := s.Canonical()
	if err != nil {
		return v, false, err
	}
	versions, err := versionsOf(tx, c.ID)
	if err != nil {
		return v, false, fmt.Errorf("read versions: %w", err)
	}
	if n := len(versions); n > 0 {
		if last := versions[n-1]; last.Fingerprint == fingerprint && last.Reason == c.Amending && last.Withdrawn == "" {
			return last, false, nil
		}
	}
	v = Version{
		ID: db.NewID(), CovenantID: c.ID, Number: len(versions) + 1, MadeAt: db.At(tx.Now),
		Reason: c.Amending, Snapshot: text, Fingerprint: fingerprint,
	}
	if err := insertVersion(tx, v); err != nil {
		return v, false, fmt.Errorf("make version: %w", err)
	}
	return v, true, nil
}

// checkText refuses a text that cannot be signed as it is.
func checkText(s Snapshot) error {
	if len(s.Contents) == 0 {
		return problem.New(problem.Invalid, "Giao ước chưa có nội dung nào; thêm ít nhất một nội dung trước khi gửi.")
	}
	if len(s.Members) < 2 {
		return problem.New(problem.Invalid, "Giao ước cần ít nhất hai đơn vị thành viên.")
	}
	var lost []string
	for _, i := range s.Indicators {
		if i.Content > len(s.Contents) {
			lost = append(lost, fmt.Sprintf("%s (nội dung %d)", i.Code, i.Content))
		}
	}
	if len(lost) > 0 {
		return problem.New(problem.Invalid, "Có chỉ số gắn với nội dung không có trong giao ước: %s. Hãy chọn lại nội dung cho các chỉ số này.", strings.Join(lost, ", "))
	}
	return nil
}

// Answer is what a member says of the version that is out: one comment, or that
// it has none.
type Answer struct {
	UnitID      string
	Fingerprint string // of the version the person read; empty for the one that is out
	ContentNo   int    // 0 for the whole
	Body        string
	None        bool
}

// Reply stores a member's answer to the version that is out for comment.
func Reply(tx *db.Tx, y cycle.Year, a Answer) error {
	if err := access.Require(tx, access.CovenantComment, y.UnitScope(a.UnitID)); err != nil {
		return err
	}
	c, v, err := current(tx, y)
	if err != nil {
		return err
	}
	if c.State != Comment {
		return problem.New(problem.Closed, "Giao ước %s; lúc này không lấy ý kiến.", c.State.Name())
	}
	if tx.Today().After(c.CommentDue) {
		return problem.New(problem.Closed, "Hạn góp ý là ngày %s, đã qua.", c.CommentDue.Short())
	}
	if err := cycle.MustBeMember(tx, y, a.UnitID); err != nil {
		return err
	}
	if a.Fingerprint != "" && a.Fingerprint != v.Fingerprint {
		return stale(tx, c, v, a.Fingerprint, "góp ý")
	}
	if a, err = checkAnswer(a, v); err != nil {
		return err
	}
	comments, err := commentsOn(tx, v.ID)
	if err != nil {
		return fmt.Errorf("read comments: %w", err)
	}
	if slices.ContainsFunc(comments, func(r Remark) bool {
		return r.UnitID == a.UnitID && r.ContentNo == a.ContentNo && r.Body == a.Body
	}) {
		return nil // a second click
	}
	r := Remark{ID: db.NewID(), VersionID: v.ID, UnitID: a.UnitID, ContentNo: a.ContentNo, Body: a.Body, At: db.At(tx.Now)}
	r.Name = access.Signature(tx.Actor, access.CovenantComment, y.UnitScope(a.UnitID))
	if err := insertComment(tx, r); err != nil {
		return fmt.Errorf("store comment: %w", err)
	}
	return noted(tx, y, access.CovenantComment, c, nil, r, "")
}

func checkAnswer(a Answer, v Version) (Answer, error) {
	a.Body = clean(a.Body)
	if a.None && a.Body != "" {
		return a, problem.Field("body", "Bạn đã gõ ý kiến: bấm «Gửi ý kiến» để gửi, hoặc xóa trắng ô này rồi chọn «Không có ý kiến».")
	}
	if a.None {
		a.ContentNo = 0
		return a, nil
	}
	text, err := v.Text()
	if err != nil {
		return a, err
	}
	var list problem.List
	if a.ContentNo < 0 || a.ContentNo > len(text.Contents) {
		list.Add("content_no", "Bản %d có %d nội dung; chọn một trong số đó hoặc toàn văn.", v.Number, len(text.Contents))
	}
	if a.Body == "" {
		list.Add("body", "Ghi ý kiến, hoặc chọn «Không có ý kiến».")
	}
	blob.RefuseSecrets(&list, "body", a.Body)
	return a, list.Err()
}

// current finds the covenant of a year and its last version.
func current(tx *db.Tx, y cycle.Year) (Covenant, Version, error) {
	c, err := Find(tx, y)
	if err != nil {
		return c, Version{}, err
	}
	versions, err := versionsOf(tx, c.ID)
	if err != nil {
		return c, Version{}, fmt.Errorf("read versions: %w", err)
	}
	if len(versions) == 0 {
		return c, Version{}, problem.New(problem.Closed, "Giao ước %s; chưa có bản nào được gửi đi.", c.State.Name())
	}
	return c, versions[len(versions)-1], nil
}

// stale refuses an act on a text that is no longer the one in hand, and says
// what has changed since.
func stale(tx *db.Tx, c Covenant, now Version, seen, act string) error {
	versions, err := versionsOf(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read versions: %w", err)
	}
	for _, v := range slices.Backward(versions) {
		if v.Fingerprint != seen {
			continue
		}
		before, err := v.Text()
		if err != nil {
			return err
		}
		after, err := now.Text()
		if err != nil {
			return err
		}
		what := inWords(Compare(before, after))
		if what == "" {
			what = "thứ tự trình bày"
		}
		return problem.New(problem.Conflict, "Văn bản đã đổi từ khi bạn mở trang này. Bạn đọc bản %d; bản %d khác ở chỗ: %s. Hãy đọc bản %d rồi %s.",
			v.Number, now.Number, what, now.Number, act)
	}
	return problem.New(problem.Conflict, "Văn bản đã đổi từ khi bạn mở trang này; hãy đọc bản %d rồi %s.", now.Number, act)
}
