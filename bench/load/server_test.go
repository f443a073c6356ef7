package load

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"giaouoc/data"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/holder"
	"giaouoc/internal/key"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web"
)

// server is a program that serves a place.
type server struct {
	site string
	pid  int // 0 when it runs within the test
}

// The folders of the two who hold the keys of secret ballots, beside the data.
var holders = []struct{ name, folder string }{{"Ban kiểm phiếu", "ban-kiem-phieu"}, {"Cơ quan thường trực", "co-quan-thuong-truc"}}

func (p place) holders(t *testing.T) (list []holder.Near) {
	t.Helper()
	for _, h := range holders {
		folder, err := holder.Open(filepath.Join(p.data+"-giu-khoa", h.folder))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, holder.Near{Called: h.name, Folder: folder})
	}
	return list
}

// within serves a place in this process, as fast as a test is built.
func within(t *testing.T, p place, d *db.DB, ring *key.Ring) server {
	t.Helper()
	calendar, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.Open(filepath.Join(p.data, "tep"))
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	sealed, err := record.OpenLog(t.Context(), d, ring, record.Settings{Dir: filepath.Join(p.data, "nhat-ky"), Log: log})
	if err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); sealed.Run(running) }()
	var signers []holder.Signer
	for _, h := range p.holders(t) {
		signers = append(signers, h)
	}
	s := listening(web.New(web.Config{
		DB: d, Blobs: blobs, Calendar: calendar, Log: log, Keys: ring, Demo: true,
		Record: sealed, RecordDir: filepath.Join(p.data, "nhat-ky"), Holders: signers,
	}))
	t.Cleanup(func() { s.Close(); stop(); <-ended })
	return server{site: s.URL}
}

// program is what is measured: GIAOUOC_PROGRAM, or built now.
func program(t *testing.T) string {
	t.Helper()
	if named := os.Getenv("GIAOUOC_PROGRAM"); named != "" {
		return named
	}
	path := filepath.Join(t.TempDir(), "giaouoc")
	c := exec.Command("go", "build", "-ldflags", "-s -w", "-o", path, "giaouoc/cmd/giaouoc")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// args are those of a command on a place.
func (p place) args(command ...string) []string {
	command = append(command, "--data", p.data)
	if p.postgres != "" {
		command = append(command, "--db", p.postgres)
	}
	return command
}

// apart serves a place by the built program, whose roles one click switches.
func apart(t *testing.T, p place, exe string) server {
	t.Helper()
	c := exec.Command(exe, p.args("demo", "--addr", "127.0.0.1:0")...)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Signal(os.Interrupt) //nolint:errcheck // it has ended by itself
		if err := c.Wait(); err != nil {
			t.Errorf("the server ends with %v", err)
		}
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if site := lines.Text(); strings.HasPrefix(site, "http://") {
			for lines.Scan() && !strings.HasPrefix(lines.Text(), "Chương trình đang chạy") {
			}
			go io.Copy(io.Discard, out) //nolint:errcheck // until it ends
			return server{site, c.Process.Pid}
		}
	}
	t.Fatal("the server did not start")
	return server{}
}

// memory is the resident memory of the server in MB, now and at its most.
func (s server) memory() (now, most float64) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid))
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(status)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kb); n == 1 {
			now = kb / 1000
		}
		if n, _ := fmt.Sscanf(line, "VmHWM: %f kB", &kb); n == 1 {
			most = kb / 1000
		}
	}
	return now, most
}

// spent is the processor time that the server has used, to the nanosecond; zero where
// the system does not tell. What PostgreSQL uses is not in it.
func (s server) spent() (total time.Duration) {
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.pid))
	if err != nil {
		return 0
	}
	for _, path := range tasks {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // a thread that has ended
		}
		var ns int64
		if n, _ := fmt.Sscan(string(text), &ns); n == 1 {
			total += time.Duration(ns)
		}
	}
	return total
}

// references ask for what costs next to nothing, and for one question to the database,
// while others work.
func references(ctx context.Context, site string, d *diary, every time.Duration, until time.Time) {
	p := &person{site: site}
	play(ctx, d, every, until,
		deed{reference, func(ctx context.Context) error { _, err := p.ask(ctx, "/song", nil, ""); return err }},
		deed{"one question (/san-sang)", func(ctx context.Context) error { _, err := p.ask(ctx, "/san-sang", nil, ""); return err }})
}

const reference = "no database (/song)"
