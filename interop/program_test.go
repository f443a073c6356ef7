package interop

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"giaouoc/internal/verify/logtest"
)

const origin = "giaouoc.example/nhat-ky"

// program is the path of giaouoc itself, built once: these tests know it as its
// users do.
var program string

func TestMain(m *testing.M) { os.Exit(withProgram(m.Run)) }

func withProgram(run func() int) int {
	dir, err := os.MkdirTemp("", "interop-*")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "giaouoc")
	build := exec.Command("go", "build", "-o", program, "./cmd/giaouoc")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		panic(string(out))
	}
	return run()
}

// verify runs giaouoc verify with an empty memory.
func verify(t *testing.T, args ...string) (said string, right bool) {
	t.Helper()
	args = append([]string{"verify"}, append(args, "--state", t.TempDir())...)
	out, err := exec.Command(program, args...).CombinedOutput()
	return string(out), err == nil
}

// startWitness starts giaouoc witness --listen for a log until the test ends.
func startWitness(t *testing.T, logKey string) (address, vkey string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, "witness", "--listen", "127.0.0.1:0", "--data", filepath.Join(t.TempDir(), "w"), "--name", "w.example", "--log", logKey)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	var mistakes bytes.Buffer
	cmd.Stderr = &mistakes
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = cmd.Wait() // ended by the signal
	})
	said := bufio.NewScanner(out)
	var lines []string
	for len(lines) < 2 && said.Scan() {
		lines = append(lines, said.Text())
	}
	if len(lines) < 2 {
		t.Fatalf("the witness does not start: %s", mistakes.String())
	}
	return lines[0], lines[1]
}

func logOf(size int) *logtest.Log {
	l := logtest.New(origin)
	for i := range size {
		l.Append(logtest.Leaf(i))
	}
	return l
}

func logVerifier(t *testing.T, vkey string) note.Verifier {
	t.Helper()
	v, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// damage changes one byte of a file and returns what puts it right.
func damage(t *testing.T, path string) (mend func()) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Clone(content)
	changed[len(changed)/2] ^= 4
	write(t, path, changed)
	return func() { write(t, path, content) }
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func isTile(path string) bool { return strings.Contains(filepath.ToSlash(path), "/tile/") }
