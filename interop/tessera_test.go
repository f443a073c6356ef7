package interop

import (
	"context"
	"crypto/rand"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"

	"giaouoc/internal/verify/logtest"
)

// Tessera writes a log of our leaves and asks our witness to cosign each
// checkpoint; giaouoc verify accepts the log with its witness, and finds every
// damaged file.
func TestALogByTesseraWithOurWitness(t *testing.T) {
	secret, vkey, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	address, witnessKey := startWitness(t, vkey)
	dir := t.TempDir()
	writeByTessera(t, dir, secret, address, witnessKey, 600)
	write(t, filepath.Join(dir, "khoa"), []byte("giaouoc/khoa@v1\n---\n"+vkey+"\n"))

	args := []string{"record", dir, "--key", vkey, "--witness", witnessKey, "--need", "1"}
	said, right := verify(t, args...)
	if !right || !strings.Contains(said, "có 600 lá") || !strings.Contains(said, "1/1 nhân chứng cùng ký (w.example lúc ") {
		t.Fatalf("%v: %s", right, said)
	}
	damaged := 0
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isTile(path) && d.Name() != "checkpoint" && d.Name() != "khoa" {
			return err
		}
		mend := damage(t, path)
		if said, right := verify(t, args...); right {
			t.Errorf("%s damaged: %s", path, said)
		}
		mend()
		damaged++
		return nil
	})
	if err != nil || damaged < 8 {
		t.Fatalf("%d files damaged, %v", damaged, err)
	}
	if said, right := verify(t, args...); !right {
		t.Errorf("put right: %s", said)
	}
}

func writeByTessera(t *testing.T, dir, secret, witnessAddress, witnessKey string, size int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(witnessAddress)
	if err != nil {
		t.Fatal(err)
	}
	w, err := tessera.NewWitness(witnessKey, u)
	if err != nil {
		t.Fatal(err)
	}
	driver, err := posix.New(ctx, posix.Config{Path: dir})
	if err != nil {
		t.Fatal(err)
	}
	options := tessera.NewAppendOptions().WithCheckpointSigner(signer).WithCheckpointInterval(100*time.Millisecond).
		WithBatching(100, 10*time.Millisecond).WithWitnesses(tessera.NewWitnessGroup(1, w), nil)
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		t.Fatal(err)
	}
	// Two rounds, so that the witness has to check a proof.
	awaiter := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 20*time.Millisecond)
	for _, end := range []int{size / 3, size} {
		var last tessera.IndexFuture
		for i := end - size/3; i < end; i++ {
			last = appender.Add(ctx, tessera.NewEntry(logtest.Leaf(i)))
		}
		if end == size {
			for i := size / 3; i < end-size/3; i++ {
				last = appender.Add(ctx, tessera.NewEntry(logtest.Leaf(i)))
			}
		}
		if _, _, err := awaiter.Await(ctx, last); err != nil {
			t.Fatalf("at %d: %v", end, err)
		}
	}
	if err := shutdown(ctx); err != nil {
		t.Fatal(err)
	}
}

// Tessera's own checker reads a log in our form from end to end.
func TestTesseraChecksOurLog(t *testing.T) {
	l, dir := logOf(70000), t.TempDir()
	l.Write(t, dir, 70000)
	check := func() error {
		return fsck.New(origin, logVerifier(t, l.Key()), client.FileFetcher{Root: dir}, bundleHashes, fsck.Opts{N: 2}).Check(context.Background())
	}
	if err := check(); err != nil {
		t.Fatal(err)
	}
	mend := damage(t, filepath.Join(dir, "tile", "1", "000"))
	if err := check(); err == nil {
		t.Error("tessera does not see a damaged tile")
	}
	mend()
	if _, err := os.Stat(filepath.Join(dir, "tile", "2", "000.p", "1")); err != nil {
		t.Error(err)
	}
}

// bundleHashes hashes the entries of a bundle as tessera splits it.
func bundleHashes(bundle []byte) ([][]byte, error) {
	var b api.EntryBundle
	if err := b.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	var hashes [][]byte
	for _, entry := range b.Entries {
		h := logtest.LeafHash(entry)
		hashes = append(hashes, h[:])
	}
	return hashes, nil
}
