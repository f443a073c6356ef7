package article

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

func find(tx *db.Tx, id string) (Article, error) {
	a, err := articleByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return a, problem.New(problem.NotFound, "Không có bài viết này.")
	}
	if err != nil {
		return a, fmt.Errorf("find article %s: %w", id, err)
	}
	return a, nil
}

// Work is an article as who writes or reviews it sees it.
type Work struct {
	Article
	Pictures []Picture
	Files    []File
	Versions []Version // the newest first
	Typing   *Typing   // what the person has typed and not saved
}

// Look is an article with what belongs to it.
//
// Read: requires the right to see what the editors write.
func Look(tx *db.Tx, id string) (Work, error) {
	if err := access.Require(tx, access.ArticleRead, portal); err != nil {
		return Work{}, err
	}
	a, err := find(tx, id)
	if err != nil {
		return Work{}, err
	}
	w := Work{Article: a}
	var errs [4]error
	w.Pictures, errs[0] = picturesOf(tx, id)
	w.Files, errs[1] = filesOf(tx, id)
	w.Versions, errs[2] = versionsOf(tx, id)
	w.Typing, errs[3] = typing(tx, id)
	if err := errors.Join(errs[:]...); err != nil {
		return w, fmt.Errorf("read article %s: %w", id, err)
	}
	return w, nil
}

func typing(tx *db.Tx, id string) (*Typing, error) {
	t, err := typingOf(tx, tx.Actor.ID, id)
	if errors.Is(err, db.ErrNoRow) {
		return nil, nil
	}
	return &t, err
}

// List lists the articles in a state, the newest first, with how many there are in each.
//
// Read: requires the right to see what the editors write.
func List(tx *db.Tx, state State, most int) ([]Article, map[State]int, error) {
	if err := access.Require(tx, access.ArticleRead, portal); err != nil {
		return nil, nil, err
	}
	list, err := articlesIn(tx, state, most)
	if err != nil {
		return nil, nil, fmt.Errorf("list articles: %w", err)
	}
	counts, err := countIn(tx)
	if err != nil {
		return nil, nil, fmt.Errorf("count articles: %w", err)
	}
	return list, counts, nil
}

// ToReview counts the texts that wait for a second person.
//
// Read: requires the right to publish; nothing waits for who may not.
func ToReview(tx *db.Tx) ([]Article, error) {
	if access.Require(tx, access.ArticlePublish, portal) != nil {
		return nil, nil
	}
	list, err := articlesIn(tx, Review, 100)
	if err != nil {
		return nil, fmt.Errorf("list articles to review: %w", err)
	}
	return slices.DeleteFunc(list, func(a Article) bool { return a.WroteIt(tx.Actor.Persons()...) }), nil
}

// Page is an article as readers see it.
type Page struct {
	Article
	Pictures    []Picture
	Files       []File
	Corrections []Version // what was corrected since it was first published, the oldest first
	Related     []Article // as the editor chose them
}

// Lead is the picture above the text.
func (p Page) Lead() (Picture, bool) {
	i := slices.IndexFunc(p.Pictures, func(x Picture) bool { return x.ID == p.PictureID })
	if i < 0 {
		return Picture{}, false
	}
	return p.Pictures[i], true
}

// PublicOf is the published text at an address. A withdrawn one comes without its text,
// with when and why.
//
// Public: what is published.
func PublicOf(tx *db.Tx, slug string) (Page, error) {
	a, err := publicBySlug(tx, slug)
	if errors.Is(err, db.ErrNoRow) {
		return Page{}, problem.New(problem.NotFound, "Không có bài viết ở địa chỉ này.")
	}
	if err != nil {
		return Page{}, fmt.Errorf("find article at %s: %w", slug, err)
	}
	p := Page{Article: a}
	if a.WithdrawnAt != nil {
		p.Text = Text{Title: a.Title}
		return p, nil
	}
	var errs [3]error
	p.Pictures, errs[0] = picturesOf(tx, a.ID)
	p.Files, errs[1] = filesOf(tx, a.ID)
	p.Corrections, errs[2] = correctionsOf(tx, a.ID)
	if err := errors.Join(errs[:]...); err != nil {
		return p, fmt.Errorf("read article %s: %w", a.ID, err)
	}
	p.Files = slices.DeleteFunc(p.Files, func(f File) bool { return !slices.Contains(a.FileIDs(), f.ID) })
	for _, id := range a.RelatedIDs() {
		other, err := publicByID(tx, id)
		if errors.Is(err, db.ErrNoRow) {
			continue // withdrawn since
		}
		if err != nil {
			return p, fmt.Errorf("find related article %s: %w", id, err)
		}
		p.Related = append(p.Related, other)
	}
	return p, nil
}

