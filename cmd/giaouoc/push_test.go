package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"giaouoc/data"
	"giaouoc/internal/witness"
)

// starting runs serve and returns what ends it.
func starting(t *testing.T, mistakes io.Writer, args ...string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	read, printed := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...), printed, mistakes)
		printed.Close()
	}()
	lines := bufio.NewScanner(read)
	for lines.Scan() && lines.Text() != ready {
	}
	return func() {
		t.Helper()
		cancel()
		if code := <-done; code != 0 {
			t.Errorf("serve ends with %d", code)
		}
	}
}

// soon waits until a checkpoint of the folder bears the signature of a key.
func soon(t *testing.T, dir string, key note.Verifier, where string) {
	t.Helper()
	for late := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		signed, err := os.ReadFile(filepath.Join(dir, "nhat-ky", "checkpoint"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := note.Open(signed, note.VerifierList(key)); err == nil {
			return
		}
		if time.Now().After(late) {
			t.Fatalf("%s: not cosigned: %s", where, signed)
		}
	}
}

// Every checkpoint is pushed to a real witness and published with its signature,
// also after a restart; one that does not answer holds up nobody.
func TestWitnessesCosignTheRecord(t *testing.T) {
	dir := t.TempDir()
	must(t, "import", "--data", dir, write(t, filepath.Join(dir, "units.yaml"), data.Units))
	starting(t, os.Stderr, "--data", dir, "--origin", "tdkt.example.vn/nhat-ky")()
	vkey := strings.Split(content(t, filepath.Join(dir, "nhat-ky", "khoa")), "\n")[2]
	w := listen(t, vkey)
	key, err := witness.NewVerifier(w.vkey)
	if err != nil {
		t.Fatal(err)
	}
	dead, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer dead.Close()
	flags := []string{"--data", dir, "--witness", w.address + "=" + w.vkey, "--witness", "http://" + dead.Addr().String() + "=" + w.vkey}
	stop := starting(t, io.Discard, flags...)
	soon(t, dir, key, "the first checkpoint")
	must(t, "import", "--data", dir, write(t, filepath.Join(dir, "five.yaml"), data.FiveCities))
	size := strings.Split(content(t, filepath.Join(dir, "nhat-ky", "checkpoint")), "\n")[1]
	for late := time.Now().Add(30 * time.Second); strings.Split(content(t, filepath.Join(dir, "nhat-ky", "checkpoint")), "\n")[1] == size; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatal("the record does not grow")
		}
	}
	soon(t, dir, key, "a grown record")
	stop()
	stop = starting(t, io.Discard, flags...)
	soon(t, dir, key, "after a restart")
	// The witness was told the first key alone, and follows the hand-over.
	must(t, "key", "rotate", "--data", dir)
	size = strings.Split(content(t, filepath.Join(dir, "nhat-ky", "checkpoint")), "\n")[1]
	for late := time.Now().Add(30 * time.Second); strings.Split(content(t, filepath.Join(dir, "nhat-ky", "checkpoint")), "\n")[1] == size; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatal("the record does not grow")
		}
	}
	soon(t, dir, key, "after a hand-over of the key")
	stop()
	state := t.TempDir()
	code, out, says := command("verify", "record", dir, "--state", state, "--key", vkey, "--witness", w.vkey)
	if code != 0 || !strings.Contains(out, "theo được 1 lần bàn giao") || !strings.Contains(out, "1/1 nhân chứng cùng ký") {
		t.Errorf("verify with the first key: %d, %s%s", code, out, says)
	}
	for _, bad := range []string{w.address, "ftp://a=" + w.vkey, w.address + "=" + vkey} {
		if code, _, says := command("serve", "--data", dir, "--addr", "127.0.0.1:0", "--witness", bad); code != 1 || !strings.Contains(says, "nhân chứng") {
			t.Errorf("--witness %s: %d, %s", bad, code, says)
		}
	}
}

// A witness that sends the push on to another place is not followed there.
func TestAPushFollowsNoRedirect(t *testing.T) {
	dir := t.TempDir()
	must(t, "import", "--data", dir, write(t, filepath.Join(dir, "units.yaml"), data.Units))
	starting(t, os.Stderr, "--data", dir, "--origin", "tdkt.example.vn/nhat-ky")()
	w := listen(t, strings.Split(content(t, filepath.Join(dir, "nhat-ky", "khoa")), "\n")[2])
	key, err := witness.NewVerifier(w.vkey)
	if err != nil {
		t.Fatal(err)
	}
	real, err := url.Parse(w.address)
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int64
	behind := httputil.NewSingleHostReverseProxy(real)
	place := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		behind.ServeHTTP(rw, r)
	}))
	defer place.Close()
	stop := starting(t, io.Discard, "--data", dir, "--witness", place.URL+"="+w.vkey)
	soon(t, dir, key, "named by the operator")
	stop()
	for _, status := range []int{http.StatusFound, http.StatusPermanentRedirect} {
		var led atomic.Int64
		onward := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			led.Add(1)
			http.Redirect(rw, r, place.URL+r.URL.Path, status)
		}))
		defer onward.Close()
		before := asked.Load()
		stop := starting(t, io.Discard, "--data", dir, "--witness", onward.URL+"="+w.vkey)
		for late := time.Now().Add(30 * time.Second); led.Load() < 2; time.Sleep(10 * time.Millisecond) { // the second: the first is over
			if time.Now().After(late) {
				t.Fatalf("%d: the push does not come again", status)
			}
		}
		stop()
		if asked.Load() != before {
			t.Errorf("%d: the push went on to another place", status)
		}
	}
}
