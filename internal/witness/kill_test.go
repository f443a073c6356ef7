package witness

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"giaouoc/internal/verify/logtest"
)

// killedEnv tells a second process of the test binary where its witness is.
const killedEnv = "GIAOUOC_TEST_WITNESS"

// TestMain is also the process that is killed: it cosigns a growing log whose
// checkpoints come on its input, and says each size when the cosignature has
// left.
func TestMain(m *testing.M) {
	dir, vkey, ok := strings.Cut(os.Getenv(killedEnv), "|")
	if !ok {
		os.Exit(m.Run())
	}
	w, err := Open(dir, "w.example")
	if err == nil {
		_, err = w.Trust(vkey)
	}
	in := bufio.NewScanner(os.Stdin)
	for err == nil && in.Scan() {
		var body string
		if body, err = strconv.Unquote(in.Text()); err != nil {
			break
		}
		if _, err = w.AddCheckpoint([]byte(body)); err == nil {
			fmt.Println("cosigned")
		}
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// A witness that is killed knows, when it starts again, every cosignature that
// left it, and cosigns no fork of it.
func TestAKilledWitnessForgetsNothing(t *testing.T) {
	dir, size := t.TempDir(), 0
	l := logOf(400)
	for round := range 15 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), killedEnv+"="+dir+"|"+l.Key())
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// All requests are there at once: it is killed somewhere in the next one.
		go func(from int) {
			for n := from; n < from+20; n++ {
				fmt.Fprintf(in, "%q\n", request(l, n, n+1))
			}
		}(size)
		said := bufio.NewScanner(out)
		for range 1 + round%5 {
			if !said.Scan() || said.Text() != "cosigned" {
				t.Fatalf("after %d leaves: %q", size, said.Text())
			}
			size++
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for said.Scan() {
			size++ // left before the kill, and was still on its way
		}
		_ = cmd.Wait() // killed

		w := open(t, dir, l.Key())
		last, _, err := w.last(origin)
		if err != nil || last.N < int64(size) {
			t.Fatalf("%d leaves were cosigned, and %d are known; %v", size, last.N, err)
		}
		size = int(last.N)
		fork := l.Copy()
		fork.Change(size-1, logtest.Leaf(9999))
		if _, err := w.AddCheckpoint(request(fork, size-1, size)); err == nil {
			t.Fatal("a fork is cosigned")
		}
	}
}
