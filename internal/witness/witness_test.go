package witness

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"giaouoc/internal/verify/logtest"
)

const origin = "giaouoc.example/nhat-ky"

func logOf(size int) *logtest.Log {
	l := logtest.New(origin)
	for i := range size {
		l.Append(logtest.Leaf(i))
	}
	return l
}

func open(t testing.TB, dir string, trusted ...string) *Witness {
	t.Helper()
	w, err := Open(dir, "w.example/nhan-chung")
	if err != nil {
		t.Fatal(err)
	}
	for _, vkey := range trusted {
		if _, err := w.Trust(vkey); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func hashes(list []logtest.Hash) []tlog.Hash {
	var proof []tlog.Hash
	for _, h := range list {
		proof = append(proof, h)
	}
	return proof
}

// request asks for a cosignature on the log at size, coming from old.
func request(l *logtest.Log, old, size int) []byte {
	return Request(int64(old), hashes(l.Consistency(old, size)), l.Checkpoint(size))
}

// mustCosign asks for a cosignature and verifies it.
func mustCosign(t testing.TB, w *Witness, l *logtest.Log, old, size int) {
	t.Helper()
	lines, err := w.AddCheckpoint(request(l, old, size))
	if err != nil {
		t.Fatalf("from %d to %d: %v", old, size, err)
	}
	mustVerify(t, w.Key(), append(l.Checkpoint(size), lines...), l.Text(size))
}

func mustVerify(t testing.TB, vkey string, signed []byte, text string) {
	t.Helper()
	v, err := NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil || n.Text != text {
		t.Fatalf("%v\n%s", err, signed)
	}
}

func TestAWitnessFollowsALog(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "witness")
	l := logOf(1000)
	w := open(t, dir, l.Key())
	for _, step := range [][2]int{{0, 0}, {0, 1}, {1, 1}, {1, 2}, {2, 255}, {255, 256}, {256, 257}, {257, 1000}, {1000, 1000}} {
		mustCosign(t, w, l, step[0], step[1])
		key := w.Key()
		if w = open(t, dir, l.Key()); w.Key() != key {
			t.Fatalf("after a restart the key is %s, was %s", w.Key(), key)
		}
	}
	l.Rotate(time.Now())
	l.Append(logtest.Leaf(1000))
	if _, err := w.AddCheckpoint(request(l, 1000, 1001)); !errors.Is(err, ErrUntrusted) {
		t.Errorf("a new key that is not trusted yet: %v", err)
	}
	mustCosign(t, open(t, dir, l.Key()), l, 1000, 1001)
}

func TestTheKeyIsTheOwnersAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "witness")
	l := logOf(3)
	mustCosign(t, open(t, dir, l.Key()), l, 0, 3)
	info, err := os.Stat(filepath.Join(dir, keyFile))
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the key has mode %v", info.Mode())
	}
	if err := os.Rename(filepath.Join(dir, keyFile), filepath.Join(dir, "elsewhere")); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, "w.example"); err == nil {
		t.Error("a witness that lost its key begins a second history")
	}
	if err := os.WriteFile(filepath.Join(dir, keyFile), []byte("w.example AAAA\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, "w.example"); err == nil {
		t.Error("a witness starts with a damaged key")
	}
	for _, name := range []string{"", "two words", "a+b"} {
		if _, err := Open(filepath.Join(t.TempDir(), "new"), name); err == nil {
			t.Errorf("a key is named %q", name)
		}
	}
}

