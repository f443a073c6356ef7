package web_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/opendata"
)

// asked sends a GET as whoever holds a cookie of the login, with headers in pairs.
func (w *walkWorld) asked(path, login string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return w.send(r, login)
}

type openFileOf struct {
	Illustrative bool
	Rows         []map[string]any
}

func (w *walkWorld) rows(t *testing.T, key string) []map[string]any {
	t.Helper()
	a := w.asked("/du-lieu/"+key+".json", "")
	var f openFileOf
	if err := json.Unmarshal(a.Body.Bytes(), &f); err != nil || a.Code != http.StatusOK {
		t.Fatalf("%s: %d, %v: %s", key, a.Code, err, a.Body)
	}
	return f.Rows
}

func TestOpenData(t *testing.T) {
	w := played(t, filepath.Join(t.TempDir(), "open.db"))
	t.Run("nothing unpublished", func(t *testing.T) { nothingUnpublished(t, w) })
	t.Run("nobody in particular", func(t *testing.T) { nobodyInParticular(t, w) })
	t.Run("files agree", func(t *testing.T) { filesAgree(t, w) })
	t.Run("absurd questions", func(t *testing.T) { absurdQuestions(t, w) })
	t.Run("kept", func(t *testing.T) { openIsKept(t, w) })
	t.Run("exemplars are asked for", func(t *testing.T) { exemplarsAreAskedFor(t, w) })
	t.Run("embeds", func(t *testing.T) { embeds(t, w) })
	t.Run("catalogue", func(t *testing.T) { catalogue(t, w) })
}

// What is not published is in no set: a year has rows where its own page shows what
// they say, and no others.
func nothingUnpublished(t *testing.T, w *walkWorld) {
	years := func(key string) map[string]bool {
		found := map[string]bool{}
		for _, r := range w.rows(t, key) {
			found[fmt.Sprintf("%v/%v", r["cluster"], r["year"])] = true
		}
		return found
	}
	for key, page := range map[string]string{"xep-hang": "/xep-hang", "diem": "/xep-hang", "giao-uoc": "/giao-uoc", "chi-tieu": "/giao-uoc"} {
		have := years(key)
		for _, r := range w.rows(t, "nam") {
			year := fmt.Sprintf("%v/%v", r["cluster"], r["year"])
			public := w.asked("/cum/"+year+page, "").Code == http.StatusOK
			if have[year] && !public {
				t.Errorf("%s has rows of %s, which is not public", key, year)
			}
			if public && !have[year] && (key == "xep-hang" || key == "giao-uoc") {
				t.Errorf("%s has no rows of %s, which is public", key, year)
			}
		}
	}
	if got := slices.Sorted(maps.Keys(years("so-lieu"))); !slices.Equal(got, []string{"cum/2024", "khac/2024"}) {
		t.Errorf("figures of %v", got)
	}
	if got := slices.Sorted(maps.Keys(years("xep-hang"))); !slices.Equal(got, []string{"cum/2024", "khac/2024"}) {
		t.Errorf("rankings of %v", got)
	}
	for _, r := range w.rows(t, "de-nghi") {
		if r["state"] == "withdrawn" || r["year"] == float64(2026) {
			t.Errorf("a proposal that is not public: %v", r)
		}
	}
	exemplars := w.rows(t, opendata.ExemplarSet)
	if len(exemplars) == 0 {
		t.Error("no exemplars")
	}
	for _, r := range exemplars {
		page := w.asked(fmt.Sprint(r["address"]), "")
		if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), fmt.Sprint(r["title"])) {
			t.Errorf("an exemplar that is not public: %v", r)
		}
		for _, field := range []string{"story", "consent", "photo", "subject", "saved_by", "published_by"} {
			if _, there := r[field]; there {
				t.Errorf("an exemplar says %s", field)
			}
		}
	}
	for _, r := range w.rows(t, opendata.AwardSet) {
		if r["decision_number"] == "" || r["decision_on"] == "" {
			t.Errorf("an award without a decision: %v", r)
		}
		for _, field := range []string{"birth_year", "post", "identity", "achievement"} {
			if _, there := r[field]; there {
				t.Errorf("an award says %s", field)
			}
		}
	}
}

