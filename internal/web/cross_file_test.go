package web_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"giaouoc/internal/verify/cross"
	"giaouoc/internal/verify/record"
)

// What the site serves of the cross-scores of a published year is right for the
// checker that shares no code with it, by the site's own record; so is a unit's
// receipt. A digit changed in the file is found.
func TestTheServedCrossScoresAreRight(t *testing.T) {
	w := played(t, filepath.Join(t.TempDir(), "cross.db"))
	get := func(login, path string) []byte {
		answer := w.send(httptest.NewRequest(http.MethodGet, path, nil), login)
		if answer.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, answer.Code)
		}
		return answer.Body.Bytes()
	}
	file := get("", "/cum/cum/2024/xep-hang/cham-cheo/tep")
	if !bytes.Equal(file, get("u-office", "/lam-viec/cum/2024/cham-cheo/tep")) {
		t.Error("the members have another file than the public")
	}
	page := words(string(get("", "/cum/cum/2024/xep-hang/cham-cheo")))
	if !strings.Contains(page, "Tỉnh C u 91 82 – 73") || strings.Contains(page, "Lãnh đạo") {
		t.Errorf("the public page lacks the marks, or names a person: %s", page)
	}
	files, err := record.OpenDir(filepath.Join(w.dir, "nhat-ky"))
	if err != nil {
		t.Fatal(err)
	}
	log := &cross.Log{}
	found, err := record.Check(context.Background(), files, record.Terms{Each: log.Take})
	if err != nil {
		t.Fatal(err)
	}
	log.Terms.Key, log.Whole = found.Key, true
	terms := cross.Terms{Log: log, Receipt: get("u-leader", "/lam-viec/cum/2024/cham-cheo/u-b/bien-nhan/tep")}
	r, err := cross.Check(file, terms)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"4/4 đơn vị có phiếu", "12 điểm", "phiếu được mở của Tỉnh B u đúng là phiếu trong biên nhận lần 1", "nhật ký không có lần niêm phong nào ngoài tệp"} {
		if !strings.Contains(r.String(), want) {
			t.Errorf("%q is missing in %s", want, r)
		}
	}
	changed := bytes.Replace(file, []byte(`\"points\":\"82\"`), []byte(`\"points\":\"28\"`), 1)
	if bytes.Equal(changed, file) {
		t.Fatal("nothing was changed")
	}
	if _, err := cross.Check(changed, terms); err == nil || !strings.Contains(err.Error(), "không cho dấu niêm phong") {
		t.Errorf("a changed mark: %v", err)
	}
	if _, err := cross.Check(get("", "/cum/khac/2024/xep-hang/cham-cheo/tep"), terms); err == nil || !strings.Contains(err.Error(), "không có trong tệp") {
		t.Errorf("another cluster's file with this receipt: %v", err)
	}
}
