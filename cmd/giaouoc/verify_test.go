package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"giaouoc/internal/verify/logtest"
)

// command runs a command line and returns what it exits with and says.
func aLog(size int) *logtest.Log {
	l := logtest.New("giaouoc.example/nhat-ky")
	for i := range size {
		l.Append(logtest.Leaf(i))
	}
	return l
}

// A person checks a copied folder, twice, and then copies that were tampered
// with.
func TestVerifyRecordInAFolder(t *testing.T) {
	dir, state := t.TempDir(), t.TempDir()
	l := aLog(700)
	folder := filepath.Join(dir, "nhat-ky")
	l.Write(t, folder, 500)
	check := func(more ...string) (int, string, string) {
		t.Helper()
		return command(append([]string{"verify", "record", "--state", state, dir}, more...)...)
	}
	code, out, mistakes := check()
	if code != 0 || mistakes != "" || !strings.HasPrefix(out, "ĐÚNG: ") || !strings.Contains(out, "500 lá") || !strings.Contains(out, "lần đầu thấy") || strings.Count(out, "\n") != 1 {
		t.Fatalf("exit %d, %s%s", code, out, mistakes)
	}
	l.Write(t, folder, 700)
	if code, out, mistakes := check("--key", l.Key()); code != 0 || !strings.Contains(out, "nối tiếp đúng điểm niêm phong 500 lá") {
		t.Fatalf("exit %d, %s%s", code, out, mistakes)
	}
	if code, out, mistakes := check("--key", aLog(1).Key()); code != 1 || out != "" || !strings.HasPrefix(mistakes, "SAI: tệp khoa không có khóa") {
		t.Errorf("exit %d, %s%s", code, out, mistakes)
	}
	for name := range l.Files(700) {
		path := filepath.Join(folder, filepath.FromSlash(name))
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := bytes.Clone(content)
		changed[len(changed)/2] ^= 4
		write(t, path, changed)
		if code, out, mistakes := check(); code != 1 || out != "" || !strings.HasPrefix(mistakes, "SAI: ") || strings.Count(mistakes, "\n") != 1 {
			t.Errorf("%s changed: exit %d, %s%s", name, code, out, mistakes)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if code, out, mistakes := check(); code != 1 || out != "" {
			t.Errorf("%s removed: exit %d, %s%s", name, code, out, mistakes)
		}
		write(t, path, content)
	}
	if code, out, mistakes := check(); code != 0 {
		t.Errorf("the folder put right: exit %d, %s%s", code, out, mistakes)
	}
}

func TestVerifyRecordOfASite(t *testing.T) {
	l := aLog(700)
	var files atomic.Pointer[map[string][]byte]
	publish := func(l *logtest.Log, size int) {
		f := l.Files(size)
		files.Store(&f)
	}
	var busy, broken atomic.Bool
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, ok := strings.CutPrefix(r.URL.Path, "/nhat-ky/")
		content, there := (*files.Load())[name]
		switch {
		case broken.Load():
			http.Error(w, "down", http.StatusForbidden)
		case busy.Swap(false):
			http.Error(w, "busy", http.StatusTooManyRequests)
		case !ok || !there:
			http.NotFound(w, r)
		default:
			_, _ = w.Write(content)
		}
	}))
	defer site.Close()
	state := t.TempDir()
	publish(l, 600)
	for _, address := range []string{site.URL, site.URL + "/", site.URL + "/nhat-ky", site.URL + "/nhat-ky/"} {
		busy.Store(true)
		if code, out, mistakes := command("verify", "record", "--state", state, address); code != 0 || !strings.Contains(out, "600 lá") {
			t.Fatalf("%s: exit %d, %s%s", address, code, out, mistakes)
		}
	}
	for what, c := range map[string]struct {
		log  *logtest.Log
		size int
		want string
	}{
		"goes back":        {l, 599, "LÙI LẠI"},
		"has another key":  {aLog(700), 700, "chuỗi khóa"},
		"is another's log": {logtest.New("other.example"), 0, "địa chỉ này trước đây có nhật ký"},
	} {
		publish(c.log, c.size)
		code, out, mistakes := command("verify", "record", "--state", t.TempDir(), site.URL)
		if code != 0 {
			t.Fatalf("a site that %s is right in itself: exit %d, %s%s", what, code, out, mistakes)
		}
		if code, _, mistakes := command("verify", "record", "--state", state, site.URL); code != 1 || !strings.Contains(mistakes, c.want) {
			t.Errorf("a site that %s: exit %d, %s", what, code, mistakes)
		}
	}
	publish(l, 700)
	if code, out, mistakes := command("verify", "record", "--state", state, site.URL); code != 0 || !strings.Contains(out, "700 lá") {
		t.Errorf("exit %d, %s%s", code, out, mistakes)
	}
	broken.Store(true)
	if code, _, mistakes := command("verify", "record", "--state", state, site.URL); code != 1 || !strings.Contains(mistakes, "không đọc được tệp khoa (máy chủ trả lời 403)") {
		t.Errorf("a site that refuses: exit %d, %s", code, mistakes)
	}
}

