package web_test

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/article"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// A reader turns the pages of a cluster's news, of one year as of all, and meets each
// text once; the address of a page stays right when a newer text comes.
func TestTurningThePagesOfAClustersNews(t *testing.T) {
	s := newSite(t, nil).start()
	editor := func(id string) db.Actor {
		return db.Actor{ID: id, Name: id, Grants: []db.Grant{{Role: string(access.Editor), Scope: access.ScopePortal}}}
	}
	publish := func(n int) {
		var a article.Article
		dbtest.Update(t, s.db, editor("a"), func(tx *db.Tx) error {
			c, err := cluster.BySlug(tx, "nam-thanh-pho")
			if err != nil {
				return err
			}
			text := article.Text{Title: fmt.Sprintf("Bài số %02d.", n), Summary: "x", Source: "x", Author: "x", Body: "x", ClusterID: c.ID, Year: 2024}
			if a, err = article.Write(tx, article.News, text, ""); err == nil {
				a, err = article.Send(tx, a.ID, a.Version)
			}
			return err
		})
		dbtest.Update(t, s.db, editor("b"), func(tx *db.Tx) error {
			_, err := article.Publish(tx, a.ID, a.Version, time.Time{})
			return err
		})
	}
	all := 23
	for n := range all {
		publish(n)
	}
	visitor := s.person()
	older := regexp.MustCompile(`href="(/cum/nam-thanh-pho/tin\?sau=[^"]+)"`)
	title := regexp.MustCompile(`Bài số \d\d\.</a>`)
	for _, first := range []string{"/cum/nam-thanh-pho/tin", "/cum/nam-thanh-pho/tin?nam=2024"} {
		met := map[string]int{}
		second := ""
		for path, turned := first, 0; path != ""; turned++ {
			_, page := visitor.get(path)
			for _, found := range title.FindAllString(page, -1) {
				met[found]++
			}
			if strings.Contains(page, "Về đầu danh sách") != (turned > 0) {
				t.Errorf("page %d of %s does not lead to the first alone", turned, first)
			}
			path = ""
			if m := older.FindStringSubmatch(page); m != nil {
				path = html.UnescapeString(m[1])
				second = path
			}
			if strings.Contains(first, "nam=") && path != "" && !strings.Contains(path, "nam=2024") {
				t.Errorf("%s leaves its year: %s", first, path)
			}
		}
		if len(met) != all || met["Bài số 00.</a>"] != 1 {
			t.Errorf("%s: met %v", first, met)
		}
		_, before := visitor.get(second)
		publish(all)
		all++
		if _, after := visitor.get(second); strings.Join(title.FindAllString(before, -1), "") != strings.Join(title.FindAllString(after, -1), "") {
			t.Errorf("%s shows other texts once a newer one is there", second)
		}
	}
}
