package witness

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

// Follow fetches the checkpoint of a trusted log and cosigns it when the tiles
// of the log prove that it continues the last one cosigned. read reads a public
// file by its name, and answers fs.ErrNotExist when there is none.
//
// A log that went back or forked is refused with a *Conflict, and both checkpoints
// are kept.
func (w *Witness) Follow(read func(name string) ([]byte, error)) (cosigned []byte, err error) {
	signed, err := read("checkpoint")
	if err != nil {
		return nil, fmt.Errorf("read checkpoint: %w", err)
	}
	_, c, err := w.open(signed)
	if err != nil {
		return nil, err
	}
	last, before, err := w.last(c.origin)
	if err != nil {
		return nil, err
	}
	proof, err := proveFrom(last, c, read)
	if err != nil {
		return nil, errors.Join(err, w.accuse(err, c.origin, before, signed))
	}
	return w.cosign(signed, last.N, proof)
}

// proveFrom is the proof from the last checkpoint to c, by the log's own tiles,
// or a *Conflict when they prove the contrary.
func proveFrom(last, c checkpoint, read tiles) (tlog.TreeProof, error) {
	switch {
	case c.N < last.N:
		return nil, &Conflict{Size: last.N, Back: true}
	case last.N == 0 || last.N == c.N:
		return nil, nil
	}
	// The reader verifies what it reads against the root that the log signed.
	proof, err := tlog.ProveTree(c.N, last.N, tlog.TileHashReader(c.Tree, read))
	if err != nil {
		return nil, fmt.Errorf("prove that %d leaves begin with %d: %w", c.N, last.N, err)
	}
	if tlog.CheckTree(proof, c.N, c.Hash, last.N, last.Hash) != nil {
		return nil, &Conflict{Size: last.N, Fork: true}
	}
	return proof, nil
}

// tiles reads tiles by their C2SP names.
type tiles func(name string) ([]byte, error)

func (tiles) Height() int { return 8 }

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (read tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	var contents [][]byte
	for _, t := range list {
		content, err := read(tileName(t))
		if errors.Is(err, fs.ErrNotExist) && t.W < 1<<8 {
			// The partial tile may have made way for the full one.
			full := t
			full.W = 1 << 8
			if content, err = read(tileName(full)); err == nil && len(content) > t.W*tlog.HashSize {
				content = content[:t.W*tlog.HashSize]
			}
		}
		if err != nil {
			return nil, err
		}
		contents = append(contents, content)
	}
	return contents, nil
}

// tileName is the name of a tile in C2SP tlog-tiles, which is not that of
// tlog.Tile.Path.
func tileName(t tlog.Tile) string {
	number := fmt.Sprintf("%03d", t.N%1000)
	for n := t.N / 1000; n > 0; n /= 1000 {
		number = fmt.Sprintf("x%03d/%s", n%1000, number)
	}
	name := "tile/" + strconv.Itoa(t.L) + "/" + number
	if t.W < 1<<8 {
		name += ".p/" + strconv.Itoa(t.W)
	}
	return name
}