// The answers of C2SP tlog-witness. Each case starts from a witness that cosigned
// 300 leaves, to which the right request is then still answered.
func TestWhatAWitnessRefuses(t *testing.T) {
	l := logOf(500)
	other := logtest.New("other.example")
	other.Append(logtest.Leaf(1))
	impostor := logOf(500)
	fork := l.Copy()
	fork.Change(200, logtest.Leaf(9999))
	proof := hashes(l.Consistency(300, 500))
	good := l.Checkpoint(500)
	for name, c := range map[string]struct {
		body []byte
		want error
	}{
		"nothing":                     {nil, ErrMalformed},
		"no old size":                 {bytes.TrimPrefix(request(l, 300, 500), []byte("old 300\n")), ErrMalformed},
		"an old size like this":       {bytes.Replace(request(l, 300, 500), []byte("old 300"), []byte("old 0300"), 1), ErrMalformed},
		"an old size below zero":      {Request(-1, proof, good), ErrMalformed},
		"an old size above the new":   {Request(501, nil, good), ErrMalformed},
		"a hash that is none":         {bytes.Replace(request(l, 300, 500), []byte("old 300\n"), []byte("old 300\nAAAA\n"), 1), ErrMalformed},
		"64 hashes":                   {Request(300, make([]tlog.Hash, 64), good), ErrMalformed},
		"no note":                     {Request(300, proof, []byte("x\n")), ErrMalformed},
		"no checkpoint":               {Request(300, proof, sign(t, l, origin+"\n500\n")), ErrMalformed},
		"a size in words":             {Request(300, proof, sign(t, l, strings.Replace(l.Text(500), "500", "+500", 1))), ErrMalformed},
		"a log that is not known":     {request(other, 0, 1), ErrUnknownLog},
		"another key of the name":     {request(impostor, 300, 500), ErrUntrusted},
		"a signature of another text": {Request(300, proof, bytes.Replace(good, []byte("\n500\n"), []byte("\n501\n"), 1)), ErrUntrusted},
		"a start from nothing":        {request(l, 0, 500), &Conflict{Size: 300}},
		"a start from before":         {request(l, 200, 500), &Conflict{Size: 300}},
		"a start from after":          {request(l, 400, 500), &Conflict{Size: 300}},
		"a step back":                 {request(l, 200, 299), &Conflict{Size: 300}},
		"the earlier one again":       {request(l, 0, 0), &Conflict{Size: 300}},
		"a fork of the same size":     {request(fork, 300, 300), &Conflict{Size: 300, Fork: true}},
		"a larger fork":               {request(fork, 300, 500), ErrInconsistent},
		"no proof":                    {Request(300, nil, good), ErrInconsistent},
		"a proof cut":                 {Request(300, proof[1:], good), ErrInconsistent},
		"a proof of too much":         {Request(300, append(hashes(l.Consistency(300, 500)), tlog.Hash{}), good), ErrInconsistent},
		"a proof where none belongs":  {Request(300, proof, l.Checkpoint(300)), ErrInconsistent},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			w := open(t, dir, l.Key())
			mustCosign(t, w, l, 0, 300)
			lines, err := w.AddCheckpoint(c.body)
			if lines != nil || err == nil || !errors.Is(err, c.want) && !sameConflict(err, c.want) {
				t.Errorf("%q, %v, want %v", lines, err, c.want)
			}
			kept, globErr := filepath.Glob(filepath.Join(dir, evidenceDir, "*"))
			if isFork := sameConflict(err, &Conflict{Size: 300, Fork: true}); globErr != nil || (len(kept) == 1) != isFork {
				t.Errorf("evidence kept: %v, %v", kept, globErr)
			}
			mustCosign(t, w, l, 300, 500)
		})
	}
}

func sameConflict(got, want error) bool {
	a, b := new(Conflict), new(Conflict)
	return errors.As(got, &a) && errors.As(want, &b) && *a == *b
}

