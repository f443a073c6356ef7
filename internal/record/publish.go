package record

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// The files of the log beside its tiles.
const (
	checkpointFile = "checkpoint"
	keysFile       = "khoa"
	keysHeader     = "giaouoc/khoa@v1\n"
	// lastFile, in the folder of keys, is a copy of the last published checkpoint.
	// Who deletes the public files and puts an older database in place is found by
	// it.
	lastFile = "nhat-ky.niem-phong"
)

// publish brings the files up to the newest checkpoint of the database: tiles
// first, then the checkpoint, then the chain of keys.
func (l *Log) publish(ctx context.Context) error {
	var c Checkpoint
	var chain []keyRow
	var grown *edge
	err := l.db.View(ctx, func(tx *db.Tx) (err error) {
		var there bool
		if c, there, err = newest(tx); !there || err != nil {
			return err
		}
		if chain, err = keyChain(tx); err != nil {
			return err
		}
		if p := l.published.Load(); p != nil && p.Size == c.Size && bytes.Equal(p.Note, c.Note) && len(chain) == len(l.chain) {
			return nil
		}
		grown, err = l.grownTo(tx, c, there, l.writeFull)
		return err
	})
	if err != nil || grown == nil {
		return err
	}
	return l.publishEdge(c, grown, chain)
}

func (l *Log) publishEdge(c Checkpoint, grown *edge, chain []keyRow) error {
	var tiles []file
	for _, t := range grown.partial() {
		if t.level == entries && grown.size == l.edge.size || t.level >= 0 && grown.size>>(tileHeight*t.level) == l.edge.size>>(tileHeight*t.level) {
			continue // as it was
		}
		tiles = append(tiles, file{t.path(), t.content})
	}
	if err := write(l.dir, tiles...); err != nil {
		return err
	}
	if err := write(l.dir, file{checkpointFile, c.Note}); err != nil {
		return err
	}
	// A new key stands in the chain only once the checkpoint bears its signature.
	if l.published.Load() == nil || len(chain) != len(l.chain) {
		if err := write(l.dir, file{keysFile, keysText(chain)}); err != nil {
			return err
		}
	}
	if err := write(l.ring.Dir(), file{lastFile, c.Note}); err != nil {
		return err
	}
	l.edge, l.chain = grown, chain
	l.announce(c)
	return nil
}

// writeFull writes a full tile. The partial ones of the tile before it go then;
// its own stay for those who still read an earlier checkpoint.
func (l *Log) writeFull(t tile) error {
	if err := write(l.dir, file{t.path(), t.content}); err != nil {
		return err
	}
	if t.n == 0 {
		return nil
	}
	before := filepath.Join(l.dir, filepath.FromSlash(tilePath(t.level, t.n-1, tileWidth)+".p"))
	if err := step("remove", before); err != nil {
		return err
	}
	return os.RemoveAll(before)
}

// keysText is the public chain of keys: the first verifier, then each later one
// with the note by which the key before handed over.
func keysText(chain []keyRow) []byte {
	var b strings.Builder
	b.WriteString(keysHeader)
	for _, k := range chain {
		b.WriteString("---\n" + k.Verifier + "\n" + k.HandOver)
	}
	return []byte(b.String())
}