// A session opens nothing more, and no cookie is set.
func nobodyInParticular(t *testing.T, w *walkWorld) {
	for _, path := range []string{"/du-lieu/so-lieu.json", "/du-lieu/diem.csv", "/api/v1/xep-hang?so-dong=500", "/api/v1/de-nghi", "/du-lieu/quyet-dinh.json", "/du-lieu/dien-hinh.json", "/nhung/xep-hang/cum/2024"} {
		public, admin := w.asked(path, ""), w.asked(path, "u-admin")
		if public.Code != http.StatusOK || !bytes.Equal(public.Body.Bytes(), admin.Body.Bytes()) {
			t.Errorf("%s: %d for the public, other bytes for the administrator: %v", path, public.Code, !bytes.Equal(public.Body.Bytes(), admin.Body.Bytes()))
		}
		h := admin.Header()
		if h.Get("Set-Cookie") != "" || h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" ||
			h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: %v", path, h)
		}
	}
	for _, path := range []string{"/", "/du-lieu", "/cum/cum/2024", "/tra-cuu"} {
		if h := w.asked(path, "", "Origin", "https://khac.example").Header(); h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s may be read by every site", path)
		}
	}
	before := httptest.NewRequest(http.MethodOptions, "/api/v1/so-lieu", nil)
	if a := w.send(before, ""); a.Code != http.StatusNoContent || a.Header().Get("Access-Control-Allow-Methods") != "GET, HEAD" {
		t.Errorf("asked beforehand: %d %v", a.Code, a.Header())
	}
	if a := w.send(httptest.NewRequest(http.MethodPost, "/du-lieu/so-lieu.csv", nil), ""); a.Code != http.StatusMethodNotAllowed {
		t.Errorf("a form to a file: %d", a.Code)
	}
}

// The same rows stand in all forms of a set, and the API pages through them.
func filesAgree(t *testing.T, w *walkWorld) {
	for _, set := range opendata.SetList {
		rows := w.rows(t, set.Key)
		plain := w.asked("/du-lieu/"+set.Key+".csv", "").Body.Bytes()
		text, marked := bytes.CutPrefix(plain, []byte("\ufeff"))
		lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil || !marked || len(lines) != len(rows)+1 || !bytes.Contains(text, []byte("\r\n")) {
			t.Errorf("%s.csv: %d lines for %d rows, byte order mark %v, %v", set.Key, len(lines), len(rows), marked, err)
			continue
		}
		for i, key := range lines[0] {
			if len(rows) > 0 {
				if value, there := rows[0][key]; !there || fmt.Sprint(value) != lines[1][i] {
					t.Errorf("%s: %s is %q as CSV and %v as JSON", set.Key, key, lines[1][i], value)
				}
			}
		}
		book, err := excelize.OpenReader(w.asked("/du-lieu/"+set.Key+".xlsx", "").Body)
		if err != nil {
			t.Fatal(set.Key, err)
		}
		cells, err := book.GetRows(book.GetSheetList()[0])
		if err != nil || len(cells) < len(rows)+1 || cells[0][0] == "" {
			t.Errorf("%s.xlsx: %d lines, %v", set.Key, len(cells), err)
		}
		var page struct {
			Total, Pages int
			Rows         []map[string]any
		}
		got := 0
		for n := 1; n == 1 || n <= page.Pages; n++ {
			a := w.asked(fmt.Sprintf("/api/v1/%s?trang=%d&so-dong=3", set.Key, n), "")
			if err := json.Unmarshal(a.Body.Bytes(), &page); err != nil || a.Code != http.StatusOK {
				t.Fatalf("%s: %d %s", set.Key, a.Code, a.Body)
			}
			got += len(page.Rows)
			if next := a.Header().Get("Link"); (next != "") != (n < page.Pages) {
				t.Errorf("%s: page %d of %d leads to %q", set.Key, n, page.Pages, next)
			}
		}
		if got != len(rows) || page.Total != len(rows) {
			t.Errorf("%s: %d rows by pages, %d in the file", set.Key, got, len(rows))
		}
		for _, r := range rows {
			if _, says := r["illustrative"]; !says {
				t.Errorf("%s: a row does not say whether it was made up", set.Key)
				break
			}
		}
	}
}