func sign(t testing.TB, l *logtest.Log, text string) []byte {
	t.Helper()
	signed, err := note.Sign(&note.Note{Text: text}, l.Signer(0))
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func TestAnEmptyTreeHasOneRoot(t *testing.T) {
	l := logOf(1)
	w := open(t, t.TempDir(), l.Key())
	text := strings.Replace(l.Text(1), "\n1\n", "\n0\n", 1)
	if _, err := w.AddCheckpoint(Request(0, nil, sign(t, l, text))); !errors.Is(err, ErrInconsistent) {
		t.Errorf("an empty tree with the root of another: %v", err)
	}
	mustCosign(t, w, l, 0, 0)
}

// Many ask at once, in two processes of one folder: of two forks that grow from
// the same checkpoint, one is cosigned and never the other.
func TestNoTwoForksAreCosigned(t *testing.T) {
	for round := range 20 {
		dir := t.TempDir()
		l := logOf(40)
		witnesses := []*Witness{open(t, dir, l.Key()), open(t, dir, l.Key())}
		mustCosign(t, witnesses[0], l, 0, 10)
		forks := make([]*logtest.Log, 8)
		for i := range forks {
			forks[i] = l.Copy()
			forks[i].Change(20, logtest.Leaf(1000+i))
		}
		var wait sync.WaitGroup
		var mu sync.Mutex
		cosigned := map[int]int{}
		start := make(chan struct{})
		for i, fork := range forks {
			for _, w := range witnesses {
				wait.Go(func() {
					body := request(fork, 10, 30+round%5)
					<-start
					if _, err := w.AddCheckpoint(body); err == nil {
						mu.Lock()
						cosigned[i]++
						mu.Unlock()
					} else if conflict := new(Conflict); !errors.As(err, &conflict) {
						t.Error(err)
					}
				})
			}
		}
		close(start)
		wait.Wait()
		if len(cosigned) != 1 {
			t.Fatalf("%d forks were cosigned", len(cosigned))
		}
	}
}

// What cannot be kept is not cosigned.
func TestNoCosignatureLeavesBeforeItIsKept(t *testing.T) {
	dir := t.TempDir()
	l := logOf(20)
	w := open(t, dir, l.Key())
	mustCosign(t, w, l, 0, 10)
	logs := filepath.Join(dir, logsDir)
	if err := os.Rename(logs, logs+"-aside"); err != nil {
		t.Fatal(err)
	}
	// A file where the folder should be: it can be neither read nor written.
	if err := os.WriteFile(logs, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if lines, err := w.AddCheckpoint(request(l, 10, 20)); err == nil || lines != nil {
		t.Errorf("%s leaves and is not kept", lines)
	}
	if err := errors.Join(os.Remove(logs), os.Rename(logs+"-aside", logs)); err != nil {
		t.Fatal(err)
	}
	mustCosign(t, w, l, 10, 20)
}

func TestAStateThatAnotherWroteIsNone(t *testing.T) {
	l := logOf(20)
	for name, change := range map[string]func([]byte) []byte{
		"cut":                 func(b []byte) []byte { return b[:len(b)/2] },
		"emptied":             func([]byte) []byte { return nil },
		"without cosignature": func([]byte) []byte { return l.Checkpoint(5) },
		"of another size":     func(b []byte) []byte { return bytes.Replace(b, []byte("\n10\n"), []byte("\n9\n"), 1) },
	} {
		w := open(t, t.TempDir(), l.Key())
		mustCosign(t, w, l, 0, 10)
		good, err := os.ReadFile(w.logPath(origin))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(w.logPath(origin), change(good), 0o600); err != nil {
			t.Fatal(err)
		}
		if lines, err := w.AddCheckpoint(request(l, 10, 20)); err == nil {
			t.Errorf("a state %s: %s", name, lines)
		}
		if err := os.WriteFile(w.logPath(origin), good, 0o600); err != nil {
			t.Fatal(err)
		}
		mustCosign(t, w, l, 10, 20)
	}
}

func reader(files map[string][]byte) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if content, ok := files[name]; ok {
			return content, nil
		}
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
}

func TestAWitnessReadsTheProofFromTheTiles(t *testing.T) {
	l := logOf(70000)
	w := open(t, t.TempDir(), l.Key())
	for _, size := range []int{0, 10, 255, 256, 257, 300, 300, 65536, 70000} {
		cosigned, err := w.Follow(reader(l.Files(size)))
		if err != nil {
			t.Fatalf("%d leaves: %v", size, err)
		}
		mustVerify(t, w.Key(), cosigned, l.Text(size))
	}
}

func TestAWitnessReadsAFullTileForAPartialOne(t *testing.T) {
	l := logOf(600)
	w := open(t, t.TempDir(), l.Key())
	if _, err := w.Follow(reader(l.Files(300))); err != nil {
		t.Fatal(err)
	}
	files := l.Files(600)
	files["checkpoint"] = l.Checkpoint(500)
	files["tile/1/000.p/1"] = l.Files(500)["tile/1/000.p/1"]
	if _, err := w.Follow(reader(files)); err != nil {
		t.Error(err)
	}
}

func TestALogThatGoesBackOrForksIsKept(t *testing.T) {
	l := logOf(500)
	fork := l.Copy()
	fork.Change(5, logtest.Leaf(9999))
	broken := l.Files(500)
	for name := range broken {
		if strings.HasPrefix(name, "tile/0/001") {
			broken[name] = bytes.Repeat([]byte{7}, len(broken[name]))
		}
	}
	for name, c := range map[string]struct {
		files map[string][]byte
		want  *Conflict
	}{
		"went back":          {l.Files(299), &Conflict{Size: 300, Back: true}},
		"forked":             {fork.Files(300), &Conflict{Size: 300, Fork: true}},
		"forked and grew":    {fork.Files(500), &Conflict{Size: 300, Fork: true}},
		"shows broken tiles": {broken, nil},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			w := open(t, dir, l.Key())
			if _, err := w.Follow(reader(l.Files(300))); err != nil {
				t.Fatal(err)
			}
			cosigned, err := w.Follow(reader(c.files))
			if cosigned != nil || err == nil || c.want != nil && !sameConflict(err, c.want) {
				t.Errorf("%s, %v", cosigned, err)
			}
			kept, globErr := filepath.Glob(filepath.Join(dir, evidenceDir, "*"))
			if globErr != nil || (c.want != nil) != (len(kept) == 1) {
				t.Errorf("evidence %v, %v", kept, globErr)
			}
			for _, path := range kept {
				content, err := os.ReadFile(path)
				if err != nil || !bytes.Contains(content, c.files["checkpoint"]) || bytes.Count(content, []byte("\n— "+origin+" ")) != 2 {
					t.Errorf("%s, %v", content, err)
				}
			}
			if _, err := w.Follow(reader(l.Files(500))); err != nil {
				t.Errorf("the log as it was: %v", err)
			}
		})
	}
}

