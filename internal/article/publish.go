package article

import (
	"fmt"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/search"
	"giaouoc/internal/vn"
)

// SendBack returns a text to its writers with a remark.
func SendBack(tx *db.Tx, id string, version int64, remark string) (Article, error) {
	before, err := own(tx, id, access.ArticlePublish)
	if err != nil {
		return before, err
	}
	if err := before.at(version, Review, Scheduled); err != nil {
		return before, err
	}
	remark = vn.Line(remark)
	if remark == "" {
		return before, problem.Field("remark", "Ghi cần sửa điều gì.")
	}
	if len([]rune(remark)) > longSummary {
		return before, problem.Field("remark", "Dài quá %d chữ.", longSummary)
	}
	a := before
	a.State, a.Remark, a.PublishAt = Draft, remark, nil
	return moved(tx, access.ArticlePublish, before, a, remark)
}

// furthest is how far ahead a text may be scheduled.
const furthest = 366 * 24 * time.Hour

// Publish shows a reviewed text to readers, now or at a later time. Who wrote it since
// its last publication is not who publishes it.
func Publish(tx *db.Tx, id string, version int64, at time.Time) (Article, error) {
	before, err := own(tx, id, access.ArticlePublish)
	if err != nil {
		return before, err
	}
	if err := before.at(version, Review, Scheduled); err != nil {
		return before, err
	}
	if before.WroteIt(tx.Actor.Persons()...) {
		return before, problem.New(problem.Denied, "Bạn đã viết «%s»; người thứ hai duyệt và đăng.", before.Title)
	}
	if err := complete(tx, before); err != nil {
		return before, err
	}
	a := before
	if at.After(tx.Now) {
		if at.After(tx.Now.Add(furthest)) {
			return before, problem.Field("publish_at", "Hẹn giờ trong vòng một năm.")
		}
		when := db.At(at)
		a.State, a.PublishAt = Scheduled, &when
		return moved(tx, access.ArticlePublish, before, a, "")
	}
	if a, err = shown(tx, before); err != nil {
		return before, err
	}
	return a, a.recorded(tx, access.ArticlePublish, before, a.Correction)
}

// shown makes the text that waits the one that readers see.
func shown(tx *db.Tx, before Article) (Article, error) {
	a, now := before, db.At(tx.Now)
	a.State, a.PublicVersion, a.ChangedAt, a.Writers, a.Remark = Published, before.Version, now, "", ""
	a.PublishAt, a.WithdrawnAt, a.WithdrawnFor = nil, nil, ""
	if a.PublishedAt == nil {
		a.PublishedAt = &now
	}
	if err := updateArticle(tx, a, before.Version); err != nil {
		return before, fmt.Errorf("publish article %s: %w", a.ID, err)
	}
	if err := markPublic(tx, a.ID, a.Version, now); err != nil {
		return before, fmt.Errorf("publish article %s: %w", a.ID, err)
	}
	return a, search.Put(tx, search.Entry{Kind: search.Article, ObjectID: a.ID, Title: a.Title, Detail: a.Summary, Address: Path(a.Slug), Day: vn.DateOf(a.PublishedAt.Time)})
}

// Path is the public address of a text.
func Path(slug string) string { return "/bai-viet/" + slug }

// Release publishes the scheduled texts whose time has come, and returns how many.
//
// Public: the time was set by who published; the record says that it came.
func Release(tx *db.Tx) (int, error) {
	due, err := dueArticles(tx, db.At(tx.Now))
	if err != nil {
		return 0, fmt.Errorf("list scheduled articles: %w", err)
	}
	for _, before := range due {
		a, err := shown(tx, before)
		if err != nil {
			return 0, err
		}
		if err := a.recorded(tx, access.ArticlePublish, before, a.Correction); err != nil {
			return 0, err
		}
	}
	return len(due), nil
}

// Withdraw takes a published text away from readers. Its address says when and why.
func Withdraw(tx *db.Tx, id string, version int64, why string) (Article, error) {
	before, err := own(tx, id, access.ArticlePublish)
	if err != nil {
		return before, err
	}
	switch {
	case before.Version != version:
		return before, problem.New(problem.Conflict, "«%s» vừa có bản mới (bản %d) sau khi bạn mở trang; hãy xem lại.", before.Title, before.Version)
	case !before.IsPublic():
		return before, problem.New(problem.Closed, "«%s» không có trên cổng.", before.Title)
	}
	why = vn.Line(why)
	if why == "" {
		return before, problem.Field("why", "Ghi lý do gỡ; người đọc sẽ thấy.")
	}
	if len([]rune(why)) > longSummary {
		return before, problem.Field("why", "Dài quá %d chữ.", longSummary)
	}
	a, now := before, db.At(tx.Now)
	a.State, a.WithdrawnAt, a.WithdrawnFor, a.PublishAt = Withdrawn, &now, why, nil
	if err := search.Remove(tx, search.Article, id); err != nil {
		return before, err
	}
	return moved(tx, access.ArticlePublish, before, a, why)
}

// IsOver says that a notice has passed its last day.
func (a Article) IsOver(today vn.Date) bool {
	return !a.ExpiresOn.IsZero() && a.ExpiresOn.Before(today)
}