// Whatever is asked for is answered at once, clearly and in Vietnamese.
func absurdQuestions(t *testing.T, w *walkWorld) {
	for path, want := range map[string]string{
		"/api/v1/so-lieu?trang=1000000000000":                          "không được quá 10000",
		"/api/v1/so-lieu?trang=99999999999999999999999":                "phải là số nguyên",
		"/api/v1/so-lieu?trang=0":                                      "phải từ 1 trở lên",
		"/api/v1/so-lieu?so-dong=-1":                                   "phải từ 1 trở lên",
		"/api/v1/so-lieu?so-dong=501":                                  "không được quá 500",
		"/api/v1/so-lieu?nam=99999999":                                 "không được quá 2200",
		"/api/v1/so-lieu?nam=x":                                        "phải là số nguyên",
		"/api/v1/so-lieu?tu-nam=2024&den-nam=2020":                     "không được sau",
		"/api/v1/so-lieu?nam=2024&den-nam=2025":                        "không dùng cả hai",
		"/api/v1/so-lieu?page=1":                                       "không có tham số này",
		"/api/v1/so-lieu?cum=" + strings.Repeat("a", 101):              "dài không quá 100 ký tự",
		"/api/v1/quyet-dinh?trang=10000&so-dong=500":                   "Chỉ lật được 100.000 dòng",
		"/api/v1/quyet-dinh?cum=cum":                                   "không chia theo cụm",
		"/api/v1/giao-uoc/cum/99999999/1":                              "không được quá 2200",
		"/du-lieu/so-lieu.csv?nam=99999999":                            "một năm từ 1900 đến 2200",
		"/du-lieu/so-lieu.json?tu-nam=2024&den-nam=2020":               "không được sau",
		"/du-lieu/so-lieu.xlsx?trang=2":                                "Không có tham số",
		"/du-lieu/quyet-dinh.csv?cum=x":                                "không chia theo cụm",
		"/du-lieu/so-lieu.csv?nam=" + strings.Repeat("9", 5000):        "một năm từ 1900 đến 2200",
		"/du-lieu/so-lieu.csv?" + strings.Repeat("x", 5000) + "=1":     "Không có tham số",
		"/du-lieu/so-lieu.csv?nam=2024&tu-nam=%00&cum=%ff%fe%00%0d%0a": "một năm từ",
	} {
		begun := time.Now()
		a := w.asked(path, "")
		if a.Code != http.StatusUnprocessableEntity || !strings.HasPrefix(a.Header().Get("Content-Type"), "application/problem+json") || !strings.Contains(a.Body.String(), want) {
			t.Errorf("%.60s: %d %s: %s", path, a.Code, a.Header().Get("Content-Type"), a.Body)
		}
		if a.Body.Len() > 2000 || time.Since(begun) > time.Second {
			t.Errorf("%.60s: %d bytes after %s", path, a.Body.Len(), time.Since(begun))
		}
		if page := w.asked(path, "", "Accept", "text/html"); strings.HasPrefix(path, "/du-lieu") && !strings.Contains(page.Body.String(), "<h1>") {
			t.Errorf("%.60s: a browser sees %s", path, page.Body)
		}
	}
	for _, path := range []string{"/api/v1/khong-co", "/du-lieu/khong-co.csv", "/nhung/khong-co", "/api/v1/giao-uoc/khong-co/2024/1", "/api/v1/giao-uoc/cum/2024/99", "/du-lieu/%00", "/nhung/xep-hang/cum/2026", "/nhung/so-lieu/cum/2024/x"} {
		if a := w.asked(path, ""); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
	for _, path := range []string{"/api/v1/so-lieu?cum=%ff%00", "/du-lieu/cum.json?cum=khong-co", "/api/v1/diem?cum=khong-co&nam=2024"} {
		if a := w.asked(path, ""); a.Code != http.StatusOK || !strings.Contains(a.Body.String(), `"rows":`) {
			t.Errorf("%s: %d %s", path, a.Code, a.Body)
		}
	}
}

// Who has an answer is not sent it again.
func openIsKept(t *testing.T, w *walkWorld) {
	for _, path := range []string{"/du-lieu/so-lieu.csv", "/du-lieu/so-lieu.xlsx", "/du-lieu/so-lieu.json", "/api/v1/so-lieu", "/api/v1/openapi.json", "/api/v1/openapi.yaml", "/du-lieu/dcat.jsonld", "/nhung/xep-hang/cum/2024", "/du-lieu/dien-hinh.json", "/api/v1/dien-hinh"} {
		a := w.asked(path, "")
		tag := a.Header().Get("ETag")
		if a.Code != http.StatusOK || tag == "" || !strings.Contains(a.Header().Get("Cache-Control"), "public") {
			t.Errorf("%s: %d %v", path, a.Code, a.Header())
		}
		if again := w.asked(path, "", "If-None-Match", tag); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("%s: %d again, its tag %s is now %s", path, again.Code, tag, again.Header().Get("ETag"))
		}
		if small := w.asked(path, "", "Accept-Encoding", "gzip"); a.Body.Len() > 1400 && !strings.HasSuffix(path, ".xlsx") && (small.Header().Get("Content-Encoding") != "gzip" || small.Body.Len() >= a.Body.Len()) {
			t.Errorf("%s: %d bytes, %d compressed", path, a.Body.Len(), small.Body.Len())
		}
	}
}

