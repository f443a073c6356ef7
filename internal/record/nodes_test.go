package record

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

// Two machines on one database seal and publish the same log, each into its own
// folder, whoever numbers; one that lacks a new key seals no more, and still
// publishes what the other seals.
func TestTwoMachinesOnOneDatabase(t *testing.T) {
	d := dbtest.OpenPostgres(t)
	one := newPlace(t, d)
	two := &place{t, d, t.TempDir()}
	first := one.open()
	if _, err := two.try(""); !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), "không phải khóa đang dùng") {
		t.Fatalf("a machine without the keys: %v", err)
	}
	copyKeys := func() {
		t.Helper()
		if err := os.RemoveAll(filepath.Join(two.dir, "khoa")); err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(filepath.Join(two.dir, "khoa"), os.DirFS(filepath.Join(one.dir, "khoa"))); err != nil {
			t.Fatal(err)
		}
	}
	copyKeys()
	second := two.open()
	var all sync.WaitGroup
	for _, l := range []*Log{first, second} {
		all.Go(func() {
			for range 20 {
				if err := dbtest.Try(d, actor, func(tx *db.Tx) error { return Add(tx, act("u")) }); err != nil {
					t.Error(err)
				}
				if err := l.Seal(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	same := func(size int64) {
		t.Helper()
		a, _ := stranger(t, one.files())
		b, _ := stranger(t, two.files())
		if a != b || a.N != size {
			t.Errorf("%d and %d leaves, want %d", a.N, b.N, size)
		}
	}
	one.seal(first)
	two.seal(second)
	same(40)

	ring, err := key.Open(filepath.Join(one.dir, "khoa"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Rotate(context.Background(), d, ring, actor); err != nil {
		t.Fatal(err)
	}
	if err := second.Seal(context.Background()); !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), "đổi ở máy khác") {
		t.Errorf("the other machine after a rotation: %v", err)
	}
	one.seal(first)
	two.seal(second)
	same(41)
	copyKeys()
	one.add(1)
	two.seal(second)
	one.seal(first)
	same(42)
}
