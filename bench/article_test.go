package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/article"
	"giaouoc/internal/db"
	"giaouoc/internal/web"
)

// An anonymous article page beside nginx serving the same bytes, packed the same, as a
// file: requests a second over 50 connections that stay open, and how long each took.
// Server, nginx and who asks share the machine. Promised: half of nginx, p99 under 10 ms.
func BenchmarkArticleBesideNginx(b *testing.B) {
	const path = "/bai-viet/bai-do"
	h := articleServer(b)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := web.HTTPServer(h, slog.New(slog.DiscardHandler))
	go server.Serve(listener)            //nolint:errcheck // it ends when it is closed
	b.Cleanup(func() { server.Close() }) //nolint:errcheck // the machine is done with it
	ours := listener.Addr().String()
	packed := fetched(b, ours, path)
	theirs := nginx(b, packed)
	if again := fetched(b, theirs, "/trang.html"); !bytes.Equal(again, packed) {
		b.Fatalf("nginx serves %d bytes, the program %d", len(again), len(packed))
	}
	for b.Loop() {
		var rates [2][]float64
		var late [2][]time.Duration
		for range 5 { // turn by turn, so that both meet the same machine
			for i, at := range []struct{ address, path string }{{ours, path}, {theirs, "/trang.html"}} {
				rate, p99 := loaded(b, at.address, at.path, 50, 2*time.Second)
				rates[i], late[i] = append(rates[i], rate), append(late[i], p99)
			}
		}
		for i := range rates {
			slices.Sort(rates[i])
			slices.Sort(late[i])
		}
		b.ReportMetric(rates[0][2], "ours/s")
		b.ReportMetric(rates[1][2], "nginx/s")
		b.ReportMetric(rates[0][2]/rates[1][2], "ratio")
		b.ReportMetric(float64(late[0][2].Microseconds())/1000, "ours-p99-ms")
		b.ReportMetric(float64(late[1][2].Microseconds())/1000, "nginx-p99-ms")
		b.ReportMetric(float64(len(packed)), "bytes")
	}
}

// articleServer is the demonstration's data with one long article.
func articleServer(b *testing.B) http.Handler {
	b.Helper()
	return demoServer(b, func(tx *db.Tx) error {
		summary, body := longText()
		tx.Actor = editor("one")
		a, err := article.Write(tx, article.News, article.Text{Title: "Bài đo", Summary: summary, Source: "Đo", Author: "Đo", Body: body + "[[ty-trong nam-thanh-pho/2020]]"}, "")
		if err != nil {
			return err
		}
		if a, err = article.Send(tx, a.ID, a.Version); err != nil {
			return err
		}
		tx.Actor = editor("two")
		_, err = article.Publish(tx, a.ID, a.Version, time.Time{})
		return err
	})
}

// longText is a summary and some 1,500 words that do not repeat, as an article has.
func longText() (summary, body string) {
	words := strings.Fields("năm thành phố trực thuộc trung ương tổng kết phong trào thi đua ký giao ước chỉ tiêu ngân sách xuất khẩu hội nghị đề nghị khen thưởng cờ bằng đơn vị người dân công khai minh bạch số liệu báo cáo sáng kiến lao động trực tiếp tập thể cá nhân thành tích cụm trưởng phó nhiệm kỳ quy chế chấm điểm thẩm định")
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for i := range 1500 {
		b.WriteString(words[r.IntN(len(words))])
		switch {
		case i%120 == 119:
			b.WriteString(".\n\n")
		case i%17 == 16:
			b.WriteString(", ")
		default:
			b.WriteByte(' ')
		}
	}
	return "Hội nghị tổng kết và ký giao ước.", b.String() + "\n\n"
}

func editor(id string) db.Actor {
	return db.Actor{ID: id, Name: id, Grants: []db.Grant{{Role: string(access.Editor), Scope: access.ScopePortal}}}
}

func question(path string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n")
}

func fetched(b *testing.B, address, path string) []byte {
	b.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write(question(path)); err != nil {
		b.Fatal(err)
	}
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		b.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK || r.Header.Get("Content-Encoding") != "gzip" {
		b.Fatalf("%s answers %s, %v", path, r.Status, err)
	}
	return body
}

// nginx serves a packed page as a file, as its own precompressed file.
func nginx(b *testing.B, packed []byte) string {
	b.Helper()
	program, err := exec.LookPath("nginx")
	if err != nil {
		b.Fatal("nginx is missing: apt-get install nginx-light")
	}
	dir := b.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		b.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close() //nolint:errcheck // nginx takes its place
	settings := fmt.Sprintf(`daemon off; worker_processes 2; pid %[1]s/pid; error_log stderr error; user root;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=100; default_type text/html;
client_body_temp_path %[1]s; proxy_temp_path %[1]s; fastcgi_temp_path %[1]s; uwsgi_temp_path %[1]s; scgi_temp_path %[1]s;
server { listen %[2]s; root %[1]s; gzip_static on; } }`, dir, address)
	for name, content := range map[string][]byte{"nginx.conf": []byte(settings), "trang.html": []byte("-"), "trang.html.gz": packed} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	cmd := exec.Command(program, "-c", filepath.Join(dir, "nginx.conf"))
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt) //nolint:errcheck // Wait says how it ended
		cmd.Wait()                       //nolint:errcheck // it was told to end
	})
	for range 100 {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close() //nolint:errcheck // it was only asked whether it is there
			return address
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.Fatal("nginx does not answer")
	return ""
}

// loaded sends the same question over some connections for a while.
func loaded(b *testing.B, address, path string, connections int, lasting time.Duration) (rate float64, p99 time.Duration) {
	b.Helper()
	var mu sync.Mutex
	var took []time.Duration
	var group sync.WaitGroup
	until := time.Now().Add(lasting)
	for range connections {
		group.Go(func() {
			own, err := askedUntil(address, question(path), until)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				b.Error(err)
			}
			took = append(took, own...)
		})
	}
	group.Wait()
	if len(took) == 0 {
		b.Fatal("no answer")
	}
	slices.Sort(took)
	return float64(len(took)) / lasting.Seconds(), took[len(took)*99/100]
}

// askedUntil reads no more of an answer than its length: the one who asks must not be
// what is measured.
func askedUntil(address string, ask []byte, until time.Time) ([]time.Duration, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	r := bufio.NewReaderSize(c, 64<<10)
	var took []time.Duration
	for time.Now().Before(until) {
		start := time.Now()
		if _, err := c.Write(ask); err != nil {
			return took, err
		}
		length := 0
		for {
			line, err := r.ReadSlice('\n')
			if err != nil {
				return took, err
			}
			if len(line) <= 2 {
				break
			}
			if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
				if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
					return took, err
				}
			}
		}
		if _, err := r.Discard(length); err != nil {
			return took, err
		}
		took = append(took, time.Since(start))
	}
	return took, nil
}