// compare refuses files that say more or other than the database: the published
// checkpoint and the copy kept with the keys.
func (l *Log) compare(tx *db.Tx) error {
	known, err := verifiers(l.chain)
	if err != nil {
		return err
	}
	last, there, err := newest(tx)
	if err != nil {
		return err
	}
	if there {
		signed, err := openCheckpoint(last.Note, known)
		if err != nil || signed.Size != last.Size || signed.Root != last.Root {
			return problem.New(problem.Closed, "Điểm niêm phong %d mục trong cơ sở dữ liệu không mang chữ ký đúng của khóa nhật ký: cơ sở dữ liệu đã bị sửa hoặc thuộc cài đặt khác. Hãy phục hồi cơ sở dữ liệu và thư mục khóa từ cùng một bản sao lưu.", last.Size)
		}
	}
	for _, path := range []string{filepath.Join(l.dir, checkpointFile), filepath.Join(l.ring.Dir(), lastFile)} {
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("read published checkpoint: %w", err)
		}
		public, err := openCheckpoint(content, known)
		if err != nil && len(continued(l.dir, l.chain)) > len(l.chain) {
			return l.shorter(last.Size) // from before the key changed
		}
		if err != nil {
			return problem.New(problem.Closed, "Điểm niêm phong đã công bố ở %s không do khóa của cài đặt này ký hoặc đã bị sửa. Nếu thư mục dữ liệu và cơ sở dữ liệu bị ghép nhầm, hãy ghép lại đúng đôi; nếu chỉ tệp này hỏng, hãy lấy lại nó từ bản sao lưu.", path)
		}
		if !there || public.Size > last.Size {
			return l.shorter(last.Size)
		}
		same, found, err := checkpointAt(tx, public.Size)
		if err != nil {
			return err
		}
		if !found || same.Root != public.Root {
			return problem.New(problem.Closed, "Điểm niêm phong %d mục đã công bố ở %s khác với cơ sở dữ liệu: cơ sở dữ liệu đã bị sửa hoặc thuộc cài đặt khác. Chương trình không ghi tiếp để khỏi tạo ra hai nhật ký mâu thuẫn; hãy phục hồi bản sao lưu mới nhất còn khớp.", public.Size, path)
		}
	}
	return nil
}

// load takes up the edge where the files end; where they are missing or damaged
// they are made anew from the database.
func (l *Log) load(ctx context.Context) error {
	content, err := os.ReadFile(filepath.Join(l.dir, checkpointFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // publish makes all of them
	}
	if err != nil {
		return fmt.Errorf("read published checkpoint: %w", err)
	}
	known, err := verifiers(l.chain)
	if err != nil {
		return err
	}
	public, err := openCheckpoint(content, known)
	if err != nil {
		return fmt.Errorf("read published checkpoint: %w", err)
	}
	grown, whole := readEdge(l.dir, public)
	if !whole {
		l.log.Warn("files of the record are missing or damaged; they are made anew from the database", "folder", l.dir)
		return nil
	}
	if err := l.db.View(ctx, func(tx *db.Tx) error { return sameEdge(tx, grown) }); err != nil {
		return err
	}
	l.edge = grown
	return nil
}

// readEdge reads the right edge of the files at a checkpoint, and whether every
// file that the checkpoint needs is there and the edge gives its root.
func readEdge(dir string, c Checkpoint) (*edge, bool) {
	e := &edge{size: c.Size}
	read := func(level int, n int64, width int) []byte {
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(tilePath(level, n, width))))
		if err != nil {
			return nil
		}
		return content
	}
	for level := 0; c.Size>>(tileHeight*level) > 0; level++ {
		count := c.Size >> (tileHeight * level)
		for n := range count / tileWidth {
			if !exists(dir, tilePath(level, n, tileWidth)) || level == 0 && !exists(dir, tilePath(entries, n, tileWidth)) {
				return nil, false
			}
		}
		width := int(count % tileWidth)
		var hashes []tlog.Hash
		if width > 0 {
			var ok bool
			if hashes, ok = split(read(level, count/tileWidth, width)); !ok || len(hashes) != width {
				return nil, false
			}
		}
		e.levels = append(e.levels, hashes)
	}
	if width := int(c.Size % tileWidth); width > 0 {
		e.bundle = read(entries, c.Size/tileWidth, width)
		hashes, ok := bundleHashes(e.bundle)
		if !ok || !slices.Equal(hashes, e.levels[0]) {
			return nil, false
		}
	}
	return e, e.root() == c.Root && exists(dir, keysFile)
}

func exists(dir, path string) bool {
	info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(path)))
	return err == nil && info.Mode().IsRegular() && info.Size() > 0
}

// sameEdge makes sure that the database still has the leaves of the edge.
func sameEdge(tx *db.Tx, e *edge) error {
	rows, err := leavesFrom(tx, e.size-e.size%tileWidth, e.size)
	if err != nil {
		return err
	}
	if int64(len(rows)) != e.size%tileWidth {
		return changed(e.size)
	}
	for i, r := range rows {
		if tlog.RecordHash([]byte(r.Leaf)) != e.levels[0][i] {
			return changed(e.size)
		}
	}
	return nil
}
