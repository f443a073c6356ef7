package web_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/db/dbtest"
)

// zeros is an endless file of nothing.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// openForMarks is a site on which a unit marks itself, and the address of its workbook.
func openForMarks(t *testing.T) (s *site, unit *person, book string) {
	t.Helper()
	s = newSite(t, nil).start()
	dbtest.SetDay(s.db, 2026, time.December, 1)
	sheet := "/lam-viec/" + s.cluster() + "/2026/cham-diem"
	office := s.as("thuong-truc")
	rows := url.Values{"name": {"Bảng 2026"}, "decimals": {"2"}, "version": {"0"}, "rows": {"I\tNhiệm vụ\t10\nI/1\tChất lượng\t10\tchấm thẳng"}}
	for _, step := range [][2]string{{sheet, rows.Encode()}, {sheet + "/mo", ""}} {
		if res, page := office.form(step[0], step[1]); res.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", step[0], res.StatusCode, words(page))
		}
	}
	return s, s.as("da-nang-lanh-dao"), sheet + "/u-da-nang/bang-tinh"
}

// A workbook of 200 MB is refused beside its field, before it is read; the one that
// was downloaded is taken.
func TestAWorkbookOfMarksIsBounded(t *testing.T) {
	s, unit, book := openForMarks(t)
	res, content := unit.get(book + "/tep")
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(content, "PK") {
		t.Fatalf("take the workbook away: %d", res.StatusCode)
	}
	if res, page := unit.file(book, "bang.xlsx", []byte(content), "cot", "tu-cham"); res.StatusCode != http.StatusOK || !strings.Contains(words(page), "khác với bảng đang lưu") {
		t.Fatalf("the untampered workbook: %d %s", res.StatusCode, words(page))
	}

	const size = 200 << 20
	head := "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"bang.xlsx\"\r\nContent-Type: application/octet-stream\r\n\r\n"
	end := "\r\n--cut--\r\n"
	body := io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, size), strings.NewReader(end))
	req, err := http.NewRequest(http.MethodPost, s.URL+book, body)
	if err != nil {
		t.Fatal(err)
	}
	req.ContentLength = int64(len(head) + size + len(end))
	req.Header.Set("Content-Type", "multipart/form-data; boundary=cut")
	answer, err := unit.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var page bytes.Buffer
	if _, err := page.ReadFrom(answer.Body); err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(words(page.String()), "Tệp lớn hơn 32 MB") {
		t.Errorf("200 MB: %d %s", answer.StatusCode, words(page.String()))
	}
}

// What a workbook says is shown as text, whatever it says.
func TestTheNameOfAWorkbookStaysText(t *testing.T) {
	_, unit, book := openForMarks(t)
	res, page := unit.file(book, "<b>x<b>.xlsx", []byte("no workbook"), "cot", "tu-cham")
	if want := "«&lt;b&gt;x&lt;b&gt;.xlsx»"; res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, want) {
		t.Errorf("%d %s", res.StatusCode, words(page))
	}
}
