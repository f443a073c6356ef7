package web_test

import (
	"archive/zip"
	"bytes"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The marks that B has sealed and D has drafted in the year 2026 of the walk have
// decimals that stand nowhere else.
var sealedMarks = map[string]struct {
	object string // of the unit that gave them
	people []string
}{
	"310917": {"own", []string{"officer", "leader", "acting"}},
	"530719": {"unit", []string{"member"}},
}

// Before the opening nobody sees a mark that another unit gives, on no page and in
// no file of the site; the people of the unit itself see theirs, on its form and
// in its receipt.
func TestNoRoleSeesASealedMark(t *testing.T) {
	rows, _ := readRows(t)
	w := played(t, filepath.Join(t.TempDir(), "sealed.db"))
	seen := map[string]bool{}
	for _, r := range rows {
		if r.posts() {
			continue
		}
		for _, object := range r.asks() {
			for _, walker := range walkers {
				body := unpacked(t, w.answer(t, r, object, walker).Body.Bytes())
				for mark, of := range sealedMarks {
					if !bytes.Contains(body, []byte(mark)) {
						continue
					}
					if object == of.object && slices.Contains(of.people, walker) && strings.Contains(r.pattern, "/cham-cheo/{unit}") {
						seen[r.pattern+" "+mark] = true
						continue
					}
					t.Errorf("%s, object %s, shows %s a mark that is sealed", r.pattern, object, walker)
				}
			}
		}
	}
	const year = "GET /lam-viec/{cluster}/{year}/cham-cheo/{unit}"
	for _, own := range []string{year + " 310917", year + "/bien-nhan/tep 310917", year + " 530719"} {
		if !seen[own] {
			t.Errorf("%s: the unit's own people do not see it, so the walk proves nothing", own)
		}
	}
}

// unpacked is a page, or what is in a file that is packed.
func unpacked(t *testing.T, body []byte) []byte {
	t.Helper()
	if !bytes.HasPrefix(body, []byte("PK")) {
		return body
	}
	files, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, f := range files.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, content...)
	}
	return all
}
