package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"giaouoc/data"
)

// command runs a command line to its end.
func command(args ...string) (code int, out, mistakes string) {
	var o, m bytes.Buffer
	code = run(context.Background(), args, &o, &m)
	return code, o.String(), m.String()
}

// The record is sealed while the program runs, its key is handed over under it,
// and a check finds all in order, and a changed file.
func TestTheRecordOfARunningServer(t *testing.T) {
	dir := t.TempDir()
	must(t, "import", "--data", dir, write(t, filepath.Join(dir, "units.yaml"), data.Units))
	if code, _, says := command("key", "rotate", "--data", dir); code != 1 || !strings.Contains(says, "chưa có khóa nào để đổi") {
		t.Errorf("rotating before the first start: %d, %s", code, says)
	}
	if code, out, says := command("check", "--data", dir); code != 0 || !strings.Contains(out, "0 mục đã niêm phong") {
		t.Errorf("a check before the first start: %d, %s%s", code, out, says)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	read, printed := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--data", dir, "--origin", "tdkt.example.vn/nhat-ky"}, printed, os.Stderr)
		printed.Close()
	}()
	lines := bufio.NewScanner(read)
	lines.Scan()
	address := lines.Text()
	for lines.Text() != ready && lines.Scan() {
	}
	checkpoint := func() string {
		res, err := http.Get(address + "/nhat-ky/checkpoint")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil || !strings.HasPrefix(string(body), "tdkt.example.vn/nhat-ky\n") {
			t.Fatalf("%q, %v", body, err)
		}
		return string(body)
	}
	code, out, says := command("key", "rotate", "--data", dir)
	if code != 0 {
		t.Fatalf("rotating: %s", says)
	}
	_, vkey, _ := strings.Cut(strings.TrimSpace(out), "\n")
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	for late := time.Now().Add(20 * time.Second); ; {
		n, err := note.Open([]byte(checkpoint()), note.VerifierList(verifier))
		if err == nil && len(n.UnverifiedSigs) == 0 {
			break
		}
		if time.Now().After(late) {
			t.Fatalf("the running server does not go on after a hand-over: %s", checkpoint())
		}
	}
	if keys := content(t, filepath.Join(dir, "nhat-ky", "khoa")); !strings.Contains(keys, "\n---\n"+vkey+"\n") {
		t.Errorf("the chain of keys %s has no %s", keys, vkey)
	}
	if code, out, says := command("check", "--data", dir); code != 0 || !strings.Contains(out, "\nNhật ký nguyên vẹn: ") {
		t.Errorf("a check of the running server: %d, %s%s", code, out, says)
	}
	stop()
	if code := <-done; code != 0 {
		t.Fatalf("serve ends with %d", code)
	}
	size := strings.Split(content(t, filepath.Join(dir, "nhat-ky", "checkpoint")), "\n")[1]
	write(t, filepath.Join(dir, "nhat-ky", "tile", "0", "000.p", size), []byte("x"))
	if code, _, says := command("check", "--data", dir); code != 1 || !strings.Contains(says, "tile/0/000.p/"+size) {
		t.Errorf("a check of a changed tile: %d, %s", code, says)
	}
	if code, _, says := command("serve", "--data", dir, "--addr", "127.0.0.1:0", "--origin", "khac.example.vn"); code != 1 || !strings.Contains(says, "không đổi tên được") {
		t.Errorf("another origin: %d, %s", code, says)
	}
}

// A database put back from an older copy does not start, rejoins its published
// record, and the record is right for who has seen it before.
func TestAnOlderCopyOfTheDatabase(t *testing.T) {
	dir := t.TempDir()
	files, state := filepath.Join(dir, "nhat-ky"), t.TempDir()
	serve := func() { t.Helper(); starting(t, os.Stderr, "--data", dir)() }
	verify := func(want string) {
		t.Helper()
		if code, out, says := command("verify", "record", "--state", state, files); code != 0 || !strings.Contains(out, want) {
			t.Errorf("verify record: %d, %s%s, want %q", code, out, says, want)
		}
	}
	must(t, "import", "--data", dir, write(t, filepath.Join(dir, "units.yaml"), data.Units))
	serve()
	older := content(t, filepath.Join(dir, "giaouoc.db"))
	must(t, "import", "--data", dir, write(t, filepath.Join(dir, "five.yaml"), data.FiveCities))
	serve()
	verify("ĐÚNG")
	write(t, filepath.Join(dir, "giaouoc.db"), []byte(older))
	if code, _, says := command("serve", "--data", dir, "--addr", "127.0.0.1:0"); code != 1 || !strings.Contains(says, "ít hơn nhật ký đã công bố") {
		t.Errorf("serve on an older copy: %d, %s", code, says)
	}
	verify("nối tiếp đúng")
	code, out, says := command("rejoin", "--data", dir, "--reason", "ổ đĩa hỏng")
	if code != 0 || !strings.Contains(out, "Đã nối lại") {
		t.Fatalf("rejoin: %d, %s%s", code, out, says)
	}
	serve()
	verify("nối tiếp đúng")
	if code, out, says := command("check", "--data", dir); code != 0 || !strings.Contains(out, "\nNhật ký nguyên vẹn: ") || strings.Contains(out, " 0 mục đã mất nội dung") {
		t.Errorf("check: %d, %s%s", code, out, says)
	}
}