// PublicByID is a text that readers saw once, as they saw it last; it may be withdrawn.
//
// Public: what is, or was, published.
func PublicByID(tx *db.Tx, id string) (Article, error) {
	a, err := shownByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return a, problem.New(problem.NotFound, "Không có bài viết này.")
	}
	if err != nil {
		return a, fmt.Errorf("find article %s: %w", id, err)
	}
	return a, nil
}

// Newest lists what is published of a kind, the newest first: those after another one in
// that order, or the first ones.
//
// Public: what is published.
func Newest(tx *db.Tx, kind Kind, after string, most int) ([]Article, error) {
	at, id, err := placeOf(tx, after)
	if err != nil {
		return nil, err
	}
	list, err := publicPage(tx, kind, at, id, most)
	if err != nil {
		return nil, fmt.Errorf("list published articles: %w", err)
	}
	return list, nil
}

// OfCluster lists what is published of a cluster, in one year or in all (0), the newest
// first: those after another one in that order, or the first ones.
//
// Public: what is published.
func OfCluster(tx *db.Tx, clusterID string, year int, after string, most int) ([]Article, error) {
	at, id, err := placeOf(tx, after)
	if err != nil {
		return nil, err
	}
	list, err := publicOfCluster(tx, clusterID, int64(year), at, id, most)
	if err != nil {
		return nil, fmt.Errorf("list published articles of cluster %s: %w", clusterID, err)
	}
	return list, nil
}

// placeOf is the place of a text in the order of publication, or that before all texts.
// One that was withdrawn keeps its place, so that the pages of a list stay.
func placeOf(tx *db.Tx, id string) (db.Time, string, error) {
	if id == "" {
		return db.At(tx.Now.AddDate(100, 0, 0)), "", nil
	}
	a, err := shownByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return db.Time{}, "", problem.New(problem.NotFound, "Không có trang này; hãy xem từ đầu danh sách.")
	}
	if err != nil {
		return db.Time{}, "", fmt.Errorf("find article %s: %w", id, err)
	}
	return *a.PublishedAt, a.ID, nil
}

// YearsOf are the years of a cluster of which something is published, the latest first.
//
// Public: what is published.
func YearsOf(tx *db.Tx, clusterID string) ([]int, error) {
	list, err := publicYears(tx, clusterID)
	if err != nil {
		return nil, fmt.Errorf("list years of published articles of cluster %s: %w", clusterID, err)
	}
	return list, nil
}

// Since lists the news published after a moment, the newest first.
//
// Public: what is published.
func Since(tx *db.Tx, after db.Time, most int) ([]Article, error) {
	list, err := publicSince(tx, after, most)
	if err != nil {
		return nil, fmt.Errorf("list news since %s: %w", after.UTC(), err)
	}
	return list, nil
}

// PictureOf is a picture of a published text. Editors may see all.
//
// Public: what is published.
func PictureOf(tx *db.Tx, id string) (Picture, error) {
	p, err := pictureByID(tx, id)
	if err == nil {
		err = visibleTo(tx, p.ArticleID)
	}
	if errors.Is(err, db.ErrNoRow) {
		return p, problem.New(problem.NotFound, "Không có ảnh này.")
	}
	return p, err
}

// FileOf is a file of a published text. Editors may see all.
//
// Public: what is published.
func FileOf(tx *db.Tx, id string) (File, error) {
	f, err := fileByID(tx, id)
	if err == nil {
		err = visibleTo(tx, f.ArticleID)
	}
	if errors.Is(err, db.ErrNoRow) {
		return f, problem.New(problem.NotFound, "Không có tệp này.")
	}
	return f, err
}

func visibleTo(tx *db.Tx, articleID string) error {
	if access.May(tx, access.ArticleRead, portal) {
		return nil
	}
	_, err := publicByID(tx, articleID)
	return err
}
