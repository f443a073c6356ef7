package record

import (
	"crypto/sha256"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileWidth = 256
	hashSize  = tlog.HashSize
)

// tree is the right edge of a Merkle tree (RFC 6962) that grows by whole tiles.
// levels[l] are the hashes of complete subtrees of 256^l leaves that no complete
// subtree of the next level holds yet.
type tree struct {
	levels [][]tlog.Hash
	done   []int64 // complete tiles of each level
	// full is called with each complete tile above the leaves.
	full func(level int, n int64, hashes []tlog.Hash) error
}

// push adds the hash of a complete subtree of 256^level leaves.
func (t *tree) push(level int, h tlog.Hash) error {
	for len(t.levels) <= level {
		t.levels = append(t.levels, nil)
		t.done = append(t.done, 0)
	}
	t.levels[level] = append(t.levels[level], h)
	if len(t.levels[level]) < tileWidth {
		return nil
	}
	hashes, n := t.levels[level], t.done[level]
	if err := t.full(level, n, hashes); err != nil {
		return err
	}
	t.levels[level] = hashes[:0]
	t.done[level]++
	return t.push(level+1, mth(hashes))
}

// root is the hash of the tree when the given leaves follow what it holds.
func (t *tree) root(leaves []tlog.Hash) tlog.Hash {
	list := leaves
	for level := 1; ; level++ {
		more := level < len(t.levels)
		if !more && len(list) == 0 {
			return sha256.Sum256(nil)
		}
		if !more {
			return mth(list)
		}
		next := append([]tlog.Hash(nil), t.levels[level]...)
		if len(list) > 0 {
			next = append(next, mth(list))
		}
		list = next
	}
}

// mth is the Merkle tree hash of a list of subtrees of one size, of which the
// last may be smaller: RFC 6962 splits the leaves at the largest power of two
// below their number, and so it splits the list.
func mth(list []tlog.Hash) tlog.Hash {
	if len(list) == 1 {
		return list[0]
	}
	k := 1
	for k*2 < len(list) {
		k *= 2
	}
	return tlog.NodeHash(mth(list[:k]), mth(list[k:]))
}
