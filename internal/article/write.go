package article

import (
	"errors"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// portal is the scope of every act of this package.
var portal = access.Scope{Portal: true}

// Write begins a text as a draft. The same form again returns what it made.
func Write(tx *db.Tx, kind Kind, t Text, request string) (Article, error) {
	if err := access.Require(tx, access.ArticleWrite, portal); err != nil {
		return Article{}, err
	}
	if request != "" {
		made, err := articleOfRequest(tx, request)
		if err == nil || !errors.Is(err, db.ErrNoRow) {
			return made, err
		}
	}
	if kind.Name() == "" {
		return Article{}, problem.Field("kind", "Chọn bài viết hoặc thông báo.")
	}
	t = t.tidy()
	if err := t.check(tx, kind, nil); err != nil {
		return Article{}, err
	}
	a := Article{ID: db.NewID(), Kind: kind, State: Draft, Text: t, Version: 1, Writers: tx.Actor.ID, ChangedAt: db.At(tx.Now), CreatedBy: tx.Actor.ID, Request: request}
	var err error
	if a.Slug, err = freeSlug(tx, t.Title, a.ID); err != nil {
		return a, err
	}
	if err := insertArticle(tx, a); err != nil {
		return a, fmt.Errorf("write article: %w", err)
	}
	if err := insertVersion(tx, a.snapshot(tx)); err != nil {
		return a, fmt.Errorf("write article: %w", err)
	}
	return a, a.recorded(tx, access.ArticleWrite, Article{}, "")
}

// freeSlug is the address of a new text: its title, and letters of its id where another
// has that title.
func freeSlug(tx *db.Tx, title, id string) (string, error) {
	slug := vn.Slug(title)
	if words := strings.Split(slug, "-"); len(words) > 14 {
		slug = strings.Join(words[:14], "-")
	}
	if len(slug) > 100 {
		slug = slug[:100]
	}
	if slug == "" {
		slug = "bai"
	}
	_, err := articleBySlug(tx, slug)
	switch {
	case errors.Is(err, db.ErrNoRow):
		return slug, nil
	case err != nil:
		return "", fmt.Errorf("find article by address %s: %w", slug, err)
	}
	return slug + "-" + id[len(id)-6:], nil
}

// snapshot is the text of an article as the version that stays.
func (a Article) snapshot(tx *db.Tx) Version {
	return Version{ArticleID: a.ID, Version: a.Version, Text: a.Text, WrittenBy: tx.Actor.ID, WrittenAt: db.At(tx.Now)}
}

// recorded writes the entry of an act on an article.
func (a Article) recorded(tx *db.Tx, act access.Act, before Article, reason string) error {
	var was any
	if before.ID != "" {
		was = before
	}
	return record.Add(tx, record.Act{Act: act, Object: record.Object{Kind: "article", ID: a.ID}, Scope: portal, Before: was, After: a, Reason: reason})
}

// Bounds of a text, in letters.
const (
	longTitle   = 200
	longSummary = 600
	longLine    = 200
	longBody    = 100_000
	mostRelated = 6
)

func (t Text) tidy() Text {
	for _, line := range []*string{&t.Title, &t.Summary, &t.Source, &t.Place, &t.Author} {
		*line = vn.Line(*line)
	}
	t.Correction = vn.Line(t.Correction)
	t.Body = vn.Text(t.Body)
	t.Related, t.Files = strings.Join(strings.Fields(t.Related), " "), strings.Join(strings.Fields(t.Files), " ")
	return t
}

// check refuses what a draft must not hold; what a draft may still lack is asked when it
// is sent.
func (t Text) check(tx *db.Tx, kind Kind, pictures []Picture) error {
	var list problem.List
	if t.Title == "" {
		list.Add("title", "Ghi tiêu đề.")
	}
	for _, f := range []struct {
		field, text string
		most        int
	}{{"title", t.Title, longTitle}, {"summary", t.Summary, longSummary}, {"source", t.Source, longLine}, {"place", t.Place, longLine}, {"author", t.Author, longLine}, {"correction", t.Correction, longSummary}, {"body", t.Body, longBody}} {
		if n := len([]rune(f.text)); n > f.most {
			list.Add(f.field, "Dài %d chữ, quá %d chữ.", n, f.most)
		}
		blob.RefuseSecrets(&list, f.field, f.text)
	}
	if t.EventDay.After(tx.Today()) && kind == News {
		list.Add("event_day", "Ngày diễn ra không được sau hôm nay, %s; việc sắp tới thì để trống và ghi trong bài.", tx.Today().Short())
	}
	if len(t.RelatedIDs()) > mostRelated {
		list.Add("related", "Chọn nhiều nhất %d bài liên quan.", mostRelated)
	}
	if t.Year != 0 && t.ClusterID == "" {
		list.Add("year", "Chọn cụm, khối của năm này.")
	}
	if err := t.checkPlace(tx, &list); err != nil {
		return err
	}
	if len([]rune(t.Body)) <= longBody {
		checkBody(&list, t.Body, pictures)
	}
	return list.Err()
}

// checkPlace refuses a cluster or a year that has no page on which the text could stand.
func (t Text) checkPlace(tx *db.Tx, list *problem.List) error {
	if t.ClusterID == "" {
		return nil
	}
	c, err := cluster.Find(tx, t.ClusterID)
	if problem.Is(err, problem.NotFound) {
		list.Add("cluster", "Chọn cụm, khối trong danh sách.")
		return nil
	}
	if err != nil || t.Year == 0 {
		return err
	}
	if _, err = cycle.Find(tx, t.ClusterID, int(t.Year)); problem.Is(err, problem.NotFound) {
		list.Add("year", "%s không có năm thi đua %d trong chương trình; ghi năm khác, hoặc để trống để bài đứng ở trang chung của %s.", c.Name, t.Year, c.Kind.Word())
		return nil
	}
	return err
}
