package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"giaouoc/internal/verify/logtest"
	"giaouoc/internal/witness"
)

func proof(list []logtest.Hash) []tlog.Hash {
	var p []tlog.Hash
	for _, h := range list {
		p = append(p, h)
	}
	return p
}

// listening is giaouoc witness --listen in this process.
type listening struct {
	address, vkey string
}

func listen(t *testing.T, logKey string) listening {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan int, 1)
	var mistakes bytes.Buffer
	args := []string{"witness", "--listen", "127.0.0.1:0", "--data", filepath.Join(t.TempDir(), "w"), "--name", "w.example", "--log", logKey}
	go func() {
		ended <- run(ctx, args, in, &mistakes)
		_ = in.Close()
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("exit %d, %s", code, mistakes.String())
		}
	})
	said := bufio.NewScanner(out)
	var lines []string
	for len(lines) < 2 && said.Scan() {
		lines = append(lines, said.Text())
	}
	if len(lines) < 2 {
		t.Fatal("the witness does not start")
	}
	return listening{lines[0], lines[1]}
}

func (l listening) ask(t *testing.T, method string, body []byte) (code int, kind string, answer []byte) {
	t.Helper()
	req, err := http.NewRequest(method, l.address+"/add-checkpoint", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if answer, err = io.ReadAll(res.Body); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Content-Type"), answer
}

func addCheckpoint(l *logtest.Log, old, size int) []byte {
	return witness.Request(int64(old), proof(l.Consistency(old, size)), l.Checkpoint(size))
}

// A log pushes its checkpoints to a witness that listens, and whoever checks the
// log can count on the witness.
func TestAWitnessListens(t *testing.T) {
	l, dir := aLog(300), t.TempDir()
	w := listen(t, l.Key())
	v, err := witness.NewVerifier(w.vkey)
	if err != nil {
		t.Fatal(err)
	}
	var cosigned []byte
	for _, step := range [][2]int{{0, 200}, {200, 300}} {
		code, _, lines := w.ask(t, http.MethodPost, addCheckpoint(l, step[0], step[1]))
		if code != http.StatusOK {
			t.Fatalf("from %v: %d %s", step, code, lines)
		}
		if cosigned, err = witness.AddSignatures(l.Checkpoint(step[1]), lines, v); err != nil {
			t.Fatal(err)
		}
	}
	folder := filepath.Join(dir, "log")
	l.Write(t, folder, 300)
	verify := []string{"verify", "record", "--state", filepath.Join(dir, "state"), "--witness", w.vkey, folder}
	if code, _, _ := command(verify...); code != 1 {
		t.Error("a checkpoint without the witness is right")
	}
	write(t, filepath.Join(folder, "checkpoint"), cosigned)
	if code, out, mistakes := command(verify...); code != 0 || !strings.Contains(out, "1/1 nhân chứng cùng ký (w.example lúc ") {
		t.Errorf("exit %d, %s%s", code, out, mistakes)
	}
}

func TestTheAnswersOfAWitness(t *testing.T) {
	l := aLog(300)
	w := listen(t, l.Key())
	fork := l.Copy()
	fork.Change(1, logtest.Leaf(999))
	unknown := logtest.New("other.example")
	if code, kind, lines := w.ask(t, http.MethodPost, addCheckpoint(l, 0, 300)); code != http.StatusOK || !strings.HasPrefix(string(lines), "— w.example ") {
		t.Fatalf("%d %s %s", code, kind, lines)
	}
	for name, c := range map[string]struct {
		method string
		body   []byte
		code   int
		kind   string
		answer string
	}{
		"a fork":          {"POST", addCheckpoint(fork, 300, 300), 409, "text/x.tlog.size", "300\n"},
		"a start from 0":  {"POST", addCheckpoint(l, 0, 300), 409, "text/x.tlog.size", "300\n"},
		"no proof":        {"POST", witness.Request(300, make([]tlog.Hash, 1), l.Checkpoint(300)), 422, "", ""},
		"another's key":   {"POST", addCheckpoint(aLog(300), 300, 300), 403, "", ""},
		"an unknown log":  {"POST", addCheckpoint(unknown, 0, 0), 404, "", ""},
		"no request":      {"POST", []byte("x"), 400, "", ""},
		"a large request": {"POST", bytes.Repeat([]byte("x"), maxRequest+1), 400, "", ""},
		"a question":      {"GET", nil, 405, "", ""},
	} {
		code, kind, answer := w.ask(t, c.method, c.body)
		if code != c.code || c.kind != "" && (kind != c.kind || string(answer) != c.answer) {
			t.Errorf("%s: %d %s %q", name, code, kind, answer)
		}
	}
}

// One installation cosigns another's checkpoint once, by hand or by the clock.
func TestAWitnessFollowsASite(t *testing.T) {
	l, data := aLog(400), filepath.Join(t.TempDir(), "w")
	var files atomic.Pointer[map[string][]byte]
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if content, ok := (*files.Load())[strings.TrimPrefix(r.URL.Path, "/nhat-ky/")]; ok {
			_, _ = w.Write(content)
			return
		}
		http.NotFound(w, r)
	}))
	defer site.Close()
	publish := func(l *logtest.Log, size int) {
		f := l.Files(size)
		files.Store(&f)
	}
	follow := func() (int, string, string) {
		return command("witness", "--data", data, "--name", "w.example", site.URL)
	}
	publish(l, 100)
	for _, size := range []int{100, 100, 300} {
		publish(l, size)
		code, out, mistakes := follow()
		if code != 0 || !strings.HasPrefix(out, l.Text(size)+"\n— ") || strings.Count(out, "\n— ") != 2 || !strings.Contains(out, "\n— w.example ") {
			t.Fatalf("at %d: exit %d, %s%s", size, code, out, mistakes)
		}
	}
	fork := l.Copy()
	fork.Change(7, logtest.Leaf(999))
	for name, c := range map[string]struct {
		log  *logtest.Log
		size int
		want string
	}{
		"a step back": {l, 299, "KHÔNG KÝ: nhật ký đã lùi lại sau điểm niêm phong 300 lá"},
		"a fork":      {fork, 400, "KHÔNG KÝ: nhật ký đã rẽ nhánh khỏi điểm niêm phong 300 lá"},
		"another key": {aLog(400), 400, "chuỗi khóa không nối tiếp"},
	} {
		publish(c.log, c.size)
		if code, out, mistakes := follow(); code != 1 || out != "" || !strings.Contains(mistakes, c.want) {
			t.Errorf("%s: exit %d, %s%s", name, code, out, mistakes)
		}
	}
	// A hand-over of the key is followed without a hand.
	first := l.Key()
	l.Rotate(time.Now())
	l.Append(logtest.Leaf(400))
	publish(l, 401)
	if code, out, mistakes := follow(); code != 0 || !strings.HasPrefix(out, l.Text(401)) || !strings.HasPrefix(mistakes, followedKeys) {
		t.Errorf("after a hand-over: exit %d, %s%s", code, out, mistakes)
	}
	followsFromANamedKey(t, l, first, site.URL, publish)
	publish(l, 401)
	if code, out, mistakes := command("witness", "--data", data, "--log", aLog(1).Key(), site.URL); code != 1 || out != "" || !strings.Contains(mistakes, "không có chữ ký của khóa được tin") {
		t.Errorf("with a key that never signed: exit %d, %s%s", code, out, mistakes)
	}
	for _, args := range [][]string{
		{"witness"},
		{"witness", "--listen", "127.0.0.1:0", "http://x.example"},
		{"witness", "--data", t.TempDir(), "--listen", "127.0.0.1:0"},
		{"witness", "--data", t.TempDir(), "--log", "x", "--listen", "127.0.0.1:0"},
		{"witness", "--data", t.TempDir(), "--name", "hai từ", "http://127.0.0.1:1"},
	} {
		if code, out, mistakes := command(args...); code != 1 || out != "" || mistakes == "" {
			t.Errorf("%v: exit %d, %s%s", args, code, out, mistakes)
		}
	}
}

