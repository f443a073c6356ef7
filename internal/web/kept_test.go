package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/db/dbtest"
)

// publishes has one editor write an article and another publish it; it returns the
// article's address on the desk, and its version.
func (s *site) publishes(title, body string) (desk, version string) {
	s.t.Helper()
	writer, editor := s.as("bien-tap"), s.as("duyet-tin")
	res, page := writer.form("/bien-tap", url.Values{"kind": {"news"}, "title": {title}}.Encode())
	if res.StatusCode != http.StatusSeeOther {
		s.t.Fatalf("begin: %d %s", res.StatusCode, words(page))
	}
	desk = res.Header.Get("Location")
	for _, step := range []struct {
		who  *person
		path string
		form url.Values
	}{
		{writer, desk, url.Values{"version": {"1"}, "title": {title}, "summary": {"Tóm tắt."}, "source": {"Nguồn"}, "author": {"Tác giả"}, "body": {body}}},
		{writer, desk + "/gui", url.Values{"version": {"2"}}},
		{editor, desk + "/dang", url.Values{"version": {"2"}}},
	} {
		if res, page := step.who.form(step.path, step.form.Encode()); res.StatusCode != http.StatusSeeOther {
			s.t.Fatalf("%s: %d %s", step.path, res.StatusCode, words(page))
		}
	}
	return desk, "2"
}

// What visitors share is kept, and is right again the moment that something changes.
func TestAKeptPageIsNeverOld(t *testing.T) {
	s := newSite(t, nil).start()
	visitor := s.person()
	sees := func(path, what string, want bool) (tag string) {
		t.Helper()
		res, page := visitor.get(path)
		if strings.Contains(page, what) != want {
			t.Errorf("%s: %q shown %v, want %v (%d)", path, what, !want, want, res.StatusCode)
		}
		return res.Header.Get("ETag")
	}
	sees("/", "Bài thứ nhất", false)
	sees("/tin", "Bài thứ nhất", false)
	desk, version := s.publishes("Bài thứ nhất", "Lời thứ nhất.")
	first := sees("/bai-viet/bai-thu-nhat", "Lời thứ nhất.", true)
	sees("/", "Bài thứ nhất", true)
	sees("/tin", "Bài thứ nhất", true)
	if again := sees("/bai-viet/bai-thu-nhat", "Lời thứ nhất.", true); again != first || first == "" {
		t.Errorf("the same page has the tags %s and %s", first, again)
	}
	req, err := http.NewRequest(http.MethodGet, s.URL+"/bai-viet/bai-thu-nhat", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("If-None-Match", first)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close() //nolint:errcheck // it is empty
	if res.StatusCode != http.StatusNotModified || res.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("who has the page gets %d, %v", res.StatusCode, res.Header)
	}

	// The header says the day: no page outlives midnight in Viet Nam.
	sees("/tin", "Thứ Hai, ngày 2 tháng 3 năm 2026", true)
	dbtest.SetDay(s.db, 2026, time.March, 3)
	sees("/tin", "Thứ Ba, ngày 3 tháng 3 năm 2026", true)

	if res, page := s.as("duyet-tin").form(desk+"/go", url.Values{"version": {version}, "why": {"Sai"}}.Encode()); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("withdraw: %d %s", res.StatusCode, words(page))
	}
	sees("/bai-viet/bai-thu-nhat", "Lời thứ nhất.", false)
	sees("/", "Bài thứ nhất", false)
}

// The signed-in see their own page, and leave nothing of it for visitors.
func TestAKeptPageIsNobodysOwn(t *testing.T) {
	s := newSite(t, nil).start()
	s.publishes("Bài chung", "Lời chung.")
	editor, visitor := s.as("bien-tap"), s.person()
	for range 2 {
		_, own := editor.get("/")
		_, shared := visitor.get("/")
		if !strings.Contains(own, "Lý Thị Tin") || strings.Contains(shared, "Lý Thị Tin") {
			t.Fatal("a page went to the wrong reader")
		}
	}
	if res, _ := editor.get("/bai-viet/bai-chung"); res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("the signed-in are told %q", res.Header.Get("Cache-Control"))
	}
}

// Many who ask at once while things change all get whole pages.
func TestKeptPagesUnderManyReaders(t *testing.T) {
	s := newSite(t, nil).start()
	s.publishes("Bài nhiều người đọc", "Lời.")
	whole := regexp.MustCompile(`(?s)^<!doctype html>.*</html>\s*$`)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			reader := s.person()
			for range 40 {
				res, page := reader.get("/bai-viet/bai-nhieu-nguoi-doc")
				if res.StatusCode != http.StatusOK || !whole.MatchString(page) {
					t.Errorf("%d, %d bytes", res.StatusCode, len(page))
					return
				}
			}
		})
	}
	for i := range 5 {
		s.publishes("Bài thêm "+string(rune('a'+i)), "Lời.")
	}
	group.Wait()
}
