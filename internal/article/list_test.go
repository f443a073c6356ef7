package article_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/article"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
)

func editor(id string) db.Actor {
	return db.Actor{ID: id, Name: "Biên tập " + id, Grants: []db.Grant{{Role: string(access.Editor), Scope: access.ScopePortal}}}
}

// desk is a portal with two clusters, of which one has two years.
type desk struct {
	t           *testing.T
	d           *db.DB
	mine, other cluster.Cluster
}

func newDesk(t *testing.T, d *db.DB) *desk {
	dbtest.SetDay(d, 2026, time.March, 2)
	w := &desk{t: t, d: d}
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
		for name, c := range map[string]*cluster.Cluster{"Cụm một": &w.mine, "Cụm hai": &w.other} {
			if *c, err = cluster.Create(tx, cluster.Cluster{Name: name, Kind: cluster.KindCluster, Level: cluster.LevelCentral}); err != nil {
				return err
			}
		}
		for _, year := range []int{2024, 2025} {
			if _, err = cycle.Open(tx, cycle.Opening{ClusterID: w.mine.ID, Year: year, History: true}); err != nil {
				return err
			}
		}
		return nil
	})
	return w
}

// publishes has one editor write a text and another publish it.
func (w *desk) publishes(kind article.Kind, t article.Text) (a article.Article) {
	w.t.Helper()
	t.Summary, t.Source, t.Author, t.Body = "Tóm tắt.", "Nguồn", "Tác giả", "Lời."
	dbtest.Update(w.t, w.d, editor("a"), func(tx *db.Tx) (err error) {
		if a, err = article.Write(tx, kind, t, ""); err != nil {
			return err
		}
		a, err = article.Send(tx, a.ID, a.Version)
		return err
	})
	dbtest.Update(w.t, w.d, editor("b"), func(tx *db.Tx) (err error) {
		a, err = article.Publish(tx, a.ID, a.Version, time.Time{})
		return err
	})
	return a
}

// lists are the titles of a cluster's texts in a year, page by page.
func (w *desk) lists(year, atOnce int) (pages []string) {
	w.t.Helper()
	dbtest.Update(w.t, w.d, db.Actor{}, func(tx *db.Tx) error {
		for after := ""; ; {
			list, err := article.OfCluster(tx, w.mine.ID, year, after, atOnce)
			if err != nil || len(list) == 0 {
				return err
			}
			var titles []string
			for _, a := range list {
				titles = append(titles, a.Title)
			}
			pages, after = append(pages, strings.Join(titles, " ")), list[len(list)-1].ID
		}
	})
	return pages
}

// The texts of a cluster come page by page, each once, as their published versions say
// where they belong; the pages stay when one is withdrawn.
func TestTheTextsOfACluster(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newDesk(t, d)
		var all []article.Article
		for i := range 5 {
			all = append(all, w.publishes(article.Kinds[i%2], article.Text{Title: fmt.Sprint(i), ClusterID: w.mine.ID, Year: []int64{2024, 2025, 0}[i%3]}))
		}
		w.publishes(article.News, article.Text{Title: "khác", ClusterID: w.other.ID})
		w.publishes(article.News, article.Text{Title: "chung"})
		if got := w.lists(0, 2); !slices.Equal(got, []string{"4 3", "2 1", "0"}) {
			t.Errorf("all years by two: %q", got)
		}
		if got := w.lists(2024, 9); !slices.Equal(got, []string{"3 0"}) {
			t.Errorf("of 2024: %q", got)
		}
		// A draft beside the published text moves nothing.
		dbtest.Update(t, d, editor("a"), func(tx *db.Tx) error {
			text := all[4].Text
			text.ClusterID, text.Year, text.Correction = "", 0, "Không thuộc cụm."
			_, err := article.Save(tx, all[4].ID, all[4].Version, text)
			return err
		})
		dbtest.Update(t, d, editor("b"), func(tx *db.Tx) error {
			_, err := article.Withdraw(tx, all[3].ID, all[3].Version, "Sai")
			return err
		})
		if got := w.lists(0, 9); !slices.Equal(got, []string{"4 2 1 0"}) {
			t.Errorf("after one was withdrawn: %q", got)
		}
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			list, err := article.OfCluster(tx, w.mine.ID, 0, all[3].ID, 9)
			if err != nil || len(list) != 3 || list[0].ID != all[2].ID {
				t.Errorf("the page after the withdrawn one: %d texts, %v", len(list), err)
			}
			years, err := article.YearsOf(tx, w.mine.ID)
			if err != nil || !slices.Equal(years, []int{2025, 2024}) {
				t.Errorf("years %v, %v", years, err)
			}
			_, err = article.OfCluster(tx, w.mine.ID, 0, "khong-co", 9)
			if !problem.Is(err, problem.NotFound) {
				t.Errorf("a page that never was: %v", err)
			}
			return nil
		})
	})
}

// A text stands at no cluster and no year that has no page.
func TestATextBelongsWhereAPageIs(t *testing.T) {
	w := newDesk(t, dbtest.OpenSQLite(t))
	for field, text := range map[string]article.Text{
		"cluster": {Title: "x", ClusterID: "khong-co"}, "year": {Title: "x", ClusterID: w.mine.ID, Year: 2031},
	} {
		err := dbtest.Try(w.d, editor("a"), func(tx *db.Tx) error { _, err := article.Write(tx, article.News, text, ""); return err })
		if list := problem.All(err); len(list) != 1 || list[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
