package record

import (
	"bytes"
	"context"
	"fmt"
	"runtime"

	"golang.org/x/mod/sumdb/tlog"
)

// scan reads every leaf of a log once, in order, and compares everything that
// follows from the leaves with what the log publishes. It holds a few tiles at a
// time, however large the log.
type scan struct {
	files Files
	size  int64
	tree  tree

	each    func(leaf string)   // nil for nobody
	rootsAt map[int64]tlog.Hash // roots of earlier sizes, to be filled
	last    leaf                // the last leaf
	root    tlog.Hash           // of the whole
}

func newScan(files Files, size int64) *scan {
	s := &scan{files: files, size: size, rootsAt: map[int64]tlog.Hash{}}
	s.tree.full = func(level int, n int64, hashes []tlog.Hash) error {
		if level == 0 {
			return nil // compared when its leaves were read
		}
		return compareTile(s.files, level, n, hashes)
	}
	return s
}

// page is one entry bundle, read and compared with its tile.
type page struct {
	leaves []leaf
	hashes []tlog.Hash
	err    error
}

// run reads the bundles a few ahead, side by side, and takes them in order.
func (s *scan) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ahead := 2 * max(runtime.GOMAXPROCS(0), 4)
	queue := make(chan chan page, ahead)
	go func() {
		defer close(queue)
		for start := int64(0); start < s.size; start += tileWidth {
			answer := make(chan page, 1)
			select {
			case queue <- answer:
			case <-ctx.Done():
				return
			}
			width := int(min(tileWidth, s.size-start))
			go func() { answer <- readPage(s.files, start/tileWidth, width) }()
		}
	}()
	at := int64(0)
	for answer := range queue {
		p := <-answer
		if p.err != nil {
			return p.err
		}
		if err := s.take(at, p); err != nil {
			return err
		}
		at += int64(len(p.leaves))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.finish()
}

// take adds a page to the tree; at is the number of leaves before it.
func (s *scan) take(at int64, p page) error {
	for size := range s.rootsAt {
		if size > at && size <= at+int64(len(p.hashes)) {
			s.rootsAt[size] = s.tree.root(p.hashes[:size-at])
		}
	}
	s.last = p.leaves[len(p.leaves)-1]
	if s.each != nil {
		for _, l := range p.leaves {
			s.each(l.text)
		}
	}
	if len(p.hashes) < tileWidth {
		s.root = s.tree.root(p.hashes)
		return nil
	}
	for _, h := range p.hashes {
		if err := s.tree.push(0, h); err != nil {
			return err
		}
	}
	return nil
}

// finish compares the partial tiles above the leaves and, when the last page was
// full, computes the root.
func (s *scan) finish() error {
	if s.size%tileWidth == 0 {
		s.root = s.tree.root(nil)
	}
	for level := 1; level < len(s.tree.levels); level++ {
		if hashes := s.tree.levels[level]; len(hashes) > 0 {
			if err := compareTile(s.files, level, s.tree.done[level], hashes); err != nil {
				return err
			}
		}
	}
	return nil
}

// readPage reads an entry bundle, checks its leaves and compares their hashes
// with the tile.
func readPage(files Files, n int64, width int) page {
	content, name, err := readTile(files, entries, n, width, maxBundle)
	if err != nil {
		return page{err: err}
	}
	list, ends, err := splitBundle(content, width)
	if err != nil {
		return page{err: wrong("gói lá %s %v", name, err)}
	}
	if name == tileName(entries, n, width) && ends[width-1] != len(content) {
		return page{err: wrong("gói lá %s có %d byte thừa sau lá cuối", name, len(content)-ends[width-1])}
	}
	p := page{leaves: make([]leaf, width), hashes: make([]tlog.Hash, width)}
	for i, entry := range list {
		if p.leaves[i], err = parseLeaf(entry); err != nil {
			return page{err: wrong("lá số %d (gói %s): %v", n*tileWidth+int64(i), name, err)}
		}
		p.hashes[i] = tlog.RecordHash(entry)
	}
	p.err = compareOlder(files, tileName(entries, n, tileWidth), content, width, func(w int) int { return ends[w-1] })
	if p.err == nil {
		p.err = compareTile(files, 0, n, p.hashes)
	}
	return p
}

// compareTile compares a tile with the hashes that the leaves give.
func compareTile(files Files, level int, n int64, hashes []tlog.Hash) error {
	content, name, err := readTile(files, levelName(level), n, len(hashes), maxTile)
	if err != nil {
		return err
	}
	whole := len(content) == len(hashes)*hashSize
	grown := len(content) == maxTile && name != tileName(levelName(level), n, len(hashes))
	if !whole && !grown {
		return wrong("mảnh băm %s dài %d byte, phải là %d", name, len(content), len(hashes)*hashSize)
	}
	for i, h := range hashes {
		if !bytes.Equal(content[i*hashSize:(i+1)*hashSize], h[:]) {
			return wrong("mảnh băm %s, ô %d: không phải băm của %s", name, i, span(level, n*tileWidth+int64(i)))
		}
	}
	return compareOlder(files, tileName(levelName(level), n, tileWidth), content, len(hashes), func(w int) int { return w * hashSize })
}

// span names the leaves under one hash of a tile.
func span(level int, n int64) string {
	if level == 0 {
		return fmt.Sprintf("lá số %d", n)
	}
	leaves := int64(1) << (8 * level)
	return fmt.Sprintf("các lá số %d đến %d", n*leaves, (n+1)*leaves-1)
}

// compareOlder compares the partial tiles left over from earlier checkpoints
// with what has become of them: each is the beginning of the tile that is there
// now.
func compareOlder(files Files, name string, content []byte, width int, end func(width int) int) error {
	widths, err := files.Widths(name)
	if err != nil {
		return unreadable(name+".p", err)
	}
	for _, w := range widths {
		if w >= width {
			continue // this one, or of a later checkpoint
		}
		older := fmt.Sprintf("%s.p/%d", name, w)
		part, err := files.ReadFile(older, maxBundle)
		if err != nil {
			return unreadable(older, err)
		}
		if len(part) != end(w) || !startsWith(content, part, end(w)) {
			return wrong("%s không phải phần đầu của %s", older, name)
		}
	}
	return nil
}
