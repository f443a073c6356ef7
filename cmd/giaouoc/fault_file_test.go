package main

import (
	"bufio"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"giaouoc/data"
)

// flip changes so many bits of a file.
func flip(t *testing.T, path string, n int) {
	t.Helper()
	text := []byte(content(t, path))
	for range n {
		text[rand.IntN(len(text))] ^= 1 << rand.IntN(8)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// copied copies a folder.
func copied(t *testing.T, from string) (to string) {
	t.Helper()
	to = filepath.Join(t.TempDir(), "data")
	copyOwn(t, from, to)
	return to
}

// copyOwn copies a folder for its owner alone.
func copyOwn(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(to, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			return os.Chmod(path, 0o700)
		}
		return os.Chmod(path, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Bits of the database's file change on the disk. Whether the program refuses to
// start, or serves what it can still read: it does not fall, a page says what is
// wrong in words, check finds it, and the backup of before brings all back.
func TestACorruptDatabase(t *testing.T) {
	from := where{data: filepath.Join(t.TempDir(), "data")}
	address, kill := start(t, from, "demo")
	o := begin(t, address, 2)
	o.write(20)
	o.end()
	kill()
	kept := filepath.Join(t.TempDir(), "kept.tar.gz")
	if text, ok := said(from.args("backup", kept, "--with-keys")...); !ok {
		t.Fatal(text)
	}
	if text, ok := said(from.args("check")...); !ok {
		t.Fatal(text)
	}
	refused, answered, failed, found, unseen := 0, 0, 0, 0, 0
	for i := range rounds(5) {
		w := where{data: copied(t, from.data)}
		bits := 1 << (2 * (i % 5)) // one may fall where nothing stands, or within a text that only the record can judge
		flip(t, filepath.Join(w.data, "giaouoc.db"), bits)
		if text, ok := said(w.args("check")...); !ok {
			found++
			if strings.Contains(text, "panic") {
				t.Errorf("check: %s", text)
			}
		} else if bits >= 64 {
			unseen++
		}
		c := program(t, w.args("demo", "--addr", "127.0.0.1:0")...)
		at, says, stop := tried(t, c)
		if at == "" {
			refused++
			if !strings.Contains(says, "giaouoc") && !strings.Contains(says, "nhật ký") || strings.Contains(says, "goroutine ") {
				t.Errorf("it refuses without a word: %s", says)
			}
			continue
		}
		for _, path := range []string{"/", "/cum/nam-thanh-pho", "/cum/nam-thanh-pho/2026", "/nhat-ky", "/don-vi", "/tra-cuu?q=ha", "/vai", "/cum/nam-thanh-pho/2026/giao-uoc"} {
			status, page, err := ask(http.DefaultClient, at+path)
			switch {
			case err != nil:
				t.Errorf("%s: %v", path, err)
			case status == http.StatusOK:
				answered++
			case status < http.StatusInternalServerError || !strings.Contains(page, "<html") || strings.Contains(page, "malformed"):
				t.Errorf("%s: %d %s", path, status, page)
			default:
				failed++
			}
		}
		if status, _, err := ask(http.DefaultClient, at+"/song"); err != nil || status != http.StatusOK {
			t.Errorf("it does not live any more: %d, %v", status, err)
		}
		stop()
	}
	if unseen > 0 {
		t.Errorf("check does not see that %d files are broken", unseen)
	}
	t.Logf("%d broken files: check finds %d, %d not served, of the others %d pages answered and %d refused in words", rounds(5), found, refused, answered, failed)
	to := where{data: filepath.Join(t.TempDir(), "data")}
	if text, ok := said(to.args("restore", kept)...); !ok {
		t.Fatalf("restore: %s", text)
	}
	o.kept(to)
}

// Files beside the database change on the disk or are lost. The files of the record
// are made anew from the database, or what stands there is refused; a changed key
// starts nothing; an own file that has changed is not given out.
func TestCorruptFilesBesideTheDatabase(t *testing.T) {
	from := t.TempDir()
	must(t, "import", "--data", from, write(t, filepath.Join(t.TempDir(), "units.yaml"), data.Units))
	starting(t, os.Stderr, "--data", from)()
	for _, c := range []struct {
		what  string
		spoil func(t *testing.T, dir string)
		want  string // what a start says; empty: it starts
	}{
		{"a bit of the data key", func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "khoa", "du-lieu.khoa"), []byte("AAAA"))
		}, "không còn nguyên"},
		{"the data key is lost", func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "khoa", "du-lieu.khoa")) }, "Thiếu khóa dữ liệu"},
		{"a signing key", func(t *testing.T, dir string) {
			flip(t, filepath.Join(dir, "khoa", "nhat-ky.khoa"), 40)
		}, "khóa"},
		{"all keys are lost", func(t *testing.T, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, "khoa")); err != nil {
				t.Fatal(err)
			}
		}, "khóa"},
		{"the published checkpoint", func(t *testing.T, dir string) { flip(t, filepath.Join(dir, "nhat-ky", "checkpoint"), 3) }, "đã bị sửa"},
		{"the published folder is lost", func(t *testing.T, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, "nhat-ky")); err != nil {
				t.Fatal(err)
			}
		}, ""},
		{"the database of another installation", func(t *testing.T, dir string) {
			other := t.TempDir()
			must(t, "import", "--data", other, write(t, filepath.Join(t.TempDir(), "units.yaml"), data.Units))
			starting(t, os.Stderr, "--data", other)()
			write(t, filepath.Join(dir, "giaouoc.db"), []byte(content(t, filepath.Join(other, "giaouoc.db"))))
		}, "không phải khóa đang dùng của cơ sở dữ liệu này"},
		{"a file that is no database", func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "giaouoc.db"), []byte(strings.Repeat("this is no database ", 1000)))
		}, "không mở được cơ sở dữ liệu"},
		{"a database cut in half", func(t *testing.T, dir string) {
			text := content(t, filepath.Join(dir, "giaouoc.db"))
			write(t, filepath.Join(dir, "giaouoc.db"), []byte(text[:len(text)/2]))
		}, "hỏng"},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir := copied(t, from)
			c.spoil(t, dir)
			at, says, stop := tried(t, program(t, "serve", "--data", dir, "--addr", "127.0.0.1:0"))
			defer stop()
			switch {
			case c.want == "" && at == "":
				t.Errorf("it does not start: %s", says)
			case c.want != "" && (at != "" || !strings.Contains(says, c.want) || strings.Contains(says, "goroutine ")):
				t.Errorf("%q: %s", at, says)
			}
			if at == "" {
				return
			}
			sealed(t, at)
			stop()
			if text, ok := said("check", "--data", dir); !ok {
				t.Errorf("check: %s", text)
			}
		})
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// tried starts a program; the address is empty when it has refused.
func tried(t *testing.T, c *exec.Cmd) (address, says string, stop func()) {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c.Stdout, c.Stderr = write, write
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	write.Close() //nolint:errcheck // the program has its own
	var once sync.Once
	stop = func() {
		once.Do(func() {
			c.Process.Kill() //nolint:errcheck // it has ended by itself
			c.Wait()         //nolint:errcheck // it was killed
		})
	}
	t.Cleanup(stop)
	lines := bufio.NewScanner(read)
	for lines.Scan() {
		if address == "" && strings.HasPrefix(lines.Text(), "http://") {
			address = lines.Text()
		}
		if lines.Text() == ready {
			go io.Copy(io.Discard, read) //nolint:errcheck // until it ends
			return address, says, stop
		}
		says += lines.Text() + "\n"
	}
	stop()
	return "", says, stop
}
