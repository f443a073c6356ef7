package record

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// extra is what a proof carries beside the proof: the leaf; the chain of keys once
// there are several, so that who knows an earlier one can follow; and what changed
// with its salt where that is public.
type extra struct {
	Leaf string `json:"leaf"`
	Keys string `json:"keys,omitempty"`
	What string `json:"what,omitempty"`
	Salt []byte `json:"salt,omitempty"`
}

// Proof (chứng minh) is a proof that an entry stands in the log, which anyone can
// check without this program: a C2SP tlog-proof, to be kept as .tlog-proof. With
// open, where what changed is public, it also proves that. An entry that waits
// to be sealed has none yet: a problem says so.
//
// Read: the page that shows the entry has already required the right to it.
func (l *Log) Proof(tx *db.Tx, entryID string, open bool) ([]byte, error) {
	r, err := entryByID(tx, entryID)
	if errors.Is(err, db.ErrNoRow) {
		return nil, problem.New(problem.NotFound, "Không có mục nhật ký này.")
	}
	if err != nil {
		return nil, fmt.Errorf("find entry %s: %w", entryID, err)
	}
	c := l.Published()
	if r.Seq == nil || *r.Seq >= c.Size {
		return nil, problem.New(problem.Conflict, "Mục này đang chờ niêm phong; hãy thử lại sau vài giây.")
	}
	path, err := l.Inclusion(c, *r.Seq)
	if err != nil {
		return nil, fmt.Errorf("prove entry %s: %w", entryID, err)
	}
	x := extra{Leaf: r.Leaf}
	keys, err := l.Keys()
	if err != nil {
		return nil, fmt.Errorf("prove entry %s: %w", entryID, err)
	}
	if bytes.Count(keys, []byte("\n---\n")) > 1 {
		x.Keys = string(keys)
	}
	if open && r.What != nil && *r.What != "" {
		x.What, x.Salt = *r.What, r.WhatSalt
	}
	more, err := json.Marshal(x)
	if err != nil {
		return nil, fmt.Errorf("prove entry %s: %w", entryID, err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "c2sp.org/tlog-proof@v1\nextra %s\nindex %d\n", base64.StdEncoding.EncodeToString(more), *r.Seq)
	for _, h := range path {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n")
	b.Write(c.Note)
	return []byte(b.String()), nil
}

// Keys is the published chain of keys with its hand-overs.
func (l *Log) Keys() ([]byte, error) { return os.ReadFile(filepath.Join(l.dir, keysFile)) }

// Inclusion proves that the leaf of a number is in the tree of a published
// checkpoint.
func (l *Log) Inclusion(c Checkpoint, seq int64) (tlog.RecordProof, error) {
	return tlog.ProveRecord(c.Size, seq, tlog.TileHashReader(tlog.Tree{N: c.Size, Hash: c.Root}, tileReader{l.dir}))
}

// Consistency proves that the tree of a published checkpoint begins with the one
// of an earlier size.
func (l *Log) Consistency(c Checkpoint, earlier int64) (tlog.TreeProof, error) {
	if earlier == 0 || earlier == c.Size {
		return nil, nil
	}
	return tlog.ProveTree(c.Size, earlier, tlog.TileHashReader(tlog.Tree{N: c.Size, Hash: c.Root}, tileReader{l.dir}))
}

// tileReader reads hash tiles from the log's folder. What it reads is checked
// against the root before it is used.
type tileReader struct{ dir string }

func (tileReader) Height() int { return tileHeight }

func (r tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	list := make([][]byte, len(tiles))
	for i, t := range tiles {
		content, err := r.read(t)
		if err != nil {
			return nil, err
		}
		list[i] = content
	}
	return list, nil
}

// read reads a tile, or the first part of it from the full tile that has taken
// its place.
func (r tileReader) read(t tlog.Tile) ([]byte, error) {
	content, err := os.ReadFile(filepath.Join(r.dir, filepath.FromSlash(tilePath(t.L, t.N, t.W))))
	if err == nil || t.W == tileWidth {
		return content, err
	}
	content, fullErr := os.ReadFile(filepath.Join(r.dir, filepath.FromSlash(tilePath(t.L, t.N, tileWidth))))
	if fullErr != nil || len(content) < t.W*tlog.HashSize {
		return nil, err
	}
	return content[:t.W*tlog.HashSize], nil
}

func (tileReader) SaveTiles([]tlog.Tile, [][]byte) {}
