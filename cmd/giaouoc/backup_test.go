package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"giaouoc/internal/backup"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// asProgram makes the test's own program run a command line, so that a test can
// start and kill one.
const asProgram = "GIAOUOC_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	testscript.Main(m, map[string]func(){"giaouoc": main}) // in scripts, as people type it
}

func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe, args...)
	c.Env = append(os.Environ(), asProgram+"=1")
	return c
}

// said runs a command line in this process and returns what it says, and whether
// it went well. What should have ended by itself is ended after two minutes.
func said(args ...string) (string, bool) {
	var out bytes.Buffer
	ctx, end := context.WithTimeout(context.Background(), 2*time.Minute)
	defer end()
	code := run(ctx, args, &out, &out)
	return out.String(), code == 0
}

// where is an installation of a test: its arguments on the command line.
type where struct {
	data string
	db   string // of PostgreSQL
}

func (w where) args(command ...string) []string {
	command = append(command, "--data", w.data)
	if w.db != "" {
		command = append(command, "--db", w.db)
	}
	return command
}

func (w where) dsn() string {
	s := store{Data: w.data, DB: w.db}
	return s.dsn()
}

// onBoth runs a test on each engine with a maker of empty places.
func onBoth(t *testing.T, test func(t *testing.T, empty func() where)) {
	t.Run("sqlite", func(t *testing.T) {
		test(t, func() where { return where{data: filepath.Join(t.TempDir(), "data")} })
	})
	t.Run("postgres", func(t *testing.T) {
		dbtest.NeedPostgres(t)
		test(t, func() where { return where{filepath.Join(t.TempDir(), "data"), dbtest.BarePostgres(t)} })
	})
}

// start starts a server and returns its address and what kills it.
func start(t *testing.T, w where, command ...string) (address string, kill func()) {
	t.Helper()
	c := program(t, w.args(append(command, "--addr", "127.0.0.1:0")...)...)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	kill = func() {
		once.Do(func() {
			c.Process.Kill() //nolint:errcheck // it has ended by itself
			c.Wait()         //nolint:errcheck // it was killed
		})
	}
	t.Cleanup(kill)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "http://") {
			go io.Copy(io.Discard, out) //nolint:errcheck // until it ends
			return lines.Text(), kill
		}
	}
	t.Fatal("the server did not start")
	return "", kill
}

// deeds are what writers were told had been done.
type deeds struct {
	sync.Mutex
	clusters []string // names
	files    []string // hashes
}

func (d *deeds) now() (clusters, files []string) {
	d.Lock()
	defer d.Unlock()
	return append([]string(nil), d.clusters...), append([]string(nil), d.files...)
}

// write makes clusters, each with a rule book in draft and its file, until the
// server is gone.
func (d *deeds) write(address string, number int) error {
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar, Timeout: time.Minute}
	post := func(path, kind string, body io.Reader) (string, error) {
		res, err := client.Post(address+path, kind, body)
		if err != nil {
			return "", err
		}
		defer res.Body.Close()
		page, err := io.ReadAll(res.Body)
		if err == nil && res.StatusCode != http.StatusOK {
			err = fmt.Errorf("%s: status %d: %s", path, res.StatusCode, page)
		}
		return res.Request.URL.Path, err
	}
	const form = "application/x-www-form-urlencoded"
	if _, err := post("/vai/thuong-truc", form, nil); err != nil {
		return err
	}
	for i := 0; ; i++ {
		name := fmt.Sprintf("Khối thử %d lần %d", number, i)
		values := url.Values{"id": {db.NewID()}, "name": {name}, "kind": {"bloc"}, "level": {"central"}, "organised_by": {"Hội đồng"}}
		at, err := post("/sap-xep", form, strings.NewReader(values.Encode()))
		if err != nil {
			return err
		}
		d.Lock()
		d.clusters = append(d.clusters, name)
		d.Unlock()
		if _, err := post(at+"/quy-che/soan", form, nil); err != nil {
			return err
		}
		file := fmt.Appendf(nil, "%%PDF-1.4\n%% %s\n%%%%EOF\n", name)
		var body bytes.Buffer
		parts := multipart.NewWriter(&body)
		part, _ := parts.CreateFormFile("file", "quy-che.pdf")
		part.Write(file) //nolint:errcheck // into memory
		parts.Close()    //nolint:errcheck // into memory
		if _, err := post(at+"/quy-che/soan/ban-goc", parts.FormDataContentType(), &body); err != nil {
			return err
		}
		hash := sha256.Sum256(file)
		d.Lock()
		d.files = append(d.files, hex.EncodeToString(hash[:]))
		d.Unlock()
	}
}

