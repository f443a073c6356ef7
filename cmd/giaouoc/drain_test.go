package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// ask reads one whole answer.
func ask(client *http.Client, address string) (status int, word string, err error) {
	res, err := client.Get(address)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, strings.TrimSpace(string(body)), err
}

// slowly sends a form whose second half waits for go, and returns the status of
// the answer to it.
func slowly(host string, release <-chan struct{}) (string, error) {
	c, err := net.Dial("tcp", host)
	if err != nil {
		return "", err
	}
	defer c.Close()
	const form = "login=ai.do&password=mot-mat-khau"
	if _, err := fmt.Fprintf(c, "POST /dang-nhap HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", host, len(form), form[:9]); err != nil {
		return "", err
	}
	<-release
	if _, err := io.WriteString(c, form[9:]); err != nil {
		return "", err
	}
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return res.Status, err
}

// sending has three ask for a page without end until stop, and counts.
func sending(t *testing.T, client *http.Client, address string) (asked *atomic.Int64, stop func()) {
	asked = &atomic.Int64{}
	var away atomic.Bool
	var senders sync.WaitGroup
	for range 3 {
		senders.Go(func() {
			for !away.Load() {
				if status, body, err := ask(client, address+"/dang-nhap"); err != nil || status != http.StatusOK || !strings.HasSuffix(body, "</html>") {
					t.Errorf("a broken answer: %d, %v, %d bytes", status, err, len(body))
				}
				asked.Add(1)
			}
		})
	}
	return asked, func() {
		away.Store(true)
		senders.Wait()
	}
}

// Who asks whether the server is ready, and sends it no more when it is not, sees
// no broken answer while it stops; a form on its way is answered too.
func TestStoppingBreaksNoAnswer(t *testing.T) {
	w := where{data: filepath.Join(t.TempDir(), "data")}
	c := program(t, w.args("serve", "--addr", "127.0.0.1:0", "--drain", "6s")...)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() }) // it has ended by itself
	lines := bufio.NewScanner(out)
	address := ""
	for lines.Scan() && lines.Text() != ready {
		if strings.HasPrefix(lines.Text(), "http://") && address == "" {
			address = lines.Text()
		}
	}
	client := &http.Client{Timeout: 20 * time.Second}
	for {
		if status, word, err := ask(client, address+"/san-sang"); err == nil && status == http.StatusOK && word == "ok" {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if text, ok := said("health", "--url", address); !ok {
		t.Errorf("health of a ready server: %s", text)
	}

	asked, stop := sending(t, client, address)
	release, answered := make(chan struct{}), make(chan string, 1)
	go func() {
		status, err := slowly(strings.TrimPrefix(address, "http://"), release)
		answered <- fmt.Sprint(status, " ", err)
	}()
	time.Sleep(500 * time.Millisecond)
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	told := time.Now()
	for {
		status, word, err := ask(client, address+"/san-sang")
		if status == http.StatusServiceUnavailable && word == "đang dừng" {
			break
		}
		if err != nil || time.Since(told) > 4*time.Second {
			t.Fatalf("not said to be stopping: %d %q, %v", status, word, err)
		}
	}
	if text, ok := said("health", "--url", address); ok || !strings.Contains(text, "đang dừng") {
		t.Errorf("health of a server that stops: %s", text)
	}
	before := asked.Load()
	time.Sleep(500 * time.Millisecond) // the time in which a balancer learns it
	if stop(); asked.Load() == before {
		t.Error("nothing was asked while it was stopping")
	}
	time.Sleep(time.Until(told.Add(6500 * time.Millisecond))) // the drain is over: only what is under way
	close(release)
	if got := <-answered; !strings.HasSuffix(got, " <nil>") {
		t.Errorf("the form on its way: %s", got)
	}
	if err := c.Wait(); err != nil {
		t.Errorf("it ends with %v", err)
	}
}
