package backup

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Order says what to back up and to where.
type Order struct {
	Data string // the data folder
	DSN  string // of the database
	To   string // the file to write, or a folder in which to make one
	Keys bool   // put the keys into a plain archive
	Lock Lock   // encrypts the archive, which then has the keys

	// Fetch brings a file that the database refers to into the data folder, where files
	// are kept elsewhere; nil where the folder is their place.
	Fetch func(hash string) error
	Now   time.Time
}

// Taken says what a backup holds.
type Taken struct {
	Manifest
	Path  string
	Size  int64
	Files int      // of the store
	Left  []string // entries of the data folder that no backup holds
}

// busy is the beginning of the names of folders in which backups are made.
const busy = ".giaouoc-sao-luu-"

// Take writes a backup while others use the installation. Under its final name
// it stands only whole and read again from end to end.
func Take(ctx context.Context, o Order) (Taken, error) {
	if err := RequireFinished(o.Data); err != nil {
		return Taken{}, err
	}
	path, err := target(o)
	if err != nil {
		return Taken{}, err
	}
	removeLeft(filepath.Dir(path), o.Now)
	dir, err := os.MkdirTemp(filepath.Dir(path), busy)
	if err != nil {
		return Taken{}, fmt.Errorf("make folder for the backup: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // removeLeft tries again
	t := Taken{Path: path}
	file := filepath.Join(dir, "archive")
	if err := t.write(ctx, o, dir, file); err != nil {
		return Taken{}, fmt.Errorf("write backup: %w", err)
	}
	if t.Manifest, err = Check(file, o.Lock); err != nil {
		return Taken{}, fmt.Errorf("read the backup again: %w", err)
	}
	info, err := os.Stat(file)
	if err != nil {
		return Taken{}, err
	}
	t.Size = info.Size()
	for _, p := range t.Parts {
		if filePart.MatchString(p.Name) {
			t.Files++
		}
	}
	if t.Left, err = notHeld(o.Data); err != nil {
		return Taken{}, err
	}
	if err := os.Rename(file, path); err != nil {
		return Taken{}, fmt.Errorf("name backup: %w", err)
	}
	return t, syncFolder(filepath.Dir(path))
}

// target is the name of the archive to write, which must be free.
func target(o Order) (string, error) {
	path := o.To
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		name := "giaouoc-" + o.Now.UTC().Format("20060102-150405") + ".tar.gz"
		if o.Lock.Locks() {
			name += ".age"
		}
		path = filepath.Join(path, name)
	}
	_, err := os.Lstat(path)
	if err == nil {
		return "", problem.New(problem.Conflict, "Đã có %s; sao lưu không ghi đè, hãy chọn tên khác hoặc ghi tên một thư mục.", path)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("look for %s: %w", path, err)
	}
	return path, nil
}

// removeLeft removes what killed backups have left in a folder. One that is a day
// old is nobody's any more.
func removeLeft(dir string, now time.Time) {
	left, _ := filepath.Glob(filepath.Join(dir, busy+"*"))
	for _, path := range left {
		if info, err := os.Stat(path); err == nil && now.Sub(info.ModTime()) > 24*time.Hour {
			os.RemoveAll(path) //nolint:errcheck // the next backup tries again
		}
	}
}

func (t *Taken) write(ctx context.Context, o Order, dir, file string) error {
	a, err := newArchive(file, o.Lock, o.Now.UTC().Truncate(time.Second))
	if err != nil {
		return err
	}
	defer a.file.Close() //nolint:errcheck // synced by finish
	m := Manifest{Keys: o.Keys || o.Lock.Locks()}
	// The log goes before the database, which then has all that the log says.
	if err := a.addFolder(o.Data, logDir); err != nil {
		return err
	}
	if m.Keys {
		if err := a.addFolder(o.Data, keysDir); err != nil {
			return err
		}
	}
	var wanted []string
	m.Database, err = db.Snapshot(ctx, o.DSN, dir, func(tx *db.Tx) error {
		if wanted, err = files(tx); err != nil {
			return err
		}
		m.Record, err = readRecord(tx)
		return err
	})
	if err != nil {
		return err
	}
	if err := a.sameKeys(o.Data); err != nil {
		return err
	}
	if err := a.addDatabase(dir, m.Database); err != nil {
		return err
	}
	if err := fetchAll(ctx, o, wanted); err != nil {
		return err
	}
	if m.Missing, err = a.addFiles(ctx, o.Data, wanted); err != nil {
		return err
	}
	return a.finish(m)
}

// addFolder adds the files of a folder of the data folder, where there is one.
func (a *archive) addFolder(data, name string) error {
	root := filepath.Join(data, name)
	return filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // no such folder, or replaced while this went on
		}
		if err != nil {
			return err
		}
		within, err := filepath.Rel(data, path)
		if err != nil {
			return err
		}
		part := filepath.ToSlash(within)
		if !e.Type().IsRegular() || !isPart(part) {
			return nil // a file that is being written has a name of another form
		}
		if _, err = a.addFile(part, path); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

// sameKeys refuses keys that were changed between their copy and that of the
// database, which then names another key. The checkpoint kept beside them goes on.
func (a *archive) sameKeys(data string) error {
	for _, p := range a.parts {
		if !strings.HasPrefix(p.Name, keysDir+"/") || !strings.HasSuffix(p.Name, ".khoa") {
			continue
		}
		now, err := os.ReadFile(filepath.Join(data, filepath.FromSlash(p.Name)))
		if err != nil {
			return fmt.Errorf("read key again: %w", err)
		}
		if h := sha256.Sum256(now); sum(h[:]) != p.SHA256 {
			return problem.New(problem.Conflict, "Khóa vừa được đổi trong lúc sao lưu; hãy chạy lại lệnh sao lưu.")
		}
	}
	return nil
}

// addDatabase adds the files of a snapshot and removes each, so that they do not
// take the room that the archive needs.
func (a *archive) addDatabase(dir string, im db.Image) error {
	names := []string{db.SQLiteFile}
	if im.Engine == db.PostgreSQL {
		names = nil
		for _, t := range im.Tables {
			names = append(names, t.File())
		}
	}
	for _, name := range names {
		path := filepath.Join(dir, name)
		if _, err := a.addFile(databaseDir+"/"+name, path); err != nil {
			return err
		}
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return nil
}

// fetchAll brings what is wanted into the data folder; what is lost is found missing
// later.
func fetchAll(ctx context.Context, o Order, wanted []string) error {
	if o.Fetch == nil {
		return nil
	}
	for _, hash := range wanted {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := o.Fetch(hash); err != nil && !problem.Is(err, problem.NotFound) {
			return fmt.Errorf("fetch file %s: %w", hash, err)
		}
	}
	return nil
}

// addFiles adds the files of the store and returns the hashes of those that are
// not as they were, or that the database refers to and the store does not have.
func (a *archive) addFiles(ctx context.Context, data string, wanted []string) (missing []string, err error) {
	root, err := filepath.EvalSymlinks(filepath.Join(data, filesDir)) // the folder may be shared by several servers
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	added := map[string]bool{}
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		within, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		part := filesDir + "/" + filepath.ToSlash(within)
		if !filePart.MatchString(part) {
			return nil // a folder, or an upload that is not judged yet
		}
		whole, err := isWhole(path, part)
		if err != nil || !whole {
			missing = append(missing, hashOf(part))
			added[hashOf(part)] = true
			return err
		}
		added[hashOf(part)] = true
		_, err = a.addFile(part, path)
		return err
	})
	for _, h := range wanted {
		if !added[h] {
			missing = append(missing, h)
		}
	}
	slices.Sort(missing)
	return missing, err
}

// notHeld lists what stands in a data folder and in no backup.
func notHeld(data string) ([]string, error) {
	entries, err := os.ReadDir(data)
	if err != nil {
		return nil, err
	}
	var left []string
	for _, e := range entries {
		known := slices.Contains([]string{filesDir, logDir, keysDir, lastFile, db.SQLiteFile, db.SQLiteFile + "-wal", db.SQLiteFile + "-shm", db.SQLiteFile + db.Claimed}, e.Name())
		if !known && !strings.HasPrefix(e.Name(), busy) {
			left = append(left, e.Name())
		}
	}
	return left, nil
}