// holds compares a restored installation with what writers were told.
func holds(t *testing.T, w where, clusters, files []string) {
	t.Helper()
	d, err := db.Open(context.Background(), w.dsn())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	there := map[string]bool{}
	err = d.View(context.Background(), func(tx *db.Tx) error {
		list, err := cluster.List(tx)
		for _, c := range list {
			there[c.Name] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	lost := 0
	for _, name := range clusters {
		if !there[name] {
			lost++
		}
	}
	for _, hash := range files {
		content, err := os.ReadFile(filepath.Join(w.data, "tep", hash[:2], hash[2:]))
		if got := sha256.Sum256(content); err != nil || hex.EncodeToString(got[:]) != hash {
			lost++
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d acknowledged acts are lost", lost, len(clusters)+len(files))
	}
}

// What was acknowledged before a backup began is in it, while writers go on; so
// is everything acknowledged before the server was killed, in a backup of what it
// left.
func TestNoAcknowledgedActIsMissing(t *testing.T) {
	onBoth(t, func(t *testing.T, empty func() where) {
		from := empty()
		address, kill := start(t, from, "demo")
		var d deeds
		var writers sync.WaitGroup
		for i := range 4 {
			writers.Go(func() {
				if err := d.write(address, i); err != nil && strings.Contains(err.Error(), "status") {
					t.Error(err)
				}
			})
		}
		until(t, func() bool { _, files := d.now(); return len(files) >= 20 })
		var backups [3]string
		acked := make([][2][]string, len(backups))
		for i := range backups {
			acked[i][0], acked[i][1] = d.now()
			backups[i] = filepath.Join(t.TempDir(), "backup.tar.gz")
			if text, ok := said(from.args("backup", backups[i])...); !ok {
				t.Fatalf("backup: %s", text)
			}
			_, done := d.now()
			until(t, func() bool { _, files := d.now(); return len(files) > len(done)+5 })
			// What was acknowledged is published within a second; only then is the
			// backup older than what was published.
			published := checkpointOf(t, address)
			until(t, func() bool { return checkpointOf(t, address) != published })
		}
		if all, _ := d.now(); len(all) <= len(acked[2][0]) {
			t.Error("nobody wrote during the backups")
		}
		kill()
		writers.Wait()
		last := filepath.Join(t.TempDir(), "last.tar.gz")
		if text, ok := said(from.args("backup", last)...); !ok {
			t.Fatalf("backup of a killed server's data: %s", text)
		}
		keys := filepath.Join(from.data, "khoa")
		for i, file := range backups {
			to := empty()
			if text, ok := said(to.args("restore", file, "--keys", keys)...); !ok {
				t.Fatalf("restore: %s", text)
			}
			holds(t, to, acked[i][0], acked[i][1])
			// More was published since, and the copy beside the keys knows it.
			if text, ok := said(to.args("demo", "--addr", "127.0.0.1:0")...); ok || !strings.Contains(text, "nó cũ hơn nhật ký") {
				t.Errorf("an older backup is served although more was published: %s", text)
			}
		}
		to := empty()
		if text, ok := said(to.args("restore", last, "--keys", keys)...); !ok || !strings.Contains(text, "khớp điểm niêm phong") {
			t.Fatalf("restore: %s", text)
		}
		clusters, files := d.now()
		holds(t, to, clusters, files)
		if text, ok := said(to.args("check")...); !ok || !strings.Contains(text, "Nhật ký nguyên vẹn") {
			t.Errorf("check of the restored record: %s", text)
		}
		address, _ = start(t, to, "demo")
		res, err := http.Get(address + "/")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if page, _ := io.ReadAll(res.Body); !strings.Contains(string(page), clusters[0]) {
			t.Errorf("the restored installation does not show %s", clusters[0])
		}
	})
}

// checkpointOf is the checkpoint that a site publishes.
func checkpointOf(t *testing.T, address string) string {
	t.Helper()
	res, err := http.Get(address + "/nhat-ky/checkpoint")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("checkpoint: status %d, %v", res.StatusCode, err)
	}
	return string(text)
}

// until waits for what other processes do.
func until(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !done(); runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatal("it did not come to that")
		}
	}
}

// large makes an installation that takes a while to back up.
func large(t *testing.T, w where) {
	t.Helper()
	if text, ok := said(w.args("import", filepath.Join("..", "..", "internal", "sheet", "testdata", "rich.yaml"))...); !ok {
		t.Fatal(text)
	}
	for range 64 {
		content := make([]byte, 1<<19)
		if _, err := rand.Read(content); err != nil {
			t.Fatal(err)
		}
		h := sha256.Sum256(content)
		hash := hex.EncodeToString(h[:])
		dir := filepath.Join(w.data, "tep", hash[:2])
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, hash[2:]), content)
	}
}

