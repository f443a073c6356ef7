package record

import (
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	verify "giaouoc/internal/verify/record"
)

// place is the data folder of a test's installation.
type place struct {
	t   testing.TB
	d   *db.DB
	dir string
}

func newPlace(t testing.TB, d *db.DB) *place { return &place{t, d, t.TempDir()} }

func (p *place) files() string { return filepath.Join(p.dir, "nhat-ky") }

func (p *place) at(path string) string { return filepath.Join(p.files(), filepath.FromSlash(path)) }

func (p *place) ring() *key.Ring {
	p.t.Helper()
	ring, err := key.Open(filepath.Join(p.dir, "khoa"))
	if err != nil {
		p.t.Fatal(err)
	}
	return ring
}

func (p *place) try(origin string) (*Log, error) {
	p.t.Helper()
	return OpenLog(context.Background(), p.d, p.ring(), Settings{Dir: p.files(), Origin: origin, Log: slog.New(slog.DiscardHandler)})
}

func (p *place) open() *Log {
	p.t.Helper()
	l, err := p.try("")
	if err != nil {
		p.t.Fatal(err)
	}
	return l
}

func (p *place) add(n int) {
	p.t.Helper()
	for range n {
		if err := dbtest.Try(p.d, actor, func(tx *db.Tx) error { return Add(tx, act("u")) }); err != nil {
			p.t.Fatal(err)
		}
	}
}

