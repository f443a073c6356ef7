package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// Return says from what an installation is made again, and where.
type Return struct {
	From        string // the archive
	Data        string // a folder that is empty or does not exist
	DSN         string // of an empty database
	Lock        Lock   // what opens the archive
	Keys        string // a folder with keys kept apart; empty for none
	WithoutKeys bool   // go on although there are no keys
}

// Restore makes an installation again from an archive. The whole archive is read
// before the place is touched; at the end every key of the database holds and
// the record is that of the manifest.
func Restore(ctx context.Context, r Return) (Manifest, error) {
	m, err := Check(r.From, r.Lock)
	if err != nil {
		return m, err
	}
	if err := r.allowed(ctx, m); err != nil {
		return m, err
	}
	root, err := begin(r.Data)
	if err != nil {
		return m, fmt.Errorf("prepare data folder: %w", err)
	}
	defer root.Close() //nolint:errcheck // files are synced one by one
	if err := r.fill(ctx, root, m); err != nil {
		return m, errors.Join(err, empty(root))
	}
	return m, nil
}

// allowed refuses to restore an archive that this program cannot load, one
// without keys unasked, and a place that is not empty.
func (r Return) allowed(ctx context.Context, m Manifest) error {
	if err := m.Database.Fits(r.DSN); err != nil {
		return err
	}
	if m.Keys && r.Keys != "" {
		return problem.Field("--keys", "Bản sao lưu này đã có khóa; hãy bỏ --keys.")
	}
	if !m.Keys && r.Keys == "" && !r.WithoutKeys {
		return problem.New(problem.Invalid, "Bản sao lưu này không có khóa. Hãy ghi thư mục khóa đã cất riêng ở --keys; không có khóa thì chỉ đọc và xuất được dữ liệu (dùng --without-keys), không mở được máy chủ.")
	}
	if err := requireEmpty(r.Data); err != nil {
		return err
	}
	return db.RequireEmpty(ctx, r.DSN)
}

// begin makes the data folder and marks it as one that is being filled.
func begin(data string) (*os.Root, error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(data)
	if err != nil {
		return nil, err
	}
	const sentence = "Thư mục này đang được khôi phục từ một bản sao lưu. Nếu tệp này còn lại thì lần khôi phục đã bị ngắt: hãy xóa cả thư mục và khôi phục lại.\n"
	f, err := root.OpenFile(brokenOff, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	_, err = io.WriteString(f, sentence)
	if err = errors.Join(err, f.Sync(), f.Close(), syncFolder(data)); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return root, nil
}

// empty removes what a restore that failed has written.
func empty(root *os.Root) error {
	entries, err := fs.ReadDir(root.FS(), ".")
	for _, e := range entries {
		if e.Name() != brokenOff {
			err = errors.Join(err, root.RemoveAll(e.Name()))
		}
	}
	if err == nil {
		err = root.Remove(brokenOff)
	}
	return err
}

func (r Return) fill(ctx context.Context, root *os.Root, m Manifest) error {
	written, err := walk(r.From, r.Lock, func(name string, content io.Reader) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return write(root, name, content)
	})
	if err != nil {
		return err
	}
	if !slices.Equal(written.Parts, m.Parts) {
		return damaged(errors.New("the archive has changed while it was read"))
	}
	if r.Keys != "" {
		if err := copyKeys(root, r.Keys); err != nil {
			return err
		}
	}
	if err := syncFolders(root); err != nil {
		return err
	}
	err = db.Load(ctx, r.DSN, filepath.Join(r.Data, databaseDir), m.Database, func(tx *db.Tx) error { return sameAs(tx, m) })
	if err != nil {
		return fmt.Errorf("restore the database: %w", err)
	}
	if err := r.open(ctx); err != nil {
		return err
	}
	if err := root.RemoveAll(databaseDir); err != nil {
		return err
	}
	if err := syncFolder(r.Data); err != nil {
		return err
	}
	if err := root.Remove(brokenOff); err != nil {
		return err
	}
	return syncFolder(r.Data)
}

// open opens what was restored once, which brings an older schema up to date, and
// reads the record with its published files.
func (r Return) open(ctx context.Context) error {
	d, err := db.Open(ctx, r.DSN)
	if err != nil {
		return err
	}
	defer d.Close() //nolint:errcheck // nothing is written any more
	log := filepath.Join(r.Data, logDir)
	if _, err := os.Stat(filepath.Join(log, "checkpoint")); err != nil {
		return nil // nothing was published; the next start does it
	}
	a, err := record.AuditAll(ctx, d, log)
	if err != nil {
		return fmt.Errorf("check the record: %w", err)
	}
	if len(a.Faults) > 0 {
		return problem.New(problem.Closed, "Nhật ký trong bản sao lưu không nguyên vẹn: %s", strings.Join(a.Faults, " "))
	}
	return nil
}

// sameAs compares a loaded database with what the manifest says of it: the
// record, and that every file it refers to is there.
func sameAs(tx *db.Tx, m Manifest) error {
	r, err := readRecord(tx)
	if err != nil {
		return err
	}
	if r != m.Record {
		return damaged(fmt.Errorf("the record is not that of the manifest: %d entries, not %d", r.Entries, m.Record.Entries))
	}
	wanted, err := files(tx)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, h := range m.Missing {
		known[h] = true
	}
	for _, p := range m.Parts {
		known[hashOf(p.Name)] = true
	}
	for _, h := range wanted {
		if !known[h] {
			return damaged(fmt.Errorf("the database refers to file %s, which is not in the archive", h))
		}
	}
	return nil
}

// write writes a part below the data folder; nothing can leave it.
func write(root *os.Root, name string, content io.Reader) error {
	if err := root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, content)
	return errors.Join(err, f.Sync(), f.Close())
}

// copyKeys copies keys that were kept apart.
func copyKeys(root *os.Root, from string) error {
	some := false
	err := filepath.WalkDir(from, func(p string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		within, err := filepath.Rel(from, p)
		if err != nil {
			return err
		}
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer f.Close() //nolint:errcheck // only read
		some = true
		return write(root, path.Join(keysDir, filepath.ToSlash(within)), f)
	})
	if err == nil && !some {
		return problem.Field("--keys", "Thư mục khóa %s không có tệp nào.", from)
	}
	return err
}

func syncFolders(root *os.Root) error {
	return filepath.WalkDir(root.Name(), func(p string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		return syncFolder(p)
	})
}