// followsFromANamedKey starts from a key that has signed nothing since the hand-over,
// and then meets a thief of it.
func followsFromANamedKey(t *testing.T, l *logtest.Log, first, site string, publish func(*logtest.Log, int)) {
	t.Helper()
	named := filepath.Join(t.TempDir(), "n")
	for _, said := range []string{followedKeys, ""} {
		code, out, mistakes := command("witness", "--data", named, "--name", "n.example", "--log", first, site)
		if code != 0 || !strings.HasPrefix(out, l.Text(401)) || strings.Contains(mistakes, "bàn giao") != (said != "") {
			t.Errorf("from a named key: exit %d, %s%s", code, out, mistakes)
		}
	}
	thief := l.Copy()
	thief.Forget(1)
	thief.Rotate(time.Now())
	publish(thief, 401)
	if code, out, mistakes := command("witness", "--data", named, "--log", first, site); code != 1 || out != "" || !strings.Contains(mistakes, "không nối tiếp chuỗi khóa nhân chứng đã theo") {
		t.Errorf("a branch of the keys: exit %d, %s%s", code, out, mistakes)
	}
}

// A site may lead from http to https of its own name; it does not choose what else
// this machine asks for.
func TestASiteLeadsNowhereElse(t *testing.T) {
	l := aLog(10)
	files := l.Files(10)
	var asked atomic.Int64
	place := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		_, _ = w.Write(files[strings.TrimPrefix(r.URL.Path, "/nhat-ky/")])
	}))
	defer place.Close()
	if code, out, mistakes := command("witness", "--data", filepath.Join(t.TempDir(), "w"), "--name", "w.example", place.URL); code != 0 {
		t.Fatalf("asked for by its own address: exit %d, %s%s", code, out, mistakes)
	}
	before := asked.Load()
	elsewhere := strings.Replace(place.URL, "127.0.0.1", "localhost", 1)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere+r.URL.Path, http.StatusFound)
	}))
	defer site.Close()
	code, _, mistakes := command("witness", "--data", filepath.Join(t.TempDir(), "w"), "--name", "w.example", site.URL)
	if code != 1 || !strings.Contains(mistakes, "chương trình không đi theo") || asked.Load() != before {
		t.Errorf("exit %d, asked %d times, %s", code, asked.Load()-before, mistakes)
	}
	for _, c := range []struct {
		from, to string
		steps    int
		follows  bool
	}{
		{"http://a.vn/nhat-ky/checkpoint", "https://a.vn/nhat-ky/checkpoint", 1, true},
		{"https://a.vn/nhat-ky/checkpoint", "http://a.vn/nhat-ky/checkpoint", 1, false},
		{"http://a.vn/nhat-ky/checkpoint", "https://b.vn/nhat-ky/checkpoint", 1, false},
		{"http://a.vn/nhat-ky/checkpoint", "https://a.vn/khac", 1, false},
		{"http://a.vn/nhat-ky/checkpoint", "https://a.vn/nhat-ky/checkpoint", 2, false},
	} {
		var before []*http.Request
		for range c.steps {
			before = append(before, httptest.NewRequest(http.MethodGet, c.from, nil))
		}
		if err := stayOn(httptest.NewRequest(http.MethodGet, c.to, nil), before); (err == nil) != c.follows {
			t.Errorf("from %s to %s after %d: %v", c.from, c.to, c.steps, err)
		}
	}
}
