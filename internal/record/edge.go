package record

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Tiles of C2SP tlog-tiles: 256 hashes, or entries, in each.
const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
	// entries is the level of entry bundles, as x/mod counts levels.
	entries = -1
)

// tile is the content of one file of the log.
type tile struct {
	level   int // of hashes; entries for an entry bundle
	n       int64
	width   int // tileWidth when full
	content []byte
}

// path is where a tile lies within the log's folder.
func (t tile) path() string { return tilePath(t.level, t.n, t.width) }

func tilePath(level int, n int64, width int) string {
	name := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		name = fmt.Sprintf("x%03d/%s", n%1000, name)
	}
	kind := "entries"
	if level != entries {
		kind = fmt.Sprint(level)
	}
	path := "tile/" + kind + "/" + name
	if width < tileWidth {
		path += fmt.Sprintf(".p/%d", width)
	}
	return path
}

// edge is the right edge of the tree: what is needed to add leaves to a log and
// to know its root, without reading what lies further left.
type edge struct {
	size   int64
	levels [][]tlog.Hash // of each level the hashes of its last tile, fewer than 256
	bundle []byte        // of the last entry bundle
}

func (e *edge) clone() *edge {
	c := &edge{size: e.size, bundle: slices.Clone(e.bundle), levels: make([][]tlog.Hash, len(e.levels))}
	for i, level := range e.levels {
		c.levels[i] = slices.Clone(level)
	}
	return c
}

// add appends a leaf and hands every tile that it fills to full.
func (e *edge) add(leaf []byte, full func(tile) error) error {
	e.bundle = binary.BigEndian.AppendUint16(e.bundle, uint16(len(leaf)))
	e.bundle = append(e.bundle, leaf...)
	e.size++
	if e.size%tileWidth == 0 {
		if err := full(tile{entries, e.size/tileWidth - 1, tileWidth, e.bundle}); err != nil {
			return err
		}
		e.bundle = nil
	}
	return e.addHash(0, tlog.RecordHash(leaf), full)
}

func (e *edge) addHash(level int, h tlog.Hash, full func(tile) error) error {
	if level == len(e.levels) {
		e.levels = append(e.levels, nil)
	}
	e.levels[level] = append(e.levels[level], h)
	if len(e.levels[level]) < tileWidth {
		return nil
	}
	hashes := e.levels[level]
	if err := full(tile{level, e.size>>(tileHeight*(level+1)) - 1, tileWidth, joined(hashes)}); err != nil {
		return err
	}
	e.levels[level] = nil
	return e.addHash(level+1, subtree(hashes), full)
}

// partial lists the tiles that are not full at this size.
func (e *edge) partial() []tile {
	var list []tile
	if len(e.bundle) > 0 {
		list = append(list, tile{entries, e.size / tileWidth, int(e.size % tileWidth), e.bundle})
	}
	for level, hashes := range e.levels {
		if len(hashes) > 0 {
			list = append(list, tile{level, e.size >> (tileHeight * (level + 1)), len(hashes), joined(hashes)})
		}
	}
	return list
}

// root is the hash of the whole tree.
func (e *edge) root() tlog.Hash {
	var root tlog.Hash
	some := false
	for _, hashes := range e.levels {
		for end := len(hashes); end > 0; {
			width := end & -end // the last of the perfect subtrees
			h := subtree(hashes[end-width : end])
			if some {
				h = tlog.NodeHash(h, root)
			}
			root, some = h, true
			end -= width
		}
	}
	if !some {
		return sha256.Sum256(nil)
	}
	return root
}

// subtree is the hash over a power of two of hashes.
func subtree(hashes []tlog.Hash) tlog.Hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	half := len(hashes) / 2
	return tlog.NodeHash(subtree(hashes[:half]), subtree(hashes[half:]))
}

func joined(hashes []tlog.Hash) []byte {
	b := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		b = append(b, h[:]...)
	}
	return b
}

// split reads the hashes of a tile.
func split(content []byte) ([]tlog.Hash, bool) {
	if len(content)%tlog.HashSize != 0 {
		return nil, false
	}
	hashes := make([]tlog.Hash, len(content)/tlog.HashSize)
	for i := range hashes {
		copy(hashes[i][:], content[i*tlog.HashSize:])
	}
	return hashes, true
}

// bundleHashes are the leaf hashes of an entry bundle.
func bundleHashes(bundle []byte) ([]tlog.Hash, bool) {
	var hashes []tlog.Hash
	for len(bundle) > 0 {
		if len(bundle) < 2 {
			return nil, false
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		if end > len(bundle) {
			return nil, false
		}
		hashes = append(hashes, tlog.RecordHash(bundle[2:end]))
		bundle = bundle[end:]
	}
	return hashes, true
}