// A witness that trusts an early key follows signed hand-overs to the one that signs
// now, remembers them, and lets no retired key sign beyond its hand-over.
func TestAWitnessFollowsHandOvers(t *testing.T) {
	dir := t.TempDir()
	l := logOf(100)
	first := l.Key()
	w := open(t, dir, first)
	mustCosign(t, w, l, 0, 100)
	retired := l.Copy()
	for i := range 2 {
		l.Rotate(time.Now())
		l.Append(logtest.Leaf(100 + i))
	}
	retired.Append(logtest.Leaf(100), logtest.Leaf(101))
	if _, err := w.AddCheckpoint(request(l, 100, 102)); !errors.Is(err, ErrUntrusted) {
		t.Fatalf("before the hand-over is known: %v", err)
	}

	forged := func(from, to string) []byte { return bytes.Replace(l.Khoa(), []byte(from), []byte(to), 1) }
	stranger := logtest.New(origin)
	stranger.Rotate(time.Now())
	unknown := logtest.New("other.example")
	for name, c := range map[string]struct {
		khoa []byte
		want error
	}{
		"of another size":   {forged("\n100\n", "\n102\n"), ErrMalformed},
		"of another's keys": {stranger.Khoa(), ErrUntrusted},
		"of an unknown log": {unknown.Khoa(), ErrUnknownLog},
		"cut":               {l.Khoa()[:len(l.Khoa())-9], ErrMalformed},
		"empty":             {nil, ErrMalformed},
	} {
		if _, err := w.HandOver(c.khoa); !errors.Is(err, c.want) {
			t.Errorf("a hand-over %s: %v", name, err)
		}
	}
	if _, err := w.AddCheckpoint(request(l, 100, 102)); !errors.Is(err, ErrUntrusted) {
		t.Fatalf("after forged hand-overs: %v", err)
	}

	for range 2 { // told twice is no harm
		if got, err := w.HandOver(l.Khoa()); err != nil || got != origin {
			t.Fatalf("%s, %v", got, err)
		}
	}
	if _, err := w.AddCheckpoint(request(retired, 100, 102)); !errors.Is(err, ErrUntrusted) {
		t.Errorf("a retired key beyond its hand-over: %v", err)
	}
	mustCosign(t, w, l, 100, 102)

	// After a restart it remembers, also against a thief of the first key.
	w = open(t, dir, first)
	l.Append(logtest.Leaf(102))
	mustCosign(t, w, l, 102, 103)
	thief := retired.Copy()
	thief.Rotate(time.Now())
	if _, err := w.HandOver(thief.Khoa()); !errors.Is(err, ErrBranch) {
		t.Errorf("a branch of the keys: %v", err)
	}
	if kept, err := filepath.Glob(filepath.Join(dir, evidenceDir, "*")); err != nil || len(kept) != 1 {
		t.Errorf("%d pieces of evidence, %v", len(kept), err)
	}
	if _, err := w.AddCheckpoint(request(thief, 103, 103)); err == nil {
		t.Error("a thief's checkpoint is cosigned")
	}
	mustCosign(t, w, l, 103, 103)
}
