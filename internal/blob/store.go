package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// MaxSize is the largest file taken, in bytes.
const MaxSize = 20 << 20

// upload is the name of a file that is not judged yet.
const upload = "upload-*"

// staleTime is after how long a file that was not judged was left behind by a server
// that is gone: no request lasts that long. Several servers may share the folder.
const staleTime = time.Hour

// Store is a folder of files named by their hash; with a bucket the folder holds copies.
type Store struct {
	dir     string
	bucket  *bucket    // nil: the folder is the store
	looking sync.Mutex // one file is looked into at a time, so that many together do not fill the memory
}

// File is a stored file.
type File struct {
	Hash string // hex SHA-256 of the content
	Name string // as the person called it, without a path
	Type Type
	Size int64
}

// Open prepares the folder at dir, making it when it is not there. Uploads that a
// killed server has left there unjudged are removed.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("open file store: %w", err)
	}
	left, err := fs.Glob(os.DirFS(dir), upload)
	if err != nil {
		return nil, fmt.Errorf("look for files left behind: %w", err)
	}
	for _, name := range left {
		path := filepath.Join(dir, name)
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && time.Since(info.ModTime()) < staleTime {
			continue // of a server at work
		}
		if err == nil {
			err = os.Remove(path)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("remove a file left behind: %w", err)
		}
	}
	return &Store{dir: dir}, nil
}

// Put checks a file and stores it; the same content is stored once. What the
// file must not be comes back as a problem beside the field "file".
func (s *Store) Put(r io.Reader, name string) (File, error) {
	name = cleanName(name)
	if name == "" {
		return File{}, problem.Field("file", "Chọn một tệp.")
	}
	if err := refuseSecretName(name); err != nil {
		return File{}, err
	}
	tmp, err := os.CreateTemp(s.dir, upload)
	if err != nil {
		return File{}, fmt.Errorf("store file: %w", err)
	}
	defer os.Remove(tmp.Name()) //nolint:errcheck // after the rename it is gone
	defer tmp.Close()           //nolint:errcheck // closed below where it matters
	h := sha256.New()
	size, err := io.Copy(io.MultiWriter(tmp, h), io.LimitReader(r, MaxSize+1))
	if err != nil {
		return File{}, fmt.Errorf("store file: %w", err)
	}
	if size == 0 {
		return File{}, problem.Field("file", "Tệp «%s» rỗng; hãy chọn lại.", name)
	}
	if size > MaxSize {
		return File{}, problem.Field("file", "Tệp «%s» lớn hơn %d MB; hãy thu nhỏ hoặc chia nhỏ rồi gửi lại.", name, MaxSize>>20)
	}
	t, err := s.look(tmp, size, name)
	if err != nil {
		return File{}, err
	}
	f := File{Hash: hex.EncodeToString(h.Sum(nil)), Name: named(name, t), Type: t, Size: size}
	if err := s.keep(tmp, f.Hash); err != nil {
		return File{}, fmt.Errorf("store file %s: %w", f.Hash, err)
	}
	return f, nil
}

// PutMade stores what the program has made itself, which needs no judgement, and returns
// its hash.
func (s *Store) PutMade(content []byte) (hash string, err error) {
	tmp, err := os.CreateTemp(s.dir, upload)
	if err != nil {
		return "", fmt.Errorf("store made file: %w", err)
	}
	defer os.Remove(tmp.Name()) //nolint:errcheck // after the rename it is gone
	defer tmp.Close()           //nolint:errcheck // closed below where it matters
	if _, err := tmp.Write(content); err != nil {
		return "", fmt.Errorf("store made file: %w", err)
	}
	sum := sha256.Sum256(content)
	hash = hex.EncodeToString(sum[:])
	if err := s.keep(tmp, hash); err != nil {
		return "", fmt.Errorf("store made file %s: %w", hash, err)
	}
	return hash, nil
}

func (s *Store) look(r io.ReaderAt, size int64, name string) (Type, error) {
	s.looking.Lock()
	defer s.looking.Unlock()
	return inspect(r, size, name)
}

// named gives a file's name the ending of its type, by which the reader's
// machine chooses the program that opens it.
func named(name string, t Type) string {
	have := strings.ToLower(extension(name))
	if slices.Contains(t.endings(), have) {
		return name
	}
	return name + t.endings()[0]
}

// keep stores a written file so that it survives a power cut.
func (s *Store) keep(tmp *os.File, hash string) error {
	if s.bucket != nil {
		info, err := tmp.Stat()
		if err != nil {
			return err
		}
		if err := s.bucket.keep(tmp.Name(), hash, info.Size()); err != nil {
			return err
		}
	}
	return s.place(tmp, hash)
}

// place moves a written file to its place in the folder.
func (s *Store) place(tmp *os.File, hash string) error {
	if err := tmp.Sync(); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	path := s.path(hash)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a rename last; where a folder cannot be synced, as on
// Windows, the system does it.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close() //nolint:errcheck // nothing was written
	if err := d.Sync(); err != nil && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}

// Open opens a stored file for reading; the caller closes it. One that is not what was
// stored, because the disk has failed or somebody has changed it, is not given out.
func (s *Store) Open(hash string) (*os.File, error) {
	if raw, err := hex.DecodeString(hash); err != nil || len(raw) != sha256.Size {
		return nil, problem.New(problem.NotFound, "Không có tệp này.")
	}
	f, err := os.Open(s.path(hash))
	if errors.Is(err, fs.ErrNotExist) && s.bucket != nil {
		if err = s.fetch(hash); err == nil {
			f, err = os.Open(s.path(hash))
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errGone
	}
	if err != nil {
		return nil, fmt.Errorf("open file %s: %w", hash, err)
	}
	if err := unchanged(f, hash); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

var errGone = problem.New(problem.NotFound, "Tệp này không còn trong kho; hãy báo người vận hành.")

// unchanged reads a file against its hash and returns to its beginning.
func unchanged(f *os.File, hash string) error {
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("read file %s: %w", hash, err)
	}
	if hex.EncodeToString(h.Sum(nil)) != strings.ToLower(hash) {
		return problem.New(problem.Unreachable, "Tệp này trong kho không còn nguyên như lúc gửi nên không đưa ra; người vận hành cần lấy lại tệp %s từ bản sao lưu.", hash)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read file %s: %w", hash, err)
	}
	return nil
}

func (s *Store) path(hash string) string { return filepath.Join(s.dir, hash[:2], hash[2:]) }

// cleanName keeps the last part of a path and drops what no name needs.
func cleanName(name string) string {
	name = vn.NFC(name)
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) || strings.ContainsRune(`"<>|:*?`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	if runes := []rune(name); len(runes) > 150 {
		name = string(runes[:75]) + "…" + string(runes[len(runes)-74:])
	}
	return name
}
