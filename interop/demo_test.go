package interop

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"filippo.io/torchwood"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
)

// demo runs the demonstration until the test ends and returns its address, its
// data folder and the key of its record.
func demo(t *testing.T) (address, dir, vkey string) {
	t.Helper()
	dir = t.TempDir()
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, "demo", "--addr", "127.0.0.1:0", "--data", dir)
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
	address, err = bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the demonstration does not start: %v, %s", err, mistakes.String())
	}
	address = strings.TrimSpace(address)
	lines := strings.Split(string(fetch(t, address+"/nhat-ky/khoa")), "\n")
	return address, dir, lines[2]
}

func fetch(t *testing.T, url string) []byte {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s answers %d, %v", url, res.StatusCode, err)
	}
	return content
}

// sealed waits until the checkpoint has leaves and returns its origin.
func sealed(t *testing.T, address string) (origin string, size int) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		lines := strings.Split(string(fetch(t, address+"/nhat-ky/checkpoint")), "\n")
		if n, err := strconv.Atoi(lines[1]); err == nil && n > 0 {
			return lines[0], n
		}
	}
	t.Fatal("nothing is sealed")
	return "", 0
}

// What the program really writes and serves is read by others and by giaouoc
// verify, over the network and as a copy; every tampered copy is found.
func TestTheDemonstrationsRecord(t *testing.T) {
	address, dir, vkey := demo(t)
	name, size := sealed(t, address)
	if said, right := verify(t, "record", address, "--key", vkey); !right || !strings.Contains(said, "lần đầu thấy") {
		t.Fatalf("%s", said)
	}
	readByTorchwood(t, address, name, vkey, size)

	copied := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(copied, os.DirFS(filepath.Join(dir, "nhat-ky"))); err != nil {
		t.Fatal(err)
	}
	if said, right := verify(t, "record", copied, "--key", vkey); !right {
		t.Fatalf("the copy: %s", said)
	}
	err := fsck.New(name, logVerifier(t, vkey), client.FileFetcher{Root: copied}, bundleHashes, fsck.Opts{}).Check(context.Background())
	if err != nil {
		t.Errorf("tessera says of the copy: %v", err)
	}
	damaged := 0
	err = filepath.WalkDir(copied, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		tamperings := []func(*testing.T, string) func(){damage, cut}
		if !outgrown(path) {
			tamperings = append(tamperings, remove)
		}
		for _, tamper := range tamperings {
			mend := tamper(t, path)
			if said, right := verify(t, "record", copied, "--key", vkey); right {
				t.Errorf("%s tampered with: %s", path, said)
			}
			mend()
		}
		damaged++
		return nil
	})
	if err != nil || damaged < 6 {
		t.Errorf("%d files tampered with, %v", damaged, err)
	}
	if said, right := verify(t, "record", copied, "--key", vkey); !right {
		t.Errorf("the copy put right: %s", said)
	}
}

// readByTorchwood reads the checkpoint and every leaf over HTTP.
func readByTorchwood(t *testing.T, address, name, vkey string, size int) {
	t.Helper()
	ctx := context.Background()
	trusted := torchwood.ThresholdPolicy(2, torchwood.OriginPolicy(name), torchwood.SingleVerifierPolicy(logVerifier(t, vkey)))
	c, _, err := torchwood.VerifyCheckpoint(fetch(t, address+"/nhat-ky/checkpoint"), trusted)
	if err != nil {
		t.Fatal(err)
	}
	fetcher, err := torchwood.NewTileFetcher(address + "/nhat-ky")
	if err != nil {
		t.Fatal(err)
	}
	reads, err := torchwood.NewClient(fetcher)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, leaf := range reads.AllEntries(ctx, c.Tree, 0) {
		if !bytes.HasPrefix(leaf, []byte(`{"v":`)) {
			t.Errorf("leaf %d: %s", n, leaf)
		}
		n++
	}
	if err := reads.Err(); err != nil || n < size {
		t.Errorf("torchwood reads %d leaves of %d: %v", n, size, err)
	}
}

// outgrown reports whether a file is a partial tile of an earlier checkpoint,
// which the log may delete.
func outgrown(path string) bool {
	folder, width := filepath.Dir(path), filepath.Base(path)
	full, partial := strings.CutSuffix(folder, ".p")
	if !partial {
		return false
	}
	if _, err := os.Stat(full); err == nil {
		return true
	}
	wider := false
	names, _ := filepath.Glob(filepath.Join(folder, "*"))
	own, _ := strconv.Atoi(width)
	for _, name := range names {
		n, _ := strconv.Atoi(filepath.Base(name))
		wider = wider || n > own
	}
	return wider
}

func remove(t *testing.T, path string) (mend func()) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	return func() { write(t, path, content) }
}

func cut(t *testing.T, path string) (mend func()) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, content[:len(content)-1])
	return func() { write(t, path, content) }
}