func TestVerifyBundle(t *testing.T) {
	dir, state := t.TempDir(), t.TempDir()
	l := aLog(10)
	leaf, extra := logtest.Open(10, `{"rank":1}`)
	l.Append(leaf)
	w := logtest.NewWitness("w.example")
	l.Write(t, dir, 11)
	bundle := write(t, filepath.Join(dir, "x.tlog-proof"), l.Bundle(10, 11, extra, w))
	for _, args := range [][]string{
		{"verify", "bundle", "--state", state, bundle, "--key", l.Key()},
		{"verify", "bundle", "--state", state, bundle, "--key", l.Key(), "--witness", w.Key(), "--need", "1"},
		{"verify", "record", "--state", state, dir, "--bundle", bundle},
	} {
		code, out, mistakes := command(args...)
		if code != 0 || !strings.HasPrefix(out, "ĐÚNG: ") || !strings.Contains(out, "\nLá: "+string(leaf)+"\nNội dung: {\"rank\":1}\n") {
			t.Errorf("%v: exit %d, %s%s", args, code, out, mistakes)
		}
	}
	forged := write(t, filepath.Join(dir, "y.tlog-proof"), bytes.Replace(l.Bundle(10, 11, extra), []byte("index 10"), []byte("index 9"), 1))
	for _, args := range [][]string{
		{"verify", "bundle", "--state", state, forged, "--key", l.Key()},
		{"verify", "record", "--state", state, dir, "--bundle", forged},
		{"verify", "bundle", "--state", state, bundle},
		{"verify", "bundle", "--state", state, filepath.Join(dir, "none"), "--key", l.Key()},
		{"verify", "bundle", "--state", state, bundle, "--key", l.Key(), "--witness", logtest.NewWitness("v.example").Key()},
		{"verify", "bundle", "--state", state, bundle, "--key", l.Key(), "--need", "1"},
	} {
		if code, out, mistakes := command(args...); code != 1 || out != "" || mistakes == "" {
			t.Errorf("%v: exit %d, %s%s", args, code, out, mistakes)
		}
	}
}

func TestVerifyARecordThatIsNotThere(t *testing.T) {
	for place, want := range map[string]string{
		t.TempDir():          "Không thấy nhật ký",
		"http://":            "không đúng",
		"http://x.example?a": "không đúng",
	} {
		code, out, mistakes := command("verify", "record", "--state", t.TempDir(), place)
		if code != 1 || out != "" || !strings.Contains(mistakes, want) {
			t.Errorf("%s: exit %d, %s%s", place, code, out, mistakes)
		}
	}
	file := write(t, filepath.Join(t.TempDir(), "file"), nil)
	if code, _, mistakes := command("verify", "record", "--state", filepath.Join(file, "x"), "."); code != 1 || !strings.Contains(mistakes, "Không tạo được thư mục trí nhớ") {
		t.Errorf("a memory that cannot be: exit %d, %s", code, mistakes)
	}
}
