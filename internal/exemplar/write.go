package exemplar

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/blob"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

func object(id string) record.Object { return record.Object{Kind: "exemplar", ID: id} }

func find(tx *db.Tx, id string) (Exemplar, error) {
	e, err := exemplarByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return e, problem.New(problem.NotFound, "Không có bài điển hình này.")
	}
	if err != nil {
		return e, fmt.Errorf("find exemplar %s: %w", id, err)
	}
	return e, nil
}

func (e *Exemplar) seen(version int64) error {
	if e.Version != version {
		return problem.New(problem.Conflict, "Bài này vừa được người khác sửa sau khi bạn mở trang. Xem lại rồi làm tiếp.")
	}
	return nil
}

// Write begins a story as a draft of an office (soạn bài). The id is that of the form,
// so that a form sent twice begins one.
func Write(tx *db.Tx, e Exemplar) (Exemplar, error) {
	scope := access.Scope{Unit: e.OfficeID}
	if err := access.Require(tx, access.ExemplarKeep, scope); err != nil {
		return e, err
	}
	if e.ID == "" {
		e.ID = db.NewID()
	}
	if _, err := exemplarByID(tx, e.ID); !errors.Is(err, db.ErrNoRow) {
		if err != nil {
			return e, fmt.Errorf("find exemplar %s: %w", e.ID, err)
		}
		return e, problem.New(problem.Conflict, "Bài này đã được ghi từ lần gửi trước.")
	}
	if err := e.check(tx); err != nil {
		return e, err
	}
	e.State, e.Slug, e.Version, e.CreatedAt = Draft, "", 1, db.At(tx.Now)
	e.WriterID, e.SavedID, e.SavedBy = tx.Actor.ID, tx.Actor.ID, access.Signature(tx.Actor, access.ExemplarKeep, scope)
	if err := insertExemplar(tx, e); err != nil {
		return e, fmt.Errorf("write exemplar: %w", err)
	}
	return e, record.Add(tx, record.Act{Act: access.ExemplarKeep, Object: object(e.ID), Scope: scope, After: e})
}

// Rewrite saves a story that is not published; a withdrawn one is a draft again. Without
// a new picture the old one stays.
func Rewrite(tx *db.Tx, e Exemplar, version int64) error {
	before, err := find(tx, e.ID)
	if err != nil {
		return err
	}
	scope := access.Scope{Unit: before.OfficeID}
	if err := access.Require(tx, access.ExemplarKeep, scope); err != nil {
		return err
	}
	if before.State == Published {
		return problem.New(problem.Closed, "Bài đang đăng trên cổng thì không sửa; rút bài trước, sửa rồi trình người khác đăng lại.")
	}
	if err := before.seen(version); err != nil {
		return err
	}
	after := before
	after.Kind, after.Name, after.Title, after.UnitID, after.ClusterID, after.SubjectID = e.Kind, e.Name, e.Title, e.UnitID, e.ClusterID, e.SubjectID
	after.Work, after.Story, after.Direct, after.Small, after.Consent, after.PhotoAlt = e.Work, e.Story, e.Direct, e.Small, e.Consent, e.PhotoAlt
	if e.PhotoHash != "" {
		after.PhotoHash = e.PhotoHash
	}
	if err := after.check(tx); err != nil {
		return err
	}
	after.State, after.SavedID, after.SavedBy = Draft, tx.Actor.ID, access.Signature(tx.Actor, access.ExemplarKeep, scope)
	return store(tx, access.ExemplarKeep, scope, before, after, "")
}

func store(tx *db.Tx, act access.Act, scope access.Scope, before, after Exemplar, why string) error {
	after.Version++
	if err := updateExemplar(tx, after); err != nil {
		return fmt.Errorf("store exemplar %s: %w", after.ID, err)
	}
	return record.Add(tx, record.Act{Act: act, Object: object(after.ID), Scope: scope, Before: before, After: after, Reason: why})
}

func (e *Exemplar) check(tx *db.Tx) error {
	var list problem.List
	if !slices.Contains(Kinds(), e.Kind) {
		list.Add("kind", "Chọn cá nhân, tập thể hay hộ gia đình.")
	}
	line(&list, "name", &e.Name, "Ghi tên người, tập thể, hộ gia đình.")
	line(&list, "title", &e.Title, "Ghi tên bài.")
	line(&list, "work", &e.Work, "")
	line(&list, "consent", &e.Consent, "")
	line(&list, "photo_alt", &e.PhotoAlt, "")
	long(&list, "story", &e.Story, "Viết câu chuyện.")
	if e.PhotoHash != "" && e.PhotoAlt == "" {
		list.Add("photo_alt", "Ghi ảnh cho thấy gì, để người không nhìn thấy ảnh cũng biết.")
	}
	if e.Direct && e.Kind != rules.Person {
		list.Add("direct", "Người trực tiếp lao động là cá nhân.")
	}
	if e.Small && e.Kind != rules.Collective {
		list.Add("small", "Tập thể nhỏ là tập thể.")
	}
	blob.RefuseSecrets(&list, "name", e.Name, "title", e.Title, "work", e.Work, "story", e.Story, "consent", e.Consent, "photo_alt", e.PhotoAlt)
	if _, err := org.Find(tx, e.UnitID, tx.Today()); problem.Is(err, problem.NotFound) {
		list.Add("unit", "Chọn đơn vị trong danh sách.")
	} else if err != nil {
		return err
	}
	if e.ClusterID != "" {
		if _, err := cluster.Find(tx, e.ClusterID); problem.Is(err, problem.NotFound) {
			list.Add("cluster", "Chọn cụm, khối trong danh sách.")
		} else if err != nil {
			return err
		}
	}
	if e.SubjectID != "" {
		if _, err := award.FileOf(tx, e.SubjectID); problem.Is(err, problem.NotFound) || problem.Is(err, problem.Denied) {
			list.Add("subject", "Chọn hồ sơ trong sổ khen thưởng mà bạn được xem.")
		} else if err != nil {
			return err
		}
	}
	e.Folded = e.folded()
	return list.Err()
}

// slug is an address that no other story has.
func slug(tx *db.Tx, title string) (string, error) {
	base := vn.Slug(title)
	if base == "" || slices.Contains(reserved, base) {
		base = "bai-" + base
	}
	for n := 1; ; n++ {
		s := base
		if n > 1 {
			s = fmt.Sprintf("%s-%d", base, n)
		}
		_, err := exemplarBySlug(tx, s)
		if errors.Is(err, db.ErrNoRow) {
			return s, nil
		}
		if err != nil {
			return "", fmt.Errorf("find exemplar at %s: %w", s, err)
		}
	}
}

// reserved are the addresses of other pages beside the stories.
var reserved = []string{"gioi-thieu", "tra-cuu", "cho-dang"}
