package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The file and the receipt that an installation once served, and the key of its
// record.
const (
	servedCross = "testdata/cross/cham-cheo.json"
	servedKey   = "walk.example/nhat-ky+810a1544+Ad4DyivW/FztMRwO0kwGafoamtnEwTUhBruYKCZEbXBS"
	otherKey    = "other.example/nhat-ky+2c2df3a1+AZ2iyH+fKYyZbLZpYwhkUPlkbvMFvpdzrUUPqFsfWeei"
	receiptFile = "testdata/cross/bien-nhan.json"
)

func TestVerifyCross(t *testing.T) {
	state := t.TempDir()
	file, err := os.ReadFile(servedCross)
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/cum/cum/2024/xep-hang/cham-cheo/tep" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(file)
	}))
	defer site.Close()
	for want, args := range map[string][]string{
		"CHƯA đối chiếu nhật ký":                         {servedCross},
		"chứng minh trong nhật ký đúng":                  {servedCross, "--key", servedKey, "--state", state},
		"đúng là phiếu trong biên nhận lần 1":            {servedCross, "--receipt", receiptFile},
		"4/4 đơn vị có phiếu, 4 lần niêm phong, 12 điểm": {site.URL + "/cum/cum/2024/xep-hang/cham-cheo/tep"},
	} {
		code, out, mistakes := command(append([]string{"verify", "cross"}, args...)...)
		if code != 0 || mistakes != "" || !strings.HasPrefix(out, "ĐÚNG: chấm chéo năm 2024") || !strings.Contains(out, want) || strings.Count(out, "\n") != 1 {
			t.Errorf("%v: exit %d, %s%s", args, code, out, mistakes)
		}
	}
	changed := write(t, filepath.Join(t.TempDir(), "x.json"), bytes.Replace(file, []byte(`\"points\":\"82\"`), []byte(`\"points\":\"83\"`), 1))
	cut := write(t, filepath.Join(t.TempDir(), "y.json"), file[:len(file)/2])
	for want, args := range map[string][]string{
		"SAI: phiếu đã mở của Tỉnh C u: phiếu và muối không cho dấu niêm phong đã ghi.": {changed},
		"SAI: tệp không đúng dạng cham-cheo/1.":                                         {cut},
		"khóa cho ở --key":               {servedCross, "--key", otherKey, "--state", state},
		"SAI: biên nhận không đúng dạng": {servedCross, "--receipt", servedCross},
		"Không đọc được tệp":             {filepath.Join(state, "none")},
		"Không tải được":                 {site.URL + "/none"},
		"Không thấy nhật ký":             {servedCross, "--record", t.TempDir(), "--state", state},
	} {
		code, out, mistakes := command(append([]string{"verify", "cross"}, args...)...)
		if code != 1 || out != "" || !strings.Contains(mistakes, want) {
			t.Errorf("%v: exit %d, %s%s", args, code, out, mistakes)
		}
	}
}