// sizeOf is how many bytes stand below a folder.
func sizeOf(dir string) (n int64) {
	filepath.WalkDir(dir, func(_ string, e os.DirEntry, err error) error { //nolint:errcheck // what vanishes has no size
		if err == nil && !e.IsDir() {
			if info, err := e.Info(); err == nil {
				n += info.Size()
			}
		}
		return nil
	})
	return n
}

// killed runs a command line and kills it as soon as so many bytes stand below a
// folder. It reports whether the command had not ended by itself.
func killed(t *testing.T, dir string, bytes int64, args ...string) bool {
	t.Helper()
	c := program(t, args...)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { c.Wait(); close(ended) }() //nolint:errcheck // it was killed
	for sizeOf(dir) < bytes {
		select {
		case <-ended:
			return false
		default:
		}
	}
	c.Process.Kill() //nolint:errcheck // it has ended by itself
	<-ended
	return !c.ProcessState.Success()
}

// A backup that is killed leaves nothing under its final name, and does not hinder
// the next.
func TestAKilledBackupLeavesNoHalfFile(t *testing.T) {
	onBoth(t, func(t *testing.T, empty func() where) {
		from, to := empty(), t.TempDir()
		large(t, from)
		file := filepath.Join(to, "backup.tar.gz")
		kills := 0
		for _, bytes := range []int64{1, 1 << 10, 1 << 20, 5 << 20, 15 << 20, 25 << 20, 31 << 20} {
			if killed(t, to, sizeOf(to)+bytes, from.args("backup", file)...) {
				kills++
			}
			if _, err := os.Stat(file); err == nil {
				if _, err := backup.Check(file, backup.Lock{}); err != nil {
					t.Fatalf("killed after %d bytes: half a backup under its final name: %v", bytes, err)
				}
				os.Remove(file)
			}
		}
		if kills < 4 {
			t.Errorf("only %d backups were killed before they ended", kills)
		}
		left, _ := filepath.Glob(filepath.Join(to, ".giaouoc-*"))
		old := time.Now().Add(-25 * time.Hour)
		for _, dir := range left {
			if err := os.Chtimes(dir, old, old); err != nil {
				t.Fatal(err)
			}
		}
		if text, ok := said(from.args("backup", file)...); !ok {
			t.Fatalf("backup after kills: %s", text)
		}
		if entries, _ := os.ReadDir(to); len(left) == 0 || len(entries) != 1 {
			t.Errorf("kills left %d folders, the next backup leaves %v", len(left), entries)
		}
	})
}