// Whoever keeps the row of a story asks each time whether the story still stands.
func exemplarsAreAskedFor(t *testing.T, w *walkWorld) {
	for path, want := range map[string]string{
		"/du-lieu/dien-hinh.csv": "no-cache", "/du-lieu/dien-hinh.json": "no-cache", "/du-lieu/dien-hinh.xlsx": "no-cache", "/api/v1/dien-hinh?trang=1": "no-cache", "/du-lieu/so-lieu.csv": "max-age",
	} {
		if got := w.asked(path, "").Header().Get("Cache-Control"); !strings.Contains(got, want) {
			t.Errorf("%s may be kept: %s", path, got)
		}
	}
}

// A frame of another site shows what is published, without script.
func embeds(t *testing.T, w *walkWorld) {
	figure := w.rows(t, "so-lieu")[0]
	for path, want := range map[string]string{
		"/nhung/xep-hang/cum/2024": "Thứ hạng", fmt.Sprintf("/nhung/so-lieu/%v/%v/%v", figure["cluster"], figure["year"], figure["indicator"]): fmt.Sprint(figure["name"]),
		"/nhung/xep-hang/cum/2026": "chưa công bố", "/nhung/so-lieu/cum/2025/x": "không có số liệu đã công bố",
	} {
		a := w.asked(path, "")
		csp := a.Header().Get("Content-Security-Policy")
		if !strings.Contains(a.Body.String(), want) || strings.Contains(a.Body.String(), "<script") || !strings.Contains(csp, "frame-ancestors *") || strings.Contains(csp, "script-src") {
			t.Errorf("%s: %d %s: %s", path, a.Code, csp, a.Body)
		}
	}
	if csp := w.asked("/du-lieu", "").Header().Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors 'none'") {
		t.Error("the page itself may be framed")
	}
	if page := w.asked("/du-lieu", "").Body.String(); !strings.Contains(page, "&lt;iframe src=&#34;http://localhost/nhung/xep-hang/cum/2024&#34;") {
		t.Error("the page does not say how to embed")
	}
}

// The catalogue names every file, and each is there.
func catalogue(t *testing.T, w *walkWorld) {
	var c struct {
		Dataset []struct {
			Distribution []struct {
				URL struct {
					ID string `json:"@id"`
				} `json:"dcat:accessURL"`
			} `json:"dcat:distribution"`
		} `json:"dcat:dataset"`
	}
	if err := json.Unmarshal(w.asked("/du-lieu/dcat.jsonld", "").Body.Bytes(), &c); err != nil || len(c.Dataset) != len(opendata.SetList) {
		t.Fatalf("%d sets, %v", len(c.Dataset), err)
	}
	for _, s := range c.Dataset {
		for _, d := range s.Distribution {
			path, ours := strings.CutPrefix(d.URL.ID, "http://localhost")
			if a := w.asked(path, ""); !ours || a.Code != http.StatusOK {
				t.Errorf("%s: %d", d.URL.ID, a.Code)
			}
		}
	}
}