// addMany writes n entries in one transaction.
func (p *place) addMany(n int) {
	p.t.Helper()
	err := dbtest.Try(p.d, actor, func(tx *db.Tx) error {
		for range n {
			if err := Add(tx, act("u")); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) seal(l *Log) {
	p.t.Helper()
	if err := l.Seal(context.Background()); err != nil {
		p.t.Fatal(err)
	}
}

// reader reads tiles as a stranger would, knowing the files alone.
type reader struct{ dir string }

func (r reader) Height() int { return 8 }

func (r reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var list [][]byte
	for _, t := range tiles {
		// Go's own form of the path, made the form of C2SP.
		path := strings.TrimPrefix(t.Path(), "tile/8/")
		content, err := os.ReadFile(filepath.Join(r.dir, "tile", filepath.FromSlash(path)))
		if err != nil {
			return nil, err
		}
		list = append(list, content)
	}
	return list, nil
}

func (r reader) SaveTiles([]tlog.Tile, [][]byte) {}

// stranger checks the public files alone, with the program's own checker, which
// shares no code with this package, and with x/mod, and returns the leaves in them.
func stranger(t testing.TB, dir string) (tlog.Tree, []string) {
	t.Helper()
	read := func(path string) string {
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	if _, err := verify.Check(context.Background(), verify.Dir(dir), verify.Terms{Now: time.Now()}); err != nil {
		t.Fatalf("giaouoc verify record: %v", err)
	}
	keys, ok := strings.CutPrefix(read("khoa"), "giaouoc/khoa@v1\n---\n")
	if !ok {
		t.Fatalf("keys %q", keys)
	}
	var known []note.Verifier
	for block := range strings.SplitSeq(keys, "---\n") {
		vkey, _, _ := strings.Cut(block, "\n")
		v, err := note.NewVerifier(vkey)
		if err != nil {
			t.Fatal(err)
		}
		known = append(known, v)
	}
	n, err := note.Open([]byte(read("checkpoint")), note.VerifierList(known...))
	if err != nil {
		t.Fatal(err)
	}
	var tree tlog.Tree
	var origin, root string
	if _, err := fmt.Sscanf(n.Text, "%s\n%d\n%s\n", &origin, &tree.N, &root); err != nil {
		t.Fatal(err)
	}
	if tree.Hash, err = tlog.ParseHash(root); err != nil {
		t.Fatal(err)
	}
	var leaves []string
	for i := int64(0); i < tree.N; i += 256 {
		path := tlog.Tile{H: 8, L: 0, N: i / 256, W: int(min(256, tree.N-i))}.Path()
		bundle := read("tile/entries/" + strings.TrimPrefix(path, "tile/8/0/"))
		for len(bundle) > 0 {
			end := 2 + int(binary.BigEndian.Uint16([]byte(bundle)))
			leaves = append(leaves, bundle[2:end])
			bundle = bundle[end:]
		}
	}
	if int64(len(leaves)) != tree.N {
		t.Fatalf("%d leaves in a log of %d", len(leaves), tree.N)
	}
	hashes := tlog.TileHashReader(tree, reader{dir})
	var indexes []int64
	for i := range leaves {
		indexes = append(indexes, tlog.StoredHashIndex(0, int64(i)))
	}
	got, err := hashes.ReadHashes(indexes)
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range got {
		if h != tlog.RecordHash([]byte(leaves[i])) {
			t.Fatalf("leaf %d is not the one in the tree", i)
		}
	}
	return tree, leaves
}

func TestWhatIsCommittedIsSealedForEveryone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := newPlace(t, d)
		p.add(2) // before there was a log
		l, err := p.try("tdkt.example.vn/nhat-ky")
		if err != nil {
			t.Fatal(err)
		}
		if tree, _ := stranger(t, p.files()); tree.N != 2 {
			t.Fatalf("size %d", tree.N)
		}
		p.add(1)
		dbtest.Update(t, d, actor, func(tx *db.Tx) error {
			list, err := Of(tx, Object{Kind: "unit", ID: "u"})
			if err == nil && (*list[0].Seq != 0 || *list[1].Seq != 1 || list[2].Seq != nil) {
				t.Errorf("numbers %v %v %v", list[0].Seq, list[1].Seq, list[2].Seq)
			}
			return err
		})
		sizes := []int{3}
		p.seal(l)
		for _, n := range []int{1, 251, 1, 1, 256, 600} { // over, onto and next to the ends of tiles
			p.addMany(n)
			p.seal(l)
			tree, leaves := stranger(t, p.files())
			sizes = append(sizes, sizes[len(sizes)-1]+n)
			if int(tree.N) != sizes[len(sizes)-1] || l.Published().Size != tree.N {
				t.Fatalf("size %d, want %v", tree.N, sizes)
			}
			for i, leaf := range leaves[1:] {
				if leaf == leaves[i] {
					t.Fatalf("leaf %d twice", i)
				}
			}
		}
		if l.Origin() != "tdkt.example.vn/nhat-ky" {
			t.Errorf("origin %s", l.Origin())
		}
		p.open()
		if _, err := p.try("elsewhere.example"); !problem.Is(err, problem.Invalid) {
			t.Errorf("another origin: %v", err)
		}
		p.add(1)
		p.open() // seals what was written while no log was open
		if tree, _ := stranger(t, p.files()); int(tree.N) != sizes[len(sizes)-1]+1 {
			t.Errorf("size %d", tree.N)
		}
	})
}

// A root over any number of leaves is the one that x/mod computes.
func TestTheEdgeGivesTheRoot(t *testing.T) {
	var hashes []tlog.Hash
	stored := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var list []tlog.Hash
		for _, i := range indexes {
			list = append(list, hashes[i])
		}
		return list, nil
	})
	e := &edge{}
	for n := range int64(70_000) {
		leaf := fmt.Appendf(nil, "leaf %d", n)
		more, err := tlog.StoredHashes(n, leaf, stored)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, more...)
		if err := e.add(leaf, discard); err != nil {
			t.Fatal(err)
		}
		if n > 600 && n%997 != 0 && (n+1)%256 > 1 {
			continue
		}
		want, err := tlog.TreeHash(n+1, stored)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.root(); got != want {
			t.Fatalf("%d leaves: root %s, want %s", n+1, got, want)
		}
	}
}

// An act that runs while others are sealed is not run again on their account.
func TestSealingDisturbsNoAct(t *testing.T) {
	d := dbtest.OpenPostgres(t) // on SQLite they take turns
	p := newPlace(t, d)
	l := p.open()
	p.add(3)
	runs := 0
	dbtest.Update(t, d, actor, func(tx *db.Tx) error {
		runs++
		if _, err := Of(tx, Object{Kind: "unit", ID: "u"}); err != nil {
			return err
		}
		if err := Add(tx, act("u")); err != nil {
			return err
		}
		if runs == 1 {
			p.seal(l)
		}
		list, err := Of(tx, Object{Kind: "unit", ID: "u"})
		if err == nil && list[0].Seq != nil {
			t.Error("the act sees a seal that came after it began")
		}
		return err
	})
	if runs != 1 || l.Published().Size != 3 {
		t.Errorf("%d runs, %d sealed", runs, l.Published().Size)
	}
	p.seal(l)
	if tree, _ := stranger(t, p.files()); tree.N != 4 {
		t.Errorf("size %d", tree.N)
	}
}