// A restore that is killed leaves a place that every command refuses in words;
// emptied, it can be restored.
func TestAKilledRestoreIsNotOpened(t *testing.T) {
	onBoth(t, func(t *testing.T, empty func() where) {
		from := empty()
		large(t, from)
		file := filepath.Join(t.TempDir(), "backup.tar.gz")
		if text, ok := said(from.args("backup", file)...); !ok {
			t.Fatal(text)
		}
		kills := 0
		for _, bytes := range []int64{1, 100 << 10, 5 << 20, 20 << 20, 32 << 20} {
			to := empty()
			if !killed(t, to.data, bytes, to.args("restore", file, "--without-keys")...) {
				continue
			}
			kills++
			for _, command := range [][]string{
				{"serve", "--addr", "127.0.0.1:0"},
				{"demo", "--addr", "127.0.0.1:0"},
				{"import", filepath.Join("..", "..", "data", "units.yaml")},
				{"export", filepath.Join(t.TempDir(), "x.yaml")},
				{"backup", filepath.Join(t.TempDir(), "y")},
			} {
				if text, ok := said(to.args(command...)...); ok || !strings.Contains(text, "bị ngắt giữa chừng") {
					t.Errorf("%s of a place restored by half (%d bytes): %s", command[0], bytes, text)
				}
			}
			if text, ok := said(to.args("restore", file, "--without-keys")...); ok || !strings.Contains(text, "không trống") {
				t.Errorf("a second restore into it: %s", text)
			}
			if err := os.RemoveAll(to.data); err != nil {
				t.Fatal(err)
			}
			if to.db != "" {
				to.db = dbtest.BarePostgres(t)
			}
			if text, ok := said(to.args("restore", file, "--without-keys")...); !ok {
				t.Errorf("restore into the place made empty: %s", text)
			}
		}
		if kills < 3 {
			t.Errorf("only %d restores were killed before they ended", kills)
		}
	})
}

func TestBackupSpeaksOfKeys(t *testing.T) {
	dir := t.TempDir()
	from := where{data: filepath.Join(dir, "data")}
	must(t, from.args("import", filepath.Join("..", "..", "internal", "sheet", "testdata", "rich.yaml"))...)
	phrase := write(t, filepath.Join(dir, "phrase"), []byte("sông Hồng chảy về đông\n"))
	short := write(t, filepath.Join(dir, "short"), []byte("mật khẩu\n"))
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, c := range []struct {
		what string
		args []string
		ok   bool
		want string
	}{
		{"no keys unasked", from.args("backup", at("a")), true, "KHÔNG có khóa"},
		{"plain keys", from.args("backup", at("b"), "--with-keys"), true, "CHÚ Ý: bản sao lưu có khóa mà không mã hóa"},
		{"encrypted", from.args("backup", at("c"), "--passphrase-file", phrase), true, "được mã hóa và có khóa"},
		{"a short passphrase", from.args("backup", at("d"), "--passphrase-file", short), false, "ít nhất 16 ký tự"},
		{"no file of a passphrase", from.args("backup", at("d"), "--passphrase-file", at("none")), false, "Không đọc được tệp"},
		{"over a backup", from.args("backup", at("a")), false, "không ghi đè"},
		{"no data", where{data: at("none")}.args("backup", at("d")), false, "Không đọc được thư mục dữ liệu"},
		{"no database", where{data: t.TempDir()}.args("backup", at("d")), false, "không có cơ sở dữ liệu SQLite"},
		{"restore without keys", where{data: at("to")}.args("restore", at("a")), false, "--without-keys"},
		{"restore without the passphrase", where{data: at("to")}.args("restore", at("c")), false, "được mã hóa"},
		{"restore of nothing", where{data: at("to")}.args("restore", at("none")), false, "Không đọc được tệp sao lưu"},
		{"restore of what is none", where{data: at("to")}.args("restore", phrase), false, "không nguyên vẹn"},
		{"restore", where{data: at("to")}.args("restore", at("c"), "--passphrase-file", phrase), true, "Đã khôi phục"},
	} {
		if text, ok := said(c.args...); ok != c.ok || !strings.Contains(text, c.want) {
			t.Errorf("%s: %v, %s", c.what, ok, text)
		}
	}
}
