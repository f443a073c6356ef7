package record

import (
	"bytes"
	"context"
	"encoding/binary"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giaouoc/internal/problem"
	"giaouoc/internal/verify/logtest"
)

// victim is a log as it was published, with what a verifier knows of it.
type victim struct {
	log    *logtest.Log
	files  published
	size   int
	before int // size of the checkpoint a verifier saw earlier
	w      *logtest.Witness
}

// tampering changes a copy of the files and says what it did.
type tampering func(t *rapid.T, v victim, files published) string

var tamperings = []tampering{
	changeByte, changeLength, removeFile, swapFiles, swapLeaves, swapHashes, moveLines, staleCheckpoint, rewriteUnder, forkByAnotherKey, forkByTheSameKey,
}

func drawName(t *rapid.T, files published, keep func(string) bool) string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(name string) bool { return !keep(name) })
	return rapid.SampledFrom(names).Draw(t, "file")
}

func anyFile(string) bool { return true }

func changeByte(t *rapid.T, _ victim, files published) string {
	name := drawName(t, files, anyFile)
	content := bytes.Clone(files[name])
	content[rapid.IntRange(0, len(content)-1).Draw(t, "place")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
	files[name] = content
	return "a byte changed in " + name
}

func changeLength(t *rapid.T, _ victim, files published) string {
	name := drawName(t, files, anyFile)
	content := bytes.Clone(files[name])
	at := rapid.IntRange(0, len(content)-1).Draw(t, "place")
	switch rapid.IntRange(0, 3).Draw(t, "how") {
	case 0:
		files[name] = content[:at]
		return name + " truncated"
	case 1:
		files[name] = slices.Delete(content, at, at+1)
		return "a byte removed from " + name
	case 2:
		files[name] = slices.Insert(content, at, byte(rapid.IntRange(0, 255).Draw(t, "byte")))
		return "a byte put into " + name
	}
	files[name] = append(content, byte(rapid.IntRange(0, 255).Draw(t, "byte")))
	return "a byte put behind " + name
}

func removeFile(t *rapid.T, v victim, files published) string {
	needed := v.log.Files(v.size)
	name := drawName(t, files, func(name string) bool { return needed[name] != nil })
	delete(files, name)
	return name + " removed"
}

func isTile(name string) bool { return strings.HasPrefix(name, "tile/") }

func swapFiles(t *rapid.T, _ victim, files published) string {
	a, b := drawName(t, files, isTile), drawName(t, files, isTile)
	files[a], files[b] = files[b], files[a]
	return a + " and " + b + " swapped"
}

// swapLeaves exchanges two leaves, or takes one out, in a bundle and in the
// hashes of its tile.
func swapLeaves(t *rapid.T, _ victim, files published) string {
	name := drawName(t, files, func(name string) bool { return strings.HasPrefix(name, "tile/entries/") })
	hashes := strings.Replace(name, "entries", "0", 1)
	var leaves [][]byte
	for rest := files[name]; len(rest) > 0; {
		n := 2 + int(binary.BigEndian.Uint16(rest))
		leaves = append(leaves, rest[:n])
		rest = rest[n:]
	}
	tile := bytes.Clone(files[hashes])
	i, j := rapid.IntRange(0, len(leaves)-1).Draw(t, "one"), rapid.IntRange(0, len(leaves)-1).Draw(t, "other")
	what := "leaves exchanged in "
	if rapid.Bool().Draw(t, "take one out") {
		what = "a leaf taken out of "
		leaves, tile = slices.Delete(leaves, i, i+1), slices.Delete(tile, i*32, (i+1)*32)
	} else {
		leaves[i], leaves[j] = leaves[j], leaves[i]
		swapHash(tile, i, j)
	}
	files[name] = bytes.Join(leaves, nil)
	if rapid.Bool().Draw(t, "and in the tile") {
		files[hashes] = tile
	}
	return what + name
}

func swapHash(tile []byte, i, j int) {
	a, b := bytes.Clone(tile[i*32:(i+1)*32]), bytes.Clone(tile[j*32:(j+1)*32])
	copy(tile[i*32:], b)
	copy(tile[j*32:], a)
}

func swapHashes(t *rapid.T, _ victim, files published) string {
	name := drawName(t, files, func(name string) bool { return isTile(name) && !strings.Contains(name, "entries") })
	tile := bytes.Clone(files[name])
	n := len(tile) / 32
	swapHash(tile, rapid.IntRange(0, n-1).Draw(t, "one"), rapid.IntRange(0, n-1).Draw(t, "other"))
	files[name] = tile
	return "hashes exchanged in " + name
}

// moveLines reorders, doubles or removes the lines that the log signed.
func moveLines(t *rapid.T, _ victim, files published) string {
	text, signatures, _ := strings.Cut(string(files["checkpoint"]), "\n\n")
	lines := strings.Split(text, "\n")
	i, j := rapid.IntRange(0, 2).Draw(t, "one"), rapid.IntRange(0, 2).Draw(t, "other")
	switch rapid.IntRange(0, 2).Draw(t, "how") {
	case 0:
		lines[i], lines[j] = lines[j], lines[i]
	case 1:
		lines = slices.Insert(lines, i, lines[j])
	case 2:
		lines = slices.Delete(lines, i, i+1)
	}
	files["checkpoint"] = []byte(strings.Join(lines, "\n") + "\n\n" + signatures)
	return "lines of the checkpoint moved"
}

// staleCheckpoint shows an earlier state of the log, whole or its checkpoint.
func staleCheckpoint(t *rapid.T, v victim, files published) string {
	size := rapid.IntRange(0, v.before-1).Draw(t, "earlier size")
	stale := v.log.Files(size, v.w)
	if rapid.Bool().Draw(t, "whole") {
		clear(files)
		maps.Copy(files, stale)
	}
	files["checkpoint"] = stale["checkpoint"]
	return "an earlier checkpoint"
}

// rewriteUnder changes a leaf and makes all files follow but the checkpoint.
func rewriteUnder(t *rapid.T, v victim, files published) string {
	fork := v.log.Copy()
	fork.Change(rapid.IntRange(0, v.size-1).Draw(t, "leaf"), logtest.Leaf(100000))
	signed := files["checkpoint"]
	clear(files)
	maps.Copy(files, fork.Files(v.size))
	files["checkpoint"] = signed
	return "a leaf rewritten with all tiles under the same checkpoint"
}

// forkByAnotherKey is a whole log with one leaf changed, signed by a key of the
// same name.
func forkByAnotherKey(t *rapid.T, v victim, files published) string {
	fork := logtest.New(origin)
	for i := range v.size {
		fork.Append(logtest.Leaf(i))
	}
	fork.Change(rapid.IntRange(0, v.size-1).Draw(t, "leaf"), logtest.Leaf(100000))
	keys := files["khoa"]
	clear(files)
	maps.Copy(files, fork.Files(v.size, v.w))
	if rapid.Bool().Draw(t, "with the keys of before") {
		files["khoa"] = keys
	}
	return "a fork signed by another key"
}

// forkByTheSameKey is a whole log, right in itself, that differs where a
// verifier has already looked.
func forkByTheSameKey(t *rapid.T, v victim, files published) string {
	fork := v.log.Copy()
	fork.Change(rapid.IntRange(0, v.before-1).Draw(t, "leaf"), logtest.Leaf(100000))
	size := rapid.IntRange(v.before, v.size).Draw(t, "size")
	clear(files)
	maps.Copy(files, fork.Files(size, v.w))
	if _, err := Check(context.Background(), files, Terms{}); err != nil {
		t.Fatalf("the fork is not right in itself: %v", err)
	}
	return "a fork signed by the same key"
}

// Whatever is done to the files of a log, a verifier that has seen it before
// and knows its witness finds out. The log untouched passes first.
func TestEveryTamperingIsFound(t *testing.T) {
	dir := t.TempDir()
	found, runs := map[int]int{}, 0
	rapid.Check(t, func(t *rapid.T) {
		v := victim{size: rapid.IntRange(1, 1100).Draw(t, "size"), w: logtest.NewWitness("w.example")}
		if rapid.Bool().Draw(t, "about a tile") {
			v.size = rapid.SampledFrom([]int{1, 255, 256, 257, 511, 512, 513, 768}).Draw(t, "round size")
		}
		v.before = rapid.IntRange(1, v.size).Draw(t, "seen before")
		v.log = logOf(v.before)
		if rapid.Bool().Draw(t, "rotated") {
			v.log.Rotate(now)
		}
		for i := v.before; i < v.size; i++ {
			v.log.Append(logtest.Leaf(i))
		}
		v.files = v.log.Files(v.before, v.w)
		maps.Copy(v.files, v.log.Files(v.size, v.w))

		runs++
		memory, err := OpenMemory(filepath.Join(dir, strconv.Itoa(runs)))
		if err != nil {
			t.Fatal(err)
		}
		terms := Terms{Memory: memory, Now: now, Witnesses: []string{v.w.Key()}, Need: 1}
		if err := memory.save(seen{origin, keysOfLog(t, v), string(v.log.Khoa()), string(v.log.Checkpoint(v.before, v.w)), now}); err != nil {
			t.Fatal(err)
		}

		files := maps.Clone(v.files)
		kind := rapid.IntRange(0, len(tamperings)-1).Draw(t, "tampering")
		what := tamperings[kind](t, v, files)
		if maps.EqualFunc(files, v.files, bytes.Equal) {
			return // two equal things were exchanged
		}
		if _, err := Check(context.Background(), v.files, Terms{Witnesses: terms.Witnesses, Need: 1}); err != nil {
			t.Fatalf("the log untouched: %v", err)
		}
		if _, err := Check(context.Background(), files, terms); problem.All(err) == nil {
			t.Fatalf("%s was not found: %v", what, err)
		}
		found[kind]++
		if _, err := Check(context.Background(), v.files, terms); err != nil {
			t.Fatalf("the log untouched, afterwards: %v", err)
		}
	})
	if len(found) < len(tamperings)/2 {
		t.Errorf("only these were tried: %v", found)
	}
}

func keysOfLog(t *rapid.T, v victim) []string {
	c, err := parseChain(v.log.Khoa())
	if err != nil {
		t.Fatal(err)
	}
	return c.keys
}
