package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

// serving runs serve on a data folder and returns its address, the link that it
// printed for the first administrator, and what ends it.
func serving(t *testing.T, dir string) (base, link string, stop func()) {
	t.Helper()
	read, write := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int)
	go func() {
		done <- run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--data", dir}, write, io.Discard)
	}()
	lines := bufio.NewReader(read)
	line := func() string {
		text, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(text)
	}
	base = line()
	if next := line(); strings.HasPrefix(next, "Chưa có quản trị viên.") {
		link = line()
	} else if next != ready {
		t.Fatalf("serve prints %q", next)
	}
	go io.Copy(io.Discard, lines) //nolint:errcheck // until the pipe ends
	return base, link, func() {
		cancel()
		if code := <-done; code != 0 {
			t.Errorf("serve ends with %d", code)
		}
		write.Close()
	}
}

// A fresh installation prints a link at each start until it was used, and has no
// other way in.
func TestServePrintsTheFirstLinkUntilItIsUsed(t *testing.T) {
	dir := t.TempDir()
	_, first, stop := serving(t, dir)
	if first == "" {
		t.Fatal("no link on an empty data folder")
	}
	stop()
	base, link, stop := serving(t, dir)
	if link == "" || link[strings.LastIndex(link, "/"):] == first[strings.LastIndex(first, "/"):] {
		t.Fatalf("the second start prints %q after %q", link, first)
	}
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar}
	if res, err := client.Get(base + first[strings.Index(first, "/loi-moi/"):]); err != nil || res.StatusCode != http.StatusConflict {
		t.Errorf("the link of the start before: %v, %v", res, err)
	}
	for _, path := range []string{"/vai/quan.tri", "/vai-khach", "/ngay"} {
		if res, err := client.PostForm(base+path, nil); err != nil || res.StatusCode != http.StatusNotFound {
			t.Errorf("serve has a route %s of the demonstration: %v, %v", path, res, err)
		}
	}
	res, err := client.PostForm(link, url.Values{
		"name": {"Đặng Thị Quản Trị"}, "login": {"quan.tri"}, "new_password": {"con mèo trèo cây cau"}, "again": {"con mèo trèo cây cau"},
	})
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("the link of this start: %v, %v", res, err)
	}
	stop()
	if _, link, stop = serving(t, dir); link != "" {
		t.Errorf("a link is printed after one was used: %s", link)
	}
	stop()
}

// With the power back in the whole room, the program may be there before its database.
func TestServeWaitsForItsDatabase(t *testing.T) {
	for wait, least := range map[string]time.Duration{"0s": 0, "2s": 2 * time.Second} {
		var out bytes.Buffer
		began := time.Now()
		code := run(t.Context(), []string{"serve", "--data", t.TempDir(), "--db", "postgres://a@127.0.0.1:1/b", "--db-wait", wait}, &out, &out)
		if took := time.Since(began); code != 1 || took < least || !strings.Contains(out.String(), "không mở được cơ sở dữ liệu ghi ở --db") {
			t.Errorf("waiting %s: after %s exit %d, %s", wait, took, code, out.String())
		}
	}
}
