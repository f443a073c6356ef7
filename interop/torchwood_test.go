package interop

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"giaouoc/internal/verify/logtest"
	"giaouoc/internal/witness"
)

// policy asks for the log's signature and a witness's.
func policy(t *testing.T, logKey, witnessKey string) torchwood.Policy {
	t.Helper()
	w, err := torchwood.NewCosignatureVerifier(witnessKey)
	if err != nil {
		t.Fatal(err)
	}
	return torchwood.ThresholdPolicy(3, torchwood.OriginPolicy(origin),
		torchwood.SingleVerifierPolicy(logVerifier(t, logKey)), torchwood.SingleVerifierPolicy(w))
}

// cosigned pushes the checkpoint of a log to our witness as the program does.
func cosigned(t *testing.T, l *logtest.Log, size int) (checkpoint []byte, witnessKey string) {
	t.Helper()
	w, err := witness.Open(t.TempDir(), "w.example")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Trust(l.Key()); err != nil {
		t.Fatal(err)
	}
	lines, err := w.AddCheckpoint(witness.Request(0, nil, l.Checkpoint(size)))
	if err != nil {
		t.Fatal(err)
	}
	v, err := witness.NewVerifier(w.Key())
	if err != nil {
		t.Fatal(err)
	}
	if checkpoint, err = witness.AddSignatures(l.Checkpoint(size), lines, v); err != nil {
		t.Fatal(err)
	}
	return checkpoint, w.Key()
}

// Torchwood reads a log in our form: the checkpoint with our witness's
// cosignature, every entry against the tiles, and a proof of one.
func TestTorchwoodReadsOurLog(t *testing.T) {
	const size = 70000
	l, dir, ctx := logOf(size), t.TempDir(), context.Background()
	l.Write(t, dir, size)
	signed, witnessKey := cosigned(t, l, size)
	c, _, err := torchwood.VerifyCheckpoint(signed, policy(t, l.Key(), witnessKey))
	if err != nil || c.N != size || c.Hash != l.Root(size) {
		t.Fatalf("%+v, %v", c, err)
	}
	if _, _, err := torchwood.VerifyCheckpoint(l.Checkpoint(size), policy(t, l.Key(), witnessKey)); err == nil {
		t.Error("torchwood accepts a checkpoint without the cosignature")
	}
	reader, err := torchwood.NewTileFS(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	reads, err := torchwood.NewClient(reader)
	if err != nil {
		t.Fatal(err)
	}
	n := int64(0)
	for i, entry := range reads.AllEntries(ctx, c.Tree, 0) {
		if i != n || !bytes.Equal(entry, logtest.Leaf(int(i))) {
			t.Fatalf("entry %d: %s", i, entry)
		}
		n++
	}
	if err := reads.Err(); err != nil || n != size {
		t.Fatalf("%d entries, %v", n, err)
	}
	entry, proof, err := reads.Entry(ctx, c.Tree, 4321)
	if err != nil || tlog.CheckRecord(proof, c.N, c.Hash, 4321, tlog.RecordHash(entry)) != nil {
		t.Errorf("%s, %v", entry, err)
	}
}

// A proof bundle means the same to torchwood and to giaouoc verify bundle,
// whichever of the two sides wrote it.
func TestProofBundles(t *testing.T) {
	l := logOf(700)
	leaf, extra := logtest.Open(700, `{"rank":1}`)
	l.Append(leaf)
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	w, err := torchwood.NewCosignatureSigner("torchwood.example", private)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: l.Text(701)}, l.Signer(0), w)
	if err != nil {
		t.Fatal(err)
	}
	coded, err := json.Marshal(extra)
	if err != nil {
		t.Fatal(err)
	}
	var proof tlog.RecordProof
	for _, h := range l.Inclusion(700, 701) {
		proof = append(proof, h)
	}
	theirs := torchwood.FormatProofWithExtraData(700, coded, proof, signed)
	ours := l.Bundle(700, 701, extra, w)
	trusted := policy(t, l.Key(), w.Verifier().String())
	for name, bundle := range map[string][]byte{"ours": ours, "theirs": theirs} {
		if err := torchwood.VerifyProof(trusted, tlog.RecordHash(leaf), bundle); err != nil {
			t.Errorf("%s: torchwood says %v", name, err)
		}
		file := filepath.Join(t.TempDir(), "x.tlog-proof")
		write(t, file, bundle)
		if said, right := verify(t, "bundle", file, "--key", l.Key(), "--witness", w.Verifier().String(), "--need", "1"); !right {
			t.Errorf("%s: giaouoc says %s", name, said)
		}
		forged := bytes.Replace(bundle, []byte("index 700"), []byte("index 699"), 1)
		write(t, file, forged)
		if _, right := verify(t, "bundle", file, "--key", l.Key()); right || torchwood.VerifyProof(trusted, tlog.RecordHash(leaf), forged) == nil {
			t.Errorf("%s, forged, is right", name)
		}
	}
}

// The names of tiles are those of tlog-tiles.
func TestNamesOfTiles(t *testing.T) {
	for _, tile := range []tlog.Tile{
		{H: 8, L: 0, N: 0, W: 256}, {H: 8, L: 2, N: 7, W: 1}, {H: 8, L: 0, N: 999, W: 255}, {H: 8, L: 0, N: 1000, W: 256}, {H: 8, L: 1, N: 1234067, W: 256}, {H: 8, L: -1, N: 1234067, W: 12},
	} {
		level := []string{"entries", "0", "1", "2"}[tile.L+1]
		if got, want := logtest.TileName(level, int(tile.N), tile.W), torchwood.TilePath(tile); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
