package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// moveAll moves and returns the digest of each table.
func moveAll(t *testing.T, args ...string) []string {
	t.Helper()
	text, ok := said(append([]string{"move", "--tables"}, args...)...)
	if !ok {
		t.Fatalf("move %v: %s", args, text)
	}
	var list []string
	for line := range strings.Lines(text) {
		if len(line) > 64 && line[64] == ' ' && !strings.Contains(line[:64], " ") {
			list = append(list, line)
		}
	}
	if len(list) < 150 {
		t.Fatalf("only %d tables: %s", len(list), text)
	}
	return list
}

var (
	linkOfPage = regexp.MustCompile(`href="(/[^"#]*)"`)
	puzzle     = regexp.MustCompile(`(?s)<div class="puzzle".*?</label>`) // another one each time
)

// publicPages reads public pages, those that links lead to first.
func publicPages(t *testing.T, address string) map[string]string {
	t.Helper()
	pages, queue := map[string]string{}, []string{"/"}
	port := address[strings.LastIndex(address, ":")+1:]
	for i := 0; i < len(queue) && len(pages) < 40; i++ {
		res, err := http.Get(address + queue[i])
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%s answers %d, %v", queue[i], res.StatusCode, err)
		}
		if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			continue
		}
		pages[queue[i]] = strings.ReplaceAll(puzzle.ReplaceAllString(string(body), ""), port, "PORT")
		for _, m := range linkOfPage.FindAllStringSubmatch(string(body), -1) {
			link := strings.ReplaceAll(m[1], "&amp;", "&")
			if !slices.Contains(queue, link) && !strings.HasPrefix(link, "/static") {
				queue = append(queue, link)
			}
		}
	}
	return pages
}

// The demonstration goes from SQLite to PostgreSQL and back: every value comes out
// as it was stored, the record is whole, and pages are the same.
func TestTheDemonstrationMovesThereAndBack(t *testing.T) {
	lite := where{data: filepath.Join(t.TempDir(), "data")}
	postgres := where{lite.data, dbtest.BarePostgres(t)}
	address, kill := start(t, lite, "demo")
	time.Sleep(2 * time.Second) // until it is sealed
	before := publicPages(t, address)
	if text, ok := said("move", lite.data, postgres.db); ok || !strings.Contains(text, "đang có chương trình dùng") {
		t.Errorf("a source that is served: %s", text)
	}
	kill()
	there := moveAll(t, lite.data, postgres.db)
	if text, ok := said(postgres.args("check")...); !ok || !strings.Contains(text, "nguyên vẹn") {
		t.Errorf("check on PostgreSQL: %s", text)
	}
	if text, ok := said("move", lite.data, postgres.db); ok || !strings.Contains(text, "không trống") {
		t.Errorf("a target that is filled: %s", text)
	}
	back := filepath.Join(t.TempDir(), "ve.db")
	if diff := cmp.Diff(there, moveAll(t, postgres.db, back, "--data", lite.data)); diff != "" {
		t.Errorf("digests differ: %s", diff)
	}
	if diff := cmp.Diff(dbtest.Stored(t, lite.dsn()), dbtest.Stored(t, back)); diff != "" {
		t.Errorf("stored values differ:\n%s", diff)
	}
	address, kill = start(t, postgres, "demo")
	after := publicPages(t, address)
	if text, ok := said("move", postgres.db, filepath.Join(t.TempDir(), "x.db"), "--data", lite.data); ok || !strings.Contains(text, "đang có chương trình dùng") {
		t.Errorf("a source on PostgreSQL that is served: %s", text)
	}
	kill()
	if len(before) < 12 {
		t.Errorf("only %d pages", len(before))
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("pages differ: %s", diff)
	}
}

// A move that is killed leaves a target that no server opens, and goes on when it
// is started again.
func TestAKilledMoveGoesOn(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	lite := where{data: data}
	p := place{Data: data}
	d, err := p.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Update(t, d, operator(), func(tx *db.Tx) error {
		for i := range 60_000 {
			if err := dbtest.Change(tx, fmt.Sprintf("%08d", i)); err != nil {
				return err
			}
		}
		return nil
	})
	d.Close()
	postgres := where{data, dbtest.BarePostgres(t)}
	broken(t, postgres, lite.data, postgres.db, "--data", data)
	there := moveAll(t, lite.data, postgres.db)
	back := where{data: filepath.Join(t.TempDir(), "ve")}
	broken(t, back, postgres.db, back.data, "--data", data)
	if diff := cmp.Diff(there, moveAll(t, postgres.db, back.data, "--data", data)); diff != "" {
		t.Errorf("digests differ: %s", diff)
	}
	if !slices.Equal(dbtest.Stored(t, lite.dsn()), dbtest.Stored(t, back.dsn())) {
		t.Error("stored values differ")
	}
}

// broken kills a move once it has told how far it is, and tries to serve what it
// left.
func broken(t *testing.T, target where, args ...string) {
	t.Helper()
	c := program(t, append([]string{"move"}, args...)...)
	errs, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(errs).ReadString('\n')
	c.Process.Kill() //nolint:errcheck // Wait tells
	if ended := c.Wait(); ended == nil || err != nil || !strings.Contains(line, "%") {
		t.Fatalf("it was not killed in the middle: %v, %q, %v", ended, line, err)
	}
	if text, ok := said(target.args("serve", "--addr", "127.0.0.1:0")...); ok || !strings.Contains(text, "chạy lại đúng lệnh giaouoc move") {
		t.Errorf("serve on a target that is half filled: %s", text)
	}
}

// What cannot be moved is refused before anything is written.
func TestMoveRefuses(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	d, err := db.Open(context.Background(), at("a.db"))
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	if err := os.WriteFile(at("chu.db"), []byte(strings.Repeat("không phải cơ sở dữ liệu\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what, from, to, want string
	}{
		{"no source", at("khong.db"), at("b.db"), "Không có cơ sở dữ liệu"},
		{"one place", at("a.db"), at("a.db"), "là một"},
		{"another engine", "mysql://x/y", at("b.db"), "Không hiểu địa chỉ"},
		{"a source that is none", at("chu.db"), at("b.db"), "không phải cơ sở dữ liệu của Giao Ước"},
		{"a target that is something else", at("a.db"), at("chu.db"), "không trống"},
		{"two servers and no folder", "postgres://a/b", "postgres://a/c", "--data"},
	} {
		if text, ok := said("move", c.from, c.to); ok || !strings.Contains(text, c.want) {
			t.Errorf("%s: %v, %s", c.what, ok, text)
		}
	}
	if _, err := os.Stat(at("b.db")); err == nil {
		t.Error("a refused move made a file")
	}
}
