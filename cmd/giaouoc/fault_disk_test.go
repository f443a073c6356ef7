package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/db"
)

// tool runs a program of the system.
func tool(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v, %s", name, strings.Join(args, " "), err, out)
	}
}

// volume is a small disk of its own, mounted on a folder.
func volume(t *testing.T) (dir string, remount func(options string)) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root mounts a disk to fill and break")
	}
	image, dir := filepath.Join(t.TempDir(), "disk"), t.TempDir()
	f, err := os.Create(image)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(448 << 20); err != nil {
		t.Fatal(err)
	}
	f.Close() //nolint:errcheck // nothing was written
	tool(t, "mkfs.ext4", "-q", "-m", "0", image)
	tool(t, "mount", "-o", "loop", image, dir)
	t.Cleanup(func() { exec.Command("umount", "-l", dir).Run() }) //nolint:errcheck // a test may have done it
	return dir, func(options string) {
		t.Helper()
		if options == "" { // taken out, repaired, and put in again
			tool(t, "umount", dir)
			exec.Command("fsck.ext4", "-fy", image).Run() //nolint:errcheck // its code says what it repaired
			tool(t, "mount", "-o", "loop", image, dir)
			return
		}
		tool(t, "mount", "-o", options, dir)
	}
}

// fillUp writes a file until the disk has no room left, and returns what removes it.
func fillUp(t *testing.T, dir string) (free func()) {
	t.Helper()
	path := filepath.Join(dir, "ballast")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := bytes.Repeat([]byte{1}, 64<<10)
	for size := len(block); size >= 512; {
		if _, err := f.Write(block[:size]); err != nil {
			size /= 2
		}
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// reader is somebody signed in who only looks.
func reader(t *testing.T, address string) *http.Client {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar, Timeout: 20 * time.Second}
	if got, err := send(client, address+"/vai/thuong-truc", nil); err != nil || got.status != http.StatusOK {
		t.Fatalf("sign in: %d, %v", got.status, err)
	}
	return client
}

// asksAll asks for pages that are read although nothing can be written.
func asksAll(t *testing.T, what string, client *http.Client, address string) {
	t.Helper()
	for _, path := range []string{"/", "/cum/nam-thanh-pho", "/don-vi", "/nhat-ky", "/lam-viec", "/sap-xep", "/tra-cuu?q=ha+noi", "/song"} {
		if status, page, err := ask(client, address+path); err != nil || status != http.StatusOK {
			t.Errorf("%s, %s: %d, %v: %.300s", what, path, status, err, page)
		}
	}
}

// typed is what an officer writes while nothing can be kept: it comes back as it was.
// A disk without room may still take a little in the pages that the database has
// already; what was taken then is done.
func typed(t *testing.T, what string, client *http.Client, address, want string) {
	t.Helper()
	for n := range 50 {
		name := fmt.Sprintf("Khối gõ rất lâu mới xong, %s lần %d", what, n+1)
		got, err := send(client, address+"/sap-xep", url.Values{"id": {db.NewID()}, "name": {name}, "kind": {"bloc"}, "level": {"central"}, "organised_by": {"Hội đồng"}})
		if err == nil && got.status == http.StatusOK {
			continue
		}
		if err != nil || got.status != http.StatusServiceUnavailable || !strings.Contains(got.body, want) || !strings.Contains(got.body, `value="`+name+`"`) {
			t.Errorf("%s: %d, %v: %s", what, got.status, err, got.body)
		}
		return
	}
	t.Errorf("%s: everything is taken", what)
}

// The disk is full: who writes reads why and keeps what was typed, who reads goes on,
// and when there is room again all goes on by itself.
func TestAFullDisk(t *testing.T) {
	disk, _ := volume(t)
	w := where{data: filepath.Join(disk, "data")}
	address, kill := start(t, w, "demo")
	looking := reader(t, address)
	o := begin(t, address, 3)
	o.write(10)
	for round := range rounds(2) {
		_, refused, _ := o.counts()
		free := fillUp(t, disk)
		o.refusal(refused)
		typed(t, "a full disk", looking, address, "Đĩa của máy chủ đã đầy")
		asksAll(t, "a full disk", looking, address)
		if round%2 == 1 { // the machine is switched off meanwhile
			kill()
			c := program(t, w.args("demo", "--addr", "127.0.0.1:0")...)
			says := starts(t, c)
			t.Logf("started on a full disk: %s", says)
			free()
			address, kill = start(t, w, "demo")
			o.move(address)
			looking = reader(t, address)
		} else {
			free()
		}
		o.write(10)
		sealed(t, address)
	}
	kill()
	o.kept(w)
}

// starts starts a program that may refuse, gives it some seconds, kills it, and
// returns what it said.
func starts(t *testing.T, c *exec.Cmd) string {
	t.Helper()
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	select {
	case <-ended:
	case <-time.After(3 * time.Second):
		c.Process.Kill() //nolint:errcheck // it has ended by itself
		<-ended
	}
	return out.String()
}

// sealed waits until the record goes on.
func sealed(t *testing.T, address string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		status, word, err := ask(http.DefaultClient, address+"/san-sang")
		if err == nil && status == http.StatusOK {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("not ready again by itself: %d %s, %v", status, word, err)
		}
	}
}

// The system makes a disk that fails readable only: who writes reads so, who reads
// goes on; once the disk is repaired, all that was acknowledged is there.
func TestAReadOnlyDisk(t *testing.T) {
	disk, remount := volume(t)
	w := where{data: filepath.Join(disk, "data")}
	address, kill := start(t, w, "demo")
	looking := reader(t, address)
	o := begin(t, address, 3)
	for range rounds(1) {
		o.write(10)
		_, refused, _ := o.counts()
		remount("remount,abort")
		got := o.refusal(refused)
		if got.status != http.StatusServiceUnavailable || !strings.Contains(got.body, "Đĩa của máy chủ") {
			t.Errorf("a disk only for reading: %d %s", got.status, got.body)
		}
		typed(t, "a disk only for reading", looking, address, "Đĩa của máy chủ")
		asksAll(t, "a disk only for reading", looking, address)
		kill()
		says := starts(t, program(t, w.args("demo", "--addr", "127.0.0.1:0")...))
		if !strings.Contains(says, "giaouoc:") {
			t.Errorf("a start on a disk only for reading: %s", says)
		}
		remount("")
		address, kill = start(t, w, "demo")
		o.move(address)
		looking = reader(t, address)
	}
	o.write(10)
	kill()
	o.kept(w)
}
